#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""A bundle as central would send it, made of the shipped programmes and their place.

Usage: make_bundle.py SOURCE >BUNDLE
"""

import json
import os
import sys

PROGRAMMES = ("versterking-leidschendam-noord", "afval-kiezen")
KIOSK = "gm1916-prinsenhof-1"
TENANT = "GM1916"


def load(source, name):
    with open(os.path.join(source, "assets", "programmes", name + ".json"), encoding="utf-8") as file:
        return json.load(file)


def programme(source, name):
    out = load(source, name)
    out.pop("$schema", None)
    return out


def bundle(source, **changes):
    """Every member can be replaced: languages=["en", "nl"], in_use=False, serial=2, programmes=[…] …"""
    place = dict(load(source, "demo-publish")["places"][0])
    place.pop("tenant", None)
    place["hours"] = [["00:00", "24:00"]] * 7  # at whatever hour a test lets somebody come
    out = {"v": 1, "tenant": TENANT, "tenant_name": "Leidschendam-Voorburg", "kiosk": KIOSK, "serial": 1,
           "issued": "2026-11-22T00:00:00Z", "in_use": True, "place": place, "languages": ["nl", "en"],
           "idle": {"warn_s": 45, "wipe_s": 30},
           "programmes": [{"published": "2026-11-22", "programme": programme(source, name)} for name in PROGRAMMES],
           "outcomes": [], "connectors": [], "notices": []}
    out.update(changes)
    return out


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    json.dump(bundle(sys.argv[1]), sys.stdout, ensure_ascii=False)
