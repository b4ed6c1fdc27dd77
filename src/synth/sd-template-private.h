/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Templates as they are written, "{first_name|fold}.{last_name|fold}", in parts.
 * Two dialects: in the catalog '#' and '@' are drawn and \# is the character; in
 * a document it is the other way round.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  SD_TEMPLATE_CATALOG,
  SD_TEMPLATE_DOCUMENT,
} SdTemplateDialect;

typedef enum
{
  SD_PART_LITERAL,
  SD_PART_SYMBOLS,    /* "##@" */
  SD_PART_REFERENCE,
} SdPartKind;

typedef struct
{
  SdPartKind   kind;
  char        *text;         /* literal, symbols, or name: "place.city" */
  char       **transforms;   /* of a reference; never NULL there, may be empty */
} SdPart;

/* (transfer full) (element-type SdPart) (nullable): NULL with a sentence in
 * @problem (out) (transfer full) when it is no template. */
GPtrArray *sd_template_parse (const char        *text,
                              SdTemplateDialect  dialect,
                              char             **problem);

G_END_DECLS
