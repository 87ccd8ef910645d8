# Prepares a Python with the programs that tests call, in target/python. To be sourced.
# Python itself is installed with apt-get where there is none.

# From PyPI: an SMTP server, certificates for it, and a fuzzer of contracts.
python_packages=(aiosmtpd==1.4.6 trustme==1.2.1 schemathesis==4.32.5)

install_python() {
    local sudo=()
    [[ $(id -u) -eq 0 ]] || sudo=(sudo)
    printf '\n== installing Python\n'
    "${sudo[@]}" apt-get update -qq
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv
}

# Sets LAUREL_TEST_PYTHON. Tests that need it print that they are skipped when this fails.
prepare_python() {
    local place=$PWD/target/python
    local wanted="${python_packages[*]}"
    if [[ ! -x $place/bin/pip || $(cat "$place/packages" 2>/dev/null) != "$wanted" ]]; then
        python3 -c 'import ensurepip, venv' 2>/dev/null || install_python || return 1
        python3 -m venv "$place" || return 1
        "$place/bin/pip" install --quiet --disable-pip-version-check "${python_packages[@]}" ||
            return 1
        printf '%s' "$wanted" >"$place/packages"
    fi
    export LAUREL_TEST_PYTHON="$place/bin/python"
}
