#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The SynthData authors
"""What a prompt or a document becomes: rows, keys, days, variants, findings."""

import datetime
import json
import os
import pty
import re
import subprocess

from harness import AS_OF, PROGRAM, PROMPT, case, check, document, equal, main

ROWS = ["--rows", "customers=50,products=20,sales=200"]


def tuples(place, name, columns):
    heading, rows = place.rows(name)
    places = [heading.index(column) for column in columns]
    return [tuple(row[i] for i in places) for row in rows]


def check_keys(place, schema, folder):
    for table in schema["tables"]:
        keys = tuples(place, f"{folder}/{table['name']}.csv", table["primary_key"])
        equal(len(set(keys)), table["rows"], f"different keys of {table['name']}")
    check(len(schema["relationships"]) >= 2, "too few relationships")
    for link in schema["relationships"]:
        parents = set(tuples(place, f"{folder}/{link['parent_table_name']}.csv",
                             link["parent_primary_key"]))
        for key in tuples(place, f"{folder}/{link['child_table_name']}.csv",
                          link["child_foreign_key"]):
            check(key in parents or (all(part == "" for part in key) and link.get("optional")),
                  f"{link['child_table_name']}: broken key {key}")


@case
def the_seed_example(place):
    result = place.expect(0, "make", PROMPT, *ROWS, "--out", "out", "--save", "made.synthdata")
    schema = json.loads((place.work / "made.synthdata").read_text())
    equal(sorted(place.files("out")), sorted(f"{t['name']}.csv" for t in schema["tables"]), "files")
    counts = sorted(len(place.rows(f"out/{t['name']}.csv")[1]) for t in schema["tables"])
    equal(counts, [20, 50, 200], f"row counts\n{result}")
    check_keys(place, schema, "out")
    equal(result.err, "", "stderr, where no terminal is")
    for name in place.files("out"):
        check(name in result.out, f"{name} is not named\n{result}")


@case
def a_terminal_shows_progress(place):
    path = place.write("shop.synthdata", json.dumps(document(sales=300_000)))
    ours, theirs = pty.openpty()
    with subprocess.Popen([PROGRAM, "generate", path, "--format", "csv,sql"], cwd=place.work,
                          stdout=subprocess.DEVNULL, stderr=theirs, stdin=subprocess.DEVNULL,
                          env=place.environment()) as program:
        os.close(theirs)
        shown = b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # the other end is closed
                break
            if not part:
                break
            shown += part
        equal(program.wait(), 0, "exit status")
    os.close(ours)
    for text in (b"csv  100 %  300040 / 300040", b"sql  100 %"):
        check(text in shown, f"{text} is not in {shown[-500:]}")
    check(shown.endswith(b"\r\x1b[K"), "the line of progress is left")


@case
def the_same_bytes_twice(place):
    formats = ["--format", "csv,json,jsonl,sql,sqlite,xlsx", "--dictionary"]
    place.expect(0, "make", PROMPT, *ROWS, *AS_OF, *formats, "--out", "one")
    place.expect(0, "make", PROMPT, *ROWS, *AS_OF, *formats, "--out", "two")
    equal(place.files("one"), place.files("two"), "two runs")
    check(len(place.files("one")) >= 12, place.names())
    place.expect(0, "make", PROMPT, *ROWS, *AS_OF, "--seed", "43", "--out", "three")
    for name, checksum in place.files("three").items():
        check(checksum != place.files("one")[name], f"{name} is the same with another seed")


@case
def defaults_are_printed(place):
    before = datetime.date.today()
    result = place.expect(0, "make", PROMPT, "--rows", "sales=10")
    after = datetime.date.today()
    match = re.search(r"^Seed 42, as of ([0-9-]+), locale en_US, format csv, dialect sqlite, "
                      r"threads [0-9]+, folder (.*)$", result.out, re.M)
    check(match is not None, result)
    check(before <= datetime.date.fromisoformat(match[1]) <= after, f"not this day\n{result}")
    check(match[2] == str((place.work / match[2]).resolve()), result)
    check((place.work / match[2]).is_dir(), result)


@case
def the_day_is_respected(place):
    for day in ("2019-05-17", "2031-12-31"):
        result = place.expect(0, "make", PROMPT, "--as-of", day, "--out", day, "--save",
                              f"{day}.synthdata")
        check(f"as of {day}" in result.out, result)
        equal(json.loads((place.work / f"{day}.synthdata").read_text())["as_of"], day, "as_of")
        latest = max((value for name in place.files(day) for row in place.rows(f"{day}/{name}")[1]
                      for value in row if re.fullmatch(r"\d{4}-\d\d-\d\d.*", value)), default="")
        check("" < latest[:10] <= day, f"a date after {day}: {latest}")
    path = place.write("shop.synthdata", json.dumps(document(sales=1000)))
    for arguments, year in (([], "2025"), (["--as-of", "2024-12-31"], "2024")):
        place.expect(0, "generate", path, "--out", "out", *arguments)
        equal(max(row[4] for row in place.rows("out/sales.csv")[1])[:4], year, "“today”")


@case
def a_draft_generates_the_same(place):
    options = ["--format", "csv,sql,sqlite,xlsx,json", "--dictionary"]
    place.expect(0, "make", PROMPT, *ROWS, *AS_OF, *options, "--seed", "7", "--out", "made",
                 "--save", "saved.synthdata")
    place.expect(0, "draft", PROMPT, *ROWS, *AS_OF, "--seed", "7", "-o", "drafted.synthdata")
    equal((place.work / "drafted.synthdata").read_bytes(),
          (place.work / "saved.synthdata").read_bytes(), "draft and --save")
    place.expect(0, "generate", "drafted.synthdata", *options, "--out", "generated")
    equal(place.files("generated"), place.files("made"), "generate and make")
    place.expect(0, "check", "drafted.synthdata")


@case
def options_of_generate_win(place):
    path = place.write("shop.synthdata", json.dumps(document()))
    place.expect(0, "generate", path, "--out", "plain")
    place.expect(0, "generate", path, "--out", "same", "--seed", "42", "--as-of", "2026-01-01",
                 "--locale", "en_US", "--rows", "sales=200,customers=40")
    equal(place.files("same"), place.files("plain"), "the document's own values")
    place.expect(0, "generate", path, "--out", "other", "--seed", "1")
    check(place.files("other") != place.files("plain"), "another seed")


@case
def variants_differ_and_come_back(place):
    path = place.write("shop.synthdata", json.dumps(document()))
    result = place.expect(0, "generate", path, "--variants", "3", "--out", "a",
                          "--format", "csv,sqlite")
    place.expect(0, "generate", path, "--variants", "3", "--out", "b", "--format", "csv,sqlite")
    equal(place.files("a"), place.files("b"), "variants made twice")
    equal(sorted(p.name for p in (place.work / "a").iterdir()),
          ["variant-1", "variant-2", "variant-3"], "folders")
    seeds = re.findall(r"^variant-\d: seed (\d+)$", result.out, re.M)
    equal(len(set(seeds)), 3, f"seeds\n{result}")
    sets = [place.files(f"a/variant-{i}") for i in (1, 2, 3)]
    for name in ("customers.csv", "sales.csv", "shop.sqlite"):
        equal(len({files[name] for files in sets}), 3, f"different {name}")
    # The printed seed makes the variant again, and one variant is the first of three.
    place.expect(0, "generate", path, "--seed", seeds[1], "--out", "again", "--format",
                 "csv,sqlite")
    equal(place.files("again"), sets[1], "the second variant by its seed")
    place.expect(0, "generate", path, "--variants", "1", "--out", "c", "--format", "csv,sqlite")
    equal(place.files("c/variant-1"), sets[0], "the only variant")
    place.expect(0, "make", PROMPT, *ROWS, "--variants", "2", "--out", "made", "--save",
                 "made.synthdata")
    equal(json.loads((place.work / "made.synthdata").read_text())["seed"], 42, "the saved seed")


def broken(change):
    schema = document()
    change(schema)
    return json.dumps(schema)


def two_wrong_names(schema):
    schema["tables"][0]["columns"][1]["generator"] = "wishes"
    schema["relationships"][0]["law"] = "murphy"


def two_wrong_members(schema):
    schema["tables"][0]["rows"] = "many"
    schema["tables"][1]["columns"][2]["nullable"] = "perhaps"


def two_that_cannot_be(schema):
    schema["tables"][0]["columns"].append({
        "id": 20, "name": "lucky", "type": "integer", "generator": "number", "unique": True,
        "parameters": {"distribution": "uniform", "min": 1, "max": 5}})
    schema["tables"][1]["columns"].append({
        "id": 21, "name": "snake", "type": "integer", "generator": "formula",
        "parameters": {"formula": "snake + 1"}})


@case
def check_lists_all_findings(place):
    good = place.write("good.synthdata", json.dumps(document()))
    result = place.expect(0, "check", good)
    check("2 tables" in result.out and "error" not in result.out, result)
    for change, words in ((two_wrong_names, ("wishes", "murphy")),
                          (two_wrong_members, ("tables[0].rows", "columns[2].nullable")),
                          (two_that_cannot_be, ("sales.snake",))):
        path = place.write("broken.synthdata", broken(change))
        result = place.expect(1, "check", path)
        for word in words:
            check(word in result.out + result.err, f"{word} is not named\n{result}")
        result = place.expect(1, "generate", path, "--out", "out")
        for word in words:
            check(word in result.err, f"{word} is not named\n{result}")
        place.expect(1, "show", path, "--table", "sales", "--rows", "0..1")
    place.expect(1, "check", "nowhere.synthdata")
    place.expect(1, "check", ".")
    equal(place.names(), ["broken.synthdata", "good.synthdata"], "files")


@case
def findings_cannot_play_with_the_terminal(place):
    schema = document()
    schema["tables"][0]["name"] = "red\x1b[31m\x07\x9b"
    path = place.write("red.synthdata", json.dumps(schema))
    for arguments in (["check", path], ["generate", path], ["generate", path, "--rows", "x=1"]):
        result = place.run(*arguments)
        check(result.status in (1, 2), result)
        check(not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", result.out + result.err), result)


main()
