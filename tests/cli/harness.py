# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The SynthData authors
"""Cases for the command line as TAP: each gets a folder of its own to work in."""

import csv
import hashlib
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import traceback

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
PROMPT = ("I need data for a lesson on product sales. It should include tables for products, "
          "customers, and sales transactions.")
AS_OF = ["--as-of", "2026-03-01"]

_cases = []


class Skip(Exception):
    """What a case needs is not on this machine."""


class Result:
    def __init__(self, status, out, err, seconds):
        self.status, self.out, self.err, self.seconds = status, out, err, seconds

    def __str__(self):
        return f"exit status {self.status}\n--- stdout\n{self.out}\n--- stderr\n{self.err}"


class Place:
    """A folder, and the program run in it with its temporary files there too."""

    def __init__(self, folder):
        self.path = pathlib.Path(folder)
        self.work = self.path / "work"
        self.temporary = self.path / "tmp"
        self.work.mkdir()
        self.temporary.mkdir()

    def environment(self, **changes):
        return {**os.environ, "TMPDIR": str(self.temporary), **changes}

    def run(self, *arguments, timeout=600, **changes):
        """Bytes and texts alike; nothing may be left in TMPDIR, whatever happens."""
        start = time.monotonic()
        done = subprocess.run([PROGRAM, *arguments], cwd=self.work, capture_output=True,
                              env=self.environment(**changes), timeout=timeout, check=False,
                              stdin=subprocess.DEVNULL)
        result = Result(done.returncode, done.stdout.decode("utf-8", "replace"),
                        done.stderr.decode("utf-8", "replace"), time.monotonic() - start)
        left = list(self.temporary.iterdir())
        check(not left, f"temporary files are left: {left}\n{result}")
        return result

    def expect(self, status, *arguments, **changes):
        result = self.run(*arguments, **changes)
        check(result.status == status,
              f"{arguments!r}: expected exit status {status}\n{result}")
        return result

    def start(self, *arguments, **options):
        # A file, not a pipe, that nobody reads.
        with open(self.path / "output", "wb") as output:
            return subprocess.Popen([PROGRAM, *arguments], cwd=self.work, stdout=output,
                                    stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                                    env=self.environment(), **options)

    def write(self, name, data):
        path = self.work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    def files(self, folder="."):
        """Relative name → SHA-256, hidden files too."""
        root = self.work / folder
        return {path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
                for path in sorted(root.rglob("*")) if path.is_file()}

    def names(self):
        """Everything there is, folders too."""
        return sorted(path.relative_to(self.work).as_posix() for path in self.work.rglob("*"))

    def rows(self, name):
        """Heading and rows of a CSV file."""
        with open(self.work / name, newline="", encoding="utf-8") as file:
            heading, *rows = csv.reader(file)
        return heading, rows


def check(condition, message):
    if not condition:
        raise AssertionError(message)


def equal(a, b, what):
    check(a == b, f"{what}: {str(a)[:2000]}\nis not\n{str(b)[:2000]}")


def case(function):
    _cases.append(function)
    return function


def note(text):
    print("#", text, flush=True)


def document(name="shop", customers=40, sales=200, **members):
    """Two tables that need no planner."""
    return {
        "format": "synthdata", "version": 1, "stream": 1, "catalog": 1, "name": name,
        "title": "Shop", "seed": 42, "locale": "en_US", "as_of": "2026-01-01",
        "tables": [
            {"id": 1, "name": "customers", "title": "Customers", "aliases": ["client", "party"],
             "rows": customers, "rows_from": "user", "primary_key": ["customer_id"], "columns": [
                 {"id": 2, "name": "customer_id", "type": "integer", "generator": "sequence",
                  "nullable": False, "unique": True},
                 {"id": 3, "name": "name", "type": "text", "generator": "semantic",
                  "parameters": {"semantic": "full_name"}},
                 {"id": 4, "name": "note", "type": "text", "generator": "category",
                  "parameters": {"values": ["Iğdır, \"İ\"", "naïve; Straße", "=1+1", ""]},
                  "missing": 0.25, "nullable": True}]},
            {"id": 5, "name": "sales", "title": "Sales", "aliases": ["transaction", "party"],
             "rows": sales, "rows_from": "user", "primary_key": ["sale_id"], "columns": [
                 {"id": 6, "name": "sale_id", "type": "integer", "generator": "sequence",
                  "nullable": False, "unique": True},
                 {"id": 7, "name": "customer_id", "type": "integer", "generator": "reference",
                  "nullable": False},
                 {"id": 8, "name": "amount", "type": "decimal", "precision": 10, "scale": 2,
                  "generator": "number",
                  "parameters": {"distribution": "lognormal", "mean": 40, "stddev": 30}},
                 {"id": 9, "name": "weight", "type": "real", "generator": "number",
                  "parameters": {"distribution": "normal", "mean": 1.5, "stddev": 0.25}},
                 {"id": 10, "name": "day", "type": "date", "generator": "date",
                  "parameters": {"min": "2024-01-01", "max": "today"}}]}],
        "relationships": [
            {"id": 11, "parent_table_name": "customers", "parent_primary_key": ["customer_id"],
             "child_table_name": "sales", "child_foreign_key": ["customer_id"],
             "law": "poisson"}],
        **members}


def main():
    print(f"1..{len(_cases)}")
    failed = 0
    for number, function in enumerate(_cases, 1):
        name = function.__name__.replace("_", "-")
        try:
            with tempfile.TemporaryDirectory(prefix="synthdata-test-") as folder:
                function(Place(folder))
            print(f"ok {number} {name}", flush=True)
        except Skip as reason:
            print(f"ok {number} {name} # SKIP {reason}", flush=True)
        except Exception:  # pylint: disable=broad-except
            failed += 1
            for line in traceback.format_exc().splitlines():
                note(line)
            print(f"not ok {number} {name}", flush=True)
    sys.exit(1 if failed else 0)
