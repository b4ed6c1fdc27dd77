/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Edit distance between names: insertions, deletions, substitutions and swaps
 * of neighbors (optimal string alignment), of bytes and in any ASCII case.
 */

#define G_LOG_DOMAIN "sd-similar-name"

#include <string.h>

#include "sd-similar-name-private.h"

#define MAX_BYTES 64

static guint
get_distance (const char *a,
              const char *b)
{
  guint rows[3][MAX_BYTES + 1];
  guint length_a = MIN (strlen (a), MAX_BYTES);
  guint length_b = MIN (strlen (b), MAX_BYTES);

  for (guint j = 0; j <= length_b; j++)
    rows[0][j] = j;

  for (guint i = 1; i <= length_a; i++)
    {
      guint *row = rows[i % 3];
      const guint *above = rows[(i - 1) % 3];

      row[0] = i;
      for (guint j = 1; j <= length_b; j++)
        {
          guint cost = g_ascii_tolower (a[i - 1]) != g_ascii_tolower (b[j - 1]);

          row[j] = MIN (MIN (above[j] + 1, row[j - 1] + 1), above[j - 1] + cost);
          if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
            row[j] = MIN (row[j], rows[(i - 2) % 3][j - 2] + 1);
        }
    }

  return rows[length_a % 3][length_b];
}

const char *
_sd_similar_name (const char *word,
                  GPtrArray  *names)
{
  const char *nearest = NULL;
  /* A third of the letters may be wrong, and at least one. */
  guint best = MAX (1, strlen (word) / 3) + 1;

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      guint distance = get_distance (word, name);

      if (distance < best)
        {
          best = distance;
          nearest = name;
        }
    }

  return nearest;
}
