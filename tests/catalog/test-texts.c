/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* How many different texts a grammar has: n rows have about n² ÷ 2M repeats,
 * where 1 ÷ M is the probability that two texts are equal. For a grammar without
 * recursion that is simple arithmetic: parts multiply, alternatives add w² times
 * theirs. Two ways to the same text are not seen, so M is a little too large;
 * the tests of the engine count real repeats.
 */

#include <string.h>

#include "sd-catalog.h"

static double get_template_collision (const char *template);

static double
get_weight (const SdAtom *atom,
            guint         row,
            guint         first)
{
  const guint64 below = row == first ? 0 : atom->thresholds[row - 1];

  return (double) (atom->thresholds[row] - below) * 0x1p-64;
}

/* The probability that two draws from rows @first to @end − 1 are equal. */
static double
get_rows_collision (const SdAtom *atom,
                    gboolean      form,
                    guint         first,
                    guint         end)
{
  double sum = 0;

  for (guint row = first; row < end; row++)
    {
      const double weight = get_weight (atom, row, first);

      sum += weight * weight * (form ? get_template_collision (atom->columns[0][row].data) : 1);
    }
  return sum;
}

/* What other columns of the row may tell too is the class: the texts must differ
 * within each, that is, in the worst. So must conditional lists. */
static double
get_atom_collision (const SdAtom *atom,
                    const char   *field)
{
  const gboolean form = g_str_equal (field, "form");
  const guint position = form ? (guint) sd_atom_find_field (atom, field) : 0;
  double worst = 0;

  if (!atom->local)
    {
      for (guint row = 0; form && row < atom->n_rows; row++)
        worst = MAX (worst, get_template_collision (atom->columns[position][row].data));
      return form ? worst : 1;
    }
  if (atom->by == NULL)
    return get_rows_collision (atom, form, 0, atom->n_rows);
  for (guint i = 0; i < atom->by->n_rows; i++)
    worst = MAX (worst, get_rows_collision (atom, form, atom->first_rows[i],
                                            atom->first_rows[i + 1]));
  return worst;
}

static double
get_template_collision (const char *template)
{
  double product = 1;

  for (const char *p = strchr (template, '{'); p != NULL; p = strchr (p, '{'))
    {
      g_autofree char *reference = g_strndup (p + 1, strcspn (p + 1, "|}"));
      g_auto (GStrv) names = g_strsplit (reference, ".", 2);
      const SdAtom *atom = sd_catalog_get_atom ("en_US", names[0]);

      product *= get_atom_collision (atom, names[1] != NULL ? names[1] : atom->fields[0]);
      p = strchr (p, '}');
    }
  return product;
}

static void
test_capacities (void)
{
  const char * const *nicks = sd_catalog_list_semantics ();
  guint n_stated = 0;

  for (guint i = 0; nicks[i] != NULL; i++)
    {
      const SdSemanticType *type = sd_catalog_get_semantic ("en_US", nicks[i]);
      double capacity;

      if (type->capacity <= 0)
        continue;
      capacity = 1 / get_template_collision (type->value);
      g_test_message ("%s: %.3g, stated %.3g", nicks[i], capacity, type->capacity);
      g_assert_cmpfloat (capacity, >=, type->capacity);
      /* At most one in a hundred of ten thousand. */
      g_assert_cmpfloat (type->capacity, >=, 5e5);
      n_stated++;
    }
  g_assert_cmpuint (n_stated, >=, 18);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/texts/capacities", test_capacities);
  return g_test_run ();
}
