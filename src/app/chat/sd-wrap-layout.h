/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Children in a row at their natural width, and in a further row where the width
 * ends.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SD_TYPE_WRAP_LAYOUT (sd_wrap_layout_get_type ())
G_DECLARE_FINAL_TYPE (SdWrapLayout, sd_wrap_layout, SD, WRAP_LAYOUT, GtkLayoutManager)

GtkLayoutManager *sd_wrap_layout_new (int spacing);

G_END_DECLS
