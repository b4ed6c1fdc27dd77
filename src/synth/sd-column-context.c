/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What the compile functions of all generators do with the column they are
 * given: tell what is wrong with it, and find the columns it depends on.
 */

#define G_LOG_DOMAIN "sd-column-context"

#include <string.h>

#include "sd-formula-node-private.h"
#include "sd-node-private.h"

static SdFinding *
report (const SdColumnContext *context,
        SdSeverity             severity,
        const char            *code,
        const char            *format,
        va_list                arguments)
{
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  SdFinding *finding = sd_finding_new (severity, code, sd_column_get_id (context->column),
                                       context->place, "%s", message);

  sd_compiler_add_finding (context->compiler, finding);
  return finding;
}

/**
 * sd_context_report:
 * @context: the column that is being compiled
 * @severity: how bad it is
 * @code: a word for it, borrowed for good
 * @format: a sentence for users
 * @...: its arguments
 *
 * Returns: (transfer none): the finding, already with the others, for fixes
 */
SdFinding *
sd_context_report (const SdColumnContext *context,
                   SdSeverity             severity,
                   const char            *code,
                   const char            *format,
                   ...)
{
  va_list arguments;
  SdFinding *finding;

  va_start (arguments, format);
  finding = report (context, severity, code, format, arguments);
  va_end (arguments);
  return finding;
}

/**
 * sd_context_fail:
 * @context: the column that cannot be compiled
 * @code: a word for it, borrowed for good
 * @format: a sentence for users
 * @...: its arguments
 *
 * Returns: %FALSE always, after an error was added to the findings
 */
gboolean
sd_context_fail (const SdColumnContext *context,
                 const char            *code,
                 const char            *format,
                 ...)
{
  va_list arguments;

  va_start (arguments, format);
  report (context, SD_SEVERITY_ERROR, code, format, arguments);
  va_end (arguments);
  return FALSE;
}

/**
 * sd_context_get_input:
 * @context: the column that depends on another
 * @name: "column", or "parent.column" by the parent's name or a column of the
 *   key to it
 *
 * Returns: (transfer none) (nullable): the other column's node in this table;
 *   %NULL with a finding
 */
SdNode *
sd_context_get_input (const SdColumnContext *context,
                      const char            *name)
{
  guint n_parts = 0;
  const SdFormulaPlace place = { context, context->table, context->table_index, &n_parts };
  const char *point = strchr (name, '.');
  g_autofree char *qualifier = point != NULL ? g_strndup (name, point - name) : NULL;
  g_autofree char *message = NULL;
  SdNode *node = sd_formula_place_get_name (&place, qualifier, point != NULL ? point + 1 : name,
                                            &message);

  if (message != NULL)
    sd_context_fail (context, "input-unknown", "%s", message);
  return node;
}
