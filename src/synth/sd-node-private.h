/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The inside of a plan: a graph of nodes, not of columns. A node makes one
 * vector from the row numbers and other nodes: a column's values, a hidden draw
 * that several columns share (the person of a row), a child count, a gathered
 * parent value.
 *
 * A frame is one set of rows of one table under evaluation; it remembers the
 * vectors already made, and the frames of the parents' rows.
 */

#pragma once

#include "sd-draw.h"
#include "sd-link-private.h"
#include "sd-plan.h"

G_BEGIN_DECLS

typedef struct _SdNode SdNode;
typedef struct _SdFrame SdFrame;
typedef struct _SdPilot SdPilot;
/* The compiler's side, below. */
typedef struct _SdCompiler SdCompiler;

typedef struct
{
  const char *name;
  /* Fills @out, whose buffer of the node's kind has room for the frame's rows.
   * out->null is NULL on entry; sd_frame_need_null() gives a cleared mask. */
  void      (*evaluate) (const SdNode *self,
                         SdFrame      *frame,
                         SdVector     *out);
  void      (*free)     (SdNode       *self);  /* the contents, then the node itself */
  /* Adds findings of node @self of table @table that need the links; nullable. */
  void      (*check)    (const SdNode *self,
                         struct _SdCompiler *compiler,
                         guint         table);
  /* Of keys that count on: how many more there are than rows, and the @n of
   * them numbered @numbers, from 0, into @out. Both or neither. */
  guint64   (*get_room) (const SdNode *self);
  void      (*extend)   (const SdNode *self,
                         SdFrame      *frame,
                         const guint64 *numbers,
                         guint         n,
                         SdVector     *out);
} SdNodeClass;

/* Every kind of node begins with this. */
struct _SdNode
{
  const SdNodeClass  *klass;
  guint               index;       /* among its table's nodes */
  SdType              type;        /* what the values mean */
  SdVectorKind        kind;
  const SdDictionary *dictionary;  /* of CODE; owned by the plan, or by the node */
  gboolean            has_null;    /* whether a mask may come */
  /* What is known of the values, for findings and exporters. */
  gboolean            has_range;
  gint64              minimum, maximum;
  guint               scale;       /* INT64: decimals after the point */
  guint               max_length;  /* text, in characters; 0 unknown */
};

/* A node of @size bytes, zero but for these. (transfer full) */
gpointer sd_node_alloc      (gsize              size,
                             const SdNodeClass *klass,
                             SdType             type,
                             SdVectorKind       kind);
/* The free function of nodes that own nothing. */
void     sd_node_free_plain (SdNode            *self);
/* The values of an INT64, DOUBLE or CODE vector as they are, NaN for NULL. */
void     sd_vector_get_numbers (const SdVector *self,
                             guint              n,
                             double            *numbers);

struct _SdFrame
{
  /* Read only for nodes. */
  guint          table;
  guint          n_rows;
  const guint64 *rows;
  gboolean       contiguous;   /* rows[i] = rows[0] + i */
  /* Of messy data: which copy of a row each is, SD_NO_ROW for none; NULL when
   * none is one. */
  const guint64 *copies;
  /* Virtual rows (sd-pilot-private.h); NULL in ordinary frames. */
  SdPilot       *pilot;
  guint          pilot_first;  /* of them */
  guint64        pilot_path;   /* by which links they were reached */
  /* One attempt of a rule (sd-attempt-private.h): whose columns draw as at
   * attempt @attempt, by the node of their attempts + 1; 0 in ordinary frames. */
  guint          attempt_node;
  guint          attempt;
};

/* The draws of the frame's rows; every node whose values may be wanted while the
 * plan is compiled draws by this. */
void            sd_frame_draw       (SdFrame      *frame,
                                     const SdDraw *draw,
                                     guint64      *u);
/* The vector of node @index of the frame's table, made at most once. */
const SdVector *sd_frame_get        (SdFrame  *frame,
                                     guint     index);
/* The frame of the parents under link @link of the frame's table; runs of one
 * parent are one row of it. @map (out): row of this frame → row of that frame.
 * Rows without a parent stand as row 0 and are 1 in @missing (out), which is
 * NULL when all rows have one. */
SdFrame        *sd_frame_get_parent (SdFrame        *frame,
                                     guint           link,
                                     const guint16 **map,
                                     const guint8  **missing);
/* Parents and ordinals under a link, made at most once. */
const guint64  *sd_frame_get_parent_rows (SdFrame *frame,
                                     guint     link);
const guint64  *sd_frame_get_ordinals (SdFrame *frame,
                                     guint     link);
/* Memory that lives as long as the batch, 16-byte aligned, not cleared. */
gpointer        sd_frame_alloc      (SdFrame  *frame,
                                     gsize     size);
guint8         *sd_frame_need_null  (SdFrame  *frame,
                                     SdVector *out);

/* Link @link of table @table. */
const SdLink   *sd_frame_get_link   (SdFrame  *frame,
                                     guint     table,
                                     guint     link);
/* A frame of rows of a child table, for totals over children. Close the one
 * opened last first: what was made in it is gone then. */
SdFrame        *sd_frame_open_child (SdFrame       *frame,
                                     guint          table,
                                     const guint64 *rows,
                                     guint          n);
void            sd_frame_close_child (SdFrame *child);
/* Rows of the frame itself, whose columns draw as at attempt @attempt of node
 * @node; close it like a child. @places: rows of the frame, not of the table. Of
 * virtual rows all are there. */
SdFrame        *sd_frame_open_attempt (SdFrame       *frame,
                                     const guint16 *places,
                                     guint          n,
                                     guint          node,
                                     guint          attempt);

/* Memory of this thread's own for @node, zero when first asked for; @free_func
 * (nullable) clears the contents, not the memory. What it holds must never
 * change a value, only save work. */
gpointer        sd_frame_get_scratch (SdFrame       *frame,
                                      const SdNode  *node,
                                      gsize          size,
                                      GDestroyNotify free_func);

/* The compiler's side, for the files that turn a generator into nodes. */

/* What a generator's compile function gets. */
typedef struct
{
  SdCompiler *compiler;
  SdSchema   *schema;
  SdTable    *table;
  SdColumn   *column;
  guint       table_index;
  guint64     n_rows;
  guint64     seed;
  gint64      as_of;
  SdMargins   margins;
  const char *place;          /* "orders.total", for findings */
} SdColumnContext;

/* sd-column-context.c: a finding about the column; (transfer none). */
SdFinding *sd_context_report         (const SdColumnContext *context,
                                      SdSeverity      severity,
                                      const char     *code,
                                      const char     *format,
                                      ...) G_GNUC_PRINTF (4, 5);
/* An error; always FALSE. */
gboolean   sd_context_fail           (const SdColumnContext *context,
                                      const char     *code,
                                      const char     *format,
                                      ...) G_GNUC_PRINTF (3, 4);
/* The node of a column named in the parameters of another: "column", or
 * "parent.column" by the parent table's name or a column of the key. NULL with
 * a finding. */
SdNode    *sd_context_get_input      (const SdColumnContext *context,
                                      const char     *name);

/* @context: column @position of table @table. */
void       sd_compiler_init_context  (SdCompiler     *self,
                                      guint           table,
                                      guint           position,
                                      SdColumnContext *context);
/* The node of another column of the same table, compiled now if need be. NULL
 * with a finding when it does not exist or is part of a circle. */
SdNode    *sd_compiler_get_column    (SdCompiler     *self,
                                      guint           table,
                                      const char     *column);
/* A node of column @column of the parent under link @link, as a node of the
 * child table @table. */
SdNode    *sd_compiler_get_parent_column (SdCompiler *self,
                                      guint           table,
                                      guint           link,
                                      const char     *column);
/* Link index of table @table for a word: the parent table's name, or the name
 * of a column of the foreign key; −1 when none or two fit. */
int        sd_compiler_find_link     (SdCompiler     *self,
                                      guint           table,
                                      const char     *word);
/* Whether rows may have no parent under link @link of table @table. */
gboolean   sd_compiler_is_optional   (SdCompiler     *self,
                                      guint           table,
                                      guint           link);
/* The link by which @child_table refers to table @table; @by (nullable): a
 * column of the foreign key, or the relationship's id as text, where several
 * do. FALSE when none or two fit. */
gboolean   sd_compiler_find_child_link (SdCompiler   *self,
                                      guint           table,
                                      const char     *child_table,
                                      const char     *by,
                                      guint          *child_table_index,
                                      guint          *link);
/* Adds a node to table @table and returns its index; takes ownership. */
guint      sd_compiler_add_node      (SdCompiler     *self,
                                      guint           table,
                                      SdNode         *node);
SdNode    *sd_compiler_get_node      (SdCompiler     *self,
                                      guint           table,
                                      guint           index);
/* A node shared by several columns of a table, made once per @key by @make. */
SdNode    *sd_compiler_share_node    (SdCompiler     *self,
                                      guint           table,
                                      const char     *key,
                                      SdNode       *(*make) (SdCompiler *compiler,
                                                             guint       table,
                                                             gpointer    data),
                                      gpointer        data);
void       sd_compiler_add_finding   (SdCompiler     *self,
                                      SdFinding      *finding);
/* Whether the column that is being compiled may work on whole blocks of its
 * table; counts it as one that does. FALSE when it depends on too long a chain of
 * such columns already. */
gboolean   sd_compiler_extend_chain  (SdCompiler     *self);
/* How many of the findings are errors. */
guint      sd_compiler_count_errors  (SdCompiler     *self);

/* Generators that live in files of their own. NULL with findings on failure;
 * the node is not yet added. */
SdNode    *sd_semantic_compile       (const SdColumnContext *context);
SdNode    *sd_template_compile       (const SdColumnContext *context);
SdNode    *sd_pattern_compile        (const SdColumnContext *context);
SdNode    *sd_formula_compile        (const SdColumnContext *context);
SdNode    *sd_aggregate_compile      (const SdColumnContext *context);
SdNode    *sd_number_compile         (const SdColumnContext *context);
SdNode    *sd_moment_compile         (const SdColumnContext *context);
SdNode    *sd_ordinal_compile        (const SdColumnContext *context);
SdNode    *sd_sequence_compile       (const SdColumnContext *context);
SdNode    *sd_uuid_compile           (const SdColumnContext *context);
SdNode    *sd_category_compile       (const SdColumnContext *context);
SdNode    *sd_values_compile         (const SdColumnContext *context);
SdNode    *sd_combination_compile    (const SdColumnContext *context);
SdNode    *sd_regression_compile     (const SdColumnContext *context);
SdNode    *sd_logistic_compile       (const SdColumnContext *context);
SdNode    *sd_series_compile         (const SdColumnContext *context);
SdNode    *sd_running_compile        (const SdColumnContext *context);
SdNode    *sd_life_cycle_compile     (const SdColumnContext *context);
SdNode    *sd_stage_compile          (const SdColumnContext *context);

/* Findings about aggregates over links that do not allow them; called when the
 * links are built. */
void       sd_aggregate_check_links  (SdCompiler            *compiler);

G_END_DECLS
