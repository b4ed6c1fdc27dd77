/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The generator "template": text put together from other columns of the row and
 * of its parents.
 */

#define G_LOG_DOMAIN "sd-template"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sd-atom-node-private.h"
#include "sd-generator-info.h"
#include "sd-template-private.h"
#include "sd-text-node-private.h"

static SdNode *
get_own_column (const SdColumnContext *context,
                const char            *name)
{
  if (sd_table_find_column (context->table, name) != NULL)
    return sd_compiler_get_column (context->compiler, context->table_index, name);

  sd_context_fail (context, "template-unknown-column",
                   _("The template refers to “%s”, but the table “%s” has no such column."),
                   name, sd_table_get_name (context->table));
  return NULL;
}

static SdNode *
get_parent_column (const SdColumnContext *context,
                   const char            *word,
                   const char            *name)
{
  const int link = sd_compiler_find_link (context->compiler, context->table_index, word);
  SdNode *node = NULL;

  if (link < 0)
    {
      sd_context_fail (context, "template-unknown-column",
                       _("The template refers to “%s.%s”, but no relationship of the table “%s” "
                         "goes by the name “%s”, or several do."),
                       word, name, sd_table_get_name (context->table), word);
      return NULL;
    }
  node = sd_compiler_get_parent_column (context->compiler, context->table_index, (guint) link,
                                        name);
  if (node == NULL)
    sd_context_fail (context, "template-unknown-column",
                     _("The template refers to “%s.%s”, which does not exist or has a problem of "
                       "its own."), word, name);
  return node;
}

static SdNode *
get_node (const SdColumnContext *context,
          const char            *reference)
{
  g_auto (GStrv) names = g_strsplit (reference, ".", 2);

  return names[1] == NULL ? get_own_column (context, names[0])
                          : get_parent_column (context, names[0], names[1]);
}

/* A column that is unique makes every text with it unique too. */
static gboolean
makes_unique (const SdColumnContext *context,
              const SdPart          *part)
{
  SdColumn *column = sd_table_find_column (context->table, part->text);

  return column != NULL && part->transforms[0] == NULL
         && sd_semantic_is_unique (context->table, column);
}

/* FALSE with a finding when something cannot be had. */
static gboolean
add_parts (const SdColumnContext *context,
           GPtrArray             *parts,
           SdTextProgram         *program,
           gboolean              *distinct)
{
  gboolean good = TRUE;

  for (guint i = 0; i < parts->len; i++)
    {
      const SdPart *part = g_ptr_array_index (parts, i);
      SdNode *node;

      if (part->kind == SD_PART_LITERAL)
        sd_text_program_add_literal (program, part->text);
      else if (part->kind == SD_PART_SYMBOLS)
        sd_text_program_add_symbols (program, part->text);
      else
        {
          node = get_node (context, part->text);
          if (node != NULL)
            sd_text_program_add_node (program, node, (const char * const *) part->transforms);
          good &= node != NULL;
          *distinct |= makes_unique (context, part);
        }
    }
  return good;
}

static SdKey
make_key (const SdColumnContext *context,
          SdLane                 lane)
{
  return sd_key (context->seed, sd_table_get_id (context->table),
                 sd_column_get_id (context->column), lane, 0);
}

static GPtrArray *
parse (const SdColumnContext *context)
{
  const char *text = sd_parameter_get_text (sd_column_get_parameters (context->column),
                                            "template", "");
  g_autofree char *problem = NULL;
  GPtrArray *parts = sd_template_parse (text, SD_TEMPLATE_DOCUMENT, &problem);
  gsize n_symbols = 0;

  for (guint i = 0; parts != NULL && i < parts->len; i++)
    {
      const SdPart *part = g_ptr_array_index (parts, i);

      n_symbols += part->kind == SD_PART_SYMBOLS ? strlen (part->text) : 0;
    }
  if (n_symbols > SD_SYMBOLS_MAX)
    {
      problem = g_strdup_printf (_("The template has more than %d drawn characters."),
                                 SD_SYMBOLS_MAX);
      g_clear_pointer (&parts, g_ptr_array_unref);
    }
  if (parts == NULL)
    sd_context_fail (context, "template-syntax", "%s", problem);
  return parts;
}

/**
 * sd_template_compile:
 *
 * Parameters: "template": text with {column}, {column|upper} and {parent.column},
 * where parent is a table or a column of the foreign key; \# and \@ are a drawn
 * digit and letter. A row in which one of the columns is NULL has no text.
 *
 * Returns: (transfer full) (nullable): the node; %NULL with findings
 */
SdNode *
sd_template_compile (const SdColumnContext *context)
{
  g_autoptr (GPtrArray) parts = parse (context);
  SdTextProgram *program;
  const gboolean unique = sd_semantic_is_unique (context->table, context->column);
  gboolean distinct = FALSE;

  if (parts == NULL)
    return NULL;

  program = sd_text_program_new ();
  if (!add_parts (context, parts, program, &distinct))
    {
      sd_text_program_free (program);
      return NULL;
    }

  if (program->max_length > SD_TEXT_FIXED_MAX)
    {
      sd_context_fail (context, "template-too-long", _("The template is too long."));
      sd_text_program_free (program);
      return NULL;
    }

  sd_text_program_seal (program, unique ? SD_SYMBOLS_SHUFFLED : SD_SYMBOLS_DRAWN,
                        make_key (context, SD_LANE_DETAIL));
  if (program->symbols->len > 0 && program->drawn.capacity >= context->n_rows)
    distinct = TRUE;
  if (!unique || distinct)
    return sd_text_node_new (program);

  sd_text_program_add_number (program, " (", ")");
  return sd_text_node_new_numbered (program, context->n_rows, make_key (context, SD_LANE_KEY));
}
