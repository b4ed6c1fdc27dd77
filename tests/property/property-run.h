/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A document is checked in a process of its own, so that a crash or a hang is a
 * failure like any other, and can be made smaller.
 */

#pragma once

#include <json-glib/json-glib.h>

#include "property-check.h"

typedef struct
{
  gboolean        failed;
  char           *check;    /* the name of what does not hold, when failed */
  char           *message;  /* what was said of it, when failed */
  PropertyOutcome outcome;
  char           *codes;    /* of the errors found, a line each */
} PropertyResult;

PropertyResult *property_run         (const char     *text,
                                      guint64         seed);
void            property_result_free (PropertyResult *self);
/* The smallest document found that fails the same check. (transfer full) */
char           *property_minimise    (const char     *text,
                                      guint64         seed,
                                      const char     *check);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PropertyResult, property_result_free)
