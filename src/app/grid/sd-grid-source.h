/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Where the data grid gets its cells from: rows counted with 64 bits, made when
 * they are looked at.
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define SD_TYPE_GRID_SOURCE (sd_grid_source_get_type ())
G_DECLARE_INTERFACE (SdGridSource, sd_grid_source, SD, GRID_SOURCE, GObject)

typedef struct
{
  const char *text;  /* never NULL */
  gboolean    null;  /* there is no value; text is "" */
} SdGridCell;

struct _SdGridSourceInterface
{
  GTypeInterface parent_iface;

  guint64     (*get_n_rows)    (SdGridSource *self);
  guint       (*get_n_columns) (SdGridSource *self);
  const char *(*get_title)     (SdGridSource *self,
                                guint         column);
  const char *(*get_subtitle)  (SdGridSource *self,
                                guint         column);
  gboolean    (*is_numeric)    (SdGridSource *self,
                                guint         column);
  void        (*get_cells)     (SdGridSource *self,
                                guint64       first_row,
                                guint         n_rows,
                                guint         first_column,
                                guint         n_columns,
                                SdGridCell   *cells);
};

guint64     sd_grid_source_get_n_rows    (SdGridSource *self);
guint       sd_grid_source_get_n_columns (SdGridSource *self);
const char *sd_grid_source_get_title     (SdGridSource *self,
                                          guint         column);
const char *sd_grid_source_get_subtitle  (SdGridSource *self,
                                          guint         column);
gboolean    sd_grid_source_is_numeric    (SdGridSource *self,
                                          guint         column);
void        sd_grid_source_get_cells     (SdGridSource *self,
                                          guint64       first_row,
                                          guint         n_rows,
                                          guint         first_column,
                                          guint         n_columns,
                                          SdGridCell   *cells);
char       *sd_grid_source_to_tsv        (SdGridSource *self,
                                          guint64       first_row,
                                          guint         n_rows,
                                          guint         first_column,
                                          guint         n_columns,
                                          gboolean      headings);

G_END_DECLS
