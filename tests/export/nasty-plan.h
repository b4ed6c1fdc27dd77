/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Values that formats trip over, as a plan. */

#pragma once

#include "stub-plan.h"

/* The texts: NULL-looking, empty, quotes, separators, line breaks, formulas,
 * escapes, scripts, beyond the BMP. */
#define NASTY_N_TEXTS 40
extern const SdText nasty_texts[NASTY_N_TEXTS];

/* Tables "nasty" (every type, each text both as text and as dictionary entry),
 * "order" (a reserved word; refers to nasty and to itself) and "nothing" (no
 * rows). The load order is nasty, nothing, order. (transfer full) */
SdPlan *nasty_plan_new (void);
