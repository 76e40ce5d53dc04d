#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""Every screen's picture is the one that was looked at: its hash stands in golden.txt, a small copy in references/.

Usage: screens.py BUILD SOURCE                        compares; a missing, changed or superfluous reference fails, and
                                                      BUILD/ui shows it: reference, now, difference
       screens.py --window BUILD SOURCE               the same in a real window under Xvfb, one language and size
       screens.py --refresh BUILD SOURCE              writes golden.txt and references/ anew, after somebody has looked
       screens.py --contact-sheet FILE BUILD SOURCE   all pictures on one sheet
"""

import concurrent.futures
import glob
import os
import shutil
import subprocess
import sys
import tempfile

import references
import walk
from kiosk_stage import Stage, can_mount, display

GOLDEN = "tests/ui/golden.txt"
NEED_A_DISK = ("out-of-order", "not-saved", "not-changed")
# What draws the letters: another version of these may draw them differently.
DRAWN_BY = ("fonts-noto-core", "libfreetype6", "libharfbuzz0b", "libsdl2-2.0-0", "libsdl2-ttf-2.0-0",
            "libsdl2-image-2.0-0", "libfribidi0")
SHOWN_MOST = 40  # pictures of a difference
TOLD_MOST = 10  # references that are not there


def full(name, lang, size):
    return f"{name}-{lang}-{size}"


def read_golden(source):
    path = os.path.join(source, GOLDEN)
    if not os.path.exists(path):
        return {}
    with open(path, encoding="utf-8") as file:
        return dict(line.split() for line in file if line.strip() and not line.startswith("#"))


def write_golden(source, hashes):
    with open(os.path.join(source, GOLDEN), "w", encoding="utf-8") as file:
        file.write("# The pictures of all screens: name, language, size; SHA-256 of size and pixels.\n"
                   "# Written by: python3 tests/ui/screens.py --refresh BUILD SOURCE\n")
        for name in sorted(hashes):
            file.write(f"{name} {hashes[name]}\n")


def look_hash(name, lang, size, now):
    return [f"hash {full(name, lang, size)}{now}"]


def all_hashes(build, source):
    found = {}

    def use(_lang, _size, results):
        for result in results:
            found.update(result.hashes())

    walk.each(build, source, look_hash, use)
    return found


def window_hashes(build, source, lang="nl", size="1920x1080"):
    found = {}
    with display(size) as name:
        one = walk.Walk(build, source, lang, size, lambda look, now: look_hash(look, lang, size, now))
        with Stage(build, source, size) as stage:
            one.run(stage, walk.VISITS, headless=False, environment={"DISPLAY": name})
    for result in one.out:
        found.update(result.hashes())
    return found


def pictures(build, source, folder, wanted=None):
    """PNG files of the wanted names, or of all."""
    def look(name, lang, size, now):
        name = full(name, lang, size)
        if wanted is None or name in wanted:
            return [f"screenshot {folder}/{name}.png{now}"]
        return [] if now else ["expect no-node nothing"]  # lets things settle as a look does

    os.makedirs(folder, exist_ok=True)
    walk.each(build, source, look, lambda *_: None)


def versions():
    done = subprocess.run(["dpkg-query", "-W", "-f", "${Package} ${Version}\n", *DRAWN_BY], capture_output=True, text=True,
                          check=False)
    return done.stdout.strip().replace("\n", ", ")


def needs_a_disk(name):
    return name.startswith(NEED_A_DISK)


def show(build, source, names, drawn, draw):
    """Writes a picture of each difference, the first ones of many; `drawn`: those that can be drawn."""
    folder = os.path.join(build, "ui")
    shutil.rmtree(folder, ignore_errors=True)
    names = names[:SHOWN_MOST]
    draw(build, source, folder, drawn.intersection(names))

    def one(name):
        out = f"{folder}/difference-{name}.png"
        kept = references.file_of(os.path.join(source, references.FOLDER), name)
        differ = references.difference(kept, f"{folder}/{name}.png", out)
        return out + (", too fine to be seen there" if differ == 0 else "")

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        return dict(zip(names, pool.map(one, names)))


def compare(build, source, found, golden, draw=pictures):
    """Tells and shows what is otherwise. draw(build, source, folder, names) makes PNG files."""
    missing = sorted(set(found) - set(golden))
    gone = sorted(set(golden) - set(found))
    changed = sorted(name for name in found if name in golden and found[name] != golden[name])
    if missing or gone or changed:
        shown = show(build, source, [*changed, *missing, *gone], set(found), draw)
        for what, names in (("changed", changed), ("no reference", missing), ("not drawn any more", gone)):
            for name in names:
                print(f"{what}: {name} {found.get(name, '')}" + (f"\n  look at {shown[name]}" if name in shown else ""))
        print(f"Drawn with {versions()}.\nIf what you see is meant: python3 tests/ui/screens.py --refresh {build} {source}")
    return not (missing or gone or changed)


def check_references(source, golden):
    """Whether there is a small copy of each picture in golden.txt, and of no other."""
    wrong = list(references.complaints(os.path.join(source, references.FOLDER), golden))
    for sentence in wrong[:TOLD_MOST]:
        print(sentence)
    if len(wrong) > TOLD_MOST:
        print(f"and {len(wrong) - TOLD_MOST} more of these")
    return not wrong


def check(build, source):
    golden, found = read_golden(source), all_hashes(build, source)
    good = check_references(source, golden)
    if not can_mount():
        print("SKIPPED: no small disk can be mounted here, so the screens "
              f"{' and '.join(NEED_A_DISK)} were not drawn.")
        golden = {name: value for name, value in golden.items() if not needs_a_disk(name)}
    good = compare(build, source, found, golden) and good
    print(f"{len(found)} pictures compared with {GOLDEN}: {'the same' if good else 'NOT the same'}")
    return good


def refresh(build, source):
    """Draws each picture once, for its hash and for its small copy."""
    if not can_mount():
        sys.exit(f"No small disk can be mounted here, so {' and '.join(NEED_A_DISK)} cannot be drawn: refresh elsewhere.")
    found = {}
    with tempfile.TemporaryDirectory() as large, tempfile.TemporaryDirectory() as small:
        def look(name, lang, size, now):
            return look_hash(name, lang, size, now) + [f"screenshot {large}/{full(name, lang, size)}.png{now}"]

        def use(_lang, _size, results):
            hashes = {name: value for result in results for name, value in result.hashes().items()}
            references.shrink([references.file_of(large, name) for name in hashes], small, hashes)
            found.update(hashes)

        walk.each(build, source, look, use)
        size = references.replace(os.path.join(source, references.FOLDER), small)
    write_golden(source, found)
    print(f"{len(found)} pictures held; {size // 1024} KiB in {references.FOLDER}")
    return True


def check_window(build, source):
    golden, found = read_golden(source), window_hashes(build, source)
    other = [name for name in found if golden.get(name) != found[name]]
    for name in other:
        print(f"in a window otherwise than headless: {name} {found[name]}")
    print(f"{len(found)} pictures in a window: {len(other)} otherwise than in {GOLDEN}. Drawn with {versions()}.")
    return bool(found) and not other


def contact_sheet(build, source, sheet):
    with tempfile.TemporaryDirectory() as folder:
        pictures(build, source, folder)
        small = [f"{path}[400x250]" for path in sorted(glob.glob(f"{folder}/*.png"))]  # shrunk as each is read
        subprocess.run(["montage", "-font", references.FONT, "-label", "%t", *small, "-tile", "8x", "-geometry", "400x250+8+8",
                        sheet], check=True)
    return True


def main(arguments):
    options = [word for word in arguments if word.startswith("--")]
    sheet = arguments.pop(1) if options == ["--contact-sheet"] and len(arguments) == 4 else None
    paths = [os.path.abspath(word) for word in arguments if not word.startswith("--")]
    if len(paths) != 2 or len(options) > 1:
        sys.exit(__doc__)
    if sheet is not None:
        return contact_sheet(*paths, sheet)
    if options == ["--refresh"]:
        return refresh(*paths)
    return check_window(*paths) if options == ["--window"] else check(*paths)


if __name__ == "__main__":
    sys.exit(0 if main(sys.argv[1:]) else 1)
