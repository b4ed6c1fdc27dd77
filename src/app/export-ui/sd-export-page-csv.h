/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The choices of the CSV export: a preset, and what it stands for. */

#pragma once

#include "sd-export-page.h"

G_BEGIN_DECLS

#define SD_TYPE_EXPORT_PAGE_CSV (sd_export_page_csv_get_type ())
G_DECLARE_FINAL_TYPE (SdExportPageCsv, sd_export_page_csv, SD, EXPORT_PAGE_CSV,
                      AdwPreferencesGroup)

G_END_DECLS
