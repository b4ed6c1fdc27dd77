/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Reading the factors of a crossed table. A grid of dates among them has as many
 * steps as the number of rows leaves for it.
 */

#define G_LOG_DOMAIN "sd-compiler-crossed"

#include "sd-compiler-crossed-private.h"
#include "sd-compiler-private.h"
#include "sd-generator-info.h"
#include "sd-math.h"

/* The size of a factor whose levels follow from the number of rows. */
#define OPEN G_MAXUINT64

static JsonArray *
get_factors (SdCompiler *self,
             guint       table)
{
  JsonObject *crossed = sd_table_get_crossed (self->tables[table].table);

  return crossed != NULL ? sd_parameter_get_list (crossed, "factors") : NULL;
}

/* NULL when it is none. */
static JsonObject *
get_factor (JsonArray *factors,
            guint      index)
{
  JsonNode *node = json_array_get_element (factors, index);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static guint64
get_size (SdCompiler *self,
          guint       table,
          JsonObject *factor)
{
  SdTable *home = self->tables[table].table;
  const char *name = sd_parameter_get_text (factor, "column", NULL);
  SdColumn *column = name != NULL ? sd_table_find_column (home, name) : NULL;
  SdRelationship *relationship;
  JsonArray *values;

  if (name == NULL)
    {
      relationship = sd_schema_find_relationship_by_id
        (self->schema, (guint) sd_parameter_get_integer (factor, "relationship", 0));
      return relationship != NULL
             ? sd_table_get_rows (sd_schema_find_table (self->schema,
                                                        sd_relationship_get_parent_table
                                                          (relationship)))
             : 0;
    }
  if (column == NULL)
    return 0;
  if (g_str_equal (sd_column_get_generator (column), "boolean"))
    return 2;
  if (!g_str_equal (sd_column_get_generator (column), "category"))
    return OPEN;
  values = sd_parameter_get_list (sd_column_get_parameters (column), "values");
  return values != NULL ? json_array_get_length (values) : 0;
}

/* The product of the sizes that are known; 0 when it is too large. */
static guint64
read_sizes (SdCompiler *self,
            guint       table,
            JsonArray  *factors,
            SdCrossed  *crossed)
{
  guint64 product = crossed->replicates;

  for (guint i = 0; i < crossed->n_factors; i++)
    {
      JsonObject *factor = get_factor (factors, i);

      crossed->sizes[i] = factor != NULL ? get_size (self, table, factor) : 0;
      if (crossed->sizes[i] != OPEN
          && (__builtin_mul_overflow (product, crossed->sizes[i], &product)
              || product > G_MAXINT64 / 2))
        return 0;
    }
  return product;
}

static void
fill_open (SdCrossed *crossed,
           guint64    product,
           double     kept)
{
  for (guint i = 0; i < crossed->n_factors; i++)
    if (crossed->sizes[i] == OPEN)
      {
        const double steps = (double) crossed->n_rows / ((double) MAX (product, 1) * kept);

        crossed->sizes[i] = (guint64) CLAMP (sd_round (steps), 1, 1e15);
        product *= crossed->sizes[i];
      }
}

/**
 * sd_compiler_get_crossed:
 * @self: a compiler
 * @table: index of a table
 * @crossed: (out): its factors
 *
 * Returns: whether it is crossed; validation has said what is wrong if not
 */
gboolean
sd_compiler_get_crossed (SdCompiler *self,
                         guint       table,
                         SdCrossed  *crossed)
{
  SdTable *home = self->tables[table].table;
  JsonObject *members = sd_table_get_crossed (home);
  JsonArray *factors = get_factors (self, table);
  guint64 product;

  if (factors == NULL || json_array_get_length (factors) == 0
      || json_array_get_length (factors) > SD_CROSSED_MAX)
    return FALSE;
  *crossed = (SdCrossed) {
    .n_factors = json_array_get_length (factors),
    .replicates = (guint64) CLAMP (sd_parameter_get_integer (members, "replicates", 1), 1,
                                   1000000000),
    .n_rows = sd_table_get_rows (home),
    .random = g_str_equal (sd_parameter_get_text (members, "order", "row"), "random"),
    .key = sd_key (sd_schema_get_seed (self->schema), sd_table_get_id (home), 0, SD_LANE_PLACE,
                   0),
  };
  product = read_sizes (self, table, factors, crossed);
  if (product > 0)
    fill_open (crossed, product,
               1 - CLAMP (sd_parameter_get_number (members, "left_out", 0), 0, 0.999999));
  crossed->n_cells = crossed->replicates;
  for (guint i = 0; i < crossed->n_factors; i++)
    if (__builtin_mul_overflow (crossed->n_cells, crossed->sizes[i], &crossed->n_cells))
      return FALSE;
  if (product == 0 || crossed->n_cells > G_MAXINT64 / 2 || crossed->n_rows > crossed->n_cells)
    return FALSE;
  if (crossed->random)
    sd_permutation_init (&crossed->order, MAX (crossed->n_cells, 1), crossed->key);
  return TRUE;
}

int
sd_compiler_find_factor (SdCompiler *self,
                         guint       table,
                         const char *column,
                         guint       relationship_id)
{
  JsonArray *factors = get_factors (self, table);

  for (guint i = 0; factors != NULL && i < json_array_get_length (factors); i++)
    {
      JsonObject *factor = get_factor (factors, i);
      const char *name = factor != NULL ? sd_parameter_get_text (factor, "column", NULL) : NULL;

      if (factor == NULL)
        continue;
      if (column != NULL ? name != NULL && g_str_equal (name, column)
                         : name == NULL && relationship_id > 0
                           && sd_parameter_get_integer (factor, "relationship", 0)
                              == relationship_id)
        return (int) i;
    }
  return -1;
}

/* Whether @key has all columns of the factor. */
static gboolean
has_factor (SdCompiler         *self,
            JsonObject         *factor,
            const char * const *key)
{
  const char *column = sd_parameter_get_text (factor, "column", NULL);
  SdRelationship *relationship;
  const char * const *foreign;

  if (column != NULL)
    return g_strv_contains (key, column);
  relationship = sd_schema_find_relationship_by_id
    (self->schema, (guint) sd_parameter_get_integer (factor, "relationship", 0));
  foreign = relationship != NULL ? sd_relationship_get_foreign_key (relationship) : NULL;
  for (guint i = 0; foreign != NULL && foreign[i] != NULL; i++)
    if (!g_strv_contains (key, foreign[i]))
      return FALSE;
  return foreign != NULL;
}

gboolean
sd_compiler_is_crossed_key (SdCompiler         *self,
                            guint               table,
                            const char * const *key)
{
  JsonArray *factors = get_factors (self, table);
  SdCrossed crossed;

  if (factors == NULL || !sd_compiler_get_crossed (self, table, &crossed)
      || crossed.replicates > 1)
    return FALSE;
  for (guint i = 0; i < crossed.n_factors; i++)
    if (!has_factor (self, get_factor (factors, i), key))
      return FALSE;
  return TRUE;
}
