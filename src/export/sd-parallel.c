/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The workers. There is no writer thread: whoever finds the next unit in order
 * ready, and nobody committing, commits. With one thread this is a plain loop.
 */

#include "sd-parallel-private.h"

#define MAX_THREADS 64

typedef struct
{
  const SdParallelWork *work;
  GCancellable         *cancellable;
  GMutex                mutex;
  GCond                 changed;
  GPtrArray            *slots;        /* all of them */
  GPtrArray            *free_slots;   /* a stack: the last used is warm in the cache */
  gpointer             *ready;        /* by unit modulo the number of slots */
  guint64               next;         /* unit to produce */
  guint64               committed;    /* unit to commit */
  gboolean              committing;
  gboolean              failed;
  GError               *error;
} Parallel;

/* Threads to use when @wanted are asked for; 0 is one per processor. */
guint
sd_parallel_get_n_threads (guint wanted)
{
  return CLAMP (wanted != 0 ? wanted : g_get_num_processors (), 1, MAX_THREADS);
}

static gpointer *
get_ready (Parallel *self,
           guint64   unit)
{
  return &self->ready[unit % self->slots->len];
}

static void
fail (Parallel *self,
      GError   *error)
{
  if (self->failed)
    g_error_free (error);
  else
    self->error = error;

  self->failed = TRUE;
  g_cond_broadcast (&self->changed);
}

/* Commits what is ready in order. Called and returns with the mutex held. */
static void
commit_ready (Parallel *self)
{
  self->committing = TRUE;
  while (!self->failed && *get_ready (self, self->committed) != NULL)
    {
      gpointer slot = g_steal_pointer (get_ready (self, self->committed));
      guint64 unit = self->committed;
      GError *error = NULL;
      gboolean done;

      g_mutex_unlock (&self->mutex);
      done = self->work->commit (unit, slot, self->work->user_data, &error);
      g_mutex_lock (&self->mutex);

      g_ptr_array_add (self->free_slots, slot);
      self->committed++;
      if (!done)
        fail (self, error);
      g_cond_broadcast (&self->changed);
    }
  self->committing = FALSE;
}

/* Produces the next unit. Called and returns with the mutex held. */
static void
produce_next (Parallel *self)
{
  gpointer slot = g_ptr_array_steal_index (self->free_slots, self->free_slots->len - 1);
  guint64 unit = self->next++;
  GError *error = NULL;
  gboolean done;

  g_mutex_unlock (&self->mutex);
  done = !g_cancellable_set_error_if_cancelled (self->cancellable, &error)
         && self->work->produce (unit, slot, self->work->user_data, &error);
  g_mutex_lock (&self->mutex);

  if (done)
    *get_ready (self, unit) = slot;
  else
    fail (self, error);
}

static gpointer
worker_run (gpointer data)
{
  Parallel *self = data;

  g_mutex_lock (&self->mutex);
  while (!self->failed && self->committed < self->work->n_units)
    {
      if (!self->committing && *get_ready (self, self->committed) != NULL)
        commit_ready (self);
      else if (self->next < self->work->n_units && self->free_slots->len > 0)
        produce_next (self);
      else
        g_cond_wait (&self->changed, &self->mutex);
    }
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);

  return NULL;
}

static void
run_workers (Parallel *self,
             guint     n_threads)
{
  g_autoptr(GPtrArray) threads = g_ptr_array_new ();

  /* Fewer threads than wanted make the same bytes. */
  for (guint i = 1; i < n_threads; i++)
    {
      GThread *thread = g_thread_try_new ("export", worker_run, self, NULL);

      if (thread == NULL)
        break;
      g_ptr_array_add (threads, thread);
    }

  worker_run (self);
  for (guint i = 0; i < threads->len; i++)
    g_thread_join (g_ptr_array_index (threads, i));
}

/* Runs all units. FALSE with the error of the unit that failed first, or with
 * G_IO_ERROR_CANCELLED. */
gboolean
sd_parallel_run (const SdParallelWork *work,
                 GCancellable         *cancellable,
                 GError              **error)
{
  Parallel self = { .work = work, .cancellable = cancellable };
  guint n_threads = MIN (MAX (work->n_threads, 1), MAX (work->n_units, 1));
  guint n_slots = n_threads == 1 ? 1 : n_threads * 2 + 1;

  g_mutex_init (&self.mutex);
  g_cond_init (&self.changed);
  self.slots = g_ptr_array_new_with_free_func (work->slot_free);
  self.free_slots = g_ptr_array_new ();
  self.ready = g_new0 (gpointer, n_slots);
  for (guint i = 0; i < n_slots; i++)
    {
      g_ptr_array_add (self.slots, work->slot_new (work->user_data));
      g_ptr_array_add (self.free_slots, g_ptr_array_index (self.slots, i));
    }

  run_workers (&self, n_threads);

  g_free (self.ready);
  g_ptr_array_unref (self.free_slots);
  g_ptr_array_unref (self.slots);
  g_cond_clear (&self.changed);
  g_mutex_clear (&self.mutex);
  if (self.failed)
    g_propagate_error (error, self.error);

  return !self.failed;
}
