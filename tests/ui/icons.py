#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""The icons are one family, and the pictures another: the rules of assets/README.md, and every one that a programme names is
there.

Usage: icons.py [BUILD] SOURCE
"""

import ctypes
import glob
import json
import os
import re
import sys

ROOT = {"width": "24", "height": "24", "viewBox": "0 0 24 24", "fill": "none", "stroke": "#000000", "stroke-width": "2.4",
        "stroke-linecap": "round", "stroke-linejoin": "round"}
PICTURE = {"width": "480", "height": "320", "viewBox": "0 0 480 320"}
SHAPES = {"path", "circle", "line", "rect", "polyline", "ellipse", "g"}
GRID, AIR, ZOOM = 24, 4, 10  # the drawing is looked at with so much air around it, so many pixels a unit
EDGE = 0.5  # what stays free at each side


class Surface(ctypes.Structure):
    """The head of SDL_Surface."""
    _fields_ = [("flags", ctypes.c_uint32), ("format", ctypes.c_void_p), ("w", ctypes.c_int), ("h", ctypes.c_int),
                ("pitch", ctypes.c_int), ("pixels", ctypes.c_void_p)]


def inked(svg):
    """The box of what is drawn, in units of the grid, by the reader that the kiosk uses; None if nothing is."""
    sdl, image = ctypes.CDLL("libSDL2-2.0.so.0"), ctypes.CDLL("libSDL2_image-2.0.so.0")
    sdl.SDL_RWFromConstMem.restype = ctypes.c_void_p
    image.IMG_LoadSizedSVG_RW.restype = ctypes.POINTER(Surface)
    image.IMG_LoadSizedSVG_RW.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_int]
    sdl.SDL_FreeSurface.argtypes = [ctypes.POINTER(Surface)]
    wide = GRID + 2 * AIR
    text = svg.replace('viewBox="0 0 24 24"', f'viewBox="{-AIR} {-AIR} {wide} {wide}"')
    text = text.replace('width="24" height="24"', f'width="{wide}" height="{wide}"', 1).encode()
    surface = image.IMG_LoadSizedSVG_RW(sdl.SDL_RWFromConstMem(text, len(text)), wide * ZOOM, wide * ZOOM)
    if not surface:
        return None
    head = surface.contents
    alpha = ctypes.string_at(head.pixels, head.pitch * head.h)[3::4]
    rows = [alpha[y * head.pitch // 4:y * head.pitch // 4 + head.w] for y in range(head.h)]
    sdl.SDL_FreeSurface(surface)
    ys = [y for y, row in enumerate(rows) if max(row) > 127]
    xs = [x for x in range(wide * ZOOM) if any(rows[y][x] > 127 for y in ys)]
    return tuple(value / ZOOM - AIR for value in (xs[0], ys[0], xs[-1] + 1, ys[-1] + 1)) if ys else None


def complaints(svg):
    """(line, what is wrong) of one drawing."""
    for number, line in enumerate(svg.splitlines(), 1):
        for name, rest in re.findall(r"<([A-Za-z][\w:]*)([^>]*)", line):
            has = dict(re.findall(r'([\w-]+)="([^"]*)"', rest))
            if name == "svg":
                yield from ((number, f'{key} has to be "{value}"') for key, value in ROOT.items() if has.get(key) != value)
                continue
            if name not in SHAPES:
                yield number, f"<{name}> is not drawn by the kiosk; take {', '.join(sorted(SHAPES))}"
            for key in ("style", "class", "opacity"):
                if key in has:
                    yield number, f"{key} is not for icons"
            if not re.fullmatch(r"1\.[2-9]|2(\.[0-4])?", has.get("stroke-width", "2.4")):
                yield number, "a stroke is 2.4 wide, in a detail 1.2 at least"
            for key in ("fill", "stroke"):
                if has.get(key, "none") not in ("none", "#000000"):
                    yield number, f'{key} is none or "#000000", the one colour that the kiosk replaces'
    box = inked(svg)
    if box is None:
        yield 1, "nothing is drawn"
    elif min(box[:2]) < EDGE - 0.1 or max(box[2:]) > GRID - EDGE + 0.1:
        yield 1, "goes beyond 0.5 … 23.5: it reaches from {:.1f} {:.1f} to {:.1f} {:.1f}".format(*box)


def picture_complaints(svg):
    """(line, what is wrong) of one picture in its own colours."""
    for number, line in enumerate(svg.splitlines(), 1):
        for name, rest in re.findall(r"<([A-Za-z][\w:]*)([^>]*)", line):
            has = dict(re.findall(r'([\w-]+)="([^"]*)"', rest))
            if name == "svg":
                yield from ((number, f'{key} has to be "{value}"') for key, value in PICTURE.items() if has.get(key) != value)
                continue
            if name not in SHAPES:
                yield number, f"<{name}> is not drawn by the kiosk; take {', '.join(sorted(SHAPES))}"
            for key in ("style", "class"):
                if key in has:
                    yield number, f"{key} is not read by the kiosk"
            for key in ("fill", "stroke"):
                if not re.fullmatch(r"none|#[0-9A-Fa-f]{6}", has.get(key, "none")):
                    yield number, f'{key} is none or a colour such as "#CFE6B4"'


def named(document, name):
    """Every icon or picture that a programme or publish file names."""
    if isinstance(document, dict):
        for key, value in document.items():
            yield from [value] if key == name and isinstance(value, str) else named(value, name)
    elif isinstance(document, list):
        for value in document:
            yield from named(value, name)


def look(source, what, rules):
    """Says what is wrong with the drawings of a folder, or missing in it; how many there are, and whether all is well."""
    folder, good = os.path.join(source, "assets", what + "s"), True
    paths = sorted(glob.glob(f"{folder}/*.svg"))
    for path in paths:
        with open(path, encoding="utf-8") as file:
            for line, wrong in rules(file.read()):
                print(f"{path}:{line}: {wrong}")
                good = False
    have = {os.path.basename(path)[:-len(".svg")] for path in paths}
    for folder_of in (("assets", "programmes"), ("tests", "data", "programmes")):
        for path in sorted(glob.glob(os.path.join(source, *folder_of, "*.json"))):
            with open(path, encoding="utf-8") as file:
                for name in sorted(set(named(json.load(file), what)) - have):
                    print(f"{path}: names the {what} {name}, which is not in {folder}")
                    good = False
    return len(paths), good


def main(source):
    icons, good_icons = look(source, "icon", complaints)
    pictures, good_pictures = look(source, "picture", picture_complaints)
    good = good_icons and good_pictures
    print(f"{icons} icons, {pictures} pictures: {'each one family' if good else 'NOT one family'}")
    return good and icons > 0 and pictures > 0


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    sys.exit(0 if main(sys.argv[-1]) else 1)
