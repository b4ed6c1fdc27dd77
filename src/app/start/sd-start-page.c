/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The first page. */

#define G_LOG_DOMAIN "sd-start-page"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "sd-catalog.h"
#include "sd-drafts.h"
#include "sd-lesson.h"
#include "sd-prompt-box.h"
#include "sd-recent.h"
#include "sd-start-page.h"

#define MAX_RECENT 5

struct _SdStartPage
{
  GtkWidget     parent_instance;

  /* Template Widgets */
  GtkWidget    *scroller;
  SdPromptBox  *prompt;
  GtkLabel     *example_label;
  AdwActionRow *examples;
  GtkFlowBox   *lessons;
  GtkWidget    *all_lessons;
  GtkWidget    *drafts_box;
  GtkListBox   *drafts;
  GtkWidget    *recent_box;
  GtkListBox   *recent;
};

enum
{
  SIGNAL_SENT,
  SIGNAL_OPEN_FILE,
  SIGNAL_RESTORE,
  SIGNAL_LAST_SIGNAL,
};

static guint signals[SIGNAL_LAST_SIGNAL];

G_DEFINE_FINAL_TYPE (SdStartPage, sd_start_page, GTK_TYPE_WIDGET)

static const char *
get_member (JsonObject *object,
            const char *member)
{
  return json_object_get_string_member_with_default (object, member, "");
}

static GtkWidget *
text_label (const char *text,
            const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

/* "customers, products, and sales" */
static char *
join_tables (JsonObject *lesson)
{
  JsonArray *tables = json_object_get_array_member (lesson, "tables");
  guint i, n = json_array_get_length (tables);
  GString *text = g_string_new (NULL);

  for (i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append (text, n == 2 ? " and " : i + 1 == n ? ", and " : ", ");
      g_string_append (text, json_array_get_string_element (tables, i));
    }
  g_string_replace (text, "_", " ", 0);
  return g_string_free (text, FALSE);
}

/* What a teacher would write to get the lesson. Not translated: the planner
 * reads English. */
static char *
make_prompt (JsonObject *lesson)
{
  g_autofree char *title = g_utf8_strdown (get_member (lesson, "title"), -1);
  g_autofree char *tables = join_tables (lesson);

  return g_strdup_printf ("I need data for a lesson on %s. It should include tables for %s.",
                          title, tables);
}

/* A lesson as a card that can be activated; its prompt travels with it. */
static void
add_lesson (SdStartPage *self,
            JsonObject  *lesson)
{
  const char *title = get_member (lesson, "title");
  const char *description = get_member (lesson, "description");
  g_autofree char *prompt = make_prompt (lesson);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *child = gtk_flow_box_child_new ();
  GtkWidget *text = text_label (description, "dim-label");

  gtk_label_set_width_chars (GTK_LABEL (text), 20);
  gtk_label_set_max_width_chars (GTK_LABEL (text), 26);
  gtk_widget_add_css_class (text, "caption");
  gtk_box_append (GTK_BOX (box), text_label (title, "heading"));
  gtk_box_append (GTK_BOX (box), text);
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), box);
  gtk_widget_add_css_class (child, "card");
  gtk_widget_add_css_class (child, "activatable");
  gtk_widget_add_css_class (child, "lesson");
  gtk_widget_set_tooltip_text (child, prompt);
  gtk_accessible_update_property (GTK_ACCESSIBLE (child),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
  g_object_set_data_full (G_OBJECT (child), "prompt", g_steal_pointer (&prompt), g_free);
  gtk_flow_box_append (self->lessons, child);
}

/* The first @max lessons of a file of the catalog. */
static void
add_lessons (SdStartPage *self,
             const char  *name,
             guint        max)
{
  JsonNode *node = sd_catalog_get_json (name);
  JsonArray *lessons;
  guint i;

  if (node == NULL || !json_object_has_member (json_node_get_object (node), "lessons"))
    return;
  lessons = json_object_get_array_member (json_node_get_object (node), "lessons");
  for (i = 0; i < MIN (json_array_get_length (lessons), max); i++)
    add_lesson (self, json_array_get_object_element (lessons, i));
}

/* One lesson of each of the fields that most teachers know. */
static void
add_featured_lessons (SdStartPage *self)
{
  static const char *names[] = {
    "lessons/retail", "lessons/school", "lessons/library", "lessons/hr", "lessons/health",
    "lessons/film", "lessons/hotel", "lessons/sport", "lessons/transport",
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (names); i++)
    add_lessons (self, names[i], 1);
}

static void
show_examples (SdStartPage *self)
{
  const guint n = sd_lesson_count ();
  g_autofree char *text = NULL;

  text = g_strdup_printf (ngettext ("%u dataset made for teaching, to be opened and changed",
                                    "%u datasets made for teaching, to be opened and changed", n),
                          n);
  adw_action_row_set_subtitle (self->examples, text);
}

static void
all_clicked_cb (SdStartPage *self)
{
  g_auto (GStrv) names = sd_catalog_list_json ("lessons");
  GtkWidget *child;
  guint i;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->lessons))) != NULL)
    gtk_flow_box_remove (self->lessons, child);
  for (i = 0; names[i] != NULL; i++)
    add_lessons (self, names[i], G_MAXUINT);
  gtk_widget_set_visible (self->all_lessons, FALSE);
  gtk_widget_child_focus (GTK_WIDGET (self->lessons), GTK_DIR_TAB_FORWARD);
}

static void
remove_rows (GtkListBox *list)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, row);
}

static GtkWidget *
file_row (const char *title,
          const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *safe_title = g_markup_escape_text (title, -1);
  g_autofree char *safe_subtitle = g_markup_escape_text (subtitle, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), safe_title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), safe_subtitle);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  return row;
}

static void
discard_clicked_cb (GtkButton   *button,
                    SdStartPage *self)
{
  sd_drafts_remove (g_object_get_data (G_OBJECT (button), "draft"));
  sd_start_page_refresh (self);
}

static void
add_draft (SdStartPage       *self,
           const SdDraftInfo *info)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (info->time);
  g_autofree char *when = time != NULL ? g_date_time_format (time, "%x %R") : g_strdup ("");
  GtkWidget *row = file_row (info->title, when);
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");

  gtk_widget_set_tooltip_text (button, _("Discard"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Discard"), -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data_full (G_OBJECT (button), "draft", g_strdup (info->id), g_free);
  g_object_set_data_full (G_OBJECT (row), "draft", g_strdup (info->id), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (discard_clicked_cb), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  gtk_list_box_append (self->drafts, row);
}

static void
prompt_sent_cb (SdStartPage *self,
                const char  *text)
{
  g_signal_emit (self, signals[SIGNAL_SENT], 0, text);
}

static void
example_clicked_cb (SdStartPage *self)
{
  sd_prompt_box_set_text (self->prompt, sd_start_page_get_example ());
  gtk_widget_grab_focus (GTK_WIDGET (self->prompt));
}

static void
lesson_activated_cb (GtkFlowBox      *lessons,
                     GtkFlowBoxChild *child,
                     SdStartPage     *self)
{
  sd_prompt_box_set_text (self->prompt, g_object_get_data (G_OBJECT (child), "prompt"));
  sd_prompt_box_send (self->prompt);
}

static void
examples_activated_cb (SdStartPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.lessons", NULL);
}

static void
draft_activated_cb (GtkListBox    *list,
                    GtkListBoxRow *row,
                    SdStartPage   *self)
{
  g_signal_emit (self, signals[SIGNAL_RESTORE], 0, g_object_get_data (G_OBJECT (row), "draft"));
}

static void
recent_activated_cb (GtkListBox    *list,
                     GtkListBoxRow *row,
                     SdStartPage   *self)
{
  g_signal_emit (self, signals[SIGNAL_OPEN_FILE], 0, g_object_get_data (G_OBJECT (row), "file"));
}

static gboolean
sd_start_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (SD_START_PAGE (widget)->prompt));
}

static void
sd_start_page_dispose (GObject *object)
{
  SdStartPage *self = SD_START_PAGE (object);

  g_clear_pointer (&self->scroller, gtk_widget_unparent);

  G_OBJECT_CLASS (sd_start_page_parent_class)->dispose (object);
}

static void
sd_start_page_class_init (SdStartPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sd_start_page_dispose;
  widget_class->grab_focus = sd_start_page_grab_focus;

  signals[SIGNAL_SENT] =
    g_signal_new ("sent", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_OPEN_FILE] =
    g_signal_new ("open-file", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_FILE);
  signals[SIGNAL_RESTORE] =
    g_signal_new ("restore", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (SD_TYPE_PROMPT_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/SynthData/start/sd-start-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SdStartPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, SdStartPage, prompt);
  gtk_widget_class_bind_template_child (widget_class, SdStartPage, example_label);
  gtk_widget_class_bind_template_child (widget_class, SdStartPage, examples);
  gtk_widget_class_bind_template_child (widget_class, SdStartPage, lessons);
  gtk_widget_class_bind_template_child (widget_class, SdStartPage, all_lessons);
  gtk_widget_class_bind_template_child (widget_class, SdStartPage, drafts_box);
  gtk_widget_class_bind_template_child (widget_class, SdStartPage, drafts);
  gtk_widget_class_bind_template_child (widget_class, SdStartPage, recent_box);
  gtk_widget_class_bind_template_child (widget_class, SdStartPage, recent);
  gtk_widget_class_bind_template_callback (widget_class, prompt_sent_cb);
  gtk_widget_class_bind_template_callback (widget_class, example_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, examples_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, lesson_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, all_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, draft_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, recent_activated_cb);
}

static void
sd_start_page_init (SdStartPage *self)
{
  g_autofree char *example = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  g_object_set (self->prompt, "placeholder",
                _("Customers and orders of a bicycle shop; 100 customers, 400 orders …"), NULL);
  /* Translators: an example of a prompt follows */
  example = g_strdup_printf (_("For example: “%s”"), sd_start_page_get_example ());
  gtk_label_set_label (self->example_label, example);
  show_examples (self);
  add_featured_lessons (self);
  sd_start_page_refresh (self);
}

/**
 * sd_start_page_get_example:
 *
 * Returns: (transfer none): the prompt of the README
 */
const char *
sd_start_page_get_example (void)
{
  /* Not translated: the planner reads English. */
  return "I need data for a lesson on product sales. It should include tables for products, "
         "customers, and sales transactions.";
}

void
sd_start_page_set_working (SdStartPage *self,
                           gboolean     working)
{
  g_return_if_fail (SD_IS_START_PAGE (self));

  sd_prompt_box_set_working (self->prompt, working);
}

void
sd_start_page_refresh (SdStartPage *self)
{
  g_autoptr (GPtrArray) drafts = sd_drafts_list ();
  g_autoptr (GPtrArray) recents = sd_recent_list (MAX_RECENT);
  guint i;

  g_return_if_fail (SD_IS_START_PAGE (self));

  remove_rows (self->drafts);
  for (i = 0; i < drafts->len; i++)
    add_draft (self, g_ptr_array_index (drafts, i));
  gtk_widget_set_visible (self->drafts_box, drafts->len > 0);

  remove_rows (self->recent);
  for (i = 0; i < recents->len; i++)
    {
      SdRecent *recent = g_ptr_array_index (recents, i);
      GtkWidget *row = file_row (recent->name, recent->folder);

      g_object_set_data_full (G_OBJECT (row), "file", g_object_ref (recent->file), g_object_unref);
      gtk_list_box_append (self->recent, row);
    }
  gtk_widget_set_visible (self->recent_box, recents->len > 0);
}
