#!/usr/bin/env bash
# Instructions and allocations of each case of a benchmark, counted and not timed: the same each time.
#
#   Benchmarks/instructions.sh [RefreshCheck|Signing|Decoding]
#
# Each case runs N and 3N times; the difference, divided by 2N, leaves start-up out. Needs valgrind, which knows no SHA
# instructions: what is counted for a signature is mostly hashing without them, in the floor as well.
set -euo pipefail
cd "$(dirname "$0")/.."

product=${1:-RefreshCheck}
case $product in
  RefreshCheck)
    n=20000
    cases="evergreen.check evergreen.client floor.atomic mutex actor recipe" ;;
  Signing)
    n=1000
    cases="s3.get s3.get.token es.post.token s3.put.token s3.presign s3.presign.token"
    for name in $cases; do cases="$cases $name.floor"; done
    cases="$cases s3.get.token.first" ;;
  Decoding)
    n=4
    cases="list error bulk" ;;
  *) echo "usage: Benchmarks/instructions.sh [RefreshCheck|Signing|Decoding]" >&2; exit 2 ;;
esac
command -v valgrind >/dev/null || { echo "valgrind is missing; install it, for example: apt-get install valgrind" >&2; exit 1; }
swift build -c release --product "$product" >&2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
binary=$work/$product
cp "$(swift build -c release --show-bin-path)/$product" "$binary"
# Valgrind is slow at reading debugging symbols, and does not need them.
strip -g "$binary"

instructions() { # CASE COUNT
  valgrind --tool=callgrind --callgrind-out-file=/dev/null "$binary" --count "$1" "$2" 2>&1 |
    sed -n 's/.*I *refs: *\([0-9,]*\).*/\1/p' | tr -d ,
}

allocations() { # CASE COUNT
  valgrind --tool=memcheck --leak-check=no --undef-value-errors=no "$binary" --count "$1" "$2" 2>&1 |
    sed -n 's/.*total heap usage: \([0-9,]*\) allocs.*/\1/p' | tr -d ,
}

# What the same cases took before responses were read once (revision 5e0ebdd).
before() { case $product.$1 in Decoding.list) echo 103327672 ;; Decoding.error) echo 182736 ;; Decoding.bulk) echo 51513623 ;; esac; }

printf '%-24s %14s %14s\n' case instructions allocations
for name in $cases; do
  i1=$(instructions "$name" $n)
  i3=$(instructions "$name" $((3 * n)))
  a1=$(allocations "$name" $n)
  a3=$(allocations "$name" $((3 * n)))
  printf '%-24s %14s %14s\n' "$name" "$(awk "BEGIN { printf \"%.1f\", ($i3 - $i1) / (2 * $n) }")" \
    "$(awk "BEGIN { x = ($a3 - $a1) / (2 * $n); printf \"%.2f\", (x < 0 ? 0 : x) }")"
  was=$(before "$name")
  [[ -z $was ]] || awk "BEGIN { printf \"%-24s %.3f of the %d instructions of 5e0ebdd\\n\", \"\", ($i3 - $i1) / (2 * $n) / $was, $was }"
done
