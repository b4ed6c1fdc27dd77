/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* An entry for a row count: "200", "2,000", "10k". */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SD_TYPE_COUNT_ENTRY (sd_count_entry_get_type ())
G_DECLARE_FINAL_TYPE (SdCountEntry, sd_count_entry, SD, COUNT_ENTRY, GtkWidget)

/* The most rows a table can have. */
#define SD_COUNT_MAX G_GUINT64_CONSTANT (100000000000)

/* Signal: "applied" when another count was entered. */
GtkWidget *sd_count_entry_new       (void);
guint64    sd_count_entry_get_count (SdCountEntry *self);
void       sd_count_entry_set_count (SdCountEntry *self,
                                     guint64       count);
void       sd_count_entry_set_label (SdCountEntry *self,
                                     const char   *label);
/* As if it were typed and Enter pressed. */
void       sd_count_entry_enter     (SdCountEntry *self,
                                     const char   *text);

G_END_DECLS
