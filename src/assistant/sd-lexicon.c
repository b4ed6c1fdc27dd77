/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The lexicon of entities and lessons: every file of data/catalog/entities and
 * data/catalog/lessons, with an index from phrases to what they mean. A phrase
 * that several fields use ("members", "stops") goes to the field of which the
 * prompt speaks.
 */

#define G_LOG_DOMAIN "sd-assistant"

#include <string.h>

#include "sd-catalog.h"
#include "sd-lexicon-private.h"

/* The longest phrase looked for, in words. */
#define PHRASE_MAX 4

typedef struct
{
  GPtrArray  *entities;  /* SdEntity */
  GHashTable *by_name;   /* name → SdEntity */
  GHashTable *phrases;   /* key → GPtrArray of SdPhrase */
  GPtrArray  *lessons;   /* SdLesson */
  GHashTable *triggers;  /* key → SdLesson */
  GHashTable *themes;    /* key → domain + 1 */
  guint       n_domains;
} SdLexicon;

static void
lexicon_add_phrase (SdLexicon  *self,
                    SdEntity   *entity,
                    const char *text,
                    gboolean    canonical,
                    gboolean    own)
{
  g_autofree char *key = sd_words_phrase_key (text);
  GPtrArray *list = g_hash_table_lookup (self->phrases, key);
  SdPhrase *phrase;

  if (list == NULL)
    {
      list = g_ptr_array_new ();
      g_hash_table_insert (self->phrases, g_strdup (key), list);
    }
  for (guint i = 0; i < list->len; i++)
    if (((SdPhrase *) list->pdata[i])->entity == entity)
      return;
  phrase = g_new0 (SdPhrase, 1);
  phrase->entity = entity;
  phrase->canonical = canonical;
  phrase->own = own;
  g_ptr_array_add (list, phrase);
}

static void
lexicon_add_phrases (SdLexicon  *self,
                     SdEntity   *entity,
                     const char *member,
                     gboolean    canonical)
{
  JsonArray *array = sd_json_get_array (entity->json, member);

  for (guint i = 0; i < sd_json_length (array); i++)
    lexicon_add_phrase (self, entity, json_array_get_string_element (array, i), canonical, FALSE);
}

/* "order_items" → "order items" */
static char *
spaced (const char *name)
{
  char *text = g_strdup (name);

  return g_strdelimit (text, "_", ' ');
}

static void
lexicon_add_entity (SdLexicon  *self,
                    JsonObject *json,
                    guint       domain)
{
  SdEntity *entity = g_new0 (SdEntity, 1);
  const char *singular = sd_json_get_text (json, "singular", NULL);
  g_autofree char *phrase = NULL;
  g_autofree char *phrase_singular = NULL;

  if (g_hash_table_contains (self->by_name, sd_json_get_text (json, "name", "")))
    {
      g_warning ("The entity %s is there twice", sd_json_get_text (json, "name", ""));
      g_free (entity);
      return;
    }
  entity->json = json;
  entity->domain = domain;
  entity->name = sd_json_get_text (json, "name", "");
  entity->singular = singular != NULL ? g_strdup (singular) : sd_word_book_singular (entity->name);
  entity->title = sd_json_get_text (json, "title", NULL);
  entity->description = sd_json_get_text (json, "description", "");
  entity->generic = sd_json_get_boolean (json, "generic", FALSE);
  if (!sd_lexicon_kind_from_nick (sd_json_get_text (json, "kind", "thing"), &entity->kind))
    g_warning ("The entity %s has an unknown kind", entity->name);
  entity->rows = (guint) sd_json_get_number (json, "rows", sd_lexicon_kind_rows (entity->kind));
  g_ptr_array_add (self->entities, entity);
  g_hash_table_insert (self->by_name, (gpointer) entity->name, entity);
  phrase = spaced (entity->name);
  phrase_singular = spaced (entity->singular);
  lexicon_add_phrase (self, entity, phrase, FALSE, TRUE);
  lexicon_add_phrase (self, entity, phrase_singular, FALSE, TRUE);
  lexicon_add_phrases (self, entity, "synonyms", FALSE);
  lexicon_add_phrases (self, entity, "aliases", TRUE);
}

static void
lexicon_add_themes (SdLexicon *self,
                    JsonArray *themes,
                    guint      domain)
{
  for (guint i = 0; i < sd_json_length (themes); i++)
    g_hash_table_insert (self->themes,
                         sd_words_phrase_key (json_array_get_string_element (themes, i)),
                         GUINT_TO_POINTER (domain + 1));
}

static void
lexicon_load_entities (SdLexicon *self)
{
  g_auto (GStrv) files = sd_catalog_list_json ("entities");

  for (guint i = 0; files[i] != NULL; i++)
    {
      JsonObject *file = json_node_get_object (sd_catalog_get_json (files[i]));
      JsonArray *entities = sd_json_get_array (file, "entities");
      guint domain = self->n_domains++;

      lexicon_add_themes (self, sd_json_get_array (file, "themes"), domain);
      for (guint j = 0; j < sd_json_length (entities); j++)
        lexicon_add_entity (self, sd_json_object_at (entities, j), domain);
    }

  for (guint i = 0; i < self->entities->len; i++)
    {
      SdEntity *entity = self->entities->pdata[i];
      const char *base = sd_json_get_text (entity->json, "is_a", NULL);

      if (base != NULL && (entity->base = g_hash_table_lookup (self->by_name, base)) == NULL)
        g_warning ("The entity %s is a kind of the unknown %s", entity->name, base);
    }
}

static void
lexicon_add_lesson (SdLexicon  *self,
                    JsonObject *json)
{
  SdLesson *lesson = g_new0 (SdLesson, 1);
  JsonArray *triggers = sd_json_get_array (json, "triggers");
  const char *first = sd_json_text_at (sd_json_get_array (json, "tables"), 0);
  const SdEntity *entity = first != NULL ? g_hash_table_lookup (self->by_name, first) : NULL;

  lesson->json = json;
  lesson->name = sd_json_get_text (json, "name", "");
  lesson->title = sd_json_get_text (json, "title", "");
  lesson->description = sd_json_get_text (json, "description", "");
  lesson->domain = entity != NULL ? entity->domain : 0;
  g_ptr_array_add (self->lessons, lesson);
  for (guint i = 0; i < sd_json_length (triggers); i++)
    g_hash_table_insert (self->triggers,
                         sd_words_phrase_key (json_array_get_string_element (triggers, i)), lesson);
}

static gpointer
lexicon_load (gpointer data)
{
  SdLexicon *self = g_new0 (SdLexicon, 1);
  g_auto (GStrv) files = sd_catalog_list_json ("lessons");

  self->entities = g_ptr_array_new ();
  self->lessons = g_ptr_array_new ();
  self->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  self->phrases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->triggers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->themes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  lexicon_load_entities (self);
  for (guint i = 0; files[i] != NULL; i++)
    {
      JsonObject *file = json_node_get_object (sd_catalog_get_json (files[i]));
      JsonArray *lessons = sd_json_get_array (file, "lessons");

      for (guint j = 0; j < sd_json_length (lessons); j++)
        lexicon_add_lesson (self, sd_json_object_at (lessons, j));
    }

  return self;
}

static const SdLexicon *
lexicon_get (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, lexicon_load, NULL);
}

/* What the longest phrase at @i is the key of. */
static gpointer
lexicon_find_longest (GHashTable    *table,
                      const SdWords *words,
                      guint          i,
                      guint          limit,
                      guint         *end)
{
  guint last = MIN (limit, words->n);

  for (guint n = MIN (PHRASE_MAX, last - MIN (i, last)); n > 0; n--)
    {
      g_autofree char *key = sd_words_key (words, i, i + n);
      gpointer value = g_hash_table_lookup (table, key);

      if (value != NULL)
        {
          *end = i + n;
          return value;
        }
    }

  return NULL;
}

guint
sd_lexicon_get_n_domains (void)
{
  return lexicon_get ()->n_domains;
}

double *
sd_lexicon_score_domains (const SdWords *words)
{
  const SdLexicon *self = lexicon_get ();
  double *scores = g_new0 (double, self->n_domains + 1);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < words->n; i++)
    {
      guint end;
      gpointer theme = lexicon_find_longest (self->themes, words, i, words->n, &end);
      GPtrArray *phrases = lexicon_find_longest (self->phrases, words, i, words->n, &end);

      if (theme != NULL)
        scores[GPOINTER_TO_UINT (theme) - 1] += 2;
      /* Saying a word twice makes it no clearer. */
      if (phrases != NULL && !g_hash_table_add (seen, phrases))
        continue;
      for (guint j = 0; phrases != NULL && j < phrases->len; j++)
        scores[((SdPhrase *) phrases->pdata[j])->entity->domain] += 1.0 / phrases->len;
    }

  return scores;
}

void
sd_lexicon_use_themes (SdWords        *words,
                       const gboolean *domains)
{
  for (guint i = 0; i < words->n; i++)
    {
      guint end;
      gpointer theme = lexicon_find_longest (lexicon_get ()->themes, words, i, words->n, &end);

      if (theme != NULL && domains[GPOINTER_TO_UINT (theme) - 1])
        sd_words_use (words, i, end);
    }
}

const SdEntity *
sd_lexicon_find_entity (const char *name)
{
  return g_hash_table_lookup (lexicon_get ()->by_name, name);
}

const SdPhrase *
sd_lexicon_match_entity (const SdWords *words,
                         guint          i,
                         guint          limit,
                         const double  *scores,
                         guint         *end)
{
  GPtrArray *list = lexicon_find_longest (lexicon_get ()->phrases, words, i, limit, end);
  const SdPhrase *best = NULL;
  double most = 0;

  for (guint j = 0; list != NULL && j < list->len; j++)
    {
      const SdPhrase *phrase = list->pdata[j];
      /* A name of its own weighs more than a synonym, less than a word of the field. */
      double points = scores[phrase->entity->domain] + (phrase->own ? 1 : 0);

      if (best == NULL || points > most)
        {
          best = phrase;
          most = points;
        }
    }

  return best;
}

const SdLesson *
sd_lexicon_match_lesson (const SdWords *words,
                         guint          i,
                         guint         *end)
{
  return lexicon_find_longest (lexicon_get ()->triggers, words, i, words->n, end);
}

const SdLesson *
sd_lexicon_find_lesson (const char *name)
{
  GPtrArray *lessons = lexicon_get ()->lessons;

  for (guint i = 0; i < lessons->len; i++)
    if (strcmp (((SdLesson *) lessons->pdata[i])->name, name) == 0)
      return lessons->pdata[i];

  return NULL;
}

GPtrArray *
sd_lexicon_list_lessons (void)
{
  return lexicon_get ()->lessons;
}

GPtrArray *
sd_lexicon_list_entities (void)
{
  return lexicon_get ()->entities;
}

gboolean
sd_entity_is_a (const SdEntity *entity,
                const char     *name)
{
  for (; entity != NULL; entity = entity->base)
    if (strcmp (entity->name, name) == 0)
      return TRUE;

  return FALSE;
}

static JsonArray *
entity_inherit (const SdEntity *entity,
                const char     *member)
{
  for (; entity != NULL; entity = entity->base)
    {
      JsonArray *array = sd_json_get_array (entity->json, member);

      if (array != NULL)
        return array;
    }

  return NULL;
}

JsonArray *
sd_entity_get_columns (const SdEntity *entity)
{
  return entity_inherit (entity, "columns");
}

JsonArray *
sd_entity_get_parents (const SdEntity *entity)
{
  return entity_inherit (entity, "parents");
}
