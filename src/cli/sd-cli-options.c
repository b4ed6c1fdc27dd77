/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Options as typed → options as meant. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sd-calendar.h"
#include "sd-catalog.h"
#include "sd-cli-options-private.h"

#define MAX_ROWS G_GUINT64_CONSTANT (100000000000)
#define MAX_SHARDS 1000000
#define MAX_THREADS 1024
#define MAX_VARIANTS 10000

static gboolean fail (GError    **error,
                      const char *format,
                      ...) G_GNUC_PRINTF (2, 3);

static gboolean
fail (GError    **error,
      const char *format,
      ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_propagate_error (error, g_error_new_valist (G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                                                format, arguments));
  va_end (arguments);
  return FALSE;
}

static gboolean
parse_count (const char *text,
             guint64     max,
             guint64    *count)
{
  return g_ascii_string_to_unsigned (text, 10, 0, max, count, NULL);
}

/* Also the empty text has a part: an empty one. (transfer full) */
static char **
split (const char *text)
{
  return g_strsplit (*text != '\0' ? text : " ", ",", -1);
}

static void
clear_rows (gpointer data)
{
  g_free (((SdCliRows *) data)->word);
}

static gboolean
understand_rows (SdCliOptions *self,
                 GError      **error)
{
  g_auto (GStrv) parts = NULL;

  self->rows = g_array_new (FALSE, TRUE, sizeof (SdCliRows));
  g_array_set_clear_func (self->rows, clear_rows);
  if (self->rows_text == NULL)
    return TRUE;
  parts = split (self->rows_text);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      SdCliRows rows = { 0 };
      char *equals = strchr (parts[i], '=');

      if (equals == NULL || equals == parts[i]
          || !parse_count (g_strstrip (equals + 1), MAX_ROWS, &rows.rows))
        return fail (error, _("“%s” is not of the form TABLE=ROWS with at most 100,000,000,000 "
                              "rows."), parts[i]);
      *equals = '\0';
      rows.word = g_strdup (g_strstrip (parts[i]));
      g_array_append_val (self->rows, rows);
    }
  return TRUE;
}

static gboolean
understand_scale (SdCliOptions *self,
                  GError      **error)
{
  char *end;

  self->scale = 1;
  if (self->scale_text == NULL)
    return TRUE;
  self->scale = g_ascii_strtod (self->scale_text, &end);
  if (*end == '\0' && end != self->scale_text && self->scale > 0 && self->scale <= 1e6)
    return TRUE;
  return fail (error, _("Row counts can be multiplied by more than 0 and at most 1,000,000, not "
                        "by “%s”."), self->scale_text);
}

static gboolean
has_format (SdCliOptions *self,
            SdFormat      format)
{
  for (guint i = 0; i < self->formats->len; i++)
    if (g_array_index (self->formats, SdFormat, i) == format)
      return TRUE;
  return FALSE;
}

static gboolean
understand_formats (SdCliOptions *self,
                    GError      **error)
{
  g_auto (GStrv) parts = split (self->formats_text != NULL ? self->formats_text : "csv");

  self->formats = g_array_new (FALSE, FALSE, sizeof (SdFormat));
  for (guint i = 0; parts[i] != NULL; i++)
    {
      SdFormat format;

      if (!sd_format_from_nick (g_strstrip (parts[i]), &format))
        return fail (error, _("There is no format “%s”; there are csv, xlsx, sql, sqlite, json "
                              "and jsonl."), parts[i]);
      if (!has_format (self, format))
        g_array_append_val (self->formats, format);
    }
  return TRUE;
}

static gboolean
understand_shard (SdCliOptions *self,
                  GError      **error)
{
  guint64 shard;
  guint64 n_shards;
  char *slash;

  self->shard = self->n_shards = 1;
  if (self->shard_text == NULL)
    return TRUE;
  slash = strchr (self->shard_text, '/');
  if (slash == NULL)
    return fail (error, _("“%s” is not of the form K/N."), self->shard_text);
  *slash = '\0';
  if (!parse_count (self->shard_text, MAX_SHARDS, &shard)
      || !parse_count (slash + 1, MAX_SHARDS, &n_shards) || shard < 1 || shard > n_shards)
    return fail (error, _("Shards are counted from 1 to their number, not “%s”."),
                 self->shard_text);
  self->shard = (guint) shard;
  self->n_shards = (guint) n_shards;
  for (guint i = 0; i < self->formats->len; i++)
    {
      const SdFormat format = g_array_index (self->formats, SdFormat, i);

      if (format != SD_FORMAT_CSV && format != SD_FORMAT_SQL && format != SD_FORMAT_JSONL)
        return fail (error, _("Only csv, sql and jsonl can be made in shards, not %s."),
                     sd_format_to_nick (format));
    }
  return TRUE;
}

static gboolean
understand_counts (SdCliOptions *self,
                   GError      **error)
{
  guint64 count;

  if (self->threads_text != NULL)
    {
      if (!parse_count (self->threads_text, MAX_THREADS, &count))
        return fail (error, _("The number of threads is from 1 to %d, or 0 for all cores, "
                              "not “%s”."), MAX_THREADS, self->threads_text);
      self->threads = (guint) count;
    }
  if (self->variants_text != NULL)
    {
      if (!parse_count (self->variants_text, MAX_VARIANTS, &count) || count == 0)
        return fail (error, _("The number of variants is from 1 to %d, not “%s”."),
                     MAX_VARIANTS, self->variants_text);
      self->variants = (guint) count;
    }
  return TRUE;
}

static gboolean
understand_locale (SdCliOptions *self,
                   GError      **error)
{
  const char * const *locales = sd_catalog_list_locales ();
  g_autofree char *list = NULL;

  if (self->locale == NULL || g_strv_contains (locales, self->locale))
    return TRUE;
  list = g_strjoinv (", ", (char **) locales);
  return fail (error, _("There is no locale “%s”; there are: %s."), self->locale, list);
}

gboolean
sd_cli_options_understand (SdCliOptions *self,
                           GError      **error)
{
  if (!understand_rows (self, error) || !understand_scale (self, error)
      || !understand_formats (self, error)
      || !understand_shard (self, error) || !understand_counts (self, error)
      || !understand_locale (self, error))
    return FALSE;
  if (self->seed_text != NULL)
    {
      self->has_seed = TRUE;
      if (!parse_count (self->seed_text, G_MAXINT64, &self->seed))
        return fail (error, _("The seed is a whole number from 0, not “%s”."), self->seed_text);
    }
  if (self->as_of_text != NULL)
    {
      self->has_as_of = TRUE;
      if (!sd_date_parse (self->as_of_text, &self->as_of))
        return fail (error, _("“%s” is not a date like 2026-03-01."), self->as_of_text);
    }
  if (self->messy && self->clean)
    return fail (error, _("Data is either messy or clean: say --messy or --clean, not both."));
  self->dialect = SD_DIALECT_SQLITE;
  if (self->dialect_text != NULL && !sd_dialect_from_nick (self->dialect_text, &self->dialect))
    return fail (error, _("There is no dialect “%s”; there are sqlite, postgresql, mysql, "
                          "mariadb, sqlserver and oracle."), self->dialect_text);
  return TRUE;
}

gboolean
sd_cli_options_understand_range (SdCliOptions *self,
                                 GError      **error)
{
  char *dots;

  if (self->range_text == NULL || self->table == NULL)
    return fail (error, _("Say which rows of which table: --table T --rows A..B."));
  dots = strstr (self->range_text, "..");
  if (dots == NULL)
    return fail (error, _("“%s” is not of the form A..B."), self->range_text);
  *dots = '\0';
  if (!parse_count (self->range_text, G_MAXINT64, &self->first)
      || !parse_count (dots + 2, G_MAXINT64, &self->last) || self->first > self->last)
    return fail (error, _("The rows A..B are whole numbers, A not above B."));
  return TRUE;
}

void
sd_cli_options_clear (SdCliOptions *self)
{
  g_free (self->rows_text);
  g_free (self->scale_text);
  g_free (self->formats_text);
  g_free (self->out);
  g_free (self->seed_text);
  g_free (self->as_of_text);
  g_free (self->locale);
  g_free (self->shard_text);
  g_free (self->dialect_text);
  g_free (self->table);
  g_free (self->save);
  g_free (self->range_text);
  g_free (self->threads_text);
  g_free (self->variants_text);
  g_clear_pointer (&self->rows, g_array_unref);
  g_clear_pointer (&self->formats, g_array_unref);
}
