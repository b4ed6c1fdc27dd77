/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What the files with functions of formulas share. */

#pragma once

#include "sd-formula-bind-private.h"

G_BEGIN_DECLS

typedef struct _SdFunction SdFunction;

/* Binds one call. @scale as in sd_binder_bind(). */
typedef guint (*SdFunctionBind) (SdBinder            *self,
                                 const SdFunction    *function,
                                 const SdFormulaNode *node,
                                 int                  scale);

struct _SdFunction
{
  const char      *name;
  guint            min_args, max_args;
  SdFunctionBind   bind;
  SdFormulaKernel  kernel;
  gint64           a, b;       /* what the binding says */
};

#define SD_DECLARE_FUNCTION(name)                          \
  guint sd_function_##name (SdBinder            *self,     \
                            const SdFunction    *function, \
                            const SdFormulaNode *node,     \
                            int                  scale)

SD_DECLARE_FUNCTION (change_text);
SD_DECLARE_FUNCTION (length);
SD_DECLARE_FUNCTION (substring);
SD_DECLARE_FUNCTION (end);
SD_DECLARE_FUNCTION (replace);
SD_DECLARE_FUNCTION (pad);
SD_DECLARE_FUNCTION (concat);
SD_DECLARE_FUNCTION (date_part);
SD_DECLARE_FUNCTION (time_part);
SD_DECLARE_FUNCTION (to_date);
SD_DECLARE_FUNCTION (as_of);
SD_DECLARE_FUNCTION (days_between);
SD_DECLARE_FUNCTION (months_between);
SD_DECLARE_FUNCTION (add_days);
SD_DECLARE_FUNCTION (add_months);

/* Argument @i as a number of any kind; NULL becomes a whole number. */
guint sd_function_get_number    (SdBinder            *self,
                                 const SdFunction    *function,
                                 const SdFormulaNode *node,
                                 guint                i,
                                 int                  scale);
/* Argument @i rounded to a whole number. */
guint sd_function_get_integer   (SdBinder            *self,
                                 const SdFunction    *function,
                                 const SdFormulaNode *node,
                                 guint                i);
/* "“name” is text, but ROUND takes a number."; SD_NO_REGISTER. */
guint sd_function_fail_argument (SdBinder            *self,
                                 const SdFunction    *function,
                                 const SdFormulaNode *arg,
                                 guint                value,
                                 SdValueKind          wanted);

G_END_DECLS
