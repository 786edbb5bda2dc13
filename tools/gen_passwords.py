#!/usr/bin/env python3
"""Make src/guard/passwords_gen.c: the passwords that people choose most.

    tools/gen_passwords.py [--check]

Source: the ranked list of 30,000 passwords that the npm package zxcvbn (MIT) carries, collected by
its authors from passwords that were made public; of these, the ones as long as a password of staff
must be. --check: 1 when the file is not what comes out now.
"""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "node_modules/zxcvbn/lib/frequency_lists.js"
OUT = ROOT / "src/guard/passwords_gen.c"
CHARS_MIN = 8  # STAFF_PASSWORD_CHARS_MIN

HEAD = """/* Made by tools/gen_passwords.py from the npm package zxcvbn 4.4.2; do not edit.
 * What people choose most, of {min} characters and more, in lower case, in order of strcmp(). */
#include "guard/guard_internal.h"

const char common_passwords[][COMMON_PASSWORD_SIZE] = {{
"""
FOOT = """
};
const size_t common_passwords_n = sizeof(common_passwords) / sizeof(*common_passwords);
"""


def words():
    text = SOURCE.read_text(encoding="utf-8")
    found = re.search(r'passwords: "([^"]*)"', text).group(1)
    return sorted({w.lower() for w in found.split(",") if len(w) >= CHARS_MIN})


def main():
    if not SOURCE.is_file():
        raise SystemExit(f"{SOURCE.relative_to(ROOT)} is not there: make setup")
    some = words()
    if not all(re.fullmatch(r"[\x21-\x7e]{1,23}", w) for w in some):
        raise SystemExit("a word is longer than COMMON_PASSWORD_SIZE, or not plain")
    lines, line = [], "   "
    for w in some:
        item = ' "' + w.replace("\\", "\\\\").replace('"', '\\"').replace("?", "\\?") + '",'
        if len(line) + len(item) > 100:
            lines.append(line)
            line = "   "
        line += item
    text = HEAD.format(min=CHARS_MIN) + "\n".join([*lines, line]) + FOOT
    if "--check" in sys.argv:
        return OUT.read_text(encoding="utf-8") != text
    OUT.write_text(text, encoding="utf-8")
    print(f"{OUT.relative_to(ROOT)}: {len(some)} words, longest {max(map(len, some))}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
