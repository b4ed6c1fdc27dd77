#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The SynthData authors
"""The report card as text, JSON and a web page."""

import json
import xml.etree.ElementTree

from harness import AS_OF, PROMPT, case, check, document, equal, main


@case
def three_forms(place):
    path = place.write("shop.synthdata", json.dumps(document(customers=50, sales=500)))
    text = place.expect(0, "report", path)
    check("References: 500 for 500, as declared" in text.out, text)
    card = json.loads(place.expect(0, "report", path, "--json").out)
    equal(card["off"], 0, card)
    equal(card["as_declared"] + card["within_chance"] + card["too_few_rows"],
          len(card["lines"]), "lines")
    line = next(line for line in card["lines"] if line.get("metric") == "ReferentialIntegrity")
    equal((line["target"], line["measured"], line["score"]), (500, 500, 1), line)
    place.expect(0, "report", path, "--html", "-o", "card.html")
    page = (place.work / "card.html").read_text(encoding="utf-8")
    check("http" not in page, "the page needs something from elsewhere")
    rows = page.split("<tbody>")[1].split("</tbody>")[0]
    table = xml.etree.ElementTree.fromstring(f"<table>{rows}</table>")
    equal(len(table), len(card["lines"]), "rows of the page")


@case
def names_are_escaped(place):
    schema = document(customers=50, sales=500)
    schema["title"] = "<script>alert(1)</script>"
    path = place.write("shop.synthdata", json.dumps(schema))
    check("<script" not in place.expect(0, "report", path, "--html").out, "a title becomes a tag")


@case
def row_counts_and_seeds(place):
    place.expect(0, "draft", PROMPT, "-o", "lesson.synthdata", *AS_OF)
    card = json.loads(place.expect(0, "report", "lesson.synthdata", "--json", "--rows",
                                   "sales=1234", "--seed", "99").out)
    equal(card["seed"], 99, "seed")
    rows = [line for line in card["lines"] if line["property"] == "Rows"]
    check(any(line["measured"] == 1234 for line in rows), rows)


@case
def impossible(place):
    schema = document(customers=50, sales=500)
    schema["tables"][0]["columns"][0]["generator"] = "nonsense"
    result = place.expect(1, "report", place.write("bad.synthdata", json.dumps(schema)))
    check("cannot be generated" in result.err and result.out == "", result)
    place.expect(1, "report", "none.synthdata")


main()
