/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Relationships that nobody mentioned: what the catalog says of two entities,
 * and for nouns it does not know, that what happens refers to what there is.
 */

#define G_LOG_DOMAIN "sd-assistant"

#include "config.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "sd-planner-private.h"

static void
apply_spec (SdSketchLink *link,
            JsonObject   *spec)
{
  JsonObject *parameters = sd_json_get_object (spec, "law_parameters");

  if (link->law == NULL)
    sd_sketch_set_law (link, sd_json_get_text (spec, "law", "negative_binomial"),
                       parameters != NULL ? sd_json_copy_object (parameters) : NULL);
  if (link->per == 0)
    link->per = sd_json_get_number (spec, "per", 0);
  if (link->optional == 0)
    link->optional = sd_json_get_number (spec, "optional", 0);
}

/* The parent that a catalog entry means: an entity, a kind of it, or, where the
 * entry allows, any table of a kind ("or": "person"). */
static SdSketchTable *
find_parent (SdPlanning    *self,
             SdSketchTable *child,
             JsonObject    *spec)
{
  g_auto (GStrv) names = sd_json_get_names (spec, "to");
  g_auto (GStrv) kinds = sd_json_get_names (spec, "or");

  for (guint i = 0; names[i] != NULL; i++)
    {
      SdSketchTable *table = strcmp (names[i], "self") == 0
                               ? child : sd_sketch_find_entity (self->sketch, names[i]);

      if (table != NULL && (table != child || strcmp (names[i], "self") == 0))
        return table;
    }
  for (guint i = 0; kinds[i] != NULL; i++)
    {
      SdKind kind;

      if (!sd_lexicon_kind_from_nick (kinds[i], &kind))
        continue;
      for (guint t = 0; t < self->sketch->tables->len; t++)
        {
          SdSketchTable *table = sd_sketch_table_at (self->sketch, t);

          if (table != child && table->kind == kind && !table->link
              && sd_sketch_find_link (self->sketch, table, child) == NULL
              && !sd_sketch_reaches (self->sketch, child, table))
            return table;
        }
    }

  return NULL;
}

static gboolean
is_replaced (SdPlanning *self,
             SdSketchTable *child,
             JsonObject *spec)
{
  g_auto (GStrv) names = sd_json_get_names (spec, "unless");

  for (guint i = 0; names[i] != NULL; i++)
    {
      SdSketchTable *table = sd_sketch_find_entity (self->sketch, names[i]);

      if (table != NULL && table != child)
        return TRUE;
    }

  return FALSE;
}

/* Two links, one for each role: home team and away team. */
static void
add_roles (SdPlanning    *self,
           SdSketchTable *parent,
           SdSketchTable *child,
           JsonObject    *spec,
           JsonArray     *roles)
{
  for (guint i = 0; i < sd_json_length (roles); i++)
    {
      g_autofree char *role = g_strconcat (json_array_get_string_element (roles, i), "_",
                                           parent->singular, NULL);
      SdSketchLink *link = sd_sketch_add_link (self->sketch, parent, child, role);

      if (link != NULL)
        apply_spec (link, spec);
    }
}

static gboolean
is_paired (SdPlanning    *self,
           SdSketchTable *a,
           SdSketchTable *b)
{
  for (guint i = 0; i < self->sketch->tables->len; i++)
    {
      SdSketchTable *table = sd_sketch_table_at (self->sketch, i);

      if (table->link && sd_sketch_find_link (self->sketch, a, table) != NULL
          && sd_sketch_find_link (self->sketch, b, table) != NULL)
        return TRUE;
    }

  return FALSE;
}

static void
add_from_spec (SdPlanning    *self,
               SdSketchTable *child,
               JsonObject    *spec)
{
  SdSketchTable *parent = find_parent (self, child, spec);
  JsonArray *roles = sd_json_get_array (spec, "roles");
  const char *distinct = sd_json_get_text (spec, "distinct_within", NULL);
  SdSketchLink *link;

  if (parent == NULL || is_replaced (self, child, spec)
      || (parent->origin != NULL && child->origin != NULL))
    return;
  /* A table within itself ("manager") only where the user has not listed columns. */
  if (parent == child && child->asked->len > 0)
    return;
  /* What is many-to-many is not one-to-many as well. */
  if (is_paired (self, parent, child))
    return;
  link = sd_sketch_find_link (self->sketch, parent, child);
  if (link == NULL && roles != NULL)
    {
      add_roles (self, parent, child, spec, roles);
      return;
    }
  if (link == NULL)
    link = sd_sketch_add_link (self->sketch, parent, child, sd_json_get_text (spec, "role", NULL));
  if (link == NULL)
    return;
  apply_spec (link, spec);
  if (distinct != NULL && link->distinct_within == NULL)
    {
      SdSketchTable *other = sd_sketch_find_entity (self->sketch, distinct);
      const SdSketchLink *first = other != NULL
                                    ? sd_sketch_find_link (self->sketch, other, child) : NULL;

      if (first != NULL && first != link)
        link->distinct_within = g_strdup (first->column);
    }
}

static void
add_from_catalog (SdPlanning *self)
{
  for (guint i = 0; i < self->sketch->tables->len; i++)
    {
      SdSketchTable *table = sd_sketch_table_at (self->sketch, i);
      JsonArray *parents = table->entity != NULL ? sd_entity_get_parents (table->entity) : NULL;

      for (guint j = 0; j < sd_json_length (parents); j++)
        add_from_spec (self, table, sd_json_object_at (parents, j));
    }
}

/* "results(student, exam, points)": a column named after a table refers to it. */
static void
link_asked (SdPlanning *self)
{
  for (guint t = 0; t < self->sketch->tables->len; t++)
    {
      SdSketchTable *table = sd_sketch_table_at (self->sketch, t);

      for (guint i = table->asked->len; i > 0; i--)
        {
          const char *name = table->asked->pdata[i - 1];
          gboolean key = g_str_has_suffix (name, "_id");
          g_autofree char *owner = g_strndup (name, strlen (name) - (key ? 3 : 0));
          SdSketchTable *parent = sd_sketch_find_table (self->sketch, owner);

          if (parent == NULL || parent == table)
            continue;
          if (sd_sketch_find_link (self->sketch, parent, table) != NULL
              || sd_sketch_add_link (self->sketch, parent, table, NULL) != NULL)
            g_ptr_array_remove_index (table->asked, i - 1);
        }
    }
}

static gboolean
is_isolated (SdPlanning    *self,
             SdSketchTable *table)
{
  return sd_sketch_count_links (self->sketch, table, TRUE) == 0
         && sd_sketch_count_links (self->sketch, table, FALSE) == 0;
}

static void
link_by_sense (SdPlanning    *self,
               SdSketchTable *parent,
               SdSketchTable *child)
{
  if (parent->origin != NULL && child->origin != NULL)
    return;
  if (sd_sketch_add_link (self->sketch, parent, child, NULL) != NULL)
    sd_sketch_assume (self->sketch, _("Each row of %s belongs to one row of %s."), child->name,
                      parent->name);
}

static guint
usual_rows (const SdSketchTable *table)
{
  return table->entity != NULL ? table->entity->rows : sd_lexicon_kind_rows (table->kind);
}

/* "races, results": what nobody knows belongs to the smaller thing that happens
 * before it. */
static void
link_to_event (SdPlanning *self,
               guint       index)
{
  SdSketchTable *event = sd_sketch_table_at (self->sketch, index);

  for (guint i = index; i > 0; i--)
    {
      SdSketchTable *before = sd_sketch_table_at (self->sketch, i - 1);

      if (before->kind == SD_KIND_EVENT && !before->link && before->entity != NULL
          && usual_rows (before) <= usual_rows (event))
        {
          link_by_sense (self, before, event);
          return;
        }
    }
}

/* What happens refers to everything that is there and not linked otherwise. */
static void
link_events (SdPlanning *self)
{
  for (guint i = 0; i < self->sketch->tables->len; i++)
    {
      SdSketchTable *event = sd_sketch_table_at (self->sketch, i);
      gboolean alone = sd_sketch_count_links (self->sketch, event, TRUE) == 0;

      if (event->kind != SD_KIND_EVENT || event->link)
        continue;
      if (event->entity == NULL && alone)
        link_to_event (self, i);
      for (guint j = 0; j < self->sketch->tables->len; j++)
        {
          SdSketchTable *table = sd_sketch_table_at (self->sketch, j);

          if (table == event || table->kind == SD_KIND_EVENT || table->link)
            continue;
          if (is_isolated (self, table)
              || (alone && event->entity == NULL
                  && sd_sketch_count_links (self->sketch, table, TRUE) == 0))
            link_by_sense (self, table, event);
        }
    }
}

/* Which of two tables is the one: groups and places before persons before
 * things; otherwise what was named first. */
static int
rank (const SdSketchTable *table)
{
  switch (table->kind)
    {
    case SD_KIND_PLACE:
    case SD_KIND_GROUP:
      return 0;
    case SD_KIND_PERSON:
      return 1;
    case SD_KIND_THING:
      return 2;
    case SD_KIND_EVENT:
    case SD_N_KINDS:
    default:
      return 3;
    }
}

static void
link_rest (SdPlanning *self)
{
  for (guint i = 0; i < self->sketch->tables->len; i++)
    {
      SdSketchTable *table = sd_sketch_table_at (self->sketch, i);
      SdSketchTable *other = NULL;

      if (!is_isolated (self, table) || self->sketch->tables->len < 2)
        continue;
      for (guint j = 0; j < self->sketch->tables->len; j++)
        {
          SdSketchTable *candidate = sd_sketch_table_at (self->sketch, j);

          if (candidate == table || candidate->link)
            continue;
          if (other == NULL || (rank (candidate) < rank (other) && rank (candidate) < rank (table)))
            other = candidate;
        }
      if (other == NULL)
        continue;
      if (rank (table) < rank (other) || (rank (table) == rank (other) && i == 0))
        link_by_sense (self, table, other);
      else
        link_by_sense (self, other, table);
    }
}

/* Whether the entity's entries name the other as a parent. */
static gboolean
has_parent (const SdEntity *entity,
            const SdEntity *parent)
{
  JsonArray *specs = sd_entity_get_parents (entity);

  for (guint i = 0; i < sd_json_length (specs); i++)
    {
      g_auto (GStrv) names = sd_json_get_names (sd_json_object_at (specs, i), "to");

      for (guint j = 0; names[j] != NULL; j++)
        if (sd_entity_is_a (parent, names[j]))
          return TRUE;
    }

  return FALSE;
}

/* Whether its rows are distinct pairs. */
static gboolean
is_pair (const SdEntity *entity)
{
  JsonArray *specs = sd_entity_get_parents (entity);

  for (guint i = 0; i < sd_json_length (specs); i++)
    if (sd_json_get_text (sd_json_object_at (specs, i), "distinct_within", NULL) != NULL)
      return TRUE;

  return FALSE;
}

/* The entity that joins the two, of the field of one of them: enrolments of
 * students and courses. */
static const SdEntity *
find_bridge (SdPlanning     *self,
             const SdEntity *a,
             const SdEntity *b,
             gboolean        pairs)
{
  GPtrArray *entities = sd_lexicon_list_entities ();

  for (guint i = 0; i < entities->len; i++)
    {
      const SdEntity *entity = entities->pdata[i];

      if (entity->kind == SD_KIND_EVENT
          && (entity->domain == a->domain || entity->domain == b->domain)
          && has_parent (entity, a) && has_parent (entity, b) && is_pair (entity) == pairs
          && sd_sketch_find_entity (self->sketch, entity->name) == NULL)
        return entity;
    }

  return NULL;
}

/* Whether something known happens already that the table can belong to. */
static gboolean
has_event (SdPlanning    *self,
           SdSketchTable *table)
{
  for (guint i = 0; i < self->sketch->tables->len; i++)
    {
      SdSketchTable *event = sd_sketch_table_at (self->sketch, i);

      if (event != table && event->kind == SD_KIND_EVENT && event->entity != NULL)
        return TRUE;
    }

  return FALSE;
}

/* Two known tables that nothing links may need a third between them. */
static void
add_bridges (SdPlanning *self,
             gboolean    pairs)
{
  guint n = self->sketch->tables->len;

  for (guint i = 0; i < n; i++)
    {
      SdSketchTable *a = sd_sketch_table_at (self->sketch, i);

      for (guint j = 0; j < n && a->entity != NULL && !has_event (self, a); j++)
        {
          SdSketchTable *b = sd_sketch_table_at (self->sketch, j);
          const SdEntity *bridge;
          SdSketchTable *table;

          if (a == b || !is_isolated (self, a) || b->entity == NULL || a->kind == SD_KIND_EVENT
              || b->kind == SD_KIND_EVENT || a->origin != NULL || a->only_asked || b->only_asked)
            continue;
          bridge = find_bridge (self, a->entity, b->entity, pairs);
          if (bridge == NULL)
            continue;
          table = sd_sketch_add_table (self->sketch, bridge->singular, bridge, bridge->kind);
          g_free (table->name);
          table->name = g_strdup (bridge->name);
          sd_sketch_assume (self->sketch, _("The table %s links %s and %s."), table->name, a->name,
                            b->name);
          add_from_catalog (self);
        }
    }
}

void
sd_planner_add_links (SdPlanning *self)
{
  link_asked (self);
  add_from_catalog (self);
  add_bridges (self, TRUE);
  add_bridges (self, FALSE);
  link_events (self);
  link_rest (self);
}
