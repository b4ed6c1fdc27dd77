#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The SynthData authors
"""What SDV does, for the benches; run by the Python that has it.

    sdv_peer.py single CUSTOMERS.csv              rows per second sampled from one table
    sdv_peer.py multi CUSTOMERS.csv ORDERS.csv    … from two
    sdv_peer.py real OUT.csv                      a real table: cars of vega_datasets
    sdv_peer.py score REAL.csv OURS.csv           SDMetrics' quality of ours and of SDV's own

Each prints JSON.
"""

import json
import sys
import time
import warnings

warnings.filterwarnings("ignore")

import pandas
from sdmetrics.reports.single_table import QualityReport

SAMPLED = 20000
KEY = {"customers": "customer_id", "orders": "order_id"}


def single(path):
    from sdv.metadata import Metadata
    from sdv.single_table import GaussianCopulaSynthesizer

    rows = pandas.read_csv(path).drop(columns=["id"])
    model = GaussianCopulaSynthesizer(Metadata.detect_from_dataframes({"rows": rows}))
    model.fit({"rows": rows})
    start = time.perf_counter()
    model.sample(SAMPLED)
    return {"rows_per_s": SAMPLED / (time.perf_counter() - start)}


def multi(*paths):
    from sdv.metadata import Metadata
    from sdv.multi_table import HMASynthesizer

    tables = {name: pandas.read_csv(path) for name, path in zip(KEY, paths)}
    metadata = Metadata.detect_from_dataframes(tables)
    for name, key in KEY.items():
        metadata.update_column(key, name, sdtype="id")
        metadata.set_primary_key(key, name)
    metadata.update_column("customer_id", "orders", sdtype="id")
    if not metadata.relationships:
        metadata.add_relationship("customers", "orders", "customer_id", "customer_id")
    model = HMASynthesizer(metadata, verbose=False)
    model.fit(tables)
    start = time.perf_counter()
    sampled = model.sample(len(tables["customers"]), main_table_name="customers")
    seconds = time.perf_counter() - start
    return {"rows_per_s": sum(len(table) for table in sampled.values()) / seconds}


def real(path):
    from vega_datasets import data

    cars = data.cars()
    cars["Year"] = pandas.to_datetime(cars["Year"]).dt.year
    cars = cars.drop(columns=["Name"])
    cars.columns = [name.lower() for name in cars.columns]
    cars.to_csv(path, index=False)
    return {"rows": len(cars)}


def quality(rows, made):
    columns = {name: {"sdtype": "categorical" if rows[name].nunique() < 15 else "numerical"}
               for name in rows.columns}
    report = QualityReport()
    report.generate(rows, made[rows.columns], {"columns": columns}, verbose=False)
    shapes, pairs = report.get_properties()["Score"]
    return {"quality": report.get_score(), "column_shapes": shapes, "column_pairs": pairs}


def score(real_path, ours_path):
    from sdv.metadata import Metadata
    from sdv.single_table import GaussianCopulaSynthesizer

    rows, ours = pandas.read_csv(real_path), pandas.read_csv(ours_path)
    model = GaussianCopulaSynthesizer(Metadata.detect_from_dataframes({"rows": rows}))
    model.fit({"rows": rows})
    return {"ours": quality(rows, ours), "sdv": quality(rows, model.sample(len(ours))["rows"])}


def main():
    modes = {"single": single, "multi": multi, "real": real, "score": score}
    print(json.dumps(modes[sys.argv[1]](*sys.argv[2:])))


if __name__ == "__main__":
    main()
