/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Cells written once per export and copied ever after: the entries of a
 * dictionary in the form of the output, quotes and escapes included, and the
 * days of a date column. Immutable once made, shared by all threads.
 */

#pragma once

#include "sd-text-rules-private.h"
#include "sd-vector.h"

G_BEGIN_DECLS

/* How a day is written. */
typedef enum
{
  SD_DATE_STYLE_ISO,          /* 2026-03-01 */
  SD_DATE_STYLE_DAY_SLASH,    /* 01/03/2026 */
  SD_DATE_STYLE_MONTH_SLASH,  /* 03/01/2026 */
  SD_DATE_STYLE_DAY_POINT,    /* 01.03.2026 */
} SdDateStyle;

/* Bytes behind @data may be read up to the next multiple of 16. */
typedef struct
{
  const char *data;
  guint32     length;
} SdCell;

typedef struct
{
  guint   n;
  guint32 max_length;
  SdCell *cells;
  char   *arena;
} SdCells;

/* Days @first to @first + @n − 1, each SD_DAY_LENGTH characters in 16 bytes. */
#define SD_DAY_LENGTH 10
typedef struct
{
  gint64   first;
  guint64  n;
  char   (*days)[16];
} SdDayCells;

/* Dictionaries and ranges of days already written, for columns that share them. */
typedef struct _SdCellCache SdCellCache;

SdCellCache      *sd_cell_cache_new      (const SdTextRules  *rules,
                                          SdDateStyle         style);
void              sd_cell_cache_free     (SdCellCache        *self);
const SdTextRules *sd_cell_cache_get_rules (const SdCellCache *self);
SdDateStyle       sd_cell_cache_get_date_style (const SdCellCache *self);
const SdCells    *sd_cell_cache_get_cells (SdCellCache       *self,
                                          const SdDictionary *dictionary);
const SdDayCells *sd_cell_cache_get_days (SdCellCache        *self,
                                          gint64              first,
                                          gint64              last);
char             *sd_date_style_format   (SdDateStyle         style,
                                          char               *out,
                                          gint64              date);

G_END_DECLS
