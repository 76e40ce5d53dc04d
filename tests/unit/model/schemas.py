# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""The shipped JSON Schemas agree with the reader in C, shown on the same cases.

Valid cases satisfy the schema; of the invalid ones those named schema-… do not, and the others do, since what is wrong
with them (a date that does not exist, a sentence too long) no schema can say. Also every shipped programme satisfies it.
"""

import json
import pathlib
import sys

try:
    from jsonschema import Draft202012Validator
except ImportError:
    print("skipped: python3-jsonschema is not installed")
    sys.exit(77)


def load(path):
    return json.loads(path.read_text(encoding="utf-8-sig"))


def satisfies(validator, path):
    try:
        return validator.is_valid(load(path))
    except json.JSONDecodeError:
        return False


def main(root):
    schemas = root / "assets" / "schema"
    programme = load(schemas / "programme.schema.json")
    publish = load(schemas / "publish.schema.json")
    wrong = []
    for schema in (programme, publish):
        Draft202012Validator.check_schema(schema)
    if publish["$defs"]["programme"] != programme:
        wrong.append("publish.schema.json holds another programme schema than programme.schema.json")

    validator = Draft202012Validator(programme)
    publish_validator = Draft202012Validator(publish)
    cases = sorted((root / "tests" / "data" / "programmes").glob("*/*/input.json"))
    if not cases:
        wrong.append("no cases found")
    for path in cases:
        case = path.parent
        expected = case.parent.name == "valid" or not case.name.startswith("schema-")
        if case.name == "duplicate-name":  # Python keeps the last of two members, so it cannot judge this one
            continue
        if satisfies(validator, path) != expected:
            wrong.append(f"{case}: the schema {'refuses' if expected else 'accepts'} it")
        if expected and not publish_validator.is_valid(
            {"format": "buurtstem-publish/1", "programmes": [load(path)]}
        ):
            wrong.append(f"{case}: the publish schema refuses it")

    for path in sorted((root / "assets" / "programmes").glob("*.json")):
        is_publish = load(path).get("format", "").startswith("buurtstem-publish/")
        for error in (publish_validator if is_publish else validator).iter_errors(load(path)):
            wrong.append(f"{path}: {error.json_path}: {error.message[:200]}")

    print("\n".join(wrong) or f"{len(cases)} cases agree")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
