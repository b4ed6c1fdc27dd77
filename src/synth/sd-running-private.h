/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The node of a column that looks back; made in sd-running-compile.c, evaluated
 * in sd-node-running.c.
 */

#pragma once

#include "sd-fold-private.h"
#include "sd-grouping-private.h"

G_BEGIN_DECLS

typedef struct
{
  SdNode     node;
  SdGrouping grouping;
  SdFold     fold;          /* before its first row */
  int        value;         /* node that is read; −1: rows are counted */
  SdType     value_type;
  guint      value_shift;   /* decimals that the result has more than the values */
  gboolean   counts_time;   /* the fold runs over microseconds */
  gboolean   has_start;     /* a number … */
  gint64     start;
  double     real_start;
  int        start_node;    /* … or of this node; −1 none */
  SdType     start_type;
  guint      start_scale;
} SdRunning;

extern const SdNodeClass sd_running_fold_class;
extern const SdNodeClass sd_running_lookup_class;

G_END_DECLS
