/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The document object: its properties, its lists and the one signal that tells
 * of any change. Structure operations are in sd-schema-edit.c, files in
 * sd-schema-file.c.
 */

#define G_LOG_DOMAIN "sd-schema"

#include "sd-calendar.h"
#include "sd-json-tree-private.h"
#include "sd-random.h"
#include "sd-relationship-private.h"
#include "sd-table-private.h"
#include "sd-text-limit-private.h"

/* 2026-01-01: a document is dated by who makes it; this room reads no clock. */
#define DEFAULT_AS_OF 20454

struct _SdSchema
{
  GObject parent_instance;

  /* Owned */
  GListStore *tables;
  GListStore *relationships;
  GPtrArray *table_array;         /* the same ones, */
  GPtrArray *relationship_array;  /* for quick access */
  char *title;
  char *name;
  char *description;
  char *locale;
  char **assumptions;
  JsonObject *members;

  SdSchemaVersions versions;
  guint next_id;
  guint64 seed;
  gint64 as_of;

  guint freeze_count;
  guint change_pending : 1;
  guint messy : 1;
};

G_DEFINE_FINAL_TYPE (SdSchema, sd_schema, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_NAME,
  PROP_DESCRIPTION,
  PROP_SEED,
  PROP_LOCALE,
  PROP_AS_OF,
  PROP_READ_ONLY,
  PROP_ASSUMPTIONS,
  PROP_MESSY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
changed (SdSchema *self,
         guint     property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
  _sd_schema_touch (self);
}

static void
set_text (SdSchema    *self,
          char       **field,
          const char  *text,
          guint        property)
{
  if (_sd_replace_text (field, text))
    changed (self, property);
}

static void
sd_schema_dispose (GObject *object)
{
  SdSchema *self = SD_SCHEMA (object);

  for (guint i = 0; i < sd_schema_get_n_tables (self); i++)
    _sd_table_set_schema (sd_schema_get_table (self, i), NULL);
  for (guint i = 0; i < sd_schema_get_n_relationships (self); i++)
    _sd_relationship_set_schema (sd_schema_get_relationship (self, i), NULL);

  G_OBJECT_CLASS (sd_schema_parent_class)->dispose (object);
}

static void
sd_schema_finalize (GObject *object)
{
  SdSchema *self = SD_SCHEMA (object);

  g_object_unref (self->tables);
  g_object_unref (self->relationships);
  g_ptr_array_unref (self->table_array);
  g_ptr_array_unref (self->relationship_array);
  g_free (self->title);
  g_free (self->name);
  g_free (self->description);
  g_free (self->locale);
  g_strfreev (self->assumptions);
  g_clear_pointer (&self->members, json_object_unref);

  G_OBJECT_CLASS (sd_schema_parent_class)->finalize (object);
}

static void
sd_schema_get_property (GObject    *object,
                        guint       prop_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  SdSchema *self = SD_SCHEMA (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;

    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    case PROP_DESCRIPTION:
      g_value_set_string (value, self->description);
      break;

    case PROP_SEED:
      g_value_set_uint64 (value, self->seed);
      break;

    case PROP_LOCALE:
      g_value_set_string (value, self->locale);
      break;

    case PROP_AS_OF:
      g_value_set_int64 (value, self->as_of);
      break;

    case PROP_READ_ONLY:
      g_value_set_boolean (value, sd_schema_get_read_only (self));
      break;

    case PROP_ASSUMPTIONS:
      g_value_set_boxed (value, self->assumptions);
      break;

    case PROP_MESSY:
      g_value_set_boolean (value, self->messy);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sd_schema_class_init (SdSchemaClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = sd_schema_dispose;
  object_class->finalize = sd_schema_finalize;
  object_class->get_property = sd_schema_get_property;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, flags);
  properties[PROP_SEED] = g_param_spec_uint64 ("seed", NULL, NULL, 0, G_MAXINT64, 42, flags);
  properties[PROP_LOCALE] = g_param_spec_string ("locale", NULL, NULL, NULL, flags);
  properties[PROP_AS_OF] = g_param_spec_int64 ("as-of", NULL, NULL, SD_DATE_MIN, SD_DATE_MAX,
                                               DEFAULT_AS_OF, flags);
  properties[PROP_READ_ONLY] = g_param_spec_boolean ("read-only", NULL, NULL, FALSE, flags);
  properties[PROP_ASSUMPTIONS] = g_param_spec_boxed ("assumptions", NULL, NULL, G_TYPE_STRV,
                                                     flags);
  properties[PROP_MESSY] = g_param_spec_boolean ("messy", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * SdSchema::changed:
   *
   * The document or anything inside it has changed; once for changes that
   * belong together.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sd_schema_init (SdSchema *self)
{
  self->tables = g_list_store_new (SD_TYPE_TABLE);
  self->relationships = g_list_store_new (SD_TYPE_RELATIONSHIP);
  self->table_array = g_ptr_array_new_with_free_func (g_object_unref);
  self->relationship_array = g_ptr_array_new_with_free_func (g_object_unref);
  self->title = g_strdup ("");
  self->name = g_strdup ("dataset");
  self->description = g_strdup ("");
  self->locale = g_strdup ("en_US");
  self->assumptions = g_new0 (char *, 1);
  self->members = _sd_json_share_object (NULL);
  self->versions.version = SD_SCHEMA_VERSION;
  self->versions.stream = SD_STREAM_VERSION;
  self->versions.catalog = 1;
  self->next_id = 1;
  self->seed = 42;
  self->as_of = DEFAULT_AS_OF;
}

/**
 * sd_schema_new:
 *
 * Returns: (transfer full): an empty document named "dataset", seed 42, locale
 *   en_US, as of 2026-01-01: whoever makes a document sets its day
 */
SdSchema *
sd_schema_new (void)
{
  return g_object_new (SD_TYPE_SCHEMA, NULL);
}

void
_sd_schema_freeze (SdSchema *self)
{
  if (self == NULL)
    return;

  g_object_ref (self);
  self->freeze_count++;
}

void
_sd_schema_thaw (SdSchema *self)
{
  if (self == NULL)
    return;

  g_assert (self->freeze_count > 0);
  self->freeze_count--;
  if (self->freeze_count == 0 && self->change_pending)
    {
      self->change_pending = FALSE;
      g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
    }
  g_object_unref (self);
}

void
_sd_schema_touch (SdSchema *self)
{
  if (self == NULL)
    return;

  if (self->freeze_count > 0)
    self->change_pending = TRUE;
  else
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

guint
_sd_schema_take_id (SdSchema *self)
{
  return self->next_id++;
}

guint
_sd_schema_get_next_id (SdSchema *self)
{
  return self->next_id;
}

void
_sd_schema_set_next_id (SdSchema *self,
                        guint     next_id)
{
  if (self->next_id == next_id)
    return;

  self->next_id = next_id;
  _sd_schema_touch (self);
}

gboolean
_sd_schema_has_id (SdSchema *self,
                   guint     id)
{
  if (sd_schema_find_table_by_id (self, id) != NULL
      || sd_schema_find_relationship_by_id (self, id) != NULL)
    return TRUE;

  for (guint i = 0; i < sd_schema_get_n_tables (self); i++)
    {
      SdTable *table = sd_schema_get_table (self, i);

      for (guint j = 0; j < sd_table_get_n_columns (table); j++)
        {
          if (sd_column_get_id (sd_table_get_column (table, j)) == id)
            return TRUE;
        }
    }

  return FALSE;
}

SdSchemaVersions
_sd_schema_get_versions (SdSchema *self)
{
  return self->versions;
}

void
_sd_schema_set_versions (SdSchema         *self,
                         SdSchemaVersions  versions)
{
  gboolean was_read_only = sd_schema_get_read_only (self);

  if (self->versions.version == versions.version && self->versions.stream == versions.stream
      && self->versions.catalog == versions.catalog)
    return;

  self->versions = versions;
  if (sd_schema_get_read_only (self) != was_read_only)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READ_ONLY]);
  _sd_schema_touch (self);
}

JsonObject *
_sd_schema_get_members (SdSchema *self)
{
  return self->members;
}

void
_sd_schema_set_members (SdSchema   *self,
                        JsonObject *members)
{
  JsonObject *shared;

  if (_sd_json_object_equal (self->members, members))
    return;

  shared = _sd_json_share_object (members);
  json_object_unref (self->members);
  self->members = shared;
  _sd_schema_touch (self);
}

static void
splice_array (GPtrArray *array,
              guint      position,
              guint      n_removals,
              gpointer  *additions,
              guint      n_additions)
{
  if (n_removals > 0)
    g_ptr_array_remove_range (array, position, n_removals);
  for (guint i = 0; i < n_additions; i++)
    g_ptr_array_insert (array, position + i, g_object_ref (additions[i]));
}

void
_sd_schema_splice_tables (SdSchema  *self,
                          guint      position,
                          guint      n_removals,
                          SdTable  **additions,
                          guint      n_additions)
{
  for (guint i = 0; i < n_removals; i++)
    _sd_table_set_schema (sd_schema_get_table (self, position + i), NULL);
  for (guint i = 0; i < n_additions; i++)
    _sd_table_set_schema (additions[i], self);

  splice_array (self->table_array, position, n_removals, (gpointer *) additions, n_additions);
  g_list_store_splice (self->tables, position, n_removals, (gpointer *) additions, n_additions);
  _sd_schema_touch (self);
}

void
_sd_schema_splice_relationships (SdSchema        *self,
                                 guint            position,
                                 guint            n_removals,
                                 SdRelationship **additions,
                                 guint            n_additions)
{
  for (guint i = 0; i < n_removals; i++)
    _sd_relationship_set_schema (sd_schema_get_relationship (self, position + i), NULL);
  for (guint i = 0; i < n_additions; i++)
    _sd_relationship_set_schema (additions[i], self);

  splice_array (self->relationship_array, position, n_removals, (gpointer *) additions,
                n_additions);
  g_list_store_splice (self->relationships, position, n_removals, (gpointer *) additions,
                       n_additions);
  _sd_schema_touch (self);
}

gboolean
_sd_schema_find_table_position (SdSchema *self,
                                SdTable  *table,
                                guint    *position)
{
  return g_ptr_array_find (self->table_array, table, position);
}

const char *
sd_schema_get_title (SdSchema *self)
{
  g_return_val_if_fail (SD_IS_SCHEMA (self), NULL);

  return self->title;
}

const char *
sd_schema_get_name (SdSchema *self)
{
  g_return_val_if_fail (SD_IS_SCHEMA (self), NULL);

  return self->name;
}

const char *
sd_schema_get_description (SdSchema *self)
{
  g_return_val_if_fail (SD_IS_SCHEMA (self), NULL);

  return self->description;
}

guint64
sd_schema_get_seed (SdSchema *self)
{
  g_return_val_if_fail (SD_IS_SCHEMA (self), 0);

  return self->seed;
}

const char *
sd_schema_get_locale (SdSchema *self)
{
  g_return_val_if_fail (SD_IS_SCHEMA (self), NULL);

  return self->locale;
}

gint64
sd_schema_get_as_of (SdSchema *self)
{
  g_return_val_if_fail (SD_IS_SCHEMA (self), 0);

  return self->as_of;
}

guint
sd_schema_get_catalog_version (SdSchema *self)
{
  g_return_val_if_fail (SD_IS_SCHEMA (self), 0);

  return self->versions.catalog;
}

const char * const *
sd_schema_get_assumptions (SdSchema *self)
{
  g_return_val_if_fail (SD_IS_SCHEMA (self), NULL);

  return (const char * const *) self->assumptions;
}

gboolean
sd_schema_get_read_only (SdSchema *self)
{
  g_return_val_if_fail (SD_IS_SCHEMA (self), FALSE);

  return self->versions.version > SD_SCHEMA_VERSION;
}

/**
 * sd_schema_get_member:
 * @member: "conversation", "export", "diagram" or an unknown member of the file
 *
 * Returns: (transfer none) (nullable): its value, immutable
 */
JsonNode *
sd_schema_get_member (SdSchema   *self,
                      const char *member)
{
  g_return_val_if_fail (SD_IS_SCHEMA (self), NULL);
  g_return_val_if_fail (member != NULL, NULL);

  if (!json_object_has_member (self->members, member))
    return NULL;

  return json_object_get_member (self->members, member);
}

void
sd_schema_set_title (SdSchema   *self,
                     const char *title)
{
  g_return_if_fail (SD_IS_SCHEMA (self));

  set_text (self, &self->title, title, PROP_TITLE);
}

/**
 * sd_schema_set_name:
 *
 * Sets the name that files and folders get, made a plain identifier.
 */
void
sd_schema_set_name (SdSchema   *self,
                    const char *name)
{
  g_autofree char *plain = _sd_make_name (name);

  g_return_if_fail (SD_IS_SCHEMA (self));

  set_text (self, &self->name, plain, PROP_NAME);
}

void
sd_schema_set_description (SdSchema   *self,
                           const char *description)
{
  g_return_if_fail (SD_IS_SCHEMA (self));

  set_text (self, &self->description, description, PROP_DESCRIPTION);
}

/**
 * sd_schema_set_seed:
 * @seed: 0 … 2^63 − 1, so that every JSON reader keeps it
 */
void
sd_schema_set_seed (SdSchema *self,
                    guint64   seed)
{
  g_return_if_fail (SD_IS_SCHEMA (self));
  g_return_if_fail (seed <= G_MAXINT64);

  if (self->seed == seed)
    return;

  self->seed = seed;
  changed (self, PROP_SEED);
}

void
sd_schema_set_locale (SdSchema   *self,
                      const char *locale)
{
  g_return_if_fail (SD_IS_SCHEMA (self));

  set_text (self, &self->locale, locale, PROP_LOCALE);
}

/**
 * sd_schema_set_as_of:
 * @date: days since 1970-01-01: the day that "today" and every age refer to
 */
void
sd_schema_set_as_of (SdSchema *self,
                     gint64    date)
{
  g_return_if_fail (SD_IS_SCHEMA (self));

  date = CLAMP (date, SD_DATE_MIN, SD_DATE_MAX);
  if (self->as_of == date)
    return;

  self->as_of = date;
  changed (self, PROP_AS_OF);
}

void
sd_schema_set_assumptions (SdSchema           *self,
                           const char * const *assumptions)
{
  g_return_if_fail (SD_IS_SCHEMA (self));

  if (_sd_replace_strv (&self->assumptions, assumptions))
    changed (self, PROP_ASSUMPTIONS);
}

/**
 * sd_schema_get_messy:
 *
 * Returns: whether exports and the data view show the mess that tables and
 *   columns declare
 */
gboolean
sd_schema_get_messy (SdSchema *self)
{
  g_return_val_if_fail (SD_IS_SCHEMA (self), FALSE);

  return self->messy;
}

void
sd_schema_set_messy (SdSchema *self,
                     gboolean  messy)
{
  g_return_if_fail (SD_IS_SCHEMA (self));

  if (self->messy == !!messy)
    return;

  self->messy = !!messy;
  changed (self, PROP_MESSY);
}

/**
 * sd_schema_set_member:
 * @member: "conversation", "export", "diagram" …: a member that has no accessor
 *   of its own here
 * @value: (transfer full) (nullable): its value; NULL removes it
 */
void
sd_schema_set_member (SdSchema   *self,
                      const char *member,
                      JsonNode   *value)
{
  g_autoptr (JsonObject) members = NULL;

  g_return_if_fail (SD_IS_SCHEMA (self));
  g_return_if_fail (member != NULL);

  members = _sd_json_copy_shallow (self->members);
  if (value != NULL)
    json_object_set_member (members, member, value);
  else
    json_object_remove_member (members, member);

  json_object_seal (members);
  _sd_schema_set_members (self, members);
}

GListModel *
sd_schema_list_tables (SdSchema *self)
{
  g_return_val_if_fail (SD_IS_SCHEMA (self), NULL);

  return G_LIST_MODEL (self->tables);
}

GListModel *
sd_schema_list_relationships (SdSchema *self)
{
  g_return_val_if_fail (SD_IS_SCHEMA (self), NULL);

  return G_LIST_MODEL (self->relationships);
}

guint
sd_schema_get_n_tables (SdSchema *self)
{
  g_return_val_if_fail (SD_IS_SCHEMA (self), 0);

  return self->table_array->len;
}

/**
 * sd_schema_get_table:
 *
 * Returns: (transfer none) (nullable): the table at @position
 */
SdTable *
sd_schema_get_table (SdSchema *self,
                     guint     position)
{
  g_return_val_if_fail (SD_IS_SCHEMA (self), NULL);

  return position < self->table_array->len ? g_ptr_array_index (self->table_array, position) : NULL;
}

/**
 * sd_schema_find_table:
 * @name: (nullable): the exact name
 *
 * Returns: (transfer none) (nullable): the first table of that name
 */
SdTable *
sd_schema_find_table (SdSchema   *self,
                      const char *name)
{
  g_return_val_if_fail (SD_IS_SCHEMA (self), NULL);

  for (guint i = 0; i < sd_schema_get_n_tables (self); i++)
    {
      SdTable *table = sd_schema_get_table (self, i);

      if (g_strcmp0 (sd_table_get_name (table), name) == 0)
        return table;
    }

  return NULL;
}

SdTable *
sd_schema_find_table_by_id (SdSchema *self,
                            guint     id)
{
  g_return_val_if_fail (SD_IS_SCHEMA (self), NULL);

  for (guint i = 0; i < sd_schema_get_n_tables (self); i++)
    {
      SdTable *table = sd_schema_get_table (self, i);

      if (sd_table_get_id (table) == id)
        return table;
    }

  return NULL;
}

guint
sd_schema_get_n_relationships (SdSchema *self)
{
  g_return_val_if_fail (SD_IS_SCHEMA (self), 0);

  return self->relationship_array->len;
}

SdRelationship *
sd_schema_get_relationship (SdSchema *self,
                            guint     position)
{
  g_return_val_if_fail (SD_IS_SCHEMA (self), NULL);

  return position < self->relationship_array->len
         ? g_ptr_array_index (self->relationship_array, position) : NULL;
}

SdRelationship *
sd_schema_find_relationship_by_id (SdSchema *self,
                                   guint     id)
{
  g_return_val_if_fail (SD_IS_SCHEMA (self), NULL);

  for (guint i = 0; i < sd_schema_get_n_relationships (self); i++)
    {
      SdRelationship *relationship = sd_schema_get_relationship (self, i);

      if (sd_relationship_get_id (relationship) == id)
        return relationship;
    }

  return NULL;
}

/**
 * sd_schema_find_relationship:
 * @child: the referring table
 * @column: a column of its foreign key
 *
 * Returns: (transfer none) (nullable): the first relationship whose foreign key
 *   holds @column
 */
SdRelationship *
sd_schema_find_relationship (SdSchema   *self,
                             SdTable    *child,
                             const char *column)
{
  g_return_val_if_fail (SD_IS_SCHEMA (self), NULL);
  g_return_val_if_fail (SD_IS_TABLE (child), NULL);

  for (guint i = 0; column != NULL && i < sd_schema_get_n_relationships (self); i++)
    {
      SdRelationship *relationship = sd_schema_get_relationship (self, i);

      if (g_str_equal (sd_relationship_get_child_table (relationship), sd_table_get_name (child))
          && g_strv_contains (sd_relationship_get_foreign_key (relationship), column))
        return relationship;
    }

  return NULL;
}
