/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The choices of one format in the export dialog. Pages know of nothing but the
 * options.
 */

#pragma once

#include <adwaita.h>

#include "sd-export.h"

G_BEGIN_DECLS

#define SD_TYPE_EXPORT_PAGE (sd_export_page_get_type ())
G_DECLARE_INTERFACE (SdExportPage, sd_export_page, SD, EXPORT_PAGE, GtkWidget)

struct _SdExportPageInterface
{
  GTypeInterface parent_iface;

  /* Shows what @options say. */
  void (*load)  (SdExportPage          *self,
                 const SdExportOptions *options);
  /* Writes what was chosen into @options. */
  void (*apply) (SdExportPage          *self,
                 SdExportOptions       *options);
};

/* Signal: "changed" after the user chose something. */
void       sd_export_page_load    (SdExportPage          *self,
                                   const SdExportOptions *options);
void       sd_export_page_apply   (SdExportPage          *self,
                                   SdExportOptions       *options);
/* For implementations. */
void       sd_export_page_changed (SdExportPage          *self);
/* (transfer floating) (nullable): NULL for formats without choices. */
GtkWidget *sd_export_page_new     (SdFormat               format);

G_END_DECLS
