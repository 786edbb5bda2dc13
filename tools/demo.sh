#!/usr/bin/env bash
# make demo: build, load the bank of packs/bank into build/demo, serve, say where and how to sign
# in, and keep a light traffic going until Ctrl-C. Run again it goes on with the data that is there.
#   DEMO_LISTEN=127.0.0.1:8080  where to listen
#   DEMO_FRESH=1                throw away what is there
#   DEMO_PEOPLE, DEMO_SEED      10000, demo: how many people (from 50), and which; for fresh data
#   DEMO_PER_MINUTE=6           visitors a minute
#   DEMO_EXIT=1                 end after showing
#   DEMO_HOME=build/demo        where data and keys lie
#   MUSUBI_BIN                  another binary, which is not built
# WITH_UI=0 (no Node): a single visit, sent with curl, instead of the bank.
set -euo pipefail
cd "$(dirname "$0")/.."

listen=${DEMO_LISTEN:-127.0.0.1:8080}
home=${DEMO_HOME:-build/demo}
musubi=${MUSUBI_BIN:-build/musubi}
access="$home"/access.json
owner=owner@example.com
[ -d build/node/bin ] && PATH="$PWD/build/node/bin:$PATH"
with_bank=1
[ "${WITH_UI:-1}" != 0 ] || with_bank=0

[ -n "${MUSUBI_BIN:-}" ] || make --no-print-directory -j"$(nproc)"

field() {
    python3 -c 'import json, sys; print(json.load(open(sys.argv[1])).get(sys.argv[2]) or "")' "$@"
}

# Data without the mark "loaded" come of a load that was cut off.
if [ "${DEMO_FRESH:-}" = 1 ] || [ ! -f "$home"/loaded ]; then
    if [ -d "$home" ] && [ ! -f "$home"/password ] && [ -n "$(ls -A "$home")" ]; then
        echo "$home holds something else than a demo" >&2
        exit 1
    fi
    rm -rf "$home"
fi
if [ ! -d "$home" ]; then
    mkdir -p "$home"
    (
        umask 077
        od -An -N12 -tx1 /dev/urandom | tr -d ' \n' >"$home"/password
        "$musubi" init --data "$home"/data --owner $owner --password-file "$home"/password \
            --json >$access
    )
fi
write_key=$(field $access write_key)
secret_key=$(field $access secret_key)

# The server's first line tells the address. In the background of a script it does not hear Ctrl-C,
# so it is stopped once and in order, below.
rm -f "$home"/out
mkfifo "$home"/out
setsid "$musubi" serve --data "$home"/data --listen "$listen" >"$home"/out 2>"$home"/server.log &
server=$!
traffic=
stop() {
    trap - EXIT INT TERM HUP
    [ -z "$traffic" ] || kill -TERM "$traffic" 2>/dev/null || true
    [ -z "$traffic" ] || wait "$traffic" 2>/dev/null || true
    kill -TERM "$server" 2>/dev/null || true
    wait "$server"
}
trap 'stop || true' EXIT
trap 'exit 0' INT TERM HUP
exec 3<"$home"/out
rm -f "$home"/out
url=
while read -r line <&3; do
    case $line in "listening on "*)
        url=${line#listening on }
        break
        ;;
    esac
done
if [ -z "$url" ]; then
    echo "the server did not start on $listen (another one there? DEMO_LISTEN=127.0.0.1:0):" >&2
    tail -n 20 "$home"/server.log >&2
    exit 1
fi

# It listens while it still reads its log.
curl -fsS --retry 120 --retry-delay 1 -o "$home"/answer "$url/readyz" 2>/dev/null || {
    echo "the server is not ready after two minutes:" >&2
    tail -n 20 "$home"/server.log >&2
    exit 1
}

secret() { curl -fsS -H "Authorization: Bearer $secret_key" "$@"; }
bank() {
    SECRET_KEY=$secret_key node --max-semi-space-size=128 packs/bank/bank.mjs "$@" --url "$url"
}

if [ -f "$home"/loaded ]; then
    echo "Going on with the data in $home (DEMO_FRESH=1 begins anew)."
elif [ $with_bank = 1 ]; then
    echo "Loading sixty days of a bank's visitors ..."
    bank load --seed "${DEMO_SEED:-demo}" --people "${DEMO_PEOPLE:-10000}" \
        --state "$home"/bank.json --truth "$home"/truth.ndjson
else
    echo "Sending a visit with curl ..."
    send() { curl -fsS -u "$write_key:" -H 'Content-Type: application/json' -o "$home"/answer \
        -d "$2" "$url/v1/$1"; }
    send track '{"anonymousId":"demo-phone-7f3a","event":"Product Viewed",
        "messageId":"demo-1","properties":{"product_id":"acc-plus","category":"account"}}'
    send identify '{"anonymousId":"demo-phone-7f3a","userId":"hanako","messageId":"demo-2",
        "traits":{"name":"山田 花子","email":"hanako@example.com"}}'
    send track '{"userId":"hanako","event":"Account Opened","messageId":"demo-3",
        "properties":{"product_id":"acc-plus"}}'
fi
touch "$home"/loaded

user=hanako
[ ! -f "$home"/bank.json ] || user=$(field "$home"/bank.json example)
secret "$url/api/people/by/user_id/$user" >"$home"/person.json
id=$(field "$home"/person.json id)
email=$(python3 -c 'import json, sys
person = json.load(open(sys.argv[1]))
print(next(x["value"] for x in person["identifiers"] if x["kind"] == "email"))' "$home"/person.json)
echo
echo "One of the people, $url/api/people/by/user_id/$user:"
python3 -c '
import json, sys
p = json.load(open(sys.argv[1]))
for key in ("name", "name_kana", "email", "phone", "customer_number", "occupation"):
    if key in p["traits"]:
        print("  {:<16}{}".format(key, p["traits"][key]))
trails = [x["value"] for x in p["identifiers"] if x["kind"] == "anonymous_id"]
print("  {:<16}{} events on {} trails".format("seen", p["events"], len(trails)))
' "$home"/person.json
echo
echo "What this person did last, newest first, $url/api/people/$id/timeline:"
secret "$url/api/people/$id/timeline?limit=12" | python3 -c '
import json, sys
for item in json.load(sys.stdin)["items"]:
    name = item["name"] if item["name"] != item["type"] else ""
    print("  {time}  {type:<9} {0}".format(name, **item).rstrip())'

# The interface is there where the server gives a page for its root.
page=$(curl -s -o /dev/null -L -w '%{http_code} %{content_type}' "$url/" || true)
case $page in
"200 text/html"*) echo; echo "Open $url and sign in as" ;;
*) echo; echo "The owner's account:" ;;
esac
echo "  e-mail    $owner"
echo "  password  $(cat "$home"/password)"

cat <<END

Musubi serves at $url (reference: $url/docs), data in $home/data.

  export URL=$url
  export WRITE_KEY=$write_key
  export SECRET_KEY=$secret_key

Send an event, then look at the person:

  curl -u \$WRITE_KEY: -H 'Content-Type: application/json' \$URL/v1/track \\
    -d '{"userId":"$user","event":"Rate Viewed","properties":{"product":"current account"}}'
  curl -H "Authorization: Bearer \$SECRET_KEY" \$URL/api/people/by/email/$email
  curl -H "Authorization: Bearer \$SECRET_KEY" "\$URL/api/people/$id/timeline?limit=5"
  curl -H "Authorization: Bearer \$SECRET_KEY" "\$URL/api/people?q=${email%%@*}"
END
if [ $with_bank = 1 ] && [ -f "$home"/bank.json ]; then
    cat <<END

Whose trails are one person, as the simulator knows and the server does not:

  node packs/bank/bank.mjs measure --url \$URL --secret-key \$SECRET_KEY \\
    --truth $home/truth.ndjson
END
fi
echo
if [ "${DEMO_EXIT:-}" = 1 ]; then
    trap - EXIT
    stop
    exit $?
fi
if [ $with_bank = 1 ] && [ -f "$home"/bank.json ]; then
    SECRET_KEY=$secret_key setsid node packs/bank/bank.mjs live --url "$url" \
        --state "$home"/bank.json --per-minute "${DEMO_PER_MINUTE:-6}" >"$home"/traffic.log 2>&1 &
    traffic=$!
    echo "${DEMO_PER_MINUTE:-6} visitors a minute come from now on. Ctrl-C ends it."
else
    echo "Ctrl-C ends it."
fi
wait "$server"
