#!/usr/bin/env bash
# Makes the certificates of the stub server anew, valid from 2020 for a hundred years but for the expired one. The keys
# are for tests on this machine and open nothing.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
: >"$work/index.txt"
echo 01 >"$work/serial"
cat >"$work/ca.conf" <<CONF
[ca]
default_ca = x
[x]
database = $work/index.txt
serial = $work/serial
new_certs_dir = $work
policy = any
unique_subject = no
default_md = sha256
[any]
commonName = supplied
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
[local]
subjectAltName = DNS:localhost,IP:127.0.0.1
[elsewhere]
subjectAltName = DNS:somewhere-else.example
CONF

# issue FOLDER/NAME COMMON_NAME EXTENSIONS END [openssl ca arguments…]
issue() {
    local name=$1 subject=$2 extensions=$3 end=$4
    shift 4
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=$subject" -keyout "$name.key" \
        -out "$work/request.pem"
    [ $# -gt 0 ] || set -- -selfsign -keyfile "$name.key"
    openssl ca -batch -notext -config "$work/ca.conf" -extensions "$extensions" -startdate 20200101000000Z \
        -enddate "$end" -in "$work/request.pem" -out "$name.pem" "$@"
}

century=21191231235959Z
issue "$work/authority" "Diptych test authority" authority $century
issue "$work/stranger" "An authority that nobody trusts" authority $century
trusted=(-cert "$work/authority.pem" -keyfile "$work/authority.key")
issue good localhost local $century "${trusted[@]}"
issue wrong_name somewhere-else.example elsewhere $century "${trusted[@]}"
issue expired localhost local 20200102000000Z "${trusted[@]}"
issue untrusted localhost local $century -cert "$work/stranger.pem" -keyfile "$work/stranger.key"
cp "$work/authority.pem" .
