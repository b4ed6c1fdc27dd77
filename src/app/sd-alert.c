/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* AdwMessageDialog behind a function that looks like newer libadwaita's. */

#define G_LOG_DOMAIN "sd-alert"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-alert.h"

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             gpointer          user_data)
{
  g_autoptr (GTask) task = user_data;

  g_task_return_pointer (task, g_strdup (response), g_free);
}

void
sd_alert_choose_async (GtkWindow             *parent,
                       const char            *heading,
                       const char            *body,
                       const SdAlertResponse *responses,
                       GAsyncReadyCallback    callback,
                       gpointer               user_data)
{
  GTask *task = g_task_new (parent, NULL, callback, user_data);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, heading, body));
  const SdAlertResponse *response;

  g_task_set_source_tag (task, sd_alert_choose_async);
  adw_message_dialog_set_close_response (dialog, responses[0].id);
  for (response = responses; response->id != NULL; response++)
    {
      adw_message_dialog_add_response (dialog, response->id, response->label);
      adw_message_dialog_set_response_appearance (dialog, response->id, response->appearance);
      if (response->appearance != ADW_RESPONSE_DESTRUCTIVE)
        adw_message_dialog_set_default_response (dialog, response->id);
    }
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), task);
  gtk_window_present (GTK_WINDOW (dialog));
}

char *
sd_alert_choose_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, sd_alert_choose_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}

void
sd_alert_show (GtkWindow  *parent,
               const char *heading,
               const char *body)
{
  const SdAlertResponse responses[] = {
    { "close", _("_Close"), ADW_RESPONSE_DEFAULT },
    { NULL },
  };

  sd_alert_choose_async (parent, heading, body, responses, NULL, NULL);
}
