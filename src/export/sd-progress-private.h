/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Progress thinned out by rows, since this room knows no clock: some hundred
 * reports of a small export, one each few million rows of a large one.
 */

#pragma once

#include "sd-export.h"

G_BEGIN_DECLS

typedef struct
{
  SdExportProgress callback;   /* nullable */
  gpointer         user_data;
  guint64          n_rows;
  guint64          done;
  guint64          reported;
  guint64          step;
} SdProgress;

static inline void
sd_progress_init (SdProgress      *self,
                  SdExportProgress callback,
                  gpointer         user_data,
                  guint64          n_rows)
{
  self->callback = callback;
  self->user_data = user_data;
  self->n_rows = n_rows;
  self->done = 0;
  self->reported = 0;
  self->step = CLAMP (n_rows / 256, 1, 4000000);
}

/* @rows more are done. */
static inline void
sd_progress_add (SdProgress *self,
                 guint64     rows)
{
  self->done += rows;
  if (self->callback == NULL || rows == 0)
    return;

  if (self->done - self->reported >= self->step || self->done == self->n_rows)
    {
      self->reported = self->done;
      self->callback (self->done, self->n_rows, self->user_data);
    }
}

G_END_DECLS
