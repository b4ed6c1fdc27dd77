/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* How many rows fall into which branch of a column, before there are any nodes:
 * the columns that branches go by are filled in from a lattice of uniforms, each
 * a dimension of it (ENGINE.md law 9). Correlations among those are left aside.
 */

#pragma once

#include "sd-node-private.h"

G_BEGIN_DECLS

#define SD_CLASS_ROWS 4096

typedef struct _SdClassLattice SdClassLattice;

SdClassLattice *sd_class_lattice_new  (SdCompiler     *compiler);
void            sd_class_lattice_free (SdClassLattice *self);
/* The branch of the column at @position of @table in each of SD_CLASS_ROWS rows,
 * the number of branches for none. NULL when it goes by a column that is not
 * drawn from a distribution. (transfer full) */
guint16        *sd_class_lattice_get  (SdClassLattice *self,
                                       guint           table,
                                       guint           position);

G_END_DECLS
