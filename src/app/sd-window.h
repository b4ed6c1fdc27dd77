/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A window with one document. */

#pragma once

#include <adwaita.h>

#include "sd-application.h"
#include "sd-workspace.h"

G_BEGIN_DECLS

#define SD_TYPE_WINDOW (sd_window_get_type ())
G_DECLARE_FINAL_TYPE (SdWindow, sd_window, SD, WINDOW, AdwApplicationWindow)

SdWindow    *sd_window_new           (SdApplication *application);
SdWorkspace *sd_window_get_workspace (SdWindow      *self);
void         sd_window_ask           (SdWindow      *self,
                                      const char    *prompt);
void         sd_window_show_view     (SdWindow      *self,
                                      const char    *view);
void         sd_window_toast         (SdWindow      *self,
                                      const char    *message);
/* Into this window when it shows nothing yet, else into a new one. */
void         sd_window_open_file     (SdWindow      *self,
                                      GFile         *file);
/* @file as something to begin with: the document is a new one. */
void         sd_window_open_example  (SdWindow      *self,
                                      GFile         *file);
void         sd_window_restore_draft (SdWindow      *self,
                                      const char    *draft);

G_END_DECLS
