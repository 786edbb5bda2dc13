#!/usr/bin/env python3
"""Does watching cost ingestion anything?

    bench/live.py [--bin build/musubi] [--load build/bench/load] [--watchers 50]
                                                               (make bench runs it, too)

Rounds without and with 50 watchers of GET /api/events/live take turns, so that what else the
machine does hits both alike. In an open loop 5,000 events/s arrive (50 batches of 100 a second);
in a closed loop as many as the server takes. The watchers' client shares the machine. Reported:
events/s that were acknowledged, latency, the server's CPU time an event, and whether every count
that the watchers got was exact.
"""
import argparse
import json
import os
import selectors
import signal
import socket
import subprocess
import tempfile
import threading
import time
from pathlib import Path


class Watchers:
    """All streams in one thread; the counts of each are kept."""

    def __init__(self, port, key, n):
        self.sel = selectors.DefaultSelector()
        self.stop = False
        self.bytes = 0
        self.last = {}
        self.socks = []
        head = (f"GET /api/events/live HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\n"
                "\r\n").encode()
        for i in range(n):
            s = socket.create_connection(("127.0.0.1", port))
            s.sendall(head)
            s.setblocking(False)
            self.sel.register(s, selectors.EVENT_READ, i)
            self.socks.append(s)
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self):
        while not self.stop:
            for key, _ in self.sel.select(0.1):
                try:
                    data = key.fileobj.recv(1 << 18)
                except BlockingIOError:
                    continue
                self.bytes += len(data)
                at = data.rfind(b"event: count\ndata: ")
                if at >= 0:
                    line = data[at + 19:data.find(b"\n", at + 19)]
                    try:
                        self.last[key.data] = json.loads(line)
                    except ValueError:
                        pass

    def close(self):
        self.stop = True
        self.thread.join()
        for s in self.socks:
            s.close()


def cpu(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Target:
    """A fresh workspace and the process that serves it."""

    def __init__(self, binary, load, folder):
        data = Path(folder) / "data"
        made = subprocess.run([binary, "init", "--data", data, "--json"], check=True,
                              capture_output=True)
        self.load, self.keys, self.seed = load, json.loads(made.stdout), 0
        self.server = subprocess.Popen([binary, "serve", "--data", data, "--listen",
                                        "127.0.0.1:0", "--snapshot-every", "0"],
                                       stdout=subprocess.PIPE, text=True)
        self.port = int(self.server.stdout.readline().rsplit(":", 1)[1])
        time.sleep(2)

    def close(self):
        self.server.send_signal(signal.SIGTERM)
        self.server.wait()

    def round(self, rate, seconds, watchers):
        """One load with so many watchers; rate: batches of 100 a second, 0: all it takes."""
        self.seed += 1
        w = Watchers(self.port, self.keys["secret_key"], watchers) if watchers else None
        time.sleep(1.5)
        seen = [x["seen"] for x in w.last.values()] if w else []
        before = cpu(self.server.pid)
        r = subprocess.run([self.load, "batch", "--port", str(self.port), "--write-key",
                            self.keys["write_key"], "--rate", str(rate), "--conns", "8",
                            "--seconds", str(seconds), "--people", "20000", "--first",
                            str(self.seed * 10000000), "--tag", str(self.seed)],
                           capture_output=True, text=True, check=True)
        used = cpu(self.server.pid) - before
        got = json.loads(r.stdout)
        time.sleep(2.5)
        row = {"events_s": got["events_per_s"], "p50_ms": got["p50_ms"],
               "p99_ms": got["p99_ms"], "errors": got["errors"],
               "cpu_us_an_event": round(used * 1e6 / max(got["events"], 1), 2)}
        if w:
            last = list(w.last.values())
            row["watchers"] = len(last)
            row["sent_of_one"] = last[0]["sent"] if last else 0
            row["seen"] = sorted({x["seen"] - s for x, s in zip(last, seen or [0] * 99)})
            row["exact"] = all(x["exact"] for x in last)
            w.close()
        return row


def measure(binary, load, watchers, seconds, rounds, where=None):
    rows = {}
    with tempfile.TemporaryDirectory(prefix="musubi-live-", dir=where) as folder:
        target = Target(binary, load, folder)
        try:
            for mode, rate in (("open_5000", 50), ("closed", 0)):
                for k in range(rounds * 2):
                    row = target.round(rate, seconds, watchers if k % 2 else 0)
                    rows.setdefault(f"{mode}_{'watched' if k % 2 else 'alone'}", []).append(row)
        finally:
            target.close()
    return rows


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--bin", default="build/musubi")
    a.add_argument("--load", default="build/bench/load")
    a.add_argument("--watchers", type=int, default=50)
    a.add_argument("--seconds", type=int, default=8)
    a.add_argument("--rounds", type=int, default=3)
    o = a.parse_args()
    print(json.dumps(measure(o.bin, o.load, o.watchers, o.seconds, o.rounds), indent=1))


if __name__ == "__main__":
    main()
