#!/usr/bin/env bash
# Measures Laurel against a bare handler (tests/examples/bare.rs) on both engines, in one run:
#   tests/bench.sh [details] [status] [sales] [lists]
# CUSTOMERS (100000), SECONDS_EACH (10), ROUNDS (3) and ENGINES ("sqlite postgres") can be set.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source tests/postgres.sh

customers=${CUSTOMERS:-100000}
each=${SECONDS_EACH:-10}
rounds=${ROUNDS:-3}
engines=${ENGINES:-sqlite postgres}
wanted=${*:-details}
port=$((RANDOM % 10000 + 10000))
laurel=http://127.0.0.1:$port
bare=http://127.0.0.1:$((port + 1))
folder=$(mktemp -d "${TMPDIR:-/tmp}/laurel-bench.XXXXXX")
pids=()

say() { printf '\n== %s\n' "$*"; }

stop() {
    [[ ${#pids[@]} -eq 0 ]] || kill "${pids[@]}" 2>/dev/null || true
    wait
    pids=()
}

finish() {
    local status=$?
    trap - EXIT
    stop
    stop_postgres
    rm -rf "$folder"
    exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

for tool in wrk curl; do
    command -v "$tool" >/dev/null || { echo "$tool is missing: apt-get install $tool"; exit 1; }
done

until_answered() {
    local try
    for try in $(seq 1000); do
        curl -fs -o /dev/null "$1" && return
        sleep 0.01
    done
    tail -n 20 "$folder"/*.log
    return 1
}

# serve DATABASE-URL [--demo]: starts Laurel and waits until it is ready.
serve() {
    target/release/laurel serve --data "$folder/data" --database-url "$1" \
        --listen "${laurel#http://}" "${@:2}" >>"$folder/laurel.log" 2>&1 &
    pids+=($!)
    until_answered "$laurel/readyz"
}

# measure SITE CONNECTIONS WHAT: prints requests/s, p99 in ms and the number of failures.
measure() {
    wrk -t1 -c"$2" -d"${each}s" -s tests/bench.lua "$1" -- "$3" "$customers" "$token" "$RANDOM$RANDOM$RANDOM" | tail -n 1
}

sign_in() {
    curl -fs "$laurel/api/admin/login_check" -d _username=admin -d _password=open |
        sed 's/.*"token":"\([^"]*\)".*/\1/'
}

# middle COLUMN: the median of a column of the lines on standard input.
middle() { awk -v column="$1" '{ print $column }' | sort -n | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'; }

start_and_weigh() {
    local before after
    before=$(date +%s%N)
    serve "$1"
    after=$(date +%s%N)
    sleep 2
    echo "cold start to /readyz: $(((after - before) / 1000000)) ms," \
        "idle memory: $(awk '/VmRSS/ { print int($2 / 1024) }' "/proc/${pids[-1]}/status") MiB"
}

# compare URL CONNECTIONS WHAT: rounds of the bare handler and of Laurel, by turns.
compare() {
    local round ours=() theirs=() bare_pid
    target/release/examples/bare "$1" "${bare#http://}" 2>>"$folder/bare.log" &
    bare_pid=$!
    until_answered "$bare/00000000-0000-7000-8000-000000000001"
    # Warms both, and both caches of pages.
    each=2 measure "$bare" "$2" "$3" >/dev/null
    each=2 measure "$laurel" "$2" "$3" >/dev/null
    for round in $(seq "$rounds"); do
        theirs+=("$(measure "$bare" "$2" "$3")")
        ours+=("$(measure "$laurel" "$2" "$3")")
        echo "round $round: bare ${theirs[-1]}; laurel ${ours[-1]}"
    done
    theirs=$(printf '%s\n' "${theirs[@]}" | middle 1)
    ours=$(printf '%s\n' "${ours[@]}" | middle 1)
    awk -v ours="$ours" -v theirs="$theirs" -v what="$3" \
        'BEGIN { printf "%s, laurel / bare: %.2f (at least 0.5)\n", what, ours / theirs }'
    kill "$bare_pid"
    wait "$bare_pid" 2>/dev/null || true
    echo "memory afterwards: $(awk '/VmRSS/ { print int($2 / 1024) }' "/proc/${pids[0]}/status") MiB"
}

details() {
    compare "$1" 32 details
    echo "for reference, /livez: $(measure "$laurel" 32 livez)"
    echo "for reference, first page of a list: $(measure "$laurel" 32 list)"
}

status() { compare "$1" 32 status; }

# Every one is a document of its own; both are left with more lines after each round.
sales() { compare "$1" 16 sale; }

lists() {
    local what
    for what in list email substring; do
        echo "$what at concurrency 16: $(measure "$laurel" 16 $what)"
    done
}

say "building"
cargo build --release -p bin-server
cargo build --release -p laurel-tests --examples
echo "program: $(($(stat -c %s target/release/laurel) / 1024 / 1024)) MiB"

for engine in $engines; do
    say "$engine, $customers customers; requests/s, p99 in ms, failures"
    if [[ $engine == postgres ]]; then
        start_postgres -c shared_buffers=1GB -c max_wal_size=4GB
        url=$LAUREL_TEST_POSTGRES
    else
        url=sqlite:$folder/laurel.db
    fi
    serve "$url" --demo
    stop
    started=$SECONDS
    target/release/examples/crowd "$url" "$customers"
    echo "customers added in $((SECONDS - started)) s"
    start_and_weigh "$url"
    token=$(sign_in)
    for part in $wanted; do "$part" "$url"; done
    stop
done
