/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The catalog's entities and lessons: what they name exists, and each of them
 * makes a document without errors, alone and with its parents.
 */

#include <glib.h>
#include <string.h>

#include "planner-case.h"
#include "sd-calendar.h"
#include "sd-catalog.h"
#include "sd-lexicon-private.h"

static char *
spaced (const char *name)
{
  return g_strdelimit (g_strdup (name), "_", ' ');
}

/* A word of the entity's field, which tells "fields" of a farm from those of a
 * table. */
static const char *
theme_of (const SdEntity *entity)
{
  g_auto (GStrv) files = sd_catalog_list_json ("entities");
  JsonObject *file = json_node_get_object (sd_catalog_get_json (files[entity->domain]));

  return json_array_get_string_element (json_object_get_array_member (file, "themes"), 0);
}

static SdSchema *
make (const char *prompt)
{
  SdRequest request = { .prompt = prompt, .locale = "en_US" };
  g_autoptr (SdDraft) draft = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (GError) error = NULL;
  SdSchema *schema;

  g_assert_true (sd_date_parse (CASE_DAY, &request.as_of));
  draft = sd_planner_plan (&request);
  if (draft->schema == NULL)
    g_error ("%s: no tables", prompt);
  schema = sd_draft_to_schema (draft, NULL, &findings, &error);
  if (schema == NULL)
    g_error ("%s: %s", prompt, error->message);
  left = sd_schema_validate (schema);
  if (findings->len > 0 || sd_findings_have_error (left))
    {
      g_autofree char *repairs = sd_findings_to_text (findings);
      g_autofree char *errors = sd_findings_to_text (left);

      g_error ("%s: %s%s", prompt, repairs, errors);
    }

  return schema;
}

static void
test_breadth (void)
{
  g_assert_cmpuint (sd_lexicon_list_entities ()->len, >=, 120);
  g_assert_cmpuint (sd_lexicon_list_lessons ()->len, >=, 40);
  g_assert_cmpuint (sd_lexicon_get_n_domains (), >=, 15);
}

/* Every name is in one file only, and every parent named is an entity. */
static void
test_names (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto (GStrv) files = sd_catalog_list_json ("entities");

  for (guint i = 0; files[i] != NULL; i++)
    {
      JsonObject *file = json_node_get_object (sd_catalog_get_json (files[i]));
      JsonArray *entities = json_object_get_array_member (file, "entities");

      for (guint j = 0; j < json_array_get_length (entities); j++)
        {
          JsonObject *entity = json_array_get_object_element (entities, j);
          const char *name = json_object_get_string_member (entity, "name");
          JsonArray *parents = sd_json_get_array (entity, "parents");

          if (!g_hash_table_add (seen, (gpointer) name))
            g_error ("%s: %s is there twice", files[i], name);
          for (guint k = 0; k < sd_json_length (parents); k++)
            {
              g_auto (GStrv) to = sd_json_get_names (sd_json_object_at (parents, k), "to");

              for (guint n = 0; to[n] != NULL; n++)
                if (!g_str_equal (to[n], "self") && sd_lexicon_find_entity (to[n]) == NULL)
                  g_test_message ("%s: %s refers to %s, which is no entity yet", files[i], name,
                                  to[n]);
            }
        }
    }
}

static void
test_entities (void)
{
  GPtrArray *entities = sd_lexicon_list_entities ();

  for (guint i = 0; i < entities->len; i++)
    {
      const SdEntity *entity = entities->pdata[i];
      g_autofree char *name = spaced (entity->name);
      g_autofree char *prompt = g_strdup_printf ("%s: tables: %s", theme_of (entity), name);
      g_autoptr (SdSchema) schema = make (prompt);

      g_assert_cmpuint (sd_schema_get_n_tables (schema), >=, 1);
    }
}

static void
test_parents (void)
{
  GPtrArray *entities = sd_lexicon_list_entities ();

  for (guint i = 0; i < entities->len; i++)
    {
      const SdEntity *entity = entities->pdata[i];
      JsonArray *parents = sd_entity_get_parents (entity);
      g_autoptr (GString) prompt = g_string_new (theme_of (entity));
      g_autofree char *name = spaced (entity->name);
      g_autoptr (SdSchema) schema = NULL;

      g_string_append (prompt, ": tables: ");
      for (guint k = 0; k < sd_json_length (parents); k++)
        {
          g_auto (GStrv) to = sd_json_get_names (sd_json_object_at (parents, k), "to");
          g_autofree char *parent = spaced (to[0]);

          if (sd_lexicon_find_entity (to[0]) != NULL)
            g_string_append_printf (prompt, "%s, ", parent);
        }
      g_string_append (prompt, name);
      schema = make (prompt->str);
      if (sd_schema_get_n_tables (schema) > 1)
        g_assert_cmpuint (sd_schema_get_n_relationships (schema), >, 0);
    }
}

/* A lesson has the tables that it names, all of them linked. */
static void
test_lessons (void)
{
  GPtrArray *lessons = sd_lexicon_list_lessons ();

  for (guint i = 0; i < lessons->len; i++)
    {
      const SdLesson *lesson = lessons->pdata[i];
      JsonArray *tables = sd_json_get_array (lesson->json, "tables");
      JsonArray *triggers = sd_json_get_array (lesson->json, "triggers");
      g_autofree char *prompt
        = g_strdup_printf ("I need data for a lesson: %s.",
                           json_array_get_string_element (triggers, 0));
      g_autoptr (SdSchema) schema = make (prompt);

      if (sd_schema_get_n_tables (schema) < json_array_get_length (tables))
        g_error ("%s: %u of %u tables", prompt, sd_schema_get_n_tables (schema),
                 json_array_get_length (tables));
      for (guint k = 0; k < json_array_get_length (tables); k++)
        {
          const SdEntity *entity
            = sd_lexicon_find_entity (json_array_get_string_element (tables, k));
          gboolean linked = json_array_get_length (tables) == 1;

          if (entity == NULL)
            g_error ("The lesson %s has the unknown table %s", lesson->name,
                     json_array_get_string_element (tables, k));
          for (guint r = 0; r < sd_schema_get_n_relationships (schema); r++)
            {
              SdRelationship *link = sd_schema_get_relationship (schema, r);

              linked = linked || g_str_equal (sd_relationship_get_child_table (link), entity->name)
                       || g_str_equal (sd_relationship_get_parent_table (link), entity->name);
            }
          if (!linked && sd_schema_find_table (schema, entity->name) != NULL)
            g_error ("%s: %s is not linked", lesson->name, entity->name);
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/catalog-entities/breadth", test_breadth);
  g_test_add_func ("/catalog-entities/names", test_names);
  g_test_add_func ("/catalog-entities/entities", test_entities);
  g_test_add_func ("/catalog-entities/parents", test_parents);
  g_test_add_func ("/catalog-entities/lessons", test_lessons);

  return g_test_run ();
}
