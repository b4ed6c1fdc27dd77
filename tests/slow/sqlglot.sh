#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The SynthData authors
#
# sqlglot.sh BUILD: has sqlglot parse the scripts for SQL Server and Oracle.
set -eu
build=$1
here=$(dirname "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

if ! { python3 -m venv "$folder/venv" && "$folder/venv/bin/pip" install -q sqlglot; } \
     >"$folder/log" 2>&1; then
  echo "sqlglot cannot be installed here, so nothing was parsed:"
  tail -n 3 "$folder/log"
  exit 0
fi

"$build/tests/export/export-nasty" "$folder/nasty"
"$folder/venv/bin/python" "$here/parse-sql.py" "$folder/nasty"
"$build/tests/export/export-document" "$folder/shop" "$here/../export/shop.synthdata"
"$folder/venv/bin/python" "$here/parse-sql.py" "$folder/shop"
