/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The stub; see the header. Batches point into the arrays where they can, so
 * that evaluation is free; where rows begin again they are copied.
 */

#include "stub-plan.h"

#include "sd-changes.h"

#include <string.h>

typedef struct
{
  gsize         width;
  const guint8 *values;
  const guint8 *null;
} StubColumn;

typedef struct
{
  SdPlanTable table;
  guint       n_values;
  GArray     *columns;       /* SdPlanColumn */
  GArray     *values;        /* StubColumn */
  GArray     *primary_key;   /* guint */
  GArray     *foreign_keys;  /* SdPlanForeignKey */
} StubTable;

struct _SdPlan
{
  gatomicrefcount ref_count;
  char           *name;
  char           *title;
  gint64          as_of;
  GPtrArray      *tables;
  GArray         *load_order;
  GPtrArray      *owned;
};

struct _SdEvaluator
{
  SdPlan          *plan;
  SdBatch          batch;
  SdVector        *vectors;
  const SdVector **columns;
  GPtrArray       *copies;
};

static void
dictionary_free (gpointer data)
{
  SdDictionary *self = data;

  g_free (self->entries);
  g_free (self);
}

static void
stub_table_free (gpointer data)
{
  StubTable *self = data;

  for (guint i = 0; i < self->columns->len; i++)
    {
      SdPlanColumn *column = &g_array_index (self->columns, SdPlanColumn, i);

      if (column->dictionary != NULL)
        dictionary_free ((gpointer) column->dictionary);
    }
  g_array_unref (self->columns);
  g_array_unref (self->values);
  g_array_unref (self->primary_key);
  g_array_unref (self->foreign_keys);
  g_free (self);
}

SdPlan *
stub_plan_new (const char *name,
               const char *title,
               gint64      as_of)
{
  SdPlan *self = g_new0 (SdPlan, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->name = g_strdup (name);
  self->title = g_strdup (title);
  self->as_of = as_of;
  self->tables = g_ptr_array_new_with_free_func (stub_table_free);
  self->load_order = g_array_new (FALSE, FALSE, sizeof (guint));
  self->owned = g_ptr_array_new_with_free_func (g_free);
  return self;
}

SdPlan *
sd_plan_ref (SdPlan *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
sd_plan_unref (SdPlan *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_ptr_array_unref (self->tables);
  g_ptr_array_unref (self->owned);
  g_array_unref (self->load_order);
  g_free (self->name);
  g_free (self->title);
  g_free (self);
}

static StubTable *
get_table (SdPlan *self,
           guint   table)
{
  return g_ptr_array_index (self->tables, table);
}

guint
stub_plan_add_table (SdPlan     *self,
                     const char *name,
                     guint64     n_rows)
{
  StubTable *table = g_new0 (StubTable, 1);
  guint index = self->tables->len;

  table->columns = g_array_new (FALSE, TRUE, sizeof (SdPlanColumn));
  table->values = g_array_new (FALSE, TRUE, sizeof (StubColumn));
  table->primary_key = g_array_new (FALSE, TRUE, sizeof (guint));
  table->foreign_keys = g_array_new (FALSE, TRUE, sizeof (SdPlanForeignKey));
  table->n_values = (guint) n_rows;
  table->table = (SdPlanTable) {
    .id = index + 1, .name = name, .title = "", .description = "", .n_rows = n_rows,
  };
  g_ptr_array_add (self->tables, table);
  g_array_append_val (self->load_order, index);
  return index;
}

void
stub_plan_set_n_values (SdPlan *self,
                        guint   table,
                        guint   n_values)
{
  get_table (self, table)->n_values = n_values;
}

static guint
add_column (SdPlan        *self,
            guint          table,
            SdPlanColumn   column,
            gsize          width,
            gconstpointer  values,
            const guint8  *null)
{
  StubTable *stub = get_table (self, table);
  StubColumn stored = { width, values, null };

  column.id = stub->columns->len + 100;
  column.title = "";
  column.description = "";
  column.unit = "";
  column.nullable = null != NULL;
  column.foreign_key = -1;
  if (column.precision == 0)
    column.precision = 18;
  g_array_append_val (stub->columns, column);
  g_array_append_val (stub->values, stored);
  stub->table.columns = &g_array_index (stub->columns, SdPlanColumn, 0);
  stub->table.n_columns = stub->columns->len;
  return stub->columns->len - 1;
}

guint
stub_plan_add_int64 (SdPlan       *self,
                     guint         table,
                     const char   *name,
                     SdType        type,
                     guint         scale,
                     const gint64 *values,
                     const guint8 *null)
{
  SdPlanColumn column = { .name = name, .type = type, .scale = scale, .kind = SD_VECTOR_INT64 };

  return add_column (self, table, column, sizeof *values, values, null);
}

guint
stub_plan_add_double (SdPlan       *self,
                      guint         table,
                      const char   *name,
                      const double *values,
                      const guint8 *null)
{
  SdPlanColumn column = { .name = name, .type = SD_TYPE_REAL, .kind = SD_VECTOR_DOUBLE };

  return add_column (self, table, column, sizeof *values, values, null);
}

guint
stub_plan_add_text (SdPlan       *self,
                    guint         table,
                    const char   *name,
                    const SdText *values,
                    const guint8 *null)
{
  SdPlanColumn column = { .name = name, .type = SD_TYPE_TEXT, .kind = SD_VECTOR_TEXT };

  return add_column (self, table, column, sizeof *values, values, null);
}

guint
stub_plan_add_codes (SdPlan       *self,
                     guint         table,
                     const char   *name,
                     const SdText *values,
                     const guint8 *null)
{
  SdPlanColumn column = { .name = name, .type = SD_TYPE_TEXT, .kind = SD_VECTOR_CODE };
  guint n = get_table (self, table)->n_values;
  SdDictionary *dictionary = g_new0 (SdDictionary, 1);
  guint32 *codes = g_new (guint32, n + 1);

  dictionary->n = n;
  dictionary->entries = g_memdup2 (values, n * sizeof *values);
  for (guint i = 0; i < n; i++)
    codes[i] = i;
  g_ptr_array_add (self->owned, codes);
  column.dictionary = dictionary;
  return add_column (self, table, column, sizeof *codes, codes, null);
}

guint
stub_plan_add_uuid (SdPlan       *self,
                    guint         table,
                    const char   *name,
                    const SdUuid *values,
                    const guint8 *null)
{
  SdPlanColumn column = { .name = name, .type = SD_TYPE_UUID, .kind = SD_VECTOR_UUID };

  return add_column (self, table, column, sizeof *values, values, null);
}

SdPlanTable *
stub_plan_edit_table (SdPlan *self,
                      guint   table)
{
  return &get_table (self, table)->table;
}

SdPlanColumn *
stub_plan_edit_column (SdPlan *self,
                       guint   table,
                       guint   column)
{
  return &g_array_index (get_table (self, table)->columns, SdPlanColumn, column);
}

void
stub_plan_set_key (SdPlan *self,
                   guint   table,
                   guint   column)
{
  StubTable *stub = get_table (self, table);

  g_array_append_val (stub->primary_key, column);
  stub->table.primary_key = &g_array_index (stub->primary_key, guint, 0);
  stub->table.n_primary_key = stub->primary_key->len;
}

void
stub_plan_add_reference (SdPlan   *self,
                         guint     table,
                         guint     column,
                         guint     parent_table,
                         guint     parent_column,
                         gboolean  circular)
{
  StubTable *stub = get_table (self, table);
  guint *columns = g_new (guint, 2);
  SdPlanForeignKey key = {
    .relationship_id = stub->foreign_keys->len + 1,
    .n_columns = 1,
    .columns = &columns[0],
    .parent_table = parent_table,
    .parent_columns = &columns[1],
    .circular = circular,
  };

  columns[0] = column;
  columns[1] = parent_column;
  g_ptr_array_add (self->owned, columns);
  key.optional = stub_plan_edit_column (self, table, column)->nullable;
  stub_plan_edit_column (self, table, column)->foreign_key = (int) stub->foreign_keys->len;
  g_array_append_val (stub->foreign_keys, key);
  stub->table.foreign_keys = &g_array_index (stub->foreign_keys, SdPlanForeignKey, 0);
  stub->table.n_foreign_keys = stub->foreign_keys->len;
}

void
stub_plan_set_load_order (SdPlan      *self,
                          const guint *order)
{
  memcpy (self->load_order->data, order, self->tables->len * sizeof *order);
}

const char *
sd_plan_get_name (SdPlan *self)
{
  return self->name;
}

const char *
sd_plan_get_title (SdPlan *self)
{
  return self->title;
}

const char *
sd_plan_get_description (SdPlan *self)
{
  return "";
}

gint64
sd_plan_get_as_of (SdPlan *self)
{
  return self->as_of;
}

guint
sd_plan_get_n_tables (SdPlan *self)
{
  return self->tables->len;
}

const SdPlanTable *
sd_plan_get_table (SdPlan *self,
                   guint   table)
{
  return &get_table (self, table)->table;
}

int
sd_plan_find_table (SdPlan     *self,
                    const char *name)
{
  for (guint i = 0; i < self->tables->len; i++)
    if (g_str_equal (get_table (self, i)->table.name, name))
      return (int) i;
  return -1;
}

const guint *
sd_plan_get_load_order (SdPlan *self)
{
  return &g_array_index (self->load_order, guint, 0);
}

SdEvaluator *
sd_evaluator_new (SdPlan *plan)
{
  SdEvaluator *self = g_new0 (SdEvaluator, 1);
  guint n_columns = 1;

  for (guint i = 0; i < plan->tables->len; i++)
    n_columns = MAX (n_columns, get_table (plan, i)->columns->len);
  self->plan = sd_plan_ref (plan);
  self->vectors = g_new0 (SdVector, n_columns);
  self->columns = g_new0 (const SdVector *, n_columns);
  self->copies = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
sd_evaluator_free (SdEvaluator *self)
{
  sd_plan_unref (self->plan);
  g_free (self->vectors);
  g_free (self->columns);
  g_ptr_array_unref (self->copies);
  g_free (self);
}

/* @n values of @width bytes from row @first on, the array beginning again. */
static gpointer
get_values (SdEvaluator  *self,
            const guint8 *values,
            gsize         width,
            guint         n_values,
            guint64       first,
            guint         n)
{
  guint8 *copy;

  if (first % n_values + n <= n_values)
    return (gpointer) (values + first % n_values * width);

  copy = g_malloc (n * width);
  for (guint i = 0; i < n; i++)
    memcpy (copy + i * width, values + (first + i) % n_values * width, width);
  g_ptr_array_add (self->copies, copy);
  return copy;
}

/* These plans are never messy. */
SdPlan *
sd_plan_get_clean (SdPlan *self)
{
  return NULL;
}

SdChanges *
sd_changes_new (SdPlan  *plan,
                guint    table,
                guint64  first,
                guint64  last)
{
  g_assert_not_reached ();
}

gboolean
sd_changes_next (SdChanges     *self,
                 SdChangeBatch *batch)
{
  g_assert_not_reached ();
}

void
sd_changes_free (SdChanges *self)
{
}

const SdBatch *
sd_evaluator_get_rows (SdEvaluator    *self,
                       guint           table,
                       guint64         first,
                       guint           n,
                       const gboolean *wanted)
{
  StubTable *stub = get_table (self->plan, table);

  g_assert_cmpuint (n, <=, SD_BATCH_ROWS);
  g_assert_cmpuint (first + n, <=, stub->table.n_rows);
  g_ptr_array_set_size (self->copies, 0);
  for (guint i = 0; i < stub->columns->len; i++)
    {
      const SdPlanColumn *column = &g_array_index (stub->columns, SdPlanColumn, i);
      const StubColumn *stored = &g_array_index (stub->values, StubColumn, i);
      SdVector *vector = &self->vectors[i];

      self->columns[i] = NULL;
      if (wanted != NULL && !wanted[i])
        continue;

      self->columns[i] = vector;
      vector->kind = column->kind;
      vector->dictionary = column->dictionary;
      vector->i64 = get_values (self, stored->values, stored->width, stub->n_values, first, n);
      vector->null = NULL;
      if (stored->null != NULL)
        vector->null = get_values (self, stored->null, 1, stub->n_values, first, n);
    }

  self->batch = (SdBatch) {
    .table = table, .first_row = first, .n_rows = n,
    .n_columns = stub->columns->len, .columns = self->columns,
  };
  return &self->batch;
}
