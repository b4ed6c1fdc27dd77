/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The application object. */

#define G_LOG_DOMAIN "sd-application"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-application.h"
#include "sd-window.h"

struct _SdApplication
{
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (SdApplication, sd_application, ADW_TYPE_APPLICATION)

static void
present_new_window (SdApplication *self)
{
  SdWindow *window = sd_window_new (self);

  gtk_window_present (GTK_WINDOW (window));
}

static void
new_window_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  present_new_window (user_data);
}

/* Each window is asked, so that nothing unsaved is lost. */
static void
quit_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  g_autoptr (GList) windows = NULL;
  GList *link;

  windows = g_list_copy (gtk_application_get_windows (user_data));
  for (link = windows; link != NULL; link = link->next)
    if (SD_IS_WINDOW (link->data))
      gtk_window_close (link->data);
}

static void
sd_application_activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window != NULL)
    gtk_window_present (window);
  else
    present_new_window (SD_APPLICATION (application));
}

static void
sd_application_open (GApplication  *application,
                     GFile        **files,
                     int            n_files,
                     const char    *hint)
{
  int i;

  for (i = 0; i < n_files; i++)
    {
      SdWindow *window = sd_window_new (SD_APPLICATION (application));

      gtk_window_present (GTK_WINDOW (window));
      sd_window_open_file (window, files[i]);
    }
}

static int
sd_application_handle_local_options (GApplication *application,
                                     GVariantDict *options)
{
  g_autoptr (GError) error = NULL;

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("synthdata %s\n", PACKAGE_VERSION);
      return 0;
    }
  if (g_variant_dict_contains (options, "new-window"))
    {
      if (!g_application_register (application, NULL, &error))
        {
          g_printerr ("%s\n", error->message);
          return 1;
        }
      /* The first instance makes its first window on its own. */
      if (g_application_get_is_remote (application))
        {
          g_action_group_activate_action (G_ACTION_GROUP (application), "new-window", NULL);
          return 0;
        }
    }
  return -1;
}

static void
set_accelerators (GtkApplication *application)
{
  static const struct
  {
    const char *action;
    const char *keys[3];
  } accelerators[] = {
    { "app.new-window", { "<Control>n" } },
    { "app.quit", { "<Control>q" } },
    { "win.open", { "<Control>o" } },
    { "win.lessons", { "<Control><Shift>o" } },
    { "win.save", { "<Control>s" } },
    { "win.save-as", { "<Control><Shift>s" } },
    { "win.undo", { "<Control>z" } },
    { "win.redo", { "<Control><Shift>z", "<Control>y" } },
    { "win.export('csv')", { "<Control>e" } },
    { "win.show-chat", { "F9" } },
    { "win.focus-prompt", { "<Control>l" } },
    { "win.show-view('schema')", { "<Control>1" } },
    { "win.show-view('data')", { "<Control>2" } },
    { "win.show-view('insights')", { "<Control>3" } },
    { "win.report", { "<Control><Shift>r" } },
    { "win.new-sample", { "<Control>r" } },
    { "win.go-to-row", { "<Control>g" } },
    { "win.main-menu", { "F10" } },
    { "win.show-help-overlay", { "<Control>question" } },
    { "window.close", { "<Control>w" } },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (application, accelerators[i].action,
                                           (const char *const *) accelerators[i].keys);
}

static void
sd_application_startup (GApplication *application)
{
  static const GActionEntry actions[] = {
    { .name = "new-window", .activate = new_window_cb },
    { .name = "quit", .activate = quit_cb },
  };

  G_APPLICATION_CLASS (sd_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name (APPLICATION_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
  set_accelerators (GTK_APPLICATION (application));
}

static void
sd_application_class_init (SdApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->activate = sd_application_activate;
  application_class->open = sd_application_open;
  application_class->startup = sd_application_startup;
  application_class->handle_local_options = sd_application_handle_local_options;
}

static void
sd_application_init (SdApplication *self)
{
  static const GOptionEntry entries[] = {
    { "new-window", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Open a new window"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Print the version and exit"), NULL },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), entries);
}

/**
 * sd_application_new:
 *
 * Returns: (transfer full): the application
 */
GApplication *
sd_application_new (void)
{
  return g_object_new (SD_TYPE_APPLICATION,
                       "application-id", APPLICATION_ID,
                       "resource-base-path", "/org/example/SynthData",
                       "flags", G_APPLICATION_HANDLES_OPEN,
                       NULL);
}
