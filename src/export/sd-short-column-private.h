/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A column whose cells are short, with what stands around the values: they are
 * written ahead for a few dozen rows. A loop over rows then copies sixteen bytes
 * a cell, whatever kind of value it is, and never waits for a number to become
 * digits.
 */

#pragma once

#include "sd-cells-private.h"
#include "sd-format-block.h"

G_BEGIN_DECLS

typedef enum
{
  SD_SHORT_NONE,       /* the cells are not short */
  SD_SHORT_INTEGER,
  SD_SHORT_DECIMAL,
  SD_SHORT_BOOLEAN,
  SD_SHORT_CODE,
  SD_SHORT_DAY,
} SdShortKind;

/* A whole cell of at most 16 bytes. */
typedef struct
{
  char   text[16];
  guint8 length;
} SdShortCell;

typedef struct
{
  SdShortKind       kind;
  char              lead[SD_FORMAT_LEAD_MAX + 1];
  guint             lead_length;
  guint             scale;
  char              mark;
  SdShortCell      *cells;          /* owned; of codes and booleans; a day's, to be filled in */
  const SdDayCells *days;
  gboolean          has_null_cell;
  SdShortCell       null_cell;
} SdShortColumn;

/* The two begin with the kind and what stands around; @self is SD_SHORT_NONE
 * when something is too long. @null_cell (nullable): NULL where it is not short. */
void     sd_short_column_init_number (SdShortColumn    *self,
                                      SdShortKind       kind,
                                      const SdCell     *lead,
                                      const SdCell     *null_cell,
                                      guint             scale,
                                      char              mark);
void     sd_short_column_init_cells  (SdShortColumn    *self,
                                      SdShortKind       kind,
                                      const SdCell     *lead,
                                      const SdCell     *trail,
                                      const SdCell     *null_cell,
                                      const SdCell     *cells,
                                      guint             n);
void     sd_short_column_init_days   (SdShortColumn    *self,
                                      const SdCell     *lead,
                                      const SdCell     *trail,
                                      const SdCell     *null_cell,
                                      const SdDayCells *days);
void     sd_short_column_clear       (SdShortColumn    *self);

/* Cells of @n values (at most SD_FORMAT_BLOCK); FALSE when one is not short. */
gboolean sd_short_column_fill        (const SdShortColumn *self,
                                      gconstpointer     values,
                                      const guint8     *null,
                                      guint             n,
                                      SdFormatBlock    *block);

G_END_DECLS
