#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The SynthData authors
#
# Every lesson at a hundredth and at a hundred times its size: report cards, and
# PostgreSQL with all constraints.
set -eu
cd "$(dirname "$0")/../.."
. build-aux/packages.sh

for scale in 0.01 100; do
  echo "times $scale"
  /usr/bin/python3 tests/lessons/lessons.py "$1/src/cli/synthdata-cli" data/lessons $scale |
    tee /dev/stderr | grep -q '^not ok' && fail "A lesson fails at $scale times its size."
done
true
