#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The SynthData authors
#
# A compiler that may use newer instructions makes the same bytes: the goldens
# hold, and CSV files are those of the build given.
set -eu
cd "$(dirname "$0")/../.."
. build-aux/packages.sh

CLI=$1/src/cli/synthdata-cli
BUILD=_build-march
for flag in avx2 bmi2 fma movbe; do
  grep -qw $flag /proc/cpuinfo ||
    { echo "This processor has no $flag; the build for x86-64-v3 was not tried."; exit 0; }
done
[ -f $BUILD/build.ninja ] ||
  meson setup $BUILD --buildtype=release -Dapp=false -Dc_args=-march=x86-64-v3 >/dev/null
ninja -C $BUILD >/dev/null
meson test -C $BUILD --no-rebuild --suite synth --suite base --quiet --print-errorlogs ||
  fail "Tests fail when built with -march=x86-64-v3."

OUT=$(mktemp -d)
trap 'rm -rf "$OUT"' EXIT
both ()
{
  document=$1
  shift
  name=$(basename "$document" .synthdata)
  "$CLI" generate "$document" "$@" --out "$OUT/plain/$name" >/dev/null
  $BUILD/src/cli/synthdata-cli generate "$document" "$@" --out "$OUT/march/$name" >/dev/null
}

both tests/golden/engine.synthdata
both tests/bench/people.synthdata --rows people=300000
both tests/bench/tpch.synthdata --rows lineitem=300000
(cd "$OUT/plain" && sha256sum -- */*) >"$OUT/sums"
(cd "$OUT/march" && sha256sum --quiet -c "$OUT/sums") ||
  fail "The files of a build with -march=x86-64-v3 are others."
echo "$(wc -l <"$OUT/sums") CSV files have the same SHA-256 with -march=x86-64-v3."
