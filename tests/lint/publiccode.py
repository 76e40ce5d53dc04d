#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""Checks publiccode.yml against the rules of the publiccode.yml standard (core schema) that concern this project.

Usage: publiccode.py FILE. Every complaint names the key; exit status 1 if there is any.
"""

import re
import sys

import yaml

TOP = {"publiccodeYmlVersion": str, "name": str, "url": str, "platforms": list, "developmentStatus": str,
       "softwareType": str, "description": dict, "legal": dict, "maintenance": dict, "localisation": dict}
STATUS = {"concept", "development", "beta", "stable", "obsolete"}
TYPES = {"standalone/mobile", "standalone/iot", "standalone/desktop", "standalone/web", "standalone/backend",
         "standalone/other", "addon", "library", "configurationFiles"}
MAINTENANCE = {"internal", "contract", "community", "none"}


def description(lang, text):
    where = f"description.{lang}"
    if len(text.get("shortDescription", "")) not in range(1, 151):
        yield f"{where}.shortDescription: expected 1 to 150 characters"
    if len(text.get("longDescription", "")) not in range(150, 10001):
        yield f"{where}.longDescription: expected 150 to 10000 characters"
    if not text.get("features"):
        yield f"{where}.features: expected at least one"


def complaints(data):
    for key, kind in TOP.items():
        if not isinstance(data.get(key), kind):
            yield f"{key}: expected {kind.__name__}"
            return
    if data["developmentStatus"] not in STATUS:
        yield f"developmentStatus: expected one of {sorted(STATUS)}"
    if data["softwareType"] not in TYPES:
        yield f"softwareType: expected one of {sorted(TYPES)}"
    if not data["legal"].get("license"):
        yield "legal.license: expected an SPDX expression"
    if data["maintenance"].get("type") not in MAINTENANCE:
        yield f"maintenance.type: expected one of {sorted(MAINTENANCE)}"
    if data["maintenance"].get("type") in ("internal", "community") and not data["maintenance"].get("contacts"):
        yield "maintenance.contacts: expected at least one"
    if not isinstance(data["localisation"].get("localisationReady"), bool):
        yield "localisation.localisationReady: expected true or false"
    languages = data["localisation"].get("availableLanguages") or []
    if not languages or not all(re.fullmatch(r"[a-z]{2,3}(-[A-Za-z]+)*", lang) for lang in languages):
        yield "localisation.availableLanguages: expected BCP 47 tags"
    if not data["description"]:
        yield "description: expected at least one language"
    for lang, text in data["description"].items():
        yield from description(lang, text)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        found = list(complaints(yaml.safe_load(file)))
    for line in found:
        print(f"{sys.argv[1]}: {line}")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
