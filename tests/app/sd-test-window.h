/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What tests of windows need: waiting for something, and pictures.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Runs the main loop until @condition; fails the test after 20 seconds. */
#define sd_test_wait_for(condition) \
  G_STMT_START { \
    gint64 sd_test_end = g_get_monotonic_time () + 20 * G_TIME_SPAN_SECOND; \
    while (!(condition)) \
      { \
        if (g_get_monotonic_time () > sd_test_end) \
          g_error ("%s:%d: waited in vain for %s", __FILE__, __LINE__, #condition); \
        g_main_context_iteration (NULL, FALSE); \
        g_usleep (500); \
      } \
  } G_STMT_END

/* Lets the main loop run dry and the window draw. */
void       sd_test_settle      (GtkWidget  *window);
/* Writes what @widget shows, when SD_SCREENSHOT_DIR names a folder. */
void       sd_test_screenshot  (GtkWidget  *widget,
                                const char *name);
/* @root or its first descendant of the type; nullable. */
GtkWidget *sd_test_find        (GtkWidget  *root,
                                GType       type);

G_END_DECLS
