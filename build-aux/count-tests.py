#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The SynthData authors
"""Prints 'PASSED FAILED' of a meson test log: TAP cases where there are any, else programs."""

import json
import re
import sys

passed = failed = 0
try:
    with open(sys.argv[1], encoding="utf-8") as log:
        for line in log:
            test = json.loads(line)
            cases = re.findall(r"^(ok|not ok) \d+", test.get("stdout") or "", re.M)
            good = test["result"] in ("OK", "EXPECTEDFAIL", "SKIP")
            ok = sum(case == "ok" for case in cases)
            not_ok = len(cases) - ok
            passed += ok if cases else good
            # A program that died without a failed case is a failure all the same.
            failed += max(not_ok, 0 if good else 1)
except FileNotFoundError:
    pass
print(passed, failed)
