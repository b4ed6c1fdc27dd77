/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* One thing found wrong or noteworthy: how bad, where, a sentence, and where
 * one exists, a fix that can be applied.
 */

#pragma once

#include "sd-schema-types.h"

G_BEGIN_DECLS

#define SD_TYPE_FINDING (sd_finding_get_type ())
GType sd_finding_get_type (void);

typedef enum
{
  SD_SEVERITY_NOTE,     /* an assumption made */
  SD_SEVERITY_WARNING,  /* will generate, perhaps not what is wanted */
  SD_SEVERITY_ERROR,    /* will not generate */
} SdSeverity;

/* A fix sets one member of one element of the document, as in the file. */
typedef struct
{
  char     *label;       /* "Set customers to 50 rows" */
  guint     element_id;  /* table, column or relationship; 0 the document */
  char     *member;      /* "rows", or "parameters.max" */
  JsonNode *value;       /* NULL removes the member */
} SdFix;

struct _SdFinding
{
  SdSeverity severity;
  char      *code;       /* stable, for tests and documentation: "reference-unknown-table" */
  guint      element_id; /* the table, column or relationship meant; 0 the document */
  char      *place;      /* for people: "orders.customer_id", "customers", "" */
  char      *message;    /* a whole sentence, translated */
  GPtrArray *fixes;      /* (element-type SdFix), may be empty */
};

SdFinding *sd_finding_new      (SdSeverity  severity,
                                const char *code,
                                guint       element_id,
                                const char *place,
                                const char *format,
                                ...) G_GNUC_PRINTF (5, 6);
SdFinding *sd_finding_copy     (const SdFinding *self);
void       sd_finding_free     (SdFinding  *self);
/* @value (transfer full) */
void       sd_finding_add_fix  (SdFinding  *self,
                                guint       element_id,
                                const char *member,
                                JsonNode   *value,
                                const char *label_format,
                                ...) G_GNUC_PRINTF (5, 6);
/* FALSE when the element is gone or the value does not fit. */
gboolean   sd_fix_apply        (const SdFix *fix,
                                SdSchema    *schema,
                                GError     **error);
/* TRUE when @findings holds an error. */
gboolean   sd_findings_have_error (GPtrArray *findings);
/* A line each: "error: orders.customer_id: …". (transfer full) */
char      *sd_findings_to_text (GPtrArray  *findings);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SdFinding, sd_finding_free)

G_END_DECLS
