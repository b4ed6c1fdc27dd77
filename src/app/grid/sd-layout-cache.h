/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Laid-out texts of the data grid: laying text out is nearly the whole cost of
 * a frame, and while scrolling most cells were on the frame before.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct _SdLayoutCache SdLayoutCache;

typedef enum
{
  SD_LAYOUT_CELL,
  SD_LAYOUT_NUMBER,    /* figures of one width */
  SD_LAYOUT_NULL,
  SD_LAYOUT_TITLE,
  SD_LAYOUT_SUBTITLE,
} SdLayoutStyle;

SdLayoutCache *sd_layout_cache_new   (GtkWidget     *widget);
void           sd_layout_cache_free  (SdLayoutCache *self);
void           sd_layout_cache_clear (SdLayoutCache *self);
PangoLayout   *sd_layout_cache_get   (SdLayoutCache *self,
                                      const char    *text,
                                      SdLayoutStyle  style,
                                      int            width);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SdLayoutCache, sd_layout_cache_free)

G_END_DECLS
