/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A row of the list of tables. */

#define G_LOG_DOMAIN "sd-table-row"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-table-row.h"

struct _SdTableRow
{
  GtkListBoxRow parent_instance;

  SdWorkspace  *workspace;
  SdTable      *table;
  GtkLabel     *name;
  GtkLabel     *columns;
  SdCountEntry *rows;
};

G_DEFINE_FINAL_TYPE (SdTableRow, sd_table_row, GTK_TYPE_LIST_BOX_ROW)

static void
update (SdTableRow *self)
{
  const char *name = sd_table_get_name (self->table);
  guint n = sd_table_get_n_columns (self->table);
  g_autofree char *columns = NULL, *rows = NULL;

  columns = g_strdup_printf (ngettext ("%u column", "%u columns", n), n);
  /* Translators: the accessible name of an entry: "Rows of customers" */
  rows = g_strdup_printf (_("Rows of %s"), name);
  gtk_label_set_label (self->name, name);
  gtk_label_set_label (self->columns, columns);
  sd_count_entry_set_count (self->rows, sd_table_get_rows (self->table));
  sd_count_entry_set_label (self->rows, rows);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
applied_cb (SdTableRow *self)
{
  SdHistory *history = sd_workspace_get_history (self->workspace);

  sd_history_begin (history, _("Change Row Count"), NULL);
  sd_table_set_rows (self->table, sd_count_entry_get_count (self->rows), TRUE);
  sd_history_end (history);
}

static void
sd_table_row_dispose (GObject *object)
{
  SdTableRow *self = SD_TABLE_ROW (object);

  g_clear_object (&self->workspace);
  g_clear_object (&self->table);

  G_OBJECT_CLASS (sd_table_row_parent_class)->dispose (object);
}

static void
sd_table_row_class_init (SdTableRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sd_table_row_dispose;
}

static void
sd_table_row_init (SdTableRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->name = GTK_LABEL (gtk_label_new (NULL));
  self->columns = GTK_LABEL (gtk_label_new (NULL));
  self->rows = SD_COUNT_ENTRY (sd_count_entry_new ());
  gtk_label_set_xalign (self->name, 0);
  gtk_label_set_ellipsize (self->name, PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (self->columns, 0);
  gtk_label_set_ellipsize (self->columns, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (GTK_WIDGET (self->columns), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->columns), "dim-label");
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (GTK_WIDGET (self->rows), GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (self->name));
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (self->columns));
  gtk_box_append (GTK_BOX (box), texts);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->rows));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_widget_add_css_class (GTK_WIDGET (self), "table-row");
  g_signal_connect_object (self->rows, "applied", G_CALLBACK (applied_cb), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
sd_table_row_new (SdWorkspace *workspace,
                  SdTable     *table)
{
  SdTableRow *self = g_object_new (SD_TYPE_TABLE_ROW, NULL);

  self->workspace = g_object_ref (workspace);
  self->table = g_object_ref (table);
  g_signal_connect_object (table, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (table, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

SdTable *
sd_table_row_get_table (SdTableRow *self)
{
  g_return_val_if_fail (SD_IS_TABLE_ROW (self), NULL);

  return self->table;
}

SdCountEntry *
sd_table_row_get_entry (SdTableRow *self)
{
  g_return_val_if_fail (SD_IS_TABLE_ROW (self), NULL);

  return self->rows;
}
