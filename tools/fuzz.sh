#!/usr/bin/env bash
# Run the fuzz targets, two at a time, each for SECONDS with its corpus:
#   tools/fuzz.sh SECONDS [TARGET]
# New inputs go to build/fuzz/corpus/TARGET, a finding to build/fuzz/found/TARGET-*.
set -uo pipefail
cd "$(dirname "$0")/.."
seconds=$1
targets=()
for src in tests/fuzz/*.c; do
    name=$(basename "$src" .c)
    [ -n "${2:-}" ] && [ "$2" != "$name" ] && [ "fuzz_$2" != "$name" ] && continue
    targets+=("$name")
done
if [ ${#targets[@]} = 0 ] || [ ! -e "tests/fuzz/${targets[0]}.c" ]; then
    echo "fuzz: no target${2:+ named $2}"
    exit 1
fi

one() {
    local name=$1 dirs=("build/fuzz/corpus/$1") log="build/fuzz/$1.log" dict=()
    mkdir -p "${dirs[0]}" build/fuzz/found
    for d in "tests/fuzz/$name/corpus" "tests/fuzz/${name#fuzz_}/corpus"; do
        [ -d "$d" ] && [ "$d" != "${dirs[-1]}" ] && dirs+=("$d")
    done
    for d in "tests/fuzz/$name.dict" "tests/fuzz/${name#fuzz_}/dict"; do
        [ -f "$d" ] && dict=("-dict=$d")
    done
    local begin=$SECONDS
    if "build/fuzz/tests/fuzz/$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 \
        -print_final_stats=1 -artifact_prefix="build/fuzz/found/$name-" "${dict[@]}" \
        "${dirs[@]}" >"$log" 2>&1; then
        echo "ok fuzz $name: $((SECONDS - begin)) s," \
            "$(sed -n 's/^stat::number_of_executed_units: *//p' "$log") runs"
    else
        echo "not ok fuzz $name"
        tail -n 60 "$log"
    fi
}

mkdir -p build/fuzz
{
    for name in "${targets[@]}"; do
        while [ "$(jobs -rp | wc -l)" -ge 2 ]; do wait -n; done
        one "$name" &
    done
    wait
} | tee build/fuzz/summary
! grep -q '^not ok' build/fuzz/summary
