# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The SynthData authors
"""Writes the JSON of the catalog as people do: rows side by side, lines of at
most 100 columns, members of a file apart."""

import json

WIDTH = 100


def one_line(value):
    return json.dumps(value, ensure_ascii=False)


def fits(value, indent):
    return len(one_line(value)) + indent <= WIDTH - 1


def is_flat(value):
    """A row of a table: a list of texts and numbers, or of lists of numbers."""
    return isinstance(value, list) and not any(isinstance(item, dict) for item in value)


def write_list(values, indent):
    inner = ' ' * (indent + 2)
    if any(isinstance(value, dict) for value in values):
        parts = [inner + write(value, indent + 2) for value in values]
        return '[\n' + ',\n'.join(parts) + '\n' + ' ' * indent + ']'
    lines, line = [], inner
    for i, value in enumerate(values):
        text = one_line(value) + (',' if i < len(values) - 1 else '')
        if line != inner and len(line) + 1 + len(text) > WIDTH:
            lines.append(line)
            line = inner
        line += (' ' if line != inner else '') + text
    lines.append(line)
    return '[\n' + '\n'.join(lines) + '\n' + ' ' * indent + ']'


def write_object(value, indent):
    inner = ' ' * (indent + 2)
    parts = [f'{inner}{one_line(key)}: {write(item, indent + 2, len(one_line(key)) + 2)}'
             for key, item in value.items()]
    return '{\n' + ',\n'.join(parts) + '\n' + ' ' * indent + '}'


def write(value, indent=0, used=0):
    if isinstance(value, dict) and value:
        if indent >= 4 and fits(value, indent + used) and not has_rows(value):
            return one_line(value)
        return write_object(value, indent)
    if isinstance(value, list) and value and not fits(value, indent + used):
        return write_list(value, indent)
    return one_line(value)


def has_rows(value):
    return 'rows' in value or 'value' in value


def save(path, value):
    path.write_text(write(value) + '\n', encoding='utf-8')


def load(path):
    return json.loads(path.read_text(encoding='utf-8'))
