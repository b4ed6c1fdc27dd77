/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A prompt as a row of words, numbers and marks, each knowing whether something
 * was made of it: what nobody used is reported to the user.
 */

#pragma once

#include "sd-word-book-private.h"

G_BEGIN_DECLS

/* More than any lesson needs; what is longer is cut, and said. */
#define SD_WORDS_MAX 4000

typedef enum
{
  SD_WORD_TEXT,
  SD_WORD_NUMBER,   /* digits or words, a percentage when `percent` */
  SD_WORD_DATE,     /* 2026-03-01 */
  SD_WORD_MARK,     /* one of , ; : . ! ? ( ) / - */
  SD_WORD_END,      /* stands behind the last word */
} SdWordKind;

typedef struct
{
  SdWordKind kind;
  char      *text;     /* as typed */
  char      *raw;      /* lower case: names are made of it */
  char      *fold;     /* lower case, in the catalog's spelling: looked up */
  char      *stem;     /* singular of fold */
  guint      classes;  /* SdWordClass bits */
  gboolean   plural;
  gboolean   spelled;  /* a number in words */
  gboolean   percent;
  double     value;    /* of a number; 10 for "10 %" */
  gint64     date;     /* of a date */
  char       mark;
  gboolean   used;
} SdWord;

typedef struct
{
  SdWord  *items;      /* n + 1; the last is SD_WORD_END */
  guint    n;
  gboolean cut;        /* the prompt was longer than SD_WORDS_MAX */
} SdWords;

/* @text must be valid UTF-8. */
SdWords  *sd_words_new      (const char    *text);
void      sd_words_free     (SdWords       *self);

/* sd-words-scan.c: the words (element-type SdWord), the closing one included.
 * (transfer full) */
GArray   *sd_words_scan     (const char    *text,
                             gboolean      *cut);
void      sd_word_clear     (gpointer       word);

/* The word at @i; past the end the closing one. */
const SdWord *sd_words_at   (const SdWords *self,
                             guint          i);
gboolean  sd_words_is       (const SdWords *self,
                             guint          i,
                             const char    *fold);
/* Whether the word at @i is one of "a|b|c". */
gboolean  sd_words_is_any   (const SdWords *self,
                             guint          i,
                             const char    *folds);
gboolean  sd_words_is_mark  (const SdWords *self,
                             guint          i,
                             char           mark);
gboolean  sd_words_has_class (const SdWords *self,
                             guint          i,
                             guint          classes);
/* Words @from … @to - 1 did something. */
void      sd_words_use      (SdWords       *self,
                             guint          from,
                             guint          to);
/* "first_name" from two words as typed; @to is exclusive. (transfer full) */
char     *sd_words_name     (const SdWords *self,
                             guint          from,
                             guint          to);
/* Singular stems joined by blanks, the key of the catalog's phrases. (transfer full) */
char     *sd_words_key      (const SdWords *self,
                             guint          from,
                             guint          to);
/* As typed. (transfer full) */
char     *sd_words_slice    (const SdWords *self,
                             guint          from,
                             guint          to);
/* The key of a phrase that is not part of a prompt. (transfer full) */
char     *sd_words_phrase_key (const char  *phrase);
/* Phrases of words that did nothing. (transfer full) */
char    **sd_words_list_unused (const SdWords *self);

/* "2 to 6", "2-6", "between 2 and 6", "from 2 to 6": TRUE with the bounds and
 * where it ends. Words are not marked. */
gboolean  sd_words_read_range (const SdWords *self,
                               guint          i,
                               double        *min,
                               double        *max,
                               guint         *end);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SdWords, sd_words_free)

G_END_DECLS
