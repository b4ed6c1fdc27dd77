/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The data dictionary for students: what each column means and may hold. It
 * never says how values are made: no distribution, effect or seed, nor who made
 * the data, where or when.
 */

#pragma once

#include "sd-plan.h"

G_BEGIN_DECLS

typedef enum
{
  SD_DATA_DICTIONARY_TABLE,
  SD_DATA_DICTIONARY_COLUMN,
  SD_DATA_DICTIONARY_TITLE,
  SD_DATA_DICTIONARY_TYPE,
  SD_DATA_DICTIONARY_UNIT,
  SD_DATA_DICTIONARY_MEANING,
  SD_DATA_DICTIONARY_ALLOWED_VALUES,
  SD_DATA_DICTIONARY_KEY,
  SD_N_DATA_DICTIONARY_FIELDS
} SdDataDictionaryField;

/* One table (its column is empty) or one column; no field is NULL. */
typedef struct
{
  char *fields[SD_N_DATA_DICTIONARY_FIELDS];
} SdDataDictionaryEntry;

extern const char * const sd_data_dictionary_field_names[SD_N_DATA_DICTIONARY_FIELDS];

GPtrArray *sd_data_dictionary_new      (SdPlan *plan);
char      *sd_data_dictionary_describe (const SdDataDictionaryEntry *entry);
char      *sd_data_dictionary_get_name (SdPlan *plan);

G_END_DECLS
