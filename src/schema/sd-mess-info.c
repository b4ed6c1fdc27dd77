/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The table of the kinds of mess that lie over clean data: first those of tables,
 * then those of columns.
 */

#define G_LOG_DOMAIN "sd-mess-info"

#include "config.h"

#include <math.h>
#include <glib/gi18n-lib.h>

#include "sd-generator-info.h"
#include "sd-parameter-table-private.h"

#define SHARE \
  NUMBER_NEEDED ("share", N_("Share of the rows"), 0, 1)

static const SdParameterInfo plain[] = { SHARE, END };

static const SdParameterInfo swap[] = {
  SHARE,
  { "columns", N_("Columns"), SD_PARAMETER_COLUMNS, 2, 2, NAN, TRUE, NULL },
  END
};

static const SdParameterInfo missing_code[] = {
  SHARE,
  OPTION ("values", N_("Codes"), SD_PARAMETER_LIST),
  END
};

static const SdParameterInfo unit[] = {
  SHARE,
  NUMBER ("factor", N_("Factor"), -LARGE, LARGE, 1000),
  END
};

static const SdParameterInfo outlier[] = {
  SHARE,
  NUMBER ("factor", N_("Factor"), -LARGE, LARGE, 10),
  END
};

static const SdGeneratorInfo kinds[] = {
  { "duplicate", N_("Duplicate rows"),
    N_("Copies of rows, with keys of their own."),
    0, plain },
  { "near_duplicate", N_("Near duplicates"),
    N_("Copies of rows in which one cell is altered, with keys of their own."),
    0, plain },
  { "swap", N_("Swapped cells"),
    N_("The values of two columns are exchanged."),
    0, swap },
  { "missing_code", N_("Codes for missing values"),
    N_("NA, 999 and the like in place of a value."),
    ANY, missing_code },
  { "blank", N_("Blanks"),
    N_("Empty text in place of a value."),
    ANY, plain },
  { "typo", N_("Typing errors"),
    N_("A letter left out, doubled, exchanged with the next or wrong."),
    TEXT, plain },
  { "case", N_("Upper and lower case"),
    N_("The same text in other letters."),
    TEXT, plain },
  { "spaces", N_("Spaces"),
    N_("Spaces before, after or doubled within."),
    TEXT, plain },
  { "date_format", N_("Mixed forms of dates"),
    N_("The same day written another way."),
    DATE | TIMESTAMP, plain },
  { "number_format", N_("Mixed forms of numbers"),
    N_("The same number with another decimal sign or grouping."),
    NUMERIC, plain },
  { "unit", N_("Wrong unit"),
    N_("The value in another unit: multiplied by a factor."),
    NUMERIC, unit },
  { "outlier", N_("Outliers"),
    N_("Values far from the others: multiplied by a factor."),
    NUMERIC, outlier },
  { "orphan", N_("Orphans"),
    N_("References to rows that do not exist."),
    ANY, plain },
};

/**
 * sd_mess_info_get:
 * @kind: (nullable): "typo" …
 *
 * Returns: (transfer none) (nullable): what is known of that kind
 */
const SdGeneratorInfo *
sd_mess_info_get (const char *kind)
{
  return _sd_generator_info_find (kinds, G_N_ELEMENTS (kinds), kind);
}

/**
 * sd_mess_info_list:
 * @n: (out): how many there are
 */
const SdGeneratorInfo *
sd_mess_info_list (guint *n)
{
  *n = G_N_ELEMENTS (kinds);
  return kinds;
}
