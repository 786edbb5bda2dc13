#!/usr/bin/env python3
"""Search as you type over many people, beside SQLite FTS5 on the same texts.

    bench/find.py [PEOPLE] [--bin build/musubi]      (make bench runs it, too)

Makes PEOPLE (1,000,000) people with Latin and Japanese names, addresses, numbers and ids from a
fixed seed, imports them over HTTP, waits for the index, then asks what somebody types: every
beginning of a word, two words, part of a number, what nobody has. The rival is a table of FTS5
with a prefix index, asked for the best 50 (bm25), and once more without ranking; Japanese goes
into a second one with its trigram tokenizer, which finds nothing under three characters.
"""
import argparse
import http.client
import json
import os
import random
import signal
import sqlite3
import subprocess
import tempfile
import time
import urllib.parse
from pathlib import Path

GIVEN = ("mika ken yuki haruto sakura emma liam olivia noah ava lucas mia elena marco anna peter "
         "julia simon clara hugo nora felix ida max lena tom sara leo eva jan").split()
FAMILY = ("sato suzuki takahashi tanaka watanabe ito yamamoto nakamura kobayashi kato smith jones "
          "brown taylor wilson mueller schmidt rossi garcia martin bernard silva novak kowalski "
          "johansson larsen murphy kelly o'brien walker").split()
SEI = "佐藤 鈴木 高橋 田中 渡辺 伊藤 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上".split()
MEI = "美香 健太 由紀 陽翔 さくら 葵 蓮 結衣 大輔 愛 翔太 花子 太郎 七海 拓也 優".split()
RANKED = 10  # a ranked query of the rival takes seconds: it is asked a tenth of them
HOSTS = "example.com example.org mail.example acme.co.jp shop.example".split()


def person(r, i):
    if i % 3 == 0:
        name = f"{r.choice(SEI)} {r.choice(MEI)}"
    else:
        tail = "" if r.random() < 0.5 else f"{r.choice(GIVEN)}{r.randrange(1000)}"
        name = f"{r.choice(GIVEN)} {r.choice(FAMILY)}{tail}".title()
    local = f"{r.choice(GIVEN)}.{r.choice(FAMILY).replace(chr(39), '')}{r.randrange(100000)}"
    return {"id": f"u-{i:07d}", "name": name, "email": f"{local}@{r.choice(HOSTS)}",
            "phone": f"+8190{r.randrange(10 ** 8):08d}"}


def queries(r, n):
    out = []
    while len(out) < n:
        p = person(r, r.randrange(1000))
        kind = r.randrange(10)
        words = p["name"].lower().split()
        if kind < 4:
            w = r.choice(words)
            out.append(w[:r.randint(1, len(w))])
        elif kind < 6 and len(words) > 1:
            out.append(f"{words[0]} {words[1][:r.randint(1, len(words[1]))]}")
        elif kind == 6:
            out.append(p["email"][:r.randint(2, len(p["email"]))])
        elif kind == 7:
            out.append("0" + p["phone"][3:3 + r.randint(4, 10)])
        elif kind == 8:
            out.append(f"u-{r.randrange(10 ** 7):07d}"[:r.randint(3, 9)])
        else:
            out.append(r.choice(["zzzz", "qqqx smith", "nobody@nowhere", "龍馬坂"]))
    return out


def quantiles(ms):
    ms = sorted(ms)
    at = lambda q: round(ms[min(len(ms) - 1, int(len(ms) * q))], 2)
    return {"n": len(ms), "p50_ms": at(0.5), "p95_ms": at(0.95), "p99_ms": at(0.99),
            "max_ms": round(ms[-1], 2)}


class Musubi:
    def __init__(self, binary, folder):
        data = Path(folder) / "data"
        made = subprocess.run([binary, "init", "--data", data, "--json"], check=True,
                              capture_output=True)
        self.keys = json.loads(made.stdout)
        self.data = data
        self.p = subprocess.Popen([binary, "serve", "--data", data, "--listen", "127.0.0.1:0",
                                   "--snapshot-every", "0"], stdout=subprocess.PIPE, text=True)
        self.port = int(self.p.stdout.readline().rsplit(":", 1)[1])
        self.c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)
        while self.get("/readyz")[0] != 200:
            time.sleep(0.05)

    def get(self, path):
        self.c.request("GET", path,
                       headers={"Authorization": f"Bearer {self.keys['secret_key']}"})
        a = self.c.getresponse()
        return a.status, a.read()

    def load(self, people):
        def lines():
            part = []
            for p in people:
                part.append(json.dumps({
                    "type": "identify", "userId": p["id"], "messageId": p["id"],
                    "traits": {"name": p["name"], "email": p["email"], "phone": p["phone"]}}))
                if len(part) == 500:
                    yield ("\n".join(part) + "\n").encode()
                    part = []
            if part:
                yield ("\n".join(part) + "\n").encode()
        self.c.request("POST", "/api/imports/events?source=default", body=lines(),
                       encode_chunked=True,
                       headers={"Authorization": f"Bearer {self.keys['secret_key']}",
                                "Content-Type": "application/x-ndjson",
                                "Transfer-Encoding": "chunked"})
        a = self.c.getresponse()
        text = a.read()
        assert a.status == 200, text

    def indexed(self):
        text = self.get("/metrics")[1].decode()
        rows = dict(x.rsplit(" ", 1) for x in text.splitlines() if not x.startswith("#"))
        return float(rows["musubi_search_waiting"]) == 0 and \
            float(rows["musubi_search_ready"]) == 1

    def close(self):
        self.p.send_signal(signal.SIGTERM)
        self.p.wait()


class Fts:
    def __init__(self, folder, people):
        self.path = Path(folder) / "fts.db"
        self.db = sqlite3.connect(self.path)
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute("CREATE VIRTUAL TABLE p USING fts5(id, name, email, phone, "
                        "prefix='1 2 3 4')")
        self.db.execute("CREATE VIRTUAL TABLE j USING fts5(name, tokenize='trigram')")
        began = time.time()
        for i, p in enumerate(people):
            self.db.execute("INSERT INTO p(rowid, id, name, email, phone) VALUES (?,?,?,?,?)",
                            (i, p["id"], p["name"], p["email"], "0" + p["phone"][3:]))
            if i % 3 == 0:
                self.db.execute("INSERT INTO j(rowid, name) VALUES (?,?)", (i, p["name"]))
        self.db.commit()
        self.seconds = time.time() - began

    def ask(self, q, rank):
        words = ['"%s"*' % w.replace('"', "") for w in q.split()]
        table = "j" if any(ord(c) > 0x2e80 for c in q) else "p"
        if table == "j":
            words = [w[:-1] for w in words]
        order = "ORDER BY rank " if rank else ""
        sql = f"SELECT rowid FROM {table} WHERE {table} MATCH ? {order}LIMIT 50"
        return self.db.execute(sql, (" ".join(words),)).fetchall()


def ask_all(asked, ask):
    """Milliseconds of each, and how many had an answer."""
    ms, some = [], 0
    for q in asked:
        at = time.perf_counter()
        some += ask(q)
        ms.append((time.perf_counter() - at) * 1000)
    return ms, some


def of_musubi(binary, folder, people, asked):
    out = {}
    m = Musubi(binary, folder)

    def ask(q):
        status, body = m.get("/api/people?limit=50&columns=traits.name&q=" + urllib.parse.quote(q))
        assert status == 200, body
        return b'"items":[]' not in body

    try:
        began = time.time()
        m.load(people)
        loaded = time.time()
        while not m.indexed():
            time.sleep(0.2)
        out["import_s"] = round(loaded - began, 1)
        out["index_behind_s"] = round(time.time() - loaded, 1)
        out["index_bytes"] = {f.name: f.stat().st_size for f in m.data.glob("search.db*")}
        ms, some = ask_all(asked, ask)
        worst = sorted(zip(ms, asked), reverse=True)[:5]
        out["musubi"] = quantiles(ms) | {"with_answers": some}
        out["musubi"]["slowest"] = [f"{q}: {t:.1f}" for t, q in worst]
    finally:
        m.close()
    return out


def of_fts5(folder, people, asked):
    fts = Fts(folder, people)
    out = {"fts5_build_s": round(fts.seconds, 1),
           "fts5_bytes": sum(f.stat().st_size for f in Path(folder).glob("fts.db*"))}

    def ask(rank):
        def one(q):
            try:
                return bool(fts.ask(q, rank))
            except sqlite3.Error:
                return False
        return one

    for name, rank in (("fts5_ranked", True), ("fts5_unranked", False)):
        ms, some = ask_all(asked[:len(asked) // RANKED if rank else None], ask(rank))
        out[name] = quantiles(ms) | {"with_answers": some}
    return out


def measure(binary, people, n, where=None):
    """people: how many; n: queries."""
    out = {"people": people}
    with tempfile.TemporaryDirectory(prefix="musubi-find-", dir=where) as folder:
        def everybody():
            r = random.Random(7)
            return (person(r, i) for i in range(people))
        asked = queries(random.Random(11), n)
        out |= of_musubi(os.path.abspath(binary), folder, everybody(), asked)
        out |= of_fts5(folder, everybody(), asked)
    return out


def main():
    a = argparse.ArgumentParser()
    a.add_argument("people", type=int, nargs="?", default=1000000)
    a.add_argument("--bin", default="build/musubi")
    a.add_argument("--queries", type=int, default=3000)
    o = a.parse_args()
    print(json.dumps(measure(o.bin, o.people, o.queries), indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
