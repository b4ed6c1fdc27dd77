/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* All that can be said about the chosen column, or about the chosen table when
 * no column is.
 */

#pragma once

#include <gtk/gtk.h>

#include "sd-field.h"
#include "sd-workspace.h"

G_BEGIN_DECLS

#define SD_TYPE_INSPECTOR (sd_inspector_get_type ())
G_DECLARE_FINAL_TYPE (SdInspector, sd_inspector, SD, INSPECTOR, GtkWidget)

/* Signal: "back" when the user is done with it in a narrow window. */
void     sd_inspector_set_workspace (SdInspector *self,
                                     SdWorkspace *workspace);
void     sd_inspector_set_show_back (SdInspector *self,
                                     gboolean     show_back);
/* The field of the form whose path is @path: "title", "parameters.max"; nullable. */
SdField *sd_inspector_find_field    (SdInspector *self,
                                     const char  *path);

G_END_DECLS
