/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A message; immutable. */

#define G_LOG_DOMAIN "sd-message"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-message.h"

/* A file may hold anything: more than this is not shown. */
#define MAX_TEXT 20000
#define MAX_LIST 200

struct _SdMessage
{
  GObject        parent_instance;

  SdMessageKind  kind;
  char          *text;
  char         **made;
  char         **assumptions;
  char         **not_used;
  GPtrArray     *questions;
  guint          step;         /* of the history; not saved */
};

G_DEFINE_FINAL_TYPE (SdMessage, sd_message, G_TYPE_OBJECT)

static void
sd_message_finalize (GObject *object)
{
  SdMessage *self = SD_MESSAGE (object);

  g_free (self->text);
  g_strfreev (self->made);
  g_strfreev (self->assumptions);
  g_strfreev (self->not_used);
  g_ptr_array_unref (self->questions);

  G_OBJECT_CLASS (sd_message_parent_class)->finalize (object);
}

static void
sd_message_class_init (SdMessageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sd_message_finalize;
}

static void
sd_message_init (SdMessage *self)
{
  self->made = g_new0 (char *, 1);
  self->assumptions = g_new0 (char *, 1);
  self->not_used = g_new0 (char *, 1);
  self->questions = g_ptr_array_new_with_free_func ((GDestroyNotify) sd_question_free);
}

static char **
dup_list (char **list)
{
  return list != NULL ? g_strdupv (list) : g_new0 (char *, 1);
}

static char *
describe_table (SdTable *table)
{
  g_autofree char *rows = NULL, *columns = NULL;
  guint64 n_rows = sd_table_get_rows (table);
  guint n_columns = sd_table_get_n_columns (table);

  rows = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'" G_GUINT64_FORMAT " row",
                                       "%'" G_GUINT64_FORMAT " rows",
                                       (gulong) MIN (n_rows, 1000000)), n_rows);
  columns = g_strdup_printf (ngettext ("%u column", "%u columns", n_columns), n_columns);
  /* Translators: a table that was made: name, "50 rows", "6 columns" */
  return g_strdup_printf (_("%s: %s, %s"), sd_table_get_name (table), rows, columns);
}

static char **
describe_schema (SdSchema *schema)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint i;

  for (i = 0; i < sd_schema_get_n_tables (schema); i++)
    {
      g_autofree char *line = describe_table (sd_schema_get_table (schema, i));

      g_strv_builder_add (builder, line);
    }
  return g_strv_builder_end (builder);
}

static SdQuestion *
question_copy (const SdQuestion *question)
{
  SdQuestion *copy = g_new0 (SdQuestion, 1);

  copy->id = g_strdup (question->id);
  copy->text = g_strdup (question->text);
  copy->choices = dup_list (question->choices);
  copy->fallback = g_strdup (question->fallback);
  return copy;
}

static void
add_list (JsonObject         *object,
          const char         *member,
          const char * const *list)
{
  JsonArray *array;

  if (*list == NULL)
    return;
  array = json_array_new ();
  for (; *list != NULL; list++)
    json_array_add_string_element (array, *list);
  json_object_set_array_member (object, member, array);
}

static const char *
get_text (JsonObject *object,
          const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node)
      || json_node_get_value_type (node) != G_TYPE_STRING)
    return "";
  return json_node_get_string (node);
}

static char **
get_list (JsonObject *object,
          const char *member)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonNode *node = json_object_get_member (object, member);
  JsonArray *array;
  guint i;

  array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  for (i = 0; array != NULL && i < MIN (json_array_get_length (array), MAX_LIST); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (element) && json_node_get_value_type (element) == G_TYPE_STRING)
        g_strv_builder_add (builder, json_node_get_string (element));
    }
  return g_strv_builder_end (builder);
}

static const char *
kind_to_nick (SdMessageKind kind)
{
  return kind == SD_MESSAGE_USER ? "user" : kind == SD_MESSAGE_ERROR ? "error" : "assistant";
}

/**
 * sd_message_new:
 * @kind: who says it
 * @text: what
 *
 * Returns: (transfer full): a new message
 */
SdMessage *
sd_message_new (SdMessageKind  kind,
                const char    *text)
{
  SdMessage *self = g_object_new (SD_TYPE_MESSAGE, NULL);

  self->kind = kind;
  self->text = g_strdup (text);
  return self;
}

SdMessage *
sd_message_new_for_draft (const SdDraft *draft,
                          SdSchema      *made,
                          guint          step)
{
  SdMessage *self = sd_message_new (SD_MESSAGE_ASSISTANT, draft->reply != NULL ? draft->reply : "");
  guint i;

  self->step = step;
  g_strfreev (self->assumptions);
  self->assumptions = dup_list (draft->assumptions);
  g_strfreev (self->not_used);
  self->not_used = dup_list (draft->not_used);
  if (made != NULL)
    {
      g_strfreev (self->made);
      self->made = describe_schema (made);
    }
  for (i = 0; draft->questions != NULL && i < draft->questions->len; i++)
    g_ptr_array_add (self->questions, question_copy (g_ptr_array_index (draft->questions, i)));
  return self;
}

/* Old questions are not kept: they were about what the document was then. */
JsonNode *
sd_message_to_json (SdMessage *self)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  g_return_val_if_fail (SD_IS_MESSAGE (self), NULL);

  json_object_set_string_member (object, "role", kind_to_nick (self->kind));
  json_object_set_string_member (object, "text", self->text);
  add_list (object, "made", sd_message_get_made (self));
  add_list (object, "assumptions", sd_message_get_assumptions (self));
  add_list (object, "not_used", sd_message_get_not_used (self));
  json_node_take_object (node, object);
  return node;
}

SdMessage *
sd_message_new_from_json (JsonNode *node)
{
  g_autofree char *text = NULL;
  JsonObject *object;
  const char *role;
  SdMessage *self;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  object = json_node_get_object (node);
  role = get_text (object, "role");
  text = g_utf8_substring (get_text (object, "text"), 0,
                           MIN (g_utf8_strlen (get_text (object, "text"), -1), MAX_TEXT));
  self = sd_message_new (g_str_equal (role, "user") ? SD_MESSAGE_USER
                           : g_str_equal (role, "error") ? SD_MESSAGE_ERROR : SD_MESSAGE_ASSISTANT,
                         text);
  g_strfreev (self->made);
  self->made = get_list (object, "made");
  g_strfreev (self->assumptions);
  self->assumptions = get_list (object, "assumptions");
  g_strfreev (self->not_used);
  self->not_used = get_list (object, "not_used");
  return self;
}

SdMessageKind
sd_message_get_kind (SdMessage *self)
{
  g_return_val_if_fail (SD_IS_MESSAGE (self), SD_MESSAGE_ERROR);

  return self->kind;
}

const char *
sd_message_get_text (SdMessage *self)
{
  g_return_val_if_fail (SD_IS_MESSAGE (self), NULL);

  return self->text;
}

const char * const *
sd_message_get_made (SdMessage *self)
{
  g_return_val_if_fail (SD_IS_MESSAGE (self), NULL);

  return (const char * const *) self->made;
}

const char * const *
sd_message_get_assumptions (SdMessage *self)
{
  g_return_val_if_fail (SD_IS_MESSAGE (self), NULL);

  return (const char * const *) self->assumptions;
}

const char * const *
sd_message_get_not_used (SdMessage *self)
{
  g_return_val_if_fail (SD_IS_MESSAGE (self), NULL);

  return (const char * const *) self->not_used;
}

guint
sd_message_get_step (SdMessage *self)
{
  g_return_val_if_fail (SD_IS_MESSAGE (self), 0);

  return self->step;
}

GPtrArray *
sd_message_get_questions (SdMessage *self)
{
  g_return_val_if_fail (SD_IS_MESSAGE (self), NULL);

  return self->questions;
}
