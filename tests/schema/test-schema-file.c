/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

#include "config.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <glib/gstdio.h>

#include "example-document.h"
#include "sd-json-guard.h"

static void
test_round_trip (void)
{
  g_autoptr (SdSchema) schema = load_example ();
  g_autofree char *first = sd_schema_to_text (schema);
  g_autoptr (SdSchema) again = NULL;
  g_autofree char *second = NULL;
  g_autoptr (GError) error = NULL;
  SdRelationship *relationship;

  again = sd_schema_new_from_text (first, strlen (first), &error);
  g_assert_no_error (error);
  second = sd_schema_to_text (again);
  g_assert_cmpstr (first, ==, second);

  g_assert_cmpstr (sd_schema_get_title (again), ==, "Product sales");
  g_assert_cmpstr (sd_schema_get_name (again), ==, "product_sales");
  g_assert_cmpuint (sd_schema_get_seed (again), ==, 42);
  g_assert_cmpint (sd_schema_get_as_of (again), ==, 20513);
  g_assert_cmpuint (sd_schema_get_n_tables (again), ==, 3);
  g_assert_cmpuint (sd_schema_get_n_relationships (again), ==, 3);
  g_assert_cmpstr (sd_schema_get_assumptions (again)[0], ==,
                   "A customer buys one product at a time.");

  g_assert_cmpfloat (sd_column_get_missing (find_example_column (again, "customers.tier")), ==,
                     0.1);
  g_assert_cmpuint (sd_column_get_precision (find_example_column (again, "products.price")), ==, 8);
  g_assert_cmpstr (sd_column_get_unit (find_example_column (again, "products.price")), ==, "EUR");

  relationship = sd_schema_find_relationship_by_id (again, 30);
  g_assert_cmpstr (sd_relationship_get_law (relationship), ==, "negative_binomial");
  g_assert_true (sd_relationship_get_law_from_user (relationship));
  g_assert_cmpuint (sd_relationship_get_min (relationship), ==, 1);
  g_assert_cmpuint (sd_relationship_get_max (relationship), ==, 30);
  g_assert_cmpint (sd_relationship_get_placement (sd_schema_find_relationship_by_id (again, 31)),
                   ==, SD_PLACEMENT_SHUFFLED);
}

/* What this version does not know comes back, behind what it knows, and a
 * second saving changes nothing any more. */
static void
test_unknown_members (void)
{
  const char *text =
    "{\"zebra\": 1.5, \"format\": \"synthdata\", \"version\": 1, \"diagram\": {\"1\": [3, 4]},"
    " \"conversation\": [], \"apple\": {\"b\": [1, {\"c\": null}], \"a\": true},"
    " \"tables\": [{\"name\": \"t\", \"colour\": \"red\", \"columns\":"
    "  [{\"name\": \"c\", \"type\": \"real\", \"mood\": -0.5, \"big\": 9007199254740993}]}],"
    " \"relationships\": [{\"parent_table_name\": \"t\", \"child_table_name\": \"t\","
    "  \"child_foreign_key\": \"c\", \"since\": 0.1}]}";
  g_autoptr (GError) error = NULL;
  g_autoptr (SdSchema) schema = sd_schema_new_from_text (text, strlen (text), &error);
  g_autoptr (SdSchema) again = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  const char *expected[] = {
    "\"conversation\": [],\n  \"diagram\": {\n    \"1\": [3, 4]\n  },\n  \"zebra\": 1.5,\n"
    "  \"apple\": {\n    \"b\": [\n      1,\n      {\"c\": null}\n    ],\n    \"a\": true\n  }\n}\n",
    "\"mood\": -0.5,\n          \"big\": 9007199254740993\n",
    "],\n      \"colour\": \"red\"\n",
    "\"since\": 0.1\n",
  };

  g_assert_no_error (error);
  first = sd_schema_to_text (schema);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      if (strstr (first, expected[i]) == NULL)
        g_error ("Missing:\n%s\nin:\n%s", expected[i], first);
    }

  again = sd_schema_new_from_text (first, strlen (first), &error);
  g_assert_no_error (error);
  second = sd_schema_to_text (again);
  g_assert_cmpstr (first, ==, second);
}

static void
test_defaults (void)
{
  const char *text = "{\"format\": \"synthdata\", \"version\": 1, \"tables\": "
                     "[{\"name\": \"t\", \"columns\": [{\"name\": \"c\", \"type\": \"text\"}]}]}";
  g_autoptr (GError) error = NULL;
  g_autoptr (SdSchema) schema = sd_schema_new_from_text (text, strlen (text), &error);
  SdTable *table;
  SdColumn *column;

  g_assert_no_error (error);
  g_assert_cmpuint (sd_schema_get_seed (schema), ==, 42);
  g_assert_cmpstr (sd_schema_get_locale (schema), ==, "en_US");
  g_assert_cmpuint (sd_schema_get_catalog_version (schema), ==, 1);

  table = sd_schema_get_table (schema, 0);
  g_assert_cmpuint (sd_table_get_id (table), ==, 1);
  g_assert_cmpuint (sd_table_get_rows (table), ==, 100);
  g_assert_false (sd_table_get_rows_from_user (table));
  g_assert_cmpint (sd_table_get_margins (table), ==, SD_MARGINS_BALANCED);

  column = sd_table_get_column (table, 0);
  g_assert_cmpuint (sd_column_get_id (column), ==, 2);
  g_assert_cmpstr (sd_column_get_generator (column), ==, "pattern");
  g_assert_false (sd_column_get_nullable (column));
}

#define HEAD "{\"format\": \"synthdata\", \"version\": 1, "
#define COLUMN(members) HEAD "\"tables\": [{\"name\": \"t\", \"columns\": [{\"name\": \"c\", " \
                             "\"type\": \"text\", " members "}]}]}"

/* Each document is wrong, and the message has each of the parts. */
static const struct
{
  const char *name;
  const char *text;
  const char *parts[5];
} bad_files[] = {
  { "empty", "", { "" } },
  { "no-json", "hello", { "" } },
  { "no-object", "[]", { "not a SynthData document" } },
  { "no-format", "{\"version\": 1}", { "not a SynthData document" } },
  { "other-format", "{\"format\": \"other\", \"version\": 1}", { "not a SynthData document" } },
  { "no-version", "{\"format\": \"synthdata\"}", { "version" } },
  { "version-0", "{\"format\": \"synthdata\", \"version\": 0}", { "version" } },
  { "version-fraction", "{\"format\": \"synthdata\", \"version\": 1.5}", { "version" } },
  { "version-text", "{\"format\": \"synthdata\", \"version\": \"1\"}", { "version" } },
  { "seed-negative", HEAD "\"seed\": -1}", { "seed: This must be a whole number from 0 to" } },
  { "seed-too-large", HEAD "\"seed\": 9223372036854775808}", { "whole number is too large" } },
  { "number-too-large", HEAD "\"a\": \"\\\"\",\n\"b\": [1, 99999999999999999999999]}",
    { "Line 2, column 10: This whole number is too large." } },
  { "number-too-small", HEAD "\"a\": -9223372036854775809}", { "whole number is too large" } },
  { "seed-text", HEAD "\"seed\": \"42\"}", { "seed: " } },
  { "as-of", HEAD "\"as_of\": \"2026-02-30\"}", { "as_of: This must be a day" } },
  { "tables-object", HEAD "\"tables\": {}}", { "tables: This must be a list" } },
  { "table-text", HEAD "\"tables\": [\"customers\"]}", { "tables[0]: This must be an object" } },
  { "table-without-name", HEAD "\"tables\": [{}]}", { "tables[0].name: This is missing." } },
  { "name-too-long",
    HEAD "\"tables\": [{\"name\": \"aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg\"}]}",
    { "tables[0].name: This text is longer than 63 bytes." } },
  { "column-without-type", HEAD "\"tables\": [{\"name\": \"t\", \"columns\": [{\"name\": \"c\"}]}]}",
    { "tables[0].columns[0].type: This is missing." } },
  { "type-unknown",
    HEAD "\"tables\": [{\"name\": \"t\", \"columns\": [{\"name\": \"c\", \"type\": \"money\"}]}]}",
    { "tables[0].columns[0].type: This must be one of \"integer\", \"decimal\"" } },
  { "many", HEAD "\"seed\": 1.5, \"tables\": [{\"name\": 5, \"rows\": -1, \"columns\": "
    "[{\"name\": \"a\", \"type\": \"text\"}, {\"name\": \"b\", \"type\": \"text\", \"rows\": 3, "
    "\"unique\": \"yes\", \"missing\": 1.5}]}]}",
    { "seed: ", "\ntables[0].name: This must be text.", "\ntables[0].rows: ",
      "\ntables[0].columns[1].unique: This must be true or false.",
      "\ntables[0].columns[1].missing: This must be a share from 0 to 1." } },
  { "margins", HEAD "\"tables\": [{\"name\": \"t\", \"margins\": \"loose\"}]}",
    { "tables[0].margins: This must be one of \"exact\", \"balanced\", \"sampled\"." } },
  { "rows-from", HEAD "\"tables\": [{\"name\": \"t\", \"rows_from\": 3}]}",
    { "tables[0].rows_from: " } },
  { "primary-key", HEAD "\"tables\": [{\"name\": \"t\", \"primary_key\": [\"a\", 3]}]}",
    { "tables[0].primary_key[1]: This must be text." } },
  { "id-0", HEAD "\"tables\": [{\"name\": \"t\", \"id\": 0}]}", { "tables[0].id: " } },
  { "id-twice", HEAD "\"tables\": [{\"name\": \"t\", \"id\": 7, \"columns\": [{\"name\": \"c\", "
    "\"type\": \"text\", \"id\": 7}]}]}",
    { "tables[0].columns[0].id: Another element has the id 7 too." } },
  { "parameters-list", COLUMN ("\"generator\": \"date\", \"parameters\": [1]"),
    { "tables[0].columns[0].parameters: This must be an object" } },
  { "precision", COLUMN ("\"precision\": 19"), { "tables[0].columns[0].precision: " } },
  { "scale", COLUMN ("\"precision\": 4, \"scale\": 5"),
    { "tables[0].columns[0].scale: This must be a whole number from 0 to 4." } },
  { "placement", HEAD "\"relationships\": [{\"placement\": \"left\", \"optional\": 2, "
    "\"distinct_within\": \"a\"}]}",
    { "relationships[0].placement: ", "relationships[0].optional: ",
      "relationships[0].distinct_within: " } },
  { "assumptions", HEAD "\"assumptions\": 3}", { "assumptions: This must be a list of texts." } },
  { "duplicate-key", HEAD "\"seed\": 1, \"seed\": 2}", { "" } },
  { "trailing", HEAD "\"seed\": 1} x", { "" } },
};

static void
test_bad_file (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (SdSchema) schema = NULL;

  schema = sd_schema_new_from_text (bad_files[i].text, strlen (bad_files[i].text), &error);
  g_assert_null (schema);
  g_assert_nonnull (error);
  for (guint j = 0; j < G_N_ELEMENTS (bad_files[i].parts) && bad_files[i].parts[j] != NULL; j++)
    {
      if (strstr (error->message, bad_files[i].parts[j]) == NULL)
        g_error ("Missing “%s” in:\n%s", bad_files[i].parts[j], error->message);
    }
}

/* Limits that no table of literals can hold. */
static void
test_limits (void)
{
  g_autoptr (GString) text = g_string_new (HEAD "\"tables\": [");
  g_autofree char *long_text = g_strnfill (5000, 'x');
  g_autofree char *long_title = g_strdup_printf (HEAD "\"title\": \"%s\"}", long_text);
  g_autofree char *long_value = g_strdup_printf (COLUMN ("\"generator\": \"values\", "
                                                         "\"parameters\": {\"values\": [\"%s\"]}"),
                                                 long_text);
  g_autofree char *long_formula = g_strdup_printf (COLUMN ("\"generator\": \"formula\", "
                                                           "\"parameters\": {\"formula\": \"%s\"}"),
                                                   long_text);
  g_autoptr (GError) error = NULL;
  g_autoptr (SdSchema) schema = NULL;

  for (guint i = 0; i < 1001; i++)
    g_string_append_printf (text, "%s{\"name\": \"t%u\"}", i > 0 ? "," : "", i);
  g_string_append (text, "]}");
  g_assert_null (sd_schema_new_from_text (text->str, text->len, &error));
  g_assert_error (error, SD_SCHEMA_ERROR, SD_SCHEMA_ERROR_CONTENT);
  g_assert_cmpstr (error->message, ==, "tables: This list has more than 1000 elements.");
  g_clear_error (&error);

  g_assert_null (sd_schema_new_from_text (long_title, strlen (long_title), &error));
  g_assert_cmpstr (error->message, ==, "title: This text is longer than 4096 bytes.");
  g_clear_error (&error);

  g_assert_null (sd_schema_new_from_text (long_formula, strlen (long_formula), &error));
  g_assert_cmpstr (error->message, ==,
                   "tables[0].columns[0].parameters.formula: This text is longer than 4096 bytes.");
  g_clear_error (&error);

  schema = sd_schema_new_from_text (long_value, strlen (long_value), &error);
  g_assert_no_error (error);
}

/* So many errors that nobody reads them all. */
static void
test_many_problems (void)
{
  g_autoptr (GString) text = g_string_new (HEAD "\"tables\": [");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 300; i++)
    g_string_append (text, i > 0 ? ", 1" : "1");
  g_string_append (text, "]}");

  g_assert_null (sd_schema_new_from_text (text->str, text->len, &error));
  g_assert_nonnull (strstr (error->message, "tables[99]: "));
  g_assert_null (strstr (error->message, "tables[100]: "));
  g_assert_nonnull (strstr (error->message, "and 200 more"));
}

static void
test_newer_version (void)
{
  const char *text = "{\"format\": \"synthdata\", \"version\": 2, \"seed\": \"new kind\", "
                     "\"tables\": [{\"name\": \"t\", \"columns\": [{\"name\": \"c\", "
                     "\"type\": \"vector\"}, {\"nameless\": 1}]}, 5]}";
  g_autoptr (GError) error = NULL;
  g_autoptr (SdSchema) schema = sd_schema_new_from_text (text, strlen (text), &error);
  g_autoptr (GFile) file = g_file_new_for_path ("/nowhere/at-all.synthdata");

  g_assert_no_error (error);
  g_assert_true (sd_schema_get_read_only (schema));
  g_assert_cmpuint (sd_schema_get_n_tables (schema), ==, 1);
  g_assert_cmpuint (sd_table_get_n_columns (sd_schema_get_table (schema, 0)), ==, 1);

  g_assert_false (sd_schema_save (schema, file, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_READ_ONLY);
}

static void
test_numbers (void)
{
  const char *numbers[] = {
    "0.1", "1e-7", "123456.789", "-0.5", "1e300", "5e-324", "9223372036854775807",
    "-9223372036854775808", "9007199254740993", "2.0", "true", "null",
  };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autofree char *text = g_strdup_printf (HEAD "\"x\": %s}", numbers[i]);
      g_autofree char *member = g_strdup_printf ("\"x\": %s\n", numbers[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (SdSchema) schema = sd_schema_new_from_text (text, strlen (text), &error);
      g_autofree char *saved = NULL;

      g_assert_no_error (error);
      saved = sd_schema_to_text (schema);
      /* An exponent may be written another way, the others come back as they
       * were. */
      if (strchr (numbers[i], 'e') == NULL || i > 9)
        g_assert_nonnull (strstr (saved, member));
      else
        {
          const char *value = strstr (saved, "\"x\": ") + 5;

          g_assert_cmpfloat (g_ascii_strtod (value, NULL), ==, g_ascii_strtod (numbers[i], NULL));
        }
    }
}

/* Replaces one token of @text by another that stands somewhere in it, or one
 * byte by any other. */
static char *
mutate (const char *text,
        GRand      *random)
{
  gsize length = strlen (text);
  GString *mutant = g_string_new (text);
  guint n = (guint) g_rand_int_range (random, 1, 3);

  for (guint i = 0; i < n; i++)
    {
      gsize to = (gsize) g_rand_int_range (random, 0, (gint32) length - 40);
      gsize from = (gsize) g_rand_int_range (random, 0, (gint32) length - 40);

      if (g_rand_boolean (random))
        mutant->str[to] = (char) g_rand_int_range (random, 1, 256);
      else
        {
          to += strcspn (mutant->str + to, ":,") + 1;
          from += strcspn (text + from, ":,") + 1;
          if (to < mutant->len && from < length)
            {
              g_string_erase (mutant, (gssize) to, (gssize) strcspn (mutant->str + to, ",}]"));
              g_string_insert_len (mutant, (gssize) to, text + from,
                                   (gssize) strcspn (text + from, ",}]"));
            }
        }
      length = MIN (length, mutant->len);
    }

  return g_string_free (mutant, FALSE);
}

/* Whatever comes in is refused or becomes a document that can be checked,
 * changed, saved and read again. */
static void
test_mutants (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  guint n_read = 0;

  for (guint i = 0; i < 4000; i++)
    {
      g_autofree char *text = mutate (example_document, random);
      g_autoptr (GError) error = NULL;
      g_autoptr (SdSchema) schema = sd_schema_new_from_text (text, strlen (text), &error);
      g_autoptr (SdSchema) again = NULL;
      g_autoptr (GPtrArray) findings = NULL;
      g_autofree char *first = NULL;
      g_autofree char *second = NULL;

      g_assert_true ((schema == NULL) == (error != NULL));
      if (schema == NULL)
        continue;

      n_read++;
      findings = sd_schema_validate (schema);
      for (guint j = 0; j < findings->len; j++)
        {
          const SdFinding *finding = g_ptr_array_index (findings, j);

          if (finding->fixes->len > 0)
            sd_fix_apply (g_ptr_array_index (finding->fixes, 0), schema, NULL);
        }
      if (sd_schema_get_n_tables (schema) > 1)
        {
          sd_schema_rename_table (schema, sd_schema_get_table (schema, 1), "renamed");
          sd_schema_remove_table (schema, sd_schema_get_table (schema, 0));
        }

      first = sd_schema_to_text (schema);
      again = sd_schema_new_from_text (first, strlen (first), &error);
      g_assert_no_error (error);
      second = sd_schema_to_text (again);
      g_assert_cmpstr (first, ==, second);
    }

  g_assert_cmpuint (n_read, >, 200);
}

typedef struct
{
  char *folder;
  char *path;
  GFile *file;
} Place;

static void
set_up (Place         *place,
        gconstpointer  data)
{
  place->folder = g_dir_make_tmp ("sd-schema-XXXXXX", NULL);
  place->path = g_build_filename (place->folder, "lesson.synthdata", NULL);
  place->file = g_file_new_for_path (place->path);
}

static guint
count_files (Place *place)
{
  g_autoptr (GDir) dir = g_dir_open (place->folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

static void
tear_down (Place         *place,
           gconstpointer  data)
{
  g_autoptr (GDir) dir = g_dir_open (place->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (place->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (place->folder);
  g_free (place->folder);
  g_free (place->path);
  g_object_unref (place->file);
}

static void
test_save (Place         *place,
           gconstpointer  data)
{
  g_autoptr (SdSchema) schema = load_example ();
  g_autofree char *text = sd_schema_to_text (schema);
  g_autoptr (SdSchema) again = NULL;
  g_autofree char *loaded = NULL;
  g_autofree char *etag = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (sd_schema_save (schema, place->file, &etag, NULL, &error));
  g_assert_no_error (error);
  g_assert_nonnull (etag);
  g_assert_cmpuint (count_files (place), ==, 1);

  again = sd_schema_load (place->file, NULL, &error);
  g_assert_no_error (error);
  loaded = sd_schema_to_text (again);
  g_assert_cmpstr (text, ==, loaded);

  /* With the etag of the last saving the next one is allowed. */
  sd_schema_set_title (schema, "Second");
  g_assert_true (sd_schema_save (schema, place->file, &etag, NULL, &error));
  g_assert_no_error (error);
}

static void
test_save_wrong_etag (Place         *place,
                      gconstpointer  data)
{
  g_autoptr (SdSchema) schema = load_example ();
  g_autofree char *etag = NULL;
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (sd_schema_save (schema, place->file, &etag, NULL, &error));
  g_assert_true (g_file_set_contents (place->path, "someone else's", -1, NULL));
  g_free (etag);
  etag = g_strdup ("1:1");
  g_assert_false (sd_schema_save (schema, place->file, &etag, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_WRONG_ETAG);
  g_assert_true (g_file_get_contents (place->path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "someone else's");
}

/* The disk is full after a few bytes: the old file stays, nothing is left. */
static void
test_save_fails (Place         *place,
                 gconstpointer  data)
{
  g_autoptr (SdSchema) schema = load_example ();
  struct rlimit old_limit;
  struct rlimit limit;
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  gboolean saved;

  g_assert_true (g_file_set_contents (place->path, "the old file", -1, NULL));
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old_limit), ==, 0);
  limit = old_limit;
  limit.rlim_cur = 100;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  saved = sd_schema_save (schema, place->file, NULL, NULL, &error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old_limit), ==, 0);

  g_assert_false (saved);
  g_assert_nonnull (error);
  g_assert_true (g_file_get_contents (place->path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "the old file");
  g_assert_cmpuint (count_files (place), ==, 1);
}

static void
test_save_keeps_mode_and_link (Place         *place,
                               gconstpointer  data)
{
  g_autoptr (SdSchema) schema = load_example ();
  g_autofree char *link = g_build_filename (place->folder, "link.synthdata", NULL);
  g_autoptr (GFile) link_file = g_file_new_for_path (link);
  g_autoptr (SdSchema) again = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf status;

  g_assert_true (g_file_set_contents (place->path, "old", -1, NULL));
  g_assert_cmpint (g_chmod (place->path, 0640), ==, 0);
  g_assert_cmpint (symlink ("lesson.synthdata", link), ==, 0);

  g_assert_true (sd_schema_save (schema, link_file, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_lstat (link, &status), ==, 0);
  g_assert_true (S_ISLNK (status.st_mode));
  g_assert_cmpint (g_lstat (place->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 07777, ==, 0640);
  again = sd_schema_load (place->file, NULL, &error);
  g_assert_no_error (error);
}

static void
test_load_too_large (Place         *place,
                     gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (place->path, "{}", -1, NULL));
  g_assert_cmpint (truncate (place->path, G_GINT64_CONSTANT (200) * 1024 * 1024), ==, 0);
  g_assert_null (sd_schema_load (place->file, NULL, &error));
  g_assert_error (error, SD_JSON_ERROR, SD_JSON_ERROR_TOO_LARGE);
  g_clear_error (&error);

  g_unlink (place->path);
  g_assert_null (sd_schema_load (place->file, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/schema-file/round-trip", test_round_trip);
  g_test_add_func ("/schema-file/unknown-members", test_unknown_members);
  g_test_add_func ("/schema-file/defaults", test_defaults);
  for (guint i = 0; i < G_N_ELEMENTS (bad_files); i++)
    {
      g_autofree char *path = g_strdup_printf ("/schema-file/bad/%s", bad_files[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_bad_file);
    }
  g_test_add_func ("/schema-file/limits", test_limits);
  g_test_add_func ("/schema-file/many-problems", test_many_problems);
  g_test_add_func ("/schema-file/newer-version", test_newer_version);
  g_test_add_func ("/schema-file/numbers", test_numbers);
  g_test_add_func ("/schema-file/mutants", test_mutants);
  g_test_add ("/schema-file/save", Place, NULL, set_up, test_save, tear_down);
  g_test_add ("/schema-file/save/wrong-etag", Place, NULL, set_up, test_save_wrong_etag,
              tear_down);
  g_test_add ("/schema-file/save/fails", Place, NULL, set_up, test_save_fails, tear_down);
  g_test_add ("/schema-file/save/mode-and-link", Place, NULL, set_up,
              test_save_keeps_mode_and_link, tear_down);
  g_test_add ("/schema-file/load/too-large", Place, NULL, set_up, test_load_too_large, tear_down);

  return g_test_run ();
}
