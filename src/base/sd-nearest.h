/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The name a person probably meant. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Keeps the best of the names shown to it; begin with { .word = … }. */
typedef struct
{
  const char *word;
  const char *name;       /* borrowed; NULL while none is near */
  guint       distance;
} SdNearest;

void        sd_nearest_consider (SdNearest  *self,
                                 const char *name);
/* The nearest of @names (element-type utf8); borrowed, NULL when none is near. */
const char *sd_nearest_of       (const char *word,
                                 GPtrArray  *names);

G_END_DECLS
