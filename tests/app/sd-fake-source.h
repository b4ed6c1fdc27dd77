/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A grid source for tests: cells that tell where they are, every seventh of the
 * third column NULL.
 */

#pragma once

#include "sd-grid-source.h"

G_BEGIN_DECLS

#define SD_TYPE_FAKE_SOURCE (sd_fake_source_get_type ())
G_DECLARE_FINAL_TYPE (SdFakeSource, sd_fake_source, SD, FAKE_SOURCE, GObject)

SdGridSource *sd_fake_source_new           (guint64       n_rows,
                                            guint         n_columns);
/* Most cells asked for in one call, and calls in all. */
gsize         sd_fake_source_get_max_cells (SdFakeSource *self);
guint         sd_fake_source_get_n_calls   (SdFakeSource *self);

G_END_DECLS
