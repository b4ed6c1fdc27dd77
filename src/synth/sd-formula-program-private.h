/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A formula compiled: steps, each of which makes one vector from others, whole
 * batches at a time. It knows nothing of tables and frames: it takes vectors of
 * input, a source of draws and memory.
 *
 * Values are registers. A constant is a register filled once; a step whose
 * arguments are all constant is run when it is added and leaves a constant.
 */

#pragma once

#include "sd-formula-parse-private.h"
#include "sd-vector.h"

G_BEGIN_DECLS

/* Longest text a formula makes, in bytes, and how many of its steps may make
 * text: no formula can ask for more than 256 MiB in a batch. Longer is NULL. */
#define SD_FORMULA_MAX_TEXT       4096
#define SD_FORMULA_MAX_TEXT_STEPS 64

/* Longer patterns of LIKE, in bytes, give NULL, because matching may take as
 * long as text and pattern multiplied. */
#define SD_FORMULA_MAX_PATTERN    256

typedef struct
{
  SdValueKind kind;
  guint       scale;   /* of decimals */
} SdFormulaType;

/* The decimals that values of a type are rounded to; −1 when they are not. */
static inline int
sd_formula_type_get_rounding (SdFormulaType type)
{
  return type.kind == SD_VALUE_INTEGER || type.kind == SD_VALUE_DECIMAL ? (int) type.scale : -1;
}

/* What a formula reads: a column, a parent's column, a total over children. */
typedef struct
{
  guint               index;       /* among the batch's inputs */
  SdFormulaType       type;
  SdVectorKind        vector_kind;
  gboolean            has_null;
  gboolean            has_range;   /* INT64 */
  gint64              minimum, maximum;
  guint               max_length;  /* of text, in characters; 0 unknown */
} SdFormulaInput;

/* What one evaluation gets. Memory from @alloc must be 16-byte aligned and live
 * as long as the result. @draw writes one uniform per row for call number
 * @call. */
typedef struct
{
  guint                  n_rows;   /* at most SD_BATCH_ROWS */
  const SdVector *const *inputs;
  gpointer             (*alloc) (gpointer data,
                                 gsize    size);
  void                 (*draw)  (gpointer data,
                                 guint    call,
                                 guint64 *out);
  gpointer               data;
} SdFormulaBatch;

typedef struct _SdFormulaProgram SdFormulaProgram;
typedef struct _SdFormulaStep SdFormulaStep;
typedef struct _SdFormulaRun SdFormulaRun;

/* Fills run->registers[step->out], whose buffer is there and whose mask is
 * NULL. What stands under a NULL is arbitrary: text must not be looked at,
 * numbers may be. */
typedef void (*SdFormulaKernel) (const SdFormulaStep *step,
                                 SdFormulaRun        *run);

struct _SdFormulaStep
{
  SdFormulaKernel kernel;
  guint           out;
  guint           n_args;
  guint          *args;
  gint64          a, b;      /* what the kernel says */
};

struct _SdFormulaRun
{
  guint                 n;
  SdVector             *registers;
  const SdFormulaBatch *batch;
  char                 *text;       /* free bytes for new text */
  gsize                 text_left;
};

typedef struct
{
  SdFormulaType type;
  gboolean      constant;
  gboolean      may_null;
  gboolean      has_range;          /* INT64 */
  gint64        minimum, maximum;
  gboolean      has_bounds;         /* DOUBLE */
  double        low, high;
  guint         max_length;
  int           input;              /* −1 */
  SdVector      vector;             /* of constants */
  guint         slot;               /* of what a step makes */
} SdFormulaRegister;

/* A step to add; what is not said is 0. */
typedef struct
{
  SdFormulaKernel  kernel;
  SdFormulaType    type;
  guint            n_args;
  const guint     *args;
  gint64           a, b;
  gboolean         may_null;        /* also when no argument is NULL */
  gboolean         never_null;      /* also when an argument is */
  gboolean         random;          /* not to be folded */
  gboolean         makes_text;      /* new bytes, not a part of an argument's */
  gboolean         has_range;
  gint64           minimum, maximum;
  gboolean         has_bounds;
  double           low, high;
  guint            max_length;
} SdFormulaEmit;

/* Making a program. */
SdFormulaProgram        *sd_formula_program_new         (void);
void                     sd_formula_program_free        (SdFormulaProgram     *self);
guint                    sd_formula_program_add_input   (SdFormulaProgram     *self,
                                                         const SdFormulaInput *input);
guint                    sd_formula_program_add_number  (SdFormulaProgram     *self,
                                                         SdFormulaType         type,
                                                         gint64                value);
guint                    sd_formula_program_add_real    (SdFormulaProgram     *self,
                                                         double                value);
guint                    sd_formula_program_add_text    (SdFormulaProgram     *self,
                                                         const char           *text);
guint                    sd_formula_program_add_null    (SdFormulaProgram     *self,
                                                         SdFormulaType         type);
guint                    sd_formula_program_emit        (SdFormulaProgram     *self,
                                                         const SdFormulaEmit  *step);
/* The number of a new call of a draw. */
guint                    sd_formula_program_add_draw    (SdFormulaProgram     *self);
const SdFormulaRegister *sd_formula_program_get         (const SdFormulaProgram *self,
                                                         guint                 index);
/* FALSE when the steps make more text than is allowed. */
gboolean                 sd_formula_program_finish      (SdFormulaProgram     *self,
                                                         guint                 result);
const SdFormulaRegister *sd_formula_program_get_result  (const SdFormulaProgram *self);
guint                    sd_formula_program_get_n_draws (const SdFormulaProgram *self);

SdVectorKind             sd_value_kind_get_vector_kind  (SdValueKind           kind);

/* Runs it. @out has a buffer of the result's kind; its mask is set to memory of
 * the batch, or to an input's. */
void                     sd_formula_program_run         (const SdFormulaProgram *self,
                                                         const SdFormulaBatch *batch,
                                                         SdVector             *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SdFormulaProgram, sd_formula_program_free)

/* For kernels. */

static inline const SdVector *
sd_step_arg (const SdFormulaStep *step,
             const SdFormulaRun  *run,
             guint                i)
{
  return &run->registers[step->args[i]];
}

static inline SdVector *
sd_step_out (const SdFormulaStep *step,
             const SdFormulaRun  *run)
{
  return &run->registers[step->out];
}

/* Makes the mask of the step's result the union of its arguments'. */
void    sd_step_join_nulls (const SdFormulaStep *step,
                            SdFormulaRun        *run);
/* The mask of @out as memory of its own, cleared or as it was. */
guint8 *sd_run_own_null    (SdFormulaRun        *run,
                            SdVector            *out);
/* Room for up to @size bytes of text; sd_run_take_text() keeps the first
 * @length. */
char   *sd_run_get_text    (SdFormulaRun        *run,
                            gsize                size);
SdText  sd_run_take_text   (SdFormulaRun        *run,
                            gsize                length);

G_END_DECLS
