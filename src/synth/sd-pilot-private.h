/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The virtual table on which the compiler solves what it must (ENGINE.md law 9):
 * 2^14 rows whose uniforms are not drawn but come from a lattice, run through the
 * ordinary evaluator. What is solved depends neither on the seed nor on the
 * rows that there really are.
 *
 * Every draw is a dimension of the lattice, and so is the row of each table that
 * a virtual row stands for; a parent gathered through a key has dimensions of
 * its own. What needs the links (totals, numbers within a parent) or other rows
 * is not to be had here.
 */

#pragma once

#include "sd-draw.h"
#include "sd-node-private.h"

G_BEGIN_DECLS

#define SD_PILOT_ROWS 16384

typedef struct _SdPilot SdPilot;

/* The numbers of @n nodes of table @table over the virtual rows: @values[i] has
 * SD_PILOT_ROWS of node i, NaN where it is NULL; only INT64 and DOUBLE, and
 * codes. FALSE when a node cannot be evaluated here. */
gboolean sd_pilot_run             (SdCompiler        *compiler,
                                   guint              table,
                                   guint              n,
                                   const guint       *nodes,
                                   double           **values);
/* Mean and variance of what is not NaN; FALSE when nothing is left. */
gboolean sd_pilot_get_moments     (const double      *values,
                                   guint              n,
                                   double            *mean,
                                   double            *variance);
/* The intercept b with which the mean of 1 / (1 + exp (−(slope × x + b))) over
 * @values is @share, 0 < share < 1; NaN counts as the mean. */
double   sd_pilot_solve_intercept (const double      *values,
                                   guint              n,
                                   double             slope,
                                   double             share);

/* What frames ask (sd-frame.c). */

/* Whether a node makes sense on virtual rows; FALSE is remembered. */
gboolean sd_pilot_allows          (SdPilot           *self,
                                   const SdNode      *node);
/* The uniforms of virtual rows @first … of draw @draw in a frame reached by
 * @path. */
void     sd_pilot_draw            (SdPilot           *self,
                                   guint64            path,
                                   const SdDraw      *draw,
                                   guint              first,
                                   guint              n,
                                   guint64           *u);
/* The real rows of table @table that they stand for. */
void     sd_pilot_get_rows        (SdPilot           *self,
                                   guint64            path,
                                   guint              table,
                                   guint              first,
                                   guint              n,
                                   guint64           *rows);

G_END_DECLS
