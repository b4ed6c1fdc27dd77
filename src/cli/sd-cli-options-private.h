/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The command line's options, the same for every verb that makes data. */

#pragma once

#include <gio/gio.h>

#include "sd-export.h"

G_BEGIN_DECLS

/* Exit statuses. */
enum
{
  SD_EXIT_DONE = 0,
  SD_EXIT_FAILED = 1,
  SD_EXIT_USAGE = 2,
  SD_EXIT_UNCLEAR = 3,   /* the prompt says too little */
};

typedef struct
{
  char  *word;
  guint64 rows;
} SdCliRows;

typedef struct
{
  /* As typed; NULL where not given. */
  char   *rows_text;
  char   *formats_text;
  char   *out;
  char   *seed_text;
  char   *as_of_text;
  char   *locale;
  char   *shard_text;
  char   *dialect_text;
  char   *table;
  char   *save;
  char   *range_text;
  char   *threads_text;
  char   *variants_text;
  char   *scale_text;
  gboolean dictionary;
  gboolean zip;
  gboolean json;
  gboolean html;
  gboolean messy;         /* whatever the schema says */
  gboolean clean;
  gboolean no_twin;

  /* As understood. */
  GArray   *rows;         /* of SdCliRows */
  GArray   *formats;      /* of SdFormat */
  gboolean  has_seed;
  guint64   seed;
  gboolean  has_as_of;
  gint64    as_of;
  guint     shard, n_shards;
  double    scale;          /* of all row counts */
  guint     threads;      /* 0: all cores */
  guint     variants;     /* 0: the dataset itself, in no folder of its own */
  SdDialect dialect;
  guint64   first, last;  /* of show */
} SdCliOptions;

/* FALSE with a sentence: wrong usage. */
gboolean sd_cli_options_understand (SdCliOptions *self,
                                    GError      **error);
/* What show wants: a table, and "A..B" for rows A to B − 1. */
gboolean sd_cli_options_understand_range (SdCliOptions *self,
                                    GError      **error);
void     sd_cli_options_clear      (SdCliOptions *self);

G_END_DECLS
