/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Whether what a column says of others is there: a formula over columns that the
 * user did not want becomes what the column's name suggests.
 */

#define G_LOG_DOMAIN "sd-assistant"

#include <string.h>

#include "sd-planner-private.h"

/* Whether an identifier of a formula means something here. */
static gboolean
knows_reference (SdPlanning    *self,
                 SdSketchTable *table,
                 const char    *owner,
                 const char    *column)
{
  SdSketchTable *other;

  if (owner == NULL)
    return sd_sketch_find_column (table, column) != NULL;
  other = sd_sketch_find_table (self->sketch, owner);
  if (other == NULL)
    return FALSE;

  return sd_sketch_find_column (other, column) != NULL;
}

/* Lower-case identifiers of a formula are columns, unless a bracket follows or
 * they stand in quotes; its keywords are upper case in the catalog. */
static gboolean
formula_holds (SdPlanning    *self,
               SdSketchTable *table,
               const char    *formula)
{
  const char *p = formula;

  while (*p != '\0')
    {
      const char *start = p;
      g_autofree char *word = NULL;
      g_autofree char *owner = NULL;

      if (*p == '\'')
        {
          for (p++; *p != '\0' && *p != '\''; p++)
            ;
          p += *p != '\0';
          continue;
        }
      if (!g_ascii_islower (*p))
        {
          p++;
          continue;
        }
      while (g_ascii_islower (*p) || g_ascii_isdigit (*p) || *p == '_')
        p++;
      word = g_strndup (start, p - start);
      if (*p == '(' || *p == ' ')
        {
          const char *q = p;

          while (*q == ' ')
            q++;
          if (*q == '(')
            continue;
        }
      if (*p == '.')
        {
          owner = g_steal_pointer (&word);
          start = ++p;
          while (g_ascii_islower (*p) || g_ascii_isdigit (*p) || *p == '_')
            p++;
          word = g_strndup (start, p - start);
        }
      if (!knows_reference (self, table, owner, word))
        return FALSE;
    }

  return TRUE;
}

/* A bound such as "customers.signup_date" or "start_date", or what the column
 * agrees with, is dropped when it is not there. */
static void
check_bounds (SdPlanning    *self,
              SdSketchTable *table,
              JsonObject    *parameters)
{
  static const char * const bounds[] = { "after", "before", "given" };

  for (gsize i = 0; i < G_N_ELEMENTS (bounds); i++)
    {
      const char *text = sd_json_get_text (parameters, bounds[i], NULL);
      g_auto (GStrv) parts = text != NULL ? g_strsplit (text, ".", 2) : NULL;

      if (text != NULL
          && !knows_reference (self, table, parts[1] != NULL ? parts[0] : NULL,
                               parts[1] != NULL ? parts[1] : parts[0]))
        sd_planner_drop_bound (parameters, bounds[i]);
    }
}

static void
replace_members (JsonObject *object,
                 JsonObject *with)
{
  g_autoptr (GList) old = json_object_get_members (object);
  g_autoptr (GList) members = NULL;

  for (GList *l = old; l != NULL; l = l->next)
    {
      g_autofree char *member = g_strdup (l->data);

      json_object_remove_member (object, member);
    }
  members = json_object_get_members (with);
  for (GList *l = members; l != NULL; l = l->next)
    json_object_set_member (object, l->data,
                            sd_json_copy_node (json_object_get_member (with, l->data)));
}

/* A formula over columns that the user did not want becomes what its name
 * suggests. TRUE when something changed, because others may lean on it. */
gboolean
sd_planner_check_column (SdPlanning    *self,
                         SdSketchTable *table,
                         guint          index)
{
  JsonObject *column = json_array_get_object_element (table->columns, index);
  JsonObject *parameters = sd_json_get_object (column, "parameters");
  const char *generator = sd_json_get_text (column, "generator", "");
  g_autofree char *name = g_strdup (sd_json_get_text (column, "name", ""));
  JsonObject *guess;
  gboolean holds = TRUE;

  if (parameters == NULL)
    return FALSE;
  check_bounds (self, table, parameters);
  if (strcmp (generator, "formula") == 0)
    holds = formula_holds (self, table, sd_json_get_text (parameters, "formula", ""));
  else if (strcmp (generator, "aggregate") == 0
           && sd_json_get_text (parameters, "column", NULL) != NULL)
    holds = knows_reference (self, table, sd_json_get_text (parameters, "child", ""),
                             sd_json_get_text (parameters, "column", ""));
  if (holds)
    return FALSE;

  guess = sd_lexicon_guess_column (name, table->kind);
  if (guess == NULL)
    guess = sd_lexicon_unknown_column (name);
  sd_planner_expand_parameters (self, table, sd_json_get_object (guess, "parameters"), name);
  sd_planner_finish_column (guess);
  replace_members (column, guess);
  json_object_unref (guess);

  return TRUE;
}
