/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Rows of several locales: an atom that says which one a row has, and the atoms
 * of all of them put together so that they depend on it. What draws, derives and
 * agrees among the atoms of one locale then does so among those of several.
 */

#pragma once

#include "sd-catalog.h"

G_BEGIN_DECLS

/* Not in the catalog. */
#define SD_LOCALE_ATOM_ID 9002

typedef struct _SdLocaleMix SdLocaleMix;

/* @locales: (array length=n): known ones, each once; @weights: positive. */
SdLocaleMix  *sd_locale_mix_new          (const char * const *locales,
                                          const double       *weights,
                                          guint               n);
void          sd_locale_mix_free         (SdLocaleMix        *self);
/* Whether it is one of exactly these. */
gboolean      sd_locale_mix_equals       (const SdLocaleMix  *self,
                                          const char * const *locales,
                                          const double       *weights,
                                          guint               n);
guint         sd_locale_mix_get_n        (const SdLocaleMix  *self);
const char   *sd_locale_mix_get_locale   (const SdLocaleMix  *self,
                                          guint               index);
/* The atom whose rows are the locales, by nick and by names of their countries. */
const SdAtom *sd_locale_mix_get_locales  (const SdLocaleMix  *self);
/* The atom of that name; nullable. Lives as long as the mix. */
const SdAtom *sd_locale_mix_get_atom     (SdLocaleMix        *self,
                                          const char         *name);

G_END_DECLS
