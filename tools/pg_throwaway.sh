#!/bin/sh
# pg_throwaway.sh - a PostgreSQL server for tests: loopback only, trust, thrown away after.
#
#   pg_throwaway.sh start DIR [PORT]        make a cluster in DIR and start it; prints its URL
#   pg_throwaway.sh stop DIR [immediate]    stop it; "immediate" is a crash (no checkpoint)
#   pg_throwaway.sh restart DIR             start it again on the same port; prints its URL
#
# DIR is made when it is missing; "start" in a DIR that has a cluster is the same as "restart".
# The server refuses to run as root, so as root it runs as user postgres (or PG_USER), who must
# be able to reach DIR: take one under /tmp.  PG_FSYNC=off where nobody stops it hard.
set -eu

fail() { echo "pg_throwaway: $*" >&2; exit 1; }

[ $# -ge 2 ] || fail "usage: pg_throwaway.sh start|stop|restart DIR [PORT|immediate]"
action=$1
dir=$2
extra=${3:-}

find_bin() {
    for b in "$(pg_config --bindir 2>/dev/null || true)" /usr/lib/postgresql/*/bin; do
        if [ -x "$b/initdb" ] && [ -x "$b/pg_ctl" ]; then
            echo "$b"
            return
        fi
    done
    fail "initdb not found; install the package postgresql"
}
bin=$(find_bin)
user=${PG_USER:-postgres}

as_user() {
    if [ "$(id -u)" -eq 0 ]; then
        (cd / && runuser -u "$user" -- "$@")
    else
        "$@"
    fi
}

port_of() { cat "$dir/port"; }
url() { echo "postgresql://postgres@127.0.0.1:$(port_of)/postgres"; }

free_port() {
    python3 -c 'import socket
s = socket.socket()
s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])'
}

running() { as_user "$bin/pg_ctl" -D "$dir/data" status >/dev/null 2>&1; }

launch() {
    as_user "$bin/pg_ctl" -D "$dir/data" -l "$dir/log" -w -t 60 \
        -o "-p $(port_of)" start >/dev/null 2>&1
}

start() {
    mkdir -p "$dir"
    dir=$(cd "$dir" && pwd)
    if [ ! -f "$dir/data/PG_VERSION" ]; then
        if [ "$(id -u)" -eq 0 ]; then
            chown "$user" "$dir"
        fi
        as_user "$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 \
            --no-sync >"$dir/initdb.log" 2>&1 || fail "initdb: $(tail -n 3 "$dir/initdb.log")"
        cat >>"$dir/data/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
unix_socket_directories = '$dir'
shared_buffers = 32MB
max_connections = 100
fsync = ${PG_FSYNC:-on}
max_wal_size = 256MB
log_min_messages = warning
CONF
    fi
    tries=5
    while :; do
        if [ -n "$extra" ]; then
            echo "$extra" >"$dir/port"
        elif [ ! -f "$dir/port" ] || [ "$tries" -lt 5 ]; then
            free_port >"$dir/port"
        fi
        running || launch && break
        # another process may have taken the port between asking and starting
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] && [ "$action" = start ] && [ -z "$extra" ] ||
            fail "cannot start: $(tail -n 3 "$dir/log" 2>/dev/null)"
    done
    url
}

stop() {
    [ -d "$dir/data" ] || return 0
    dir=$(cd "$dir" && pwd)
    pid=$(head -n 1 "$dir/data/postmaster.pid" 2>/dev/null || true)
    [ -n "$pid" ] || return 0
    mode=fast
    [ "$extra" = immediate ] && mode=immediate
    as_user "$bin/pg_ctl" -D "$dir/data" -m "$mode" -w -t 30 stop >/dev/null 2>&1 || true
    if running; then
        as_user "$bin/pg_ctl" -D "$dir/data" -m immediate -w -t 30 stop >/dev/null 2>&1 ||
            fail "process $pid does not stop"
    fi
}

case $action in
start) start ;;
stop) stop ;;
restart)
    [ -f "$dir/port" ] || fail "no cluster in $dir"
    saved=$extra
    extra=
    stop
    extra=$saved
    start
    ;;
*) fail "unknown action $action" ;;
esac
