#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""Which test holds which fault of the catalogue, and how often the fault struck.

Usage: faults.py check ROOT | faults.py --write ROOT [--ledger FILE] | faults.py --sum FILE | faults.py --tests ROOT
       faults.py --planted

A test names the rows it holds on the line above it, "/* F09 F41 */" in C and "# F09" in Python, and counts the fault while it runs:
support/fault_ledger.h, support/fault_ledger.py. With BS_FAULT_LEDGER=FILE in the environment each count becomes a line of FILE.
`--ledger FILE` takes such a file into tests/fault/hits.txt, test by test; `--write` makes the table in tests/README.md from the
labels and those hits. `check` wants for each row a test that was seen to strike, or its reason below, and a table that says no
more than is so. `--sum FILE` prints what a run struck, by class. `--tests` prints which tests hold a row, as ctest -R wants it.
"""

import os
import re
import sys
import tempfile

CLASSES = {"network": (1, 14), "login pages and proxies": (15, 21), "TLS": (22, 28), "HTTP and server": (29, 45), "clock": (46, 49),
           "disk and database": (50, 63), "process, configuration, identity": (64, 70), "hostile or odd input": (71, 75)}
FAULTS = {
    "F01": "No route for months",
    "F02": "Connection refused",
    "F03": "Every packet swallowed",
    "F04": "1 to 30 % of the packets lost",
    "F05": "An uplink of 256 kbit/s",
    "F06": "600 ms to 3 s of delay, with jitter",
    "F07": "An upload that stands still for ever",
    "F08": "Cut after each byte of the request",
    "F09": "Cut after central's commit, before and within the answer",
    "F10": "A kept connection dies after the body",
    "F11": "A network that comes and goes every 0.1 to 5 s",
    "F12": "DNS: no such name, failure, silence, a wrong address, no IPv6",
    "F13": "The kiosk's address changes during a request",
    "F14": "A metered line: bytes a record and an idle day",
    "F15": "A login page with status 200",
    "F16": "A redirect to a login page",
    "F17": "A login page with a certificate of its own",
    "F18": "511, and 204 without a body",
    "F19": "A proxy that answers 407, 502 or 503, or adds headers",
    "F20": "A proxy in the environment that nobody configured",
    "F21": "A middlebox that sends a whole POST again",
    "F22": "Central's certificate is expired",
    "F23": "Central's certificate is not yet valid, by the kiosk's clock",
    "F24": "Another host, an unknown authority, a certificate of its own",
    "F25": "Another key than the pinned one, and the second pin",
    "F26": "TLS that is too old, a weak key",
    "F27": "Another authority after a year offline",
    "F28": "The handshake is cut at each flight",
    "F29": "500, 502, 503, 504, and Retry-After",
    "F30": "429",
    "F31": "401 and 403",
    "F32": "404 and 410",
    "F33": "413: less is taken than a batch",
    "F34": "One record is refused again and again",
    "F35": "An answer that is cut",
    "F36": "A well-formed receipt that is wrong",
    "F37": "A receipt for another kiosk, or an old one",
    "F38": "An answer without end, or a byte a second, or a flood of headers",
    "F39": "100-continue is never answered",
    "F40": "HTTP/2 that ends streams and connections",
    "F41": "Central is killed at each step of taking a batch",
    "F42": "The same batch twice at once",
    "F43": "Central is restored from an old backup",
    "F44": "Central is newer or older than the kiosk by years",
    "F45": "A thousand kiosks after an outage",
    "F46": "A kiosk that starts in 1970, or ten years ahead",
    "F47": "The clock jumps an hour",
    "F48": "Asleep for a week",
    "F49": "Ids made while the clock runs back",
    "F50": "The kiosk's disk is full, at each write",
    "F51": "Central's disk is full",
    "F52": "An I/O error at the n-th call, once or for ever",
    "F53": "A short write",
    "F54": "A sync that takes five seconds",
    "F55": "A power cut: unsynced writes dropped, torn, in another order",
    "F56": "A disk that only says it synced",
    "F57": "A damaged database",
    "F58": "The WAL is gone, or of another file",
    "F59": "A file system that became read-only",
    "F60": "A database that is locked for ten seconds",
    "F61": "A reader that keeps the WAL from being reset",
    "F62": "No inodes, a quota, a limit on file size",
    "F63": "Memory that is refused, at the n-th call",
    "F64": "kill -9 at every system call",
    "F65": "Two daemons at once",
    "F66": "A configuration that is missing, half written, or wrong",
    "F67": "A kiosk that was cloned, or put back to an old image",
    "F68": "Upgrade and downgrade with records in the queue",
    "F69": "Another token while the kiosk was offline",
    "F70": "Central has another address",
    "F71": "Text with NUL, halves of surrogates, wrong UTF-8, a megabyte",
    "F72": "JSON that is deep, has a member twice, or numbers too large",
    "F73": "A compressed bomb, a wrong length, another coding than is said",
    "F74": "A stolen token that floods and forges",
    "F75": "A byte changed on the way, under a trusted certificate",
}
# What cannot be injected here, why, and what stands in its place.
INSTEAD = {}

README, HITS = "tests/README.md", "tests/fault/hits.txt"
BEGIN, END = "<!-- faults: made by lint/faults.py --write -->", "<!-- end of faults -->"
NOT_TESTS = ("support", "mutants", "lint", "data", "node_modules", "corpus", "__pycache__")
NUMBERS = r"(F\d\d(?: F\d\d)*)"
KINDS = {".c": (re.compile(rf"\s*/\* {NUMBERS} \*/\s*$"), re.compile(r"(?:(?:static )?(?:void|int|bool) (?=\w+\())(\w+)")),
         ".py": (re.compile(rf"\s*# {NUMBERS}\s*$"), re.compile(r"\s*def (\w+)\("))}
NAMED = 3  # tests that a row names; how many more there are stands behind them
HEAD = "# SPDX-FileCopyrightText: 2026 The Buurtstem authors\n# SPDX-License-Identifier: EUPL-1.2\n"


def sentence(name):
    return re.sub(r"^test_", "", name).replace("_", " ").strip()


def labels_of(root, relative, complaints):
    """(row, file, function) of every label of one file."""
    label, test = KINDS[os.path.splitext(relative)[1]]
    with open(os.path.join(root, relative), encoding="utf-8") as file:
        lines = file.read().split("\n")
    for number, line in enumerate(lines):
        found = label.match(line)
        if not found:
            continue
        after = number + 1
        while after < len(lines) and lines[after].lstrip().startswith(("@", '"needs', "'needs")):
            after += 1
        below = test.match(lines[after]) if after < len(lines) else None
        if below is None:
            complaints.append(f"{relative}:{number + 1}: a label, and no test below it")
            continue
        for row in found.group(1).split():
            if row not in FAULTS:
                complaints.append(f"{relative}:{number + 1}: {row} is no row of the catalogue")
            else:
                yield row, os.path.relpath(relative, "tests"), below.group(1)


def all_labels(root, complaints):
    """row -> [(file, function)]"""
    held = {}
    for path, dirs, names in os.walk(os.path.join(root, "tests")):
        dirs[:] = sorted(name for name in dirs if name not in NOT_TESTS)
        for name in sorted(names):
            if os.path.splitext(name)[1] in KINDS:
                relative = os.path.relpath(os.path.join(path, name), root)
                for row, file, function in labels_of(root, relative, complaints):
                    held.setdefault(row, []).append((file, function))
    return held


def read_lines(path):
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as file:
        return [line.rstrip("\n") for line in file if line.strip() and not line.startswith("#")]


def read_ledger(path, complaints):
    """{(row, file, function, mechanism): hits}, counts of one test added up."""
    out = {}
    for number, line in enumerate(read_lines(path), 1):
        found = re.fullmatch(r"(F\d\d)\t([^\t:]+):([^\t]+)\t([^\t]+)\t(\d+)", line)
        if found is None or found.group(1) not in FAULTS or int(found.group(5)) == 0:
            complaints.append(f"{os.path.basename(path)}:{number}: not a line of a ledger: {line[:80]}")
            continue
        key = found.groups()[:4]
        out[key] = out.get(key, 0) + int(found.group(5))
    return out


def is_held(held, key):
    """A count belongs to a label in the same file; a helper of the test may have made it."""
    return key[1] in (file for file, _ in held.get(key[0], []))


def row_of(row, tests, hits):
    named = [f"`{file}`: {sentence(function)}" for file, function in tests[:NAMED]]
    if len(tests) > NAMED:
        named.append(f"and {len(tests) - NAMED} more")
    of_row = {key: count for key, count in hits.items() if key[0] == row}
    mechanisms = sorted({key[3] for key in of_row})
    if row in INSTEAD:
        mechanisms.append(INSTEAD[row])
    return (f"| {row} | {FAULTS[row]} | {'; '.join(named)} | {'; '.join(mechanisms)} | "
            f"{sum(of_row.values()) or ''} |")


def table(held, hits):
    rows = [row_of(row, held.get(row, []), hits) for row in FAULTS]
    return "\n".join([BEGIN, "| | fault | held by | mechanism | hits |", "|---|---|---|---|---:|", *rows, END])


def read_readme(root):
    path = os.path.join(root, README)
    if not os.path.exists(path):
        return ""
    with open(path, encoding="utf-8") as file:
        return file.read()


def written(text):
    """The rows that stand in the document; None without a table."""
    found = re.search(rf"{re.escape(BEGIN)}\n(.*?){re.escape(END)}", text, re.S)
    if found is None:
        return None
    return {line.split("|")[1].strip(): line for line in found.group(1).split("\n") if line.startswith("| F")}


def check_table(root, held, hits):
    """A row may name fewer tests than there are by now, and nothing that is not so."""
    rows = written(read_readme(root))
    if rows is None:
        yield f"{README}: there is no table of faults"
        return
    again = "; python3 tests/lint/faults.py --write . makes the table again"
    for row, words in FAULTS.items():
        line = rows.pop(row, None)
        if line is None or f"| {words} |" not in line:
            yield f"{README}: {row} is not in the table as it reads{again}"
            continue
        sentences = [(file, sentence(function)) for file, function in held.get(row, [])]
        for named in re.findall(r"`([^`]+)`: ([^;|]+?)(?=;| \|)", line.split(" | ")[2] + " |"):
            if named not in sentences:
                yield f"{README}: {row}: {named[0]} has no test \"{named[1]}\" of that label{again}"
        if line.rsplit(" | ", 2)[1:] != row_of(row, [], hits).rsplit(" | ", 2)[1:]:
            yield f"{README}: {row}: mechanism and hits are not those of {HITS}{again}"
    yield from (f"{README}: {row} is no row of the catalogue{again}" for row in rows)


def complaints_of(root):
    complaints = []
    held = all_labels(root, complaints)
    hits = read_ledger(os.path.join(root, HITS), complaints)
    struck = {key[0] for key in hits if is_held(held, key)}
    for row, words in FAULTS.items():
        if row in INSTEAD and row not in held:
            continue
        if row not in held:
            complaints.append(f"{row}: no test holds it, and no reason is given: {words}")
        elif row not in struck:
            complaints.append(f"{row}: no test of it was ever seen to strike; run it with BS_FAULT_LEDGER and --ledger")
    complaints.extend(f"{HITS}: {key[0]}: {key[1]} has no test of that label" for key in hits if not is_held(held, key))
    return complaints + list(check_table(root, held, hits))


def put(root, name, text):
    os.makedirs(os.path.dirname(os.path.join(root, name)), exist_ok=True)
    with open(os.path.join(root, name), "w", encoding="utf-8") as file:
        file.write(text)


def write(root, ledger=None):
    text, complaints = read_readme(root), []
    if written(text) is None:
        sys.exit(f"{README}: put the two marks there first:\n{BEGIN}\n{END}")
    held = all_labels(root, complaints)
    fresh = read_ledger(ledger, complaints) if ledger else {}
    renewed = {key[:3] for key in fresh}
    hits = {key: count for key, count in read_ledger(os.path.join(root, HITS), complaints).items() if key[:3] not in renewed}
    hits = {key: count for key, count in {**hits, **fresh}.items() if is_held(held, key)}
    for key in fresh:
        if key not in hits:
            print(f"faults: left out, for {key[1]} has no label {key[0]}")
    put(root, HITS, HEAD + "".join(f"{row}\t{file}:{function}\t{mechanism}\t{count}\n"
                                   for (row, file, function, mechanism), count in sorted(hits.items())))
    text = re.sub(rf"{re.escape(BEGIN)}\n.*?{re.escape(END)}", lambda _: table(held, hits), text, flags=re.S)
    put(root, README, text)


def print_sum(ledger):
    complaints = []
    hits, total = read_ledger(ledger, complaints), 0
    for name, (first, last) in CLASSES.items():
        of_class = {key: count for key, count in hits.items() if first <= int(key[0][1:]) <= last}
        total += sum(of_class.values())
        rows = len({key[0] for key in of_class})
        print(f"{name}: lost 0, double 0 over {sum(of_class.values())} injected faults of {rows} rows")
    for line in complaints:
        print(line)
    print(f"lost 0, double 0 over {total} injected faults")
    sys.exit(1 if complaints or not hits else 0)


def print_tests(root):
    """By the names that their CMakeLists.txt give them."""
    names = set()
    for file in {file for tests in all_labels(root, []).values() for file, _ in tests}:
        folder, name = file.split("/")[0], os.path.splitext(os.path.basename(file))[0]
        if folder == "simulation":
            name = "year"
        names.add(f"{folder}.{name if folder == 'unit' else name.removeprefix('test_')}")
    print(f"^({'|'.join(sorted(names)).replace('.', '[.]')})$")


# --- shown failing ---

def sound_tree(root):
    every = " ".join(row for row in FAULTS if row not in INSTEAD)
    put(root, "tests/unit/store/test_a.c", f"/* {every} */\nstatic void all_is_held(void **state)\n{{\n}}\n")
    put(root, "tests/integration/b.py", "# F09\n@skip\ndef test_cut_anywhere(self):\n    pass\n")
    put(root, HITS, "".join(f"{row}\tunit/store/test_a.c:all_is_held\tby hand\t3\n" for row in FAULTS if row not in INSTEAD))
    put(root, README, f"# tests\n\n{BEGIN}\n{END}\n")
    write(root)


def change(root, name, before, after):
    with open(os.path.join(root, name), encoding="utf-8") as file:
        text = file.read()
    if before not in text:
        sys.exit(f"faults: {name} has no {before}")
    put(root, name, text.replace(before, after, 1))


TEST = "tests/unit/store/test_a.c"
PLANTED = [(TEST, " F13 ", " ", "F13: no test holds it"),
           (TEST, "static void all_is_held", "static int all_of_it", "F02: unit/store/test_a.c has no test"),
           (TEST, "static void all", "\nstatic void all", f"{TEST}:1: a label, and no test below"),
           ("tests/integration/b.py", "# F09", "# F76", "tests/integration/b.py:1: F76 is no row"),
           (HITS, "F20\tunit/store/test_a.c:all_is_held\tby hand\t3\n", "", "F20: no test of it was ever seen to strike"),
           (HITS, "F20\tunit/store/test_a.c:all_is_held\tby hand\t3\n", "F20\tunit/store/test_a.c:all_is_held\tby hand\t0\n",
            "not a line of a ledger"),
           (HITS, "F20\tunit/store/test_a.c", "F20\tunit/store/test_z.c", "F20: unit/store/test_z.c has no test of that label"),
           (HITS, "F20\tunit/store/test_a.c:all_is_held\tby hand\t3", "F20\tunit/store/test_a.c:all_is_held\tby hand\t4",
            "F20: mechanism and hits are not those"),
           (README, "| F20 |", "| F99 |", "F20 is not in the table"),
           (README, BEGIN, "", "there is no table")]


def planted():
    sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
    from fault_ledger import NeverStruck, struck
    try:
        struck("F09", "by hand", 0)
        sys.exit("faults: a fault that never struck is taken")
    except NeverStruck as error:
        print(f"faults: found as expected: {error}")
    for name, before, after, says in PLANTED:
        with tempfile.TemporaryDirectory() as root:
            sound_tree(root)
            if complaints_of(root):
                sys.exit(f"faults: the sound tree is refused: {complaints_of(root)}")
            change(root, name, before, after)
            found = complaints_of(root)
            if not any(says in line for line in found):
                sys.exit(f"faults: expected {says}, found {found}")
            print(f"faults: found as expected: {says}")


def main():
    arguments = sys.argv[1:]
    if arguments == ["--planted"]:
        planted()
    elif len(arguments) == 2 and arguments[0] == "--sum":
        print_sum(arguments[1])
    elif len(arguments) in (2, 4) and arguments[0] == "--write" and arguments[2:3] in ([], ["--ledger"]):
        write(os.path.abspath(arguments[1]), arguments[3] if arguments[3:] else None)
    elif len(arguments) == 2 and arguments[0] == "--tests":
        print_tests(os.path.abspath(arguments[1]))
    elif len(arguments) == 2 and arguments[0] == "check":
        found = complaints_of(os.path.abspath(arguments[1]))
        for line in found:
            print(line)
        print(f"faults: {len(found)} violation{'' if len(found) == 1 else 's'}")
        sys.exit(1 if found else 0)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
