/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Branches: what a column or a law is like depending on one or two columns.
 *
 *   "by": ["department", "level"],
 *   "branches": [ { "when": ["Sales", 3], "parameters": { … }, "missing": 0.1 } ]
 *
 * The first branch that matches a row counts, the column's own parameters are
 * for all other rows. A branch that does not say what kind it is (no
 * `distribution` of a number, no `values` of a category) takes what it leaves
 * out from the column; one that does replaces the column's parameters as a
 * whole.
 */

#pragma once

#include "sd-schema-types.h"

G_BEGIN_DECLS

#define SD_MAX_BY       2
#define SD_MAX_BRANCHES 10000

typedef struct
{
  /* For each column of `by`: a scalar; an array of scalars, any of them; an
   * object with min and max (min ≤ x < max, each optional); or NULL, which
   * anything matches. Borrowed from the parameters. */
  JsonNode   *when[SD_MAX_BY];
  JsonObject *parameters;  /* complete, without by and branches; owned by the list */
  double      missing;     /* share; NaN when the branch does not say */
  JsonObject *json;        /* the branch as in the file, where a law's parameters stand; borrowed */
} SdBranch;

/* FALSE when @parameters (nullable) has no branches, or any that cannot be read
 * (sd_schema_validate() says which): there are none then, and @branches is NULL.
 * @by is borrowed from @parameters, which must outlive both. @branches:
 * (transfer full) (element-type SdBranch) */
gboolean    sd_branches_read         (JsonObject   *parameters,
                                      guint        *n_by,
                                      const char   *by[SD_MAX_BY],
                                      GArray      **branches);
/* The parameters of the rows that no branch matches: without by and branches.
 * (transfer full) */
JsonObject *sd_branches_get_default  (JsonObject   *parameters);

G_END_DECLS
