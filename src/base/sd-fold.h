/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Case and folding from a table of our own: the C library's and GLib's follow
 * the locale and the Unicode version, and data must not.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Simple one-to-one case of Latin, Greek and Cyrillic letters; everything else
 * stays. */
gunichar sd_char_upper   (gunichar    c);
gunichar sd_char_lower   (gunichar    c);
char    *sd_text_upper   (const char *text,
                          gssize      length);
char    *sd_text_lower   (const char *text,
                          gssize      length);
/* Lower-case ASCII letters and digits only ("Zoë Müller-Łoś" → "zoemuellerlos"):
 * for e-mail addresses and comparisons. May be empty. */
char    *sd_text_fold    (const char *text,
                          gssize      length);
/* A plain identifier: folded words joined by underscores ("Order items" →
 * "order_items"); begins with a letter; "x" when nothing is left. */
char    *sd_text_to_identifier (const char *text);

G_END_DECLS
