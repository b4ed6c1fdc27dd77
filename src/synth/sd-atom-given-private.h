/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Atoms that are not drawn but told by another column: the department of a row's
 * job by the parent "departments", the gender of a first name by a column
 * "gender". The column's values are looked up among the fields of the atoms that
 * the semantic type shows or depends on.
 */

#pragma once

#include "sd-atom-node-private.h"

G_BEGIN_DECLS

typedef struct
{
  const SdAtom *atom;      /* NULL: nothing is given */
  SdNode       *values;
} SdAtomGiven;

/* The node of the column that parameter "given" of @column names, nullable. */
SdNode      *sd_atom_given_get_values (const SdColumnContext *context,
                                     SdColumn              *column);
/* What parameter "given" of @column says. */
SdAtomGiven  sd_atom_given_find     (const SdColumnContext *context,
                                     SdColumn              *column);
/* The hidden node of the atom, told by the values; what they do not tell is drawn
 * by @draw. (transfer full) */
SdNode      *sd_atom_given_node_new (const SdAtomGiven     *given,
                                     const SdDraw          *draw);

G_END_DECLS
