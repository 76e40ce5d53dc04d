#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""Sheets of every screen as it looks in each language, way of seeing and size of display, to be looked at one by one.

Usage: contact_sheets.py BUILD FOLDER [WORD …]   one sheet a language, way and display, into FOLDER

Only what holds every WORD: "nl", "large", "24-portrait", "thanks". All of it takes a quarter of an hour.
"""

import collections
import concurrent.futures
import glob
import os
import subprocess
import sys
import tempfile

import references
from matrix_bundle import LANGUAGES

PSEUDO = "+40"  # sentences that much longer
ACROSS = {"24-portrait": 12, "24-high": 12}
OTHERWISE_ACROSS = 7
PIXELS_WIDE = 3400


def sheets_of(folder):
    """Pictures by what their sheet is called; the last three parts of a name are display, way and language."""
    out = collections.defaultdict(list)
    for path in sorted(glob.glob(f"{folder}/*.png"), key=os.path.getmtime):
        look, display, mode, lang = split(os.path.basename(path)[:-len(".png")])
        out[f"{lang}-{mode}-{display}"].append((look, display, path))
    return out


def split(name):
    rest, mode, lang = name.rsplit(".", 2)
    look, display = rest.split(".", 1)
    return look, display, mode, lang


def lay(out, name, pictures):
    across = ACROSS.get(pictures[0][1], OTHERWISE_ACROSS)
    wide = PIXELS_WIDE // across
    labelled = [word for look, _, path in pictures for word in ("-label", look, f"{path}[{wide}x]")]
    subprocess.run(["montage", "-font", references.FONT, *labelled, "-tile", f"{across}x", "-geometry", "+8+8",
                    os.path.join(out, name + ".png")], check=True)


def draw(build, out, words, lang):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([f"{build}/tests/unit/screens/draw_screens", folder, lang, *words], check=True)
        sheets = sheets_of(folder)
        for name, pictures in sheets.items():
            lay(out, name, pictures)
    return sorted(sheets)


def main(build, out, *words):
    os.makedirs(out, exist_ok=True)
    languages = [lang for lang in (*LANGUAGES, PSEUDO) if lang in words] or [*LANGUAGES, PSEUDO]
    words = [word for word in words if word not in languages]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        names = [name for made in pool.map(lambda lang: draw(build, out, words, lang), languages) for name in made]
    print(f"{len(names)} sheets in {out}: {', '.join(names)}")
    return bool(names)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(0 if main(*sys.argv[1:]) else 1)
