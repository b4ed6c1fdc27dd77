/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A lesson that comes with the program: a document of data/lessons. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SD_TYPE_LESSON (sd_lesson_get_type ())
G_DECLARE_FINAL_TYPE (SdLesson, sd_lesson, SD, LESSON, GObject)

/* All of them, by title. (transfer full) (element-type SdLesson) */
GListModel *sd_lesson_list            (void);
guint       sd_lesson_count           (void);
/* From the document. */
const char *sd_lesson_get_title       (SdLesson   *self);
const char *sd_lesson_get_description (SdLesson   *self);
GFile      *sd_lesson_get_file        (SdLesson   *self);
/* Whether all words of @text are in its title, description or tables. */
gboolean    sd_lesson_matches         (SdLesson   *self,
                                       const char *text);

G_END_DECLS
