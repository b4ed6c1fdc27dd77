#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The SynthData authors
"""Shards made one by one, again after a stop, and joined."""

import json
import signal
import time

from harness import case, check, document, equal, main

SHARDS = 3


def write(place, **rows):
    return place.write("shop.synthdata", json.dumps(document(**rows)))


def make(place, path, shard, *options):
    return place.expect(0, "generate", path, "--out", "parts", "--shard", f"{shard}/{SHARDS}",
                        "--format", "csv,sql", *options)


@case
def joined_is_the_whole(place):
    path = write(place, sales=20011)
    for shard in range(1, SHARDS + 1):
        make(place, path, shard, "--dictionary")
    place.expect(0, "generate", path, "--out", "whole", "--format", "csv,sql", "--dictionary")
    result = place.expect(0, "merge", "parts", "--out", "joined")
    equal(place.files("joined"), place.files("whole"), result)
    # Into the folder of the shards when no other is named.
    place.expect(0, "merge", "parts")
    for name, checksum in place.files("whole").items():
        equal(place.files("parts")[name], checksum, name)


@case
def a_finished_shard_is_left_alone(place):
    path = write(place, sales=5000)
    make(place, path, 2)
    files = [place.work / "parts" / name for name in place.files("parts")]
    before = [file.stat().st_mtime_ns for file in files]
    check("there already" in make(place, path, 2).out, "what is said")
    equal([file.stat().st_mtime_ns for file in files], before, "times")
    # Not when another schema or other options are asked for, nor when it is cut short.
    check("there already" not in make(place, path, 2, "--seed", "7").out, "other seed")
    check("there already" not in make(place, path, 2, "--dialect", "mysql").out, "other dialect")
    files[0].write_bytes(files[0].read_bytes()[:-1])
    check("there already" not in make(place, path, 2, "--dialect", "mysql").out, "cut short")


@case
def killed_and_resumed(place):
    """What was finished stays, what was at work leaves nothing that counts."""
    path = write(place, sales=3_000_000)
    make(place, path, 1)
    program = place.start("generate", path, "--out", "parts", "--shard", f"2/{SHARDS}",
                          "--format", "csv,sql")
    time.sleep(0.15)
    program.send_signal(signal.SIGKILL)
    program.wait(timeout=60)
    for shard in range(1, SHARDS + 1):
        result = make(place, path, shard)
        equal("there already" in result.out, shard == 1, result)
    place.expect(0, "merge", "parts", "--out", "joined")
    place.expect(0, "generate", path, "--out", "whole", "--format", "csv,sql")
    equal(place.files("joined"), place.files("whole"), "after a kill")


@case
def what_cannot_be_joined(place):
    path = write(place, sales=3000)
    place.expect(1, "merge", "parts")
    (place.work / "parts").mkdir()
    check("no shards" in place.expect(1, "merge", "parts").err, "an empty folder")
    make(place, path, 1)
    make(place, path, 3)
    check("Shard 2 of 3 is missing" in place.expect(1, "merge", "parts").err, "one missing")
    make(place, path, 2, "--seed", "7")
    check("another schema" in place.expect(1, "merge", "parts").err, "another seed")
    make(place, path, 2)
    part = place.work / "parts" / "sales.2-of-3.csv"
    good = part.read_bytes()
    part.write_bytes(good[:100] + b"X" + good[101:])
    result = place.expect(1, "merge", "parts", "--out", "joined")
    check("sales.2-of-3.csv" in result.err and "as it was written" in result.err, result)
    check(not (place.work / "joined").exists() or not place.files("joined"), "something is left")
    part.write_bytes(good)
    manifest = place.work / "parts" / "shop.2-of-3.manifest.json"
    text = manifest.read_text()
    for bad in ("", "[]", "{", text.replace("sales.2", "../sales.2"), "[" * 100000):
        manifest.write_text(bad)
        check("is missing" in place.expect(1, "merge", "parts").err, bad[:40])


main()
