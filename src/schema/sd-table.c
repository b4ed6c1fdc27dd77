/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The table object: a list model of its columns.
 */

#define G_LOG_DOMAIN "sd-table"

#include "sd-column-private.h"
#include "sd-json-tree-private.h"
#include "sd-table-private.h"
#include "sd-text-limit-private.h"

struct _SdTable
{
  GObject parent_instance;

  /* Borrowed */
  SdSchema *schema;

  /* Owned */
  GPtrArray *columns;
  char *name;
  char *title;
  char *description;
  char **primary_key;
  char **aliases;
  JsonArray *correlations;
  JsonArray *rules;
  JsonArray *mess;
  JsonObject *crossed;
  JsonObject *extra;
  JsonObject *json;

  guint id;
  guint64 rows;
  SdMargins margins;
  guint rows_from_user : 1;
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SdTable, sd_table, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

enum
{
  PROP_0,
  PROP_ID,
  PROP_NAME,
  PROP_TITLE,
  PROP_DESCRIPTION,
  PROP_ROWS,
  PROP_ROWS_FROM_USER,
  PROP_MARGINS,
  PROP_PRIMARY_KEY,
  PROP_ALIASES,
  PROP_CORRELATIONS,
  PROP_RULES,
  PROP_MESS,
  PROP_CROSSED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const char * const margins_nicks[] = {
  [SD_MARGINS_EXACT] = "exact",
  [SD_MARGINS_BALANCED] = "balanced",
  [SD_MARGINS_SAMPLED] = "sampled",
};

/* Drops what was made from the old state, tells observers of the property, then
 * those of the document. */
static void
changed (SdTable *self,
         guint    property)
{
  _sd_table_drop_json (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
  _sd_schema_touch (self->schema);
}

static void
set_text (SdTable     *self,
          char       **field,
          const char  *text,
          guint        property)
{
  if (_sd_replace_text (field, text))
    changed (self, property);
}

static GType
sd_table_get_item_type (GListModel *model)
{
  return SD_TYPE_COLUMN;
}

static guint
sd_table_get_n_items (GListModel *model)
{
  return SD_TABLE (model)->columns->len;
}

static gpointer
sd_table_get_item (GListModel *model,
                   guint       position)
{
  SdTable *self = SD_TABLE (model);

  if (position >= self->columns->len)
    return NULL;

  return g_object_ref (g_ptr_array_index (self->columns, position));
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = sd_table_get_item_type;
  iface->get_n_items = sd_table_get_n_items;
  iface->get_item = sd_table_get_item;
}

static void
sd_table_finalize (GObject *object)
{
  SdTable *self = SD_TABLE (object);

  for (guint i = 0; i < self->columns->len; i++)
    _sd_column_set_table (g_ptr_array_index (self->columns, i), NULL);

  g_ptr_array_unref (self->columns);
  g_free (self->name);
  g_free (self->title);
  g_free (self->description);
  g_strfreev (self->primary_key);
  g_strfreev (self->aliases);
  g_clear_pointer (&self->correlations, json_array_unref);
  g_clear_pointer (&self->rules, json_array_unref);
  g_clear_pointer (&self->mess, json_array_unref);
  g_clear_pointer (&self->crossed, json_object_unref);
  g_clear_pointer (&self->extra, json_object_unref);
  g_clear_pointer (&self->json, json_object_unref);

  G_OBJECT_CLASS (sd_table_parent_class)->finalize (object);
}

static void
sd_table_get_property (GObject    *object,
                       guint       prop_id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  SdTable *self = SD_TABLE (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_uint (value, self->id);
      break;

    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;

    case PROP_DESCRIPTION:
      g_value_set_string (value, self->description);
      break;

    case PROP_ROWS:
      g_value_set_uint64 (value, self->rows);
      break;

    case PROP_ROWS_FROM_USER:
      g_value_set_boolean (value, self->rows_from_user);
      break;

    case PROP_MARGINS:
      g_value_set_uint (value, self->margins);
      break;

    case PROP_PRIMARY_KEY:
      g_value_set_boxed (value, self->primary_key);
      break;

    case PROP_ALIASES:
      g_value_set_boxed (value, self->aliases);
      break;

    case PROP_CORRELATIONS:
      g_value_set_boxed (value, self->correlations);
      break;

    case PROP_RULES:
      g_value_set_boxed (value, self->rules);
      break;

    case PROP_MESS:
      g_value_set_boxed (value, self->mess);
      break;

    case PROP_CROSSED:
      g_value_set_boxed (value, self->crossed);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sd_table_class_init (SdTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = sd_table_finalize;
  object_class->get_property = sd_table_get_property;

  properties[PROP_ID] = g_param_spec_uint ("id", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, flags);
  properties[PROP_ROWS] = g_param_spec_uint64 ("rows", NULL, NULL, 0, G_MAXINT64, 100, flags);
  properties[PROP_ROWS_FROM_USER] = g_param_spec_boolean ("rows-from-user", NULL, NULL, FALSE,
                                                          flags);
  properties[PROP_MARGINS] = g_param_spec_uint ("margins", NULL, NULL, 0, SD_MARGINS_SAMPLED,
                                                SD_MARGINS_BALANCED, flags);
  properties[PROP_PRIMARY_KEY] = g_param_spec_boxed ("primary-key", NULL, NULL, G_TYPE_STRV,
                                                     flags);
  properties[PROP_ALIASES] = g_param_spec_boxed ("aliases", NULL, NULL, G_TYPE_STRV, flags);
  properties[PROP_CORRELATIONS] = g_param_spec_boxed ("correlations", NULL, NULL, JSON_TYPE_ARRAY,
                                                      flags);
  properties[PROP_RULES] = g_param_spec_boxed ("rules", NULL, NULL, JSON_TYPE_ARRAY, flags);
  properties[PROP_MESS] = g_param_spec_boxed ("mess", NULL, NULL, JSON_TYPE_ARRAY, flags);
  properties[PROP_CROSSED] = g_param_spec_boxed ("crossed", NULL, NULL, JSON_TYPE_OBJECT, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sd_table_init (SdTable *self)
{
  self->columns = g_ptr_array_new_with_free_func (g_object_unref);
  self->name = g_strdup ("");
  self->title = g_strdup ("");
  self->description = g_strdup ("");
  self->primary_key = g_new0 (char *, 1);
  self->aliases = g_new0 (char *, 1);
  self->rows = 100;
  self->margins = SD_MARGINS_BALANCED;
}

/**
 * sd_table_new:
 * @name: its name; made a plain identifier
 *
 * Returns: (transfer full): a table of 100 rows without columns; they are added
 *   with sd_schema_add_column() once the table is in a document
 */
SdTable *
sd_table_new (const char *name)
{
  SdTable *self = g_object_new (SD_TYPE_TABLE, NULL);
  g_autofree char *plain = _sd_make_name (name);

  _sd_replace_text (&self->name, plain);

  return self;
}

void
_sd_table_set_schema (SdTable  *self,
                      SdSchema *schema)
{
  self->schema = schema;
}

SdSchema *
_sd_table_get_schema (SdTable *self)
{
  return self->schema;
}

void
_sd_table_set_id (SdTable *self,
                  guint    id)
{
  if (self->id == id)
    return;

  self->id = id;
  changed (self, PROP_ID);
}

void
_sd_table_set_name (SdTable    *self,
                    const char *name)
{
  set_text (self, &self->name, name, PROP_NAME);
}

void
_sd_table_set_extra (SdTable    *self,
                     JsonObject *extra)
{
  g_clear_pointer (&self->extra, json_object_unref);
  if (extra != NULL)
    self->extra = _sd_json_share_object (extra);
  g_clear_pointer (&extra, json_object_unref);
  _sd_table_drop_json (self);
  _sd_schema_touch (self->schema);
}

void
_sd_table_assign (SdTable *self,
                  SdTable *other)
{
  _sd_schema_freeze (self->schema);
  g_object_freeze_notify (G_OBJECT (self));

  _sd_table_set_name (self, other->name);
  sd_table_set_title (self, other->title);
  sd_table_set_description (self, other->description);
  sd_table_set_aliases (self, (const char * const *) other->aliases);
  sd_table_set_rows (self, other->rows, other->rows_from_user);
  sd_table_set_margins (self, other->margins);
  sd_table_set_primary_key (self, (const char * const *) other->primary_key);
  sd_table_set_correlations (self, _sd_json_ref_array (other->correlations));
  sd_table_set_rules (self, _sd_json_ref_array (other->rules));
  sd_table_set_mess (self, _sd_json_ref_array (other->mess));
  sd_table_set_crossed (self, _sd_json_ref_object (other->crossed));
  if (!_sd_json_object_equal (self->extra, other->extra))
    _sd_table_set_extra (self, other->extra != NULL ? json_object_ref (other->extra) : NULL);

  g_object_thaw_notify (G_OBJECT (self));
  _sd_schema_thaw (self->schema);
}

void
_sd_table_splice (SdTable   *self,
                  guint      position,
                  guint      n_removals,
                  SdColumn **additions,
                  guint      n_additions)
{
  g_assert (position + n_removals <= self->columns->len);

  for (guint i = 0; i < n_removals; i++)
    _sd_column_set_table (g_ptr_array_index (self->columns, position + i), NULL);
  if (n_removals > 0)
    g_ptr_array_remove_range (self->columns, position, n_removals);

  for (guint i = 0; i < n_additions; i++)
    {
      g_ptr_array_insert (self->columns, position + i, g_object_ref (additions[i]));
      _sd_column_set_table (additions[i], self);
    }

  _sd_table_drop_json (self);
  g_list_model_items_changed (G_LIST_MODEL (self), position, n_removals, n_additions);
  _sd_schema_touch (self->schema);
}

gboolean
_sd_table_find (SdTable  *self,
                SdColumn *column,
                guint    *position)
{
  return g_ptr_array_find (self->columns, column, position);
}

void
_sd_table_drop_json (SdTable *self)
{
  g_clear_pointer (&self->json, json_object_unref);
}

static JsonObject *
build_json (SdTable *self)
{
  JsonObject *json = json_object_new ();
  JsonArray *columns = json_array_sized_new (self->columns->len);

  if (self->id > 0)
    json_object_set_int_member (json, "id", self->id);
  json_object_set_string_member (json, "name", self->name);
  if (*self->title != '\0')
    json_object_set_string_member (json, "title", self->title);
  if (*self->description != '\0')
    json_object_set_string_member (json, "description", self->description);
  if (self->aliases[0] != NULL)
    _sd_json_set_texts (json, "aliases", (const char * const *) self->aliases);
  json_object_set_int_member (json, "rows", (gint64) self->rows);
  json_object_set_string_member (json, "rows_from", self->rows_from_user ? "user" : "default");
  json_object_set_string_member (json, "margins", margins_nicks[self->margins]);
  if (self->primary_key[0] != NULL)
    _sd_json_set_texts (json, "primary_key", (const char * const *) self->primary_key);

  for (guint i = 0; i < self->columns->len; i++)
    {
      SdColumn *column = g_ptr_array_index (self->columns, i);

      json_array_add_object_element (columns, json_object_ref (_sd_column_get_json (column)));
    }
  json_object_set_array_member (json, "columns", columns);
  _sd_json_set_array (json, "correlations", self->correlations);
  _sd_json_set_array (json, "rules", self->rules);
  _sd_json_set_array (json, "mess", self->mess);
  _sd_json_set_object (json, "crossed", self->crossed);
  _sd_json_append (json, self->extra);

  json_object_seal (json);
  return json;
}

JsonObject *
_sd_table_get_json (SdTable *self)
{
  if (self->json == NULL)
    self->json = build_json (self);

  return self->json;
}

guint
sd_table_get_id (SdTable *self)
{
  g_return_val_if_fail (SD_IS_TABLE (self), 0);

  return self->id;
}

const char *
sd_table_get_name (SdTable *self)
{
  g_return_val_if_fail (SD_IS_TABLE (self), NULL);

  return self->name;
}

const char *
sd_table_get_title (SdTable *self)
{
  g_return_val_if_fail (SD_IS_TABLE (self), NULL);

  return self->title;
}

const char *
sd_table_get_description (SdTable *self)
{
  g_return_val_if_fail (SD_IS_TABLE (self), NULL);

  return self->description;
}

guint64
sd_table_get_rows (SdTable *self)
{
  g_return_val_if_fail (SD_IS_TABLE (self), 0);

  return self->rows;
}

gboolean
sd_table_get_rows_from_user (SdTable *self)
{
  g_return_val_if_fail (SD_IS_TABLE (self), FALSE);

  return self->rows_from_user;
}

SdMargins
sd_table_get_margins (SdTable *self)
{
  g_return_val_if_fail (SD_IS_TABLE (self), SD_MARGINS_BALANCED);

  return self->margins;
}

const char * const *
sd_table_get_primary_key (SdTable *self)
{
  g_return_val_if_fail (SD_IS_TABLE (self), NULL);

  return (const char * const *) self->primary_key;
}

const char * const *
sd_table_get_aliases (SdTable *self)
{
  g_return_val_if_fail (SD_IS_TABLE (self), NULL);

  return (const char * const *) self->aliases;
}

JsonArray *
sd_table_get_correlations (SdTable *self)
{
  g_return_val_if_fail (SD_IS_TABLE (self), NULL);

  return self->correlations;
}

JsonArray *
sd_table_get_rules (SdTable *self)
{
  g_return_val_if_fail (SD_IS_TABLE (self), NULL);

  return self->rules;
}

JsonArray *
sd_table_get_mess (SdTable *self)
{
  g_return_val_if_fail (SD_IS_TABLE (self), NULL);

  return self->mess;
}

JsonObject *
sd_table_get_crossed (SdTable *self)
{
  g_return_val_if_fail (SD_IS_TABLE (self), NULL);

  return self->crossed;
}

guint
sd_table_get_n_columns (SdTable *self)
{
  g_return_val_if_fail (SD_IS_TABLE (self), 0);

  return self->columns->len;
}

SdColumn *
sd_table_get_column (SdTable *self,
                     guint    position)
{
  g_return_val_if_fail (SD_IS_TABLE (self), NULL);

  if (position >= self->columns->len)
    return NULL;

  return g_ptr_array_index (self->columns, position);
}

/**
 * sd_table_find_column:
 * @name: (nullable): the exact name
 *
 * Returns: (transfer none) (nullable): the first column of that name
 */
SdColumn *
sd_table_find_column (SdTable    *self,
                      const char *name)
{
  g_return_val_if_fail (SD_IS_TABLE (self), NULL);

  for (guint i = 0; i < self->columns->len; i++)
    {
      SdColumn *column = g_ptr_array_index (self->columns, i);

      if (g_strcmp0 (sd_column_get_name (column), name) == 0)
        return column;
    }

  return NULL;
}

void
sd_table_set_title (SdTable    *self,
                    const char *title)
{
  g_return_if_fail (SD_IS_TABLE (self));

  set_text (self, &self->title, title, PROP_TITLE);
}

void
sd_table_set_description (SdTable    *self,
                          const char *description)
{
  g_return_if_fail (SD_IS_TABLE (self));

  set_text (self, &self->description, description, PROP_DESCRIPTION);
}

/**
 * sd_table_set_rows:
 * @rows: the number of rows; above 10^11 sd_schema_validate() finds it wrong
 * @from_user: whether a person said so: it then wins over a default law
 */
void
sd_table_set_rows (SdTable  *self,
                   guint64   rows,
                   gboolean  from_user)
{
  g_return_if_fail (SD_IS_TABLE (self));

  /* The file's integers are signed. */
  rows = MIN (rows, G_MAXINT64);

  _sd_schema_freeze (self->schema);
  if (self->rows_from_user != !!from_user)
    {
      self->rows_from_user = !!from_user;
      changed (self, PROP_ROWS_FROM_USER);
    }
  if (self->rows != rows)
    {
      self->rows = rows;
      changed (self, PROP_ROWS);
    }
  _sd_schema_thaw (self->schema);
}

void
sd_table_set_margins (SdTable   *self,
                      SdMargins  margins)
{
  g_return_if_fail (SD_IS_TABLE (self));
  g_return_if_fail ((guint) margins < G_N_ELEMENTS (margins_nicks));

  if (self->margins == margins)
    return;

  self->margins = margins;
  changed (self, PROP_MARGINS);
}

/**
 * sd_table_set_primary_key:
 * @names: (nullable): names of columns of the table; NULL or empty for none
 */
void
sd_table_set_primary_key (SdTable            *self,
                          const char * const *names)
{
  g_return_if_fail (SD_IS_TABLE (self));

  if (_sd_replace_strv (&self->primary_key, names))
    changed (self, PROP_PRIMARY_KEY);
}

void
sd_table_set_aliases (SdTable            *self,
                      const char * const *aliases)
{
  g_return_if_fail (SD_IS_TABLE (self));

  if (_sd_replace_strv (&self->aliases, aliases))
    changed (self, PROP_ALIASES);
}

/**
 * sd_table_set_correlations:
 * @value: (transfer full) (nullable): objects with columns, value, measure;
 *   sealed; NULL or empty for none
 */
void
sd_table_set_correlations (SdTable   *self,
                           JsonArray *value)
{
  g_return_if_fail (SD_IS_TABLE (self));

  if (_sd_json_replace_array (&self->correlations, value))
    changed (self, PROP_CORRELATIONS);
}

/**
 * sd_table_set_rules:
 * @value: (transfer full) (nullable): objects, each with a kind of sd_rule_info_list();
 *   sealed; NULL or empty for none
 */
void
sd_table_set_rules (SdTable   *self,
                    JsonArray *value)
{
  g_return_if_fail (SD_IS_TABLE (self));

  if (_sd_json_replace_array (&self->rules, value))
    changed (self, PROP_RULES);
}

/**
 * sd_table_set_mess:
 * @value: (transfer full) (nullable): objects, each with a kind of sd_mess_info_list();
 *   sealed; NULL or empty for none
 */
void
sd_table_set_mess (SdTable   *self,
                   JsonArray *value)
{
  g_return_if_fail (SD_IS_TABLE (self));

  if (_sd_json_replace_array (&self->mess, value))
    changed (self, PROP_MESS);
}

/**
 * sd_table_set_crossed:
 * @value: (transfer full) (nullable): factors, left_out, replicates, order;
 *   sealed; NULL or empty for none
 */
void
sd_table_set_crossed (SdTable    *self,
                      JsonObject *value)
{
  g_return_if_fail (SD_IS_TABLE (self));

  if (_sd_json_replace_object (&self->crossed, value))
    changed (self, PROP_CROSSED);
}
