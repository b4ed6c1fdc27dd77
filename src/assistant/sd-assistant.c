/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The interface that the planner and, later, language models have in common. */

#define G_LOG_DOMAIN "sd-assistant"

#include "sd-assistant.h"

G_DEFINE_INTERFACE (SdAssistant, sd_assistant, G_TYPE_OBJECT)

static void
sd_assistant_default_init (SdAssistantInterface *iface)
{
}

/**
 * sd_assistant_get_title:
 *
 * Returns: (transfer none): what people call it, translated
 */
const char *
sd_assistant_get_title (SdAssistant *self)
{
  g_return_val_if_fail (SD_IS_ASSISTANT (self), NULL);

  return SD_ASSISTANT_GET_IFACE (self)->get_title (self);
}

/**
 * sd_assistant_ask_async:
 * @request: copied; its schema is referenced
 * @cancellable: (nullable): stops the work
 *
 * Asks for a draft. The request's schema is read before this returns and not
 * changed at all.
 */
void
sd_assistant_ask_async (SdAssistant         *self,
                        const SdRequest     *request,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_return_if_fail (SD_IS_ASSISTANT (self));
  g_return_if_fail (request != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  SD_ASSISTANT_GET_IFACE (self)->ask_async (self, request, cancellable, callback, user_data);
}

/**
 * sd_assistant_ask_finish:
 *
 * Returns: (transfer full) (nullable): the draft, or %NULL with @error set
 */
SdDraft *
sd_assistant_ask_finish (SdAssistant   *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (SD_IS_ASSISTANT (self), NULL);
  g_return_val_if_fail (G_IS_ASYNC_RESULT (result), NULL);

  return SD_ASSISTANT_GET_IFACE (self)->ask_finish (self, result, error);
}
