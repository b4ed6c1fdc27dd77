/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Lines of the report card in words, and their order in the window. */

#define G_LOG_DOMAIN "sd-report-item"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "sd-number-text.h"
#include "sd-report-item.h"

struct _SdReportItem
{
  GObject    parent_instance;

  gboolean   heading;
  SdVerdict  verdict;
  char      *place;         /* "orders.total", "orders" */
  char      *title;         /* markup */
  char      *judged;
  char      *measured;
  char      *declared;
  char      *spoken;
};

G_DEFINE_FINAL_TYPE (SdReportItem, sd_report_item, G_TYPE_OBJECT)

static void
sd_report_item_finalize (GObject *object)
{
  SdReportItem *self = SD_REPORT_ITEM (object);

  g_free (self->place);
  g_free (self->title);
  g_free (self->judged);
  g_free (self->measured);
  g_free (self->declared);
  g_free (self->spoken);

  G_OBJECT_CLASS (sd_report_item_parent_class)->finalize (object);
}

static void
sd_report_item_class_init (SdReportItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sd_report_item_finalize;
}

static void
sd_report_item_init (SdReportItem *self)
{
}

/* As many digits as tell a value from what was declared, and no more. */
static char *
number_text (double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (isnan (value))
    return g_strdup (_("nothing"));
  if (value >= 0 && value == trunc (value) && value < 9e15)
    return sd_number_text_from_count ((guint64) value);
  g_ascii_formatd (buffer, sizeof buffer, fabs (value) >= 1000 ? "%.1f" : "%.4g", value);
  return sd_number_text_from_double (g_ascii_strtod (buffer, NULL));
}

/* "total" of "orders.total"; of "orders: start, end" what follows the table; all of
 * it when it is in another table; NULL for the table itself. */
static const char *
place_in_table (const SdReportLine *line)
{
  const char *rest = line->place + strlen (line->table);

  if (!g_str_has_prefix (line->place, line->table))
    return line->place;
  if (*rest == '\0')
    return NULL;
  return strchr (".:", *rest) != NULL ? rest + strspn (rest, ".: ") : line->place;
}

static char *
title_text (const SdReportLine *line,
            const char         *place,
            gboolean            markup)
{
  GString *text = g_string_new (NULL);
  g_autofree char *safe_place = NULL, *safe_property = NULL, *safe_detail = NULL;

  if (!markup)
    {
      if (place != NULL)
        g_string_append_printf (text, "%s, ", place);
      g_string_append (text, line->property);
      if (line->detail != NULL)
        g_string_append_printf (text, ", %s", line->detail);
      return g_string_free (text, FALSE);
    }
  safe_property = g_markup_escape_text (line->property, -1);
  if (place != NULL)
    {
      safe_place = g_markup_escape_text (place, -1);
      g_string_append_printf (text, "<b>%s</b>  ", safe_place);
    }
  g_string_append (text, safe_property);
  if (line->detail != NULL)
    {
      safe_detail = g_markup_escape_text (line->detail, -1);
      /* Translators: what exactly was measured: “Distribution (share of Gold)” */
      g_string_append_printf (text, _(" (%s)"), safe_detail);
    }
  return g_string_free (text, FALSE);
}

static const char *
verdict_title (SdVerdict verdict)
{
  switch (verdict)
    {
    case SD_VERDICT_DECLARED:
      return _("As declared");

    case SD_VERDICT_CHANCE:
      return _("Within chance");

    case SD_VERDICT_OFF:
      return _("Off");

    case SD_VERDICT_FEW:
    default:
      return _("Too few rows to judge");
    }
}

static char *
judged (const SdReportLine *line)
{
  g_autofree char *count = sd_number_text_from_count (line->n_rows);
  const guint n = (guint) MIN (line->n_rows, G_MAXINT);

  if (line->sampled)
    /* Translators: a verdict, and the rows that were looked at: “Off · a sample of 100 rows” */
    return g_strdup_printf (ngettext ("%s · a sample of %s row", "%s · a sample of %s rows", n),
                            verdict_title (line->verdict), count);
  /* Translators: a verdict, and the rows that were looked at: “Off · 200 rows” */
  return g_strdup_printf (ngettext ("%s · %s row", "%s · %s rows", n),
                          verdict_title (line->verdict), count);
}

static char *
declared_text (const SdReportLine *line)
{
  g_autofree char *target = number_text (line->target);
  g_autofree char *tolerance = NULL;

  if (isnan (line->target))
    return g_strdup ("");
  if (!(line->tolerance > 0) || line->verdict == SD_VERDICT_FEW)
    return g_strdup_printf (_("Declared %s"), target);
  tolerance = number_text (line->tolerance);
  /* Translators: a number and its tolerance: “Declared 0.4 ± 0.03” */
  return g_strdup_printf (_("Declared %s ± %s"), target, tolerance);
}

static char *
measured_text (const SdReportLine *line)
{
  g_autofree char *measured = number_text (line->measured);

  if (isnan (line->measured))
    return g_strdup ("");
  return g_strdup_printf (_("Measured %s"), measured);
}

static SdReportItem *
item_new (const SdReportLine *line)
{
  SdReportItem *self = g_object_new (SD_TYPE_REPORT_ITEM, NULL);
  const char *place = place_in_table (line);
  g_autofree char *plain = title_text (line, place, FALSE);

  self->verdict = line->verdict;
  self->place = g_strdup (line->place);
  self->title = title_text (line, place, TRUE);
  self->judged = judged (line);
  self->measured = measured_text (line);
  self->declared = declared_text (line);
  /* Translators: read aloud: verdict, property, measured, declared */
  self->spoken = g_strdup_printf (_("%s: %s. %s. %s."), self->judged, plain, self->measured,
                                  self->declared);
  return self;
}

static SdReportItem *
heading_new (const char *table)
{
  SdReportItem *self = g_object_new (SD_TYPE_REPORT_ITEM, NULL);

  self->heading = TRUE;
  self->place = g_strdup (table);
  self->title = g_markup_escape_text (table, -1);
  self->judged = g_strdup ("");
  self->measured = g_strdup ("");
  self->declared = g_strdup ("");
  /* Translators: read aloud: the heading above the lines of a table */
  self->spoken = g_strdup_printf (_("Table %s"), table);
  return self;
}

typedef struct
{
  const SdReportLine *line;
  guint               table;   /* in the order of the card */
  gboolean            table_off;
  guint               order;
} Entry;

static int
compare_entries (gconstpointer a,
                 gconstpointer b)
{
  const Entry *x = a, *y = b;
  const gboolean x_off = x->line->verdict == SD_VERDICT_OFF;
  const gboolean y_off = y->line->verdict == SD_VERDICT_OFF;

  if (x->table_off != y->table_off)
    return x->table_off ? -1 : 1;
  if (x->table != y->table)
    return x->table < y->table ? -1 : 1;
  if (x_off != y_off)
    return x_off ? -1 : 1;
  return x->order < y->order ? -1 : x->order > y->order;
}

/* The lines that pass, with the tables numbered and those with lines that are off
 * marked. */
static GArray *
gather (SdReport       *report,
        SdReportFilter  filter)
{
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_autoptr (GHashTable) tables = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) off = g_hash_table_new (g_str_hash, g_str_equal);
  guint i;

  for (i = 0; i < sd_report_get_n_lines (report); i++)
    {
      const SdReportLine *line = sd_report_get_line (report, i);
      Entry entry = { .line = line, .order = i };

      if (!g_hash_table_contains (tables, line->table))
        g_hash_table_insert (tables, line->table,
                             GUINT_TO_POINTER (g_hash_table_size (tables)));
      if (line->verdict == SD_VERDICT_OFF)
        g_hash_table_add (off, line->table);
      entry.table = GPOINTER_TO_UINT (g_hash_table_lookup (tables, line->table));
      if ((filter & (1u << line->verdict)) != 0)
        g_array_append_val (entries, entry);
    }
  for (i = 0; i < entries->len; i++)
    {
      Entry *entry = &g_array_index (entries, Entry, i);

      entry->table_off = g_hash_table_contains (off, entry->line->table);
    }
  return entries;
}

/**
 * sd_report_item_list:
 * @report: a card
 * @filter: which lines
 *
 * Returns: (transfer full): a list of #SdReportItem, independent of @report
 */
GListModel *
sd_report_item_list (SdReport       *report,
                     SdReportFilter  filter)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  GListStore *list = g_list_store_new (SD_TYPE_REPORT_ITEM);
  g_autoptr (GArray) entries = NULL;
  const char *table = NULL;
  guint i;

  g_return_val_if_fail (report != NULL, G_LIST_MODEL (list));

  entries = gather (report, filter);
  g_array_sort (entries, compare_entries);
  for (i = 0; i < entries->len; i++)
    {
      const SdReportLine *line = g_array_index (entries, Entry, i).line;

      if (g_strcmp0 (table, line->table) != 0)
        g_ptr_array_add (items, heading_new (line->table));
      table = line->table;
      g_ptr_array_add (items, item_new (line));
    }
  g_list_store_splice (list, 0, 0, items->pdata, items->len);
  return G_LIST_MODEL (list);
}

gboolean
sd_report_item_is_heading (SdReportItem *self)
{
  g_return_val_if_fail (SD_IS_REPORT_ITEM (self), FALSE);

  return self->heading;
}

SdVerdict
sd_report_item_get_verdict (SdReportItem *self)
{
  g_return_val_if_fail (SD_IS_REPORT_ITEM (self), SD_VERDICT_FEW);

  return self->verdict;
}

guint
sd_report_item_find_element (SdReportItem *self,
                             SdSchema     *schema)
{
  g_auto (GStrv) names = NULL;
  SdTable *table;
  SdColumn *column;

  g_return_val_if_fail (SD_IS_REPORT_ITEM (self), 0);
  g_return_val_if_fail (SD_IS_SCHEMA (schema), 0);

  /* "table", "table.column", "table: column, column" */
  names = g_strsplit_set (self->place, ".:,", 3);
  table = names[0] != NULL ? sd_schema_find_table (schema, names[0]) : NULL;
  if (table == NULL)
    return 0;
  column = names[1] != NULL ? sd_table_find_column (table, g_strstrip (names[1])) : NULL;
  return column != NULL ? sd_column_get_id (column) : sd_table_get_id (table);
}

const char *
sd_report_item_get_title (SdReportItem *self)
{
  g_return_val_if_fail (SD_IS_REPORT_ITEM (self), NULL);

  return self->title;
}

const char *
sd_report_item_get_judged (SdReportItem *self)
{
  g_return_val_if_fail (SD_IS_REPORT_ITEM (self), NULL);

  return self->judged;
}

const char *
sd_report_item_get_measured (SdReportItem *self)
{
  g_return_val_if_fail (SD_IS_REPORT_ITEM (self), NULL);

  return self->measured;
}

const char *
sd_report_item_get_declared (SdReportItem *self)
{
  g_return_val_if_fail (SD_IS_REPORT_ITEM (self), NULL);

  return self->declared;
}

const char *
sd_report_item_get_spoken (SdReportItem *self)
{
  g_return_val_if_fail (SD_IS_REPORT_ITEM (self), NULL);

  return self->spoken;
}
