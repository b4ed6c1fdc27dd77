/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The generator "pattern": codes such as ORD-00042. # is a digit, @ a letter, *
 * either; \ takes the next character as it is. Together the symbols are a number
 * in a mixed radix that the row counts up, so that codes differ while they last.
 */

#define G_LOG_DOMAIN "sd-pattern"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sd-atom-node-private.h"
#include "sd-generator-info.h"
#include "sd-symbols-private.h"

#define LENGTH_MAX 256

typedef struct
{
  SdNode     node;
  SdSymbols  symbols;
  guint64    n_rows;
  guint      length;               /* in bytes */
  char       text[LENGTH_MAX];     /* with 0 where a symbol goes */
} PatternNode;

static void
fill_in (const PatternNode *self,
         const char        *characters,
         char              *out)
{
  memcpy (out, self->text, self->length);
  for (guint i = 0, k = 0; k < self->symbols.n; i++)
    if (out[i] == '\0')
      out[i] = characters[k++];
}

static void
write_codes (const PatternNode *self,
             SdFrame           *frame,
             const guint64     *rows,
             guint              n,
             SdVector          *out)
{
  char *characters = sd_frame_alloc (frame, (gsize) n * self->symbols.n + 1);
  char *text = sd_frame_alloc (frame, (gsize) n * self->length + 1);

  sd_symbols_fill (&self->symbols, rows, n, characters);
  for (guint i = 0; i < n; i++)
    {
      char *cell = text + (gsize) i * self->length;

      fill_in (self, characters + (gsize) i * self->symbols.n, cell);
      out->text[i] = (SdText) { cell, self->length };
    }
}

static void
evaluate_pattern (const SdNode *node,
                  SdFrame      *frame,
                  SdVector     *out)
{
  write_codes ((const PatternNode *) node, frame, frame->rows, frame->n_rows, out);
}

/* Codes that are drawn may repeat, and have none to spare. */
static guint64
get_pattern_room (const SdNode *node)
{
  const PatternNode *self = (const PatternNode *) node;
  const guint64 used = self->n_rows + self->symbols.offset;

  if (self->symbols.order == SD_SYMBOLS_DRAWN)
    return 0;
  return self->symbols.capacity - MIN (used, self->symbols.capacity);
}

static void
extend_pattern (const SdNode  *node,
                SdFrame       *frame,
                const guint64 *numbers,
                guint          n,
                SdVector      *out)
{
  const PatternNode *self = (const PatternNode *) node;
  guint64 rows[SD_BATCH_ROWS];

  for (guint i = 0; i < n; i++)
    rows[i] = self->n_rows + numbers[i];
  write_codes (self, frame, rows, n, out);
}

static const SdNodeClass pattern_class = {
  "pattern", evaluate_pattern, sd_node_free_plain, NULL, get_pattern_room, extend_pattern,
};

/* Splits the pattern; @symbols gets them alone. */
static gboolean
parse (PatternNode           *self,
       const SdColumnContext *context,
       const char            *pattern,
       GString               *symbols)
{
  for (const char *p = pattern; *p != '\0'; p++)
    {
      if (self->length == LENGTH_MAX || symbols->len == SD_SYMBOLS_MAX)
        return sd_context_fail (context, "pattern-syntax", _("The pattern is too long."));
      if (sd_symbols_has (*p))
        {
          g_string_append_c (symbols, *p);
          self->text[self->length++] = '\0';
          continue;
        }
      if (*p == '\\' && p[1] != '\0')
        p++;
      self->text[self->length++] = *p;
    }
  self->node.max_length = (guint) g_utf8_strlen (pattern, -1);
  if (self->length == 0)
    return sd_context_fail (context, "pattern-syntax", _("The pattern is empty."));
  return TRUE;
}

static SdSymbolsOrder
get_order (const SdColumnContext *context,
           gboolean               unique)
{
  const char *order = sd_parameter_get_text (sd_column_get_parameters (context->column),
                                             "order", "row");

  if (g_str_equal (order, "shuffled"))
    return SD_SYMBOLS_SHUFFLED;
  if (g_str_equal (order, "random"))
    return unique ? SD_SYMBOLS_SHUFFLED : SD_SYMBOLS_DRAWN;
  return SD_SYMBOLS_COUNTED;
}

/* The pattern with digits added where its symbols end, so that it suffices. */
static char *
lengthen (const char *pattern,
          guint64     capacity,
          guint64     wanted)
{
  const char *last = NULL;
  GString *result;

  for (const char *p = pattern; *p != '\0'; p++)
    {
      if (sd_symbols_has (*p))
        last = p;
      else if (*p == '\\' && p[1] != '\0')
        p++;
    }
  result = g_string_new (pattern);
  for (; capacity < wanted; capacity *= 10)
    g_string_insert_c (result, last != NULL ? last - pattern + 1 : -1, '#');
  return g_string_free (result, FALSE);
}

static void
report_too_few (const SdColumnContext *context,
                const char            *pattern,
                guint64                capacity)
{
  const guint id = sd_column_get_id (context->column);
  g_autofree char *longer = lengthen (pattern, capacity, context->n_rows);
  SdFinding *finding = sd_context_report (context, SD_SEVERITY_ERROR, "pattern-too-few",
                                          _("The pattern “%s” has %" G_GUINT64_FORMAT " codes, too "
                                            "few for %" G_GUINT64_FORMAT " different ones."),
                                          pattern, capacity, context->n_rows);

  sd_finding_add_fix (finding, id, "parameters.pattern",
                      json_node_init_string (json_node_alloc (), longer),
                      _("Use “%s”"), longer);
}

/**
 * sd_pattern_compile:
 *
 * Parameters: "pattern"; "order": "row" counts up, from 1 where there is a code
 * to spare; "shuffled" goes through all codes in a keyed order; "random" draws
 * each symbol.
 *
 * Returns: (transfer full) (nullable): the node; %NULL with findings
 */
SdNode *
sd_pattern_compile (const SdColumnContext *context)
{
  const char *pattern = sd_parameter_get_text (sd_column_get_parameters (context->column),
                                               "pattern", "");
  const gboolean unique = sd_semantic_is_unique (context->table, context->column);
  PatternNode *self = sd_node_alloc (sizeof *self, &pattern_class, SD_TYPE_TEXT, SD_VECTOR_TEXT);
  g_autoptr (GString) symbols = g_string_new (NULL);

  if (!parse (self, context, pattern, symbols))
    {
      g_free (self);
      return NULL;
    }
  sd_symbols_init (&self->symbols, symbols->str, symbols->len, symbols->len,
                   get_order (context, unique),
                   sd_key (context->seed, sd_table_get_id (context->table),
                           sd_column_get_id (context->column), SD_LANE_KEY, 0));
  if (unique && self->symbols.capacity < context->n_rows)
    {
      report_too_few (context, pattern, self->symbols.capacity);
      g_free (self);
      return NULL;
    }
  if (self->symbols.order == SD_SYMBOLS_COUNTED)
    self->symbols.offset = self->symbols.capacity > context->n_rows ? 1 : 0;

  self->n_rows = context->n_rows;
  return &self->node;
}
