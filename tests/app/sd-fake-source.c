/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The grid source of the tests. */

#include "sd-fake-source.h"

struct _SdFakeSource
{
  GObject       parent_instance;

  guint64       n_rows;
  guint         n_columns;
  GStringChunk *texts;
  gsize         max_cells;
  guint         n_calls;
};

static guint64
get_n_rows (SdGridSource *source)
{
  return SD_FAKE_SOURCE (source)->n_rows;
}

static guint
get_n_columns (SdGridSource *source)
{
  return SD_FAKE_SOURCE (source)->n_columns;
}

static const char *
get_title (SdGridSource *source,
           guint         column)
{
  static char titles[64][16];

  g_snprintf (titles[column % 64], sizeof titles[0], "column_%u", column);
  return titles[column % 64];
}

static const char *
get_subtitle (SdGridSource *source,
              guint         column)
{
  return column == 0 ? "integer" : "text";
}

static gboolean
is_numeric (SdGridSource *source,
            guint         column)
{
  return column == 0;
}

static void
get_cells (SdGridSource *source,
           guint64       first_row,
           guint         n_rows,
           guint         first_column,
           guint         n_columns,
           SdGridCell   *cells)
{
  SdFakeSource *self = SD_FAKE_SOURCE (source);
  guint i, j;

  g_assert_cmpuint (first_row + n_rows, <=, self->n_rows);
  g_assert_cmpuint (first_column + n_columns, <=, self->n_columns);
  self->max_cells = MAX (self->max_cells, (gsize) n_rows * n_columns);
  self->n_calls++;
  g_string_chunk_clear (self->texts);
  for (i = 0; i < n_rows; i++)
    for (j = 0; j < n_columns; j++)
      {
        SdGridCell *cell = &cells[i * n_columns + j];
        guint64 row = first_row + i;
        guint column = first_column + j;
        char text[48];

        cell->null = column == 2 && row % 7 == 0;
        if (column == 0)
          g_snprintf (text, sizeof text, "%" G_GUINT64_FORMAT, row * 10);
        else
          g_snprintf (text, sizeof text, "r%" G_GUINT64_FORMAT "c%u", row, column);
        cell->text = cell->null ? "" : g_string_chunk_insert (self->texts, text);
      }
}

static void
source_init (SdGridSourceInterface *iface)
{
  iface->get_n_rows = get_n_rows;
  iface->get_n_columns = get_n_columns;
  iface->get_title = get_title;
  iface->get_subtitle = get_subtitle;
  iface->is_numeric = is_numeric;
  iface->get_cells = get_cells;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SdFakeSource, sd_fake_source, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SD_TYPE_GRID_SOURCE, source_init))

static void
sd_fake_source_finalize (GObject *object)
{
  g_string_chunk_free (SD_FAKE_SOURCE (object)->texts);

  G_OBJECT_CLASS (sd_fake_source_parent_class)->finalize (object);
}

static void
sd_fake_source_class_init (SdFakeSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sd_fake_source_finalize;
}

static void
sd_fake_source_init (SdFakeSource *self)
{
  self->texts = g_string_chunk_new (4096);
}

SdGridSource *
sd_fake_source_new (guint64 n_rows,
                    guint   n_columns)
{
  SdFakeSource *self = g_object_new (SD_TYPE_FAKE_SOURCE, NULL);

  self->n_rows = n_rows;
  self->n_columns = n_columns;
  return SD_GRID_SOURCE (self);
}

gsize
sd_fake_source_get_max_cells (SdFakeSource *self)
{
  return self->max_cells;
}

guint
sd_fake_source_get_n_calls (SdFakeSource *self)
{
  return self->n_calls;
}
