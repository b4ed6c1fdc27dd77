/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The values of a column cut into cells that the conditions of branches cannot
 * tell apart: one for each value that is named, one for each gap between the
 * bounds that are named, one for NULL.
 */

#pragma once

#include "sd-branches.h"
#include "sd-node-private.h"

G_BEGIN_DECLS

typedef struct
{
  SdType        type;
  SdVectorKind  kind;
  guint         scale;
  guint         n_cells;
  GArray       *integers;      /* sorted points of INT64 */
  GArray       *reals;         /* of DOUBLE */
  GHashTable   *texts;         /* named texts → cell */
  guint32      *code_cells;    /* CODE: per code */
} SdValueCells;

/* A run of cells. */
typedef struct
{
  guint first, end;
} SdCellRange;

/* The values of @node by condition @by of each of @branches (element-type
 * SdBranch). FALSE with a sentence in @message (transfer full). */
gboolean sd_value_cells_init    (SdValueCells  *self,
                                 const SdNode  *node,
                                 const GArray  *branches,
                                 guint          by,
                                 char         **message);
void     sd_value_cells_clear   (SdValueCells  *self);
/* The cells in which @condition holds. (element-type SdCellRange) */
GArray  *sd_value_cells_find    (const SdValueCells *self,
                                 JsonNode           *condition);
/* The cell of each value. */
void     sd_value_cells_get     (const SdValueCells *self,
                                 const SdVector     *values,
                                 guint               n,
                                 guint32            *cells);

G_END_DECLS
