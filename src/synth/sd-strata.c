/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Strata of rows; see the header.
 */

#include "sd-strata-private.h"

/* A row without a parent, and the rows that it is alone in. */
typedef struct
{
  guint64 index;
  guint64 first, end;
  guint64 row;
} Stratum;

static guint64
n_without (const SdStrata *self)
{
  return self->n_rows - self->n_linked;
}

static Stratum
get_stratum (const SdStrata *self,
             guint64         index)
{
  unsigned __int128 n = self->n_rows;
  Stratum stratum = { .index = index };

  stratum.first = (guint64) (n * index / n_without (self));
  stratum.end = (guint64) (n * (index + 1) / n_without (self));
  stratum.row = stratum.first
                + sd_scale (sd_random (self->key, index), stratum.end - stratum.first);
  return stratum;
}

static Stratum
find_stratum_of_row (const SdStrata *self,
                     guint64         row)
{
  unsigned __int128 product = (unsigned __int128) (row + 1) * n_without (self) - 1;

  return get_stratum (self, (guint64) (product / self->n_rows));
}

/**
 * sd_strata_find_slots:
 * @self: the strata
 * @rows: (array length=n): rows
 * @n: how many
 * @slots: (array length=n): where their numbers among the rows with a parent go,
 *   %SD_NO_ROW for a row without
 */
void
sd_strata_find_slots (const SdStrata *self,
                      const guint64  *rows,
                      guint           n,
                      guint64        *slots)
{
  Stratum stratum = { 0 };

  for (guint i = 0; i < n; i++)
    {
      if (n_without (self) == 0)
        {
          slots[i] = rows[i];
          continue;
        }
      if (rows[i] - stratum.first >= stratum.end - stratum.first)
        stratum = find_stratum_of_row (self, rows[i]);
      if (rows[i] == stratum.row)
        slots[i] = SD_NO_ROW;
      else
        slots[i] = rows[i] - stratum.index - (rows[i] > stratum.row);
    }
}

/**
 * sd_strata_find_row:
 * @self: the strata
 * @slot: a number below that of rows with a parent
 *
 * The stratum is guessed from the shares, and is a neighbor at most.
 *
 * Returns: the row
 */
guint64
sd_strata_find_row (const SdStrata *self,
                    guint64         slot)
{
  Stratum stratum;
  guint64 index;

  if (n_without (self) == 0)
    return slot;

  index = (guint64) ((unsigned __int128) slot * n_without (self) / self->n_linked);
  stratum = get_stratum (self, MIN (index, n_without (self) - 1));
  while (stratum.first - stratum.index > slot)
    stratum = get_stratum (self, stratum.index - 1);
  while (stratum.end - stratum.index - 1 <= slot)
    stratum = get_stratum (self, stratum.index + 1);

  slot += stratum.index;
  return slot + (slot >= stratum.row);
}
