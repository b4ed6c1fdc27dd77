/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A margin: what a drawn column makes of a uniform u (64 bits, u stands for
 * u / 2^64). It knows neither rows nor seeds, so the same uniform may come from
 * a plain draw, from a copula, or be ranked within a class, and the column's
 * own distribution holds all the same. Values do not fall as u grows, in the
 * order that the scores give them.
 */

#pragma once

#include "sd-node-private.h"

G_BEGIN_DECLS

typedef struct _SdMargin SdMargin;

typedef struct
{
  const char *name;
  /* The values of u[0 … n) into @out from place @offset on. */
  void      (*fill)       (const SdMargin *self,
                           const guint64  *u,
                           guint           n,
                           SdVector       *out,
                           guint           offset);
  /* The same as numbers. */
  void      (*get_scores) (const SdMargin *self,
                           const guint64  *u,
                           guint           n,
                           double         *scores);
  void      (*free)       (SdMargin       *self);  /* the contents, then the margin itself */
} SdMarginClass;

/* Every kind of margin begins with this. */
struct _SdMargin
{
  const SdMarginClass *klass;
  SdType               type;
  SdVectorKind         kind;
  const SdDictionary  *dictionary;  /* of CODE, the margin's own */
  guint32             *codes;       /* own code → code of a wider dictionary; nullable */
  /* What is known of the values, as in SdNode. */
  gboolean             has_range;
  gint64               minimum, maximum;
  guint                scale;
  guint                max_length;
};

/* The margin of the column's generator with @parameters, which need not be the
 * column's own (those of a branch). NULL with findings. */
SdMargin *sd_margin_new           (const SdColumnContext *context,
                                   JsonObject            *parameters);
/* Whether columns with this generator have a margin at all. */
gboolean  sd_margin_is_known      (const char            *generator);
void      sd_margin_free          (SdMargin              *self);
void      sd_margin_fill          (const SdMargin        *self,
                                   const guint64         *u,
                                   guint                  n,
                                   SdVector              *out,
                                   guint                  offset);
/* The value; of texts their place in the list, of booleans 0 and 1, of dates
 * the day, of times and timestamps the microsecond. */
void      sd_margin_get_scores    (const SdMargin        *self,
                                   const guint64         *u,
                                   guint                  n,
                                   double                *scores);
/* What the margin knows of its values, for the node that makes them. */
void      sd_margin_describe      (const SdMargin        *self,
                                   SdNode                *node);

/* The kinds, each in a file of its own. */
SdMargin *sd_number_margin_new    (const SdColumnContext *context,
                                   JsonObject            *parameters);
SdMargin *sd_category_margin_new  (const SdColumnContext *context,
                                   JsonObject            *parameters);
SdMargin *sd_boolean_margin_new   (const SdColumnContext *context,
                                   JsonObject            *parameters);
SdMargin *sd_combination_margin_new (const SdColumnContext *context,
                                   JsonObject            *parameters);
SdMargin *sd_moment_margin_new    (const SdColumnContext *context,
                                   JsonObject            *parameters);

/* The node of a drawn column, with or without branches. NULL with findings. */
SdNode   *sd_drawn_compile        (const SdColumnContext *context);
/* The node of a column that takes its uniforms from its source and makes of
 * them what its margin says. @margin (transfer full) (nullable). */
SdNode   *sd_drawn_node_new       (const SdColumnContext *context,
                                   SdMargin              *margin);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SdMargin, sd_margin_free)

G_END_DECLS
