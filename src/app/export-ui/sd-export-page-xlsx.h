/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The choices of the Excel export. */

#pragma once

#include "sd-export-page.h"

G_BEGIN_DECLS

#define SD_TYPE_EXPORT_PAGE_XLSX (sd_export_page_xlsx_get_type ())
G_DECLARE_FINAL_TYPE (SdExportPageXlsx, sd_export_page_xlsx, SD, EXPORT_PAGE_XLSX,
                      AdwPreferencesGroup)

G_END_DECLS
