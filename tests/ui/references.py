# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""Small copies of the pictures that were looked at, so that a change can be shown beside what it was.

One PNG a picture, 480 wide and in a few colours; each carries the hash of the picture that it was made of, so that a copy of
another picture is found. Whether a picture changed is told by its hash in full size, never by these.
"""

import os
import shutil
import struct
import subprocess
import zlib

FOLDER = "tests/ui/references"
ALL_MOST = 4 << 20   # bytes in the repository
WIDE = 480
COLOURS = 32
HASH = b"picture"    # the key of the PNG text that holds the hash
SHRINK = ["-filter", "Box", "-resize", f"{WIDE}x", "-dither", "None"]
# A pixel that differs by more is marked; if none does, by the next.
NOISE = ("22%", "10%", "4%")
FONT = "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf"
HEAD = b"\x89PNG\r\n\x1a\n"
FIRST_CHUNKS = len(HEAD) + 25  # with IHDR


def file_of(folder, name):
    return os.path.join(folder, name + ".png")


def names_in(folder):
    return {name[:-len(".png")] for name in os.listdir(folder) if name.endswith(".png")} if os.path.isdir(folder) else set()


# ---- which picture it is a copy of ----

def stamp(path, value):
    """Writes the hash of the whole picture into the small one."""
    with open(path, "rb") as file:
        png = file.read()
    text = b"tEXt" + HASH + b"\0" + value.encode()
    chunk = struct.pack(">I", len(text) - 4) + text + struct.pack(">I", zlib.crc32(text))
    with open(path, "wb") as file:
        file.write(png[:FIRST_CHUNKS] + chunk + png[FIRST_CHUNKS:])


def stamp_of(path):
    """The hash in it; None if there is none."""
    with open(path, "rb") as file:
        png = file.read()
    at = len(HEAD)
    while png.startswith(HEAD) and at + 8 <= len(png):
        size, kind = struct.unpack(">I4s", png[at:at + 8])
        key, _, value = png[at + 8:at + 8 + size].partition(b"\0")
        if kind == b"tEXt" and key == HASH:
            return value.decode("ascii", "replace")
        at += size + 12
    return None


# ---- making and judging ----

def shrink(paths, folder, hashes):
    """Small copies of pictures in full size; `hashes` gives each name's."""
    paths = [path for path in paths if os.path.exists(path)]
    if not paths:
        return
    subprocess.run(["mogrify", "-path", folder, *SHRINK, "-colors", str(COLOURS), "-strip", "-define",
                    "png:exclude-chunks=date,time", "-define", "png:compression-level=9", "-define",
                    "png:compression-filter=0", *paths], check=True)
    for path in paths:
        name = os.path.basename(path)[:-len(".png")]
        stamp(file_of(folder, name), hashes[name])


def replace(folder, new):
    """Puts the new copies where the old ones were."""
    size = sum(os.path.getsize(file_of(new, name)) for name in names_in(new))
    if size > ALL_MOST:
        raise SystemExit(f"{size} bytes of references, at most {ALL_MOST}: let COLOURS or WIDE be smaller")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(new, folder)
    return size


def complaints(folder, golden):
    """What is wrong with the copies, given the hashes of the pictures that were looked at."""
    there = names_in(folder)
    for name in sorted(set(golden) - there):
        yield f"no picture of the reference {name} in {FOLDER}"
    for name in sorted(there - set(golden)):
        yield f"{FOLDER}/{name}.png is a reference of nothing"
    for name in sorted(there & set(golden)):
        if stamp_of(file_of(folder, name)) != golden[name]:
            yield f"{FOLDER}/{name}.png is of another picture than the hash"


# ---- showing ----

def count(words):
    """How many pixels of a picture in black and white are white."""
    done = subprocess.run(["convert", *words, "-format", "%[fx:round(mean*w*h)]", "info:"], check=True, capture_output=True,
                          text=True)
    return int(done.stdout)


def marked(reference, now, mask, out):
    """Writes `now` faded, with red where it differs; returns how many pixels do. Compared in the reference's few colours."""
    for noise in NOISE:
        apart = ["(", now, "-dither", "None", "-remap", reference, ")", reference, "-compose", "difference", "-composite",
                 "-colorspace", "gray", "-threshold", noise]
        differ = count(apart)
        if differ:
            break
    subprocess.run(["convert", *apart, "-morphology", "Dilate", "Disk:4", mask], check=True)
    subprocess.run(["convert", now, "-colorspace", "gray", "-fill", "white", "-colorize", "50%", "-colorspace", "sRGB", "(",
                    "+clone", "-fill", "#e00000", "-colorize", "60%", ")", mask, "-compose", "over", "-composite", out],
                   check=True)
    return differ


def difference(reference, picture, out):
    """One picture of three: the reference, what is drawn now, and where they differ. Either path may lead to nothing.
    Returns how many pixels of the small copies differ; None if there is nothing to compare."""
    there, drawn = os.path.exists(reference), os.path.exists(picture)
    now, mask, third = (f"{out}.{part}.png" for part in ("now", "mask", "third"))
    blank = ["-size", f"{WIDE}x{WIDE * 9 // 16}", "xc:#c8c8c8"]
    differ, word = None, "difference"
    try:
        subprocess.run(["convert", *([picture, *SHRINK] if drawn else blank), now], check=True)
        if there and drawn:
            differ = marked(reference, now, mask, third)
            word += "" if differ else ": too fine to be seen here"
        else:
            subprocess.run(["convert", *blank, third], check=True)
        subprocess.run(["montage", "-font", FONT, "-background", "white",
                        "-label", "reference" if there else "no reference", *([reference] if there else blank),
                        "-label", "now" if drawn else "not drawn any more", now, "-label", word, third,
                        "-tile", "3x1", "-geometry", "+8+8", out], check=True)
    finally:
        for path in (now, mask, third):
            if os.path.exists(path):
                os.remove(path)
    return differ
