/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The life of a row: a Markov chain of states with a time for every step,
 * unrolled from the row's start and cut at the document's day.
 */

#pragma once

#include "sd-draw.h"
#include "sd-dwell-private.h"

G_BEGIN_DECLS

/* Steps of one life; a chain with circles ends there. */
#define SD_LIFE_STEPS 64

typedef struct
{
  guint   to;
  guint64 threshold;   /* taken when u < threshold, and not before */
  SdDwell dwell;
} SdTransition;

typedef struct
{
  const char   *name;
  guint         n;
  SdTransition *transitions;
  gboolean      goes_on;   /* the shares add up to 1: no row stays for good */
} SdLifeState;

typedef struct
{
  guint        n_states;
  SdLifeState *states;
  int          start;       /* node */
  SdType       start_type;
  gint64       end;         /* no state is entered later */
  SdDraw       draw;        /* of the way */
  SdKey        way_key, dwell_key;
} SdLifeCycle;

typedef struct
{
  guint  n;
  guint  states[SD_LIFE_STEPS];
  gint64 moments[SD_LIFE_STEPS];   /* microseconds at which they were entered */
} SdLife;

/* Reads the parameters of the column. FALSE with findings. */
gboolean           sd_life_cycle_read      (SdLifeCycle           *self,
                                            const SdColumnContext *context);
void               sd_life_cycle_clear     (SdLifeCycle           *self);
/* The life of row @row from @start (microseconds), its way by @u. */
void               sd_life_cycle_unroll    (const SdLifeCycle     *self,
                                            guint64                row,
                                            guint64                u,
                                            gint64                 start,
                                            SdLife                *life);
/* −1 when there is no state of the name. */
int                sd_life_cycle_find      (const SdLifeCycle     *self,
                                            const char            *state);

G_END_DECLS
