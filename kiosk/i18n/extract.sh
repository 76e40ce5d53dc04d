#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
# Collects the interface's sentences from the screens into assets/languages/kiosk.pot and merges them into each language.
set -eu
cd "$(dirname "$0")/../.."
xgettext --language=C --from-code=UTF-8 --keyword=N_ --keyword=tr:2 --keyword=tr_plural:2,3 --no-wrap --sort-by-file --add-location=file \
  --package-name=Buurtstem --copyright-holder="The Buurtstem authors" -o assets/languages/kiosk.pot kiosk/screens/*.c
sed -i -e "1s/.*/# SPDX-""FileCopyrightText: 2026 The Buurtstem authors/" -e "2s/.*/# SPDX-""License-Identifier: EUPL-1.2/" \
  -e '3,4d' -e '/^"POT-Creation-Date/d' assets/languages/kiosk.pot
for po in assets/languages/*/kiosk.po; do
  [ -e "$po" ] || continue
  msgmerge --quiet --no-wrap --no-fuzzy-matching --update --backup=none "$po" assets/languages/kiosk.pot
done
