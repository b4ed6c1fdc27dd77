/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The about window. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWindow *sd_about_new (GtkWindow *parent);

G_END_DECLS
