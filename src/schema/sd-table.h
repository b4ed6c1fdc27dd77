/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A table: a list of columns (GListModel of SdColumn), a row count, a primary
 * key.
 */

#pragma once

#include "sd-column.h"
#include "sd-draw.h"

G_BEGIN_DECLS

#define SD_TYPE_TABLE (sd_table_get_type ())
G_DECLARE_FINAL_TYPE (SdTable, sd_table, SD, TABLE, GObject)

SdTable            *sd_table_new             (const char *name);

/* Properties (all readable, notify): id, name, title, description, rows,
 * rows-from-user, margins, primary-key, aliases, correlations, rules, mess,
 * crossed. The table itself is the GListModel of its columns. */
guint               sd_table_get_id          (SdTable    *self);
const char         *sd_table_get_name        (SdTable    *self);
const char         *sd_table_get_title       (SdTable    *self);
const char         *sd_table_get_description (SdTable    *self);
guint64             sd_table_get_rows        (SdTable    *self);
/* Whether the user said the row count: it then wins over a default law. */
gboolean            sd_table_get_rows_from_user (SdTable *self);
SdMargins           sd_table_get_margins     (SdTable    *self);
/* Names of columns; empty when there is none. */
const char * const *sd_table_get_primary_key (SdTable    *self);
/* Further words by which people know the table ("transaction", "sale"). */
const char * const *sd_table_get_aliases     (SdTable    *self);

/* As in the file; borrowed, nullable, never to be changed in place. */
JsonArray          *sd_table_get_correlations (SdTable   *self);
JsonArray          *sd_table_get_rules       (SdTable    *self);
JsonArray          *sd_table_get_mess        (SdTable    *self);
JsonObject         *sd_table_get_crossed     (SdTable    *self);

guint               sd_table_get_n_columns   (SdTable    *self);
SdColumn           *sd_table_get_column      (SdTable    *self, guint position);  /* borrowed */
SdColumn           *sd_table_find_column     (SdTable    *self, const char *name); /* borrowed, nullable */

void                sd_table_set_title       (SdTable    *self, const char *title);
void                sd_table_set_description (SdTable    *self, const char *description);
void                sd_table_set_rows        (SdTable    *self, guint64 rows, gboolean from_user);
void                sd_table_set_margins     (SdTable    *self, SdMargins margins);
void                sd_table_set_primary_key (SdTable   *self, const char * const *names);
void                sd_table_set_aliases     (SdTable   *self, const char * const *aliases);
/* (transfer full) (nullable) */
void                sd_table_set_correlations (SdTable   *self, JsonArray *value);
void                sd_table_set_rules       (SdTable    *self, JsonArray *value);
void                sd_table_set_mess        (SdTable    *self, JsonArray *value);
void                sd_table_set_crossed     (SdTable    *self, JsonObject *value);

G_END_DECLS
