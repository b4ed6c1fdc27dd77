/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The words and signs of a formula, one at a time. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  SD_TOKEN_END,
  SD_TOKEN_NUMBER,      /* 12, 1.50, 1e3 */
  SD_TOKEN_TEXT,        /* 'it''s' */
  SD_TOKEN_WORD,        /* a name or a key word */
  SD_TOKEN_QUOTED,      /* "a name" */
  SD_TOKEN_PLUS,
  SD_TOKEN_MINUS,
  SD_TOKEN_STAR,
  SD_TOKEN_SLASH,
  SD_TOKEN_PERCENT,
  SD_TOKEN_CONCAT,
  SD_TOKEN_EQUAL,
  SD_TOKEN_UNEQUAL,
  SD_TOKEN_LESS,
  SD_TOKEN_LESS_EQUAL,
  SD_TOKEN_GREATER,
  SD_TOKEN_GREATER_EQUAL,
  SD_TOKEN_LEFT,        /* ( */
  SD_TOKEN_RIGHT,       /* ) */
  SD_TOKEN_COMMA,
  SD_TOKEN_DOT,
} SdTokenKind;

typedef struct
{
  SdTokenKind kind;
  guint       start, end;  /* bytes of the formula */
} SdToken;

typedef struct
{
  const char *text;
  gsize       length;
  gsize       next;
  SdToken     token;    /* the one under the eye */
} SdLexer;

/* The text must be valid UTF-8 and stay. Reads the first token. */
gboolean sd_lexer_init       (SdLexer        *self,
                              const char     *text,
                              gsize           length,
                              GError        **error);
gboolean sd_lexer_advance    (SdLexer        *self,
                              GError        **error);
/* Whether the token is the unquoted word @word (in capitals), in any case. */
gboolean sd_lexer_is_word    (const SdLexer  *self,
                              const char     *word);
/* Text without its quotes, names without theirs and unquoted names in lower
 * case. (transfer full) */
char    *sd_lexer_dup_value  (const SdLexer  *self);
/* The column, in characters from 1, of byte @offset of @text. */
guint    sd_lexer_get_column (const char     *text,
                              gsize           offset);
/* Sets @error to "Column 12: …". Always FALSE. */
gboolean sd_lexer_fail       (const SdLexer  *self,
                              gsize           offset,
                              GError        **error,
                              const char     *format,
                              ...) G_GNUC_PRINTF (4, 5);

G_END_DECLS
