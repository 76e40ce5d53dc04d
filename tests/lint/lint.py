#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""The rules of the house as tests. Usage: lint.py RULE ROOT [LIBRARY…]

Rules: layers, thirdparty, parents, toplevel, sizes, names, format, headers, binaries, shell, exceptions, purity (takes libraries).
Prints one line a violation, "file:line: what"; exit status 1 if there is any. planted.py shows each rule failing.
"""

import os
import re
import subprocess
import sys

TOP_LEVEL = {"kiosk", "syncd", "assets", "include", "tests", ".ci", "LICENSES", ".reuse"}
ROOT_FILES = {"CMakeLists.txt", "CMakePresets.json", "README.md", ".clang-format", ".clang-tidy", ".editorconfig", ".gitignore",
              "publiccode.yml", "LICENSE", "SECURITY.md"}
FUNCTION_LINES, FILE_LINES, HEADER_LINES, MAIN_LINES = 100, 600, 260, 60
BANNED_NAMES = re.compile(r"^(util|utils|common|misc|helper|helpers)\.[ch]$")

# The contract's headers by the layer that implements them, lowest layer first.
LAYERS = ["base", "model", "wire", "store"]
CONTRACT = {
    "base": "err log mem buf utf8 clock random uuid crypto json config stop ids seal box",
    "model": "programme submission bundle outcome afterwards review held_words",
    "wire": "record wire carried hand",
    "store": "db outbox stick syncstate held backlog",
}
LAYER_OF = {name: layer for layer, names in CONTRACT.items() for name in names.split()}

# What a directory may include: other directories (by "file.h") and layers of the contract (by <buurtstem/file.h>).
MAY = {
    "syncd/base": ([], ["base"]),
    "syncd/model": ([], ["base", "model"]),
    "syncd/wire": ([], ["base", "model", "wire"]),
    "syncd/store": ([], LAYERS),
    "syncd": ([], LAYERS),
    "syncd/central/http": (["syncd/central"], ["base", "model", "wire"]),
    "syncd/central/storage": ([], LAYERS),
    "syncd/central/auth": (["syncd/central", "syncd/central/http", "syncd/central/storage"], LAYERS),
    "syncd/central/api": (["syncd/central", "syncd/central/http", "syncd/central/storage", "syncd/central/auth"], LAYERS),
    "syncd/central/dashboard": (["syncd/central", "syncd/central/http", "syncd/central/storage", "syncd/central/auth"],
                                LAYERS),
    "syncd/central": (["syncd/central/http", "syncd/central/storage", "syncd/central/auth", "syncd/central/api",
                       "syncd/central/dashboard", "syncd/model"], LAYERS),
    "kiosk/ui": ([], []),
    "kiosk/text": (["kiosk/ui"], ["base"]),
    "kiosk/i18n": ([], ["base"]),
    "kiosk/survey": ([], ["base", "model"]),
    "kiosk/review": (["kiosk/survey"], ["base", "model"]),
    "kiosk/screens": (["kiosk/ui", "kiosk/survey", "kiosk/review"], ["base", "model"]),
    "kiosk/platform": (["kiosk/ui", "kiosk/text"], ["base"]),
    "kiosk": (["kiosk/ui", "kiosk/text", "kiosk/i18n", "kiosk/survey", "kiosk/review", "kiosk/screens", "kiosk/platform"],
              LAYERS),
}

# Third-party headers and the only places that may include them.
THIRD_PARTY = [
    (r"SDL", ["kiosk/platform/", "kiosk/text/"]),
    (r"fribidi", ["kiosk/text/"]),
    (r"qrencode", ["kiosk/platform/"]),
    (r"libintl\.h|locale\.h", ["kiosk/i18n/"]),
    (r"sqlite3\.h", ["syncd/store/", "syncd/central/storage/"]),
    (r"curl/", ["syncd/transport_curl.c"]),
    (r"openssl/", ["syncd/transport_tls.c"]),
    (r"microhttpd|gnutls", ["syncd/central/http/"]),
    (r"jansson\.h", ["syncd/base/json"]),
    (r"sodium|nettle", ["syncd/base/"]),
    (r"cjose", ["syncd/base/seal.c"]),
    (r"zstd|zlib\.h", ["syncd/compress.c", "syncd/central/http/"]),
    (r"libpq", ["syncd/central/storage/storage_pg.c"]),
    (r"systemd/", ["syncd/notify.c", "syncd/syncd.c", "syncd/central/"]),
]

# Symbols of the C library that a pure library may use: memory, strings, numbers and formatting into memory.
PURE = re.compile(
    r"^(_{0,2}(mem(cpy|set|move|cmp|chr|mem)|str(len|nlen|cmp|ncmp|chr|rchr|str|spn|cspn|pbrk|tok_r|sep|cat|ncat|cpy|ncpy"
    r"|tol|toul|toll|toull|tod|casecmp|ncasecmp)|v?snprintf|sscanf|isoc99_sscanf|qsort|bsearch|abs|labs)(_chk)?"
    r"|(ceil|floor|sqrt|pow|lround|round|fabs|fmax|fmin|hypot|exp|log|sin|cos|atan2|fmod|lrint|nearbyint|rint|trunc)f?"
    r"|__assert_fail|__stack_chk_fail|_GLOBAL_OFFSET_TABLE_|__ctype_b_loc|abort"
    r"|__(asan|ubsan|tsan|sanitizer|lsan|gcov|llvm)_.*|__cyg_.*|__start_.*|__stop_.*)$")
# Functions of ours that a pure library may call: pure layers below it.
PURE_OURS = re.compile(r"^(bs_(text|programme|question|fact|action|bundle|receipt_code|slug|language|tenant|kind|count_words|submission_fits|hide_reason|note_kind|minute|uuid_format"
                       r"|channel|utf8|date|bytes|wipe|fail|complain|error|err)_?\w*"
                       r"|ui_\w+|build_\w+|take_\w+|grid_cell|add_\w+|text_\w+|words|scene_\w+|theme_\w+|paint_\w+"
                       r"|style_\w+|keyboards?_\w+|keys_\w+|languages_\w+|personal_data_\w+|write_page_\w+|text_entry_\w+|badge_\w+|button_\w+|arrange_\w+|direction_\w+|answers_\w+|branch_\w+|session_\w+|personal_data_\w+|\w+_build"
                       r"|frame_\w+|stack|tr|tr_plural|fill|date_words|content_words|language_\w+|ask_\w+|promise_\w+"
                       r"|idle_\w+|screen_\w+|view_\w+|desk_\w+|masks_\w+)$")


def sources(root, *endings):
    for folder, dirs, files in os.walk(root):
        dirs[:] = sorted(d for d in dirs if d not in {".git", "build", "node_modules", "demo-data", "__pycache__"})
        for name in sorted(files):
            if name.endswith(endings):
                path = os.path.join(folder, name)
                yield path, os.path.relpath(path, root)


def includes(path):
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            match = re.match(r'\s*#\s*include\s+([<"])([^>"]+)[>"]', line)
            if match:
                yield number, match.group(1), match.group(2)


def owner(relative):
    folder = os.path.dirname(relative)
    while folder and folder not in MAY:
        folder = os.path.dirname(folder)
    return folder


def check_contract_header(relative, number, name):
    mine = LAYER_OF.get(os.path.basename(relative)[:-2])
    theirs = LAYER_OF.get(name)
    if mine and theirs and LAYERS.index(theirs) > LAYERS.index(mine):
        yield f"{relative}:{number}: a header of {mine} includes {name}.h of the higher layer {theirs}"


def layers(root):
    where = {}
    for _, relative in sources(root, ".h"):
        if not relative.startswith(("include/", "tests/")):
            where[os.path.basename(relative)] = owner(relative)
    for path, relative in sources(root, ".c", ".h"):
        if relative.startswith("tests/"):
            continue
        for number, kind, name in includes(path):
            ours = name.startswith("buurtstem/")
            contract = name[len("buurtstem/"):-2] if ours else None
            if relative.startswith("include/"):
                if ours and contract in LAYER_OF:
                    yield from check_contract_header(relative, number, contract)
                elif kind == '"':
                    yield f"{relative}:{number}: the contract includes a private header, {name}"
                continue
            folder = owner(relative)
            folders, contract_layers = MAY[folder] if folder else ([], [])
            if ours and LAYER_OF.get(contract) not in contract_layers:
                yield f"{relative}:{number}: {folder} may not include <{name}>"
            if kind == '"' and name in where and where[name] != folder and where[name] not in folders:
                yield f"{relative}:{number}: {folder} may not include {name} of {where[name]}"


def thirdparty(root):
    for path, relative in sources(root, ".c", ".h"):
        if relative.startswith("tests/"):
            continue
        for number, _, name in includes(path):
            for pattern, places in THIRD_PARTY:
                if re.match(pattern, name) and not relative.startswith(tuple(places)):
                    yield f"{relative}:{number}: <{name}> belongs in {' or '.join(places)}"


def parents(root):
    for path, relative in sources(root, ".c", ".h"):
        for number, _, name in includes(path):
            if ".." in name.split("/"):
                yield f"{relative}:{number}: include goes up: {name}"


def toplevel(root):
    tracked = subprocess.run(["git", "-C", root, "ls-files", "--cached", "--others", "--exclude-standard"],
                             capture_output=True, text=True)
    names = tracked.stdout.split("\n") if tracked.returncode == 0 and tracked.stdout else [
        relative for _, relative in sources(root, "")]
    for name in sorted({n.split("/")[0] + ("/" if "/" in n else "") for n in names if n}):
        if name.endswith("/") and name[:-1] not in TOP_LEVEL:
            yield f"{name}: not one of the agreed folders"
        if not name.endswith("/") and name not in ROOT_FILES:
            yield f"{name}: not one of the agreed root files"


def function_sizes(root, relatives):
    out = subprocess.run(["ctags", "-f", "-", "--kinds-C=f", "--fields=+ne", "-L", "-"], cwd=root, check=True,
                         input="\n".join(relatives), capture_output=True, text=True).stdout
    for line in out.splitlines():
        fields = line.split("\t")
        numbers = dict(f.split(":", 1) for f in fields[3:] if ":" in f)
        if "line" in numbers and "end" in numbers:
            yield fields[1], int(numbers["line"]), fields[0], int(numbers["end"]) - int(numbers["line"]) + 1


def sizes(root):
    relatives = [relative for _, relative in sources(root, ".c", ".h")]
    for relative in relatives:
        with open(os.path.join(root, relative), encoding="utf-8") as file:
            count = sum(1 for _ in file)
        most = HEADER_LINES if relative.endswith(".h") else FILE_LINES
        if count > most:
            yield f"{relative}:{count}: {count} lines, at most {most}"
    for relative, line, name, lines in function_sizes(root, relatives):
        most = MAIN_LINES if name == "main" and not relative.startswith("tests/") else FUNCTION_LINES
        if lines > most:
            yield f"{relative}:{line}: {name} has {lines} lines, at most {most}"


def names(root):
    seen = {}
    for _, relative in sources(root, ".c", ".h"):
        base = os.path.basename(relative)
        if BANNED_NAMES.match(base):
            yield f"{relative}:1: a name that says nothing"
        if base in seen and base != "main.c" and not relative.startswith("include/"):
            yield f"{relative}:1: the name stands already at {seen[base]}"
        seen[base] = relative


def format_rule(root):
    files = [path for path, _ in sources(root, ".c", ".h")]
    out = subprocess.run(["clang-format", "--dry-run", "--Werror", *files], capture_output=True, text=True)
    for line in out.stderr.splitlines():
        if "error:" in line:
            yield line.replace(os.path.join(root, ""), "")


def headers(root):
    for path, relative in sources(root, ".c", ".h", ".py", ".sh", ".cmake", "CMakeLists.txt", ".mjs", ".css"):
        with open(path, encoding="utf-8") as file:
            head = file.read(400)
        if "SPDX-License-Identifier: EUPL-1.2" not in head:
            yield f"{relative}:1: no SPDX licence line"


def binaries(root):
    """Nobody can review bytes: what is no text is a picture of the screens, or stands there as digits."""
    for path, relative in sources(root, ""):
        with open(path, "rb") as file:
            if b"\0" in file.read() and not re.match(r"tests/ui/(references|pictures)/[^/]+\.png$", relative):
                yield f"{relative}:1: no text; a seed of the fuzzers stands as NAME.hex"


def shell(root):
    scripts = [p for p in ("kiosk/demo", "tests/run", ".ci/run") if os.path.exists(os.path.join(root, p))]
    scripts += [relative for _, relative in sources(root, ".sh")]
    for script in scripts:
        out = subprocess.run(["shellcheck", "-f", "gcc", script], cwd=root, capture_output=True, text=True)
        yield from out.stdout.splitlines()


# What silences an analyser, and how its reason stands: in the same comment, or as a comment on the line above.
SILENCE_INSIDE = [(r"NOLINT", r"NOLINT(NEXTLINE|BEGIN|END)?\([a-z0-9.,*-]+\): \w"),
                  (r"cppcheck-suppress", r"cppcheck-suppress \w+ ; \w"), (r"GCOV_EXCL|LCOV_EXCL", r"_EXCL_\w+: \w")]
SILENCE_ABOVE = re.compile(r"pragma (GCC|clang) diagnostic ignored|no_sanitize|shellcheck disable|clang-format off")


def exceptions(root):
    for path, relative in sources(root, ".c", ".h", ".sh", ".supp"):
        has_reason = False
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                for silence, explained in SILENCE_INSIDE:
                    if re.search(silence, line) and not re.search(explained, line):
                        yield f"{relative}:{number}: {silence.split('|')[0]} without its reason"
                if SILENCE_ABOVE.search(line) and not has_reason:
                    yield f"{relative}:{number}: silenced without its reason on the line above"
                if relative.endswith(".supp") and re.match(r"\w|\{", line) and not has_reason:
                    yield f"{relative}:{number}: suppressed without its reason on the line above"
                # One reason is enough for the lines of a suppression and for pragmas that follow each other.
                goes_on = has_reason and (relative.endswith(".supp") or "#pragma" in line)
                is_comment = re.match(r"\s*(#(?!pragma)|/\*|//|\*).*\w", line) and "SPDX" not in line
                has_reason = bool(line.strip()) and bool(goes_on or is_comment)


def purity(root, libraries):
    """A pure library opens, waits and allocates nothing: every symbol it leaves undefined is on a list."""
    del root
    for library in libraries:
        out = subprocess.run(["nm", library], capture_output=True, text=True, check=True).stdout
        rows = [line.split() for line in out.splitlines() if line.strip()]
        defined = {row[-1] for row in rows if len(row) == 3 and row[1] not in "U"}
        undefined = {row[-1] for row in rows if len(row) == 2 and row[0] in "Uw"}
        for symbol in sorted(undefined - defined):
            if not PURE.match(symbol) and not PURE_OURS.match(symbol):
                yield f"{os.path.basename(library)}:0: impure: {symbol}"


RULES = {"layers": layers, "thirdparty": thirdparty, "parents": parents, "toplevel": toplevel, "sizes": sizes,
         "names": names, "format": format_rule, "headers": headers, "binaries": binaries, "shell": shell, "exceptions": exceptions}


def main():
    if len(sys.argv) < 3 or (sys.argv[1] not in RULES and sys.argv[1] != "purity"):
        sys.exit(__doc__)
    rule, root = sys.argv[1], os.path.abspath(sys.argv[2])
    found = list(purity(root, sys.argv[3:]) if rule == "purity" else RULES[rule](root))
    for line in found:
        print(line)
    print(f"{rule}: {len(found)} violation{'' if len(found) == 1 else 's'}")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
