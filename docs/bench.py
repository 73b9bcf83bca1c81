#!/usr/bin/env python3
"""Whole-process speed and memory of toll, side by side with DuckDB.

    bench.py TOLL [--mb 200] [--runs 3] [--pipe-gb 0] [--dir DIR]

Makes a list in the layout of the reference data set (one record a day, every
day another), then runs in turn, RUNS times: toll check, toll run, and DuckDB
reading the same file, turning its columns into rows (UNPIVOT), taking
differences and writing CSV and Parquet. Prints the median of wall time, MB/s of
input and peak memory, and the ratios. With --pipe-gb, also checks that many GB
through a pipe, where only memory matters.
"""

import argparse
import datetime
import json
import os
import pathlib
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

KEYS = {"aircraft": 1, "helicopter": 1, "tank": 10, "APC": 20, "field artillery": 40, "MRL": 3, "drone": 500, "naval ship": 0,
        "anti-aircraft warfare": 2, "special equipment": 5, "vehicles and fuel tanks": 150, "cruise missiles": 3, "submarines": 0}
FIRST = datetime.date(2022, 5, 1)
WAR = datetime.date(2022, 2, 24)

DUCKDB = """
import duckdb, sys
source, out = sys.argv[1:3]
threads = sys.argv[3]
duckdb.sql(f"SET threads={threads}; SET preserve_insertion_order=true")
duckdb.sql(f\"\"\"CREATE TABLE long AS SELECT date, category, total, total - lag(total) OVER (PARTITION BY category ORDER BY date) AS increment
  FROM (UNPIVOT (SELECT * EXCLUDE (day) FROM read_json('{source}')) ON * EXCLUDE (date) INTO NAME category VALUE total) ORDER BY date, category\"\"\")
duckdb.sql(f"COPY long TO '{out}/long.csv'")
duckdb.sql(f"COPY long TO '{out}/long.parquet' (COMPRESSION zstd)")
"""


def records(seed=1, cycle=None):
    """Wide records, a day each; with cycle the same days over and over."""
    rng = random.Random(seed)
    total = {k: 400 for k in KEYS}
    n = 0
    while True:
        day = FIRST + datetime.timedelta(n)
        for k, rate in KEYS.items():
            total[k] += rng.randint(0, rate)
        yield json.dumps({"date": day.isoformat(), "day": (day - WAR).days + 1, **total})
        n += 1
        if cycle and n == cycle:
            n, total = 0, {k: 400 for k in KEYS}
            rng = random.Random(seed)


def make(path, size):
    """Write a JSON array of at least size bytes."""
    done = 0
    with open(path, "w") as f:
        f.write("[\n")
        for i, line in enumerate(records()):
            text = (",\n" if i else "") + line
            f.write(text)
            done += len(text)
            if done >= size:
                break
        f.write("\n]\n")


def timed(command, **options):
    """Wall seconds and peak MiB of a command that must end with 0 or 1."""
    start = time.monotonic()
    p = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
    _, status, usage = os.wait4(p.pid, 0)
    p.returncode = os.waitstatus_to_exitcode(status)
    if p.returncode not in (0, 1):
        sys.exit(f"{command}: exit code {p.returncode}")
    return time.monotonic() - start, usage.ru_maxrss / 1024


def through_pipe(toll, gigabytes):
    """Peak MiB and seconds of toll check over so many GB through a pipe."""
    # The child is started first: its peak counts what this process held then.
    p = subprocess.Popen([toll, "check", "-"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    lines = records(cycle=1500)
    block = "".join(next(lines) + "\n" for _ in range(1500 * 200)).encode()
    start = time.monotonic()

    def feed():
        sent = 0
        while sent < gigabytes * 1e9:
            p.stdin.write(block)
            sent += len(block)
        p.stdin.close()

    feeder = threading.Thread(target=feed)
    feeder.start()
    _, status, usage = os.wait4(p.pid, 0)
    p.returncode = os.waitstatus_to_exitcode(status)
    feeder.join()
    return time.monotonic() - start, usage.ru_maxrss / 1024, p.returncode


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("toll")
    ap.add_argument("--mb", type=int, default=200)
    ap.add_argument("--runs", type=int, default=3)
    ap.add_argument("--pipe-gb", type=float, default=0)
    ap.add_argument("--dir", help="folder for the files; a temporary one by default")
    a = ap.parse_args()
    toll = os.path.abspath(a.toll)
    with tempfile.TemporaryDirectory(dir=a.dir) as tmp:
        tmp = pathlib.Path(tmp)
        source = tmp / "list.json"
        make(source, a.mb * 1_000_000)
        size = source.stat().st_size / 1e6
        jobs = {
            "toll check": lambda: timed([toll, "check", str(source)]),
            "toll run": lambda: timed([toll, "run", str(source), "-o", str(tmp / "out")]),
            "duckdb, 1 thread": lambda: timed([sys.executable, "-c", DUCKDB, str(source), str(tmp), "1"]),
            "duckdb, 2 threads": lambda: timed([sys.executable, "-c", DUCKDB, str(source), str(tmp), "2"]),
        }
        seen = {name: [] for name in jobs}
        for _ in range(a.runs):
            for name, job in jobs.items():
                shutil.rmtree(tmp / "out", ignore_errors=True)
                seen[name].append(job())
        print(f"{size:.0f} MB of JSON, {a.runs} runs in turn, medians")
        print(f"{'':<18}{'seconds':>9}{'MB/s':>8}{'peak MiB':>10}")
        median = {}
        for name, results in seen.items():
            median[name] = statistics.median(r[0] for r in results)
            peak = statistics.median(r[1] for r in results)
            print(f"{name:<18}{median[name]:>9.2f}{size / median[name]:>8.1f}{peak:>10.0f}")
        for name in ("toll check", "toll run"):
            print(f"{name} / duckdb with 2 threads: {median[name] / median['duckdb, 2 threads']:.2f}")
    if a.pipe_gb:
        seconds, peak, code = through_pipe(toll, a.pipe_gb)
        print(f"toll check of {a.pipe_gb:g} GB through a pipe: {seconds:.0f} s, {a.pipe_gb * 1000 / seconds:.0f} MB/s, peak {peak:.0f} MiB, exit code {code}")


if __name__ == "__main__":
    main()
