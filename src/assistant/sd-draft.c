/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The draft as a boxed value. Its check is in sd-draft-check.c. */

#define G_LOG_DOMAIN "sd-assistant"

#include "sd-draft.h"
#include "sd-json-copy-private.h"

G_DEFINE_BOXED_TYPE (SdDraft, sd_draft, sd_draft_copy, sd_draft_free)

static void
question_free (gpointer data)
{
  sd_question_free (data);
}

/**
 * sd_draft_new:
 *
 * Returns: (transfer full): a draft that says nothing
 */
SdDraft *
sd_draft_new (void)
{
  SdDraft *self = g_new0 (SdDraft, 1);

  self->reply = g_strdup ("");
  self->questions = g_ptr_array_new_with_free_func (question_free);
  self->assumptions = g_new0 (char *, 1);
  self->not_used = g_new0 (char *, 1);

  return self;
}

/**
 * sd_draft_copy:
 *
 * Returns: (transfer full): a copy that shares nothing
 */
SdDraft *
sd_draft_copy (const SdDraft *self)
{
  SdDraft *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_new0 (SdDraft, 1);
  copy->schema = self->schema != NULL ? sd_json_copy_node (self->schema) : NULL;
  copy->reply = g_strdup (self->reply);
  copy->questions = g_ptr_array_new_with_free_func (question_free);
  for (guint i = 0; i < self->questions->len; i++)
    {
      const SdQuestion *question = self->questions->pdata[i];
      SdQuestion *other = g_new0 (SdQuestion, 1);

      other->id = g_strdup (question->id);
      other->text = g_strdup (question->text);
      other->choices = g_strdupv (question->choices);
      other->fallback = g_strdup (question->fallback);
      g_ptr_array_add (copy->questions, other);
    }
  copy->assumptions = g_strdupv (self->assumptions);
  copy->not_used = g_strdupv (self->not_used);

  return copy;
}

void
sd_draft_free (SdDraft *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->schema, json_node_unref);
  g_free (self->reply);
  g_ptr_array_unref (self->questions);
  g_strfreev (self->assumptions);
  g_strfreev (self->not_used);
  g_free (self);
}

void
sd_question_free (SdQuestion *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->text);
  g_strfreev (self->choices);
  g_free (self->fallback);
  g_free (self);
}
