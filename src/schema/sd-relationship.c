/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The relationship object.
 */

#define G_LOG_DOMAIN "sd-relationship"

#include <math.h>

#include "sd-json-tree-private.h"
#include "sd-relationship-private.h"
#include "sd-text-limit-private.h"

struct _SdRelationship
{
  GObject parent_instance;

  /* Borrowed */
  SdSchema *schema;

  /* Owned */
  char *parent_table;
  char *child_table;
  char **parent_key;
  char **foreign_key;
  char *law;
  JsonObject *law_parameters;
  JsonObject *count_effect;
  JsonArray *effects;
  JsonObject *choice;
  JsonObject *extra;
  JsonObject *json;

  guint id;
  guint64 min;
  guint64 max;
  double optional;
  SdPlacement placement;
  guint distinct_within;
  guint one_of;
  double one_of_share;
  guint law_from_user : 1;
};

G_DEFINE_FINAL_TYPE (SdRelationship, sd_relationship, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_ID,
  PROP_PARENT_TABLE_NAME,
  PROP_CHILD_TABLE_NAME,
  PROP_PARENT_PRIMARY_KEY,
  PROP_CHILD_FOREIGN_KEY,
  PROP_LAW,
  PROP_LAW_PARAMETERS,
  PROP_LAW_FROM_USER,
  PROP_MIN_CARDINALITY,
  PROP_MAX_CARDINALITY,
  PROP_OPTIONAL,
  PROP_PLACEMENT,
  PROP_DISTINCT_WITHIN,
  PROP_COUNT_EFFECT,
  PROP_EFFECTS,
  PROP_CHOICE,
  PROP_ONE_OF,
  PROP_ONE_OF_SHARE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const char * const placement_nicks[] = {
  [SD_PLACEMENT_AUTO] = "auto",
  [SD_PLACEMENT_CLUSTERED] = "clustered",
  [SD_PLACEMENT_SHUFFLED] = "shuffled",
  [SD_PLACEMENT_TIMELINE] = "timeline",
  [SD_PLACEMENT_DRAWN] = "drawn",
};

/* Drops what was made from the old state, tells observers of the property, then
 * those of the document. */
static void
changed (SdRelationship *self,
         guint           property)
{
  g_clear_pointer (&self->json, json_object_unref);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
  _sd_schema_touch (self->schema);
}

static void
sd_relationship_finalize (GObject *object)
{
  SdRelationship *self = SD_RELATIONSHIP (object);

  g_free (self->parent_table);
  g_free (self->child_table);
  g_strfreev (self->parent_key);
  g_strfreev (self->foreign_key);
  g_free (self->law);
  g_clear_pointer (&self->law_parameters, json_object_unref);
  g_clear_pointer (&self->count_effect, json_object_unref);
  g_clear_pointer (&self->effects, json_array_unref);
  g_clear_pointer (&self->choice, json_object_unref);
  g_clear_pointer (&self->extra, json_object_unref);
  g_clear_pointer (&self->json, json_object_unref);

  G_OBJECT_CLASS (sd_relationship_parent_class)->finalize (object);
}

static void
sd_relationship_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  SdRelationship *self = SD_RELATIONSHIP (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_uint (value, self->id);
      break;

    case PROP_PARENT_TABLE_NAME:
      g_value_set_string (value, self->parent_table);
      break;

    case PROP_CHILD_TABLE_NAME:
      g_value_set_string (value, self->child_table);
      break;

    case PROP_PARENT_PRIMARY_KEY:
      g_value_set_boxed (value, self->parent_key);
      break;

    case PROP_CHILD_FOREIGN_KEY:
      g_value_set_boxed (value, self->foreign_key);
      break;

    case PROP_LAW:
      g_value_set_string (value, self->law);
      break;

    case PROP_LAW_PARAMETERS:
      g_value_set_boxed (value, self->law_parameters);
      break;

    case PROP_LAW_FROM_USER:
      g_value_set_boolean (value, self->law_from_user);
      break;

    case PROP_MIN_CARDINALITY:
      g_value_set_uint64 (value, self->min);
      break;

    case PROP_MAX_CARDINALITY:
      g_value_set_uint64 (value, self->max);
      break;

    case PROP_OPTIONAL:
      g_value_set_double (value, self->optional);
      break;

    case PROP_PLACEMENT:
      g_value_set_uint (value, self->placement);
      break;

    case PROP_DISTINCT_WITHIN:
      g_value_set_uint (value, self->distinct_within);
      break;

    case PROP_COUNT_EFFECT:
      g_value_set_boxed (value, self->count_effect);
      break;

    case PROP_EFFECTS:
      g_value_set_boxed (value, self->effects);
      break;

    case PROP_CHOICE:
      g_value_set_boxed (value, self->choice);
      break;

    case PROP_ONE_OF:
      g_value_set_uint (value, self->one_of);
      break;

    case PROP_ONE_OF_SHARE:
      g_value_set_double (value, self->one_of_share);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sd_relationship_class_init (SdRelationshipClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = sd_relationship_finalize;
  object_class->get_property = sd_relationship_get_property;

  properties[PROP_ID] = g_param_spec_uint ("id", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_PARENT_TABLE_NAME] = g_param_spec_string ("parent-table-name", NULL, NULL, NULL,
                                                            flags);
  properties[PROP_CHILD_TABLE_NAME] = g_param_spec_string ("child-table-name", NULL, NULL, NULL,
                                                           flags);
  properties[PROP_PARENT_PRIMARY_KEY] = g_param_spec_boxed ("parent-primary-key", NULL, NULL,
                                                            G_TYPE_STRV, flags);
  properties[PROP_CHILD_FOREIGN_KEY] = g_param_spec_boxed ("child-foreign-key", NULL, NULL,
                                                           G_TYPE_STRV, flags);
  properties[PROP_LAW] = g_param_spec_string ("law", NULL, NULL, NULL, flags);
  properties[PROP_LAW_PARAMETERS] = g_param_spec_boxed ("law-parameters", NULL, NULL,
                                                        JSON_TYPE_OBJECT, flags);
  properties[PROP_LAW_FROM_USER] = g_param_spec_boolean ("law-from-user", NULL, NULL, FALSE, flags);
  properties[PROP_MIN_CARDINALITY] = g_param_spec_uint64 ("min-cardinality", NULL, NULL, 0,
                                                          G_MAXINT64, 0, flags);
  properties[PROP_MAX_CARDINALITY] = g_param_spec_uint64 ("max-cardinality", NULL, NULL, 0,
                                                          G_MAXINT64, 0, flags);
  properties[PROP_OPTIONAL] = g_param_spec_double ("optional", NULL, NULL, 0, 1, 0, flags);
  properties[PROP_PLACEMENT] = g_param_spec_uint ("placement", NULL, NULL, 0, SD_PLACEMENT_DRAWN,
                                                  SD_PLACEMENT_AUTO, flags);
  properties[PROP_DISTINCT_WITHIN] = g_param_spec_uint ("distinct-within", NULL, NULL, 0,
                                                        G_MAXUINT, 0, flags);
  properties[PROP_COUNT_EFFECT] = g_param_spec_boxed ("count-effect", NULL, NULL,
                                                      JSON_TYPE_OBJECT, flags);
  properties[PROP_EFFECTS] = g_param_spec_boxed ("effects", NULL, NULL, JSON_TYPE_ARRAY, flags);
  properties[PROP_CHOICE] = g_param_spec_boxed ("choice", NULL, NULL, JSON_TYPE_OBJECT, flags);
  properties[PROP_ONE_OF] = g_param_spec_uint ("one-of", NULL, NULL, 0, G_MAXUINT, 0, flags);
  /* Without bounds: NaN stands for none. */
  properties[PROP_ONE_OF_SHARE] = g_param_spec_double ("one-of-share", NULL, NULL, -G_MAXDOUBLE,
                                                       G_MAXDOUBLE, 0, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sd_relationship_init (SdRelationship *self)
{
  self->parent_table = g_strdup ("");
  self->child_table = g_strdup ("");
  self->parent_key = g_new0 (char *, 1);
  self->foreign_key = g_new0 (char *, 1);
  self->law = g_strdup ("poisson");
  self->one_of_share = NAN;
  self->law_parameters = _sd_json_share_object (NULL);
}

/**
 * sd_relationship_new:
 * @child_foreign_key: (nullable): the column of the child; several are set with
 *   sd_relationship_set_keys()
 *
 * Returns: (transfer full): a relationship to the parent's primary key with a
 *   Poisson number of children
 */
SdRelationship *
sd_relationship_new (const char *parent_table_name,
                     const char *child_table_name,
                     const char *child_foreign_key)
{
  SdRelationship *self = g_object_new (SD_TYPE_RELATIONSHIP, NULL);
  const char *foreign_key[] = { child_foreign_key, NULL };

  _sd_replace_text (&self->parent_table, parent_table_name);
  _sd_replace_text (&self->child_table, child_table_name);
  _sd_replace_strv (&self->foreign_key, foreign_key);

  return self;
}

void
_sd_relationship_set_schema (SdRelationship *self,
                             SdSchema       *schema)
{
  self->schema = schema;
}

void
_sd_relationship_set_id (SdRelationship *self,
                         guint           id)
{
  if (self->id == id)
    return;

  self->id = id;
  changed (self, PROP_ID);
}

void
_sd_relationship_set_tables (SdRelationship *self,
                             const char     *parent,
                             const char     *child)
{
  if (_sd_replace_text (&self->parent_table, parent))
    changed (self, PROP_PARENT_TABLE_NAME);
  if (_sd_replace_text (&self->child_table, child))
    changed (self, PROP_CHILD_TABLE_NAME);
}

void
_sd_relationship_set_extra (SdRelationship *self,
                            JsonObject     *extra)
{
  g_clear_pointer (&self->extra, json_object_unref);
  if (extra != NULL)
    self->extra = _sd_json_share_object (extra);
  g_clear_pointer (&extra, json_object_unref);
  g_clear_pointer (&self->json, json_object_unref);
  _sd_schema_touch (self->schema);
}

void
_sd_relationship_assign (SdRelationship *self,
                         SdRelationship *other)
{
  _sd_schema_freeze (self->schema);
  g_object_freeze_notify (G_OBJECT (self));

  _sd_relationship_set_tables (self, other->parent_table, other->child_table);
  sd_relationship_set_keys (self, (const char * const *) other->parent_key,
                            (const char * const *) other->foreign_key);
  sd_relationship_set_law (self, other->law, json_object_ref (other->law_parameters),
                           other->law_from_user);
  sd_relationship_set_bounds (self, other->min, other->max);
  sd_relationship_set_optional (self, other->optional);
  sd_relationship_set_placement (self, other->placement);
  sd_relationship_set_distinct_within (self, other->distinct_within);
  sd_relationship_set_count_effect (self, _sd_json_ref_object (other->count_effect));
  sd_relationship_set_effects (self, _sd_json_ref_array (other->effects));
  sd_relationship_set_choice (self, _sd_json_ref_object (other->choice));
  sd_relationship_set_one_of (self, other->one_of, other->one_of_share);
  if (!_sd_json_object_equal (self->extra, other->extra))
    _sd_relationship_set_extra (self,
                                other->extra != NULL ? json_object_ref (other->extra) : NULL);

  g_object_thaw_notify (G_OBJECT (self));
  _sd_schema_thaw (self->schema);
}

static JsonObject *
build_json (SdRelationship *self)
{
  JsonObject *json = json_object_new ();

  if (self->id > 0)
    json_object_set_int_member (json, "id", self->id);
  json_object_set_string_member (json, "parent_table_name", self->parent_table);
  if (self->parent_key[0] != NULL)
    _sd_json_set_texts (json, "parent_primary_key", (const char * const *) self->parent_key);
  json_object_set_string_member (json, "child_table_name", self->child_table);
  _sd_json_set_texts (json, "child_foreign_key", (const char * const *) self->foreign_key);
  json_object_set_string_member (json, "law", self->law);
  if (json_object_get_size (self->law_parameters) > 0)
    json_object_set_object_member (json, "law_parameters", json_object_ref (self->law_parameters));
  json_object_set_string_member (json, "law_from", self->law_from_user ? "user" : "default");
  if (self->min > 0)
    json_object_set_int_member (json, "min_cardinality", (gint64) self->min);
  if (self->max > 0)
    json_object_set_int_member (json, "max_cardinality", (gint64) self->max);
  if (self->optional > 0)
    json_object_set_double_member (json, "optional", self->optional);
  if (self->placement != SD_PLACEMENT_AUTO)
    json_object_set_string_member (json, "placement", placement_nicks[self->placement]);
  if (self->distinct_within > 0)
    json_object_set_int_member (json, "distinct_within", self->distinct_within);
  _sd_json_set_object (json, "count_effect", self->count_effect);
  _sd_json_set_array (json, "effects", self->effects);
  _sd_json_set_object (json, "choice", self->choice);
  if (self->one_of > 0)
    json_object_set_int_member (json, "one_of", self->one_of);
  if (!isnan (self->one_of_share))
    json_object_set_double_member (json, "one_of_share", self->one_of_share);
  _sd_json_append (json, self->extra);

  json_object_seal (json);
  return json;
}

JsonObject *
_sd_relationship_get_json (SdRelationship *self)
{
  if (self->json == NULL)
    self->json = build_json (self);

  return self->json;
}

guint
sd_relationship_get_id (SdRelationship *self)
{
  g_return_val_if_fail (SD_IS_RELATIONSHIP (self), 0);

  return self->id;
}

const char *
sd_relationship_get_parent_table (SdRelationship *self)
{
  g_return_val_if_fail (SD_IS_RELATIONSHIP (self), NULL);

  return self->parent_table;
}

const char *
sd_relationship_get_child_table (SdRelationship *self)
{
  g_return_val_if_fail (SD_IS_RELATIONSHIP (self), NULL);

  return self->child_table;
}

const char * const *
sd_relationship_get_parent_key (SdRelationship *self)
{
  g_return_val_if_fail (SD_IS_RELATIONSHIP (self), NULL);

  return (const char * const *) self->parent_key;
}

const char * const *
sd_relationship_get_foreign_key (SdRelationship *self)
{
  g_return_val_if_fail (SD_IS_RELATIONSHIP (self), NULL);

  return (const char * const *) self->foreign_key;
}

const char *
sd_relationship_get_law (SdRelationship *self)
{
  g_return_val_if_fail (SD_IS_RELATIONSHIP (self), NULL);

  return self->law;
}

JsonObject *
sd_relationship_get_law_parameters (SdRelationship *self)
{
  g_return_val_if_fail (SD_IS_RELATIONSHIP (self), NULL);

  return self->law_parameters;
}

gboolean
sd_relationship_get_law_from_user (SdRelationship *self)
{
  g_return_val_if_fail (SD_IS_RELATIONSHIP (self), FALSE);

  return self->law_from_user;
}

guint64
sd_relationship_get_min (SdRelationship *self)
{
  g_return_val_if_fail (SD_IS_RELATIONSHIP (self), 0);

  return self->min;
}

guint64
sd_relationship_get_max (SdRelationship *self)
{
  g_return_val_if_fail (SD_IS_RELATIONSHIP (self), 0);

  return self->max;
}

double
sd_relationship_get_optional (SdRelationship *self)
{
  g_return_val_if_fail (SD_IS_RELATIONSHIP (self), 0);

  return self->optional;
}

SdPlacement
sd_relationship_get_placement (SdRelationship *self)
{
  g_return_val_if_fail (SD_IS_RELATIONSHIP (self), SD_PLACEMENT_AUTO);

  return self->placement;
}

guint
sd_relationship_get_distinct_within (SdRelationship *self)
{
  g_return_val_if_fail (SD_IS_RELATIONSHIP (self), 0);

  return self->distinct_within;
}

JsonObject *
sd_relationship_get_count_effect (SdRelationship *self)
{
  g_return_val_if_fail (SD_IS_RELATIONSHIP (self), NULL);

  return self->count_effect;
}

JsonArray *
sd_relationship_get_effects (SdRelationship *self)
{
  g_return_val_if_fail (SD_IS_RELATIONSHIP (self), NULL);

  return self->effects;
}

JsonObject *
sd_relationship_get_choice (SdRelationship *self)
{
  g_return_val_if_fail (SD_IS_RELATIONSHIP (self), NULL);

  return self->choice;
}

guint
sd_relationship_get_one_of (SdRelationship *self)
{
  g_return_val_if_fail (SD_IS_RELATIONSHIP (self), 0);

  return self->one_of;
}

/**
 * sd_relationship_get_one_of_share:
 *
 * Returns: the share of the rows in which this one of its group is set; NaN for
 *   what the others of the group leave
 */
double
sd_relationship_get_one_of_share (SdRelationship *self)
{
  g_return_val_if_fail (SD_IS_RELATIONSHIP (self), NAN);

  return self->one_of_share;
}

/**
 * sd_relationship_set_keys:
 * @parent_key: (nullable): columns of the parent; NULL or empty for its primary
 *   key
 * @foreign_key: columns of the child, as many and in the same order
 */
void
sd_relationship_set_keys (SdRelationship     *self,
                          const char * const *parent_key,
                          const char * const *foreign_key)
{
  g_return_if_fail (SD_IS_RELATIONSHIP (self));

  _sd_schema_freeze (self->schema);
  if (_sd_replace_strv (&self->parent_key, parent_key))
    changed (self, PROP_PARENT_PRIMARY_KEY);
  if (_sd_replace_strv (&self->foreign_key, foreign_key))
    changed (self, PROP_CHILD_FOREIGN_KEY);
  _sd_schema_thaw (self->schema);
}

/**
 * sd_relationship_set_law:
 * @law: a nick of sd_law_info_list(); others are kept and found wrong by
 *   sd_schema_validate()
 * @parameters: (transfer full) (nullable): its parameters; sealed
 * @from_user: whether a person said so: it is then never changed to fit
 */
void
sd_relationship_set_law (SdRelationship *self,
                         const char     *law,
                         JsonObject     *parameters,
                         gboolean        from_user)
{
  g_autoptr (JsonObject) taken = parameters;
  g_autoptr (JsonObject) shared = NULL;

  g_return_if_fail (SD_IS_RELATIONSHIP (self));
  g_return_if_fail (law != NULL);

  _sd_schema_freeze (self->schema);
  if (_sd_replace_text (&self->law, law))
    changed (self, PROP_LAW);

  shared = _sd_json_share_object (taken);
  if (!_sd_json_object_equal (self->law_parameters, shared))
    {
      g_clear_pointer (&self->law_parameters, json_object_unref);
      self->law_parameters = g_steal_pointer (&shared);
      changed (self, PROP_LAW_PARAMETERS);
    }

  if (self->law_from_user != !!from_user)
    {
      self->law_from_user = !!from_user;
      changed (self, PROP_LAW_FROM_USER);
    }
  _sd_schema_thaw (self->schema);
}

/**
 * sd_relationship_set_bounds:
 * @min: the fewest children of a parent
 * @max: the most; 0 for no bound
 */
void
sd_relationship_set_bounds (SdRelationship *self,
                            guint64         min,
                            guint64         max)
{
  g_return_if_fail (SD_IS_RELATIONSHIP (self));

  /* The file's integers are signed. */
  min = MIN (min, G_MAXINT64);
  max = MIN (max, G_MAXINT64);

  _sd_schema_freeze (self->schema);
  if (self->min != min)
    {
      self->min = min;
      changed (self, PROP_MIN_CARDINALITY);
    }
  if (self->max != max)
    {
      self->max = max;
      changed (self, PROP_MAX_CARDINALITY);
    }
  _sd_schema_thaw (self->schema);
}

/**
 * sd_relationship_set_optional:
 * @share: the share of child rows without a parent, clamped to 0 … 1
 */
void
sd_relationship_set_optional (SdRelationship *self,
                              double          share)
{
  g_return_if_fail (SD_IS_RELATIONSHIP (self));

  /* Also turns NaN and -0.0 into 0. */
  share = share > 0 ? MIN (share, 1) : 0;
  if (self->optional == share)
    return;

  self->optional = share;
  changed (self, PROP_OPTIONAL);
}

void
sd_relationship_set_placement (SdRelationship *self,
                               SdPlacement     placement)
{
  g_return_if_fail (SD_IS_RELATIONSHIP (self));
  g_return_if_fail ((guint) placement < G_N_ELEMENTS (placement_nicks));

  if (self->placement == placement)
    return;

  self->placement = placement;
  changed (self, PROP_PLACEMENT);
}

/**
 * sd_relationship_set_distinct_within:
 * @relationship_id: another relationship of the same child; 0 for none
 */
void
sd_relationship_set_distinct_within (SdRelationship *self,
                                     guint           relationship_id)
{
  g_return_if_fail (SD_IS_RELATIONSHIP (self));

  if (self->distinct_within == relationship_id)
    return;

  self->distinct_within = relationship_id;
  changed (self, PROP_DISTINCT_WITHIN);
}

/**
 * sd_relationship_set_count_effect:
 * @value: (transfer full) (nullable): a parent's column and the correlation of the number of
 *   children with it;
 *   sealed; NULL or empty for none
 */
void
sd_relationship_set_count_effect (SdRelationship *self,
                                  JsonObject     *value)
{
  g_return_if_fail (SD_IS_RELATIONSHIP (self));

  if (_sd_json_replace_object (&self->count_effect, value))
    changed (self, PROP_COUNT_EFFECT);
}

/**
 * sd_relationship_set_effects:
 * @value: (transfer full) (nullable): objects with parent, child, correlation;
 *   sealed; NULL or empty for none
 */
void
sd_relationship_set_effects (SdRelationship *self,
                             JsonArray      *value)
{
  g_return_if_fail (SD_IS_RELATIONSHIP (self));

  if (_sd_json_replace_array (&self->effects, value))
    changed (self, PROP_EFFECTS);
}

/**
 * sd_relationship_set_choice:
 * @value: (transfer full) (nullable): how the foreign key picks its parents;
 *   sealed; NULL or empty for none
 */
void
sd_relationship_set_choice (SdRelationship *self,
                            JsonObject     *value)
{
  g_return_if_fail (SD_IS_RELATIONSHIP (self));

  if (_sd_json_replace_object (&self->choice, value))
    changed (self, PROP_CHOICE);
}

/**
 * sd_relationship_set_one_of:
 * @group: a number that the relationships of one child share of which exactly
 *   one is set in a row; 0 for none
 * @share: its share of the rows, clamped to 0 … 1; NaN for what the others leave
 */
void
sd_relationship_set_one_of (SdRelationship *self,
                            guint           group,
                            double          share)
{
  g_return_if_fail (SD_IS_RELATIONSHIP (self));

  if (!isnan (share))
    share = share > 0 ? MIN (share, 1) : 0;

  _sd_schema_freeze (self->schema);
  if (self->one_of != group)
    {
      self->one_of = group;
      changed (self, PROP_ONE_OF);
    }
  if (isnan (self->one_of_share) ? !isnan (share) : self->one_of_share != share)
    {
      self->one_of_share = share;
      changed (self, PROP_ONE_OF_SHARE);
    }
  _sd_schema_thaw (self->schema);
}
