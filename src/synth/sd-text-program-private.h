/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A text put together from parts: a flat list of steps that runs once a row.
 * Whatever can be is worked out beforehand: an entry of a vocabulary is folded
 * or capitalized once, not once a row.
 */

#pragma once

#include "sd-node-private.h"
#include "sd-symbols-private.h"
#include "sd-text-transform-private.h"

G_BEGIN_DECLS

/* Most entries are shorter than this and are copied as if they had this length, so
 * they are followed by as many bytes. */
#define SD_TEXT_SLACK 48

/* Bytes of a text made of other texts, and of the fixed parts of one. */
#define SD_TEXT_MAX       65536
#define SD_TEXT_FIXED_MAX 16384

/* A text's share in the hash of the whole (the value of a polynomial, so that equal
 * wholes are equal however they are cut). */
typedef struct
{
  guint64 hash;
  guint64 power;
} SdTextHash;

typedef struct
{
  guint       n;
  SdText     *entries;
  SdTextHash *hashes;
  char       *bytes;
  guint       max_length;       /* in bytes */
  guint       max_characters;
} SdTextEntries;

typedef struct _SdTextProgram SdTextProgram;

/* A list that is drawn from anew at every mention. */
typedef struct
{
  guint           n;
  const guint64  *thresholds;    /* borrowed */
  const guint    *first_rows;    /* nullable, borrowed: the rows for each row of the parent … */
  guint           parent;        /* … which is this node */
  gboolean        uniform;       /* all weights are equal */
  SdTextEntries  *entries;       /* either these … */
  SdTextProgram **forms;         /* … or these */
} SdTextList;

typedef enum
{
  SD_STEP_ENTRY,       /* always the same entry */
  SD_STEP_CODE,        /* the entry of a node's code */
  SD_STEP_SYMBOLS,
  SD_STEP_CHECK,
  SD_STEP_NUMBER,      /* what tells equal texts apart */
  SD_STEP_FORM,        /* the program of a node's code */
  SD_STEP_LIST,
  SD_STEP_ANY,         /* any entry of a list, each as likely as the others */
  SD_STEP_TEXT,        /* a node's text */
  SD_STEP_SCALAR,      /* a node's number, date … */
} SdTextStepKind;

typedef struct
{
  SdTextStepKind  kind;
  guint           node;
  gboolean        capital;       /* of a list: begins with a capital */
  SdTextEntries  *entries;
  SdTextProgram **forms;
  SdTextList     *list;
  guint           first, n;      /* symbols; of forms n is how many */
  SdCheckDigits   check;
  char          **transforms;    /* of texts; nullable */
  SdType          type;          /* of scalars */
  guint           scale;
  const char     *prefix;        /* of numbers */
  const char     *suffix;
} SdTextStep;

struct _SdTextProgram
{
  GArray    *steps;              /* of SdTextStep */
  GPtrArray *nodes;              /* of indices: what it reads */
  GPtrArray *lists;              /* of SdTextList, owned; the outermost program's */
  GString   *symbols;            /* of the outermost program, until sealed */
  SdSymbols  drawn;
  SdKey      list_key;
  guint      numbered_symbols;   /* symbols that every row shows */
  guint      max_length;         /* in bytes, without texts of nodes and slack */
  guint      max_characters;
  gboolean   unbounded;          /* max_characters is not known */
  gboolean   has_texts;
  gboolean   has_number;
  gboolean   simple;             /* entries and codes only: hashed without being written */
};

SdTextProgram *sd_text_program_new          (void);
void           sd_text_program_free         (SdTextProgram  *self);

void           sd_text_program_add_literal  (SdTextProgram  *self,
                                             const char     *text);
void           sd_text_program_add_symbols  (SdTextProgram  *self,
                                             const char     *symbols);
void           sd_text_program_add_check    (SdTextProgram  *self,
                                             SdCheckDigits   check);
/* @suffix and @prefix are printed with the number only; static. */
void           sd_text_program_add_number   (SdTextProgram  *self,
                                             const char     *prefix,
                                             const char     *suffix);
void           sd_text_program_add_code     (SdTextProgram  *self,
                                             guint           node,
                                             const SdText   *texts,
                                             guint           n,
                                             const char * const *transforms,
                                             const char     *suffix);
/* @forms (transfer full) (array length=n) */
void           sd_text_program_add_form     (SdTextProgram  *self,
                                             guint           node,
                                             SdTextProgram **forms,
                                             guint           n);
/* @list must be among @self's lists, or those of the program that contains it. */
void           sd_text_program_add_list     (SdTextProgram  *self,
                                             SdTextList     *list,
                                             gboolean        capital);
void           sd_text_program_add_node     (SdTextProgram  *self,
                                             const SdNode   *node,
                                             const char * const *transforms);
/* Nothing is added from here on; @order of the symbols and the key of what is
 * drawn. */
void           sd_text_program_seal         (SdTextProgram  *self,
                                             SdSymbolsOrder  order,
                                             SdKey           key);

SdTextEntries *sd_text_entries_new          (const SdText   *texts,
                                             guint           n,
                                             const char * const *transforms,
                                             const char     *suffix);
void           sd_text_entries_free         (SdTextEntries  *self);

/* @numbers (nullable): those of steps that number; 0 prints nothing. @out's null
 * mask is set where a text of a node is NULL. The texts live as long as @frame's
 * batch. */
void           sd_text_program_run          (const SdTextProgram *self,
                                             SdFrame        *frame,
                                             const guint64  *numbers,
                                             SdVector       *out);
/* Equal for equal texts, numbers not counted. */
void           sd_text_program_hash         (const SdTextProgram *self,
                                             SdFrame        *frame,
                                             guint64        *hashes);

G_END_DECLS
