/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A row of the report card as people read it: the heading of a table, or one
 * declared property beside what the data have.
 */

#pragma once

#include <gio/gio.h>

#include "sd-report.h"

G_BEGIN_DECLS

#define SD_TYPE_REPORT_ITEM (sd_report_item_get_type ())
G_DECLARE_FINAL_TYPE (SdReportItem, sd_report_item, SD, REPORT_ITEM, GObject)

/* What a list shows; SD_REPORT_ALL or 1 << SdVerdict. */
typedef enum
{
  SD_REPORT_OFF = 1 << SD_VERDICT_OFF,
  SD_REPORT_CHANCE = 1 << SD_VERDICT_CHANCE,
  SD_REPORT_FEW = 1 << SD_VERDICT_FEW,
  SD_REPORT_ALL = SD_REPORT_OFF | SD_REPORT_CHANCE | SD_REPORT_FEW | 1 << SD_VERDICT_DECLARED,
} SdReportFilter;

/* The lines of a card under the headings of their tables. What is off comes first:
 * its tables, and its lines in them. (transfer full) */
GListModel   *sd_report_item_list         (SdReport       *report,
                                           SdReportFilter  filter);

gboolean      sd_report_item_is_heading   (SdReportItem   *self);
SdVerdict     sd_report_item_get_verdict  (SdReportItem   *self);
/* The id of the column or table of @schema that it is about; 0 when there is none. */
guint         sd_report_item_find_element (SdReportItem   *self,
                                           SdSchema       *schema);
/* What it is about, as markup. */
const char   *sd_report_item_get_title    (SdReportItem   *self);
/* "Within chance · 2,000 rows"; empty for headings, as those that follow. */
const char   *sd_report_item_get_judged   (SdReportItem   *self);
const char   *sd_report_item_get_measured (SdReportItem   *self);
const char   *sd_report_item_get_declared (SdReportItem   *self);
/* All of it in a row, for screen readers. */
const char   *sd_report_item_get_spoken   (SdReportItem   *self);

G_END_DECLS
