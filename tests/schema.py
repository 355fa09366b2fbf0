"""Articles in JSON against the schema that `pressroom schema` prints.

Usage: schema.py SCHEMA ARTICLE...
"""

import json
import sys

import jsonschema

# What no schema of articles may take: a slip in a key, and a list as a level.
WRONG = [
    {"body": [{"heading": "A", "levle": 2}]},
    {"body": [{"heading": "A", "level": [2]}]},
    {"body": [{"table": {"rows": "none"}}]},
    {"draft": "perhaps"},
]


def main(schema, articles):
    with open(schema, encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    faults = []
    for name in articles:
        with open(name, encoding="utf-8") as file:
            article = json.load(file)
        for fault in validator.iter_errors(article):
            faults.append(f"{name}: {fault.json_path}: {fault.message[:200]}")
    for wrong in WRONG:
        if validator.is_valid(wrong):
            faults.append(f"taken for an article: {wrong}")
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
