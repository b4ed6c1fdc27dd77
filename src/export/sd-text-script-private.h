/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What a text format will write, laid out before a byte of it is made: files,
 * and in each fixed texts and runs of rows. A format builds the script; running
 * it is the same for all.
 */

#pragma once

#include "sd-progress-private.h"
#include "sd-row-encoder-private.h"
#include "sd-target-private.h"

G_BEGIN_DECLS

/* Which part of the data a script is for. */
typedef struct
{
  int     table;            /* −1: all */
  guint64 first, last;      /* of that table: rows @first … @last − 1 */
  guint   shard, n_shards;  /* of all tables: @shard of @n_shards, from 1 */
} SdExportScope;

#define SD_EXPORT_SCOPE_ALL ((SdExportScope) { -1, 0, 0, 1, 1 })

typedef struct _SdTextScript SdTextScript;

SdTextScript *sd_text_script_new        (void);
void          sd_text_script_free       (SdTextScript  *self);
gpointer      sd_text_script_own        (SdTextScript  *self,
                                         gpointer       data,
                                         GDestroyNotify destroy);
void          sd_text_script_begin_file (SdTextScript  *self,
                                         const char    *name);
void          sd_text_script_add_text   (SdTextScript  *self,
                                         char          *text);
void          sd_text_script_add_rows   (SdTextScript  *self,
                                         SdRowEncoder  *encoder,
                                         guint64        first,
                                         guint64        last);
guint64       sd_text_script_get_n_rows (SdTextScript  *self);
gboolean      sd_text_script_run        (SdTextScript  *self,
                                         SdPlan        *plan,
                                         guint          threads,
                                         SdTarget      *target,
                                         SdProgress    *progress,
                                         GCancellable  *cancellable,
                                         GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SdTextScript, sd_text_script_free)

/* @n × @k ÷ @of without overflow: where shard @k ends. */
guint64       sd_shard_boundary         (guint64        n,
                                         guint          k,
                                         guint          of);
/* "customers.csv", or "customers.2-of-3.csv". (transfer full) */
char         *sd_shard_file_name        (const char    *stem,
                                         const char    *suffix,
                                         guint          shard,
                                         guint          n_shards);

/* The formats. Each adds its files to the script. */
void          sd_csv_add_to_script      (SdTextScript  *self,
                                         SdPlan        *plan,
                                         const SdExportOptions *options,
                                         const SdExportScope *scope);
void          sd_json_add_to_script     (SdTextScript  *self,
                                         SdPlan        *plan,
                                         const SdExportOptions *options,
                                         const SdExportScope *scope);
void          sd_sql_add_to_script      (SdTextScript  *self,
                                         SdPlan        *plan,
                                         const SdExportOptions *options,
                                         const SdExportScope *scope);

G_END_DECLS
