#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
# Makes the pictures of README.md, in tests/ui/pictures: runs the demo in a folder of its own, lets a scripted resident tap,
# fills central with made-up visits and looks at the results in a browser. About a minute after the first build.
set -eu
cd "$(dirname "$0")/.."
out=tests/ui/pictures
port=${BUURTSTEM_DEMO_PORT:-18443}
bin=build/release
data=$(mktemp -d)
server=
finish() {
  trap - EXIT INT TERM
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$data"
}
trap finish EXIT
trap 'finish; exit 130' INT TERM

central() { "$bin/syncd/central/buurtstem-central" --config "$data/central.conf" "$@"; }
ask() { # OPTION…: as a browser of staff would
  curl --silent --show-error --fail --cacert "$data/tls/ca.pem" --cookie "$data/cookie" --cookie-jar "$data/cookie" "$@"
}

echo "The demo, with a scripted resident"
printf '%s\n' chromium curl imagemagick | sh kiosk/install-packages.sh -
BUURTSTEM_DEMO_DIR=$data BUURTSTEM_DEMO_PORT=$port ./kiosk/demo --headless >"$data/demo.log" 2>&1 || {
  cat "$data/demo.log"
  exit 1
}

echo "The kiosk's screens"
cat >"$data/resident" <<END
screenshot $data/1-attract.png
tap lang.en
tap answer.good
expect screen question
tap choice.veilig
tap choice.buren
screenshot $data/2-list.png
tap tool.stop
expect screen attract
tap answer.good
tap choice.veilig
tap choice.buren
tap choice.werk-geld
tap tool.next
expect screen thanks
screenshot $data/3-thanks.png
tap tool.done
expect screen attract
tap lang.ar
tap answer.good
expect screen question
tap choice.veilig
screenshot $data/5-arabic.png
tap tool.stop
expect screen attract
tap tool.larger
tap tool.contrast
tap answer.good
expect screen question
tap choice.werk-geld
tap choice.buren
screenshot $data/6-large-contrast.png
END
"$bin/kiosk/buurtstem-kiosk" --config "$data/kiosk.conf" --headless --size 1920x1080 \
  --clock "virtual=$(date -u +%Y-%m-%dT13:00:00Z)" --script "$data/resident"

echo "The results page"
central demo-data 900 --tenant GM1916
"$bin/syncd/central/buurtstem-central" --config "$data/central.conf" serve >"$data/central.log" 2>&1 &
server=$!
tries=50
until ask --output /dev/null "https://localhost:$port/aanmelden" 2>/dev/null || [ "$tries" -eq 0 ]; do
  tries=$((tries - 1))
  sleep 0.2
done
tr -d '\n' <"$data/password" >"$data/password-line"
ask --output /dev/null --data-urlencode naam=demo --data-urlencode "wachtwoord@$data/password-line" \
  "https://localhost:$port/aanmelden"
ask --output "$data/style.css" "https://localhost:$port/static/style.css"
ask "https://localhost:$port/programmas/versterking-leidschendam-noord" | sed 's|/static/||g' >"$data/results.html"
sandbox=
[ "$(id -u)" -ne 0 ] || sandbox=--no-sandbox
# No word at all for everybody but root.
# shellcheck disable=SC2086
chromium --headless $sandbox --disable-gpu --hide-scrollbars --window-size=1440,810 --user-data-dir="$data/browser" \
  --screenshot="$data/4-results.png" "file://$data/results.html" >"$data/browser.log" 2>&1

mkdir -p "$out"
for picture in 1-attract 2-list 3-thanks 4-results 5-arabic 6-large-contrast; do
  convert "$data/$picture.png" -resize 960x +dither -colors 128 -strip -define png:compression-level=9 "$out/$picture.png"
done
ls -l "$out"
