/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A sound document is spoiled in one place: what validation says of it, and that
 * each of its fixes mends it.
 */

#pragma once

#include "sd-schema-file.h"

/* One member of a sound document is changed; then there is a finding with this
 * code at this place, with so many fixes, and applying any of them takes the
 * finding away. */
typedef struct
{
  const char *name;
  const char *path;    /* "", "table", "table.column", or "#id" */
  const char *member;
  const char *value;   /* JSON */
  const char *code;
  const char *place;
  guint n_fixes;
} Case;

/* The sound document; each test sets it. (transfer full) */
static SdSchema *(* case_load) (void);

static inline JsonObject *
find_named (JsonObject *parent,
            const char *list,
            const char *name)
{
  JsonArray *array = json_object_get_array_member (parent, list);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *element = json_array_get_object_element (array, i);

      if (*name == '#'
          ? json_object_get_int_member (element, "id") == g_ascii_strtoll (name + 1, NULL, 10)
          : g_str_equal (json_object_get_string_member (element, "name"), name))
        return element;
    }

  g_assert_not_reached ();
}

/* The document with the member changed; (transfer full) */
static inline JsonNode *
spoil (const Case *c)
{
  g_autoptr (SdSchema) example = case_load ();
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) parts = g_strsplit (c->path, ".", 2);
  JsonNode *json = sd_schema_to_json (example);
  JsonObject *element = json_node_get_object (json);
  JsonNode *value = json_from_string (c->value, &error);

  g_assert_no_error (error);
  if (*c->path == '#')
    element = find_named (element, "relationships", c->path);
  else if (*c->path != '\0')
    element = find_named (element, "tables", parts[0]);
  if (parts[0] != NULL && parts[1] != NULL)
    element = find_named (element, "columns", parts[1]);
  json_object_set_member (element, c->member,
                          value != NULL ? value : json_node_new (JSON_NODE_NULL));

  return json;
}

static inline SdSchema *
load_spoiled (const Case *c)
{
  g_autoptr (JsonNode) json = spoil (c);
  g_autoptr (GError) error = NULL;
  SdSchema *schema = sd_schema_new_from_json (json, &error);

  g_assert_no_error (error);
  return schema;
}

static inline SdFinding *
find_finding (GPtrArray  *findings,
              const Case *c)
{
  for (guint i = 0; i < findings->len; i++)
    {
      SdFinding *finding = g_ptr_array_index (findings, i);

      if (g_str_equal (finding->code, c->code) && g_str_equal (finding->place, c->place))
        return finding;
    }

  return NULL;
}

static inline void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (SdSchema) schema = load_spoiled (c);
  g_autoptr (GPtrArray) findings = sd_schema_validate (schema);
  g_autofree char *text = sd_findings_to_text (findings);
  SdFinding *finding = find_finding (findings, c);

  g_test_message ("%s", text);
  g_assert_nonnull (finding);
  g_assert_cmpuint (finding->fixes->len, ==, c->n_fixes);
  g_assert_true (g_str_has_suffix (finding->message, "."));

  for (guint i = 0; i < c->n_fixes; i++)
    {
      const SdFix *fix = g_ptr_array_index (finding->fixes, i);
      g_autoptr (SdSchema) repaired = load_spoiled (c);
      g_autoptr (GPtrArray) left = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", fix->label);
      g_assert_true (sd_fix_apply (fix, repaired, &error));
      g_assert_no_error (error);
      left = sd_schema_validate (repaired);
      g_assert_null (find_finding (left, c));
    }
}
