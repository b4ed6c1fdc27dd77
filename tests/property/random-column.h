/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What makes the columns of random documents. */

#pragma once

#include "random-schema.h"
#include "sd-catalog.h"

/* A column with a generator; NULL when the table has nothing that it needs.
 * Columns that go with it are added to the table. */
typedef JsonObject *(* RandomMake) (RandomSchema *self,
                                    JsonObject   *table,
                                    const char   *name);

typedef struct
{
  const char *nick;
  guint       weight;
  RandomMake  make;
} RandomGenerator;

JsonObject *random_make_formula     (RandomSchema *self, JsonObject *table, const char *name);
JsonObject *random_make_template    (RandomSchema *self, JsonObject *table, const char *name);
JsonObject *random_make_combination (RandomSchema *self, JsonObject *table, const char *name);
JsonObject *random_make_regression  (RandomSchema *self, JsonObject *table, const char *name);
JsonObject *random_make_logistic    (RandomSchema *self, JsonObject *table, const char *name);
JsonObject *random_make_series      (RandomSchema *self, JsonObject *table, const char *name);
JsonObject *random_make_running     (RandomSchema *self, JsonObject *table, const char *name);
JsonObject *random_make_life_cycle  (RandomSchema *self, JsonObject *table, const char *name);
JsonObject *random_make_ordinal     (RandomSchema *self, JsonObject *table, const char *name);

/* A condition on a column, as in a branch's `when`. (transfer full) */
char       *random_condition        (RandomSchema *self, JsonObject *column);
/* A formula with a number or a truth for a value. (transfer full) (nullable) */
char       *random_number_formula   (RandomSchema *self, JsonObject *table);
char       *random_truth_formula    (RandomSchema *self, JsonObject *table);
