#!/usr/bin/env python3
"""tidy.py finds what it is for: each rule against a planted violation and its harmless twin."""
import tempfile
import unittest
from pathlib import Path

import tidy

LONG = "int f(void)\n{\n" + "    g();\n" * 78 + "}\n"
SWITCHY = (
    "int f(int x) {\n" + "    if (x) { g(); }\n" * 77 + "}\n\nint h(void) {\n    return 1;\n}\n"
)

# (rule, file, text that breaks it, text of the same file that does not)
CASES = [
    ("function-size", "src/base/a.c", LONG, LONG.replace("    g();\n", "", 1)),
    ("function-size", "src/base/a.c", SWITCHY.replace("(x) {", "(x) {\n    g();\n", 1)
     .replace("int f(int x) {\n", "int f(int x) {\n    g();\n    g();\n"), SWITCHY),
    ("function-size", "src/base/a.c", "#define X 1\n" + LONG, "static int t[] = {\n"
     + "    1,\n" * 90 + "};\n"),
    ("function-size", "src/base/a.cc", 'extern "C" {\n' + LONG + "}\n",
     'extern "C" {\n' + "int f(void)\n{\n    g();\n}\n" * 30 + "}\n"),
    ("function-size", "tools/a.py", "def f():\n" + "    g()\n" * 80, "def f():\n    g()\n"),
    ("file-size", "src/base/a.c", "\n" * 1201, "\n" * 1200),
    ("columns", "src/base/a.h", "x" * 101 + "\n", "x" * 100 + "\n"),
    ("columns", "src/base/a.h", "é" * 101 + "\n", "é" * 100 + "\n"),
    ("tab", "src/base/a.c", "\tint x;\n", "    int x;\n"),
    ("tab", "tools/a.sh", "\techo\n", "    echo\n"),
    ("space", "src/base/a.c", "int x; \n", "int x;\n"),
    ("mark", "src/base/a.c", "/* TO" + "DO: later */\n", "/* to do */\n"),
    ("mark", "tests/api/a.mjs", "// FIX" + "ME\n", 'mkdtemp("XXXXXX");\n'),
    ("banned", "src/base/a.c", "void f(void) { strcpy(a, b); }\n", "/* strcpy(a, b) */\n"),
    ("banned", "src/base/a.c", "int x = atoi (s);\n", 'const char *s = "atoi(";\n'),
    ("banned", "src/base/a.c", "int x = rand();\n", "int x = brand() + p->rand() + q.gets(1);\n"),
    ("banned", "tests/unit/base/test_a.c", "void f(void) { sprintf(a, b); }\n",
     "void f(void) { snprintf(a, 1, b); }\n"),
    ("clock", "src/base/a.c", "int x = time(NULL);\n", "int x = p->time() + mtime(1);\n"),
    ("clock", "src/core/a.c", "int x = clock_gettime(1, &t);\n", "/* time() */\n"),
    ("typedef", "src/base/a.h", "typedef struct x { int y; } x;\n", "typedef uint32_t x;\n"),
    ("direction", "src/base/a.c", '#include "core/core.h"\n', '#include "base/b.h"\n'),
    ("direction", "src/core/a.c", '#include "unify/unify.h"\n', '#include "base/buf.h"\n'),
    ("direction", "src/collect/a.h", '# include "http/http.h"\n', '#include "guard/gate.h"\n'),
    ("direction", "src/lang/cel/a.c", '#include "core/core.h"\n', '#include "lang/cel/b.h"\n'),
    ("direction", "src/store/a.c", '#include "api/app.h"\n', '// #include "api/app.h"\n'),
    ("internal", "src/core/a.c", '#include "store/x_internal.h"\n',
     '#include "core/x_internal.h"\n'),
    ("internal", "tests/unit/core/test_a.c", '#include "store/x_internal.h"\n',
     '#include "core/x_internal.h"\n'),
    ("include", "src/core/a.c", '#include "log.h"\n', "#include <sqlite3.h>\n"),
    ("name", "src/base/misc.c", "int x;\n", None),
    ("name", "tools/util.py", "x = 1\n", None),
    ("room", "src/attic/a.c", "int x;\n", None),
]


def rules(files, allow=""):
    """The set of rules that a tree of these files breaks."""
    with tempfile.TemporaryDirectory() as top:
        root = Path(top)
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            if path.parts[len(root.parts)] == "src":
                (root / "src" / path.parts[len(root.parts) + 1] / "README.md").write_text("# it\n")
        (root / "tools").mkdir(exist_ok=True)
        (root / "tools" / "tidy.allow").write_text(allow)
        return sorted({f[2] for f in tidy.Tidy(root).check()})


class TidyTest(unittest.TestCase):
    def test_planted_violations(self):
        for rule, name, bad, good in CASES:
            with self.subTest(rule=rule, file=name, text=bad[:60]):
                self.assertEqual(rules({name: bad}), [rule])
                if good is not None:
                    self.assertEqual(rules({name: good}), [])

    def test_generated_files_may_be_long(self):
        self.assertEqual(rules({"src/api/t_gen.c": "x" * 200 + "\n" + LONG}), [])
        self.assertEqual(rules({"src/base/t_gen.c": '#include "api/app.h"\n'}), ["direction"])

    def test_clock_c_reads_the_clock(self):
        text = "int x = clock_gettime(1, &t);\n"
        self.assertEqual(rules({"src/base/clock.c": text}), [])

    def test_readme(self):
        with tempfile.TemporaryDirectory() as top:
            (Path(top) / "src" / "base").mkdir(parents=True)
            (Path(top) / "src" / "base" / "a.c").write_text("int x;\n")
            self.assertEqual([f[2] for f in tidy.Tidy(top).check()], ["readme"])

    def test_room_table_has_no_cycle(self):
        for room, uses in tidy.USES.items():
            for used in uses:
                self.assertNotIn(room, tidy.REACH[used], f"{room} and {used} use each other")

    def test_allow_list_only_shrinks(self):
        files = {"src/base/a.c": "\tint x;\n"}
        kept, tidy.ALLOW_MAX = tidy.ALLOW_MAX, 1
        try:
            self.assertEqual(rules(files, "src/base/a.c tab\n"), [])
            self.assertEqual(rules(files, "src/base/b.c tab\n"), ["allow", "tab"])
            tidy.ALLOW_MAX = 0
            self.assertEqual(rules(files, "src/base/a.c tab\n"), ["allow"])
        finally:
            tidy.ALLOW_MAX = kept


if __name__ == "__main__":
    unittest.main()
