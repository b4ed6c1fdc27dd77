/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Values of parameters as text that people type, and back. */

#pragma once

#include "sd-generator-info.h"

G_BEGIN_DECLS

/* (transfer full): "" when @value is NULL. */
char    *sd_field_text_from_value (const SdParameterInfo *info,
                                   JsonNode              *value);
/* @value (out) (transfer full) (nullable): NULL when @text is empty and need not
 * be there. FALSE when @text is no value of this kind. Shares are written as
 * percentages when the name of the parameter says "share" or "missing". */
gboolean sd_field_text_parse      (const SdParameterInfo *info,
                                   SdType                 type,
                                   const char            *text,
                                   JsonNode             **value);
/* (transfer full): why @text is no value of this kind, and what would be one. */
char    *sd_field_text_explain    (const SdParameterInfo *info,
                                   const char            *text);

G_END_DECLS
