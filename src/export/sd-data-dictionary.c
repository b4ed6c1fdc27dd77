/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The entries are the same for every format; each writes them in its own way.
 * They are not translated: they are data, whose bytes do not depend on who
 * exports.
 */

#include "sd-data-dictionary-private.h"

#include <string.h>

/* Vocabularies longer than this are not a choice that anybody reads. */
#define MAX_VALUES 100

const char * const sd_data_dictionary_field_names[SD_N_DATA_DICTIONARY_FIELDS] = {
  [SD_DATA_DICTIONARY_TABLE] = "table_name",
  [SD_DATA_DICTIONARY_COLUMN] = "column_name",
  [SD_DATA_DICTIONARY_TITLE] = "title",
  [SD_DATA_DICTIONARY_TYPE] = "type",
  [SD_DATA_DICTIONARY_UNIT] = "unit",
  [SD_DATA_DICTIONARY_MEANING] = "meaning",
  [SD_DATA_DICTIONARY_ALLOWED_VALUES] = "allowed_values",
  [SD_DATA_DICTIONARY_KEY] = "key",
};

static void
entry_free (gpointer data)
{
  SdDataDictionaryEntry *self = data;

  for (guint i = 0; i < SD_N_DATA_DICTIONARY_FIELDS; i++)
    g_free (self->fields[i]);
  g_free (self);
}

static char *
describe_type (const SdPlanColumn *column)
{
  if (column->as_text)
    return g_strdup_printf ("text: %s, with other texts in some cells",
                            sd_type_to_nick (column->type));
  if (column->type == SD_TYPE_DECIMAL)
    return g_strdup_printf ("decimal, %u digit%s after the point", column->scale,
                            column->scale == 1 ? "" : "s");

  return g_strdup (sd_type_to_nick (column->type));
}

static char *
list_values (const SdPlanColumn *column)
{
  g_autoptr(GString) text = g_string_new (NULL);

  if (column->type == SD_TYPE_BOOLEAN)
    return g_strdup ("true; false");
  if (!column->has_choices || column->dictionary == NULL)
    return g_strdup ("");

  for (guint i = 0; i < column->dictionary->n; i++)
    {
      const SdText *value = &column->dictionary->entries[i];

      if (i > 0)
        g_string_append (text, "; ");
      if (i == MAX_VALUES)
        {
          g_string_append (text, "…");
          break;
        }
      g_string_append_len (text, value->data, value->length);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
append_part (GString    *text,
             const char *part)
{
  if (text->len > 0)
    g_string_append (text, "; ");
  g_string_append (text, part);
}

static char *
describe_key (SdPlan            *plan,
              const SdPlanTable *table,
              guint              column)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < table->n_primary_key; i++)
    if (table->primary_key[i] == column)
      append_part (text, table->n_primary_key == 1 ? "primary key" : "part of the primary key");

  if (table->columns[column].unique
      && !(table->n_primary_key == 1 && table->primary_key[0] == column))
    append_part (text, "unique");

  for (guint i = 0; i < table->n_foreign_keys; i++)
    for (guint j = 0; j < table->foreign_keys[i].n_columns; j++)
      {
        const SdPlanForeignKey *key = &table->foreign_keys[i];
        const SdPlanTable *parent = sd_plan_get_table (plan, key->parent_table);
        g_autofree char *part = NULL;

        if (key->columns[j] != column || key->broken)
          continue;

        part = g_strdup_printf ("refers to %s.%s", parent->name,
                                parent->columns[key->parent_columns[j]].name);
        append_part (text, part);
      }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static SdDataDictionaryEntry *
entry_new (const char *table,
           const char *column,
           const char *title,
           char       *type,
           const char *unit,
           const char *meaning,
           char       *values,
           char       *key)
{
  SdDataDictionaryEntry *self = g_new0 (SdDataDictionaryEntry, 1);

  self->fields[SD_DATA_DICTIONARY_TABLE] = g_strdup (table);
  self->fields[SD_DATA_DICTIONARY_COLUMN] = g_strdup (column);
  self->fields[SD_DATA_DICTIONARY_TITLE] = g_strdup (title != NULL ? title : "");
  self->fields[SD_DATA_DICTIONARY_TYPE] = type;
  self->fields[SD_DATA_DICTIONARY_UNIT] = g_strdup (unit != NULL ? unit : "");
  self->fields[SD_DATA_DICTIONARY_MEANING] = g_strdup (meaning != NULL ? meaning : "");
  self->fields[SD_DATA_DICTIONARY_ALLOWED_VALUES] = values;
  self->fields[SD_DATA_DICTIONARY_KEY] = key;

  return self;
}

/* The constraints that do not hold because the data is messy. */
static char *
describe_dropped (const SdPlanTable *table)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < table->n_dropped; i++)
    {
      if (i > 0)
        g_string_append (text, "; ");
      g_string_append_printf (text, "not declared: %s", table->dropped[i]);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* An entry per table, followed by one per column, in the order of the document.
 * (transfer full) (element-type SdDataDictionaryEntry) */
GPtrArray *
sd_data_dictionary_new (SdPlan *plan)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func (entry_free);

  for (guint i = 0; i < sd_plan_get_n_tables (plan); i++)
    {
      const SdPlanTable *table = sd_plan_get_table (plan, i);

      g_ptr_array_add (entries, entry_new (table->name, "", table->title, g_strdup ("table"), "",
                                           table->description, g_strdup (""),
                                           describe_dropped (table)));
      for (guint j = 0; j < table->n_columns; j++)
        {
          const SdPlanColumn *column = &table->columns[j];

          g_ptr_array_add (entries, entry_new (table->name, column->name, column->title,
                                               describe_type (column), column->unit,
                                               column->description, list_values (column),
                                               describe_key (plan, table, j)));
        }
    }

  return entries;
}

static void
append_sentence (GString    *text,
                 const char *label,
                 const char *field)
{
  if (*field == '\0')
    return;

  if (text->len > 0)
    g_string_append (text, text->str[text->len - 1] == '.' ? " " : ". ");
  g_string_append (text, label);
  g_string_append (text, field);
}

/* The entry in one line, for comments: title, meaning, unit and values. Line
 * breaks and other control characters become blanks. (transfer full) */
char *
sd_data_dictionary_describe (const SdDataDictionaryEntry *entry)
{
  GString *text = g_string_new (NULL);

  append_sentence (text, "", entry->fields[SD_DATA_DICTIONARY_TITLE]);
  append_sentence (text, "", entry->fields[SD_DATA_DICTIONARY_MEANING]);
  append_sentence (text, "Unit: ", entry->fields[SD_DATA_DICTIONARY_UNIT]);
  append_sentence (text, "Values: ", entry->fields[SD_DATA_DICTIONARY_ALLOWED_VALUES]);
  for (char *c = text->str; *c != '\0'; c++)
    if ((guint8) *c < 0x20)
      *c = ' ';

  return g_string_free (text, FALSE);
}

/* "data_dictionary", or with a number when a table has that name. (transfer
 * full) */
char *
sd_data_dictionary_get_name (SdPlan *plan)
{
  char *name = g_strdup ("data_dictionary");

  for (guint n = 2; sd_plan_find_table (plan, name) >= 0; n++)
    {
      g_free (name);
      name = g_strdup_printf ("data_dictionary_%u", n);
    }

  return name;
}
