#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The SynthData authors
#
# A bare Debian 12, the last commit, and nothing but build-aux/quickstart, then
# build-aux/test: fails when packages.sh forgets a package that happens to be on
# developers' machines.
set -eu
cd "$(dirname "$0")/../.."
. build-aux/packages.sh

SELF=$PWD/tests/slow/bare-chroot.sh
[ "$(id -u)" = 0 ] || exec sudo sh "$SELF" "$@"
# In a mount namespace of its own no mount outlives this script.
[ "${1:-}" = --inside ] || exec unshare --mount --propagation private sh "$SELF" --inside "$@"

ensure_packages mmdebstrap git
MIRROR=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | grep -v security |
  head -n 1)
ROOT=$(mktemp -d)
trap 'umount -R "$ROOT/proc" "$ROOT/dev" 2>/dev/null || true; rm -rf --one-file-system "$ROOT"' EXIT
trap 'exit 1' INT TERM

mmdebstrap --quiet --variant=apt bookworm "$ROOT" "$MIRROR"
# How this machine reaches its mirror.
apt-config dump | grep -E '^Acquire::https?::' >"$ROOT/etc/apt/apt.conf.d/99-mirror" || true
cp /etc/resolv.conf "$ROOT/etc/resolv.conf"
mount -t proc proc "$ROOT/proc"
mount --rbind /dev "$ROOT/dev"
mkdir "$ROOT/root/synthdata"
git -c safe.directory="$PWD" archive HEAD | tar -x -C "$ROOT/root/synthdata"

# Nothing of this machine's environment comes along.
run_inside ()
{
  chroot "$ROOT" /usr/bin/env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    HOME=/root sh "/root/synthdata/$1" >"$ROOT/output" 2>&1 ||
    { tail -n 200 "$ROOT/output"; fail "$1 failed in a bare Debian 12."; }
}

run_inside build-aux/quickstart
for file in customers.csv products.csv product_sales.xlsx product_sales.sql; do
  [ -s "$ROOT/root/synthdata/product_sales/$file" ] ||
    { cat "$ROOT/output"; fail "build-aux/quickstart did not make product_sales/$file."; }
done
grep -q '^Installing Debian packages: ' "$ROOT/output" ||
  { cat "$ROOT/output"; fail "build-aux/quickstart does not say what it installs."; }

run_inside build-aux/quickstart
if grep '^Installing' "$ROOT/output"; then
  fail "build-aux/quickstart installs packages a second time."
fi
cat "$ROOT/output"

run_inside build-aux/test
cat "$ROOT/output"
