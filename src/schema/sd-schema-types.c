/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The nicks and titles of the column types, and the error domain of documents.
 */

#define G_LOG_DOMAIN "sd-schema-types"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-schema.h"

G_DEFINE_QUARK (sd-schema-error-quark, sd_schema_error)

static const struct
{
  const char *nick;
  const char *title;
} types[SD_N_TYPES] = {
  [SD_TYPE_INTEGER] = { "integer", N_("Whole number") },
  [SD_TYPE_DECIMAL] = { "decimal", N_("Decimal number") },
  [SD_TYPE_REAL] = { "real", N_("Floating-point number") },
  [SD_TYPE_TEXT] = { "text", N_("Text") },
  [SD_TYPE_BOOLEAN] = { "boolean", N_("Yes or no") },
  [SD_TYPE_DATE] = { "date", N_("Date") },
  [SD_TYPE_TIME] = { "time", N_("Time of day") },
  [SD_TYPE_TIMESTAMP] = { "timestamp", N_("Date and time") },
  [SD_TYPE_UUID] = { "uuid", N_("UUID") },
};

/**
 * sd_type_to_nick:
 *
 * Returns: the nick of @type as it stands in a file
 */
const char *
sd_type_to_nick (SdType type)
{
  g_return_val_if_fail ((guint) type < SD_N_TYPES, NULL);

  return types[type].nick;
}

/**
 * sd_type_from_nick:
 * @nick: (nullable): "integer", "decimal" …
 * @type: (out): the type
 *
 * Returns: FALSE, with @type untouched, when @nick names no type
 */
gboolean
sd_type_from_nick (const char *nick,
                   SdType     *type)
{
  for (guint i = 0; i < SD_N_TYPES; i++)
    {
      if (g_strcmp0 (nick, types[i].nick) == 0)
        {
          *type = i;
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * sd_type_get_title:
 *
 * Returns: what people call @type, translated
 */
const char *
sd_type_get_title (SdType type)
{
  g_return_val_if_fail ((guint) type < SD_N_TYPES, NULL);

  return _(types[type].title);
}
