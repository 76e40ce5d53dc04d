#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""Writes the seeds that are no text: corpus/WHAT/NAME.hex, hexadecimal digits in lines, becomes OUT/WHAT/NAME.

Usage: seeds.py CORPUS OUT
"""

import pathlib
import sys


def main():
    corpus, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    for source in sorted(corpus.glob("*/*.hex")):
        target = out / source.parent.name / source.stem
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(bytes.fromhex(source.read_text(encoding="ascii")))


if __name__ == "__main__":
    main()
