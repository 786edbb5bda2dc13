#!/usr/bin/env bash
# make bench: build the generator and the rivals, run everything, print the table, write
# build/bench.json. Some 15 minutes; QUICK=1 under 2.
#   BENCH_PEOPLE=1000000       people
#   BENCH_EVENTS=10000000      events of the large population
#   BENCH_SLOW_EVENTS=2000000  the same for the repetition with slow fsync (a tenth as many people)
#   BENCH_SECONDS=10           of each timed measure
#   BENCH_STORES="sqlite postgres sqlite+2ms postgres+2ms"
#   BENCH_SERVER=build/release/musubi
#   BENCH_DATA=build/bench-data  scratch; deleted afterwards
set -euo pipefail
cd "$(dirname "$0")/.."

tools/setup.sh bench
out=build/bench
mkdir -p "$out"
flags=(-std=gnu17 -D_GNU_SOURCE -O2 -g -Wall -Wextra -Wshadow -Wno-unused-parameter)
packages=(libpq sqlite3 libzstd)
read -ra cflags <<<"$(pkg-config --cflags "${packages[@]}")"
read -ra libs <<<"$(pkg-config --libs "${packages[@]}")"
gcc "${flags[@]}" bench/events.c bench/load.c -o "$out/load" -lm
gcc "${flags[@]}" "${cflags[@]}" bench/events.c bench/rivals.c -o "$out/rivals" -lm "${libs[@]}"
gcc "${flags[@]}" -shared -fPIC bench/slowfsync.c -o "$out/slowfsync.so" -ldl

python3 bench/bench.py "$out" build/bench-raw.json
python3 bench/report.py build/bench-raw.json build/bench.json
