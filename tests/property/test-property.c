/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Properties of random documents.
 *
 *   test-property                        the first seeds
 *   test-property FIRST COUNT            these seeds
 *   test-property --print SEED           the document of a seed
 *   test-property --document FILE SEED   any document
 *
 * A failure prints the smallest document found that fails the same way, and the
 * seed with which `test-property SEED 1` runs it again.
 */

#include <stdlib.h>
#include <string.h>

#include "property-run.h"
#include "random-schema.h"
#include "sd-generator-info.h"

#define CHUNK 20

typedef struct
{
  guint64 first;
  guint   n;
} Chunk;

/* Of all documents so far. */
static guint outcomes[3];
static GHashTable *codes;
static gboolean short_output;

static char *
write_document (guint64 seed)
{
  g_autoptr (JsonObject) document = random_schema_new (seed);
  g_autoptr (JsonNode) root = json_node_init_object (json_node_alloc (), document);

  return json_to_string (root, FALSE);
}

static void
count_codes (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0')
      g_hash_table_insert (codes, g_strdup (lines[i]),
                           GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (codes,
                                                                                    lines[i]))
                                             + 1));
}

static gboolean
check_text (const char *text,
            guint64     seed)
{
  g_autoptr (PropertyResult) result = property_run (text, seed);
  g_autofree char *smaller = NULL;

  if (!result->failed)
    {
      outcomes[result->outcome]++;
      count_codes (result->codes);
      return TRUE;
    }
  g_test_message ("seed %" G_GUINT64_FORMAT ": %s: %s", seed, result->check, result->message);
  if (short_output)
    return FALSE;
  smaller = property_minimise (text, seed, result->check);
  g_test_message ("seed %" G_GUINT64_FORMAT ", smallest document that fails this way:\n%s", seed,
                  smaller);
  return FALSE;
}

static void
test_seeds (gconstpointer data)
{
  const Chunk *chunk = data;

  for (guint64 seed = chunk->first; seed < chunk->first + chunk->n; seed++)
    {
      g_autofree char *text = write_document (seed);

      if (!check_text (text, seed))
        g_test_fail ();
    }
}

/* A generator that is new is to be in random documents, too. */
static void
test_generators (void)
{
  g_autofree char *list = random_list_generators ();
  g_auto (GStrv) nicks = g_strsplit (list, "|", -1);
  guint n;
  const SdGeneratorInfo *infos = sd_generator_info_list (&n);

  for (guint i = 0; i < n; i++)
    if (!g_strv_contains ((const char * const *) nicks, infos[i].nick))
      {
        g_test_message ("No random document has the generator “%s”.", infos[i].nick);
        g_test_fail ();
      }
}

/* A good part of the documents is sound enough to be evaluated. */
static void
test_share (void)
{
  g_autoptr (GList) names = g_hash_table_get_keys (codes);
  const guint n = outcomes[PROPERTY_PLAN] + outcomes[PROPERTY_FINDINGS] + outcomes[PROPERTY_UNREAD];

  g_test_message ("%u plans, %u with errors, %u not read", outcomes[PROPERTY_PLAN],
                  outcomes[PROPERTY_FINDINGS], outcomes[PROPERTY_UNREAD]);
  names = g_list_sort (names, (GCompareFunc) strcmp);
  for (GList *l = names; l != NULL; l = l->next)
    g_test_message ("%s: %u", (const char *) l->data,
                    GPOINTER_TO_UINT (g_hash_table_lookup (codes, l->data)));
  if (n >= 100)
    g_assert_cmpuint (outcomes[PROPERTY_PLAN] * 3, >=, n);
}

static void
add_seeds (guint64 first,
           guint64 n)
{
  for (guint64 i = 0; i < n; i += CHUNK)
    {
      Chunk *chunk = g_new (Chunk, 1);
      g_autofree char *name = g_strdup_printf ("/property/seeds/%" G_GUINT64_FORMAT, first + i);

      *chunk = (Chunk) { first + i, (guint) MIN (CHUNK, n - i) };
      g_test_add_data_func_full (name, chunk, test_seeds, g_free);
    }
}

static int
print_document (const char *seed)
{
  g_autofree char *text = write_document (g_ascii_strtoull (seed, NULL, 10));
  g_autoptr (JsonNode) root = json_from_string (text, NULL);
  g_autofree char *pretty = json_to_string (root, TRUE);

  g_print ("%s\n", pretty);
  return EXIT_SUCCESS;
}

static int
check_file (const char *name,
            const char *seed)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_file_get_contents (name, &text, NULL, &error))
    g_error ("%s", error->message);
  return check_text (text, g_ascii_strtoull (seed, NULL, 10)) ? EXIT_SUCCESS : EXIT_FAILURE;
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  codes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  short_output = g_getenv ("SD_PROPERTY_SHORT") != NULL;
  if (argc == 3 && g_str_equal (argv[1], "--print"))
    return print_document (argv[2]);
  if (argc == 4 && g_str_equal (argv[1], "--document"))
    return check_file (argv[2], argv[3]);
  g_test_add_func ("/property/generators", test_generators);
  if (argc == 3)
    add_seeds (g_ascii_strtoull (argv[1], NULL, 10), g_ascii_strtoull (argv[2], NULL, 10));
  else
    add_seeds (1, 2 * CHUNK);
  g_test_add_func ("/property/share/of-plans", test_share);
  status = g_test_run ();
  g_hash_table_unref (codes);
  return status;
}
