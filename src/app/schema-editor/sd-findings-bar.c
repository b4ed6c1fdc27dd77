/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The bar of findings. Notes are not shown: they are no problems. */

#define G_LOG_DOMAIN "sd-findings-bar"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-findings-bar.h"

struct _SdFindingsBar
{
  GtkWidget      parent_instance;

  /* Template Widgets */
  GtkRevealer   *revealer;
  GtkWidget     *bar;
  GtkImage      *icon;
  GtkLabel      *message;
  GtkButton     *fix;
  GtkMenuButton *all;
  GtkBox        *list;
  GtkPopover    *popover;

  /* Owned References */
  SdWorkspace   *workspace;
  GPtrArray     *findings;   /* borrowed elements of `source` that are shown */
  GPtrArray     *source;
};

G_DEFINE_FINAL_TYPE (SdFindingsBar, sd_findings_bar, GTK_TYPE_WIDGET)

static void
apply_fix (SdFindingsBar *self,
           const SdFix   *fix)
{
  SdHistory *history = sd_workspace_get_history (self->workspace);

  sd_history_begin (history, fix->label, NULL);
  if (!sd_fix_apply (fix, sd_workspace_get_schema (self->workspace), NULL))
    gtk_widget_error_bell (GTK_WIDGET (self));
  sd_history_end (history);
}

static void
fix_clicked_cb (GtkButton     *button,
                SdFindingsBar *self)
{
  const SdFix *fix = g_object_get_data (G_OBJECT (button), "fix");

  gtk_popover_popdown (self->popover);
  if (fix != NULL)
    apply_fix (self, fix);
}

static void
show_clicked_cb (GtkButton     *button,
                 SdFindingsBar *self)
{
  gtk_popover_popdown (self->popover);
  sd_workspace_show_element (self->workspace,
                             GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "element")));
}

static char *
describe (const SdFinding *finding)
{
  if (finding->place == NULL || *finding->place == '\0')
    return g_strdup (finding->message);
  return g_strdup_printf ("%s: %s", finding->place, finding->message);
}

static GtkWidget *
button_new (SdFindingsBar *self,
            const char    *label,
            const SdFix   *fix,
            guint          element)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))),
                           PANGO_ELLIPSIZE_END);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_object_set_data (G_OBJECT (button), "fix", (gpointer) fix);
  g_object_set_data (G_OBJECT (button), "element", GUINT_TO_POINTER (element));
  g_signal_connect (button, "clicked",
                    fix != NULL ? G_CALLBACK (fix_clicked_cb) : G_CALLBACK (show_clicked_cb), self);
  return button;
}

static void
add_finding (SdFindingsBar   *self,
             const SdFinding *finding)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *label;
  g_autofree char *text = describe (finding);
  guint i;

  label = gtk_label_new (text);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  gtk_box_append (GTK_BOX (box), label);
  for (i = 0; i < finding->fixes->len; i++)
    {
      const SdFix *fix = g_ptr_array_index (finding->fixes, i);

      gtk_box_append (GTK_BOX (box), button_new (self, fix->label, fix, 0));
    }
  if (finding->element_id != 0)
    gtk_box_append (GTK_BOX (box), button_new (self, _("Show"), NULL, finding->element_id));
  gtk_box_append (self->list, box);
}

static void
show_list (SdFindingsBar *self)
{
  GtkWidget *child;
  guint i;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_box_remove (self->list, child);
  for (i = 0; i < self->findings->len; i++)
    {
      if (i > 0)
        gtk_box_append (self->list, gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
      add_finding (self, g_ptr_array_index (self->findings, i));
    }
}

static void
show_worst (SdFindingsBar *self)
{
  const SdFinding *worst = g_ptr_array_index (self->findings, 0);
  const SdFix *fix = worst->fixes->len > 0 ? g_ptr_array_index (worst->fixes, 0) : NULL;
  gboolean error = worst->severity == SD_SEVERITY_ERROR;
  g_autofree char *text = describe (worst), *count = NULL;

  gtk_label_set_label (self->message, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->message), text);
  gtk_image_set_from_icon_name (self->icon, error ? "dialog-error-symbolic"
                                                  : "dialog-warning-symbolic");
  if (error)
    gtk_widget_add_css_class (self->bar, "serious");
  else
    gtk_widget_remove_css_class (self->bar, "serious");
  gtk_widget_set_visible (GTK_WIDGET (self->fix), fix != NULL);
  g_object_set_data (G_OBJECT (self->fix), "fix", (gpointer) fix);
  if (fix != NULL)
    {
      gtk_button_set_label (self->fix, fix->label);
      gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (self->fix)), PANGO_ELLIPSIZE_END);
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->fix), fix->label);
    }
  count = g_strdup_printf (ngettext ("%u Problem", "%u Problems", self->findings->len),
                           self->findings->len);
  gtk_menu_button_set_label (self->all, count);
}

static int
compare_severity (gconstpointer a,
                  gconstpointer b)
{
  const SdFinding *first = *(SdFinding *const *) a, *second = *(SdFinding *const *) b;

  return (int) second->severity - (int) first->severity;
}

static void
update (SdFindingsBar *self)
{
  SdPlanWatch *watch = sd_workspace_get_watch (self->workspace);
  guint i;

  if (watch == NULL)
    return;
  gtk_popover_popdown (self->popover);
  g_clear_pointer (&self->source, g_ptr_array_unref);
  self->source = g_ptr_array_ref (sd_plan_watch_get_findings (watch));
  g_ptr_array_set_size (self->findings, 0);
  for (i = 0; i < self->source->len; i++)
    {
      SdFinding *finding = g_ptr_array_index (self->source, i);

      if (finding->severity != SD_SEVERITY_NOTE)
        g_ptr_array_add (self->findings, finding);
    }
  g_ptr_array_sort (self->findings, compare_severity);
  gtk_revealer_set_reveal_child (self->revealer, self->findings->len > 0);
  show_list (self);
  if (self->findings->len > 0)
    show_worst (self);
}

static void
sd_findings_bar_dispose (GObject *object)
{
  SdFindingsBar *self = SD_FINDINGS_BAR (object);

  g_clear_pointer ((GtkWidget **) &self->revealer, gtk_widget_unparent);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_clear_pointer (&self->source, g_ptr_array_unref);

  G_OBJECT_CLASS (sd_findings_bar_parent_class)->dispose (object);
}

static void
sd_findings_bar_class_init (SdFindingsBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sd_findings_bar_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/example/SynthData/schema-editor/sd-findings-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, SdFindingsBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, SdFindingsBar, bar);
  gtk_widget_class_bind_template_child (widget_class, SdFindingsBar, icon);
  gtk_widget_class_bind_template_child (widget_class, SdFindingsBar, message);
  gtk_widget_class_bind_template_child (widget_class, SdFindingsBar, fix);
  gtk_widget_class_bind_template_child (widget_class, SdFindingsBar, all);
  gtk_widget_class_bind_template_child (widget_class, SdFindingsBar, list);
  gtk_widget_class_bind_template_child (widget_class, SdFindingsBar, popover);
  gtk_widget_class_bind_template_callback (widget_class, fix_clicked_cb);
}

static void
sd_findings_bar_init (SdFindingsBar *self)
{
  self->findings = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
sd_findings_bar_set_workspace (SdFindingsBar *self,
                               SdWorkspace   *workspace)
{
  g_return_if_fail (SD_IS_FINDINGS_BAR (self));

  g_set_object (&self->workspace, workspace);
  g_signal_connect_object (workspace, "plan-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
}

gboolean
sd_findings_bar_get_revealed (SdFindingsBar *self)
{
  g_return_val_if_fail (SD_IS_FINDINGS_BAR (self), FALSE);

  return gtk_revealer_get_reveal_child (self->revealer);
}
