/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Numbers and dates as text, fast and the same under every locale. Each
 * function writes at @out without a terminating NUL, returns the end of what it
 * wrote, and may scribble up to SD_FORMAT_MAX bytes from @out.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SD_FORMAT_MAX 48

char *sd_format_int64     (char         *out,
                           gint64        value);
/* @value ÷ 10^@scale with exactly @scale digits after @mark. */
char *sd_format_decimal   (char         *out,
                           gint64        value,
                           guint         scale,
                           char          mark);
/* The shortest text that reads back as the same double. NaN and infinities give
 * nothing. */
char *sd_format_double    (char         *out,
                           double        value,
                           char          mark);
char *sd_format_date      (char         *out,
                           gint64        date);
/* hh:mm:ss, with .uuuuuu only when not whole seconds. */
char *sd_format_time      (char         *out,
                           gint64        time);
char *sd_format_timestamp (char         *out,
                           gint64        timestamp,
                           char          separator);
char *sd_format_uuid      (char         *out,
                           guint64       high,
                           guint64       low);

G_END_DECLS
