/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Output rows and clean rows: copies of rows stand among the rows of a table,
 * one in each of as many strata as there are copies, so that it takes no more
 * than arithmetic to find which clean row an output row shows, and back.
 */

#pragma once

#include "sd-random.h"

G_BEGIN_DECLS

typedef struct
{
  guint64 n_clean;
  guint64 n_copies;     /* at most n_clean */
  SdKey   place_key;
  SdKey   source_key;
} SdMessRows;

void    sd_mess_rows_init       (SdMessRows       *self,
                                 guint64           n_clean,
                                 guint64           n_copies,
                                 SdKey             key);
/* The output row of copy @copy. */
guint64 sd_mess_rows_get_place  (const SdMessRows *self,
                                 guint64           copy);
/* @copy (out): the number of the copy that output row @row is, G_MAXUINT64 when
 * it is none. Returns the clean row that it shows. */
guint64 sd_mess_rows_get_clean  (const SdMessRows *self,
                                 guint64           row,
                                 guint64          *copy);
/* The output row at which clean row @clean itself stands; the number of all
 * rows when @clean is n_clean. */
guint64 sd_mess_rows_get_output (const SdMessRows *self,
                                 guint64           clean);

G_END_DECLS
