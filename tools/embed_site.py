#!/usr/bin/env python3
"""Make C out of the built user interface: tools/embed_site.py FOLDER OUT.S OUT.c

FOLDER holds index.html, and files that become the site's paths; a file beside it with ".br" is its
brotli form (ui/compress.mjs makes them).  OUT.S takes the bytes in by .incbin, OUT.c is the table
`ui_site` of http/static.h.  What lies under assets/ has a hash in its name and never changes.
"""
import gzip
import hashlib
import sys
from pathlib import Path

TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
         ".svg": "image/svg+xml", ".png": "image/png", ".ico": "image/x-icon",
         ".json": "application/json", ".webmanifest": "application/manifest+json",
         ".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8"}
PACKED = {".js", ".css", ".svg", ".json", ".webmanifest", ".txt"}
SMALL = 1024  # bytes; below, a coding saves nothing (GZIP_FROM of http)


def blob(asm, symbol, path):
    asm.append(f".global {symbol}\n.hidden {symbol}\n{symbol}:\n    .incbin \"{path}\"\n")


def coded(path, folder, work):
    """(gzip, brotli) files of a file; None where there is none."""
    if path.suffix not in PACKED or path.stat().st_size < SMALL:
        return None, None
    zipped = work / (path.relative_to(folder).as_posix().replace("/", "_") + ".gz")
    zipped.write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))
    brotli = path.with_name(path.name + ".br")
    return zipped, brotli if brotli.is_file() else None


def piece(asm, names, symbol, path):
    """C initialiser of a struct str; its bytes go to the assembly file."""
    if path is None:
        return "{ NULL, 0 }"
    blob(asm, symbol, path.resolve())
    names.append(symbol)
    return f"{{ {symbol}, {path.stat().st_size} }}"


def main():
    folder, out_s, out_c = (Path(p) for p in sys.argv[1:4])
    asm = ["/* Made by tools/embed_site.py. */\n.section .rodata\n"]
    names, rows = [], []
    files = [p for p in folder.rglob("*") if p.is_file() and p.suffix != ".br"
             and p.name != "index.html"]
    for i, path in enumerate(sorted(files, key=lambda p: p.relative_to(folder).as_posix())):
        name = path.relative_to(folder).as_posix()
        zipped, brotli = coded(path, folder, out_c.parent)
        tag = hashlib.sha256(path.read_bytes()).hexdigest()[:24]
        raw = piece(asm, names, f"ui_raw_{i}", path)
        gz = piece(asm, names, f"ui_gz_{i}", zipped)
        br = piece(asm, names, f"ui_br_{i}", brotli)
        fixed = "true" if name.startswith("assets/") else "false"
        rows.append(f"    {{ \"/{name}\", \"{TYPES[path.suffix]}\", \"\\\"{tag}\\\"\",\n"
                    f"      {raw}, {gz}, {br}, {fixed} }},\n")
    page = piece(asm, names, "ui_page", folder / "index.html")
    asm.append('.section .note.GNU-stack,"",@progbits\n')
    out_s.write_text("".join(asm))
    out_c.write_text(
        "/* Made by tools/embed_site.py. */\n#include \"http/static.h\"\n\n"
        + "".join(f"extern const char {n}[];\n" for n in names)
        + "\nstatic const struct site_file files[] = {\n"
        + ("".join(rows) or "    { 0 },\n") + "};\n"
        + "extern const struct site ui_site;\n"
        + f"const struct site ui_site = {{ files, {len(rows)}, {page} }};\n")


if __name__ == "__main__":
    main()
