#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The SynthData authors
#
# Report cards over a hundred seeds of every lesson: a card calls something off by
# chance less than once in a thousand, so of two thousand cards at most a few do.
# And cards of data with one parameter wrong by a twentieth nearly all do.
set -eu
cd "$(dirname "$0")/../.."
. build-aux/packages.sh

CLI=$1/src/cli/synthdata-cli
SEEDS=100
MOST=6
OFF=$(mktemp)
trap 'rm -f "$OFF"' EXIT

for seed in $(seq $SEEDS); do
  for lesson in data/lessons/*.synthdata; do
    "$CLI" report "$lesson" --seed "$seed" 2>/dev/null | grep '✗' |
      sed "s|^|seed $seed, $(basename "$lesson" .synthdata): |" >>"$OFF" || true
  done
done
cards=$(cut -d : -f 1 "$OFF" | sort -u | wc -l)
cat "$OFF"
echo "$cards of $((SEEDS * $(ls data/lessons/*.synthdata | wc -l))) cards have a line that is off"
[ "$cards" -le $MOST ] || fail "Cards are off more often than chance allows."
"$1/tests/lessons/card-power" data/lessons
