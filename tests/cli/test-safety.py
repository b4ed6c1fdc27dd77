#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The SynthData authors
"""Files are replaced when a run succeeds, and nothing is left when it does not."""

import json
import os
import resource
import signal
import subprocess
import time

from harness import PROGRAM, PROMPT, case, check, document, equal, main, note

OLD = {"customers.csv": "old customers", "sales.csv": "old sales", "notes.txt": "mine",
       "shop.xlsx": "old workbook", "shop.sqlite": "old database"}


def write_old(place, folder="out"):
    for name, text in OLD.items():
        place.write(f"{folder}/{name}", text)
    return place.files()


@case
def a_run_replaces_files(place):
    path = place.write("shop.synthdata", json.dumps(document()))
    before = write_old(place)
    place.expect(0, "generate", path, "--out", "out", "--format", "csv,xlsx,sqlite")
    after = place.files()
    equal(sorted(after), sorted(before), "files")
    equal(sorted(name for name in after if after[name] == before[name]),
          ["out/notes.txt", "shop.synthdata"], "unchanged files")
    place.expect(0, "generate", path, "--out", "new/and/deep")
    equal(sorted(place.files("new/and/deep")), ["customers.csv", "sales.csv"], "a new folder")


def check_unchanged(place, before, *arguments, **options):
    result = place.expect(1, *arguments, **options)
    check(result.err.strip() != "" and "Wrote" not in result.out, result)
    equal(place.files(), before, f"files after {arguments}")
    return result


@case
def a_folder_in_the_way(place):
    path = place.write("shop.synthdata", json.dumps(document()))
    write_old(place)
    place.write("out/shop.sql/inside.txt", "a folder where a file is to be")
    before = place.files()
    # The script comes last in each of these, after files that could be placed.
    check_unchanged(place, before, "generate", path, "--out", "out", "--format", "csv,xlsx,sql")
    check_unchanged(place, before, "generate", path, "--out", "out", "--format", "sql,csv")
    place.write("variants/variant-2/sales.csv/inside.txt", "likewise")
    place.write("variants/variant-1/sales.csv", "old")
    before = place.files()
    check_unchanged(place, before, "generate", path, "--out", "variants", "--variants", "3")
    check(not (place.work / "variants/variant-3").exists(), "variant-3 is left")
    check_unchanged(place, before, "generate", path, "--out", "out/notes.txt")
    check_unchanged(place, before, "generate", path, "--out", "out/notes.txt/deeper")


@case
def a_folder_that_cannot_be_written(place):
    path = place.write("shop.synthdata", json.dumps(document()))
    before = write_old(place)
    # Not even root can write here.
    check_unchanged(place, before, "generate", path, "--out", "/proc/self")
    check_unchanged(place, before, "generate", path, "--out", "/dev/null/out")
    check_unchanged(place, before, "generate", path, "--out", "sftp://localhost/out")
    check_unchanged(place, before, "draft", PROMPT, "-o", "/proc/self/x.synthdata")
    if os.geteuid() != 0:
        (place.work / "out").chmod(0o500)
        check_unchanged(place, before, "generate", path, "--out", "out")
        check_unchanged(place, before, "generate", path, "--out", "out/deeper/still")
        (place.work / "out").chmod(0o700)


@case
def the_document_is_saved_or_nothing_is(place):
    place.write("saved.synthdata/inside.txt", "a folder where a file is to be")
    before = place.files()
    for path in ("saved.synthdata", "nowhere/saved.synthdata", "/proc/self/saved.synthdata"):
        check_unchanged(place, before, "make", PROMPT, "--out", "out", "--save", path)
        check(not (place.work / "out").exists(), "a folder is left")
    check_unchanged(place, before, "make", PROMPT, "--out", "/dev/null/x", "--save", "s.synthdata")


@case
def a_document_beside_the_files(place):
    place.expect(0, "make", PROMPT, "--out", "new", "--save", "new/lesson.synthdata")
    check("new/lesson.synthdata" in place.names(), place.names())
    check(not [name for name in place.names() if "/." in name], "hidden files")


@case
def shards_at_the_same_time(place):
    """Each makes the folder where it is missing, and its hidden folder is its own."""
    path = place.write("shop.synthdata", json.dumps(document(sales=300_000)))
    programs = [place.start("generate", path, "--out", "new/parts", "--shard", f"{k}/4")
                for k in range(1, 5)]
    equal([program.wait(timeout=300) for program in programs], [0] * 4, "exit statuses")
    equal(sorted(place.files("new/parts")),
          sorted([f"{t}.{k}-of-4.csv" for t in ("customers", "sales") for k in range(1, 5)]
                 + [f"shop.{k}-of-4.manifest.json" for k in range(1, 5)]), "files")


@case
def more_rows_than_a_sheet_has(place):
    path = place.write("shop.synthdata", json.dumps(document()))
    before = write_old(place)
    result = check_unchanged(place, before, "generate", path, "--out", "out", "--rows",
                             "sales=1048576", "--format", "csv,xlsx")
    check("sales" in result.err, result)
    note(f"refused after {result.seconds:.3f} s")
    check_unchanged(place, before, "generate", path, "--out", "none", "--rows",
                    "sales=1048576", "--format", "csv,xlsx")
    check(not (place.work / "none").exists(), "a folder is left")


def limit_file_size():
    """As a full disk: the kernel writes no file beyond two megabytes."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))


@case
def a_full_disk(place):
    path = place.write("shop.synthdata", json.dumps(document(sales=200_000)))
    before = write_old(place)
    for format_ in ("csv", "sql", "json", "jsonl", "sqlite", "xlsx"):
        for target in ("out", "new"):
            done = subprocess.run([PROGRAM, "generate", path, "--out", target, "--format", format_],
                                  cwd=place.work, env=place.environment(), capture_output=True,
                                  preexec_fn=limit_file_size, restore_signals=False, timeout=300,
                                  check=False)
            equal(done.returncode, 1, f"{format_} on a full disk: {done.stderr!r}")
            check(done.stderr.strip() != b"", f"{format_}: no sentence")
            equal(place.files(), before, f"files after {format_}")
            check(not (place.work / "new").exists(), f"{format_}: a folder is left")
            equal(list(place.temporary.iterdir()), [], "temporary files")


def bytes_below(folder):
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size
        except FileNotFoundError:
            pass
    return total


def interrupt(place, program, folder, number):
    """Seconds from the signal, sent when the program is busy writing, to the end."""
    deadline = time.monotonic() + 60
    while bytes_below(folder) < 1_000_000 and time.monotonic() < deadline:
        check(program.poll() is None, "it ended before the signal")
        time.sleep(0.02)
    start = time.monotonic()
    program.send_signal(number)
    program.wait(timeout=60)
    return time.monotonic() - start


def check_signal(place, path, number, *options):
    before = write_old(place)
    for target in ("out", "new/deep"):
        seconds = []
        # Another program may be using the machine just then.
        while not seconds or (min(seconds) >= 1 and len(seconds) < 3):
            program = place.start("generate", path, "--out", target, *options)
            seconds.append(interrupt(place, program, place.work / target.split("/")[0], number))
            output = (place.path / "output").read_text()
            equal(program.returncode, 1, f"exit status\n{output}")
            check("nothing was written" in output, output)
            equal(place.files(), before, "files")
            check(not (place.work / "new").exists(), "a folder is left")
            equal(list(place.temporary.iterdir()), [], "temporary files")
        note(f"{signal.Signals(number).name} {' '.join(options)} into {target}: {seconds} s")
        check(min(seconds) < 1, f"{seconds} s from the signal to the end")


@case
def signals(place):
    path = place.write("shop.synthdata", json.dumps(document(sales=50_000_000)))
    check_signal(place, path, signal.SIGINT)
    check_signal(place, path, signal.SIGTERM, "--format", "sql,csv", "--threads", "1")
    check_signal(place, path, signal.SIGHUP, "--format", "jsonl", "--variants", "2")
    check_signal(place, path, signal.SIGTERM, "--format", "sqlite")


@case
def signals_while_a_workbook_closes(place):
    """A library compresses in one call: nobody waits for it."""
    path = place.write("shop.synthdata", json.dumps(document(sales=300_000)))
    check_signal(place, path, signal.SIGTERM, "--format", "xlsx")



def changed(*steps):
    """The document with one member replaced: path …, value."""
    schema = document()
    *path, last, value = steps
    place = schema
    for step in path:
        place = place[step]
    place[last] = value
    return json.dumps(schema)


TEXT = json.dumps(document())
HOSTILE = {
    "nothing": "", "zeros": b"\0" * 1000, "brackets": "[" * 100_000, "braces": '{"a":' * 100_000,
    "closed brackets": "[" * 100_000 + "]" * 100_000, "garbage after": TEXT + "x",
    "a key twice": TEXT.replace('"seed": 42', '"seed": 42, "seed": 42'),
    "NaN": TEXT.replace('"seed": 42', '"seed": NaN'),
    "infinity": TEXT.replace('"seed": 42', '"seed": 1e999'),
    "a huge number": TEXT.replace('"rows": 40', '"rows": 1' + "0" * 100_000),
    "Latin-1": TEXT.replace("Shop", "Sh\xf6p").encode("latin-1"), "UTF-16": TEXT.encode("utf-16"),
    "a list": "[]", "a number": "5", "another format": '{"format": "other"}',
    "10^18 rows": changed("tables", 0, "rows", 10**18),
    "negative rows": changed("tables", 0, "rows", -1),
    "half a row": changed("tables", 0, "rows", 1.5),
    "tables no list": changed("tables", {"a": 1}), "no tables": changed("tables", []),
    "columns null": changed("tables", 0, "columns", None),
    "a column of text": changed("tables", 0, "columns", 0, "id"),
    "a table outside": changed("tables", 0, "name", "../../outside"),
    "a long name": changed("tables", 0, "name", "a" * 5000),
    "a long title": changed("title", "x" * 1_000_000),
    "ids twice": changed("tables", 0, "columns", 1, "id", 2),
    "streams of the future": changed("stream", 99),
    "a day that is none": changed("as_of", "2026-02-31"),
    "a mean of 10^300": changed("tables", 1, "columns", 2, "parameters",
                                {"distribution": "poisson", "mean": 1e300}),
    "a deep formula": changed("tables", 1, "columns", 3, {
        "id": 20, "name": "f", "type": "integer", "generator": "formula",
        "parameters": {"formula": "(" * 2000 + "1" + ")" * 2000}}),
    "a circle": changed("tables", 1, "columns", 3, {
        "id": 20, "name": "f", "type": "integer", "generator": "formula",
        "parameters": {"formula": "f + 1"}}),
    "an open template": changed("tables", 1, "columns", 3, {
        "id": 20, "name": "f", "type": "text", "generator": "template",
        "parameters": {"template": "{" * 3000}}),
    "many tables": changed("tables", [{"name": f"t{i}"} for i in range(50_000)]),
    "a lost relationship": changed("relationships", 0, "child_table_name", "nothing"),
}


@case
def hostile_documents(place):
    for name, data in HOSTILE.items():
        path = place.write("hostile.synthdata", data)
        for arguments in (["check", path], ["generate", path, "--out", "out"],
                          ["show", path, "--table", "sales", "--rows", "0..1"]):
            result = place.run(*arguments, timeout=60)
            check(result.status == 1 or (arguments[0] == "show" and result.status == 2),
                  f"{name}: {arguments[0]}\n{str(result)[:2000]}")
            check(result.err.strip() + result.out.strip() != "", f"{name}: no sentence")
            equal(place.names(), ["hostile.synthdata"], f"files after {name}")


@case
def a_name_stays_in_its_folder(place):
    for name in ("../outside", "/tmp/synthdata-outside", "..", "", "a/b", ".hidden"):
        path = place.write("here/there/shop.synthdata", changed("name", name))
        result = place.run("generate", path, "--format", "csv,sqlite")
        check(result.status in (0, 1), result)
        for file in place.names():
            check(file.count("/") <= 2 and ".." not in file, file)
        equal(sorted(p.name for p in place.path.iterdir()), ["tmp", "work"], name)
    check(not os.path.exists("/tmp/synthdata-outside"), "a file outside")


main()
