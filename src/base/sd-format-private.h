/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What the files of sd-format.h share. */

#pragma once

#include "sd-format.h"

G_BEGIN_DECLS

char *sd_format_uint64 (char    *out,
                        guint64  value);

G_END_DECLS
