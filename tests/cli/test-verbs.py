#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The SynthData authors
"""Help, wrong usage and exit statuses of each verb."""

import json

from harness import PROMPT, case, check, document, equal, main

OPTIONS = {
    "make": ["--rows", "--format", "--out", "--seed", "--save", "--as-of", "--locale",
             "--variants", "--threads", "--shard", "--dialect"],
    "draft": ["-o", "--rows", "--seed", "--as-of", "--locale"],
    "generate": ["--rows", "--format", "--out", "--seed", "--as-of", "--locale", "--variants",
                 "--threads", "--shard", "--dialect"],
    "check": [],
    "show": ["--table", "--rows"],
    "report": ["--json", "--html", "-o", "--rows", "--seed"],
    "merge": ["--out"],
}

WRONG = [
    ["--format", "pdf"], ["--format", "csv,"], ["--format", ""],
    ["--seed", "-1"], ["--seed", "abc"], ["--seed", "1.5"], ["--seed", ""],
    ["--seed", "99999999999999999999"],
    ["--dialect", "access"], ["--dialect", ""],
    ["--shard", "3/2"], ["--shard", "0/2"], ["--shard", "1/0"], ["--shard", "1"],
    ["--shard", "/"], ["--shard", "1/2x"], ["--shard", "-1/2"],
    ["--shard", "1/2", "--format", "xlsx"], ["--shard", "1/2", "--format", "csv,json"],
    ["--shard", "1/2", "--format", "sqlite"], ["--shard", "1/2", "--zip"],
    ["--scale", "0"], ["--scale", "-1"], ["--scale", "x"], ["--scale", "2x"], ["--scale", "1e9"],
    ["--rows", "sales"], ["--rows", "sales=-1"], ["--rows", "sales=many"], ["--rows", "=5"],
    ["--rows", "sales=1.5"], ["--rows", "sales=999999999999999999"], ["--rows", ""],
    ["--rows", "sales=5,,"], ["--rows", "sales=5,nothing=6"], ["--rows", "!=6"],
    ["--as-of", "yesterday"], ["--as-of", "2026-02-30"], ["--as-of", ""],
    ["--locale", "xx_YY"], ["--locale", ""], ["--locale", "../en_US"],
    ["--threads", "-1"], ["--threads", "two"], ["--threads", "100000"],
    ["--variants", "0"], ["--variants", "-3"], ["--variants", "x"], ["--variants", "100001"],
    ["--nonsense"], ["second argument"],
]


@case
def help_of_each_verb(place):
    for verb, options in OPTIONS.items():
        for flag in ("--help", "-h"):
            result = place.expect(0, verb, flag)
            equal(result.err, "", f"{verb} {flag} on stderr")
            check(result.out.startswith(f"Usage:\n  synthdata-cli {verb} "), result)
            for option in options:
                check(option in result.out, f"{verb} --help lacks {option}\n{result}")
            check(f"Example: synthdata-cli {verb} " in result.out, result)
    equal(place.names(), [], "files after --help")


@case
def help_of_the_program(place):
    result = place.expect(0, "--help")
    for verb in OPTIONS:
        check(f"  {verb} " in result.out, result)
    check(place.expect(0, "--version").out.startswith("SynthData "), "--version")
    for arguments in ([], ["mak"], ["--nonsense"], [""]):
        result = place.expect(2, *arguments)
        equal(result.out, "", "stdout of wrong usage")
        check("Usage:" in result.err, result)


@case
def wrong_usage_writes_nothing(place):
    path = place.write("shop.synthdata", json.dumps(document()))
    for verb, argument in (("make", PROMPT), ("generate", path)):
        for options in WRONG:
            result = place.expect(2, verb, argument, *options, "--out", "out")
            check(result.err.strip() != "" and "Wrote" not in result.out, result)
            equal(place.names(), ["shop.synthdata"], f"files after {options}")
        place.expect(2, verb)
        place.expect(2, verb, "--out", "out")


@case
def wrong_usage_of_the_other_verbs(place):
    path = place.write("shop.synthdata", json.dumps(document()))
    place.expect(2, "draft", PROMPT)
    place.expect(2, "draft", "-o", "x.synthdata")
    place.expect(2, "draft", PROMPT, "-o", "x.synthdata", "--rows", "nothing=5")
    place.expect(2, "draft", PROMPT, "-o", "x.synthdata", "--format", "csv")
    place.expect(2, "check")
    place.expect(2, "check", path, path)
    for options in ([], ["--table", "sales"], ["--rows", "0..5"],
                    ["--table", "sales", "--rows", "5"], ["--table", "sales", "--rows", "5..3"],
                    ["--table", "sales", "--rows", "-1..3"], ["--table", "sales", "--rows", ".."],
                    ["--table", "sales", "--rows", "0..201"],
                    ["--table", "sales", "--rows", "0..99999999999999999999"],
                    ["--table", "nothing", "--rows", "0..1"],
                    ["--table", "party", "--rows", "0..1"]):
        result = place.expect(2, "show", path, *options)
        equal(result.out, "", f"rows shown after {options}")
    equal(place.names(), ["shop.synthdata"], "files")


@case
def words_for_tables(place):
    path = place.write("shop.synthdata", json.dumps(document()))
    for word in ("sales", "sale", "Sales", "SALE", "transaction", "transactions", "TRANSACTIONS",
                 " sales "):
        place.expect(0, "generate", path, "--rows", f"{word}=7", "--out", "out")
        equal(len(place.rows("out/sales.csv")[1]), 7, word)
        equal(len(place.rows("out/customers.csv")[1]), 40, "the other table")
    for word, sentence in (("orders", "No table fits “orders”."),
                           ("party", "More than one table fits “party”."),
                           ("PARTIES", "More than one table fits “PARTIES”.")):
        result = place.expect(2, "generate", path, "--rows", f"{word}=7", "--out", "none")
        check(sentence in result.err and "customers, sales" in result.err, result)
    check("none" not in place.names(), "a folder is made for a wrong word")


@case
def words_that_the_planner_knows(place):
    for word in ("sale", "sales", "transaction", "transactions", "Sales", "SALES TRANSACTIONS"):
        result = place.expect(0, "make", PROMPT, "--rows", f"{word}=33", "--out", "out",
                              "--save", "made.synthdata")
        tables = json.loads((place.work / "made.synthdata").read_text())["tables"]
        equal([t["name"] for t in tables if t["rows"] == 33 and "sale" in t["name"]],
              [t["name"] for t in tables if t["rows"] == 33], f"{word}\n{result}")
        equal(len([t for t in tables if t["rows"] == 33]), 1, word)
    result = place.expect(2, "make", PROMPT, "--rows", "zebras=5")
    for table in tables:
        check(table["name"] in result.err, result)


@case
def too_little_said(place):
    for prompt in ("", "   ", "some numbers", "?", "\t\n"):
        result = place.expect(3, "make", prompt, "--out", "out", "--save", "s.synthdata")
        check("?" in result.err and result.out == "", result)
        place.expect(3, "draft", prompt, "-o", "s.synthdata")
        equal(place.names(), [], f"files after {prompt!r}")


@case
def prompts_that_no_one_types(place):
    place.expect(2, "make", b"customers \xff\xfe", "--out", "out")
    place.expect(2, "draft", b"\xc3\x28", "-o", "s.synthdata")
    equal(place.names(), [], "files after invalid UTF-8")
    # As long as an argument can be. What is made matters less than that it ends well.
    for text in ("customers and orders. ", "(", "1,500 ", "with ", "日本語", "a",
                 "each X has 1 to 3 Y; ", "\x1b[31m\x07 "):
        prompt = (text * 130000).encode()[:130000].decode("utf-8", "ignore")
        result = place.run("draft", prompt, "-o", "s.synthdata", timeout=300)
        check(result.status in (0, 3), str(result)[:2000])
        check("\x1b" not in result.out + result.err, "control characters reach the terminal")
    place.expect(0, "make", "--out", "dashed", "--", f"-{PROMPT}")


main()
