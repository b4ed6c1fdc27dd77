/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Columns as the catalog writes them: names that lean on rules, conditions, other
 * names, and what stands in braces ("{products}.unit_price"), brought to the
 * tables of this sketch.
 */

#define G_LOG_DOMAIN "sd-assistant"

#include <string.h>

#include "sd-planner-private.h"

static char *
capitalize (const char *name)
{
  char *text = g_strdelimit (g_strdup (name), "_", ' ');

  for (char *p = text; *p != '\0'; p++)
    if (p == text || p[-1] == ' ')
      *p = g_ascii_toupper (*p);

  return text;
}

/* What stands in braces: {singular}, {Singular}, {title} of this table, or the
 * name of an entity, whose table's name takes its place. Other braces stay:
 * templates have them for columns. FALSE when an entity has no table here. */
static char *
expand_text (SdPlanning    *self,
             SdSketchTable *table,
             const char    *text,
             const char    *column,
             gboolean      *missing)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0';)
    {
      const char *close = *p == '{' ? strchr (p, '}') : NULL;
      g_autofree char *name = close != NULL ? g_strndup (p + 1, close - p - 1) : NULL;
      g_autofree char *value = NULL;

      if (name == NULL)
        {
          g_string_append_c (out, *p++);
          continue;
        }
      if (strcmp (name, "singular") == 0)
        value = g_strdup (table->singular);
      else if (strcmp (name, "Singular") == 0)
        value = capitalize (table->singular);
      else if (strcmp (name, "Title") == 0)
        value = capitalize (column);
      else if (sd_lexicon_find_entity (name) != NULL)
        {
          SdSketchTable *other = sd_sketch_find_entity (self->sketch, name);

          if (other == NULL
              || (sd_sketch_find_link (self->sketch, other, table) == NULL
                  && sd_sketch_find_link (self->sketch, table, other) == NULL))
            *missing = TRUE;
          else
            value = g_strdup (other->name);
        }
      if (value != NULL)
        g_string_append (out, value);
      else
        g_string_append_len (out, p, close + 1 - p);
      p = close + 1;
    }

  return g_string_free (out, FALSE);
}

/* A bound by another column, with the days from it. */
void
sd_planner_drop_bound (JsonObject *parameters,
                       const char *bound)
{
  static const char * const members[] = { "min_days", "max_days" };
  g_autofree char *name = g_strdup (bound);

  json_object_remove_member (parameters, name);
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    if (json_object_has_member (parameters, members[i]))
      json_object_remove_member (parameters, members[i]);
}

/* The parameters with braces expanded. What cannot be is left out: a bound by
 * another table's date is a nicety, a formula is the column (FALSE). */
gboolean
sd_planner_expand_parameters (SdPlanning    *self,
                              SdSketchTable *table,
                              JsonObject    *parameters,
                              const char    *column)
{
  g_autoptr (GList) members = json_object_get_members (parameters);

  for (GList *l = members; l != NULL; l = l->next)
    {
      JsonNode *node = json_object_get_member (parameters, l->data);
      gboolean missing = FALSE;

      if (node == NULL)
        continue;
      if (JSON_NODE_HOLDS_ARRAY (node))
        {
          JsonArray *array = json_node_get_array (node);
          JsonArray *expanded = json_array_new ();

          for (guint i = 0; i < json_array_get_length (array); i++)
            {
              const char *text = sd_json_text_at (array, i);

              if (text != NULL)
                {
                  g_autofree char *value = expand_text (self, table, text, column, &missing);

                  json_array_add_string_element (expanded, value);
                }
              else
                json_array_add_element (expanded,
                                        sd_json_copy_node (json_array_get_element (array, i)));
            }
          json_object_set_array_member (parameters, l->data, expanded);
        }
      else if (sd_json_get_text (parameters, l->data, NULL) != NULL)
        {
          const char *text = sd_json_get_text (parameters, l->data, NULL);
          g_autofree char *value = expand_text (self, table, text, column, &missing);

          if (missing && (strcmp (l->data, "after") == 0 || strcmp (l->data, "before") == 0))
            sd_planner_drop_bound (parameters, l->data);
          else if (missing)
            return FALSE;
          else
            json_object_set_string_member (parameters, l->data, value);
        }
    }

  return TRUE;
}

static gboolean
has_linked (SdPlanning    *self,
            SdSketchTable *table,
            const char    *entity)
{
  SdSketchTable *other = sd_sketch_find_entity (self->sketch, entity);

  return other != NULL && other != table
         && (sd_sketch_find_link (self->sketch, other, table) != NULL
             || sd_sketch_find_link (self->sketch, table, other) != NULL);
}

/* "if" and "unless" name entities with which the column makes sense or not. */
gboolean
sd_planner_applies (SdPlanning    *self,
                    SdSketchTable *table,
                    JsonObject    *column)
{
  g_auto (GStrv) wanted = sd_json_get_names (column, "if");
  g_auto (GStrv) unwanted = sd_json_get_names (column, "unless");

  for (guint i = 0; wanted[i] != NULL; i++)
    if (!has_linked (self, table, wanted[i]))
      return FALSE;
  for (guint i = 0; unwanted[i] != NULL; i++)
    if (has_linked (self, table, unwanted[i]))
      return FALSE;

  return TRUE;
}

/* A catalog column is a name, or an object that may lean on the rule of another
 * name ("like"). (transfer full) */
JsonObject *
sd_planner_read_column (SdSketchTable *table,
                        JsonNode      *node)
{
  JsonObject *given, *column;
  g_autofree char *name = NULL;
  const char *like;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      const char *text = json_node_get_string (node);

      column = sd_lexicon_guess_column (text, table->kind);
      return column != NULL ? column : sd_lexicon_unknown_column (text);
    }

  given = json_node_get_object (node);
  {
    const char *raw = sd_json_get_text (given, "name", "");
    const char *brace = strstr (raw, "{singular}");

    name = brace != NULL ? g_strdup_printf ("%.*s%s%s", (int) (brace - raw), raw, table->singular,
                                            brace + strlen ("{singular}"))
                         : g_strdup (raw);
  }
  like = sd_json_get_text (given, "like", sd_json_get_text (given, "generator", NULL) == NULL
                                            ? name : NULL);
  column = like != NULL ? sd_lexicon_guess_column (like, table->kind) : json_object_new ();
  if (column == NULL)
    column = sd_lexicon_unknown_column (name);

  {
    g_autoptr (GList) members = json_object_get_members (given);

    for (GList *l = members; l != NULL; l = l->next)
      if (strcmp (l->data, "like") != 0)
        json_object_set_member (column, l->data,
                                sd_json_copy_node (json_object_get_member (given, l->data)));
  }
  json_object_set_string_member (column, "name", name);

  return column;
}

JsonArray *
sd_planner_default_columns (const SdSketchTable *table)
{
  JsonArray *columns = table->entity != NULL ? sd_entity_get_columns (table->entity) : NULL;

  return columns != NULL ? columns : sd_lexicon_kind_columns (table->kind);
}

gboolean
sd_planner_answers_to (JsonObject *column,
                       const char *name)
{
  JsonArray *aliases = sd_json_get_array (column, "aliases");

  if (g_strcmp0 (sd_json_get_text (column, "name", NULL), name) == 0)
    return TRUE;
  for (guint i = 0; i < sd_json_length (aliases); i++)
    if (g_strcmp0 (sd_json_text_at (aliases, i), name) == 0)
      return TRUE;

  return FALSE;
}

/* The catalog's column of that name for the table. (transfer full) (nullable) */
JsonObject *
sd_planner_find_default (SdPlanning    *self,
                         SdSketchTable *table,
                         const char    *name)
{
  JsonArray *columns = table->entity != NULL ? sd_entity_get_columns (table->entity) : NULL;

  for (guint i = 0; i < sd_json_length (columns); i++)
    {
      JsonObject *column = sd_planner_read_column (table, json_array_get_element (columns, i));

      if (sd_planner_answers_to (column, name)
          && (self == NULL || sd_planner_applies (self, table, column)))
        {
          json_object_set_string_member (column, "name", name);
          return column;
        }
      json_object_unref (column);
    }

  return NULL;
}

/* Whole words only: "price" in "unit_price" stays. (transfer full) */
static char *
replace_word (const char *text,
              const char *from,
              const char *to)
{
  GString *out = g_string_new (NULL);
  gsize n = strlen (from);

  for (const char *p = text; *p != '\0';)
    {
      gboolean begins = p == text || !(g_ascii_isalnum (p[-1]) || p[-1] == '_');

      if (begins && strncmp (p, from, n) == 0 && !(g_ascii_isalnum (p[n]) || p[n] == '_'))
        {
          g_string_append (out, to);
          p += n;
        }
      else
        g_string_append_c (out, *p++);
    }

  return g_string_free (out, FALSE);
}

/* What speaks of the column by its old name, in its table and, as "table.name",
 * in the others. */
static void
rename_references (SdPlanning    *self,
                   SdSketchTable *table,
                   const char    *from,
                   const char    *to)
{
  static const char * const members[] = { "formula", "after", "before", "template", "column",
                                          "given" };

  for (guint t = 0; t < self->sketch->tables->len; t++)
    {
      SdSketchTable *other = sd_sketch_table_at (self->sketch, t);
      g_autofree char *far_from = g_strconcat (table->name, ".", from, NULL);
      g_autofree char *far_to = g_strconcat (table->name, ".", to, NULL);

      for (guint i = 0; i < json_array_get_length (other->columns); i++)
        {
          JsonObject *column = json_array_get_object_element (other->columns, i);
          JsonObject *parameters = sd_json_get_object (column, "parameters");

          for (gsize m = 0; m < G_N_ELEMENTS (members); m++)
            {
              const char *text = sd_json_get_text (parameters, members[m], NULL);
              gboolean own = other == table && g_strcmp0 (members[m], "column") != 0;
              gboolean child = g_strcmp0 (members[m], "column") == 0
                               && strcmp (sd_json_get_text (parameters, "child", ""),
                                          table->name) == 0;
              g_autofree char *value = NULL;

              if (text == NULL)
                continue;
              value = own || child ? replace_word (text, from, to)
                                   : replace_word (text, far_from, far_to);
              json_object_set_string_member (parameters, members[m], value);
            }
        }
    }
}

JsonObject *
sd_planner_find_alias (SdPlanning    *self,
                       SdSketchTable *table,
                       const char    *name)
{
  JsonArray *columns = table->entity != NULL ? sd_entity_get_columns (table->entity) : NULL;

  for (guint i = 0; i < sd_json_length (columns); i++)
    {
      g_autoptr (JsonObject) known = sd_planner_read_column (table,
                                                             json_array_get_element (columns, i));
      g_autofree char *old = g_strdup (sd_json_get_text (known, "name", ""));
      JsonObject *column = sd_sketch_find_column (table, old);
      g_autofree char *title = NULL;

      if (column == NULL || !sd_planner_answers_to (known, name))
        continue;
      title = sd_title_from_name (name);
      rename_references (self, table, old, name);
      json_object_set_string_member (column, "name", name);
      json_object_set_string_member (column, "title", title);
      return column;
    }

  return NULL;
}

JsonObject *
sd_planner_make_column (SdSketchTable *table,
                        const char    *name,
                        gboolean      *known)
{
  JsonObject *column = sd_planner_find_default (NULL, table, name);

  if (column == NULL)
    column = sd_lexicon_guess_column (name, table->kind);
  *known = column != NULL;

  return column != NULL ? column : sd_lexicon_unknown_column (name);
}

void
sd_planner_finish_column (JsonObject *column)
{
  static const char * const helpers[] = { "aliases", "if", "unless", "like", "covers", "main" };
  const char *name = sd_json_get_text (column, "name", "");

  for (gsize i = 0; i < G_N_ELEMENTS (helpers); i++)
    if (json_object_has_member (column, helpers[i]))
      json_object_remove_member (column, helpers[i]);
  if (sd_json_get_text (column, "title", NULL) == NULL)
    {
      g_autofree char *title = sd_title_from_name (name);

      json_object_set_string_member (column, "title", title);
    }
}
