/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Cells made ahead of time. The cache belongs to one export; the dictionaries
 * belong to the plan, which outlives it.
 */

#include "sd-cells-private.h"

#include "sd-calendar.h"
#include "sd-format.h"

/* A table of days beyond this (some 270 years) would not stay in the cache. */
#define MAX_DAYS 100000

struct _SdCellCache
{
  const SdTextRules *rules;
  SdDateStyle        style;
  GHashTable        *cells;   /* SdDictionary → SdCells */
  GPtrArray         *days;    /* SdDayCells */
};

static void
cells_free (gpointer data)
{
  SdCells *self = data;

  g_free (self->cells);
  g_free (self->arena);
  g_free (self);
}

static void
days_free (gpointer data)
{
  SdDayCells *self = data;

  g_free (self->days);
  g_free (self);
}

/* @rules stay the caller's and have to outlive the cache. (transfer full) */
SdCellCache *
sd_cell_cache_new (const SdTextRules *rules,
                   SdDateStyle        style)
{
  SdCellCache *self = g_new0 (SdCellCache, 1);

  self->rules = rules;
  self->style = style;
  self->cells = g_hash_table_new_full (NULL, NULL, NULL, cells_free);
  self->days = g_ptr_array_new_with_free_func (days_free);

  return self;
}

void
sd_cell_cache_free (SdCellCache *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->cells);
  g_ptr_array_unref (self->days);
  g_free (self);
}

const SdTextRules *
sd_cell_cache_get_rules (const SdCellCache *self)
{
  return self->rules;
}

SdDateStyle
sd_cell_cache_get_date_style (const SdCellCache *self)
{
  return self->style;
}

static SdCells *
cells_new (const SdTextRules  *rules,
           const SdDictionary *dictionary)
{
  SdCells *self = g_new0 (SdCells, 1);
  g_autofree gsize *starts = g_new (gsize, dictionary->n + 1);
  SdTextBuffer text;

  sd_text_buffer_init (&text, 4096);
  for (guint i = 0; i < dictionary->n; i++)
    {
      const SdText *entry = &dictionary->entries[i];

      starts[i] = text.length;
      rules->write (rules, &text, entry->data, entry->length);
    }
  starts[dictionary->n] = text.length;

  self->n = dictionary->n;
  self->cells = g_new (SdCell, MAX (dictionary->n, 1));
  self->arena = text.data;
  memset (text.data + text.length, 0, SD_TEXT_PAD);
  for (guint i = 0; i < dictionary->n; i++)
    {
      self->cells[i].data = text.data + starts[i];
      self->cells[i].length = starts[i + 1] - starts[i];
      self->max_length = MAX (self->max_length, self->cells[i].length);
    }

  return self;
}

/* The entries of @dictionary as cells, made at the first call for it. Not
 * thread-safe: called while an export is prepared. */
const SdCells *
sd_cell_cache_get_cells (SdCellCache        *self,
                         const SdDictionary *dictionary)
{
  SdCells *cells = g_hash_table_lookup (self->cells, dictionary);

  if (cells == NULL)
    {
      cells = cells_new (self->rules, dictionary);
      g_hash_table_insert (self->cells, (gpointer) dictionary, cells);
    }

  return cells;
}

/* The day in @style, SD_DAY_LENGTH characters for the years 1 to 9999. Returns
 * the end; may scribble up to SD_FORMAT_MAX bytes. */
char *
sd_date_style_format (SdDateStyle  style,
                      char        *out,
                      gint64       date)
{
  char iso[SD_FORMAT_MAX];

  if (style == SD_DATE_STYLE_ISO)
    return sd_format_date (out, date);

  sd_format_date (iso, date);
  memcpy (out, style == SD_DATE_STYLE_MONTH_SLASH ? iso + 5 : iso + 8, 2);
  memcpy (out + 3, style == SD_DATE_STYLE_MONTH_SLASH ? iso + 8 : iso + 5, 2);
  memcpy (out + 6, iso, 4);
  out[2] = out[5] = style == SD_DATE_STYLE_DAY_POINT ? '.' : '/';

  return out + SD_DAY_LENGTH;
}

/* The days @first to @last, or NULL when they are too many. Not thread-safe. */
const SdDayCells *
sd_cell_cache_get_days (SdCellCache *self,
                        gint64       first,
                        gint64       last)
{
  SdDayCells *days;

  if (first < SD_DATE_MIN || last > SD_DATE_MAX || first > last || last - first >= MAX_DAYS)
    return NULL;

  for (guint i = 0; i < self->days->len; i++)
    {
      days = g_ptr_array_index (self->days, i);
      if (days->first <= first && last < days->first + (gint64) days->n)
        return days;
    }

  days = g_new0 (SdDayCells, 1);
  days->first = first;
  days->n = last - first + 1;
  days->days = g_malloc0 (days->n * 16);
  for (guint64 i = 0; i < days->n; i++)
    {
      char day[SD_FORMAT_MAX];

      sd_date_style_format (self->style, day, first + (gint64) i);
      memcpy (days->days[i], day, SD_DAY_LENGTH);
    }
  g_ptr_array_add (self->days, days);

  return days;
}
