#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
# make_ca.sh DIR: certificate authorities for tests, and server certificates for localhost: good, expired, not yet valid,
# for another host, by an authority that nobody trusts and by one that comes next, one of its own, and one with a weak key.
# All but those are valid from 2020 to 2099. Throw-away keys; takes a second.
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
    openssl req -new -key "$1.key" -subj "/CN=Buurtstem test $1" -out "$1.csr"
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
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
CONF
    : > "$1.index"
    openssl ca -batch -notext -selfsign -config "$1.conf" -keyfile "$1.key" -startdate 20200101000000Z -enddate 20991231235959Z \
        -in "$1.csr" -out "$1.pem" 2>/dev/null
    rm -f "$1.csr" "$1.conf" "$1.index" "$1.index.old" "$1.index.attr" "$1.index.attr.old" ./[0-9A-F]*.pem
}

# server NAME AUTHORITY START END ALTERNATIVE-NAMES; a key that is there is used
server() {
    [ -e "$1.key" ] || key "$1.key"
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
authority next
server moved next 20200101000000Z 20991231235959Z "$here"
openssl genrsa -out weak.key 1024 2>/dev/null
server weak ca 20200101000000Z 20991231235959Z "$here"
key self-signed.key
openssl req -x509 -new -key self-signed.key -days 30 -subj /CN=localhost -addext "subjectAltName=$here" -out self-signed.pem
server unknown stranger 20200101000000Z 20991231235959Z "$here"
