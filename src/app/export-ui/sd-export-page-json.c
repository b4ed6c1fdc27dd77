/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The choices of the JSON export. */

#define G_LOG_DOMAIN "sd-export-page"

#include "config.h"

#include <string.h>

#include "sd-export-page-json.h"

struct _SdExportPageJson
{
  AdwPreferencesGroup parent_instance;

  /* Template Widgets */
  GtkSwitch *pretty;

  guint loading : 1;
};

static void page_init (SdExportPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SdExportPageJson, sd_export_page_json, ADW_TYPE_PREFERENCES_GROUP,
                               G_IMPLEMENT_INTERFACE (SD_TYPE_EXPORT_PAGE, page_init))

static void
row_cb (SdExportPageJson *self)
{
  if (!self->loading)
    sd_export_page_changed (SD_EXPORT_PAGE (self));
}

static void
load (SdExportPage          *page,
      const SdExportOptions *options)
{
  SdExportPageJson *self = SD_EXPORT_PAGE_JSON (page);

  self->loading = TRUE;
  gtk_switch_set_active (self->pretty, options->json.pretty);
  self->loading = FALSE;
}

static void
apply (SdExportPage    *page,
       SdExportOptions *options)
{
  SdExportPageJson *self = SD_EXPORT_PAGE_JSON (page);

  options->json.pretty = gtk_switch_get_active (self->pretty);
}

static void
page_init (SdExportPageInterface *iface)
{
  iface->load = load;
  iface->apply = apply;
}

static void
sd_export_page_json_class_init (SdExportPageJsonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/example/SynthData/export-ui/sd-export-page-json.ui");
  gtk_widget_class_bind_template_child (widget_class, SdExportPageJson, pretty);
  gtk_widget_class_bind_template_callback (widget_class, row_cb);
}

static void
sd_export_page_json_init (SdExportPageJson *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
