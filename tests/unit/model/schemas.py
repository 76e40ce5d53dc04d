# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""The shipped JSON Schemas agree with the reader in C, shown on the same cases.

Valid cases satisfy the schema; of the invalid ones those named schema-… do not, and the others do, since what is wrong
with them (a date that does not exist, a sentence too long) no schema can say. Also every shipped file satisfies its own.
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


def cases_of(root, kind):
    """(folder, input, whether the schema has to accept it) of every case."""
    for path in sorted((root / "tests" / "data" / kind).glob("*/*/input.json")):
        case = path.parent
        if case.name != "duplicate-name":  # Python keeps the last of two members, so it cannot judge this one
            yield case, path, case.parent.name == "valid" or not case.name.startswith("schema-")


def main(root):
    schemas = {name: load(root / "assets" / "schema" / f"{name}.schema.json")
               for name in ("programme", "outcome", "publish", "translation")}
    validators = {name: Draft202012Validator(schema) for name, schema in schemas.items()}
    wrong = []
    count = 0
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    for name in ("programme", "outcome"):
        if schemas["publish"]["$defs"][name] != schemas[name]:
            wrong.append(f"publish.schema.json holds another {name} schema than {name}.schema.json")

    for kind in ("programmes", "outcomes", "places"):
        before = count
        for case, path, expected in cases_of(root, kind):
            count += 1
            own = validators.get(kind.removesuffix("s"))
            if own is not None and satisfies(own, path) != expected:
                wrong.append(f"{case}: the schema {'refuses' if expected else 'accepts'} it")
            if (expected or own is None) and validators["publish"].is_valid(
                {"format": "buurtstem-publish/1", kind: [load(path)]}
            ) != expected:
                wrong.append(f"{case}: the publish schema {'refuses' if expected else 'accepts'} it")
        if count == before:
            wrong.append(f"no cases in tests/data/{kind}")

    for path in sorted((root / "assets" / "programmes").glob("*.json")):
        kind = load(path).get("format", "").removeprefix("buurtstem-").partition("/")[0]
        for error in validators.get(kind, validators["programme"]).iter_errors(load(path)):
            wrong.append(f"{path}: {error.json_path}: {error.message[:200]}")

    for path in sorted((root / "assets" / "languages").glob("*/programmes/*.json")):
        for error in validators["translation"].iter_errors(load(path)):
            wrong.append(f"{path}: {error.json_path}: {error.message[:200]}")
    for case in sorted((root / "tests" / "fuzz" / "corpus" / "translation").glob("*.json")):
        count += 1
        if not validators["translation"].is_valid(load(case)["translation"]):
            wrong.append(f"{case}: the schema refuses it")

    print("\n".join(wrong) or f"{count} cases agree")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
