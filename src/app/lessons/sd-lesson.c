/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The documents are in the resources of the program; what the list says of them is
 * read from them.
 */

#define G_LOG_DOMAIN "sd-lesson"

#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "sd-lesson.h"

#define FOLDER "/org/example/SynthData/examples"

struct _SdLesson
{
  GObject  parent_instance;

  char    *title;
  char    *description;
  GFile   *file;
  char    *words;        /* folded: what a search looks in */
};

G_DEFINE_FINAL_TYPE (SdLesson, sd_lesson, G_TYPE_OBJECT)

static void
sd_lesson_finalize (GObject *object)
{
  SdLesson *self = SD_LESSON (object);

  g_free (self->title);
  g_free (self->description);
  g_free (self->words);
  g_clear_object (&self->file);

  G_OBJECT_CLASS (sd_lesson_parent_class)->finalize (object);
}

static void
sd_lesson_class_init (SdLessonClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sd_lesson_finalize;
}

static void
sd_lesson_init (SdLesson *self)
{
}

static char *
fold (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);

  return g_utf8_casefold (normal != NULL ? normal : text, -1);
}

static void
append_tables (GString    *words,
               JsonObject *document)
{
  JsonNode *node = json_object_get_member (document, "tables");
  JsonArray *tables = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node)
                                                                   : NULL;
  guint i;

  for (i = 0; tables != NULL && i < json_array_get_length (tables); i++)
    {
      JsonNode *table = json_array_get_element (tables, i);

      if (JSON_NODE_HOLDS_OBJECT (table))
        g_string_append_printf (words, " %s",
                                json_object_get_string_member_with_default (
                                  json_node_get_object (table), "name", ""));
    }
}

/* (transfer full) (nullable): NULL when it is no document */
static SdLesson *
lesson_new (const char *name)
{
  g_autofree char *path = g_build_path ("/", FOLDER, name, NULL);
  g_autofree char *uri = g_strconcat ("resource://", path, NULL);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, 0, NULL);
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GString) words = NULL;
  JsonObject *document;
  SdLesson *self;

  if (bytes == NULL
      || !json_parser_load_from_data (parser, g_bytes_get_data (bytes, NULL),
                                      (gssize) g_bytes_get_size (bytes), NULL)
      || !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    return NULL;
  document = json_node_get_object (json_parser_get_root (parser));
  self = g_object_new (SD_TYPE_LESSON, NULL);
  self->title = g_strdup (json_object_get_string_member_with_default (document, "title", name));
  self->description =
    g_strdup (json_object_get_string_member_with_default (document, "description", ""));
  self->file = g_file_new_for_uri (uri);
  words = g_string_new (self->title);
  g_string_append_printf (words, " %s", self->description);
  append_tables (words, document);
  self->words = fold (words->str);
  return self;
}

static int
compare_titles (gconstpointer a,
                gconstpointer b,
                gpointer      user_data)
{
  const SdLesson *x = a, *y = b;

  return g_utf8_collate (x->title, y->title);
}

/**
 * sd_lesson_list:
 *
 * Returns: (transfer full): a list of #SdLesson, in the order of their titles
 */
GListModel *
sd_lesson_list (void)
{
  GListStore *list = g_list_store_new (SD_TYPE_LESSON);
  g_auto (GStrv) names = g_resources_enumerate_children (FOLDER, 0, NULL);
  guint i;

  for (i = 0; names != NULL && names[i] != NULL; i++)
    {
      g_autoptr (SdLesson) lesson = lesson_new (names[i]);

      if (lesson != NULL)
        g_list_store_append (list, lesson);
    }
  g_list_store_sort (list, compare_titles, NULL);
  return G_LIST_MODEL (list);
}

guint
sd_lesson_count (void)
{
  g_auto (GStrv) names = g_resources_enumerate_children (FOLDER, 0, NULL);

  return names != NULL ? g_strv_length (names) : 0;
}

const char *
sd_lesson_get_title (SdLesson *self)
{
  g_return_val_if_fail (SD_IS_LESSON (self), NULL);

  return self->title;
}

const char *
sd_lesson_get_description (SdLesson *self)
{
  g_return_val_if_fail (SD_IS_LESSON (self), NULL);

  return self->description;
}

GFile *
sd_lesson_get_file (SdLesson *self)
{
  g_return_val_if_fail (SD_IS_LESSON (self), NULL);

  return self->file;
}

gboolean
sd_lesson_matches (SdLesson   *self,
                   const char *text)
{
  g_autofree char *folded = fold (text);
  g_auto (GStrv) words = g_strsplit_set (folded, " \t,", -1);
  guint i;

  g_return_val_if_fail (SD_IS_LESSON (self), FALSE);

  for (i = 0; words[i] != NULL; i++)
    if (strstr (self->words, words[i]) == NULL)
      return FALSE;
  return TRUE;
}
