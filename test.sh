#!/usr/bin/env bash
# Everything that must hold before a change goes in: formatting, lints and every test, on SQLite
# and on a PostgreSQL that is started for the occasion and stopped again.
# Arguments go to the test runner: ./test.sh customer_is_found
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
source tests/postgres.sh
source tests/python.sh
started=$SECONDS

say() { printf '\n== %s\n' "$*"; }

finish() {
    local status=$?
    trap - EXIT
    stop_postgres
    printf '\n== %s after %d s\n' "$([[ $status -eq 0 ]] && echo passed || echo FAILED)" \
        $((SECONDS - started))
    exit "$status"
}
trap finish EXIT
# A signal ends the script by way of the EXIT trap.
trap 'exit 130' INT
trap 'exit 143' TERM

say "formatting"
cargo fmt --all --check

say "lints"
cargo clippy --workspace --all-targets -- -D warnings

say "PostgreSQL"
start_postgres -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
    -c max_connections=300
"$server/postgres" --version

say "Python"
prepare_python && "$LAUREL_TEST_PYTHON" --version || echo "skipped: tests that call a real mail server"

say "tests"
# The tests of the wire start this very binary. They share its processes, so they run as threads of
# one program. No crate has documentation tests: examples are tests with names.
cargo build --quiet -p bin-server
cargo test --workspace --lib --bins --tests -- "$@"

# A name narrows the tests: then nobody asks for the rest.
if [[ $# -eq 0 && -n ${LAUREL_TEST_PYTHON:-} ]]; then
    say "fuzzing"
    for engine in sqlite postgres; do
        LAUREL_BIN=${CARGO_TARGET_DIR:-target}/debug/laurel SEED=7 \
            tests/fuzz.sh "$engine" 1 >"$place/fuzz.log" 2>&1 || { cat "$place/fuzz.log"; exit 1; }
        grep -E '^== |No issues found|Test cases' "$place/fuzz.log" || true
    done
fi
