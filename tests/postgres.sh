# Starts a PostgreSQL of one's own on a private port, and stops it again. To be sourced.
# It is installed with apt-get where there is none.
root=$(id -u)
place=
server=

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

# For an EXIT trap: stops what was started and removes its files.
stop_postgres() {
    if [[ -n $server ]]; then
        unprivileged "$server/pg_ctl" -D "$place/data" -m immediate -w stop >/dev/null 2>&1 || true
    fi
    if [[ -n $place ]]; then
        rm -rf "$place"
    fi
}

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
    printf '\n== installing PostgreSQL\n'
    "${sudo[@]}" apt-get update -qq
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql
}

# A port that nobody listens on. Somebody may still take it first: then another one is tried.
random_port() { echo $((RANDOM % 20000 + 20000)); }

# Arguments are options of the server. Sets LAUREL_TEST_POSTGRES to its address.
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
            -o "-p $port -k $place -h 127.0.0.1 $*" 2>/dev/null; then
            popd >/dev/null
            export LAUREL_TEST_POSTGRES="postgres://laurel@127.0.0.1:$port/postgres"
            return
        fi
        [[ $try -lt 5 ]] || cat log
    done
    return 1
}
