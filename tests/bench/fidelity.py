#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The SynthData authors
"""How near a declared schema comes to a real table, beside a model that saw its rows.

    tests/bench/fidelity.py BUILD --peers DIR

The statistics of a public table (cars of vega_datasets) are declared as anyone could who
has only a description of it: mean, standard deviation and range of each number, the law of
those on the menu that fits best, shares of categories, missing shares, rank correlations.
SynthData makes as many rows from that document. SDMetrics' Quality Report compares them with
the real rows, and those of SDV's GaussianCopula, which was trained on the rows themselves.
"""

import argparse
import csv
import json
import math
import pathlib
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
FEW_VALUES = 15


def read(path):
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {name: [row[name] for row in rows] for name in rows[0]}


def number(text):
    try:
        return float(text)
    except ValueError:
        return None


def is_number(values):
    return all(number(value) is not None for value in values if value)


def mean(values):
    return sum(values) / len(values)


def stddev(values):
    centre = mean(values)
    return math.sqrt(sum((x - centre) ** 2 for x in values) / (len(values) - 1))


def candidates(values):
    """Laws of the menu with these moments and this range."""
    m, s, low, high = mean(values), stddev(values), min(values), max(values)
    bounds = {"min": low, "max": high}
    share, spread = (m - low) / (high - low), (s / (high - low)) ** 2
    common = share * (1 - share) / spread - 1
    yield {"distribution": "truncated_normal", "mean": m, "stddev": s} | bounds
    yield {"distribution": "lognormal", "mean": m, "stddev": s} | bounds
    yield {"distribution": "gamma", "shape": (m / s) ** 2, "mean": m} | bounds
    yield {"distribution": "uniform"} | bounds
    if common > 0:
        yield {"distribution": "beta", "alpha": max(share * common, 0.05),
               "beta": max((1 - share) * common, 0.05)} | bounds


def ranks(values):
    order = sorted(range(len(values)), key=lambda i: values[i])
    result, i = [0.0] * len(values), 0
    while i < len(order):
        j = i
        while j + 1 < len(order) and values[order[j + 1]] == values[order[i]]:
            j += 1
        for k in range(i, j + 1):
            result[order[k]] = (i + j) / 2
        i = j + 1
    return result


def correlation(a, b):
    pairs = [(x, y) for x, y in zip(a, b) if x is not None and y is not None]
    x, y = ranks([p[0] for p in pairs]), ranks([p[1] for p in pairs])
    mx, my = mean(x), mean(y)
    return (sum((p - mx) * (q - my) for p, q in zip(x, y))
            / math.sqrt(sum((p - mx) ** 2 for p in x) * sum((q - my) ** 2 for q in y)))


def distance(a, b):
    """Kolmogorov and Smirnov's, of two samples."""
    a, b = sorted(a), sorted(b)
    i = j = 0
    worst = 0.0
    while i < len(a) and j < len(b):
        x = min(a[i], b[j])
        while i < len(a) and a[i] <= x:
            i += 1
        while j < len(b) and b[j] <= x:
            j += 1
        worst = max(worst, abs(i / len(a) - j / len(b)))
    return worst


def document(columns, n, correlations=()):
    return {"format": "synthdata", "version": 1, "stream": 1, "catalog": 1, "name": "cars",
            "title": "Cars as declared", "seed": 42, "locale": "en_US", "as_of": "2026-01-01",
            "tables": [{"id": 1, "name": "cars", "rows": n, "margins": "exact", "primary_key": [],
                        "columns": columns, "correlations": list(correlations)}],
            "relationships": []}


def generate(build, schema, folder, name):
    path = pathlib.Path(folder) / f"{name}.synthdata"
    path.write_text(json.dumps(schema), encoding="utf-8")
    subprocess.run([build / "src/cli/synthdata-cli", "generate", path, "--out",
                    pathlib.Path(folder) / name], check=True, capture_output=True)
    return pathlib.Path(folder) / name / "cars.csv"


def declare_category(name, index, values):
    levels = sorted(set(v for v in values if v), key=lambda v: (number(v) is None, number(v), v))
    numbers = is_number(values)
    return {"id": index, "name": name, "type": "integer" if numbers else "text",
            "generator": "category",
            "parameters": {"values": [int(float(v)) if numbers else v for v in levels],
                           "weights": [values.count(v) for v in levels]}}


def declare_number(build, folder, name, index, values):
    known = [number(v) for v in values if v]
    whole = all(v == int(v) for v in known)
    column = {"id": index, "name": name, "generator": "number"}
    column |= {"type": "integer"} if whole else {"type": "decimal", "precision": 12, "scale": 1}
    best = None
    for parameters in candidates(known):
        trial = document([column | {"parameters": parameters}], 2000)
        made = read(generate(build, trial, folder, "trial"))[name]
        fit = distance(known, [float(v) for v in made])
        if best is None or fit < best[0]:
            best = fit, parameters
        for path in (pathlib.Path(folder) / "trial").iterdir():
            path.unlink()
    missing = values.count("") / len(values)
    return column | {"parameters": best[1], "missing": missing, "nullable": missing > 0}


def declare(build, folder, table):
    columns, scores = [], {}
    for index, (name, values) in enumerate(table.items(), 2):
        few = len(set(values)) < FEW_VALUES
        columns.append(declare_category(name, index, values) if few or not is_number(values)
                       else declare_number(build, folder, name, index, values))
        if is_number(values):
            scores[name] = [number(v) for v in values]
    names = list(scores)
    return document(columns, len(next(iter(table.values()))),
                    ({"columns": [a, b], "value": round(correlation(scores[a], scores[b]), 3),
                      "measure": "spearman"}
                     for i, a in enumerate(names) for b in names[i + 1:]))


def peer(python, *arguments):
    return json.loads(subprocess.run([python, HERE / "sdv_peer.py", *arguments], check=True,
                                     capture_output=True, text=True).stdout.splitlines()[-1])


def measure(build, python):
    with tempfile.TemporaryDirectory() as folder:
        real = pathlib.Path(folder) / "real.csv"
        peer(python, "real", real)
        ours = generate(build, declare(build, folder, read(real)), folder, "ours")
        return peer(python, "score", real, ours)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--peers", type=pathlib.Path, default=pathlib.Path("_peers"))
    arguments = parser.parse_args()
    for name, scores in measure(arguments.build.resolve(),
                                arguments.peers.resolve() / "bin/python").items():
        print(name, *(f"{key} {value:.3f}" for key, value in scores.items()))


if __name__ == "__main__":
    main()
