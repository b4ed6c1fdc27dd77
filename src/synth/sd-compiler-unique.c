/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Columns and keys that must not repeat: which generators can promise it. What
 * cannot be promised is a finding; no value is ever looked up in a set of those
 * used before.
 */

#define G_LOG_DOMAIN "sd-compiler-unique"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sd-compiler-crossed-private.h"
#include "sd-compiler-private.h"
#include "sd-generator-info.h"
#include "sd-literal-private.h"

typedef enum
{
  UNIQUE_NEVER,
  UNIQUE_WHEN_ASKED,  /* honours the column's flag, or says why it cannot */
  UNIQUE_ALWAYS,
} Promise;

typedef struct
{
  const char *generator;
  Promise     promise;
} GeneratorPromise;

/* Generators that are not here never promise anything by themselves. */
static const GeneratorPromise promises[] = {
  { "category", UNIQUE_WHEN_ASKED },
  { "date", UNIQUE_WHEN_ASKED },
  { "number", UNIQUE_WHEN_ASKED },
  { "pattern", UNIQUE_WHEN_ASKED },
  { "semantic", UNIQUE_WHEN_ASKED },
  { "sequence", UNIQUE_ALWAYS },
  { "template", UNIQUE_WHEN_ASKED },
  { "uuid", UNIQUE_ALWAYS },
};

static Promise
get_promise (SdColumn *column)
{
  const char *generator = sd_column_get_generator (column);

  for (guint i = 0; i < G_N_ELEMENTS (promises); i++)
    if (g_str_equal (generator, promises[i].generator))
      /* Only text can be told apart by a number. */
      return g_str_equal (generator, "semantic")
             && sd_column_get_column_type (column) != SD_TYPE_TEXT
               ? UNIQUE_NEVER : promises[i].promise;
  return UNIQUE_NEVER;
}

static gboolean
values_repeat (SdColumn *column)
{
  JsonArray *values = sd_parameter_get_list (sd_column_get_parameters (column), "values");
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; values != NULL && i < json_array_get_length (values); i++)
    {
      char *text = sd_literal_to_text (json_array_get_element (values, i));

      if (text != NULL && !g_hash_table_add (seen, text))
        return TRUE;
    }
  return FALSE;
}

static gboolean is_distinct (SdTable *table, SdColumn *column);

/* A template that writes out a distinct column is distinct itself. */
static gboolean
template_is_distinct (SdTable  *table,
                      SdColumn *column)
{
  const char *template = sd_parameter_get_text (sd_column_get_parameters (column), "template", "");

  for (guint i = 0; i < sd_table_get_n_columns (table); i++)
    {
      SdColumn *other = sd_table_get_column (table, i);
      g_autofree char *whole = g_strdup_printf ("{%s}", sd_column_get_name (other));

      if (other != column && strstr (template, whole) != NULL
          && !g_str_equal (sd_column_get_generator (other), "template")
          && is_distinct (table, other))
        return TRUE;
    }
  return FALSE;
}

/* A regular grid that begins at one moment; @within: the parent whose rows it
 * counts, NULL for those of the table. */
static gboolean
is_grid (SdColumn    *column,
         const char **within)
{
  JsonObject *parameters = sd_column_get_parameters (column);
  const char *generator = sd_column_get_generator (column);

  *within = sd_parameter_get_text (parameters, "within", NULL);
  return (g_str_equal (generator, "date") || g_str_equal (generator, "timestamp"))
         && g_str_equal (sd_parameter_get_text (parameters, "order", ""), "grid")
         && sd_parameter_get_text (parameters, "after", NULL) == NULL;
}

static gboolean
is_distinct (SdTable  *table,
             SdColumn *column)
{
  const char *generator = sd_column_get_generator (column);
  const char *within;

  if (is_grid (column, &within) && within == NULL)
    return TRUE;
  if (g_str_equal (generator, "values"))
    return !values_repeat (column);
  if (g_str_equal (generator, "template") && template_is_distinct (table, column))
    return TRUE;
  /* A unique foreign key has at most one child per parent (the links see to
   * it). */
  if (g_str_equal (generator, "reference"))
    return TRUE;
  return get_promise (column) == UNIQUE_ALWAYS
         || (get_promise (column) == UNIQUE_WHEN_ASKED && sd_column_get_unique (column));
}

static void
report_column (SdCompiler *self,
               SdTable    *table,
               SdColumn   *column,
               gboolean    is_key)
{
  g_autofree char *place = g_strdup_printf ("%s.%s", sd_table_get_name (table),
                                            sd_column_get_name (column));
  SdFinding *finding =
    sd_finding_new (SD_SEVERITY_ERROR, "unique-not-ensured", sd_column_get_id (column), place,
                    is_key ? _("The primary key’s values may repeat.")
                           : _("These values may repeat, so the column cannot be unique."));

  if (get_promise (column) == UNIQUE_WHEN_ASKED)
    sd_finding_add_fix (finding, sd_column_get_id (column), "unique",
                        json_node_init_boolean (json_node_alloc (), TRUE),
                        _("Make the values unique"));
  else if (!is_key)
    sd_finding_add_fix (finding, sd_column_get_id (column), "unique",
                        json_node_init_boolean (json_node_alloc (), FALSE),
                        _("Allow repeated values"));
  sd_compiler_add_finding (self, finding);
}

static gboolean
is_pair_distinct (SdCompiler *self,
                  SdTable    *table,
                  SdColumn   *a,
                  SdColumn   *b)
{
  SdRelationship *first = sd_schema_find_relationship (self->schema, table,
                                                       sd_column_get_name (a));
  SdRelationship *second = sd_schema_find_relationship (self->schema, table,
                                                        sd_column_get_name (b));
  const char *within;

  if (first != NULL && second != NULL)
    return sd_relationship_get_distinct_within (second) == sd_relationship_get_id (first);
  if (first != NULL && is_grid (b, &within) && within != NULL)
    return g_str_equal (within, sd_column_get_name (a))
           || g_str_equal (within, sd_relationship_get_parent_table (first));
  if (first != NULL && g_str_equal (sd_column_get_generator (b), "ordinal"))
    return g_str_equal (sd_parameter_get_text (sd_column_get_parameters (b), "parent", ""),
                        sd_relationship_get_parent_table (first));
  return FALSE;
}

/* A composite key holds when one column is distinct by itself, or a pair is. */
static gboolean
is_key_distinct (SdCompiler         *self,
                 SdTable            *table,
                 const char * const *key)
{
  for (guint i = 0; key[i] != NULL; i++)
    {
      SdColumn *column = sd_table_find_column (table, key[i]);

      if (!g_str_equal (sd_column_get_generator (column), "reference")
          && is_distinct (table, column))
        return TRUE;
      for (guint k = 0; key[k] != NULL; k++)
        if (k != i && is_pair_distinct (self, table, column,
                                        sd_table_find_column (table, key[k])))
          return TRUE;
    }
  return FALSE;
}

/* The whole primary key is one foreign key, of which no parent has two rows (the
 * links see to it). */
static gboolean
is_twin_key (SdCompiler         *self,
             SdTable            *table,
             const char * const *key)
{
  SdRelationship *relationship = sd_schema_find_relationship (self->schema, table, key[0]);
  const char * const *foreign = relationship != NULL
                                ? sd_relationship_get_foreign_key (relationship) : NULL;
  guint n = 0;

  for (; foreign != NULL && foreign[n] != NULL; n++)
    if (!g_strv_contains (key, foreign[n]))
      return FALSE;
  return n > 0 && g_strv_length ((char **) key) == n;
}

static void
check_key (SdCompiler *self,
           guint       index)
{
  SdTable *table = self->tables[index].table;
  const char * const *key = sd_table_get_primary_key (table);

  if (key == NULL || key[0] == NULL)
    return;
  if (key[1] == NULL)
    {
      SdColumn *column = sd_table_find_column (table, key[0]);

      if (!is_distinct (table, column))
        report_column (self, table, column, TRUE);
    }
  else if (!is_key_distinct (self, table, key) && !is_twin_key (self, table, key)
           && !sd_compiler_is_crossed_key (self, index, key))
    sd_compiler_add_finding (self,
                             sd_finding_new (SD_SEVERITY_WARNING, "key-not-ensured",
                                             sd_table_get_id (table), sd_table_get_name (table),
                                             _("Nothing ensures that the primary key’s columns "
                                               "differ together from row to row.")));
}

/**
 * sd_compiler_check_unique:
 *
 * Adds a finding for each unique column and primary key whose values may
 * repeat.
 */
void
sd_compiler_check_unique (SdCompiler *self)
{
  for (guint t = 0; t < self->plan->n_tables; t++)
    {
      SdTable *table = self->tables[t].table;

      if (sd_table_get_rows (table) < 2)
        continue;
      for (guint c = 0; c < sd_table_get_n_columns (table); c++)
        {
          SdColumn *column = sd_table_get_column (table, c);

          if (sd_column_get_unique (column) && !is_distinct (table, column))
            report_column (self, table, column, FALSE);
        }
      check_key (self, t);
    }
}
