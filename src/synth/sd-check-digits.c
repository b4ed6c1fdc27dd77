/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Check digits: of cards, bar codes and books, of international account numbers,
 * and of the numbers by which countries know their people. Each is told by what
 * stands before it; that of an account number is put in its place, near the
 * beginning.
 */

#define G_LOG_DOMAIN "sd-check-digits"

#include "sd-text-transform-private.h"

#define DIGITS_MAX 64

/* The digits from @begin to @end, their values in @digits; returns how many, the
 * last ones where they are too many. */
static guint
collect_digits (const char *begin,
                const char *end,
                guint       digits[DIGITS_MAX])
{
  guint n = 0;

  for (const char *p = begin; p < end && n < DIGITS_MAX; p++)
    if (g_ascii_isdigit (*p))
      digits[n++] = (guint) (*p - '0');
  return n;
}

static char *
put_digit (char  *end,
           guint  digit)
{
  *end++ = (char) ('0' + digit);
  return end;
}

static char *
put_two_digits (char  *end,
                guint  number)
{
  return put_digit (put_digit (end, number / 10), number % 10);
}

/* ISO/IEC 7812-1, annex B ("Luhn"). */
static char *
write_luhn (char *begin,
            char *end)
{
  guint sum = 0;
  guint factor = 2;

  for (const char *p = end; p > begin; p--)
    {
      guint product;

      if (!g_ascii_isdigit (p[-1]))
        continue;
      product = factor * (guint) (p[-1] - '0');
      sum += product / 10 + product % 10;
      factor = 3 - factor;
    }
  return put_digit (end, (10 - sum % 10) % 10);
}

/* GS1: EAN-13, ISBN-13. */
static char *
write_ean13 (char *begin,
             char *end)
{
  guint sum = 0;
  guint factor = 3;

  for (const char *p = end; p > begin; p--)
    {
      if (!g_ascii_isdigit (p[-1]))
        continue;
      sum += factor * (guint) (p[-1] - '0');
      factor = 4 - factor;
    }
  return put_digit (end, (10 - sum % 10) % 10);
}

static guint
get_remainder (const char *begin,
               const char *end,
               guint       modulus)
{
  guint remainder = 0;

  for (const char *p = begin; p < end; p++)
    if (g_ascii_isdigit (*p))
      remainder = (remainder * 10 + (guint) (*p - '0')) % modulus;
  return remainder;
}

/* ISO 7064, MOD 97-10: two digits, so that the whole is 1 modulo 97. */
static char *
write_mod97 (char *begin,
             char *end)
{
  return put_two_digits (end, 98 - get_remainder (begin, end, 97) * 100 % 97);
}

/* ISO 7064, MOD 11,10: the German tax number. */
static char *
write_iso7064 (char *begin,
               char *end)
{
  guint digits[DIGITS_MAX];
  const guint n = collect_digits (begin, end, digits);
  guint product = 10;

  for (guint i = 0; i < n; i++)
    {
      const guint sum = (digits[i] + product) % 10;

      product = 2 * (sum == 0 ? 10 : sum) % 11;
    }
  return put_digit (end, (11 - product) % 10);
}

/* The sum of the last digits, each by its weight; the last weight is that of the
 * last digit. */
static guint
sum_weighted (const guint *digits,
              guint        n,
              const guint *weights,
              guint        n_weights)
{
  const guint n_both = MIN (n, n_weights);
  guint sum = 0;

  for (guint i = 1; i <= n_both; i++)
    sum += digits[n - i] * weights[n_weights - i];
  return sum;
}

/* The number of the French social security: 97 less the thirteen digits modulo 97. */
static char *
write_nir (char *begin,
           char *end)
{
  return put_two_digits (end, 97 - get_remainder (begin, end, 97));
}

/* The key of a French account, which ends the twenty-one digits of bank, branch
 * and account; what an account number begins with is its own matter. */
static char *
write_rib (char *begin,
           char *end)
{
  return put_two_digits (end, 97 - get_remainder (MIN (begin + 4, end), end, 97) * 100 % 97);
}

/* The letter of the Spanish identity card. */
static char *
write_dni (char *begin,
           char *end)
{
  *end = "TRWAGMYFPDXBNJZSQVHLCKE"[get_remainder (begin, end, 23)];
  return end + 1;
}

/* The Dutch "elfproef" of the citizen's number. A ninth digit alone can fail, so
 * the two last are found together. */
static char *
write_elf (char *begin,
           char *end)
{
  static const guint weights[] = { 9, 8, 7, 6, 5, 4, 3 };
  guint digits[DIGITS_MAX];
  const guint n = collect_digits (begin, end, digits);
  const guint sum = sum_weighted (digits, n, weights, G_N_ELEMENTS (weights));
  guint eighth = sum % 10;

  while ((sum + 2 * eighth) % 11 == 10)
    eighth = (eighth + 1) % 10;
  return put_two_digits (end, eighth * 10 + (sum + 2 * eighth) % 11);
}

/* The last letter of the Italian tax code: characters in odd places, counted from
 * one, have values of their own (decree of 23 December 1976). */
static char *
write_codice (char *begin,
              char *end)
{
  static const guint odd[] = { 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18,
                               20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23 };
  gboolean is_odd = TRUE;
  guint sum = 0;

  for (const char *p = begin; p < end; p++)
    {
      guint value;

      if (!g_ascii_isalnum (*p))
        continue;
      value = (guint) (g_ascii_isdigit (*p) ? *p - '0' : g_ascii_toupper (*p) - 'A');
      sum += is_odd ? odd[value] : value;
      is_odd = !is_odd;
    }
  *end++ = (char) ('A' + sum % 26);
  return end;
}

/* The two digits of a Brazilian CPF. */
static char *
write_cpf (char *begin,
           char *end)
{
  static const guint weights[] = { 11, 10, 9, 8, 7, 6, 5, 4, 3, 2 };
  guint digits[DIGITS_MAX];
  guint n = collect_digits (begin, end, digits);
  guint rest = sum_weighted (digits, n, weights + 1, 9) % 11;

  if (n == DIGITS_MAX)
    n--;
  digits[n] = rest < 2 ? 0 : 11 - rest;
  rest = sum_weighted (digits, n + 1, weights, 10) % 11;
  return put_two_digits (end, digits[n] * 10 + (rest < 2 ? 0 : 11 - rest));
}

/* The Polish PESEL. */
static char *
write_pesel (char *begin,
             char *end)
{
  static const guint weights[] = { 1, 3, 7, 9, 1, 3, 7, 9, 1, 3 };
  guint digits[DIGITS_MAX];
  const guint n = collect_digits (begin, end, digits);

  return put_digit (end, (10 - sum_weighted (digits, n, weights, 10) % 10) % 10);
}

/* The two last digits of the Turkish identity number. */
static char *
write_tckn (char *begin,
            char *end)
{
  static const guint weights[] = { 7, 1, 7, 1, 7, 1, 7, 1, 7 };
  static const guint ones[] = { 1, 1, 1, 1, 1, 1, 1, 1, 1 };
  guint digits[DIGITS_MAX];
  const guint n = collect_digits (begin, end, digits);
  const guint odd = sum_weighted (digits, n, ones, 9);
  guint even = 0, tenth;

  /* Weights of 7 for the odd places, less the even ones. */
  for (guint i = 1; i < MIN (n, 9); i += 2)
    even += digits[i];
  tenth = (sum_weighted (digits, n, weights, 9) + 100 - 2 * even) % 10;
  return put_two_digits (end, tenth * 10 + (odd + tenth) % 10);
}

/* The last character of a Chinese identity number (GB 11643; ISO 7064, MOD 11-2). */
static char *
write_cn_id (char *begin,
             char *end)
{
  static const guint weights[] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
  guint digits[DIGITS_MAX];
  const guint n = collect_digits (begin, end, digits);

  *end++ = "10X98765432"[sum_weighted (digits, n, weights, G_N_ELEMENTS (weights)) % 11];
  return end;
}

/* The Verhoeff digit of an Indian Aadhaar number: products in the dihedral group
 * of the pentagon (Verhoeff 1969). */
static char *
write_verhoeff (char *begin,
                char *end)
{
  static const guint8 permutation[8][10] = {
    { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 }, { 1, 5, 7, 6, 2, 8, 3, 0, 9, 4 },
    { 5, 8, 0, 3, 7, 9, 6, 1, 4, 2 }, { 8, 9, 1, 6, 0, 4, 3, 5, 2, 7 },
    { 9, 4, 5, 3, 1, 2, 6, 8, 7, 0 }, { 4, 2, 8, 6, 5, 7, 3, 9, 0, 1 },
    { 2, 7, 9, 3, 8, 0, 6, 4, 1, 5 }, { 7, 0, 4, 6, 9, 1, 3, 2, 5, 8 },
  };
  guint digits[DIGITS_MAX];
  const guint n = collect_digits (begin, end, digits);
  guint c = 0;

  for (guint i = 1; i <= n; i++)
    {
      const guint d = permutation[i % 8][digits[n - i]];

      /* Rotations are below 5, reflections from 5 on. */
      if (c < 5)
        c = d < 5 ? (c + d) % 5 : (c + d - 5) % 5 + 5;
      else
        c = d < 5 ? (c - 5 + 5 - d) % 5 + 5 : (c + 5 - d) % 5;
    }
  return put_digit (end, c > 0 && c < 5 ? 5 - c : c);
}

/* The last digit of a Japanese individual number. */
static char *
write_my_number (char *begin,
                 char *end)
{
  static const guint weights[] = { 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2 };
  guint digits[DIGITS_MAX];
  const guint n = collect_digits (begin, end, digits);
  const guint rest = sum_weighted (digits, n, weights, G_N_ELEMENTS (weights)) % 11;

  return put_digit (end, rest <= 1 ? 0 : 11 - rest);
}

/* The last digit of a Mexican CURP: digits and letters count by their place in
 * the alphabet with Ñ, from 18 downwards. */
static char *
write_curp (char *begin,
            char *end)
{
  guint sum = 0;
  guint factor = 18;

  for (const char *p = begin; p < end && factor > 1; p++)
    {
      guint value;

      if (!g_ascii_isalnum (*p))
        continue;
      value = (guint) (g_ascii_isdigit (*p) ? *p - '0' : g_ascii_toupper (*p) - 'A' + 10);
      if (value > 23)
        value++;
      sum += value * factor--;
    }
  return put_digit (end, (10 - sum % 10) % 10);
}

/* What one character adds to a number of which ISO 13616 takes the remainder. */
static guint
add_character (guint remainder,
               char  c)
{
  if (g_ascii_isdigit (c))
    return (remainder * 10 + (guint) (c - '0')) % 97;
  if (g_ascii_isalpha (c))
    return (remainder * 100 + (guint) (g_ascii_toupper (c) - 'A') + 10) % 97;
  return remainder;
}

/* ISO 13616: an account number whose check digits, the third and fourth
 * character, are put in place; nothing is added. */
static char *
write_iban (char *begin,
            char *end)
{
  guint remainder = 0;

  if (end - begin < 5)
    return end;
  for (const char *p = begin + 4; p < end; p++)
    remainder = add_character (remainder, *p);
  remainder = add_character (add_character (remainder, begin[0]), begin[1]);
  put_two_digits (begin + 2, 98 - remainder * 100 % 97);
  return end;
}

static const struct
{
  const char    *name;
  SdCheckDigits  write;
} checks[] = {
  { "cn_id", write_cn_id },
  { "codice", write_codice },
  { "cpf", write_cpf },
  { "curp", write_curp },
  { "dni", write_dni },
  { "ean13", write_ean13 },
  { "elf", write_elf },
  { "iban", write_iban },
  { "iso7064", write_iso7064 },
  { "luhn", write_luhn },
  { "mod97", write_mod97 },
  { "my_number", write_my_number },
  { "nir", write_nir },
  { "pesel", write_pesel },
  { "rib", write_rib },
  { "tckn", write_tckn },
  { "verhoeff", write_verhoeff },
};

SdCheckDigits
sd_check_digits_get (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    if (g_str_equal (name, checks[i].name))
      return checks[i].write;
  return NULL;
}
