/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Numbers as people read and write them in the window: digits in groups, in the
 * user's locale. Never used for data.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full): "12,345" */
char    *sd_number_text_from_count (guint64     count);
/* Takes "12,345", "12 345", "12k", "3 million", "1e6". FALSE when @text is no
 * whole number or above @max. */
gboolean sd_number_text_to_count   (const char *text,
                                    guint64     max,
                                    guint64    *count);
/* (transfer full): the shortest form, with the locale's decimal mark. */
char    *sd_number_text_from_double (double     value);
gboolean sd_number_text_to_double  (const char *text,
                                    double     *value);

G_END_DECLS
