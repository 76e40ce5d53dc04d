#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
# Collects the interface's sentences from the screens into assets/languages/kiosk.pot and merges them into each language. Those of
# the connector's desk, which is in Dutch alone, go into desk.pot: there they are looked at, and nobody translates them.
set -eu
cd "$(dirname "$0")/../.."

# The sources come as names on standard input.
extract() {
  xgettext --language=C --from-code=UTF-8 --keyword=N_ --keyword=tr:2 --keyword=tr_plural:2,3 --no-wrap --sort-by-file \
    --add-location=file --package-name=Buurtstem --copyright-holder="The Buurtstem authors" -o "$1" --files-from=-
  sed -i -e "1s/.*/# SPDX-""FileCopyrightText: 2026 The Buurtstem authors/" -e "2s/.*/# SPDX-""License-Identifier: EUPL-1.2/" \
    -e '3,4d' -e '/^"POT-Creation-Date/d' "$1"
}

find kiosk/screens -name '*.c' ! -name 'desk_*' | LC_ALL=C sort | extract assets/languages/kiosk.pot
find kiosk/screens -name 'desk_*.c' | LC_ALL=C sort | extract assets/languages/desk.pot
for po in assets/languages/*/kiosk.po; do
  [ -e "$po" ] || continue
  msgmerge --quiet --no-wrap --no-fuzzy-matching --update --backup=none "$po" assets/languages/kiosk.pot
done
