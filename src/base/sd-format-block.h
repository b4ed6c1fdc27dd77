/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A column of numbers as text, many at a time: cells of at most 16 bytes with
 * their lengths. The digits are those of sd-format.h; what makes it faster is
 * that no number waits for the length of the one before.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Cells of a block: few enough that those of some twenty columns stay in the
 * first-level cache. */
#define SD_FORMAT_BLOCK 64

/* The text before each number, at most. */
#define SD_FORMAT_LEAD_MAX 5

typedef struct
{
  guint64 cells[SD_FORMAT_BLOCK][2];   /* what is behind the length does not count */
  guint8  lengths[SD_FORMAT_BLOCK];
} SdFormatBlock;

/* Both give FALSE, and leave anything in @self, when a number has too many
 * digits for its cell. @n is at most SD_FORMAT_BLOCK. */
gboolean sd_format_block_int64   (SdFormatBlock *self,
                                  const gint64  *values,
                                  guint          n,
                                  const char    *lead);
gboolean sd_format_block_decimal (SdFormatBlock *self,
                                  const gint64  *values,
                                  guint          n,
                                  const char    *lead,
                                  guint          scale,
                                  char           mark);

G_END_DECLS
