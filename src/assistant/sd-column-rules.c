/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What a column or a noun is, told by its words: the rules of
 * data/catalog/planner/columns.json and kinds.json. "customer_email" is an
 * e-mail address, "brewing session" happens at a time.
 */

#define G_LOG_DOMAIN "sd-assistant"

#include <string.h>

#include "sd-catalog.h"
#include "sd-lexicon-private.h"

typedef struct
{
  GHashTable *names;    /* name → GPtrArray of JsonObject */
  GHashTable *endings;
  GHashTable *starts;
  JsonObject *fallback;
} SdColumnRules;

static const char * const kind_nicks[SD_N_KINDS] = {
  [SD_KIND_THING] = "thing",
  [SD_KIND_PERSON] = "person",
  [SD_KIND_EVENT] = "event",
  [SD_KIND_PLACE] = "place",
  [SD_KIND_GROUP] = "group",
};

static void
rules_index (GHashTable *table,
             JsonObject *rule,
             const char *member)
{
  JsonArray *array = sd_json_get_array (rule, member);

  for (guint i = 0; i < sd_json_length (array); i++)
    {
      const char *name = json_array_get_string_element (array, i);
      GPtrArray *list = g_hash_table_lookup (table, name);

      if (list == NULL)
        {
          list = g_ptr_array_new ();
          g_hash_table_insert (table, (gpointer) name, list);
        }
      g_ptr_array_add (list, rule);
    }
}

static gpointer
rules_load (gpointer data)
{
  JsonObject *file = json_node_get_object (sd_catalog_get_json ("planner/columns"));
  JsonArray *list = sd_json_get_array (file, "rules");
  SdColumnRules *rules = g_new0 (SdColumnRules, 1);

  rules->names = g_hash_table_new (g_str_hash, g_str_equal);
  rules->endings = g_hash_table_new (g_str_hash, g_str_equal);
  rules->starts = g_hash_table_new (g_str_hash, g_str_equal);
  rules->fallback = sd_json_get_object (file, "fallback");
  for (guint i = 0; i < sd_json_length (list); i++)
    {
      JsonObject *rule = sd_json_object_at (list, i);

      rules_index (rules->names, rule, "names");
      rules_index (rules->endings, rule, "endings");
      rules_index (rules->starts, rule, "starts");
    }

  return rules;
}

static const SdColumnRules *
rules_get (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, rules_load, NULL);
}

static gboolean
array_has (JsonArray  *array,
           const char *text)
{
  for (guint i = 0; i < sd_json_length (array); i++)
    if (g_strcmp0 (sd_json_text_at (array, i), text) == 0)
      return TRUE;

  return FALSE;
}

/* The first rule for tables of @kind, else the first for any. */
static JsonObject *
rules_pick (GHashTable *table,
            const char *name,
            SdKind      kind)
{
  GPtrArray *list = g_hash_table_lookup (table, name);
  JsonObject *any = NULL;

  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      JsonArray *kinds = sd_json_get_array (list->pdata[i], "kinds");

      if (kinds != NULL && array_has (kinds, kind_nicks[kind]))
        return list->pdata[i];
      if (kinds == NULL && any == NULL)
        any = list->pdata[i];
    }

  return any;
}

static JsonObject *
find_by_name (const char *name,
              SdKind      kind)
{
  const SdColumnRules *rules = rules_get ();
  JsonObject *rule = rules_pick (rules->names, name, kind);

  if (rule == NULL)
    {
      g_autofree char *singular = sd_word_book_singular (name);
      g_autofree char *plural = sd_word_book_plural (name);

      rule = rules_pick (rules->names, singular, kind);
      if (rule == NULL)
        rule = rules_pick (rules->names, plural, kind);
    }

  return rule;
}

static JsonObject *
find_by_start (const char *name,
               SdKind      kind)
{
  for (const char *p = strchr (name, '_'); p != NULL; p = strchr (p + 1, '_'))
    {
      g_autofree char *start = g_strndup (name, p - name);
      JsonObject *rule = rules_pick (rules_get ()->starts, start, kind);

      if (rule != NULL)
        return rule;
    }

  return NULL;
}

static JsonObject *
find_by_ending (const char *name,
                SdKind      kind)
{
  for (const char *p = strchr (name, '_'); p != NULL; p = strchr (p + 1, '_'))
    {
      g_autofree char *owner = g_strndup (name, p - name);
      JsonObject *rule;

      /* "captain_name" is a person's name whatever the table holds. */
      if (strcmp (p, "_name") == 0 && sd_lexicon_guess_kind (owner) == SD_KIND_PERSON)
        kind = SD_KIND_PERSON;
      rule = rules_pick (rules_get ()->endings, p + 1, kind);
      if (rule == NULL)
        rule = find_by_name (p + 1, kind);
      if (rule != NULL)
        return rule;
    }

  return NULL;
}

JsonObject *
sd_lexicon_find_rule (const char *name,
                      SdKind      kind)
{
  JsonObject *rule = find_by_name (name, kind);

  if (rule == NULL)
    rule = find_by_start (name, kind);
  if (rule == NULL)
    rule = find_by_ending (name, kind);

  return rule;
}

gboolean
sd_lexicon_knows_exactly (const char *name)
{
  return g_hash_table_contains (rules_get ()->names, name);
}

guint
sd_lexicon_knows_column (const char *name)
{
  if (find_by_name (name, SD_KIND_THING) != NULL)
    return 2;

  return sd_lexicon_find_rule (name, SD_KIND_THING) != NULL ? 1 : 0;
}

JsonObject *
sd_lexicon_guess_column (const char *name,
                         SdKind      kind)
{
  JsonObject *rule = sd_lexicon_find_rule (name, kind);
  JsonObject *column;

  if (rule == NULL)
    return NULL;

  column = sd_json_copy_object (sd_json_get_object (rule, "column"));
  json_object_set_string_member (column, "name", name);

  return column;
}

JsonObject *
sd_lexicon_unknown_column (const char *name)
{
  JsonObject *column;

  /* "impressions", "bottles": many of something are counted. */
  if (sd_word_book_is_plural (name))
    {
      column = sd_lexicon_guess_column ("count", SD_KIND_THING);
      json_object_set_string_member (column, "name", name);
      return column;
    }
  column = json_object_new ();
  json_object_set_string_member (column, "name", name);
  json_object_set_string_member (column, "type", "text");
  json_object_set_string_member (column, "generator", "category");
  json_object_set_object_member (column, "parameters",
                                 sd_json_copy_object (rules_get ()->fallback));

  return column;
}

static JsonObject *
get_kind (SdKind kind)
{
  JsonObject *file = json_node_get_object (sd_catalog_get_json ("planner/kinds"));

  return sd_json_get_object (sd_json_get_object (file, "kinds"), kind_nicks[kind]);
}

gboolean
sd_lexicon_kind_from_nick (const char *nick,
                           SdKind     *kind)
{
  for (int i = 0; i < SD_N_KINDS; i++)
    if (strcmp (nick, kind_nicks[i]) == 0)
      {
        *kind = (SdKind) i;
        return TRUE;
      }

  return FALSE;
}

JsonArray *
sd_lexicon_kind_columns (SdKind kind)
{
  return sd_json_get_array (get_kind (kind), "columns");
}

guint
sd_lexicon_kind_rows (SdKind kind)
{
  return (guint) sd_json_get_number (get_kind (kind), "rows", 50);
}

static gboolean
has_ending (JsonObject *json,
            const char *word)
{
  JsonArray *endings = sd_json_get_array (json, "endings");

  if (array_has (sd_json_get_array (json, "not"), word))
    return FALSE;
  for (guint i = 0; i < sd_json_length (endings); i++)
    {
      const char *ending = json_array_get_string_element (endings, i);

      if (strlen (word) > strlen (ending) + 2 && g_str_has_suffix (word, ending))
        return TRUE;
    }

  return FALSE;
}

/* The kind of a noun, by its last word ("blood_donation" happens). */
SdKind
sd_lexicon_guess_kind (const char *singular)
{
  static const SdKind order[] = { SD_KIND_PERSON, SD_KIND_EVENT, SD_KIND_PLACE, SD_KIND_GROUP };
  const char *underscore = strrchr (singular, '_');
  const char *word = underscore != NULL ? underscore + 1 : singular;

  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    if (array_has (sd_json_get_array (get_kind (order[i]), "words"), word))
      return order[i];
  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    if (has_ending (get_kind (order[i]), word))
      return order[i];

  return SD_KIND_THING;
}
