/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The writer of JSON. json-glib's generator prints 0.1 as 0.10000000000000001;
 * a file that people read and compare deserves better.
 */

#define G_LOG_DOMAIN "sd-json-text"

#include <string.h>

#include "sd-format.h"
#include "sd-json-text.h"

/* A container of scalars goes on one line when it ends before this column. */
#define LINE_WIDTH 96

typedef struct
{
  GString *text;
  gsize line_start;
  gboolean pretty;
} Writer;

static void write_node (Writer   *self,
                        JsonNode *node,
                        guint     depth);

static void
write_string (GString    *text,
              const char *string)
{
  const char *start = string;

  g_string_append_c (text, '"');
  for (const char *c = string; *c != '\0'; c++)
    {
      guchar byte = (guchar) *c;
      const char *escapes = "\"\"\\\\\nn\tt\rr\bb\ff";
      const char *escape;

      if (byte >= 0x20 && byte != '"' && byte != '\\' && byte != 0x7f)
        continue;

      g_string_append_len (text, start, c - start);
      start = c + 1;

      for (escape = escapes; *escape != '\0' && *escape != *c; escape += 2)
        ;
      if (*escape != '\0')
        g_string_append_printf (text, "\\%c", escape[1]);
      else
        g_string_append_printf (text, "\\u%04x", byte);
    }
  g_string_append (text, start);
  g_string_append_c (text, '"');
}

/* JSON has no NaN and no infinity: they become null. A point or an exponent
 * tells a double from an integer when it is read again. */
static void
write_double (GString *text,
              double   value)
{
  char buffer[SD_FORMAT_MAX + 1];
  char *end = sd_format_double (buffer, value, '.');

  *end = '\0';
  if (end == buffer)
    g_string_append (text, "null");
  else
    g_string_append (text, buffer);

  if (end != buffer && strpbrk (buffer, ".eE") == NULL)
    g_string_append (text, ".0");
}

static void
write_value (GString  *text,
             JsonNode *node)
{
  switch (json_node_get_value_type (node))
    {
    case G_TYPE_INT64:
      g_string_append_printf (text, "%" G_GINT64_FORMAT, json_node_get_int (node));
      break;

    case G_TYPE_DOUBLE:
      write_double (text, json_node_get_double (node));
      break;

    case G_TYPE_BOOLEAN:
      g_string_append (text, json_node_get_boolean (node) ? "true" : "false");
      break;

    default:
      write_string (text, json_node_get_string (node));
      break;
    }
}

static gboolean
is_container (JsonNode *node)
{
  return JSON_NODE_HOLDS_OBJECT (node) || JSON_NODE_HOLDS_ARRAY (node);
}

static guint
count_children (JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_object_get_size (json_node_get_object (node));

  return json_array_get_length (json_node_get_array (node));
}

static void
write_break (Writer *self,
             guint   depth)
{
  g_string_append_c (self->text, '\n');
  self->line_start = self->text->len;
  for (guint i = 0; i < depth; i++)
    g_string_append (self->text, "  ");
}

/* Writes the separator before the child number @i. */
static void
write_separator (Writer *self,
                 guint   i,
                 guint   depth)
{
  if (i > 0)
    g_string_append_c (self->text, ',');
  if (self->pretty)
    write_break (self, depth);
  else if (i > 0)
    g_string_append_c (self->text, ' ');
}

static void
write_container (Writer   *self,
                 JsonNode *node,
                 guint     depth)
{
  gboolean object = JSON_NODE_HOLDS_OBJECT (node);
  guint n = count_children (node);

  g_string_append_c (self->text, object ? '{' : '[');
  if (object)
    {
      JsonObjectIter iter;
      const char *member;
      JsonNode *child;

      json_object_iter_init_ordered (&iter, json_node_get_object (node));
      for (guint i = 0; json_object_iter_next_ordered (&iter, &member, &child); i++)
        {
          write_separator (self, i, depth + 1);
          write_string (self->text, member);
          g_string_append (self->text, ": ");
          write_node (self, child, depth + 1);
        }
    }
  else
    {
      for (guint i = 0; i < n; i++)
        {
          write_separator (self, i, depth + 1);
          write_node (self, json_array_get_element (json_node_get_array (node), i), depth + 1);
        }
    }

  if (self->pretty && n > 0)
    write_break (self, depth);
  g_string_append_c (self->text, object ? '}' : ']');
}

static gboolean
holds_scalars_only (JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObjectIter iter;
      const char *member;
      JsonNode *child;

      json_object_iter_init_ordered (&iter, json_node_get_object (node));
      while (json_object_iter_next_ordered (&iter, &member, &child))
        {
          if (is_container (child))
            return FALSE;
        }
      return TRUE;
    }

  for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
    {
      if (is_container (json_array_get_element (json_node_get_array (node), i)))
        return FALSE;
    }
  return TRUE;
}

/* Writes @node on one line if that is short enough. */
static gboolean
write_on_one_line (Writer   *self,
                   JsonNode *node)
{
  gsize start = self->text->len;
  Writer flat = { self->text, self->line_start, FALSE };

  /* The document itself and long lists are not tried. */
  if (start == 0 || count_children (node) > LINE_WIDTH / 3 || !holds_scalars_only (node))
    return FALSE;

  write_container (&flat, node, 0);
  if (self->text->len - self->line_start <= LINE_WIDTH)
    return TRUE;

  g_string_truncate (self->text, start);
  return FALSE;
}

static void
write_node (Writer   *self,
            JsonNode *node,
            guint     depth)
{
  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_OBJECT:
    case JSON_NODE_ARRAY:
      if (!self->pretty || !write_on_one_line (self, node))
        write_container (self, node, depth);
      break;

    case JSON_NODE_VALUE:
      write_value (self->text, node);
      break;

    case JSON_NODE_NULL:
    default:
      g_string_append (self->text, "null");
      break;
    }
}

/**
 * sd_json_to_text:
 * @node: any JSON
 * @pretty: whether people are to read it
 *
 * Returns: (transfer full): @node as text, the same under every locale
 */
char *
sd_json_to_text (JsonNode *node,
                 gboolean  pretty)
{
  Writer writer = { g_string_new (NULL), 0, pretty };

  g_return_val_if_fail (node != NULL, NULL);

  write_node (&writer, node, 0);
  if (pretty)
    g_string_append_c (writer.text, '\n');

  return g_string_free (writer.text, FALSE);
}
