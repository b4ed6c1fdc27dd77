/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What holds for every link: children and parents agree, counts keep totals and
 * bounds, and how rows are asked for changes nothing.
 */

#pragma once

#include <math.h>

#include "sd-link-private.h"

#define SEED 42
#define BILLION G_GUINT64_CONSTANT (1000000000)
#define N_SAMPLES 2000

typedef struct
{
  SdLink  *link;
  guint64  n_parents, n_rows, n_linked;
  gboolean is_drawn;    /* amplification is only expected */
} Fixture;

static inline SdLinkSpec
make_spec (SdPlacement  placement,
           guint64      n_parents,
           guint64      n_children,
           const char  *law)
{
  return (SdLinkSpec) {
    .seed = SEED,
    .table_id = 3,
    .relationship_id = 5,
    .n_parents = n_parents,
    .n_children = n_children,
    .law = law,
    .placement = placement,
    .margins = SD_MARGINS_BALANCED,
  };
}

static inline Fixture
make (const SdLinkSpec *spec)
{
  SdLinkReport report;
  Fixture fixture = {
    .link = sd_link_new (spec, &report),
    .n_parents = spec->n_parents,
    .n_rows = spec->n_children,
    .is_drawn = spec->placement == SD_PLACEMENT_DRAWN || spec->within != NULL,
  };

  g_assert_cmpint (report.status, ==, SD_LINK_OK);
  g_assert_nonnull (fixture.link);
  fixture.n_linked = spec->n_children
                     - (guint64) (spec->optional * (double) spec->n_children + 0.5);
  if (spec->self && spec->n_children > 0)
    fixture.n_linked = MIN (fixture.n_linked, spec->n_children - 1);
  return fixture;
}

static inline SdLinkReport
fail (const SdLinkSpec *spec)
{
  SdLinkReport report;

  g_assert_null (sd_link_new (spec, &report));
  return report;
}

/* Children @ordinal … of a parent lead back to it. */
static inline void
check_parent (const Fixture *self,
              guint64        parent)
{
  guint64 rows[64], parents[64], ordinals[64];
  guint64 count;

  sd_link_get_counts (self->link, &parent, 1, &count);
  g_assert_cmpuint (count, <=, sd_link_get_max_count (self->link));
  for (guint64 first = 0; first < count; first += MAX (count / 4, 64))
    {
      guint n = (guint) MIN (count - first, 64);

      sd_link_get_children (self->link, parent, first, n, rows);
      sd_link_get_parents (self->link, rows, n, parents, ordinals);
      for (guint i = 0; i < n; i++)
        {
          g_assert_cmpuint (rows[i], <, self->n_rows);
          g_assert_cmpuint (parents[i], ==, parent);
          g_assert_cmpuint (ordinals[i], ==, first + i);
        }
    }
}

/* A row is the child that its parent says it is. */
static inline void
check_row (const Fixture *self,
           guint64        row)
{
  guint64 parent, ordinal, count, child;

  sd_link_get_parents (self->link, &row, 1, &parent, &ordinal);
  if (parent == SD_NO_ROW)
    {
      g_assert_cmpuint (self->n_linked, <, self->n_rows);
      return;
    }
  g_assert_cmpuint (parent, <, self->n_parents);
  sd_link_get_counts (self->link, &parent, 1, &count);
  g_assert_cmpuint (ordinal, <, count);
  sd_link_get_children (self->link, parent, ordinal, 1, &child);
  g_assert_cmpuint (child, ==, row);
}

static inline void
check_samples (const Fixture *self)
{
  for (guint64 i = 0; i < N_SAMPLES; i++)
    {
      if (self->n_parents > 0)
        check_parent (self, sd_scale (sd_random (1, i), self->n_parents));
      if (self->n_rows > 0)
        check_row (self, sd_scale (sd_random (2, i), self->n_rows));
    }
}

/* Of small links: more children, a higher place; one place to a parent where the
 * link has a law. */
static inline void
check_places (const Fixture *self)
{
  g_autofree guint64 *parents = g_new (guint64, self->n_parents);
  g_autofree guint64 *counts = g_new (guint64, self->n_parents);
  g_autofree guint64 *places = g_new (guint64, self->n_parents);
  g_autofree guint64 *highest = NULL;
  const guint64 most = sd_link_get_max_count (self->link);
  double mean = 0;

  for (guint64 i = 0; i < self->n_parents; i++)
    parents[i] = i;
  sd_link_get_counts (self->link, parents, (guint) self->n_parents, counts);
  sd_link_get_count_uniforms (self->link, parents, (guint) self->n_parents, places);
  highest = g_new0 (guint64, most + 1);
  for (guint64 i = 0; i < self->n_parents; i++)
    {
      highest[counts[i]] = MAX (highest[counts[i]], places[i]);
      mean += (double) places[i] * 0x1p-64 / (double) self->n_parents;
    }
  for (guint64 count = 1; count <= most; count++)
    highest[count] = MAX (highest[count], highest[count - 1]);
  for (guint64 i = 0; i < self->n_parents; i++)
    g_assert_true (counts[i] == 0 || places[i] >= highest[counts[i] - 1]);
  /* Uniforms have a standard deviation of √(1/12). */
  g_assert_cmpfloat (fabs (mean - 0.5), <, 5 * sqrt (1.0 / 12 / (double) self->n_parents));
}

/* Of small links, everything: each row once, and the totals. */
static inline void
check_all (const Fixture *self,
           guint64        min,
           guint64        max)
{
  g_autofree guint64 *counts = g_new0 (guint64, self->n_parents);
  g_autofree guint64 *numbers = g_new (guint64, MAX (self->n_parents, self->n_rows));
  g_autofree guint64 *parents = g_new (guint64, self->n_rows);
  guint64 n_linked = 0, largest = 0;
  double squares = 0;

  for (guint64 i = 0; i < MAX (self->n_parents, self->n_rows); i++)
    numbers[i] = i;
  sd_link_get_parents (self->link, numbers, (guint) self->n_rows, parents, NULL);
  for (guint64 i = 0; i < self->n_rows; i++)
    {
      check_row (self, i);
      if (parents[i] == SD_NO_ROW)
        continue;
      g_assert_cmpuint (parents[i], <, self->n_parents);
      counts[parents[i]]++;
      n_linked++;
    }
  g_assert_cmpuint (n_linked, ==, self->n_linked);

  sd_link_get_counts (self->link, numbers, (guint) self->n_parents, numbers);
  for (guint64 i = 0; i < self->n_parents; i++)
    {
      g_assert_cmpuint (numbers[i], ==, counts[i]);
      g_assert_cmpuint (counts[i], >=, min);
      g_assert_true (max == 0 || counts[i] <= max);
      largest = MAX (largest, counts[i]);
      squares += (double) counts[i] * (double) counts[i];
      check_parent (self, i);
    }
  g_assert_cmpuint (largest, ==, sd_link_get_max_count (self->link));
  if (self->n_parents > 0)
    check_places (self);
  if (n_linked > 0 && !self->is_drawn)
    g_assert_cmpfloat (fabs (sd_link_get_amplification (self->link)
                             / (squares / (double) n_linked) - 1), <, 1e-9);
}

/* The same answers however the rows are asked for. */
static inline void
check_batches (const Fixture *self,
               guint64        first,
               guint          n)
{
  static const guint sizes[] = { 1, 7, 1024 };
  g_autofree guint64 *rows = g_new (guint64, n);
  g_autofree guint64 *parents = g_new (guint64, n);
  g_autofree guint64 *ordinals = g_new (guint64, n);
  guint64 got_parents[1024], got_ordinals[1024];

  for (guint i = 0; i < n; i++)
    rows[i] = first + i;
  sd_link_get_parents (self->link, rows, n, parents, ordinals);

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    for (guint i = 0; i < n; i += sizes[s])
      {
        guint batch = MIN (sizes[s], n - i);

        sd_link_get_parents (self->link, rows + i, batch, got_parents, got_ordinals);
        g_assert_cmpmem (got_parents, batch * 8, parents + i, batch * 8);
        g_assert_cmpmem (got_ordinals, batch * 8, ordinals + i, batch * 8);
      }

  for (guint i = 0; i < n; i++)
    rows[i] = first + n - 1 - i;
  for (guint i = 0; i < n; i += 1024)
    {
      guint batch = MIN (1024, n - i);

      sd_link_get_parents (self->link, rows + i, batch, got_parents, got_ordinals);
      for (guint j = 0; j < batch; j++)
        {
          g_assert_cmpuint (got_parents[j], ==, parents[n - 1 - i - j]);
          g_assert_cmpuint (got_ordinals[j], ==, ordinals[n - 1 - i - j]);
        }
    }
}
