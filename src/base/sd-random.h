/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Counter-based random numbers. A draw is a pure function of a key and a
 * counter: nothing runs along, so any row can be drawn at any time by any
 * thread. A key names one stream: (seed, table, column, lane, attempt), never a
 * name or a position, so that renaming and reordering change nothing.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The version of the streams below: part of every key. */
#define SD_STREAM_VERSION 1

typedef guint64 SdKey;

/* What the draws of one column are for. The numbers are part of the stream:
 * append, never renumber. */
typedef enum
{
  SD_LANE_VALUE = 0,      /* the value itself (v of a balanced draw) */
  SD_LANE_PERMUTE = 1,    /* the block permutation of a balanced draw */
  SD_LANE_MISSING = 2,    /* which cells are missing */
  SD_LANE_KEY = 3,        /* keyed permutations of whole tables: shuffled ids, unique codes */
  SD_LANE_COUNT = 4,      /* which parent has how many children */
  SD_LANE_PLACE = 5,      /* where a child's row stands */
  SD_LANE_PARTNER = 6,    /* distinct partners within a parent */
  SD_LANE_OPTIONAL = 7,   /* which optional foreign keys are empty */
  SD_LANE_DETAIL = 8,     /* digits, suffixes and other parts of one cell */
  SD_LANE_NOISE = 9,      /* draws inside formulas; attempt is the number of the call */
  SD_LANE_PERIOD = 10,    /* rows per period of a timeline */
  SD_LANE_ATOM = 11,      /* shared facts of a row (person, place …); attempt is the atom */
  SD_LANE_RULE = 12,      /* which of several columns a rule lets have a value */
  SD_LANE_MESS = 13,      /* what is messed up, and how */
} SdLane;

SdKey   sd_key              (guint64        seed,
                             guint32        table_id,
                             guint32        column_id,
                             SdLane         lane,
                             guint32        attempt);
SdKey   sd_key_derive       (SdKey          key,
                             guint64        number);
guint64 sd_seed_derive      (guint64        seed,
                             guint64        variant);
guint64 sd_random           (SdKey          key,
                             guint64        counter);
void    sd_random_fill      (SdKey          key,
                             const guint64 *counters,
                             guint          n,
                             guint64       *out);

/* High 64 bits of the 128-bit product: a number below @bound from a 64-bit
 * uniform @random, without division. */
static inline guint64
sd_scale (guint64 random,
          guint64 bound)
{
  return (guint64) (((unsigned __int128) random * bound) >> 64);
}

/* A uniform double in the open interval (0, 1), from the top 52 bits: an odd
 * multiple of 2^-53, because with one bit more the largest would round to 1. */
static inline double
sd_unit (guint64 random)
{
  return (double) (random >> 11 | 1) * 0x1p-53;
}

G_END_DECLS
