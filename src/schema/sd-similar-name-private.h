/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The name that was probably meant by one that does not exist.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @names: (element-type utf8). Borrowed, NULL when none is near. */
const char *_sd_similar_name (const char *word,
                              GPtrArray  *names);

G_END_DECLS
