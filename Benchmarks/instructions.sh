#!/usr/bin/env bash
# Instructions and allocations of each case of a benchmark, counted and not timed: the same each time.
#
#   Benchmarks/instructions.sh [RefreshCheck|Signing|Decoding]
#   Benchmarks/instructions.sh Requests OPTIONS...
#
# Requests needs a server: Benchmarks/requests-peers starts one and passes the options, the built program as BINARY, and in
# CASES which cases to count, if not all.
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
  Requests)
    n=200
    cases="get get.same get.plain get.hash es.post es.post.same es.post.plain es.post.hash"
    # 64 MiB each.
    large="stream stream.buffers stream.same memory memory.same file put.bytes put.bytes.same put.file" ;;
  *) echo "usage: Benchmarks/instructions.sh [RefreshCheck|Signing|Decoding|Requests OPTIONS...]" >&2; exit 2 ;;
esac
(($#)) && shift
options=("$@")
command -v valgrind >/dev/null || { echo "valgrind is missing; install it, for example: apt-get install valgrind" >&2; exit 1; }
if [[ -z ${BINARY:-} ]]; then
  swift build -c release --product "$product" >&2
  BINARY=$(swift build -c release --show-bin-path)/$product
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
binary=$work/$product
cp "$BINARY" "$binary"
# Valgrind is slow at reading debugging symbols, and does not need them.
strip -g "$binary"

instructions() { # CASE COUNT
  valgrind --tool=callgrind --callgrind-out-file=/dev/null "$binary" ${options[@]+"${options[@]}"} --count "$1" "$2" 2>&1 |
    sed -n 's/.*I *refs: *\([0-9,]*\).*/\1/p' | tr -d ,
}

allocations() { # CASE COUNT
  valgrind --tool=memcheck --leak-check=no --undef-value-errors=no "$binary" ${options[@]+"${options[@]}"} --count "$1" "$2" 2>&1 |
    sed -n 's/.*total heap usage: \([0-9,]*\) allocs.*/\1/p' | tr -d ,
}

# What the same cases took before responses were read once (revision 5e0ebdd).
before() { case $product.$1 in Decoding.list) echo 103327672 ;; Decoding.error) echo 182736 ;; Decoding.bulk) echo 51513623 ;; esac; }

declare -A perRun allocationsPerRun
measure() { # CASE COUNT
  local i1 i3 a1 a3 was
  i1=$(instructions "$1" "$2")
  i3=$(instructions "$1" $((3 * $2)))
  a1=$(allocations "$1" "$2")
  a3=$(allocations "$1" $((3 * $2)))
  perRun[$1]=$(awk "BEGIN { printf \"%.1f\", ($i3 - $i1) / (2 * $2) }")
  allocationsPerRun[$1]=$(awk "BEGIN { x = ($a3 - $a1) / (2 * $2); printf \"%.2f\", (x < 0 ? 0 : x) }")
  printf '%-24s %14s %14s\n' "$1" "${perRun[$1]}" "${allocationsPerRun[$1]}"
  was=$(before "$1")
  [[ -z $was ]] || awk "BEGIN { printf \"%-24s %.3f of the %d instructions of 5e0ebdd\n\", \"\", ${perRun[$1]} / $was, $was }"
}

printf '%-24s %14s %14s\n' case instructions allocations
chosen() { # CASE, which may end with what does it
  local subject=${1%.same}
  subject=${subject%.plain}
  subject=${subject%.buffers}
  [[ -z ${CASES:-} || ,$CASES, == *,${subject%.hash},* ]]
}
for name in $cases; do
  chosen "$name" || continue
  measure "$name" $n
done
for name in ${large:-}; do
  chosen "$name" || continue
  measure "$name" 2
done
[[ $product == Requests ]] || exit 0
# The hashes of a signature are what our client does and bare AsyncHTTPClient, whose request is signed beforehand, does not.
ratios=''
for name in get es.post stream memory; do
  chosen "$name" || continue
  [[ -n ${perRun[$name.hash]:-} ]] && label="($name - hashes) / same" || label="$name / same"
  ratios+=$(awk "BEGIN { printf \"\\n%-36s %14.2f %14.2f\", \"$label\",
    (${perRun[$name]} - ${perRun[$name.hash]:-0}) / ${perRun[$name.same]},
    (${allocationsPerRun[$name]} - ${allocationsPerRun[$name.hash]:-0}) / ${allocationsPerRun[$name.same]} }")
done
[[ -z $ratios ]] || printf '\n%-36s %14s %14s%s\n' "beside bare AsyncHTTPClient" instructions allocations "$ratios"
