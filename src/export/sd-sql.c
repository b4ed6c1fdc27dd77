/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* An SQL script: definitions, rows in load order, and what can only be declared
 * once they are there. Statements of several rows begin at fixed row numbers, so
 * that shards fit together.
 */

#include "sd-sql-schema-private.h"
#include "sd-sql-type-private.h"
#include "sd-text-script-private.h"

/* What is assumed of a text whose length is not known. */
#define UNKNOWN_TEXT_BYTES 65536

/* Bytes of a row from which on a client that reads no long lines gets one value
 * a line. */
#define LONG_ROW 1500

typedef struct
{
  SdSqlSchema           *schema;
  const SdSqlDialect    *dialect;
  SdPlan                *plan;
  const SdExportOptions *options;
  SdTextRules           *literals;
  SdCellCache           *cache;
} Builder;

/* Replacements that depend on the dialect, kept as long as the rules. */
typedef struct
{
  SdTextRules         rules;
  const SdSqlDialect *dialect;
  char               *breaks[2];
  char               *dollar;
} LiteralRules;

static void
append_piece (const SdTextRules *rules,
              SdTextBuffer      *out,
              const char        *text,
              gsize              n)
{
  const LiteralRules *self = (const LiteralRules *) rules;
  gsize start = 0;

  for (gsize i = 0; self->dialect->splits_variables && i + 1 < n; i++)
    if (text[i] == '$' && text[i + 1] == '(')
      {
        sd_text_rules_append_escaped (rules, out, text + start, i - start);
        sd_text_buffer_append_string (out, self->dollar);
        start = i + 1;
      }

  sd_text_rules_append_escaped (rules, out, text + start, n - start);
}

static gsize
cut_piece (const char *text,
           gsize       n,
           gsize       max)
{
  if (n <= max)
    return n;

  while (max > 1 && ((guint8) text[max] & 0xc0) == 0x80)
    max--;

  return max;
}

static void
write_long_literal (const SdTextRules *rules,
                    SdTextBuffer      *out,
                    const char        *text,
                    gsize              n)
{
  const SdSqlDialect *dialect = ((const LiteralRules *) rules)->dialect;

  while (n > 0)
    {
      gsize length = cut_piece (text, n, dialect->max_literal);

      sd_text_buffer_append_string (out, dialect->long_open);
      append_piece (rules, out, text, length);
      sd_text_buffer_append_string (out, dialect->long_close);
      text += length;
      n -= length;
      if (n > 0)
        {
          sd_text_buffer_append_string (out, dialect->concatenate);
          sd_text_buffer_append_string (out, "\n");
        }
    }
}

static void
write_literal (const SdTextRules *rules,
               SdTextBuffer      *out,
               const char        *text,
               gsize              n)
{
  const SdSqlDialect *dialect = ((const LiteralRules *) rules)->dialect;

  if (dialect->max_literal != 0 && n > dialect->max_literal)
    {
      write_long_literal (rules, out, text, n);
      return;
    }

  sd_text_buffer_append_string (out, dialect->text_open);
  append_piece (rules, out, text, n);
  sd_text_buffer_append_string (out, "'");
}

static void
literal_rules_free (gpointer data)
{
  LiteralRules *self = data;

  g_free (self->breaks[0]);
  g_free (self->breaks[1]);
  g_free (self->dollar);
  g_free (self);
}

/* Clients that read line by line spoil line ends in literals. */
static void
set_breaks (LiteralRules *self)
{
  const SdSqlDialect *dialect = self->dialect;
  const char *line = dialect->short_lines ? "\n" : "";

  for (guint i = 0; dialect->breaks[i] != '\0'; i++)
    {
      guint8 code = dialect->breaks[i];

      self->breaks[i] = g_strdup_printf ("'%s%s(%d)%s%s%s", dialect->concatenate,
                                         dialect->character, code, dialect->concatenate, line,
                                         dialect->text_open);
      self->rules.replacement[code] = self->breaks[i];
    }
}

static LiteralRules *
literal_rules_new (const SdSqlDialect *dialect)
{
  LiteralRules *self = g_new0 (LiteralRules, 1);
  g_autoptr(GString) special = g_string_new ("'");

  self->dialect = dialect;
  if (dialect->backslash)
    g_string_append (special, "\\\n\r\032");
  if (dialect->breaks != NULL)
    g_string_append (special, dialect->breaks);
  if (dialect->splits_variables)
    g_string_append (special, "$");

  sd_text_rules_init (&self->rules, dialect->text_open, "'", special->str, 1);
  self->rules.write = write_literal;
  self->rules.empty_is_plain = TRUE;
  self->rules.max_plain = dialect->max_literal != 0 ? dialect->max_literal : G_MAXSIZE;
  self->rules.replacement['\''] = "''";
  /* No server stores a NUL in text. */
  self->rules.replacement[0] = "\357\277\275";
  if (dialect->backslash)
    {
      self->rules.replacement['\\'] = "\\\\";
      self->rules.replacement['\n'] = "\\n";
      self->rules.replacement['\r'] = "\\r";
      self->rules.replacement['\032'] = "\\Z";
    }
  if (dialect->breaks != NULL)
    {
      set_breaks (self);
      self->dollar = g_strdup_printf ("$'%s%s", dialect->concatenate, dialect->text_open);
    }

  return self;
}

static void
write_copy_text (const SdTextRules *rules,
                 SdTextBuffer      *out,
                 const char        *text,
                 gsize              n)
{
  sd_text_rules_append_escaped (rules, out, text, n);
}

/* PostgreSQL's text format of COPY. */
static void
copy_rules_init (SdTextRules *rules)
{
  sd_text_rules_init (rules, "", "", "\\\t\n\r", 1);
  rules->write = write_copy_text;
  rules->empty_is_plain = TRUE;
  rules->replacement[0] = "\357\277\275";
  rules->replacement['\\'] = "\\\\";
  rules->replacement['\t'] = "\\t";
  rules->replacement['\n'] = "\\n";
  rules->replacement['\r'] = "\\r";
}

static gboolean
uses_copy (const SdExportOptions *options)
{
  return options->sql.dialect == SD_DIALECT_POSTGRESQL && options->sql.copy;
}

static gsize
get_value_bound (const SdPlanColumn *column)
{
  guint length;

  if (column->kind != SD_VECTOR_CODE && column->kind != SD_VECTOR_TEXT && !column->as_text)
    return 64;

  /* Four bytes a character, each of which may be escaped. */
  length = sd_sql_get_max_length (column);
  return length != 0 ? (gsize) length * 8 + 32 : UNKNOWN_TEXT_BYTES;
}

static gsize
get_row_bound (const SdPlanTable *table)
{
  gsize bound = 16;

  for (guint i = 0; i < table->n_columns; i++)
    bound += get_value_bound (&table->columns[i]);

  return bound;
}

static guint64
get_rows_per_insert (const Builder     *self,
                     const SdPlanTable *table)
{
  guint64 rows = MAX (self->options->sql.rows_per_insert, 1);

  if (self->dialect->max_rows != 0)
    rows = MIN (rows, self->dialect->max_rows);

  return CLAMP (rows, 1, MAX (self->dialect->max_statement / get_row_bound (table), 1));
}

static SdCellFrame
get_cell_frame (const Builder      *self,
                const SdPlanColumn *column)
{
  const SdSqlDialect *dialect = self->dialect;
  SdCellFrame frame = {
    .mark = '.',
    .separator = dialect->timestamp_separator,
    .true_text = dialect->true_text,
    .false_text = dialect->false_text,
    .trail = "'",
  };

  if (column->as_text && column->kind != SD_VECTOR_CODE && column->kind != SD_VECTOR_TEXT)
    {
      frame.lead = dialect->text_open;
      frame.true_text = "true";
      frame.false_text = "false";
    }
  else if (column->kind == SD_VECTOR_UUID)
    frame.lead = "'";
  else if (column->kind == SD_VECTOR_INT64 && column->type == SD_TYPE_DATE)
    frame.lead = dialect->date_open;
  else if (column->kind == SD_VECTOR_INT64 && column->type == SD_TYPE_TIME)
    frame.lead = dialect->time_open;
  else if (column->kind == SD_VECTOR_INT64 && column->type == SD_TYPE_TIMESTAMP)
    frame.lead = dialect->timestamp_open;
  else if (column->kind == SD_VECTOR_DOUBLE)
    frame.trail = dialect->real_suffix;
  else
    frame.trail = NULL;

  return frame;
}

static SdRowEncoder *
create_insert_encoder (const Builder *self,
                       guint          table_index,
                       guint64        n_rows)
{
  const SdPlanTable *table = sd_plan_get_table (self->plan, table_index);
  const char *name = sd_sql_schema_get_table (self->schema, table_index);
  g_autofree char *columns = sd_sql_schema_list_columns (self->schema, table_index);
  guint64 group = get_rows_per_insert (self, table);
  gboolean narrow = self->dialect->short_lines && get_row_bound (table) > LONG_ROW;
  g_autofree char *open = g_strdup_printf ("INSERT INTO %s (%s) VALUES%s(", name, columns,
                                           group == 1 ? " " : "\n");
  g_autofree char *first = g_strdup_printf ("-- %s\n%s", name, open);
  g_autofree char *close = g_strconcat (")", self->dialect->separator, NULL);
  g_autofree char *last = g_strconcat (close, "\n", NULL);
  SdRowFrame frame = { first, open, ",\n(", ")", close, last, group };
  SdRowEncoder *encoder = sd_row_encoder_new (table, table_index, n_rows, &frame, self->cache);

  for (guint i = 0; i < table->n_columns; i++)
    {
      SdCellFrame cell = get_cell_frame (self, &table->columns[i]);
      const char *comma = i == 0 ? "" : narrow ? ",\n" : ", ";
      g_autofree char *lead = g_strconcat (comma, cell.lead, NULL);
      g_autofree char *null_cell = g_strconcat (comma, "NULL", NULL);

      cell.lead = lead;
      cell.text_lead = comma;
      cell.null_cell = null_cell;
      sd_row_encoder_add_column (encoder, i, &cell);
    }

  return encoder;
}

static SdRowEncoder *
create_copy_encoder (const Builder *self,
                     guint          table_index,
                     guint64        n_rows)
{
  const SdPlanTable *table = sd_plan_get_table (self->plan, table_index);
  g_autofree char *columns = sd_sql_schema_list_columns (self->schema, table_index);
  g_autofree char *first = g_strdup_printf ("COPY %s (%s) FROM stdin;\n",
                                            sd_sql_schema_get_table (self->schema, table_index),
                                            columns);
  SdRowFrame frame = { first, NULL, NULL, "\n", NULL, "\n\\.\n\n", G_MAXUINT64 };
  SdRowEncoder *encoder = sd_row_encoder_new (table, table_index, n_rows, &frame, self->cache);

  for (guint i = 0; i < table->n_columns; i++)
    sd_row_encoder_add_column (encoder, i, &(SdCellFrame) {
      .lead = i > 0 ? "\t" : "",
      .text_lead = i > 0 ? "\t" : "",
      .null_cell = i > 0 ? "\t\\N" : "\\N",
      .mark = '.',
      .separator = ' ',
      .true_text = table->columns[i].as_text ? "true" : "t",
      .false_text = table->columns[i].as_text ? "false" : "f",
    });

  return encoder;
}

static SdRowEncoder *
create_encoder (const Builder *self,
                guint          table,
                guint64        n_rows)
{
  return uses_copy (self->options) ? create_copy_encoder (self, table, n_rows)
                                   : create_insert_encoder (self, table, n_rows);
}

static void
append_title (GString *out,
              SdPlan  *plan)
{
  g_autofree char *title = g_strdelimit (g_strdup (sd_plan_get_title (plan)), "\r\n$", ' ');

  g_string_append_printf (out, "-- %s\n", *title != '\0' ? title : sd_plan_get_name (plan));
}

static char *
create_head (const Builder *self)
{
  const SdSqlOptions *sql = &self->options->sql;
  const guint *order = sd_plan_get_load_order (self->plan);
  gboolean dictionary = self->options->dictionary;
  GString *out = g_string_new (NULL);

  append_title (out, self->plan);
  if (dictionary && self->dialect->comments == SD_SQL_COMMENTS_BLOCK)
    sd_sql_schema_append_comments (self->schema, out, self->literals);
  g_string_append_printf (out, "\n%s", self->dialect->head);
  if (!self->dialect->definitions_commit)
    g_string_append (out, self->dialect->begin);
  g_string_append_c (out, '\n');

  if (sql->drop)
    {
      sd_sql_schema_append_drops (self->schema, out);
      g_string_append_c (out, '\n');
    }
  for (guint i = 0; sql->create && i < sd_plan_get_n_tables (self->plan); i++)
    {
      sd_sql_schema_append_create (self->schema, out, order[i],
                                   dictionary ? self->literals : NULL);
      g_string_append_c (out, '\n');
    }
  if (dictionary && self->dialect->comments == SD_SQL_COMMENTS_ON)
    {
      sd_sql_schema_append_comments (self->schema, out, self->literals);
      g_string_append_c (out, '\n');
    }

  if (self->dialect->definitions_commit)
    g_string_append (out, self->dialect->begin);

  return g_string_free (out, FALSE);
}

static char *
create_tail (const Builder *self)
{
  GString *out = g_string_new (NULL);

  if (self->dialect->definitions_commit)
    g_string_append (out, self->dialect->commit);
  if (self->options->sql.create)
    sd_sql_schema_append_constraints (self->schema, out);
  if (!self->dialect->definitions_commit)
    g_string_append (out, self->dialect->commit);
  g_string_append (out, self->dialect->tail);

  return g_string_free (out, FALSE);
}

static void
add_one_table (const Builder       *self,
               SdTextScript        *script,
               const SdExportScope *scope)
{
  guint64 last = MIN (scope->last, sd_plan_get_table (self->plan, scope->table)->n_rows);

  if (self->options->sql.create)
    {
      GString *create = g_string_new (NULL);

      sd_sql_schema_append_create (self->schema, create, scope->table,
                                   self->options->dictionary ? self->literals : NULL);
      g_string_append_c (create, '\n');
      sd_text_script_add_text (script, g_string_free (create, FALSE));
    }

  sd_text_script_add_rows (script, create_encoder (self, scope->table, last), scope->first, last);
}

static void
add_all_tables (const Builder       *self,
                SdTextScript        *script,
                const SdExportScope *scope)
{
  const guint *order = sd_plan_get_load_order (self->plan);
  guint64 n_rows = 0;
  guint64 before = 0;
  guint64 first, last;

  for (guint i = 0; i < sd_plan_get_n_tables (self->plan); i++)
    n_rows += sd_plan_get_table (self->plan, i)->n_rows;
  first = sd_shard_boundary (n_rows, scope->shard - 1, scope->n_shards);
  last = sd_shard_boundary (n_rows, scope->shard, scope->n_shards);

  if (scope->shard == 1)
    sd_text_script_add_text (script, create_head (self));

  for (guint i = 0; i < sd_plan_get_n_tables (self->plan); i++)
    {
      guint64 rows = sd_plan_get_table (self->plan, order[i])->n_rows;
      guint64 from = CLAMP (first, before, before + rows) - before;
      guint64 to = CLAMP (last, before, before + rows) - before;

      if (from < to)
        sd_text_script_add_rows (script, create_encoder (self, order[i], rows), from, to);
      before += rows;
    }

  if (scope->shard == scope->n_shards)
    sd_text_script_add_text (script, create_tail (self));
}

/* One file. A shard cuts through all tables in load order. */
void
sd_sql_add_to_script (SdTextScript          *self,
                      SdPlan                *plan,
                      const SdExportOptions *options,
                      const SdExportScope   *scope)
{
  const SdSqlDialect *dialect = sd_sql_dialect_get (options->sql.dialect);
  g_autoptr(SdSqlSchema) schema = sd_sql_schema_new (plan, dialect);
  LiteralRules *literals = sd_text_script_own (self, literal_rules_new (dialect),
                                               literal_rules_free);
  SdTextRules *values = &literals->rules;
  g_autofree char *name = sd_shard_file_name (sd_plan_get_name (plan), ".sql", scope->shard,
                                              scope->n_shards);
  Builder builder = { schema, dialect, plan, options, &literals->rules, NULL };

  if (uses_copy (options))
    {
      values = sd_text_script_own (self, g_new0 (SdTextRules, 1), g_free);
      copy_rules_init (values);
    }
  builder.cache = sd_text_script_own (self, sd_cell_cache_new (values, SD_DATE_STYLE_ISO),
                                      (GDestroyNotify) sd_cell_cache_free);

  sd_text_script_begin_file (self, name);
  sd_text_script_add_text (self, g_strdup (""));
  if (scope->table >= 0)
    add_one_table (&builder, self, scope);
  else
    add_all_tables (&builder, self, scope);
}
