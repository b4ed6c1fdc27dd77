/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The strata; see the header. Stratum k of d begins at ⌊k·N/d⌋ of the N output
 * rows; a keyed offset in it is the place of copy k. There are at least two rows
 * in a stratum, so that the first row need not be a copy: a copy shows an
 * earlier row.
 */

#define G_LOG_DOMAIN "sd-mess-rows"

#include "sd-mess-rows-private.h"

void
sd_mess_rows_init (SdMessRows *self,
                   guint64     n_clean,
                   guint64     n_copies,
                   SdKey       key)
{
  g_assert (n_copies <= n_clean);

  *self = (SdMessRows) {
    .n_clean = n_clean,
    .n_copies = n_copies,
    .place_key = sd_key_derive (key, 0),
    .source_key = sd_key_derive (key, 1),
  };
}

static guint64
get_first (const SdMessRows *self,
           guint64           stratum)
{
  const unsigned __int128 n = (unsigned __int128) self->n_clean + self->n_copies;

  return (guint64) (stratum * n / self->n_copies);
}

guint64
sd_mess_rows_get_place (const SdMessRows *self,
                        guint64           copy)
{
  const guint64 first = MAX (get_first (self, copy), 1);
  const guint64 end = get_first (self, copy + 1);

  return first + sd_scale (sd_random (self->place_key, copy), end - first);
}

guint64
sd_mess_rows_get_clean (const SdMessRows *self,
                        guint64           row,
                        guint64          *copy)
{
  const guint64 n = self->n_clean + self->n_copies;
  guint64 stratum, place;

  *copy = G_MAXUINT64;
  if (self->n_copies == 0)
    return row;

  stratum = (guint64) ((((unsigned __int128) row + 1) * self->n_copies - 1) / n);
  place = sd_mess_rows_get_place (self, stratum);
  if (row != place)
    return row - stratum - (row > place);
  *copy = stratum;
  return sd_scale (sd_random (self->source_key, stratum), row - stratum);
}

guint64
sd_mess_rows_get_output (const SdMessRows *self,
                         guint64           clean)
{
  guint64 before;

  if (self->n_copies == 0 || clean >= self->n_clean)
    return clean + self->n_copies;

  /* How many copies stand before it: about as many in proportion. */
  before = (guint64) ((unsigned __int128) clean * self->n_copies / self->n_clean);
  while (before > 0 && sd_mess_rows_get_place (self, before - 1) - (before - 1) > clean)
    before--;
  while (before < self->n_copies && sd_mess_rows_get_place (self, before) - before <= clean)
    before++;
  return clean + before;
}
