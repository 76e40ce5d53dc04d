#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
#
# A kiosk written from syncd/wire/PROTOCOL.md alone, to see whether that file is enough. A worked example and a test, not a kiosk
# for use: that one also asks for the bundle (this one takes it that it is in use), waits, tries again, and trusts no disk.
#
#   shell_kiosk.sh FOLDER SERVER PROGRAMME VERSION PLACE ANSWERS <one-time-code
#
# ANSWERS is the list as it stands in a body. FOLDER is what the kiosk keeps: what is there already is not made anew, so that a
# second run sends the same bytes again. Prints `complete_to` of the receipt.
set -eu -o pipefail && umask 077 && mkdir -p "$1" && cd "$1"
sha() { sha256sum | cut -c 1-64; }
member() { sed -nE "s/.*\"$2\" *: *\"?([a-z0-9-]+).*/\1/p" "$1"; }
# post ANSWER ITS-TYPE BODY ITS-TYPE ADDRESS: 201 and that type over TLS (§3, 1 and 2). No redirect; cut off is no answer.
post() {
  got=$(curl -sS --proto =https -o "$1" -w '%{http_code} %{content_type}' -H "Content-Type: $4" --data-binary "@$3" "${@:5}") || got+=' cut off'
  [ "$got" = "201 $2" ] || { printf '%s: %s\n' "$3" "$got" >&2 && cat "$1" >&2 && exit 1; }; }
# §4: a new kiosk's epoch and token. They are on the disk before anything is sent, so that a lost answer can be asked for again.
[ -s token ] || { openssl rand -hex 8 >epoch && openssl rand 32 | basenc --base64url | tr -d '=\n' >token; }
[ -s code ] || tr -d ' \n-' | tr '[:lower:]' '[:upper:]' | tr OIL 011 >code
printf '{"code":"%s","token_hash":"%s"}' "$(cat code)" "$(sha <token)" >request
[ -s enrolled ] || { post answer application/json request application/json "$2/v1/enrolments" && mv answer enrolled; }
# §1: three records, made once; the UUIDs are of version 7.
about='"v":1,"programme":"'$3'","version":'$4',"place":"'$5'","channel":"kiosk","lang":"nl","trial":false,"partial":false,"seconds":20'
[ -s log ] || for seq in 1 2 3; do
  body='{"salt":"'$(openssl rand -hex 16)'",'$about',"answers":'$6'}' ms=$(date +%s%3N) up=$(cut -d ' ' -f 1 /proc/uptime | tr -d .)0
  id=$(printf '%012x%s' "$ms" "$(openssl rand -hex 10)" | sed -E 's/(.{8})(.{4}).(.{3}).(.{3})(.{12})/\1-\2-7\3-8\4-\5/')
  printf '%s\t' "$seq" "$id" submission "$ms" "$up" "$(cat /proc/sys/kernel/random/boot_id)" 0 "$(printf %s "$body" | sha)" && echo "$body"; done >log
# §1 and §2: the chain over their heads, and the batch.
kiosk=$(member enrolled kiosk) epoch=$(cat epoch) && chain=("$(printf 'buurtstem1 %s %s' "$kiosk" "$epoch" | sha)")
while IFS= read -r line; do chain+=("$(printf '%s\n%s' "${chain[-1]}" "${line%$'\t'*}" | sha)"); done <log
ends='"prev_hash":"'${chain[0]}'","last_hash":"'${chain[3]}'"'
printf '{"v":1,"kiosk":"%s","epoch":"%s","first_seq":1,"count":3,%s}\n' "$kiosk" "$epoch" "$ends" | cat - log >sent
printf '%s\n' "Authorization: Bearer $(cat token)" "Content-Digest: sha-256=:$(openssl dgst -sha256 -binary sent | base64):" >headers
post receipt application/vnd.buurtstem.receipt+json sent application/vnd.buurtstem.batch "$2/v1/kiosks/$kiosk/batches" -H @headers
# §3, 3 to 6: when every member was taken away once, nothing is left. The order within `set_aside` is not looked at.
to=$(member receipt complete_to) && [[ $to =~ ^[0-3]$ && $(wc -c <receipt) -le 4096 ]]
tr -d ' \t\r\n' <receipt | sed -E "s/^\{/,/;s/,\"kiosk\":\"$kiosk\"//;s/,\"epoch\":\"$epoch\"//;s/,\"batch_hash\":\"$(sha <sent)\"//
  s/,\"complete_to\":$to//;s/,\"hash_at_complete_to\":\"${chain[to]}\"//;s/,\"backup_complete_to\":[0-$to]//
  s/,\"set_aside\":\[(|([0-$to],){0,2}[0-$to])\]//;s/,\"server_time\":(0|[1-9][0-9]{0,15})//" | grep -qx '}' && echo "$to"
