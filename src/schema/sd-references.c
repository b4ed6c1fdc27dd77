/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What a renamed table or column takes along: every text that names it. Only
 * the tokens of formulas are looked at here, not their grammar: a name is what
 * stands outside quotes, and what it means follows from the dots.
 */

#define G_LOG_DOMAIN "sd-references"

#include <string.h>

#include "sd-generator-info.h"
#include "sd-json-tree-private.h"
#include "sd-relationship-private.h"
#include "sd-table-private.h"

typedef struct
{
  SdSchema *schema;
  SdTable *table;
  const char *old_name;
  const char *new_name;
  gboolean is_column;
} Rename;

static gboolean
same_word (const char *word,
           gsize       length,
           const char *name)
{
  return strlen (name) == length && g_ascii_strncasecmp (word, name, length) == 0;
}

/* The column of @table that a word in any case means. */
static SdColumn *
find_column (SdTable    *table,
             const char *word,
             gsize       length)
{
  for (guint i = 0; i < sd_table_get_n_columns (table); i++)
    {
      SdColumn *column = sd_table_get_column (table, i);

      if (same_word (word, length, sd_column_get_name (column)))
        return column;
    }

  return NULL;
}

/* Whether @word before a dot, in a text that belongs to @home, means the renamed
 * table: as its name, or as a foreign key to it. */
static gboolean
head_means_table (const Rename *self,
                  SdTable      *home,
                  const char   *word,
                  gsize         length)
{
  SdColumn *column = find_column (home, word, length);
  SdRelationship *relationship = NULL;

  if (column != NULL)
    relationship = sd_schema_find_relationship (self->schema, home, sd_column_get_name (column));
  if (relationship != NULL)
    return g_str_equal (sd_relationship_get_parent_table (relationship),
                        sd_table_get_name (self->table));

  return same_word (word, length, sd_table_get_name (self->table));
}

/* Whether @word, alone or before a dot, is what is renamed. A column goes before
 * a table of the same name. */
static gboolean
head_is_renamed (const Rename *self,
                 SdTable      *home,
                 const char   *word,
                 gsize         length)
{
  if (!same_word (word, length, self->old_name))
    return FALSE;

  if (self->is_column)
    return home == self->table;

  return find_column (home, word, length) == NULL;
}

/* One name: a word, or anything in double quotes. */
typedef struct
{
  const char *start;
  const char *end;
  const char *word;
  gsize length;
} Name;

static gboolean
is_word_start (char c)
{
  return g_ascii_isalpha (c) || c == '_' || (guchar) c >= 0x80;
}

static const char *
skip_word (const char *text)
{
  while (is_word_start (*text) || g_ascii_isdigit (*text))
    text++;

  return text;
}

static const char *
skip_blanks (const char *text)
{
  while (g_ascii_isspace (*text))
    text++;

  return text;
}

/* The end of what stands in quotes; a doubled quote is one inside. */
static const char *
skip_quoted (const char *text)
{
  char quote = *text++;

  while (*text != '\0')
    {
      if (text[0] == quote && text[1] != quote)
        return text + 1;
      text += text[0] == quote ? 2 : 1;
    }

  return text;
}

/* FALSE when no name begins at @text. */
static gboolean
read_name (const char *text,
           Name       *name)
{
  gboolean quoted = *text == '"';

  if (!quoted && !is_word_start (*text))
    return FALSE;

  name->start = text;
  name->end = quoted ? skip_quoted (text) : skip_word (text);
  name->word = quoted ? text + 1 : text;
  name->length = (gsize) (name->end - name->word);
  if (quoted && name->length > 0 && name->end[-1] == '"')
    name->length--;

  return TRUE;
}

/* Writes @name, or what it becomes (nullable), in quotes if it was. */
static void
write_name (const Name *name,
            const char *replacement,
            GString    *out)
{
  g_string_append_len (out, name->start,
                       (replacement != NULL ? name->word : name->end) - name->start);
  if (replacement == NULL)
    return;

  g_string_append (out, replacement);
  g_string_append_len (out, name->word + name->length, name->end - name->word - name->length);
}

/* Copies the reference at @text ("a", "a.b" or "a.*") to @out, renamed. A single
 * name is a column, unless @bare_table allows a table there. Returns its end;
 * @text begins a name. */
static const char *
rewrite_reference (const Rename *self,
                   SdTable      *home,
                   const char   *text,
                   gboolean      bare_table,
                   GString      *out)
{
  Name head;
  Name tail;
  const char *dot;
  gboolean has_tail;
  gboolean renamed;

  read_name (text, &head);
  dot = skip_blanks (head.end);
  has_tail = *dot == '.' && read_name (skip_blanks (dot + 1), &tail);

  renamed = (self->is_column || bare_table || *dot == '.')
            && head_is_renamed (self, home, head.word, head.length);
  write_name (&head, renamed ? self->new_name : NULL, out);
  if (!has_tail)
    return head.end;

  g_string_append_len (out, head.end, tail.start - head.end);
  renamed = self->is_column && same_word (tail.word, tail.length, self->old_name)
            && head_means_table (self, home, head.word, head.length);
  write_name (&tail, renamed ? self->new_name : NULL, out);

  return tail.end;
}

/* A number with its letters ("1e5"), so that they are taken for no name. */
static const char *
skip_number (const char *text)
{
  while (g_ascii_isalnum (*text) || *text == '.' || *text == '_')
    text++;

  return text;
}

static gboolean
is_keyword (const char *text,
            const char *keyword)
{
  return same_word (text, skip_word (text) - text, keyword);
}

/* Words that SQL gives a meaning where they stand, though columns may have the
 * same name: functions, DATE '2026-03-01', EXTRACT (YEAR FROM …), AS DATE. */
static gboolean
is_syntax (const char *text,
           const char *previous,
           const char *function)
{
  const char *after = skip_blanks (skip_word (text));

  if (*text == '"')
    return FALSE;

  return *after == '(' || *after == '\'' || is_keyword (previous, "as")
         || (*previous == '(' && is_keyword (function, "extract"));
}

static char *
rewrite_formula (const Rename *self,
                 SdTable      *home,
                 const char   *formula)
{
  GString *out = g_string_new (NULL);
  const char *text = formula;
  const char *previous = "";
  const char *function = "";

  while (*text != '\0')
    {
      const char *start = text;
      Name name;

      if (*text == '\'')
        text = skip_quoted (text);
      else if (g_ascii_isdigit (*text))
        text = skip_number (text);
      else if (read_name (text, &name) && is_syntax (text, previous, function))
        {
          function = start;
          text = name.end;
        }
      else if (read_name (text, &name))
        {
          /* COUNT (sales) names a table. */
          gboolean alone = *previous == '(' && *skip_blanks (name.end) == ')';

          text = rewrite_reference (self, home, text, alone, out);
          previous = start;
          continue;
        }
      else
        text++;

      g_string_append_len (out, start, text - start);
      if (!g_ascii_isspace (*start))
        previous = start;
    }

  return g_string_free (out, FALSE);
}

/* References stand in braces, the first word up to a bar; a backslash takes the
 * next character as it is. */
static char *
rewrite_template (const Rename *self,
                  SdTable      *home,
                  const char   *template)
{
  GString *out = g_string_new (NULL);
  const char *text = template;

  while (*text != '\0')
    {
      if (text[0] == '\\' && text[1] != '\0')
        {
          g_string_append_c (out, *text++);
          g_string_append_c (out, *text++);
          continue;
        }

      g_string_append_c (out, *text);
      if (*text++ != '{')
        continue;

      g_string_append_len (out, text, skip_blanks (text) - text);
      text = skip_blanks (text);
      if (is_word_start (*text))
        text = rewrite_reference (self, home, text, FALSE, out);
      while (*text != '\0' && *text != '}')
        g_string_append_c (out, *text++);
    }

  return g_string_free (out, FALSE);
}

static char *
rewrite_path (const Rename *self,
              SdTable      *home,
              const char   *path)
{
  GString *out = g_string_new (NULL);
  const char *rest = path;

  if (is_word_start (*path))
    rest = rewrite_reference (self, home, path, FALSE, out);
  g_string_append (out, rest);

  return g_string_free (out, FALSE);
}

/* The table whose columns a parameter names: that of the column itself, or the
 * one that another parameter names. */
static SdTable *
find_home (const Rename          *self,
           SdTable               *table,
           JsonObject            *parameters,
           const SdParameterInfo *info)
{
  const char *name;

  if (info->choices == NULL || info->kind == SD_PARAMETER_VALUE
      || info->kind == SD_PARAMETER_BRANCHES)
    return table;

  name = sd_parameter_get_text (parameters, info->choices, NULL);
  return sd_schema_find_table (self->schema, name);
}

/* Members of objects that have no table of parameters of their own. */
static const SdParameterInfo columns_member[] = {
  { "columns", "", SD_PARAMETER_COLUMNS, 0, 0, 0, FALSE, NULL },
  { NULL, NULL, SD_PARAMETER_NUMBER, 0, 0, 0, FALSE, NULL }
};

static const SdParameterInfo column_member[] = {
  { "column", "", SD_PARAMETER_COLUMN, 0, 0, 0, FALSE, NULL },
  { NULL, NULL, SD_PARAMETER_NUMBER, 0, 0, 0, FALSE, NULL }
};

typedef const SdParameterInfo *(* FindInfos) (JsonObject *object);

static const SdParameterInfo *
get_columns_member (JsonObject *object)
{
  return columns_member;
}

static const SdParameterInfo *
get_column_member (JsonObject *object)
{
  return column_member;
}

static const SdParameterInfo *
get_parameters (const SdGeneratorInfo *info)
{
  return info != NULL ? info->parameters : NULL;
}

static const SdParameterInfo *
get_rule_infos (JsonObject *object)
{
  return get_parameters (sd_rule_info_get (sd_parameter_get_text (object, "kind", NULL)));
}

static const SdParameterInfo *
get_mess_infos (JsonObject *object)
{
  return get_parameters (sd_mess_info_get (sd_parameter_get_text (object, "kind", NULL)));
}

static JsonObject *rewrite_object (const Rename          *self,
                                   SdTable               *table,
                                   JsonObject            *object,
                                   const SdParameterInfo *infos);

/* (transfer full) (nullable): NULL when the text names nothing */
static char *
rewrite_text (const Rename          *self,
              SdTable               *home,
              const SdParameterInfo *info,
              const char            *text)
{
  if (info->kind == SD_PARAMETER_TABLE)
    return g_strdup (!self->is_column && g_str_equal (text, self->old_name) ? self->new_name
                                                                            : text);
  if (home == NULL)
    return NULL;

  if (info->kind == SD_PARAMETER_FORMULA)
    return rewrite_formula (self, home, text);
  if (info->kind == SD_PARAMETER_TEMPLATE)
    return rewrite_template (self, home, text);
  if (info->kind == SD_PARAMETER_COLUMN || info->kind == SD_PARAMETER_COLUMNS
      || (info->kind == SD_PARAMETER_VALUE && info->choices != NULL))
    return rewrite_path (self, home, text);

  return NULL;
}

/* A list of columns; (transfer full) (nullable): NULL when nothing changes */
static JsonNode *
rewrite_columns (const Rename          *self,
                 SdTable               *home,
                 const SdParameterInfo *info,
                 JsonArray             *list)
{
  guint n = json_array_get_length (list);
  JsonArray *copy = json_array_sized_new (n);
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  gboolean changed = FALSE;

  for (guint i = 0; i < n; i++)
    {
      JsonNode *element = json_array_get_element (list, i);
      const char *text = JSON_NODE_HOLDS_VALUE (element) ? json_node_get_string (element) : NULL;
      g_autofree char *renamed = text != NULL ? rewrite_text (self, home, info, text) : NULL;

      if (renamed == NULL || g_str_equal (renamed, text))
        {
          json_array_add_element (copy, _sd_json_share_node (element));
          continue;
        }
      json_array_add_string_element (copy, renamed);
      changed = TRUE;
    }

  json_node_take_array (node, copy);
  if (!changed)
    g_clear_pointer (&node, json_node_unref);
  return node;
}

/* The parameters in the branches have names in them as those of the column do.
 * (transfer full) (nullable) */
static JsonNode *
rewrite_branches (const Rename          *self,
                  SdTable               *table,
                  const SdParameterInfo *infos,
                  JsonArray             *list)
{
  guint n = json_array_get_length (list);
  JsonArray *copy = json_array_sized_new (n);
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  gboolean changed = FALSE;

  for (guint i = 0; i < n; i++)
    {
      JsonNode *element = json_array_get_element (list, i);
      JsonObject *branch = JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element)
                                                            : NULL;
      JsonNode *inner = branch != NULL ? json_object_get_member (branch, "parameters") : NULL;
      JsonObject *renamed = NULL;

      if (inner != NULL && JSON_NODE_HOLDS_OBJECT (inner))
        renamed = rewrite_object (self, table, json_node_get_object (inner), infos);
      if (renamed == NULL)
        {
          json_array_add_element (copy, _sd_json_share_node (element));
          continue;
        }
      branch = _sd_json_copy_shallow (branch);
      json_object_set_object_member (branch, "parameters", renamed);
      json_array_add_object_element (copy, branch);
      changed = TRUE;
    }

  json_node_take_array (node, copy);
  if (!changed)
    g_clear_pointer (&node, json_node_unref);
  return node;
}

/* (transfer full) (nullable): NULL when nothing changes */
static JsonNode *
rewrite_parameter (const Rename          *self,
                   SdTable               *table,
                   JsonObject            *parameters,
                   const SdParameterInfo *info,
                   const SdParameterInfo *infos)
{
  JsonNode *node = json_object_get_member (parameters, info->name);
  SdTable *home = find_home (self, table, parameters, info);
  g_autofree char *renamed = NULL;
  const char *text;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return NULL;
  if (JSON_NODE_HOLDS_ARRAY (node) && info->kind == SD_PARAMETER_COLUMNS)
    return rewrite_columns (self, home, info, json_node_get_array (node));
  if (JSON_NODE_HOLDS_ARRAY (node) && info->kind == SD_PARAMETER_BRANCHES)
    return rewrite_branches (self, table, infos, json_node_get_array (node));

  text = sd_parameter_get_text (parameters, info->name, NULL);
  if (text != NULL)
    renamed = rewrite_text (self, home, info, text);
  if (renamed == NULL || g_str_equal (renamed, text))
    return NULL;

  return json_node_init_string (json_node_alloc (), renamed);
}

/* A copy of @object with its mentions renamed; (transfer full) (nullable): NULL
 * when nothing changes. @table (nullable): whose rows it speaks of */
static JsonObject *
rewrite_object (const Rename          *self,
                SdTable               *table,
                JsonObject            *object,
                const SdParameterInfo *infos)
{
  JsonObject *copy = NULL;

  for (const SdParameterInfo *info = infos; info != NULL && info->name != NULL; info++)
    {
      JsonNode *value = rewrite_parameter (self, table, object, info, infos);

      if (value == NULL)
        continue;
      if (copy == NULL)
        copy = _sd_json_copy_shallow (object);
      json_object_set_member (copy, info->name, value);
    }

  return copy;
}

/* The same of a list of objects. (transfer full) (nullable) */
static JsonArray *
rewrite_objects (const Rename *self,
                 SdTable      *table,
                 JsonArray    *list,
                 FindInfos     find_infos)
{
  JsonArray *copy = NULL;

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonNode *element = json_array_get_element (list, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element)
                                                            : NULL;
      JsonObject *renamed = NULL;

      if (object != NULL)
        renamed = rewrite_object (self, table, object, find_infos (object));
      if (renamed == NULL && copy == NULL)
        continue;

      if (copy == NULL)
        {
          copy = json_array_new ();
          for (guint k = 0; k < i; k++)
            json_array_add_element (copy, _sd_json_share_node (json_array_get_element (list, k)));
        }
      if (renamed != NULL)
        json_array_add_object_element (copy, renamed);
      else
        json_array_add_element (copy, _sd_json_share_node (element));
    }

  return copy;
}

static void
rewrite_column (const Rename *self,
                SdTable      *table,
                SdColumn     *column)
{
  const char *generator = sd_column_get_generator (column);
  JsonObject *missing_by = sd_column_get_missing_by (column);
  JsonObject *copy;

  copy = rewrite_object (self, table, sd_column_get_parameters (column),
                         get_parameters (sd_generator_info_get (generator)));
  if (copy != NULL)
    sd_column_set_generator (column, generator, copy);

  if (missing_by == NULL)
    return;

  generator = sd_parameter_get_text (missing_by, "kind", NULL);
  copy = rewrite_object (self, table, missing_by,
                         get_parameters (sd_missing_info_get (generator)));
  if (copy != NULL)
    sd_column_set_missing_by (column, copy);
}

static void
rewrite_crossed (const Rename *self,
                 SdTable      *table)
{
  JsonObject *crossed = sd_table_get_crossed (table);
  JsonArray *factors = sd_parameter_get_list (crossed, "factors");
  JsonArray *renamed = rewrite_objects (self, table, factors, get_column_member);

  if (renamed == NULL)
    return;

  crossed = _sd_json_copy_shallow (crossed);
  json_object_set_array_member (crossed, "factors", renamed);
  sd_table_set_crossed (table, crossed);
}

/* What the table declares of its rows. */
static void
rewrite_table (const Rename *self,
               SdTable      *table)
{
  JsonArray *renamed;

  renamed = rewrite_objects (self, table, sd_table_get_correlations (table), get_columns_member);
  if (renamed != NULL)
    sd_table_set_correlations (table, renamed);

  renamed = rewrite_objects (self, table, sd_table_get_rules (table), get_rule_infos);
  if (renamed != NULL)
    sd_table_set_rules (table, renamed);

  renamed = rewrite_objects (self, table, sd_table_get_mess (table), get_mess_infos);
  if (renamed != NULL)
    sd_table_set_mess (table, renamed);

  rewrite_crossed (self, table);
}

/* The members of @object that name columns of the one end or the other.
 * (transfer full) (nullable): NULL when nothing changes */
static JsonObject *
rewrite_ends (const Rename *self,
              JsonObject   *object,
              SdTable      *parent,
              SdTable      *child)
{
  static const struct
  {
    const char *member;
    gboolean of_child;
  } members[] = {
    { "column", FALSE }, { "match", FALSE }, { "match_with", TRUE }, { "parent", FALSE },
    { "child", TRUE },
  };
  JsonObject *copy = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      const char *text = sd_parameter_get_text (object, members[i].member, NULL);
      SdTable *home = members[i].of_child ? child : parent;
      g_autofree char *renamed = NULL;

      if (text == NULL || home == NULL)
        continue;
      renamed = rewrite_path (self, home, text);
      if (g_str_equal (renamed, text))
        continue;
      if (copy == NULL)
        copy = _sd_json_copy_shallow (object);
      json_object_set_string_member (copy, members[i].member, renamed);
    }

  return copy;
}

static void
rewrite_effects (const Rename   *self,
                 SdRelationship *relationship,
                 SdTable        *parent,
                 SdTable        *child)
{
  JsonArray *list = sd_relationship_get_effects (relationship);
  JsonArray *copy = json_array_new ();

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonObject *effect = json_array_get_object_element (list, i);
      JsonObject *renamed = rewrite_ends (self, effect, parent, child);

      json_array_add_object_element (copy, renamed != NULL ? renamed : json_object_ref (effect));
    }

  sd_relationship_set_effects (relationship, copy);
}

/* What a relationship lets depend on its parent. */
static void
rewrite_dependence (const Rename   *self,
                    SdRelationship *relationship)
{
  SdTable *parent = sd_schema_find_table (self->schema,
                                          sd_relationship_get_parent_table (relationship));
  SdTable *child = sd_schema_find_table (self->schema,
                                         sd_relationship_get_child_table (relationship));
  const char *law = sd_relationship_get_law (relationship);
  JsonObject *copy;

  copy = rewrite_object (self, parent, sd_relationship_get_law_parameters (relationship),
                         get_parameters (sd_law_info_get (law)));
  if (copy != NULL)
    sd_relationship_set_law (relationship, law, copy,
                             sd_relationship_get_law_from_user (relationship));

  if (sd_relationship_get_count_effect (relationship) != NULL)
    {
      copy = rewrite_ends (self, sd_relationship_get_count_effect (relationship), parent, child);
      if (copy != NULL)
        sd_relationship_set_count_effect (relationship, copy);
    }
  if (sd_relationship_get_choice (relationship) != NULL)
    {
      copy = rewrite_ends (self, sd_relationship_get_choice (relationship), parent, child);
      if (copy != NULL)
        sd_relationship_set_choice (relationship, copy);
    }
  if (sd_relationship_get_effects (relationship) != NULL)
    rewrite_effects (self, relationship, parent, child);
}

/* (transfer full) */
static char **
replace_name (const char * const *names,
              const char         *old_name,
              const char         *new_name)
{
  char **copy = g_strdupv ((char **) names);

  for (guint i = 0; copy[i] != NULL; i++)
    {
      if (!g_str_equal (copy[i], old_name))
        continue;
      g_free (copy[i]);
      copy[i] = g_strdup (new_name);
    }

  return copy;
}

static void
rewrite_keys (const Rename   *self,
              SdRelationship *relationship)
{
  const char *name = sd_table_get_name (self->table);
  gboolean parent = g_str_equal (sd_relationship_get_parent_table (relationship), name);
  gboolean child = g_str_equal (sd_relationship_get_child_table (relationship), name);
  g_auto (GStrv) parent_key = NULL;
  g_auto (GStrv) foreign_key = NULL;

  if (!self->is_column)
    {
      _sd_relationship_set_tables (relationship,
                                   parent ? self->new_name
                                          : sd_relationship_get_parent_table (relationship),
                                   child ? self->new_name
                                         : sd_relationship_get_child_table (relationship));
      return;
    }

  parent_key = replace_name (sd_relationship_get_parent_key (relationship),
                             parent ? self->old_name : "", self->new_name);
  foreign_key = replace_name (sd_relationship_get_foreign_key (relationship),
                              child ? self->old_name : "", self->new_name);
  sd_relationship_set_keys (relationship, (const char * const *) parent_key,
                            (const char * const *) foreign_key);
}

void
_sd_schema_rewrite_references (SdSchema   *schema,
                               SdTable    *table,
                               SdColumn   *column,
                               const char *name)
{
  g_autofree char *old_name = g_strdup (column != NULL ? sd_column_get_name (column)
                                                       : sd_table_get_name (table));
  Rename self = { schema, table, old_name, name, column != NULL };

  /* Parameters first: what they mean is found through the keys. */
  for (guint i = 0; i < sd_schema_get_n_tables (schema); i++)
    {
      SdTable *other = sd_schema_get_table (schema, i);

      for (guint j = 0; j < sd_table_get_n_columns (other); j++)
        rewrite_column (&self, other, sd_table_get_column (other, j));
      rewrite_table (&self, other);
    }

  for (guint i = 0; i < sd_schema_get_n_relationships (schema); i++)
    rewrite_dependence (&self, sd_schema_get_relationship (schema, i));

  for (guint i = 0; i < sd_schema_get_n_relationships (schema); i++)
    rewrite_keys (&self, sd_schema_get_relationship (schema, i));

  if (self.is_column)
    {
      g_auto (GStrv) key = replace_name (sd_table_get_primary_key (table), old_name, name);

      sd_table_set_primary_key (table, (const char * const *) key);
    }
}
