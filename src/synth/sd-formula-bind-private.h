/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What the files that bind formulas share: operators (sd-formula-bind.c),
 * conversions (sd-formula-type.c) and functions (sd-formula-function.c).
 */

#pragma once

#include "sd-formula-kernels-private.h"
#include "sd-formula-private.h"

G_BEGIN_DECLS

/* What could not be bound; has been complained about. */
#define SD_NO_REGISTER G_MAXUINT

/* Most decimals a product has. */
#define SD_FORMULA_MAX_SCALE 9

typedef struct
{
  SdFormulaProgram     *program;
  const SdFormula      *formula;   /* nullable: a conversion only */
  const SdFormulaScope *scope;
  GPtrArray            *messages;
} SdBinder;

/* Binds a node. @scale: decimals the result is rounded to at once, −1 none. */
guint       sd_binder_bind       (SdBinder             *self,
                                  const SdFormulaNode  *node,
                                  int                   scale);
/* Adds a message; always SD_NO_REGISTER. */
guint       sd_binder_fail       (SdBinder             *self,
                                  const SdFormulaNode  *node,
                                  const char           *format,
                                  ...) G_GNUC_PRINTF (3, 4);
/* The source text of @node in quotes, shortened. */
char       *sd_binder_quote      (SdBinder             *self,
                                  const SdFormulaNode  *node);
SdValueKind sd_binder_get_kind   (SdBinder             *self,
                                  guint                 value);
guint       sd_binder_get_scale  (SdBinder             *self,
                                  guint                 value);
/* Boolean, whole or decimal: an integer in units of 10^−scale. */
gboolean    sd_value_kind_is_exact (SdValueKind         kind);

/* Conversions of what is known to be of a kind that allows them. */
guint       sd_binder_to_real    (SdBinder             *self,
                                  guint                 value);
guint       sd_binder_to_scale   (SdBinder             *self,
                                  guint                 value,
                                  guint                 scale);
guint       sd_binder_to_text    (SdBinder             *self,
                                  guint                 value);
/* Conversion with a check. @explicit: as by CAST, which also reads text. */
guint       sd_binder_convert    (SdBinder             *self,
                                  const SdFormulaNode  *node,
                                  guint                 value,
                                  SdFormulaType         type,
                                  gboolean              explicit);
/* Brings @values, bound from @nodes, to one type; SD_VALUE_ERROR with a message
 * when there is none. */
SdFormulaType sd_binder_unify    (SdBinder             *self,
                                  const SdFormulaNode * const *nodes,
                                  guint                *values,
                                  guint                 n);

/* What is known of results (sd-formula-range.c). The range of a sum, difference
 * or product of exact numbers goes to @step; FALSE when it may overflow. */
gboolean    sd_binder_range_exact (SdBinder            *self,
                                  SdFormulaOperator     operator,
                                  guint                 a,
                                  guint                 b,
                                  SdFormulaEmit        *step);
/* The bounds of a real result go to @step, which then may no longer be NULL. */
void        sd_binder_bound_real (SdBinder             *self,
                                  SdFormulaOperator     operator,
                                  guint                 a,
                                  guint                 b,
                                  SdFormulaEmit        *step);
/* The same of a function, by its kernel; @b is @a when it has one argument. */
void        sd_binder_bound_function (SdBinder         *self,
                                  guint                 a,
                                  guint                 b,
                                  SdFormulaEmit        *step);
/* The range of a real rounded to step->type. */
void        sd_binder_range_rounded (SdBinder          *self,
                                  guint                 value,
                                  SdFormulaEmit        *step);
/* The range of an exact quotient or remainder. */
void        sd_binder_range_divided (SdBinder          *self,
                                  guint                 a,
                                  guint                 b,
                                  SdFormulaEmit        *step);
/* The range of what is one of @a and @b, of one type. */
void        sd_binder_range_either (SdBinder           *self,
                                  guint                 a,
                                  guint                 b,
                                  SdFormulaEmit        *step);

/* Operators that functions need as well. */
guint       sd_binder_compare    (SdBinder             *self,
                                  SdFormulaOperator     operator,
                                  const SdFormulaNode  *left,
                                  guint                 a,
                                  const SdFormulaNode  *right,
                                  guint                 b);
guint       sd_binder_arithmetic (SdBinder             *self,
                                  const SdFormulaNode  *node,
                                  SdFormulaOperator     operator,
                                  guint                 a,
                                  guint                 b,
                                  int                   scale);
guint       sd_binder_negate     (SdBinder             *self,
                                  const SdFormulaNode  *node,
                                  int                   scale);
guint       sd_binder_choose     (SdBinder             *self,
                                  guint                 condition,
                                  guint                 yes,
                                  guint                 no);
guint       sd_binder_condition  (SdBinder             *self,
                                  const SdFormulaNode  *node);

guint       sd_binder_call       (SdBinder             *self,
                                  const SdFormulaNode  *node,
                                  int                   scale);

guint       sd_binder_add_input  (SdBinder             *self,
                                  const SdFormulaInput *input);
/* sd_formula_program_emit() with the arguments at the end. */
guint       sd_binder_emit       (SdBinder             *self,
                                  SdFormulaEmit         step,
                                  guint                 n_args,
                                  ...);

G_END_DECLS
