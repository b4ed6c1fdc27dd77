/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Every table gets its columns: key, foreign keys, then what the user listed,
 * the catalog has, or the kind of noun suggests; and what columns say of other
 * tables ("{products}.unit_price") is brought to the names of this sketch.
 */

#define G_LOG_DOMAIN "sd-assistant"

#include "config.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "sd-catalog.h"
#include "sd-planner-private.h"

/* Takes @column; drops it when it cannot be here. */
static void
add_column (SdPlanning    *self,
            SdSketchTable *table,
            JsonObject    *column)
{
  const char *name = sd_json_get_text (column, "name", "");
  JsonObject *parameters = sd_json_get_object (column, "parameters");

  if (sd_sketch_find_column (table, name) != NULL || !sd_planner_applies (self, table, column)
      || (parameters != NULL && !sd_planner_expand_parameters (self, table, parameters, name)))
    {
      json_object_unref (column);
      return;
    }
  sd_planner_finish_column (column);
  json_array_add_object_element (table->columns, column);
}

static void
add_simple (SdPlanning    *self,
            SdSketchTable *table,
            const char    *name,
            const char    *generator)
{
  JsonObject *column = json_object_new ();

  json_object_set_string_member (column, "name", name);
  json_object_set_string_member (column, "type", "integer");
  json_object_set_string_member (column, "generator", generator);
  json_object_set_object_member (column, "parameters", json_object_new ());
  if (strcmp (generator, "sequence") == 0)
    json_object_set_boolean_member (column, "unique", TRUE);
  add_column (self, table, column);
}

static void
add_keys (SdPlanning    *self,
          SdSketchTable *table)
{
  g_autofree char *key = sd_sketch_key (table);

  if (!table->link && !table->keyless && table->origin == NULL)
    add_simple (self, table, key, "sequence");
  for (guint i = 0; i < self->sketch->links->len; i++)
    {
      SdSketchLink *link = self->sketch->links->pdata[i];

      if (link->child == table && link->origin == NULL)
        {
          add_simple (self, table, link->column, "reference");
          if (link->optional > 0)
            json_object_set_boolean_member (sd_sketch_find_column (table, link->column), "nullable",
                                            TRUE);
        }
    }
}

/* A column that the user named. */
static void
add_asked (SdPlanning    *self,
           SdSketchTable *table,
           const char    *name)
{
  JsonObject *column;

  if (sd_sketch_find_column (table, name) != NULL)
    return;
  column = sd_planner_find_default (self, table, name);
  if (column == NULL)
    column = sd_lexicon_guess_column (name, table->kind);
  if (column == NULL)
    {
      column = sd_lexicon_unknown_column (name);
      if (strcmp (sd_json_get_text (column, "generator", ""), "category") != 0)
        sd_sketch_assume (self->sketch, _("%s.%s is made as a count."), table->name, name);
      else
        sd_sketch_assume (self->sketch,
                        _("%s.%s is made as a category of four values, because its name says "
                          "nothing about it."),
                        table->name, name);
    }
  add_column (self, table, column);
}

/* Whether the column tells one row from another for people: names, titles, the
 * day something happened. */
static gboolean
names_row (JsonObject *column)
{
  const char *name = sd_json_get_text (column, "name", "");

  return sd_json_get_boolean (column, "main", FALSE) || strcmp (name, "name") == 0
         || strcmp (name, "title") == 0 || strcmp (name, "first_name") == 0
         || strcmp (name, "last_name") == 0
         || strcmp (sd_json_get_text (sd_json_get_object (column, "parameters"), "order", ""),
                    "row") == 0;
}

static gboolean
asks_for_name (const SdSketchTable *table)
{
  for (guint i = 0; i < table->asked->len; i++)
    if (strstr (table->asked->pdata[i], "name") != NULL
        || strstr (table->asked->pdata[i], "title") != NULL)
      return TRUE;

  return FALSE;
}

/* Whether the user named it, by another name perhaps: "date" is the order date. */
static gboolean
is_asked (const SdSketchTable *table,
          JsonObject          *column)
{
  for (guint i = 0; i < table->asked->len; i++)
    if (sd_planner_answers_to (column, table->asked->pdata[i]))
      return TRUE;

  return FALSE;
}

/* For a noun that no entity has, the catalog may still know names: of planets,
 * potions, wizards. (nullable) */
static const char *
semantic_of_noun (const SdSketchTable *table)
{
  g_autofree char *named = g_strconcat (table->singular, "_name", NULL);
  const SdSemanticType *type = NULL;

  if (table->entity == NULL && !table->link)
    {
      type = sd_catalog_get_semantic ("en_US", named);
      if (type == NULL && table->kind != SD_KIND_PERSON && table->kind != SD_KIND_EVENT)
        type = sd_catalog_get_semantic ("en_US", table->singular);
    }

  return type != NULL && strcmp (type->type, "text") == 0 ? type->nick : NULL;
}

/* The name from the vocabulary takes the place of what the kind has. */
static void
add_known_name (SdPlanning    *self,
                SdSketchTable *table)
{
  const char *nick = semantic_of_noun (table);
  JsonObject *column, *parameters;

  if (nick == NULL)
    return;
  column = json_object_new ();
  parameters = json_object_new ();
  json_object_set_string_member (column, "name", "name");
  json_object_set_string_member (column, "type", "text");
  json_object_set_string_member (column, "generator", "semantic");
  json_object_set_string_member (parameters, "semantic", nick);
  json_object_set_object_member (column, "parameters", parameters);
  add_column (self, table, column);
}

static void
fill_table (SdPlanning    *self,
            SdSketchTable *table)
{
  JsonArray *defaults = table->link ? NULL : sd_planner_default_columns (table);
  gboolean asked = table->asked->len > 0;

  /* "students(id, name)": the key is called so. */
  if (g_ptr_array_find_with_equal_func (table->asked, "id", g_str_equal, NULL))
    {
      table->key = g_strdup ("id");
      table->keyless = FALSE;
    }
  add_keys (self, table);
  if (table->only_asked && !table->keyless && table->key == NULL && !table->link)
    sd_sketch_assume (self->sketch, _("%s has the key %s_id beside the columns listed."),
                      table->name, table->singular);
  if (!asked)
    add_known_name (self, table);
  for (guint i = 0; (!asked || !table->only_asked) && i < sd_json_length (defaults); i++)
    {
      JsonObject *column = sd_planner_read_column (table, json_array_get_element (defaults, i));

      if (!asked && semantic_of_noun (table) != NULL
          && g_str_has_suffix (sd_json_get_text (column, "name", ""), "_name"))
        json_object_unref (column);
      else if (!asked
               || (names_row (column) && !is_asked (table, column)
                   && !(asks_for_name (table) && table->kind != SD_KIND_EVENT)))
        add_column (self, table, column);
      else
        json_object_unref (column);
    }
  for (guint i = 0; i < table->asked->len; i++)
    add_asked (self, table, table->asked->pdata[i]);
  for (guint i = 0; i < table->extra->len; i++)
    add_asked (self, table, table->extra->pdata[i]);
}

/* Whether "{0} * {1}" can be made: all columns it takes are there. (transfer full) */
static char *
derive_formula (SdSketchTable *table,
                JsonObject    *derivation)
{
  JsonArray *from = sd_json_get_array (derivation, "from");
  GString *formula = g_string_new (sd_json_get_text (derivation, "formula", ""));

  for (guint i = 0; i < sd_json_length (from); i++)
    {
      JsonArray *names = json_array_get_array_element (from, i);
      g_autofree char *place = g_strdup_printf ("{%u}", i);
      const char *found = NULL;

      for (guint j = 0; found == NULL && j < json_array_get_length (names); j++)
        if (sd_sketch_find_column (table, json_array_get_string_element (names, j)) != NULL)
          found = json_array_get_string_element (names, j);
      if (found == NULL)
        {
          g_string_free (formula, TRUE);
          return NULL;
        }
      g_string_replace (formula, place, found, 0);
    }

  return g_string_free (formula, FALSE);
}

/* "revenue" beside "units" and "price" is their product. */
static void
derive_columns (SdSketchTable *table)
{
  for (guint i = 0; i < json_array_get_length (table->columns); i++)
    {
      JsonObject *column = json_array_get_object_element (table->columns, i);
      const char *name = sd_json_get_text (column, "name", "");
      JsonObject *rule = sd_lexicon_find_rule (name, table->kind);
      JsonArray *list = rule != NULL ? sd_json_get_array (rule, "derive") : NULL;

      if (strcmp (sd_json_get_text (column, "generator", ""), "number") != 0)
        continue;
      for (guint j = 0; j < sd_json_length (list); j++)
        {
          g_autofree char *formula = derive_formula (table, sd_json_object_at (list, j));
          JsonObject *parameters;

          if (formula == NULL)
            continue;
          parameters = json_object_new ();
          json_object_set_string_member (parameters, "formula", formula);
          json_object_set_string_member (column, "generator", "formula");
          json_object_set_object_member (column, "parameters", parameters);
          break;
        }
    }
}

/* Entities know more words for themselves than the prompt used. */
static void
add_aliases (SdPlanning    *self,
             SdSketchTable *table)
{
  static const char * const members[] = { "synonyms", "aliases" };

  sd_sketch_add_alias (table, table->singular);
  for (gsize m = 0; table->entity != NULL && m < G_N_ELEMENTS (members); m++)
    {
      JsonArray *words = sd_json_get_array (table->entity->json, members[m]);

      for (guint i = 0; i < sd_json_length (words); i++)
        {
          const char *word = json_array_get_string_element (words, i);
          gboolean taken = FALSE;

          for (guint t = 0; t < self->sketch->tables->len; t++)
            {
              SdSketchTable *other = sd_sketch_table_at (self->sketch, t);
              g_autofree char *plural = sd_word_book_plural (word);

              taken = taken
                      || (other != table
                          && (strcmp (other->singular, word) == 0
                              || strcmp (other->name, plural) == 0
                              || g_ptr_array_find_with_equal_func (other->aliases, word,
                                                                   g_str_equal, NULL)));
            }
          if (!taken)
            sd_sketch_add_alias (table, word);
        }
    }
  if (table->entity != NULL)
    sd_sketch_add_alias (table, table->entity->singular);
}

void
sd_planner_fill_columns (SdPlanning *self)
{
  GPtrArray *tables = self->sketch->tables;
  gboolean changed = TRUE;

  if (tables->len == 1 && sd_sketch_table_at (self->sketch, 0)->only_asked
      && self->sketch->links->len == 0)
    sd_sketch_table_at (self->sketch, 0)->keyless = TRUE;

  for (guint i = 0; i < tables->len; i++)
    {
      if (sd_sketch_table_at (self->sketch, i)->origin != NULL)
        {
          add_keys (self, tables->pdata[i]);
          continue;
        }
      add_aliases (self, tables->pdata[i]);
      fill_table (self, tables->pdata[i]);
      if (sd_sketch_table_at (self->sketch, i)->asked->len > 0)
        derive_columns (tables->pdata[i]);
    }
  /* Each round settles at least one column, so it ends. */
  for (guint round = 0; changed && round < 20; round++)
    {
      changed = FALSE;
      for (guint i = 0; i < tables->len; i++)
        {
          SdSketchTable *table = tables->pdata[i];

          if (table->origin != NULL)
            continue;
          for (guint j = 0; j < json_array_get_length (table->columns); j++)
            changed = sd_planner_check_column (self, table, j) || changed;
        }
    }
}
