/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Marks an inner loop on integers, so that it is compiled once for each
 * generation of x86-64 and the best is picked when the program starts.
 *
 * Only for loops without floating point: integers give the same bits with any
 * instructions, floating point need not (sd-math.h). Sanitizers cannot run
 * before the dynamic loader has picked, so they get the plain function.
 */

#pragma once

#include <glib.h>

#if defined (__x86_64__) && defined (__GLIBC__) && defined (__GNUC__) \
  && !defined (__clang__) && !defined (__SANITIZE_ADDRESS__) && !defined (__SANITIZE_THREAD__) \
  && defined (__OPTIMIZE__)
# define SD_KERNEL                                                              \
  __attribute__ ((optimize ("O3"),                                              \
                  target_clones ("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
# define SD_KERNEL
#endif
