#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The SynthData authors
"""Messy data, its clean twin, and the list of every change between them."""

import json
import pathlib
import sqlite3

from harness import case, check, equal, main

HEADING = ["table", "key", "column", "clean", "shown", "kind", "row", "clean_row"]
DOCUMENT = pathlib.Path(__file__).resolve().parent.parent / "export" / "messy.synthdata"
TABLES = ["customers", "countries", "orders"]
KEYS = {"customers": 0, "countries": 0, "orders": 0}


def write(place, **members):
    document = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    document.update(members)
    return place.write("messy.synthdata", json.dumps(document))


def clean_of(place, folder):
    names = [name for name in place.files(folder) if not name.startswith("clean/changes")]
    return {name[len("clean/"):]: place.files(folder)[name]
            for name in names if name.startswith("clean/")}


@case
def the_twin_is_the_data_without_mess(place):
    path = write(place)
    formats = ["--format", "csv,sql,json,jsonl,xlsx,sqlite", "--dictionary"]
    place.expect(0, "generate", path, "--out", "messy", *formats)
    place.expect(0, "generate", path, "--out", "clean", "--clean", *formats)
    place.expect(0, "generate", write(place, messy=False), "--out", "off", *formats)
    equal(clean_of(place, "messy"), place.files("clean"), "the twin")
    equal(place.files("off"), place.files("clean"), "switched off")
    place.expect(0, "generate", write(place, messy=False), "--out", "on", "--messy", *formats)
    equal(place.files("on"), place.files("messy"), "switched on")


@case
def changes_are_the_difference(place):
    path = write(place)
    place.expect(0, "generate", path, "--out", "messy")
    heading, changes = place.rows("messy/clean/changes.csv")
    equal(heading, HEADING, "heading")
    for table in TABLES:
        columns, shown = place.rows(f"messy/{table}.csv")
        _, clean = place.rows(f"messy/clean/{table}.csv")
        listed = {(int(line[6]), line[2]): line for line in changes if line[0] == table}
        copies = {int(line[6]): int(line[7]) for line in listed.values()
                  if line[5] in ("duplicate", "near_duplicate")}
        at = {}
        kept = 0
        for number, row in enumerate(shown, 1):
            if number in copies:
                continue
            twin = clean[kept]
            kept += 1
            at[kept] = row
            for column, cell, value in zip(columns, row, twin):
                line = listed.pop((number, column), None)
                equal(line is not None, cell != value, (table, number, column, cell, value))
                if line is not None:
                    equal(line[3:5], [value, cell], line)
                    equal(line[1], twin[KEYS[table]], line)
        equal(kept, len(clean), table)
        for number, original in copies.items():
            row, like = shown[number - 1], at[original]
            differing = [column for column, a, b in zip(columns, row, like) if a != b]
            (_, column), line = next((key, line) for key, line in listed.items()
                                     if key[0] == number)
            equal(set(differing) - {columns[KEYS[table]]}, {column} - {""}, line)
            equal(line[1], row[KEYS[table]], line)
            del listed[(number, column)]
        check(not listed, f"{table}: {list(listed.values())[:5]}")


@case
def lines_are_in_the_order_of_rows(place):
    place.expect(0, "generate", write(place), "--out", "messy")
    _, changes = place.rows("messy/clean/changes.csv")
    order = [(TABLES.index(line[0]), int(line[6])) for line in changes]
    equal(order, sorted(order), "order")


@case
def shards_join(place):
    path = write(place)
    for shard in range(1, 4):
        place.expect(0, "generate", path, "--out", "parts", "--shard", f"{shard}/3",
                     "--format", "csv,sql")
    place.expect(0, "generate", path, "--out", "whole", "--format", "csv,sql")
    place.expect(0, "merge", "parts", "--out", "joined")
    joined, whole = place.files("joined"), place.files("whole")
    equal(sorted(joined), sorted(whole), "names")
    equal({name: sum_ for name, sum_ in joined.items() if "changes" not in name},
          {name: sum_ for name, sum_ in whole.items() if "changes" not in name}, "files")
    heading, rows = place.rows("joined/clean/changes.csv")
    equal(heading, HEADING, "heading")
    equal(sorted(rows), sorted(place.rows("whole/clean/changes.csv")[1]), "changes")


@case
def threads_make_no_difference(place):
    path = write(place)
    place.expect(0, "generate", path, "--out", "one", "--threads", "1", "--format", "csv,sql")
    place.expect(0, "generate", path, "--out", "four", "--threads", "4", "--format", "csv,sql")
    equal(place.files("one"), place.files("four"), "files")


def script(place, name):
    return (place.work / name).read_text(encoding="utf-8")


@case
def what_is_left_of_the_constraints_holds(place):
    """The messy rows go into their own tables, and not into the clean ones."""
    place.expect(0, "generate", write(place), "--out", "messy", "--format", "sql")
    messy, clean = script(place, "messy/messy.sql"), script(place, "messy/clean/messy.sql")
    with sqlite3.connect(":memory:") as database:
        database.executescript(messy)
        equal(database.execute("PRAGMA foreign_key_check").fetchall(), [], "keys")
    for text in ("PRIMARY KEY (code): duplicate rows repeat it",
                 "FOREIGN KEY (referred_by): some rows refer to none",
                 "FOREIGN KEY (country): the key referred to is messed up",
                 "NOT NULL (placed_on): cells of it are empty"):
        check(f"-- Not declared: {text}" in messy, text)
    check("Not declared" not in clean, "the twin declares everything")
    check("FOREIGN KEY (customer_id) REFERENCES customers" in messy, "what holds is declared")
    rows = messy[messy.index("INSERT"):]
    with sqlite3.connect(":memory:") as database:
        try:
            database.executescript(clean[:clean.index("INSERT")] + rows)
            broken = database.execute("PRAGMA foreign_key_check").fetchall()
        except sqlite3.IntegrityError:
            broken = True
        check(broken, "the full definitions take messy rows")


@case
def the_dictionary_says_what_does_not_hold(place):
    place.expect(0, "generate", write(place), "--out", "messy", "--dictionary")
    _, entries = place.rows("messy/data_dictionary.csv")
    keys = {entry[0]: entry[7] for entry in entries if entry[1] == ""}
    check("not declared: PRIMARY KEY (code)" in keys["countries"], keys)
    _, entries = place.rows("messy/clean/data_dictionary.csv")
    check(not any("not declared" in entry[7] for entry in entries), "the twin's dictionary")


@case
def no_twin(place):
    place.expect(0, "generate", write(place), "--out", "messy", "--no-twin")
    equal(sorted(place.files("messy")), sorted(f"{table}.csv" for table in TABLES), "files")


@case
def zipped(place):
    place.expect(0, "generate", write(place), "--out", "messy", "--zip")
    equal(sorted(place.files("messy")),
          ["clean/changes.csv", "clean/messy.zip", "messy.zip"], "files")


@case
def rows_are_counted_as_exported(place):
    path = write(place)
    result = place.expect(0, "generate", path, "--out", "messy")
    check("customers: 3150 rows (150 of them duplicates)" in result.out, result)
    _, rows = place.rows("messy/customers.csv")
    shown = place.expect(0, "show", path, "--table", "customers", "--rows", "3148..3150").out
    equal(shown.replace("\r", "").count("\n"), 3, shown)
    check(rows[-1][0] in shown, shown)
    place.expect(2, "show", path, "--clean", "--table", "customers", "--rows", "3148..3150")


@case
def the_card_judges_the_clean_data(place):
    """And counts the mess."""
    path = write(place)
    card = json.loads(place.expect(0, "report", path, "--json").out)
    clean = json.loads(place.expect(0, "report", path, "--clean", "--json").out)
    lines = [line for line in card["lines"] if "Mess" not in line["property"]]
    equal(lines, clean["lines"], "lines")
    mess = {(line["place"], line["property"]): line for line in card["lines"]
            if "Mess" in line["property"]}
    equal(mess["customers", "Mess: Duplicate rows"]["measured"], 0.03, mess)
    equal(mess["orders.referred_by", "Mess: Orphans"]["measured"], 0.03, mess)


@case
def messy_and_clean_is_wrong_usage(place):
    place.expect(2, "generate", write(place), "--out", "messy", "--messy", "--clean")
    check(not (place.work / "messy").exists(), "nothing is written")


@case
def nothing_replaced_when_it_fails(place):
    """A file where the folder of the twin has to be stops all of it."""
    place.write("messy/clean", "a file")
    place.expect(1, "generate", write(place), "--out", "messy")
    equal(sorted(place.files("messy")), ["clean"], "files")


main()
