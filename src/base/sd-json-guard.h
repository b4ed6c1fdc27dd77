/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The gate every JSON text passes before json-glib sees it: json-glib 1.6 has
 * no limit of nesting and takes duplicate keys, and numbers of any size.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SD_JSON_ERROR (sd_json_error_quark ())
GQuark sd_json_error_quark (void);

typedef enum
{
  SD_JSON_ERROR_SYNTAX,      /* not JSON, or followed by something else */
  SD_JSON_ERROR_TOO_LARGE,
  SD_JSON_ERROR_TOO_DEEP,
  SD_JSON_ERROR_DUPLICATE,   /* the same key twice in one object */
  SD_JSON_ERROR_UTF8,
  SD_JSON_ERROR_NUMBER,      /* NaN, infinite, or beyond the range of a double */
} SdJsonError;

typedef struct
{
  gsize max_bytes;
  guint max_depth;
} SdJsonLimits;

#define SD_JSON_LIMITS_DEFAULT ((SdJsonLimits) { 64 * 1024 * 1024, 64 })

/* FALSE with a sentence that names line and column. */
gboolean sd_json_check (const char    *text,
                        gsize          length,
                        SdJsonLimits   limits,
                        GError       **error);

G_END_DECLS
