/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The choices of the SQL export. */

#define G_LOG_DOMAIN "sd-export-page"

#include "config.h"

#include <string.h>

#include "sd-export-page-sql.h"

struct _SdExportPageSql
{
  AdwPreferencesGroup parent_instance;

  /* Template Widgets */
  AdwComboRow   *dialect;
  GtkSwitch     *create;
  GtkSwitch     *drop;
  GtkSwitch     *copy;
  GtkWidget     *copy_row;
  GtkWidget     *rows_row;
  GtkSpinButton *rows_per_insert;

  guint loading : 1;
};

static void page_init (SdExportPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SdExportPageSql, sd_export_page_sql, ADW_TYPE_PREFERENCES_GROUP,
                               G_IMPLEMENT_INTERFACE (SD_TYPE_EXPORT_PAGE, page_init))

/* COPY is PostgreSQL's, and in its place there are no INSERTs to count rows of. */
static void
update_rows (SdExportPageSql *self)
{
  gboolean postgresql = adw_combo_row_get_selected (self->dialect) == SD_DIALECT_POSTGRESQL;

  gtk_widget_set_visible (self->copy_row, postgresql);
  gtk_widget_set_sensitive (self->rows_row, !postgresql || !gtk_switch_get_active (self->copy));
}

static void
row_cb (SdExportPageSql *self)
{
  update_rows (self);
  if (!self->loading)
    sd_export_page_changed (SD_EXPORT_PAGE (self));
}

static void
list_dialects (SdExportPageSql *self)
{
  g_autoptr (GtkStringList) dialects = gtk_string_list_new (NULL);
  guint i;

  for (i = 0; i < SD_N_DIALECTS; i++)
    gtk_string_list_append (dialects, sd_dialect_get_title ((SdDialect) i));
  adw_combo_row_set_model (self->dialect, G_LIST_MODEL (dialects));
}

static void
load (SdExportPage          *page,
      const SdExportOptions *options)
{
  SdExportPageSql *self = SD_EXPORT_PAGE_SQL (page);

  self->loading = TRUE;
  adw_combo_row_set_selected (self->dialect, options->sql.dialect);
  gtk_switch_set_active (self->create, options->sql.create);
  gtk_switch_set_active (self->drop, options->sql.drop);
  gtk_switch_set_active (self->copy, options->sql.copy);
  gtk_spin_button_set_value (self->rows_per_insert, options->sql.rows_per_insert);
  update_rows (self);
  self->loading = FALSE;
}

static void
apply (SdExportPage    *page,
       SdExportOptions *options)
{
  SdExportPageSql *self = SD_EXPORT_PAGE_SQL (page);

  options->sql.dialect = (SdDialect) adw_combo_row_get_selected (self->dialect);
  options->sql.create = gtk_switch_get_active (self->create);
  options->sql.drop = gtk_switch_get_active (self->drop);
  options->sql.copy = gtk_switch_get_active (self->copy)
                      && options->sql.dialect == SD_DIALECT_POSTGRESQL;
  options->sql.rows_per_insert = (guint) gtk_spin_button_get_value_as_int (self->rows_per_insert);
}

static void
page_init (SdExportPageInterface *iface)
{
  iface->load = load;
  iface->apply = apply;
}

static void
sd_export_page_sql_class_init (SdExportPageSqlClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/example/SynthData/export-ui/sd-export-page-sql.ui");
  gtk_widget_class_bind_template_child (widget_class, SdExportPageSql, dialect);
  gtk_widget_class_bind_template_child (widget_class, SdExportPageSql, create);
  gtk_widget_class_bind_template_child (widget_class, SdExportPageSql, drop);
  gtk_widget_class_bind_template_child (widget_class, SdExportPageSql, copy);
  gtk_widget_class_bind_template_child (widget_class, SdExportPageSql, copy_row);
  gtk_widget_class_bind_template_child (widget_class, SdExportPageSql, rows_row);
  gtk_widget_class_bind_template_child (widget_class, SdExportPageSql, rows_per_insert);
  gtk_widget_class_bind_template_callback (widget_class, row_cb);
}

static void
sd_export_page_sql_init (SdExportPageSql *self)
{
  self->loading = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  list_dialects (self);
  self->loading = FALSE;
}
