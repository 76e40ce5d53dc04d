#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
# make_ca.sh DIR: a certificate authority for tests, and server certificates for localhost: good, expired, not yet valid,
# for another host, and by an authority that nobody trusts. Throw-away keys; takes a second.
set -eu
dir=${1:?usage: make_ca.sh DIR}
mkdir -p "$dir"
cd "$dir"

key() {
    openssl ecparam -name prime256v1 -genkey -noout -out "$1"
    chmod 600 "$1"
}

# authority NAME
authority() {
    key "$1.key"
    openssl req -x509 -new -key "$1.key" -days 3650 -subj "/CN=Buurtstem test $1" \
        -addext 'basicConstraints=critical,CA:TRUE' -addext 'keyUsage=critical,keyCertSign,cRLSign' -out "$1.pem"
}

# server NAME AUTHORITY START END ALTERNATIVE-NAMES
server() {
    key "$1.key"
    openssl req -new -key "$1.key" -subj "/CN=$1" -out "$1.csr"
    cat > "$1.conf" <<CONF
[ca]
default_ca = a
[a]
new_certs_dir = .
database = $1.index
rand_serial = yes
default_md = sha256
policy = p
x509_extensions = e
[p]
commonName = supplied
[e]
basicConstraints = CA:FALSE
extendedKeyUsage = serverAuth
subjectAltName = $5
CONF
    : > "$1.index"
    openssl ca -batch -notext -config "$1.conf" -cert "$2.pem" -keyfile "$2.key" -startdate "$3" -enddate "$4" \
        -in "$1.csr" -out "$1.pem" 2>/dev/null
    rm -f "$1.csr" "$1.conf" "$1.index" "$1.index.old" "$1.index.attr" "$1.index.attr.old" ./[0-9A-F]*.pem
}

here=DNS:localhost,IP:127.0.0.1,IP:::1
authority ca
authority stranger
server good ca 20200101000000Z 20991231235959Z "$here"
server expired ca 20200101000000Z 20200201000000Z "$here"
server not-yet ca 20980101000000Z 20991231235959Z "$here"
server other-host ca 20200101000000Z 20991231235959Z DNS:elders.example
server unknown stranger 20200101000000Z 20991231235959Z "$here"
