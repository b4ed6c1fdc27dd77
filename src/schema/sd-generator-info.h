/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What generators, distributions and laws there are, and their parameters: one
 * table each, from which validation, the editor, the documentation and the
 * JSON Schema of the file follow. Adding one here and its evaluation in
 * src/synth is all there is to it.
 */

#pragma once

#include "sd-schema-types.h"

G_BEGIN_DECLS

typedef enum
{
  SD_PARAMETER_NUMBER,
  SD_PARAMETER_INTEGER,
  SD_PARAMETER_BOOLEAN,
  SD_PARAMETER_TEXT,
  SD_PARAMETER_DATE,          /* ISO date */
  SD_PARAMETER_TIME,          /* hh:mm[:ss] */
  SD_PARAMETER_MOMENT,        /* ISO date or timestamp */
  SD_PARAMETER_CHOICE,        /* one of `choices` */
  SD_PARAMETER_FORMULA,
  SD_PARAMETER_TEMPLATE,
  SD_PARAMETER_COLUMN,        /* "column" of this table or "table.column" */
  SD_PARAMETER_TABLE,
  SD_PARAMETER_LIST,          /* of scalars */
  SD_PARAMETER_WEIGHTS,       /* list of numbers ≥ 0, as long as `choices` names a list */
  SD_PARAMETER_DISTRIBUTION,  /* nick of sd_distribution_infos; its parameters stand beside it */
  SD_PARAMETER_SEMANTIC,      /* nick of the catalog's semantic types */
  SD_PARAMETER_SEASON,        /* nick of the catalog's seasons */
  SD_PARAMETER_LOCALE,        /* one of the catalog's locales */
  SD_PARAMETER_COLUMNS,       /* list of columns, min … max of them, or one name */
  SD_PARAMETER_BRANCHES,      /* see sd-branches.h; `choices` names the list of columns */
  SD_PARAMETER_ROWS,          /* list of lists of scalars, as long as the list `choices` */
  SD_PARAMETER_TRANSITIONS,   /* between the states that `choices` names */
  SD_PARAMETER_VALUE,         /* a number or a text: a moment, or a column when `choices` is
                               * "column" */
} SdParameterKind;

typedef struct
{
  const char     *name;          /* "stddev" */
  const char     *title;         /* "Standard deviation", for _() */
  SdParameterKind kind;
  double          min, max;      /* inclusive, for numbers and integers */
  double          default_value; /* for numbers, integers and booleans; NaN when none */
  gboolean        required;
  const char     *choices;       /* "one|two|three" for choices; for weights the parameter with
                                  * their list, or their number; for columns and formulas of another table the
                                  * parameter that names it */
} SdParameterInfo;

typedef struct
{
  const char            *nick;        /* "normal" */
  const char            *title;       /* "Normal (bell curve)", for _() */
  const char            *description; /* one sentence, for _() */
  guint                  types;       /* bit mask of 1 << SdType that it can make */
  const SdParameterInfo *parameters;  /* ends with a NULL name */
} SdGeneratorInfo;

const SdGeneratorInfo *sd_generator_info_get     (const char *nick);   /* nullable */
const SdGeneratorInfo *sd_generator_info_list    (guint *n);
const SdGeneratorInfo *sd_distribution_info_get  (const char *nick);
const SdGeneratorInfo *sd_distribution_info_list (guint *n);
const SdGeneratorInfo *sd_law_info_get           (const char *nick);
const SdGeneratorInfo *sd_law_info_list          (guint *n);
/* Rules of tables: their `types` are those that their columns may have. */
const SdGeneratorInfo *sd_rule_info_get          (const char *kind);
const SdGeneratorInfo *sd_rule_info_list         (guint *n);
/* Kinds of mess: of columns of these `types`; 0: of tables. */
const SdGeneratorInfo *sd_mess_info_get          (const char *kind);
const SdGeneratorInfo *sd_mess_info_list         (guint *n);
/* What missing values may depend on. */
const SdGeneratorInfo *sd_missing_info_get       (const char *kind);
const SdGeneratorInfo *sd_missing_info_list      (guint *n);

/* Reading parameters of any JSON object with the default of the table. */
double      sd_parameter_get_number  (JsonObject *parameters, const char *name, double fallback);
gint64      sd_parameter_get_integer (JsonObject *parameters, const char *name, gint64 fallback);
gboolean    sd_parameter_get_boolean (JsonObject *parameters, const char *name, gboolean fallback);
const char *sd_parameter_get_text    (JsonObject *parameters, const char *name, const char *fallback);
JsonArray  *sd_parameter_get_list    (JsonObject *parameters, const char *name);  /* nullable */
/* One name or a list of them, at most @max, borrowed; 0 when there are none, or
 * more, or any is no text. */
guint       sd_parameter_get_names   (JsonObject *parameters, const char *name,
                                      const char **names, guint max);

G_END_DECLS
