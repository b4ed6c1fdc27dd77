/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A column: its SQL type and how its values are made.
 *
 * The generator is a nick of sd-generator-info.h; its parameters are one JSON
 * object that is replaced as a whole, never changed in place, so that a
 * borrowed one stays as it was.
 */

#pragma once

#include "sd-schema-types.h"

G_BEGIN_DECLS

#define SD_TYPE_COLUMN (sd_column_get_type ())
G_DECLARE_FINAL_TYPE (SdColumn, sd_column, SD, COLUMN, GObject)

SdColumn   *sd_column_new             (const char *name,
                                       SdType      type);

/* Stable for life, unique in the schema, the key of the column's draws; 0 until
 * the column is added to a schema. Properties (all readable, notify):
 * id, name, title, description, unit, type, precision, scale, generator,
 * parameters, nullable, missing, unique, missing-by, mess. */
guint       sd_column_get_id          (SdColumn   *self);
const char *sd_column_get_name        (SdColumn   *self);
const char *sd_column_get_title       (SdColumn   *self);  /* for people: "Order date" */
const char *sd_column_get_description (SdColumn   *self);  /* one line for students */
const char *sd_column_get_unit        (SdColumn   *self);  /* "EUR", "kg" or "" */
SdType      sd_column_get_column_type (SdColumn   *self);
guint       sd_column_get_precision   (SdColumn   *self);  /* decimals: digits in all, ≤ 18 */
guint       sd_column_get_scale       (SdColumn   *self);  /* decimals: digits after the point */
const char *sd_column_get_generator   (SdColumn   *self);
JsonObject *sd_column_get_parameters  (SdColumn   *self);  /* never NULL */
gboolean    sd_column_get_nullable    (SdColumn   *self);
double      sd_column_get_missing     (SdColumn   *self);  /* share of NULL, 0 … 1 */
gboolean    sd_column_get_unique      (SdColumn   *self);
/* As in the file; borrowed, nullable, never to be changed in place. */
JsonObject *sd_column_get_missing_by  (SdColumn   *self);
JsonArray  *sd_column_get_mess        (SdColumn   *self);

void        sd_column_set_title       (SdColumn   *self, const char *title);
void        sd_column_set_description (SdColumn   *self, const char *description);
void        sd_column_set_unit        (SdColumn   *self, const char *unit);
void        sd_column_set_column_type (SdColumn   *self, SdType type);
void        sd_column_set_decimal     (SdColumn   *self, guint precision, guint scale);
/* @parameters (transfer full) (nullable) */
void        sd_column_set_generator   (SdColumn   *self, const char *generator,
                                       JsonObject *parameters);
/* A copy of the parameters with @member replaced; @value (transfer full)
 * (nullable): NULL removes it. */
void        sd_column_set_parameter   (SdColumn   *self, const char *member,
                                       JsonNode *value);
void        sd_column_set_nullable    (SdColumn   *self, gboolean nullable);
/* Above 0 makes the column nullable. */
void        sd_column_set_missing     (SdColumn   *self, double missing);
void        sd_column_set_unique      (SdColumn   *self, gboolean unique);
/* @value (transfer full) (nullable); a law makes the column nullable. */
void        sd_column_set_missing_by  (SdColumn   *self, JsonObject *value);
void        sd_column_set_mess        (SdColumn   *self, JsonArray *value);

G_END_DECLS
