#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The SynthData authors
#
# A table of 50 million rows in seven shards, joined as they come, is the whole,
# byte for byte, as CSV, SQL and JSON lines; all in less than 2 GiB of addresses.
set -eu
cd "$(dirname "$0")/../.."
. build-aux/packages.sh

CLI=$(realpath "$1/src/cli/synthdata-cli")
OUT=$(mktemp -d)
trap 'rm -rf "$OUT"' EXIT
trap 'exit 1' INT TERM
ulimit -v 2097152

cat >"$OUT/shop.synthdata" <<'END'
{
  "format": "synthdata", "version": 1, "stream": 1, "catalog": 1, "name": "shop", "title": "Shop",
  "seed": 42, "locale": "en_US", "as_of": "2026-01-01",
  "tables": [
    { "id": 1, "name": "customers", "title": "Customers", "rows": 1000000, "rows_from": "user",
      "primary_key": ["customer_id"],
      "columns": [
        { "id": 2, "name": "customer_id", "type": "integer", "generator": "sequence",
          "nullable": false, "unique": true },
        { "id": 3, "name": "name", "type": "text", "generator": "semantic",
          "parameters": { "semantic": "full_name" } } ] },
    { "id": 4, "name": "sales", "title": "Sales", "rows": 50000000, "rows_from": "user",
      "primary_key": ["sale_id"],
      "columns": [
        { "id": 5, "name": "sale_id", "type": "integer", "generator": "sequence",
          "nullable": false, "unique": true },
        { "id": 6, "name": "customer_id", "type": "integer", "generator": "reference",
          "nullable": false },
        { "id": 7, "name": "amount", "type": "decimal", "precision": 10, "scale": 2,
          "generator": "number",
          "parameters": { "distribution": "lognormal", "mean": 40, "stddev": 30 } } ] } ],
  "relationships": [
    { "id": 8, "parent_table_name": "customers", "parent_primary_key": ["customer_id"],
      "child_table_name": "sales", "child_foreign_key": ["customer_id"],
      "law": "negative_binomial", "law_parameters": { "dispersion": 2 } } ]
}
END

generate ()
{
  rm -rf "$OUT/part"
  "$CLI" generate "$OUT/shop.synthdata" --out "$OUT/part" "$@" >/dev/null ||
    fail "synthdata-cli generate $* failed."
}

# One shard at a time, so that the disk holds one only.
shards ()
{
  for k in 1 2 3 4 5 6 7; do
    generate --format "$2" --shard "$k/7"
    cat "$OUT/part/$1.$k-of-7.$2"
  done
}

for file in sales.csv customers.csv sales.jsonl shop.sql; do
  name=${file%.*} suffix=${file##*.}
  joined=$(shards "$name" "$suffix" | sha256sum)
  generate --format "$suffix"
  whole=$(sha256sum <"$OUT/part/$file")
  [ "$joined" = "$whole" ] || fail "The shards of $file joined are not the whole."
  printf '%s: %s bytes, 7 shards joined are the whole: %s\n' "$file" \
    "$(stat -c %s "$OUT/part/$file")" "${whole%% *}"
done
