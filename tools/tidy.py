#!/usr/bin/env python3
"""Check the tree against the house style (CONTRIBUTING.md lists the rules).

    tools/tidy.py [ROOT]

Prints "path:line: rule: what" for each violation and exits with 1 when there is one. An
exception is a line "path rule" in tools/tidy.allow; ALLOW_MAX below may only be lowered, and an
entry that no longer excuses anything is a violation itself.
"""
import ast
import re
import sys
from pathlib import Path

FUNCTION_LINES_MAX = 80
FILE_LINES_MAX = 1200
COLUMNS_MAX = 100
ALLOW_MAX = 0

# What each room may use directly; using a room brings along what that room may use.
USES = {
    "base": [],
    "store": ["base"],
    "lang": ["base"],
    "core": ["store"],
    "guard": ["core", "lang"],
    "record": ["guard"],
    "collect": ["core", "guard"],
    "unify": ["collect"],
    "segment": ["unify", "lang"],
    "decide": ["segment"],
    "engage": ["decide"],
    "serve": ["engage"],
    "sell": ["engage"],
    "measure": ["record", "serve", "sell"],
    "http": ["measure"],
    "api": ["http"],
    "cli": ["api"],
}

FOLDERS = ["src", "tests", "tools", "bench", "sdk", "ui", "packs", ".ci", "api", "schema"]
SKIP = {"node_modules", "build", "dist", "corpus", "golden", "__pycache__", ".git"}
C_LIKE = {".c", ".h", ".cc"}
SCRIPTS = {".py", ".sh", ".mjs", ".js", ".ts", ".tsx"}

BANNED = re.compile(
    r"(?<![\w.>])(strcpy|strcat|sprintf|vsprintf|gets|atoi|atol|atof|strtok|alloca|rand|srand)"
    r"\s*\("
)
CLOCKS = re.compile(r"(?<![\w.>])(time|clock_gettime|gettimeofday)\s*\(")
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)
MARKS = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "X" + "XX"]) + r")\b")
C_TOKEN = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(?P<d>[^(\s]*)\(.*?\)(?P=d)"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'',
    re.S,
)


def closure():
    """Room -> the set of rooms it may include."""
    reach = {}

    def visit(room):
        if room not in reach:
            reach[room] = {room}
            for used in USES[room]:
                reach[room] |= visit(used)
        return reach[room]

    for room in USES:
        visit(room)
    return reach


REACH = closure()


def blank(text):
    """The same number of lines and columns, without what they say."""
    return re.sub(r"[^\n]", " ", text)


def strip_c(text, keep_strings=False):
    """C source with comments and the insides of strings blanked; lines stay where they are."""

    def replace(match):
        s = match.group(0)
        if s.startswith("/"):
            return blank(s)
        return s if keep_strings else '"' + blank(s[1:-1]) + '"'

    return C_TOKEN.sub(replace, text)


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def c_functions(text):
    """(name, first line, last line) of each function definition."""
    code = strip_c(text)
    code = re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", lambda m: blank(m.group(0)), code, flags=re.M)
    code = re.sub(r'extern\s*" "\s*\{|extern\s*"C?\s*"\s*\{|namespace\s*\w*\s*\{',
                  lambda m: blank(m.group(0)), code)
    found, depth, head, start = [], 0, 0, None
    for m in re.finditer(r"[{};]|(?<=\n)\}", code):
        c, at = m.group(0), m.start()
        if c == ";":
            if depth == 0:
                head = at + 1
        elif c == "{":
            if depth == 0:
                start = function_head(code, head, at)
            depth += 1
        else:
            column0 = at == 0 or code[at - 1] == "\n"
            depth = 0 if column0 else max(depth - 1, 0)
            if depth == 0:
                if start:
                    found.append((start[0], start[1], line_of(code, at)))
                start, head = None, at + 1
    return found


def function_head(code, begin, brace):
    """(name, line) when what stands before a brace at top level is a function's head."""
    head = code[begin:brace]
    plain = re.sub(r"__attribute__\s*\(\(.*?\)\)", " ", head, flags=re.S).rstrip()
    if not plain.endswith(")") or "=" in plain.split("(")[0]:
        return None
    name = re.search(r"(\w+)\s*\(", plain)
    first = begin + len(head) - len(head.lstrip())
    return (name.group(1) if name else "?", line_of(code, first))


class Tidy:
    def __init__(self, root):
        self.root = Path(root)
        self.found = []

    def say(self, path, line, rule, what):
        self.found.append((path.relative_to(self.root).as_posix(), line, rule, what))

    def files(self):
        for folder in FOLDERS:
            for path in sorted((self.root / folder).rglob("*")):
                parts = path.relative_to(self.root).parts
                if path.is_file() and not SKIP.intersection(parts):
                    yield path

    def check(self):
        for path in self.files():
            self.check_name(path)
            if path.suffix in C_LIKE | SCRIPTS:
                text = path.read_text(encoding="utf-8", errors="replace")
                generated = path.stem.endswith("_gen")
                if not generated:
                    self.check_text(path, text)
                if path.suffix in C_LIKE:
                    self.check_c(path, text, generated)
                elif path.suffix == ".py":
                    self.check_python(path, text)
        self.check_rooms()
        return self.allowed()

    def check_name(self, path):
        if path.stem.lower() in {"util", "utils", "misc"}:
            self.say(path, 1, "name", "a file's name says what it holds")

    def check_text(self, path, text):
        lines = text.split("\n")
        if len(lines) - 1 > FILE_LINES_MAX:
            self.say(path, len(lines) - 1, "file-size", f"over {FILE_LINES_MAX} lines")
        for n, line in enumerate(lines, 1):
            if len(line) > COLUMNS_MAX:
                self.say(path, n, "columns", f"{len(line)} columns, at most {COLUMNS_MAX}")
            if "\t" in line:
                self.say(path, n, "tab", "tabs are not used")
            if line != line.rstrip():
                self.say(path, n, "space", "space at the end of the line")
            if MARKS.search(line):
                self.say(path, n, "mark", "finish it or open an issue")

    def check_c(self, path, text, generated):
        self.check_includes(path, text)
        code = strip_c(text)
        for m in re.finditer(r"\btypedef\s+(struct|union)\b", code):
            self.say(path, line_of(code, m.start()), "typedef", "no typedef of structs")
        for m in BANNED.finditer(code):
            self.say(path, line_of(code, m.start()), "banned", f"{m.group(1)}()")
        parts = path.relative_to(self.root).parts
        if parts[0] in {"src", "tests"} and parts != ("src", "base", "clock.c"):
            for m in CLOCKS.finditer(code):
                self.say(path, line_of(code, m.start()), "clock",
                         f"{m.group(1)}(): read the clock through base/clock.h")
        if not generated:
            for name, first, last in c_functions(text):
                if last - first + 1 > FUNCTION_LINES_MAX:
                    self.say(path, first, "function-size",
                             f"{name} has {last - first + 1} lines, at most {FUNCTION_LINES_MAX}")

    def check_includes(self, path, text):
        parts = path.relative_to(self.root).parts
        code = strip_c(text, keep_strings=True)
        for m in INCLUDE.finditer(code):
            name, line = m.group(1), line_of(code, m.start(1))
            target = name.split("/")[0]
            if target not in USES:
                if parts[0] == "src":
                    self.say(path, line, "include", f'"{name}" is not "room/file.h"')
                continue
            self.check_internal(path, parts, line, name, target)
            if parts[0] == "src" and len(parts) > 2:
                if parts[1] in USES and target not in REACH[parts[1]]:
                    self.say(path, line, "direction", f"{parts[1]} may not use {target} ({name})")

    def check_internal(self, path, parts, line, name, target):
        """Internal headers: for their room, its unit tests, and the fuzzers."""
        if not name.endswith("_internal.h"):
            return
        home = len(parts) > 2 and parts[0] == "src" and parts[1] == target
        tests = parts[:3] == ("tests", "unit", target) or parts[:2] in [
            ("tests", "fuzz"),
            ("tests", "fault"),
            ("tests", "sim"),
        ]
        if not home and not tests:
            self.say(path, line, "internal", f"{name} belongs to {target} alone")

    def check_python(self, path, text):
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                lines = node.end_lineno - node.lineno + 1
                if lines > FUNCTION_LINES_MAX:
                    self.say(path, node.lineno, "function-size", f"{node.name} has {lines} lines")

    def check_rooms(self):
        for room in sorted((self.root / "src").glob("*/")):
            if not room.is_dir() or not any(p.suffix in C_LIKE for p in room.rglob("*")):
                continue
            if room.name not in USES:
                self.say(room, 1, "room", "unknown room: add it to USES and to ARCHITECTURE.md")
            if not (room / "README.md").is_file():
                self.say(room, 1, "readme", "each room has a README.md")

    def allowed(self):
        path = self.root / "tools" / "tidy.allow"
        lines = path.read_text().split("\n") if path.is_file() else []
        entries = [tuple(x.split()[:2]) for x in lines if x.strip() and not x.startswith("#")]
        left = [f for f in self.found if (f[0], f[2]) not in entries]
        excused = {(f[0], f[2]) for f in self.found}
        for entry in entries:
            if entry not in excused:
                left.append(("tools/tidy.allow", 1, "allow", f"{entry} excuses nothing: remove it"))
        if len(entries) > ALLOW_MAX:
            left.append(("tools/tidy.allow", 1, "allow",
                         f"{len(entries)} entries, at most {ALLOW_MAX}: the list only shrinks"))
        return left


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent
    left = Tidy(root).check()
    for path, line, rule, what in left:
        print(f"{path}:{line}: {rule}: {what}")
    print(f"tidy: {len(left)} violations" if left else "tidy: clean")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
