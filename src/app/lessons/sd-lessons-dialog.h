/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The lessons that come with the program, as a list to search. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SD_TYPE_LESSONS_DIALOG (sd_lessons_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SdLessonsDialog, sd_lessons_dialog, SD, LESSONS_DIALOG, AdwWindow)

/* Signal: "chosen" (GFile), after which the dialog closes itself. */
SdLessonsDialog *sd_lessons_dialog_new        (GtkWindow       *parent);
void             sd_lessons_dialog_search     (SdLessonsDialog *self,
                                               const char      *text);
/* The @position-th of the lessons that the search leaves; nullable. */
GtkListBoxRow   *sd_lessons_dialog_get_row    (SdLessonsDialog *self,
                                               guint            position);

G_END_DECLS
