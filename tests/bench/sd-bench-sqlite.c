/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* sd-bench-sqlite FILE TABLE DATABASE: what hand-tuned inserts cost. The rows are
 * ready in memory, as many as a batch has; only binding and stepping one prepared
 * statement is timed, in one transaction without a journal. Prints rows per second,
 * to be set beside the SQLite exporter, which also has to make the rows.
 */

#include <sqlite3.h>
#include <stdlib.h>

#include "sd-evaluator.h"
#include "sd-format.h"
#include "sd-math.h"
#include "sd-plan.h"
#include "sd-schema-file.h"

static void
check (sqlite3 *database,
       int      result)
{
  if (result != SQLITE_OK && result != SQLITE_DONE)
    g_error ("%s", sqlite3_errmsg (database));
}

static sqlite3_stmt *
create_table (sqlite3           *database,
              const SdPlanTable *table)
{
  g_autoptr (GString) create = g_string_new ("CREATE TABLE peer (");
  g_autoptr (GString) insert = g_string_new ("INSERT INTO peer VALUES (");
  sqlite3_stmt *statement;

  for (guint i = 0; i < table->n_columns; i++)
    {
      const SdPlanColumn *column = &table->columns[i];
      const gboolean key = table->n_primary_key == 1 && table->primary_key[0] == i;

      g_string_append_printf (create, "%s%s %s%s", i > 0 ? "," : "", column->name,
                              column->type == SD_TYPE_INTEGER ? "INTEGER"
                              : column->type == SD_TYPE_DECIMAL ? "NUMERIC" : "TEXT",
                              key ? " PRIMARY KEY" : "");
      g_string_append (insert, i > 0 ? ",?" : "?");
    }
  g_string_append (create, ")");
  g_string_append (insert, ")");
  check (database, sqlite3_exec (database, create->str, NULL, NULL, NULL));
  check (database, sqlite3_prepare_v3 (database, insert->str, -1, SQLITE_PREPARE_PERSISTENT,
                                       &statement, NULL));
  return statement;
}

static void
bind (sqlite3_stmt       *statement,
      int                 index,
      const SdPlanColumn *column,
      const SdVector     *vector,
      guint               row,
      const char         *date)
{
  const SdText *text = column->kind == SD_VECTOR_CODE
                       ? &vector->dictionary->entries[vector->code[row]]
                       : column->kind == SD_VECTOR_TEXT ? &vector->text[row] : NULL;

  if (text != NULL)
    sqlite3_bind_text (statement, index, text->data, (int) text->length, SQLITE_STATIC);
  else if (column->type == SD_TYPE_DATE)
    sqlite3_bind_text (statement, index, date, 10, SQLITE_STATIC);
  else if (column->type == SD_TYPE_DECIMAL)
    sqlite3_bind_double (statement, index,
                         (double) vector->i64[row] / (double) sd_pow10[column->scale]);
  else
    sqlite3_bind_int64 (statement, index, vector->i64[row]);
}

/* Returns the seconds. */
static double
insert_batch (sqlite3           *database,
              sqlite3_stmt      *statement,
              const SdPlanTable *table,
              const SdBatch     *batch)
{
  g_autofree char *dates = g_malloc ((gsize) batch->n_rows * table->n_columns * SD_FORMAT_MAX);
  gint64 start;

  for (guint i = 0; i < table->n_columns; i++)
    for (guint row = 0; row < batch->n_rows && table->columns[i].type == SD_TYPE_DATE; row++)
      sd_format_date (dates + ((gsize) row * table->n_columns + i) * SD_FORMAT_MAX,
                      batch->columns[i]->i64[row]);

  start = g_get_monotonic_time ();
  for (guint row = 0; row < batch->n_rows; row++)
    {
      for (guint i = 0; i < table->n_columns; i++)
        bind (statement, (int) i + 1, &table->columns[i], batch->columns[i], row,
              dates + ((gsize) row * table->n_columns + i) * SD_FORMAT_MAX);
      check (database, sqlite3_step (statement));
      sqlite3_reset (statement);
    }
  return (double) (g_get_monotonic_time () - start) / 1e6;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (SdSchema) schema = NULL;
  g_autoptr (SdPlan) plan = NULL;
  g_autoptr (SdEvaluator) evaluator = NULL;
  const SdPlanTable *table;
  sqlite3 *database;
  sqlite3_stmt *statement;
  double time = 0;
  int index;

  if (argc != 4)
    return 2;
  file = g_file_new_for_path (argv[1]);
  schema = sd_schema_load (file, NULL, NULL);
  plan = schema != NULL ? sd_plan_new (schema, &findings) : NULL;
  index = plan != NULL ? sd_plan_find_table (plan, argv[2]) : -1;
  if (index < 0)
    return 1;

  table = sd_plan_get_table (plan, (guint) index);
  evaluator = sd_evaluator_new (plan);
  check (NULL, sqlite3_open (argv[3], &database));
  check (database, sqlite3_exec (database,
                                 "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
                                 "PRAGMA locking_mode = EXCLUSIVE; BEGIN", NULL, NULL, NULL));
  statement = create_table (database, table);
  for (guint64 row = 0; row < table->n_rows; row += SD_BATCH_ROWS)
    time += insert_batch (database, statement, table,
                          sd_evaluator_get_rows (evaluator, (guint) index, row,
                                                 (guint) MIN (SD_BATCH_ROWS, table->n_rows - row),
                                                 NULL));
  sqlite3_finalize (statement);
  {
    const gint64 start = g_get_monotonic_time ();

    check (database, sqlite3_exec (database, "COMMIT", NULL, NULL, NULL));
    time += (double) (g_get_monotonic_time () - start) / 1e6;
  }
  sqlite3_close (database);
  g_print ("%.0f\n", (double) table->n_rows / time);
  return 0;
}
