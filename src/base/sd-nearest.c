/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The name a person probably meant: the one that the fewest changes of a letter
 * lead to (V. I. Levenshtein, 1965), a swap of neighbours being one of them, if
 * they are at most a third of the letters.
 */

#define G_LOG_DOMAIN "sd-nearest"

#include <string.h>

#include "sd-nearest.h"

/* Longer names are not compared. */
#define MAX_NAME 64

static guint
get_distance (const char *a,
              const char *b)
{
  const gsize n = strlen (b);
  guint rows[3][MAX_NAME + 1];

  for (gsize j = 0; j <= n; j++)
    rows[0][j] = j;
  for (gsize i = 1; a[i - 1] != '\0'; i++)
    {
      const guint *before = rows[(i + 1) % 3];
      const guint *last = rows[(i - 1) % 3];
      guint *row = rows[i % 3];

      row[0] = i;
      for (gsize j = 1; j <= n; j++)
        {
          row[j] = last[j - 1] + (g_ascii_tolower (a[i - 1]) != g_ascii_tolower (b[j - 1]));
          row[j] = MIN (row[j], MIN (last[j], row[j - 1]) + 1);
          if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
            row[j] = MIN (row[j], before[j - 2] + 1);
        }
    }
  return rows[strlen (a) % 3][n];
}

/**
 * sd_nearest_consider:
 * @name: a known name, which must stay
 */
void
sd_nearest_consider (SdNearest  *self,
                     const char *name)
{
  const gsize length = strlen (self->word);
  guint distance;

  if (length > MAX_NAME || strlen (name) > MAX_NAME)
    return;
  distance = get_distance (self->word, name);
  if (distance <= MAX (length, 3) / 3 && (self->name == NULL || distance < self->distance))
    {
      self->name = name;
      self->distance = distance;
    }
}

const char *
sd_nearest_of (const char *word,
               GPtrArray  *names)
{
  SdNearest nearest = { .word = word };

  for (guint i = 0; i < names->len; i++)
    sd_nearest_consider (&nearest, g_ptr_array_index (names, i));
  return nearest.name;
}
