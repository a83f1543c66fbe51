#!/usr/bin/env bash
# Instructions and allocations per refresh check, counted and not timed: the same each time.
#
# Each case runs N and 3N times; the difference, divided by 2N, leaves start-up out. Needs valgrind.
set -euo pipefail
cd "$(dirname "$0")/.."

command -v valgrind >/dev/null || { echo "valgrind is missing; install it, for example: apt-get install valgrind" >&2; exit 1; }
swift build -c release --product RefreshCheck
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$(swift build -c release --show-bin-path)/RefreshCheck" "$work/"
# Valgrind is slow at reading debugging symbols, and does not need them.
strip -g "$work/RefreshCheck"
binary=$work/RefreshCheck

instructions() { # CASE COUNT
  valgrind --tool=callgrind --callgrind-out-file=/dev/null "$binary" --count "$1" "$2" 2>&1 |
    sed -n 's/.*I *refs: *\([0-9,]*\).*/\1/p' | tr -d ,
}

allocations() { # CASE COUNT
  valgrind --tool=memcheck --leak-check=no --undef-value-errors=no "$binary" --count "$1" "$2" 2>&1 |
    sed -n 's/.*total heap usage: \([0-9,]*\) allocs.*/\1/p' | tr -d ,
}

printf '%-18s %14s %14s\n' case instructions allocations
for name in evergreen.check evergreen.client floor.atomic mutex actor recipe; do
  n=20000
  i1=$(instructions "$name" $n)
  i3=$(instructions "$name" $((3 * n)))
  a1=$(allocations "$name" $n)
  a3=$(allocations "$name" $((3 * n)))
  printf '%-18s %14s %14s\n' "$name" "$(awk "BEGIN { printf \"%.1f\", ($i3 - $i1) / (2 * $n) }")" \
    "$(awk "BEGIN { x = ($a3 - $a1) / (2 * $n); printf \"%.2f\", (x < 0 ? 0 : x) }")"
done
