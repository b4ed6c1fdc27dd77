/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Controlled rounding: how many rows of each class get each outcome, so that the
 * shares hold to the nearest row below or above in every class, and in all
 * classes together.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @sizes: rows of each class. @shares: of the outcomes, their sum 1. @random
 * decides where the remainders go. @counts: outcome k of class c at
 * c × n_outcomes + k. */
void sd_controlled_round (const guint  *sizes,
                          guint         n_classes,
                          const double *shares,
                          guint         n_outcomes,
                          guint64       random,
                          guint        *counts);

G_END_DECLS
