# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""The test programs of a build, as ctest knows them."""

import json
import os
import subprocess


class Program:
    """A test: its name, its area (unit/base), its words, its environment and where it runs."""

    def __init__(self, build, entry):
        about = {one["name"]: one["value"] for one in entry.get("properties", [])}
        self.name = entry["name"]
        self.words = entry["command"]
        self.folder = about.get("WORKING_DIRECTORY", build)
        self.environment = dict(pair.split("=", 1) for pair in about.get("ENVIRONMENT", []))
        relative = os.path.relpath(self.words[0], os.path.join(build, "tests"))
        self.area = os.path.dirname(relative)


def programs(build, areas):
    """Programs of ours, by the folder below tests/ in which they stand; scripts are none."""
    shown = subprocess.run(["ctest", "--test-dir", build, "--show-only=json-v1"], capture_output=True, text=True, check=True)
    found = [Program(build, entry) for entry in json.loads(shown.stdout)["tests"] if "command" in entry]
    return [program for program in found if program.area in areas]
