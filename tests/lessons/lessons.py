#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The SynthData authors
"""Every lesson of data/lessons: it can be generated, its report card has no line that is off,
PostgreSQL loads it with its constraints, and what truths.json says of it is true there.

    lessons.py PROGRAM FOLDER [SCALE [LESSON…]]

PROGRAM is synthdata-cli, FOLDER that of the lessons. Truths that speak of averages are asked
only at full size and above. Results are TAP.
"""

import json
import pathlib
import signal
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "export"))

from integration import Failure, Server, find_postgresql, run  # noqa: E402

TRUTHS = json.loads((HERE / "truths.json").read_text(encoding="utf-8"))


class Database:
    """A PostgreSQL of its own, a database for each lesson."""

    def __init__(self, folder):
        self.server = Server(folder, ["postgres", "nobody"])
        self.client = ["psql", "-X", "-q", "-h", str(self.server.folder), "-U", "postgres",
                       "-v", "ON_ERROR_STOP=1"]
        binaries = find_postgresql()
        data = self.server.folder / "data"
        run(binaries / "initdb", "-D", data, "-A", "trust", "-U", "postgres", "--no-sync",
            "-E", "UTF8", "--locale=C.UTF-8", **self.server.options)
        self.server.start(binaries / "postgres", "-D", data, "-k", self.server.folder, "-c",
                          "listen_addresses=", "-c", "fsync=off")
        self.server.wait(lambda: subprocess.run(self.client + ["-c", "SELECT 1"],
                                                capture_output=True, check=False).returncode == 0)

    def load(self, name, script):
        run(*self.client, "-c", f"CREATE DATABASE {name}")
        with script.open("rb") as stream:
            run(*self.client, "-d", name, stdin=stream)

    def ask(self, name, query):
        return run(*self.client, "-d", name, "-At", "-c", query).decode().strip()

    def stop(self):
        self.server.stop(signal.SIGINT)


def check_card(program, path, scale):
    shown = subprocess.run([program, "report", path, "--json", "--scale", scale],
                           capture_output=True, check=False)
    if not shown.stdout:
        raise Failure(shown.stderr.decode(errors="replace"))
    card = json.loads(shown.stdout)
    off = [line for line in card["lines"] if line["verdict"] == "off"]
    if off:
        raise Failure("\n".join(f"{line['place']}: {line['property']} ({line.get('detail')}): "
                                f"{line['measured']} for {line['target']}" for line in off))
    return len(card["lines"])


def check_database(program, path, scale, database, folder):
    name = path.stem
    run(program, "generate", path, "--scale", scale, "--format", "sql", "--dialect", "postgresql",
        "--out", folder / name)
    database.load(name, folder / name / f"{name}.sql")
    if int(database.ask(name, "SELECT count(*) FROM pg_constraint WHERE contype IN ('f', 'p') "
                              "AND convalidated")) == 0:
        raise Failure("There are no constraints.")
    failed = []
    for sentence, query in TRUTHS.get(name, {}).items():
        # Of few rows an average says little.
        if float(scale) < 1 and "THEN 0 ELSE 1" in query:
            continue
        answer = database.ask(name, query)
        if float(answer or 0) > 0:
            failed.append(f"{sentence}: {answer}")
    if failed:
        raise Failure("\n".join(failed))
    return len(TRUTHS.get(name, {}))


def main():
    program, lessons = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    scale = sys.argv[3] if len(sys.argv) > 3 else "1"
    names = sys.argv[4:] or sorted(path.stem for path in lessons.glob("*.synthdata"))
    print(f"1..{2 * len(names)}")
    number = 0
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        folder.chmod(0o755)
        database = Database(folder) if find_postgresql() else None
        try:
            for name in names:
                path = lessons / f"{name}.synthdata"
                for what, check in (
                        ("report card", lambda: check_card(program, path, scale)),
                        ("PostgreSQL", lambda: check_database(program, path, scale, database,
                                                              folder))):
                    number += 1
                    try:
                        if what == "PostgreSQL" and database is None:
                            print(f"ok {number} {name} {what} # SKIP no PostgreSQL")
                            continue
                        print(f"ok {number} {name} {what}, {check()} lines", flush=True)
                    except Failure as failure:
                        print("\n".join(f"# {line}" for line in str(failure).splitlines()))
                        print(f"not ok {number} {name} {what}", flush=True)
        finally:
            if database is not None:
                database.stop()


if __name__ == "__main__":
    main()
