/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Life cycles: the state and the dates of its stages agree with each other and
 * with the document's day, the ways have the shares that were declared, and the
 * times on the way follow their laws.
 */

#include <math.h>
#include <string.h>

#include "sd-calendar.h"
#include "sd-test-plan.h"

#define TODAY "2026-03-01"

static const char *states[] = { "ordered", "paid", "shipped", "delivered", "returned",
                                "cancelled" };

/* @days: the mean of every step; the orders are of the year up to @last. */
static SdSchema *
make_schema (guint       rows,
             const char *type,
             const char *last,
             double      days,
             const char *margins)
{
  g_autoptr (GString) table = g_string_new (NULL);

  g_string_append_printf (table, "{ 'id': 1, 'name': 'orders', 'rows': %u, 'margins': '%s',"
                          "'columns': ["
                          "  { 'id': 2, 'name': 'ordered_at', 'type': '%s', 'generator': '%s',"
                          "    'parameters': { 'min': '2025-03-01', 'max': '%s' } },"
                          "  { 'id': 3, 'name': 'status', 'type': 'text',"
                          "    'generator': 'life_cycle', 'parameters': { 'start': 'ordered_at',"
                          "    'states': ['ordered', 'paid', 'shipped', 'delivered', 'returned',"
                          "    'cancelled'], 'transitions': [", rows, margins, type, type, last);
  g_string_append_printf (table,
                          "{ 'from': 'ordered', 'to': 'paid', 'share': 0.9, 'days': %g },"
                          "{ 'from': 'ordered', 'to': 'cancelled', 'share': 0.1, 'days': %g,"
                          "  'distribution': 'uniform' },"
                          "{ 'from': 'paid', 'to': 'shipped', 'share': 1, 'days': %g,"
                          "  'distribution': 'lognormal', 'stddev': %g },"
                          "{ 'from': 'shipped', 'to': 'delivered', 'share': 1, 'days': %g,"
                          "  'distribution': 'fixed' },"
                          "{ 'from': 'delivered', 'to': 'returned', 'share': 0.2, 'days': %g }"
                          "] } }", days, days, days, days / 2, days, days);
  for (guint s = 0; s < G_N_ELEMENTS (states); s++)
    g_string_append_printf (table, ", { 'id': %u, 'name': 'at_%s', 'type': '%s', 'nullable': true,"
                            "  'generator': 'stage', 'parameters': { 'cycle': 'status',"
                            "  'state': '%s' } }", 10 + s, states[s], type, states[s]);
  g_string_append (table, "] }");
  return sd_test_schema (table->str, "");
}

static guint
find_state (const char *name)
{
  guint s = 0;

  while (!g_str_equal (states[s], name))
    s++;
  return s;
}

typedef struct
{
  GPtrArray *status;
  GPtrArray *start;
  GPtrArray *stages[G_N_ELEMENTS (states)];
} Orders;

static void
orders_init (Orders *self,
             SdPlan *plan,
             guint   batch)
{
  self->status = sd_test_column (plan, "orders", "status", batch);
  self->start = sd_test_column (plan, "orders", "ordered_at", batch);
  for (guint s = 0; s < G_N_ELEMENTS (states); s++)
    {
      g_autofree char *name = g_strconcat ("at_", states[s], NULL);

      self->stages[s] = sd_test_column (plan, "orders", name, batch);
    }
}

static void
orders_clear (Orders *self)
{
  g_ptr_array_unref (self->status);
  g_ptr_array_unref (self->start);
  for (guint s = 0; s < G_N_ELEMENTS (states); s++)
    g_ptr_array_unref (self->stages[s]);
}

static gboolean
is_entered (const Orders *self,
            guint         state,
            guint         row)
{
  return !g_str_equal (self->stages[state]->pdata[row], "∅");
}

/* ISO moments stand in the order of their text. */
static void
check_agreement (const Orders *self)
{
  static const int before[] = { -1, 0, 1, 2, 3, 0 };

  for (guint i = 0; i < self->status->len; i++)
    {
      const guint state = find_state (self->status->pdata[i]);

      g_assert_cmpstr (self->stages[0]->pdata[i], ==, self->start->pdata[i]);
      g_assert_true (is_entered (self, state, i));
      for (guint s = 1; s < G_N_ELEMENTS (states); s++)
        {
          const char *moment = self->stages[s]->pdata[i];

          if (!is_entered (self, s, i))
            continue;
          g_assert_true (is_entered (self, before[s], i));
          g_assert_cmpstr (self->stages[before[s]]->pdata[i], <=, moment);
          g_assert_cmpint (strncmp (moment, TODAY, strlen (TODAY)), <=, 0);
          /* What was entered last is the state. */
          g_assert_cmpstr (moment, <=, self->stages[state]->pdata[i]);
        }
      g_assert_false (is_entered (self, 1, i) && is_entered (self, 5, i));
    }
}

static void
test_agreement (void)
{
  static const char *types[] = { "date", "timestamp" };

  for (guint t = 0; t < G_N_ELEMENTS (types); t++)
    {
      g_autoptr (SdSchema) schema = make_schema (5000, types[t], TODAY, 20, "balanced");
      g_autoptr (SdPlan) plan = sd_test_plan (schema);
      Orders whole, sevens;
      guint counts[G_N_ELEMENTS (states)] = { 0 };

      orders_init (&whole, plan, 1024);
      orders_init (&sevens, plan, 7);
      check_agreement (&whole);
      for (guint i = 0; i < whole.status->len; i++)
        {
          counts[find_state (whole.status->pdata[i])]++;
          g_assert_cmpstr (whole.status->pdata[i], ==, sevens.status->pdata[i]);
          for (guint s = 0; s < G_N_ELEMENTS (states); s++)
            g_assert_cmpstr (whole.stages[s]->pdata[i], ==, sevens.stages[s]->pdata[i]);
        }
      /* A year of orders with weeks between the steps: some are under way. */
      for (guint s = 0; s < G_N_ELEMENTS (states); s++)
        g_assert_cmpuint (counts[s], >, 50);
      orders_clear (&whole);
      orders_clear (&sevens);
    }
}

/* Where the day cuts nothing off, the shares of the ways are exact. */
static void
test_shares (void)
{
  static const char *margins[] = { "exact", "balanced" };
  static const guint sizes[] = { 50, 200, 4000, 9000 };

  for (guint m = 0; m < G_N_ELEMENTS (margins); m++)
    for (guint k = 0; k < G_N_ELEMENTS (sizes); k++)
      {
        g_autoptr (SdSchema) schema = make_schema (sizes[k], "timestamp", "2025-06-01", 1,
                                                   margins[m]);
        g_autoptr (SdPlan) plan = sd_test_plan (schema);
        Orders orders;
        /* Each block of 4,096 rows rounds for itself. */
        const double slack = (double) ((sizes[k] + 4095) / 4096);
        double counts[G_N_ELEMENTS (states)] = { 0 };

        orders_init (&orders, plan, 1024);
        for (guint i = 0; i < sizes[k]; i++)
          counts[find_state (orders.status->pdata[i])]++;
        orders_clear (&orders);
        g_assert_cmpfloat (fabs (counts[5] - 0.1 * sizes[k]), <=, slack);
        g_assert_cmpfloat (fabs (counts[4] - 0.9 * 0.2 * sizes[k]), <=, slack);
        g_assert_cmpfloat (fabs (counts[3] - 0.9 * 0.8 * sizes[k]), <=, slack);
        g_assert_cmpfloat (counts[0] + counts[1] + counts[2], ==, 0);
      }
}

/* The times on the way: means and standard deviations of the laws. */
static void
test_dwell (void)
{
  g_autoptr (SdSchema) schema = make_schema (8000, "timestamp", "2025-06-01", 2, "balanced");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  static const struct
  {
    guint  from, to;
    double stddev;
  } steps[] = {
    { 0, 1, 2 }, { 0, 5, 2 / 1.7320508 }, { 1, 2, 1 }, { 2, 3, 0 }, { 3, 4, 2 },
  };
  Orders orders;

  orders_init (&orders, plan, 1024);
  for (guint k = 0; k < G_N_ELEMENTS (steps); k++)
    {
      double sum = 0, squares = 0, n = 0;

      for (guint i = 0; i < orders.status->len; i++)
        {
          gint64 from, to;
          double days;

          if (!is_entered (&orders, steps[k].to, i))
            continue;
          g_assert_true (sd_timestamp_parse (orders.stages[steps[k].from]->pdata[i], &from));
          g_assert_true (sd_timestamp_parse (orders.stages[steps[k].to]->pdata[i], &to));
          days = (double) (to - from) / SD_USEC_PER_DAY;
          sum += days;
          squares += days * days;
          n++;
        }
      sum /= n;
      squares = sqrt (MAX (squares / n - sum * sum, 0));
      g_test_message ("%s → %s: %.0f rows, mean %.3f, standard deviation %.3f",
                      states[steps[k].from], states[steps[k].to], n, sum, squares);
      g_assert_cmpfloat (fabs (sum - 2), <, 4 * steps[k].stddev / sqrt (n) + 1e-5);
      g_assert_cmpfloat (fabs (squares - steps[k].stddev), <, 0.12 * steps[k].stddev + 1e-5);
    }
  orders_clear (&orders);
}

/* The stages come one after the other also where a circle never ends. */
static void
test_circle (void)
{
  g_autoptr (SdSchema) schema =
    sd_test_schema ("{ 'id': 1, 'name': 't', 'rows': 500, 'columns': ["
                    "  { 'id': 2, 'name': 'at', 'type': 'date', 'generator': 'date',"
                    "    'parameters': { 'min': '2020-01-01', 'max': '2025-01-01' } },"
                    "  { 'id': 3, 'name': 'state', 'type': 'text', 'generator': 'life_cycle',"
                    "    'parameters': { 'start': 'at', 'states': ['on', 'off'], 'transitions': ["
                    "    { 'from': 'on', 'to': 'off', 'share': 1, 'days': 1 },"
                    "    { 'from': 'off', 'to': 'on', 'share': 1, 'days': 1 } ] } } ] }", "");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GPtrArray) state = sd_test_column (plan, "t", "state", 1024);

  for (guint i = 0; i < state->len; i++)
    g_assert_true (g_str_equal (state->pdata[i], "on") || g_str_equal (state->pdata[i], "off"));
}

/* Another step changes nothing of the rows' ways up to it. */
static void
test_stable (void)
{
  g_autoptr (SdSchema) schema = make_schema (3000, "timestamp", TODAY, 5, "balanced");
  g_autoptr (SdSchema) slow = make_schema (3000, "timestamp", TODAY, 10, "balanced");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (SdPlan) slow_plan = sd_test_plan (slow);
  Orders a, b;

  orders_init (&a, plan, 1024);
  orders_init (&b, slow_plan, 1024);
  for (guint i = 0; i < a.status->len; i++)
    {
      /* Twice as slow, no row is further, and those that will be cancelled are the
       * same. */
      for (guint s = 0; s < G_N_ELEMENTS (states); s++)
        if (is_entered (&b, s, i))
          g_assert_true (is_entered (&a, s, i));
    }
  orders_clear (&a);
  orders_clear (&b);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/synth/life-cycle/agreement", test_agreement);
  g_test_add_func ("/synth/life-cycle/shares", test_shares);
  g_test_add_func ("/synth/life-cycle/dwell", test_dwell);
  g_test_add_func ("/synth/life-cycle/circle", test_circle);
  g_test_add_func ("/synth/life-cycle/stable", test_stable);

  return g_test_run ();
}
