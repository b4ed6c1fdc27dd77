/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What cannot be, or is not as it was said, about relationships: in words, with
 * the numbers and what to do.
 */

#define G_LOG_DOMAIN "sd-compiler-link-report"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "sd-compiler-link-private.h"
#include "sd-math.h"

/* How far the children per parent may be from what was said without a note. */
#define SPAN_SEEN 0.1

/* Means that were multiplied by more, or less, are worth a note. */
#define SCALE_SEEN 0.02

/**
 * sd_link_context_get_place:
 *
 * Returns: (transfer none): "orders.customer_id"; the plan's
 */
const char *
sd_link_context_get_place (const SdLinkContext *context)
{
  const char * const *key = sd_relationship_get_foreign_key (context->relationship);

  g_autofree char *place = g_strdup_printf ("%s.%s", sd_table_get_name (context->child),
                                            key != NULL && key[0] != NULL ? key[0] : "");

  return g_string_chunk_insert_const (context->compiler->plan->strings, place);
}

static void
add_rows_fix (SdFinding *finding,
              SdTable   *table,
              guint64    rows)
{
  sd_finding_add_fix (finding, sd_table_get_id (table), "rows",
                      json_node_init_int (json_node_alloc (), (gint64) rows),
                      _("Set %s to %" G_GUINT64_FORMAT " rows"),
                      sd_table_get_name (table), rows);
}

static void
report_total (const SdLinkContext *context,
              const SdLinkReport  *report)
{
  const guint64 children = sd_table_get_rows (context->child);
  const guint64 parents = sd_table_get_rows (context->parent);
  const gboolean many = report->status == SD_LINK_TOO_MANY
                        || (report->status == SD_LINK_BAD_LAW && children > report->most);
  const guint64 limit = many ? report->most : report->least;
  SdFinding *finding =
    sd_finding_new (SD_SEVERITY_ERROR, "total-against-law",
                    sd_relationship_get_id (context->relationship),
                    sd_link_context_get_place (context),
                    _("%" G_GUINT64_FORMAT " %s cannot belong to %" G_GUINT64_FORMAT " %s: the "
                      "rule for how many each has allows %" G_GUINT64_FORMAT " to %"
                      G_GUINT64_FORMAT " in all."),
                    children, sd_table_get_name (context->child),
                    parents, sd_table_get_name (context->parent),
                    report->least, report->most);

  add_rows_fix (finding, context->child, limit);
  if (children > 0 && limit > 0 && parents > 0)
    {
      /* So many parents that the same rule per parent gives the total. */
      const double per_parent = (double) limit / (double) parents;

      add_rows_fix (finding, context->parent,
                    (guint64) MAX (1.0, many ? sd_ceil ((double) children / per_parent)
                                             : sd_floor ((double) children / per_parent)));
    }
  sd_compiler_add_finding (context->compiler, finding);
}

/**
 * sd_link_context_report:
 * @context: a relationship
 * @code: of the finding
 * @sentence: translated
 *
 * Adds an error.
 */
void
sd_link_context_report (const SdLinkContext *context,
                        const char          *code,
                        const char          *sentence)
{
  sd_compiler_add_finding (context->compiler,
                           sd_finding_new (SD_SEVERITY_ERROR, code,
                                           sd_relationship_get_id (context->relationship),
                                           sd_link_context_get_place (context), "%s", sentence));
}

/**
 * sd_link_context_report_status:
 * @context: a relationship
 * @report: why it has no link
 *
 * Adds an error.
 */
void
sd_link_context_report_status (const SdLinkContext *context,
                               const SdLinkReport  *report)
{
  switch (report->status)
    {
    case SD_LINK_TOO_MANY:
    case SD_LINK_TOO_FEW:
    case SD_LINK_BAD_LAW:
      report_total (context, report);
      break;

    case SD_LINK_NO_PARENTS:
      sd_link_context_report (context, "no-parents",
                              _("The table it refers to has no rows; give it some."));
      break;

    case SD_LINK_UNBORN:
      sd_link_context_report (context, "parents-unborn",
                              _("In some period there are rows but too few parents that already "
                                "exist; let the parents begin earlier or the rows later."));
      break;

    case SD_LINK_NOT_DISTINCT:
      sd_link_context_report (context, "not-distinct",
                              _("One parent has more rows than there are different partners; "
                                "lower the number of rows or raise the number of partners."));
      break;

    case SD_LINK_NOT_BELOW:
      sd_link_context_report (context, "not-before",
                              _("The first rows of the parent have no rows before them that could "
                                "be their partners; let some parents have none, or fewer."));
      break;

    case SD_LINK_OK:
    default:
      break;
    }
}

/* The means of classes say how they are to each other; the total says how much. */
static void
note_scale (const SdLinkContext *context,
            const SdLinkReport  *report)
{
  const double rows = report->law_mean * (double) sd_table_get_rows (context->parent);
  SdFinding *finding;

  /* Numbers that are fixed add up as they are. */
  if (ABS (rows - (double) sd_table_get_rows (context->child)) < 0.5)
    return;
  finding =
    sd_finding_new (SD_SEVERITY_NOTE, "law-by-scaled",
                    sd_relationship_get_id (context->relationship),
                    sd_link_context_get_place (context),
                    _("By their means the rows of %s would have %.0f rows of %s, but there are %"
                      G_GUINT64_FORMAT "; so every mean is multiplied by %.3f."),
                    sd_table_get_name (context->parent), rows,
                    sd_table_get_name (context->child), sd_table_get_rows (context->child),
                    report->scale);

  if (rows >= 1 && rows < 1e15)
    add_rows_fix (finding, context->child, (guint64) (rows + 0.5));
  sd_compiler_add_finding (context->compiler, finding);
}

/* Rows, levels and roots leave no choice of how many children a parent has. */
static void
note_span (const SdLinkContext *context,
           const SdLinkReport  *report)
{
  sd_compiler_add_finding (context->compiler,
                           sd_finding_new (SD_SEVERITY_NOTE, "span-adjusted",
                                           sd_relationship_get_id (context->relationship),
                                           sd_link_context_get_place (context),
                                           _("On as many levels as are asked for, each of %s has "
                                             "%.1f below it on average, not %.1f, so that there "
                                             "are %" G_GUINT64_FORMAT " in all."),
                                           sd_table_get_name (context->child), report->span,
                                           report->law_mean,
                                           sd_table_get_rows (context->child)));
}

/**
 * sd_link_context_note:
 * @context: a relationship
 * @report: what was done
 *
 * A default law gives way to the totals; where that takes it beyond the bounds
 * in the document, the user is told. So is who gave classes of parents means that
 * are not those of the totals.
 */
void
sd_link_context_note (const SdLinkContext *context,
                      const SdLinkReport  *report)
{
  const guint64 min = sd_relationship_get_min (context->relationship);
  const guint64 max = sd_relationship_get_max (context->relationship);

  if (fabs (report->scale - 1) > SCALE_SEEN)
    note_scale (context, report);
  if (fabs (report->span / report->law_mean - 1) > SPAN_SEEN)
    note_span (context, report);
  if (!report->adjusted || (report->used_min >= min && (max == 0 || report->used_max == max)))
    return;
  sd_compiler_add_finding (context->compiler,
                           sd_finding_new (SD_SEVERITY_NOTE, "law-adjusted",
                                           sd_relationship_get_id (context->relationship),
                                           sd_link_context_get_place (context),
                                           _("So that the totals hold, each of %s has %.2f %s on "
                                             "average, beyond the bounds that were assumed."),
                                           sd_table_get_name (context->parent),
                                           report->wanted_mean,
                                           sd_table_get_name (context->child)));
}
