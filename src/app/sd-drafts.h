/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The folder of drafts: what was not saved when the program ended, so that the
 * next start can offer it. A draft is a document beside a key file that says
 * where it belongs.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  char   *id;
  char   *title;
  GFile  *origin;   /* nullable */
  gint64  time;     /* seconds since 1970 */
} SdDraftInfo;

void       sd_draft_info_free    (SdDraftInfo  *self);

char      *sd_drafts_new_id      (void);
GFile     *sd_drafts_get_file    (const char   *id);
gboolean   sd_drafts_write       (const char   *id,
                                  const char   *title,
                                  GFile        *origin,
                                  const char   *text,
                                  GError      **error);
/* The same in a thread; a cancelled one leaves nothing. */
void       sd_drafts_write_async (const char   *id,
                                  const char   *title,
                                  GFile        *origin,
                                  const char   *text,
                                  GCancellable *cancellable);
void       sd_drafts_remove      (const char   *id);
/* Drafts that no open document of this process writes, newest first.
 * (transfer full) (element-type SdDraftInfo) */
GPtrArray *sd_drafts_list        (void);
/* The same with those that are being written. */
GPtrArray *sd_drafts_list_all    (void);
GFile     *sd_drafts_get_origin  (const char   *id);

/* While claimed, a draft is not listed. */
void       sd_drafts_claim       (const char   *id);
void       sd_drafts_release     (const char   *id);

G_END_DECLS
