/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Formulas and aggregates as nodes of the engine. */

#pragma once

#include "sd-formula-private.h"
#include "sd-node-private.h"

G_BEGIN_DECLS

/* Totals of so many parents are remembered while rows are evaluated. */
#define SD_AGGREGATE_REMEMBERED 65536

/* Where a formula stands: the column it belongs to, and the table whose rows it
 * is evaluated for, which for what an aggregate reads is a child table. */
typedef struct
{
  const SdColumnContext *column;
  SdTable               *table;
  guint                  table_index;
  guint                 *n_parts;      /* formulas begun for the column: separates their draws */
} SdFormulaPlace;

/* What an aggregate does. Node indices are those of the child table, −1 none. */
typedef struct
{
  SdAggregate   function;
  guint         child_table;
  guint         link;
  int           value;
  int           filter;
  int           scale;         /* of an average; −1 gives a real */
  SdFormulaType type;          /* of the value */
} SdAggregateSpec;

/* The node of one formula over @place's table; not yet added. NULL with
 * findings. */
SdNode   *sd_formula_node_new        (const SdFormulaPlace  *place,
                                      const SdFormula       *formula,
                                      const SdFormulaNode   *root,
                                      const SdFormulaTarget *target);
/* The same from its text. */
SdNode   *sd_formula_node_new_text   (const SdFormulaPlace  *place,
                                      const char            *text,
                                      const SdFormulaTarget *target);
/* A node that converts @from, of the same table. */
SdNode   *sd_formula_node_new_convert (const SdFormulaPlace *place,
                                      const SdNode          *from,
                                      const SdFormulaTarget *target);

/* The type of a node's values. */
SdFormulaType sd_formula_type_of_node (const SdNode         *node);
/* What a column takes. */
SdFormulaTarget sd_formula_target_of_column (SdColumn       *column);

/* The node of a column by its name in @place's table. NULL with a sentence in
 * @message, or with a finding. */
SdNode   *sd_formula_place_get_column (const SdFormulaPlace *place,
                                      const char            *name,
                                      char                 **message);

/* The same of a column of the table or, with a @qualifier, of a parent. */
SdNode   *sd_formula_place_get_name  (const SdFormulaPlace  *place,
                                      const char            *qualifier,
                                      const char            *name,
                                      char                 **message);

SdNode   *sd_aggregate_node_new      (const SdAggregateSpec *spec,
                                      SdFormulaType          type,
                                      const SdNode          *value,
                                      guint64                n_children,
                                      gboolean               childless,
                                      const SdFormulaPlace  *place);
/* The node of an aggregate, in @place's table already. NULL with a sentence in
 * @message, or with findings. @formula: what @argument is a part of. */
SdNode   *sd_aggregate_node_get      (const SdFormulaPlace  *place,
                                      SdAggregate            function,
                                      const SdFormula       *formula,
                                      const SdFormulaNode   *argument,
                                      int                    scale,
                                      char                 **message);

G_END_DECLS
