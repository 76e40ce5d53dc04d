#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""Central's pages in a real browser: a running server with made-up answers and a hostile programme, then pages.mjs.

Usage: run_pages.py BUILD SOURCE RENDER_PAGES

BS_ONLY is a regular expression: only tests whose name it fits are run.

Exit status 77 after a line "SKIPPED: …" where a browser, node or the npm registry is missing.
"""

import copy
import json
import os
import shutil
import subprocess
import sys
import tempfile

from line import TENANT, Line

SKIP = 77
PASSWORD = "zeven schapen op een dijk"
VISITS = "2500"
MARKUP = "<script>document.title='uit'</script>"
# A place may be called anything; these are the classics for text, attributes, titles and style.
NAMES = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(2)>",
    "'-alert(3)-'",
    "</title><svg/onload=alert(4)>",
    "<a href=\"javascript:alert(5)\">klik</a>",
    "<style>*{display:none}</style>",
    "&lt;b&gt; & \"aanhaling\"",
    "</option></select><iframe src=//example.org>",
]


def skip(reason):
    print(f"SKIPPED: {reason}")
    sys.exit(SKIP)


def find_chromium():
    for name in ("chromium", "chromium-browser", "google-chrome"):
        path = shutil.which(name)
        if path:
            return path
    return skip("no chromium (apt install chromium)")


def install_tools(build, source):
    """The npm packages of package-lock.json, once for each state of that file."""
    folder = os.path.join(build, "web-tools")
    lock = os.path.join(source, "tests", "web", "package-lock.json")
    mark = os.path.join(folder, "installed.json")
    os.makedirs(folder, exist_ok=True)
    if os.path.exists(mark) and open(mark, "rb").read() == open(lock, "rb").read():
        return folder
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(os.path.join(source, "tests", "web", name), os.path.join(folder, name))
    print("installing the browser tools with npm, about 60 MB, once", flush=True)
    result = subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder, text=True,
                            capture_output=True, timeout=600)
    if result.returncode != 0:
        if subprocess.run(["npm", "ping"], cwd=folder, capture_output=True, timeout=120).returncode != 0:
            skip("the npm registry cannot be reached")
        sys.exit(f"npm ci failed although the registry answers:\n{result.stderr}")
    shutil.copyfile(lock, mark)
    return folder


def in_all_languages(text, words):
    return {language: words for language in text}


def hostile_programme(source):
    """The shipped programme with markup in every text that the rules for texts let pass."""
    with open(os.path.join(source, "assets", "programmes", "versterking-leidschendam-noord.json"),
              encoding="utf-8") as file:
        programme = json.load(file)
    programme = copy.deepcopy(programme)
    programme.update(id="kwaad", code="X7M4P", owner=MARKUP)
    del programme["$schema"]
    programme["title"] = in_all_languages(programme["title"], MARKUP)
    programme["tile"] = in_all_languages(programme["tile"], "<b>Tegel</b>")
    promise = programme["promise"]
    for key in ("open", "decides"):
        promise[key] = in_all_languages(promise[key], f"{MARKUP}.")
    promise["contact"]["text"] = in_all_languages(promise["contact"]["text"], f"{MARKUP}.")
    for fact in programme["facts"]:
        fact["text"] = in_all_languages(fact["text"], f"{MARKUP}.")
    for entry in programme["sources"]:
        entry.update(title=MARKUP, publisher=MARKUP)
    for index, question in enumerate(programme["questions"]):
        question["text"] = in_all_languages(question["text"], f"{index + 1} {MARKUP}?")
    for value, label in programme["questions"][0]["labels"].items():
        programme["questions"][0]["labels"][value] = in_all_languages(label, "<i/>Ge")
    for choice in programme["questions"][1]["choices"]:
        choice["label"] = in_all_languages(choice["label"], "<u>Keuze</u>")
    return programme


def hostile_places(source):
    with open(os.path.join(source, "assets", "programmes", "demo-publish.json"), encoding="utf-8") as file:
        place = json.load(file)["places"][0]
    place.pop("programmes", None)  # then every programme is asked there
    return [dict(place, id=f"kwade-plek-{index}", name=name) for index, name in enumerate(NAMES)]


def prepare(line, source):
    line.start_central()
    line.publish()
    path = line.path("kwaad.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"format": "buurtstem-publish/1", "places": hostile_places(source),
                   "programmes": [hostile_programme(source)]}, file)
    line.call("central", "publish", path)
    line.call("central", "demo-data", VISITS, "--tenant", TENANT)
    for name, tenant in (("samira", TENANT), ("leiden", "GM0546")):
        line.call("central", "staff", "add", name, "--tenant", tenant, stdin=PASSWORD + "\n")


def main():
    build, source, render = sys.argv[1:4]
    chromium = find_chromium()
    if shutil.which("node") is None or shutil.which("npm") is None:
        skip("no node or npm (apt install nodejs npm)")
    tools = install_tools(build, source)
    # Modules are looked for beside the file that asks for them: so the script runs from where its packages are.
    shutil.copyfile(os.path.join(source, "tests", "web", "pages.mjs"), os.path.join(tools, "pages.mjs"))
    with Line(build, source) as line, tempfile.TemporaryDirectory() as rendered:
        subprocess.run([render, rendered], check=True)
        prepare(line, source)
        environment = dict(os.environ, BS_BASE=f"https://localhost:{line.port}", BS_CHROMIUM=chromium,
                           BS_PASSWORD=PASSWORD, BS_MARKUP=MARKUP, BS_NAMES=json.dumps(NAMES), BS_RENDERED=rendered,
                           BS_JAVA=shutil.which("java") or "")
        return subprocess.run(["node", "pages.mjs"], cwd=tools, env=environment, timeout=1100).returncode


if __name__ == "__main__":
    sys.exit(main())
