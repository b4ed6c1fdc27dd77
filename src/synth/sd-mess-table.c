/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Which copies are exact and which are not; see the header. */

#define G_LOG_DOMAIN "sd-mess-table"

#include "sd-mess-table-private.h"

void
sd_mess_table_free (SdMessTable *self)
{
  if (self == NULL)
    return;
  g_free (self->alterable);
  g_free (self->nodes);
  g_free (self);
}

int
sd_mess_table_get_altered (const SdMessTable *self,
                           guint64            copy)
{
  if (self->n_near == 0 || self->n_alterable == 0
      || sd_permutation_invert (&self->near_order, copy) >= self->n_near)
    return -1;
  return (int) self->alterable[sd_scale (sd_random (self->near_key, copy), self->n_alterable)];
}
