/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Documents from text and files, and back into files.
 */

#define G_LOG_DOMAIN "sd-schema-file"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-json-guard.h"
#include "sd-schema-file.h"
#include "sd-schema-read-private.h"

/**
 * sd_schema_new_from_json:
 *
 * Returns: (transfer full) (nullable): a document, or NULL with an error of
 *   SD_SCHEMA_ERROR whose message names every wrong member on a line of its own
 */
SdSchema *
sd_schema_new_from_json (JsonNode  *node,
                         GError   **error)
{
  g_return_val_if_fail (node != NULL, NULL);

  return _sd_schema_read (node, NULL, FALSE, error);
}

/**
 * sd_schema_new_from_text:
 * @text: UTF-8 JSON; checked first
 *
 * Returns: (transfer full) (nullable): a document, or NULL with an error of
 *   SD_JSON_ERROR, which names line and column, or of SD_SCHEMA_ERROR
 */
SdSchema *
sd_schema_new_from_text (const char  *text,
                         gsize        length,
                         GError     **error)
{
  g_autoptr (JsonParser) parser = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  if (!sd_json_check (text, length, SD_JSON_LIMITS_DEFAULT, error))
    return NULL;

  /* What is read immutable is shared, not copied. */
  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, text, (gssize) length, error))
    return NULL;

  return sd_schema_new_from_json (json_parser_get_root (parser), error);
}
