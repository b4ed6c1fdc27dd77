/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The interface of pages of the export dialog, and which page a format has. */

#define G_LOG_DOMAIN "sd-export-page"

#include "config.h"

#include "sd-export-page-csv.h"
#include "sd-export-page-json.h"
#include "sd-export-page-sql.h"
#include "sd-export-page-xlsx.h"
#include "sd-export-page.h"

enum
{
  SIGNAL_CHANGED,
  SIGNAL_LAST_SIGNAL,
};

static guint signals[SIGNAL_LAST_SIGNAL];

G_DEFINE_INTERFACE (SdExportPage, sd_export_page, GTK_TYPE_WIDGET)

static void
sd_export_page_default_init (SdExportPageInterface *iface)
{
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", SD_TYPE_EXPORT_PAGE, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
}

void
sd_export_page_load (SdExportPage          *self,
                     const SdExportOptions *options)
{
  g_return_if_fail (SD_IS_EXPORT_PAGE (self));

  SD_EXPORT_PAGE_GET_IFACE (self)->load (self, options);
}

void
sd_export_page_apply (SdExportPage    *self,
                      SdExportOptions *options)
{
  g_return_if_fail (SD_IS_EXPORT_PAGE (self));

  SD_EXPORT_PAGE_GET_IFACE (self)->apply (self, options);
}

void
sd_export_page_changed (SdExportPage *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

GtkWidget *
sd_export_page_new (SdFormat format)
{
  switch (format)
    {
    case SD_FORMAT_CSV:
      return g_object_new (SD_TYPE_EXPORT_PAGE_CSV, NULL);

    case SD_FORMAT_XLSX:
      return g_object_new (SD_TYPE_EXPORT_PAGE_XLSX, NULL);

    case SD_FORMAT_SQL:
      return g_object_new (SD_TYPE_EXPORT_PAGE_SQL, NULL);

    case SD_FORMAT_JSON:
      return g_object_new (SD_TYPE_EXPORT_PAGE_JSON, NULL);

    case SD_FORMAT_SQLITE:
    case SD_FORMAT_JSONL:
    case SD_N_FORMATS:
    default:
      return NULL;
    }
}
