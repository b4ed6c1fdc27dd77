/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* export-all of a document, by the real engine. */

#include "export-all.h"
#include "sd-schema-file.h"

SdPlan *
export_all_make_plan (const char *argument)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) findings = NULL;
  g_autoptr(SdSchema) schema = NULL;
  g_autofree char *text = NULL;
  gsize length;
  SdPlan *plan;

  if (!g_file_get_contents (argument, &text, &length, &error))
    {
      g_printerr ("%s\n", error->message);
      return NULL;
    }

  schema = sd_schema_new_from_text (text, length, &error);
  if (schema == NULL)
    {
      g_printerr ("%s\n", error->message);
      return NULL;
    }

  plan = sd_plan_new (schema, &findings);
  for (guint i = 0; i < findings->len; i++)
    {
      const SdFinding *finding = g_ptr_array_index (findings, i);

      g_printerr ("%s: %s\n", finding->place, finding->message);
    }

  return plan;
}
