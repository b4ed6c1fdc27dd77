/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The column object. Parameters are sealed when they are set, so that plans,
 * snapshots and columns may share them; the JSON form of the column is kept
 * until the next change for the same reason.
 */

#define G_LOG_DOMAIN "sd-column"

#include "sd-column-private.h"
#include "sd-json-tree-private.h"
#include "sd-table-private.h"
#include "sd-text-limit-private.h"

struct _SdColumn
{
  GObject parent_instance;

  /* Borrowed */
  SdTable *table;

  /* Owned */
  char *name;
  char *title;
  char *description;
  char *unit;
  char *generator;
  JsonObject *parameters;
  JsonObject *missing_by;
  JsonArray *mess;
  JsonObject *extra;
  JsonObject *json;

  guint id;
  SdType type;
  guint precision;
  guint scale;
  double missing;
  guint nullable : 1;
  guint unique : 1;
};

G_DEFINE_FINAL_TYPE (SdColumn, sd_column, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_ID,
  PROP_NAME,
  PROP_TITLE,
  PROP_DESCRIPTION,
  PROP_UNIT,
  PROP_TYPE,
  PROP_PRECISION,
  PROP_SCALE,
  PROP_GENERATOR,
  PROP_PARAMETERS,
  PROP_NULLABLE,
  PROP_MISSING,
  PROP_UNIQUE,
  PROP_MISSING_BY,
  PROP_MESS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static SdSchema *
get_schema (SdColumn *self)
{
  return self->table != NULL ? _sd_table_get_schema (self->table) : NULL;
}

/* Drops what was made from the old state, tells observers of the property, then
 * those of the document. */
static void
changed (SdColumn *self,
         guint     property)
{
  g_clear_pointer (&self->json, json_object_unref);
  if (self->table != NULL)
    _sd_table_drop_json (self->table);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
  _sd_schema_touch (get_schema (self));
}

/* Between these two, several changes are one for the document. */
static void
begin_change (SdColumn *self)
{
  _sd_schema_freeze (get_schema (self));
  g_object_freeze_notify (G_OBJECT (self));
}

static void
end_change (SdColumn *self)
{
  g_object_thaw_notify (G_OBJECT (self));
  _sd_schema_thaw (get_schema (self));
}

static void
set_text (SdColumn    *self,
          char       **field,
          const char  *text,
          guint        property)
{
  if (_sd_replace_text (field, text))
    changed (self, property);
}

static void
sd_column_finalize (GObject *object)
{
  SdColumn *self = SD_COLUMN (object);

  g_free (self->name);
  g_free (self->title);
  g_free (self->description);
  g_free (self->unit);
  g_free (self->generator);
  g_clear_pointer (&self->parameters, json_object_unref);
  g_clear_pointer (&self->missing_by, json_object_unref);
  g_clear_pointer (&self->mess, json_array_unref);
  g_clear_pointer (&self->extra, json_object_unref);
  g_clear_pointer (&self->json, json_object_unref);

  G_OBJECT_CLASS (sd_column_parent_class)->finalize (object);
}

static void
sd_column_get_property (GObject    *object,
                        guint       prop_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  SdColumn *self = SD_COLUMN (object);

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

    case PROP_UNIT:
      g_value_set_string (value, self->unit);
      break;

    case PROP_TYPE:
      g_value_set_uint (value, self->type);
      break;

    case PROP_PRECISION:
      g_value_set_uint (value, self->precision);
      break;

    case PROP_SCALE:
      g_value_set_uint (value, self->scale);
      break;

    case PROP_GENERATOR:
      g_value_set_string (value, self->generator);
      break;

    case PROP_PARAMETERS:
      g_value_set_boxed (value, self->parameters);
      break;

    case PROP_NULLABLE:
      g_value_set_boolean (value, self->nullable);
      break;

    case PROP_MISSING:
      g_value_set_double (value, self->missing);
      break;

    case PROP_UNIQUE:
      g_value_set_boolean (value, self->unique);
      break;

    case PROP_MISSING_BY:
      g_value_set_boxed (value, self->missing_by);
      break;

    case PROP_MESS:
      g_value_set_boxed (value, self->mess);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sd_column_class_init (SdColumnClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = sd_column_finalize;
  object_class->get_property = sd_column_get_property;

  properties[PROP_ID] = g_param_spec_uint ("id", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, flags);
  properties[PROP_UNIT] = g_param_spec_string ("unit", NULL, NULL, NULL, flags);
  properties[PROP_TYPE] = g_param_spec_uint ("type", NULL, NULL, 0, SD_N_TYPES - 1, 0, flags);
  properties[PROP_PRECISION] = g_param_spec_uint ("precision", NULL, NULL, 1, 18, 10, flags);
  properties[PROP_SCALE] = g_param_spec_uint ("scale", NULL, NULL, 0, 18, 2, flags);
  properties[PROP_GENERATOR] = g_param_spec_string ("generator", NULL, NULL, NULL, flags);
  properties[PROP_PARAMETERS] = g_param_spec_boxed ("parameters", NULL, NULL, JSON_TYPE_OBJECT,
                                                    flags);
  properties[PROP_NULLABLE] = g_param_spec_boolean ("nullable", NULL, NULL, FALSE, flags);
  properties[PROP_MISSING] = g_param_spec_double ("missing", NULL, NULL, 0, 1, 0, flags);
  properties[PROP_UNIQUE] = g_param_spec_boolean ("unique", NULL, NULL, FALSE, flags);
  properties[PROP_MISSING_BY] = g_param_spec_boxed ("missing-by", NULL, NULL, JSON_TYPE_OBJECT,
                                                    flags);
  properties[PROP_MESS] = g_param_spec_boxed ("mess", NULL, NULL, JSON_TYPE_ARRAY, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sd_column_init (SdColumn *self)
{
  self->name = g_strdup ("");
  self->title = g_strdup ("");
  self->description = g_strdup ("");
  self->unit = g_strdup ("");
  self->precision = 10;
  self->scale = 2;
}

const char *
_sd_type_get_generator (SdType       type,
                        JsonObject **parameters)
{
  static const char * const generators[SD_N_TYPES] = {
    [SD_TYPE_INTEGER] = "number",     [SD_TYPE_DECIMAL] = "number", [SD_TYPE_REAL] = "number",
    [SD_TYPE_TEXT] = "pattern",       [SD_TYPE_BOOLEAN] = "boolean", [SD_TYPE_DATE] = "date",
    [SD_TYPE_TIME] = "time",          [SD_TYPE_TIMESTAMP] = "timestamp",
    [SD_TYPE_UUID] = "uuid",
  };

  *parameters = json_object_new ();
  if (type == SD_TYPE_TEXT)
    json_object_set_string_member (*parameters, "pattern", "@@@@@");

  return generators[type];
}

/**
 * sd_column_new:
 * @name: its name; made a plain identifier
 * @type: its SQL type
 *
 * Returns: (transfer full): a column with a plain generator of its type
 */
SdColumn *
sd_column_new (const char *name,
               SdType      type)
{
  SdColumn *self;
  g_autofree char *plain = _sd_make_name (name);
  JsonObject *parameters;

  g_return_val_if_fail ((guint) type < SD_N_TYPES, NULL);

  self = g_object_new (SD_TYPE_COLUMN, NULL);
  self->type = type;
  self->generator = g_strdup (_sd_type_get_generator (type, &parameters));
  self->parameters = parameters;
  json_object_seal (self->parameters);
  _sd_replace_text (&self->name, plain);

  return self;
}

void
_sd_column_set_table (SdColumn *self,
                      SdTable  *table)
{
  self->table = table;
}

void
_sd_column_set_id (SdColumn *self,
                   guint     id)
{
  if (self->id == id)
    return;

  self->id = id;
  changed (self, PROP_ID);
}

void
_sd_column_set_name (SdColumn   *self,
                     const char *name)
{
  set_text (self, &self->name, name, PROP_NAME);
}

void
_sd_column_set_extra (SdColumn   *self,
                      JsonObject *extra)
{
  g_clear_pointer (&self->extra, json_object_unref);
  if (extra != NULL)
    self->extra = _sd_json_share_object (extra);
  g_clear_pointer (&extra, json_object_unref);
  g_clear_pointer (&self->json, json_object_unref);
  if (self->table != NULL)
    _sd_table_drop_json (self->table);
  _sd_schema_touch (get_schema (self));
}

void
_sd_column_assign (SdColumn *self,
                   SdColumn *other)
{
  begin_change (self);

  _sd_column_set_name (self, other->name);
  sd_column_set_title (self, other->title);
  sd_column_set_description (self, other->description);
  sd_column_set_unit (self, other->unit);
  sd_column_set_column_type (self, other->type);
  sd_column_set_decimal (self, other->precision, other->scale);
  sd_column_set_generator (self, other->generator, json_object_ref (other->parameters));
  sd_column_set_missing (self, other->missing);
  sd_column_set_nullable (self, other->nullable);
  sd_column_set_unique (self, other->unique);
  sd_column_set_missing_by (self, _sd_json_ref_object (other->missing_by));
  sd_column_set_mess (self, _sd_json_ref_array (other->mess));
  if (!_sd_json_object_equal (self->extra, other->extra))
    _sd_column_set_extra (self, other->extra != NULL ? json_object_ref (other->extra) : NULL);

  end_change (self);
}

static JsonObject *
build_json (SdColumn *self)
{
  JsonObject *json = json_object_new ();

  if (self->id > 0)
    json_object_set_int_member (json, "id", self->id);
  json_object_set_string_member (json, "name", self->name);
  if (*self->title != '\0')
    json_object_set_string_member (json, "title", self->title);
  if (*self->description != '\0')
    json_object_set_string_member (json, "description", self->description);
  if (*self->unit != '\0')
    json_object_set_string_member (json, "unit", self->unit);
  json_object_set_string_member (json, "type", sd_type_to_nick (self->type));
  if (self->type == SD_TYPE_DECIMAL)
    {
      json_object_set_int_member (json, "precision", self->precision);
      json_object_set_int_member (json, "scale", self->scale);
    }
  json_object_set_string_member (json, "generator", self->generator);
  if (json_object_get_size (self->parameters) > 0)
    json_object_set_object_member (json, "parameters", json_object_ref (self->parameters));
  json_object_set_boolean_member (json, "nullable", self->nullable);
  if (self->missing > 0)
    json_object_set_double_member (json, "missing", self->missing);
  _sd_json_set_object (json, "missing_by", self->missing_by);
  if (self->unique)
    json_object_set_boolean_member (json, "unique", TRUE);
  _sd_json_set_array (json, "mess", self->mess);
  _sd_json_append (json, self->extra);

  json_object_seal (json);
  return json;
}

JsonObject *
_sd_column_get_json (SdColumn *self)
{
  if (self->json == NULL)
    self->json = build_json (self);

  return self->json;
}

guint
sd_column_get_id (SdColumn *self)
{
  g_return_val_if_fail (SD_IS_COLUMN (self), 0);

  return self->id;
}

const char *
sd_column_get_name (SdColumn *self)
{
  g_return_val_if_fail (SD_IS_COLUMN (self), NULL);

  return self->name;
}

const char *
sd_column_get_title (SdColumn *self)
{
  g_return_val_if_fail (SD_IS_COLUMN (self), NULL);

  return self->title;
}

const char *
sd_column_get_description (SdColumn *self)
{
  g_return_val_if_fail (SD_IS_COLUMN (self), NULL);

  return self->description;
}

const char *
sd_column_get_unit (SdColumn *self)
{
  g_return_val_if_fail (SD_IS_COLUMN (self), NULL);

  return self->unit;
}

SdType
sd_column_get_column_type (SdColumn *self)
{
  g_return_val_if_fail (SD_IS_COLUMN (self), SD_TYPE_TEXT);

  return self->type;
}

guint
sd_column_get_precision (SdColumn *self)
{
  g_return_val_if_fail (SD_IS_COLUMN (self), 0);

  return self->precision;
}

guint
sd_column_get_scale (SdColumn *self)
{
  g_return_val_if_fail (SD_IS_COLUMN (self), 0);

  return self->scale;
}

const char *
sd_column_get_generator (SdColumn *self)
{
  g_return_val_if_fail (SD_IS_COLUMN (self), NULL);

  return self->generator;
}

/**
 * sd_column_get_parameters:
 *
 * Returns: (transfer none): the parameters, immutable: a change replaces them,
 *   so that a reference to them stays as it was
 */
JsonObject *
sd_column_get_parameters (SdColumn *self)
{
  g_return_val_if_fail (SD_IS_COLUMN (self), NULL);

  return self->parameters;
}

gboolean
sd_column_get_nullable (SdColumn *self)
{
  g_return_val_if_fail (SD_IS_COLUMN (self), FALSE);

  return self->nullable;
}

double
sd_column_get_missing (SdColumn *self)
{
  g_return_val_if_fail (SD_IS_COLUMN (self), 0);

  return self->missing;
}

gboolean
sd_column_get_unique (SdColumn *self)
{
  g_return_val_if_fail (SD_IS_COLUMN (self), FALSE);

  return self->unique;
}

JsonObject *
sd_column_get_missing_by (SdColumn *self)
{
  g_return_val_if_fail (SD_IS_COLUMN (self), NULL);

  return self->missing_by;
}

JsonArray *
sd_column_get_mess (SdColumn *self)
{
  g_return_val_if_fail (SD_IS_COLUMN (self), NULL);

  return self->mess;
}

/**
 * sd_column_set_title:
 *
 * Sets what people call the column ("Order date"); cut at 4 KiB, as are all
 * texts of the document.
 */
void
sd_column_set_title (SdColumn   *self,
                     const char *title)
{
  g_return_if_fail (SD_IS_COLUMN (self));

  set_text (self, &self->title, title, PROP_TITLE);
}

void
sd_column_set_description (SdColumn   *self,
                           const char *description)
{
  g_return_if_fail (SD_IS_COLUMN (self));

  set_text (self, &self->description, description, PROP_DESCRIPTION);
}

void
sd_column_set_unit (SdColumn   *self,
                    const char *unit)
{
  g_return_if_fail (SD_IS_COLUMN (self));

  set_text (self, &self->unit, unit, PROP_UNIT);
}

/**
 * sd_column_set_column_type:
 *
 * Sets the SQL type. The generator stays: where it cannot make the type,
 * sd_schema_validate() says so.
 */
void
sd_column_set_column_type (SdColumn *self,
                           SdType    type)
{
  g_return_if_fail (SD_IS_COLUMN (self));
  g_return_if_fail ((guint) type < SD_N_TYPES);

  if (self->type == type)
    return;

  self->type = type;
  changed (self, PROP_TYPE);
}

/**
 * sd_column_set_decimal:
 * @precision: digits in all, clamped to 1 … 18
 * @scale: digits after the point, clamped to 0 … @precision
 */
void
sd_column_set_decimal (SdColumn *self,
                       guint     precision,
                       guint     scale)
{
  g_return_if_fail (SD_IS_COLUMN (self));

  precision = CLAMP (precision, 1, 18);
  scale = MIN (scale, precision);

  begin_change (self);
  if (self->precision != precision)
    {
      self->precision = precision;
      changed (self, PROP_PRECISION);
    }
  if (self->scale != scale)
    {
      self->scale = scale;
      changed (self, PROP_SCALE);
    }
  end_change (self);
}

/**
 * sd_column_set_generator:
 * @generator: a nick of sd_generator_info_list(); others are kept and found
 *   wrong by sd_schema_validate()
 * @parameters: (transfer full) (nullable): its parameters; sealed
 */
void
sd_column_set_generator (SdColumn   *self,
                         const char *generator,
                         JsonObject *parameters)
{
  g_autoptr (JsonObject) taken = parameters;
  g_autoptr (JsonObject) shared = NULL;

  g_return_if_fail (SD_IS_COLUMN (self));
  g_return_if_fail (generator != NULL);

  begin_change (self);

  shared = _sd_json_share_object (taken);
  if (!_sd_json_object_equal (self->parameters, shared))
    {
      g_clear_pointer (&self->parameters, json_object_unref);
      self->parameters = g_steal_pointer (&shared);
      changed (self, PROP_PARAMETERS);
    }
  if (g_strcmp0 (self->generator, generator) != 0)
    {
      g_free (self->generator);
      self->generator = g_strdup (generator);
      changed (self, PROP_GENERATOR);
    }

  end_change (self);
}

/**
 * sd_column_set_parameter:
 * @value: (transfer full) (nullable): its new value; NULL removes it
 */
void
sd_column_set_parameter (SdColumn   *self,
                         const char *member,
                         JsonNode   *value)
{
  JsonObject *parameters;

  g_return_if_fail (SD_IS_COLUMN (self));
  g_return_if_fail (member != NULL);

  parameters = _sd_json_copy_shallow (self->parameters);
  if (value != NULL)
    json_object_set_member (parameters, member, value);
  else
    json_object_remove_member (parameters, member);

  sd_column_set_generator (self, self->generator, parameters);
}

/**
 * sd_column_set_nullable:
 *
 * A column that is not nullable has no missing values: FALSE sets their share
 * to 0 and removes their law.
 */
void
sd_column_set_nullable (SdColumn *self,
                        gboolean  nullable)
{
  g_return_if_fail (SD_IS_COLUMN (self));

  if (self->nullable == !!nullable)
    return;

  begin_change (self);
  self->nullable = !!nullable;
  changed (self, PROP_NULLABLE);
  if (!nullable)
    {
      sd_column_set_missing (self, 0);
      sd_column_set_missing_by (self, NULL);
    }
  end_change (self);
}

/**
 * sd_column_set_missing:
 * @missing: the share of NULL, clamped to 0 … 1; above 0 the column becomes
 *   nullable
 */
void
sd_column_set_missing (SdColumn *self,
                       double    missing)
{
  g_return_if_fail (SD_IS_COLUMN (self));

  /* Also turns NaN and -0.0 into 0. */
  missing = missing > 0 ? MIN (missing, 1) : 0;
  if (self->missing == missing)
    return;

  begin_change (self);
  self->missing = missing;
  changed (self, PROP_MISSING);
  if (missing > 0)
    sd_column_set_nullable (self, TRUE);
  end_change (self);
}

void
sd_column_set_unique (SdColumn *self,
                      gboolean  unique)
{
  g_return_if_fail (SD_IS_COLUMN (self));

  if (self->unique == !!unique)
    return;

  self->unique = !!unique;
  changed (self, PROP_UNIQUE);
}

/**
 * sd_column_set_missing_by:
 * @value: (transfer full) (nullable): what the missing values depend on, with a
 *   kind of sd_missing_info_list(); sealed; NULL or empty for chance alone. A
 *   law makes the column nullable
 */
void
sd_column_set_missing_by (SdColumn   *self,
                          JsonObject *value)
{
  g_return_if_fail (SD_IS_COLUMN (self));

  begin_change (self);
  if (_sd_json_replace_object (&self->missing_by, value))
    changed (self, PROP_MISSING_BY);
  if (self->missing_by != NULL)
    sd_column_set_nullable (self, TRUE);
  end_change (self);
}

/**
 * sd_column_set_mess:
 * @value: (transfer full) (nullable): objects, each with a kind of sd_mess_info_list();
 *   sealed; NULL or empty for none
 */
void
sd_column_set_mess (SdColumn  *self,
                    JsonArray *value)
{
  g_return_if_fail (SD_IS_COLUMN (self));

  if (_sd_json_replace_array (&self->mess, value))
    changed (self, PROP_MESS);
}
