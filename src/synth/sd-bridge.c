/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Autoregressive noise between checkpoints; see the header. */

#define G_LOG_DOMAIN "sd-bridge"

#include <math.h>
#include <string.h>

#include "sd-bridge-private.h"
#include "sd-math.h"

/* @phi^@n by squaring, so that negative ones have a sign. */
static double
power (double phi,
       guint  n)
{
  double result = 1;

  for (; n > 0; n >>= 1, phi *= phi)
    if (n & 1)
      result *= phi;
  return result;
}

/* 1 − phi^(2 n), also where phi is close to 1. */
static double
get_decay (double phi,
           guint  n)
{
  return phi == 0 ? 1 : -sd_expm1 (2.0 * n * sd_log (fabs (phi)));
}

void
sd_bridge_init (SdBridge *self,
                double    phi)
{
  for (guint level = 0; level < SD_BRIDGE_LEVELS; level++)
    {
      const double whole = get_decay (phi, SD_BRIDGE_STEPS);

      self->phi[level] = phi;
      self->spread[level] = sqrt (get_decay (phi, 1));
      for (guint j = 0; j <= SD_BRIDGE_STEPS; j++)
        self->pull[level][j] = j == 0 ? 0 : power (phi, SD_BRIDGE_STEPS - j)
                                            * get_decay (phi, j) / whole;
      phi = power (phi, SD_BRIDGE_STEPS);
    }
}

static double
draw (SdKey   key,
      guint64 index)
{
  return sd_normal_quantile (sd_unit (sd_random (key, index)));
}

static double get_value (const SdBridge *self,
                         SdBridgeMemory *memory,
                         guint           level,
                         guint64         index);

/* The values from checkpoint @segment to the next. */
static void
fill_segment (const SdBridge *self,
              SdBridgeMemory *memory,
              guint           level,
              guint64         segment)
{
  double *values = memory->values[level];
  const SdKey key = sd_key_derive (memory->key, level);
  const guint64 first = segment * SD_BRIDGE_STEPS;
  double miss;

  values[0] = get_value (self, memory, level + 1, segment);
  miss = get_value (self, memory, level + 1, segment + 1);
  for (guint j = 1; j <= SD_BRIDGE_STEPS; j++)
    values[j] = self->phi[level] * values[j - 1]
                + self->spread[level] * draw (key, first + j);
  miss -= values[SD_BRIDGE_STEPS];
  for (guint j = 1; j <= SD_BRIDGE_STEPS; j++)
    values[j] += self->pull[level][j] * miss;
  memory->segment[level] = segment;
  memory->used[level] = TRUE;
}

/* Above the last level what is that far apart is independent. */
static double
get_value (const SdBridge *self,
           SdBridgeMemory *memory,
           guint           level,
           guint64         index)
{
  const guint64 segment = index / SD_BRIDGE_STEPS;

  if (level == SD_BRIDGE_LEVELS)
    return draw (sd_key_derive (memory->key, level), index);
  if (!memory->used[level] || memory->segment[level] != segment)
    fill_segment (self, memory, level, segment);
  return memory->values[level][index % SD_BRIDGE_STEPS];
}

void
sd_bridge_memory_init (SdBridgeMemory *self)
{
  self->key = 0;
  memset (self->used, 0, sizeof self->used);
}

double
sd_bridge_get (const SdBridge *self,
               SdBridgeMemory *memory,
               SdKey           key,
               guint64         index)
{
  if (self->phi[0] == 0)
    return draw (key, index);
  if (memory->key != key)
    {
      memset (memory->used, 0, sizeof memory->used);
      memory->key = key;
    }
  return get_value (self, memory, 0, index);
}
