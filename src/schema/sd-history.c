/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Undo as a list of states. A state is an immutable snapshot that shares with
 * the one before it all columns, tables and parameters that did not change, so
 * that a step costs what it changed. Whatever changes the document is seen,
 * inside a group or not: a change outside makes a step of its own.
 */

#define G_LOG_DOMAIN "sd-history"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-history.h"
#include "sd-json-tree-private.h"
#include "sd-schema-private.h"

/* The oldest states go when all together take more, beside what the first one
 * takes, which is the document itself. */
#define MAX_BYTES ((gsize) 64 * 1024 * 1024)
#define MAX_STATES 10000

typedef struct
{
  JsonNode *snapshot;
  char *label;      /* of the step that led here; NULL for the first */
  char *merge_key;
  gsize size;       /* of what is not shared with the state before; 0 for the first */
  guint step;       /* the number of the step that led here */
} State;

struct _SdHistory
{
  GObject parent_instance;

  /* Owned */
  SdSchema *schema;
  GPtrArray *states;
  char *group_label;
  char *group_key;

  guint position;   /* the state that the document is in */
  guint n_steps;    /* ever made, and the beginning */
  int saved;        /* the state that was saved; -1 when it is gone */
  guint depth;
  gsize size;
  guint barrier : 1;
  guint applying : 1;
};

G_DEFINE_FINAL_TYPE (SdHistory, sd_history, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_CAN_UNDO,
  PROP_CAN_REDO,
  PROP_UNDO_LABEL,
  PROP_REDO_LABEL,
  PROP_MODIFIED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* What the properties were, to notify only those that differ afterwards. */
typedef struct
{
  gboolean can_undo;
  gboolean can_redo;
  char *undo_label;
  char *redo_label;
  gboolean modified;
} Appearance;

static Appearance
get_appearance (SdHistory *self)
{
  return (Appearance) {
    sd_history_get_can_undo (self),
    sd_history_get_can_redo (self),
    g_strdup (sd_history_get_undo_label (self)),
    g_strdup (sd_history_get_redo_label (self)),
    sd_history_get_modified (self),
  };
}

/* Takes @before. */
static void
notify_differences (SdHistory  *self,
                    Appearance  before)
{
  Appearance now = get_appearance (self);
  const gboolean differs[N_PROPS] = {
    [PROP_CAN_UNDO] = now.can_undo != before.can_undo,
    [PROP_CAN_REDO] = now.can_redo != before.can_redo,
    [PROP_UNDO_LABEL] = g_strcmp0 (now.undo_label, before.undo_label) != 0,
    [PROP_REDO_LABEL] = g_strcmp0 (now.redo_label, before.redo_label) != 0,
    [PROP_MODIFIED] = now.modified != before.modified,
  };

  g_free (now.undo_label);
  g_free (now.redo_label);
  g_free (before.undo_label);
  g_free (before.redo_label);

  for (guint i = PROP_CAN_UNDO; i < N_PROPS; i++)
    {
      if (differs[i])
        g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
    }
}

static void
state_free (gpointer data)
{
  State *self = data;

  json_node_unref (self->snapshot);
  g_free (self->label);
  g_free (self->merge_key);
  g_free (self);
}

static State *
get_state (SdHistory *self,
           guint      position)
{
  return g_ptr_array_index (self->states, position);
}

/* The size of what @snapshot does not share with the one before. */
static gsize
measure (JsonNode *snapshot,
         JsonNode *before)
{
  g_autoptr (GHashTable) known = g_hash_table_new (NULL, NULL);

  _sd_json_collect (before, known);

  return _sd_json_measure (snapshot, known);
}

/* Takes @snapshot. */
static void
push_state (SdHistory  *self,
            JsonNode   *snapshot,
            const char *label,
            const char *merge_key)
{
  State *state = g_new0 (State, 1);

  state->snapshot = snapshot;
  state->step = self->n_steps++;
  state->label = g_strdup (label);
  state->merge_key = g_strdup (merge_key);
  if (self->states->len > 0)
    state->size = measure (snapshot, get_state (self, self->states->len - 1)->snapshot);
  self->size += state->size;
  g_ptr_array_add (self->states, state);
  self->position = self->states->len - 1;
}

static void
drop_states (SdHistory *self,
             guint      first,
             guint      n)
{
  for (guint i = first; i < first + n; i++)
    self->size -= get_state (self, i)->size;
  if (n > 0)
    g_ptr_array_remove_range (self->states, first, n);

  if (self->saved >= (int) (first + n))
    self->saved -= (int) n;
  else if (self->saved >= (int) first)
    self->saved = -1;
}

/* The first state left becomes the oldest that can be gone back to. */
static void
drop_oldest (SdHistory *self)
{
  while (self->position > 0
         && (self->size > MAX_BYTES || self->states->len > MAX_STATES))
    {
      State *state;

      drop_states (self, 0, 1);
      self->position--;
      state = get_state (self, 0);
      g_clear_pointer (&state->label, g_free);
      g_clear_pointer (&state->merge_key, g_free);
      self->size -= state->size;
      state->size = 0;
    }
}

/* TRUE when the step from the state now to the document belongs to the step
 * that led to the state now. */
static gboolean
can_merge (SdHistory  *self,
           const char *merge_key)
{
  return merge_key != NULL && !self->barrier && self->position > 0
         && self->position == self->states->len - 1
         && self->saved != (int) self->position
         && g_strcmp0 (get_state (self, self->position)->merge_key, merge_key) == 0;
}

/* Makes the difference between the document and the state now a step, if there
 * is one. */
static void
record (SdHistory  *self,
        const char *label,
        const char *merge_key)
{
  g_autoptr (JsonNode) snapshot = _sd_schema_snapshot (self->schema);
  Appearance before;

  if (_sd_json_equal (snapshot, get_state (self, self->position)->snapshot))
    return;

  before = get_appearance (self);
  if (can_merge (self, merge_key))
    {
      g_autofree char *kept_label = g_strdup (get_state (self, self->position)->label);

      drop_states (self, self->position, 1);
      self->position--;
      /* Back where the merged steps began: there is no step any more. */
      if (!_sd_json_equal (snapshot, get_state (self, self->position)->snapshot))
        push_state (self, g_steal_pointer (&snapshot), kept_label, merge_key);
    }
  else
    {
      drop_states (self, self->position + 1, self->states->len - self->position - 1);
      push_state (self, g_steal_pointer (&snapshot), label, merge_key);
    }
  self->barrier = FALSE;
  drop_oldest (self);
  notify_differences (self, before);
}

static void
schema_changed_cb (SdHistory *self)
{
  if (self->depth == 0 && !self->applying)
    record (self, _("Change"), NULL);
}

static void
sd_history_finalize (GObject *object)
{
  SdHistory *self = SD_HISTORY (object);

  g_clear_object (&self->schema);
  g_ptr_array_unref (self->states);
  g_free (self->group_label);
  g_free (self->group_key);

  G_OBJECT_CLASS (sd_history_parent_class)->finalize (object);
}

static void
sd_history_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  SdHistory *self = SD_HISTORY (object);

  switch (prop_id)
    {
    case PROP_CAN_UNDO:
      g_value_set_boolean (value, sd_history_get_can_undo (self));
      break;

    case PROP_CAN_REDO:
      g_value_set_boolean (value, sd_history_get_can_redo (self));
      break;

    case PROP_UNDO_LABEL:
      g_value_set_string (value, sd_history_get_undo_label (self));
      break;

    case PROP_REDO_LABEL:
      g_value_set_string (value, sd_history_get_redo_label (self));
      break;

    case PROP_MODIFIED:
      g_value_set_boolean (value, sd_history_get_modified (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sd_history_class_init (SdHistoryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = sd_history_finalize;
  object_class->get_property = sd_history_get_property;

  properties[PROP_CAN_UNDO] = g_param_spec_boolean ("can-undo", NULL, NULL, FALSE, flags);
  properties[PROP_CAN_REDO] = g_param_spec_boolean ("can-redo", NULL, NULL, FALSE, flags);
  properties[PROP_UNDO_LABEL] = g_param_spec_string ("undo-label", NULL, NULL, NULL, flags);
  properties[PROP_REDO_LABEL] = g_param_spec_string ("redo-label", NULL, NULL, NULL, flags);
  properties[PROP_MODIFIED] = g_param_spec_boolean ("modified", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sd_history_init (SdHistory *self)
{
  self->states = g_ptr_array_new_with_free_func (state_free);
}

/**
 * sd_history_new:
 * @schema: the document to be watched
 *
 * Returns: (transfer full): a history that begins with @schema as it is, which
 *   counts as saved
 */
SdHistory *
sd_history_new (SdSchema *schema)
{
  SdHistory *self;

  g_return_val_if_fail (SD_IS_SCHEMA (schema), NULL);

  self = g_object_new (SD_TYPE_HISTORY, NULL);
  self->schema = g_object_ref (schema);
  push_state (self, _sd_schema_snapshot (schema), NULL, NULL);
  g_signal_connect_object (schema, "changed", G_CALLBACK (schema_changed_cb), self,
                           G_CONNECT_SWAPPED);

  return self;
}

/**
 * sd_history_begin:
 * @label: the step for people, translated: "Rename column"
 * @merge_key: (nullable): a step with the same key as the one before it joins it
 *
 * Begins a group of changes; the document's "changed" waits for its end. Of
 * nested groups the outermost counts.
 */
void
sd_history_begin (SdHistory  *self,
                  const char *label,
                  const char *merge_key)
{
  g_return_if_fail (SD_IS_HISTORY (self));
  g_return_if_fail (label != NULL);

  if (self->depth++ > 0)
    return;

  g_free (self->group_label);
  g_free (self->group_key);
  self->group_label = g_strdup (label);
  self->group_key = g_strdup (merge_key);
  _sd_schema_freeze (self->schema);
}

/**
 * sd_history_end:
 *
 * Ends the group; when the document differs from what it was at the beginning,
 * that is one step.
 */
void
sd_history_end (SdHistory *self)
{
  g_return_if_fail (SD_IS_HISTORY (self));
  g_return_if_fail (self->depth > 0);

  if (--self->depth > 0)
    return;

  if (!self->applying)
    record (self, self->group_label, self->group_key);
  _sd_schema_thaw (self->schema);
}

/**
 * sd_history_barrier:
 *
 * Ends merging, as when the focus leaves an entry.
 */
void
sd_history_barrier (SdHistory *self)
{
  g_return_if_fail (SD_IS_HISTORY (self));

  self->barrier = TRUE;
}

static void
go_to (SdHistory *self,
       guint      position)
{
  Appearance before = get_appearance (self);

  self->applying = TRUE;
  self->position = position;
  self->barrier = TRUE;
  _sd_schema_restore (self->schema, get_state (self, position)->snapshot);
  self->applying = FALSE;
  notify_differences (self, before);
}

/**
 * sd_history_undo:
 *
 * Goes back one step, if there is one and no group is open.
 */
void
sd_history_undo (SdHistory *self)
{
  g_return_if_fail (SD_IS_HISTORY (self));

  if (self->depth == 0 && !self->applying && sd_history_get_can_undo (self))
    go_to (self, self->position - 1);
}

/**
 * sd_history_redo:
 *
 * Goes forward one step, if there is one and no group is open.
 */
void
sd_history_redo (SdHistory *self)
{
  g_return_if_fail (SD_IS_HISTORY (self));

  if (self->depth == 0 && !self->applying && sd_history_get_can_redo (self))
    go_to (self, self->position + 1);
}

gboolean
sd_history_get_can_undo (SdHistory *self)
{
  g_return_val_if_fail (SD_IS_HISTORY (self), FALSE);

  return self->position > 0;
}

gboolean
sd_history_get_can_redo (SdHistory *self)
{
  g_return_val_if_fail (SD_IS_HISTORY (self), FALSE);

  return self->position + 1 < self->states->len;
}

const char *
sd_history_get_undo_label (SdHistory *self)
{
  g_return_val_if_fail (SD_IS_HISTORY (self), NULL);

  return sd_history_get_can_undo (self) ? get_state (self, self->position)->label : NULL;
}

guint
sd_history_get_undo_step (SdHistory *self)
{
  g_return_val_if_fail (SD_IS_HISTORY (self), 0);

  return sd_history_get_can_undo (self) ? get_state (self, self->position)->step : 0;
}

const char *
sd_history_get_redo_label (SdHistory *self)
{
  g_return_val_if_fail (SD_IS_HISTORY (self), NULL);

  return sd_history_get_can_redo (self) ? get_state (self, self->position + 1)->label : NULL;
}

gboolean
sd_history_get_modified (SdHistory *self)
{
  g_return_val_if_fail (SD_IS_HISTORY (self), FALSE);

  return self->saved != (int) self->position;
}

/**
 * sd_history_mark_saved:
 *
 * The document as it is now is the saved one: going back here later makes it
 * unmodified again.
 */
void
sd_history_mark_saved (SdHistory *self)
{
  Appearance before;

  g_return_if_fail (SD_IS_HISTORY (self));

  before = get_appearance (self);
  self->saved = (int) self->position;
  notify_differences (self, before);
}
