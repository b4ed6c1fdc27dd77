/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Small symmetric matrices, row by row in one array: enough linear algebra for
 * correlations. Sums run in a fixed order, so that the bits are the same
 * everywhere.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Lower triangle L of L L' = @a into @l, zeros above; FALSE when a pivot is
 * below @least: @a is not positive definite (enough). */
gboolean sd_matrix_factor (const double *a,
                           guint         n,
                           double        least,
                           double       *l);
/* L L' x = @b in place, @l of sd_matrix_factor(). */
void     sd_matrix_solve  (const double *l,
                           guint         n,
                           double       *b);
/* Eigenvalues and, as columns, eigenvectors of @a, which is overwritten. */
void     sd_matrix_eigen  (double       *a,
                           guint         n,
                           double       *values,
                           double       *vectors);

G_END_DECLS
