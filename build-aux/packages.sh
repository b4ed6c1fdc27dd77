# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The SynthData authors
#
# Sourced by quickstart and test: which Debian packages are needed, and how the
# missing ones are installed.

# Compiler and libraries.
BUILD_PACKAGES="gcc libc6-dev meson ninja-build pkgconf gettext python3
  libglib2.0-dev libglib2.0-bin libjson-glib-dev libxlsxwriter-dev
  libsqlite3-dev libarchive-dev zlib1g-dev libgtk-4-dev libadwaita-1-dev
  adwaita-icon-theme desktop-file-utils shared-mime-info"

# What the tests compare with and run in.
TEST_PACKAGES="xvfb xauth dbus libgsl-dev sqlite3 postgresql mariadb-server
  python3-openpyxl locales appstream libxml2-utils binutils fonts-cantarell"

fail ()
{
  printf '%s\n' "$*" >&2
  exit 1
}

missing_packages ()
{
  for package in "$@"; do
    state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$state" = installed ] || printf '%s ' "$package"
  done
}

# Installs what is missing of the packages named and says so; nothing when all
# are there.
ensure_packages ()
{
  command -v dpkg-query >/dev/null 2>&1 ||
    fail "This script installs Debian packages. On another system install the equivalents of:" "$@"
  missing=$(missing_packages "$@")
  [ -n "$missing" ] || return 0
  printf 'Installing Debian packages: %s\n' "$missing"
  if [ "$(id -u)" = 0 ]; then
    as_root=
  elif command -v sudo >/dev/null 2>&1; then
    as_root=sudo
  else
    fail "Root is needed to install them: run this as root, or install them and run it again."
  fi
  export DEBIAN_FRONTEND=noninteractive
  $as_root apt-get -o DPkg::Lock::Timeout=300 update -q >/dev/null ||
    fail "The list of packages could not be fetched. Is there a network, and is apt set up?"
  # shellcheck disable=SC2086 # a list of words
  $as_root apt-get -o DPkg::Lock::Timeout=300 install -q -y --no-install-recommends \
    $missing >/dev/null ||
    fail "The packages could not be installed; see the message above."
}
