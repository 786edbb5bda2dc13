#!/usr/bin/env python3
"""Fail when a generated file is not what its generator gives now ("make gen" makes it anew)."""
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GENERATORS = ["tools/gen_api.py", "tools/gen_schema.py", "tools/gen_passwords.py"]


def main():
    stale = 0
    for name in GENERATORS:
        done = subprocess.run([sys.executable, name, "--check"], cwd=ROOT, check=False)
        print(f"{name}: {'fresh' if done.returncode == 0 else 'stale or failed'}")
        stale += done.returncode != 0
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
