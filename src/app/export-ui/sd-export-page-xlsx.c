/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The choices of the Excel export. */

#define G_LOG_DOMAIN "sd-export-page"

#include "config.h"

#include <string.h>

#include "sd-export-page-xlsx.h"

struct _SdExportPageXlsx
{
  AdwPreferencesGroup parent_instance;

  /* Template Widgets */
  GtkSwitch *titles;
  GtkSwitch *filter;
  GtkSwitch *freeze;

  guint loading : 1;
};

static void page_init (SdExportPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SdExportPageXlsx, sd_export_page_xlsx, ADW_TYPE_PREFERENCES_GROUP,
                               G_IMPLEMENT_INTERFACE (SD_TYPE_EXPORT_PAGE, page_init))

static void
row_cb (SdExportPageXlsx *self)
{
  if (!self->loading)
    sd_export_page_changed (SD_EXPORT_PAGE (self));
}

static void
load (SdExportPage          *page,
      const SdExportOptions *options)
{
  SdExportPageXlsx *self = SD_EXPORT_PAGE_XLSX (page);

  self->loading = TRUE;
  gtk_switch_set_active (self->titles, options->xlsx.titles);
  gtk_switch_set_active (self->filter, options->xlsx.filter);
  gtk_switch_set_active (self->freeze, options->xlsx.freeze);
  self->loading = FALSE;
}

static void
apply (SdExportPage    *page,
       SdExportOptions *options)
{
  SdExportPageXlsx *self = SD_EXPORT_PAGE_XLSX (page);

  options->xlsx.titles = gtk_switch_get_active (self->titles);
  options->xlsx.filter = gtk_switch_get_active (self->filter);
  options->xlsx.freeze = gtk_switch_get_active (self->freeze);
}

static void
page_init (SdExportPageInterface *iface)
{
  iface->load = load;
  iface->apply = apply;
}

static void
sd_export_page_xlsx_class_init (SdExportPageXlsxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/example/SynthData/export-ui/sd-export-page-xlsx.ui");
  gtk_widget_class_bind_template_child (widget_class, SdExportPageXlsx, titles);
  gtk_widget_class_bind_template_child (widget_class, SdExportPageXlsx, filter);
  gtk_widget_class_bind_template_child (widget_class, SdExportPageXlsx, freeze);
  gtk_widget_class_bind_template_callback (widget_class, row_cb);
}

static void
sd_export_page_xlsx_init (SdExportPageXlsx *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
