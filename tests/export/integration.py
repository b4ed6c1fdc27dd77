#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The SynthData authors

"""Loads every export into what reads it, and compares all cells with the CSV.

    integration.py READER PROGRAM [DOCUMENT]

READER is sqlite, postgresql, mariadb, workbook or json; PROGRAM one of
export-nasty and export-document. Exit status 77 says that the reader is not on
this machine. Servers run as an unprivileged user on a socket of their own and
are stopped by their process id.
"""

import datetime
import decimal
import json
import math
import os
import pathlib
import pwd
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

SKIP = 77


def parse_csv(text):
    """Lines of fields after RFC 4180; None is a field that is empty and has no quotes."""
    lines, line, i = [], [], 0
    while i < len(text):
        if text[i] == '"':
            field, i = [], i + 1
            while True:
                end = text.index('"', i)
                field.append(text[i:end])
                i = end + 1
                if i < len(text) and text[i] == '"':
                    field.append('"')
                    i += 1
                else:
                    break
            line.append(''.join(field))
        else:
            end = min(e for e in (text.find(c, i) for c in ',\r\n') if e >= 0)
            line.append(text[i:end] or None)
            i = end
        if text[i] == ',':
            i += 1
            continue
        i += 2 if text[i] == '\r' else 1
        lines.append(line)
        line = []
    return lines


def read_csv(path):
    return parse_csv(pathlib.Path(path).read_bytes().decode('utf-8'))


class Table:
    def __init__(self, folder, name, columns):
        lines = read_csv(folder / f'{name}.csv')
        self.name = name
        self.columns = lines[0]
        self.types = [columns[column] for column in self.columns]
        self.rows = lines[1:]


def read_tables(folder):
    """The CSV files with the types of their columns, from the data dictionary."""
    tables = {}
    for entry in read_csv(folder / 'csv' / 'data_dictionary.csv')[1:]:
        table, column, kind = entry[0], entry[1], entry[3]
        if column is None or column == '':
            tables[table] = {}
        else:
            tables[table][column] = kind.split(',')[0]
    return [Table(folder / 'csv', name, columns) for name, columns in tables.items()]


def normalise(kind, text):
    """Texts that mean the same value become equal."""
    if text is None:
        return None
    if kind == 'boolean':
        return {'t': 'true', 'f': 'false', '1': 'true', '0': 'false'}.get(text, text)
    if kind in ('time', 'timestamp') and '.' in text:
        return text.rstrip('0').rstrip('.')
    if kind == 'real':
        return float(text)
    if kind == 'decimal':
        return decimal.Decimal(text)
    return text


class Failure(Exception):
    pass


def sort_key(row):
    return [(value is not None, 0 if value is None else value) for value in row]


def compare(table, rows, convert=normalise, expect=normalise):
    """All cells, in any order of the rows: a database has none."""
    if len(rows) != len(table.rows):
        raise Failure(f'{table.name}: {len(rows)} rows instead of {len(table.rows)}')
    wanted = sorted(([expect(*cell) for cell in zip(table.types, row)] for row in table.rows),
                    key=sort_key)
    found = sorted(([convert(*cell) for cell in zip(table.types, row)] for row in rows),
                   key=sort_key)
    for number, (left, right) in enumerate(zip(wanted, found)):
        if left != right:
            raise Failure(f'{table.name}, row {number} when sorted: {right!r} instead of {left!r}')


def run(*command, **options):
    result = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, **options)
    if result.returncode != 0:
        raise Failure(f'{command[0]}: {result.stderr.decode(errors="replace")[-2000:]}')
    return result.stdout


# SQLite: the file, and the script run by the library.

def convert_sqlite(kind, value):
    if value is None:
        return None
    if kind == 'boolean':
        return 'true' if value else 'false'
    if kind in ('time', 'timestamp'):
        return normalise(kind, value)
    if kind == 'integer':
        return str(value)
    return value


def expect_sqlite(kind, text):
    """SQLite has doubles for decimals: the nearest one is what to expect."""
    return float(text) if kind == 'decimal' and text is not None else normalise(kind, text)


def rounded(convert):
    """SQLite reads a real from text with an error in its last digit."""
    def convert_rounded(kind, value):
        value = convert(kind, value)
        return float(f'{value:.13g}') if kind == 'real' and value is not None else value
    return convert_rounded


def compare_sqlite(database, tables, adjust=rounded):
    for table in tables:
        rows = database.execute(f'SELECT * FROM "{table.name}"').fetchall()
        compare(table, rows, adjust(convert_sqlite), adjust(expect_sqlite))
    if database.execute('PRAGMA foreign_key_check').fetchall():
        raise Failure('A foreign key is broken.')
    if database.execute('PRAGMA integrity_check').fetchone() != ('ok',):
        raise Failure('The database is corrupt.')


def check_sqlite(folder, tables):
    file, = (folder / 'sqlite').iterdir()
    with sqlite3.connect(file) as database:
        compare_sqlite(database, tables, lambda convert: convert)
        entries = database.execute('SELECT * FROM data_dictionary').fetchall()
        if len(entries) != len(tables) + sum(len(table.columns) for table in tables):
            raise Failure('The data dictionary is not complete.')
    script, = (folder / 'sql-sqlite').iterdir()
    with sqlite3.connect(':memory:') as database:
        database.executescript(script.read_bytes().decode('utf-8'))
        compare_sqlite(database, tables)
        database.executescript(script.read_bytes().decode('utf-8'))
        compare_sqlite(database, tables)
    if shutil.which('sqlite3'):
        loaded = folder / 'loaded.sqlite'
        with script.open('rb') as stream:
            run('sqlite3', '-bail', loaded, stdin=stream)
        with sqlite3.connect(loaded) as database:
            compare_sqlite(database, tables)


# Servers.

class Server:
    def __init__(self, folder, names):
        self.folder = folder / 'server'
        self.folder.mkdir()
        self.options = {'env': {'PATH': os.environ['PATH'], 'TMPDIR': str(self.folder),
                                'HOME': str(self.folder), 'LC_ALL': 'C.UTF-8'},
                        'cwd': self.folder}
        self.process = None
        if os.geteuid() == 0:
            known = [user.pw_name for user in pwd.getpwall()]
            user = pwd.getpwnam(next(name for name in names if name in known))
            self.options.update(user=user.pw_uid, group=user.pw_gid, extra_groups=[])
            os.chown(self.folder, user.pw_uid, user.pw_gid)

    def start(self, *command):
        with (self.folder / 'log').open('wb') as log:
            self.process = subprocess.Popen([str(part) for part in command], stdout=log,
                                            stderr=log, **self.options)

    def wait(self, ready):
        for _ in range(600):
            if self.process.poll() is not None:
                break
            if ready():
                return
            time.sleep(0.1)
        raise Failure((self.folder / 'log').read_text(errors='replace')[-2000:])

    def stop(self, how):
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(60)


def find_postgresql():
    found = sorted(pathlib.Path('/usr/lib/postgresql').glob('*/bin/initdb'))
    if shutil.which('initdb'):
        found.append(pathlib.Path(shutil.which('initdb')))
    return found[-1].parent if found and shutil.which('psql') else None


def check_postgresql(folder, tables):
    binaries = find_postgresql()
    if binaries is None:
        sys.exit(SKIP)
    server = Server(folder, ['postgres', 'nobody'])
    data = server.folder / 'data'
    run(binaries / 'initdb', '-D', data, '-A', 'trust', '-U', 'postgres', '--no-sync', '-E', 'UTF8',
        '--locale=C.UTF-8', **server.options)
    client = ['psql', '-X', '-q', '-h', server.folder, '-U', 'postgres', '-v', 'ON_ERROR_STOP=1']

    def is_ready():
        return subprocess.run([str(part) for part in client + ['-c', 'SELECT 1']],
                              stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL).returncode == 0

    def compare_all():
        for table in tables:
            text = run(*client, '-c', f'COPY "{table.name}" TO STDOUT '
                                      '(FORMAT csv, FORCE_QUOTE *)').decode('utf-8')
            compare(table, parse_csv(text))

    try:
        server.start(binaries / 'postgres', '-D', data, '-k', server.folder, '-c',
                     'listen_addresses=', '-c', 'fsync=off')
        server.wait(is_ready)
        for kind in ('sql-postgresql', 'sql-postgresql-copy', 'sql-postgresql'):
            script, = (folder / kind).iterdir()
            with script.open('rb') as stream:
                run(*client, stdin=stream)
            compare_all()
        keys = run(*client, '-At', '-c', "SELECT count (*) FROM pg_constraint "
                                         "WHERE contype = 'f' AND convalidated")
        if int(keys) == 0:
            raise Failure('There are no foreign keys.')
        names = ', '.join(f'"{table.name}"' for table in tables)
        run(*client, '-c', f'TRUNCATE {names}')
        # The files know no order among each other.
        commands = ['BEGIN', 'SET CONSTRAINTS ALL DEFERRED', "SET session_replication_role = replica"]
        commands += [f"\\copy \"{table.name}\" FROM '{folder}/csv-postgresql/{table.name}.csv' "
                     "(FORMAT csv, HEADER)" for table in tables]
        run(*client, input='\n'.join(c if c[0] == '\\' else c + ';'
                                     for c in commands + ['COMMIT']).encode())
        compare_all()
    finally:
        server.stop(signal.SIGINT)


def check_mariadb(folder, tables):
    daemon = shutil.which('mariadbd', path=os.environ['PATH'] + ':/usr/sbin')
    if daemon is None or shutil.which('mariadb-install-db') is None:
        sys.exit(SKIP)
    server = Server(folder, ['mysql', 'nobody'])
    data, socket = server.folder / 'data', server.folder / 'socket'
    run('mariadb-install-db', '--no-defaults', f'--datadir={data}', '--skip-test-db',
        '--auth-root-authentication-method=normal', **server.options)
    client = ['mariadb', '--no-defaults', '--default-character-set=utf8mb4', f'--socket={socket}',
              '-uroot']

    def is_ready():
        return subprocess.run([str(part) for part in client + ['-e', 'SELECT 1']],
                              stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL).returncode == 0

    def read(table):
        cells = ', '.join(f"IFNULL(HEX(CAST(`{column}` AS CHAR CHARACTER SET utf8mb4)), 'NULL')"
                          for column in table.columns)
        text = run(*client, '-N', '-B', '-e', f"SELECT {cells} FROM `{table.name}`",
                   'data').decode('ascii')
        return [[None if cell == 'NULL' else bytes.fromhex(cell).decode('utf-8')
                 for cell in line.split('\t')] for line in text.splitlines()]

    try:
        server.start(daemon, '--no-defaults', f'--datadir={data}', f'--socket={socket}',
                     '--skip-networking', '--skip-log-bin', f'--tmpdir={server.folder}',
                     f'--pid-file={server.folder}/pid', '--innodb-flush-log-at-trx-commit=0')
        server.wait(is_ready)
        run(*client, '-e', 'CREATE DATABASE data')
        for _ in range(2):
            script, = (folder / 'sql-mysql').iterdir()
            with script.open('rb') as stream:
                run(*client, 'data', stdin=stream)
            for table in tables:
                compare(table, read(table))
        keys = run(*client, '-N', '-B', '-e', "SELECT count(*) FROM "
                   "information_schema.referential_constraints WHERE constraint_schema = 'data'")
        if int(keys) == 0:
            raise Failure('There are no foreign keys.')
    finally:
        server.stop(signal.SIGTERM)


# The workbook, read by openpyxl.

def convert_cell(kind, value):
    """A cell as the text of the CSV."""
    if value is None:
        return None
    if isinstance(value, str):
        return normalise(kind, value)
    if kind == 'boolean':
        return 'true' if value is True else 'false'
    if kind == 'integer':
        return str(value)
    if kind in ('decimal', 'real'):
        return value
    if isinstance(value, datetime.datetime):
        value = value.isoformat(' ') if kind == 'timestamp' else value.date().isoformat()
        return normalise(kind, value)
    return normalise(kind, value.isoformat())


def expect_cell(kind, text, value):
    """Excel has doubles, 15 digits, no years before 1900, and no empty text."""
    if text == '':
        return None
    if text is not None and kind in ('decimal', 'real') and isinstance(value, (int, float)):
        if kind == 'decimal' and len(text.replace('-', '').replace('.', '').lstrip('0')) > 15:
            raise Failure(f'{text} is a number')
        # The file holds 16 digits of a double.
        return value if math.isclose(value, float(text), rel_tol=1e-15) else float(text)
    if kind == 'timestamp' and isinstance(value, datetime.datetime):
        # A microsecond is beyond a double of days.
        exact = datetime.datetime.fromisoformat(text)
        return normalise(kind, value.isoformat(' ')) if abs(exact - value).total_seconds() < 0.001 \
            else text
    if kind == 'integer' and not isinstance(value, str) and text is not None:
        if len(text.lstrip('-')) > 15:
            raise Failure(f'{text} is a number')
    return normalise(kind, text)


def check_workbook(folder, tables):
    try:
        import openpyxl
        from openpyxl.utils.datetime import from_excel
        from openpyxl.utils.escape import unescape
    except ImportError:
        sys.exit(SKIP)
    file, = (folder / 'xlsx').iterdir()
    book = openpyxl.load_workbook(file)
    if book.sheetnames != [table.name for table in tables] + ['Data dictionary']:
        raise Failure(f'The sheets are {book.sheetnames}.')
    for table in tables:
        sheet = book[table.name]
        rows = list(sheet.iter_rows(values_only=True, max_col=len(table.columns)))
        if list(rows[0]) != table.columns or not sheet['A1'].font.b:
            raise Failure(f'{table.name}: the headings are {rows[0]}')
        if sheet.freeze_panes != 'A2' or sheet.auto_filter.ref is None:
            raise Failure(f'{table.name}: no frozen heading, or no filter')
        if len(rows) - 1 != len(table.rows):
            raise Failure(f'{table.name}: {len(rows) - 1} rows')
        for number, (expected, found) in enumerate(zip(table.rows, rows[1:])):
            for column, kind, text, value in zip(table.columns, table.types, expected, found):
                if kind.startswith('text: '):
                    # Messy: a cell is of the type, or a text.
                    kind = 'text' if isinstance(value, str) else kind[len('text: '):]
                if isinstance(value, (int, float)) and kind in ('date', 'time', 'timestamp') \
                        and not isinstance(value, bool):
                    value = from_excel(value)
                if isinstance(value, str):
                    value = unescape(value)
                if expect_cell(kind, text, value) != convert_cell(kind, value):
                    raise Failure(f'{table.name}.{column}, row {number}: '
                                  f'{value!r} instead of {text!r}')


# JSON, with numbers as they are written.

def check_json(folder, tables):
    for table in tables:
        document = json.loads((folder / 'json' / f'{table.name}.json').read_text(encoding='utf-8'),
                              parse_float=decimal.Decimal, parse_int=decimal.Decimal)
        lines = (folder / 'jsonl' / f'{table.name}.jsonl').read_text(encoding='utf-8')
        others = [json.loads(line, parse_float=decimal.Decimal, parse_int=decimal.Decimal)
                  for line in lines.split('\n')[:-1]]
        for rows in (document, others):
            cells = [[row[column] for column in table.columns] for row in rows]
            compare(table, [[None if value is None else
                             str(value).lower() if isinstance(value, bool) else
                             value.replace('T', ' ') if kind == 'timestamp' else
                             str(value) for kind, value in zip(table.types, row)]
                            for row in cells])


CHECKS = {
    'sqlite': check_sqlite,
    'postgresql': check_postgresql,
    'mariadb': check_mariadb,
    'workbook': check_workbook,
    'json': check_json,
}


def main():
    reader, program, *document = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix='sd-integration-') as name:
        folder = pathlib.Path(name)
        os.chmod(folder, 0o755)
        run(program, folder, *document)
        tables = read_tables(folder)
        CHECKS[reader](folder, tables)
        cells = sum(len(table.rows) * len(table.columns) for table in tables)
        print(f'{reader}: {cells} cells of {len(tables)} tables are as in the CSV.')


if __name__ == '__main__':
    try:
        main()
    except Failure as failure:
        sys.exit(str(failure))
