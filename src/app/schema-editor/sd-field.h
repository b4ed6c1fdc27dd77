/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* One member of one element of the document as a row of a form: what kind of row
 * follows from SdParameterInfo, its value is JSON.
 */

#pragma once

#include <adwaita.h>

#include "sd-generator-info.h"
#include "sd-schema.h"

G_BEGIN_DECLS

#define SD_TYPE_FIELD (sd_field_get_type ())
G_DECLARE_FINAL_TYPE (SdField, sd_field, SD, FIELD, GObject)

/* Signal: "applied" when the user gave another value. @path is the member as in
 * SdFix: "title", "parameters.max". @type is that of the values in lists. @info
 * is static. */
SdField    *sd_field_new          (const SdParameterInfo *info,
                                   guint                  element_id,
                                   const char            *path,
                                   SdType                 type);
/* For fields that choose: @nicks and @titles of what there is, kept as copies. */
SdField    *sd_field_new_choice   (const char            *title,
                                   guint                  element_id,
                                   const char            *path,
                                   const char * const    *nicks,
                                   const char * const    *titles);
/* What a choice shows when there is no value; without it the first. */
void        sd_field_set_absent   (SdField               *self,
                                   const char            *nick);
GtkWidget  *sd_field_get_row      (SdField               *self);
/* The row below it that says what is wrong, hidden while nothing is; nullable. */
GtkWidget  *sd_field_get_message_row (SdField            *self);
/* @message: (nullable): why the value was refused. */
void        sd_field_set_message  (SdField               *self,
                                   const char            *message);
/* (nullable): what is wrong, as it is shown. */
const char *sd_field_get_message  (SdField               *self);
guint       sd_field_get_element  (SdField               *self);
const char *sd_field_get_path     (SdField               *self);
const char *sd_field_get_title    (SdField               *self);
/* @value (nullable): not given. Leaves alone what the user is typing. */
void        sd_field_set_value    (SdField               *self,
                                   JsonNode              *value);
/* (transfer full) (nullable): NULL removes the member. */
JsonNode   *sd_field_dup_value    (SdField               *self);
void        sd_field_grab_focus   (SdField               *self);

G_END_DECLS
