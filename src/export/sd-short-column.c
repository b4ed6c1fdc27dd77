/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Numbers become digits in sd-format-block.c; everything else is looked up in a
 * table of cells made when the export began.
 */

#include "sd-short-column-private.h"

/* A larger dictionary would push everything else out of the cache. */
#define MAX_CELLS 4096

static gboolean
short_cell_init (SdShortCell  *self,
                 const SdCell *lead,
                 const SdCell *text,
                 const SdCell *trail)
{
  gsize length = (gsize) lead->length + text->length + trail->length;

  if (length > sizeof self->text)
    return FALSE;

  memset (self, 0, sizeof *self);
  memcpy (self->text, lead->data, lead->length);
  memcpy (self->text + lead->length, text->data, text->length);
  memcpy (self->text + lead->length + text->length, trail->data, trail->length);
  self->length = (guint8) length;

  return TRUE;
}

static void
init (SdShortColumn *self,
      SdShortKind    kind,
      const SdCell  *lead,
      const SdCell  *null_cell)
{
  const SdCell nothing = { "", 0 };

  memset (self, 0, sizeof *self);
  if (lead->length > SD_FORMAT_LEAD_MAX)
    return;

  self->kind = kind;
  self->lead_length = lead->length;
  memcpy (self->lead, lead->data, lead->length);
  self->has_null_cell = null_cell != NULL
                        && short_cell_init (&self->null_cell, &nothing, null_cell, &nothing);
}

void
sd_short_column_init_number (SdShortColumn *self,
                             SdShortKind    kind,
                             const SdCell  *lead,
                             const SdCell  *null_cell,
                             guint          scale,
                             char           mark)
{
  init (self, kind, lead, null_cell);
  self->scale = scale;
  self->mark = mark;
}

/* @cells: by code, or false and true. */
void
sd_short_column_init_cells (SdShortColumn *self,
                            SdShortKind    kind,
                            const SdCell  *lead,
                            const SdCell  *trail,
                            const SdCell  *null_cell,
                            const SdCell  *cells,
                            guint          n)
{
  init (self, n <= MAX_CELLS ? kind : SD_SHORT_NONE, lead, null_cell);
  if (self->kind == SD_SHORT_NONE)
    return;

  self->cells = g_new (SdShortCell, MAX (n, 1));
  for (guint i = 0; i < n && self->kind != SD_SHORT_NONE; i++)
    if (!short_cell_init (&self->cells[i], lead, &cells[i], trail))
      self->kind = SD_SHORT_NONE;
}

/* @days: those that occur; they have to outlive @self. */
void
sd_short_column_init_days (SdShortColumn    *self,
                           const SdCell     *lead,
                           const SdCell     *trail,
                           const SdCell     *null_cell,
                           const SdDayCells *days)
{
  const SdCell any_day = { "          ", SD_DAY_LENGTH };

  sd_short_column_init_cells (self, SD_SHORT_DAY, lead, trail, null_cell, &any_day, 1);
  self->days = days;
}

void
sd_short_column_clear (SdShortColumn *self)
{
  g_clear_pointer (&self->cells, g_free);
}

static inline void
set_cell (SdFormatBlock     *block,
          guint              i,
          const SdShortCell *cell)
{
  memcpy (block->cells[i], cell->text, sizeof cell->text);
  block->lengths[i] = cell->length;
}

static gboolean
fill_days (const SdShortColumn *self,
           const gint64        *dates,
           guint                n,
           SdFormatBlock       *block)
{
  const SdDayCells *days = self->days;

  for (guint i = 0; i < n; i++)
    {
      const guint64 day = (guint64) dates[i] - (guint64) days->first;

      if (G_UNLIKELY (day >= days->n))
        return FALSE;

      set_cell (block, i, self->cells);
      memcpy ((char *) block->cells[i] + self->lead_length, days->days[day], SD_DAY_LENGTH);
    }

  return TRUE;
}

static gboolean
fill_values (const SdShortColumn *self,
             gconstpointer        values,
             guint                n,
             SdFormatBlock       *block)
{
  switch (self->kind)
    {
    case SD_SHORT_INTEGER:
      return sd_format_block_int64 (block, values, n, self->lead);

    case SD_SHORT_DECIMAL:
      return sd_format_block_decimal (block, values, n, self->lead, self->scale, self->mark);

    case SD_SHORT_BOOLEAN:
      for (guint i = 0; i < n; i++)
        set_cell (block, i, &self->cells[((const gint64 *) values)[i] != 0]);
      return TRUE;

    case SD_SHORT_CODE:
      for (guint i = 0; i < n; i++)
        set_cell (block, i, &self->cells[((const guint32 *) values)[i]]);
      return TRUE;

    case SD_SHORT_DAY:
      return fill_days (self, values, n, block);

    case SD_SHORT_NONE:
    default:
      return FALSE;
    }
}

gboolean
sd_short_column_fill (const SdShortColumn *self,
                      gconstpointer        values,
                      const guint8        *null,
                      guint                n,
                      SdFormatBlock       *block)
{
  if ((null != NULL && !self->has_null_cell) || !fill_values (self, values, n, block))
    return FALSE;

  for (guint i = 0; null != NULL && i < n; i++)
    if (null[i])
      set_cell (block, i, &self->null_cell);

  return TRUE;
}
