#!/usr/bin/env bash
# Fuzzes every operation of the contract on a demo server, as nobody, administrator, seller and
# customer, with all checks of schemathesis:
#   tests/fuzz.sh [sqlite|postgres] [MAX-EXAMPLES]
# PostgreSQL needs LAUREL_TEST_POSTGRES. SEED repeats a run; ROLES and ONLY (an operation's id)
# narrow it. LAUREL_BIN names another server than target/debug/laurel.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source tests/python.sh

engine=${1:-sqlite}
examples=${2:-5}
seed=${SEED:-$((RANDOM * 32768 + RANDOM))}
roles=${ROLES:-nobody admin seller customer}
laurel=${LAUREL_BIN:-target/debug/laurel}
folder=$(mktemp -d "${TMPDIR:-/tmp}/laurel-fuzz.XXXXXX")
pid=
database=

finish() {
    local status=$?
    trap - EXIT
    [[ -z $pid ]] || { kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; }
    [[ -z $database ]] || in_postgres "drop database $database" || true
    rm -rf "$folder"
    exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

prepare_python
python=$LAUREL_TEST_PYTHON

in_postgres() {
    psql -q "$LAUREL_TEST_POSTGRES" -c "$1"
}

case $engine in
    sqlite) url=sqlite:$folder/laurel.db ;;
    postgres)
        database=laurel_fuzz_$$
        in_postgres "create database $database"
        url=${LAUREL_TEST_POSTGRES%/*}/$database
        ;;
    *) echo "no such engine: $engine"; exit 2 ;;
esac

# Every request comes from an address of its own (tests/fuzz.py), so that no client calls too often.
LAUREL__TRUSTED_PROXIES=127.0.0.1 "$laurel" serve --demo --listen 127.0.0.1:0 \
    --data "$folder" --database-url "$url" >"$folder/log" 2>&1 &
pid=$!
site=
for _ in $(seq 300); do
    site=$(grep -o 'http://127.0.0.1:[0-9]*' "$folder/log" | head -n 1 || true)
    [[ -n $site ]] && curl -fs -o /dev/null "$site/readyz" && break
    kill -0 "$pid" 2>/dev/null || { cat "$folder/log"; exit 1; }
    sleep 0.1
done

sign_in() {
    curl -fs "$site/api/DEFAULT/$1/login_check" -d "_username=$2" -d "_password=$3" |
        sed 's/.*"token":"\([^"]*\)".*/\1/'
}

failed=
for role in $roles; do
    case $role in
        nobody) token= ;;
        admin) token=$(sign_in admin admin open) ;;
        seller) token=$(sign_in seller john@doe.com open) ;;
        customer) token=$(sign_in customer user@oloy.com loyalty) ;;
        *) echo "no such role: $role"; exit 2 ;;
    esac
    printf '\n== %s as %s: %s examples, SEED=%s\n' "$engine" "$role" "$examples" "$seed"
    header=()
    [[ -z $token ]] || header=(--header "Authorization: Bearer $token")
    # Signing out would end the role: it has tests of its own.
    only=(--exclude-operation-id session_revoke)
    [[ -z ${ONLY:-} ]] || only=(--include-operation-id "$ONLY")
    SCHEMATHESIS_HOOKS=tests/fuzz.py "$python" -m schemathesis.cli \
        --config-file tests/fuzz.toml run "$site/openapi.json" --seed "$seed" \
        --max-examples "$examples" --max-response-time 20 "${header[@]}" "${only[@]}" || failed+=" $role"
done
kill -0 "$pid" 2>/dev/null || { echo "the server is gone"; cat "$folder/log"; exit 1; }
if grep -q ' ERROR ' "$folder/log"; then
    echo "the server logged errors:"
    grep ' ERROR ' "$folder/log" | head
    exit 1
fi
[[ -z $failed ]] || { echo "failed as:$failed (engine $engine, SEED=$seed)"; exit 1; }
