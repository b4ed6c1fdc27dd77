/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Numbered units of work, produced by any thread in any order and committed one
 * at a time in their order. Slots hold what has been produced and not yet been
 * committed; there are few of them, so memory does not grow with the work.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  guint64    n_units;
  guint      n_threads;      /* at least 1; the calling thread is one of them */
  gpointer (*slot_new)  (gpointer       user_data);
  void     (*slot_free) (gpointer       slot);
  /* Any thread. */
  gboolean (*produce)   (guint64        unit,
                         gpointer       slot,
                         gpointer       user_data,
                         GError       **error);
  /* Any thread, but never two at once, and in the order of the units. */
  gboolean (*commit)    (guint64        unit,
                         gpointer       slot,
                         gpointer       user_data,
                         GError       **error);
  gpointer   user_data;
} SdParallelWork;

guint    sd_parallel_get_n_threads (guint                 wanted);
gboolean sd_parallel_run           (const SdParallelWork *work,
                                    GCancellable         *cancellable,
                                    GError              **error);

G_END_DECLS
