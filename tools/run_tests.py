#!/usr/bin/env python3
"""Run the suites of "make test" (or --quick: make check, --soak: make soak).

Each suite is one or more commands with a time-out; its output goes to build/test-logs/NAME.log
and, where it failed, to the terminal. Counts come from the test programs themselves (cmocka's
TAP, node's TAP, unittest, tidy); a suite whose program dies, times out or runs no test counts as
failed as well, and so does a skipped test where MUSUBI_FIXTURES_REQUIRED is set. The last line is
"N passed, N failed".

Environment: FUZZ_SECONDS (per target), ONLY (a regular expression of suite names), WITH_UI=0.
"""
import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOGS = ROOT / "build" / "test-logs"
# Half an hour is enough where two cores are free. On a machine that others use, too, what is
# slow is waited for rather than called broken.
BUDGET_S = 80 * 60
PATIENCE = 3
THREADED = re.compile(r"pthread_|core_start|core_new|http_start|readers_new")
STORE_AWARE = re.compile(r'MUSUBI_TEST_STORE|include "[a-z/]*(lab|house)\.h"')
TAIL_LINES = 80

SANITIZER_ENV = {
    "ASAN_OPTIONS": "detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=1",
    "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1",
    "TSAN_OPTIONS": f"halt_on_error=1:second_deadlock_stack=1:suppressions={ROOT}/tools/tsan.supp",
}


class Runner:
    def __init__(self, soak):
        self.soak = soak
        self.passed = 0
        self.failed = 0
        self.skipped = 0
        self.broken = []
        self.started = time.monotonic()
        self.env = dict(os.environ, **SANITIZER_ENV)
        self.env["CMOCKA_MESSAGE_OUTPUT"] = "TAP"
        self.env.pop("MAKEFLAGS", None)
        self.env.pop("MAKELEVEL", None)
        node = ROOT / "build" / "node" / "bin"
        if node.is_dir():
            self.env["PATH"] = f"{node}:{self.env['PATH']}"
        self.only = re.compile(os.environ.get("ONLY", ""))
        self.jobs = str(os.cpu_count() or 2)

    def left_s(self):
        return 10**9 if self.soak else BUDGET_S - (time.monotonic() - self.started)

    def run(self, log, argv, timeout_s, env):
        """Run one command with its output appended to the log; (exit code, output)."""
        timeout_s = max(5, min(timeout_s * PATIENCE, self.left_s()))
        begin = log.tell()
        log.write(f"$ {' '.join(map(str, argv))}\n".encode())
        log.flush()
        child = subprocess.Popen(argv, cwd=ROOT, env=env, stdout=log, stderr=subprocess.STDOUT,
                                 stdin=subprocess.DEVNULL, start_new_session=True)
        try:
            code = child.wait(timeout=timeout_s)
        except subprocess.TimeoutExpired:
            code = f"timed out after {timeout_s:.0f} s"
        finally:
            end_group(child)
        log.flush()
        log.seek(begin)
        output = log.read().decode("utf-8", "replace")
        log.seek(0, os.SEEK_END)
        return code, output

    def suite(self, name, commands, count, timeout_s, env=None, workers=1):
        """Run the commands of one suite, workers at a time, and book what count() finds."""
        if not self.only.search(name):
            return True
        if not commands:
            print(f"FAIL {name}: no tests found", flush=True)
            self.failed += 1
            self.broken.append(name)
            return False
        begin = time.monotonic()
        LOGS.mkdir(parents=True, exist_ok=True)
        environment = dict(self.env, **(env or {}))
        totals, faults, lock = [0, 0, 0], [], threading.Lock()
        queue = list(enumerate(sorted(commands, key=longest_first)))
        spent = []

        def work():
            while True:
                with lock:
                    if not queue:
                        return
                    n, argv = queue.pop(0)
                path = LOGS / (f"{name}.log" if len(commands) == 1 else f"{name}.{n}.log")
                at = time.monotonic()
                with open(path, "w+b") as log:
                    code, output = self.run(log, argv, timeout_s, environment)
                with lock:
                    spent.append((time.monotonic() - at, Path(argv[-1]).name.split(".")[0]))
                    self.book(totals, faults, argv, path, code, output, count)

        threads = [threading.Thread(target=work) for _ in range(workers)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        return self.close(name, begin, totals, faults, spent)

    def book(self, totals, faults, argv, path, code, output, count):
        passed, failed, skipped = count(output, code)
        if skipped and os.environ.get("MUSUBI_FIXTURES_REQUIRED"):
            failed += skipped
        if failed == 0 and code != 0:
            failed = 1
        if failed == 0 and passed == 0:
            failed = 1
            output += "\nno test was counted\n"
        for n, value in enumerate((passed, failed, skipped)):
            totals[n] += value
        if failed:
            faults.append((argv, path, code, output))

    def close(self, name, begin, totals, faults, spent):
        for argv, path, code, output in faults:
            print(f"---- {name}: {' '.join(map(str, argv))}: {code} ({path.relative_to(ROOT)})")
            print("\n".join(interesting(output)))
        self.passed += totals[0]
        self.failed += totals[1]
        if totals[1]:
            self.broken.append(name)
        skipped = f", {totals[2]} skipped" if totals[2] else ""
        longest = f" (of which {max(spent)[1]} {max(spent)[0]:.0f} s)" if len(spent) > 1 else ""
        print(f"{'FAIL' if totals[1] else 'ok  '} {name}: {totals[0]} passed, {totals[1]} failed"
              f"{skipped}, {time.monotonic() - begin:.1f} s{longest}", flush=True)
        return totals[1] == 0

    def make(self, name, *goals, timeout_s=900):
        return self.suite(name, [["make", "--no-print-directory", "-j", self.jobs, *goals]],
                          count_build, timeout_s)


# What takes longest by itself; so that none is left over at the end, alone.
LONG = ("test_identity", "test_replay", "test_copy", "test_heap", "session.test", "audit.test",
        "studio-screens", "studio-states", "studio-live", "studio-plan", "replica.test")


def longest_first(argv):
    return not any(word in str(argv[-1]) for word in LONG)


def end_group(child):
    """Whatever the command left running in its own session ends with it."""
    try:
        os.killpg(child.pid, 9)
    except ProcessLookupError:
        pass
    child.wait()


def interesting(output):
    """The failing lines with what stands around them, or the end."""
    lines = output.split("\n")
    if len(lines) <= TAIL_LINES:
        return lines
    marks = [n for n, x in enumerate(lines)
             if re.search(r"^\s*not ok|error:|warning:|ERROR: |SUMMARY: |runtime error", x)]
    kept = sorted({m + d for m in marks[:12] for d in range(-6, 14) if 0 <= m + d < len(lines)})
    return [lines[n] for n in kept][:400] + ["…"] + lines[-TAIL_LINES // 2:]


# ---- counters: (output, exit code) -> passed, failed, skipped ----------------------------------

def count_exit(output, code):
    return (1, 0, 0) if code == 0 else (0, 1, 0)


def count_build(output, code):
    """A build passes when it ends well and warns of nothing."""
    return (1, 0, 0) if code == 0 and "warning:" not in output else (0, 1, 0)


def count_cmocka(output, code):
    passed = len(re.findall(r"^ok \d+", output, re.M))
    failed = len(re.findall(r"^not ok \d+", output, re.M))
    skipped = len(re.findall(r"^(?:not )?ok \d+.*# SKIP", output, re.M | re.I))
    if code != 0 and failed == 0:
        failed = 1
    planned = sum(int(n) for n in re.findall(r"^1\.\.(\d+)", output, re.M))
    if failed == 0 and planned > passed:
        failed = planned - passed
    return passed - skipped, failed, skipped


def count_node(output, code):
    def total(word):
        return sum(int(n) for n in re.findall(rf"^# {word} (\d+)", output, re.M))

    failed = total("fail") + total("cancelled")
    return total("pass"), failed or (1 if code != 0 else 0), total("skipped") + total("todo")


def count_unittest(output, code):
    ran = sum(int(n) for n in re.findall(r"^Ran (\d+) test", output, re.M))
    return (ran, 0, 0) if code == 0 else (0, 1, 0)


def count_fuzz(output, code):
    return (len(re.findall(r"^ok fuzz", output, re.M)),
            len(re.findall(r"^not ok fuzz", output, re.M)), 0)


# ---- suites ------------------------------------------------------------------------------------

def unit_tests(variant, pattern=None, folders=("unit",)):
    """Commands of the unit test programs of a variant."""
    prefix = ["setarch", "-R"] if variant == "tsan" and shutil.which("setarch") else []
    commands = []
    for folder in folders:
        glob = "tests/unit/*/test_*.c" if folder == "unit" else f"tests/{folder}/test_*.c"
        for source in sorted(ROOT.glob(glob)):
            if pattern and not pattern.search(source.read_text(encoding="utf-8")):
                continue
            short = source.relative_to(ROOT / "tests").with_suffix("").as_posix()
            short = short.removeprefix("unit/")
            commands.append([*prefix, ROOT / "build" / variant / "tests" / short])
    return commands


def node_tests(folder, leave_out=(), only=None):
    commands = []
    for source in sorted((ROOT / "tests" / folder).glob("*.test.mjs")):
        if source.name in leave_out or (only and source.name not in only):
            continue
        commands.append(["node", "--test", "--test-reporter=tap",
                         source.relative_to(ROOT).as_posix()])
    return commands


CLIENTS = ("sdk-node.test.mjs",)
PACKS = ("bank.test.mjs", "demo.test.mjs")  # what they try is mostly not the server


def quick(r):
    r.suite("tidy", [["python3", "tools/tidy.py"]], count_exit, 60)
    r.suite("tidy-rules", [["python3", "-m", "unittest", "-q", "tools/test_tidy.py"]],
            count_unittest, 60, {"PYTHONPATH": str(ROOT / "tools")})
    r.suite("gen-rules", [["python3", "-m", "unittest", "-q", "tools/test_gen_api.py"]],
            count_unittest, 60, {"PYTHONPATH": str(ROOT / "tools")})
    r.suite("generated", [["python3", "tools/gen_check.py"]], count_exit, 60)
    if r.make("build-dev", "all", "tests"):
        both_stores(r, "unit", unit_tests("dev"), count_cmocka, 300, workers=3)


def both_stores(r, name, commands, count, timeout_s, env=None, workers=1):
    """SQLite always; PostgreSQL where the test asks which store it should run on. One suite, so
    that what takes longest on either begins first."""
    both = [["env", "MUSUBI_TEST_STORE=sqlite", *c] for c in commands]
    if r.env.get("MUSUBI_TEST_PG"):
        both += [["env", "MUSUBI_TEST_STORE=postgres", *c] for c in commands if asks_store(c)]
    r.suite(name, both, count, timeout_s, env, workers)


def asks_store(argv):
    """Node tests always do, through the harness; a C test when it names the variable or uses
    the helpers that read it."""
    last = str(argv[-1])
    if last.endswith(".mjs"):
        return True
    short = last.split("/tests/", 1)[1]
    for source in (ROOT / "tests" / f"{short}.c", ROOT / "tests" / "unit" / f"{short}.c"):
        if source.is_file():
            return bool(STORE_AWARE.search(source.read_text(encoding="utf-8")))
    return False


def sanitizers(r, ui):
    if r.make("build-asan", "VARIANT=asan", "all", "tests"):
        r.suite("asan-unit", unit_tests("asan"), count_cmocka, 480,
                {"MUSUBI_TEST_STORE": "sqlite"}, workers=3)
        r.suite("asan-store", [c for c in unit_tests("asan") if "/store/" in str(c[-1])],
                count_cmocka, 480, {"MUSUBI_TEST_STORE": "postgres"}, workers=3)
        r.suite("asan-sim", [[ROOT / "build" / "asan" / "tests" / "sim" / t]
                             for t in ("test_sim", "test_nodes")],
                count_cmocka, 300, {"SIM_FROM": "1", "SIM_SEEDS": "60"}, workers=2)
        if ui:
            r.suite("asan-api", node_tests("api", leave_out=PACKS), count_node, 300,
                    {"MUSUBI_BIN": "build/asan/musubi", "MUSUBI_SLOW": "4"}, workers=3)
    if r.make("build-tsan", "VARIANT=tsan", "all", "tests"):
        r.suite("tsan-unit", unit_tests("tsan", THREADED), count_cmocka, 300, workers=2)
        if ui:
            r.suite("tsan-clients", node_tests("api", only=CLIENTS), count_node, 300,
                    {"MUSUBI_BIN": "build/tsan/musubi", "MUSUBI_SLOW": "6"})


def fuzz(r):
    seconds = int(os.environ.get("FUZZ_SECONDS", "600" if r.soak else "6"))
    targets = len(list((ROOT / "tests" / "fuzz").glob("*.c")))
    if r.make("build-fuzz", "fuzz-build"):
        r.suite("fuzz", [["tools/fuzz.sh", str(seconds)]], count_fuzz,
                120 + (seconds + 15) * (targets + 1) // 2)


def full(r, ui, on_disk):
    quick(r)
    rounds = os.environ.get("MUSUBI_CRASH_ROUNDS", "500" if r.soak else "25")
    replica = os.environ.get("MUSUBI_REPLICA_ROUNDS", "2000" if r.soak else "100")
    box_s = os.environ.get("MUSUBI_REPLICA_BOX_S", "7200" if r.soak else "180")
    crash = {"MUSUBI_CRASH_ROUNDS": rounds, "MUSUBI_REPLICA_ROUNDS": replica,
             "MUSUBI_REPLICA_BOX_S": box_s,
             "MUSUBI_ERASE_BOX_S": os.environ.get("MUSUBI_ERASE_BOX_S",
                                                  "1800" if r.soak else "25"),
             "SIM_SEEDS": os.environ.get("SIM_SEEDS", "20000" if r.soak else "300"),
             "SIM_SECONDS": os.environ.get("SIM_SECONDS", "18000" if r.soak else "300")}
    long_s = 6 * 3600 if r.soak else 600
    if ui:
        both_stores(r, "api", node_tests("api", leave_out=CLIENTS), count_node, 300, workers=3)
        both_stores(r, "clients", node_tests("api", only=CLIENTS), count_node, 300)
        r.suite("browser", node_tests("e2e"), count_node, 600, workers=3)
    both_stores(r, "fault", unit_tests("dev", folders=("sim", "fault")), count_cmocka, long_s,
                crash, workers=2)
    if ui and r.make("build-older", "VARIANT=older"):
        both_stores(r, "crash", node_tests("fault"), count_node, long_s,
                    dict(crash, TMPDIR=on_disk), workers=2)
    sanitizers(r, ui)
    fuzz(r)


# ---- folders -----------------------------------------------------------------------------------

SCRATCH_FREE = 6 << 30


def scratch():
    """A folder for what tests write: in memory, where there is plenty of it, since these files are
    gone a moment later. The suites "crash" stay on the disk."""
    base = "/dev/shm"
    try:
        v = os.statvfs(base)
        plenty = os.access(base, os.W_OK) and v.f_bavail * v.f_frsize >= SCRATCH_FREE
    except OSError:
        plenty = False
    folder = Path(tempfile.mkdtemp(prefix="musubi-", dir=base if plenty else "/tmp"))
    folder.chmod(0o755)
    return folder


# ---- PostgreSQL --------------------------------------------------------------------------------

PG_SCRIPT = ROOT / "tools" / "pg_throwaway.sh"


def start_postgres(r, scratch_folder):
    """A server of this run's own; its folder, or None."""
    if not PG_SCRIPT.is_file():
        return None
    folder = scratch_folder / "pg"
    folder.mkdir(mode=0o755)
    LOGS.mkdir(parents=True, exist_ok=True)
    with open(LOGS / "postgres.log", "wb") as log:
        done = subprocess.run([PG_SCRIPT, "start", folder], cwd=ROOT, stdout=subprocess.PIPE,
                              stderr=log, check=False, timeout=120,
                              env=dict(os.environ, PG_FSYNC="off"))  # never stopped hard
    url = done.stdout.decode().strip().split("\n")[-1]
    if done.returncode != 0 or not url.startswith("postgresql://"):
        print(f"PostgreSQL did not start: see {LOGS.relative_to(ROOT)}/postgres.log")
        r.failed += 1
        r.broken.append("postgres")
        return folder
    r.env["MUSUBI_TEST_PG"] = url
    return folder


def stop_postgres(folder):
    subprocess.run([PG_SCRIPT, "stop", folder], cwd=ROOT, check=False, timeout=120,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="make check")
    parser.add_argument("--soak", action="store_true", help="make soak")
    args = parser.parse_args()
    ui = os.environ.get("WITH_UI", "1") != "0"
    r = Runner(args.soak)
    on_disk = os.environ.get("TMPDIR", "/tmp")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143)) # what lies in memory goes, too
    files, folder = scratch(), None
    r.env["TMPDIR"] = str(files)
    try:
        folder = start_postgres(r, files)
        if args.quick:
            quick(r)
        else:
            full(r, ui, on_disk)
    finally:
        if folder:
            stop_postgres(folder)
        shutil.rmtree(files, ignore_errors=True)
    if r.broken:
        print(f"failed: {', '.join(r.broken)}")
    print(f"{time.monotonic() - r.started:.0f} s")
    print(f"{r.passed} passed, {r.failed} failed")
    return 1 if r.failed or not r.passed else 0


if __name__ == "__main__":
    sys.exit(main())
