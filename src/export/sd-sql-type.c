/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Types. A foreign key takes the type of the column it refers to, because MySQL
 * and SQL Server want both to be the same.
 */

#include "sd-sql-type-private.h"

/* Longer chains of foreign keys that are primary keys are not followed. */
#define MAX_CHAIN 32

guint
sd_sql_get_max_length (const SdPlanColumn *column)
{
  guint length = column->max_length;

  if (length != 0 || column->dictionary == NULL)
    return length;

  for (guint i = 0; i < column->dictionary->n; i++)
    {
      const SdText *entry = &column->dictionary->entries[i];

      length = MAX (length, g_utf8_strlen (entry->data, entry->length));
    }

  return MAX (length, 1);
}

static const SdPlanColumn *
get_parent_column (SdPlan *plan,
                   guint  *table,
                   guint  *column)
{
  const SdPlanTable *plan_table = sd_plan_get_table (plan, *table);
  const SdPlanColumn *plan_column = &plan_table->columns[*column];
  const SdPlanForeignKey *key;

  if (plan_column->foreign_key < 0)
    return NULL;

  key = &plan_table->foreign_keys[plan_column->foreign_key];
  if (key->broken)
    return NULL;
  for (guint i = 0; i < key->n_columns; i++)
    if (key->columns[i] == *column)
      {
        *table = key->parent_table;
        *column = key->parent_columns[i];
        return &sd_plan_get_table (plan, *table)->columns[*column];
      }

  return NULL;
}

static const SdPlanColumn *
get_root_column (SdPlan *plan,
                 guint   table,
                 guint   column)
{
  const SdPlanColumn *root = &sd_plan_get_table (plan, table)->columns[column];

  for (guint i = 0; i < MAX_CHAIN; i++)
    {
      const SdPlanColumn *parent = get_parent_column (plan, &table, &column);

      if (parent == NULL)
        break;
      root = parent;
    }

  return root;
}

static gboolean
refers_to (const SdPlanForeignKey *key,
           guint                   table,
           guint                   column)
{
  if (key->parent_table != table)
    return FALSE;

  for (guint i = 0; i < key->n_columns; i++)
    if (key->parent_columns[i] == column)
      return TRUE;

  return FALSE;
}

gboolean
sd_sql_is_key_column (SdPlan *plan,
                      guint   table,
                      guint   column)
{
  const SdPlanTable *plan_table = sd_plan_get_table (plan, table);

  if (plan_table->columns[column].unique || plan_table->columns[column].foreign_key >= 0)
    return TRUE;

  for (guint i = 0; i < plan_table->n_primary_key; i++)
    if (plan_table->primary_key[i] == column)
      return TRUE;

  for (guint i = 0; i < sd_plan_get_n_tables (plan); i++)
    {
      const SdPlanTable *child = sd_plan_get_table (plan, i);

      for (guint j = 0; j < child->n_foreign_keys; j++)
        if (!child->foreign_keys[j].broken
            && refers_to (&child->foreign_keys[j], table, column))
          return TRUE;
    }

  return FALSE;
}

static guint
count_digits (gint64 value)
{
  guint64 rest = value < 0 ? -(guint64) value : (guint64) value;
  guint n = 1;

  while (rest >= 10)
    {
      rest /= 10;
      n++;
    }

  return n;
}

static void
append_decimal (GString            *out,
                const SdSqlDialect *dialect,
                const SdPlanColumn *column)
{
  guint precision = column->precision != 0 ? column->precision : 18;

  if (column->has_range)
    precision = MAX (precision, MAX (count_digits (column->minimum),
                                     count_digits (column->maximum)));

  g_string_append_printf (out, "%s(%u,%u)", dialect->decimal,
                          MAX (precision, MAX (column->scale, 1)), column->scale);
}

/* A length that reads as if somebody had chosen it. */
static guint
round_length (guint length)
{
  static const guint lengths[] = { 10, 20, 30, 50, 100, 150, 200, 255, 500, 1000, 2000, 4000 };

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    if (length <= lengths[i])
      return lengths[i];

  return length;
}

static void
append_text (GString            *out,
             const SdSqlDialect *dialect,
             const SdPlanColumn *column,
             gboolean            key)
{
  guint length = sd_sql_get_max_length (column);

  if (key && length == 0)
    length = dialect->key_length;

  if (length == 0 || (length > dialect->max_varchar && !key))
    g_string_append (out, dialect->text);
  else
    g_string_append_printf (out, "%s(%u%s)", dialect->varchar, round_length (length),
                            dialect->varchar_unit);

  if (key)
    g_string_append (out, dialect->key_collation);
}

static gboolean
is_small (const SdPlanColumn *column)
{
  return column->has_range && column->minimum >= G_MININT32 && column->maximum <= G_MAXINT32;
}

/* Appends the type. @fractions: a time or timestamp has fractions of seconds. */
void
sd_sql_append_type (GString            *out,
                    const SdSqlDialect *dialect,
                    SdPlan             *plan,
                    guint               table,
                    guint               column,
                    gboolean            fractions)
{
  const SdPlanColumn *root = get_root_column (plan, table, column);
  const char *digits = fractions ? dialect->microseconds : dialect->whole_seconds;

  if (root->as_text)
    {
      append_text (out, dialect, root, sd_sql_is_key_column (plan, table, column));
      return;
    }
  switch (root->type)
    {
    case SD_TYPE_INTEGER:
      g_string_append (out, is_small (root) ? dialect->small_integer : dialect->integer);
      break;

    case SD_TYPE_DECIMAL:
      append_decimal (out, dialect, root);
      break;

    case SD_TYPE_REAL:
      g_string_append (out, dialect->real);
      break;

    case SD_TYPE_BOOLEAN:
      g_string_append (out, dialect->boolean);
      break;

    case SD_TYPE_DATE:
      g_string_append (out, dialect->date);
      break;

    case SD_TYPE_TIME:
      g_string_append (out, dialect->time);
      if (!g_str_has_suffix (dialect->time, ")"))
        g_string_append (out, digits);
      break;

    case SD_TYPE_TIMESTAMP:
      g_string_append (out, dialect->timestamp);
      g_string_append (out, digits);
      break;

    case SD_TYPE_UUID:
      g_string_append (out, dialect->uuid);
      break;

    case SD_TYPE_TEXT:
    case SD_N_TYPES:
    default:
      append_text (out, dialect, root, sd_sql_is_key_column (plan, table, column));
      break;
    }
}
