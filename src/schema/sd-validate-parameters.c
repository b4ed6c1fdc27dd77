/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Parameters against their tables: all that are needed are there, of the right
 * kind, within bounds, and name what exists.
 */

#define G_LOG_DOMAIN "sd-validate-parameters"

#include "config.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "sd-calendar.h"
#include "sd-json-text.h"
#include "sd-json-tree-private.h"
#include "sd-text-limit-private.h"
#include "sd-validate-private.h"

typedef struct
{
  SdValidation *validation;
  const SdParameterOwner *owner;
  const SdParameterInfo *info;
  JsonNode *node;
} Check;

static char *
get_path (const SdParameterOwner *owner,
          const char             *name)
{
  return g_strdup_printf ("%s.%s", owner->member, name);
}

static SdFinding *
report (const Check *self,
        const char  *code,
        const char  *message)
{
  return _sd_validation_add (self->validation, SD_SEVERITY_ERROR, code, self->owner->id,
                             self->owner->place, _("Parameter “%s”: %s"), self->info->name,
                             message);
}

/* Offers to leave the parameter to its default. */
static void
offer_default (const Check *self,
               SdFinding   *finding)
{
  g_autofree char *path = get_path (self->owner, self->info->name);

  if (!self->info->required)
    sd_finding_add_fix (finding, self->owner->id, path, NULL, _("Leave “%s” to its default"),
                        self->info->name);
}

static void
report_kind (const Check *self,
             const char  *message)
{
  offer_default (self, report (self, "parameter-kind", message));
}

static GType
get_type (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_NONE;
}

static gboolean
is_scalar (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) || JSON_NODE_HOLDS_NULL (node);
}

static void
check_number (const Check *self)
{
  const SdParameterInfo *info = self->info;
  gboolean integer = info->kind == SD_PARAMETER_INTEGER;
  GType type = get_type (self->node);
  g_autofree char *path = NULL;
  g_autofree char *label = NULL;
  SdFinding *finding;
  JsonNode *nearest;
  double value;

  if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
    {
      report_kind (self, integer ? _("This must be a whole number.") : _("This must be a number."));
      return;
    }

  value = json_node_get_double (self->node);
  if (integer && value >= info->min && value <= info->max && value != (double) (gint64) value)
    {
      report_kind (self, _("This must be a whole number."));
      return;
    }

  if (value >= info->min && value <= info->max)
    return;

  value = value < info->min ? info->min : info->max;
  if (value > -1e15 && value < 1e15 && value == (double) (gint64) value)
    nearest = _sd_integer_node ((gint64) value);
  else
    nearest = _sd_double_node (value);
  label = sd_json_to_text (nearest, FALSE);
  path = get_path (self->owner, info->name);
  finding = report (self, "parameter-range", value == info->min ? _("This is too small.")
                                                                : _("This is too large."));
  sd_finding_add_fix (finding, self->owner->id, path, nearest, _("Set “%s” to %s"), info->name,
                      label);
}

/* The text of the parameter; NULL with a finding when it is none. */
static const char *
check_text (const Check *self)
{
  if (get_type (self->node) != G_TYPE_STRING)
    {
      report_kind (self, _("This must be text."));
      return NULL;
    }

  /* It can be set, but not saved. */
  if (strlen (json_node_get_string (self->node)) > SD_MAX_TEXT_BYTES)
    offer_default (self, report (self, "parameter-too-long", _("This text is too long.")));

  return json_node_get_string (self->node);
}

static void
check_needed_text (const Check *self)
{
  const char *text = check_text (self);

  if (text != NULL && *text == '\0' && self->info->required)
    report (self, "parameter-missing", _("This must not be empty."));
}

/* "today", "today-2y", "today+90d" …: relative to the day of the document. */
static gboolean
is_relative (const char *text)
{
  const char *rest = text + strlen ("today");
  const char *digits;

  if (!g_str_has_prefix (text, "today"))
    return FALSE;
  if (*rest == '\0')
    return TRUE;
  if (*rest != '+' && *rest != '-')
    return FALSE;

  digits = ++rest;
  while (g_ascii_isdigit (*rest))
    rest++;

  return rest > digits && *rest != '\0' && strchr ("dwmy", *rest) != NULL && rest[1] == '\0';
}

static void
check_moment (const Check *self)
{
  const char *text = check_text (self);
  gint64 value;

  if (text == NULL)
    return;

  switch ((int) self->info->kind)
    {
    case SD_PARAMETER_TIME:
      if (!sd_time_parse (text, &value))
        report_kind (self, _("This must be a time of day such as 14:30."));
      break;

    case SD_PARAMETER_DATE:
      if (!sd_date_parse (text, &value))
        report_kind (self, _("This must be a day such as 2026-03-01."));
      break;

    default:
      if (!is_relative (text) && !sd_date_parse (text, &value)
          && !sd_timestamp_parse (text, &value))
        report_kind (self, _("This must be a day such as 2026-03-01, or one such as today-2y."));
      break;
    }
}

static void
check_choice (const Check *self)
{
  const char *text = check_text (self);
  g_autofree char *path = get_path (self->owner, self->info->name);
  g_autoptr (GPtrArray) names = NULL;
  g_auto (GStrv) choices = NULL;
  SdFinding *finding;

  if (text == NULL)
    return;

  choices = g_strsplit (self->info->choices, "|", -1);
  if (g_strv_contains ((const char * const *) choices, text))
    return;

  names = g_ptr_array_new ();
  for (guint i = 0; choices[i] != NULL; i++)
    g_ptr_array_add (names, choices[i]);
  finding = _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "parameter-choice",
                                self->owner->id, self->owner->place,
                                _("Parameter “%s”: “%s” is not one of %s."), self->info->name, text,
                                self->info->choices);
  _sd_validation_offer_nearest (finding, self->owner->id, path, text, names);
  offer_default (self, finding);
}

static void
check_table (const Check *self)
{
  const char *text = check_text (self);
  g_autofree char *path = get_path (self->owner, self->info->name);
  g_autoptr (GPtrArray) names = NULL;
  SdFinding *finding;

  if (text == NULL || sd_schema_find_table (self->validation->schema, text) != NULL)
    return;

  names = _sd_validation_list_tables (self->validation->schema);
  finding = _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "reference-unknown-table",
                                self->owner->id, self->owner->place,
                                _("There is no table “%s”."), text);
  _sd_validation_offer_nearest (finding, self->owner->id, path, text, names);
}

static void
report_unknown_column (const Check *self,
                       SdTable     *table,
                       const char  *head,
                       const char  *column,
                       const char  *path)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *written = head != NULL ? g_strdup_printf ("%s.%s", head, column)
                                          : g_strdup (column);
  SdFinding *finding;

  for (guint i = 0; i < sd_table_get_n_columns (table); i++)
    {
      const char *name = sd_column_get_name (sd_table_get_column (table, i));

      g_ptr_array_add (names, head != NULL ? g_strdup_printf ("%s.%s", head, name)
                                           : g_strdup (name));
    }

  finding = _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "reference-unknown-column",
                                self->owner->id, self->owner->place,
                                _("The table %s has no column “%s”."), sd_table_get_name (table),
                                column);
  _sd_validation_offer_nearest (finding, self->owner->id, path, written, names);
  offer_default (self, finding);
}

/* The table whose columns the parameter names: NULL when there is none. */
static SdTable *
get_home (const Check *self)
{
  /* Columns of a table that another parameter names. */
  if (self->info->choices != NULL && self->info->kind != SD_PARAMETER_VALUE)
    return sd_schema_find_table (self->validation->schema,
                                 sd_parameter_get_text (self->owner->parameters,
                                                        self->info->choices, NULL));

  return self->owner->table;
}

static void
check_column_name (const Check *self,
                   const char  *text,
                   const char  *path)
{
  SdTable *table = get_home (self);
  g_auto (GStrv) parts = NULL;
  SdFinding *finding;

  if (table == NULL)
    return;

  parts = g_strsplit (text, ".", 2);
  if (parts[0] != NULL && parts[1] != NULL && self->owner->plain)
    {
      finding = _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "column-elsewhere",
                                    self->owner->id, self->owner->place,
                                    _("“%s” is a column of another table; only those of %s can "
                                      "stand here."), text, sd_table_get_name (table));
      offer_default (self, finding);
    }
  else if (parts[0] != NULL && parts[1] != NULL)
    {
      SdTable *head = _sd_validation_find_head (self->validation, table, parts[0]);

      if (head == NULL)
        {
          finding = _sd_validation_add (self->validation, SD_SEVERITY_ERROR,
                                        "reference-unknown-table", self->owner->id,
                                        self->owner->place, _("There is no table “%s”."), parts[0]);
          offer_default (self, finding);
        }
      else if (sd_table_find_column (head, parts[1]) == NULL)
        report_unknown_column (self, head, parts[0], parts[1], path);
    }
  else if (sd_table_find_column (table, text) == NULL)
    report_unknown_column (self, table, NULL, text, path);
}

static void
check_column (const Check *self)
{
  g_autofree char *path = get_path (self->owner, self->info->name);
  const char *text = check_text (self);

  if (text != NULL)
    check_column_name (self, text, path);
}

static void
check_columns (const Check *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  const SdParameterInfo *info = self->info;
  JsonArray *list;
  guint n;

  if (get_type (self->node) == G_TYPE_STRING && info->min <= 1)
    {
      check_column (self);
      return;
    }

  if (!JSON_NODE_HOLDS_ARRAY (self->node))
    {
      report_kind (self, _("This must be a list of columns."));
      return;
    }

  list = json_node_get_array (self->node);
  n = json_array_get_length (list);
  if (n < info->min || n > info->max)
    {
      offer_default (self, _sd_validation_add (self->validation, SD_SEVERITY_ERROR,
                                               "columns-number", self->owner->id,
                                               self->owner->place,
                                               _("Parameter “%s”: %u columns are named; it takes "
                                                 "%.0f to %.0f."), info->name, n, info->min,
                                               info->max));
      return;
    }

  for (guint i = 0; i < n; i++)
    {
      JsonNode *element = json_array_get_element (list, i);
      g_autofree char *path = g_strdup_printf ("%s.%s[%u]", self->owner->member, info->name, i);

      if (get_type (element) != G_TYPE_STRING)
        {
          report_kind (self, _("This must be a list of columns."));
          return;
        }
      if (!g_hash_table_add (seen, (char *) json_node_get_string (element)))
        offer_default (self, _sd_validation_add (self->validation, SD_SEVERITY_ERROR,
                                                 "column-twice", self->owner->id,
                                                 self->owner->place,
                                                 _("Parameter “%s” names the column “%s” twice."),
                                                 info->name, json_node_get_string (element)));
      else
        check_column_name (self, json_node_get_string (element), path);
    }
}

/* A number, or the text of a moment or a column. */
static void
check_value (const Check *self)
{
  GType type = get_type (self->node);

  if (type == G_TYPE_INT64 || type == G_TYPE_DOUBLE)
    return;

  if (type != G_TYPE_STRING)
    report_kind (self, _("This must be a number or a text."));
  else if (self->info->choices != NULL)
    check_column (self);
  else
    check_moment (self);
}

/* Lists in a list, each as long as another parameter. */
static void
check_rows (const Check *self)
{
  JsonNode *columns = json_object_get_member (self->owner->parameters, self->info->choices);
  guint width = columns != NULL && JSON_NODE_HOLDS_ARRAY (columns)
                ? json_array_get_length (json_node_get_array (columns)) : 1;
  JsonArray *rows;

  if (!JSON_NODE_HOLDS_ARRAY (self->node))
    {
      report_kind (self, _("This must be a list of rows."));
      return;
    }

  rows = json_node_get_array (self->node);
  if (json_array_get_length (rows) == 0)
    report (self, "rows-empty", _("This needs at least one row."));

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonNode *element = json_array_get_element (rows, i);
      JsonArray *row = JSON_NODE_HOLDS_ARRAY (element) ? json_node_get_array (element) : NULL;
      gboolean fits = row != NULL && json_array_get_length (row) == width;
      g_autofree char *path = NULL;

      for (guint j = 0; fits && j < width; j++)
        fits = is_scalar (json_array_get_element (row, j));
      if (fits)
        continue;

      path = g_strdup_printf ("%s.%s[%u]", self->owner->member, self->info->name, i);
      sd_finding_add_fix (_sd_validation_add (self->validation, SD_SEVERITY_ERROR, "rows-length",
                                              self->owner->id, self->owner->place,
                                              _("Parameter “%s”: row %u must be a list of %u plain "
                                                "values."), self->info->name, i + 1, width),
                          self->owner->id, path, NULL, _("Remove row %u"), i + 1);
      return;
    }
}

static JsonArray *
check_list (const Check *self)
{
  JsonArray *list;

  if (!JSON_NODE_HOLDS_ARRAY (self->node))
    {
      report_kind (self, _("This must be a list."));
      return NULL;
    }

  list = json_node_get_array (self->node);
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      if (is_scalar (json_array_get_element (list, i)))
        continue;
      report_kind (self, _("The elements of this list must be plain values."));
      return NULL;
    }

  return list;
}

static void
check_weights (const Check *self)
{
  JsonArray *weights = check_list (self);
  JsonArray *values = sd_parameter_get_list (self->owner->parameters, self->info->choices);
  guint n = values != NULL ? json_array_get_length (values)
                           : (guint) g_ascii_strtoull (self->info->choices, NULL, 10);
  double sum = 0;

  if (weights == NULL)
    return;

  if (n > 0 && json_array_get_length (weights) != n)
    {
      offer_default (self, report (self, "weights-length",
                                   _("There must be as many weights as values.")));
      return;
    }

  for (guint i = 0; i < json_array_get_length (weights); i++)
    {
      JsonNode *element = json_array_get_element (weights, i);
      GType type = get_type (element);
      double weight = -1;

      if (type == G_TYPE_INT64 || type == G_TYPE_DOUBLE)
        weight = json_node_get_double (element);
      if (!(weight >= 0))
        {
          offer_default (self, report (self, "weights-negative",
                                       _("Weights are numbers that are not negative.")));
          return;
        }
      sum += weight;
    }

  if (!(sum > 0))
    offer_default (self, report (self, "weights-sum", _("At least one weight must be above 0.")));
}

static void
check_parameter (const Check *self)
{
  switch (self->info->kind)
    {
    case SD_PARAMETER_NUMBER:
    case SD_PARAMETER_INTEGER:
      check_number (self);
      break;

    case SD_PARAMETER_BOOLEAN:
      if (get_type (self->node) != G_TYPE_BOOLEAN)
        report_kind (self, _("This must be true or false."));
      break;

    case SD_PARAMETER_DATE:
    case SD_PARAMETER_TIME:
    case SD_PARAMETER_MOMENT:
      check_moment (self);
      break;

    case SD_PARAMETER_CHOICE:
      check_choice (self);
      break;

    case SD_PARAMETER_COLUMN:
      check_column (self);
      break;

    case SD_PARAMETER_TABLE:
      check_table (self);
      break;

    case SD_PARAMETER_LIST:
      check_list (self);
      break;

    case SD_PARAMETER_WEIGHTS:
      check_weights (self);
      break;

    case SD_PARAMETER_COLUMNS:
      check_columns (self);
      break;

    case SD_PARAMETER_VALUE:
      check_value (self);
      break;

    case SD_PARAMETER_ROWS:
      check_rows (self);
      break;

    case SD_PARAMETER_BRANCHES:
      _sd_validate_branches (self->validation, self->owner, self->node);
      break;

    case SD_PARAMETER_TRANSITIONS:
      if (!JSON_NODE_HOLDS_ARRAY (self->node))
        report_kind (self, _("This must be a list of transitions."));
      break;

    case SD_PARAMETER_TEXT:
    case SD_PARAMETER_FORMULA:
    case SD_PARAMETER_TEMPLATE:
    case SD_PARAMETER_SEMANTIC:
    case SD_PARAMETER_SEASON:
    case SD_PARAMETER_LOCALE:
    case SD_PARAMETER_DISTRIBUTION:
    default:
      check_needed_text (self);
      break;
    }
}

static const SdParameterInfo *
find_info (const SdParameterInfo *infos,
           const char            *name)
{
  for (; infos != NULL && infos->name != NULL; infos++)
    {
      if (g_str_equal (infos->name, name))
        return infos;
    }

  return NULL;
}

static void
check_needed (SdValidation           *self,
              const SdParameterOwner *owner,
              const SdParameterInfo  *infos)
{
  for (; infos != NULL && infos->name != NULL; infos++)
    {
      JsonNode *node = json_object_get_member (owner->parameters, infos->name);

      if (infos->required && (node == NULL || JSON_NODE_HOLDS_NULL (node)))
        _sd_validation_add (self, SD_SEVERITY_ERROR, "parameter-missing", owner->id, owner->place,
                            _("The parameter “%s” (%s) is missing."), infos->name,
                            _(infos->title));
    }
}

static void
report_unknown (SdValidation           *self,
                const SdParameterOwner *owner,
                const char             *name)
{
  g_autofree char *path = get_path (owner, name);
  SdFinding *finding;

  finding = _sd_validation_add (self, SD_SEVERITY_WARNING, "parameter-unknown", owner->id,
                                owner->place, _("The parameter “%s” has no meaning here."), name);
  sd_finding_add_fix (finding, owner->id, path, NULL, _("Remove “%s”"), name);
}

/* The values of a pair of parameters as numbers; FALSE unless both are there
 * and comparable. */
static gboolean
get_pair (JsonObject *parameters,
          const char *low,
          const char *high,
          double     *pair)
{
  const char *names[] = { low, high };

  for (guint i = 0; i < 2; i++)
    {
      JsonNode *node = json_object_get_member (parameters, names[i]);
      GType type = node != NULL ? get_type (node) : G_TYPE_NONE;
      gint64 value;

      if (type == G_TYPE_INT64 || type == G_TYPE_DOUBLE)
        pair[i] = json_node_get_double (node);
      else if (type != G_TYPE_STRING)
        return FALSE;
      else if (sd_date_parse (json_node_get_string (node), &value))
        pair[i] = (double) (value * SD_USEC_PER_DAY);
      else if (sd_timestamp_parse (json_node_get_string (node), &value)
               || sd_time_parse (json_node_get_string (node), &value))
        pair[i] = (double) value;
      else
        return FALSE;
    }

  return TRUE;
}

static void
check_pair (SdValidation           *self,
            const SdParameterOwner *owner,
            const char             *low,
            const char             *high)
{
  JsonObject *swapped;
  JsonNode *value;
  SdFinding *finding;
  double pair[2];

  if (!get_pair (owner->parameters, low, high, pair) || pair[0] <= pair[1])
    return;

  finding = _sd_validation_add (self, SD_SEVERITY_ERROR, "range-crossed", owner->id, owner->place,
                                _("“%s” is above “%s”."), low, high);
  swapped = _sd_json_copy_object (owner->parameters);
  json_object_set_member (swapped, low,
                          json_node_copy (json_object_get_member (owner->parameters, high)));
  json_object_set_member (swapped, high,
                          json_node_copy (json_object_get_member (owner->parameters, low)));
  value = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (value, swapped);
  sd_finding_add_fix (finding, owner->id, owner->member, value, _("Swap “%s” and “%s”"), low, high);
}

void
_sd_validate_parameters (SdValidation           *self,
                         const SdParameterOwner *owner,
                         const SdParameterInfo  *infos,
                         const SdParameterInfo  *more)
{
  static const char * const pairs[][2] = {
    { "min", "max" }, { "min_days", "max_days" }, { "opening", "closing" },
  };
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  check_needed (self, owner, more);
  check_needed (self, owner, infos);

  json_object_iter_init_ordered (&iter, owner->own != NULL ? owner->own : owner->parameters);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      const SdParameterInfo *info = find_info (more, name);
      Check check = { self, owner, info != NULL ? info : find_info (infos, name), node };

      if (owner->skip != NULL && g_str_equal (owner->skip, name))
        continue;
      if (check.info == NULL)
        report_unknown (self, owner, name);
      else if (!JSON_NODE_HOLDS_NULL (node))
        check_parameter (&check);
    }

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    check_pair (self, owner, pairs[i][0], pairs[i][1]);
}
