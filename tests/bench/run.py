#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The SynthData authors
"""Measures SynthData beside other generators, in one run, as ratios.

    tests/bench/run.py BUILD [--peers DIR] [--out FILE]

BUILD is a release build. DIR is a virtual environment for Faker, Mimesis,
tpchgen-cli and SDV, made when missing; what cannot be installed is reported as not
measured. Prints a table and writes the figures as JSON.

Each figure is the best of several runs, and peers take turns with what they are
compared to. Where others share the machine, the processor's time is more telling
than the clock; both are given.
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
SCALE = 0.5   # of TPC-H, as tpchgen counts it
LARGE = 10**10
SQLITE_ROWS = 1000000

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
    command = [str(part) for part in command]
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout


def timed(command):
    """Seconds by the clock, seconds of processors, and MiB at most in memory."""
    start = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    if status != 0:
        raise subprocess.CalledProcessError(status, command)
    return {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "mib": usage.ru_maxrss / 1024}


def count_bytes(command):
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        return sum(len(part) for part in iter(lambda: process.stdout.read(1 << 20), b""))


def best(runs):
    """The least of each figure; of memory the most."""
    runs = list(runs)
    return {key: (max if key == "mib" else min)(r[key] for r in runs) for key in runs[0]}


def better(old, new):
    """Two results of sd-bench: rates are the higher, times the lower of both."""
    if not old:
        return new
    return {key: value if not isinstance(value, float | int)
            else max(value, old[key]) if "_per_" in key or key == "resident_mib"
            else min(value, old[key]) for key, value in new.items()}


def bench(build, document, table, *rows):
    return json.loads(run([build / "tests/bench/sd-bench", HERE / document, table, *rows]))


def generate(build, document, *options):
    """The command line as a whole, into a new folder."""
    with tempfile.TemporaryDirectory() as folder:
        return timed([build / "src/cli/synthdata-cli", "generate", HERE / document,
                      "--out", folder + "/out", *options])


def peers(folder):
    """The versions of the environment's programs, without those not to be had."""
    if not (folder / "bin/python").exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    versions = {}
    # SDV takes whatever torch is there; the plain build needs no graphics card.
    for package in ("faker", "mimesis", "tpchgen-cli", "torch==2.13.0", "sdv", "sdmetrics",
                    "vega_datasets"):
        subprocess.run([folder / "bin/pip", "install", "-q", package], capture_output=True)
        package = package.split("=")[0]
        shown = subprocess.run([folder / "bin/pip", "show", package],
                               capture_output=True, text=True)
        for line in shown.stdout.splitlines():
            if line.startswith("Version:"):
                versions[package] = line.split()[1]
    return versions


def measure_lineitem(build, folder, versions):
    """CSV of lineitem to a null sink, in turns with tpchgen-cli."""
    rows = int(6000000 * SCALE)
    command = [folder / "bin/tpchgen-cli", "csv", "-s", str(SCALE), "--tables", "lineitem",
               "--num-threads", "1", "--stdout"]
    ours, theirs = {}, []
    for _ in range(REPEATS):
        ours = better(ours, bench(build, "tpch.synthdata", "lineitem", f"lineitem={rows}",
                                  f"orders={rows // 4}"))
        if "tpchgen-cli" in versions:
            theirs.append(timed(command))
    figures = {"lineitem": ours}
    if theirs:
        size = count_bytes(command)
        figures["tpchgen"] = {"mb_per_s": size / best(theirs)["wall"] / 1e6,
                              "mb_per_cpu_s": size / best(theirs)["cpu"] / 1e6,
                              "rows_per_s": rows / best(theirs)["wall"],
                              "resident_mib": best(theirs)["mib"]}
    return figures


def measure_people(build, folder, versions):
    """Ten columns as CSV to a null sink, in turns with Faker and Mimesis."""
    figures = {"people": {}}
    for _ in range(REPEATS):
        figures["people"] = better(figures["people"], bench(build, "people.synthdata", "people"))
        for name, code in PEOPLE.items():
            if name in versions:
                rate = {"rows_per_s": float(run([folder / "bin/python", "-c", code]))}
                figures[name] = better(figures.get(name), rate)
    return figures


def measure_sdv(build, folder, versions):
    """Eight correlated columns, and two tables, as CSV to a null sink, beside SDV's samples."""
    figures = {"correlated": bench(build, "correlated.synthdata", "customers"),
               "two_tables": bench(build, "two-tables.synthdata", "orders", "customers=200000",
                                   "orders=1000000")}
    if "sdv" not in versions:
        return figures
    with tempfile.TemporaryDirectory() as out:
        for document, rows in (("correlated", "customers=3000"), ("two-tables", "orders=5000")):
            run([build / "src/cli/synthdata-cli", "generate", HERE / f"{document}.synthdata",
                 "--rows", rows, "--out", f"{out}/{document}"])
        peer = [folder / "bin/python", HERE / "sdv_peer.py"]
        for name, mode, paths in (
                ("GaussianCopula", "single", ["correlated/customers.csv"]),
                ("HMA", "multi", ["two-tables/customers.csv", "two-tables/orders.csv"])):
            shown = run(peer + [mode] + [f"{out}/{path}" for path in paths])
            figures[name] = json.loads(shown.splitlines()[-1])
    return figures


def measure_sqlite(build):
    """The file with everything, start included, beside inserts of rows that are ready."""
    inserts, threads = 0, {1: [], 2: []}
    for _ in range(REPEATS):
        with tempfile.TemporaryDirectory() as folder:
            inserts = max(inserts, float(run([build / "tests/bench/sd-bench-sqlite",
                                              HERE / "people.synthdata", "people",
                                              folder + "/peer.sqlite"])))
        for n, runs in threads.items():
            runs.append(generate(build, "people.synthdata", "--format", "sqlite",
                                 "--threads", n, "--rows", f"people={SQLITE_ROWS}"))
    return {"sqlite_inserts": {"rows_per_s": inserts},
            "sqlite": {n: SQLITE_ROWS / best(runs)["wall"] for n, runs in threads.items()},
            "sqlite_resident_mib": best(threads[2])["mib"]}


def measure_files(build):
    """Whole runs of the command line into files: rows per second and memory."""
    files, most = {}, 0
    for format_, rows in (("csv", 2000000), ("sql", 2000000), ("json", 2000000),
                          ("xlsx", 100000)):
        for threads in (1, 2):
            result = best(generate(build, "people.synthdata", "--format", format_, "--threads",
                                   threads, "--rows", f"people={rows}") for _ in range(REPEATS))
            files[f"{format_}_{threads}"] = rows / result["wall"]
            most = max(most, result["mib"])
    return {"files": files, "resident_mib": most}


def measure_latency(build):
    """What a person waits for."""
    program = build / "src/cli/synthdata-cli"
    show = [program, "show", HERE / "people.synthdata", "--table", "people", "--rows", "0..50"]
    return {
        "start_ms": best(timed([program, "--version"]) for _ in range(10))["wall"] * 1e3,
        "show_50_rows_ms": best(timed(show) for _ in range(10))["wall"] * 1e3,
        "large": bench(build, "tpch.synthdata", "lineitem", f"lineitem={LARGE}",
                       f"orders={LARGE // 4}"),
    }


def measure(build, folder):
    versions = peers(folder)
    figures = {"cores": os.cpu_count(), "load_before": os.getloadavg(), "peers": versions}
    figures |= measure_lineitem(build, folder, versions)
    figures |= measure_people(build, folder, versions)
    figures |= measure_sdv(build, folder, versions)
    figures |= measure_sqlite(build)
    figures |= measure_files(build)
    figures |= measure_latency(build)
    figures["load_after"] = os.getloadavg()
    return figures


def line(what, value, unit, detail=""):
    return f"{what:46}{value:>12}  {unit:8}{detail}".rstrip()


def against(figures, what, ours, peer, key):
    """@ours ÷ the peer's @key, with the peer's absolute figure."""
    if peer not in figures:
        return line(what, "not measured", "")
    theirs = figures[peer][key]
    return line(what, f"{ours / theirs:,.2f}", "×", f"its {theirs:,.0f} {key}")


def report_throughput(figures):
    for table, peers_ in (("lineitem", ("tpchgen",)), ("people", ("faker", "mimesis"))):
        ours = figures[table]
        yield line(f"{table}, CSV, null sink, one thread", f"{ours['csv_1_mb_per_s']:,.0f}",
                   "MB/s", f"{ours['csv_1_rows_per_s'] / 1e6:.2f} Mrow/s")
        for peer in peers_:
            if peer == "tpchgen":
                yield against(figures, "  bytes against tpchgen-cli", ours["csv_1_mb_per_s"],
                              peer, "mb_per_s")
                yield against(figures, "  bytes, by the processor's time",
                              ours["csv_1_mb_per_cpu_s"], peer, "mb_per_cpu_s")
            yield against(figures, f"  rows against {peer}", ours["csv_1_rows_per_s"],
                          peer, "rows_per_s")
        for format_ in ("csv", "sql", "jsonl"):
            yield line(f"  {format_}, two threads against one",
                       f"{ours[format_ + '_2_mb_per_s'] / ours[format_ + '_1_mb_per_s']:.2f}", "×")
        yield line("  compiled in", f"{ours['compile_ms']:.1f}", "ms")


def report_sdv(figures):
    for table, peer in (("correlated", "GaussianCopula"), ("two_tables", "HMA")):
        rate = figures[table]["csv_1_rows_per_s"]
        yield line(f"{table}, CSV, null sink, one thread", f"{rate / 1e6:.2f}", "Mrow/s")
        yield against(figures, f"  rows against SDV's {peer}", rate, peer, "rows_per_s")


def report(figures):
    before, after = figures["load_before"][0], figures["load_after"][0]
    versions = ", ".join(f"{name} {version}" for name, version in figures["peers"].items())
    lines = [f"{figures['cores']} processors, load {before:.1f} before and {after:.1f} after",
             f"peers: {versions or 'none could be installed'}", ""]
    lines += report_throughput(figures)
    lines += report_sdv(figures)
    for n, rate in figures["sqlite"].items():
        lines.append(against(figures, f"SQLite file, {n} threads, against ready inserts", rate,
                             "sqlite_inserts", "rows_per_s"))
    for name, rate in figures["files"].items():
        format_, threads = name.split("_")
        lines.append(line(f"people to a file, {format_}, {threads} threads",
                          f"{rate / 1e6:.2f}", "Mrow/s"))
    large = figures["large"]
    lines += [
        line("start of the command line", f"{figures['start_ms']:.1f}", "ms"),
        line("  with 50 rows shown", f"{figures['show_50_rows_ms']:.1f}", "ms"),
        line("50 random rows of 10^10: median", f"{large['preview_median_us']:.0f}", "µs",
             f"first {large['preview_first_us']:.0f}, slowest {large['preview_slowest_us']:.0f}"),
        line("resident memory at most", f"{figures['resident_mib']:.1f}", "MiB",
             f"of SQLite files {figures['sqlite_resident_mib']:.1f}"),
    ]
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
