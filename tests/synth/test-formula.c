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

typedef struct
{
  const char *formula;
  const char *value;
} Case;

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
          g_test_message ("%s\n  is       %s\n  expected %s", cases[i].formula, value, cases[i].value);
          failed = TRUE;
        }
    }
  if (failed)
    g_test_fail ();
}

static const Case arithmetic[] = {
  { "1", "integer 1" },
  { "  1 + 2 * 3 ", "integer 7" },
  { "(1 + 2) * 3", "integer 9" },
  { "10 - 4 - 3", "integer 3" },
  { "-2 * -3", "integer 6" },
  { "- -2", "integer 2" },
  { "+5", "integer 5" },
  { "1.50", "decimal 1.50" },
  { ".5 + 1", "decimal 1.5" },
  { "1. + 1", "integer 2" },
  { "0.1 + 0.2", "decimal 0.3" },
  { "0.1 + 0.2 = 0.3", "boolean true" },
  { "1.5 - 2.25", "decimal -0.75" },
  { "1.10 * 1.10", "decimal 1.2100" },
  { "0.000005 * 0.0001", "decimal 0.000000001" },
  { "-0.000005 * 0.0001", "decimal -0.000000001" },
  { "0.000004 * 0.0001", "decimal 0.000000000" },
  { "1e3", "real 1000" },
  { "0.12345678901", "real 0.12345678901" },
  { "1 / 2", "real 0.5" },
  { "7 / 2 * 2", "real 7" },
  { "1 / 0", "real NULL" },
  { "0.0 / 0", "real NULL" },
  { "1e308 * 10", "real NULL" },
  { "1e308 * 10 IS NULL", "boolean true" },
  { "7 % 3", "integer 1" },
  { "-7 % 3", "integer -1" },
  { "7.5 % 2", "decimal 1.5" },
  { "5 % 0", "integer NULL" },
  { "MOD (17, 5)", "integer 2" },
  { "mod (7e0, 2.5)", "real 2" },
  { "9223372036854775807", "integer 9223372036854775807" },
  { "9223372036854775807 + 1", "integer NULL" },
  { "-9223372036854775807 - 2", "integer NULL" },
  { "big + 1", "integer NULL" },
  { "big * 2", "integer NULL" },
  { "big - 1", "integer 9223372036854775806" },
  { "big + 0.1", "decimal NULL" },
  { "-big", "integer -9223372036854775807" },
  { "3000000000 * 3000000000", "integer 9000000000000000000" },
  { "4000000000 * 4000000000", "integer NULL" },
  { "quantity * unit_price", "decimal 59.85" },
  { "round (quantity * unit_price, 2)", "decimal 59.85" },
  { "quantity + TRUE", "integer 4" },
  { "active * 2", "integer 2" },
  { "unit_price * 1.19", "decimal 23.7405" },
  { "ROUND (unit_price * 1.19, 2)", "decimal 23.74" },
  { "rate * unit_price", "real 4.9875" },
  { "NULL + 1", "integer NULL" },
  { "nothing * 2", "integer NULL" },
  { "quantity / nothing", "real NULL" },
  { "0 * -1e0", "real 0" },
};

static const Case rounding[] = {
  { "ROUND (2.5)", "integer 3" },
  { "ROUND (-2.5)", "integer -3" },
  { "ROUND (2.5e0)", "integer 3" },
  { "ROUND (2.675, 2)", "decimal 2.68" },
  { "ROUND (-2.675, 2)", "decimal -2.68" },
  { "ROUND (2.675e0, 2)", "decimal 2.68" },
  { "ROUND (1.5, 3)", "decimal 1.5" },
  { "ROUND (7)", "integer 7" },
  { "ROUND (1250, -2)", "integer 1300" },
  { "ROUND (-1249.99, -2)", "integer -1200" },
  { "ROUND (1249.7e0, -2)", "integer 1200" },
  { "ROUND (big, -1)", "integer NULL" },
  { "ROUND (1e300, 2)", "decimal NULL" },
  { "ROUND (rate, 1)", "decimal 0.3" },
  { "ROUND (1 / 3, 4)", "decimal 0.3333" },
  { "ROUND (2 / 3, 4)", "decimal 0.6667" },
  { "ROUND (1 / 8, 2)", "decimal 0.13" },
  { "ROUND (-1 / 8, 2)", "decimal -0.13" },
  { "ROUND (1.005 / 1, 2)", "decimal 1.01" },
  { "ROUND (2675 / 1000, 2)", "decimal 2.68" },
  { "ROUND (1 / 0, 2)", "decimal NULL" },
  { "CAST (1 / 8 AS DECIMAL (9, 2))", "decimal 0.13" },
  { "ROUND (CASE WHEN TRUE THEN 1 / 8 ELSE 0 END, 2)", "decimal 0.13" },
  { "FLOOR (2.9)", "integer 2" },
  { "FLOOR (-2.1)", "integer -3" },
  { "FLOOR (-2.0)", "integer -2" },
  { "FLOOR (-2.1e0)", "integer -3" },
  { "CEIL (2.1)", "integer 3" },
  { "CEILING (-2.9)", "integer -2" },
  { "CEIL (2.1e0)", "integer 3" },
  { "FLOOR (1e19)", "integer NULL" },
  { "ABS (-3)", "integer 3" },
  { "ABS (-1.50)", "decimal 1.50" },
  { "ABS (-1e0)", "real 1" },
  { "SIGN (-0.01)", "integer -1" },
  { "SIGN (0)", "integer 0" },
  { "SIGN (2e0)", "integer 1" },
  { "POWER (3, 2)", "real 9" },
  { "POWER (2, -1)", "real 0.5" },
  { "POWER (10, 3)", "real 1000" },
  { "POWER (4, 0.5)", "real 2" },
  { "POWER (0, -1)", "real NULL" },
  { "POWER (-8, 0.5)", "real NULL" },
  { "SQRT (16)", "real 4" },
  { "SQRT (-1)", "real NULL" },
  { "EXP (0)", "real 1" },
  { "EXP (1000)", "real NULL" },
  { "LN (1)", "real 0" },
  { "LN (0)", "real NULL" },
  { "LOG10 (1000)", "real 3" },
  { "LOG10 (0.001)", "real -3" },
  { "LEAST (3, 1, 2)", "integer 1" },
  { "LEAST (3, 1.5)", "decimal 1.5" },
  { "LEAST (1, NULL)", "integer NULL" },
  { "LEAST (nothing, 1)", "integer NULL" },
  { "GREATEST (nothing, 1)", "integer NULL" },
  { "GREATEST (1, nothing)", "integer NULL" },
  { "GREATEST ('a', 'b')", "text b" },
  { "GREATEST (day, '2024-03-01')", "date 2024-03-01" },
  { "GREATEST (0, quantity - 5)", "integer 0" },
};

static const Case logic[] = {
  { "TRUE AND FALSE", "boolean false" },
  { "TRUE AND NULL", "boolean NULL" },
  { "FALSE AND NULL", "boolean false" },
  { "NULL AND FALSE", "boolean false" },
  { "NULL AND NULL", "boolean NULL" },
  { "TRUE OR NULL", "boolean true" },
  { "NULL OR TRUE", "boolean true" },
  { "FALSE OR NULL", "boolean NULL" },
  { "NOT NULL", "boolean NULL" },
  { "NOT TRUE", "boolean false" },
  { "NOT quantity = 3", "boolean false" },
  { "TRUE OR FALSE AND FALSE", "boolean true" },
  { "1 = 1.0", "boolean true" },
  { "1 < 1.5", "boolean true" },
  { "unit_price >= 19.95", "boolean true" },
  { "unit_price > 19.949", "boolean true" },
  { "unit_price > 20", "boolean false" },
  { "unit_price <> 19.95", "boolean false" },
  { "unit_price != 1", "boolean true" },
  { "quantity == 3", "boolean true" },
  { "big > 92233720368547758.07", "boolean true" },
  { "quantity = NULL", "boolean NULL" },
  { "NULL = NULL", "boolean NULL" },
  { "NULL IS NULL", "boolean true" },
  { "nothing IS NULL", "boolean true" },
  { "quantity IS NULL", "boolean false" },
  { "quantity IS NOT NULL", "boolean true" },
  { "nothing > 1 OR quantity = 3", "boolean true" },
  { "nothing > 1 AND quantity = 3", "boolean NULL" },
  { "nothing > 1 AND quantity = 4", "boolean false" },
  { "active", "boolean true" },
  { "active AND NOT active", "boolean false" },
  { "active = 1", "boolean true" },
  { "quantity BETWEEN 1 AND 3", "boolean true" },
  { "quantity NOT BETWEEN 1 AND 3", "boolean false" },
  { "quantity BETWEEN NULL AND 2", "boolean false" },
  { "quantity BETWEEN NULL AND 3", "boolean NULL" },
  { "quantity IN (1, 2, 3)", "boolean true" },
  { "quantity IN (1, NULL)", "boolean NULL" },
  { "quantity NOT IN (1, NULL)", "boolean NULL" },
  { "quantity NOT IN (1, 2)", "boolean true" },
  { "quantity IN (1, NULL, 3.00)", "boolean true" },
  { "city IN ('Oslo', 'Köln')", "boolean true" },
  { "city = 'Köln'", "boolean true" },
  { "city = 'köln'", "boolean false" },
  { "city < 'Oslo'", "boolean true" },
  { "name > 'Zo'", "boolean true" },
  { "'a' < 'B'", "boolean false" },
  { "uid = uid", "boolean true" },
  { "CASE WHEN quantity > 2 THEN 'many' ELSE 'few' END", "text many" },
  { "CASE WHEN quantity > 5 THEN 'many' END", "text NULL" },
  { "CASE WHEN NULL THEN 1 ELSE 2 END", "integer 2" },
  { "CASE quantity WHEN 1 THEN 'a' WHEN 3 THEN 'c' END", "text c" },
  { "CASE city WHEN 'Oslo' THEN 1 ELSE 2.5 END", "decimal 2.5" },
  { "CASE WHEN active THEN 1 ELSE 2e0 END", "real 1" },
  { "CASE WHEN active THEN day ELSE moment END", "timestamp 2024-02-29 00:00:00" },
  { "CASE WHEN active THEN NULL ELSE 1 END", "integer NULL" },
  { "CASE WHEN active THEN NULL ELSE NULL END", "text NULL" },
  { "IIF (quantity > 2, 'yes', 'no')", "text yes" },
  { "IF (quantity > 3, 1)", "integer NULL" },
  { "COALESCE (nothing, 5)", "integer 5" },
  { "COALESCE (nothing, NULL, 5.5)", "decimal 5.5" },
  { "COALESCE (note, city)", "text Köln" },
  { "COALESCE (NULL, nothing)", "integer NULL" },
  { "IFNULL (note, '')", "text " },
  { "NULLIF (quantity, 3)", "integer NULL" },
  { "NULLIF (quantity, 4)", "integer 3" },
  { "NULLIF (quantity, NULL)", "integer 3" },
  { "10 / NULLIF (quantity - 3, 0)", "real NULL" },
};

static const Case texts[] = {
  { "'it''s'", "text it's" },
  { "''", "text " },
  { "'a' || 'b' || 1", "text ab1" },
  { "'a' || 1 + 2", "text a3" },
  { "'a' || NULL", "text NULL" },
  { "note || 'x'", "text NULL" },
  { "CONCAT ('a', NULL, 2.50, TRUE)", "text a2.50true" },
  { "CONCAT (note, '-', quantity)", "text -3" },
  { "UPPER (name)", "text ZOË O'HARA" },
  { "LOWER ('ÅSA')", "text åsa" },
  { "UPPER ('straße')", "text STRAßE" },
  { "LENGTH (name)", "integer 10" },
  { "LENGTH ('日本語')", "integer 3" },
  { "LENGTH (note)", "integer NULL" },
  { "LENGTH (12.50)", "integer 5" },
  { "SUBSTR (name, 1, 3)", "text Zoë" },
  { "SUBSTR (name, 5)", "text O'Hara" },
  { "SUBSTRING (name FROM 3 FOR 1)", "text ë" },
  { "SUBSTR (name, -4)", "text Hara" },
  { "SUBSTR (name, -40, 2)", "text Zo" },
  { "SUBSTR (name, 0, 2)", "text Zo" },
  { "SUBSTR (name, 50, 2)", "text " },
  { "SUBSTR (name, 2, -1)", "text " },
  { "SUBSTR (name, big, big)", "text " },
  { "LEFT (name, 3)", "text Zoë" },
  { "LEFT (name, -1)", "text " },
  { "RIGHT (name, 4)", "text Hara" },
  { "RIGHT (name, 99)", "text Zoë O'Hara" },
  { "RIGHT ('日本語', 1)", "text 語" },
  { "TRIM ('  a b ')", "text a b" },
  { "LTRIM ('  a ') || '|'", "text a |" },
  { "RTRIM ('  a ') || '|'", "text   a|" },
  { "REPLACE (name, 'O''', 'Mc')", "text Zoë McHara" },
  { "REPLACE ('aaa', 'a', 'bb')", "text bbbbbb" },
  { "REPLACE ('abc', '', 'x')", "text abc" },
  { "REPLACE ('abc', 'b', '')", "text ac" },
  { "LPAD (quantity, 5, '0')", "text 00003" },
  { "LPAD ('abc', 2)", "text ab" },
  { "LPAD ('ä', 4, 'öü')", "text öüöä" },
  { "RPAD ('ab', 5, '.')", "text ab..." },
  { "LPAD ('a', 5, '')", "text a" },
  { "LPAD ('a', 4096)  IS NULL", "boolean false" },
  { "LPAD ('a', 5000)", "text NULL" },
  { "LPAD ('a', big)", "text NULL" },
  { "REPLACE (LPAD (name, 4000), ' ', '    ')", "text NULL" },
  { "LPAD (name, 3000) || LPAD (name, 3000)", "text NULL" },
  { "name LIKE 'Zo%'", "boolean true" },
  { "name LIKE 'zo%'", "boolean false" },
  { "name LIKE '%O''%a'", "boolean true" },
  { "name LIKE 'Zo_ %'", "boolean true" },
  { "name LIKE '___ ______'", "boolean true" },
  { "name LIKE '%'", "boolean true" },
  { "name LIKE ''", "boolean false" },
  { "'' LIKE '%'", "boolean true" },
  { "'abcabd' LIKE '%abd'", "boolean true" },
  { "name NOT LIKE 'Z%'", "boolean false" },
  { "name LIKE note", "boolean NULL" },
  { "day LIKE '2024-%'", "boolean true" },
  { "city || '!'", "text Köln!" },
  { "customers.city", "text Köln" },
  { "customer_id.age + 1", "integer 13" },
  { "\"city\"", "text Köln" },
  { "CITY", "text Köln" },
  { "\"order\" + 1", "integer 4" },
  { "name || '/' || unit_price || '/' || rate || '/' || day", "text Zoë O'Hara/19.95/0.25/2024-02-29" },
};

static const Case dates[] = {
  { "DATE '2024-02-29'", "date 2024-02-29" },
  { "TIME '18:30'", "time 18:30:00" },
  { "TIMESTAMP '2024-02-29 18:30:05'", "timestamp 2024-02-29 18:30:05" },
  { "TIMESTAMP '2024-02-29'", "timestamp 2024-02-29 00:00:00" },
  { "day", "date 2024-02-29" },
  { "day + 1", "date 2024-03-01" },
  { "1 + day", "date 2024-03-01" },
  { "day - 60", "date 2023-12-31" },
  { "day + 1.5", "date 2024-03-02" },
  { "day + nothing", "date NULL" },
  { "day + 10000000", "date NULL" },
  { "day - DATE '2024-01-01'", "integer 59" },
  { "day = '2024-02-29'", "boolean true" },
  { "day >= '2024-03-01'", "boolean false" },
  { "'2024-03-01' > day", "boolean true" },
  { "day BETWEEN '2024-01-01' AND '2024-12-31'", "boolean true" },
  { "day IN ('2024-02-28', '2024-02-29')", "boolean true" },
  { "day < moment", "boolean true" },
  { "moment", "timestamp 2024-02-29 13:45:10" },
  { "moment + 1", "timestamp 2024-03-01 13:45:10" },
  { "moment + 0.5", "timestamp 2024-03-01 01:45:10" },
  { "moment - 0.25e0", "timestamp 2024-02-29 07:45:10" },
  { "moment - day", "real 0.5730324074074075" },
  { "YEAR (day)", "integer 2024" },
  { "MONTH (day)", "integer 2" },
  { "DAY (moment)", "integer 29" },
  { "QUARTER (DATE '2024-12-01')", "integer 4" },
  { "WEEKDAY (day)", "integer 4" },
  { "WEEKDAY ('2024-01-01')", "integer 1" },
  { "EXTRACT (YEAR FROM day)", "integer 2024" },
  { "HOUR (moment)", "integer 13" },
  { "MINUTE (clock)", "integer 5" },
  { "SECOND (moment)", "integer 10" },
  { "HOUR ('18:30')", "integer 18" },
  { "DATE (moment)", "date 2024-02-29" },
  { "DATE ('2024-02-29')", "date 2024-02-29" },
  { "DAYS_BETWEEN ('2024-01-01', day)", "integer 59" },
  { "MONTHS_BETWEEN ('2024-01-31', day)", "integer 0" },
  { "MONTHS_BETWEEN ('2024-01-29', day)", "integer 1" },
  { "YEARS_BETWEEN ('2000-03-01', day)", "integer 23" },
  { "YEARS_BETWEEN ('2000-02-29', day)", "integer 24" },
  { "ADD_DAYS (day, 1)", "date 2024-03-01" },
  { "ADD_MONTHS (day, 12)", "date 2025-02-28" },
  { "ADD_MONTHS ('2024-01-31', 1)", "date 2024-02-29" },
  { "ADD_MONTHS (moment, -1)", "timestamp 2024-01-29 13:45:10" },
  { "ADD_MONTHS (day, 1000000)", "date NULL" },
  { "ADD_MONTHS (day, 95711)", "date NULL" },
  { "ADD_MONTHS (day, 95710)", "date 9999-12-29" },
  { "TODAY ()", "date 2024-10-04" },
  { "AS_OF () - 1", "date 2024-10-03" },
  { "CURRENT_DATE", "date 2024-10-04" },
  { "clock", "time 09:05:00" },
  { "clock > '09:00'", "boolean true" },
};

static const Case casts[] = {
  { "CAST (2.5 AS INTEGER)", "integer 3" },
  { "CAST (2.5e0 AS INT)", "integer 3" },
  { "CAST (2 AS DECIMAL (10, 2))", "decimal 2.00" },
  { "CAST (12345 AS DECIMAL (4, 1))", "decimal NULL" },
  { "CAST (999.94 AS DECIMAL (4, 1))", "decimal 999.9" },
  { "CAST (999.95 AS DECIMAL (4, 1))", "decimal NULL" },
  { "CAST (1.6 AS NUMERIC)", "integer 2" },
  { "CAST (1 AS REAL)", "real 1" },
  { "CAST (1 AS DOUBLE PRECISION)", "real 1" },
  { "CAST (1.50 AS TEXT)", "text 1.50" },
  { "CAST ('abcdef' AS VARCHAR (3))", "text abc" },
  { "CAST (' 12 ' AS INTEGER)", "integer 12" },
  { "CAST ('12.5' AS INTEGER)", "integer 13" },
  { "CAST ('-12.345' AS DECIMAL (9, 2))", "decimal -12.35" },
  { "CAST ('12x' AS INTEGER)", "integer NULL" },
  { "CAST ('' AS INTEGER)", "integer NULL" },
  { "CAST ('1e3' AS REAL)", "real 1000" },
  { "CAST ('inf' AS REAL)", "real NULL" },
  { "CAST ('2024-02-30' AS DATE)", "date NULL" },
  { "CAST ('2024-02-29' AS DATE)", "date 2024-02-29" },
  { "CAST ('2024-02-29 10:00' AS TIMESTAMP)", "timestamp 2024-02-29 10:00:00" },
  { "CAST ('10:00' AS TIME)", "time 10:00:00" },
  { "CAST (moment AS DATE)", "date 2024-02-29" },
  { "CAST (moment AS TIME)", "time 13:45:10" },
  { "CAST (day AS TIMESTAMP)", "timestamp 2024-02-29 00:00:00" },
  { "CAST (2 AS BOOLEAN)", "boolean true" },
  { "CAST (0e0 AS BOOLEAN)", "boolean false" },
  { "CAST ('yes' AS BOOLEAN)", "boolean true" },
  { "CAST (active AS INTEGER)", "integer 1" },
  { "CAST (active AS TEXT)", "text true" },
  { "CAST (active AS INTEGER) || ''", "text 1" },
  { "CAST (uid AS TEXT)", "text 01234567-89ab-cdef-fedc-ba9876543210" },
  { "CAST (clock AS TEXT)", "text 09:05:00" },
  { "CAST (NULL AS DATE)", "date NULL" },
  { "CAST (name AS INTEGER)", "integer NULL" },
};

static const Case aggregates[] = {
  { "COUNT (sales)", "integer 3" },
  { "COUNT (sales.*)", "integer 3" },
  { "SUM (sales.amount) / COUNT (sales)", "real 6.6499999999999995" },
  { "ROUND (SUM (sales.amount) / COUNT (sales), 1)", "decimal 6.7" },
  { "AVG (sales.amount)", "real 0.25" },
  { "CASE WHEN COUNT (sales) > 2 THEN 'gold' ELSE 'basic' END", "text gold" },
};

static const Case errors[] = {
  { "", "The formula is empty." },
  { "   ", "The formula is empty." },
  { "1 +", "Column 4: The formula ends where a value is missing." },
  { "* 2", "Column 1: A value is missing here." },
  { "(1 + 2", "Column 7: A closing bracket is missing here." },
  { "1 + 2)", "Column 6: This bracket was never opened." },
  { "1 2", "Column 3: An operator such as + or AND is missing here." },
  { "1 = 2 = 3", "Column 7: Comparisons do not chain; join two of them with AND, or use BETWEEN." },
  { "'abc", "Column 1: The quote that opens here is never closed." },
  { "\"abc", "Column 1: The quote that opens here is never closed." },
  { "2 ^ 3", "Column 3: “^” is not known here; write POWER (x, y)." },
  { "1; 2", "Column 2: A formula is one expression; remove the semicolon." },
  { "quantity × 2", "Column 10: “×” has no meaning in a formula." },
  { "größe ? 1", "Column 7: “?” has no meaning in a formula." },
  { "3x", "Column 1: A number is followed by a letter; leave a blank between them." },
  { "99999999999999999999",
    "Column 1: This number is too large; whole numbers have up to 18 digits." },
  { "1e999", "Column 1: This number is too large." },
  { "DATE '2024-02-30'", "Column 6: This is no date; write a day like '2024-12-31'." },
  { "TIME '25:00'", "Column 6: This is no time; write it like '18:30' or '18:30:00'." },
  { "TIMESTAMP 'x'", "Column 11: This is no date with time; write it like '2024-12-31 18:30:00'." },
  { "a.b.c", "Column 4: A name has two parts at most: table.column, or key_column.column." },
  { "a.", "Column 3: The name of a column is missing after the point." },
  { "then + 1", "Column 1: A value is missing before then; a column of that name needs double quotes." },
  { "CASE WHEN 1 = 1 THEN 2", "Column 23: END is missing here." },
  { "CASE quantity END", "Column 15: WHEN is missing here." },
  { "CAST (1 AS MONEY)",
    "Column 12: A type is missing here: INTEGER, DECIMAL (10, 2), REAL, TEXT, BOOLEAN, DATE, TIME or "
    "TIMESTAMP." },
  { "CAST (1 AS DECIMAL (30, 2))",
    "Column 27: A decimal number has up to 18 digits, 9 of them after the point." },
  { "quantity IN 3", "Column 13: After IN comes a list in brackets, as in IN ('a', 'b')." },
  { "quantity NOT 3", "Column 14: LIKE is missing here." },
  { "quantity IS 3", "Column 13: NULL is missing here." },
  { "(1, 2)", "Column 3: A list stands only after IN or a function." },
  { "quantitty + 1", "Column 1: There is no column quantitty." },
  { "größe", "Column 1: There is no column größe." },
  { "ROUNDD (1)", "Column 1: There is no function ROUNDD; did you mean ROUND?" },
  { "FROBNICATE (1)", "Column 1: There is no function FROBNICATE." },
  { "LOG (10)", "Column 1: LOG means different things in different databases; write LN for the natural "
                "logarithm or LOG10." },
  { "name * 2", "Column 1: “name” is text and cannot be multiplied." },
  { "2 * name", "Column 5: “name” is text and cannot be multiplied." },
  { "day * 2", "Column 1: “day” is a date and cannot be multiplied." },
  { "day + day", "Column 7: “day” is a date and cannot be added." },
  { "name - 1", "Column 1: “name” is text and cannot be subtracted." },
  { "clock / 2", "Column 1: “clock” is a time of day and cannot be divided." },
  { "-name", "Column 2: “name” is text and cannot have a sign." },
  { "1 + name || 'x'", "Column 5: “name” is text and cannot be added." },
  { "name = 1", "Column 8: “name” is text and “1” is a whole number; they have to be of one type." },
  { "day = 'tomorrow'",
    "Column 7: “'tomorrow'” cannot be read as a date; write it like '2024-12-31'." },
  { "day = name", "Column 7: “day” is a date and “name” is text; they have to be of one type." },
  { "quantity AND active",
    "Column 1: “quantity” is a whole number where a condition is wanted, such as a comparison." },
  { "CASE WHEN quantity THEN 1 END",
    "Column 11: “quantity” is a whole number where a condition is wanted, such as a comparison." },
  { "CASE WHEN active THEN 1 ELSE 'x' END",
    "Column 30: “1” is a whole number and “'x'” is text; they have to be of one type." },
  { "ROUND (name)", "Column 8: “name” is text, but ROUND takes a number." },
  { "ROUND (rate, quantity)",
    "Column 14: ROUND takes the number of decimals as a whole number from −9 to 9." },
  { "YEAR (quantity)", "Column 7: “quantity” is a whole number, but YEAR takes a date." },
  { "HOUR (day)", "Column 7: “day” is a date, but HOUR takes a time of day." },
  { "ROUND ()", "Column 1: ROUND takes at least 1 value, not 0." },
  { "ROUND (1, 2, 3)", "Column 1: ROUND takes at most 2 values, not 3." },
  { "SQRT (1, 2)", "Column 1: SQRT takes 1 value, not 2." },
  { "TODAY (1)", "Column 1: TODAY takes nothing in its brackets." },
  { "COUNT (*)", "Column 8: There is no column COUNT(*)." },
  { "MAX (1, 2)", "Column 1: MAX is taken over a child table, as in MAX (sales.amount); of several "
                  "values, use GREATEST." },
  { "quantity + *", "Column 12: A value is missing here." },
  { "name * 2 + day * 3", "Column 1: “name” is text and cannot be multiplied. Column 12: “day” is a "
                          "date and cannot be multiplied." },
};

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
    { "name", { { SD_VALUE_INTEGER } }, "Column 1: “name” is text where a whole number is wanted." },
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
  g_assert_cmpstr (value, ==, "The formula makes text in more than 64 places; split it over several "
                              "columns.");
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
  "city", "name", "note", "uid", "customers.city", "(", ")", ",", "+", "-", "*", "/", "%", "||", "=",
  "<>", "<", ">=", "AND", "OR", "NOT", "IS NULL", "IS NOT NULL", "BETWEEN", "IN (", "LIKE", "CASE",
  "WHEN", "THEN", "ELSE", "END", "CAST (", "AS INTEGER)", "AS TEXT)", "AS DECIMAL (9, 2))",
  "AS DATE)", "ROUND (", "FLOOR (", "ABS (", "POWER (", "SQRT (", "LN (", "LEAST (", "COALESCE (",
  "NULLIF (", "IIF (", "UPPER (", "LENGTH (", "SUBSTR (", "REPLACE (", "LPAD (", "CONCAT (", "LEFT (",
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
  static const char * const atoms[] = { "quantity", "unit_price", "rate", "big", "hole", "nothing", "2",
                                        "0.5", "1e2", "active", "NULL", "LENGTH (name)", "YEAR (day)",
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
  static const char * const tables[] = { "arithmetic", "rounding", "logic", "text", "dates", "casts",
                                         "aggregates", "errors" };

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
