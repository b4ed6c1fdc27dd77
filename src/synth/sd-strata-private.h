/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Rows without a parent among rows that stand in the order of their parents:
 * they are spread evenly. The rows are cut into as many strata as there are such
 * rows, and each has one at a keyed place; the other rows are the slots.
 */

#pragma once

#include "sd-link-private.h"

G_BEGIN_DECLS

typedef struct
{
  guint64 n_rows;
  guint64 n_linked;   /* those with a parent */
  SdKey   key;
} SdStrata;

/* Slots of rows; SD_NO_ROW for rows without a parent. */
void    sd_strata_find_slots (const SdStrata *self,
                              const guint64  *rows,
                              guint           n,
                              guint64        *slots);
guint64 sd_strata_find_row   (const SdStrata *self,
                              guint64         slot);

G_END_DECLS
