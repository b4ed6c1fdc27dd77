/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Several references of which each row has exactly one (a comment belongs to a
 * post or to a picture): a keyed permutation of the rows is cut into as many
 * pieces, as long as the shares say. A reference to the table itself has the last
 * rows, because the first ones have none before them.
 */

#define G_LOG_DOMAIN "sd-compiler-part"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "sd-compiler-link-private.h"

typedef struct
{
  double  share;
  guint64 rows;
  double  rest;
} Piece;

/* The links of the group, as indices into those of the table. */
static GArray *
list_members (const SdLinkContext *context)
{
  const GArray *links = context->compiler->plan->tables[context->table].links;
  const guint group = sd_relationship_get_one_of (context->relationship);
  GArray *members = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < links->len; i++)
    {
      const SdPlanLink *link = &g_array_index (links, SdPlanLink, i);
      SdRelationship *other = sd_schema_find_relationship_by_id (context->compiler->schema,
                                                                 link->relationship_id);

      if (sd_relationship_get_one_of (other) == group)
        g_array_append_val (members, i);
    }
  return members;
}

/* Shares that add up to 1: those that say nothing share what the others leave. */
static void
read_shares (const SdLinkContext *context,
             const GArray        *members,
             Piece               *pieces)
{
  const GArray *links = context->compiler->plan->tables[context->table].links;
  double sum = 0;
  guint n_open = 0;

  for (guint k = 0; k < members->len; k++)
    {
      const SdPlanLink *link = &g_array_index (links, SdPlanLink,
                                               g_array_index (members, guint, k));
      SdRelationship *other = sd_schema_find_relationship_by_id (context->compiler->schema,
                                                                 link->relationship_id);
      const double share = sd_relationship_get_one_of_share (other);

      pieces[k] = (Piece) { .share = share >= 0 ? share : NAN };
      n_open += isnan (pieces[k].share);
      sum += isnan (pieces[k].share) ? 0 : pieces[k].share;
    }
  for (guint k = 0; k < members->len; k++)
    if (isnan (pieces[k].share))
      pieces[k].share = MAX (1 - sum, 0) / n_open;
  sum = 0;
  for (guint k = 0; k < members->len; k++)
    sum += pieces[k].share;
  for (guint k = 0; k < members->len; k++)
    pieces[k].share = sum > 0 ? pieces[k].share / sum : 1.0 / members->len;
}

/* Whole rows by largest remainders. */
static void
share_rows (Piece   *pieces,
            guint    n,
            guint64  rows)
{
  guint64 sum = 0;

  for (guint k = 0; k < n; k++)
    {
      const double share = pieces[k].share * (double) rows;

      pieces[k].rows = MIN ((guint64) share, rows - sum);
      pieces[k].rest = share - (double) pieces[k].rows;
      sum += pieces[k].rows;
    }
  for (; sum < rows; sum++)
    {
      guint best = 0;

      for (guint k = 1; k < n; k++)
        if (pieces[k].rest > pieces[best].rest)
          best = k;
      pieces[best].rows++;
      pieces[best].rest -= 1;
    }
}

/* FALSE with a finding when several references are to the table itself. The first
 * row has none before it, so one row at least is not theirs. */
static gboolean
spare_first (const SdLinkContext *context,
             const GArray        *members,
             Piece               *pieces,
             guint64              rows)
{
  const GArray *links = context->compiler->plan->tables[context->table].links;
  int self = -1;

  for (guint k = 0; k < members->len; k++)
    {
      if (g_array_index (links, SdPlanLink, g_array_index (members, guint, k)).parent_table
          != context->table)
        continue;
      if (self >= 0)
        {
          sd_link_context_report (context, "one-of-selves",
                                  _("Of several references of which a row has one, only one can "
                                    "be to the table itself."));
          return FALSE;
        }
      self = (int) k;
    }
  if (self >= 0 && rows > 0 && pieces[self].rows == rows && members->len > 1)
    {
      pieces[self].rows--;
      pieces[self == 0 ? 1 : 0].rows++;
    }
  return TRUE;
}

static gboolean
check_placement (const SdLinkContext *context)
{
  const SdPlacement placement = sd_relationship_get_placement (context->relationship);
  guint birth_node;
  gint64 gap;

  if (placement != SD_PLACEMENT_CLUSTERED && placement != SD_PLACEMENT_TIMELINE
      && sd_link_context_find_timeline (context, &birth_node, &gap) < 0)
    return TRUE;
  sd_link_context_report (context, "one-of-placement",
                          _("Rows that have one of several parents stand in no order of them; use "
                            "the placement “shuffled”, and no date in row order that comes after "
                            "one of the parent."));
  return FALSE;
}

/**
 * sd_link_context_make_part:
 * @context: a relationship
 * @spec: of its link
 * @part: filled, and pointed to by @spec, when it is one of several
 *
 * Returns: %FALSE with a finding
 */
gboolean
sd_link_context_make_part (const SdLinkContext *context,
                           SdLinkSpec          *spec,
                           SdLinkPart          *part)
{
  const GArray *links = context->compiler->plan->tables[context->table].links;
  g_autoptr (GArray) members = NULL;
  g_autofree Piece *pieces = NULL;
  guint64 before = 0, own = 0, tail = 0;

  if (sd_relationship_get_one_of (context->relationship) == 0)
    return TRUE;
  if (!check_placement (context))
    return FALSE;
  members = list_members (context);
  pieces = g_new0 (Piece, members->len + 1);
  read_shares (context, members, pieces);
  share_rows (pieces, members->len, spec->n_children);
  if (!spare_first (context, members, pieces, spec->n_children))
    return FALSE;
  for (guint k = 0; k < members->len; k++)
    {
      const guint index = g_array_index (members, guint, k);
      const SdPlanLink *link = &g_array_index (links, SdPlanLink, index);

      if (link->parent_table == context->table)
        tail += pieces[k].rows;
      if (index == context->index)
        own = pieces[k].rows;
      else if (index < context->index && link->parent_table != context->table)
        before += pieces[k].rows;
    }
  if (spec->self)
    {
      spec->optional = (double) (spec->n_children - own) / (double) MAX (spec->n_children, 1);
      return TRUE;
    }
  *part = (SdLinkPart) {
    .key = sd_key (spec->seed, spec->table_id,
                   g_array_index (links, SdPlanLink,
                                  g_array_index (members, guint, 0)).relationship_id,
                   SD_LANE_OPTIONAL, 1),
    .n_rows = spec->n_children - tail,
    .first = before,
    .n_linked = own,
  };
  spec->part = part;
  return TRUE;
}
