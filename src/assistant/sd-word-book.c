/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The word book: tables of words from the catalog and the rules of English
 * number, with the exceptions in the tables.
 */

#define G_LOG_DOMAIN "sd-assistant"

#include <string.h>

#include "sd-catalog.h"
#include "sd-word-book-private.h"

typedef struct
{
  GHashTable *classes;      /* word → SdWordClass bits */
  GHashTable *singulars;    /* irregular plural → singular */
  GHashTable *plurals;
  GHashTable *uninflected;
  GHashTable *spellings;
  GHashTable *numbers;      /* word → double * */
  GHashTable *multipliers;
} SdWordBook;

static const struct
{
  const char *name;
  guint       bit;
} class_names[] = {
  { "function", SD_WORD_FUNCTION },
  { "context", SD_WORD_CONTEXT },
  { "meta", SD_WORD_META },
  { "audience", SD_WORD_AUDIENCE },
  { "adjective", SD_WORD_ADJECTIVE },
  { "verb", SD_WORD_VERB },
  { "unit", SD_WORD_UNIT },
  { "rows", SD_WORD_ROWS },
  { "columns", SD_WORD_COLUMNS },
  { "month", SD_WORD_MONTH },
  { "currency", SD_WORD_CURRENCY },
  { "effect", SD_WORD_EFFECT },
};

static const char * const month_names[] = {
  "january", "february", "march", "april", "may", "june", "july", "august", "september",
  "october", "november", "december",
};

static JsonObject *
book_member (JsonNode   *root,
             const char *name)
{
  JsonNode *node = NULL;

  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    node = json_object_get_member (json_node_get_object (root), name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static GHashTable *
book_numbers (JsonObject *object)
{
  GHashTable *table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  JsonObjectIter iter;
  const char *word;
  JsonNode *node;

  if (object == NULL)
    return table;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &word, &node))
    {
      double value = json_node_get_double (node);

      g_hash_table_insert (table, g_strdup (word), g_memdup2 (&value, sizeof value));
    }

  return table;
}

static GHashTable *
book_pairs (JsonObject *object,
            gboolean    reversed)
{
  GHashTable *table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  JsonObjectIter iter;
  const char *word;
  JsonNode *node;

  if (object == NULL)
    return table;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &word, &node))
    {
      const char *other = json_node_get_string (node);

      if (other != NULL)
        g_hash_table_insert (table,
                             g_strdup (reversed ? other : word),
                             g_strdup (reversed ? word : other));
    }

  return table;
}

static void
book_add_class (GHashTable *classes,
                JsonArray  *words,
                guint       bit)
{
  for (guint i = 0; i < json_array_get_length (words); i++)
    {
      const char *word = json_array_get_string_element (words, i);
      guint bits = GPOINTER_TO_UINT (g_hash_table_lookup (classes, word));

      g_hash_table_insert (classes, g_strdup (word), GUINT_TO_POINTER (bits | bit));
    }
}

static SdWordBook *
book_load (void)
{
  JsonNode *root = sd_catalog_get_json ("planner/words");
  SdWordBook *book = g_new0 (SdWordBook, 1);
  JsonObject *classes = book_member (root, "classes");

  book->spellings = book_pairs (book_member (root, "spellings"), FALSE);
  book->plurals = book_pairs (book_member (root, "irregular"), FALSE);
  book->singulars = book_pairs (book_member (root, "irregular"), TRUE);
  book->numbers = book_numbers (book_member (root, "numbers"));
  book->multipliers = book_numbers (book_member (root, "multipliers"));
  book->uninflected = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  book->classes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (root != NULL && json_object_has_member (json_node_get_object (root), "uninflected"))
    book_add_class (book->uninflected,
                    json_object_get_array_member (json_node_get_object (root), "uninflected"), 1);
  for (gsize i = 0; classes != NULL && i < G_N_ELEMENTS (class_names); i++)
    if (json_object_has_member (classes, class_names[i].name))
      book_add_class (book->classes,
                      json_object_get_array_member (classes, class_names[i].name),
                      class_names[i].bit);

  return book;
}

static const SdWordBook *
book_get (void)
{
  static gsize ready = 0;
  static SdWordBook *book = NULL;

  if (g_once_init_enter (&ready))
    {
      book = book_load ();
      g_once_init_leave (&ready, 1);
    }

  return book;
}

/* Whether the word ends so, with letters of its own before. */
static gboolean
ends (const char *word,
      gsize       length,
      const char *ending)
{
  gsize n = strlen (ending);

  return length > n + 1 && memcmp (word + length - n, ending, n) == 0;
}

char *
sd_word_book_singular (const char *word)
{
  const SdWordBook *book = book_get ();
  gsize n = strlen (word);
  const char *irregular = g_hash_table_lookup (book->singulars, word);
  char *underscore;

  /* Of "order_items" only the last word changes. */
  if (irregular == NULL && (underscore = strrchr (word, '_')) != NULL && underscore[1] != '\0')
    {
      g_autofree char *head = g_strndup (word, underscore + 1 - word);
      g_autofree char *tail = sd_word_book_singular (underscore + 1);

      return g_strconcat (head, tail, NULL);
    }

  if (irregular != NULL)
    return g_strdup (irregular);
  if (g_hash_table_contains (book->uninflected, word)
      || g_hash_table_contains (book->plurals, word) || n < 3 || word[n - 1] != 's'
      || ends (word, n, "ss") || ends (word, n, "us") || ends (word, n, "is"))
    return g_strdup (word);
  if (ends (word, n, "ies") && n > 4)
    return g_strdup_printf ("%.*sy", (int) n - 3, word);
  if (ends (word, n, "sses") || ends (word, n, "shes") || ends (word, n, "ches")
      || ends (word, n, "xes") || ends (word, n, "zzes"))
    return g_strndup (word, n - 2);

  return g_strndup (word, n - 1);
}

char *
sd_word_book_plural (const char *word)
{
  const SdWordBook *book = book_get ();
  gsize n = strlen (word);
  const char *irregular = g_hash_table_lookup (book->plurals, word);
  char *underscore;

  if (irregular == NULL && (underscore = strrchr (word, '_')) != NULL && underscore[1] != '\0')
    {
      g_autofree char *head = g_strndup (word, underscore + 1 - word);
      g_autofree char *tail = sd_word_book_plural (underscore + 1);

      return g_strconcat (head, tail, NULL);
    }

  if (irregular != NULL)
    return g_strdup (irregular);
  if (sd_word_book_is_plural (word))
    return g_strdup (word);
  /* "address" and "class" are kept from losing their s, but have a plural. */
  if (g_hash_table_contains (book->uninflected, word) && !ends (word, n, "ss"))
    return g_strdup (word);
  if (n == 0)
    return g_strdup ("");
  if (ends (word, n, "s") || ends (word, n, "x") || ends (word, n, "ch") || ends (word, n, "sh")
      || ends (word, n, "z"))
    return g_strconcat (word, "es", NULL);
  if (ends (word, n, "y") && n > 1 && strchr ("aeiou", word[n - 2]) == NULL)
    return g_strdup_printf ("%.*sies", (int) n - 1, word);

  return g_strconcat (word, "s", NULL);
}

gboolean
sd_word_book_is_plural (const char *word)
{
  g_autofree char *singular = sd_word_book_singular (word);

  return strcmp (singular, word) != 0;
}

gboolean
sd_word_book_is_uninflected (const char *word)
{
  return g_hash_table_contains (book_get ()->uninflected, word);
}

guint
sd_word_book_classes (const char *word)
{
  const SdWordBook *book = book_get ();
  g_autofree char *singular = sd_word_book_singular (word);
  guint bits = GPOINTER_TO_UINT (g_hash_table_lookup (book->classes, word));
  /* "works" is no noun because "work" is about the request. */
  guint noun = GPOINTER_TO_UINT (g_hash_table_lookup (book->classes, singular))
               & (SD_WORD_META | SD_WORD_AUDIENCE | SD_WORD_UNIT | SD_WORD_ROWS | SD_WORD_COLUMNS
                  | SD_WORD_MONTH | SD_WORD_CURRENCY);

  return bits | noun;
}

const char *
sd_word_book_spelling (const char *word)
{
  const char *spelling = g_hash_table_lookup (book_get ()->spellings, word);

  return spelling != NULL ? spelling : word;
}

gboolean
sd_word_book_number (const char *word,
                     double     *value)
{
  const double *number = g_hash_table_lookup (book_get ()->numbers, word);

  if (number != NULL)
    *value = *number;

  return number != NULL;
}

gboolean
sd_word_book_multiplier (const char *word,
                         double     *value)
{
  const double *number = g_hash_table_lookup (book_get ()->multipliers, word);

  if (number != NULL)
    *value = *number;

  return number != NULL;
}

int
sd_word_book_month (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (month_names); i++)
    if (strcmp (word, month_names[i]) == 0
        || (strlen (word) == 3 && strncmp (word, month_names[i], 3) == 0))
      return (int) i + 1;

  return 0;
}
