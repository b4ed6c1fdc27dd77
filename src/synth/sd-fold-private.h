/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What runs over the values of a group: one step per row, in order. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  SD_FOLD_SUM,
  SD_FOLD_COUNT,
  SD_FOLD_AVERAGE,
  SD_FOLD_MIN,
  SD_FOLD_MAX,
  SD_FOLD_DIFFERENCE,
  SD_FOLD_PREVIOUS,
  SD_FOLD_CARRY,
  SD_FOLD_ELAPSED_DAYS,
  SD_FOLD_ELAPSED_SECONDS,
} SdFoldFunction;

/* −1 for a word that is none. */
int      sd_fold_parse   (const char *nick);

/* A fold over whole numbers (of one scale) or over reals. */
typedef struct
{
  SdFoldFunction function;
  gboolean       real;
  int            shift;       /* of averages: more decimals of the result than of the values */
  gboolean       has_floor;
  __int128       floor;
  double         real_floor;
  /* state */
  guint64        n;           /* values so far */
  gboolean       has_value;   /* whether value is one */
  __int128       value;
  double         real_value;
} SdFold;

/* Begins with @start, unless it is NULL. */
void     sd_fold_begin   (SdFold       *self,
                          const gint64 *start,
                          const double *real_start);
/* One row: @value and @real_value are those of the row, or it has none when
 * @null. FALSE when there is no result, or one that does not fit. @out: a whole
 * number or the bits of a real. */
gboolean sd_fold_step    (SdFold       *self,
                          gboolean      null,
                          gint64        value,
                          double        real_value,
                          gint64       *out);

G_END_DECLS
