/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The same value written badly. Each function writes at @out, which has room for
 * SD_MESS_TEXT_ROOM (n) bytes, returns the length, and decides by @u. The text
 * differs from the one given wherever it can.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SD_MESS_TEXT_ROOM(n) ((gsize) (n) * 3 + 64)

/* Two letters exchanged, one left out, doubled or its neighbour on the keyboard. */
gsize sd_mess_text_typo      (const char *text,
                              gsize       n,
                              guint64     u,
                              char       *out);
/* All capital or small letters, or every word with a capital. */
gsize sd_mess_text_case      (const char *text,
                              gsize       n,
                              guint64     u,
                              char       *out);
/* Blanks before, behind, or two for one. */
gsize sd_mess_text_spaces    (const char *text,
                              gsize       n,
                              guint64     u,
                              char       *out);
/* "1234.50": grouped, with a decimal comma, with a currency sign. */
gsize sd_mess_text_number    (const char *text,
                              gsize       n,
                              guint64     u,
                              gboolean    money,
                              char       *out);
/* A day in another form than 2026-03-01. */
gsize sd_mess_text_date      (gint64      date,
                              guint64     u,
                              char       *out);

G_END_DECLS
