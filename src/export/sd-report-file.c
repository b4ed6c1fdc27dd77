/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The three ways to write a report card.
 */

#define G_LOG_DOMAIN "sd-report-file"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "sd-json-text.h"
#include "sd-report-file.h"

#define NUMBER_BYTES 32

static const char * const nicks[] = {
  [SD_VERDICT_DECLARED] = "as_declared",
  [SD_VERDICT_CHANCE] = "within_chance",
  [SD_VERDICT_OFF] = "off",
  [SD_VERDICT_FEW] = "too_few_rows",
};

/* As people read numbers: whole ones whole, others to four digits. */
static const char *
format_number (double value,
               char   buffer[NUMBER_BYTES])
{
  if (isnan (value))
    g_strlcpy (buffer, "–", NUMBER_BYTES);
  else
    g_ascii_formatd (buffer, NUMBER_BYTES,
                     value == (double) (gint64) value && fabs (value) < 1e15 ? "%.0f" : "%.4g",
                     value);
  return buffer;
}

static char *
describe (const SdReportLine *line)
{
  return line->detail != NULL ? g_strdup_printf ("%s (%s)", line->property, line->detail)
                              : g_strdup (line->property);
}

/**
 * sd_report_summarize:
 *
 * Returns: (transfer full): how many lines were judged how, in one line
 */
char *
sd_report_summarize (SdReport *self)
{
  const guint off = sd_report_count (self, SD_VERDICT_OFF);
  const guint few = sd_report_count (self, SD_VERDICT_FEW);
  g_autofree char *judged = NULL;

  /* Translators: how many lines of the report card were judged how */
  judged = g_strdup_printf (off > 0 ? _("%u as declared, %u within chance, %u off")
                                    : _("%u as declared, %u within chance, none off"),
                            sd_report_count (self, SD_VERDICT_DECLARED),
                            sd_report_count (self, SD_VERDICT_CHANCE), off);
  if (few == 0)
    return g_steal_pointer (&judged);
  /* Translators: the sentence before, and how many lines could not be judged */
  return g_strdup_printf (_("%s, %u with too few rows to judge"), judged, few);
}

/**
 * sd_report_to_text:
 *
 * Returns: (transfer full): a line each, those that are off marked
 */
char *
sd_report_to_text (SdReport *self,
                   SdSchema *schema)
{
  g_autoptr (GString) text = g_string_new (sd_schema_get_title (schema));
  g_autofree char *summary = sd_report_summarize (self);

  g_string_append_printf (text, "\n%s\n\n", summary);
  for (guint i = 0; i < sd_report_get_n_lines (self); i++)
    {
      const SdReportLine *line = sd_report_get_line (self, i);
      g_autofree char *what = describe (line);
      char target[NUMBER_BYTES], measured[NUMBER_BYTES], tolerance[NUMBER_BYTES];

      g_string_append_printf (text, "%s %s: %s: ", line->verdict == SD_VERDICT_OFF ? "✗" : "✓",
                              line->place, what);
      if (line->verdict != SD_VERDICT_FEW)
        g_string_append_printf (text, _("%s for %s"), format_number (line->measured, measured),
                                format_number (line->target, target));
      if (line->tolerance > 0 && line->verdict != SD_VERDICT_FEW)
        g_string_append_printf (text, " ± %s", format_number (line->tolerance, tolerance));
      g_string_append_printf (text, "%s%s%s\n", line->verdict != SD_VERDICT_FEW ? ", " : "",
                              sd_verdict_get_title (line->verdict),
                              line->sampled ? _(" (on a sample of the rows)") : "");
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_number (JsonBuilder *builder,
            const char  *name,
            double       value)
{
  if (isnan (value))
    return;
  json_builder_set_member_name (builder, name);
  if (value == (double) (gint64) value && fabs (value) < 1e15)
    json_builder_add_int_value (builder, (gint64) value);
  else
    json_builder_add_double_value (builder, value);
}

static void
add_text (JsonBuilder *builder,
          const char  *name,
          const char  *value)
{
  if (value == NULL)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_line (JsonBuilder        *builder,
          const SdReportLine *line)
{
  json_builder_begin_object (builder);
  add_text (builder, "table", line->table);
  add_text (builder, "place", line->place);
  add_text (builder, "property", line->property);
  add_text (builder, "detail", line->detail);
  add_number (builder, "target", line->target);
  add_number (builder, "measured", line->measured);
  add_number (builder, "tolerance", line->tolerance);
  add_number (builder, "p", line->p);
  add_number (builder, "rows", (double) line->n_rows);
  json_builder_set_member_name (builder, "sampled");
  json_builder_add_boolean_value (builder, line->sampled);
  add_text (builder, "metric", line->metric);
  add_number (builder, "score", line->score);
  add_text (builder, "verdict", nicks[line->verdict]);
  json_builder_end_object (builder);
}

/**
 * sd_report_to_json:
 *
 * Returns: (transfer full): one object with counts and lines
 */
char *
sd_report_to_json (SdReport *self,
                   SdSchema *schema)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  add_text (builder, "name", sd_schema_get_name (schema));
  add_text (builder, "title", sd_schema_get_title (schema));
  add_number (builder, "seed", (double) sd_schema_get_seed (schema));
  for (guint i = 0; i < G_N_ELEMENTS (nicks); i++)
    add_number (builder, nicks[i], sd_report_count (self, i));
  json_builder_set_member_name (builder, "lines");
  json_builder_begin_array (builder);
  for (guint i = 0; i < sd_report_get_n_lines (self); i++)
    add_line (builder, sd_report_get_line (self, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return sd_json_to_text (root, TRUE);
}

static void
append_escaped (GString    *html,
                const char *tag,
                const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append_printf (html, "<%s>%s</%s>", tag, escaped, tag);
}

static void
append_row (GString            *html,
            const SdReportLine *line)
{
  g_autofree char *what = describe (line);
  char target[NUMBER_BYTES], measured[NUMBER_BYTES], tolerance[NUMBER_BYTES];

  g_string_append_printf (html, "<tr class=\"%s\">", nicks[line->verdict]);
  append_escaped (html, "td", line->place);
  append_escaped (html, "td", what);
  append_escaped (html, "td", format_number (line->target, target));
  append_escaped (html, "td", format_number (line->measured, measured));
  append_escaped (html, "td", line->tolerance > 0 ? format_number (line->tolerance, tolerance)
                                                  : "");
  append_escaped (html, "td", sd_verdict_get_title (line->verdict));
  g_string_append (html, "</tr>\n");
}

/**
 * sd_report_to_html:
 *
 * Returns: (transfer full): a page that needs no other file
 */
char *
sd_report_to_html (SdReport *self,
                   SdSchema *schema)
{
  const char * const heads[] = { _("Place"), _("Property"), _("Declared"), _("Measured"),
                                 _("Tolerance"), _("Verdict") };
  g_autoptr (GString) html = g_string_new (
    "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\">"
    "<meta name=\"viewport\" content=\"width=device-width\">"
    "<style>:root{color-scheme:light dark}"
    "body{font:15px/1.5 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em}"
    "table{border-collapse:collapse;width:100%}"
    "td,th{padding:.3em .6em;text-align:start;border-bottom:1px solid #8884}"
    "td:nth-child(n+3):nth-child(-n+5){text-align:end;font-variant-numeric:tabular-nums}"
    ".off td:last-child{color:#c01c28;font-weight:bold}"
    ".too_few_rows{opacity:.6}</style>");
  g_autofree char *summary = sd_report_summarize (self);

  append_escaped (html, "title", sd_schema_get_title (schema));
  g_string_append (html, "</head><body>\n");
  append_escaped (html, "h1", sd_schema_get_title (schema));
  append_escaped (html, "p", summary);
  g_string_append (html, "<table><thead><tr>");
  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    append_escaped (html, "th", heads[i]);
  g_string_append (html, "</tr></thead><tbody>\n");
  for (guint i = 0; i < sd_report_get_n_lines (self); i++)
    append_row (html, sd_report_get_line (self, i));
  g_string_append (html, "</tbody></table></body></html>\n");
  return g_string_free (g_steal_pointer (&html), FALSE);
}
