/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A scanner for JSON as RFC 8259 has it, that builds nothing and does not
 * recurse. Beyond the RFC it refuses what json-glib would take and change
 * without a word: the same key twice, whole numbers beyond 64 bits, numbers that
 * become infinite, and NUL characters, at which C's texts end.
 */

#include "config.h"

#include "sd-json-guard.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define BYTE_ORDER_MARK      "\xef\xbb\xbf"
#define SAFE_NUMBER_LENGTH   300  /* without an exponent, below the largest double */
#define INT64_DIGITS         19

/* A key without its escapes, and where it stands. */
typedef struct
{
  const char *text;
  gsize       length;
  const char *place;
} Key;

typedef struct
{
  gboolean is_object;
  guint    first_key;  /* in the keys of all objects that are open */
} Frame;

typedef enum
{
  EXPECT_VALUE,
  EXPECT_VALUE_OR_END,
  EXPECT_KEY,
  EXPECT_KEY_OR_END,
  EXPECT_COMMA_OR_END,
  EXPECT_NOTHING,
} Expectation;

typedef struct
{
  const char  *text;
  const char  *end;
  const char  *p;
  guint        max_depth;
  Expectation  expectation;
  GArray      *frames;     /* (element-type Frame) */
  GArray      *keys;       /* (element-type Key) */
  GPtrArray   *unescaped;  /* (element-type utf8): keys that had escapes */
  GError     **error;
} Guard;

G_DEFINE_QUARK (sd-json-error-quark, sd_json_error)

/* Lines are counted to @place only now, because it happens once at most. */
static gboolean
fail (const Guard *self,
      const char  *place,
      SdJsonError  code,
      const char  *sentence)
{
  guint line = 1, column = 1;

  for (const char *p = self->text; p < place; p++)
    {
      if (*p == '\n')
        {
          line++;
          column = 1;
        }
      else if (((guchar) *p & 0xc0) != 0x80)
        column++;
    }

  /* Translators: a place in a file, and a sentence that tells what is wrong there */
  g_set_error (self->error, SD_JSON_ERROR, code, _("Line %u, column %u: %s"), line, column,
               sentence);
  return FALSE;
}

static gboolean
fail_at_end (const Guard *self)
{
  return fail (self, self->end, SD_JSON_ERROR_SYNTAX, _("The text ends too early."));
}

static void
skip_blanks (Guard *self)
{
  while (self->p < self->end
         && (*self->p == ' ' || *self->p == '\n' || *self->p == '\r' || *self->p == '\t'))
    self->p++;
}

/* Whether the rest of the text begins with @word. */
static gboolean
looking_at (const Guard *self,
            const char  *word)
{
  gsize length = strlen (word);

  return (gsize) (self->end - self->p) >= length && memcmp (self->p, word, length) == 0;
}

static gboolean
scan_word (Guard      *self,
           const char *word)
{
  if (!looking_at (self, word))
    return fail (self, self->p, SD_JSON_ERROR_SYNTAX,
                 _("Only true, false and null may stand without quotation marks."));

  self->p += strlen (word);
  return TRUE;
}

/* Moves over digits and returns how many there were. */
static gsize
skip_digits (Guard *self)
{
  const char *start = self->p;

  while (self->p < self->end && g_ascii_isdigit (*self->p))
    self->p++;

  return self->p - start;
}

static gboolean
check_whole_number (const Guard *self,
                    const char  *start)
{
  gboolean negative = *start == '-';
  const char *digits = start + negative;
  gsize n_digits = self->p - digits;

  if (n_digits > INT64_DIGITS
      || (n_digits == INT64_DIGITS
          && memcmp (digits, negative ? "9223372036854775808" : "9223372036854775807",
                     INT64_DIGITS) > 0))
    return fail (self, start, SD_JSON_ERROR_NUMBER, _("This whole number is too large."));

  return TRUE;
}

static gboolean
check_fractional_number (const Guard *self,
                         const char  *start,
                         gboolean     has_exponent)
{
  gsize length = self->p - start;
  g_autofree char *copy = NULL;
  double value;

  if (!has_exponent && length <= SAFE_NUMBER_LENGTH)
    return TRUE;

  copy = g_strndup (start, length);
  value = g_ascii_strtod (copy, NULL);
  if (value - value != 0)
    return fail (self, start, SD_JSON_ERROR_NUMBER, _("This number is too large."));

  return TRUE;
}

static gboolean
scan_number (Guard *self)
{
  const char *start = self->p;
  gboolean is_whole = TRUE, has_exponent = FALSE;
  const char *digits;
  gsize n_digits;

  if (*self->p == '-')
    self->p++;
  digits = self->p;
  n_digits = skip_digits (self);
  if (n_digits > 1 && *digits == '0')
    return fail (self, start, SD_JSON_ERROR_SYNTAX, _("A number may not begin with zeros."));
  if (n_digits > 0 && self->p < self->end && *self->p == '.')
    {
      is_whole = FALSE;
      self->p++;
      n_digits = skip_digits (self);
    }
  if (n_digits > 0 && self->p < self->end && (*self->p == 'e' || *self->p == 'E'))
    {
      is_whole = FALSE;
      has_exponent = TRUE;
      self->p++;
      if (self->p < self->end && (*self->p == '+' || *self->p == '-'))
        self->p++;
      n_digits = skip_digits (self);
    }
  if (n_digits == 0)
    return self->p == self->end
           ? fail_at_end (self)
           : fail (self, self->p, SD_JSON_ERROR_SYNTAX, _("A digit is missing here."));

  return is_whole ? check_whole_number (self, start)
                  : check_fractional_number (self, start, has_exponent);
}

/* Reads four hexadecimal digits at @p. */
static gboolean
read_hex (const Guard *self,
          const char  *p,
          gunichar    *value)
{
  *value = 0;
  for (int i = 0; i < 4; i++)
    {
      if (p + i == self->end)
        return fail_at_end (self);
      if (!g_ascii_isxdigit (p[i]))
        return fail (self, p + i, SD_JSON_ERROR_SYNTAX,
                     _("Four hexadecimal digits must follow “\\u”."));
      *value = *value << 4 | (gunichar) g_ascii_xdigit_value (p[i]);
    }

  return TRUE;
}

/* Reads the rest of "\uXXXX", and of a pair of them. */
static gboolean
scan_unicode_escape (Guard    *self,
                     gunichar *c)
{
  const char *start = self->p - 2;
  gunichar low;

  if (!read_hex (self, self->p, c))
    return FALSE;
  self->p += 4;

  if (*c == 0)
    return fail (self, start, SD_JSON_ERROR_SYNTAX, _("A text may not contain a NUL character."));
  if (*c < 0xd800 || *c > 0xdfff)
    return TRUE;
  if (*c < 0xdc00 && looking_at (self, "\\u"))
    {
      if (!read_hex (self, self->p + 2, &low))
        return FALSE;
      if (low >= 0xdc00 && low <= 0xdfff)
        {
          *c = 0x10000 + ((*c - 0xd800) << 10) + (low - 0xdc00);
          self->p += 6;
          return TRUE;
        }
    }

  return fail (self, start, SD_JSON_ERROR_UTF8, _("This is only half of a character."));
}

/* Reads an escape, from the backslash on. */
static gboolean
scan_escape (Guard    *self,
             gunichar *c)
{
  static const char names[] = "\"\\/bfnrt";
  static const char values[] = "\"\\/\b\f\n\r\t";
  const char *start = self->p++;
  const char *name;

  if (self->p == self->end)
    return fail_at_end (self);
  if (*self->p == 'u')
    {
      self->p++;
      return scan_unicode_escape (self, c);
    }

  name = strchr (names, *self->p);
  if (!name)
    return fail (self, start, SD_JSON_ERROR_SYNTAX,
                 _("A backslash may only precede \", \\, /, b, f, n, r, t and u."));

  *c = (gunichar) values[name - names];
  self->p++;
  return TRUE;
}

/* Reads a string, from the quotation mark on. @unescaped takes its text, unless
 * it is NULL. */
static gboolean
scan_string (Guard   *self,
             GString *unescaped)
{
  const char *start = self->p++;

  while (self->p < self->end && *self->p != '"')
    {
      const char *piece = self->p;
      gunichar c;

      while (self->p < self->end && *self->p != '"' && *self->p != '\\'
             && (guchar) *self->p >= 0x20)
        self->p++;
      if (unescaped)
        g_string_append_len (unescaped, piece, self->p - piece);
      if (self->p == self->end || *self->p == '"')
        break;
      if (*self->p != '\\')
        return fail (self, self->p, SD_JSON_ERROR_SYNTAX,
                     _("A line break or control character in a text must be written as an "
                       "escape."));
      if (!scan_escape (self, &c))
        return FALSE;
      if (unescaped)
        g_string_append_unichar (unescaped, c);
    }

  if (self->p == self->end)
    return fail (self, start, SD_JSON_ERROR_SYNTAX,
                 _("The quotation mark that ends this text is missing."));
  self->p++;
  return TRUE;
}

/* Reads a key and the colon behind it. */
static gboolean
scan_key (Guard *self)
{
  g_autoptr (GString) unescaped = g_string_new (NULL);
  Key key = { .place = self->p };

  if (*self->p != '"')
    return fail (self, self->p, SD_JSON_ERROR_SYNTAX,
                 _("A key in quotation marks is missing here."));
  if (!scan_string (self, unescaped))
    return FALSE;

  key.length = unescaped->len;
  if (key.length == (gsize) (self->p - key.place) - 2)
    key.text = key.place + 1;
  else
    {
      key.text = g_string_free (g_steal_pointer (&unescaped), FALSE);
      g_ptr_array_add (self->unescaped, (char *) key.text);
    }
  g_array_append_val (self->keys, key);

  skip_blanks (self);
  if (self->p == self->end)
    return fail_at_end (self);
  if (*self->p != ':')
    return fail (self, self->p, SD_JSON_ERROR_SYNTAX, _("A colon is missing here."));
  self->p++;
  self->expectation = EXPECT_VALUE;
  return TRUE;
}

static int
compare_key_texts (const Key *a,
                   const Key *b)
{
  if (a->length != b->length)
    return a->length < b->length ? -1 : 1;
  return memcmp (a->text, b->text, a->length);
}

static int
compare_keys (const void *a,
              const void *b)
{
  const Key *x = a, *y = b;
  int order = compare_key_texts (x, y);

  return order != 0 ? order : (x->place > y->place) - (x->place < y->place);
}

/* Sorts the keys of the object that ends, so that twins become neighbors, and
 * forgets them. */
static gboolean
check_keys (Guard *self,
            guint  first)
{
  Key *keys = &g_array_index (self->keys, Key, first);
  guint n = self->keys->len - first;
  const char *twin = NULL;

  if (n > 1)
    qsort (keys, n, sizeof *keys, compare_keys);
  for (guint i = 1; i < n; i++)
    {
      if (compare_key_texts (&keys[i - 1], &keys[i]) == 0 && (!twin || keys[i].place < twin))
        twin = keys[i].place;
    }
  if (twin)
    return fail (self, twin, SD_JSON_ERROR_DUPLICATE, _("This key is twice in the same object."));

  g_array_set_size (self->keys, first);
  return TRUE;
}

static gboolean
open_container (Guard    *self,
                gboolean  is_object)
{
  Frame frame = { is_object, self->keys->len };

  if (self->frames->len >= self->max_depth)
    return fail (self, self->p, SD_JSON_ERROR_TOO_DEEP, _("Brackets are nested too deeply."));

  g_array_append_val (self->frames, frame);
  self->expectation = is_object ? EXPECT_KEY_OR_END : EXPECT_VALUE_OR_END;
  self->p++;
  return TRUE;
}

/* A value has ended. */
static void
expect_after_value (Guard *self)
{
  self->expectation = self->frames->len > 0 ? EXPECT_COMMA_OR_END : EXPECT_NOTHING;
}

static gboolean
close_container (Guard *self)
{
  const Frame *frame = &g_array_index (self->frames, Frame, self->frames->len - 1);

  if (frame->is_object && !check_keys (self, frame->first_key))
    return FALSE;

  g_array_set_size (self->frames, self->frames->len - 1);
  self->p++;
  expect_after_value (self);
  return TRUE;
}

static gboolean
scan_value (Guard *self)
{
  gboolean valid;

  if (looking_at (self, "NaN") || looking_at (self, "Infinity")
      || looking_at (self, "-NaN") || looking_at (self, "-Infinity"))
    return fail (self, self->p, SD_JSON_ERROR_NUMBER,
                 _("A number must be finite; use null for one that is missing."));

  switch (*self->p)
    {
    case '{':
      return open_container (self, TRUE);
    case '[':
      return open_container (self, FALSE);
    case '"':
      valid = scan_string (self, NULL);
      break;
    case 't':
      valid = scan_word (self, "true");
      break;
    case 'f':
      valid = scan_word (self, "false");
      break;
    case 'n':
      valid = scan_word (self, "null");
      break;
    case '-':
    case '0': case '1': case '2': case '3': case '4':
    case '5': case '6': case '7': case '8': case '9':
      valid = scan_number (self);
      break;
    default:
      valid = g_ascii_isalpha (*self->p)
              ? scan_word (self, "null")
              : fail (self, self->p, SD_JSON_ERROR_SYNTAX, _("A value is missing here."));
      break;
    }

  expect_after_value (self);
  return valid;
}

/* What ends the innermost container, 0 when there is none. */
static char
get_closing_bracket (const Guard *self)
{
  if (self->frames->len == 0)
    return 0;
  return g_array_index (self->frames, Frame, self->frames->len - 1).is_object ? '}' : ']';
}

static gboolean
scan_separator (Guard *self)
{
  gboolean is_object = get_closing_bracket (self) == '}';

  if (*self->p != ',')
    return fail (self, self->p, SD_JSON_ERROR_SYNTAX,
                 is_object ? _("A comma or a closing brace is missing here.")
                           : _("A comma or a closing bracket is missing here."));

  self->p++;
  self->expectation = is_object ? EXPECT_KEY : EXPECT_VALUE;
  return TRUE;
}

/* Reads one value, key or sign; there is at least one more character. */
static gboolean
scan_token (Guard *self)
{
  switch (self->expectation)
    {
    case EXPECT_VALUE_OR_END:
    case EXPECT_KEY_OR_END:
    case EXPECT_COMMA_OR_END:
      if (*self->p == get_closing_bracket (self))
        return close_container (self);
      if (self->expectation == EXPECT_COMMA_OR_END)
        return scan_separator (self);
      return self->expectation == EXPECT_KEY_OR_END ? scan_key (self) : scan_value (self);

    case EXPECT_VALUE:
      return scan_value (self);

    case EXPECT_KEY:
      return scan_key (self);

    case EXPECT_NOTHING:
    default:
      return fail (self, self->p, SD_JSON_ERROR_SYNTAX,
                   _("The text must end here, after its value."));
    }
}

static gboolean
scan_text (Guard *self)
{
  for (;;)
    {
      skip_blanks (self);
      if (self->p == self->end)
        return self->expectation == EXPECT_NOTHING ? TRUE : fail_at_end (self);
      if (!scan_token (self))
        return FALSE;
    }
}

/* What holds for the bytes, whatever they say. */
static gboolean
check_bytes (const Guard *self,
             gsize        max_bytes)
{
  gsize length = self->end - self->text;
  const char *invalid;

  if (length > max_bytes)
    {
      g_autofree char *limit = g_format_size (max_bytes);

      g_set_error (self->error, SD_JSON_ERROR, SD_JSON_ERROR_TOO_LARGE,
                   _("The text is larger than %s."), limit);
      return FALSE;
    }
  if (looking_at (self, BYTE_ORDER_MARK))
    return fail (self, self->text, SD_JSON_ERROR_SYNTAX,
                 _("The text begins with a byte order mark, which JSON does not have."));
  if (!g_utf8_validate_len (self->text, length, &invalid))
    return fail (self, invalid, SD_JSON_ERROR_UTF8,
                 *invalid == '\0' ? _("A text may not contain a NUL character.")
                                  : _("The text is not encoded in UTF-8."));

  return TRUE;
}

/**
 * sd_json_check:
 * @text: a text from outside; need not end with NUL
 * @length: its bytes
 * @limits: what is too large
 * @error: return location for an error of the domain %SD_JSON_ERROR
 *
 * Whether json-glib may be given @text, and will take from it what it says.
 *
 * Returns: %FALSE with a sentence that names line and column
 */
gboolean
sd_json_check (const char    *text,
               gsize          length,
               SdJsonLimits   limits,
               GError       **error)
{
  Guard guard = {
    .text = text,
    .end = text + length,
    .p = text,
    .max_depth = limits.max_depth,
    .expectation = EXPECT_VALUE,
    .error = error,
  };
  gboolean valid;

  if (!check_bytes (&guard, limits.max_bytes))
    return FALSE;

  guard.frames = g_array_new (FALSE, FALSE, sizeof (Frame));
  guard.keys = g_array_new (FALSE, FALSE, sizeof (Key));
  guard.unescaped = g_ptr_array_new_with_free_func (g_free);
  valid = scan_text (&guard);
  g_array_unref (guard.frames);
  g_array_unref (guard.keys);
  g_ptr_array_unref (guard.unescaped);

  return valid;
}
