/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Words, numbers in words, and the forms of nouns.
 */

#include <glib.h>

#include "sd-words-private.h"

static void
test_numbers (void)
{
  static const struct { const char *text; double value; gboolean percent; } cases[] = {
    { "2k", 2000, FALSE },
    { "1.5k", 1500, FALSE },
    { "1,500", 1500, FALSE },
    { "12,345,678", 12345678, FALSE },
    { "a dozen", 12, FALSE },
    { "two dozen", 24, FALSE },
    { "half a dozen", 6, FALSE },
    { "three", 3, FALSE },
    { "forty", 40, FALSE },
    { "twenty-five", 25, FALSE },
    { "two hundred and fifty", 250, FALSE },
    { "a thousand", 1000, FALSE },
    { "three thousand two hundred", 3200, FALSE },
    { "2 million", 2000000, FALSE },
    { "2M", 2000000, FALSE },
    { "10 %", 10, TRUE },
    { "10%", 10, TRUE },
    { "ten percent", 10, TRUE },
    { "half of", 50, TRUE },
    { "one in five", 20, TRUE },
    { "3 out of 4", 75, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SdWords) words = sd_words_new (cases[i].text);
      const SdWord *word = sd_words_at (words, 0);

      g_assert_cmpint (word->kind, ==, SD_WORD_NUMBER);
      g_assert_cmpfloat (word->value, ==, cases[i].value);
      g_assert_cmpint (word->percent, ==, cases[i].percent);
      g_assert_cmpuint (words->n, <=, 2);
    }
}

static void
test_no_numbers (void)
{
  static const char * const texts[] = { "a customer", "hundredth", "k", "secondary" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (SdWords) words = sd_words_new (texts[i]);

      for (guint j = 0; j < words->n; j++)
        g_assert_cmpint (sd_words_at (words, j)->kind, ==, SD_WORD_TEXT);
    }
}

static void
test_forms (void)
{
  static const struct { const char *one; const char *many; } cases[] = {
    { "customer", "customers" }, { "category", "categories" }, { "person", "people" },
    { "child", "children" }, { "box", "boxes" }, { "match", "matches" }, { "shoe", "shoes" },
    { "bus", "buses" }, { "analysis", "analyses" }, { "movie", "movies" }, { "series", "series" },
    { "day", "days" }, { "hero", "heroes" }, { "course", "courses" }, { "purchase", "purchases" },
    { "order_item", "order_items" }, { "leaf", "leaves" }, { "address", "addresses" },
    { "witch", "witches" }, { "quiz", "quizzes" }, { "staff", "staff" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *many = sd_word_book_plural (cases[i].one);
      g_autofree char *one = sd_word_book_singular (cases[i].many);
      g_autofree char *still = sd_word_book_plural (cases[i].many);

      g_assert_cmpstr (many, ==, cases[i].many);
      g_assert_cmpstr (still, ==, cases[i].many);
      if (g_strcmp0 (cases[i].one, "address") != 0)
        g_assert_cmpstr (one, ==, cases[i].one);
    }
}

static void
test_ranges (void)
{
  static const struct { const char *text; double min, max; } cases[] = {
    { "36 to 46", 36, 46 }, { "36-46", 36, 46 }, { "between 2 and 6", 2, 6 },
    { "from 10 to 5", 5, 10 }, { "1–3", 1, 3 }, { "between 2 euros and 6 euros", 2, 6 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SdWords) words = sd_words_new (cases[i].text);
      double min, max;
      guint end;

      g_assert_true (sd_words_read_range (words, 0, &min, &max, &end));
      g_assert_cmpfloat (min, ==, cases[i].min);
      g_assert_cmpfloat (max, ==, cases[i].max);
      g_assert_cmpuint (end, >, 2);
    }
  {
    g_autoptr (SdWords) words = sd_words_new ("2 and 6");
    double min, max;
    guint end;

    g_assert_false (sd_words_read_range (words, 0, &min, &max, &end));
  }
}

static void
test_unused (void)
{
  g_autoptr (SdWords) words = sd_words_new ("the customers, more on Mondays, and orders");
  g_auto (GStrv) unused = NULL;

  sd_words_use (words, 1, 2);
  sd_words_use (words, words->n - 1, words->n);
  unused = sd_words_list_unused (words);
  g_assert_cmpuint (g_strv_length (unused), ==, 1);
  g_assert_cmpstr (unused[0], ==, "more on Mondays");
}

static void
test_spelling (void)
{
  g_autoptr (SdWords) words = sd_words_new ("E-mails of donation centres");

  g_assert_cmpstr (sd_words_at (words, 0)->stem, ==, "email");
  g_assert_cmpstr (sd_words_at (words, 3)->stem, ==, "center");
  /* What is named after it keeps the user's spelling. */
  g_assert_cmpstr (sd_words_at (words, 3)->raw, ==, "centres");
}

static void
test_long_text (void)
{
  g_autofree char *text = g_strnfill (200000, 'a');
  g_autoptr (GString) many = g_string_new (NULL);
  g_autoptr (SdWords) one = sd_words_new (text);
  g_autoptr (SdWords) cut = NULL;

  g_assert_cmpuint (one->n, ==, 1);
  for (guint i = 0; i < 2 * SD_WORDS_MAX; i++)
    g_string_append (many, "word ");
  cut = sd_words_new (many->str);
  g_assert_true (cut->cut);
  g_assert_cmpuint (cut->n, <=, SD_WORDS_MAX);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/words/numbers", test_numbers);
  g_test_add_func ("/words/no-numbers", test_no_numbers);
  g_test_add_func ("/words/forms", test_forms);
  g_test_add_func ("/words/ranges", test_ranges);
  g_test_add_func ("/words/unused", test_unused);
  g_test_add_func ("/words/spelling", test_spelling);
  g_test_add_func ("/words/long-text", test_long_text);

  return g_test_run ();
}
