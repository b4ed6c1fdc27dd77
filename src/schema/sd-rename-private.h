/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A table or column that gets another name, and the texts that mention it.
 */

#pragma once

#include "sd-schema.h"

G_BEGIN_DECLS

/* All borrowed. */
typedef struct
{
  SdSchema   *schema;
  SdTable    *table;       /* which is renamed, or whose column */
  const char *old_name;
  const char *new_name;
  gboolean    is_column;
} SdRename;

/* The text with the new name, where names without a dot are columns of @home.
 * (transfer full) */
char *_sd_rename_in_formula  (const SdRename *self,
                              SdTable        *home,
                              const char     *formula);
/* References stand in braces. */
char *_sd_rename_in_template (const SdRename *self,
                              SdTable        *home,
                              const char     *template);
/* "column" or "parent.column". */
char *_sd_rename_in_path     (const SdRename *self,
                              SdTable        *home,
                              const char     *path);

G_END_DECLS
