# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""A fault test whose fault never struck proves nothing, so it says how often it did. The label on the line above a test says
which rows of the catalogue it holds (tests/README.md, "Faults and what holds them"); this counts them while it runs."""

import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.dirname(HERE)
ROWS = [f"F{number:02}" for number in range(1, 76)]
IS_LONG = os.environ.get("BS_FAULTS_LONG") == "1"


class NeverStruck(AssertionError):
    pass


def test_that_calls():
    """The file below tests/ and the name of the test that runs: the nearest test_… on the stack, else the nearest outside support/."""
    frame, nearest = sys._getframe(2), None
    while frame is not None:
        name, path = frame.f_code.co_name, os.path.abspath(frame.f_code.co_filename)
        if name.startswith("test_"):
            nearest = path, name
            break
        if nearest is None and not path.startswith(HERE + os.sep) and name.isidentifier():
            nearest = path, name
        frame = frame.f_back
    path, name = nearest or (os.path.abspath(sys.argv[0]), "main")
    return os.path.relpath(path, TESTS), name


def struck(row, mechanism, hits, test=None):
    """Call it in the test, once for each row of its label, after the fault is over: fails when hits is 0, and appends
    "ROW<TAB>FILE:FUNCTION<TAB>MECHANISM<TAB>HITS" to the file that BS_FAULT_LEDGER names, if it names one.
    `test` is "FILE:FUNCTION" for whoever is not called by a function named test_…"""
    if row not in ROWS:
        raise ValueError(f"{row} is no row of the fault catalogue")
    if re.search(r"[\t\n|;]", mechanism):
        raise ValueError(f"{row}: a mechanism is a few words without tab, bar or semicolon")
    if not hits > 0:
        raise NeverStruck(f"{row}: the fault never struck ({mechanism}), so this proves nothing")
    path = os.environ.get("BS_FAULT_LEDGER")
    if path:
        where = test or ":".join(test_that_calls())
        with open(path, "ab", buffering=0) as ledger:
            ledger.write(f"{row}\t{where}\t{mechanism}\t{int(hits)}\n".encode())
