/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The compiler of the second layer while it works. */

#pragma once

#include "sd-compiler-private.h"
#include "sd-node-mess-private.h"

G_BEGIN_DECLS

typedef struct
{
  gboolean    fresh;       /* copies get values of their own */
  gboolean    alterable;   /* in near duplicates */
  gboolean    swapped;
  guint       n_own;
  guint64     own[SD_MESS_KINDS];       /* rows of each kind */
  SdMessEntry entries[SD_MESS_KINDS];
} SdMessColumnState;

typedef struct
{
  SdMessTable       *mess;
  guint              n_swaps;
  guint64            swaps[SD_MESS_KINDS];
  guint              swap_columns[SD_MESS_KINDS][2];
  SdMessColumnState *columns;
} SdMessTableState;

typedef struct
{
  SdCompiler       *compiler;
  SdPlan           *clean;
  SdPlan           *messy;
  SdMessTableState *tables;
} SdMessCompiler;

/* Fills in what exporters read of the messy plan: which constraints are left. */
void sd_mess_describe (SdMessCompiler *self);

G_END_DECLS
