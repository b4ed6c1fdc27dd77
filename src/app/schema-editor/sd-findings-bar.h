/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What is wrong with the document: a bar with the worst finding and its fixes,
 * and the others in a list.
 */

#pragma once

#include <gtk/gtk.h>

#include "sd-workspace.h"

G_BEGIN_DECLS

#define SD_TYPE_FINDINGS_BAR (sd_findings_bar_get_type ())
G_DECLARE_FINAL_TYPE (SdFindingsBar, sd_findings_bar, SD, FINDINGS_BAR, GtkWidget)

void     sd_findings_bar_set_workspace (SdFindingsBar *self,
                                        SdWorkspace   *workspace);
gboolean sd_findings_bar_get_revealed  (SdFindingsBar *self);

G_END_DECLS
