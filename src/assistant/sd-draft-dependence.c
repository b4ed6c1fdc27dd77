/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What a draft says about what depends on what: correlations, rules, mess,
 * branches, effects. First its size and form, so that it can be read at all;
 * then, when it is a document, the document's own check says what is wrong, and
 * the first of its repairs that helps is made and told.
 */

#define G_LOG_DOMAIN "sd-assistant"

#include "config.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "sd-draft-private.h"
#include "sd-json-text.h"

#define MAX_CORRELATIONS 1000
#define MAX_RULES        200
#define MAX_MESS         20
#define MAX_EFFECTS      200
/* Beyond so many repairs a draft is noise: what is left is told by the
 * document's own check. */
#define MAX_REPAIRS      300

typedef enum
{
  OBJECT,
  OBJECTS,
  WHOLE,
  SHARE,
  FLAG,
} Kind;

typedef struct
{
  const char *name;
  Kind kind;
  guint max;   /* of objects */
} Member;

static const Member root_members[] = { { "messy", FLAG, 0 } };

static const Member table_members[] = {
  { "correlations", OBJECTS, MAX_CORRELATIONS }, { "rules", OBJECTS, MAX_RULES },
  { "mess", OBJECTS, MAX_MESS }, { "crossed", OBJECT, 0 },
};

static const Member column_members[] = {
  { "missing_by", OBJECT, 0 }, { "mess", OBJECTS, MAX_MESS },
};

static const Member relationship_members[] = {
  { "count_effect", OBJECT, 0 }, { "effects", OBJECTS, MAX_EFFECTS }, { "choice", OBJECT, 0 },
  { "one_of", WHOLE, 0 }, { "one_of_share", SHARE, 0 },
};

/* Whether all texts and lists in @node are as long as a draft's may be. */
static gboolean
has_sane_size (JsonNode *node)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      if (json_array_get_length (array) > SD_DRAFT_MAX_VALUES)
        return FALSE;
      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          if (!has_sane_size (json_array_get_element (array, i)))
            return FALSE;
        }
    }
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObjectIter iter;
      const char *name;
      JsonNode *child;

      json_object_iter_init_ordered (&iter, json_node_get_object (node));
      while (json_object_iter_next_ordered (&iter, &name, &child))
        {
          if (!has_sane_size (child))
            return FALSE;
        }
    }
  else if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return strlen (json_node_get_string (node)) <= SD_DRAFT_MAX_TEXT;

  return TRUE;
}

static gboolean
has_kind (JsonNode *node,
          Kind      kind)
{
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;
  gboolean number = type == G_TYPE_INT64 || type == G_TYPE_DOUBLE;
  double value = number ? json_node_get_double (node) : -1;

  switch (kind)
    {
    case OBJECT:
      return JSON_NODE_HOLDS_OBJECT (node) && has_sane_size (node);

    case OBJECTS:
      return JSON_NODE_HOLDS_ARRAY (node);

    case WHOLE:
      return value >= 0 && value <= 1e9 && value == (double) (gint64) value;

    case SHARE:
      return value >= 0 && value <= 1;

    case FLAG:
    default:
      return type == G_TYPE_BOOLEAN;
    }
}

/* The objects of the list that are of a sane size, no more than fit. */
static void
take_objects (SdDraftCheck *self,
              JsonObject   *object,
              const Member *member,
              const char   *place)
{
  JsonArray *list = sd_draft_take_objects (self, object, member->name, member->max, place);
  JsonArray *kept = json_array_new ();
  guint n = json_array_get_length (list);

  for (guint i = 0; i < n; i++)
    {
      JsonNode *element = json_array_get_element (list, i);

      if (has_sane_size (element))
        json_array_add_element (kept, sd_json_copy_node (element));
    }
  if (json_array_get_length (kept) < n)
    sd_draft_note (self->findings, SD_SEVERITY_WARNING, "draft-dropped", place,
                   _("%u elements of “%s” were left out: a text or a list in them is too long."),
                   n - json_array_get_length (kept), member->name);

  json_array_unref (list);
  json_object_set_array_member (object, member->name, kept);
}

static void
check_members (SdDraftCheck *self,
               JsonObject   *object,
               const Member *members,
               guint         n_members,
               const char   *place)
{
  for (guint i = 0; i < n_members; i++)
    {
      JsonNode *node = json_object_get_member (object, members[i].name);

      if (node == NULL)
        continue;
      if (has_kind (node, members[i].kind))
        {
          if (members[i].kind == OBJECTS)
            take_objects (self, object, &members[i], place);
          continue;
        }
      if (!JSON_NODE_HOLDS_NULL (node))
        sd_draft_note (self->findings, SD_SEVERITY_WARNING, "draft-dropped", place,
                       _("“%s” is left out: it has not the form that it should have, or is too "
                         "long."), members[i].name);
      json_object_remove_member (object, members[i].name);
    }
}

/* Parameters that cannot be read keep a whole draft from being read. */
static void
check_parameters (SdDraftCheck *self,
                  JsonObject   *object,
                  const char   *member,
                  const char   *place)
{
  JsonObject *parameters = sd_json_get_object (object, member);
  g_autoptr (GList) names = parameters != NULL ? json_object_get_members (parameters) : NULL;

  for (GList *l = names; l != NULL; l = l->next)
    {
      if (has_sane_size (json_object_get_member (parameters, l->data)))
        continue;
      sd_draft_note (self->findings, SD_SEVERITY_WARNING, "draft-dropped", place,
                     _("The parameter “%.60s” is left out: a text or a list in it is too long."),
                     (const char *) l->data);
      json_object_remove_member (parameters, l->data);
    }
}

void
sd_draft_check_dependence (SdDraftCheck *self)
{
  check_members (self, self->root, root_members, G_N_ELEMENTS (root_members), "");

  for (guint i = 0; i < json_array_get_length (self->tables); i++)
    {
      JsonObject *table = sd_json_object_at (self->tables, i);
      const char *name = sd_json_get_text (table, "name", "");
      JsonArray *columns = sd_draft_columns_of (table);

      check_members (self, table, table_members, G_N_ELEMENTS (table_members), name);
      for (guint j = 0; j < json_array_get_length (columns); j++)
        {
          JsonObject *column = sd_json_object_at (columns, j);
          g_autofree char *place = g_strconcat (name, ".", sd_json_get_text (column, "name", ""),
                                                NULL);

          check_members (self, column, column_members, G_N_ELEMENTS (column_members), place);
          check_parameters (self, column, "parameters", place);
        }
    }

  for (guint i = 0; i < json_array_get_length (self->relationships); i++)
    {
      JsonObject *relationship = sd_json_object_at (self->relationships, i);
      g_auto (GStrv) key = sd_json_get_names (relationship, "child_foreign_key");
      g_autofree char *place = g_strconcat (sd_json_get_text (relationship, "child_table_name", ""),
                                            ".", key[0], NULL);

      check_members (self, relationship, relationship_members,
                     G_N_ELEMENTS (relationship_members), place);
      check_parameters (self, relationship, "law_parameters", place);
    }
}

/* Whether the member that a fix sets is one of those in question. */
static gboolean
is_about_dependence (const SdFinding *finding)
{
  static const char * const members[] = {
    "correlations[", "rules[", "mess[", "crossed", "missing_by", "count_effect", "effects[",
    "choice", "one_of", "parameters.by", "parameters.branches", "parameters.within",
    "parameters.counts", "parameters.transitions", "parameters.rows", "parameters.columns",
    "parameters.with", "law_parameters.by", "law_parameters.branches",
  };
  static const char * const codes[] = { "two-ways", "missing-not-nullable", NULL };

  if (g_strv_contains (codes, finding->code))
    return TRUE;

  for (guint i = 0; i < finding->fixes->len; i++)
    {
      const SdFix *fix = g_ptr_array_index (finding->fixes, i);

      for (guint k = 0; k < G_N_ELEMENTS (members); k++)
        {
          if (g_str_has_prefix (fix->member, members[k]))
            return TRUE;
        }
    }

  return FALSE;
}

/* The finding's identity; what a repair has not mended is recognized by it. */
static char *
get_key (const SdFinding *finding)
{
  return g_strdup_printf ("%u\n%s\n%s\n%s", finding->element_id, finding->code, finding->place,
                          finding->message);
}

/* The first finding that a repair may help, tried not more often than it has
 * repairs; @tried counts. NULL when there is none. */
static const SdFix *
find_repair (GPtrArray        *found,
             GHashTable       *tried,
             const SdFinding **finding)
{
  for (guint i = 0; i < found->len; i++)
    {
      g_autofree char *key = NULL;
      guint n;

      *finding = g_ptr_array_index (found, i);
      if ((*finding)->severity != SD_SEVERITY_ERROR || !is_about_dependence (*finding))
        continue;
      key = get_key (*finding);
      n = GPOINTER_TO_UINT (g_hash_table_lookup (tried, key));
      if (n >= (*finding)->fixes->len)
        continue;
      g_hash_table_insert (tried, g_steal_pointer (&key), GUINT_TO_POINTER (n + 1));
      return g_ptr_array_index ((*finding)->fixes, n);
    }

  return NULL;
}

void
sd_draft_repair_dependence (SdSchema  *schema,
                            GPtrArray *findings)
{
  g_autoptr (GHashTable) tried = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < MAX_REPAIRS; i++)
    {
      g_autoptr (GPtrArray) found = sd_schema_validate (schema);
      const SdFinding *finding;
      const SdFix *fix = find_repair (found, tried, &finding);

      if (fix == NULL)
        return;
      if (sd_fix_apply (fix, schema, NULL))
        sd_draft_note (findings, SD_SEVERITY_WARNING, "draft-repaired", finding->place,
                       _("%s Repaired: %s."), finding->message, fix->label);
    }
}
