#!/usr/bin/env python3
"""Run every measure of the benchmark and write what was seen as JSON; report.py makes the table.

    bench/bench.py TOOLS RAW.json          (run.sh builds TOOLS; its head lists the settings)

For each store: fill it, measure at full size, kill it under load, start it again, stop it, start
it again, read, rebuild. Beside that, in the same run: the disk's fsync, the bare stores with the
same events, nginx answering the same requests.
"""
import copy
import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

import find
import live

ROOT = Path(__file__).resolve().parent.parent
ENV = os.environ
QUICK = ENV.get("QUICK", "") not in ("", "0")
PEOPLE = int(ENV.get("BENCH_PEOPLE", 50_000 if QUICK else 1_000_000))
EVENTS = int(ENV.get("BENCH_EVENTS", 500_000 if QUICK else 10_000_000))
SLOW_EVENTS = int(ENV.get("BENCH_SLOW_EVENTS", 200_000 if QUICK else 2_000_000))
SECONDS = float(ENV.get("BENCH_SECONDS", 2 if QUICK else 10))
STORES = ENV.get("BENCH_STORES", "sqlite postgres sqlite+2ms postgres+2ms").split()
SERVER = str((ROOT / ENV.get("BENCH_SERVER", "build/release/musubi")).resolve())
PG_TOOL = str(ROOT / "tools" / "pg_throwaway.sh")
BATCH = 100
BATCH_CONNS = 16
TAIL = 0.6  # of the events lie behind the snapshot that the start after kill -9 finds
TAIL_S = 300
PERSON_RATE = 1000
AGAIN = 200  # persons who are looked at again and again
TIMELINE_RATE = 50
LAG_RATE = 50_000  # events/s while the follower's lag is measured

started = []  # every process of ours that may still run


def say(text):
    print(f"[{time.strftime('%H:%M:%S')}] {text}", file=sys.stderr, flush=True)


def run_json(args, env=None, timeout=900, check=True):
    """Run a tool that prints lines of JSON; the lines."""
    done = subprocess.run([str(a) for a in args], stdout=subprocess.PIPE, text=True, env=env,
                          timeout=timeout)
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    if check and done.returncode != 0:
        raise SystemExit(f"bench: {args[0]} {args[1]} failed: {lines}")
    return lines


def free_port():
    import socket
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def get(port, path, timeout=2):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=timeout) as r:
        return r.read().decode()


def ask(port, method, path, headers, body=None):
    """Status and headers of one exchange."""
    c = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        c.request(method, path, body, headers)
        r = c.getresponse()
        r.read()
        return r.status, r.headers
    finally:
        c.close()


def metrics(port):
    out = {}
    for line in get(port, "/metrics").splitlines():
        name, _, value = line.rpartition(" ")
        if not line.startswith("#") and name and "{" not in name:
            out[name] = float(value)
    return out


def stop_process(p, sig=signal.SIGTERM, timeout=60):
    if p.poll() is None:
        p.send_signal(sig)
        try:
            p.wait(timeout)
        except subprocess.TimeoutExpired:
            p.kill()
            p.wait(10)
    if p in started:
        started.remove(p)


def busy_s():
    """What all processors have worked since the machine's start, seconds."""
    t = [int(x) for x in Path("/proc/stat").read_text().splitlines()[0].split()[1:]]
    return (t[0] + t[1] + t[2] + t[5] + t[6]) / os.sysconf("SC_CLK_TCK")


def ours_s(*pids):
    """CPU of these processes, their children (PostgreSQL's) and the tools that we ran."""
    t = os.times()
    total = t.user + t.system + t.children_user + t.children_system
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            f = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(stat.parent.name) in pids or int(f[1]) in pids:
            total += (int(f[11]) + int(f[12])) / os.sysconf("SC_CLK_TCK")
    return total


class Server:
    """One workspace, and the process that serves it when it runs."""

    def __init__(self, name, place, tools, url=None, slow=False):
        self.name, self.place, self.tools, self.url = name, Path(place), Path(tools), url
        self.data = self.place / f"data-{name}"
        self.env = dict(ENV)
        if slow:
            self.env["LD_PRELOAD"] = str(self.tools / "slowfsync.so")
        self.process, self.port, self.next, self.tag, self.acked = None, None, 0, 0, 0
        password = self.place / "password"
        password.write_text("bench-of-musubi-1\n")
        keys = run_json([SERVER, "init", *self.store(), "--owner", "owner@example.com",
                         "--password-file", password, "--json"])[0]
        self.write_key, self.secret_key = keys["write_key"], keys["secret_key"]

    def store(self):
        return ["--data", str(self.data)] + (["--store", self.url] if self.url else [])

    def start(self, *options, limit_s=120):
        """Start it; seconds until /readyz says 200."""
        self.port = free_port()
        log = open(self.place / f"{self.name}.log", "ab")
        began = time.monotonic()
        self.process = subprocess.Popen(
            [SERVER, "serve", *self.store(), "--listen", f"127.0.0.1:{self.port}", *options],
            env=self.env, stdout=log, stderr=log)
        started.append(self.process)
        while time.monotonic() - began < limit_s:
            try:
                get(self.port, "/readyz")
                return time.monotonic() - began
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.005)
        raise SystemExit(f"bench: the server does not start: see {log.name}")

    def stop(self, sig=signal.SIGTERM):
        began = time.monotonic()
        stop_process(self.process, sig)
        return time.monotonic() - began

    def load(self, mode, *options, check=True):
        self.tag += 1
        args = [self.tools / "load", mode, "--port", self.port, "--write-key", self.write_key,
                "--secret-key", self.secret_key, "--people", self.people, "--first", self.next,
                "--tag", self.tag, *options]
        cpu, busy, ours = self.cpu_s(), busy_s(), ours_s(self.process.pid, self.pg_pid())
        began = time.monotonic()
        lines = run_json(args, check=check)
        took = time.monotonic() - began
        others = busy_s() - busy - (ours_s(self.process.pid, self.pg_pid()) - ours)
        for line in lines:
            line["server_cpu_s"] = self.cpu_s() - cpu
            line["others_percent"] = 100 * others / took / os.cpu_count()
        if mode == "batch" and lines:
            self.next = int(lines[0]["next"])
        if mode in ("batch", "track"):
            self.acked += sum(line["events"] for line in lines)
        if any(line["errors"] for line in lines):
            say(f"{self.name}: {mode}: answers other than 200: {lines[0]['errors']}")
        return lines if mode == "timeline" else lines[0]

    def pg_pid(self):
        """The postmaster, None without one."""
        try:
            return int((self.place / "pg/data/postmaster.pid").read_text().split()[0])
        except (OSError, IndexError):
            return None

    def cpu_s(self):
        """CPU time of all its threads, seconds."""
        total = 0
        for task in Path(f"/proc/{self.process.pid}/task").glob("*/schedstat"):
            try:
                total += int(task.read_text().split()[0])
            except (OSError, IndexError):
                pass
        return total / 1e9

    def memory(self):
        rows = {}
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(("VmRSS", "RssAnon", "RssFile", "VmHWM")):
                key, value = line.split(":")
                rows[key] = int(value.split()[0]) * 1024
        m = metrics(self.port)
        rows["state"] = m["musubi_state_bytes"]
        rows["dedupe"] = m.get("musubi_dedupe_bytes", 0)
        return rows

    def disk(self):
        """Bytes of what must be kept: database and write-ahead log, without snapshots."""
        if self.url:
            sql = "SELECT pg_total_relation_size('log')"
            done = subprocess.run(["psql", self.url, "-Atc", sql], stdout=subprocess.PIPE,
                                  text=True, check=True)
            return int(done.stdout)
        return sum(f.stat().st_size for f in self.data.glob("musubi.db*"))

    def forget_pages(self):
        """Let the system forget the store's pages, so that the next read is from the disk."""
        os.sync()
        where = [self.data] + ([self.place / "pg"] if self.url else [])
        for top in where:
            for f in top.rglob("*"):
                if f.is_file():
                    with f.open("rb") as r:
                        os.posix_fadvise(r.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


# ---- one store ----

def search_complete(s):
    while metrics(s.port)["musubi_search_waiting"] > 0:
        time.sleep(0.2)


def fill(s, events, out):
    """The population: a part, a clean stop (that writes the snapshot), the rest."""
    part = int(events * (1 - TAIL)) // BATCH
    rest = events // BATCH - part
    quiet = ("--snapshot-every", "0")
    s.start(*quiet)
    a = s.load("batch", "--count", part, "--conns", BATCH_CONNS)
    say(f"{s.name}: {a['events_per_s']:.0f} events/s from empty, p99 {a['p99_ms']:.1f} ms")
    s.stop()
    s.start(*quiet)
    b = s.load("batch", "--count", rest, "--conns", BATCH_CONNS)
    say(f"{s.name}: {b['events_per_s']:.0f} events/s going on, p99 {b['p99_ms']:.1f} ms")
    out["fill_first"], out["fill_rest"] = a, b
    out["ingest"] = (a["events"] + b["events"]) / (a["seconds"] + b["seconds"])
    began = time.monotonic()
    search_complete(s)
    out["search_behind_s"] = time.monotonic() - began
    say(f"{s.name}: search complete {out['search_behind_s']:.1f} s later")
    out["memory"] = s.memory()
    out["disk"] = s.disk()


def crash_and_starts(s, out):
    seconds = min(3, SECONDS)
    load = subprocess.Popen([str(x) for x in (
        s.tools / "load", "batch", "--port", s.port, "--write-key", s.write_key, "--people",
        s.people, "--first", s.next, "--tag", 900, "--until-refused", 1, "--seconds", 30)],
        stdout=subprocess.PIPE, text=True)
    started.append(load)
    time.sleep(seconds)
    s.stop(signal.SIGKILL)
    line = json.loads(load.communicate(timeout=60)[0].splitlines()[-1])
    started.remove(load)
    s.next = int(line["next"])
    out["start_killed_s"] = s.start("--snapshot-every", "0")
    m = metrics(s.port)
    out["start_killed_replayed"] = m["musubi_replayed_entries"]
    s.acked += line["events"]
    if m["musubi_dedupe_ids"] < s.acked:
        raise SystemExit(f"bench: {s.acked} events acknowledged, {m['musubi_dedupe_ids']:.0f} "
                         "there after kill -9")
    say(f"{s.name}: start after kill -9: {out['start_killed_s']:.2f} s, "
        f"{m['musubi_replayed_entries']:.0f} entries replayed")
    out["stop_s"] = s.stop()
    out["start_clean_s"] = s.start("--snapshot-every", "0")
    out["memory_started"] = s.memory()
    say(f"{s.name}: clean stop {out['stop_s']:.2f} s, start {out['start_clean_s']:.2f} s")


def idle(s, out):
    seconds = 20 if not QUICK else 5
    time.sleep(1)
    search_complete(s)
    cpu, began = s.cpu_s(), time.monotonic()
    time.sleep(seconds)
    out["idle_cpu_percent"] = 100 * (s.cpu_s() - cpu) / (time.monotonic() - began)
    say(f"{s.name}: idle {out['idle_cpu_percent']:.3f} %")


def reads(s, out):
    """Timeline pages first: nothing has been read from the store since the start."""
    top = max(50, s.people // 50)  # the busiest: these have 50 events and more
    count = 200 if QUICK else 1000
    page = ("--count", count, "--conns", 4, "--rate", TIMELINE_RATE, "--top", top)
    s.stop()
    s.forget_pages()
    s.start("--snapshot-every", "0")
    out["timeline_disk"] = s.load("timeline", *page)[0]
    out["timeline_cold"], out["timeline_warm"] = s.load("timeline", *page)
    look = ("--seconds", SECONDS, "--conns", 8, "--rate", PERSON_RATE)
    disk = floor(s, SECONDS)
    out["person"] = s.load("person", *look)
    disk.join()
    out["person_floor"] = disk.result
    s.load("person", "--count", 5000, "--conns", 8, "--top", AGAIN)
    out["person_again"] = s.load("person", *look, "--top", AGAIN)
    for key in ("timeline_disk", "timeline_cold", "timeline_warm", "person", "person_again"):
        say(f"{s.name}: {key} p50 {out[key]['p50_ms']:.2f} p99 {out[key]['p99_ms']:.2f} ms")


def timed(f):
    """What f() gives, and how many milliseconds it took."""
    began = time.monotonic()
    result = f()
    return result, 1000 * (time.monotonic() - began)


def big_person(s):
    """One person of 1,005 atoms: five e-mail addresses, each on 200 devices, and a user id."""
    tell = [{"type": "identify", "anonymousId": f"big-{i}",
             "traits": {"email": f"big-{i % 5}@example.com"}} for i in range(1000)]
    tell += [{"type": "identify", "anonymousId": f"bigs-{i}", "userId": "big",
              "traits": {"email": f"big-{i}@example.com"}} for i in range(5)]
    for i in range(0, len(tell), 100):
        call(s, "POST", "/v1/batch", {"batch": tell[i:i + 100]}, s.write_key)
    call(s, "POST", "/v1/track", {"anonymousId": "small", "event": "Seen"}, s.write_key)
    person = call(s, "GET", "/api/people/by/user_id/big")["id"]
    atoms = len(call(s, "GET", f"/api/people/{person}/identities")["atoms"])
    if atoms != 1005:
        raise SystemExit(f"bench: the large person has {atoms} atoms")
    return person


def identity(s, out):
    """Split and merge of a large person and the undoing of both, five times; the trial of other
    rules on everybody."""
    person = big_person(s)
    small = call(s, "GET", "/api/people/by/anonymous_id/small")["id"]
    part = {"identifiers": [{"kind": "email", "value": "big-0@example.com"}], "reason": "bench"}
    both = {"people": [person, small], "evidence": "bench"}
    took = {"split": [], "split_undo": [], "merge": [], "merge_undo": []}
    for _ in range(5):
        cut, ms = timed(lambda: call(s, "POST", f"/api/people/{person}/split", part))
        took["split"].append(ms)
        took["split_undo"].append(timed(lambda: call(
            s, "POST", f"/api/cuts/{cut['cut']}/undo", {}))[1])
        link, ms = timed(lambda: call(s, "POST", "/api/people/merge", both))
        took["merge"].append(ms)
        took["merge_undo"].append(timed(lambda: call(
            s, "POST", f"/api/links/{link['link']}/undo", {}))[1])
    out["large"] = {key: max(ms) for key, ms in took.items()}
    rules = {"kinds": {"email": {"limit": 3}}}
    out["trial"], ms = timed(lambda: call(s, "POST", "/api/identity/try", rules, timeout=300))
    out["trial_s"] = ms / 1000
    say(f"{s.name}: {out['large']} ms; trial of rules {out['trial_s']:.1f} s")


def floor(s, seconds):
    """What the machine itself gives meanwhile: another program's fdatasync, and its waking."""
    return Beside(lambda: run_json([s.tools / "rivals", "beside", s.place, seconds],
                                   env=s.env)[0])


def loads(s, out):
    out["track"] = s.load("track", "--seconds", SECONDS, "--conns", 64)
    say(f"{s.name}: {out['track']['per_s']:.0f} singles/s")
    s.stop()
    s.start("--snapshot-every", "5s")
    before = metrics(s.port)
    half = out["ingest"] / 2 / BATCH
    disk = floor(s, 2 * SECONDS)
    out["ack_batch"] = s.load("batch", "--seconds", 2 * SECONDS, "--conns", 64, "--rate", half)
    disk.join()
    out["ack_batch_floor"] = disk.result
    disk = floor(s, SECONDS)
    out["ack_track"] = s.load("track", "--seconds", SECONDS, "--conns", 64, "--rate",
                              out["track"]["per_s"] / 2)
    disk.join()
    out["ack_track_floor"] = disk.result
    after = metrics(s.port)
    out["ack_snapshots"] = after["musubi_snapshots_total"] - before["musubi_snapshots_total"]
    for key in ("ack_batch", "ack_track"):
        say(f"{s.name}: {key} p50 {out[key]['p50_ms']:.2f} p99 {out[key]['p99_ms']:.2f} ms")


def follower_lag(s, out):
    """A second node follows under load.  From the writer's answer to a single event until the
    follower answers a read that asks for that event: the time that a client would wait."""
    if not s.url:
        return
    f = copy.copy(s)
    f.name, f.data = f"{s.name}-follower", s.place / f"data-{s.name}-follower"
    out["follower_start_s"] = f.start("--snapshot-every", "0")
    load = subprocess.Popen([str(x) for x in (
        s.tools / "load", "batch", "--port", s.port, "--write-key", s.write_key, "--people",
        s.people, "--first", s.next, "--tag", 950, "--conns", 16, "--rate", LAG_RATE / BATCH,
        "--until-refused", 1,  # its own count would miss ours
        "--seconds", SECONDS)], stdout=subprocess.PIPE, text=True)
    started.append(load)
    time.sleep(0.5)
    took = []
    while load.poll() is None:
        headers = {"Authorization": f"Bearer {s.write_key}", "Content-Type": "application/json"}
        body = {"type": "track", "event": "Lag", "userId": "lag"}
        seq = ask(s.port, "POST", "/v1/track", headers, json.dumps(body))[1]["Musubi-Seq"]
        began = time.monotonic()
        headers = {"Authorization": f"Bearer {s.secret_key}", "Musubi-Min-Seq": seq}
        status = ask(f.port, "GET", "/api/people/by/user_id/lag", headers)[0]
        if status != 200:
            raise SystemExit(f"bench: the follower answered {status}")
        took.append(1000 * (time.monotonic() - began))
        time.sleep(0.005)
    line = json.loads(load.communicate(timeout=60)[0].splitlines()[-1])
    started.remove(load)
    s.next = int(line["next"])
    s.acked += line["events"]
    took.sort()
    out["lag"] = {"n": len(took), "p50_ms": took[len(took) // 2],
                  "p99_ms": took[int(len(took) * 0.99)], "max_ms": took[-1],
                  "events_per_s": line["events_per_s"]}
    f.stop()
    say(f"{s.name}: follower lag p50 {out['lag']['p50_ms']:.1f} p99 {out['lag']['p99_ms']:.1f} "
        f"ms at {out['lag']['events_per_s']:.0f} events/s")


def call(s, method, path, body=None, key=None, timeout=30):
    key = key or s.secret_key
    data = None if body is None else json.dumps(body).encode()
    r = urllib.request.Request(f"http://127.0.0.1:{s.port}{path}", data, method=method)
    r.add_header("Authorization", f"Bearer {key}")
    r.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(r, timeout=timeout) as answer:
        return json.loads(answer.read() or b"null")


RULES = {
    "identity": {"kinds": {
        "email": {"limit": 3, "window_days": 365, "blocked": ["none@example.com"],
                  "blocked_patterns": ["^(test|noreply)@"]},
        "phone": {"limit": 3, "blocked": ["+810000000000"]},
        "user_id": {"limit": 1, "blocked_patterns": ["^(null|undefined|0+)$"]},
        "anonymous_id": {"blocked_patterns": ["^0{8}-"]}}},
    "traits": {"traits": {
        "email": {"rule": "source_order", "sources": ["default"], "keep": True},
        "plan": {"rule": "most_frequent"}, "city": {"rule": "first"},
        "name": {"keep": True}, "age": {"keep": True}}},
}


def publish(s, kind, body):
    call(s, "PUT", f"/api/definitions/{kind}/rules", {"draft": body})
    call(s, "POST", f"/api/definitions/{kind}/rules/publish", {})


def ruled(place, tools, events, people):
    """Ingestion and reads with rules of every sort in force, beside the same without any; twice
    each, in turns, on fresh workspaces."""
    out = {"ingest": {"plain": 0, "rules": 0}, "person": {"plain": 0, "rules": 0}}
    for turn in range(2):
        for how in ("plain", "rules"):
            s = Server(f"{how}{turn}", place, tools)
            s.people = people
            s.start("--snapshot-every", "0")
            for kind, body in RULES.items() if how == "rules" else ():
                publish(s, kind, body)
            a = s.load("batch", "--count", events // BATCH, "--conns", BATCH_CONNS)
            b = s.load("person", "--seconds", SECONDS / 2, "--conns", 8)
            out["ingest"][how] += a["events_per_s"] / 2
            out["person"][how] += b["per_s"] / 2
            s.stop(signal.SIGKILL)
            shutil.rmtree(s.data, ignore_errors=True)
    say(f"rules of every sort: {out}")
    return out


class Beside(threading.Thread):
    """Run f() in a thread while a load is on; its result or exception is kept."""

    def __init__(self, f):
        super().__init__(daemon=True)
        self.f, self.result = f, None
        self.start()

    def run(self):
        self.result = self.f()


def live_500(s):
    """One person with 500 events, each in a frame of its own between those of others."""
    for i in range(500):
        call(s, "POST", "/v1/track", {"userId": "to-be-erased", "event": "Seen",
                                      "messageId": f"erase-{s.tag}-{i}",
                                      "properties": {"email": "to-be-erased@example.com"}},
             s.write_key)


def erase(s):
    """Ask after a second of load; seconds until the receipt says finished."""
    time.sleep(1)
    began = time.monotonic()
    receipt = call(s, "DELETE", "/api/people/"
                   + call(s, "GET", "/api/people/by/user_id/to-be-erased")["id"])
    while receipt["state"] != "finished":
        if time.monotonic() - began > 300:
            return {"seconds": 300.0, "receipt": receipt}
        time.sleep(0.01)
        receipt = call(s, "GET", "/api/erasures/" + receipt["id"])
    return {"seconds": time.monotonic() - began, "receipt": receipt}


def erasure(s, out):
    s.stop()
    s.start("--snapshot-every", "0")
    load = ("batch", "--conns", BATCH_CONNS, "--seconds", max(SECONDS, 5))
    living = Beside(lambda: live_500(s))
    s.load("batch", "--conns", 2, "--seconds", max(SECONDS, 5), check=False)  # counts ours, too
    living.join()
    base = s.load(*load)
    erasing = Beside(lambda: erase(s))
    during = s.load(*load)
    erasing.join()
    if not erasing.result:
        raise SystemExit("bench: the erasure failed")
    out["erase_s"] = erasing.result["seconds"]
    out["erase_receipt"] = erasing.result["receipt"]["removed"]
    out["erase_ingest_percent"] = 100 * during["events_per_s"] / base["events_per_s"]
    out["erase_ingest_p99_ms"] = [base["p99_ms"], during["p99_ms"]]
    say(f"{s.name}: a person with 500 events erased in {out['erase_s']:.2f} s; ingestion kept "
        f"{out['erase_ingest_percent']:.0f} % of {base['events_per_s']:.0f} events/s, p99 "
        f"{base['p99_ms']:.1f} -> {during['p99_ms']:.1f} ms")


def rebuild(s, out):
    entries = metrics(s.port)["musubi_log_seq"]
    s.stop()
    began = time.monotonic()
    subprocess.run([SERVER, "rebuild", *s.store()], env=s.env, check=True, timeout=600,
                   stdout=subprocess.DEVNULL)
    out["rebuild_s"] = time.monotonic() - began
    out["rebuild_entries"] = entries
    say(f"{s.name}: rebuild of {entries:.0f} entries {out['rebuild_s']:.1f} s")


def measure_store(s, events, people):
    out = {"events": events, "people": people, "uptime": os.getloadavg()[0]}
    s.people = people
    fill(s, events, out)
    crash_and_starts(s, out)
    idle(s, out)
    reads(s, out)
    identity(s, out)
    loads(s, out)
    follower_lag(s, out)
    erasure(s, out)
    rebuild(s, out)
    return out


# ---- the limits beside them ----

class Postgres:
    """A throwaway cluster with an ordinary production's memory."""

    def __init__(self, place, tools, slow):
        self.dir = Path(place) / "pg"
        env = dict(ENV)
        if slow:
            env["LD_PRELOAD"] = str(Path(tools) / "slowfsync.so")
        self.env = env
        self.url = self.tool("start").stdout.strip()
        for sql in ("shared_buffers = '1GB'", "max_wal_size = '4GB'"):
            subprocess.run(["psql", "-q", self.url, "-c", f"ALTER SYSTEM SET {sql}"], check=True)
        self.url = self.tool("restart").stdout.strip()

    def tool(self, action):
        return subprocess.run([PG_TOOL, action, str(self.dir)], env=self.env, check=True,
                              stdout=subprocess.PIPE, text=True, timeout=120)

    def stop(self):
        self.tool("stop")


def rivals(place, tools, slow, pg_url):
    env = dict(ENV)
    if slow:
        env["LD_PRELOAD"] = str(Path(tools) / "slowfsync.so")
    out = {}
    for mode in ("fsync", "frames", "rows"):
        out[mode] = run_json([Path(tools) / "rivals", mode, place, SECONDS], env=env)[0]
    if pg_url:
        out["pgcopy"] = run_json([Path(tools) / "rivals", "pgcopy", pg_url, SECONDS])[0]
    for key, row in out.items():
        say(f"rival {key}: {row.get('events_per_s', 0):.0f} events/s, p50 {row['p50_ms']:.2f} ms")
    return out


NGINX = """worker_processes 1;
daemon off;
pid {place}/nginx.pid;
error_log {place}/nginx.log;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    client_body_temp_path {place}/nginx-body;
    proxy_temp_path {place}/nginx-proxy;
    fastcgi_temp_path {place}/nginx-fastcgi;
    uwsgi_temp_path {place}/nginx-uwsgi;
    scgi_temp_path {place}/nginx-scgi;
    keepalive_requests 1000000000;
    client_max_body_size 16m;
    client_body_buffer_size 1m;
    default_type application/json;
    server {{
        listen 127.0.0.1:{port};
        location / {{ return 200 '{{"success":true}}'; }}
    }}
}}
"""


def nginx(place, tools):
    port = free_port()
    conf = Path(place) / "nginx.conf"
    conf.write_text(NGINX.format(place=place, port=port))
    p = subprocess.Popen(["nginx", "-c", str(conf)], stderr=subprocess.DEVNULL)
    started.append(p)
    for _ in range(200):
        try:
            get(port, "/")
            break
        except OSError:
            time.sleep(0.02)
    out = {}
    for mode, conns in (("batch", BATCH_CONNS), ("track", 64)):
        out[mode] = run_json([Path(tools) / "load", mode, "--port", port, "--write-key", "none",
                              "--people", PEOPLE, "--conns", conns, "--seconds", SECONDS])[0]
        say(f"nginx {mode}: {out[mode]['events_per_s']:.0f} events/s")
    stop_process(p)
    return out


# ---- all of it ----

def scratch():
    """A folder that PostgreSQL's user can reach too."""
    place = Path(ENV.get("BENCH_DATA", ROOT / "build" / "bench-data")).resolve()
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    reachable = all(p.stat().st_mode & 0o001 for p in [place, *place.parents])
    if os.getuid() == 0 and not reachable:
        shutil.rmtree(place)
        place = Path(tempfile.mkdtemp(prefix="musubi-bench-"))
        place.chmod(0o755)
    return place


def one_variant(name, base, tools):
    store, _, extra = name.partition("+")
    slow = extra != ""
    events, people = (SLOW_EVENTS, max(PEOPLE // 10, 1000)) if slow else (EVENTS, PEOPLE)
    place = base / name
    place.mkdir()
    pg = Postgres(place, tools, slow) if store == "postgres" else None
    try:
        out = {"rivals": rivals(place, tools, slow, pg.url if pg else None)}
        server = Server(name, place, tools, pg.url if pg else None, slow)
        out.update(measure_store(server, events, people))
        if name == "sqlite":
            out["ruled"] = ruled(place, tools, events * 3 // 20, people * 3 // 20)
    finally:
        for p in list(started):
            stop_process(p, signal.SIGKILL)
        if pg:
            pg.stop()
    shutil.rmtree(place, ignore_errors=True)
    return out


def beside_stores(base, tools):
    """Search as you type beside FTS5; ingestion with and without who watches."""
    out = {"search": find.measure(SERVER, PEOPLE, 300 if QUICK else 3000, base)}
    say(f"search {out['search']['musubi']}")
    rounds = 1 if QUICK else 3
    out["watch"] = live.measure(SERVER, str(tools / "load"), 50, min(8, SECONDS), rounds, base)
    say("50 watchers measured")
    return out


def machine():
    cpu = [line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
           if line.startswith("model name")]
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {"cpu": cpu[0] if cpu else "?", "cores": os.cpu_count(), "memory_bytes": pages,
            "kernel": os.uname().release, "at": time.strftime("%Y-%m-%d %H:%M")}


def main():
    tools, raw = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    base = scratch()
    began = time.monotonic()
    out = {"machine": machine(), "quick": QUICK, "people": PEOPLE, "events": EVENTS,
           "tail": TAIL, "tail_s": TAIL_S, "stores": {}}
    try:
        out["nginx"] = nginx(base, tools)
        for name in STORES:
            out["stores"][name] = one_variant(name, base, tools)
            out["seconds"] = time.monotonic() - began
            raw.write_text(json.dumps(out, indent=1))
        if "sqlite" in STORES:
            out.update(beside_stores(base, tools))
            out["seconds"] = time.monotonic() - began
            raw.write_text(json.dumps(out, indent=1))
    finally:
        for p in list(started):
            stop_process(p, signal.SIGKILL)
        shutil.rmtree(base, ignore_errors=True)


if __name__ == "__main__":
    main()
