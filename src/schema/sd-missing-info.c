/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The table of what missing values may depend on.
 */

#define G_LOG_DOMAIN "sd-missing-info"

#include "config.h"

#include <math.h>
#include <glib/gi18n-lib.h>

#include "sd-generator-info.h"
#include "sd-parameter-table-private.h"

static const SdParameterInfo column[] = {
  NEEDED ("column", N_("Column"), SD_PARAMETER_COLUMN),
  CHOICE ("direction", N_("More often where it is"), "high|low"),
  NUMBER ("strength", N_("Strength"), 0, 100, 1),
  END
};

static const SdParameterInfo value[] = {
  CHOICE ("direction", N_("More often where it is"), "high|low"),
  NUMBER ("strength", N_("Strength"), 0, 100, 1),
  END
};

static const SdParameterInfo branches[] = {
  { "by", N_("Depends on"), SD_PARAMETER_COLUMNS, 1, 2, NAN, TRUE, NULL },
  { "branches", N_("Branches"), SD_PARAMETER_BRANCHES, 0, 0, NAN, TRUE, "by" },
  END
};

static const SdParameterInfo together[] = {
  NEEDED ("column", N_("Column"), SD_PARAMETER_COLUMN),
  END
};

static const SdGeneratorInfo kinds[] = {
  { "column", N_("Another column"),
    N_("Values are missing more often where another column is high, or low; the overall share "
       "holds."),
    ANY, column },
  { "value", N_("The value itself"),
    N_("Values are missing more often where they are high, or low; the overall share holds."),
    ANY, value },
  { "branches", N_("Branches"),
    N_("Each class of one or two other columns has a share of its own."),
    ANY, branches },
  { "together", N_("Together with a column"),
    N_("Values are missing exactly where those of another column are."),
    ANY, together },
};

/**
 * sd_missing_info_get:
 * @kind: (nullable): "column" …
 *
 * Returns: (transfer none) (nullable): what is known of that kind
 */
const SdGeneratorInfo *
sd_missing_info_get (const char *kind)
{
  return _sd_generator_info_find (kinds, G_N_ELEMENTS (kinds), kind);
}

/**
 * sd_missing_info_list:
 * @n: (out): how many there are
 */
const SdGeneratorInfo *
sd_missing_info_list (guint *n)
{
  *n = G_N_ELEMENTS (kinds);
  return kinds;
}
