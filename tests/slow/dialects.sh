#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The SynthData authors
#
# The scripts for SQL Server and Oracle, read by a parser of these dialects.
set -eu
cd "$(dirname "$0")/../.."
. build-aux/packages.sh

BUILD=$(realpath "$1")
ensure_packages python3-venv
PARSER=_build-sqlglot
[ -x $PARSER/bin/python ] || /usr/bin/python3 -m venv $PARSER
if ! $PARSER/bin/python -c 'import sqlglot' 2>/dev/null &&
   ! $PARSER/bin/pip install --quiet sqlglot; then
  echo "sqlglot could not be installed; the scripts for SQL Server and Oracle were not parsed."
  exit 0
fi
$PARSER/bin/python tests/slow/dialects.py "$BUILD/src/cli/synthdata-cli"

# Values that no generator makes, and keys in circles.
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$BUILD/tests/export/export-nasty" "$folder/nasty"
$PARSER/bin/python tests/slow/parse-sql.py "$folder/nasty"
"$BUILD/tests/export/export-document" "$folder/shop" tests/export/shop.synthdata
$PARSER/bin/python tests/slow/parse-sql.py "$folder/shop"
