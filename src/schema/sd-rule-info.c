/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The table of rules that the rows of a table keep.
 */

#define G_LOG_DOMAIN "sd-rule-info"

#include "config.h"

#include <math.h>
#include <glib/gi18n-lib.h>

#include "sd-generator-info.h"
#include "sd-parameter-table-private.h"

#define ORDERED (NUMERIC | DATE | TIME | TIMESTAMP)
#define COLUMNS(least) \
  { "columns", N_("Columns"), SD_PARAMETER_COLUMNS, least, 64, NAN, TRUE, NULL }

static const SdParameterInfo order[] = {
  COLUMNS (2),
  { "strict", N_("Never equal"), SD_PARAMETER_BOOLEAN, 0, 1, 0, FALSE, NULL },
  END
};

static const SdParameterInfo range[] = {
  NEEDED ("column", N_("Column"), SD_PARAMETER_COLUMN),
  OPTION ("min", N_("Smallest value"), SD_PARAMETER_VALUE),
  OPTION ("max", N_("Largest value"), SD_PARAMETER_VALUE),
  END
};

static const SdParameterInfo sum[] = {
  COLUMNS (2),
  NUMBER ("total", N_("Total"), -LARGE, LARGE, NAN),
  OPTION ("total_column", N_("Column with the total"), SD_PARAMETER_COLUMN),
  END
};

static const SdParameterInfo exactly_one[] = {
  COLUMNS (2),
  { "weights", N_("Weights"), SD_PARAMETER_WEIGHTS, 0, LARGE, NAN, FALSE, "columns" },
  END
};

static const SdParameterInfo together[] = {
  COLUMNS (2),
  END
};

static const SdParameterInfo null_when[] = {
  NEEDED ("column", N_("Column"), SD_PARAMETER_COLUMN),
  NEEDED ("when", N_("Empty when"), SD_PARAMETER_FORMULA),
  { "exactly", N_("And only then"), SD_PARAMETER_BOOLEAN, 0, 1, 1, FALSE, NULL },
  END
};

static const SdParameterInfo unique_together[] = {
  COLUMNS (2),
  END
};

static const SdParameterInfo check[] = {
  NEEDED ("formula", N_("Condition"), SD_PARAMETER_FORMULA),
  END
};

static const SdGeneratorInfo rules[] = {
  { "order", N_("In order"),
    N_("Each of the columns is at least as large as the one before it."),
    ORDERED, order },
  { "range", N_("Between bounds"),
    N_("No value of the column is below the smallest or above the largest."),
    ORDERED, range },
  { "sum", N_("Adds up"),
    N_("The columns are the parts of a whole: a number, or another column."),
    NUMERIC, sum },
  { "exactly_one", N_("Exactly one"),
    N_("In every row exactly one of the columns has a value; of booleans exactly one is true."),
    ANY, exactly_one },
  { "together", N_("All or none"),
    N_("The columns are empty in the same rows."),
    ANY, together },
  { "null_when", N_("Empty when"),
    N_("The column is empty when the condition holds, and only then unless said otherwise."),
    ANY, null_when },
  { "unique_together", N_("Unique together"),
    N_("No two rows have the same values in all of these columns."),
    ANY, unique_together },
  { "check", N_("Condition"),
    N_("The formula is true in every row, or unknown because something in it is empty."),
    ANY, check },
};

/**
 * sd_rule_info_get:
 * @kind: (nullable): "order" …
 *
 * Returns: (transfer none) (nullable): what is known of that kind
 */
const SdGeneratorInfo *
sd_rule_info_get (const char *kind)
{
  return _sd_generator_info_find (rules, G_N_ELEMENTS (rules), kind);
}

/**
 * sd_rule_info_list:
 * @n: (out): how many there are
 */
const SdGeneratorInfo *
sd_rule_info_list (guint *n)
{
  *n = G_N_ELEMENTS (rules);
  return rules;
}
