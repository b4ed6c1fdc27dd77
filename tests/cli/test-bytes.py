#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The SynthData authors
"""The same bytes for any threads, shards, part shown, locale and time zone."""

import hashlib
import json
import os
import shutil
import subprocess

from harness import PROGRAM, Skip, case, check, document, equal, main, note

FORMATS = ["csv", "sql", "json", "jsonl", "sqlite", "xlsx"]


@case
def threads(place):
    path = place.write("shop.synthdata", json.dumps(document(customers=9000, sales=60000)))
    options = ["--format", ",".join(FORMATS), "--dictionary"]
    for count in ("1", "2", "5"):
        place.expect(0, "generate", path, *options, "--threads", count, "--out", count)
    check(len(place.files("1")) >= 10, place.names())
    for count in ("2", "5"):
        equal(place.files(count), place.files("1"), f"{count} threads")
    place.expect(0, "generate", path, "--zip", "--threads", "1", "--out", "zip1")
    place.expect(0, "generate", path, "--zip", "--threads", "5", "--out", "zip5")
    equal(list(place.files("zip1")), ["shop.zip"], "--zip")
    equal(place.files("zip5"), place.files("zip1"), "zip with 5 threads")


def check_shards(place, path, whole, parts, n_shards, options):
    place.expect(0, "generate", path, *options, "--out", whole)
    for shard in range(1, n_shards + 1):
        place.expect(0, "generate", path, *options, "--out", parts,
                     "--shard", f"{shard}/{n_shards}")
    for name, checksum in place.files(whole).items():
        stem, suffix = name.rsplit(".", 1)
        joined = hashlib.sha256()
        sizes = []
        for shard in range(1, n_shards + 1):
            part = place.work / parts / f"{stem}.{shard}-of-{n_shards}.{suffix}"
            sizes.append(part.stat().st_size)
            joined.update(part.read_bytes())
        equal(joined.hexdigest(), checksum, f"{name} in {n_shards} shards of {sizes} bytes")
    shutil.rmtree(place.work / whole)
    shutil.rmtree(place.work / parts)


@case
def shards_join_to_the_whole(place):
    path = place.write("shop.synthdata", json.dumps(document(customers=3, sales=30011)))
    for format_ in ("csv", "jsonl", "sql"):
        check_shards(place, path, "whole", "parts", 7, ["--format", format_])
    for dialect in ("postgresql", "mysql", "sqlserver", "oracle"):
        check_shards(place, path, "whole", "parts", 7, ["--format", "sql", "--dialect", dialect])
    check_shards(place, path, "whole", "parts", 2, ["--format", "csv,jsonl,sql"])


@case
def show_is_part_of_the_whole(place):
    path = place.write("shop.synthdata", json.dumps(document(customers=500, sales=20000)))
    place.expect(0, "generate", path, "--out", "out")
    for table, word, n_rows in (("sales", "transaction", 20000), ("customers", "Client", 500)):
        heading, *lines = (place.work / f"out/{table}.csv").read_bytes().split(b"\r\n")
        equal(lines.pop(), b"", "the last line ends")
        for first, last in ((0, 0), (0, 1), (0, 20), (17, 18), (n_rows // 3, n_rows // 2),
                            (n_rows - 1, n_rows), (n_rows, n_rows), (0, n_rows)):
            result = place.expect(0, "show", path, "--table", word, "--rows", f"{first}..{last}")
            equal(result.out.encode(),
                  b"".join(line + b"\r\n" for line in [heading] + lines[first:last]),
                  f"{table} {first}..{last}")


@case
def show_deep_inside(place):
    """Row 49,999,990 of 50 million: well under a second; the limit is for a busy machine."""
    schema = document(customers=1_000_000, sales=50_000_000)
    path = place.write("shop.synthdata", json.dumps(schema))
    result = place.expect(0, "show", path, "--table", "sales", "--rows", "49999990..50000000")
    lines = result.out.splitlines()
    equal(len(lines), 11, "lines")
    equal(lines[1].split(",")[0], "49999991", "the key of row 49,999,990")
    note(f"show of row 49,999,990: {result.seconds:.3f} s")
    check(result.seconds < 5, f"{result.seconds} s")


@case
def show_to_a_full_disk(place):
    path = place.write("shop.synthdata", json.dumps(document(sales=500_000)))
    with open("/dev/full", "wb") as full:
        done = subprocess.run([PROGRAM, "show", path, "--table", "sales", "--rows", "0..500000"],
                              stdout=full, stderr=subprocess.PIPE, env=place.environment(),
                              timeout=300, check=False)
    equal(done.returncode, 1, "exit status")
    check(done.stderr.strip() != b"", "no sentence")


def make_locale(place, name):
    """A locale of this machine, or one made here where its source is installed."""
    folder = place.path / "locales"
    folder.mkdir(exist_ok=True)
    installed = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=False)
    if f"{name}.utf8" in installed.stdout:
        return {"LC_ALL": f"{name}.UTF-8"}
    if shutil.which("localedef") and os.path.exists(f"/usr/share/i18n/locales/{name}"):
        subprocess.run(["localedef", "-i", name, "-f", "UTF-8", folder / f"{name}.UTF-8"],
                       capture_output=True, check=False)
    if not (folder / f"{name}.UTF-8").exists():
        raise Skip(f"there is no locale {name}, and no source to make it of")
    return {"LC_ALL": f"{name}.UTF-8", "LOCPATH": str(folder)}


def check_environment(place, path, **changes):
    options = ["--format", ",".join(FORMATS), "--dictionary"]
    folder = next(iter(changes.values())).replace("/", "-")
    if not (place.work / "plain").exists():
        place.expect(0, "generate", path, *options, "--out", "plain")
    # In Turkish the capital of i is not I.
    place.expect(0, "generate", path, *options, "--rows", "CLIENTS=40", "--out", folder, **changes)
    equal(place.files(folder), place.files("plain"), str(changes))


@case
def locales(place):
    path = place.write("shop.synthdata", json.dumps(document(sales=5000)))
    check_environment(place, path, LC_ALL="C")
    for name in ("tr_TR", "de_DE"):
        changes = make_locale(place, name)
        mark = subprocess.run(["locale", "decimal_point"], env={**os.environ, **changes},
                              capture_output=True, text=True, check=True)
        equal(mark.stdout.strip(), ",", f"the decimal mark of {name}")
        check_environment(place, path, **changes)


@case
def time_zones(place):
    path = place.write("shop.synthdata", json.dumps(document(sales=5000)))
    for zone in ("America/St_Johns", "Pacific/Kiritimati", "<-12>12", "Asia/Tokyo"):
        check_environment(place, path, TZ=zone)


main()
