/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What the planner knows of single words: classes, forms, spellings, numbers;
 * all of it in data/catalog/planner/words.json. Read once, shared, immutable.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  SD_WORD_FUNCTION  = 1 << 0,  /* "the", "of": means nothing alone */
  SD_WORD_CONTEXT   = 1 << 1,  /* "lesson", "dataset": about the request, not the data */
  SD_WORD_META      = 1 << 2,  /* "list", "log": after a noun, a table of it */
  SD_WORD_AUDIENCE  = 1 << 3,  /* "students": whom a lesson is for, after "for" */
  SD_WORD_ADJECTIVE = 1 << 4,  /* stands before a noun without being part of its name */
  SD_WORD_VERB      = 1 << 5,
  SD_WORD_UNIT      = 1 << 6,  /* what is measured: "euros", "years"; never a table */
  SD_WORD_ROWS      = 1 << 7,  /* "rows", "records" */
  SD_WORD_COLUMNS   = 1 << 8,  /* "columns", "fields" */
  SD_WORD_MONTH     = 1 << 9,
  SD_WORD_CURRENCY  = 1 << 10,
  SD_WORD_EFFECT    = 1 << 11, /* "depends", "more": asks for a shape of the data */
} SdWordClass;

/* The classes of a lower-case word, of its singular too. */
guint       sd_word_book_classes    (const char *word);
/* "companies" → "company"; (transfer full) */
char       *sd_word_book_singular   (const char *word);
/* "company" → "companies"; a plural stays; (transfer full) */
char       *sd_word_book_plural     (const char *word);
/* Whether the word has a form of its own for many. */
gboolean    sd_word_book_is_plural  (const char *word);
/* Whether one form serves for one and many: "staff". */
gboolean    sd_word_book_is_uninflected (const char *word);
/* The spelling that the catalog uses: "e-mail" → "email"; else the word. */
const char *sd_word_book_spelling   (const char *word);
/* "forty" → 40. */
gboolean    sd_word_book_number     (const char *word,
                                     double     *value);
/* "thousand" → 1000. */
gboolean    sd_word_book_multiplier (const char *word,
                                     double     *value);
/* 1 … 12 for the name of a month or its first three letters, else 0. */
int         sd_word_book_month      (const char *word);

G_END_DECLS
