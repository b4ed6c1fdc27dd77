/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Noise that remembers: a first-order autoregressive series (AR(1)) with mean 0
 * and standard deviation 1, any value of which is at hand without those before.
 *
 * Values at multiples of 64 are a series of their own, with the correlation of
 * 64 steps, and so on upwards; between two of them a free run from the earlier
 * one is bent so that it ends in the later one (a Gaussian bridge), which gives
 * the very law of the series (ENGINE.md §3).
 */

#pragma once

#include "sd-random.h"

G_BEGIN_DECLS

#define SD_BRIDGE_STEPS  64
#define SD_BRIDGE_LEVELS 3

typedef struct
{
  double phi[SD_BRIDGE_LEVELS];     /* correlation of neighbors … */
  double spread[SD_BRIDGE_LEVELS];  /* … and what is new in each step */
  double pull[SD_BRIDGE_LEVELS][SD_BRIDGE_STEPS + 1];  /* how much of the end's miss belongs
                                                        * to each step */
} SdBridge;

/* What has been computed last. */
typedef struct
{
  SdKey    key;
  gboolean used[SD_BRIDGE_LEVELS];
  guint64  segment[SD_BRIDGE_LEVELS];
  double   values[SD_BRIDGE_LEVELS][SD_BRIDGE_STEPS + 1];
} SdBridgeMemory;

/* @phi: correlation of neighbors, at most .9999 or so: what is 64^3 steps apart
 * counts as independent (.9999 leaves 4e-12). */
void   sd_bridge_init (SdBridge       *self,
                       double          phi);
void   sd_bridge_memory_init (SdBridgeMemory *self);
/* Value @index of the series of @key. @memory only saves work. */
double sd_bridge_get  (const SdBridge *self,
                       SdBridgeMemory *memory,
                       SdKey           key,
                       guint64         index);

G_END_DECLS
