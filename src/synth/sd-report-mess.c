/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Lines of a messy document: how many cells and rows each kind of mess took, by
 * the list of changes. All other lines are about the clean data.
 */

#define G_LOG_DOMAIN "sd-report-mess"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "sd-changes.h"
#include "sd-generator-info.h"
#include "sd-report-private.h"

/* Rows by which the part of a table may be off: blocks have their share each. */
#define PART_ROWS 200

typedef struct
{
  SdReportDraft *draft;
  SdPlan        *plan;
  guint          table;
  guint64        n_rows;     /* clean ones that were looked at */
  gboolean       sampled;
  GHashTable    *counts;     /* "column/kind" → number */
} Counter;

static char *
make_key (int         column,
          const char *kind)
{
  return g_strdup_printf ("%d/%s", column, kind);
}

static void
count_changes (Counter *self,
               guint64  max_rows)
{
  const SdPlanTable *info = sd_plan_get_table (self->plan, self->table);
  const guint64 last = MIN (info->n_rows, max_rows);
  g_autoptr (SdChanges) changes = sd_changes_new (self->plan, self->table, 0, last);
  guint64 n_copies = 0;
  SdChangeBatch batch;

  while (sd_changes_next (changes, &batch))
    for (guint i = 0; i < batch.n; i++)
      {
        const gboolean is_copy = g_str_has_suffix (batch.changes[i].kind, "duplicate");
        char *key = make_key (is_copy ? -1 : batch.changes[i].column, batch.changes[i].kind);
        const guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, key));

        n_copies += is_copy;
        g_hash_table_insert (self->counts, key, GUINT_TO_POINTER (n + 1));
      }
  self->n_rows = last - n_copies;
  self->sampled = last < info->n_rows;
}

/* Kinds that are declared more than once add up; each of the @n is rounded to whole
 * rows. */
static double
sum_shares (JsonArray  *list,
            const char *kind,
            guint      *first,
            guint      *n)
{
  double share = 0;

  *n = 0;
  *first = G_MAXUINT;
  for (guint i = json_array_get_length (list); i > 0; i--)
    {
      JsonObject *mess = json_array_get_object_element (list, i - 1);

      if (!g_str_equal (sd_parameter_get_text (mess, "kind", ""), kind))
        continue;
      share += sd_parameter_get_number (mess, "share", 0);
      *first = i - 1;
      *n += 1;
    }
  return share;
}

static void
add_line (const Counter *self,
          const char    *place,
          const char    *kind,
          double         share,
          guint          n,
          guint64        count)
{
  const SdGeneratorInfo *info = sd_mess_info_get (kind);
  g_autofree char *property = g_strdup_printf (_("Mess: %s"), info != NULL ? _(info->title)
                                                                           : kind);
  SdReportEntry *entry = _sd_report_add_entry (self->draft, self->table, place, property, NULL);
  SdReportLine *line = &entry->line;

  line->target = share;
  line->measured = self->n_rows > 0 ? (double) count / (double) self->n_rows : 0;
  line->n_rows = self->n_rows;
  line->sampled = self->sampled;
  line->tolerance = self->n_rows > 0
                    ? n * (self->sampled ? PART_ROWS : 0.5000001) / (double) self->n_rows : 1;
  line->score = NAN;
  line->verdict = fabs (line->measured - share) <= line->tolerance ? SD_VERDICT_DECLARED
                                                                   : SD_VERDICT_OFF;
}

static guint64
get_count (const Counter *self,
           int            column,
           const char    *kind)
{
  g_autofree char *key = make_key (column, kind);

  return GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, key));
}

static void
add_lines (const Counter *self,
           JsonArray     *list,
           int            column,
           const char    *place)
{
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      const char *kind = sd_parameter_get_text (json_array_get_object_element (list, i), "kind",
                                                "");
      guint first;
      guint n;
      const double share = sum_shares (list, kind, &first, &n);

      /* Exchanges are counted with the cells, of several columns. */
      if (first == i && !g_str_equal (kind, "swap"))
        add_line (self, place, kind, share, n, get_count (self, column, kind));
    }
}

static void
report_table (Counter *self,
              guint64  max_rows)
{
  SdTable *table = sd_schema_get_table (self->draft->schema, self->table);

  g_hash_table_remove_all (self->counts);
  count_changes (self, max_rows);
  add_lines (self, sd_table_get_mess (table), -1, sd_table_get_name (table));
  for (guint c = 0; c < sd_table_get_n_columns (table); c++)
    {
      SdColumn *column = sd_table_get_column (table, c);
      g_autofree char *place = g_strdup_printf ("%s.%s", sd_table_get_name (table),
                                                sd_column_get_name (column));

      add_lines (self, sd_column_get_mess (column), (int) c, place);
    }
}

void
_sd_report_count_mess (SdReportDraft *draft,
                       guint64        max_rows)
{
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (SdPlan) plan = NULL;
  Counter self = { .draft = draft };

  if (!sd_schema_get_messy (draft->schema))
    return;
  plan = sd_plan_new (draft->schema, &findings);
  if (plan == NULL || sd_plan_get_clean (plan) == NULL)
    return;
  self.plan = plan;
  self.counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (self.table = 0; self.table < sd_plan_get_n_tables (plan); self.table++)
    report_table (&self, max_rows);
  g_hash_table_unref (self.counts);
}
