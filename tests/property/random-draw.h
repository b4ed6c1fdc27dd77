/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Chance for tests, the same again from the same seed: splitmix64 (Steele, Lea
 * and Flood 2014), of its own so that a change of the engine's random numbers
 * does not change what is tested.
 */

#pragma once

#include <glib.h>

typedef struct
{
  guint64 state;
} RandomDraw;

static inline guint64
draw_bits (RandomDraw *self)
{
  guint64 z = self->state += 0x9e3779b97f4a7c15u;

  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

/* 0 … @n − 1 */
static inline guint
draw_below (RandomDraw *self,
            guint       n)
{
  return n > 0 ? (guint) (draw_bits (self) % n) : 0;
}

/* @low … @high */
static inline gint64
draw_between (RandomDraw *self,
              gint64      low,
              gint64      high)
{
  return low + (gint64) (draw_bits (self) % (guint64) (high - low + 1));
}

/* In @percent of 100 cases. */
static inline gboolean
draw_chance (RandomDraw *self,
             guint       percent)
{
  return draw_below (self, 100) < percent;
}

/* From @low to @high in hundredths of the way, so that documents stay legible. */
static inline double
draw_number (RandomDraw *self,
             double      low,
             double      high)
{
  return low + (high - low) * draw_below (self, 101) / 100;
}

/* One of texts in a row: "a|b|c". (transfer full) */
static inline char *
draw_word (RandomDraw *self,
           const char *words)
{
  g_auto (GStrv) list = g_strsplit (words, "|", -1);

  return g_strdup (list[draw_below (self, g_strv_length (list))]);
}
