/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Mess that prompts ask for: what is messed up, how, and how much of it. */

#include <glib.h>
#include <string.h>

#include "planner-case.h"
#include "sd-calendar.h"

typedef struct
{
  const char *prompt;
  const char *mess;      /* "table:kind=share table.column:kind=share …" */
} MessCase;

static const MessCase cases[] = {
  { "200 customers with 10 % duplicates",
    "customers:duplicate=0.1" },
  { "200 customers with 10 % duplicates and typos in last names",
    "customers:duplicate=0.1 customers.last_name:typo=0.05" },
  { "customers and orders, mixed date formats",
    "customers.signup_date:date_format=0.2 orders.order_date:date_format=0.2" },
  { "customers with near-duplicates, 3 % typing errors in city",
    "customers:near_duplicate=0.05 customers.city:typo=0.03" },
  { "customers and their orders, 4 % duplicate orders", "orders:duplicate=0.04" },
  { "orders with 2 % outliers in unit price", "orders.unit_price:outlier=0.02" },
  { "customers with missing codes in the phone column", "customers.phone:missing_code=0.05" },
  { "customers without duplicates", "" },
  { "books in different formats", "" },
};

static void
append_mess (GString    *text,
             const char *table,
             const char *column,
             JsonArray  *mess)
{
  for (guint i = 0; mess != NULL && i < json_array_get_length (mess); i++)
    {
      JsonObject *one = json_array_get_object_element (mess, i);
      char share[G_ASCII_DTOSTR_BUF_SIZE];

      g_ascii_formatd (share, sizeof share, "%g", json_object_get_double_member (one, "share"));
      g_string_append_printf (text, "%s%s%s%s:%s=%s", text->len > 0 ? " " : "", table,
                              column != NULL ? "." : "", column != NULL ? column : "",
                              json_object_get_string_member (one, "kind"), share);
    }
}

/* (transfer full) */
static char *
list_mess (SdSchema *schema)
{
  GString *text = g_string_new (NULL);

  for (guint t = 0; t < sd_schema_get_n_tables (schema); t++)
    {
      SdTable *table = sd_schema_get_table (schema, t);

      append_mess (text, sd_table_get_name (table), NULL, sd_table_get_mess (table));
      for (guint c = 0; c < sd_table_get_n_columns (table); c++)
        {
          SdColumn *column = sd_table_get_column (table, c);
          const char *name = sd_column_get_name (column);

          append_mess (text, sd_table_get_name (table), name, sd_column_get_mess (column));
        }
    }
  return g_string_free (text, FALSE);
}

static SdSchema *
plan (const char *prompt,
      SdSchema   *schema)
{
  SdRequest request = { .prompt = prompt, .schema = schema, .locale = "en_US" };
  g_autoptr (SdDraft) draft = NULL;
  g_autoptr (GError) error = NULL;
  SdSchema *planned;

  g_assert_true (sd_date_parse (CASE_DAY, &request.as_of));
  draft = sd_planner_plan (&request);
  g_assert_nonnull (draft->schema);
  planned = sd_draft_to_schema (draft, schema, NULL, &error);
  g_assert_no_error (error);
  return planned;
}

static void
test_prompts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SdSchema) schema = plan (cases[i].prompt, NULL);
      g_autofree char *mess = list_mess (schema);

      g_test_message ("%s", cases[i].prompt);
      g_assert_cmpstr (mess, ==, cases[i].mess);
      g_assert_true (sd_schema_get_messy (schema) == (*cases[i].mess != '\0'));
    }
}

/* "Messy" alone is some of each. */
static void
test_messy (void)
{
  g_autoptr (SdSchema) schema = plan ("messy customer list for a cleaning exercise", NULL);
  g_autofree char *mess = list_mess (schema);

  g_assert_true (sd_schema_get_messy (schema));
  g_assert_nonnull (strstr (mess, "customers:duplicate=0.02"));
  g_assert_nonnull (strstr (mess, "customers.last_name:typo=0.03"));
  g_assert_nonnull (strstr (mess, "customers.signup_date:date_format=0.1"));
}

/* Of a document that is there; what it has stays. */
static void
test_edit (void)
{
  g_autoptr (SdSchema) before = plan ("200 customers with 10 % duplicates", NULL);
  g_autoptr (SdSchema) after = plan ("add 3 % typos in last names", before);
  g_autofree char *mess = list_mess (after);

  g_assert_cmpstr (mess, ==, "customers:duplicate=0.1 customers.last_name:typo=0.03");
  g_assert_true (sd_schema_get_messy (after));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/planner-mess/prompts", test_prompts);
  g_test_add_func ("/planner-mess/messy", test_messy);
  g_test_add_func ("/planner-mess/edit", test_edit);

  return g_test_run ();
}
