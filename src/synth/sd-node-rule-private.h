/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Nodes that make values keep a rule: the parts of a whole, one of several
 * columns, cells that are empty when they must be.
 */

#pragma once

#include "sd-node-private.h"
#include "sd-source-private.h"

G_BEGIN_DECLS

/* How a total is shared out. */
typedef struct
{
  guint    n;
  const SdNode **parts;     /* their own values are the weights; copied */
  gboolean whole;           /* in whole units of 10^-scale; else real */
  guint    scale;
  double   total;           /* without a column */
  const SdNode *column;     /* of the total, nullable */
} SdSharesSpec;

/* A hidden node: for every row the address of its parts. (transfer full) */
SdNode *sd_shares_node_new     (const SdSharesSpec *spec);
/* Part @index of node @shares, as a column like @part. (transfer full) */
SdNode *sd_part_node_new       (const SdNode       *part,
                                const SdNode       *shares,
                                guint               index);
/* A number 0 … n−1 for every row, with these weights. (transfer full) */
SdNode *sd_choice_node_new     (const SdSource     *source,
                                const double       *weights,
                                guint               n);
/* @value where node @choice is @index, else NULL; of booleans whether it is.
 * (transfer full) */
SdNode *sd_chosen_node_new     (const SdNode       *value,
                                const SdNode       *choice,
                                guint               index);
/* @value, but NULL where one of the @n boolean nodes @when is true or one of the
 * @n_others nodes is NULL. (transfer full) */
SdNode *sd_emptied_node_new    (const SdNode       *value,
                                guint               n,
                                const SdNode      **when,
                                guint               n_others,
                                const SdNode      **others);

G_END_DECLS
