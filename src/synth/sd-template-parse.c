/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The syntax of templates: text, references in braces with the words after the bar,
 * and the symbols of codes; what they refer to is sd-template.c's business.
 */

#define G_LOG_DOMAIN "sd-template"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sd-template-private.h"
#include "sd-text-transform-private.h"

typedef struct
{
  SdTemplateDialect  dialect;
  GPtrArray         *parts;
  GString           *pending;        /* of the literal or the symbols being read */
  SdPartKind         pending_kind;
} Parser;

static void
part_free (gpointer data)
{
  SdPart *part = data;

  g_free (part->text);
  g_strfreev (part->transforms);
  g_free (part);
}

static void
flush (Parser *self)
{
  SdPart *part;

  if (self->pending->len == 0)
    return;

  part = g_new0 (SdPart, 1);
  part->kind = self->pending_kind;
  part->text = g_strndup (self->pending->str, self->pending->len);
  g_ptr_array_add (self->parts, part);
  g_string_truncate (self->pending, 0);
}

static void
append (Parser     *self,
        SdPartKind  kind,
        char        c)
{
  if (kind != self->pending_kind)
    flush (self);
  self->pending_kind = kind;
  g_string_append_c (self->pending, c);
}

static gboolean
is_symbol (char c)
{
  return c == '#' || c == '@';
}

static gboolean
append_reference (Parser      *self,
                  const char  *text,
                  gsize        length,
                  char       **problem)
{
  g_autofree char *inside = g_strndup (text, length);
  g_auto (GStrv) words = g_strsplit (inside, "|", -1);
  SdPart *part;

  for (guint i = 0; words[i] != NULL; i++)
    g_strstrip (words[i]);
  if (words[0] == NULL || words[0][0] == '\0')
    {
      *problem = g_strdup (_("There is nothing between the braces { and }."));
      return FALSE;
    }
  if (words[1] == NULL && strspn (words[0], "#@") == strlen (words[0]))
    {
      for (const char *p = words[0]; *p != '\0'; p++)
        append (self, SD_PART_SYMBOLS, *p);
      return TRUE;
    }
  for (guint i = 1; words[i] != NULL; i++)
    {
      g_autofree char *known = NULL;

      if (sd_text_transform_get (words[i]) != NULL)
        continue;
      known = sd_text_transform_list ();
      *problem = g_strdup_printf (_("“%s” after the bar is unknown; there are %s."),
                                  words[i], known);
      return FALSE;
    }

  flush (self);
  part = g_new0 (SdPart, 1);
  part->kind = SD_PART_REFERENCE;
  part->text = g_strdup (words[0]);
  part->transforms = g_strdupv (words + 1);
  g_ptr_array_add (self->parts, part);
  return TRUE;
}

/* Returns where to go on after what stands at @p, NULL with a problem. */
static const char *
parse_one (Parser      *self,
           const char  *p,
           char       **problem)
{
  const char *close;

  switch (*p)
    {
    case '\\':
      if (p[1] == '\0')
        {
          append (self, SD_PART_LITERAL, *p);
          return p + 1;
        }
      append (self, is_symbol (p[1]) && self->dialect == SD_TEMPLATE_DOCUMENT
                    ? SD_PART_SYMBOLS : SD_PART_LITERAL, p[1]);
      return p + 2;

    case '{':
      close = strchr (p, '}');
      if (close == NULL)
        {
          *problem = g_strdup (_("A brace { is not closed; write \\{ for the character."));
          return NULL;
        }
      return append_reference (self, p + 1, close - p - 1, problem) ? close + 1 : NULL;

    case '#':
    case '@':
      append (self, self->dialect == SD_TEMPLATE_CATALOG ? SD_PART_SYMBOLS : SD_PART_LITERAL, *p);
      return p + 1;

    default:
      append (self, SD_PART_LITERAL, *p);
      return p + 1;
    }
}

GPtrArray *
sd_template_parse (const char         *text,
                   SdTemplateDialect   dialect,
                   char              **problem)
{
  Parser parser = {
    .dialect = dialect,
    .parts = g_ptr_array_new_with_free_func (part_free),
    .pending = g_string_new (NULL),
  };
  const char *p = text;

  *problem = NULL;
  while (p != NULL && *p != '\0')
    p = parse_one (&parser, p, problem);
  flush (&parser);
  g_string_free (parser.pending, TRUE);
  if (p == NULL)
    g_clear_pointer (&parser.parts, g_ptr_array_unref);

  return parser.parts;
}
