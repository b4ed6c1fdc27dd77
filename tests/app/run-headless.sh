#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The SynthData authors
#
# Runs a program with a display and a session bus of its own, and with folders
# of its own for what it saves. Skipped (77) where there is no virtual display.
set -eu

for tool in Xvfb xvfb-run dbus-run-session setsid; do
  if ! command -v "$tool" >/dev/null 2>&1; then
    echo "1..0 # SKIP $tool is not installed"
    exit 77
  fi
done

home=$(mktemp -d "${TMPDIR:-/tmp}/synthdata-test.XXXXXX")
child=

# The group is the program, its display, its bus and what the bus started: one of
# them that is still about to end could write into the folder while it goes.
clean_up ()
{
  if [ -n "$child" ]; then
    kill -- "-$child" 2>/dev/null || true
  fi
  for attempt in 1 2 3; do
    rm -rf "$home" 2>/dev/null && return
    sleep "0.$attempt"
  done
  rm -rf "$home"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

mkdir -p "$home/runtime" "$home/config/gtk-4.0" "$home/tmp"
chmod 0700 "$home/runtime"
cat >"$home/config/gtk-4.0/settings.ini" <<'INI'
[Settings]
gtk-font-name=Cantarell 11
gtk-enable-animations=0
INI

export HOME="$home"
export XDG_CONFIG_HOME="$home/config"
export XDG_DATA_HOME="$home/data"
export XDG_CACHE_HOME="$home/cache"
export XDG_STATE_HOME="$home/state"
export XDG_RUNTIME_DIR="$home/runtime"
export TMPDIR="$home/tmp"
export NO_AT_BRIDGE=1
unset DISPLAY WAYLAND_DISPLAY XAUTHORITY 2>/dev/null || true

setsid xvfb-run -a -s "-screen 0 1600x1000x24 -nolisten tcp" dbus-run-session -- "$@" 2>"$home/stderr" &
child=$!
status=0
wait "$child" || status=$?
# The bus says that it may not raise its limit of files; nobody needs to know.
grep -v 'Failed to set fd limit' "$home/stderr" >&2 || true
exit "$status"
