#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The SynthData authors
"""Measures SynthData beside other generators, in one run, as ratios.

    tests/bench/run.py BUILD [--peers DIR] [--out FILE]

BUILD is a release build. DIR is a virtual environment for Faker, Mimesis and
tpchgen-cli, made when missing; what cannot be installed is reported as not
measured. Prints a table and writes the figures as JSON.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
REPEATS = 3

PEOPLE = {
    "faker": """
import csv, io, random, sys, time
from faker import Faker
fake = Faker("en_US"); rows = 2000
start = time.perf_counter(); out = io.StringIO(); write = csv.writer(out).writerow
for i in range(rows):
    write([i, fake.first_name(), fake.last_name(), fake.email(), fake.phone_number(),
           fake.street_address(), fake.city(), fake.pyint(), fake.pydecimal(5, 2), fake.date()])
print(rows / (time.perf_counter() - start))
""",
    "mimesis": """
import csv, io, time
from mimesis import Generic
from mimesis.locales import Locale
g = Generic(Locale.EN); rows = 20000
phone = getattr(g.person, "phone_number", None) or g.person.telephone
start = time.perf_counter(); out = io.StringIO(); write = csv.writer(out).writerow
for i in range(rows):
    write([i, g.person.first_name(), g.person.last_name(), g.person.email(), phone(),
           g.address.address(), g.address.city(), g.random.randint(0, 9999),
           round(g.random.uniform(0, 9999), 2), g.datetime.date()])
print(rows / (time.perf_counter() - start))
""",
}


def run(command, **options):
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout


def bench(build, document, table, rows=None):
    command = [build / "tests/bench/sd-bench", HERE / document, table]
    return json.loads(run([str(part) for part in command + ([str(rows)] if rows else [])]))


def peers(folder):
    """The environment's programs and their versions; {} for those not to be had."""
    if not (folder / "bin/python").exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    versions = {}
    for package in ("faker", "mimesis", "tpchgen-cli"):
        subprocess.run([folder / "bin/pip", "install", "-q", package], capture_output=True)
        shown = subprocess.run([folder / "bin/pip", "show", package], capture_output=True, text=True)
        for line in shown.stdout.splitlines():
            if line.startswith("Version:"):
                versions[package] = line.split()[1]
    return versions


def time_tpchgen(folder, threads):
    """Bytes per second of lineitem as CSV to a null sink, scale factor 0.5."""
    command = [folder / "bin/tpchgen-cli", "csv", "-s", "0.5", "--tables", "lineitem",
               "--num-threads", str(threads), "--stdout"]
    count = subprocess.run(command, capture_output=True, check=True)
    best = min(timed(command) for _ in range(REPEATS))
    return len(count.stdout) / best


def timed(command):
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def time_export(build, document, options):
    """The command line as a whole, into a new folder; seconds."""
    with tempfile.TemporaryDirectory() as folder:
        command = [build / "src/cli/synthdata-cli", "generate", HERE / document, "--out",
                   folder + "/out"] + options
        return timed(command)


def measure(build, folder):
    figures = {"cores": os.cpu_count(), "peers": peers(folder)}
    figures["lineitem"] = bench(build, "tpch.synthdata", "lineitem")
    figures["people"] = bench(build, "people.synthdata", "people")
    for format_ in ("csv", "sql", "xlsx", "sqlite"):
        rows = 200000 if format_ in ("xlsx", "sqlite") else 1000000
        for threads in (1, 2):
            best = min(time_export(build, "people.synthdata",
                                   ["--format", format_, "--threads", str(threads),
                                    "--rows", f"people={rows}"]) for _ in range(REPEATS))
            figures[f"export_{format_}_{threads}_rows_per_s"] = rows / best
    for name, code in PEOPLE.items():
        if name in figures["peers"]:
            figures[f"{name}_rows_per_s"] = max(
                float(run([str(folder / "bin/python"), "-c", code])) for _ in range(REPEATS))
    if "tpchgen-cli" in figures["peers"]:
        figures["tpchgen_1_bytes_per_s"] = time_tpchgen(folder, 1)
    return figures


def ratio(figures, ours, theirs):
    return f"{ours / figures[theirs]:8.1f} ×" if theirs in figures else "not measured"


def report(figures):
    lineitem, people = figures["lineitem"], figures["people"]
    lines = [
        f"peers: {figures['peers'] or 'none could be installed'}",
        f"lineitem, CSV, 1 thread, null sink   {lineitem['csv_1_mb_per_s']:8.0f} MB/s"
        f"  {lineitem['csv_1_rows_per_s'] / 1e6:6.2f} Mrow/s",
        "  against tpchgen-cli                " + ratio(figures, lineitem["csv_1_mb_per_s"] * 1e6,
                                                       "tpchgen_1_bytes_per_s"),
        f"  two threads against one            "
        f"{lineitem['csv_2_rows_per_s'] / lineitem['csv_1_rows_per_s']:8.2f} ×",
        f"people, CSV, 1 thread, null sink     {people['csv_1_mb_per_s']:8.0f} MB/s"
        f"  {people['csv_1_rows_per_s'] / 1e6:6.2f} Mrow/s",
        "  against Faker                      " + ratio(figures, people["csv_1_rows_per_s"],
                                                       "faker_rows_per_s"),
        "  against Mimesis                    " + ratio(figures, people["csv_1_rows_per_s"],
                                                       "mimesis_rows_per_s"),
        f"50 random rows of lineitem           {lineitem['preview_50_rows_us']:8.0f} µs at worst",
        f"compile, people                      {people['compile_ms']:8.1f} ms",
        f"resident memory, lineitem            {lineitem['resident_mib']:8.1f} MiB",
    ]
    for format_ in ("csv", "sql", "xlsx", "sqlite"):
        for threads in (1, 2):
            rate = figures[f"export_{format_}_{threads}_rows_per_s"]
            lines.append(f"people to a file, {format_:7}{threads} threads  {rate / 1e6:8.2f} Mrow/s")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--peers", type=pathlib.Path, default=pathlib.Path("_peers"))
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("bench.json"))
    arguments = parser.parse_args()
    figures = measure(arguments.build.resolve(), arguments.peers.resolve())
    arguments.out.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    print(report(figures))


if __name__ == "__main__":
    main()
