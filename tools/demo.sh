#!/usr/bin/env bash
# make demo: build, start on fresh data in build/demo-data, send a visit with a real client, show
# the person that came of it and what to try, then serve until Ctrl-C.
#   DEMO_LISTEN=127.0.0.1:8080  where to listen
#   DEMO_EXIT=1                 end after showing
set -euo pipefail
cd "$(dirname "$0")/.."

listen=${DEMO_LISTEN:-127.0.0.1:8080}
data=build/demo-data
log=build/demo.log
[ -d build/node/bin ] && PATH="$PWD/build/node/bin:$PATH"

make --no-print-directory -j"$(nproc)"

rm -rf "$data"
password=$(mktemp)
trap 'rm -f "$password"' EXIT
od -An -N12 -tx1 /dev/urandom | tr -d ' \n' >"$password"
keys=$(build/musubi init --data "$data" --owner owner@example.com \
    --password-file "$password" --json)
field() { python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"; }
write_key=$(field write_key <<<"$keys")
secret_key=$(field secret_key <<<"$keys")

# The server's first line tells the address.
rm -f build/demo.out
mkfifo build/demo.out
build/musubi serve --data "$data" --listen "$listen" >build/demo.out 2>"$log" &
server=$!
stop() {
    trap - EXIT INT TERM
    rm -f "$password" build/demo.out
    kill -TERM "$server" 2>/dev/null || true
    wait "$server"
}
trap 'stop || true' EXIT
trap 'exit 0' INT TERM
exec 3<build/demo.out
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
    tail -n 20 "$log" >&2
    exit 1
fi

secret() { curl -fsS -H "Authorization: Bearer $secret_key" "$@"; }
pretty() { python3 -m json.tool --no-ensure-ascii; }

if [ "${WITH_UI:-1}" != 0 ]; then
    echo "Sending a visit with @segment/analytics-node ..."
    node tools/demo_visit.mjs "$url" "$write_key"
else
    echo "Sending a visit with curl ..."
    send() { curl -fsS -u "$write_key:" -H 'Content-Type: application/json' -o build/demo.answer \
        -d "$2" "$url/v1/$1"; }
    send track '{"anonymousId":"demo-phone-7f3a","event":"Product Viewed"}'
    send identify '{"anonymousId":"demo-phone-7f3a","userId":"hanako",
        "traits":{"name":"山田花子","email":"hanako@example.com"}}'
    send track '{"userId":"hanako","event":"Order Completed","properties":{"total":9800}}'
fi

person=$(secret "$url/api/people/by/user_id/hanako")
id=$(field id <<<"$person")
echo
echo "The person, $url/api/people/by/user_id/hanako:"
pretty <<<"$person"
echo
echo "The timeline, newest first, $url/api/people/$id/timeline:"
secret "$url/api/people/$id/timeline?limit=20" | python3 -c '
import json, sys
for item in json.load(sys.stdin)["items"]:
    name = item["name"] if item["name"] != item["type"] else ""
    print("  {time}  {type:<9} {0}".format(name, **item).rstrip())'

cat <<END

Musubi serves at $url (reference: $url/docs), data in $data.

  export URL=$url
  export WRITE_KEY=$write_key
  export SECRET_KEY=$secret_key

Send an event, then look at the person:

  curl -u \$WRITE_KEY: -H 'Content-Type: application/json' \$URL/v1/track \\
    -d '{"userId":"hanako","event":"Tea Brewed","properties":{"cups":2}}'
  curl -H "Authorization: Bearer \$SECRET_KEY" \$URL/api/people/by/email/hanako@example.com
  curl -H "Authorization: Bearer \$SECRET_KEY" "\$URL/api/people/$id/timeline?limit=5"
  curl -H "Authorization: Bearer \$SECRET_KEY" "\$URL/api/people?q=hanako"

END
if [ "${DEMO_EXIT:-}" = 1 ]; then
    trap - EXIT
    stop
    exit $?
fi
echo "Ctrl-C ends it."
wait "$server"
