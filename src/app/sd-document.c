/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The document: what a window shows and a file holds. Reading and writing are in
 * sd-document-file.c.
 *
 * "Modified" asks whether the file lacks something; "needs a draft" is another
 * matter: it asks whether a crash now would lose something.
 */

#define G_LOG_DOMAIN "sd-document"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-calendar.h"
#include "sd-conversation.h"
#include "sd-document-private.h"
#include "sd-schema-file.h"
#include "sd-settings.h"

enum
{
  PROP_0,
  PROP_SCHEMA,
  PROP_HISTORY,
  PROP_CONVERSATION,
  PROP_FILE,
  PROP_TITLE,
  PROP_MODIFIED,
  PROP_BUSY,
  PROP_LAST_PROP,
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_LAST_SIGNAL,
};

static GParamSpec *props[PROP_LAST_PROP];
static guint signals[SIGNAL_LAST_SIGNAL];

G_DEFINE_FINAL_TYPE (SdDocument, sd_document, G_TYPE_OBJECT)

static gboolean
draft_timeout_cb (gpointer user_data)
{
  SdDocument *self = user_data;

  self->draft_source = 0;
  sd_document_keep_draft (self);
  return G_SOURCE_REMOVE;
}

static void
schedule_draft (SdDocument *self)
{
  self->needs_draft = TRUE;
  if (self->draft_source == 0)
    self->draft_source = g_timeout_add_seconds (sd_settings_get_auto_save_delay (),
                                                draft_timeout_cb, self);
}

static void
schema_changed_cb (SdDocument *self)
{
  schedule_draft (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
notify_modified_cb (SdDocument *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MODIFIED]);
}

static void
notify_title_cb (SdDocument *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TITLE]);
}

static gint64
today (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  return sd_date_from_civil ((SdCivil) { g_date_time_get_year (now), g_date_time_get_month (now),
                                         g_date_time_get_day_of_month (now) });
}

static void
sd_document_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  SdDocument *self = SD_DOCUMENT (object);

  switch (prop_id)
    {
    case PROP_SCHEMA:
      g_value_set_object (value, self->schema);
      break;

    case PROP_HISTORY:
      g_value_set_object (value, self->history);
      break;

    case PROP_CONVERSATION:
      g_value_set_object (value, self->conversation);
      break;

    case PROP_FILE:
      g_value_set_object (value, self->file);
      break;

    case PROP_TITLE:
      g_value_take_string (value, sd_document_dup_title (self));
      break;

    case PROP_MODIFIED:
      g_value_set_boolean (value, sd_document_get_modified (self));
      break;

    case PROP_BUSY:
      g_value_set_boolean (value, self->busy);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sd_document_dispose (GObject *object)
{
  SdDocument *self = SD_DOCUMENT (object);

  g_clear_handle_id (&self->draft_source, g_source_remove);
  g_clear_object (&self->conversation);
  g_clear_object (&self->history);
  g_clear_object (&self->schema);
  g_clear_object (&self->file);
  g_clear_pointer (&self->etag, g_free);
  g_clear_pointer (&self->export, json_node_unref);
  g_clear_pointer (&self->draft, g_free);
  g_clear_object (&self->draft_cancellable);

  G_OBJECT_CLASS (sd_document_parent_class)->dispose (object);
}

static void
sd_document_class_init (SdDocumentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = sd_document_dispose;
  object_class->get_property = sd_document_get_property;

  props[PROP_SCHEMA] = g_param_spec_object ("schema", NULL, NULL, SD_TYPE_SCHEMA, flags);
  props[PROP_HISTORY] = g_param_spec_object ("history", NULL, NULL, SD_TYPE_HISTORY, flags);
  props[PROP_CONVERSATION] =
    g_param_spec_object ("conversation", NULL, NULL, SD_TYPE_CONVERSATION, flags);
  props[PROP_FILE] = g_param_spec_object ("file", NULL, NULL, G_TYPE_FILE, flags);
  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  props[PROP_MODIFIED] = g_param_spec_boolean ("modified", NULL, NULL, FALSE, flags);
  props[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, PROP_LAST_PROP, props);

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sd_document_init (SdDocument *self)
{
}

/* Takes ownership of @schema. */
SdDocument *
_sd_document_new_for_schema (SdSchema *schema)
{
  SdDocument *self = g_object_new (SD_TYPE_DOCUMENT, NULL);

  self->schema = schema;
  self->history = sd_history_new (schema);
  self->conversation = sd_conversation_new (self);
  sd_conversation_load (self->conversation, sd_schema_get_member (schema, "conversation"));

  g_signal_connect_object (schema, "changed", G_CALLBACK (schema_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (schema, "notify::title", G_CALLBACK (notify_title_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->history, "notify::modified", G_CALLBACK (notify_modified_cb),
                           self, G_CONNECT_SWAPPED);
  return self;
}

void
_sd_document_set_busy (SdDocument *self,
                       gboolean    busy)
{
  if (self->busy == busy)
    return;
  self->busy = busy;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BUSY]);
}

void
_sd_document_set_file (SdDocument *self,
                       GFile      *file)
{
  if (!g_set_object (&self->file, file))
    return;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FILE]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TITLE]);
}

void
_sd_document_mark_saved (SdDocument *self)
{
  self->restored = FALSE;
  self->said_more = FALSE;
  sd_history_mark_saved (self->history);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MODIFIED]);
}

void
_sd_document_mark_restored (SdDocument *self,
                            const char *draft,
                            GFile      *file)
{
  self->restored = TRUE;
  self->draft = g_strdup (draft);
  _sd_document_set_file (self, file);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MODIFIED]);
}

/**
 * sd_document_new:
 *
 * Returns: (transfer full): an empty document of today
 */
SdDocument *
sd_document_new (void)
{
  SdSchema *schema = sd_schema_new ();

  sd_schema_set_as_of (schema, today ());
  return _sd_document_new_for_schema (schema);
}

SdSchema *
sd_document_get_schema (SdDocument *self)
{
  g_return_val_if_fail (SD_IS_DOCUMENT (self), NULL);

  return self->schema;
}

SdHistory *
sd_document_get_history (SdDocument *self)
{
  g_return_val_if_fail (SD_IS_DOCUMENT (self), NULL);

  return self->history;
}

SdConversation *
sd_document_get_conversation (SdDocument *self)
{
  g_return_val_if_fail (SD_IS_DOCUMENT (self), NULL);

  return self->conversation;
}

/**
 * sd_document_get_file:
 * @self: a document
 *
 * Returns: (transfer none) (nullable): where it was opened or saved
 */
GFile *
sd_document_get_file (SdDocument *self)
{
  g_return_val_if_fail (SD_IS_DOCUMENT (self), NULL);

  return self->file;
}

/**
 * sd_document_dup_title:
 * @self: a document
 *
 * Returns: (transfer full): the name of its file, else its title, else a word
 *   for a new one
 */
char *
sd_document_dup_title (SdDocument *self)
{
  g_return_val_if_fail (SD_IS_DOCUMENT (self), NULL);

  if (self->file != NULL)
    {
      g_autofree char *name = g_file_get_basename (self->file);

      return g_filename_display_name (name);
    }
  if (*sd_schema_get_title (self->schema) != '\0')
    return g_strdup (sd_schema_get_title (self->schema));
  return g_strdup (_("New Dataset"));
}

gboolean
sd_document_get_modified (SdDocument *self)
{
  g_return_val_if_fail (SD_IS_DOCUMENT (self), FALSE);

  return self->restored || self->said_more || sd_history_get_modified (self->history);
}

gboolean
sd_document_get_busy (SdDocument *self)
{
  g_return_val_if_fail (SD_IS_DOCUMENT (self), FALSE);

  return self->busy;
}

gboolean
sd_document_is_pristine (SdDocument *self)
{
  g_return_val_if_fail (SD_IS_DOCUMENT (self), FALSE);

  return self->file == NULL && !sd_document_get_modified (self)
         && sd_schema_get_n_tables (self->schema) == 0
         && g_list_model_get_n_items (G_LIST_MODEL (self->conversation)) == 0;
}

/**
 * sd_document_apply:
 * @self: a document
 * @schema: what it shall be like
 * @label: the name of the step of undo
 * @error: return location
 *
 * Makes the document equal to @schema as one step that can be undone. Elements
 * with the same ids stay the same objects.
 *
 * Returns: whether it worked
 */
gboolean
sd_document_apply (SdDocument  *self,
                   SdSchema    *schema,
                   const char  *label,
                   GError     **error)
{
  g_autoptr (JsonNode) node = NULL;
  gboolean done;

  g_return_val_if_fail (SD_IS_DOCUMENT (self), FALSE);
  g_return_val_if_fail (SD_IS_SCHEMA (schema), FALSE);

  node = sd_schema_to_json (schema);
  sd_history_begin (self->history, label, NULL);
  done = sd_schema_sync_from_json (self->schema, node, error);
  sd_history_end (self->history);
  return done;
}

JsonNode *
sd_document_get_export (SdDocument *self)
{
  g_return_val_if_fail (SD_IS_DOCUMENT (self), NULL);

  return self->export != NULL ? self->export : sd_schema_get_member (self->schema, "export");
}

void
sd_document_set_export (SdDocument *self,
                        JsonNode   *choices)
{
  g_return_if_fail (SD_IS_DOCUMENT (self));
  g_return_if_fail (choices != NULL);

  g_clear_pointer (&self->export, json_node_unref);
  self->export = choices;
}

void
sd_document_touch (SdDocument *self)
{
  g_return_if_fail (SD_IS_DOCUMENT (self));

  schedule_draft (self);
  if (self->said_more)
    return;
  self->said_more = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MODIFIED]);
}
