/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A formula as a tree. Parsing knows the grammar only; what the names mean and
 * whether the types fit is sd-formula-bind.c's.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Bounds of what is taken in: bytes, parts, and brackets within brackets. */
#define SD_FORMULA_MAX_BYTES 4096
#define SD_FORMULA_MAX_NODES 1000
#define SD_FORMULA_MAX_DEPTH 64

#define SD_FORMULA_ERROR (sd_formula_error_quark ())
GQuark sd_formula_error_quark (void);

typedef enum
{
  SD_FORMULA_ERROR_SYNTAX,
  SD_FORMULA_ERROR_TOO_LARGE,
} SdFormulaError;

/* What a value is. INT64 vectors hold all but reals, text and uuids. */
typedef enum
{
  SD_VALUE_ERROR,      /* already complained about */
  SD_VALUE_NULL,       /* the literal NULL, which fits everywhere */
  SD_VALUE_BOOLEAN,
  SD_VALUE_INTEGER,
  SD_VALUE_DECIMAL,
  SD_VALUE_REAL,
  SD_VALUE_TEXT,
  SD_VALUE_DATE,
  SD_VALUE_TIME,
  SD_VALUE_TIMESTAMP,
  SD_VALUE_UUID,
} SdValueKind;

typedef enum
{
  SD_FORMULA_LITERAL,
  SD_FORMULA_NAME,
  SD_FORMULA_CALL,
  SD_FORMULA_CAST,
  SD_FORMULA_CASE,
  SD_FORMULA_NEGATE,
  SD_FORMULA_ADD,
  SD_FORMULA_SUBTRACT,
  SD_FORMULA_MULTIPLY,
  SD_FORMULA_DIVIDE,
  SD_FORMULA_REMAINDER,
  SD_FORMULA_CONCAT,
  SD_FORMULA_EQUAL,
  SD_FORMULA_UNEQUAL,
  SD_FORMULA_LESS,
  SD_FORMULA_LESS_EQUAL,
  SD_FORMULA_GREATER,
  SD_FORMULA_GREATER_EQUAL,
  SD_FORMULA_IS_NULL,
  SD_FORMULA_BETWEEN,
  SD_FORMULA_IN,
  SD_FORMULA_LIKE,
  SD_FORMULA_NOT,
  SD_FORMULA_AND,
  SD_FORMULA_OR,
} SdFormulaOperator;

typedef struct _SdFormulaNode SdFormulaNode;

struct _SdFormulaNode
{
  SdFormulaOperator operator;
  guint             start, end;    /* bytes of the formula */
  gboolean          bracketed;
  guint             n_args;
  SdFormulaNode   **args;
  /* LITERAL; CAST: the type wanted, with `number` characters of text at most. */
  SdValueKind       kind;
  guint             scale;
  gint64            number;        /* all but real and text */
  double            real;
  char             *text;
  /* NAME: both in lower case unless quoted; "*" for all columns. CALL: the
   * function, in capitals. */
  char             *qualifier;
  char             *name;
  gboolean          has_operand;   /* CASE: the first argument is compared with the others */
};

typedef struct
{
  char          *text;
  SdFormulaNode *root;
  GPtrArray     *nodes;            /* all of them, owned */
} SdFormula;

SdFormula *sd_formula_parse (const char *text,
                             GError    **error);
void       sd_formula_free  (SdFormula  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SdFormula, sd_formula_free)

G_END_DECLS
