/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The report card: green for what is as declared, red as soon as the data come
 * from a document with one parameter wrong by a twentieth.
 */

#include <math.h>

#include "sd-report.h"
#include "sd-test-plan.h"

#define TABLES \
  "{'id':1,'name':'customers','rows':400,'primary_key':['customer_id'],'columns':[" \
  " {'id':2,'name':'customer_id','type':'integer','generator':'sequence'}," \
  " {'id':3,'name':'age','type':'integer','generator':'number','parameters':" \
  "   {'distribution':'normal','mean':40,'stddev':8,'min':18,'max':80}}," \
  " {'id':4,'name':'segment','type':'text','generator':'category','parameters':" \
  "   {'values':['A','B','C'],'weights':[50,30,20]}}," \
  " {'id':5,'name':'email','type':'text','generator':'semantic','parameters':" \
  "   {'semantic':'email'},'unique':true,'missing':0.1}," \
  " {'id':6,'name':'spent','type':'decimal','precision':12,'scale':2,'generator':'aggregate'," \
  "   'parameters':{'function':'sum','child':'orders','column':'amount'}}]}," \
  "{'id':10,'name':'orders','rows':3000,'primary_key':['order_id'],'columns':[" \
  " {'id':11,'name':'order_id','type':'integer','generator':'sequence'}," \
  " {'id':12,'name':'customer_id','type':'integer','generator':'reference'}," \
  " {'id':13,'name':'amount','type':'decimal','precision':10,'scale':2,'generator':'number'," \
  "   'parameters':{'distribution':'lognormal','mean':50,'stddev':30}}," \
  " {'id':14,'name':'express','type':'boolean','generator':'boolean'," \
  "   'parameters':{'share':0.2}}," \
  " {'id':15,'name':'weight','type':'real','generator':'number','parameters':" \
  "   {'distribution':'exponential','mean':2}}," \
  " {'id':16,'name':'items','type':'integer','generator':'number','parameters':" \
  "   {'distribution':'poisson','mean':3}}]}"

#define LINKS \
  "{'id':20,'parent_table_name':'customers','child_table_name':'orders'," \
  " 'child_foreign_key':['customer_id'],'law':'negative_binomial'," \
  " 'law_parameters':{'dispersion':2},'law_from':'user'}"

/* The document with @from replaced by @to; both in single quotes. */
static SdSchema *
make_schema (const char *from,
             const char *to)
{
  g_auto (GStrv) tables = g_strsplit (TABLES, from != NULL ? from : "\n", -1);
  g_auto (GStrv) links = g_strsplit (LINKS, from != NULL ? from : "\n", -1);
  g_autofree char *new_tables = g_strjoinv (to != NULL ? to : "\n", tables);
  g_autofree char *new_links = g_strjoinv (to != NULL ? to : "\n", links);

  g_assert_true (from == NULL || g_strv_length (tables) + g_strv_length (links) > 2);
  return sd_test_schema (new_tables, new_links);
}

static SdReport *
make_report (SdSchema *schema,
             SdSchema *made_from,
             guint64   max_rows)
{
  const SdReportOptions options = { .max_rows = max_rows, .made_from = made_from };
  g_autoptr (GError) error = NULL;
  SdReport *report = sd_report_new (schema, &options, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return report;
}

static const SdReportLine *
find_line (SdReport   *report,
           const char *place,
           const char *property)
{
  for (guint i = 0; i < sd_report_get_n_lines (report); i++)
    {
      const SdReportLine *line = sd_report_get_line (report, i);

      if (g_str_equal (line->place, place) && g_str_equal (line->property, property))
        return line;
    }
  g_test_message ("no line %s %s", place, property);
  g_test_fail ();
  return NULL;
}

static void
test_good (void)
{
  g_autoptr (SdSchema) schema = make_schema (NULL, NULL);
  g_autoptr (SdReport) report = make_report (schema, NULL, 0);
  const SdReportLine *line;

  g_assert_cmpuint (sd_report_count (report, SD_VERDICT_OFF), ==, 0);
  line = find_line (report, "orders", "Rows");
  g_assert_cmpfloat (line->measured, ==, 3000);
  line = find_line (report, "customers.email", "Unique");
  g_assert_cmpfloat (line->measured, ==, 360);   /* a tenth is missing */
  line = find_line (report, "customers.email", "Missing cells");
  g_assert_cmpfloat (line->target, ==, 0.1);
  line = find_line (report, "orders.customer_id", "References");
  g_assert_cmpfloat (line->measured, ==, 3000);
  line = find_line (report, "customers.spent", "Total of its rows");
  g_assert_cmpfloat (line->measured, ==, 400);
  line = find_line (report, "orders.customer_id", "Rows per parent");
  g_assert_cmpint (line->verdict, ==, SD_VERDICT_DECLARED);
  line = find_line (report, "orders.amount", "Distribution");
  g_assert_cmpstr (line->metric, ==, "KSComplement");
  g_assert_cmpfloat (line->score, >, 0.99);
}

/* One parameter of the data is wrong by a twentieth. */
static const struct
{
  const char *from, *to, *place, *property;
} wrong[] = {
  { "'mean':40", "'mean':42", "customers.age", "Distribution" },
  { "'stddev':8", "'stddev':8.4", "customers.age", "Distribution" },
  { "'weights':[50,30,20]", "'weights':[52.5,27.5,20]", "customers.segment", "Distribution" },
  { "'missing':0.1", "'missing':0.105", "customers.email", "Missing cells" },
  { "'mean':50", "'mean':52.5", "orders.amount", "Distribution" },
  { "'stddev':30", "'stddev':31.5", "orders.amount", "Distribution" },
  { "'share':0.2", "'share':0.21", "orders.express", "Distribution" },
  { "'mean':2}", "'mean':2.1}", "orders.weight", "Distribution" },
  { "'mean':3}", "'mean':3.15}", "orders.items", "Distribution" },
  { "'rows':3000", "'rows':3150", "orders", "Rows" },
};

static void
test_power (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autoptr (SdSchema) schema = make_schema (NULL, NULL);
  g_autoptr (SdSchema) made = make_schema (wrong[i].from, wrong[i].to);
  g_autoptr (SdReport) report = make_report (schema, made, 0);
  const SdReportLine *line = find_line (report, wrong[i].place, wrong[i].property);

  g_assert_nonnull (line);
  /* A twentieth of a tenth of 400 rows is two cells. */
  if (g_str_equal (wrong[i].property, "Missing cells"))
    g_assert_cmpfloat (line->measured, ==, 0.105);
  g_assert_cmpint (line->verdict, ==, SD_VERDICT_OFF);
}

static void
test_counted (void)
{
  g_autoptr (SdSchema) schema = make_schema (NULL, NULL);
  g_autoptr (SdSchema) repeated = make_schema ("'semantic','parameters':   {'semantic':'email'},"
                                               "'unique':true",
                                               "'category','parameters':   {'values':['x']}");
  g_autoptr (SdSchema) doubled = make_schema ("'function':'sum'", "'function':'max'");
  g_autoptr (SdReport) report = make_report (schema, repeated, 0);
  g_autoptr (SdReport) other = make_report (schema, doubled, 0);

  g_assert_cmpint (find_line (report, "customers.email", "Unique")->verdict, ==, SD_VERDICT_OFF);
  g_assert_cmpfloat (find_line (report, "customers.email", "Unique")->measured, ==, 1);
  g_assert_cmpint (find_line (other, "customers.spent", "Total of its rows")->verdict, ==,
                   SD_VERDICT_OFF);
}

static void
test_sampled (void)
{
  g_autoptr (SdSchema) schema = make_schema (NULL, NULL);
  g_autoptr (SdReport) report = make_report (schema, NULL, 1500);
  const SdReportLine *line = find_line (report, "orders.items", "Distribution");

  g_assert_true (line->sampled);
  g_assert_cmpuint (line->n_rows, ==, 1500);
  g_assert_false (find_line (report, "customers.age", "Distribution")->sampled);
  /* What is counted is counted over all rows. */
  g_assert_cmpuint (find_line (report, "orders.customer_id", "References")->n_rows, ==, 3000);
}

static void
test_few (void)
{
  g_autoptr (SdSchema) schema = make_schema ("'rows':400", "'rows':3");
  g_autoptr (SdReport) report = make_report (schema, NULL, 0);

  g_assert_cmpint (find_line (report, "customers.age", "Distribution")->verdict, ==,
                   SD_VERDICT_FEW);
}

/* Dates are drawn otherwise than numbers, and as the first of correlated columns
 * nothing is drawn after. */
static void
test_dates (gconstpointer margins)
{
  g_autofree char *table =
    g_strdup_printf ("{'id':1,'name':'people','rows':3000,'margins':'%s','primary_key':['id'],"
                     "'columns':["
                     " {'id':2,'name':'id','type':'integer','generator':'sequence'},"
                     " {'id':3,'name':'born','type':'date','generator':'date','parameters':"
                     "   {'min':'1940-01-01','max':'2005-12-31'}},"
                     " {'id':4,'name':'pressure','type':'integer','generator':'number',"
                     "   'parameters':{'distribution':'normal','mean':130,'stddev':16}}],"
                     "'correlations':[{'columns':['born','pressure'],'value':-0.4}]}",
                     (const char *) margins);
  g_autoptr (SdSchema) schema = sd_test_schema (table, "");
  g_autoptr (SdReport) report = make_report (schema, NULL, 0);

  g_assert_cmpfloat (fabs (find_line (report, "people: born, pressure", "Correlation")->measured
                           + 0.4), <, 0.06);
  g_assert_cmpuint (sd_report_count (report, SD_VERDICT_OFF), ==, 0);
}

static void
on_progress (guint    done,
             guint    total,
             gpointer data)
{
  if (done == 2)
    g_cancellable_cancel (data);
  g_assert_cmpuint (done, <=, 3);
}

static void
test_cancel (void)
{
  g_autoptr (SdSchema) schema = make_schema (NULL, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (sd_report_new (schema, NULL, on_progress, cancellable, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* The first row of a hierarchy is in no group, and has no running value. */
static void
test_no_group (void)
{
  g_autoptr (SdSchema) schema =
    sd_test_schema ("{'id':1,'name':'t','rows':60,'primary_key':['id'],'columns':["
                    " {'id':2,'name':'id','type':'integer','generator':'sequence'},"
                    " {'id':3,'name':'above','type':'integer','generator':'reference'},"
                    " {'id':4,'name':'x','type':'integer','generator':'number'},"
                    " {'id':5,'name':'most','type':'integer','nullable':true,"
                    "  'generator':'running','parameters':{'function':'max','column':'x',"
                    "   'order_by':'id','within':'above'}}]}",
                    "{'id':6,'parent_table_name':'t','child_table_name':'t',"
                    " 'child_foreign_key':['above']}");
  g_autoptr (SdReport) report = make_report (schema, NULL, 0);

  g_assert_cmpint (find_line (report, "t.most", "Running value")->verdict, ==,
                   SD_VERDICT_DECLARED);
}

/* A kind of mess that is declared twice is rounded to whole rows twice. */
static void
test_mess_twice (void)
{
  g_autoptr (SdSchema) schema =
    sd_test_schema ("{'id':1,'name':'t','rows':75,'columns':["
                    " {'id':2,'name':'x','type':'integer','generator':'number'}],"
                    "'mess':[{'kind':'duplicate','share':0.1},{'kind':'duplicate','share':0.18}]}",
                    "");
  g_autoptr (SdReport) report = NULL;

  sd_schema_set_messy (schema, TRUE);
  report = make_report (schema, NULL, 0);
  g_assert_cmpint (find_line (report, "t", "Mess: Duplicate rows")->verdict, ==,
                   SD_VERDICT_DECLARED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/good", test_good);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *path = g_strdup_printf ("/report/power/%s-%u", wrong[i].place, i);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_power);
    }
  g_test_add_func ("/report/counted", test_counted);
  g_test_add_func ("/report/sampled", test_sampled);
  g_test_add_func ("/report/few", test_few);
  g_test_add_data_func ("/report/dates/exact", "exact", test_dates);
  g_test_add_data_func ("/report/dates/balanced", "balanced", test_dates);
  g_test_add_func ("/report/no-group", test_no_group);
  g_test_add_func ("/report/mess-twice", test_mess_twice);
  g_test_add_func ("/report/cancel", test_cancel);
  return g_test_run ();
}
