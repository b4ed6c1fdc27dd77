#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The SynthData authors
#
# The Flatpak is built, its window shows, its bundle installs.
set -eu
cd "$(dirname "$0")/../.."
exec build-aux/flatpak
