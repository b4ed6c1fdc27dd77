/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The arithmetic of the data grid: every row of a huge table has its place. */

#include "sd-grid-geometry.h"

#define HUGE_ROWS G_GUINT64_CONSTANT (100000000000)

static void
test_rows (void)
{
  SdGridGeometry geometry = { .n_rows = HUGE_ROWS, .row_height = 31 };
  static const guint64 rows[] = {
    0, 1, 69273666, 69273667, 4294967295, 4294967296, HUGE_ROWS - 2, HUGE_ROWS - 1,
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      double y = sd_grid_geometry_get_row_y (&geometry, rows[i]);

      g_assert_cmpuint (sd_grid_geometry_get_row_at (&geometry, y), ==, rows[i]);
      g_assert_cmpuint (sd_grid_geometry_get_row_at (&geometry, y + 30.5), ==, rows[i]);
      if (rows[i] > 0)
        g_assert_cmpuint (sd_grid_geometry_get_row_at (&geometry, y - 0.5), ==, rows[i] - 1);
    }
  g_assert_cmpuint (sd_grid_geometry_get_row_at (&geometry, -5), ==, 0);
  g_assert_cmpuint (sd_grid_geometry_get_row_at (&geometry, 1e300), ==, HUGE_ROWS - 1);
}

static void
test_columns (void)
{
  SdGridGeometry geometry = { 0 };
  static const int widths[] = { 10, 20, 30 };

  sd_grid_geometry_set_columns (&geometry, widths, 3);
  g_assert_cmpuint (sd_grid_geometry_get_column_at (&geometry, -1), ==, 0);
  g_assert_cmpuint (sd_grid_geometry_get_column_at (&geometry, 9.9), ==, 0);
  g_assert_cmpuint (sd_grid_geometry_get_column_at (&geometry, 10), ==, 1);
  g_assert_cmpuint (sd_grid_geometry_get_column_at (&geometry, 30), ==, 2);
  g_assert_cmpuint (sd_grid_geometry_get_column_at (&geometry, 1000), ==, 2);

  sd_grid_geometry_resize_column (&geometry, 1, 50);
  g_assert_cmpint (sd_grid_geometry_get_width (&geometry, 0), ==, 10);
  g_assert_cmpint (sd_grid_geometry_get_width (&geometry, 1), ==, 50);
  g_assert_cmpint (sd_grid_geometry_get_width (&geometry, 2), ==, 30);
  g_assert_cmpint (geometry.edges[3], ==, 90);
  sd_grid_geometry_clear (&geometry);
  g_assert_cmpuint (geometry.n_columns, ==, 0);
}

static void
test_range (void)
{
  SdGridGeometry geometry = { .n_rows = HUGE_ROWS, .row_height = 30 };
  static const int widths[] = { 100, 100, 100, 100 };
  SdGridRange range;

  sd_grid_geometry_set_columns (&geometry, widths, 4);
  sd_grid_geometry_get_range (&geometry, 150, 45, 100, 60, &range);
  g_assert_cmpuint (range.first_row, ==, 1);
  g_assert_cmpuint (range.n_rows, ==, 3);
  g_assert_cmpuint (range.first_column, ==, 1);
  g_assert_cmpuint (range.n_columns, ==, 2);

  /* The view of the end asks for no row beyond it. */
  sd_grid_geometry_get_range (&geometry, 0, sd_grid_geometry_get_height (&geometry) - 60,
                              1000, 600, &range);
  g_assert_cmpuint (range.first_row, ==, HUGE_ROWS - 2);
  g_assert_cmpuint (range.n_rows, ==, 2);
  g_assert_cmpuint (range.n_columns, ==, 4);

  geometry.n_rows = 0;
  sd_grid_geometry_get_range (&geometry, 0, 0, 100, 100, &range);
  g_assert_cmpuint (range.n_rows, ==, 0);
  sd_grid_geometry_clear (&geometry);
}

static void
test_reveal (void)
{
  g_assert_cmpfloat (sd_grid_geometry_reveal (100, 50, 120, 10), ==, 100);
  g_assert_cmpfloat (sd_grid_geometry_reveal (100, 50, 90, 10), ==, 90);
  g_assert_cmpfloat (sd_grid_geometry_reveal (100, 50, 145, 10), ==, 105);
  g_assert_cmpfloat (sd_grid_geometry_reveal (100, 50, 110, 80), ==, 110);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/grid-geometry/rows", test_rows);
  g_test_add_func ("/grid-geometry/columns", test_columns);
  g_test_add_func ("/grid-geometry/range", test_range);
  g_test_add_func ("/grid-geometry/reveal", test_reveal);
  return g_test_run ();
}
