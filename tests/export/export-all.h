/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The plan of a program that exports to everything. */

#pragma once

#include "sd-plan.h"

/* Of the file @argument (nullable), or of the program's own. (transfer full)
 * (nullable) */
SdPlan *export_all_make_plan (const char *argument);
