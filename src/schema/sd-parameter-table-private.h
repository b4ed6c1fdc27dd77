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
#define END \
  { NULL, NULL, SD_PARAMETER_NUMBER, 0, 0, 0, FALSE, NULL }

const SdGeneratorInfo *_sd_generator_info_find (const SdGeneratorInfo *infos,
                                                guint                  n,
                                                const char            *nick);

G_END_DECLS
