/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What a template can do to a text: the words after the bar in {name|fold}, and
 * the check digits.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full) */
typedef char *(*SdTextTransform) (const char *text,
                                  gsize       length);
/* Writes the check digits of what stands from @begin to @end at @end, whatever
 * does not count left out, and returns their end; those of an account number are
 * written over what stands for them. */
typedef char *(*SdCheckDigits)   (char       *begin,
                                  char       *end);

#define SD_CHECK_DIGITS_MAX 2

/* NULL when there is none of this name. */
SdTextTransform     sd_text_transform_get   (const char *name);
SdCheckDigits       sd_check_digits_get     (const char *name);
/* "fold, initial, lower …", for findings. (transfer full) */
char               *sd_text_transform_list  (void);
/* @text through all of @names, which exist. (transfer full) */
char               *sd_text_transform_apply (const char * const *names,
                                             const char *text,
                                             gsize       length);

G_END_DECLS
