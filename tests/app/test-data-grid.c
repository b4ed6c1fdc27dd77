/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The data grid over ten thousand million rows. */

#include <adwaita.h>

#include "sd-data-grid.h"
#include "sd-fake-source.h"
#include "sd-grid-cursor.h"
#include "sd-test-window.h"

#define HUGE_ROWS G_GUINT64_CONSTANT (10000000000)

typedef struct
{
  GtkWidget    *window;
  SdDataGrid   *grid;
  SdGridSource *source;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  n_rows)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  fixture->window = gtk_window_new ();
  fixture->grid = SD_DATA_GRID (sd_data_grid_new ());
  fixture->source = sd_fake_source_new (n_rows != NULL ? GPOINTER_TO_UINT (n_rows) : HUGE_ROWS, 20);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (fixture->grid));
  gtk_window_set_child (GTK_WINDOW (fixture->window), scroller);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 800, 500);
  sd_data_grid_set_source (fixture->grid, fixture->source);
  sd_data_grid_set_title (fixture->grid, "Data of numbers");
  gtk_window_present (GTK_WINDOW (fixture->window));
  sd_test_settle (fixture->window);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_finalize_object (G_OBJECT (fixture->source));
}

static GtkAdjustment *
vertical (Fixture *fixture)
{
  return gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (fixture->grid));
}

static const char *
focused_name (Fixture *fixture)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));

  g_assert_true (SD_IS_GRID_CURSOR (focus));
  return sd_grid_cursor_get_name (SD_GRID_CURSOR (focus));
}

static void
press (Fixture    *fixture,
       const char *accelerator)
{
  guint key;
  GdkModifierType modifiers;
  GListModel *controllers = gtk_widget_observe_controllers (GTK_WIDGET (fixture->grid));
  guint i, j;
  gboolean done = FALSE;

  /* GTK 4 makes no key events; the class's shortcuts are found and activated. */
  g_assert_true (gtk_accelerator_parse (accelerator, &key, &modifiers));
  for (i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (!GTK_IS_SHORTCUT_CONTROLLER (controller))
        continue;
      for (j = 0; j < g_list_model_get_n_items (G_LIST_MODEL (controller)) && !done; j++)
        {
          g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), j);
          GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);

          if (!GTK_IS_KEYVAL_TRIGGER (trigger)
              || gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) != key
              || gtk_keyval_trigger_get_modifiers (GTK_KEYVAL_TRIGGER (trigger)) != modifiers)
            continue;
          done = gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0,
                                               GTK_WIDGET (fixture->grid),
                                               gtk_shortcut_get_arguments (shortcut));
        }
    }
  g_object_unref (controllers);
  g_assert_true (done);
}

static void
test_every_row (Fixture       *fixture,
                gconstpointer  data)
{
  static const guint64 rows[] = {
    0, 1, 99999999, 2147483647, 2147483648, 5000000000, HUGE_ROWS - 2, HUGE_ROWS - 1,
  };
  GtkAdjustment *adjustment = vertical (fixture);
  double page = gtk_adjustment_get_page_size (adjustment);
  guint i;

  g_assert_cmpfloat (gtk_adjustment_get_upper (adjustment), >, 2147483648.0 * 20);
  for (i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *start = g_strdup_printf ("column_1, row %" G_GUINT64_FORMAT
                                                ", r%" G_GUINT64_FORMAT "c1",
                                                rows[i] + 1, rows[i]);

      sd_data_grid_go_to (fixture->grid, rows[i], 1);
      gtk_widget_grab_focus (GTK_WIDGET (fixture->grid));
      sd_test_settle (fixture->window);
      g_assert_cmpuint (sd_data_grid_get_row (fixture->grid), ==, rows[i]);
      g_assert_cmpuint (sd_data_grid_get_top_row (fixture->grid), <=, rows[i]);
      g_assert_cmpuint (sd_data_grid_get_top_row (fixture->grid) + (guint64) (page / 20), >, rows[i]);
      g_assert_cmpstr (focused_name (fixture), ==, start);
    }
  /* A screen of cells at a time, whatever the table. */
  g_assert_cmpuint (sd_fake_source_get_max_cells (SD_FAKE_SOURCE (fixture->source)), <, 2000);
}

static void
test_next_row_at_end (Fixture       *fixture,
                      gconstpointer  data)
{
  GtkAdjustment *adjustment = vertical (fixture);
  double bottom = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);
  guint64 top;

  /* Each pixel counts near the end, too. */
  gtk_adjustment_set_value (adjustment, bottom - 1000);
  top = sd_data_grid_get_top_row (fixture->grid);
  gtk_adjustment_set_value (adjustment,
                            bottom - 1000 + gtk_adjustment_get_step_increment (adjustment));
  g_assert_cmpuint (sd_data_grid_get_top_row (fixture->grid), ==, top + 1);
}

static void
test_keyboard (Fixture       *fixture,
               gconstpointer  data)
{
  guint64 page;

  gtk_widget_grab_focus (GTK_WIDGET (fixture->grid));
  press (fixture, "Right");
  press (fixture, "Right");
  g_assert_cmpstr (focused_name (fixture), ==, "column_2, row 1, NULL");
  press (fixture, "Down");
  g_assert_cmpstr (focused_name (fixture), ==, "column_2, row 2, r1c2");
  press (fixture, "End");
  g_assert_cmpuint (sd_data_grid_get_column (fixture->grid), ==, 19);
  press (fixture, "<Control>End");
  g_assert_cmpstr (focused_name (fixture), ==, "column_19, row 10000000000, r9999999999c19");
  press (fixture, "Down");
  g_assert_cmpuint (sd_data_grid_get_row (fixture->grid), ==, HUGE_ROWS - 1);
  press (fixture, "Up");
  g_assert_cmpuint (sd_data_grid_get_row (fixture->grid), ==, HUGE_ROWS - 2);
  press (fixture, "<Control>Home");
  g_assert_cmpuint (sd_data_grid_get_row (fixture->grid), ==, 0);
  g_assert_cmpuint (sd_data_grid_get_column (fixture->grid), ==, 0);
  press (fixture, "Page_Down");
  page = sd_data_grid_get_row (fixture->grid);
  g_assert_cmpuint (page, >, 5);
  press (fixture, "Page_Up");
  g_assert_cmpuint (sd_data_grid_get_row (fixture->grid), ==, 0);
}

static void
test_moves_take_focus_in_turn (Fixture       *fixture,
                               gconstpointer  data)
{
  GtkWidget *first, *second;

  gtk_widget_grab_focus (GTK_WIDGET (fixture->grid));
  first = gtk_window_get_focus (GTK_WINDOW (fixture->window));
  press (fixture, "Down");
  second = gtk_window_get_focus (GTK_WINDOW (fixture->window));
  g_assert_true (first != second);
  press (fixture, "Down");
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) == first);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (fixture->grid), GTK_ACCESSIBLE_ROLE_GRID);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (first), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "column_0, row 3, 20");
}

static void
test_copy (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *cell = NULL, *range = NULL;

  gtk_widget_grab_focus (GTK_WIDGET (fixture->grid));
  press (fixture, "Right");
  cell = sd_data_grid_dup_selection (fixture->grid, FALSE);
  g_assert_cmpstr (cell, ==, "r0c1");
  press (fixture, "<Shift>Right");
  press (fixture, "<Shift>Down");
  range = sd_data_grid_dup_selection (fixture->grid, TRUE);
  g_assert_cmpstr (range, ==, "column_1\tcolumn_2\nr0c1\t\nr1c1\tr1c2\n");
}

static void
notice_cb (SdDataGrid *grid,
           const char *message,
           gboolean   *seen)
{
  g_assert_nonnull (strstr (message, "10000 rows"));
  *seen = TRUE;
}

static void
test_copy_too_much (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *text = NULL;
  gboolean seen = FALSE;

  g_signal_connect (fixture->grid, "notice", G_CALLBACK (notice_cb), &seen);
  sd_data_grid_select_all (fixture->grid);
  text = sd_data_grid_dup_selection (fixture->grid, FALSE);
  g_assert_true (seen);
  g_assert_nonnull (strstr (text, "r9999c19\n"));
  g_assert_null (strstr (text, "r10000c19"));
}

static void
test_keeps_place (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (SdGridSource) other = sd_fake_source_new (1000, 20);

  sd_data_grid_go_to (fixture->grid, 500, 3);
  sd_test_settle (fixture->window);
  sd_data_grid_set_source (fixture->grid, other);
  sd_test_settle (fixture->window);
  g_assert_cmpuint (sd_data_grid_get_row (fixture->grid), ==, 500);
  g_assert_cmpuint (sd_data_grid_get_top_row (fixture->grid), >, 480);
  sd_data_grid_set_source (fixture->grid, fixture->source);
  sd_data_grid_reset_view (fixture->grid);
  sd_test_settle (fixture->window);
  g_assert_cmpuint (sd_data_grid_get_top_row (fixture->grid), ==, 0);
}

static void
test_right_to_left (Fixture       *fixture,
                    gconstpointer  data)
{
  GtkAdjustment *adjustment;

  gtk_widget_set_direction (GTK_WIDGET (fixture->grid), GTK_TEXT_DIR_RTL);
  sd_test_settle (fixture->window);
  adjustment = gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (fixture->grid));
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==,
                     gtk_adjustment_get_upper (adjustment)
                       - gtk_adjustment_get_page_size (adjustment));
  gtk_widget_grab_focus (GTK_WIDGET (fixture->grid));
  press (fixture, "Left");
  g_assert_cmpuint (sd_data_grid_get_column (fixture->grid), ==, 1);
  sd_test_screenshot (fixture->window, "grid-rtl");
}

static void
test_picture (Fixture       *fixture,
              gconstpointer  data)
{
  sd_data_grid_go_to (fixture->grid, HUGE_ROWS - 8, 2);
  gtk_widget_grab_focus (GTK_WIDGET (fixture->grid));
  press (fixture, "<Shift>Right");
  press (fixture, "<Shift>Down");
  press (fixture, "<Shift>Down");
  sd_test_screenshot (fixture->window, "grid");
}

typedef struct
{
  gint64  start;
  GArray *times;
} Frames;

static void
before_paint_cb (GdkFrameClock *clock,
                 Frames        *frames)
{
  frames->start = g_get_monotonic_time ();
}

static void
after_paint_cb (GdkFrameClock *clock,
                Frames        *frames)
{
  double milliseconds = (double) (g_get_monotonic_time () - frames->start) / 1000;

  g_array_append_val (frames->times, milliseconds);
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double first = *(const double *) a, second = *(const double *) b;

  return (first > second) - (first < second);
}

/* How long a scrolled frame takes; only with -m perf, and nothing is asserted. */
static void
test_frames (Fixture       *fixture,
             gconstpointer  data)
{
  GdkFrameClock *clock;
  Frames frames = { 0 };
  guint i;

  if (!g_test_perf ())
    {
      g_test_skip ("only with -m perf");
      return;
    }
  frames.times = g_array_new (FALSE, FALSE, sizeof (double));
  clock = gtk_widget_get_frame_clock (fixture->window);
  g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), &frames);
  g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint_cb), &frames);
  for (i = 0; i < 300; i++)
    {
      gtk_adjustment_set_value (vertical (fixture), i * 84.0);
      gtk_test_widget_wait_for_draw (fixture->window);
    }
  g_signal_handlers_disconnect_by_data (clock, &frames);
  g_array_sort (frames.times, compare_doubles);
  g_test_minimized_result (g_array_index (frames.times, double, frames.times->len * 95 / 100),
                           "scrolled frame: p50 %.1f ms, p95 %.1f ms",
                           g_array_index (frames.times, double, frames.times->len / 2),
                           g_array_index (frames.times, double, frames.times->len * 95 / 100));
  g_array_unref (frames.times);
}

static void
test_empty (void)
{
  GtkWidget *window = gtk_window_new ();
  SdDataGrid *grid = SD_DATA_GRID (sd_data_grid_new ());
  g_autoptr (SdGridSource) source = sd_fake_source_new (0, 3);

  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (grid));
  gtk_window_present (GTK_WINDOW (window));
  sd_test_settle (window);
  sd_data_grid_set_source (grid, source);
  sd_test_settle (window);
  sd_data_grid_go_to (grid, 10, 10);
  g_assert_cmpuint (sd_data_grid_get_row (grid), ==, 0);
  g_assert_null (sd_data_grid_dup_selection (grid, FALSE));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/data-grid/empty", test_empty);
#define ADD(name, function) \
  g_test_add ("/data-grid/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("every-row", test_every_row);
  ADD ("next-row-at-end", test_next_row_at_end);
  ADD ("keyboard", test_keyboard);
  ADD ("focus-in-turn", test_moves_take_focus_in_turn);
  ADD ("copy", test_copy);
  ADD ("copy-too-much", test_copy_too_much);
  ADD ("keeps-place", test_keeps_place);
  ADD ("right-to-left", test_right_to_left);
  ADD ("picture", test_picture);
  ADD ("frames", test_frames);
#undef ADD
  return g_test_run ();
}
