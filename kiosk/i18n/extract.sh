#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
# Collects the interface's sentences from the screens into assets/messages/kiosk.pot and merges them into each language.
set -eu
cd "$(dirname "$0")/../.."
xgettext --language=C --from-code=UTF-8 --keyword=N_ --keyword=tr:2 --keyword=tr_plural:2,3 --no-wrap --sort-by-file --add-location=file \
  --package-name=Buurtstem --copyright-holder="The Buurtstem authors" -o assets/messages/kiosk.pot kiosk/screens/*.c
sed -i -e "1s/.*/# SPDX-""FileCopyrightText: 2026 The Buurtstem authors/" -e "2s/.*/# SPDX-""License-Identifier: EUPL-1.2/" \
  -e '3,4d' -e '/^"POT-Creation-Date/d' assets/messages/kiosk.pot
for po in assets/messages/kiosk-*.po; do
  [ -e "$po" ] || continue
  msgmerge --quiet --no-wrap --update --backup=none "$po" assets/messages/kiosk.pot
done
