/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Definitions. Names are quoted only where they must be, which is what people
 * type; one that is too long for the server is cut, and numbered when that makes
 * two the same.
 */

#include "sd-sql-schema-private.h"

#include "sd-calendar.h"
#include "sd-data-dictionary-private.h"
#include "sd-evaluator.h"
#include "sd-sql-type-private.h"

/* Characters. */
#define MAX_COMMENT 1000

struct _SdSqlSchema
{
  SdPlan             *plan;        /* borrowed */
  const SdSqlDialect *dialect;
  guint               n_tables;
  char              **tables;      /* as they stand in SQL */
  GPtrArray         **columns;
  guint8            **fractions;   /* of each table, per column; NULL when none */
  GPtrArray          *entries;     /* of the data dictionary */
};

/* @name, cut to what the server takes and different from all in @taken. */
static char *
fit_name (const SdSqlDialect *dialect,
          const char         *name,
          GHashTable         *taken)
{
  char *fitted = g_strndup (name, dialect->max_identifier);

  for (guint n = 2; !g_hash_table_add (taken, g_strdup (fitted)); n++)
    {
      g_autofree char *number = g_strdup_printf ("_%u", n);

      g_free (fitted);
      fitted = g_strndup (name, dialect->max_identifier - strlen (number));
      fitted = g_realloc (fitted, strlen (fitted) + strlen (number) + 1);
      strcat (fitted, number);
    }

  return fitted;
}

static gboolean
is_plain (const char *name)
{
  if (!g_ascii_islower (name[0]))
    return FALSE;

  for (const char *c = name; *c != '\0'; c++)
    if (!g_ascii_islower (*c) && !g_ascii_isdigit (*c) && *c != '_')
      return FALSE;

  return TRUE;
}

static char *
quote_name (const SdSqlDialect *dialect,
            const char         *name)
{
  GString *text;

  if (is_plain (name) && !sd_sql_dialect_is_reserved (dialect, name))
    return g_strdup (name);

  text = g_string_new (NULL);
  g_string_append_c (text, dialect->quote_open);
  for (const char *c = name; *c != '\0'; c++)
    {
      if (*c == dialect->quote_close)
        g_string_append_c (text, *c);
      g_string_append_c (text, *c);
    }
  g_string_append_c (text, dialect->quote_close);

  return g_string_free (text, FALSE);
}

static char *
fit_and_quote (const SdSqlDialect *dialect,
               const char         *name,
               GHashTable         *taken)
{
  g_autofree char *fitted = fit_name (dialect, name, taken);

  return quote_name (dialect, fitted);
}

static GHashTable *
name_set_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/* Values are whole seconds as a rule; the first batch shows whether they are
 * not. */
static guint8 *
find_fractions (SdPlan *plan,
                guint   table_index)
{
  const SdPlanTable *table = sd_plan_get_table (plan, table_index);
  g_autofree gboolean *wanted = g_new0 (gboolean, table->n_columns + 1);
  g_autoptr(SdEvaluator) evaluator = NULL;
  const SdBatch *batch;
  gboolean any = FALSE;
  guint8 *fractions;

  for (guint i = 0; i < table->n_columns; i++)
    {
      wanted[i] = table->columns[i].kind == SD_VECTOR_INT64
                  && (table->columns[i].type == SD_TYPE_TIME
                      || table->columns[i].type == SD_TYPE_TIMESTAMP);
      any |= wanted[i];
    }
  if (!any || table->n_rows == 0)
    return NULL;

  fractions = g_new0 (guint8, table->n_columns);
  evaluator = sd_evaluator_new (plan);
  batch = sd_evaluator_get_rows (evaluator, table_index, 0,
                                 MIN (table->n_rows, SD_BATCH_ROWS), wanted);
  for (guint i = 0; i < table->n_columns; i++)
    for (guint row = 0; wanted[i] && row < batch->n_rows; row++)
      if ((batch->columns[i]->null == NULL || !batch->columns[i]->null[row])
          && batch->columns[i]->i64[row] % (SD_USEC_PER_DAY / 86400) != 0)
        fractions[i] = TRUE;

  return fractions;
}

/* @plan has to outlive it. Evaluates the first rows where a type depends on
 * them. (transfer full) */
SdSqlSchema *
sd_sql_schema_new (SdPlan             *plan,
                   const SdSqlDialect *dialect)
{
  SdSqlSchema *self = g_new0 (SdSqlSchema, 1);
  g_autoptr(GHashTable) table_names = name_set_new ();

  self->plan = plan;
  self->dialect = dialect;
  self->n_tables = sd_plan_get_n_tables (plan);
  self->tables = g_new0 (char *, self->n_tables + 1);
  self->columns = g_new0 (GPtrArray *, self->n_tables);
  self->fractions = g_new0 (guint8 *, self->n_tables);
  self->entries = sd_data_dictionary_new (plan);
  for (guint i = 0; i < self->n_tables; i++)
    {
      const SdPlanTable *table = sd_plan_get_table (plan, i);
      g_autoptr(GHashTable) column_names = name_set_new ();

      self->tables[i] = fit_and_quote (dialect, table->name, table_names);
      self->columns[i] = g_ptr_array_new_with_free_func (g_free);
      for (guint j = 0; j < table->n_columns; j++)
        g_ptr_array_add (self->columns[i],
                         fit_and_quote (dialect, table->columns[j].name, column_names));
      if (*dialect->microseconds != '\0')
        self->fractions[i] = find_fractions (plan, i);
    }

  return self;
}

void
sd_sql_schema_free (SdSqlSchema *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i < self->n_tables; i++)
    {
      g_ptr_array_unref (self->columns[i]);
      g_free (self->fractions[i]);
    }
  g_strfreev (self->tables);
  g_free (self->columns);
  g_free (self->fractions);
  g_ptr_array_unref (self->entries);
  g_free (self);
}

/* The name of the table, quoted if it has to be. */
const char *
sd_sql_schema_get_table (const SdSqlSchema *self,
                         guint              table)
{
  return self->tables[table];
}

static const char *
get_column (const SdSqlSchema *self,
            guint              table,
            guint              column)
{
  return g_ptr_array_index (self->columns[table], column);
}

/* "a, b, c". (transfer full) */
char *
sd_sql_schema_list_columns (const SdSqlSchema *self,
                            guint              table)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->columns[table]->len; i++)
    {
      if (i > 0)
        g_string_append (text, ", ");
      g_string_append (text, get_column (self, table, i));
    }

  return g_string_free (text, FALSE);
}

static void
append_columns (const SdSqlSchema *self,
                GString           *out,
                guint              table,
                const guint       *columns,
                guint              n_columns)
{
  g_string_append (out, " (");
  for (guint i = 0; i < n_columns; i++)
    {
      if (i > 0)
        g_string_append (out, ", ");
      g_string_append (out, get_column (self, table, columns[i]));
    }
  g_string_append_c (out, ')');
}

static void
append_literal (GString           *out,
                const SdTextRules *rules,
                const char        *text)
{
  SdTextBuffer literal;

  sd_text_buffer_init (&literal, 256);
  rules->write (rules, &literal, text, strlen (text));
  g_string_append_len (out, literal.data, literal.length);
  sd_text_buffer_clear (&literal);
}

/* Whether a NOT NULL column can nevertheless hold what the server takes for
 * NULL: in Oracle, the empty text. */
static gboolean
may_read_as_null (const SdSqlSchema  *self,
                  const SdPlanColumn *column)
{
  if (!self->dialect->empty_is_null || column->dictionary == NULL)
    return FALSE;

  for (guint i = 0; i < column->dictionary->n; i++)
    if (column->dictionary->entries[i].length == 0)
      return TRUE;

  return FALSE;
}

static gboolean
is_whole_primary_key (const SdPlanTable *table,
                      guint              column)
{
  return table->n_primary_key == 1 && table->primary_key[0] == column;
}

static gboolean
in_primary_key (const SdPlanTable *table,
                guint              column)
{
  for (guint i = 0; i < table->n_primary_key; i++)
    if (table->primary_key[i] == column)
      return TRUE;

  return FALSE;
}

static void
append_column (const SdSqlSchema *self,
               GString           *out,
               guint              table_index,
               guint              index)
{
  const SdPlanTable *table = sd_plan_get_table (self->plan, table_index);
  const SdPlanColumn *column = &table->columns[index];
  gboolean fractions = self->fractions[table_index] != NULL
                       && self->fractions[table_index][index];

  g_string_append_printf (out, "  %s ", get_column (self, table_index, index));
  sd_sql_append_type (out, self->dialect, self->plan, table_index, index, fractions);
  if (in_primary_key (table, index)
      || (!column->nullable && !may_read_as_null (self, column)))
    g_string_append (out, " NOT NULL");
}

static gboolean
has_unique_constraint (const SdSqlSchema *self,
                       const SdPlanTable *table,
                       guint              column)
{
  return table->columns[column].unique && !is_whole_primary_key (table, column)
         && !(self->dialect->unique_one_null && table->columns[column].nullable);
}

/* Whether columns that a foreign key refers to are a key already. */
static gboolean
is_declared_key (const SdPlanTable      *parent,
                 const SdPlanForeignKey *key)
{
  if (key->n_columns == 1 && parent->columns[key->parent_columns[0]].unique)
    return TRUE;
  if (key->n_columns != parent->n_primary_key)
    return FALSE;

  return memcmp (key->parent_columns, parent->primary_key,
                 key->n_columns * sizeof *key->parent_columns) == 0;
}

/* A column of a key that is in no later one. */
static guint
get_own_column (const SdPlanTable *table,
                guint              key)
{
  for (guint i = 0; i < table->foreign_keys[key].n_columns; i++)
    if (table->columns[table->foreign_keys[key].columns[i]].foreign_key == (int) key)
      return table->foreign_keys[key].columns[i];

  return table->foreign_keys[key].columns[0];
}

/* That exactly one of several keys is set. */
static void
append_one_of (const SdSqlSchema *self,
               GString           *out,
               guint              table_index)
{
  const SdPlanTable *table = sd_plan_get_table (self->plan, table_index);
  g_autoptr(GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < table->n_foreign_keys; i++)
    {
      guint group = table->foreign_keys[i].one_of;

      if (group == 0 || !g_hash_table_add (seen, GUINT_TO_POINTER (group)))
        continue;
      g_string_append (out, ",\n  CHECK (");
      for (guint j = i; j < table->n_foreign_keys; j++)
        if (table->foreign_keys[j].one_of == group)
          g_string_append_printf (out, "%sCASE WHEN %s IS NULL THEN 0 ELSE 1 END",
                                  j == i ? "" : " + ",
                                  get_column (self, table_index, get_own_column (table, j)));
      g_string_append (out, " = 1)");
    }
}

static void
append_keys (const SdSqlSchema *self,
             GString           *out,
             guint              table_index)
{
  const SdPlanTable *table = sd_plan_get_table (self->plan, table_index);
  g_autoptr(GHashTable) seen = name_set_new ();

  if (table->n_primary_key > 0)
    {
      g_string_append (out, ",\n  PRIMARY KEY");
      append_columns (self, out, table_index, table->primary_key, table->n_primary_key);
    }

  for (guint i = 0; i < table->n_columns; i++)
    if (has_unique_constraint (self, table, i))
      g_string_append_printf (out, ",\n  UNIQUE (%s)", get_column (self, table_index, i));

  for (guint i = 0; i < self->n_tables; i++)
    for (guint j = 0; j < sd_plan_get_table (self->plan, i)->n_foreign_keys; j++)
      {
        const SdPlanForeignKey *key = &sd_plan_get_table (self->plan, i)->foreign_keys[j];
        g_autoptr(GString) columns = g_string_new (NULL);

        if (key->parent_table != table_index || key->broken || is_declared_key (table, key))
          continue;

        append_columns (self, columns, table_index, key->parent_columns, key->n_columns);
        if (g_hash_table_add (seen, g_strdup (columns->str)))
          g_string_append_printf (out, ",\n  UNIQUE%s", columns->str);
      }

  append_one_of (self, out, table_index);
}

static void
append_reference (const SdSqlSchema      *self,
                  GString                *out,
                  guint                   table,
                  const SdPlanForeignKey *key)
{
  g_string_append (out, "FOREIGN KEY");
  append_columns (self, out, table, key->columns, key->n_columns);
  g_string_append_printf (out, " REFERENCES %s", self->tables[key->parent_table]);
  append_columns (self, out, key->parent_table, key->parent_columns, key->n_columns);
  if (key->circular)
    g_string_append (out, self->dialect->circular);
}

/* Cut to what MySQL takes for a column, the least of all. */
static char *
describe (const SdSqlSchema *self,
          guint              table,
          int                column)
{
  guint entry = column + 1;
  g_autofree char *text = NULL;

  for (guint i = 0; i < table; i++)
    entry += sd_plan_get_table (self->plan, i)->n_columns + 1;

  text = sd_data_dictionary_describe (g_ptr_array_index (self->entries, entry));
  return g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), MAX_COMMENT));
}

static void
append_inline_comment (const SdSqlSchema *self,
                       GString           *out,
                       guint              table,
                       int                column,
                       const SdTextRules *rules)
{
  g_autofree char *text = describe (self, table, column);

  if (*text == '\0')
    return;

  g_string_append (out, " COMMENT ");
  append_literal (out, rules, text);
}

/* What is not declared because the data is messy, inside the statement, so that
 * a database keeps it where it keeps statements. */
static void
append_dropped (GString           *out,
                const SdPlanTable *table)
{
  for (guint i = 0; i < table->n_dropped; i++)
    {
      g_autofree char *text = g_strdup (table->dropped[i]);
      g_auto(GStrv) parts = NULL;
      g_autofree char *harmless = NULL;

      for (char *c = text; *c != '\0'; c++)
        if ((guint8) *c < 0x20 || *c == '\'' || *c == ';')
          *c = ' ';
      parts = g_strsplit (text, "$(", -1);
      harmless = g_strjoinv ("$ (", parts);
      g_string_append_printf (out, "  -- Not declared: %s\n", harmless);
    }
}

/* CREATE TABLE, ended. @comments (nullable): the rules of literals, when the
 * data dictionary is wanted; it counts where comments stand inside. */
void
sd_sql_schema_append_create (const SdSqlSchema *self,
                             GString           *out,
                             guint              table_index,
                             const SdTextRules *comments)
{
  const SdPlanTable *table = sd_plan_get_table (self->plan, table_index);

  if (self->dialect->comments != SD_SQL_COMMENTS_INLINE)
    comments = NULL;

  g_string_append_printf (out, "CREATE TABLE %s (\n", self->tables[table_index]);
  append_dropped (out, table);
  for (guint i = 0; i < table->n_columns; i++)
    {
      if (i > 0)
        g_string_append (out, ",\n");
      append_column (self, out, table_index, i);
      if (comments != NULL)
        append_inline_comment (self, out, table_index, i, comments);
    }

  append_keys (self, out, table_index);
  for (guint i = 0; self->dialect->keys_inside && i < table->n_foreign_keys; i++)
    {
      if (table->foreign_keys[i].broken)
        continue;
      g_string_append (out, ",\n  ");
      append_reference (self, out, table_index, &table->foreign_keys[i]);
    }

  g_string_append_printf (out, "\n)%s", self->dialect->table_options);
  if (comments != NULL)
    append_inline_comment (self, out, table_index, -1, comments);
  g_string_append (out, self->dialect->separator);
}

static char *
name_constraint (const SdSqlSchema *self,
                 GHashTable        *taken,
                 const char        *kind,
                 guint              table,
                 guint              column)
{
  const SdPlanTable *plan_table = sd_plan_get_table (self->plan, table);
  g_autofree char *name = g_strdup_printf ("%s_%s_%s", kind, plan_table->name,
                                           plan_table->columns[column].name);

  return fit_and_quote (self->dialect, name, taken);
}

/* The tables of an earlier run, children first. */
void
sd_sql_schema_append_drops (const SdSqlSchema *self,
                            GString           *out)
{
  const guint *order = sd_plan_get_load_order (self->plan);
  g_autoptr(GHashTable) taken = name_set_new ();

  for (guint i = 0; self->dialect->drops_keys && i < self->n_tables; i++)
    {
      const SdPlanTable *table = sd_plan_get_table (self->plan, i);

      for (guint j = 0; j < table->n_foreign_keys; j++)
        {
          g_autofree char *name = name_constraint (self, taken, "fk", i,
                                                   table->foreign_keys[j].columns[0]);

          g_string_append_printf (out, "IF OBJECT_ID(N'%s', N'U') IS NOT NULL "
                                       "ALTER TABLE %s DROP CONSTRAINT IF EXISTS %s%s",
                                  self->tables[i], self->tables[i], name,
                                  self->dialect->separator);
        }
    }

  for (guint i = self->n_tables; i > 0; i--)
    g_string_append_printf (out, "%s%s%s", self->dialect->drop_before,
                            self->tables[order[i - 1]], self->dialect->drop_after);
}

/* What is declared once the rows are there: foreign keys, and unique columns
 * with NULL where UNIQUE would take but one. */
void
sd_sql_schema_append_constraints (const SdSqlSchema *self,
                                  GString           *out)
{
  g_autoptr(GHashTable) taken = name_set_new ();

  for (guint i = 0; i < self->n_tables; i++)
    {
      const SdPlanTable *table = sd_plan_get_table (self->plan, i);

      for (guint j = 0; !self->dialect->keys_inside && j < table->n_foreign_keys; j++)
        {
          g_autofree char *name = name_constraint (self, taken, "fk", i,
                                                   table->foreign_keys[j].columns[0]);

          if (table->foreign_keys[j].broken)
            continue;
          g_string_append_printf (out, "ALTER TABLE %s ADD CONSTRAINT %s ", self->tables[i], name);
          append_reference (self, out, i, &table->foreign_keys[j]);
          g_string_append (out, self->dialect->separator);
        }

      for (guint j = 0; j < table->n_columns; j++)
        if (table->columns[j].unique && !is_whole_primary_key (table, j)
            && !has_unique_constraint (self, table, j))
          {
            g_autofree char *name = name_constraint (self, taken, "uq", i, j);

            g_string_append_printf (out, "CREATE UNIQUE INDEX %s ON %s (%s) "
                                         "WHERE %s IS NOT NULL%s",
                                    name, self->tables[i], get_column (self, i, j),
                                    get_column (self, i, j), self->dialect->separator);
          }
    }
}

static void
append_comment_on (const SdSqlSchema *self,
                   GString           *out,
                   guint              table,
                   int                column,
                   const SdTextRules *rules)
{
  g_autofree char *text = describe (self, table, column);

  if (*text == '\0')
    return;

  if (column < 0)
    g_string_append_printf (out, "COMMENT ON TABLE %s IS ", self->tables[table]);
  else
    g_string_append_printf (out, "COMMENT ON COLUMN %s.%s IS ", self->tables[table],
                            get_column (self, table, column));
  append_literal (out, rules, text);
  g_string_append (out, self->dialect->separator);
}

static void
append_comment_line (const SdSqlSchema *self,
                     GString           *out,
                     guint              table,
                     int                column)
{
  const SdPlanTable *plan_table = sd_plan_get_table (self->plan, table);
  g_autofree char *text = describe (self, table, column);
  g_auto(GStrv) parts = g_strsplit (text, "$(", -1);
  g_autofree char *harmless = g_strjoinv ("$ (", parts);

  if (*text == '\0')
    return;

  g_string_append_printf (out, "-- %s%s%s: %s\n", plan_table->name, column < 0 ? "" : ".",
                          column < 0 ? "" : plan_table->columns[column].name, harmless);
}

/* The data dictionary, where it does not stand inside CREATE TABLE: statements,
 * or a block of comments. */
void
sd_sql_schema_append_comments (const SdSqlSchema *self,
                               GString           *out,
                               const SdTextRules *rules)
{
  if (self->dialect->comments == SD_SQL_COMMENTS_INLINE)
    return;

  for (guint i = 0; i < self->n_tables; i++)
    for (int j = -1; j < (int) sd_plan_get_table (self->plan, i)->n_columns; j++)
      {
        if (self->dialect->comments == SD_SQL_COMMENTS_ON)
          append_comment_on (self, out, i, j, rules);
        else
          append_comment_line (self, out, i, j);
      }
}
