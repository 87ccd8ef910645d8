#!/usr/bin/env bash
# Tries pictures in an S3 bucket, on a server of S3's protocol (moto, from PyPI) that is started for
# the occasion: the adapter, the program's start, and a whole server that was built with the feature.
# It is not a part of ./test.sh, because the feature has most dependencies compiled once more.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source tests/postgres.sh
source tests/python.sh

folder=$(mktemp -d "${TMPDIR:-/tmp}/laurel-s3.XXXXXX")
pid=

say() { printf '\n== %s\n' "$*"; }

finish() {
    local status=$?
    trap - EXIT
    [[ -z $pid ]] || { kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; }
    stop_postgres
    rm -rf "$folder"
    exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

say "a server of S3's protocol"
prepare_python
python=$LAUREL_TEST_PYTHON
"$python" -m pip install --quiet --disable-pip-version-check 'moto[s3]==5.2.5' flask==3.1.3 flask-cors==6.0.5
port=$(random_port)
export LAUREL_TEST_S3=http://127.0.0.1:$port
"$python" -m moto.server -H 127.0.0.1 -p "$port" >"$folder/log" 2>&1 &
pid=$!
made=
for _ in $(seq 300); do
    kill -0 "$pid" 2>/dev/null || break
    made=$(curl -fs -o /dev/null -X PUT "$LAUREL_TEST_S3/laurel" && echo yes || true)
    [[ -z $made ]] || break
    sleep 0.1
done
[[ -n $made ]] || { cat "$folder/log"; exit 1; }

say "lints"
cargo clippy -p infra-io -p bin-server --features bin-server/s3 --all-targets -- -D warnings

say "the adapter and the program's start"
cargo test -p infra-io -p bin-server --features bin-server/s3 --lib --bins -- bucket

say "a whole server"
[[ -n ${LAUREL_TEST_POSTGRES:-} ]] || start_postgres -c fsync=off -c max_connections=300
cargo build -p bin-server --features s3
# A copy: the tests' own build would take its place.
cp "${CARGO_TARGET_DIR:-target}/debug/laurel" "$folder/laurel"
LAUREL_BIN=$folder/laurel cargo test -p laurel-tests --test it -- bucket
