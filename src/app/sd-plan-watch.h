/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The plan of a document, kept current: after a change it is compiled again in a
 * thread, the newest state only. While that lasts, and while the document does
 * not compile, the last plan stays.
 */

#pragma once

#include "sd-document.h"
#include "sd-plan.h"

G_BEGIN_DECLS

#define SD_TYPE_PLAN_WATCH (sd_plan_watch_get_type ())
G_DECLARE_FINAL_TYPE (SdPlanWatch, sd_plan_watch, SD, PLAN_WATCH, GObject)

/* Signal: "updated" when plan and findings are those of a newer document. */
SdPlanWatch *sd_plan_watch_new           (SdDocument  *document);
/* Borrowed, nullable. */
SdPlan      *sd_plan_watch_get_plan      (SdPlanWatch *self);
/* (element-type SdFinding), never NULL. */
GPtrArray   *sd_plan_watch_get_findings  (SdPlanWatch *self);
/* Whether plan and findings are those of the document as it is now. */
gboolean     sd_plan_watch_is_current    (SdPlanWatch *self);

G_END_DECLS
