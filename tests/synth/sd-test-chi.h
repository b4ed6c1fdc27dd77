/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Counts against what is expected of them. */

#pragma once

#include <glib.h>
#include <math.h>

/* Pearson's χ² over @n cells, whose expectations are scaled to the total of the
 * counts, within five standard deviations of its mean (the seed is fixed, and
 * chance alone passes but once in millions). Cells expected empty must be. */
static inline void
assert_chi_square (const double *counts,
                   const double *weights,
                   guint         n)
{
  double total = 0, whole = 0, chi_square = 0;
  int freedom = -1;

  for (guint i = 0; i < n; i++)
    {
      total += counts[i];
      whole += weights[i];
    }
  for (guint i = 0; i < n; i++)
    {
      const double expected = weights[i] / whole * total;

      if (weights[i] == 0)
        {
          g_assert_cmpfloat (counts[i], ==, 0);
          continue;
        }
      chi_square += (counts[i] - expected) * (counts[i] - expected) / expected;
      freedom++;
    }
  g_test_message ("chi square %.1f with %d degrees of freedom", chi_square, freedom);
  g_assert_cmpfloat (chi_square, <, freedom + 5 * sqrt (2.0 * freedom) + 5);
}
