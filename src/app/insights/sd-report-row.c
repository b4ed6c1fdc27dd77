/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A row of the report card: an icon and a word for the verdict, the property, and
 * what was measured above what was declared.
 */

#define G_LOG_DOMAIN "sd-report-row"

#include "config.h"

#include "sd-report-row.h"

struct _SdReportRow
{
  GtkWidget  parent_instance;

  GtkWidget *heading;
  GtkWidget *line;        /* box of the others */
  GtkWidget *icon;
  GtkWidget *title;
  GtkWidget *verdict;
  GtkWidget *measured;
  GtkWidget *declared;
};

G_DEFINE_FINAL_TYPE (SdReportRow, sd_report_row, GTK_TYPE_WIDGET)

static const struct
{
  const char *icon;
  const char *css_class;
} looks[] = {
  [SD_VERDICT_DECLARED] = { "sd-verdict-declared-symbolic", "success" },
  [SD_VERDICT_CHANCE] = { "sd-verdict-chance-symbolic", "accent" },
  [SD_VERDICT_OFF] = { "sd-verdict-off-symbolic", "error" },
  [SD_VERDICT_FEW] = { "sd-verdict-few-symbolic", "dim-label" },
};

static void
sd_report_row_dispose (GObject *object)
{
  SdReportRow *self = SD_REPORT_ROW (object);

  g_clear_pointer (&self->heading, gtk_widget_unparent);
  g_clear_pointer (&self->line, gtk_widget_unparent);

  G_OBJECT_CLASS (sd_report_row_parent_class)->dispose (object);
}

static void
sd_report_row_class_init (SdReportRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sd_report_row_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "reportrow");
}

static GtkWidget *
label_new (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
two_lines_new (GtkWidget *first,
               GtkWidget *second)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  gtk_widget_add_css_class (second, "caption");
  gtk_box_append (GTK_BOX (box), first);
  gtk_box_append (GTK_BOX (box), second);
  return box;
}

static void
sd_report_row_init (SdReportRow *self)
{
  self->heading = label_new ("heading");
  gtk_widget_set_parent (self->heading, GTK_WIDGET (self));
  self->line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_widget_set_hexpand (self->line, TRUE);
  gtk_widget_set_parent (self->line, GTK_WIDGET (self));
  self->icon = gtk_image_new ();
  gtk_widget_set_valign (self->icon, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (self->line), self->icon);
  self->title = label_new (NULL);
  self->verdict = label_new (NULL);
  self->measured = label_new ("numeric");
  self->declared = label_new ("numeric");
  gtk_widget_add_css_class (self->declared, "dim-label");
}

static void
build (SdReportRow *self,
       gboolean     compact)
{
  GtkWidget *words = two_lines_new (self->title, self->verdict);
  GtkWidget *numbers = two_lines_new (self->measured, self->declared);
  GtkWidget *box = gtk_box_new (compact ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL,
                                compact ? 2 : 18);

  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (box), words);
  gtk_box_append (GTK_BOX (box), numbers);
  gtk_box_append (GTK_BOX (self->line), box);
  if (compact)
    return;
  gtk_label_set_wrap (GTK_LABEL (self->measured), FALSE);
  gtk_label_set_wrap (GTK_LABEL (self->declared), FALSE);
  gtk_label_set_xalign (GTK_LABEL (self->measured), 1);
  gtk_label_set_xalign (GTK_LABEL (self->declared), 1);
}

GtkWidget *
sd_report_row_new (gboolean compact)
{
  SdReportRow *self = g_object_new (SD_TYPE_REPORT_ROW, NULL);

  build (self, compact);
  return GTK_WIDGET (self);
}

static void
set_look (SdReportRow *self,
          SdVerdict    verdict)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (looks); i++)
    {
      gtk_widget_remove_css_class (self->icon, looks[i].css_class);
      gtk_widget_remove_css_class (self->verdict, looks[i].css_class);
    }
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), looks[verdict].icon);
  gtk_widget_add_css_class (self->icon, looks[verdict].css_class);
  gtk_widget_add_css_class (self->verdict,
                            verdict == SD_VERDICT_OFF ? "error" : "dim-label");
}

static void
set_text (GtkWidget  *label,
          const char *text)
{
  gtk_label_set_label (GTK_LABEL (label), text);
  gtk_widget_set_visible (label, *text != '\0');
}

/**
 * sd_report_row_set_item:
 * @self: a row
 * @item: what it shows
 *
 * Shows @item and names the row after it.
 */
void
sd_report_row_set_item (SdReportRow  *self,
                        SdReportItem *item)
{
  const gboolean heading = sd_report_item_is_heading (item);

  g_return_if_fail (SD_IS_REPORT_ROW (self));

  gtk_widget_set_visible (self->heading, heading);
  gtk_widget_set_visible (self->line, !heading);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  sd_report_item_get_spoken (item), -1);
  if (heading)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self), "heading");
      gtk_label_set_markup (GTK_LABEL (self->heading), sd_report_item_get_title (item));
      return;
    }
  gtk_widget_remove_css_class (GTK_WIDGET (self), "heading");
  set_look (self, sd_report_item_get_verdict (item));
  gtk_label_set_markup (GTK_LABEL (self->title), sd_report_item_get_title (item));
  set_text (self->verdict, sd_report_item_get_judged (item));
  set_text (self->measured, sd_report_item_get_measured (item));
  set_text (self->declared, sd_report_item_get_declared (item));
}
