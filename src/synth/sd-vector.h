/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Values of one column for a run of rows. Integers, decimals (scaled by 10^scale),
 * booleans (0, 1), dates (days), times and timestamps (microseconds) are INT64;
 * reals DOUBLE; text from a known vocabulary is a CODE into a dictionary; other
 * text points into an arena; uuids are two words.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Rows of a batch; every vector has room for as many. */
#define SD_BATCH_ROWS 1024

typedef enum
{
  SD_VECTOR_INT64,
  SD_VECTOR_DOUBLE,
  SD_VECTOR_CODE,
  SD_VECTOR_TEXT,
  SD_VECTOR_UUID,
} SdVectorKind;

/* Not terminated by NUL. */
typedef struct
{
  const char *data;
  guint32     length;
} SdText;

typedef struct
{
  guint64 high, low;
} SdUuid;

/* The distinct texts of a vocabulary; immutable, lives as long as the plan. */
typedef struct
{
  guint   n;
  SdText *entries;
} SdDictionary;

typedef struct
{
  SdVectorKind kind;
  union
  {
    gint64  *i64;
    double  *f64;
    guint32 *code;
    SdText  *text;
    SdUuid  *uuid;
  };
  const SdDictionary *dictionary;  /* of CODE */
  guint8             *null;        /* 1 where the value is NULL; NULL when none is */
  const SdText       *shown;       /* of messy data: what stands in a cell instead of the value,
                                    * whose data is NULL where that is so; NULL when in none */
} SdVector;

/* Bytes of one value. */
static inline gsize
sd_vector_kind_get_size (SdVectorKind kind)
{
  switch (kind)
    {
    case SD_VECTOR_CODE:
      return sizeof (guint32);
    case SD_VECTOR_TEXT:
      return sizeof (SdText);
    case SD_VECTOR_UUID:
      return sizeof (SdUuid);
    case SD_VECTOR_INT64:
    case SD_VECTOR_DOUBLE:
    default:
      return sizeof (gint64);
    }
}

G_END_DECLS
