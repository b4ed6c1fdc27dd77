/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The choices of the JSON export. */

#pragma once

#include "sd-export-page.h"

G_BEGIN_DECLS

#define SD_TYPE_EXPORT_PAGE_JSON (sd_export_page_json_get_type ())
G_DECLARE_FINAL_TYPE (SdExportPageJson, sd_export_page_json, SD, EXPORT_PAGE_JSON,
                      AdwPreferencesGroup)

G_END_DECLS
