/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Semantic types on whole documents: the parts of one row agree, what must be
 * unique is, numbers are numbers, check digits check, texts seldom repeat.
 */

#include <string.h>

#include "sd-catalog.h"
#include "sd-fold.h"
#include "sd-test-plan.h"

/* A table "t" with a column for each word "name=semantic[/type][/u][/2]": u is
 * unique, a number is the group. */
static SdSchema *
make_schema (guint64     rows,
             const char *words)
{
  g_auto (GStrv) columns = g_strsplit (words, " ", -1);
  g_autoptr (GString) list = g_string_new (NULL);
  g_autofree char *table = NULL;

  for (guint i = 0; columns[i] != NULL; i++)
    {
      g_auto (GStrv) sides = g_strsplit (columns[i], "=", 2);
      g_auto (GStrv) parts = g_strsplit (sides[1], "/", -1);
      const char *type = "text";
      gboolean unique = FALSE;
      int group = 1;

      for (guint k = 1; parts[k] != NULL; k++)
        {
          if (g_str_equal (parts[k], "u"))
            unique = TRUE;
          else if (g_ascii_isdigit (parts[k][0]))
            group = atoi (parts[k]);
          else
            type = parts[k];
        }
      g_string_append_printf (list, "%s{ 'id': %u, 'name': '%s', 'type': '%s', 'precision': 12, "
                              "'scale': 2, 'generator': 'semantic', 'unique': %s, "
                              "'parameters': { 'semantic': '%s', 'group': %d } }",
                              i > 0 ? ", " : "", 10 + i, sides[0], type,
                              unique ? "true" : "false", parts[0], group);
    }
  table = g_strdup_printf ("{ 'id': 1, 'name': 't', 'rows': %" G_GUINT64_FORMAT
                           ", 'columns': [ %s ] }", rows, list->str);
  return sd_test_schema (table, "");
}

static SdPlan *
make_plan (guint64     rows,
           const char *words)
{
  g_autoptr (SdSchema) schema = make_schema (rows, words);

  return sd_test_plan (schema);
}

/* The findings' codes, errors only. */
static char *
find (guint64     rows,
      const char *words)
{
  g_autoptr (SdSchema) schema = make_schema (rows, words);

  return sd_test_findings (schema);
}

static GPtrArray *
get (SdPlan     *plan,
     const char *column)
{
  return sd_test_column (plan, "t", column, 1024);
}

/* A whole column of a table with this column alone. */
static GPtrArray *
make_column (guint64     rows,
             const char *semantic)
{
  g_autofree char *words = g_strconcat ("c=", semantic, NULL);
  g_autoptr (SdPlan) plan = make_plan (rows, words);

  return get (plan, "c");
}

static guint
count_repeats (GPtrArray *cells)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < cells->len; i++)
    g_hash_table_add (seen, cells->pdata[i]);
  return cells->len - g_hash_table_size (seen);
}

static void
assert_all_match (GPtrArray  *cells,
                  const char *pattern)
{
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_OPTIMIZE, G_REGEX_MATCH_DEFAULT, NULL);

  g_assert_nonnull (regex);
  for (guint i = 0; i < cells->len; i++)
    if (!g_regex_match (regex, cells->pdata[i], G_REGEX_MATCH_DEFAULT, NULL))
      g_error ("“%s” does not match %s", (char *) cells->pdata[i], pattern);
}

/* The row of an atom in which @field is @text; the first when there are several. */
static guint
find_row (const SdAtom *atom,
          const char   *field,
          const char   *text)
{
  const int position = sd_atom_find_field (atom, field);

  for (guint row = 0; row < atom->n_rows; row++)
    if (g_str_equal (atom->columns[position][row].data, text))
      return row;
  g_error ("%s has no row with %s “%s”", atom->name, field, text);
}

static const char *
get_field (const SdAtom *atom,
           const char   *field,
           guint         row)
{
  return atom->columns[sd_atom_find_field (atom, field)][row].data;
}

static void
test_person (void)
{
  g_autoptr (SdPlan) plan = make_plan (500, "e=email n=full_name f=first_name l=last_name "
                                       "g=gender t=title f2=first_name/2");
  g_autoptr (GPtrArray) emails = get (plan, "e"), names = get (plan, "n");
  g_autoptr (GPtrArray) firsts = get (plan, "f"), lasts = get (plan, "l");
  g_autoptr (GPtrArray) genders = get (plan, "g"), titles = get (plan, "t");
  g_autoptr (GPtrArray) others = get (plan, "f2");
  const SdAtom *first_name = sd_catalog_get_atom ("en_US", "first_name");
  guint n_same = 0, n_female = 0;

  for (guint i = 0; i < 500; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s %s", (char *) firsts->pdata[i],
                                               (char *) lasts->pdata[i]);
      g_autofree char *first = sd_text_fold (firsts->pdata[i], -1);
      g_autofree char *last = sd_text_fold (lasts->pdata[i], -1);
      g_autofree char *local = g_strdup_printf ("%s.%s", first, last);
      const gboolean female = g_str_equal (genders->pdata[i], "Female");
      const guint begin = first_name->first_rows[female ? 0 : 1];
      const guint end = first_name->first_rows[female ? 1 : 2];
      gboolean found = FALSE;

      g_assert_cmpstr (names->pdata[i], ==, name);
      g_assert_true (g_str_has_prefix (emails->pdata[i], local));
      g_assert_cmpstr (titles->pdata[i], ==, female ? "Ms." : "Mr.");
      for (guint row = begin; row < end; row++)
        found |= g_str_equal (first_name->columns[0][row].data, firsts->pdata[i]);
      g_assert_true (found);
      n_same += g_str_equal (firsts->pdata[i], others->pdata[i]);
      n_female += female;
    }
  /* Two persons of a row share the first name as often as any two people. */
  g_assert_cmpuint (n_same, <, 20);
  /* Balanced: 50.7 % of 500 rows, to the nearest row or so. */
  g_assert_cmpuint (ABS ((int) n_female - 254), <=, 1);
}

static void
test_place (void)
{
  g_autoptr (SdPlan) plan = make_plan (400, "c=city r=region k=region_code z=postcode p=phone "
                                       "a=full_address s=street_address y=latitude/decimal");
  g_autoptr (GPtrArray) cities = get (plan, "c"), regions = get (plan, "r");
  g_autoptr (GPtrArray) codes = get (plan, "k"), postcodes = get (plan, "z");
  g_autoptr (GPtrArray) phones = get (plan, "p"), addresses = get (plan, "a");
  g_autoptr (GPtrArray) streets = get (plan, "s"), latitudes = get (plan, "y");
  const SdAtom *place = sd_catalog_get_atom ("en_US", "place");
  const SdAtom *state = sd_catalog_get_atom ("en_US", "state");

  for (guint i = 0; i < 400; i++)
    {
      g_autofree char *address =
        g_strdup_printf ("%s, %s, %s %s", (char *) streets->pdata[i], (char *) cities->pdata[i],
                         (char *) codes->pdata[i], (char *) postcodes->pdata[i]);
      gboolean found = FALSE;

      g_assert_cmpstr (addresses->pdata[i], ==, address);
      g_assert_cmpstr (regions->pdata[i], ==,
                       get_field (state, "region", find_row (state, "code", codes->pdata[i])));
      for (guint row = 0; row < place->n_rows && !found; row++)
        {
          const char *area = get_field (place, "area_code", row);
          const double latitude = g_ascii_strtod (get_field (place, "latitude", row), NULL);

          found = g_str_equal (get_field (place, "city", row), cities->pdata[i])
                  && g_str_equal (get_field (place, "region_code", row), codes->pdata[i])
                  && g_str_has_prefix (postcodes->pdata[i], get_field (place, "postcode", row))
                  && strncmp ((char *) phones->pdata[i] + 1, area, 3) == 0
                  && ABS (g_ascii_strtod (latitudes->pdata[i], NULL) - latitude) < 0.005;
        }
      g_assert_true (found);
    }
}

/* What a row's person is depends on no column: others come and go. */
static void
test_independent_of_columns (void)
{
  g_autoptr (SdPlan) many = make_plan (300, "x=sku g=gender e=email c=city n=full_name");
  g_autoptr (SdPlan) alone = make_plan (300, "n=full_name");
  g_autoptr (GPtrArray) a = get (many, "n"), b = get (alone, "n");

  for (guint i = 0; i < 300; i++)
    g_assert_cmpstr (a->pdata[i], ==, b->pdata[i]);
}

static void
assert_pure (SdPlan     *plan,
             const char *column,
             guint       position)
{
  g_autoptr (GPtrArray) whole = get (plan, column);
  g_autoptr (GPtrArray) sevens = sd_test_column (plan, "t", column, 7);
  g_autoptr (SdEvaluator) evaluator = sd_evaluator_new (plan);
  const SdPlanTable *info = sd_plan_get_table (plan, 0);

  for (guint i = 0; i < whole->len; i++)
    g_assert_cmpstr (whole->pdata[i], ==, sevens->pdata[i]);
  /* Rows here and there, backwards, across blocks of 4,096. */
  for (guint k = 0; k < 400; k++)
    {
      const guint64 row = (info->n_rows - 1) - (k * 7919) % info->n_rows;
      const guint n = (guint) MIN (1 + k % 40, info->n_rows - row);
      const SdBatch *batch = sd_evaluator_get_rows (evaluator, 0, row, n, NULL);

      for (guint i = 0; i < n; i++)
        {
          g_autofree char *cell = sd_test_cell (batch->columns[position],
                                                &info->columns[position], i);

          g_assert_cmpstr (cell, ==, whole->pdata[row + i]);
        }
    }
}

static void
test_pure (void)
{
  g_autoptr (SdPlan) plan = make_plan (9001, "e=email n=full_name r=review k=credit_card "
                                       "p=product_price/decimal d=product_name/u i=ipv6");
  static const char * const columns[] = { "e", "n", "r", "k", "p", "d", "i" };

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    assert_pure (plan, columns[i], i);
}

static void
test_unique (void)
{
  static const char * const types[] = {
    "email", "username", "company_email", "sku", "ean", "isbn", "license_plate", "handle",
    "full_name/u", "company/u", "product_name/u", "sentence/u", "phone/u", "full_address/u",
    "review/u",
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (GPtrArray) cells = make_column (20000, types[i]);

      g_assert_cmpuint (count_repeats (cells), ==, 0);
    }
}

/* Small tables have no numbers but where two are equal. */
static void
test_numbers_are_few (void)
{
  g_autoptr (GPtrArray) cells = make_column (200, "email");
  guint n_numbered = 0;

  for (guint i = 0; i < cells->len; i++)
    n_numbered += g_ascii_isdigit (strchr (cells->pdata[i], '@')[-1]) != 0;
  g_assert_cmpuint (n_numbered, <=, 4);
}

/* Facts that must differ are taken without repetition, and go on agreeing. */
static void
test_distinct_facts (void)
{
  g_autoptr (SdPlan) plan = make_plan (150, "h=capital c=country/u p=country_population/integer");
  g_autoptr (GPtrArray) countries = get (plan, "c"), capitals = get (plan, "h");
  g_autoptr (GPtrArray) populations = get (plan, "p");
  const SdAtom *country = sd_catalog_get_atom ("en_US", "country");

  g_assert_cmpuint (count_repeats (countries), ==, 0);
  for (guint i = 0; i < 150; i++)
    {
      const guint row = find_row (country, "name", countries->pdata[i]);

      g_assert_cmpstr (capitals->pdata[i], ==, get_field (country, "capital", row));
      g_assert_cmpstr (populations->pdata[i], ==, get_field (country, "population", row));
    }
}

/* The course says the subject when the course must differ. */
static void
test_distinct_conditional (void)
{
  g_autoptr (SdPlan) plan = make_plan (90, "s=subject k=course_code c=course_title/u");
  g_autoptr (GPtrArray) subjects = get (plan, "s"), courses = get (plan, "c");
  g_autoptr (GPtrArray) codes = get (plan, "k");
  const SdAtom *course = sd_catalog_get_atom ("en_US", "course");
  const SdAtom *subject = sd_catalog_get_atom ("en_US", "subject");

  g_assert_cmpuint (count_repeats (courses), ==, 0);
  for (guint i = 0; i < 90; i++)
    {
      const guint parent = find_row (subject, "name", subjects->pdata[i]);
      const guint row = find_row (course, "title", courses->pdata[i]);

      g_assert_cmpuint (row, >=, course->first_rows[parent]);
      g_assert_cmpuint (row, <, course->first_rows[parent + 1]);
      g_assert_true (g_str_has_prefix (codes->pdata[i], get_field (subject, "code", parent)));
    }
}

static void
test_ranges (void)
{
  g_autoptr (SdPlan) plan = make_plan (600, "j=job_title s=salary/integer p=product_price/decimal "
                                       "n=product_name r=product_price/real t=salary");
  g_autoptr (GPtrArray) jobs = get (plan, "j"), salaries = get (plan, "s");
  g_autoptr (GPtrArray) prices = get (plan, "p"), texts = get (plan, "t");
  g_autoptr (GPtrArray) reals = get (plan, "r");
  const SdAtom *job = sd_catalog_get_atom ("en_US", "job");

  for (guint i = 0; i < 600; i++)
    {
      const guint row = find_row (job, "title", jobs->pdata[i]);
      const gint64 salary = g_ascii_strtoll (salaries->pdata[i], NULL, 10);
      const double real = g_ascii_strtod (reals->pdata[i], NULL);

      g_assert_cmpint (salary, >=, g_ascii_strtoll (get_field (job, "salary_low", row), NULL, 10));
      g_assert_cmpint (salary, <=, g_ascii_strtoll (get_field (job, "salary_high", row), NULL, 10));
      g_assert_cmpint (salary % 500, ==, 0);
      g_assert_true (g_str_has_suffix (prices->pdata[i], ".99"));
      g_assert_cmpfloat (real, >, 0);
      g_assert_cmpfloat_with_epsilon (real - (int) real, 0.99, 1e-9);
      g_assert_cmpuint (strspn (texts->pdata[i], "0123456789"), ==, strlen (texts->pdata[i]));
    }
  g_assert_cmpint (sd_plan_get_table (plan, 0)->columns[1].kind, ==, SD_VECTOR_INT64);
}

static guint
weigh (const char *text,
       guint       even)
{
  guint sum = 0, position = 0;

  for (const char *p = text + strlen (text); p > text; p--)
    {
      guint product;

      if (!g_ascii_isdigit (p[-1]))
        continue;
      product = (guint) (p[-1] - '0') * (position++ % 2 == 1 ? even : 1);
      sum += even == 2 ? product / 10 + product % 10 : product;
    }
  return sum;
}

static void
test_check_digits (void)
{
  g_autoptr (SdPlan) plan = make_plan (500, "k=credit_card e=ean i=isbn a=account_number n=card_network");
  g_autoptr (GPtrArray) cards = get (plan, "k"), eans = get (plan, "e");
  g_autoptr (GPtrArray) isbns = get (plan, "i"), accounts = get (plan, "a");
  g_autoptr (GPtrArray) networks = get (plan, "n");

  for (guint i = 0; i < 500; i++)
    {
      const gboolean amex = g_str_equal (networks->pdata[i], "American Express");

      g_assert_cmpuint (weigh (cards->pdata[i], 2) % 10, ==, 0);
      g_assert_cmpuint (weigh (eans->pdata[i], 3) % 10, ==, 0);
      g_assert_cmpuint (weigh (isbns->pdata[i], 3) % 10, ==, 0);
      g_assert_cmpuint (g_ascii_strtoull (accounts->pdata[i], NULL, 10) % 97, ==, 1);
      g_assert_cmpint (((char *) cards->pdata[i])[0] == '3', ==, amex);
      g_assert_cmpuint (strlen (cards->pdata[i]), ==, amex ? 17 : 19);
    }
}

/* ENGINE.md §14. */
static void
test_repeats (void)
{
  g_autoptr (GPtrArray) sentences = make_column (10000, "sentence");
  g_autoptr (GPtrArray) paragraphs = make_column (10000, "paragraph");
  g_autoptr (SdPlan) plan = make_plan (10000, "r=review s=rating/integer");
  g_autoptr (GPtrArray) reviews = get (plan, "r"), ratings = get (plan, "s");
  guint n_by_rating[6] = { 0 };

  g_assert_cmpuint (count_repeats (sentences), <=, 100);
  g_assert_cmpuint (count_repeats (paragraphs), <=, 100);
  g_assert_cmpuint (count_repeats (reviews), <=, 100);
  for (guint i = 0; i < ratings->len; i++)
    n_by_rating[((char *) ratings->pdata[i])[0] - '0']++;
  g_assert_cmpuint (n_by_rating[0], ==, 0);
  g_assert_cmpuint (ABS ((int) n_by_rating[5] - 4200), <=, 2);
}

static void
test_reviews_agree (void)
{
  g_autoptr (SdPlan) plan = make_plan (3000, "r=review s=rating/integer");
  g_autoptr (GPtrArray) reviews = get (plan, "r"), ratings = get (plan, "s");

  for (guint i = 0; i < 3000; i++)
    {
      const gboolean good = ((char *) ratings->pdata[i])[0] >= '4';

      if (strstr (reviews->pdata[i], "Highly recommended") != NULL)
        g_assert_true (good);
      if (strstr (reviews->pdata[i], "Never again") != NULL)
        g_assert_false (good);
    }
}

#define DEPARTMENTS \
  "{ 'id': 1, 'name': 'departments', 'rows': 4, 'primary_key': ['id'], 'columns': [" \
  "  { 'id': 11, 'name': 'id', 'type': 'integer', 'generator': 'sequence' }," \
  "  { 'id': 12, 'name': 'name', 'type': 'text', 'generator': '%s', 'unique': %s," \
  "    'parameters': %s } ] }," \
  "{ 'id': 2, 'name': 'employees', 'rows': 400, 'columns': [" \
  "  { 'id': 21, 'name': 'department_id', 'type': 'integer', 'generator': 'reference' }," \
  "  { 'id': 22, 'name': 'salary', 'type': 'integer', 'generator': 'semantic'," \
  "    'parameters': { 'semantic': 'salary' } }," \
  "  { 'id': 23, 'name': 'job', 'type': 'text', 'generator': 'semantic'," \
  "    'parameters': { 'semantic': 'job_title', 'given': 'departments.name' } }," \
  "  { 'id': 24, 'name': 'department', 'type': 'text', 'generator': 'template'," \
  "    'parameters': { 'template': '{departments.name}' } } ] }"
#define WORKS_IN \
  "{ 'id': 31, 'parent_table_name': 'departments', 'child_table_name': 'employees'," \
  "  'child_foreign_key': 'department_id', 'law': 'poisson' }"

/* The jobs of the employees are those of their department, whether the parent's
 * names are of the catalog or the user's own; the salary follows. */
static void
test_given_parent (void)
{
  static const char * const makers[][3] = {
    { "semantic", "true", "{ 'semantic': 'department' }" },
    { "values", "false", "{ 'values': ['Finance', 'human resources', 'LEGAL', 'Unheard of'] }" },
  };
  const SdAtom *department = sd_catalog_get_atom ("en_US", "department");
  const SdAtom *job = sd_catalog_get_atom ("en_US", "job");

  for (guint k = 0; k < G_N_ELEMENTS (makers); k++)
    {
      g_autofree char *tables = g_strdup_printf (DEPARTMENTS, makers[k][0], makers[k][1],
                                                 makers[k][2]);
      g_autoptr (SdSchema) schema = sd_test_schema (tables, WORKS_IN);
      g_autoptr (SdPlan) plan = sd_test_plan (schema);
      g_autoptr (GPtrArray) jobs = sd_test_column (plan, "employees", "job", 1024);
      g_autoptr (GPtrArray) names = sd_test_column (plan, "employees", "department", 7);
      g_autoptr (GPtrArray) salaries = sd_test_column (plan, "employees", "salary", 7);
      guint n_known = 0;

      for (guint i = 0; i < 400; i++)
        {
          const guint row = find_row (job, "title", jobs->pdata[i]);
          const gint64 salary = g_ascii_strtoll (salaries->pdata[i], NULL, 10);

          g_assert_cmpint (salary, >=,
                           g_ascii_strtoll (get_field (job, "salary_low", row), NULL, 10));
          for (guint parent = 0; parent < department->n_rows; parent++)
            {
              if (g_ascii_strcasecmp (department->columns[0][parent].data, names->pdata[i]) != 0)
                continue;
              g_assert_cmpuint (row, >=, job->first_rows[parent]);
              g_assert_cmpuint (row, <, job->first_rows[parent + 1]);
              n_known++;
            }
        }
      g_assert_cmpuint (n_known, >, 200);
    }
}

/* Within the row: a category says the gender, a number the rating, a state the
 * city. */
static void
test_given_own (void)
{
  const char *tables =
    "{ 'id': 1, 'name': 't', 'rows': 1000, 'columns': ["
    "  { 'id': 11, 'name': 'sex', 'type': 'text', 'generator': 'category',"
    "    'parameters': { 'values': ['F', 'M', 'X'], 'weights': [2, 1, 1] } },"
    "  { 'id': 12, 'name': 'name', 'type': 'text', 'generator': 'semantic',"
    "    'parameters': { 'semantic': 'first_name', 'given': 'sex' } },"
    "  { 'id': 13, 'name': 'title', 'type': 'text', 'generator': 'semantic',"
    "    'parameters': { 'semantic': 'title' } },"
    "  { 'id': 14, 'name': 'stars', 'type': 'integer', 'generator': 'number',"
    "    'parameters': { 'distribution': 'uniform', 'min': 1, 'max': 5 } },"
    "  { 'id': 15, 'name': 'review', 'type': 'text', 'generator': 'semantic',"
    "    'parameters': { 'semantic': 'review', 'given': 'stars' } },"
    "  { 'id': 16, 'name': 'state', 'type': 'text', 'generator': 'category',"
    "    'parameters': { 'values': ['TX', 'Ohio'] } },"
    "  { 'id': 17, 'name': 'city', 'type': 'text', 'generator': 'semantic',"
    "    'parameters': { 'semantic': 'city', 'given': 'state' } },"
    "  { 'id': 18, 'name': 'code', 'type': 'text', 'generator': 'semantic',"
    "    'parameters': { 'semantic': 'region_code' } } ] }";
  g_autoptr (SdSchema) schema = sd_test_schema (tables, "");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);
  g_autoptr (GPtrArray) sexes = get (plan, "sex"), titles = get (plan, "title");
  g_autoptr (GPtrArray) stars = get (plan, "stars"), reviews = get (plan, "review");
  g_autoptr (GPtrArray) states = get (plan, "state"), codes = get (plan, "code");
  guint n_raves = 0;

  for (guint i = 0; i < 1000; i++)
    {
      if (g_str_equal (sexes->pdata[i], "F"))
        g_assert_cmpstr (titles->pdata[i], ==, "Ms.");
      if (g_str_equal (sexes->pdata[i], "M"))
        g_assert_cmpstr (titles->pdata[i], ==, "Mr.");
      if (strstr (reviews->pdata[i], "Will buy again.") != NULL)
        {
          g_assert_cmpstr (stars->pdata[i], ==, "5");
          n_raves++;
        }
      g_assert_cmpstr (codes->pdata[i], ==, g_str_equal (states->pdata[i], "TX") ? "TX" : "OH");
    }
  g_assert_cmpuint (n_raves, >, 0);
}

static void
test_given_findings (void)
{
  const char *tables =
    "{ 'id': 1, 'name': 't', 'rows': 10, 'columns': ["
    "  { 'id': 11, 'name': 'mood', 'type': 'text', 'generator': 'category',"
    "    'parameters': { 'values': ['gloomy', 'cheerful'] } },"
    "  { 'id': 12, 'name': 'city', 'type': 'text', 'generator': 'semantic',"
    "    'parameters': { 'semantic': 'city', 'given': 'mood' } },"
    "  { 'id': 13, 'name': 'department', 'type': 'text', 'generator': 'semantic',"
    "    'parameters': { 'semantic': 'department' } },"
    "  { 'id': 14, 'name': 'job', 'type': 'text', 'generator': 'semantic',"
    "    'parameters': { 'semantic': 'job_title', 'given': 'department' } } ] }";
  g_autoptr (SdSchema) schema = sd_test_schema (tables, "");
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (SdPlan) plan = sd_plan_new (schema, &findings);

  /* The department of the row needs no telling; the mood tells nothing. */
  g_assert_nonnull (plan);
  g_assert_cmpuint (findings->len, ==, 1);
  g_assert_cmpstr (((SdFinding *) findings->pdata[0])->code, ==, "given-no-match");
  g_assert_cmpuint (((SdFinding *) findings->pdata[0])->element_id, ==, 12);
}

static void
test_findings (void)
{
  g_autofree char *unknown = find (10, "c=frist_name");
  g_autofree char *no_number = find (10, "c=phone/integer");
  g_autofree char *no_date = find (10, "c=city/date");
  g_autofree char *too_few = find (500, "c=country/u");
  g_autofree char *enough = find (196, "c=country/u");

  g_assert_cmpstr (unknown, ==, "semantic-unknown");
  g_assert_cmpstr (no_number, ==, "semantic-needs-text");
  g_assert_cmpstr (no_date, !=, "");
  g_assert_cmpstr (too_few, ==, "semantic-too-few");
  g_assert_cmpstr (enough, ==, "");
}

/* A fix that a finding offers is one. */
static void
test_fixes (void)
{
  static const char * const broken[] = { "c=frist_name", "c=phone/integer" };

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr (SdSchema) schema = make_schema (10, broken[i]);
      g_autoptr (GPtrArray) findings = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (SdPlan) plan = sd_plan_new (schema, &findings);
      const SdFinding *finding = g_ptr_array_index (findings, 0);

      g_assert_null (plan);
      g_assert_cmpuint (finding->fixes->len, >, 0);
      sd_fix_apply (g_ptr_array_index (finding->fixes, 0), schema, &error);
      g_assert_no_error (error);
      plan = sd_test_plan (schema);
    }
}

static void
test_warning (void)
{
  g_autoptr (SdSchema) schema = make_schema (G_GUINT64_CONSTANT (1000000), "c=review");
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (SdPlan) plan = sd_plan_new (schema, &findings);

  g_assert_nonnull (plan);
  g_assert_cmpuint (findings->len, ==, 1);
  g_assert_cmpstr (((SdFinding *) findings->pdata[0])->code, ==, "semantic-repeats");
}

/* Nothing that could be somebody's comes out. */
static void
test_reserved (void)
{
  static const struct
  {
    const char *semantic;
    const char *pattern;
  } cases[] = {
    { "email", "^[a-z0-9.]+@(mail\\.)?example\\.(com|org|net)$" },
    { "company_email", "^[a-z0-9]+@[a-z]+\\.example$" },
    { "phone", "^\\([2-9][0-8][0-9]\\) 555-01[0-9]{2}$" },
    { "mobile", "^[2-9][0-8][0-9]-555-01[0-9]{2}$" },
    { "url", "^https://www\\.[a-z]+\\.example/[a-z]+$" },
    { "ipv4", "^(192\\.0\\.2|198\\.51\\.100|203\\.0\\.113)\\.[0-9]{1,3}$" },
    { "ipv6", "^2001:db8:[0-9a-f]{4}:[0-9a-f]{4}::[0-9a-f]{4}$" },
    { "national_id", "^9[0-9]{2}-1[0-9]-[0-9]{4}$" },
    { "license_plate", "^[IOQ][A-Z]{2}-[0-9]{4}$" },
    { "vehicle_id", "^[0-9A-Z]{17}$" },
    { "vehicle_id", "[IOQ]" },
    { "iban", "^XX[0-9]{2}( [0-9]{4}){4}$" },
    { "isbn", "^979-9-[0-9]{3}-[0-9]{5}-[0-9]$" },
    { "ean", "^2[0-9]{12}$" },
    { "hex_color", "^#[0-9A-F]{6}$" },
    { "postcode", "^[0-9]{5}$" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) cells = make_column (5000, cases[i].semantic);

      assert_all_match (cells, cases[i].pattern);
    }
}

/* Every type makes text that is text, no longer than it says. */
static void
test_all_types (void)
{
  const char * const *nicks = sd_catalog_list_semantics ();

  for (guint i = 0; nicks[i] != NULL; i++)
    {
      g_autofree char *words = g_strconcat ("c=", nicks[i], NULL);
      g_autoptr (SdPlan) plan = make_plan (300, words);
      g_autoptr (GPtrArray) cells = get (plan, "c");
      const guint max_length = sd_plan_get_table (plan, 0)->columns[0].max_length;

      for (guint row = 0; row < cells->len; row++)
        {
          const char *cell = cells->pdata[row];

          g_assert_true (g_utf8_validate (cell, -1, NULL));
          g_assert_cmpuint (strlen (cell), >, 0);
          g_assert_cmpuint (g_utf8_strlen (cell, -1), <=, max_length);
          g_assert_null (strpbrk (cell, "{}\\"));
          g_assert_null (strstr (cell, "  "));
        }
    }
}

/* And the types that are numbers make numbers. */
static void
test_numeric_types (void)
{
  const char * const *nicks = sd_catalog_list_semantics ();
  guint n = 0;

  for (guint i = 0; nicks[i] != NULL; i++)
    {
      const SdSemanticType *type = sd_catalog_get_semantic ("en_US", nicks[i]);
      g_autofree char *words = g_strdup_printf ("c=%s/%s", nicks[i], type->type);

      if (!g_str_equal (type->type, "text"))
        {
          g_autoptr (SdPlan) plan = make_plan (100, words);

          g_assert_cmpint (sd_plan_get_table (plan, 0)->columns[0].kind, ==,
                           g_str_equal (type->type, "real") ? SD_VECTOR_DOUBLE
                                                            : SD_VECTOR_INT64);
          n++;
        }
    }
  g_assert_cmpuint (n, >=, 10);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/semantic/person", test_person);
  g_test_add_func ("/semantic/place", test_place);
  g_test_add_func ("/semantic/independent-of-columns", test_independent_of_columns);
  g_test_add_func ("/semantic/pure", test_pure);
  g_test_add_func ("/semantic/unique", test_unique);
  g_test_add_func ("/semantic/numbers-are-few", test_numbers_are_few);
  g_test_add_func ("/semantic/distinct-facts", test_distinct_facts);
  g_test_add_func ("/semantic/distinct-conditional", test_distinct_conditional);
  g_test_add_func ("/semantic/ranges", test_ranges);
  g_test_add_func ("/semantic/check-digits", test_check_digits);
  g_test_add_func ("/semantic/repeats", test_repeats);
  g_test_add_func ("/semantic/reviews-agree", test_reviews_agree);
  g_test_add_func ("/semantic/given-parent", test_given_parent);
  g_test_add_func ("/semantic/given-own", test_given_own);
  g_test_add_func ("/semantic/given-findings", test_given_findings);
  g_test_add_func ("/semantic/findings", test_findings);
  g_test_add_func ("/semantic/fixes", test_fixes);
  g_test_add_func ("/semantic/warning", test_warning);
  g_test_add_func ("/semantic/reserved", test_reserved);
  g_test_add_func ("/semantic/all-types", test_all_types);
  g_test_add_func ("/semantic/numeric-types", test_numeric_types);
  return g_test_run ();
}
