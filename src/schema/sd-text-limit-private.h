/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* How much a document may hold, and the setters' way of replacing texts within
 * those limits: what can be set can always be saved and read again.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SD_MAX_TABLES        1000
#define SD_MAX_COLUMNS       2000
#define SD_MAX_RELATIONSHIPS 10000
#define SD_MAX_CORRELATIONS  10000
#define SD_MAX_RULES         1000
#define SD_MAX_MESS          100
#define SD_MAX_EFFECTS       1000
#define SD_MAX_NAME_BYTES    63
#define SD_MAX_TEXT_BYTES    4096
#define SD_MAX_LIST_SCALARS  5000000
#define SD_MAX_ID            1000000000
#define SD_MAX_ROWS          G_GUINT64_CONSTANT (100000000000)

/* TRUE when the text differs from what stood there. NULL counts as "". */
gboolean _sd_replace_text (char               **field,
                           const char          *text);
gboolean _sd_replace_strv (char              ***field,
                           const char * const  *texts);
/* A plain identifier of at most SD_MAX_NAME_BYTES bytes. (transfer full) */
char    *_sd_make_name    (const char          *text);

G_END_DECLS
