/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A report card to read: as text for a terminal, as JSON for programs, as a web
 * page to print or to hand out.
 */

#pragma once

#include "sd-report.h"

G_BEGIN_DECLS

/* All (transfer full). @schema: what the card is about. */
char *sd_report_to_text (SdReport *self,
                         SdSchema *schema);
char *sd_report_to_json (SdReport *self,
                         SdSchema *schema);
char *sd_report_to_html (SdReport *self,
                         SdSchema *schema);
/* "19 as declared, 3 within chance, none off" */
char *sd_report_summarize (SdReport *self);

G_END_DECLS
