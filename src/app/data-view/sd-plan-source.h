/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A table of a plan as a source of the data grid: rows are evaluated when they
 * are looked at.
 */

#pragma once

#include "sd-grid-source.h"
#include "sd-plan.h"

G_BEGIN_DECLS

#define SD_TYPE_PLAN_SOURCE (sd_plan_source_get_type ())
G_DECLARE_FINAL_TYPE (SdPlanSource, sd_plan_source, SD, PLAN_SOURCE, GObject)

SdGridSource *sd_plan_source_new (SdPlan *plan,
                                  guint   table);

G_END_DECLS
