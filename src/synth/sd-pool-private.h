/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Parents to choose from: all alike, by weights, or by Zipf's law over a keyed
 * order; as a whole or within classes. A pick is a pure function of a uniform.
 */

#pragma once

#include "sd-random.h"

G_BEGIN_DECLS

/* More parents than this have no weights of their own and no classes. */
#define SD_POOL_MAX (G_GUINT64_CONSTANT (1) << 20)

typedef struct _SdPool SdPool;

/* A class of parents that there is not. */
#define SD_NO_CLASS (-1)

/* (transfer full) */
SdPool  *sd_pool_new_zipf     (guint64        n_parents,
                               double         exponent,
                               SdKey          key);
/* @weights (nullable): all alike. @classes (nullable): of each parent, below
 * @n_classes or SD_NO_CLASS. (transfer full) */
SdPool  *sd_pool_new          (guint64        n_parents,
                               const double  *weights,
                               const gint32  *classes,
                               guint          n_classes);
/* The weights of Zipf's law as sd_pool_new_zipf() has them, for as many parents as
 * may have weights of their own. (transfer full) */
double  *sd_pool_list_zipf    (guint64        n_parents,
                               double         exponent,
                               SdKey          key);
void     sd_pool_free         (SdPool        *self);
/* How many parents there are of a class; 0 when all their weights are. */
guint64  sd_pool_get_n_in     (const SdPool  *self,
                               gint64         class);
/* Parent number @index of a class. */
guint64  sd_pool_get_in       (const SdPool  *self,
                               gint64         class,
                               guint64        index);
guint64  sd_pool_pick         (const SdPool  *self,
                               guint64        u);
/* From a class that has parents. */
guint64  sd_pool_pick_in      (const SdPool  *self,
                               gint64         class,
                               guint64        u);
/* The share of the most popular parent. */
double   sd_pool_get_top      (const SdPool  *self);

G_END_DECLS
