/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The domains of the catalog: what the columns of a row tell of one thing is one
 * row of a vocabulary, popular things are popular, numbers lie in their band as
 * prices do, and texts fit what is given and seldom repeat.
 */

#include <math.h>
#include <string.h>

#include "sd-catalog.h"
#include "sd-test-plan.h"

#define N_ROWS 400

/* A column that shows a field of an atom, or a number between two. */
typedef struct
{
  const SdAtom         *atom;
  guint                 low, high;   /* the same for a field */
  const SdSemanticType *type;
  GPtrArray            *cells;
} Shown;

static gboolean
parse_reference (const char    *text,
                 const SdAtom **atom,
                 guint         *field)
{
  const gsize length = strlen (text);
  g_autofree char *inside = NULL;
  g_auto (GStrv) names = NULL;
  int position = 0;

  if (length < 3 || text[0] != '{' || strcspn (text, "|}") != length - 1)
    return FALSE;

  inside = g_strndup (text + 1, length - 2);
  names = g_strsplit (inside, ".", 2);
  *atom = sd_catalog_get_atom ("en_US", names[0]);
  if (*atom != NULL && names[1] != NULL)
    position = sd_atom_find_field (*atom, names[1]);
  *field = (guint) position;
  return *atom != NULL && position >= 0 && !(*atom)->local
         && !g_str_equal ((*atom)->fields[position], "form");
}

static Shown *
get_shown (const char *nick)
{
  const SdSemanticType *type = sd_catalog_get_semantic ("en_US", nick);
  g_auto (GStrv) ends = g_strsplit (type->value, "..", 2);
  Shown *shown = g_new0 (Shown, 1);
  const SdAtom *other;

  shown->type = type;
  if (parse_reference (ends[0], &shown->atom, &shown->low)
      && parse_reference (ends[1] != NULL ? ends[1] : ends[0], &other, &shown->high))
    return shown;
  g_free (shown);
  return NULL;
}

static void
shown_free (gpointer data)
{
  Shown *self = data;

  g_clear_pointer (&self->cells, g_ptr_array_unref);
  g_free (self);
}

static SdPlan *
make_plan (GPtrArray *list,
           guint      n_rows)
{
  g_autoptr (GString) columns = g_string_new (NULL);
  g_autofree char *table = NULL;
  g_autoptr (SdSchema) schema = NULL;

  for (guint i = 0; i < list->len; i++)
    {
      const Shown *shown = g_ptr_array_index (list, i);

      g_string_append_printf (columns, "%s{ 'id': %u, 'name': '%s', 'type': '%s', 'precision': 15,"
                              "'scale': %u, 'generator': 'semantic',"
                              "'parameters': { 'semantic': '%s' } }", i > 0 ? "," : "", 10 + i,
                              shown->type->nick, shown->type->type, shown->type->scale,
                              shown->type->nick);
    }
  table = g_strdup_printf ("{ 'id': 1, 'name': 't', 'rows': %u, 'columns': [ %s ] }", n_rows,
                           columns->str);
  schema = sd_test_schema (table, "");
  return sd_test_plan (schema);
}

static double
get_number (const SdAtom *atom,
            guint         field,
            guint         row)
{
  return g_ascii_strtod (atom->columns[field][row].data, NULL);
}

/* How far rounding may carry a number beyond the ends of its band. */
static double
get_slack (const Shown *shown,
           double       value)
{
  const SdSemanticType *type = shown->type;
  double step = type->step;

  if (type->digits > 0)
    step = pow (10, floor (log10 (MAX (fabs (value), 1e-9))) + 1 - type->digits);
  return step / 2 + type->less + 1e-9;
}

static gboolean
fits (const Shown *shown,
      guint        row,
      guint        i)
{
  const char *cell = g_ptr_array_index (shown->cells, i);
  const SdAtom *atom = shown->atom;
  double value;

  if (shown->low == shown->high && g_str_equal (shown->type->type, "text"))
    return g_str_equal (cell, atom->columns[shown->low][row].data);

  value = g_ascii_strtod (cell, NULL);
  if (shown->low == shown->high)
    return fabs (value - get_number (atom, shown->low, row))
           < 1e-6 + pow (10, -(double) shown->type->scale);
  return value >= get_number (atom, shown->low, row) - get_slack (shown, value)
         && value <= get_number (atom, shown->high, row) + get_slack (shown, value);
}

/* Whether row @row of @atom, and the one that it depends on, can be what the
 * columns show. */
static gboolean
row_fits (GPtrArray    *list,
          const SdAtom *atom,
          guint         row,
          guint         i)
{
  for (guint k = 0; k < list->len; k++)
    {
      const Shown *shown = g_ptr_array_index (list, k);

      if (shown->atom == atom && !fits (shown, row, i))
        return FALSE;
    }
  for (guint parent = 0; atom->by != NULL && parent < atom->by->n_rows; parent++)
    if (row >= atom->first_rows[parent] && row < atom->first_rows[parent + 1])
      return row_fits (list, atom->by, parent, i);
  return TRUE;
}

static void
check_rows (GPtrArray    *list,
            const SdAtom *atom)
{
  for (guint i = 0; i < N_ROWS; i++)
    {
      gboolean found = FALSE;

      for (guint row = 0; row < atom->n_rows && !found; row++)
        found = row_fits (list, atom, row, i);
      if (!found)
        g_error ("Row %u of the columns of %s is of no row of it", i, atom->name);
    }
}

/* All types of a domain in one table. */
static guint
check_domain (const char *file)
{
  JsonObject *object = json_node_get_object (sd_catalog_get_json (file));
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (shown_free);
  g_autoptr (SdPlan) plan = NULL;
  g_autoptr (GHashTable) atoms = g_hash_table_new (NULL, NULL);
  JsonObjectIter iter;
  const char *nick;
  guint n = 0;

  json_object_iter_init_ordered (&iter, json_object_get_object_member (object, "semantics"));
  while (json_object_iter_next_ordered (&iter, &nick, NULL))
    {
      Shown *shown = get_shown (nick);

      if (shown != NULL)
        g_ptr_array_add (list, shown);
    }
  if (list->len == 0)
    return 0;

  plan = make_plan (list, N_ROWS);
  for (guint i = 0; i < list->len; i++)
    {
      Shown *shown = g_ptr_array_index (list, i);

      shown->cells = sd_test_column (plan, "t", shown->type->nick, 256);
    }
  for (guint i = 0; i < list->len; i++)
    {
      const Shown *shown = g_ptr_array_index (list, i);

      if (g_hash_table_add (atoms, (gpointer) shown->atom))
        check_rows (list, shown->atom);
      n++;
    }
  return n;
}

/* Name, category, price … of a row are those of one thing. */
static void
test_agreement (void)
{
  g_auto (GStrv) files = sd_catalog_list_json ("domains");
  guint n = 0;

  for (guint i = 0; files[i] != NULL; i++)
    n += check_domain (files[i]);
  g_assert_cmpuint (n, >, 200);
}

/* The share of a text, which several rows may have. */
static double
get_share (const SdAtom *atom,
           const char   *text)
{
  double share = 0;

  for (guint row = 0; row < atom->n_rows; row++)
    if (g_str_equal (atom->columns[0][row].data, text))
      share += (double) (atom->thresholds[row] - (row == 0 ? 0 : atom->thresholds[row - 1]))
               * 0x1p-64;
  return share;
}

static void
check_popularity (const SdAtom *atom,
                  const char   *nick)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (shown_free);
  const guint n_rows = 5000;
  g_autoptr (SdPlan) plan = NULL;
  g_autoptr (GPtrArray) cells = NULL;

  g_ptr_array_add (list, get_shown (nick));
  plan = make_plan (list, n_rows);
  cells = sd_test_column (plan, "t", nick, 1024);
  for (guint row = 0; row < atom->n_rows; row++)
    {
      const double share = get_share (atom, atom->columns[0][row].data);
      const double error = sqrt (n_rows * share * (1 - share));
      guint count = 0;

      for (guint i = 0; i < cells->len; i++)
        count += g_str_equal (cells->pdata[i], atom->columns[0][row].data);
      /* Balanced draws do better than five errors of independent ones. */
      g_assert_cmpfloat (fabs (count - n_rows * share), <, 5 * error + 1);
    }
}

/* What the file says is popular comes as often as it says. */
static void
test_popularity (void)
{
  const char * const *nicks = sd_catalog_list_semantics ();
  guint n = 0;

  for (guint i = 0; nicks[i] != NULL; i++)
    {
      Shown *shown = get_shown (nicks[i]);

      if (shown != NULL && shown->low == 0 && shown->high == 0 && shown->atom->by == NULL
          && shown->atom->id >= 1000 && shown->atom->id < 2000
          && g_str_equal (shown->type->type, "text"))
        {
          check_popularity (shown->atom, nicks[i]);
          n++;
        }
      if (shown != NULL)
        shown_free (shown);
    }
  g_assert_cmpuint (n, >, 30);
}

/* A column whose every value is @value, and one of the type @nick that is told
 * by it. */
static GPtrArray *
make_given (const char *value,
            const char *nick,
            guint       n_rows)
{
  const SdSemanticType *type = sd_catalog_get_semantic ("en_US", nick);
  g_autofree char *table =
    g_strdup_printf ("{ 'id': 1, 'name': 't', 'rows': %u, 'columns': ["
                     "  { 'id': 11, 'name': 'g', 'type': 'text', 'generator': 'category',"
                     "    'parameters': { 'values': [\"%s\"] } },"
                     "  { 'id': 12, 'name': 'c', 'type': '%s', 'precision': 15, 'scale': %u,"
                     "    'generator': 'semantic',"
                     "    'parameters': { 'semantic': '%s', 'given': 'g' } } ] }",
                     n_rows, value, type->type, type->scale, nick);
  g_autoptr (SdSchema) schema = sd_test_schema (table, "");
  g_autoptr (SdPlan) plan = sd_test_plan (schema);

  return sd_test_column (plan, "t", "c", 1024);
}

/* The middle half of a band, by ratio, has 71.5 % of the prices: a normal
 * distribution cut off at two standard deviations. And they look like prices. */
static void
test_prices (void)
{
  g_autoptr (GPtrArray) cells = make_given ("55-inch television", "gadget_price", 4000);
  guint n_middle = 0;

  for (guint i = 0; i < cells->len; i++)
    {
      const double price = g_ascii_strtod (cells->pdata[i], NULL);
      const double part = log (price / 329) / log (999.0 / 329);

      g_assert_true (g_str_has_suffix (cells->pdata[i], ".99"));
      g_assert_cmpfloat (price, >=, 324.9);
      g_assert_cmpfloat (price, <=, 1000);
      n_middle += part > 0.25 && part < 0.75;
    }
  /* Four standard errors, and the step of five dollars at both ends. */
  g_assert_cmpfloat (fabs (n_middle / 4000.0 - 0.7154), <, 0.04);
}

/* Two digits and nine cents: 3.49, 23.99, 349.99. */
static void
test_digits (void)
{
  g_autoptr (GPtrArray) pens = make_given ("Ballpoint pens", "office_price", 500);
  g_autoptr (GPtrArray) shredders = make_given ("Paper shredder", "office_price", 500);

  for (guint i = 0; i < 500; i++)
    {
      const double shredder = g_ascii_strtod (shredders->pdata[i], NULL);

      g_assert_true (g_str_has_suffix (pens->pdata[i], "9"));
      g_assert_cmpuint (strlen (pens->pdata[i]), ==, 4);
      g_assert_true (g_str_has_suffix (shredders->pdata[i],
                                       shredder >= 100 ? "9.99" : ".99"));
    }
}

static const struct
{
  const char *nick;
  const char *classes;      /* values of the column that is given */
} texts[] = {
  { "review", "1|2|3|4|5" },
  { "hotel_review", "1|2|3|4|5" },
  { "restaurant_review", "1|2|3|4|5" },
  { "film_review", "1|3|5" },
  { "book_review", "2|4" },
  { "app_review", "1|3|5" },
  { "course_feedback", "1|2|3|4|5" },
  { "survey_comment", "1|3|5" },
  { "visit_note", "Orthopedics|Cardiology|Pediatrics" },
  { "incident_report", "Traffic|Violence|Other" },
  { "claim_description", "Auto|Life|Health" },
  { "it_subject", "Telephone|Security|Printer" },
  { "it_note", "Telephone|Security|Printer" },
  { "support_subject", "Complaint|Billing|Delivery" },
  { "product_description", "Grocery|Automotive|Clothing" },
  { "note", "all" },
};

/* At most one text in a hundred of ten thousand is an exact repeat, within each
 * class (ENGINE §14). */
static void
test_repeats (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_auto (GStrv) classes = g_strsplit (texts[i].classes, "|", -1);

      for (guint k = 0; classes[k] != NULL; k++)
        {
          g_autoptr (GPtrArray) cells = make_given (classes[k], texts[i].nick, 10000);
          g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

          for (guint row = 0; row < cells->len; row++)
            g_hash_table_add (seen, cells->pdata[row]);
          if (g_hash_table_size (seen) < 9900)
            g_error ("%s of %s: %u of 10,000 are repeats", texts[i].nick, classes[k],
                     10000 - g_hash_table_size (seen));
        }
    }
}

static guint
count_with (GPtrArray  *cells,
            const char *words)
{
  g_autoptr (GRegex) regex = g_regex_new (words, G_REGEX_OPTIMIZE, G_REGEX_MATCH_DEFAULT, NULL);
  guint n = 0;

  for (guint i = 0; i < cells->len; i++)
    n += g_regex_match (regex, cells->pdata[i], G_REGEX_MATCH_DEFAULT, NULL);
  return n;
}

/* Texts are about what is given, also when only their grammar mentions it. */
static void
test_texts_fit (void)
{
  g_autoptr (GPtrArray) bad = make_given ("1", "hotel_review", 1000);
  g_autoptr (GPtrArray) good = make_given ("5", "hotel_review", 1000);
  g_autoptr (GPtrArray) printers = make_given ("Printer", "it_subject", 1000);
  g_autoptr (GPtrArray) hearts = make_given ("I50.9", "visit_note", 500);
  g_autoptr (GPtrArray) cakes = make_given ("Dessert", "dish", 500);

  g_assert_cmpuint (count_with (bad, "Highly recommended|was perfect|Five stars"), ==, 0);
  g_assert_cmpuint (count_with (good, "Never again|was terrible|out of order"), ==, 0);
  g_assert_cmpuint (count_with (printers, "Printer|Paper|Toner|Scanner"), ==, 1000);
  g_assert_cmpuint (count_with (hearts, "shortness of breath|Shortness of breath"), ==, 500);
  g_assert_cmpuint (count_with (cakes, "Burger|Curry|Soup|Pizza"), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vocabulary/agreement", test_agreement);
  g_test_add_func ("/vocabulary/popularity", test_popularity);
  g_test_add_func ("/vocabulary/prices", test_prices);
  g_test_add_func ("/vocabulary/digits", test_digits);
  g_test_add_func ("/vocabulary/repeats", test_repeats);
  g_test_add_func ("/vocabulary/texts-fit", test_texts_fit);
  return g_test_run ();
}
