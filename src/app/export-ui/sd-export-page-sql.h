/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The choices of the SQL export. */

#pragma once

#include "sd-export-page.h"

G_BEGIN_DECLS

#define SD_TYPE_EXPORT_PAGE_SQL (sd_export_page_sql_get_type ())
G_DECLARE_FINAL_TYPE (SdExportPageSql, sd_export_page_sql, SD, EXPORT_PAGE_SQL,
                      AdwPreferencesGroup)

G_END_DECLS
