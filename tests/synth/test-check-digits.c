/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Check digits against examples that their standards and countries publish. */

#include <string.h>

#include "sd-text-transform-private.h"

static char *
complete (const char *name,
          const char *text)
{
  const SdCheckDigits write = sd_check_digits_get (name);
  char *buffer = g_malloc0 (strlen (text) + SD_CHECK_DIGITS_MAX + 1);

  g_assert_nonnull (write);
  strcpy (buffer, text);
  *write (buffer, buffer + strlen (text)) = '\0';
  return buffer;
}

static const struct
{
  const char *name;
  const char *text;
  const char *complete;
} examples[] = {
  { "luhn", "7992739871", "79927398713" },
  { "ean13", "400638133393", "4006381333931" },
  { "mod97", "794", "79444" },
  { "iso7064", "8609574271", "86095742719" },
  { "nir", "2 55 08 14 168 025 ", "2 55 08 14 168 025 38" },
  { "rib", "FR76 3000 6000 0112 3456 7890 1", "FR76 3000 6000 0112 3456 7890 189" },
  { "dni", "12345678", "12345678Z" },
  { "codice", "RSSMRA85T10A562", "RSSMRA85T10A562S" },
  { "cpf", "529.982.247-", "529.982.247-25" },
  { "cpf", "111.444.777-", "111.444.777-35" },
  { "pesel", "4405140135", "44051401359" },
  { "tckn", "100000001", "10000000146" },
  { "cn_id", "11010519491231002", "11010519491231002X" },
  { "verhoeff", "236", "2363" },
  { "my_number", "12345678901", "123456789018" },
  { "curp", "HEGG560427MVZRRL0", "HEGG560427MVZRRL04" },
  { "iban", "DE00 3704 0044 0532 0130 00", "DE89 3704 0044 0532 0130 00" },
  { "iban", "GB00WEST12345698765432", "GB82WEST12345698765432" },
  { "iban", "NL00 ABNA 0417 1643 00", "NL91 ABNA 0417 1643 00" },
  { "iban", "IT00X0542811101000000123456", "IT60X0542811101000000123456" },
};

static void
test_examples (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
    {
      g_autofree char *text = complete (examples[i].name, examples[i].text);

      g_assert_cmpstr (text, ==, examples[i].complete);
    }
}

/* One in eleven beginnings has no ninth digit that fits every eighth. */
static void
test_elf (void)
{
  for (guint number = 1000000; number < 1000500; number++)
    {
      g_autofree char *begin = g_strdup_printf ("%u", number);
      g_autofree char *text = complete ("elf", begin);
      int sum = -(text[8] - '0');

      g_assert_cmpuint (strlen (text), ==, 9);
      for (int i = 0; i < 8; i++)
        sum += (9 - i) * (text[i] - '0');
      g_assert_cmpint (sum % 11, ==, 0);
    }
}

static void
test_unknown (void)
{
  g_assert_null (sd_check_digits_get ("no-such-digits"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/check-digits/examples", test_examples);
  g_test_add_func ("/check-digits/elf", test_elf);
  g_test_add_func ("/check-digits/unknown", test_unknown);
  return g_test_run ();
}
