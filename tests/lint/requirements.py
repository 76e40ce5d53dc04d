#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""Which test holds which requirement of the kiosk. Usage: requirements.py check ROOT | requirements.py --write ROOT | --planted

A test names what it holds on the line above it: "/* K13 K14 */" in C, "# K13" in Python, "// K13" in JavaScript. What nobody
can test by program stands in the section "Installing the cabinet" of kiosk/README.md, behind "<!-- K09 -->".
`check` wants a test for every requirement (or that line, where BY_HAND says so), no label above anything but a test, and a table in
tests/README.md in which every requirement stands and names only what holds it. `--write` makes that table.
"""

import os
import re
import sys
import tempfile

REQUIREMENTS = {
    "K01": "No target is smaller than 6.3 mm, the least that the web's rules allow",
    "K02": "Every target is at least 20 by 20 mm",
    "K03": "Every target is at least 11.5 mm, the web's stricter rule",
    "K04": "Targets are at least 5 mm apart and never overlap",
    "K05": "No target is higher than 1200 mm above the floor, or lower than 900 mm",
    "K06": "The same where a shelf or another obstruction stands before the screen",
    "K07": "A configuration whose screen hangs out of reach is told at the start",
    "K08": "What is shown can be read from a wheelchair",
    "K09": "There is floor space for a wheelchair",
    "K10": "Reach mode puts every target of a screen into its lowest part",
    "K11": "One finger does everything, with little force, short or long",
    "K12": "Nothing has to be dragged",
    "K13": "A target acts when the finger is lifted from it, not when it slides off",
    "K14": "A bouncing key and a tap that falls through to the next screen do nothing",
    "K15": "A second finger and a palm count for nothing",
    "K20": "Letters are seen at 0.7 degrees or more from where people stand",
    "K21": "No capital is lower than 4.8 mm",
    "K22": "Text has a contrast of 7 to 1",
    "K23": "Edges, icons, faces and states have a contrast of 3 to 1",
    "K24": "In high contrast text has 15 to 1, and edges are thick",
    "K25": "Nothing is told by colour alone",
    "K26": "The focus is always seen, whole",
    "K27": "The focus is a ring of two colours that differs enough from no focus",
    "K28": "Nothing flashes",
    "K29": "What changes by itself does so slowly, and targets stay where they are",
    "K30": "Nothing slides or fades for long",
    "K31": "Lines are short, with room between them",
    "K32": "Nothing is cut off, in any language or size",
    "K33": "Every letter of every text is in a font",
    "K34": "Languages are called as their speakers call them, without flags",
    "K40": "A whole visit is possible without seeing, and everything visible is said",
    "K41": "There is a jack for a headset, and plugging one in begins the speech",
    "K42": "Where speech begins can be felt",
    "K43": "Speech begins by headset, by any key of the keypad, or by the ear control",
    "K44": "Speech stops within 100 ms and can be repeated",
    "K45": "Whatever a person does cuts the speech; one voice at a time",
    "K46": "No other sound competes with the speech",
    "K47": "Pictures are spoken too",
    "K48": "What is spoken is marked on the screen, in the same order",
    "K49": "The volume can be changed without seeing, by 18 dB",
    "K50": "The volume is back as it was when the next person comes",
    "K51": "What is private is never said by the loudspeaker",
    "K52": "Every text is spoken in its own language",
    "K53": "What went wrong is spoken, and says what it is about",
    "K54": "A numeric keypad does everything, and leaves everything with the key it came with",
    "K55": "Whatever is said can be read too",
    "K56": "A key that is held counts once",
    "K57": "Whether a mode is on can be read and heard",
    "K60": "A warning comes before time runs out, with 30 s to answer, as often as one likes",
    "K61": "The warning is seen and heard",
    "K62": "After the warning everything is as it was",
    "K63": "Help says how long a pause may last",
    "K64": "Time is 45 and 30 s, double for who needs it, and stands still while something is spoken",
    "K65": "Nothing of a person is left when the next one comes",
    "K66": "Stop is on every screen of a visit, and ends it at once",
    "K67": "One question at a time",
    "K68": "Every question can be passed over",
    "K69": "Nothing is chosen beforehand",
    "K70": "There is a way back, and answers stay",
    "K71": "The step is told in words and figures",
    "K72": "It is clear before the last tap that the answers go then",
    "K73": "What went wrong is told in words that help",
    "K74": "The thanks say what happens next, and when",
    "K75": "Help is in the same place everywhere",
    "K76": "Staff sign in by badge or PIN",
    "K77": "Bursts of quick visits are marked, and nobody is blocked",
    "K78": "A visit to every shipped programme takes no more than 60 s, in every language",
    "K79": "A touch is answered on the screen within 100 ms",
    "K80": "Dutch is plain: at most 12 words a sentence, no hard words",
    "K81": "\"Lees voor\" is a main control on every screen",
    "K82": "Questions and answers are short",
    "K83": "No jargon",
    "K84": "Every face has a word, in every language, and its value is what is kept",
    "K85": "A scale stays the same within a programme",
    "K86": "From right to left everything is mirrored",
    "K87": "Numbers, dates and names stay whole within right-to-left text",
}
LATER = {}  # number: why it is not held yet
# What only somebody who stands before the cabinet can see. For others a line of the installation is not enough.
BY_HAND = ("K06", "K08", "K09", "K42")

README, INSTALLATION = "tests/README.md", "kiosk/README.md"
HEADING = "## Installing the cabinet"
LINK = "[installation](../kiosk/README.md)"
BEGIN, END = "<!-- requirements: made by lint/requirements.py --write -->", "<!-- end of requirements -->"
FOLDERS = ("unit", "ui", "web", "lint", "integration", "fault", "fuzz", "bench", "analyse")
NUMBERS = r"(K\d\d(?: K\d\d)*)"
# By the ending of a file: what a label looks like, and what the test below it.
KINDS = {".c": (re.compile(rf"\s*/\* {NUMBERS} \*/\s*$"), re.compile(r"(?:(?:static )?(?:void|int|bool) (?=\w+\()|RULE\()(\w+)")),
         ".py": (re.compile(rf"\s*# {NUMBERS}\s*$"), re.compile(r"\s*def (\w+)\(")),
         ".mjs": (re.compile(rf"\s*// {NUMBERS}\s*$"), re.compile(r"\s*test\((['\"`])(.+?)\1"))}
NAMED = 3  # tests that a row names; how many more there are stands behind them


def sentence(name):
    return re.sub(r"^test_", "", name).replace("_", " ").strip()


def labels_of(root, relative, complaints):
    """(number, file, sentence) of every label of one file."""
    label, test = KINDS[os.path.splitext(relative)[1]]
    with open(os.path.join(root, relative), encoding="utf-8") as file:
        lines = file.read().split("\n")
    for number, line in enumerate(lines):
        found = label.match(line)
        if not found:
            continue
        below = test.match(lines[number + 1]) if number + 1 < len(lines) else None
        if below is None:
            complaints.append(f"{relative}:{number + 1}: a label, and no test below it")
            continue
        for requirement in found.group(1).split():
            if requirement not in REQUIREMENTS:
                complaints.append(f"{relative}:{number + 1}: {requirement} is no requirement")
            else:
                yield requirement, os.path.relpath(relative, "tests"), sentence(below.groups()[-1])


def all_labels(root, complaints):
    held = {}
    for folder in FOLDERS:
        for path, dirs, names in os.walk(os.path.join(root, "tests", folder)):
            dirs[:] = sorted(name for name in dirs if name not in ("node_modules", "corpus", "__pycache__"))
            for name in sorted(names):
                if os.path.splitext(name)[1] in KINDS:
                    relative = os.path.relpath(os.path.join(path, name), root)
                    for requirement, file, words in labels_of(root, relative, complaints):
                        held.setdefault(requirement, []).append((file, words))
    return held


def installed(root, complaints):
    """Requirements with an anchor in the installation text."""
    path = os.path.join(root, INSTALLATION)
    text = ""
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            text = file.read()
    section = re.search(rf"^{re.escape(HEADING)}$(.*?)(?=^## |\Z)", text, re.M | re.S)
    if section is None:
        complaints.append(f"{INSTALLATION}: has no section \"{HEADING[3:]}\"")
        return set()
    out = set()
    for line in section.group(1).split("\n"):
        for requirement in re.findall(r"<!-- (K\d\d) -->", line):
            if requirement not in REQUIREMENTS:
                complaints.append(f"{INSTALLATION}: {requirement} is no requirement")
            elif not re.sub(r"<!--.*?-->", "", line).strip(" -*"):
                complaints.append(f"{INSTALLATION}: nothing is said behind {requirement}")
            else:
                out.add(requirement)
    return out


def row(requirement, tests, is_installed):
    parts = [f"`{file}`: {words}" for file, words in tests[:NAMED]]
    if len(tests) > NAMED:
        parts.append(f"and {len(tests) - NAMED} more")
    if is_installed:
        parts.append(LINK)
    if requirement in LATER:
        parts.append(LATER[requirement])
    return f"| {requirement} | {REQUIREMENTS[requirement]} | {'; '.join(parts)} |"


def table(held, places):
    rows = [row(number, held.get(number, []), number in places) for number in REQUIREMENTS]
    return "\n".join([BEGIN, "| | what | held by |", "|---|---|---|", *rows, END])


def read_readme(root):
    with open(os.path.join(root, README), encoding="utf-8") as file:
        return file.read()


def written(text):
    """The rows that stand in the document, by requirement; None without a table."""
    found = re.search(rf"{re.escape(BEGIN)}\n(.*?){re.escape(END)}", text, re.S)
    if found is None:
        return None
    return {line.split("|")[1].strip(): line for line in found.group(1).split("\n") if line.startswith("| K")}


def check_table(root, held, places):
    """A row may name fewer tests than there are by now, and nothing that is not so."""
    rows = written(read_readme(root)) if os.path.exists(os.path.join(root, README)) else None
    if rows is None:
        yield f"{README}: there is no table of requirements"
        return
    again = "; python3 tests/lint/requirements.py --write . makes the table again"
    for requirement, words in REQUIREMENTS.items():
        line = rows.pop(requirement, None)
        if line is None or f"| {words} |" not in line:
            yield f"{README}: {requirement} is not in the table as it reads{again}"
            continue
        for file, test in re.findall(r"`([^`]+)`: ([^;|]+?)(?=;| \|)", line):
            if (file, test) not in held.get(requirement, []):
                yield f"{README}: {requirement}: {file} has no test \"{test}\" of that label{again}"
        if (LINK in line) != (requirement in places):
            yield f"{README}: {requirement}: the installation text says otherwise{again}"
        if requirement not in LATER and line.endswith("|  |"):
            yield f"{README}: {requirement}: nothing stands behind it{again}"
    yield from (f"{README}: {requirement} is no requirement{again}" for requirement in rows)


def complaints_of(root):
    complaints = []
    held, places = all_labels(root, complaints), installed(root, complaints)
    for requirement, words in REQUIREMENTS.items():
        if requirement in BY_HAND and requirement not in places:
            complaints.append(f"{requirement}: no line of the installation tells it: {words}")
        elif requirement not in (*BY_HAND, *held, *LATER):
            complaints.append(f"{requirement}: no test holds it: {words}")
    return complaints + list(check_table(root, held, places))


def write(root):
    text = read_readme(root)
    if written(text) is None:
        sys.exit(f"{README}: put the two marks there first:\n{BEGIN}\n{END}")
    fresh = table(all_labels(root, []), installed(root, []))
    text = re.sub(rf"{re.escape(BEGIN)}\n.*?{re.escape(END)}", lambda _: fresh, text, flags=re.S)
    with open(os.path.join(root, README), "w", encoding="utf-8") as file:
        file.write(text)


# --- shown failing ---

def sound_tree(root):
    every = " ".join(number for number in REQUIREMENTS if number not in (*BY_HAND, *LATER))
    by_hand = "".join(f"* <!-- {number} --> read from {index} mm\n" for index, number in enumerate(BY_HAND))
    files = {"tests/unit/ui/test_a.c": f"/* {every} */\nstatic void all_is_held(void **state)\n{{\n}}\n",
             "tests/ui/b.py": "# K12\ndef test_nothing_is_dragged(self):\n    pass\n",
             "kiosk/README.md": f"# kiosk\n\n{HEADING}\n\n{by_hand}\n## More\n",
             "tests/README.md": f"# tests\n\n{BEGIN}\n{END}\n"}
    for name, text in files.items():
        put(root, name, text)
    write(root)


def put(root, name, text):
    os.makedirs(os.path.dirname(os.path.join(root, name)), exist_ok=True)
    with open(os.path.join(root, name), "w", encoding="utf-8") as file:
        file.write(text)


def change(root, name, before, after):
    with open(os.path.join(root, name), encoding="utf-8") as file:
        text = file.read()
    if before not in text:
        sys.exit(f"requirements: {name} has no {before}")
    put(root, name, text.replace(before, after))


PLANTED = [("tests/unit/ui/test_a.c", " K13 ", " ", "K13: no test holds it"),
           ("tests/unit/ui/test_a.c", "static void all_is_held", "static int all_of_it", "K02: unit/ui/test_a.c has no test"),
           ("tests/unit/ui/test_a.c", "static void all", "\nstatic void all", "tests/unit/ui/test_a.c:1: a label, and no test below"),
           ("tests/ui/b.py", "# K12", "# K99", "tests/ui/b.py:1: K99 is no requirement"),
           ("kiosk/README.md", " read from 1 mm", "", "kiosk/README.md: nothing is said behind K08"),
           ("kiosk/README.md", "* <!-- K08 --> read", "* read", "K08: no line of the installation"),
           ("kiosk/README.md", HEADING, "## Other", "kiosk/README.md: has no section"),
           ("tests/README.md", "| K20 |", "| K99 |", "tests/README.md: K20 is not in the table"),
           ("tests/README.md", BEGIN, "", "tests/README.md: there is no table")]


def planted():
    for name, before, after, says in PLANTED:
        with tempfile.TemporaryDirectory() as root:
            sound_tree(root)
            if complaints_of(root):
                sys.exit(f"requirements: the sound tree is refused: {complaints_of(root)}")
            change(root, name, before, after)
            found = complaints_of(root)
            if not any(line.startswith(says) or says in line for line in found):
                sys.exit(f"requirements: expected {says}, found {found}")
            print(f"requirements: found as expected: {says}")


def main():
    if sys.argv[1:] == ["--planted"]:
        planted()
        return
    if len(sys.argv) != 3 or sys.argv[1] not in ("check", "--write"):
        sys.exit(__doc__)
    root = os.path.abspath(sys.argv[2])
    if sys.argv[1] == "--write":
        write(root)
        return
    found = complaints_of(root)
    for line in found:
        print(line)
    print(f"requirements: {len(found)} violation{'' if len(found) == 1 else 's'}")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
