# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The SynthData authors
"""Parses the SQL scripts of a few documents and counts what is in them: dialects.py PROGRAM"""

import csv
import pathlib
import re
import subprocess
import sys
import tempfile

import sqlglot
from sqlglot import exp

PROGRAM = sys.argv[1]
PROMPT = ("I need data for a lesson on product sales. It should include tables for products, "
          "customers, and sales transactions.")
PARSERS = {"sqlserver": "tsql", "oracle": "oracle"}
SOURCES = {
    "prompt": ["make", PROMPT, "--as-of", "2026-03-01"],
    "golden": ["generate", "tests/golden/engine.synthdata"],
    "tpch": ["generate", "tests/bench/tpch.synthdata", "--rows",
             "lineitem=3000,orders=800,customer=100,part=200,supplier=50,partsupp=400"],
}


def make(source, dialect, folder):
    subprocess.run([PROGRAM, *source, "--format", "csv,sql", "--dialect", dialect, "--out", folder],
                   check=True, capture_output=True)
    script, = folder.glob("*.sql")
    rows = {}
    for path in folder.glob("*.csv"):
        with open(path, newline="", encoding="utf-8") as file:
            rows[path.stem] = sum(1 for _ in csv.reader(file)) - 1
    return script.read_text(encoding="utf-8"), rows


def batches(script, dialect):
    """What a client sends at once, without lines for the client itself and the blocks of PL/SQL
    that drop tables, which the parser does not know."""
    if dialect == "sqlserver":
        return re.split(r"^GO\s*$", script, flags=re.M)
    script = re.sub(r"^BEGIN\n.*?^END;\n/$", "", script, flags=re.M | re.S)
    return [re.sub(r"^(?:/|SET (?:DEFINE|SQLBLANKLINES) O(?:N|FF))$", "", script, flags=re.M)]


def parse(script, dialect):
    """Rows inserted by table, numbers of keys, and what the parser gave up on."""
    rows, unknown = {}, []
    keys = {"primary": 0, "foreign": 0}
    for batch in batches(script, dialect):
        for statement in sqlglot.parse(batch, read=PARSERS[dialect],
                                       error_level=sqlglot.ErrorLevel.RAISE):
            if isinstance(statement, exp.Command):
                unknown.append(statement.sql()[:100])
            elif isinstance(statement, exp.Insert):
                n_columns = len(statement.this.expressions)
                values = statement.expression.expressions
                if any(len(row.expressions) != n_columns for row in values):
                    unknown.append(f"a row that has not {n_columns} values")
                table = statement.this.this.name.lower()
                rows[table] = rows.get(table, 0) + len(values)
            elif statement is not None:
                keys["primary"] += len(list(statement.find_all(exp.PrimaryKey)))
                keys["foreign"] += len(list(statement.find_all(exp.ForeignKey)))
    return rows, keys, unknown


def check(name, source, dialect):
    with tempfile.TemporaryDirectory() as folder:
        script, rows = make(source, dialect, pathlib.Path(folder) / "out")
    inserted, keys, unknown = parse(script, dialect)
    print(f"{dialect}, {name}: rows {inserted}, keys {keys}, not parsed {unknown}")
    return ({table: number for table, number in rows.items() if number} == inserted
            and keys["foreign"] > 0 and not unknown)


def check_golden(path, dialect):
    """Values that no generator makes: quotation marks, line ends, emoji, NULL."""
    inserted, keys, unknown = parse(path.read_text(encoding="utf-8"), dialect)
    print(f"{path}: rows {inserted}, keys {keys}, not parsed {unknown}")
    return bool(inserted) and not unknown


results = [check(name, source, dialect) for dialect in PARSERS for name, source in SOURCES.items()]
results += [check_golden(pathlib.Path(f"tests/golden/export/{dialect}.sql"), dialect)
            for dialect in PARSERS]
sys.exit(0 if all(results) else 1)
