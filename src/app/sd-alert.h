/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A question with a few answers, over a window. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

typedef struct
{
  const char            *id;       /* NULL ends a list */
  const char            *label;
  AdwResponseAppearance  appearance;
} SdAlertResponse;

/* The first response is that of Esc; the last one that of Enter, unless it
 * destroys something. */
void        sd_alert_choose_async  (GtkWindow             *parent,
                                    const char            *heading,
                                    const char            *body,
                                    const SdAlertResponse *responses,
                                    GAsyncReadyCallback    callback,
                                    gpointer               user_data);
/* (transfer full): the id of the response. */
char       *sd_alert_choose_finish (GAsyncResult          *result);
/* A sentence with one button. */
void        sd_alert_show          (GtkWindow             *parent,
                                    const char            *heading,
                                    const char            *body);

G_END_DECLS
