/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What a window looks at: the document, its plan, the table and column chosen.
 * Panes take the workspace and know nothing of each other.
 */

#pragma once

#include "sd-document.h"
#include "sd-plan-watch.h"

G_BEGIN_DECLS

#define SD_TYPE_WORKSPACE (sd_workspace_get_type ())
G_DECLARE_FINAL_TYPE (SdWorkspace, sd_workspace, SD, WORKSPACE, GObject)

/* Properties (notify): document, table, column. Signals: "changed" when the
 * document or anything in it is another; "plan-changed". */
SdWorkspace *sd_workspace_new          (void);
SdDocument  *sd_workspace_get_document (SdWorkspace *self);
void         sd_workspace_set_document (SdWorkspace *self,
                                        SdDocument  *document);
SdSchema    *sd_workspace_get_schema   (SdWorkspace *self);
SdHistory   *sd_workspace_get_history  (SdWorkspace *self);
SdPlanWatch *sd_workspace_get_watch    (SdWorkspace *self);
SdPlan      *sd_workspace_get_plan     (SdWorkspace *self);
/* The chosen table; nullable only when there is none. */
SdTable     *sd_workspace_get_table    (SdWorkspace *self);
void         sd_workspace_set_table    (SdWorkspace *self,
                                        SdTable     *table);
/* The chosen column of the chosen table; nullable. */
SdColumn    *sd_workspace_get_column   (SdWorkspace *self);
void         sd_workspace_set_column   (SdWorkspace *self,
                                        SdColumn    *column);
/* Shows the element with the id, wherever it is. */
void         sd_workspace_show_element (SdWorkspace *self,
                                        guint        id);

G_END_DECLS
