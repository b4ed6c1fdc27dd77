/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Text functions. They count characters, take case from sd-fold.h, and share
 * the bytes of their argument where the result is a part of it. Results longer
 * than SD_FORMULA_MAX_TEXT are NULL.
 */

#define G_LOG_DOMAIN "sd-formula"

#include <string.h>

#include "sd-fold.h"
#include "sd-formula-kernels-private.h"

static inline gboolean
is_null (const SdVector *vector,
         guint           i)
{
  return vector->null != NULL && vector->null[i];
}

static inline gboolean
begins_char (char c)
{
  return ((guchar) c & 0xc0) != 0x80;
}

static guint
count_chars (SdText text)
{
  guint n = 0;

  for (guint i = 0; i < text.length; i++)
    n += begins_char (text.data[i]);
  return n;
}

/* The byte at which character @n begins, at most the end. */
static guint
skip_chars (SdText  text,
            guint64 n)
{
  guint at = 0;

  while (at < text.length && n > 0)
    {
      for (at++; at < text.length && !begins_char (text.data[at]); at++)
        ;
      n--;
    }
  return at;
}

static SdText
cut (SdText text,
     guint  start,
     guint  end)
{
  return (SdText) { text.data + start, end - start };
}

void
sd_kernel_text_from_code (const SdFormulaStep *step,
                          SdFormulaRun        *run)
{
  const SdVector *a = sd_step_arg (step, run, 0);
  SdText *out = sd_step_out (step, run)->text;

  sd_step_join_nulls (step, run);
  for (guint i = 0; i < run->n; i++)
    out[i] = is_null (a, i) ? (SdText) { "", 0 } : a->dictionary->entries[a->code[i]];
}

static char *
append (char   *to,
        SdText  text)
{
  if (text.length > 0)
    memcpy (to, text.data, text.length);
  return to + text.length;
}

void
sd_kernel_text_concat (const SdFormulaStep *step,
                       SdFormulaRun        *run)
{
  SdVector *out = sd_step_out (step, run);
  guint8 *null;

  if (!step->a)
    sd_step_join_nulls (step, run);
  null = sd_run_own_null (run, out);
  for (guint i = 0; i < run->n; i++)
    {
      gsize length = 0;
      char *to;

      if (null[i])
        continue;
      for (guint k = 0; k < step->n_args; k++)
        if (!is_null (sd_step_arg (step, run, k), i))
          length += sd_step_arg (step, run, k)->text[i].length;
      null[i] = length > SD_FORMULA_MAX_TEXT;
      if (null[i])
        continue;
      to = sd_run_get_text (run, length);
      for (guint k = 0; k < step->n_args; k++)
        if (!is_null (sd_step_arg (step, run, k), i))
          to = append (to, sd_step_arg (step, run, k)->text[i]);
      out->text[i] = sd_run_take_text (run, length);
    }
}

/* Invalid bytes, which no source of text should give, stay as they are. */
static gsize
change_case (SdText    text,
             gunichar (*change) (gunichar),
             char     *to)
{
  const char *from = text.data;
  const char *end = from + text.length;
  char *start = to;

  while (from < end)
    {
      const gunichar c = (guchar) *from < 0x80 ? (guchar) *from
                         : g_utf8_get_char_validated (from, end - from);

      if (c < 0x80)
        {
          *to++ = (char) change (c);
          from++;
          continue;
        }
      if (c >= 0x110000)
        {
          *to++ = *from++;
          continue;
        }
      to += g_unichar_to_utf8 (change (c), to);
      from = g_utf8_next_char (from);
    }
  return to - start;
}

static void
change_cases (const SdFormulaStep *step,
              SdFormulaRun        *run,
              gunichar           (*change) (gunichar))
{
  const SdText *a = sd_step_arg (step, run, 0)->text;
  SdVector *out = sd_step_out (step, run);
  guint8 *null;

  sd_step_join_nulls (step, run);
  null = sd_run_own_null (run, out);
  for (guint i = 0; i < run->n; i++)
    {
      null[i] |= !null[i] && a[i].length > SD_FORMULA_MAX_TEXT;
      if (!null[i])
        out->text[i] = sd_run_take_text (run,
                                         change_case (a[i], change,
                                                      sd_run_get_text (run, 3 * a[i].length + 6)));
    }
}

void
sd_kernel_text_upper (const SdFormulaStep *step,
                      SdFormulaRun        *run)
{
  change_cases (step, run, sd_char_upper);
}

void
sd_kernel_text_lower (const SdFormulaStep *step,
                      SdFormulaRun        *run)
{
  change_cases (step, run, sd_char_lower);
}

void
sd_kernel_text_length (const SdFormulaStep *step,
                       SdFormulaRun        *run)
{
  const SdText *a = sd_step_arg (step, run, 0)->text;
  SdVector *out = sd_step_out (step, run);

  sd_step_join_nulls (step, run);
  for (guint i = 0; i < run->n; i++)
    out->i64[i] = is_null (out, i) ? 0 : count_chars (a[i]);
}

/* Characters @start (from 1; negative: from the end) to @start + @length − 1. */
static SdText
substring (SdText text,
           gint64 start,
           gint64 length)
{
  guint64 skipped = start > 0 ? start - 1 : 0;
  guint first;

  if (start < 0)
    {
      const gint64 n = count_chars (text);

      skipped = start + n > 0 ? start + n : 0;
    }
  first = skip_chars (text, skipped);
  text = cut (text, first, text.length);
  return cut (text, 0, skip_chars (text, MAX (length, 0)));
}

void
sd_kernel_text_substring (const SdFormulaStep *step,
                          SdFormulaRun        *run)
{
  const SdText *a = sd_step_arg (step, run, 0)->text;
  const gint64 *start = sd_step_arg (step, run, 1)->i64;
  const gint64 *length = sd_step_arg (step, run, 2)->i64;
  SdVector *out = sd_step_out (step, run);

  sd_step_join_nulls (step, run);
  for (guint i = 0; i < run->n; i++)
    if (!is_null (out, i))
      out->text[i] = substring (a[i], start[i], length[i]);
}

void
sd_kernel_text_left (const SdFormulaStep *step,
                     SdFormulaRun        *run)
{
  const SdText *a = sd_step_arg (step, run, 0)->text;
  const gint64 *length = sd_step_arg (step, run, 1)->i64;
  SdVector *out = sd_step_out (step, run);

  sd_step_join_nulls (step, run);
  for (guint i = 0; i < run->n; i++)
    if (!is_null (out, i))
      out->text[i] = cut (a[i], 0, skip_chars (a[i], MAX (length[i], 0)));
}

void
sd_kernel_text_right (const SdFormulaStep *step,
                      SdFormulaRun        *run)
{
  const SdText *a = sd_step_arg (step, run, 0)->text;
  const gint64 *length = sd_step_arg (step, run, 1)->i64;
  SdVector *out = sd_step_out (step, run);

  sd_step_join_nulls (step, run);
  for (guint i = 0; i < run->n; i++)
    if (!is_null (out, i))
      {
        const gint64 n = count_chars (a[i]);
        const gint64 skipped = n - CLAMP (length[i], 0, n);

        out->text[i] = cut (a[i], skip_chars (a[i], skipped), a[i].length);
      }
}

void
sd_kernel_text_trim (const SdFormulaStep *step,
                     SdFormulaRun        *run)
{
  const SdText *a = sd_step_arg (step, run, 0)->text;
  SdVector *out = sd_step_out (step, run);

  sd_step_join_nulls (step, run);
  for (guint i = 0; i < run->n; i++)
    if (!is_null (out, i))
      {
        guint start = 0;
        guint end = a[i].length;

        while (step->a & 1 && start < end && a[i].data[start] == ' ')
          start++;
        while (step->a & 2 && end > start && a[i].data[end - 1] == ' ')
          end--;
        out->text[i] = cut (a[i], start, end);
      }
}

/* Copies @text to @to with every @old replaced; FALSE when the result is too
 * long for @to, which has SD_FORMULA_MAX_TEXT bytes. */
static gboolean
replace (SdText  text,
         SdText  old,
         SdText  new,
         char   *to,
         gsize  *length)
{
  guint at = 0;

  *length = 0;
  while (at < text.length)
    {
      const gboolean found = old.length > 0 && text.length - at >= old.length
                             && memcmp (text.data + at, old.data, old.length) == 0;
      const SdText part = found ? new : cut (text, at, at + 1);

      if (*length + part.length > SD_FORMULA_MAX_TEXT)
        return FALSE;
      append (to + *length, part);
      *length += part.length;
      at += found ? old.length : 1;
    }
  return TRUE;
}

void
sd_kernel_text_replace (const SdFormulaStep *step,
                        SdFormulaRun        *run)
{
  const SdText *a = sd_step_arg (step, run, 0)->text;
  const SdText *old = sd_step_arg (step, run, 1)->text;
  const SdText *new = sd_step_arg (step, run, 2)->text;
  SdVector *out = sd_step_out (step, run);
  guint8 *null;

  sd_step_join_nulls (step, run);
  null = sd_run_own_null (run, out);
  for (guint i = 0; i < run->n; i++)
    if (!null[i])
      {
        gsize length;

        null[i] = !replace (a[i], old[i], new[i], sd_run_get_text (run, SD_FORMULA_MAX_TEXT),
                            &length);
        if (!null[i])
          out->text[i] = sd_run_take_text (run, length);
      }
}

/* @missing characters of @filling, again and again, at @to; returns the bytes
 * written, at most @room. */
static gsize
fill (SdText  filling,
      guint64 missing,
      char   *to,
      gsize   room)
{
  gsize length = 0;
  guint at = 0;

  while (missing > 0 && filling.length > 0)
    {
      const SdText rest = cut (filling, at, filling.length);
      const guint step = skip_chars (rest, 1);

      if (length + step > room)
        break;
      memcpy (to + length, rest.data, step);
      length += step;
      at = at + step == filling.length ? 0 : at + step;
      missing--;
    }
  return length;
}

/* @text cut or filled to @wanted characters; FALSE when it gets too long. */
static gboolean
pad (SdText        text,
     gint64        wanted,
     SdText        filling,
     gboolean      at_end,
     SdFormulaRun *run,
     SdText       *out)
{
  const gint64 n = count_chars (text);
  gsize filled;
  char *to;

  if (wanted <= n || filling.length == 0)
    {
      *out = cut (text, 0, skip_chars (text, MAX (wanted, 0)));
      return TRUE;
    }
  if (wanted > SD_FORMULA_MAX_TEXT || text.length > SD_FORMULA_MAX_TEXT)
    return FALSE;
  to = sd_run_get_text (run, 2 * SD_FORMULA_MAX_TEXT);
  filled = fill (filling, wanted - n, to + text.length, SD_FORMULA_MAX_TEXT);
  if (!at_end)
    memmove (to, to + text.length, filled);
  append (at_end ? to : to + filled, text);
  *out = sd_run_take_text (run, text.length + filled);
  return out->length <= SD_FORMULA_MAX_TEXT;
}

void
sd_kernel_text_pad (const SdFormulaStep *step,
                    SdFormulaRun        *run)
{
  const SdText *a = sd_step_arg (step, run, 0)->text;
  const gint64 *wanted = sd_step_arg (step, run, 1)->i64;
  const SdText *filling = sd_step_arg (step, run, 2)->text;
  SdVector *out = sd_step_out (step, run);
  guint8 *null;

  sd_step_join_nulls (step, run);
  null = sd_run_own_null (run, out);
  for (guint i = 0; i < run->n; i++)
    if (!null[i])
      null[i] = !pad (a[i], wanted[i], filling[i], step->a != 0, run, &out->text[i]);
}

/* % stands for any text, _ for one character. After a mismatch the last % takes
 * one character more. */
static gboolean
matches (SdText text,
         SdText pattern)
{
  guint t = 0, p = 0;
  guint star = G_MAXUINT, resume = 0;

  while (t < text.length)
    {
      if (p < pattern.length && pattern.data[p] == '%')
        {
          star = p++;
          resume = t;
        }
      else if (p < pattern.length && pattern.data[p] == '_')
        {
          t += skip_chars (cut (text, t, text.length), 1);
          p++;
        }
      else if (p < pattern.length && pattern.data[p] == text.data[t])
        {
          t++;
          p++;
        }
      else if (star != G_MAXUINT)
        {
          p = star + 1;
          resume += skip_chars (cut (text, resume, text.length), 1);
          t = resume;
        }
      else
        return FALSE;
    }
  while (p < pattern.length && pattern.data[p] == '%')
    p++;
  return p == pattern.length;
}

void
sd_kernel_text_like (const SdFormulaStep *step,
                     SdFormulaRun        *run)
{
  const SdText *text = sd_step_arg (step, run, 0)->text;
  const SdText *pattern = sd_step_arg (step, run, 1)->text;
  SdVector *out = sd_step_out (step, run);
  guint8 *null;

  sd_step_join_nulls (step, run);
  null = sd_run_own_null (run, out);
  for (guint i = 0; i < run->n; i++)
    {
      null[i] |= !null[i] && pattern[i].length > SD_FORMULA_MAX_PATTERN;
      out->i64[i] = !null[i] && matches (text[i], pattern[i]);
    }
}
