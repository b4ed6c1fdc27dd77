/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The choices of the CSV export: a preset, and what it stands for. */

#define G_LOG_DOMAIN "sd-export-page"

#include "config.h"

#include <locale.h>
#include <string.h>

#include "sd-export-page-csv.h"

struct _SdExportPageCsv
{
  AdwPreferencesGroup parent_instance;

  /* Template Widgets */
  AdwComboRow *preset;
  AdwComboRow *separator;
  AdwComboRow *decimal_mark;
  AdwComboRow *quoting;
  AdwComboRow *date_format;
  GtkWidget   *null_text;
  GtkSwitch   *header;
  GtkSwitch   *titles;
  GtkSwitch   *crlf;
  GtkSwitch   *bom;
  GtkSwitch   *protect;
  GtkSwitch   *zip;

  guint loading : 1;
};

static void page_init (SdExportPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SdExportPageCsv, sd_export_page_csv, ADW_TYPE_PREFERENCES_GROUP,
                               G_IMPLEMENT_INTERFACE (SD_TYPE_EXPORT_PAGE, page_init))

static const char separators[] = ",;\t|";
static const char decimal_marks[] = ".,";
static const char *date_formats[] = { "iso", "dmy/", "mdy/", "dmy." };

/* The decimal mark of the user's locale, which Excel goes by. */
static char
locale_decimal_mark (void)
{
  const char *mark = localeconv ()->decimal_point;

  return mark != NULL && mark[0] == ',' ? ',' : '.';
}

static void
select_character (AdwComboRow *row,
                  const char  *characters,
                  char         wanted)
{
  const char *place = strchr (characters, wanted);

  adw_combo_row_set_selected (row, place != NULL && wanted != '\0' ? (guint) (place - characters)
                                                                   : 0);
}

static void
show_details (SdExportPageCsv    *self,
              const SdCsvOptions *csv)
{
  guint i;

  select_character (self->separator, separators, csv->separator);
  select_character (self->decimal_mark, decimal_marks, csv->decimal_mark);
  adw_combo_row_set_selected (self->quoting, csv->quoting);
  for (i = 0; i < G_N_ELEMENTS (date_formats); i++)
    if (strcmp (date_formats[i], csv->date_format) == 0)
      adw_combo_row_set_selected (self->date_format, i);
  gtk_editable_set_text (GTK_EDITABLE (self->null_text), csv->null_text);
  gtk_switch_set_active (self->header, csv->header);
  gtk_switch_set_active (self->titles, csv->titles);
  gtk_switch_set_active (self->crlf, csv->crlf);
  gtk_switch_set_active (self->bom, csv->bom);
  gtk_switch_set_active (self->protect, csv->protect);
}

static void
read_details (SdExportPageCsv *self,
              SdCsvOptions    *csv)
{
  csv->separator = separators[MIN (adw_combo_row_get_selected (self->separator), 3)];
  csv->decimal_mark = decimal_marks[MIN (adw_combo_row_get_selected (self->decimal_mark), 1)];
  csv->quoting = (SdQuoting) adw_combo_row_get_selected (self->quoting);
  g_strlcpy (csv->date_format,
             date_formats[MIN (adw_combo_row_get_selected (self->date_format), 3)],
             sizeof csv->date_format);
  g_strlcpy (csv->null_text, gtk_editable_get_text (GTK_EDITABLE (self->null_text)),
             sizeof csv->null_text);
  csv->header = gtk_switch_get_active (self->header);
  csv->titles = gtk_switch_get_active (self->titles);
  csv->crlf = gtk_switch_get_active (self->crlf);
  csv->bom = gtk_switch_get_active (self->bom);
  csv->protect = gtk_switch_get_active (self->protect);
}

/* The separator and the decimal mark are never the same. */
static void
keep_apart (SdExportPageCsv *self)
{
  if (adw_combo_row_get_selected (self->separator) == 0
      && adw_combo_row_get_selected (self->decimal_mark) == 1)
    adw_combo_row_set_selected (self->separator, 1);
}

static void
row_cb (SdExportPageCsv *self)
{
  if (self->loading)
    return;
  self->loading = TRUE;
  keep_apart (self);
  adw_combo_row_set_selected (self->preset, SD_CSV_CUSTOM);
  self->loading = FALSE;
  sd_export_page_changed (SD_EXPORT_PAGE (self));
}

static void
zip_cb (SdExportPageCsv *self)
{
  if (!self->loading)
    sd_export_page_changed (SD_EXPORT_PAGE (self));
}

static void
preset_cb (SdExportPageCsv *self)
{
  SdCsvPreset preset = (SdCsvPreset) adw_combo_row_get_selected (self->preset);
  SdCsvOptions csv = { 0 };

  if (self->loading)
    return;
  if (preset != SD_CSV_CUSTOM)
    {
      read_details (self, &csv);
      sd_csv_options_set_preset (&csv, preset, locale_decimal_mark ());
      self->loading = TRUE;
      show_details (self, &csv);
      self->loading = FALSE;
    }
  sd_export_page_changed (SD_EXPORT_PAGE (self));
}

static void
load (SdExportPage          *page,
      const SdExportOptions *options)
{
  SdExportPageCsv *self = SD_EXPORT_PAGE_CSV (page);

  self->loading = TRUE;
  adw_combo_row_set_selected (self->preset, options->csv.preset);
  show_details (self, &options->csv);
  gtk_switch_set_active (self->zip, options->csv.zip);
  self->loading = FALSE;
}

static void
apply (SdExportPage    *page,
       SdExportOptions *options)
{
  SdExportPageCsv *self = SD_EXPORT_PAGE_CSV (page);

  options->csv.preset = (SdCsvPreset) adw_combo_row_get_selected (self->preset);
  read_details (self, &options->csv);
  options->csv.zip = gtk_switch_get_active (self->zip);
}

static void
page_init (SdExportPageInterface *iface)
{
  iface->load = load;
  iface->apply = apply;
}

static void
sd_export_page_csv_class_init (SdExportPageCsvClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/example/SynthData/export-ui/sd-export-page-csv.ui");
  gtk_widget_class_bind_template_child (widget_class, SdExportPageCsv, preset);
  gtk_widget_class_bind_template_child (widget_class, SdExportPageCsv, separator);
  gtk_widget_class_bind_template_child (widget_class, SdExportPageCsv, decimal_mark);
  gtk_widget_class_bind_template_child (widget_class, SdExportPageCsv, quoting);
  gtk_widget_class_bind_template_child (widget_class, SdExportPageCsv, date_format);
  gtk_widget_class_bind_template_child (widget_class, SdExportPageCsv, null_text);
  gtk_widget_class_bind_template_child (widget_class, SdExportPageCsv, header);
  gtk_widget_class_bind_template_child (widget_class, SdExportPageCsv, titles);
  gtk_widget_class_bind_template_child (widget_class, SdExportPageCsv, crlf);
  gtk_widget_class_bind_template_child (widget_class, SdExportPageCsv, bom);
  gtk_widget_class_bind_template_child (widget_class, SdExportPageCsv, protect);
  gtk_widget_class_bind_template_child (widget_class, SdExportPageCsv, zip);
  gtk_widget_class_bind_template_callback (widget_class, row_cb);
  gtk_widget_class_bind_template_callback (widget_class, zip_cb);
  gtk_widget_class_bind_template_callback (widget_class, preset_cb);
}

static void
sd_export_page_csv_init (SdExportPageCsv *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
