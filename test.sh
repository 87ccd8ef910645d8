#!/usr/bin/env bash
# Everything that must hold before a change goes in: formatting, lints and every test, on SQLite
# and on a PostgreSQL that is started for the occasion and stopped again.
# Arguments go to the test runner: ./test.sh customer_is_found
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
started=$SECONDS
root=$(id -u)
place=
server=

say() { printf '\n== %s\n' "$*"; }

# Runs a command as somebody PostgreSQL agrees to run for: anyone but root.
unprivileged() {
    if [[ $root -ne 0 ]]; then
        "$@"
    elif command -v setpriv >/dev/null; then
        setpriv --reuid "$account" --regid "$(id -g "$account")" --clear-groups -- "$@"
    else
        runuser -u "$account" -- "$@"
    fi
}

stop_postgres() {
    local status=$?
    trap - EXIT
    if [[ -n $server ]]; then
        unprivileged "$server/pg_ctl" -D "$place/data" -m immediate -w stop >/dev/null 2>&1 || true
    fi
    if [[ -n $place ]]; then
        rm -rf "$place"
    fi
    printf '\n== %s after %d s\n' "$([[ $status -eq 0 ]] && echo passed || echo FAILED)" \
        $((SECONDS - started))
    exit "$status"
}
trap stop_postgres EXIT
# A signal ends the script by way of the EXIT trap.
trap 'exit 130' INT
trap 'exit 143' TERM

# Prints the folder of PostgreSQL's programs; the newest where there are several.
find_postgres() {
    local folder
    if command -v initdb >/dev/null && command -v pg_ctl >/dev/null; then
        dirname "$(command -v pg_ctl)"
        return
    fi
    folder=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
    [[ -x $folder/initdb ]] && echo "$folder"
}

install_postgres() {
    local sudo=()
    [[ $root -eq 0 ]] || sudo=(sudo)
    say "installing PostgreSQL"
    "${sudo[@]}" apt-get update -qq
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql
}

# A port that nobody listens on. Somebody may still take it first: then another one is tried.
random_port() { echo $((RANDOM % 20000 + 20000)); }

start_postgres() {
    local port try
    server=$(find_postgres) || { install_postgres; server=$(find_postgres); }
    account=$(id -un)
    if [[ $root -eq 0 ]]; then
        account=$(id -un postgres 2>/dev/null || echo nobody)
    fi
    place=$(mktemp -d "${TMPDIR:-/tmp}/laurel-postgres.XXXXXX")
    chmod 755 "$place"
    mkdir "$place/data"
    if [[ $root -eq 0 ]]; then chown -R "$account" "$place"; fi
    # PostgreSQL wants to enter the folder it is started from.
    pushd "$place" >/dev/null
    unprivileged "$server/initdb" -D data -U laurel -A trust -E UTF8 --locale=C.UTF-8 --no-sync \
        >"$place/initdb.log" || { cat "$place/initdb.log"; return 1; }
    for try in 1 2 3 4 5; do
        port=$(random_port)
        if unprivileged "$server/pg_ctl" -D data -w -s -l log start \
            -o "-p $port -k $place -h 127.0.0.1 -c fsync=off -c synchronous_commit=off \
                -c full_page_writes=off -c max_connections=300" 2>/dev/null; then
            popd >/dev/null
            export LAUREL_TEST_POSTGRES="postgres://laurel@127.0.0.1:$port/postgres"
            return
        fi
        [[ $try -lt 5 ]] || cat log
    done
    return 1
}

say "formatting"
cargo fmt --check

say "lints"
cargo clippy --workspace --all-targets -- -D warnings

say "PostgreSQL"
start_postgres
"$server/postgres" --version

say "tests"
# No crate has documentation tests: examples are tests with names.
if cargo nextest --version >/dev/null 2>&1; then
    cargo nextest run --workspace "$@"
else
    cargo test --workspace --lib --bins --tests -- "$@"
fi
