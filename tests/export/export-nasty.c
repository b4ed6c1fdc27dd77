/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* export-all of the nasty values. */

#include "export-all.h"
#include "nasty-plan.h"

SdPlan *
export_all_make_plan (const char *argument)
{
  return nasty_plan_new ();
}
