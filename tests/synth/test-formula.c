/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Formulas from text to value, over a table of made-up columns. */

#include <stdlib.h>
#include <string.h>

#include "sd-calendar.h"
#include "sd-format.h"
#include "sd-formula-private.h"
#include "sd-random.h"
#include "test-formula-cases.h"

#define ROWS 5

/* The columns: quantity is 3 in the row that the cases look at, and so on. */
static gint64 quantities[ROWS] = { 3, 0, -2, 7, 1000000 };
static gint64 prices[ROWS] = { 1995, 0, 250, -333, 99999999 };
static double rates[ROWS] = { 0.25, 0.0, -1.5, 1e90, 3.0 };
static gint64 bigs[ROWS] = { G_MAXINT64, G_MININT64, 0, -1, 1 };
static gint64 nothings[ROWS] = { 0, 0, 0, 0, 0 };
static guint8 all_null[ROWS] = { 1, 1, 1, 1, 1 };
static gint64 holes[ROWS] = { 12, 1, 0, 9, 8 };
static guint8 hole_nulls[ROWS] = { 0, 1, 0, 1, 0 };
static gint64 actives[ROWS] = { 1, 0, 1, 0, 1 };
static gint64 days[ROWS] = { 19782, 0, -719162, 2932896, 19844 };  /* 2024-02-29, … */
static gint64 clocks[ROWS];
static gint64 moments[ROWS];
static guint32 cities[ROWS] = { 1, 0, 2, 0, 1 };
static SdText city_names[] = { { "Oslo", 4 }, { "Köln", 5 }, { "", 0 } };
static const SdDictionary city_dictionary = { 3, city_names };
static SdText names[ROWS] = {
  { "Zoë O'Hara", 11 }, { "", 0 }, { "  ana  ", 7 }, { "ÅSA ß", 7 }, { "日本語", 9 },
};
static SdText notes[ROWS] = { { NULL, 0 }, { "late", 4 }, { NULL, 0 }, { "a_b%c", 5 }, { "x", 1 } };
static guint8 note_nulls[ROWS] = { 1, 0, 1, 0, 0 };
static SdUuid uids[ROWS] = { { 0x0123456789abcdef, 0xfedcba9876543210 } };

typedef struct
{
  const char *name;
  SdVector    vector;
  SdValueKind kind;
  guint       scale;
} Column;

static const Column columns[] = {
  { "quantity", { SD_VECTOR_INT64, { .i64 = quantities } }, SD_VALUE_INTEGER },
  { "unit_price", { SD_VECTOR_INT64, { .i64 = prices } }, SD_VALUE_DECIMAL, 2 },
  { "rate", { SD_VECTOR_DOUBLE, { .f64 = rates } }, SD_VALUE_REAL },
  { "big", { SD_VECTOR_INT64, { .i64 = bigs } }, SD_VALUE_INTEGER },
  { "nothing", { SD_VECTOR_INT64, { .i64 = nothings }, NULL, all_null }, SD_VALUE_INTEGER },
  { "hole", { SD_VECTOR_INT64, { .i64 = holes }, NULL, hole_nulls }, SD_VALUE_INTEGER },
  { "active", { SD_VECTOR_INT64, { .i64 = actives } }, SD_VALUE_BOOLEAN },
  { "day", { SD_VECTOR_INT64, { .i64 = days } }, SD_VALUE_DATE },
  { "clock", { SD_VECTOR_INT64, { .i64 = clocks } }, SD_VALUE_TIME },
  { "moment", { SD_VECTOR_INT64, { .i64 = moments } }, SD_VALUE_TIMESTAMP },
  { "city", { SD_VECTOR_CODE, { .code = cities }, &city_dictionary }, SD_VALUE_TEXT },
  { "name", { SD_VECTOR_TEXT, { .text = names } }, SD_VALUE_TEXT },
  { "note", { SD_VECTOR_TEXT, { .text = notes }, NULL, note_nulls }, SD_VALUE_TEXT },
  { "uid", { SD_VECTOR_UUID, { .uuid = uids } }, SD_VALUE_UUID },
  { "order", { SD_VECTOR_INT64, { .i64 = quantities } }, SD_VALUE_INTEGER },
  { "customers.city", { SD_VECTOR_CODE, { .code = cities }, &city_dictionary }, SD_VALUE_TEXT },
  { "customer_id.age", { SD_VECTOR_INT64, { .i64 = holes }, NULL, hole_nulls }, SD_VALUE_INTEGER },
  { "COUNT(sales)", { SD_VECTOR_INT64, { .i64 = quantities } }, SD_VALUE_INTEGER },
  { "SUM(sales.amount)", { SD_VECTOR_INT64, { .i64 = prices } }, SD_VALUE_DECIMAL, 2 },
  { "AVG(sales.amount)", { SD_VECTOR_DOUBLE, { .f64 = rates } }, SD_VALUE_REAL },
};

static gboolean
find_column (const char      *name,
             SdFormulaInput  *input,
             char           **message)
{
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    if (strcmp (columns[i].name, name) == 0)
      {
        *input = (SdFormulaInput) { .index = i, .type = { columns[i].kind, columns[i].scale },
                                    .vector_kind = columns[i].vector.kind,
                                    .has_null = columns[i].vector.null != NULL };
        return TRUE;
      }
  *message = g_strdup_printf ("There is no column %s.", name);
  return FALSE;
}

static gboolean
resolve_name (gpointer              data,
              const SdFormulaNode  *name,
              SdFormulaInput       *input,
              char                **message)
{
  g_autofree char *full = name->qualifier != NULL
                          ? g_strconcat (name->qualifier, ".", name->name, NULL)
                          : g_strdup (name->name);

  return find_column (full, input, message);
}

static gboolean
resolve_aggregate (gpointer              data,
                   SdAggregate           function,
                   const SdFormulaNode  *argument,
                   int                   scale,
                   SdFormulaInput       *input,
                   char                **message)
{
  static const char * const names_of[] = { "COUNT", "SUM", "AVG", "MIN", "MAX" };
  g_autofree char *full = NULL;

  if (argument->operator != SD_FORMULA_NAME)
    full = g_strdup ("?");
  else if (argument->qualifier == NULL || strcmp (argument->name, "*") == 0)
    full = g_strdup_printf ("%s(%s)", names_of[function],
                            argument->qualifier != NULL ? argument->qualifier : argument->name);
  else
    full = g_strdup_printf ("%s(%s.%s)", names_of[function], argument->qualifier, argument->name);
  return find_column (full, input, message);
}

static const SdFormulaScope scope = { resolve_name, resolve_aggregate, NULL, 20000 };

/* Memory of one evaluation. */
static gpointer
allocate (gpointer data,
          gsize    size)
{
  gpointer memory = g_malloc (MAX (size, 1));

  /* Nothing may rely on what is there. */
  memset (memory, 0xaa, size);
  g_ptr_array_add (data, memory);
  return memory;
}

static guint first_row;
static guint n_drawn;

static void
draw (gpointer  data,
      guint     call,
      guint64  *out)
{
  for (guint i = 0; i < n_drawn; i++)
    out[i] = sd_random (7 + call, first_row + i);
}

static char *
describe (SdFormulaType   type,
          const SdVector *vector,
          guint           i)
{
  static const char * const kinds[] = { "error", "null", "boolean", "integer", "decimal", "real",
                                        "text", "date", "time", "timestamp", "uuid" };
  char text[SD_FORMAT_MAX] = "";
  char *end = text;

  if (vector->null != NULL && vector->null[i])
    return g_strdup_printf ("%s NULL", kinds[type.kind]);
  switch (type.kind)
    {
    case SD_VALUE_TEXT:
      return g_strdup_printf ("text %.*s", (int) vector->text[i].length, vector->text[i].data);
    case SD_VALUE_BOOLEAN:
      end = g_stpcpy (text, vector->i64[i] == 1 ? "true" : vector->i64[i] == 0 ? "false" : "?");
      break;
    case SD_VALUE_REAL:
      end = sd_format_double (text, vector->f64[i], '.');
      break;
    case SD_VALUE_DATE:
      end = sd_format_date (text, vector->i64[i]);
      break;
    case SD_VALUE_TIME:
      end = sd_format_time (text, vector->i64[i]);
      break;
    case SD_VALUE_TIMESTAMP:
      end = sd_format_timestamp (text, vector->i64[i], ' ');
      break;
    case SD_VALUE_UUID:
      end = sd_format_uuid (text, vector->uuid[i].high, vector->uuid[i].low);
      break;
    case SD_VALUE_INTEGER:
    case SD_VALUE_DECIMAL:
    case SD_VALUE_ERROR:
    case SD_VALUE_NULL:
    default:
      end = sd_format_decimal (text, vector->i64[i], type.scale, '.');
      break;
    }
  *end = '\0';
  return g_strdup_printf ("%s %s", kinds[type.kind], text);
}

/* The values of rows @first to @first + @n − 1. */
static GPtrArray *
run (const SdFormulaProgram *program,
     guint                   first,
     guint                   n)
{
  const SdFormulaRegister *result = sd_formula_program_get_result (program);
  g_autoptr (GPtrArray) memory = g_ptr_array_new_with_free_func (g_free);
  SdVector shifted[G_N_ELEMENTS (columns)];
  const SdVector *inputs[G_N_ELEMENTS (columns)];
  SdFormulaBatch batch = { n, inputs, allocate, draw, memory };
  SdVector out = { sd_value_kind_get_vector_kind (result->type.kind) };
  GPtrArray *values = g_ptr_array_new_with_free_func (g_free);
  static const gsize sizes[] = { 8, 8, 4, sizeof (SdText), sizeof (SdUuid) };

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      shifted[i] = columns[i].vector;
      shifted[i].i64 = (gpointer) ((char *) shifted[i].i64 + first * sizes[shifted[i].kind]);
      if (shifted[i].null != NULL)
        shifted[i].null += first;
      inputs[i] = &shifted[i];
    }
  first_row = first;
  n_drawn = n;
  out.i64 = allocate (memory, SD_BATCH_ROWS * sizeof (SdText));
  sd_formula_program_run (program, &batch, &out);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (values, describe (result->type, &out, i));
  /* A mask comes only where it was announced. */
  if (out.null != NULL && !result->may_null)
    for (guint i = 0; i < n; i++)
      g_assert_false (out.null[i]);
  if (result->has_bounds && out.kind == SD_VECTOR_DOUBLE)
    for (guint i = 0; i < n; i++)
      if (out.null == NULL || !out.null[i])
        {
          g_assert_cmpfloat (out.f64[i], >=, result->low);
          g_assert_cmpfloat (out.f64[i], <=, result->high);
        }
  if (result->has_range && out.kind == SD_VECTOR_INT64)
    for (guint i = 0; i < n; i++)
      if (out.null == NULL || !out.null[i])
        {
          g_assert_cmpint (out.i64[i], >=, result->minimum);
          g_assert_cmpint (out.i64[i], <=, result->maximum);
        }
  return values;
}

/* The value of row 0, or the messages. Every row on its own has to give what
 * the batch gives. */
static char *
evaluate_as (const char            *text,
             const SdFormulaTarget *target)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SdFormula) formula = sd_formula_parse (text, &error);
  g_autoptr (SdFormulaProgram) program = NULL;
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) values = NULL;

  if (formula == NULL)
    {
      g_assert_nonnull (error);
      return g_strdup (error->message);
    }
  program = sd_formula_bind (formula, formula->root, &scope, target, messages);
  if (program == NULL)
    {
      g_assert_cmpint (messages->len, >, 0);
      g_ptr_array_add (messages, NULL);
      return g_strjoinv (" ", (char **) messages->pdata);
    }
  g_assert_cmpint (messages->len, ==, 0);
  values = run (program, 0, ROWS);
  for (guint i = 0; i < ROWS; i++)
    {
      g_autoptr (GPtrArray) alone = run (program, i, 1);

      g_assert_cmpstr (alone->pdata[0], ==, values->pdata[i]);
    }
  return g_strdup (values->pdata[0]);
}

static char *
evaluate (const char *text)
{
  return evaluate_as (text, &(SdFormulaTarget) { { SD_VALUE_NULL } });
}

static void
check_cases (const Case *cases,
             guint       n)
{
  gboolean failed = FALSE;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *value = evaluate (cases[i].formula);

      if (strcmp (value, cases[i].value) != 0)
        {
          g_test_message ("%s\n  is       %s\n  expected %s", cases[i].formula, value,
                          cases[i].value);
          failed = TRUE;
        }
    }
  if (failed)
    g_test_fail ();
}

static void
test_cases (gconstpointer data)
{
  static const struct
  {
    const Case *cases;
    guint       n;
  } tables[] = {
    { arithmetic, G_N_ELEMENTS (arithmetic) }, { rounding, G_N_ELEMENTS (rounding) },
    { logic, G_N_ELEMENTS (logic) }, { texts, G_N_ELEMENTS (texts) },
    { dates, G_N_ELEMENTS (dates) }, { casts, G_N_ELEMENTS (casts) },
    { aggregates, G_N_ELEMENTS (aggregates) }, { errors, G_N_ELEMENTS (errors) },
  };
  const guint i = GPOINTER_TO_UINT (data);

  check_cases (tables[i].cases, tables[i].n);
}

typedef struct
{
  const char      *formula;
  SdFormulaTarget  target;
  const char      *value;
} Conversion;

static void
test_target (void)
{
  static const Conversion conversions[] = {
    { "1 / 8", { { SD_VALUE_DECIMAL, 2 }, 10 }, "decimal 0.13" },
    { "1 / 8", { { SD_VALUE_REAL } }, "real 0.125" },
    { "5 / 2", { { SD_VALUE_INTEGER } }, "integer 3" },
    { "quantity * unit_price", { { SD_VALUE_DECIMAL, 1 }, 10 }, "decimal 59.9" },
    { "quantity", { { SD_VALUE_DECIMAL, 2 }, 10 }, "decimal 3.00" },
    { "100", { { SD_VALUE_DECIMAL, 2 }, 4 }, "decimal NULL" },
    { "99.99", { { SD_VALUE_DECIMAL, 2 }, 4 }, "decimal 99.99" },
    { "rate", { { SD_VALUE_DECIMAL, 1 }, 9 }, "decimal 0.3" },
    { "quantity", { { SD_VALUE_TEXT } }, "text 3" },
    { "city", { { SD_VALUE_TEXT } }, "text Köln" },
    { "'2024-02-29'", { { SD_VALUE_DATE } }, "date 2024-02-29" },
    { "moment", { { SD_VALUE_DATE } }, "date 2024-02-29" },
    { "day", { { SD_VALUE_TIMESTAMP } }, "timestamp 2024-02-29 00:00:00" },
    { "uid", { { SD_VALUE_UUID } }, "uuid 01234567-89ab-cdef-fedc-ba9876543210" },
    { "NULL", { { SD_VALUE_DATE } }, "date NULL" },
    { "quantity > 2", { { SD_VALUE_BOOLEAN } }, "boolean true" },
    { "quantity > 2", { { SD_VALUE_INTEGER } }, "integer 1" },
    { "big", { { SD_VALUE_DECIMAL, 2 }, 18 }, "decimal NULL" },
    { "name", { { SD_VALUE_INTEGER } },
      "Column 1: “name” is text where a whole number is wanted." },
    { "quantity", { { SD_VALUE_BOOLEAN } },
      "Column 1: “quantity” is a whole number where true or false is wanted." },
    { "'soon'", { { SD_VALUE_DATE } },
      "Column 1: “'soon'” cannot be read as a date; write it like '2024-12-31'." },
    { "quantity + 1", { { SD_VALUE_DATE } },
      "Column 1: “quantity + 1” is a whole number where a date is wanted." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (conversions); i++)
    {
      g_autofree char *value = evaluate_as (conversions[i].formula, &conversions[i].target);

      g_assert_cmpstr (value, ==, conversions[i].value);
    }
}

static void
test_limits (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *value = NULL;

  for (guint i = 0; i < 63; i++)
    g_string_append_c (text, '(');
  g_string_append_c (text, '1');
  for (guint i = 0; i < 63; i++)
    g_string_append_c (text, ')');
  value = evaluate (text->str);
  g_assert_cmpstr (value, ==, "integer 1");

  g_string_prepend (text, "((");
  g_clear_pointer (&value, g_free);
  value = evaluate (text->str);
  g_assert_cmpstr (value, ==, "The formula is nested more than 64 levels deep.");

  g_string_assign (text, "1");
  for (guint i = 0; i < 499; i++)
    g_string_append (text, "+1");
  g_clear_pointer (&value, g_free);
  value = evaluate (text->str);
  g_assert_cmpstr (value, ==, "integer 500");
  g_string_append (text, "+1");
  g_clear_pointer (&value, g_free);
  value = evaluate (text->str);
  g_assert_cmpstr (value, ==,
                   "The formula has more than 1000 parts; split it over several columns.");

  g_string_assign (text, "1");
  while (text->len < 4097)
    g_string_append_c (text, ' ');
  g_clear_pointer (&value, g_free);
  value = evaluate (text->str);
  g_assert_cmpstr (value, ==, "The formula is longer than 4096 characters.");

  g_clear_pointer (&value, g_free);
  value = evaluate ("'\xff'");
  g_assert_cmpstr (value, ==, "The formula is no valid UTF-8 text.");

  g_string_assign (text, "''");
  for (guint i = 0; i < 65; i++)
    g_string_append (text, "||UPPER(name)");
  g_clear_pointer (&value, g_free);
  value = evaluate (text->str);
  g_assert_cmpstr (value, ==, "The formula makes text in more than 64 places; split it over "
                              "several columns.");
}

static gboolean
resolve_ranged (gpointer              data,
                const SdFormulaNode  *name,
                SdFormulaInput       *input,
                char                **message)
{
  const gboolean found = resolve_name (data, name, input, message);

  input->has_range = input->vector_kind == SD_VECTOR_INT64;
  input->minimum = -10;
  input->maximum = 2000;
  return found;
}

/* A range that is known proves that nothing overflows and no divisor is 0, and
 * so that nothing is NULL: that is what makes a column NOT NULL. */
static void
test_range (void)
{
  static const struct
  {
    const char *formula;
    gboolean    may_null;
  } cases[] = {
    { "quantity * unit_price", FALSE },
    { "quantity * unit_price * quantity * unit_price", FALSE },
    { "quantity * quantity * quantity * quantity * quantity * quantity * quantity", TRUE },
    { "ROUND (quantity * unit_price * 1.19, 2)", FALSE },
    { "quantity / 2", FALSE },
    { "quantity / quantity", TRUE },
    { "quantity / (quantity + 11)", FALSE },
    { "1 / (1 + EXP (-0.3 * quantity))", FALSE },
    { "ROUND (30000 + 2000 * quantity + NORMAL (0, 5000), 2)", FALSE },
    { "day + ROUND (UNIFORM (1, 30))", FALSE },
    { "LN (quantity)", TRUE },
    { "LN (quantity + 11)", FALSE },
    { "SQRT (ABS (quantity))", FALSE },
    { "quantity / POWER (unit_price / 100, 2)", TRUE },
    { "rate * 2", FALSE },
    { "ROUND (rate, 2)", TRUE },
    { "CASE WHEN active THEN 1 ELSE 2 END", FALSE },
    { "CASE WHEN active THEN 1 END", TRUE },
    { "COALESCE (hole, 0)", FALSE },
    { "COALESCE (hole, nothing)", TRUE },
    { "hole + 1", TRUE },
    { "hole IS NULL", FALSE },
    { "NULLIF (quantity, 0)", TRUE },
    { "YEAR (day)", FALSE },
    { "'x' || quantity", FALSE },
    { "LPAD (quantity, 6, '0')", FALSE },
    { "quantity % 7", FALSE },
    { "7 % quantity", TRUE },
    { "ROUND (quantity / 7, 2)", FALSE },
    { "ROUND (7 / quantity, 2)", TRUE },
  };
  const SdFormulaScope ranged = { resolve_ranged, resolve_aggregate, NULL, 20000 };
  const SdFormulaTarget as_it_is = { { SD_VALUE_NULL } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (SdFormula) formula = sd_formula_parse (cases[i].formula, NULL);
      g_autoptr (SdFormulaProgram) program =
        sd_formula_bind (formula, formula->root, &ranged, &as_it_is, messages);

      if (sd_formula_program_get_result (program)->may_null != cases[i].may_null)
        {
          g_test_message ("%s", cases[i].formula);
          g_test_fail ();
        }
    }
}

static void
test_conversion_range (void)
{
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func (g_free);
  const SdFormulaInput input = { .type = { SD_VALUE_INTEGER }, .has_range = TRUE, .minimum = -10,
                                 .maximum = 100 };
  g_autoptr (SdFormulaProgram) program = NULL;
  const SdFormulaRegister *result;

  program = sd_formula_bind_conversion (&input, &(SdFormulaTarget) { { SD_VALUE_DECIMAL, 2 }, 10 },
                                        messages);
  result = sd_formula_program_get_result (program);
  g_assert_true (result->has_range);
  g_assert_cmpint (result->minimum, ==, -1000);
  g_assert_cmpint (result->maximum, ==, 10000);
  g_assert_false (result->may_null);
}

/* Draws: one uniform per call and row, used as the law says. */
static void
test_draws (void)
{
  g_autofree char *uniform = evaluate ("RANDOM () = (RANDOM ())");
  g_autofree char *within = evaluate ("UNIFORM (5, 6) BETWEEN 5 AND 6");
  g_autofree char *normal = evaluate ("ABS (NORMAL (100, 2) - 100) < 20");
  g_autofree char *fixed = evaluate ("NORMAL (7, 0)");
  g_autofree char *type = evaluate ("ROUND (NORMAL (quantity, 1), 2)");
  g_autofree char *wrong = evaluate ("NORMAL (name, 1)");
  g_autofree char *null = evaluate ("UNIFORM (nothing, 1)");

  g_assert_cmpstr (uniform, ==, "boolean false");
  g_assert_cmpstr (within, ==, "boolean true");
  g_assert_cmpstr (normal, ==, "boolean true");
  g_assert_cmpstr (fixed, ==, "real 7");
  g_assert_true (g_str_has_prefix (type, "decimal "));
  g_assert_cmpstr (wrong, ==, "Column 9: “name” is text, but NORMAL takes a number.");
  g_assert_cmpstr (null, ==, "real NULL");
}

/* The fuzz: whatever comes in, a value or a message comes out. */
static const char * const words[] = {
  "1", "0", "-1", "2.5", "1e3", "NULL", "TRUE", "'a'", "''", "'2024-01-31'", "DATE '2024-01-31'",
  "quantity", "unit_price", "rate", "big", "nothing", "hole", "active", "day", "clock", "moment",
  "city", "name", "note", "uid", "customers.city", "(", ")", ",", "+", "-", "*", "/", "%", "||",
  "=",
  "<>", "<", ">=", "AND", "OR", "NOT", "IS NULL", "IS NOT NULL", "BETWEEN", "IN (", "LIKE", "CASE",
  "WHEN", "THEN", "ELSE", "END", "CAST (", "AS INTEGER)", "AS TEXT)", "AS DECIMAL (9, 2))",
  "AS DATE)", "ROUND (", "FLOOR (", "ABS (", "POWER (", "SQRT (", "LN (", "LEAST (", "COALESCE (",
  "NULLIF (", "IIF (", "UPPER (", "LENGTH (", "SUBSTR (", "REPLACE (", "LPAD (", "CONCAT (",
  "LEFT (",
  "YEAR (", "WEEKDAY (", "HOUR (", "ADD_MONTHS (", "DAYS_BETWEEN (", "TODAY ()", "NORMAL (",
  "RANDOM ()", "COUNT (sales)", "SUM (sales.amount)", "ß", "\"", "'", ".", "9223372036854775807",
};

static guint64 fuzz_counter;

static guint
fuzz (guint n)
{
  return sd_scale (sd_random (0x5d, fuzz_counter++), n);
}

/* An expression that parses, and mostly has types that fit. */
static void
append_expression (GString *text,
                   guint    depth)
{
  static const char * const atoms[] = { "quantity", "unit_price", "rate", "big", "hole",
                                        "nothing", "2", "0.5", "1e2", "active", "NULL",
                                        "LENGTH (name)", "YEAR (day)",
                                        "day - '2024-01-01'", "RANDOM ()" };
  static const char * const binary[] = { "+", "-", "*", "/", "%" };
  static const char * const unary[] = { "ROUND (", "FLOOR (", "CEIL (", "ABS (", "SIGN (", "SQRT (",
                                        "EXP (", "LN (", "-(", "CAST ('1' || " };
  static const char * const nary[] = { "LEAST (", "GREATEST (", "COALESCE (", "NULLIF (", "MOD (",
                                       "POWER (" };
  guint choice = depth == 0 ? 0 : fuzz (5);

  if (choice == 0)
    g_string_append (text, atoms[fuzz (G_N_ELEMENTS (atoms))]);
  else if (choice == 1)
    {
      const guint function = fuzz (G_N_ELEMENTS (unary));

      g_string_append (text, unary[function]);
      append_expression (text, depth - 1);
      g_string_append (text, function == G_N_ELEMENTS (unary) - 1 ? " AS DECIMAL (12, 3))" : ")");
    }
  else if (choice == 2)
    {
      g_string_append (text, nary[fuzz (G_N_ELEMENTS (nary))]);
      append_expression (text, depth - 1);
      g_string_append (text, ", ");
      append_expression (text, depth - 1);
      g_string_append (text, ")");
    }
  else if (choice == 3)
    {
      g_string_append (text, "CASE WHEN ");
      append_expression (text, depth - 1);
      g_string_append (text, " > ");
      append_expression (text, depth - 1);
      g_string_append (text, " THEN ");
      append_expression (text, depth - 1);
      g_string_append (text, " ELSE ");
      append_expression (text, depth - 1);
      g_string_append (text, " END");
    }
  else
    {
      g_string_append_c (text, '(');
      append_expression (text, depth - 1);
      g_string_append_printf (text, " %s ", binary[fuzz (G_N_ELEMENTS (binary))]);
      append_expression (text, depth - 1);
      g_string_append_c (text, ')');
    }
}

static void
test_fuzz (void)
{
  const guint rounds = g_test_slow () ? 200000 : 4000;
  guint n_values = 0;

  for (guint i = 0; i < rounds; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *value = NULL;

      if (i % 2 == 0)
        append_expression (text, fuzz (5));
      else
        for (guint n = 1 + fuzz (12); n > 0; n--)
          g_string_append_printf (text, "%s ", words[fuzz (G_N_ELEMENTS (words))]);
      /* A change of one byte here and there. */
      if (i % 4 == 2 && text->len > 0)
        text->str[fuzz (text->len)] = 1 + fuzz (255);
      value = evaluate (text->str);
      n_values += !g_str_has_prefix (value, "Column ");
    }
  g_test_message ("%u of %u have a value", n_values, rounds);
  g_assert_cmpint (n_values, >, rounds / 5);
}

static void
test_cost (void)
{
  g_autoptr (SdFormula) formula = sd_formula_parse ("round (quantity * unit_price, 2)", NULL);
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) memory = g_ptr_array_new_with_free_func (g_free);
  const SdFormulaTarget target = { { SD_VALUE_DECIMAL, 2 }, 18 };
  g_autoptr (SdFormulaProgram) program = sd_formula_bind (formula, formula->root, &scope, &target,
                                                          messages);
  g_autofree gint64 *values = g_new (gint64, SD_BATCH_ROWS);
  g_autofree gint64 *result = g_new (gint64, SD_BATCH_ROWS);
  const SdVector vector = { SD_VECTOR_INT64, { .i64 = values } };
  const SdVector *inputs[] = { &vector, &vector };
  const SdFormulaBatch batch = { SD_BATCH_ROWS, inputs, allocate, draw, memory };
  SdVector out = { SD_VECTOR_INT64, { .i64 = result } };
  const guint rounds = g_test_perf () ? 20000 : 10;
  double cost;
  gint64 start;

  for (guint i = 0; i < SD_BATCH_ROWS; i++)
    values[i] = i;
  start = g_get_monotonic_time ();
  for (guint i = 0; i < rounds; i++)
    {
      sd_formula_program_run (program, &batch, &out);
      g_ptr_array_set_size (memory, 0);
    }
  cost = (g_get_monotonic_time () - start) * 1000.0 / rounds / SD_BATCH_ROWS;
  g_test_minimized_result (cost, "round (quantity * unit_price, 2): %.2f ns a row", cost);
  g_assert_cmpint (result[1000], ==, 1000000);
}

int
main (int   argc,
      char *argv[])
{
  static const char * const tables[] = { "arithmetic", "rounding", "logic", "text", "dates",
                                         "casts", "aggregates", "errors" };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < ROWS; i++)
    {
      clocks[i] = (gint64) (9 * 60 + 5 + i) * 60 * G_USEC_PER_SEC;
      moments[i] = days[i] * SD_USEC_PER_DAY + G_GINT64_CONSTANT (49510) * G_USEC_PER_SEC;
    }
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *path = g_strdup_printf ("/formula/cases/%s", tables[i]);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_cases);
    }
  g_test_add_func ("/formula/target", test_target);
  g_test_add_func ("/formula/limits", test_limits);
  g_test_add_func ("/formula/range", test_range);
  g_test_add_func ("/formula/conversion-range", test_conversion_range);
  g_test_add_func ("/formula/draws", test_draws);
  g_test_add_func ("/formula/fuzz", test_fuzz);
  g_test_add_func ("/formula/cost", test_cost);
  return g_test_run ();
}
