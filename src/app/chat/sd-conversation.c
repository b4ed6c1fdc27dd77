/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The conversation: one request at a time, answers applied to the document. */

#define G_LOG_DOMAIN "sd-conversation"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-conversation.h"
#include "sd-planner.h"

/* A file may hold any number; the window shows the last ones. */
#define MAX_MESSAGES 500

struct _SdConversation
{
  GObject       parent_instance;

  SdDocument   *document;      /* borrowed: it owns the conversation */

  /* Owned References */
  GListStore   *messages;
  SdAssistant  *assistant;
  GCancellable *cancellable;   /* of the request under way */
  char         *prompt;        /* that the questions are about */
};

enum
{
  PROP_0,
  PROP_WORKING,
  PROP_LAST_PROP,
};

enum
{
  SIGNAL_APPLIED,
  SIGNAL_LAST_SIGNAL,
};

static GParamSpec *props[PROP_LAST_PROP];
static guint signals[SIGNAL_LAST_SIGNAL];

static GType
get_item_type (GListModel *model)
{
  return SD_TYPE_MESSAGE;
}

static guint
get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (SD_CONVERSATION (model)->messages));
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  return g_list_model_get_item (G_LIST_MODEL (SD_CONVERSATION (model)->messages), position);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SdConversation, sd_conversation, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
add_message (SdConversation *self,
             SdMessage      *message)
{
  g_list_store_append (self->messages, message);
  sd_document_touch (self->document);
  g_object_unref (message);
}

static void
set_cancellable (SdConversation *self,
                 GCancellable   *cancellable)
{
  if (g_set_object (&self->cancellable, cancellable))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_WORKING]);
}

/* The document that the draft makes of the present one; NULL without a proposal. */
static SdSchema *
check_draft (SdConversation  *self,
             const SdDraft   *draft,
             GError         **error)
{
  g_autoptr (GPtrArray) findings = NULL;
  SdSchema *schema = sd_document_get_schema (self->document);

  if (draft->schema == NULL)
    return NULL;
  return sd_draft_to_schema (draft, sd_schema_get_n_tables (schema) > 0 ? schema : NULL,
                             &findings, error);
}

static void
take_draft (SdConversation *self,
            const SdDraft  *draft)
{
  SdHistory *history = sd_document_get_history (self->document);
  guint before = sd_history_get_undo_step (history), step;
  g_autoptr (SdSchema) made = NULL;
  g_autoptr (GError) error = NULL;

  made = check_draft (self, draft, &error);
  if (made != NULL)
    sd_document_apply (self->document, made, _("Apply Plan"), &error);
  if (error != NULL)
    {
      add_message (self, sd_message_new (SD_MESSAGE_ERROR, error->message));
      return;
    }
  step = sd_history_get_undo_step (history);
  add_message (self, sd_message_new_for_draft (draft, made, step != before ? step : 0));
  if (made != NULL)
    g_signal_emit (self, signals[SIGNAL_APPLIED], 0);
}

static void
asked_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (SdConversation) self = user_data;
  g_autoptr (SdDraft) draft = NULL;
  g_autoptr (GError) error = NULL;

  draft = sd_assistant_ask_finish (SD_ASSISTANT (object), result, &error);
  set_cancellable (self, NULL);
  /* The document may have been closed meanwhile. */
  if (self->document == NULL)
    return;
  if (draft != NULL)
    take_draft (self, draft);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    add_message (self, sd_message_new (SD_MESSAGE_ERROR, _("Stopped.")));
  else
    add_message (self, sd_message_new (SD_MESSAGE_ERROR, error->message));
}

static void
send_request (SdConversation     *self,
              const char * const *answers)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  SdSchema *schema = sd_document_get_schema (self->document);
  SdRequest request = {
    .prompt = self->prompt,
    .answers = answers,
    .schema = sd_schema_get_n_tables (schema) > 0 ? schema : NULL,
    .as_of = sd_schema_get_as_of (schema),
    .locale = sd_schema_get_locale (schema),
  };

  set_cancellable (self, cancellable);
  sd_assistant_ask_async (self->assistant, &request, cancellable, asked_cb, g_object_ref (self));
}

static void
sd_conversation_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_WORKING:
      g_value_set_boolean (value, sd_conversation_get_working (SD_CONVERSATION (object)));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
items_changed_cb (GListModel     *messages,
                  guint           position,
                  guint           removed,
                  guint           added,
                  SdConversation *self)
{
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

static void
sd_conversation_dispose (GObject *object)
{
  SdConversation *self = SD_CONVERSATION (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_weak_pointer (&self->document);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->assistant);
  g_clear_pointer (&self->prompt, g_free);

  G_OBJECT_CLASS (sd_conversation_parent_class)->dispose (object);
}

static void
sd_conversation_finalize (GObject *object)
{
  g_object_unref (SD_CONVERSATION (object)->messages);

  G_OBJECT_CLASS (sd_conversation_parent_class)->finalize (object);
}

static void
sd_conversation_class_init (SdConversationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sd_conversation_dispose;
  object_class->finalize = sd_conversation_finalize;
  object_class->get_property = sd_conversation_get_property;

  props[PROP_WORKING] =
    g_param_spec_boolean ("working", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, PROP_LAST_PROP, props);

  signals[SIGNAL_APPLIED] =
    g_signal_new ("applied", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sd_conversation_init (SdConversation *self)
{
  self->messages = g_list_store_new (SD_TYPE_MESSAGE);
  g_signal_connect_object (self->messages, "items-changed", G_CALLBACK (items_changed_cb), self,
                           0);
  self->assistant = sd_planner_new ();
}

SdConversation *
sd_conversation_new (SdDocument *document)
{
  SdConversation *self = g_object_new (SD_TYPE_CONVERSATION, NULL);

  g_set_weak_pointer (&self->document, document);
  return self;
}

/**
 * sd_conversation_load:
 * @self: a conversation
 * @node: (nullable): what sd_conversation_save() gave, or anything at all
 */
void
sd_conversation_load (SdConversation *self,
                      JsonNode       *node)
{
  JsonArray *array;
  guint i, n;

  g_return_if_fail (SD_IS_CONVERSATION (self));

  g_list_store_remove_all (self->messages);
  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return;
  array = json_node_get_array (node);
  n = json_array_get_length (array);
  for (i = n > MAX_MESSAGES ? n - MAX_MESSAGES : 0; i < n; i++)
    {
      g_autoptr (SdMessage) message = NULL;

      message = sd_message_new_from_json (json_array_get_element (array, i));
      if (message != NULL)
        g_list_store_append (self->messages, message);
    }
}

JsonNode *
sd_conversation_save (SdConversation *self)
{
  guint i, n = g_list_model_get_n_items (G_LIST_MODEL (self));
  JsonArray *array;
  JsonNode *node;

  g_return_val_if_fail (SD_IS_CONVERSATION (self), NULL);

  if (n == 0)
    return NULL;
  array = json_array_sized_new (n);
  for (i = 0; i < n; i++)
    {
      g_autoptr (SdMessage) message = g_list_model_get_item (G_LIST_MODEL (self), i);

      json_array_add_element (array, sd_message_to_json (message));
    }
  node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, array);
  return node;
}

SdAssistant *
sd_conversation_get_assistant (SdConversation *self)
{
  g_return_val_if_fail (SD_IS_CONVERSATION (self), NULL);

  return self->assistant;
}

gboolean
sd_conversation_get_working (SdConversation *self)
{
  g_return_val_if_fail (SD_IS_CONVERSATION (self), FALSE);

  return self->cancellable != NULL;
}

/**
 * sd_conversation_ask:
 * @self: a conversation
 * @prompt: what the user wrote
 *
 * Asks the assistant. While it works, nothing else can be asked.
 */
void
sd_conversation_ask (SdConversation *self,
                     const char     *prompt)
{
  g_return_if_fail (SD_IS_CONVERSATION (self));
  g_return_if_fail (prompt != NULL);

  if (sd_conversation_get_working (self))
    return;
  g_free (self->prompt);
  self->prompt = g_strdup (prompt);
  add_message (self, sd_message_new (SD_MESSAGE_USER, prompt));
  send_request (self, NULL);
}

void
sd_conversation_answer (SdConversation     *self,
                        const char * const *answers,
                        const char         *text)
{
  g_return_if_fail (SD_IS_CONVERSATION (self));
  g_return_if_fail (answers != NULL);

  if (sd_conversation_get_working (self) || self->prompt == NULL)
    return;
  add_message (self, sd_message_new (SD_MESSAGE_USER, text));
  send_request (self, answers);
}

/**
 * sd_conversation_stop:
 * @self: a conversation
 *
 * Gives up the request under way, if there is one.
 */
void
sd_conversation_stop (SdConversation *self)
{
  g_return_if_fail (SD_IS_CONVERSATION (self));

  g_cancellable_cancel (self->cancellable);
}
