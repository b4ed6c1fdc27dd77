/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Classes of parents by the values of one or two columns, and the node that
 * says which of them a child's row is in.
 */

#pragma once

#include "sd-node-private.h"

G_BEGIN_DECLS

#define SD_CLASS_COLUMNS 2

typedef struct _SdClassMap SdClassMap;

/* (transfer full) */
SdClassMap *sd_class_map_new    (void);
void        sd_class_map_free   (SdClassMap     *self);
guint       sd_class_map_get_n  (const SdClassMap *self);
/* The class of row @i of @values, one vector for each column: a new one if need
 * be; SD_NO_CLASS when a value is NULL. */
gint32      sd_class_map_add    (SdClassMap     *self,
                                 const SdVector *values[SD_CLASS_COLUMNS],
                                 guint           n_columns,
                                 guint           i);

/* INT64: the class in @map (transfer full) of the values of @columns, or
 * SD_NO_CLASS. (transfer full) */
SdNode     *sd_class_node_new   (const SdNode   *columns[SD_CLASS_COLUMNS],
                                 guint           n_columns,
                                 SdClassMap     *map);

G_END_DECLS
