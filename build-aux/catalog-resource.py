#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The SynthData authors
"""Lists the JSON files of a folder, or those with another ending, as a GResource, in a fixed order.

Usage: catalog-resource.py FOLDER PREFIX OUTPUT [ENDING]

The output is replaced only when the list changes, so that a build that runs
this every time compiles nothing anew.
"""

import pathlib
import sys
from xml.sax.saxutils import escape


def main():
    folder, prefix, output = sys.argv[1:4]
    ending = sys.argv[4] if len(sys.argv) > 4 else 'json'
    root = pathlib.Path(folder)
    names = sorted(path.relative_to(root).as_posix() for path in root.rglob('*.' + ending))
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<gresources>']
    lines.append(f'  <gresource prefix="{escape(prefix)}">')
    lines += [f'    <file compressed="true">{escape(name)}</file>' for name in names]
    lines += ['  </gresource>', '</gresources>', '']
    text = '\n'.join(lines)

    path = pathlib.Path(output)
    if not path.exists() or path.read_text(encoding='utf-8') != text:
        path.write_text(text, encoding='utf-8')


main()
