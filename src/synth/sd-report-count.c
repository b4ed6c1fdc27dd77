/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What the report card counts over every row: rows, rules, keys that differ,
 * references that point at a row, and totals added up again from the children,
 * joined by the values of the keys as anyone would who has only the files.
 */

#define G_LOG_DOMAIN "sd-report-count"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "sd-generator-info.h"
#include "sd-math.h"
#include "sd-report-private.h"

/* Keys of larger tables are looked at up to here. */
#define MAX_KEYS    (G_GUINT64_CONSTANT (1) << 23)
#define MAX_COLUMNS 16

typedef struct
{
  guint64 hash;      /* never 0 */
  guint64 count;
  double  sum, least, most;
} Slot;

/* Hashes of keys, open addressing. */
typedef struct
{
  guint64 n, mask;
  Slot   *slots;
} KeyTable;

typedef struct
{
  SdReportDraft *draft;
  SdPlan        *plan;
  SdEvaluator   *evaluator;
  GCancellable  *cancellable;
} Counter;

static KeyTable *
key_table_new (guint64 n)
{
  KeyTable *self = g_new0 (KeyTable, 1);

  self->mask = 15;
  while (self->mask < 2 * n)
    self->mask = 2 * self->mask + 1;
  self->slots = g_new0 (Slot, self->mask + 1);
  return self;
}

static void
key_table_free (KeyTable *self)
{
  g_free (self->slots);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KeyTable, key_table_free)

/* The slot of @hash; @add makes one, otherwise NULL when there is none. */
static Slot *
key_table_find (KeyTable *self,
                guint64   hash,
                gboolean  add)
{
  guint64 i = hash & self->mask;

  while (self->slots[i].hash != 0 && self->slots[i].hash != hash)
    i = (i + 1) & self->mask;
  if (self->slots[i].hash == hash)
    return &self->slots[i];
  if (!add)
    return NULL;
  self->slots[i] = (Slot) { .hash = hash, .least = INFINITY, .most = -INFINITY };
  self->n++;
  return &self->slots[i];
}

static guint64
mix (guint64 hash,
     guint64 word)
{
  hash = (hash ^ word) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  return hash ^ hash >> 29;
}

static guint64
hash_bytes (const char *data,
            guint       length)
{
  guint64 hash = length;

  for (guint i = 0; i < length; i++)
    hash = mix (hash, (guchar) data[i]);
  return hash;
}

static guint64
hash_cell (const SdVector *vector,
           guint           row)
{
  const SdText *text;

  switch (vector->kind)
    {
    case SD_VECTOR_CODE:
      text = &vector->dictionary->entries[vector->code[row]];
      return hash_bytes (text->data, text->length);
    case SD_VECTOR_TEXT:
      return hash_bytes (vector->text[row].data, vector->text[row].length);
    case SD_VECTOR_UUID:
      return mix (vector->uuid[row].high, vector->uuid[row].low);
    case SD_VECTOR_INT64:
    case SD_VECTOR_DOUBLE:
    default:
      return (guint64) vector->i64[row];
    }
}

/* 0 when any of the columns is NULL. */
static guint64
hash_key (const SdBatch *batch,
          const guint   *columns,
          guint          n_columns,
          guint          row)
{
  guint64 hash = n_columns;

  for (guint i = 0; i < n_columns; i++)
    {
      const SdVector *vector = batch->columns[columns[i]];

      if (vector->null != NULL && vector->null[row])
        return 0;
      hash = mix (hash, hash_cell (vector, row));
    }
  return hash | 1;
}

/* A number, boolean or moment as a double. */
static gboolean
get_number (const SdVector *vector,
            guint           row,
            double         *value)
{
  if (vector->null != NULL && vector->null[row])
    return FALSE;
  *value = vector->kind == SD_VECTOR_DOUBLE ? vector->f64[row] : (double) vector->i64[row];
  return TRUE;
}

typedef void (*Visit) (const SdBatch *batch,
                       gpointer       data);

/* FALSE when cancelled. */
static gboolean
for_each_batch (const Counter *self,
                guint          table,
                const guint   *columns,
                guint          n_columns,
                guint64        max_rows,
                Visit          visit,
                gpointer       data)
{
  const SdPlanTable *info = sd_plan_get_table (self->plan, table);
  g_autofree gboolean *wanted = g_new0 (gboolean, info->n_columns);
  const guint64 n = MIN (info->n_rows, max_rows);

  for (guint i = 0; i < n_columns; i++)
    wanted[columns[i]] = TRUE;
  for (guint64 first = 0; first < n; first += SD_BATCH_ROWS)
    {
      if (g_cancellable_is_cancelled (self->cancellable))
        return FALSE;
      visit (sd_evaluator_get_rows (self->evaluator, table, first,
                                    (guint) MIN (n - first, SD_BATCH_ROWS), wanted), data);
    }
  return TRUE;
}

static int
find_column (const SdPlanTable *table,
             const char        *name)
{
  for (guint i = 0; i < table->n_columns; i++)
    if (g_str_equal (table->columns[i].name, name))
      return (int) i;
  return -1;
}

static guint
find_columns (const SdPlanTable  *table,
              const char * const *names,
              guint              *columns)
{
  guint n = 0;

  for (; names != NULL && names[n] != NULL && n < MAX_COLUMNS; n++)
    {
      const int column = find_column (table, names[n]);

      if (column < 0)
        return 0;
      columns[n] = (guint) column;
    }
  return n;
}

typedef struct
{
  guint   column;
  guint64 right, all;
} CheckCount;

static void
visit_check (const SdBatch *batch,
             gpointer       data)
{
  CheckCount *count = data;
  const SdVector *vector = batch->columns[count->column];

  for (guint i = 0; i < batch->n_rows; i++)
    count->right += (vector->null != NULL && vector->null[i]) || vector->i64[i] != 0;
  count->all += batch->n_rows;
}

static gboolean
count_checks (const Counter *self)
{
  for (guint i = 0; i < self->draft->checks->len; i++)
    {
      const SdReportCheck *check = &g_array_index (self->draft->checks, SdReportCheck, i);
      CheckCount count = { check->column, 0, 0 };

      if (!for_each_batch (self, check->table, &check->column, 1, G_MAXUINT64, visit_check,
                           &count))
        return FALSE;
      _sd_report_add_count (self->draft, check->table, check->place, check->property,
                            check->metric, count.right, count.all);
    }
  return TRUE;
}

typedef struct
{
  const guint *columns;
  guint        n_columns;
  KeyTable    *keys;
  guint64      n, n_null;
} KeyCount;

static void
visit_key (const SdBatch *batch,
           gpointer       data)
{
  KeyCount *count = data;

  for (guint i = 0; i < batch->n_rows; i++)
    {
      const guint64 hash = hash_key (batch, count->columns, count->n_columns, i);

      count->n += hash != 0;
      count->n_null += hash == 0;
      if (hash != 0)
        key_table_find (count->keys, hash, TRUE);
    }
}

static gboolean
count_unique (const Counter *self,
              guint          table,
              const guint   *columns,
              guint          n_columns,
              const char    *place,
              gboolean       may_be_null)
{
  const guint64 n = MIN (sd_plan_get_table (self->plan, table)->n_rows, MAX_KEYS);
  g_autoptr (KeyTable) keys = key_table_new (n);
  KeyCount count = { columns, n_columns, keys, 0, 0 };

  if (!for_each_batch (self, table, columns, n_columns, n, visit_key, &count))
    return FALSE;
  _sd_report_add_count (self->draft, table, place, _("Unique"), "KeyUniqueness",
                        keys->n, count.n + (may_be_null ? 0 : count.n_null));
  return TRUE;
}

static gboolean
count_primary_key (const Counter *self,
                   guint          table)
{
  SdTable *home = sd_schema_get_table (self->draft->schema, table);
  guint columns[MAX_COLUMNS];
  const guint n = find_columns (sd_plan_get_table (self->plan, table),
                                sd_table_get_primary_key (home), columns);
  g_autofree char *names = NULL;
  g_autofree char *place = NULL;

  if (n == 0)
    return TRUE;
  names = g_strjoinv (", ", (char **) sd_table_get_primary_key (home));
  place = g_strdup_printf (n > 1 ? "%s: %s" : "%s.%s", sd_table_get_name (home), names);
  return count_unique (self, table, columns, n, place, FALSE);
}

static gboolean
count_unique_columns (const Counter *self,
                      guint          table)
{
  SdTable *home = sd_schema_get_table (self->draft->schema, table);
  const SdPlanTable *info = sd_plan_get_table (self->plan, table);

  for (guint i = 0; i < sd_table_get_n_columns (home); i++)
    {
      SdColumn *column = sd_table_get_column (home, i);
      const int index = find_column (info, sd_column_get_name (column));
      g_autofree char *place = g_strdup_printf ("%s.%s", sd_table_get_name (home),
                                                sd_column_get_name (column));
      const guint unsigned_index = (guint) index;

      if (!sd_column_get_unique (column) || index < 0
          || g_strv_contains (sd_table_get_primary_key (home), sd_column_get_name (column)))
        continue;
      if (!count_unique (self, table, &unsigned_index, 1, place, TRUE))
        return FALSE;
    }
  return TRUE;
}

static gboolean
count_unique_rules (const Counter *self,
                    guint          table)
{
  SdTable *home = sd_schema_get_table (self->draft->schema, table);
  JsonArray *rules = sd_table_get_rules (home);

  for (guint i = 0; rules != NULL && i < json_array_get_length (rules); i++)
    {
      JsonObject *rule = json_array_get_object_element (rules, i);
      const char *names[MAX_COLUMNS + 1] = { NULL };
      guint columns[MAX_COLUMNS];
      g_autofree char *list = NULL;
      g_autofree char *place = NULL;
      guint n;

      if (!g_str_equal (sd_parameter_get_text (rule, "kind", ""), "unique_together"))
        continue;
      sd_parameter_get_names (rule, "columns", names, MAX_COLUMNS);
      n = find_columns (sd_plan_get_table (self->plan, table), names, columns);
      list = g_strjoinv (", ", (char **) names);
      place = g_strdup_printf ("%s: %s", sd_table_get_name (home), list);
      if (n > 0 && !count_unique (self, table, columns, n, place, TRUE))
        return FALSE;
    }
  return TRUE;
}

/* No combination of the factors twice. */
static gboolean
count_crossed (const Counter *self,
               guint          table)
{
  SdTable *home = sd_schema_get_table (self->draft->schema, table);
  JsonObject *crossed = sd_table_get_crossed (home);
  JsonArray *factors = sd_parameter_get_list (crossed, "factors");
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  guint columns[MAX_COLUMNS];
  g_autofree char *list = NULL;
  g_autofree char *place = NULL;
  guint n;

  if (factors == NULL || sd_parameter_get_integer (crossed, "replicates", 1) > 1)
    return TRUE;
  for (guint i = 0; i < json_array_get_length (factors); i++)
    {
      JsonObject *factor = json_array_get_object_element (factors, i);
      const gint64 id = sd_parameter_get_integer (factor, "relationship", 0);
      SdRelationship *relationship =
        id > 0 ? sd_schema_find_relationship_by_id (self->draft->schema, (guint) id) : NULL;

      if (relationship != NULL)
        g_ptr_array_add (names, (char *) sd_relationship_get_foreign_key (relationship)[0]);
      else
        g_ptr_array_add (names, (char *) sd_parameter_get_text (factor, "column", ""));
    }
  g_ptr_array_add (names, NULL);
  n = find_columns (sd_plan_get_table (self->plan, table), (const char * const *) names->pdata,
                    columns);
  list = g_strjoinv (", ", (char **) names->pdata);
  place = g_strdup_printf ("%s: %s", sd_table_get_name (home), list);
  return n == 0 || count_unique (self, table, columns, n, place, FALSE);
}

typedef struct
{
  const guint *columns;
  guint        n_columns;
  KeyTable    *keys;
  guint64      right, all;
} ReferenceCount;

static void
visit_reference (const SdBatch *batch,
                 gpointer       data)
{
  ReferenceCount *count = data;

  for (guint i = 0; i < batch->n_rows; i++)
    {
      const guint64 hash = hash_key (batch, count->columns, count->n_columns, i);

      if (hash == 0)
        continue;
      count->all++;
      count->right += key_table_find (count->keys, hash, FALSE) != NULL;
    }
}

static gboolean
count_references (const Counter *self)
{
  for (guint t = 0; t < sd_plan_get_n_tables (self->plan); t++)
    {
      const SdPlanTable *info = sd_plan_get_table (self->plan, t);

      for (guint i = 0; i < info->n_foreign_keys; i++)
        {
          const SdPlanForeignKey *key = &info->foreign_keys[i];
          const guint64 n = sd_plan_get_table (self->plan, key->parent_table)->n_rows;
          g_autoptr (KeyTable) keys = NULL;
          g_autofree char *place = g_strdup_printf ("%s.%s", info->name,
                                                    info->columns[key->columns[0]].name);
          KeyCount parents;
          ReferenceCount count = { key->columns, key->n_columns, NULL, 0, 0 };

          if (n > MAX_KEYS)
            continue;
          count.keys = keys = key_table_new (n);
          parents = (KeyCount) { key->parent_columns, key->n_columns, keys, 0, 0 };
          if (!for_each_batch (self, key->parent_table, key->parent_columns, key->n_columns, n,
                               visit_key, &parents)
              || !for_each_batch (self, t, key->columns, key->n_columns, G_MAXUINT64,
                                  visit_reference, &count))
            return FALSE;
          _sd_report_add_count (self->draft, t, place, _("References"), "ReferentialIntegrity",
                                count.right, count.all);
        }
    }
  return TRUE;
}

/* A total beside what its children add up to. */
typedef struct
{
  const char  *function;
  const guint *foreign, *parent;     /* key columns of the child, of the parent */
  guint        n_key;
  int          value, filter;        /* of the child; −1 none */
  guint        total;                /* of the parent */
  double       value_unit, total_unit, tolerance;
  gboolean     emptied;
  KeyTable    *keys;
  guint64      right, all;
} Total;

static void
visit_child (const SdBatch *batch,
             gpointer       data)
{
  Total *total = data;

  for (guint i = 0; i < batch->n_rows; i++)
    {
      const guint64 hash = hash_key (batch, total->foreign, total->n_key, i);
      double value = 0, keep = 1;
      Slot *slot;

      if (hash == 0
          || (total->filter >= 0
              && (!get_number (batch->columns[total->filter], i, &keep) || keep == 0))
          || (total->value >= 0 && !get_number (batch->columns[total->value], i, &value)))
        continue;
      value /= total->value_unit;
      slot = key_table_find (total->keys, hash, TRUE);
      slot->count++;
      slot->sum += value;
      slot->least = MIN (slot->least, value);
      slot->most = MAX (slot->most, value);
    }
}

/* What the column should hold; FALSE for NULL. */
static gboolean
add_up (const Total *self,
        const Slot  *slot,
        double      *value)
{
  if (g_str_equal (self->function, "count"))
    *value = slot != NULL ? (double) slot->count : 0;
  else if (slot == NULL)
    return FALSE;
  else if (g_str_equal (self->function, "sum"))
    *value = slot->sum;
  else if (g_str_equal (self->function, "avg"))
    *value = slot->sum / (double) slot->count;
  else
    *value = g_str_equal (self->function, "min") ? slot->least : slot->most;
  return TRUE;
}

static void
visit_total (const SdBatch *batch,
             gpointer       data)
{
  Total *total = data;

  for (guint i = 0; i < batch->n_rows; i++)
    {
      const guint64 hash = hash_key (batch, total->parent, total->n_key, i);
      double wanted = 0, value = 0;
      const gboolean has_wanted = add_up (total, key_table_find (total->keys, hash, FALSE),
                                          &wanted);
      const gboolean has_value = get_number (batch->columns[total->total], i, &value);

      value /= total->total_unit;
      total->all++;
      /* The sum of no rows may be written as 0. */
      total->right += has_value && has_wanted
                      ? fabs (value - wanted) <= total->tolerance + 1e-9 * fabs (wanted)
                      : !has_value == !has_wanted || (has_value && value == 0)
                        || (!has_value && total->emptied);
    }
}

/* The foreign key by which the totals' children refer to table @parent. */
static const SdPlanForeignKey *
find_key (const Counter *self,
          guint          parent,
          guint          child,
          gint64         relationship)
{
  const SdPlanTable *info = sd_plan_get_table (self->plan, child);
  const SdPlanForeignKey *found = NULL;

  for (guint i = 0; i < info->n_foreign_keys; i++)
    {
      const SdPlanForeignKey *key = &info->foreign_keys[i];

      if (key->parent_table != parent
          || (relationship > 0 && key->relationship_id != relationship))
        continue;
      if (found != NULL)
        return NULL;
      found = key;
    }
  return found;
}

static double
get_unit (const SdPlanColumn *column)
{
  return column->type == SD_TYPE_DECIMAL ? (double) sd_pow10[column->scale] : 1;
}

static gboolean
count_total (const Counter    *self,
             const SdReportTotal *wanted)
{
  const SdPlanTable *child = sd_plan_get_table (self->plan, wanted->child);
  const SdPlanTable *parent = sd_plan_get_table (self->plan, wanted->table);
  const SdPlanForeignKey *key = find_key (self, wanted->table, wanted->child,
                                          wanted->relationship);
  g_autoptr (KeyTable) keys = NULL;
  guint columns[MAX_COLUMNS + 2];
  guint n = 0;
  Total total = { .function = wanted->function, .value = wanted->value,
                  .filter = wanted->filter, .total = wanted->total,
                  .emptied = wanted->emptied };

  if (key == NULL || key->n_columns > MAX_COLUMNS || parent->n_rows > MAX_KEYS)
    return TRUE;
  for (; n < key->n_columns; n++)
    columns[n] = key->columns[n];
  if (total.value >= 0)
    columns[n++] = (guint) total.value;
  if (total.filter >= 0)
    columns[n++] = (guint) total.filter;
  total.foreign = key->columns;
  total.parent = key->parent_columns;
  total.n_key = key->n_columns;
  total.value_unit = total.value >= 0 ? get_unit (&child->columns[total.value]) : 1;
  total.total_unit = get_unit (&parent->columns[total.total]);
  total.tolerance = g_str_equal (total.function, "avg") ? 0.5000001 / total.total_unit : 1e-9;
  total.keys = keys = key_table_new (parent->n_rows);
  if (!for_each_batch (self, wanted->child, columns, n, G_MAXUINT64, visit_child, &total))
    return FALSE;
  for (n = 0; n < key->n_columns; n++)
    columns[n] = key->parent_columns[n];
  columns[n++] = total.total;
  if (!for_each_batch (self, wanted->table, columns, n, G_MAXUINT64, visit_total, &total))
    return FALSE;
  _sd_report_add_count (self->draft, wanted->table, wanted->place, _("Total of its rows"), NULL,
                        total.right, total.all);
  return TRUE;
}

static void
count_rows (const Counter *self,
            guint          table)
{
  SdTable *home = sd_schema_get_table (self->draft->schema, table);
  const guint64 n = sd_plan_get_table (self->plan, table)->n_rows;
  SdReportEntry *entry = _sd_report_add_entry (self->draft, table, sd_table_get_name (home),
                                               _("Rows"), NULL);

  entry->line.target = (double) sd_table_get_rows (home);
  entry->line.measured = (double) n;
  entry->line.n_rows = n;
  entry->line.verdict = n == sd_table_get_rows (home) ? SD_VERDICT_DECLARED : SD_VERDICT_OFF;
}

gboolean
_sd_report_count (SdReportDraft  *draft,
                  SdPlan         *plan,
                  GCancellable   *cancellable,
                  GError        **error)
{
  g_autoptr (SdEvaluator) evaluator = sd_evaluator_new (plan);
  const Counter self = { draft, plan, evaluator, cancellable };
  gboolean done = TRUE;

  for (guint t = 0; t < sd_plan_get_n_tables (plan) && done; t++)
    {
      count_rows (&self, t);
      done = count_primary_key (&self, t) && count_unique_columns (&self, t)
             && count_unique_rules (&self, t) && count_crossed (&self, t);
    }
  done = done && count_references (&self) && count_checks (&self);
  for (guint i = 0; i < draft->totals->len && done; i++)
    done = count_total (&self, &g_array_index (draft->totals, SdReportTotal, i));
  return done || !g_cancellable_set_error_if_cancelled (cancellable, error);
}
