/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The words and signs of a formula. Everything is read as bytes; only names may
 * hold letters beyond ASCII, so that a name that no column can have still comes
 * back whole in the message about it.
 */

#define G_LOG_DOMAIN "sd-formula"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sd-formula-parse-private.h"
#include "sd-formula-token-private.h"

typedef struct
{
  const char *sign;
  SdTokenKind kind;
} Sign;

/* The longer of two that begin alike comes first. */
static const Sign signs[] = {
  { "||", SD_TOKEN_CONCAT },
  { "<>", SD_TOKEN_UNEQUAL },
  { "!=", SD_TOKEN_UNEQUAL },
  { "<=", SD_TOKEN_LESS_EQUAL },
  { ">=", SD_TOKEN_GREATER_EQUAL },
  { "==", SD_TOKEN_EQUAL },
  { "=", SD_TOKEN_EQUAL },
  { "<", SD_TOKEN_LESS },
  { ">", SD_TOKEN_GREATER },
  { "+", SD_TOKEN_PLUS },
  { "-", SD_TOKEN_MINUS },
  { "*", SD_TOKEN_STAR },
  { "/", SD_TOKEN_SLASH },
  { "%", SD_TOKEN_PERCENT },
  { "(", SD_TOKEN_LEFT },
  { ")", SD_TOKEN_RIGHT },
  { ",", SD_TOKEN_COMMA },
  { ".", SD_TOKEN_DOT },
};

guint
sd_lexer_get_column (const char *text,
                     gsize       offset)
{
  return (guint) g_utf8_strlen (text, (gssize) offset) + 1;
}

gboolean
sd_lexer_fail (const SdLexer *self,
               gsize          offset,
               GError       **error,
               const char    *format,
               ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, SD_FORMULA_ERROR, SD_FORMULA_ERROR_SYNTAX, _("Column %u: %s"),
               sd_lexer_get_column (self->text, offset), message);
  return FALSE;
}

static char
peek (const SdLexer *self,
      gsize          offset)
{
  return offset < self->length ? self->text[offset] : '\0';
}

/* The bytes of the letter of a word at @offset, 0 when there is none. */
static guint
letter_length (const SdLexer *self,
               gsize          offset)
{
  char c = peek (self, offset);
  const char *from = self->text + offset;

  if ((guchar) c < 0x80)
    return g_ascii_isalpha (c) || c == '_';
  return g_unichar_isalpha (g_utf8_get_char (from)) ? g_utf8_next_char (from) - from : 0;
}

/* Text pasted from a web page has blanks that do not break. */
static gsize
skip_blanks (const SdLexer *self,
             gsize          offset)
{
  while (offset < self->length)
    {
      if (g_ascii_isspace (self->text[offset]))
        offset++;
      else if (peek (self, offset) == '\xc2' && peek (self, offset + 1) == '\xa0')
        offset += 2;
      else
        break;
    }
  return offset;
}

static gsize
skip_digits (const SdLexer *self,
             gsize          offset)
{
  while (g_ascii_isdigit (peek (self, offset)))
    offset++;
  return offset;
}

static gboolean
read_number (SdLexer *self,
             GError **error)
{
  gsize end = skip_digits (self, self->next);

  if (peek (self, end) == '.')
    end = skip_digits (self, end + 1);
  if (g_ascii_tolower (peek (self, end)) == 'e')
    {
      gsize digits = end + 1;

      if (peek (self, digits) == '+' || peek (self, digits) == '-')
        digits++;
      if (g_ascii_isdigit (peek (self, digits)))
        end = skip_digits (self, digits);
    }
  if (letter_length (self, end) > 0)
    return sd_lexer_fail (self, self->next, error,
                          _("A number is followed by a letter; leave a blank between them."));
  self->token = (SdToken) { SD_TOKEN_NUMBER, self->next, end };
  return TRUE;
}

/* A doubled quote stands for one. */
static gboolean
read_quoted (SdLexer    *self,
             char        quote,
             SdTokenKind kind,
             GError    **error)
{
  gsize end = self->next + 1;

  while (end < self->length && !(self->text[end] == quote && peek (self, end + 1) != quote))
    end += self->text[end] == quote ? 2 : 1;
  if (end >= self->length)
    return sd_lexer_fail (self, self->next, error, _("The quote that opens here is never closed."));
  self->token = (SdToken) { kind, self->next, end + 1 };
  return TRUE;
}

static gboolean
read_word (SdLexer *self)
{
  gsize end = self->next;

  for (;;)
    {
      guint step = g_ascii_isdigit (peek (self, end)) ? 1 : letter_length (self, end);

      if (step == 0)
        break;
      end += step;
    }
  self->token = (SdToken) { SD_TOKEN_WORD, self->next, end };
  return TRUE;
}

static gboolean
read_sign (SdLexer *self,
           GError **error)
{
  const char *from = self->text + self->next;
  gunichar c;

  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    {
      gsize length = strlen (signs[i].sign);

      if (self->length - self->next >= length && memcmp (from, signs[i].sign, length) == 0)
        {
          self->token = (SdToken) { signs[i].kind, self->next, self->next + length };
          return TRUE;
        }
    }
  if (*from == '^')
    return sd_lexer_fail (self, self->next, error,
                          _("“^” is not known here; write POWER (x, y)."));
  if (*from == ';')
    return sd_lexer_fail (self, self->next, error,
                          _("A formula is one expression; remove the semicolon."));
  c = g_utf8_get_char (from);
  if (g_unichar_isprint (c))
    return sd_lexer_fail (self, self->next, error, _("“%.*s” has no meaning in a formula."),
                          (int) (g_utf8_next_char (from) - from), from);
  return sd_lexer_fail (self, self->next, error,
                        _("There is a character that has no meaning in a formula."));
}

/**
 * sd_lexer_advance:
 * @self: a lexer
 * @error: (out): where and why there is no token
 *
 * Reads the next token, SD_TOKEN_END after the last.
 */
gboolean
sd_lexer_advance (SdLexer *self,
                  GError **error)
{
  gboolean success;
  char c;

  self->next = skip_blanks (self, self->next);
  if (self->next >= self->length)
    {
      self->token = (SdToken) { SD_TOKEN_END, self->length, self->length };
      return TRUE;
    }

  c = self->text[self->next];
  if (g_ascii_isdigit (c) || (c == '.' && g_ascii_isdigit (peek (self, self->next + 1))))
    success = read_number (self, error);
  else if (c == '\'')
    success = read_quoted (self, c, SD_TOKEN_TEXT, error);
  else if (c == '"')
    success = read_quoted (self, c, SD_TOKEN_QUOTED, error);
  else if (letter_length (self, self->next) > 0)
    success = read_word (self);
  else
    success = read_sign (self, error);
  if (success)
    self->next = self->token.end;
  return success;
}

gboolean
sd_lexer_init (SdLexer    *self,
               const char *text,
               gsize       length,
               GError    **error)
{
  *self = (SdLexer) { .text = text, .length = length };
  return sd_lexer_advance (self, error);
}

gboolean
sd_lexer_is_word (const SdLexer *self,
                  const char    *word)
{
  const SdToken *token = &self->token;

  return token->kind == SD_TOKEN_WORD
         && strlen (word) == token->end - token->start
         && g_ascii_strncasecmp (self->text + token->start, word, token->end - token->start) == 0;
}

char *
sd_lexer_dup_value (const SdLexer *self)
{
  const SdToken *token = &self->token;
  const char *from = self->text + token->start;
  GString *value;

  if (token->kind == SD_TOKEN_WORD)
    return g_ascii_strdown (from, token->end - token->start);
  if (token->kind != SD_TOKEN_TEXT && token->kind != SD_TOKEN_QUOTED)
    return g_strndup (from, token->end - token->start);

  value = g_string_new (NULL);
  for (const char *c = from + 1; c < self->text + token->end - 1; c++)
    {
      g_string_append_c (value, *c);
      if (*c == *from)
        c++;
    }
  return g_string_free (value, FALSE);
}
