#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The SynthData authors
#
# The benches on a release build, beside those other generators that can be
# installed; the figures are in bench.json.
set -eu
cd "$(dirname "$0")/../.."
. build-aux/packages.sh

BUILD=_build-bench
ensure_packages python3-venv
[ -f $BUILD/build.ninja ] || meson setup $BUILD --buildtype=release -Dapp=false >/dev/null
ninja -C $BUILD src/cli/synthdata-cli tests/bench/sd-bench >/dev/null
/usr/bin/python3 tests/bench/run.py $BUILD
/usr/bin/python3 tests/bench/fidelity.py $BUILD
