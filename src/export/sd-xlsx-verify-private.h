/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Whether a workbook is whole. libxlsxwriter builds each part in a temporary
 * file and does not look whether writing it succeeds, so a disk that is full for
 * a moment would leave a workbook with a hole in it.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean sd_xlsx_verify (const char    *path,
                         const guint64 *row_bytes,
                         guint          n_sheets);

G_END_DECLS
