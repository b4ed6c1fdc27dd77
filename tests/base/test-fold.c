/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Case and folding. */

#include "sd-fold.h"

#define LAST_LETTER 0x1eff

/* Wherever there is a case, it is Unicode's; and in the alphabets that data is
 * made of, there is one for each letter. */
static void
test_case (void)
{
  for (gunichar c = 0; c <= LAST_LETTER; c++)
    {
      gboolean whole = c < 0x0180 || (c >= 0x0386 && c <= 0x03ce) || (c >= 0x0400 && c < 0x0530)
                       || (c >= 0x1e00 && c < 0x1e96);

      /* The micro sign is no letter here. */
      if (c == 0x00b5)
        whole = FALSE;

      g_test_message ("U+%04X", c);
      if (whole || sd_char_upper (c) != c)
        g_assert_cmphex (sd_char_upper (c), ==, g_unichar_toupper (c));
      if (whole || sd_char_lower (c) != c)
        g_assert_cmphex (sd_char_lower (c), ==, g_unichar_tolower (c));
    }

  g_assert_cmphex (sd_char_upper (0x1f600), ==, 0x1f600);
  g_assert_cmphex (sd_char_lower (G_MAXUINT32), ==, G_MAXUINT32);
}

typedef char *(* TextFunction) (const char *text,
                                gssize      length);

static void
assert_text (TextFunction  function,
             const char   *text,
             const char   *expected)
{
  g_autofree char *result = function (text, -1);
  g_autofree char *padded = g_strconcat (text, "Zz", NULL);
  g_autofree char *part = function (padded, strlen (text));

  g_assert_cmpstr (result, ==, expected);
  g_assert_cmpstr (part, ==, expected);
}

static void
test_text_case (void)
{
  assert_text (sd_text_upper, "", "");
  assert_text (sd_text_upper, "Zoë Müller-Łoś 3", "ZOË MÜLLER-ŁOŚ 3");
  assert_text (sd_text_upper, "straße ÿ ŉ", "STRAßE Ÿ ŉ");
  assert_text (sd_text_upper, "Όμηρος", "ΌΜΗΡΟΣ");
  assert_text (sd_text_upper, "Ђорђе і ґанок", "ЂОРЂЕ І ҐАНОК");
  assert_text (sd_text_upper, "日本 😀", "日本 😀");
  assert_text (sd_text_lower, "ZOË MÜLLER-ŁOŚ", "zoë müller-łoś");
  assert_text (sd_text_lower, "İZMİR IRMAK", "izmir irmak");
  assert_text (sd_text_lower, "ẞ", "ß");
  assert_text (sd_text_lower, "ЩЁ", "щё");
}

static void
test_fold (void)
{
  assert_text (sd_text_fold, "", "");
  assert_text (sd_text_fold, "Zoë Müller-Łoś", "zoemuellerlos");
  assert_text (sd_text_fold, "Weiß & Söhne GmbH", "weisssoehnegmbh");
  assert_text (sd_text_fold, "ÄÖÜ äöü", "aeoeueaeoeue");
  assert_text (sd_text_fold, "a\u0308 E\u0308 e\u0301", "aeee");
  assert_text (sd_text_fold, "Åse Bjørnø Æbelø", "asebjornoaebelo");
  assert_text (sd_text_fold, "Ñandú Garçon Élève", "nandugarconeleve");
  assert_text (sd_text_fold, "Şükrü Yığıt İnönü", "suekrueyigitinoenue");
  assert_text (sd_text_fold, "Dvořák Žižka Ďuriš Ľubomír", "dvorakzizkadurislubomir");
  assert_text (sd_text_fold, "Þórður Guðmundsson", "thordurgudmundsson");
  assert_text (sd_text_fold, "Nguyễn Thị Hường", "nguyenthihuong");
  assert_text (sd_text_fold, "Ștefan Țăran Őry Űr", "stefantaranoryur");
  assert_text (sd_text_fold, "Γιώργος Παπαδόπουλος", "giorgospapadopoylos");
  assert_text (sd_text_fold, "Пётр Чайковский", "petrchaykovskiy");
  assert_text (sd_text_fold, "Юлія Щербак", "yuliyashcherbak");
  assert_text (sd_text_fold, "Ђорђе Љубић", "djordjeljubic");
  assert_text (sd_text_fold, "日本 😀 €", "");
  assert_text (sd_text_fold, "a1.B2_c3", "a1b2c3");
}

/* Bytes that are no UTF-8 neither stop nor crash anything. */
static void
test_invalid (void)
{
  assert_text (sd_text_upper, "a\xff" "b\xc3", "A\xff" "B\xc3");
  assert_text (sd_text_lower, "A\xe4" "B", "a\xe4" "b");
  assert_text (sd_text_fold, "a\xff\xfe" "b\xf0\x9f", "ab");
}

/* All small letters of the alphabets fold to something, and folding is done
 * after the first time. */
static void
test_fold_complete (void)
{
  for (gunichar c = 0xc0; c < 0x0450; c++)
    {
      char letter[8] = { 0 };
      g_autofree char *folded = NULL;
      g_autofree char *again = NULL;

      if (c == 0x00d7 || c == 0x00f7 || (c >= 0x0180 && c < 0x0391) || c == 0x03a2
          || (c >= 0x03cf && c < 0x0400) || sd_char_lower (c) == 0x044a
          || sd_char_lower (c) == 0x044c)
        continue;
      g_unichar_to_utf8 (c, letter);
      folded = sd_text_fold (letter, -1);
      again = sd_text_fold (folded, -1);
      g_test_message ("U+%04X", c);
      g_assert_cmpstr (folded, !=, "");
      g_assert_cmpstr (folded, ==, again);
    }
}

static void
assert_identifier (const char *text,
                   const char *expected)
{
  g_autofree char *identifier = sd_text_to_identifier (text);

  g_assert_cmpstr (identifier, ==, expected);
}

static void
test_identifier (void)
{
  assert_identifier ("Order items", "order_items");
  assert_identifier ("  Order -- items!  ", "order_items");
  assert_identifier ("order_items", "order_items");
  assert_identifier ("Customer's name", "customers_name");
  assert_identifier ("Größe (cm)", "groesse_cm");
  assert_identifier ("Cafe\u0301 nu\u0308", "cafe_nue");
  assert_identifier ("Объём продаж", "obem_prodazh");
  assert_identifier ("2nd name", "x_2nd_name");
  assert_identifier ("", "x");
  assert_identifier ("日本", "x");
  assert_identifier ("_", "x");
  assert_identifier ("a\xff" "b", "a_b");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/fold/case", test_case);
  g_test_add_func ("/fold/text-case", test_text_case);
  g_test_add_func ("/fold/fold", test_fold);
  g_test_add_func ("/fold/invalid", test_invalid);
  g_test_add_func ("/fold/fold-complete", test_fold_complete);
  g_test_add_func ("/fold/identifier", test_identifier);

  return g_test_run ();
}
