/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The sketch: tables and links as they come up in the prompt, and their JSON
 * once all is known.
 */

#define G_LOG_DOMAIN "sd-assistant"

#include <string.h>

#include "sd-fold.h"
#include "sd-sketch-private.h"

static void
table_free (gpointer data)
{
  SdSketchTable *table = data;

  g_free (table->name);
  g_free (table->singular);
  g_free (table->key);
  g_ptr_array_unref (table->asked);
  g_ptr_array_unref (table->extra);
  g_ptr_array_unref (table->aliases);
  json_array_unref (table->columns);
  g_clear_pointer (&table->mess, json_array_unref);
  g_clear_pointer (&table->origin, json_object_unref);
  g_free (table);
}

static void
link_free (gpointer data)
{
  SdSketchLink *link = data;

  g_free (link->column);
  g_free (link->law);
  g_free (link->distinct_within);
  g_clear_pointer (&link->law_parameters, json_object_unref);
  g_clear_pointer (&link->origin, json_object_unref);
  g_free (link);
}

SdSketch *
sd_sketch_new (void)
{
  SdSketch *self = g_new0 (SdSketch, 1);

  self->tables = g_ptr_array_new_with_free_func (table_free);
  self->links = g_ptr_array_new_with_free_func (link_free);
  self->assumptions = g_ptr_array_new_with_free_func (g_free);

  return self;
}

void
sd_sketch_free (SdSketch *self)
{
  g_ptr_array_unref (self->links);
  g_ptr_array_unref (self->tables);
  g_ptr_array_unref (self->assumptions);
  g_free (self->title);
  g_free (self);
}

SdSketchTable *
sd_sketch_add_table (SdSketch       *self,
                     const char     *singular,
                     const SdEntity *entity,
                     SdKind          kind)
{
  SdSketchTable *table = g_new0 (SdSketchTable, 1);
  g_autofree char *plural = sd_word_book_plural (singular);

  table->name = g_strdup (plural);
  for (guint number = 2; sd_sketch_find_table (self, table->name) != NULL; number++)
    {
      g_free (table->name);
      table->name = g_strdup_printf ("%s_%u", plural, number);
    }
  table->singular = g_strdup (singular);
  table->entity = entity;
  table->kind = kind;
  table->asked = g_ptr_array_new_with_free_func (g_free);
  table->extra = g_ptr_array_new_with_free_func (g_free);
  table->aliases = g_ptr_array_new_with_free_func (g_free);
  table->columns = json_array_new ();
  g_ptr_array_add (self->tables, table);

  return table;
}

SdSketchTable *
sd_sketch_table_at (const SdSketch *self,
                    guint           i)
{
  return self->tables->pdata[i];
}

SdSketchTable *
sd_sketch_find_table (const SdSketch *self,
                      const char     *name)
{
  for (guint i = 0; i < self->tables->len; i++)
    {
      SdSketchTable *table = self->tables->pdata[i];

      if (strcmp (table->name, name) == 0 || strcmp (table->singular, name) == 0)
        return table;
    }

  return NULL;
}

SdSketchTable *
sd_sketch_find_entity (const SdSketch *self,
                       const char     *entity)
{
  for (guint i = 0; i < self->tables->len; i++)
    {
      SdSketchTable *table = self->tables->pdata[i];

      if (table->entity != NULL && sd_entity_is_a (table->entity, entity))
        return table;
    }

  return NULL;
}

void
sd_sketch_add_alias (SdSketchTable *table,
                     const char    *word)
{
  if (strcmp (word, table->name) == 0
      || g_ptr_array_find_with_equal_func (table->aliases, word, g_str_equal, NULL))
    return;

  g_ptr_array_add (table->aliases, g_strdup (word));
}

void
sd_sketch_ask_column (SdSketchTable *table,
                      const char    *name)
{
  if (!g_ptr_array_find_with_equal_func (table->asked, name, g_str_equal, NULL))
    g_ptr_array_add (table->asked, g_strdup (name));
}

char *
sd_sketch_key (const SdSketchTable *table)
{
  return table->key != NULL ? g_strdup (table->key) : g_strconcat (table->singular, "_id", NULL);
}

gboolean
sd_sketch_reaches (const SdSketch      *self,
                   const SdSketchTable *from,
                   const SdSketchTable *to)
{
  if (from == to)
    return TRUE;

  for (guint i = 0; i < self->links->len; i++)
    {
      const SdSketchLink *link = self->links->pdata[i];

      if (link->parent == from && link->child != from && sd_sketch_reaches (self, link->child, to))
        return TRUE;
    }

  return FALSE;
}

SdSketchLink *
sd_sketch_add_link (SdSketch      *self,
                    SdSketchTable *parent,
                    SdSketchTable *child,
                    const char    *role)
{
  SdSketchLink *link;
  g_autofree char *column = g_strconcat (role != NULL ? role : parent->singular, "_id", NULL);

  /* A table may refer to itself, but not to what depends on it. */
  if (parent != child && sd_sketch_reaches (self, child, parent))
    return NULL;
  for (guint i = 0; i < self->links->len; i++)
    {
      link = self->links->pdata[i];
      if (link->child == child && strcmp (link->column, column) == 0)
        return NULL;
    }

  link = g_new0 (SdSketchLink, 1);
  link->parent = parent;
  link->child = child;
  link->column = g_steal_pointer (&column);
  if (parent == child)
    {
      g_autofree char *own = g_strconcat (role != NULL ? role : "parent", "_id", NULL);

      g_free (link->column);
      link->column = g_steal_pointer (&own);
      link->optional = 0.2;
    }
  g_ptr_array_add (self->links, link);

  return link;
}

SdSketchLink *
sd_sketch_find_link (const SdSketch      *self,
                     const SdSketchTable *parent,
                     const SdSketchTable *child)
{
  for (guint i = 0; i < self->links->len; i++)
    {
      SdSketchLink *link = self->links->pdata[i];

      if (link->parent == parent && link->child == child)
        return link;
    }

  return NULL;
}

guint
sd_sketch_count_links (const SdSketch      *self,
                       const SdSketchTable *table,
                       gboolean             as_child)
{
  guint n = 0;

  for (guint i = 0; i < self->links->len; i++)
    {
      const SdSketchLink *link = self->links->pdata[i];

      if ((as_child ? link->child : link->parent) == table)
        n++;
    }

  return n;
}

void
sd_sketch_set_law (SdSketchLink *link,
                   const char   *law,
                   JsonObject   *parameters)
{
  g_free (link->law);
  link->law = g_strdup (law);
  g_clear_pointer (&link->law_parameters, json_object_unref);
  link->law_parameters = parameters;
}

JsonObject *
sd_sketch_find_column (const SdSketchTable *table,
                       const char          *name)
{
  for (guint i = 0; i < json_array_get_length (table->columns); i++)
    {
      JsonObject *column = json_array_get_object_element (table->columns, i);

      if (g_strcmp0 (sd_json_get_text (column, "name", NULL), name) == 0)
        return column;
    }

  return NULL;
}

void
sd_sketch_assume (SdSketch   *self,
                  const char *format,
                  ...)
{
  va_list args;
  char *sentence;

  va_start (args, format);
  sentence = g_strdup_vprintf (format, args);
  va_end (args);
  if (g_ptr_array_find_with_equal_func (self->assumptions, sentence, g_str_equal, NULL))
    g_free (sentence);
  else
    g_ptr_array_add (self->assumptions, sentence);
}

/* The first letter large, underscores blanks, "id" as ID. */
char *
sd_title_from_name (const char *name)
{
  GString *title = g_string_new (name);

  for (gsize i = 0; i < title->len; i++)
    if (title->str[i] == '_')
      title->str[i] = ' ';
  if (title->len > 0)
    title->str[0] = g_ascii_toupper (title->str[0]);
  if (strcmp (title->str, "Id") == 0 || g_str_has_suffix (title->str, " id"))
    memcpy (title->str + title->len - 2, "ID", 2);

  return g_string_free (title, FALSE);
}

/* Whether all parents of the table are among the first @n. */
static gboolean
parents_precede (const SdSketch      *self,
                 const SdSketchTable *table,
                 guint                n)
{
  for (guint i = 0; i < self->links->len; i++)
    {
      const SdSketchLink *link = self->links->pdata[i];
      guint position;

      if (link->child == table && link->parent != table
          && (!g_ptr_array_find (self->tables, link->parent, &position) || position >= n))
        return FALSE;
    }

  return TRUE;
}

/* Parents before children, otherwise as the prompt names them. */
void
sd_sketch_sort_tables (SdSketch *self)
{
  for (guint n = 0; n < self->tables->len; n++)
    for (guint i = n; i < self->tables->len; i++)
      if (parents_precede (self, self->tables->pdata[i], n))
        {
          g_ptr_array_insert (self->tables, (int) n, g_ptr_array_steal_index (self->tables, i));
          break;
        }
}
