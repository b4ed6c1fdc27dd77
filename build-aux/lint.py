#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The SynthData authors
"""The rules of the house, one per test: lint.py RULE [FILE…] in the source folder."""

import pathlib
import re
import subprocess
import sys

# Which rooms a room may include, beside itself (src/DESIGN.md).
LAW = {
    "base": set(),
    "schema": {"base"},
    "catalog": {"base", "schema"},
    "synth": {"base", "schema", "catalog"},
    "export": {"base", "schema", "catalog", "synth"},
    "assistant": {"base", "schema", "catalog"},
    "cli": {"base", "schema", "catalog", "synth", "export", "assistant"},
    "app": {"base", "schema", "catalog", "synth", "export", "assistant"},
}
MAX_FILE_LINES = 1000
MAX_HEADER_LINES = 300
MAX_FUNCTION_LINES = 120
MAX_COLUMNS = 120

# Other bits on other processors: none of these may reach data.
LIBM = {"exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "pow", "cbrt", "sin", "cos",
        "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "erf", "erfc", "tgamma",
        "lgamma", "hypot", "fma", "floor", "ceil", "round", "trunc", "rint", "fmod"}

SOURCE = pathlib.Path("src")


def files(*suffixes):
    return sorted(p for p in SOURCE.rglob("*") if p.suffix in suffixes)


def room(path):
    return path.relative_to(SOURCE).parts[0]


def includes(path):
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        match = re.match(r'\s*#\s*include\s*[<"]([^>"]+)[>"]', line)
        if match:
            yield number, match.group(1)


def check_dependencies():
    homes = {p.name: room(p) for p in files(".h")}
    for path in files(".c", ".h"):
        for number, header in includes(path):
            name = pathlib.PurePath(header).name
            if name.startswith("sd-") and name not in homes:
                continue
            if room(path) != "app" and header.startswith(("gtk/", "gdk/", "adwaita")):
                yield f"{path}:{number}: GTK below src/app"
            home = homes.get(name)
            if home and home != room(path) and home not in LAW[room(path)]:
                yield f"{path}:{number}: {room(path)} may not include {home}"


def check_private():
    homes = {p.name: p.parent for p in files(".h")}
    for path in files(".c", ".h"):
        for number, header in includes(path):
            name = pathlib.PurePath(header).name
            if name.endswith("-private.h") and room(homes[name] / "x") != room(path):
                yield f"{path}:{number}: private header of another folder"


def check_potfiles():
    listed = set(pathlib.Path("po/POTFILES.in").read_text(encoding="utf-8").split())
    for path in files(".c", ".h", ".ui"):
        text = path.read_text(encoding="utf-8")
        translatable = (re.search(r'(?<![\w])(N?_|C_|ngettext)\s*\(\s*"', text)
                        or 'translatable="yes"' in text)
        if translatable and str(path) not in listed:
            yield f"{path}: missing from po/POTFILES.in"
    for name in sorted(listed):
        if not pathlib.Path(name).exists():
            yield f"po/POTFILES.in: there is no {name}"


def functions(lines):
    """First line and length of each body that begins and ends in column 1."""
    start = None
    for number, line in enumerate(lines, 1):
        if line == "{":
            start = number
        elif line == "}" and start is not None:
            yield start, number - start
            start = None


def check_sizes():
    paths = files(".c", ".h") + sorted(pathlib.Path("tests").rglob("*.c"))
    for path in paths:
        lines = path.read_text(encoding="utf-8").splitlines()
        limit = MAX_HEADER_LINES if path.suffix == ".h" else MAX_FILE_LINES
        if len(lines) > limit:
            yield f"{path}: {len(lines)} lines, at most {limit}"
        for number, length in functions(lines):
            # A test that lists its cases may be long.
            if length > MAX_FUNCTION_LINES and path.is_relative_to(SOURCE):
                yield f"{path}:{number}: a function of {length} lines"
        for number, line in enumerate(lines, 1):
            if len(line) > MAX_COLUMNS:
                yield f"{path}:{number}: {len(line)} columns"


def check_headers():
    for path in files(".c", ".h") + sorted(pathlib.Path("tests").rglob("*.[ch]")):
        head = path.read_text(encoding="utf-8")[:200]
        if "SPDX-License-Identifier: GPL-3.0-or-later" not in head \
                or "The SynthData authors" not in head:
            yield f"{path}: no licence line"


def undefined(library):
    output = subprocess.run(["nm", "-u", library], check=True, capture_output=True, text=True)
    return {line.split()[-1].split("@")[0] for line in output.stdout.splitlines()
            if line.strip().startswith("U ")}


def check_libm(*libraries):
    for library in libraries:
        for symbol in sorted(undefined(library) & LIBM):
            yield f"{library}: calls {symbol} of the C library"


def check_gtk(program, *libraries):
    output = subprocess.run(["ldd", program], check=True, capture_output=True, text=True).stdout
    for line in output.splitlines():
        if re.search(r"lib(gtk|gdk|adwaita)", line):
            yield f"{program}: links {line.split()[0]}"
    for library in libraries:
        for symbol in sorted(undefined(library)):
            if symbol.startswith(("gtk_", "gdk_", "adw_", "gsk_")):
                yield f"{library}: calls {symbol}"


RULES = {
    "dependencies": check_dependencies,
    "private": check_private,
    "potfiles": check_potfiles,
    "sizes": check_sizes,
    "headers": check_headers,
    "libm": check_libm,
    "gtk": check_gtk,
}

if __name__ == "__main__":
    findings = list(RULES[sys.argv[1]](*sys.argv[2:]))
    print("\n".join(findings))
    sys.exit(1 if findings else 0)
