/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What servers do not agree on, one row of a table each: a new dialect is a new
 * row.
 */

#pragma once

#include "sd-export.h"

G_BEGIN_DECLS

typedef enum
{
  SD_SQL_COMMENTS_BLOCK,   /* "--" lines at the head of the script */
  SD_SQL_COMMENTS_INLINE,  /* COMMENT '…' in CREATE TABLE */
  SD_SQL_COMMENTS_ON,      /* COMMENT ON COLUMN … IS '…' */
} SdSqlComments;

typedef struct
{
  const char   *nick;
  const char   *alias;             /* another nick, or NULL */
  const char   *title;

  /* Identifiers. */
  char          quote_open, quote_close;
  guint         max_identifier;    /* bytes; names are ASCII */
  const char   *reserved;          /* words that need quotes, between blanks */

  /* Types. */
  const char   *small_integer;     /* 32 bits */
  const char   *integer;           /* 64 bits */
  const char   *decimal;           /* (precision, scale) follows */
  const char   *real;
  const char   *boolean;
  const char   *date;
  const char   *time;
  const char   *timestamp;
  const char   *uuid;
  const char   *varchar;           /* (length) follows */
  const char   *varchar_unit;      /* behind the length */
  guint         max_varchar;       /* longer texts are @text */
  const char   *text;
  guint         key_length;        /* of a text of unknown length in a key */
  const char   *key_collation;     /* so that keys differ whenever their texts do */
  const char   *whole_seconds;     /* behind time and timestamp … */
  const char   *microseconds;      /* … with and without fractions */

  /* Literals. */
  const char   *true_text;
  const char   *false_text;
  const char   *text_open;
  const char   *date_open;
  const char   *time_open;
  const char   *timestamp_open;
  const char   *real_suffix;
  char          timestamp_separator;
  gboolean      backslash;         /* is an escape in literals */
  const char   *breaks;            /* line ends that cannot stand in literals … */
  const char   *concatenate;       /* … and are put between them by this operator … */
  const char   *character;         /* … and the function of a code */
  gsize         max_literal;       /* bytes; longer ones are put together; 0: no bound */
  const char   *long_open;         /* before each piece of such a text … */
  const char   *long_close;        /* … and behind it */
  gboolean      splits_variables;  /* $(NAME) is replaced by the client, also in literals */
  gboolean      empty_is_null;

  /* Statements. */
  guint         max_columns;       /* of one table */
  guint         max_rows;          /* of one INSERT; 0: no bound */
  gsize         max_statement;     /* bytes of one INSERT */
  gboolean      short_lines;       /* the client reads no long lines */
  const char   *separator;         /* behind each statement, the semicolon and its line included */
  const char   *head;              /* settings of the session */
  const char   *begin;
  const char   *commit;
  const char   *tail;
  gboolean      definitions_commit; /* CREATE TABLE ends a transaction: BEGIN comes after it */
  const char   *drop_before;
  const char   *drop_after;
  gboolean      drops_keys;        /* a table that is referred to cannot be dropped */
  gboolean      keys_inside;       /* foreign keys cannot be added after the rows */
  const char   *circular;          /* behind a foreign key of a circle */
  gboolean      unique_one_null;   /* UNIQUE takes a single NULL: an index with WHERE instead */
  const char   *table_options;     /* behind the closing parenthesis */
  SdSqlComments comments;
} SdSqlDialect;

const SdSqlDialect *sd_sql_dialect_get        (SdDialect           dialect);
gboolean            sd_sql_dialect_is_reserved (const SdSqlDialect *self,
                                               const char         *word);

G_END_DECLS
