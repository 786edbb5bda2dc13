#!/usr/bin/env python3
"""Print the benchmark's table and write it as JSON.

    bench/report.py RAW.json OUT.json [--markdown]

Each row: name, value, unit, against (what it is compared with, measured in the same run or the
target), ratio (value / against), and whether the target is met.
"""
import json
import sys
from pathlib import Path

AT_MOST, AT_LEAST = "at most", "at least"


class Table:
    def __init__(self):
        self.rows = []

    def add(self, name, value, unit, against=None, base=None, target=None, sense=AT_LEAST):
        """against/base: the rival's name and value; target: alone, or beside a rival."""
        row = {"name": name, "value": value, "unit": unit, "against": against, "ratio": None,
               "target": target, "met": None}
        if name.partition(":")[0].endswith("ms"):  # no target with a slowed disk: only shown
            target = None
        if against is None and target is not None:
            row["against"], base = f"target {sense} {target:g}", target
        if base:
            row["ratio"] = value / base
        if target is not None:
            row["met"] = value >= target if sense == AT_LEAST else value <= target
        self.rows.append(row)


def figure(v):
    if v is None:
        return ""
    if abs(v) >= 1000:
        return f"{v:,.0f}"
    return f"{v:.3g}" if abs(v) < 10 else f"{v:.1f}"


def limits(t, raw):
    ng = raw["nginx"]
    t.add("nginx: the same batch POSTs, constant answer", ng["batch"]["events_per_s"], "events/s")
    t.add("nginx: the same single POSTs, constant answer", ng["track"]["per_s"], "events/s")
    for name, s in raw["stores"].items():
        r = s["rivals"]
        t.add(f"{name}: fdatasync of 64 KB, p50", r["fsync"]["p50_ms"], "ms")
        t.add(f"{name}: fdatasync of 64 KB, p99", r["fsync"]["p99_ms"], "ms")
        t.add(f"{name}: bare SQLite, frames of 500", r["frames"]["events_per_s"], "events/s")
        t.add(f"{name}: bare SQLite, a row per event", r["rows"]["events_per_s"], "events/s")
        if "pgcopy" in r:
            t.add(f"{name}: bare PostgreSQL COPY", r["pgcopy"]["events_per_s"], "events/s")


def ingestion(t, raw, name, s, half):
    ng, r = raw["nginx"], s["rivals"]
    what = f"{name}: durable ingestion, batches of 100"
    t.add(what, s["ingest"], "events/s", target=100_000 / half)
    t.add(what, s["ingest"], "events/s", "nginx, constant", ng["batch"]["events_per_s"])
    t.add(what, s["ingest"], "events/s", "bare SQLite frames", r["frames"]["events_per_s"])
    t.add(what, s["ingest"], "events/s", "SQLite, a row per event", r["rows"]["events_per_s"])
    if "pgcopy" in r:
        t.add(what, s["ingest"], "events/s", "PostgreSQL COPY", r["pgcopy"]["events_per_s"])
    singles = f"{name}: single tracks, 64 connections"
    t.add(singles, s["track"]["per_s"], "events/s", target=25_000 / half)
    t.add(singles, s["track"]["per_s"], "events/s", "nginx, constant", ng["track"]["per_s"])


def floor(t, what, f):
    """What the machine gave another program at the same time."""
    t.add(f"{what}: another program's fdatasync of 64 KB meanwhile, p99", f["p99_ms"], "ms")
    t.add(f"{what}: and how late it was woken, p99", f["late_p99_ms"], "ms")


def latencies(t, name, s):
    snaps = s["ack_snapshots"]
    rate = s["ack_batch"]["events_per_s"]
    what = f"{name}: acknowledgement, batches at {rate:,.0f} events/s, {snaps:.0f} snapshots"
    t.add(what + ", p50", s["ack_batch"]["p50_ms"], "ms")
    t.add(what + ", p99", s["ack_batch"]["p99_ms"], "ms", target=10, sense=AT_MOST)
    floor(t, f"{name}: acknowledgement, batches", s["ack_batch_floor"])
    what = f"{name}: acknowledgement, singles at {s['ack_track']['per_s']:,.0f}/s"
    t.add(what + ", p50", s["ack_track"]["p50_ms"], "ms")
    t.add(what + ", p99", s["ack_track"]["p99_ms"], "ms", target=10, sense=AT_MOST)
    floor(t, f"{name}: acknowledgement, singles", s["ack_track_floor"])
    for key, text in (("person", "told of in the audit log"), ("person_again", "looked at again")):
        t.add(f"{name}: person read, {text}, p50", s[key]["p50_ms"], "ms")
        t.add(f"{name}: person read, {text}, p99", s[key]["p99_ms"], "ms", target=2,
              sense=AT_MOST)
    floor(t, f"{name}: person read, told of in the audit log", s["person_floor"])
    for key, text, target in (("timeline_disk", "first read, no page in memory", None),
                              ("timeline_cold", "cold", 5), ("timeline_warm", "warm", None)):
        what = f"{name}: timeline page of 50, {text}"
        t.add(what + ", p50", s[key]["p50_ms"], "ms")
        t.add(what + ", p99", s[key]["p99_ms"], "ms", target=target, sense=AT_MOST)


def life(t, raw, name, s):
    n = s["events"]
    t.add(f"{name}: replay (rebuild)", s["rebuild_entries"] / s["rebuild_s"], "entries/s")
    tail_rate = n * raw["tail"] / raw["tail_s"]
    t.add(f"{name}: start after kill -9, snapshot 5 min old at {tail_rate:,.0f} events/s "
          f"({s['start_killed_replayed']:,.0f} entries)", s["start_killed_s"], "s", target=20,
          sense=AT_MOST)
    t.add(f"{name}: start from a clean stop", s["start_clean_s"], "s", target=3, sense=AT_MOST)
    t.add(f"{name}: clean stop", s["stop_s"], "s")
    mem = s["memory"]
    t.add(f"{name}: memory, {s['people']:,} people and {n:,} events", mem["VmRSS"] / 1e6, "MB",
          target=1000, sense=AT_MOST)
    t.add(f"{name}: memory per person", mem["VmRSS"] / s["people"], "bytes")
    t.add(f"{name}: of that, dedupe per event", mem["dedupe"] / n, "bytes")
    t.add(f"{name}: memory after a clean start", s["memory_started"]["VmRSS"] / 1e6, "MB")
    t.add(f"{name}: search index complete, after the fill", s["search_behind_s"], "s")
    t.add(f"{name}: disk per event", s["disk"] / n, "bytes")
    t.add(f"{name}: disk per person", s["disk"] / s["people"], "bytes")
    if "lag" in s:
        what = f"{name}: follower lag at {s['lag']['events_per_s']:,.0f} events/s"
        t.add(what + ", p50", s["lag"]["p50_ms"], "ms")
        t.add(what + ", p99", s["lag"]["p99_ms"], "ms", target=200, sense=AT_MOST)
    t.add(f"{name}: idle CPU", s["idle_cpu_percent"], "%", target=0.5, sense=AT_MOST)


def identities(t, name, s):
    for key, text in (("split", "split"), ("split_undo", "undoing the split"),
                      ("merge", "merge"), ("merge_undo", "undoing the merge")):
        t.add(f"{name}: {text}, a person of 1,005 atoms, slowest of 5", s["large"][key], "ms",
              target=50, sense=AT_MOST)
    t.add(f"{name}: trial of other identity rules on {s['events']:,} events", s["trial_s"], "s",
          target=60, sense=AT_MOST)


def ruled(t, name, s):
    for key, text, unit in (("ingest", "durable ingestion", "events/s"),
                            ("person", "person reads on 8 connections", "/s")):
        plain, rules = s["ruled"][key]["plain"], s["ruled"][key]["rules"]
        t.add(f"{name}: {text}, rules of every sort", rules, unit, "without rules", plain)
        t.add(f"{name}: {text}, share of the rate without rules", 100 * rules / plain, "%",
              target=85)


def erasing(t, name, s):
    n = s["erase_receipt"]
    t.add(f"{name}: erasure of one of {s['people']:,} people with {n['events']} events in "
          f"{n['frames']} frames", s["erase_s"], "s", target=10, sense=AT_MOST)
    t.add(f"{name}: ingestion meanwhile, of its rate", s["erase_ingest_percent"], "%", target=80)


def middle(rows, key):
    values = sorted(r[key] for r in rows)
    return values[len(values) // 2]


def applications(t, raw):
    """What people and browsers wait for."""
    s, w = raw["search"], raw["watch"]
    what = f"search as you type over {s['people']:,} people"
    t.add(f"{what}, p50", s["musubi"]["p50_ms"], "ms", "FTS5, ranked", s["fts5_ranked"]["p50_ms"])
    t.add(f"{what}, p99", s["musubi"]["p99_ms"], "ms", target=50, sense=AT_MOST)
    t.add(f"{what}, p99", s["musubi"]["p99_ms"], "ms", "FTS5, ranked", s["fts5_ranked"]["p99_ms"])
    t.add(f"{what}, p99", s["musubi"]["p99_ms"], "ms", "FTS5, not ranked",
          s["fts5_unranked"]["p99_ms"])
    t.add("search index complete, after the import", s["index_behind_s"], "s", "FTS5, filling it",
          s["fts5_build_s"])
    for mode, text in (("open_5000", "at 5,000 events/s"), ("closed", "as many as it takes")):
        alone, seen = w[f"{mode}_alone"], w[f"{mode}_watched"]
        rate = middle(alone, "events_s")
        t.add(f"ingestion with 50 watchers, {text}", middle(seen, "events_s"), "events/s",
              "no watcher", rate)
        if mode == "open_5000":
            t.add("ingestion kept with 50 watchers", 100 * middle(seen, "events_s") / rate, "%",
                  target=90)
    wrong = sum(not r["exact"] for rows in w.values() for r in rows if "exact" in r)
    t.add("rounds in which a watcher's count was not exact", wrong, "", target=0, sense=AT_MOST)


def others(raw):
    """Share of the machine that other programs took while we measured, percent: (mean, max)."""
    seen = [v["others_percent"] for s in raw["stores"].values() for v in s.values()
            if isinstance(v, dict) and "others_percent" in v]
    return (sum(seen) / len(seen), max(seen)) if seen else (0, 0)


def build(raw):
    t = Table()
    limits(t, raw)
    for name, s in raw["stores"].items():
        ingestion(t, raw, name, s, 2 if name.startswith("postgres") else 1)
        latencies(t, name, s)
        life(t, raw, name, s)
        identities(t, name, s)
        if "ruled" in s:
            ruled(t, name, s)
        erasing(t, name, s)
    if "search" in raw:
        applications(t, raw)
    return t.rows


def verdict(row):
    return "" if row["met"] is None else "met" if row["met"] else "MISSED"


def show(rows, markdown):
    head = ["name", "value", "unit", "against", "ratio", "target"]
    lines = [[r["name"], figure(r["value"]), r["unit"], r["against"] or "",
              "" if r["ratio"] is None else f"{r['ratio']:.2f}", verdict(r)] for r in rows]
    if markdown:
        for cells in [head, ["---"] * 6, *lines]:
            print("| " + " | ".join(cells) + " |")
        return
    widths = [max(len(row[i]) for row in [head, *lines]) for i in range(6)]
    for cells in [head, *lines]:
        print("  ".join(c.rjust(w) if i in (1, 4) else c.ljust(w)
                        for i, (c, w) in enumerate(zip(cells, widths))).rstrip())


def main():
    raw = json.loads(Path(sys.argv[1]).read_text())
    rows = build(raw)
    Path(sys.argv[2]).write_text(json.dumps(rows, indent=1) + "\n")
    m = raw["machine"]
    size = f"{raw['people']:,} people, {raw['events']:,} events"
    if "--markdown" not in sys.argv:
        print(f"{m['cores']} cores of {m['cpu']}, {m['memory_bytes'] / 2**30:.0f} GB, Linux "
              f"{m['kernel']}, {m['at']}; {size}; {raw['seconds']:.0f} s"
              + ("; QUICK: figures are not comparable" if raw["quick"] else ""))
        print("other programs took {:.0f} % of the machine on average, at most {:.0f} % during "
              "one measure".format(*others(raw)))
    show(rows, "--markdown" in sys.argv)


if __name__ == "__main__":
    main()
