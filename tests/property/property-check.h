/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What holds for every document. */

#pragma once

#include "property-cells.h"

typedef enum
{
  PROPERTY_UNREAD,    /* no document */
  PROPERTY_FINDINGS,  /* no plan */
  PROPERTY_PLAN,
} PropertyOutcome;

/* Does not return when something does not hold. @seed: of what is looked at. @codes
 * gets a text for each error found. */
PropertyOutcome property_check_document (const char *text,
                                         guint64     seed,
                                         GString    *codes);

/* The clean twin of messy data, or the plan itself. */
static inline SdPlan *
property_get_clean (SdPlan *plan)
{
  return sd_plan_get_clean (plan) != NULL ? sd_plan_get_clean (plan) : plan;
}

/* Messy data beside their clean twin: they differ where the list of changes says. */
void            property_check_mess     (SdPlan              *messy,
                                         const PropertyCells *shown,
                                         const PropertyCells *clean);
/* Keys, references, numbers of children, totals. */
void            property_check_data     (SdSchema            *schema,
                                         SdPlan              *plan,
                                         const PropertyCells *cells);
/* What edits of the document change, and what they leave. */
void            property_check_edits    (SdSchema            *schema,
                                         SdPlan              *plan,
                                         const PropertyCells *cells,
                                         guint64              seed);
