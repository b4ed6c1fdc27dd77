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
static void
drop_bound (JsonObject *parameters,
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
static gboolean
expand_parameters (SdPlanning    *self,
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
          g_autofree char *value = expand_text (self, table,
                                                sd_json_get_text (parameters, l->data, NULL), column,
                                                &missing);

          if (missing && (strcmp (l->data, "after") == 0 || strcmp (l->data, "before") == 0))
            drop_bound (parameters, l->data);
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
static gboolean
applies (SdPlanning    *self,
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
static JsonObject *
read_column (SdSketchTable *table,
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

static JsonArray *
default_columns (const SdSketchTable *table)
{
  JsonArray *columns = table->entity != NULL ? sd_entity_get_columns (table->entity) : NULL;

  return columns != NULL ? columns : sd_lexicon_kind_columns (table->kind);
}

static gboolean
answers_to (JsonObject *column,
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
static JsonObject *
find_default (SdPlanning    *self,
              SdSketchTable *table,
              const char    *name)
{
  JsonArray *columns = table->entity != NULL ? sd_entity_get_columns (table->entity) : NULL;

  for (guint i = 0; i < sd_json_length (columns); i++)
    {
      JsonObject *column = read_column (table, json_array_get_element (columns, i));

      if (answers_to (column, name) && (self == NULL || applies (self, table, column)))
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
  static const char * const members[] = { "formula", "after", "before", "template", "column", "given" };

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
                               && strcmp (sd_json_get_text (parameters, "child", ""), table->name) == 0;
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
      g_autoptr (JsonObject) known = read_column (table, json_array_get_element (columns, i));
      g_autofree char *old = g_strdup (sd_json_get_text (known, "name", ""));
      JsonObject *column = sd_sketch_find_column (table, old);
      g_autofree char *title = NULL;

      if (column == NULL || !answers_to (known, name))
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
  JsonObject *column = find_default (NULL, table, name);

  if (column == NULL)
    column = sd_lexicon_guess_column (name, table->kind);
  *known = column != NULL;

  return column != NULL ? column : sd_lexicon_unknown_column (name);
}

static void
finish_column (JsonObject *column)
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

/* Takes @column; drops it when it cannot be here. */
static void
add_column (SdPlanning    *self,
            SdSketchTable *table,
            JsonObject    *column)
{
  const char *name = sd_json_get_text (column, "name", "");
  JsonObject *parameters = sd_json_get_object (column, "parameters");

  if (sd_sketch_find_column (table, name) != NULL || !applies (self, table, column)
      || (parameters != NULL && !expand_parameters (self, table, parameters, name)))
    {
      json_object_unref (column);
      return;
    }
  finish_column (column);
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
  column = find_default (self, table, name);
  if (column == NULL)
    column = sd_lexicon_guess_column (name, table->kind);
  if (column == NULL)
    {
      column = sd_lexicon_unknown_column (name);
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
         || strcmp (sd_json_get_text (sd_json_get_object (column, "parameters"), "order", ""), "row") == 0;
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
  JsonArray *defaults = table->link ? NULL : default_columns (table);
  gboolean asked = table->asked->len > 0;

  /* "students(id, name)": the key is called so. */
  if (g_ptr_array_find_with_equal_func (table->asked, "id", g_str_equal, NULL))
    {
      table->key = g_strdup ("id");
      table->keyless = FALSE;
    }
  add_keys (self, table);
  if (!asked)
    add_known_name (self, table);
  for (guint i = 0; (!asked || !table->only_asked) && i < sd_json_length (defaults); i++)
    {
      JsonObject *column = read_column (table, json_array_get_element (defaults, i));

      if (!asked && semantic_of_noun (table) != NULL
          && g_str_has_suffix (sd_json_get_text (column, "name", ""), "_name"))
        json_object_unref (column);
      else if (!asked || (names_row (column) && !(asks_for_name (table) && table->kind != SD_KIND_EVENT)))
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

/* Whether an identifier of a formula means something here. */
static gboolean
knows_reference (SdPlanning    *self,
                 SdSketchTable *table,
                 const char    *owner,
                 const char    *column)
{
  SdSketchTable *other;

  if (owner == NULL)
    return sd_sketch_find_column (table, column) != NULL;
  other = sd_sketch_find_table (self->sketch, owner);
  if (other == NULL)
    return FALSE;

  return sd_sketch_find_column (other, column) != NULL;
}

/* Lower-case identifiers of a formula are columns, unless a bracket follows or
 * they stand in quotes; its keywords are upper case in the catalog. */
static gboolean
formula_holds (SdPlanning    *self,
               SdSketchTable *table,
               const char    *formula)
{
  const char *p = formula;

  while (*p != '\0')
    {
      const char *start = p;
      g_autofree char *word = NULL;
      g_autofree char *owner = NULL;

      if (*p == '\'')
        {
          for (p++; *p != '\0' && *p != '\''; p++)
            ;
          p += *p != '\0';
          continue;
        }
      if (!g_ascii_islower (*p))
        {
          p++;
          continue;
        }
      while (g_ascii_islower (*p) || g_ascii_isdigit (*p) || *p == '_')
        p++;
      word = g_strndup (start, p - start);
      if (*p == '(' || *p == ' ')
        {
          const char *q = p;

          while (*q == ' ')
            q++;
          if (*q == '(')
            continue;
        }
      if (*p == '.')
        {
          owner = g_steal_pointer (&word);
          start = ++p;
          while (g_ascii_islower (*p) || g_ascii_isdigit (*p) || *p == '_')
            p++;
          word = g_strndup (start, p - start);
        }
      if (!knows_reference (self, table, owner, word))
        return FALSE;
    }

  return TRUE;
}

/* A bound such as "customers.signup_date" or "start_date" whose column is not
 * there is dropped. */
static void
check_bounds (SdPlanning    *self,
              SdSketchTable *table,
              JsonObject    *parameters)
{
  static const char * const bounds[] = { "after", "before" };

  for (gsize i = 0; i < G_N_ELEMENTS (bounds); i++)
    {
      const char *text = sd_json_get_text (parameters, bounds[i], NULL);
      g_auto (GStrv) parts = text != NULL ? g_strsplit (text, ".", 2) : NULL;

      if (text != NULL
          && !knows_reference (self, table, parts[1] != NULL ? parts[0] : NULL,
                               parts[1] != NULL ? parts[1] : parts[0]))
        drop_bound (parameters, bounds[i]);
    }
}

static void
replace_members (JsonObject *object,
                 JsonObject *with)
{
  g_autoptr (GList) old = json_object_get_members (object);
  g_autoptr (GList) members = NULL;

  for (GList *l = old; l != NULL; l = l->next)
    {
      g_autofree char *member = g_strdup (l->data);

      json_object_remove_member (object, member);
    }
  members = json_object_get_members (with);
  for (GList *l = members; l != NULL; l = l->next)
    json_object_set_member (object, l->data,
                            sd_json_copy_node (json_object_get_member (with, l->data)));
}

/* A formula over columns that the user did not want becomes what its name
 * suggests. TRUE when something changed, because others may lean on it. */
gboolean
sd_planner_check_column (SdPlanning    *self,
                         SdSketchTable *table,
                         guint          index)
{
  JsonObject *column = json_array_get_object_element (table->columns, index);
  JsonObject *parameters = sd_json_get_object (column, "parameters");
  const char *generator = sd_json_get_text (column, "generator", "");
  g_autofree char *name = g_strdup (sd_json_get_text (column, "name", ""));
  JsonObject *guess;
  gboolean holds = TRUE;

  if (parameters == NULL)
    return FALSE;
  check_bounds (self, table, parameters);
  if (strcmp (generator, "formula") == 0)
    holds = formula_holds (self, table, sd_json_get_text (parameters, "formula", ""));
  else if (strcmp (generator, "aggregate") == 0 && sd_json_get_text (parameters, "column", NULL) != NULL)
    holds = knows_reference (self, table, sd_json_get_text (parameters, "child", ""),
                             sd_json_get_text (parameters, "column", ""));
  if (holds)
    return FALSE;

  guess = sd_lexicon_guess_column (name, table->kind);
  if (guess == NULL)
    guess = sd_lexicon_unknown_column (name);
  expand_parameters (self, table, sd_json_get_object (guess, "parameters"), name);
  finish_column (guess);
  replace_members (column, guess);
  json_object_unref (guess);

  return TRUE;
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
                          && (strcmp (other->singular, word) == 0 || strcmp (other->name, plural) == 0
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

          for (guint j = 0; table->origin == NULL && j < json_array_get_length (table->columns); j++)
            changed = sd_planner_check_column (self, table, j) || changed;
        }
    }
}
