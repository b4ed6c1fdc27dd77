/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A plan of fixed arrays in place of a compiled one: the test double by which
 * exporters meet values that no generator makes. Linked into a test, it stands
 * for the plan and the evaluator of the engine.
 *
 * Arrays stay the caller's and have to outlive the plan. A table of more rows
 * than its arrays hold begins again at their start.
 */

#pragma once

#include "sd-evaluator.h"

SdPlan       *stub_plan_new           (const char     *name,
                                       const char     *title,
                                       gint64          as_of);
guint         stub_plan_add_table     (SdPlan         *self,
                                       const char     *name,
                                       guint64         n_rows);
/* Sets how many values the arrays of the columns to come hold; the default is
 * the rows of the table. */
void          stub_plan_set_n_values  (SdPlan         *self,
                                       guint           table,
                                       guint           n_values);
/* @null (nullable). Each returns the index of the column. */
guint         stub_plan_add_int64     (SdPlan         *self,
                                       guint           table,
                                       const char     *name,
                                       SdType          type,
                                       guint           scale,
                                       const gint64   *values,
                                       const guint8   *null);
guint         stub_plan_add_double    (SdPlan         *self,
                                       guint           table,
                                       const char     *name,
                                       const double   *values,
                                       const guint8   *null);
guint         stub_plan_add_text      (SdPlan         *self,
                                       guint           table,
                                       const char     *name,
                                       const SdText   *values,
                                       const guint8   *null);
/* The same texts as a dictionary without repetition, one entry a value. */
guint         stub_plan_add_codes     (SdPlan         *self,
                                       guint           table,
                                       const char     *name,
                                       const SdText   *values,
                                       const guint8   *null);
guint         stub_plan_add_uuid      (SdPlan         *self,
                                       guint           table,
                                       const char     *name,
                                       const SdUuid   *values,
                                       const guint8   *null);
SdPlanTable  *stub_plan_edit_table    (SdPlan         *self,
                                       guint           table);
SdPlanColumn *stub_plan_edit_column   (SdPlan         *self,
                                       guint           table,
                                       guint           column);
void          stub_plan_set_key       (SdPlan         *self,
                                       guint           table,
                                       guint           column);
/* A foreign key of one column. */
void          stub_plan_add_reference (SdPlan         *self,
                                       guint           table,
                                       guint           column,
                                       guint           parent_table,
                                       guint           parent_column,
                                       gboolean        circular);
/* Tables load in this order; the default is the order of adding. */
void          stub_plan_set_load_order (SdPlan        *self,
                                       const guint    *order);
