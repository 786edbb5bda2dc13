#!/usr/bin/env python3
"""Embed schema/<kind>.json into src/core/schemas_gen.c.

    tools/gen_schema.py           write the file
    tools/gen_schema.py --check   exit 1 when it is stale
"""
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
OUT = ROOT / "src" / "core" / "schemas_gen.c"
PIECE_CHARS = 80


def c_string(text):
    """The text as adjacent C string literals, one a line."""
    lines = []
    for at in range(0, len(text), PIECE_CHARS):
        piece = text[at:at + PIECE_CHARS]
        lines.append('      "' + piece.replace("\\", "\\\\").replace('"', '\\"') + '"')
    return "\n".join(lines)


def generate():
    rows = []
    for path in sorted((ROOT / "schema").glob("*.json")):
        with path.open(encoding="utf-8") as f:
            document = json.load(f)
        # ASCII only, so that every piece is plain C whatever its length.
        text = json.dumps(document, ensure_ascii=True, separators=(",", ":"))
        rows.append('    { "%s",\n%s },' % (path.stem, c_string(text)))
    return (
        "/* Made by tools/gen_schema.py from schema/; do not edit. */\n"
        '#include "core/registry_internal.h"\n\n'
        "const struct schema_file schema_files[] = {\n"
        + "\n".join(rows)
        + "\n    { NULL, NULL },\n};\n"
    )


def main():
    made = generate()
    if "--check" in sys.argv[1:]:
        if not OUT.exists() or OUT.read_text(encoding="utf-8") != made:
            print("src/core/schemas_gen.c is stale: run tools/gen_schema.py", file=sys.stderr)
            return 1
        return 0
    OUT.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
