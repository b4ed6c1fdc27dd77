/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The offline planner: prose in, draft out, from rules and data/catalog alone.
 */

#pragma once

#include "sd-assistant.h"

G_BEGIN_DECLS

#define SD_TYPE_PLANNER (sd_planner_get_type ())
G_DECLARE_FINAL_TYPE (SdPlanner, sd_planner, SD, PLANNER, GObject)

SdAssistant *sd_planner_new  (void);
/* The same without a main loop, in well under 100 ms. (transfer full) */
SdDraft     *sd_planner_plan (const SdRequest *request);

G_END_DECLS
