/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A SQLite database: the definitions of the SQLite dialect, and rows bound many
 * at a time. The file is new and will be thrown away if anything fails, so it
 * needs neither journal nor synchronisation.
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <sqlite3.h>

#include "sd-batch-stream-private.h"
#include "sd-calendar.h"
#include "sd-data-dictionary-private.h"
#include "sd-format.h"
#include "sd-math.h"
#include "sd-sql-schema-private.h"

/* Rows of one INSERT; more gain nothing. Divides a batch. */
#define ROWS_PER_INSERT 64

/* Whole numbers up to here are exact as a double. */
#define MAX_EXACT (G_GINT64_CONSTANT (1) << 53)

typedef struct
{
  SdPlan       *plan;
  SdSqlSchema  *schema;
  sqlite3      *database;
  int           table;      /* −1: none yet */
  guint         rows;       /* of the long statement */
  sqlite3_stmt *many;
  sqlite3_stmt *one;
  char        (*texts)[SD_FORMAT_MAX];
} Writer;

static gboolean
set_error (Writer  *self,
           GError **error)
{
  g_set_error (error, SD_EXPORT_ERROR, SD_EXPORT_ERROR_WRITE,
               _("The database could not be written: %s."), sqlite3_errmsg (self->database));
  return FALSE;
}

static gboolean
execute (Writer     *self,
         const char *sql,
         GError    **error)
{
  if (sqlite3_exec (self->database, sql, NULL, NULL, NULL) != SQLITE_OK)
    return set_error (self, error);

  return TRUE;
}

static sqlite3_stmt *
prepare_insert (Writer     *self,
                const char *table,
                guint       n_columns,
                guint       n_rows,
                GError    **error)
{
  g_autoptr(GString) sql = g_string_new (NULL);
  sqlite3_stmt *statement = NULL;

  g_string_printf (sql, "INSERT INTO %s VALUES ", table);
  for (guint i = 0; i < n_rows; i++)
    {
      g_string_append (sql, i == 0 ? "(" : ",(");
      for (guint j = 0; j < n_columns; j++)
        g_string_append (sql, j == 0 ? "?" : ",?");
      g_string_append_c (sql, ')');
    }

  if (sqlite3_prepare_v3 (self->database, sql->str, sql->len, SQLITE_PREPARE_PERSISTENT,
                          &statement, NULL) != SQLITE_OK)
    set_error (self, error);

  return statement;
}

static void
end_table (Writer *self)
{
  g_clear_pointer (&self->many, sqlite3_finalize);
  g_clear_pointer (&self->one, sqlite3_finalize);
  g_clear_pointer (&self->texts, g_free);
}

static gboolean
begin_table (Writer  *self,
             guint    table,
             GError **error)
{
  guint n_columns = sd_plan_get_table (self->plan, table)->n_columns;
  const char *name = sd_sql_schema_get_table (self->schema, table);
  guint max = sqlite3_limit (self->database, SQLITE_LIMIT_VARIABLE_NUMBER, -1);

  end_table (self);
  self->table = table;
  self->rows = CLAMP (max / MAX (n_columns, 1), 1, ROWS_PER_INSERT);
  self->texts = g_malloc0_n (self->rows * MAX (n_columns, 1), SD_FORMAT_MAX);
  self->many = prepare_insert (self, name, n_columns, self->rows, error);
  if (self->many == NULL)
    return FALSE;
  self->one = prepare_insert (self, name, n_columns, 1, error);

  return self->one != NULL;
}

static int
bind_decimal (sqlite3_stmt *statement,
              int           index,
              char         *text,
              gint64        value,
              guint         scale)
{
  /* Both are exact, so the quotient is the double nearest to the decimal. */
  if (value >= -MAX_EXACT && value <= MAX_EXACT && scale < G_N_ELEMENTS (sd_pow10))
    return sqlite3_bind_double (statement, index, (double) value / (double) sd_pow10[scale]);

  return sqlite3_bind_text (statement, index, text,
                            sd_format_decimal (text, value, scale, '.') - text, SQLITE_STATIC);
}

static int
bind_int64 (sqlite3_stmt       *statement,
            int                 index,
            char               *text,
            const SdPlanColumn *column,
            gint64              value)
{
  char *end;

  switch (column->type)
    {
    case SD_TYPE_DECIMAL:
      return bind_decimal (statement, index, text, value, column->scale);

    case SD_TYPE_DATE:
      end = sd_format_date (text, value);
      break;

    case SD_TYPE_TIME:
      end = sd_format_time (text, value);
      break;

    case SD_TYPE_TIMESTAMP:
      end = sd_format_timestamp (text, value, ' ');
      break;

    case SD_TYPE_BOOLEAN:
      return sqlite3_bind_int (statement, index, value != 0);

    case SD_TYPE_INTEGER:
    case SD_TYPE_REAL:
    case SD_TYPE_TEXT:
    case SD_TYPE_UUID:
    case SD_N_TYPES:
    default:
      return sqlite3_bind_int64 (statement, index, value);
    }

  return sqlite3_bind_text (statement, index, text, end - text, SQLITE_STATIC);
}

/* The column is of text, which a number would be turned into otherwise. */
static int
bind_as_text (sqlite3_stmt       *statement,
              int                 index,
              char               *text,
              const SdPlanColumn *column,
              const SdVector     *vector,
              guint               row)
{
  char *end;

  if (vector->kind == SD_VECTOR_DOUBLE)
    end = sd_format_double (text, vector->f64[row], '.');
  else if (column->type == SD_TYPE_DECIMAL)
    end = sd_format_decimal (text, vector->i64[row], column->scale, '.');
  else if (column->type == SD_TYPE_BOOLEAN)
    end = g_stpcpy (text, vector->i64[row] != 0 ? "true" : "false");
  else
    return bind_int64 (statement, index, text, column, vector->i64[row]);

  return sqlite3_bind_text (statement, index, text, end - text, SQLITE_STATIC);
}

static int
bind_value (sqlite3_stmt       *statement,
            int                 index,
            char               *text,
            const SdPlanColumn *column,
            const SdVector     *vector,
            guint               row)
{
  const SdText *value;

  if (vector->null != NULL && vector->null[row])
    return sqlite3_bind_null (statement, index);
  if (vector->shown != NULL && vector->shown[row].data != NULL)
    return sqlite3_bind_text (statement, index, vector->shown[row].data,
                              vector->shown[row].length, SQLITE_STATIC);
  if (column->as_text && (vector->kind == SD_VECTOR_INT64 || vector->kind == SD_VECTOR_DOUBLE))
    return bind_as_text (statement, index, text, column, vector, row);

  switch (vector->kind)
    {
    case SD_VECTOR_DOUBLE:
      if (!__builtin_isfinite (vector->f64[row]))
        return sqlite3_bind_null (statement, index);
      return sqlite3_bind_double (statement, index, vector->f64[row]);

    case SD_VECTOR_UUID:
      sd_format_uuid (text, vector->uuid[row].high, vector->uuid[row].low);
      return sqlite3_bind_text (statement, index, text, 36, SQLITE_STATIC);

    case SD_VECTOR_CODE:
    case SD_VECTOR_TEXT:
      value = vector->kind == SD_VECTOR_TEXT ? &vector->text[row]
                                             : &vector->dictionary->entries[vector->code[row]];
      return sqlite3_bind_text (statement, index, value->length != 0 ? value->data : "",
                                value->length, SQLITE_STATIC);

    case SD_VECTOR_INT64:
    default:
      return bind_int64 (statement, index, text, column, vector->i64[row]);
    }
}

static gboolean
insert_rows (Writer        *self,
             sqlite3_stmt  *statement,
             const SdBatch *batch,
             guint          first,
             guint          n,
             GError       **error)
{
  const SdPlanTable *table = sd_plan_get_table (self->plan, batch->table);
  guint parameter = 0;

  for (guint row = first; row < first + n; row++)
    for (guint i = 0; i < table->n_columns; i++, parameter++)
      if (bind_value (statement, parameter + 1, self->texts[parameter], &table->columns[i],
                      batch->columns[i], row) != SQLITE_OK)
        return set_error (self, error);

  if (sqlite3_step (statement) != SQLITE_DONE || sqlite3_reset (statement) != SQLITE_OK)
    return set_error (self, error);

  return TRUE;
}

static gboolean
write_batch (const SdBatch *batch,
             gpointer       user_data,
             GError       **error)
{
  Writer *self = user_data;
  guint row = 0;

  if (self->table != (int) batch->table && !begin_table (self, batch->table, error))
    return FALSE;

  for (; row + self->rows <= batch->n_rows; row += self->rows)
    if (!insert_rows (self, self->many, batch, row, self->rows, error))
      return FALSE;
  for (; row < batch->n_rows; row++)
    if (!insert_rows (self, self->one, batch, row, 1, error))
      return FALSE;

  return TRUE;
}

static gboolean
create_tables (Writer  *self,
               GError **error)
{
  const guint *order = sd_plan_get_load_order (self->plan);
  g_autoptr(GString) sql = g_string_new (NULL);

  for (guint i = 0; i < sd_plan_get_n_tables (self->plan); i++)
    sd_sql_schema_append_create (self->schema, sql, order[i], NULL);

  return execute (self, sql->str, error);
}

static gboolean
write_dictionary (Writer  *self,
                  GError **error)
{
  g_autoptr(GPtrArray) entries = sd_data_dictionary_new (self->plan);
  g_autofree char *name = sd_data_dictionary_get_name (self->plan);
  g_autoptr(GString) sql = g_string_new (NULL);
  sqlite3_stmt *statement;
  gboolean done = TRUE;

  g_string_printf (sql, "CREATE TABLE %s (\n", name);
  for (guint i = 0; i < SD_N_DATA_DICTIONARY_FIELDS; i++)
    g_string_append_printf (sql, "  \"%s\" TEXT NOT NULL,\n", sd_data_dictionary_field_names[i]);
  g_string_append (sql, "  PRIMARY KEY (table_name, column_name)\n)");
  if (!execute (self, sql->str, error))
    return FALSE;

  statement = prepare_insert (self, name, SD_N_DATA_DICTIONARY_FIELDS, 1, error);
  if (statement == NULL)
    return FALSE;

  for (guint i = 0; done && i < entries->len; i++)
    {
      const SdDataDictionaryEntry *entry = g_ptr_array_index (entries, i);

      for (guint j = 0; j < SD_N_DATA_DICTIONARY_FIELDS; j++)
        sqlite3_bind_text (statement, j + 1, entry->fields[j], -1, SQLITE_STATIC);
      if (sqlite3_step (statement) != SQLITE_DONE || sqlite3_reset (statement) != SQLITE_OK)
        done = set_error (self, error);
    }
  sqlite3_finalize (statement);

  return done;
}

static gboolean
write_database (Writer                *self,
                const SdExportOptions *options,
                SdProgress            *progress,
                GCancellable          *cancellable,
                GError               **error)
{
  return execute (self,
                  "PRAGMA encoding = 'UTF-8';"
                  "PRAGMA page_size = 4096;"
                  "PRAGMA journal_mode = OFF;"
                  "PRAGMA synchronous = OFF;"
                  "PRAGMA locking_mode = EXCLUSIVE;"
                  "PRAGMA temp_store = MEMORY;"
                  "PRAGMA cache_size = -16384;"
                  "PRAGMA foreign_keys = OFF;"
                  "BEGIN", error)
         && create_tables (self, error)
         && sd_batch_stream_run (self->plan, sd_plan_get_load_order (self->plan),
                                 sd_plan_get_n_tables (self->plan), options->threads,
                                 write_batch, self, progress, cancellable, error)
         && (!options->dictionary || write_dictionary (self, error))
         && execute (self, "COMMIT", error);
}

/* Writes the new file @path. @progress (nullable). */
gboolean
sd_sqlite_write (SdPlan                *plan,
                 const SdExportOptions *options,
                 const char            *path,
                 SdProgress            *progress,
                 GCancellable          *cancellable,
                 GError               **error)
{
  g_autoptr(SdSqlSchema) schema = sd_sql_schema_new (plan,
                                                     sd_sql_dialect_get (SD_DIALECT_SQLITE));
  Writer self = { .plan = plan, .schema = schema, .table = -1 };
  gboolean done;

  /* Used by one thread at a time, which the library needs not guard. */
  if (sqlite3_open_v2 (path, &self.database,
                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                       NULL) != SQLITE_OK)
    done = set_error (&self, error);
  else
    done = write_database (&self, options, progress, cancellable, error);

  end_table (&self);
  if (sqlite3_close (self.database) != SQLITE_OK && done)
    done = set_error (&self, error);

  return done;
}
