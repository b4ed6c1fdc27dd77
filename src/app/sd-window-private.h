/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What the files of the window share: sd-window.c, -actions.c, -file.c. */

#pragma once

#include "sd-chat-pane.h"
#include "sd-data-view.h"
#include "sd-findings-bar.h"
#include "sd-panes.h"
#include "sd-report-view.h"
#include "sd-schema-view.h"
#include "sd-start-page.h"
#include "sd-window.h"

G_BEGIN_DECLS

struct _SdWindow
{
  AdwApplicationWindow parent_instance;

  /* Template Widgets */
  AdwToastOverlay     *toasts;
  GtkWidget           *chat_button;
  AdwSplitButton      *open_button;
  GtkListBox          *recent_list;
  GtkWidget           *new_button;
  GtkStack            *title_stack;
  GtkWidget           *undo_button;
  GtkWidget           *redo_button;
  GtkMenuButton       *export_button;
  GtkMenuButton       *menu_button;
  GtkStack            *pages;
  SdStartPage         *start_page;
  SdPanes             *panes;
  SdChatPane          *chat;
  SdFindingsBar       *findings;
  AdwViewStack        *views;
  SdSchemaView        *schema_view;
  SdDataView          *data_view;
  SdReportView        *report_view;
  AdwViewSwitcherBar  *switcher_bar;

  /* Owned References */
  SdWorkspace         *workspace;
  GCancellable        *cancellable;
  SdConversation      *conversation;  /* the one whose signals are connected */
  SdHistory           *history;       /* the same */

  guint                inhibit_cookie;
  guint                exporting : 1; /* a dialog is at work */
  guint                closing : 1;   /* everything was asked: just close */
};

/* sd-window.c */
void _sd_window_set_exporting      (SdWindow      *self,
                                    gboolean       exporting);

/* sd-window-actions.c */
void _sd_window_class_actions_init (SdWindowClass *klass);
void _sd_window_actions_update     (SdWindow      *self);

/* sd-window-file.c */
void _sd_window_open               (SdWindow      *self);
void _sd_window_save               (SdWindow      *self,
                                    gboolean       save_as);
/* TRUE when the window may close now; FALSE when the user is being asked. */
gboolean _sd_window_ask_to_close   (SdWindow      *self);
void _sd_window_set_document       (SdWindow      *self,
                                    SdDocument    *document);

G_END_DECLS
