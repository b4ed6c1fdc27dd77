/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Atoms whose weights depend on when somebody was born: first names. */

#pragma once

#include "sd-atom-node-private.h"

G_BEGIN_DECLS

/* The node of the dates or years of birth that parameter "given" of @column names,
 * where they tell of an atom that its semantic type mentions; NULL when they do not.
 * @atom (out): that atom. */
SdNode *sd_atom_birth_find     (const SdColumnContext *context,
                                SdColumn              *column,
                                const SdAtom         **atom);
/* The hidden node of @atom, which has decades, by the dates or years of @births;
 * @source is the node of what the atom depends on, NULL when it depends on nothing.
 * (transfer full) */
SdNode *sd_atom_birth_node_new (const SdAtom          *atom,
                                const SdNode          *births,
                                const SdNode          *source,
                                const SdDraw          *draw);

G_END_DECLS
