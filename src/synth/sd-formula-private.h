/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Formulas: a text is parsed (sd-formula-parse-private.h), bound to what its
 * names mean, which checks the types and gives a program, and run
 * (sd-formula-program-private.h).
 *
 * Numbers. Whole and decimal numbers are exact: + and − take the larger scale,
 * × the sum of both, at most 9 (or an argument's own), rounded half away from
 * zero. ÷ gives a real number, also of whole numbers; where its result is
 * rounded at once (ROUND, CAST, or the column itself is a whole or a decimal
 * number) it is divided exactly and rounded once. ROUND (x, n) is a decimal
 * number of scale n.
 *
 * NULL. Every operation with NULL is NULL, but for AND, OR, IS NULL, CASE,
 * COALESCE and CONCAT, as in SQL. What overflows 64 bits, divides by zero, has
 * no real result, leaves the years 1 to 9999 or gets longer than 4,096 bytes is
 * NULL.
 *
 * Text is compared by code points and with regard to case, also by LIKE. ||
 * and the functions of text take any value as it is written. TRUE and FALSE
 * count as 1 and 0 in arithmetic.
 */

#pragma once

#include "sd-formula-program-private.h"

G_BEGIN_DECLS

typedef enum
{
  SD_AGGREGATE_COUNT,
  SD_AGGREGATE_SUM,
  SD_AGGREGATE_AVG,
  SD_AGGREGATE_MIN,
  SD_AGGREGATE_MAX,
} SdAggregate;

/* What the names of a formula mean. Both functions return FALSE when they do
 * not know, with a sentence in @message (transfer full), or NULL when it has
 * been told already. */
typedef struct
{
  gboolean (*resolve_name)      (gpointer              data,
                                 const SdFormulaNode  *name,
                                 SdFormulaInput       *input,
                                 char                **message);
  /* @argument names a child table or one of its columns, or is an expression
   * of them. @scale: decimals that an average is rounded to; −1 gives a real. */
  gboolean (*resolve_aggregate) (gpointer              data,
                                 SdAggregate           function,
                                 const SdFormulaNode  *argument,
                                 int                   scale,
                                 SdFormulaInput       *input,
                                 char                **message);
  gpointer   data;
  gint64     as_of;
} SdFormulaScope;

/* The type the result is converted to; SD_VALUE_NULL leaves it as it is. */
typedef struct
{
  SdFormulaType type;
  guint         precision;   /* of decimals: digits in all; 0 any */
} SdFormulaTarget;

/* (transfer full) (nullable): NULL when the formula is wrong. Every fault is a
 * sentence that begins with its column, added to @messages (element-type
 * utf8). @root: the formula's, or a part of it. */
SdFormulaProgram *sd_formula_bind              (const SdFormula       *formula,
                                                const SdFormulaNode   *root,
                                                const SdFormulaScope  *scope,
                                                const SdFormulaTarget *target,
                                                GPtrArray             *messages);
/* Only converts @input. */
SdFormulaProgram *sd_formula_bind_conversion   (const SdFormulaInput  *input,
                                                const SdFormulaTarget *target,
                                                GPtrArray             *messages);

/* "text", "a whole number" …, translated. */
const char       *sd_value_kind_get_phrase     (SdValueKind            kind);

G_END_DECLS
