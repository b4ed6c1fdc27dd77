/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Nasty values; see the header. */

#include "nasty-plan.h"

#include "sd-calendar.h"

#define TEXT(literal) { literal, sizeof literal - 1 }

const SdText nasty_texts[NASTY_N_TEXTS] = {
  TEXT (""),
  TEXT ("NULL"),
  TEXT ("NA"),
  TEXT ("\\N"),
  TEXT ("plain"),
  TEXT ("exactly 16 bytes"),
  TEXT ("a text of more than sixteen bytes and of more than thirty-two"),
  TEXT ("comma, inside"),
  TEXT ("semicolon; inside"),
  TEXT ("tab\tinside"),
  TEXT ("bar|inside"),
  TEXT ("a \"quoted\" word"),
  TEXT ("\""),
  TEXT ("it's an apostrophe"),
  TEXT ("'"),
  TEXT ("back\\slash"),
  TEXT ("\\"),
  TEXT ("line\nbreak"),
  TEXT ("carriage\rreturn"),
  TEXT ("both\r\nat the end\r\n"),
  TEXT ("=1+1"),
  TEXT ("+49 30 123456"),
  TEXT ("-5"),
  TEXT ("@SUM(A1)"),
  TEXT ("\357\274\235full width"),
  TEXT (" leading and trailing "),
  TEXT ("control\001\037\032characters"),
  TEXT ("\303\274ml\303\244\303\274t \303\237"),
  TEXT ("\346\227\245\346\234\254\350\252\236"),
  TEXT ("emoji \360\237\246\206 beyond"),
  TEXT ("\330\271\330\261\330\250\331\212"),
  TEXT ("\357\273\277marked"),
  TEXT ("<b>&amp;</b>"),
  TEXT ("_x0041_ and _x000D_"),
  TEXT ("GO\nGO"),
  TEXT ("$(variable) and $5"),
  TEXT ("100%_like"),
  TEXT ("; DROP TABLE nasty; --"),
  TEXT ("\\."),
  TEXT ("ends with a backslash \\"),
};

static gint64 ids[NASTY_N_TEXTS];
static gint64 integers[NASTY_N_TEXTS];
static gint64 decimals[NASTY_N_TEXTS];
static double reals[NASTY_N_TEXTS];
static gint64 booleans[NASTY_N_TEXTS];
static gint64 dates[NASTY_N_TEXTS];
static gint64 times[NASTY_N_TEXTS];
static gint64 timestamps[NASTY_N_TEXTS];
static SdUuid uuids[NASTY_N_TEXTS];
static guint8 some_null[NASTY_N_TEXTS];
static gint64 parents[NASTY_N_TEXTS];

static void
fill (void)
{
  static const gint64 special[] = {
    0, 1, -1, 9, 10, 99, -100, 12345, G_MAXINT32, G_MININT32,
    G_GINT64_CONSTANT (999999999999999), G_GINT64_CONSTANT (1000000000000000),
    G_GINT64_CONSTANT (-999999999999999999), G_GINT64_CONSTANT (9007199254740993),
    G_MAXINT64, G_MININT64,
  };
  static const double special_reals[] = {
    0, 0.1, -2.5, 1e300, 5e-324, 123456789.125, 0.30000000000000004, 1e15, -0.001, 4503599627370497.5,
  };
  static const gint64 special_dates[] = {
    0, -25567, -25568, -25508, -25509, 20000, SD_DATE_MAX, -400000, 18321, -1,
  };

  for (guint i = 0; i < NASTY_N_TEXTS; i++)
    {
      ids[i] = i + 1;
      integers[i] = special[i % G_N_ELEMENTS (special)];
      decimals[i] = integers[i] > -G_GINT64_CONSTANT (1000000000000000000)
                        && integers[i] < G_GINT64_CONSTANT (1000000000000000000)
                      ? integers[i]
                      : -7;
      reals[i] = special_reals[i % G_N_ELEMENTS (special_reals)];
      booleans[i] = i % 2;
      dates[i] = special_dates[i % G_N_ELEMENTS (special_dates)];
      times[i] = (gint64) i * 2400 * G_USEC_PER_SEC % SD_USEC_PER_DAY;
      timestamps[i] = dates[i] * SD_USEC_PER_DAY + times[i] + (i == 3 ? 250000 : 0);
      uuids[i] = (SdUuid) { G_GUINT64_CONSTANT (0x0123456789ab4def) + i, i };
      some_null[i] = i % 7 == 3;
      parents[i] = i / 2 + 1;
    }
}

static void
describe (SdPlanColumn *column,
          const char   *title,
          const char   *description,
          const char   *unit)
{
  column->title = title;
  column->description = description;
  column->unit = unit;
}

static void
add_nasty (SdPlan *plan)
{
  guint table = stub_plan_add_table (plan, "nasty", NASTY_N_TEXTS);

  stub_plan_edit_table (plan, table)->title = "Nasty values";
  stub_plan_edit_table (plan, table)->description = "Values that formats trip over.";
  stub_plan_add_int64 (plan, table, "id", SD_TYPE_INTEGER, 0, ids, NULL);
  stub_plan_set_key (plan, table, 0);
  stub_plan_edit_column (plan, table, 0)->has_range = TRUE;
  stub_plan_edit_column (plan, table, 0)->minimum = 1;
  stub_plan_edit_column (plan, table, 0)->maximum = NASTY_N_TEXTS;
  stub_plan_add_text (plan, table, "words", nasty_texts, NULL);
  stub_plan_add_codes (plan, table, "choice", nasty_texts, some_null);
  stub_plan_edit_column (plan, table, 2)->has_choices = TRUE;
  stub_plan_add_int64 (plan, table, "whole", SD_TYPE_INTEGER, 0, integers, some_null);
  stub_plan_add_int64 (plan, table, "price", SD_TYPE_DECIMAL, 2, decimals, some_null);
  describe (stub_plan_edit_column (plan, table, 4), "Price, 'net'",
            "What it costs.\nWithout \"tax\".", "EUR");
  stub_plan_add_double (plan, table, "real_value", reals, some_null);
  stub_plan_add_int64 (plan, table, "flag", SD_TYPE_BOOLEAN, 0, booleans, some_null);
  stub_plan_add_int64 (plan, table, "day", SD_TYPE_DATE, 0, dates, some_null);
  stub_plan_add_int64 (plan, table, "time_of_day", SD_TYPE_TIME, 0, times, some_null);
  stub_plan_add_int64 (plan, table, "moment", SD_TYPE_TIMESTAMP, 0, timestamps, NULL);
  stub_plan_add_uuid (plan, table, "code", uuids, some_null);
}

static void
add_order (SdPlan *plan)
{
  guint table = stub_plan_add_table (plan, "order", NASTY_N_TEXTS);

  stub_plan_add_int64 (plan, table, "id", SD_TYPE_INTEGER, 0, ids, NULL);
  stub_plan_set_key (plan, table, 0);
  stub_plan_add_int64 (plan, table, "nasty_id", SD_TYPE_INTEGER, 0, parents, some_null);
  stub_plan_add_reference (plan, table, 1, 0, 0, FALSE);
  stub_plan_add_int64 (plan, table, "group", SD_TYPE_INTEGER, 0, parents, some_null);
  stub_plan_add_reference (plan, table, 2, table, 0, TRUE);
}

SdPlan *
nasty_plan_new (void)
{
  static const guint order[] = { 0, 2, 1 };
  SdPlan *plan = stub_plan_new ("nasty_data", "Nasty data", 20454);
  guint table;

  fill ();
  add_nasty (plan);
  add_order (plan);
  table = stub_plan_add_table (plan, "nothing", 0);
  stub_plan_add_text (plan, table, "words", nasty_texts, NULL);
  stub_plan_set_load_order (plan, order);

  return plan;
}
