/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Follow-ups: "add a suppliers table", "remove the returns", "rename clients to
 * customers", "80 customers", "make 10 % of the e-mails missing". The document
 * becomes a sketch again, so that all that a first prompt can say can be said of
 * it too; renaming and removing are the document's own operations.
 */

#define G_LOG_DOMAIN "sd-assistant"

#include "config.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "sd-fold.h"
#include "sd-planner-private.h"
#include "sd-schema-file.h"

#define NOUN(self, i) (&g_array_index ((self)->nouns, SdNoun, i))

/* Whether a table of the document is meant by words @from … @to - 1. */
static SdTable *
find_table (SdPlanning *self,
            SdSchema   *schema,
            guint       from,
            guint       to)
{
  g_autofree char *name = sd_words_name (self->words, from, to);
  g_autofree char *stem = sd_word_book_singular (name);
  guint n;
  SdTable *table = sd_schema_match_table (schema, name, &n);

  return table != NULL ? table : sd_schema_match_table (schema, stem, &n);
}

static guint
skip_articles (const SdWords *words,
               guint          i)
{
  while (sd_words_is_any (words, i,
                          "the|a|an|all|our|my|its|this|that|column|columns|field|table|tables"))
    i++;

  return i;
}

static SdColumn *
find_column (SdPlanning *self,
             SdSchema   *schema,
             guint       from,
             guint       to,
             SdTable    *only,
             SdTable   **owner)
{
  g_autofree char *name = sd_words_name (self->words, from, to);
  g_autofree char *stem = sd_word_book_singular (name);

  for (guint i = 0; i < sd_schema_get_n_tables (schema); i++)
    {
      SdTable *table = sd_schema_get_table (schema, i);
      SdColumn *column;

      if (only != NULL && table != only)
        continue;
      column = sd_table_find_column (table, name);
      if (column == NULL)
        column = sd_table_find_column (table, stem);
      if (column != NULL)
        {
          *owner = table;
          return column;
        }
    }

  return NULL;
}

/* The table behind "from", "of", "in" or "to" after @i, if it is said. */
static SdTable *
find_owner (SdPlanning *self,
            SdSchema   *schema,
            guint       i,
            guint      *end)
{
  guint from;

  *end = i;
  if (sd_words_is_any (self->words, i, "column|columns|field"))
    i++;
  if (!sd_words_is_any (self->words, i, "from|of|in|to|for"))
    return NULL;
  from = skip_articles (self->words, i + 1);
  for (guint n = 3; n > 0; n--)
    {
      SdTable *table = from + n <= self->words->n
                         ? find_table (self, schema, from, from + n) : NULL;

      if (table != NULL)
        {
          *end = from + n;
          return table;
        }
    }

  return NULL;
}

/* "remove the returns", "delete the column phone from customers" */
static guint
edit_remove (SdPlanning *self,
             SdSchema   *schema,
             guint       i)
{
  guint from = skip_articles (self->words, i + 1);

  for (guint n = 4; n > 0; n--)
    {
      SdTable *table = NULL, *owner = NULL;
      SdColumn *column;
      guint end;

      if (from + n > self->words->n)
        continue;
      owner = find_owner (self, schema, from + n, &end);
      column = find_column (self, schema, from, from + n, owner, &owner);
      table = find_table (self, schema, from, from + n);
      if (table != NULL && !sd_words_is_any (self->words, from + n, "column|from"))
        {
          sd_schema_remove_table (schema, table);
          sd_words_use (self->words, i, from + n);
          return from + n;
        }
      if (column != NULL)
        {
          sd_schema_remove_column (schema, owner, column);
          end = MAX (end, from + n);
          sd_words_use (self->words, i, end);
          return end;
        }
    }

  return i + 1;
}

/* The words of a new name: up to the next mark or joint. */
static guint
name_end (const SdWords *words,
          guint          i)
{
  guint end = i;

  while (end < words->n && end < i + 4 && sd_words_at (words, end)->kind == SD_WORD_TEXT
         && !sd_words_is_any (words, end, "and|in|of|then|for"))
    end++;

  return end;
}

/* "rename clients to customers", "rename the column phone to mobile" */
static guint
edit_rename (SdPlanning *self,
             SdSchema   *schema,
             guint       i)
{
  guint from = skip_articles (self->words, i + 1);

  for (guint n = 4; n > 0; n--)
    {
      guint at = from + n, end;
      SdTable *owner = NULL;
      SdTable *table;
      SdColumn *column;
      g_autofree char *name = NULL;

      if (at > self->words->n)
        continue;
      owner = find_owner (self, schema, at, &end);
      if (owner != NULL && !sd_words_is_any (self->words, end, "to|as|into"))
        owner = NULL;
      if (owner == NULL)
        end = at;
      while (sd_words_is_any (self->words, end, "column|table|field"))
        end++;
      if (!sd_words_is_any (self->words, end, "to|as|into"))
        continue;
      table = find_table (self, schema, from, at);
      column = table == NULL ? find_column (self, schema, from, at, owner, &owner) : NULL;
      end = skip_articles (self->words, end + 1);
      if ((table == NULL && column == NULL) || name_end (self->words, end) == end)
        continue;
      name = sd_words_name (self->words, end, name_end (self->words, end));
      end = name_end (self->words, end);
      if (table != NULL)
        sd_schema_rename_table (schema, table, name);
      else
        sd_schema_rename_column (schema, owner, column, name);
      sd_words_use (self->words, i, end);
      return end;
    }

  return i + 1;
}

/* What the document can do itself. */
static void
edit_schema (SdPlanning *self,
             SdSchema   *schema)
{
  for (guint i = 0; i < self->words->n;)
    {
      if (sd_words_is_any (self->words, i, "remove|delete|drop|without|omit"))
        i = edit_remove (self, schema, i);
      else if (sd_words_is (self->words, i, "rename"))
        i = edit_rename (self, schema, i);
      else
        i++;
    }
}

/* What may stand between "add" and the noun that is added. */
#define WORDS_BEFORE_ADDED \
  "a|an|the|another|new|some|more|also|and|column|columns|table|tables|field|called|named|for|of|" \
  "their"

static gboolean
follows_add (SdPlanning   *self,
             const SdNoun *noun)
{
  guint i = noun->start;

  while (i > 0
         && (sd_words_is_any (self->words, i - 1,
                              WORDS_BEFORE_ADDED)
             || sd_words_is_mark (self->words, i - 1, ',')))
    i--;

  return i > 0 && sd_words_is_any (self->words, i - 1, "add|include|insert|want|need|create|with");
}

/* The table after "to" or "in": "add a phone column to customers". */
static SdSketchTable *
target_of (SdPlanning   *self,
           const SdNoun *noun)
{
  for (guint i = noun->to; i < MIN (noun->to + 10, self->words->n); i++)
    {
      guint end;

      if (sd_words_is_any (self->words, i, "to|in|for|of"))
        {
          SdSketchTable *table = sd_planner_table_at_word (self, i + 1, &end);

          if (table != NULL && table->origin != NULL)
            return table;
        }
    }

  return NULL;
}

static void
add_column (SdPlanning    *self,
            SdNoun        *noun,
            SdSketchTable *table)
{
  guint to = noun->meta ? noun->to - 1 : noun->to;
  g_autofree char *name = sd_words_name (self->words, noun->from, to);
  JsonObject *column;
  gboolean known;

  if (sd_sketch_find_column (table, name) != NULL)
    return;
  column = sd_planner_make_column (table, name, &known);
  if (!known)
    sd_sketch_assume (self->sketch,
                      _("%s.%s is made as a category of four values, because its name says nothing "
                        "about it."),
                      table->name, name);
  {
    g_autofree char *title = sd_title_from_name (name);

    json_object_set_string_member (column, "title", title);
  }
  json_array_add_object_element (table->columns, column);
  sd_words_use (self->words, noun->start, noun->to);
}

/* "add a suppliers table", "add a phone column to customers" */
static void
edit_add (SdPlanning *self)
{
  gboolean adding = FALSE;
  guint list = G_MAXUINT;

  for (guint k = 0; k < self->nouns->len; k++)
    {
      SdNoun *noun = NOUN (self, k);
      SdSketchTable *target;
      gboolean table_said, column_said;

      if (sd_words_has_class (self->words, noun->from, SD_WORD_UNIT) || noun->effect)
        continue;
      adding = follows_add (self, noun) || (adding && noun->list == list);
      list = noun->list;
      if (!adding)
        continue;
      table_said = noun->meta || sd_words_is_any (self->words, noun->to, "table|tables");
      column_said = sd_words_is_any (self->words, noun->to, "column|columns|field")
                    || sd_words_has_class (self->words, noun->start > 0 ? noun->start - 1 : 0,
                                           SD_WORD_COLUMNS);
      target = target_of (self, noun);
      if (!table_said && target != NULL && (column_said || !noun->plural))
        add_column (self, noun, target);
      else if ((table_said || noun->plural || noun->count > 0) && !column_said
               && !sd_planner_refer_to_table (self, noun))
        sd_planner_noun_to_table (self, noun);
      else if (column_said && self->sketch->tables->len == 1)
        add_column (self, noun, sd_sketch_table_at (self->sketch, 0));
    }
}

/* "80 customers", "customers should have 80 rows" */
static void
edit_counts (SdPlanning *self)
{
  for (guint k = 0; k < self->nouns->len; k++)
    {
      SdNoun *noun = NOUN (self, k);

      if (noun->table == NULL && !sd_planner_refer_to_table (self, noun))
        continue;
      if (noun->count > 0 && noun->table->origin != NULL)
        {
          noun->table->rows = noun->count;
          noun->table->rows_from_user = TRUE;
          sd_words_use (self->words, noun->start, noun->to);
        }
    }
  for (guint k = 0; k < self->nouns->len; k++)
    {
      const SdNoun *noun = NOUN (self, k);
      guint i = noun->to;

      if (noun->table == NULL || noun->count > 0)
        continue;
      while (sd_words_is_any (self->words, i,
                              "table|should|must|to|have|has|be|with|is|a|total|of|number"))
        i++;
      if (i == noun->to || sd_words_at (self->words, i)->kind != SD_WORD_NUMBER
          || sd_words_at (self->words, i)->percent || sd_words_at (self->words, i)->value < 1
          || sd_words_at (self->words, i)->value > 1e11)
        continue;
      if (sd_words_is_any (self->words, i + 1, "to|or|and")
          || sd_words_is_mark (self->words, i + 1, '-'))
        continue;
      if (sd_words_at (self->words, i + 1)->kind == SD_WORD_TEXT
          && !sd_words_has_class (self->words, i + 1, SD_WORD_ROWS | SD_WORD_FUNCTION))
        continue;
      noun->table->rows = (guint64) sd_words_at (self->words, i)->value;
      noun->table->rows_from_user = TRUE;
      sd_words_use (self->words, noun->start, i + 2);
    }
}

/* "twice as many sales", "double the customers", "half the rows" */
static void
edit_factors (SdPlanning *self)
{
  for (guint i = 0; i < self->words->n; i++)
    {
      double factor = sd_words_is_any (self->words, i, "double|twice") ? 2
                      : sd_words_is (self->words, i, "triple")         ? 3
                      : sd_words_is (self->words, i, "halve")          ? 0.5
                                                                       : 0;
      guint at = i + 1, end;
      SdSketchTable *table;

      if (factor == 0)
        continue;
      while (sd_words_is_any (self->words, at, "the|as|many|number|of|rows|in|amount"))
        at++;
      table = sd_planner_table_at_word (self, at, &end);
      if (table == NULL)
        continue;
      table->rows = MAX ((guint64) ((double) table->rows * factor), 1);
      table->rows_from_user = TRUE;
      sd_words_use (self->words, i, end);
    }
}

/* Formulas and bounds that spoke of a removed table. */
static void
drop_dangling (SdPlanning *self)
{
  for (guint t = 0; t < self->sketch->tables->len; t++)
    {
      SdSketchTable *table = sd_sketch_table_at (self->sketch, t);

      for (guint i = 0; i < json_array_get_length (table->columns); i++)
        sd_planner_check_column (self, table, i);
    }
}

static JsonNode *
finish (SdPlanning *self,
        JsonObject *document)
{
  g_autoptr (JsonNode) changed = NULL;
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = sd_json_copy_object (document);
  static const char * const members[] = { "tables", "relationships" };

  changed = sd_sketch_to_json (self->sketch);
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      JsonNode *member = json_object_get_member (json_node_get_object (changed), members[i]);

      json_object_set_member (object, members[i], sd_json_copy_node (member));
    }
  if (self->sketch->messy)
    json_object_set_boolean_member (object, "messy", TRUE);
  json_node_take_object (node, object);

  return node;
}

static char *
join_sentences (GPtrArray *sentences)
{
  g_ptr_array_add (sentences, NULL);

  return g_strjoinv (" ", (char **) sentences->pdata);
}

gboolean
sd_planner_edit (SdPlanning *self,
                 SdDraft    *draft)
{
  g_autoptr (JsonNode) before = sd_schema_to_json (self->request->schema);
  g_autoptr (JsonNode) start = sd_json_copy_node (before);
  g_autoptr (SdSchema) schema = sd_schema_new_from_json (start, NULL);
  g_autoptr (JsonNode) edited = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GPtrArray) sentences = NULL;
  guint n_before;

  if (schema == NULL)
    return FALSE;
  n_before = sd_schema_get_n_tables (schema);
  edit_schema (self, schema);
  edited = sd_schema_to_json (schema);
  sd_sketch_free (self->sketch);
  self->sketch = sd_sketch_new_from_json (json_node_get_object (edited));

  if (sd_schema_get_n_tables (schema) < n_before)
    drop_dangling (self);
  for (guint k = 0; k < self->nouns->len; k++)
    if (!sd_words_at (self->words, NOUN (self, k)->from)->used)
      {
        NOUN (self, k)->table = NULL;
        NOUN (self, k)->column = FALSE;
      }
  edit_add (self);
  edit_counts (self);
  sd_planner_find_relations (self);
  sd_planner_find_columns (self);
  sd_planner_add_links (self);
  sd_planner_fill_columns (self);
  sd_planner_find_row_hints (self);
  sd_planner_apply_periods (self);
  sd_planner_apply_hints (self);
  sd_planner_apply_shares (self);
  sd_planner_apply_effects (self);
  edit_factors (self);
  sd_planner_settle_rows (self);

  node = finish (self, json_node_get_object (edited));
  sentences = sd_planner_describe_changes (json_node_get_object (before),
                                           json_node_get_object (node));
  if (sentences->len == 0)
    return FALSE;
  g_free (draft->reply);
  draft->reply = join_sentences (sentences);
  draft->schema = g_steal_pointer (&node);

  return TRUE;
}
