/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Values that stand in the document, of one column's type: a category's, typed
 * rows, the parts of combinations. Texts come as codes into the list's own
 * dictionary; numbers and moments as they are.
 */

#pragma once

#include "sd-node-private.h"

G_BEGIN_DECLS

typedef struct
{
  SdVectorKind kind;
  guint        n;
  SdDictionary dictionary;   /* text */
  gint64      *integers;     /* INT64 types */
  double      *reals;
  gboolean    *missing;      /* nullable */
  guint32     *codes;        /* text with repeated values: place → code; nullable */
  SdType       type;
  guint        scale;
  gboolean     has_range;
  gint64       minimum, maximum;
  guint        max_length;
} SdValueList;

/* FALSE with a finding when a value does not fit; the list is to be cleared
 * either way. @allow_null: null is a missing value. */
gboolean sd_value_list_init          (SdValueList           *self,
                                      const SdColumnContext *context,
                                      JsonArray             *values,
                                      gboolean               allow_null);
void     sd_value_list_clear         (SdValueList           *self);
/* Texts that repeat get one code. */
void     sd_value_list_make_distinct (SdValueList           *self);
/* The values at the places @k. */
void     sd_value_list_get           (const SdValueList     *self,
                                      const guint32         *k,
                                      guint                  n,
                                      SdVector              *out,
                                      guint                  offset);

/* What is known of a node that shows values of the list. */
void     sd_value_list_describe      (const SdValueList     *self,
                                      SdNode                *node);
/* Such a node's vector, NULL where a value is missing. */
void     sd_value_list_evaluate      (const SdValueList     *self,
                                      const SdNode          *node,
                                      SdFrame               *frame,
                                      const guint32         *k,
                                      SdVector              *out);

G_END_DECLS
