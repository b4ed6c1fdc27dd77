/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A number x below a × b is written x = l·b + r; half rounds in turn add to l a
 * keyed hash of r modulo a, and to r one of l modulo b. Each can be undone, so
 * all of them together permute 0 … a·b-1. With a ≈ b ≈ √n the product exceeds n
 * by less than √n, so a result outside of 0 … n-1 is rare; it is sent through
 * again ("cycle walking"), which keeps the map a permutation.
 */

#include "sd-kernel.h"
#include "sd-permutation.h"

#define EXPLICIT_MAX 64
#define CHUNK        256

/* Six half rounds leave a bias that shows in 10^6 keys of a permutation of a
 * hundred elements, eight do not; with the size it fades as n^-2. */
#define ROUNDS_SMALL 8
#define ROUNDS_LARGE 6
#define LARGE        65536

G_STATIC_ASSERT (ROUNDS_SMALL % 2 == 0 && ROUNDS_LARGE % 2 == 0);

/* The largest number whose square is at most @n. */
static guint64
integer_sqrt (guint64 n)
{
  guint64 root = 0;
  guint64 bit = G_GUINT64_CONSTANT (1) << 62;

  while (bit > n)
    bit >>= 2;
  for (; bit != 0; bit >>= 2)
    {
      if (n >= root + bit)
        {
          n -= root + bit;
          root = (root >> 1) + bit;
        }
      else
        root >>= 1;
    }

  return root;
}

static void
shuffle (SdPermutation *self,
         SdKey          key)
{
  guint n = (guint) self->n;

  for (guint i = 0; i < n; i++)
    {
      guint j = (guint) sd_scale (sd_random (key, i), i + 1);

      self->forward[i] = self->forward[j];
      self->forward[j] = (guint8) i;
    }
  for (guint i = 0; i < n; i++)
    self->backward[self->forward[i]] = (guint8) i;
}

static inline int
count_rounds (const SdPermutation *self)
{
  return self->n < LARGE ? ROUNDS_SMALL : ROUNDS_LARGE;
}

/* A number below @bound from @half, as uniform as 32 bits allow. */
static inline guint32
half_round (guint32 half,
            guint64 key,
            guint32 bound)
{
  guint32 x = half ^ (guint32) key;

  x *= 0x7feb352du;
  x ^= x >> 15;
  x += (guint32) (key >> 32);
  x *= 0x846ca68bu;
  return (guint32) (((guint64) x * bound) >> 32);
}

/* The comparisons are arithmetic, because their outcome cannot be predicted. */
static inline guint32
add_modulo (guint32 half,
            guint32 summand,
            guint32 bound)
{
  half += summand;
  return half - (bound & -(guint32) (half >= bound));
}

static inline guint32
subtract_modulo (guint32 half,
                 guint32 subtrahend,
                 guint32 bound)
{
  return half - subtrahend + (bound & -(guint32) (half < subtrahend));
}

/* @x = l·b + r: the reciprocal gives the quotient or one less. */
static inline void
split (const SdPermutation *self,
       guint64              x,
       guint32             *l,
       guint32             *r)
{
  guint64 quotient = sd_scale (x, self->reciprocal);
  guint64 rest = x - quotient * self->b;
  guint64 more = rest >= self->b;

  *l = (guint32) (quotient + more);
  *r = (guint32) (rest - (self->b & -more));
}

static inline guint64
feistel (const SdPermutation *self,
         guint64              x)
{
  guint32 a = (guint32) self->a, b = (guint32) self->b;
  int rounds = count_rounds (self);
  guint32 l, r;

  split (self, x, &l, &r);
  for (int i = 0; i < rounds; i += 2)
    {
      l = add_modulo (l, half_round (r, self->round_keys[i], a), a);
      r = add_modulo (r, half_round (l, self->round_keys[i + 1], b), b);
    }

  return l * self->b + r;
}

static inline guint64
feistel_backwards (const SdPermutation *self,
                   guint64              x)
{
  guint32 a = (guint32) self->a, b = (guint32) self->b;
  int rounds = count_rounds (self);
  guint32 l, r;

  split (self, x, &l, &r);
  for (int i = rounds - 2; i >= 0; i -= 2)
    {
      r = subtract_modulo (r, half_round (l, self->round_keys[i + 1], b), b);
      l = subtract_modulo (l, half_round (r, self->round_keys[i], a), a);
    }

  return l * self->b + r;
}

/**
 * sd_permutation_init:
 * @self: the permutation
 * @n: the number of elements, from 1 to 2^62
 * @key: names one permutation among all
 *
 * Prepares a permutation of 0 … n-1. There is nothing to free.
 */
void
sd_permutation_init (SdPermutation *self,
                     guint64        n,
                     SdKey          key)
{
  g_return_if_fail (n > 0 && n <= G_GUINT64_CONSTANT (1) << 62);

  self->n = n;
  if (n <= EXPLICIT_MAX)
    {
      shuffle (self, key);
      return;
    }

  self->a = integer_sqrt (n);
  self->b = (n + self->a - 1) / self->a;
  self->reciprocal = G_MAXUINT64 / self->b;
  for (guint i = 0; i < ROUNDS_SMALL; i++)
    self->round_keys[i] = sd_random (key, i);
}

/**
 * sd_permutation_apply:
 * @self: the permutation
 * @index: a number below n
 *
 * Returns: the image of @index
 */
guint64
sd_permutation_apply (const SdPermutation *self,
                      guint64              index)
{
  if (self->n <= EXPLICIT_MAX)
    return self->forward[index];

  do
    index = feistel (self, index);
  while (index >= self->n);

  return index;
}

/**
 * sd_permutation_invert:
 * @self: the permutation
 * @image: a number below n
 *
 * Returns: the number that sd_permutation_apply () takes to @image
 */
guint64
sd_permutation_invert (const SdPermutation *self,
                       guint64              image)
{
  if (self->n <= EXPLICIT_MAX)
    return self->backward[image];

  do
    image = feistel_backwards (self, image);
  while (image >= self->n);

  return image;
}

/* One half round of many elements at once. */
SD_KERNEL static void
add_half_rounds (guint32       *halves,
                 const guint32 *others,
                 guint          n,
                 guint64        key,
                 guint32        bound)
{
  for (guint i = 0; i < n; i++)
    halves[i] = add_modulo (halves[i], half_round (others[i], key, bound), bound);
}

/* As split (), of numbers below 2^32; vectors have no wider products. */
SD_KERNEL static void
split_small (const guint64 *indices,
             guint          n,
             guint64        reciprocal,
             guint64        b,
             guint32       *l,
             guint32       *r)
{
  for (guint i = 0; i < n; i++)
    {
      guint64 quotient = indices[i] * (reciprocal >> 32) >> 32;
      guint64 rest = indices[i] - quotient * b;
      guint64 more = rest >= b;

      l[i] = (guint32) (quotient + more);
      r[i] = (guint32) (rest - (b & -more));
    }
}

SD_KERNEL static void
join (const guint32 *l,
      const guint32 *r,
      guint          n,
      guint64        b,
      guint64       *images)
{
  for (guint i = 0; i < n; i++)
    images[i] = l[i] * b + r[i];
}

static void
feistel_many (const SdPermutation *self,
              const guint64       *indices,
              guint                n,
              guint64             *images)
{
  guint32 l[CHUNK], r[CHUNK];

  if (self->n <= G_MAXUINT32)
    split_small (indices, n, self->reciprocal, self->b, l, r);
  else
    for (guint i = 0; i < n; i++)
      split (self, indices[i], &l[i], &r[i]);
  for (int i = 0; i < count_rounds (self); i += 2)
    {
      add_half_rounds (l, r, n, self->round_keys[i], (guint32) self->a);
      add_half_rounds (r, l, n, self->round_keys[i + 1], (guint32) self->b);
    }
  join (l, r, n, self->b, images);
}

/**
 * sd_permutation_apply_many:
 * @self: the permutation
 * @indices: (array length=n): numbers below the size of the permutation
 * @n: how many
 * @images: (array length=n): where their images go; may be @indices
 */
void
sd_permutation_apply_many (const SdPermutation *self,
                           const guint64       *indices,
                           guint                n,
                           guint64             *images)
{
  if (self->n <= EXPLICIT_MAX)
    {
      for (guint i = 0; i < n; i++)
        images[i] = self->forward[indices[i]];
      return;
    }

  for (guint i = 0; i < n; i += CHUNK)
    feistel_many (self, indices + i, MIN (n - i, CHUNK), images + i);
  for (guint i = 0; i < n; i++)
    {
      if (G_UNLIKELY (images[i] >= self->n))
        images[i] = sd_permutation_apply (self, images[i]);
    }
}
