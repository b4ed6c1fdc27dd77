#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The SynthData authors

"""Parses the scripts for servers that cannot be run here: parse-sql.py FOLDER.

What belongs to the client (GO, SET, /) and blocks of PL/SQL are taken out first;
everything else has to be statements that sqlglot knows, with one value for each
column in every row.
"""

import pathlib
import re
import sys

import sqlglot
from sqlglot import exp

DIALECTS = {'sqlserver': 'tsql', 'oracle': 'oracle'}


def split(text, dialect):
    if dialect == 'sqlserver':
        return [batch for batch in re.split(r'(?m)^GO$', text)
                if not re.match(r'\s*(SET|BEGIN|COMMIT|IF OBJECT_ID)\b', batch)]
    text = re.sub(r'(?m)^BEGIN\n(.*\n)*?/$', '', text)
    return [re.sub(r'(?m)^(SET .*|COMMIT;)$', '', text)]


def check(statement):
    if isinstance(statement, exp.Command):
        return 'not understood'
    if isinstance(statement, exp.Insert):
        columns = len(statement.this.expressions)
        for row in statement.expression.expressions:
            if len(row.expressions) != columns:
                return 'a row of another length'
    return None


def main():
    folder = pathlib.Path(sys.argv[1])
    for name, dialect in DIALECTS.items():
        script, = (folder / f'sql-{name}').iterdir()
        kinds = {}
        for batch in split(script.read_bytes().decode('utf-8'), name):
            for statement in sqlglot.parse(batch, read=dialect):
                if statement is None or isinstance(statement, exp.Semicolon):
                    continue
                problem = check(statement)
                if problem:
                    sys.exit(f'{name}: {problem}: {statement.sql()[:200]}')
                kinds[statement.key] = kinds.get(statement.key, 0) + 1
        if not {'create', 'insert', 'alter'} <= kinds.keys():
            sys.exit(f'{name}: only {sorted(kinds)}')
        print(f'{name}:', ', '.join(f'{n} {kind}' for kind, n in sorted(kinds.items())))


if __name__ == '__main__':
    main()
