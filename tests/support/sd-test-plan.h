/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Small documents for tests: JSON with single quotes in, cells as text out. */

#pragma once

#include "sd-evaluator.h"

/* A document from the inside of its "tables" and "relationships" lists, in
 * which ' stands for ". Fails the test when it is none. (transfer full) */
SdSchema *sd_test_schema   (const char *tables,
                            const char *relationships);
/* Compiles it; fails the test, with the findings, when no plan comes out. */
SdPlan   *sd_test_plan     (SdSchema   *schema);
/* The codes of its error findings, joined by blanks. (transfer full) */
char     *sd_test_findings (SdSchema   *schema);
/* Value @i of a vector; "∅" for NULL. (transfer full) */
char     *sd_test_cell     (const SdVector     *vector,
                            const SdPlanColumn *column,
                            guint               i);
/* The column as a whole, evaluated in batches of @batch rows. (transfer full)
 * (element-type utf8) */
GPtrArray *sd_test_column  (SdPlan     *plan,
                            const char *table,
                            const char *column,
                            guint       batch);
/* The column as numbers: texts of a vocabulary by their place in it, decimals
 * scaled, NULL as NaN. (transfer full) (element-type double) */
GArray   *sd_test_numbers  (SdPlan     *plan,
                            const char *table,
                            const char *column,
                            guint       batch);
/* Pearson's correlation. */
double    sd_test_correlation (const GArray *a,
                               const GArray *b);
/* The same for INT64 columns; no NULL may be among them. (transfer full) */
GArray   *sd_test_integers (SdPlan     *plan,
                            const char *table,
                            const char *column);
