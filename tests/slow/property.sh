#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The SynthData authors
#
# Properties of many more random documents than the test run has:
#
#   tests/slow/property.sh BUILD [FIRST [COUNT]]
#
# COUNT seeds from FIRST on, by as many processes as there are processors.
set -eu
cd "$(dirname "$0")/../.."
. build-aux/packages.sh

PROGRAM=$1/tests/property/test-property
FIRST=${2:-10000}
COUNT=${3:-6000}
PROCESSES=$(nproc)
EACH=$(((COUNT + PROCESSES - 1) / PROCESSES))
OUT=$(mktemp -d)
trap 'rm -rf "$OUT"' EXIT

i=0
while [ $i -lt "$PROCESSES" ]; do
  (G_DEBUG=fatal-warnings LC_ALL=C.UTF-8 "$PROGRAM" $((FIRST + i * EACH)) "$EACH" >"$OUT/$i" ||
     touch "$OUT/failed") &
  i=$((i + 1))
done
wait
grep -h '^# seed' -A 200 "$OUT"/[0-9]* || true
grep -h 'plans, ' "$OUT"/[0-9]*
[ ! -e "$OUT/failed" ] ||
  fail "Random documents fail; \"$PROGRAM SEED 1\" runs the one of a seed again."
echo "$((EACH * PROCESSES)) random documents keep all properties."
