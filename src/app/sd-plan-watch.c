/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Compiling in the background. The schema belongs to the main thread; the
 * worker gets its text and makes a private schema of it.
 */

#define G_LOG_DOMAIN "sd-plan-watch"

#include "config.h"

#include "sd-plan-watch.h"
#include "sd-schema-file.h"

struct _SdPlanWatch
{
  GObject     parent_instance;

  /* Owned References */
  SdDocument *document;
  SdPlan     *plan;
  GPtrArray  *findings;

  guint       idle;          /* a compilation is about to begin */
  guint       running : 1;
  guint       stale : 1;     /* the document changed since it began */
};

typedef struct
{
  SdPlan    *plan;
  GPtrArray *findings;
} Compiled;

enum
{
  SIGNAL_UPDATED,
  SIGNAL_LAST_SIGNAL,
};

static guint signals[SIGNAL_LAST_SIGNAL];

G_DEFINE_FINAL_TYPE (SdPlanWatch, sd_plan_watch, G_TYPE_OBJECT)

static void schedule (SdPlanWatch *self);

static void
compiled_free (Compiled *compiled)
{
  g_clear_pointer (&compiled->plan, sd_plan_unref);
  g_clear_pointer (&compiled->findings, g_ptr_array_unref);
  g_free (compiled);
}

static void
compile_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  const char *text = task_data;
  g_autoptr (SdSchema) schema = NULL;
  Compiled *compiled;
  GError *error = NULL;

  schema = sd_schema_new_from_text (text, strlen (text), &error);
  if (schema == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  compiled = g_new0 (Compiled, 1);
  compiled->plan = sd_plan_new (schema, &compiled->findings);
  g_task_return_pointer (task, compiled, (GDestroyNotify) compiled_free);
}

static void
compiled_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  SdPlanWatch *self = SD_PLAN_WATCH (object);
  g_autoptr (GError) error = NULL;
  Compiled *compiled;

  self->running = FALSE;
  compiled = g_task_propagate_pointer (G_TASK (result), &error);
  if (self->document == NULL)
    {
      g_clear_pointer (&compiled, compiled_free);
      return;
    }
  if (compiled == NULL)
    {
      /* A document that cannot be read back is a fault of this program. */
      g_critical ("The document is not readable: %s", error->message);
      return;
    }
  if (compiled->plan != NULL)
    {
      g_clear_pointer (&self->plan, sd_plan_unref);
      self->plan = g_steal_pointer (&compiled->plan);
    }
  g_ptr_array_unref (self->findings);
  self->findings = g_steal_pointer (&compiled->findings);
  compiled_free (compiled);
  if (self->stale)
    schedule (self);
  g_signal_emit (self, signals[SIGNAL_UPDATED], 0);
}

static gboolean
compile_cb (gpointer user_data)
{
  SdPlanWatch *self = user_data;
  g_autoptr (GTask) task = NULL;

  self->idle = 0;
  self->stale = FALSE;
  self->running = TRUE;
  task = g_task_new (self, NULL, compiled_cb, NULL);
  g_task_set_source_tag (task, compile_cb);
  g_task_set_task_data (task, sd_schema_to_text (sd_document_get_schema (self->document)), g_free);
  g_task_run_in_thread (task, compile_thread);
  return G_SOURCE_REMOVE;
}

static void
schedule (SdPlanWatch *self)
{
  self->stale = TRUE;
  if (!self->running && self->idle == 0)
    self->idle = g_idle_add (compile_cb, self);
}

static void
sd_plan_watch_dispose (GObject *object)
{
  SdPlanWatch *self = SD_PLAN_WATCH (object);

  g_clear_handle_id (&self->idle, g_source_remove);
  g_clear_object (&self->document);

  G_OBJECT_CLASS (sd_plan_watch_parent_class)->dispose (object);
}

static void
sd_plan_watch_finalize (GObject *object)
{
  SdPlanWatch *self = SD_PLAN_WATCH (object);

  g_clear_pointer (&self->plan, sd_plan_unref);
  g_ptr_array_unref (self->findings);

  G_OBJECT_CLASS (sd_plan_watch_parent_class)->finalize (object);
}

static void
sd_plan_watch_class_init (SdPlanWatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sd_plan_watch_dispose;
  object_class->finalize = sd_plan_watch_finalize;

  signals[SIGNAL_UPDATED] =
    g_signal_new ("updated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sd_plan_watch_init (SdPlanWatch *self)
{
  self->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) sd_finding_free);
}

/**
 * sd_plan_watch_new:
 * @document: a document
 *
 * Returns: (transfer full): a watch whose first plan comes soon
 */
SdPlanWatch *
sd_plan_watch_new (SdDocument *document)
{
  SdPlanWatch *self;

  g_return_val_if_fail (SD_IS_DOCUMENT (document), NULL);

  self = g_object_new (SD_TYPE_PLAN_WATCH, NULL);
  self->document = g_object_ref (document);
  g_signal_connect_object (document, "changed", G_CALLBACK (schedule), self, G_CONNECT_SWAPPED);
  schedule (self);
  return self;
}

SdPlan *
sd_plan_watch_get_plan (SdPlanWatch *self)
{
  g_return_val_if_fail (SD_IS_PLAN_WATCH (self), NULL);

  return self->plan;
}

GPtrArray *
sd_plan_watch_get_findings (SdPlanWatch *self)
{
  g_return_val_if_fail (SD_IS_PLAN_WATCH (self), NULL);

  return self->findings;
}

gboolean
sd_plan_watch_is_current (SdPlanWatch *self)
{
  g_return_val_if_fail (SD_IS_PLAN_WATCH (self), FALSE);

  return !self->stale && !self->running && self->idle == 0;
}
