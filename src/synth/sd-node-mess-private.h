/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What is shown instead of the clean value in the cells that are messed up. A
 * column keeps the kind of its values; where a cell is not of that kind any
 * more, the vector's `shown` has its text.
 */

#pragma once

#include "sd-mess-table-private.h"

G_BEGIN_DECLS

typedef enum
{
  SD_MESS_NONE,          /* an exchange of other columns */
  SD_MESS_SWAP,
  SD_MESS_MISSING_CODE,
  SD_MESS_BLANK,
  SD_MESS_TYPO,
  SD_MESS_CASE,
  SD_MESS_SPACES,
  SD_MESS_DATE_FORMAT,
  SD_MESS_NUMBER_FORMAT,
  SD_MESS_UNIT,
  SD_MESS_OUTLIER,
  SD_MESS_ORPHAN,
} SdMessKind;

/* What stands for a missing value. */
typedef struct
{
  SdText   text;
  gboolean is_null;
  gboolean is_value;     /* of the column's type: one of the next two */
  gint64   i64;
  double   f64;
} SdMessCode;

typedef struct
{
  SdMessKind        kind;
  double            factor;
  guint             n_codes;
  const SdMessCode *codes;       /* owned by the node */
  guint             partner;     /* node of the column it is exchanged with */
  SdType            partner_type;
  guint             partner_scale;
  gboolean          as_text;     /* the partner's value is no value of this column */
  const SdNode     *parent_key;
  guint64           first_key;   /* of those that no row has */
  guint64           n_keys;
} SdMessEntry;

/* @source: the column with its missing cells. @key (nullable): the column's
 * clean node, when copies get values of their own. @entries: by the numbers of
 * the kinds in @cells; copied, with the codes taken over. (transfer full) */
SdNode     *sd_mess_node_new       (const SdNode      *source,
                                    const SdNode      *key,
                                    const SdMessTable *table,
                                    guint              column,
                                    const SdMessCells *cells,
                                    const SdMessEntry *entries,
                                    SdKey              detail_key);
const SdMessCells *sd_mess_node_get_cells (const SdNode *node);
/* The name of a kind in @node's cells, "swap"; NULL when it is not of this
 * column. */
const char *sd_mess_node_get_kind  (const SdNode      *node,
                                    guint              kind);
const char *sd_mess_kind_to_nick   (SdMessKind         kind);

G_END_DECLS
