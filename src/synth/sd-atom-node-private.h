/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Nodes of atoms: the hidden draw of which row of an atom a table's row has,
 * shared by all columns that tell of the same thing, and columns that show one
 * field of it.
 */

#pragma once

#include "sd-catalog.h"
#include "sd-node-private.h"

G_BEGIN_DECLS

/* The hidden node of @atom for group @group and role @role of the table: a CODE
 * without dictionary, the row of the atom. Parents are made with it. */
SdNode  *sd_atom_node_get        (const SdColumnContext *context,
                                  const SdAtom          *atom,
                                  guint                  role,
                                  guint                  group);
/* Field @field as text: CODE into the distinct texts of the field.
 * (transfer full) */
SdNode  *sd_atom_field_node_new  (const SdNode *atom_node,
                                  const SdAtom *atom,
                                  guint         field);
/* Field @field as a number of type @type, decimals with @scale digits; NULL when
 * a text of the field is no such number. (transfer full) (nullable) */
SdNode  *sd_atom_number_node_new (const SdNode *atom_node,
                                  const SdAtom *atom,
                                  guint         field,
                                  SdType        type,
                                  guint         scale);
/* A number drawn between fields @low and @high, small ones more often, with the
 * step and ending of @semantic. (transfer full) (nullable) */
SdNode  *sd_atom_range_node_new  (const SdColumnContext *context,
                                  const SdNode *atom_node,
                                  const SdAtom *atom,
                                  guint         low,
                                  guint         high,
                                  SdType        type,
                                  guint         scale,
                                  const SdSemanticType *semantic);
/* The share of each row of an atom, whatever it depends on. (transfer full) */
double  *sd_atom_make_shares     (const SdAtom *atom);
/* Whether the first @n_rows rows of an atom's node differ in field @field. */
gboolean sd_atom_node_is_distinct (const SdNode *atom_node,
                                  guint         field,
                                  guint64       n_rows);
/* The number of distinct texts of a field. */
guint    sd_atom_count_distinct  (const SdAtom *atom,
                                  guint         field);
/* Whether the column is unique by itself or as the primary key. */
gboolean sd_semantic_is_unique   (SdTable      *table,
                                  SdColumn     *column);

G_END_DECLS
