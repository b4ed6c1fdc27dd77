/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Short forms for the rows of the parameter tables.
 */

#pragma once

#include "sd-generator-info.h"

G_BEGIN_DECLS

/* Whole numbers up to here are exact in a double. */
#define LARGE 9007199254740992.0
#define SMALL 1e-9

#define NUMBER(name, title, min, max, default_value) \
  { name, title, SD_PARAMETER_NUMBER, min, max, default_value, FALSE, NULL }
#define NUMBER_NEEDED(name, title, min, max) \
  { name, title, SD_PARAMETER_NUMBER, min, max, NAN, TRUE, NULL }
#define WHOLE(name, title, min, max, default_value) \
  { name, title, SD_PARAMETER_INTEGER, min, max, default_value, FALSE, NULL }
#define WHOLE_NEEDED(name, title, min, max) \
  { name, title, SD_PARAMETER_INTEGER, min, max, NAN, TRUE, NULL }
#define CHOICE(name, title, choices) \
  { name, title, SD_PARAMETER_CHOICE, 0, 0, NAN, FALSE, choices }
#define OPTION(name, title, kind) \
  { name, title, kind, 0, 0, NAN, FALSE, NULL }
#define NEEDED(name, title, kind) \
  { name, title, kind, 0, 0, NAN, TRUE, NULL }
#define INTEGER   (1u << SD_TYPE_INTEGER)
#define DECIMAL   (1u << SD_TYPE_DECIMAL)
#define REAL      (1u << SD_TYPE_REAL)
#define TEXT      (1u << SD_TYPE_TEXT)
#define BOOLEAN   (1u << SD_TYPE_BOOLEAN)
#define DATE      (1u << SD_TYPE_DATE)
#define TIME      (1u << SD_TYPE_TIME)
#define TIMESTAMP (1u << SD_TYPE_TIMESTAMP)
#define UUID      (1u << SD_TYPE_UUID)
#define NUMERIC   (INTEGER | DECIMAL | REAL)
#define ANY       ((1u << SD_N_TYPES) - 1)

#define FIXED_WEIGHTS(name, title, number) \
  { name, title, SD_PARAMETER_WEIGHTS, 0, LARGE, NAN, FALSE, number }
#define WITHIN \
  { "within", N_("Shares hold within"), SD_PARAMETER_COLUMNS, 1, 8, NAN, FALSE, NULL }
#define BY \
  { "by", N_("Depends on"), SD_PARAMETER_COLUMNS, 1, 2, NAN, FALSE, NULL }
#define BRANCHES \
  { "branches", N_("Branches"), SD_PARAMETER_BRANCHES, 0, 0, NAN, FALSE, "by" }
#define END \
  { NULL, NULL, SD_PARAMETER_NUMBER, 0, 0, 0, FALSE, NULL }

const SdGeneratorInfo *_sd_generator_info_find (const SdGeneratorInfo *infos,
                                                guint                  n,
                                                const char            *nick);

G_END_DECLS
