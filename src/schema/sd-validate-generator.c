/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What generators want beyond the table of their parameters: of two ways to say
 * a thing one, and that what they name fits.
 */

#define G_LOG_DOMAIN "sd-validate-generator"

#include "config.h"

#include <math.h>
#include <string.h>
#include <glib/gi18n-lib.h>

#include "sd-validate-private.h"

typedef struct
{
  SdValidation *validation;
  const SdParameterOwner *owner;
  JsonObject *parameters;
  SdColumn *column;
  SdTable *table;
} Check;

static SdFinding *
report (const Check *self,
        const char  *code,
        const char  *message)
{
  return _sd_validation_add (self->validation, SD_SEVERITY_ERROR, code, self->owner->id,
                             self->owner->place, "%s", message);
}

/* Offers to set a parameter; NULL removes it. */
static void
offer (const Check *self,
       SdFinding   *finding,
       const char  *name,
       JsonNode    *value,
       const char  *label)
{
  g_autofree char *path = g_strdup_printf ("%s.%s", self->owner->member, name);

  sd_finding_add_fix (finding, self->owner->id, path, value, "%s", label);
}

static gboolean
has (const Check *self,
     const char  *name)
{
  JsonNode *node = json_object_get_member (self->parameters, name);

  return node != NULL && !JSON_NODE_HOLDS_NULL (node);
}

/* The sum of @counts; FALSE unless all are whole numbers. */
static gboolean
sum_counts (JsonArray *counts,
            guint64   *sum)
{
  *sum = 0;
  for (guint i = 0; i < json_array_get_length (counts); i++)
    {
      JsonNode *node = json_array_get_element (counts, i);
      double count;

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) == G_TYPE_STRING
          || json_node_get_value_type (node) == G_TYPE_BOOLEAN)
        return FALSE;
      count = json_node_get_double (node);
      if (!(count >= 0 && count <= 1e15) || count != (double) (guint64) count)
        return FALSE;
      *sum += (guint64) count;
    }

  return TRUE;
}

static void
check_category (const Check *self)
{
  JsonArray *counts = sd_parameter_get_list (self->parameters, "counts");
  guint64 rows = sd_table_get_rows (self->table);
  SdFinding *finding;
  guint64 sum;

  if (counts == NULL)
    return;

  if (has (self, "weights"))
    offer (self, report (self, "two-ways",
                         _("Both weights and exact numbers of rows are given.")),
           "weights", NULL, _("Keep the exact numbers"));
  if (!sum_counts (counts, &sum))
    {
      offer (self, report (self, "counts-whole",
                           _("Exact numbers of rows must be whole numbers that are not "
                             "negative.")),
             "counts", NULL, _("Leave out the exact numbers"));
      return;
    }

  /* In a branch they are those of its class, which only the engine counts. */
  if (self->owner->own != NULL || has (self, "branches") || sum == rows)
    return;

  finding = _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "counts-sum",
                                self->owner->id, self->owner->place,
                                _("The exact numbers of rows add up to %" G_GUINT64_FORMAT ", but "
                                  "the table has %" G_GUINT64_FORMAT " rows."), sum, rows);
  sd_finding_add_fix (finding, sd_table_get_id (self->table), "rows",
                      _sd_integer_node ((gint64) sum), _("Set %s to %" G_GUINT64_FORMAT " rows"),
                      sd_table_get_name (self->table), sum);
  offer (self, finding, "counts", NULL, _("Leave out the exact numbers"));
}

static void
check_owner (const Check *self)
{
  JsonArray *columns = sd_parameter_get_list (self->parameters, "columns");
  gboolean has_itself = FALSE;

  if (!has (self, "rows"))
    report (self, "parameter-missing", _("The list of combinations is missing."));

  for (guint i = 0; columns != NULL && i < json_array_get_length (columns); i++)
    {
      JsonNode *node = json_array_get_element (columns, i);
      const char *name = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
      SdColumn *other = name != NULL ? sd_table_find_column (self->table, name) : NULL;
      SdFinding *finding;

      has_itself = has_itself || other == self->column;
      if (other == NULL || other == self->column
          || g_strcmp0 (sd_parameter_get_text (sd_column_get_parameters (other), "with", NULL),
                        sd_column_get_name (self->column)) == 0)
        continue;

      finding = _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "combination-follower",
                                    sd_column_get_id (other), self->owner->place,
                                    _("The column “%s” is in these combinations, but gets its "
                                      "values from elsewhere."), name);
      if (g_str_equal (sd_column_get_generator (other), "combination"))
        sd_finding_add_fix (finding, sd_column_get_id (other), "parameters.with",
                            _sd_text_node (sd_column_get_name (self->column)),
                            _("Take its values from the combinations"));
    }

  if (!has_itself)
    report (self, "combination-owner",
            _("The columns of the combinations do not include this column itself."));
}

static void
check_follower (const Check *self)
{
  const char *name = sd_parameter_get_text (self->parameters, "with", "");
  SdColumn *owner = sd_table_find_column (self->table, name);
  JsonArray *columns = NULL;
  SdFinding *finding;

  if (owner != NULL && g_str_equal (sd_column_get_generator (owner), "combination"))
    columns = sd_parameter_get_list (sd_column_get_parameters (owner), "columns");

  for (guint i = 0; columns != NULL && i < json_array_get_length (columns); i++)
    {
      JsonNode *node = json_array_get_element (columns, i);

      if (JSON_NODE_HOLDS_VALUE (node)
          && g_strcmp0 (json_node_get_string (node), sd_column_get_name (self->column)) == 0)
        return;
    }

  /* An unknown column has been reported as a parameter. */
  if (owner == NULL)
    return;

  finding = _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "combination-owner",
                                self->owner->id, self->owner->place,
                                _("The column “%s” has no combinations in which this column "
                                  "takes part."), name);
  sd_finding_add_fix (finding, self->owner->id, "generator", _sd_text_node ("category"),
                      _("Make it a category of its own"));
}

static void
check_combination (const Check *self)
{
  if (has (self, "with") && (has (self, "columns") || has (self, "rows")))
    offer (self, report (self, "two-ways",
                         _("A column has combinations of its own or those of another column, not "
                           "both.")),
           "with", NULL, _("Keep its own"));
  else if (has (self, "with"))
    check_follower (self);
  else if (has (self, "columns"))
    check_owner (self);
  else
    report (self, "parameter-missing",
            _("Neither “columns” and “rows” nor the column with the combinations is given."));
}

static void
check_regression (const Check *self)
{
  SdFinding *finding;

  if (has (self, "noise") != has (self, "r2"))
    return;

  if (has (self, "noise"))
    {
      finding = report (self, "two-ways",
                        _("Both “noise” and “r2” are given; one follows from the other."));
      offer (self, finding, "noise", NULL, _("Keep “r2”"));
      offer (self, finding, "r2", NULL, _("Keep “noise”"));
      return;
    }

  finding = report (self, "parameter-missing",
                    _("Neither “noise” (a standard deviation) nor “r2” (the share of the variance "
                      "that the formula explains) is given."));
  offer (self, finding, "r2", _sd_double_node (0.5), _("Let the formula explain half"));
}

static gboolean
is_moment_type (SdType type)
{
  return type == SD_TYPE_DATE || type == SD_TYPE_TIMESTAMP;
}

/* The column that @name names is one of moments, or there is none. */
static void
check_moment_column (const Check *self,
                     const char  *name)
{
  const char *text = sd_parameter_get_text (self->parameters, name, NULL);
  SdColumn *column = NULL;

  if (text != NULL)
    column = _sd_validation_find_column (self->validation, self->table, text);
  if (column != NULL && !is_moment_type (sd_column_get_column_type (column)))
    _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "column-type", self->owner->id,
                        self->owner->place,
                        _("Parameter “%s”: “%s” is no column of dates or timestamps."), name,
                        text);
}

static void
check_series (const Check *self)
{
  double drops = sd_parameter_get_number (self->parameters, "drops", 0);

  check_moment_column (self, "time");
  if (drops > 0 && !sd_column_get_nullable (self->column))
    sd_finding_add_fix (report (self, "missing-not-nullable",
                                _("Some values drop out, but the column cannot be empty.")),
                        self->owner->id, "nullable", _sd_boolean_node (TRUE),
                        _("Let it be empty"));
}

static void
check_running (const Check *self)
{
  const char *function = sd_parameter_get_text (self->parameters, "function", "");
  gboolean elapsed = g_str_has_prefix (function, "elapsed_");

  if (elapsed)
    check_moment_column (self, has (self, "column") ? "column" : "order_by");
  if (!g_str_equal (function, "count") && !has (self, "column")
      && !(elapsed && has (self, "order_by")))
    report (self, "parameter-missing", _("The column to be run over is not named."));
}

/* "15 minutes", "1 hour", "2 weeks" … */
static gboolean
is_interval (const char *text)
{
  static const char * const units[] = {
    "second", "minute", "hour", "day", "week", "month", "year",
    "seconds", "minutes", "hours", "days", "weeks", "months", "years", NULL
  };
  const char *rest = text;

  while (g_ascii_isdigit (*rest))
    rest++;

  return rest > text && rest - text <= 6 && *text != '0' && *rest == ' '
         && g_strv_contains (units, rest + 1);
}

static void
check_moments (const Check *self)
{
  const char *order = sd_parameter_get_text (self->parameters, "order", "random");
  const char *every = sd_parameter_get_text (self->parameters, "every", NULL);

  if (g_str_equal (order, "gaps") && !has (self, "gap_days"))
    offer (self, report (self, "parameter-missing",
                         _("Events with gaps need “gap_days”, the days between two on average.")),
           "gap_days", _sd_integer_node (7), _("A week on average"));
  if (g_str_equal (order, "grid") && every == NULL)
    offer (self, report (self, "parameter-missing",
                         _("A grid needs “every”, such as “1 day”.")),
           "every", _sd_text_node ("1 day"), _("Every day"));
  if (every != NULL && !is_interval (every))
    offer (self, report (self, "parameter-kind",
                         _("“every” must be a number and a unit, such as “15 minutes” or "
                           "“1 month”.")),
           "every", _sd_text_node ("1 day"), _("Every day"));
}

static gboolean
has_state (JsonArray  *states,
           const char *state)
{
  for (guint i = 0; state != NULL && i < json_array_get_length (states); i++)
    {
      JsonNode *node = json_array_get_element (states, i);

      if (JSON_NODE_HOLDS_VALUE (node) && g_strcmp0 (json_node_get_string (node), state) == 0)
        return TRUE;
    }

  return FALSE;
}

static void
report_transition (const Check *self,
                   const char  *code,
                   guint        position,
                   const char  *message)
{
  g_autofree char *path = g_strdup_printf ("%s.transitions[%u]", self->owner->member, position);
  SdFinding *finding;

  finding = _sd_validation_add (self->validation, SD_SEVERITY_ERROR, code, self->owner->id,
                                self->owner->place, _("Transition %u: %s"), position + 1, message);
  sd_finding_add_fix (finding, self->owner->id, path, NULL, _("Remove transition %u"),
                      position + 1);
}

static void
check_transition (const Check *self,
                  JsonArray   *states,
                  JsonObject  *transition,
                  guint        position)
{
  static const char * const laws[] = { "exponential", "lognormal", "fixed", "uniform", NULL };
  const char *from = sd_parameter_get_text (transition, "from", NULL);
  const char *to = sd_parameter_get_text (transition, "to", NULL);
  double share = sd_parameter_get_number (transition, "share", NAN);
  double days = sd_parameter_get_number (transition, "days", NAN);
  g_autofree char *message = NULL;

  if (!has_state (states, from) || !has_state (states, to))
    {
      message = g_strdup_printf (_("there is no state “%s”."),
                                 has_state (states, from) ? to != NULL ? to : ""
                                                          : from != NULL ? from : "");
      report_transition (self, "transition-state", position, message);
    }
  else if (g_str_equal (from, to))
    report_transition (self, "transition-state", position, _("it leads to where it begins."));
  else if (!(share >= 0 && share <= 1))
    report_transition (self, "transition-share", position,
                       _("its share must be a number from 0 to 1."));
  else if (!(days >= 0 && days <= 4e6))
    report_transition (self, "transition-days", position,
                       _("its mean number of days must be a number that is not negative."));
  else if (!(sd_parameter_get_number (transition, "stddev", 0) >= 0))
    report_transition (self, "transition-days", position,
                       _("its standard deviation must not be negative."));
  else if (!g_strv_contains (laws, sd_parameter_get_text (transition, "distribution",
                                                          "exponential")))
    report_transition (self, "parameter-choice", position,
                       _("its distribution is none of exponential, lognormal, fixed, uniform."));
}

static void
check_shares (const Check *self,
              GHashTable  *shares)
{
  GHashTableIter iter;
  gpointer from;
  gpointer share;

  g_hash_table_iter_init (&iter, shares);
  while (g_hash_table_iter_next (&iter, &from, &share))
    {
      if (*(double *) share > 1 + 1e-9)
        _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "transition-share",
                            self->owner->id, self->owner->place,
                            _("The shares of the transitions from “%s” add up to %g; they can be "
                              "1 at most."), (const char *) from, *(double *) share);
    }
}

static void
check_life_cycle (const Check *self)
{
  g_autoptr (GHashTable) shares = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  JsonArray *states = sd_parameter_get_list (self->parameters, "states");
  JsonArray *transitions = sd_parameter_get_list (self->parameters, "transitions");

  check_moment_column (self, "start");
  if (states == NULL || transitions == NULL)
    return;
  if (json_array_get_length (states) == 0 || json_array_get_length (states) > 100
      || json_array_get_length (transitions) > 1000)
    {
      report (self, "states-number", _("A life cycle has 1 to 100 states and at most 1,000 "
                                       "transitions."));
      return;
    }

  for (guint i = 0; i < json_array_get_length (transitions); i++)
    {
      JsonNode *node = json_array_get_element (transitions, i);
      JsonObject *transition = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      const char *from = sd_parameter_get_text (transition, "from", NULL);
      double share = sd_parameter_get_number (transition, "share", 0);
      double *sum = from != NULL ? g_hash_table_lookup (shares, from) : NULL;

      if (transition == NULL)
        {
          report_transition (self, "parameter-kind", i, _("it must be an object: { … }."));
          continue;
        }
      check_transition (self, states, transition, i);
      if (from != NULL && sum == NULL)
        g_hash_table_insert (shares, (char *) from, sum = g_new0 (double, 1));
      if (sum != NULL && share > 0)
        *sum += share;
    }

  check_shares (self, shares);
}

static void
check_stage (const Check *self)
{
  const char *cycle = sd_parameter_get_text (self->parameters, "cycle", "");
  const char *state = sd_parameter_get_text (self->parameters, "state", "");
  SdColumn *column = sd_table_find_column (self->table, cycle);
  JsonArray *states;

  if (column == NULL)
    return;

  states = sd_parameter_get_list (sd_column_get_parameters (column), "states");
  if (!g_str_equal (sd_column_get_generator (column), "life_cycle"))
    _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "stage-cycle", self->owner->id,
                        self->owner->place, _("The column “%s” is no life cycle."), cycle);
  else if (states != NULL && !has_state (states, state))
    _sd_validation_add (self->validation, SD_SEVERITY_ERROR, "stage-state", self->owner->id,
                        self->owner->place, _("The life cycle “%s” has no state “%s”."), cycle,
                        state);
  else if (states != NULL && !sd_column_get_nullable (self->column)
           && g_strcmp0 (json_node_get_string (json_array_get_element (states, 0)), state) != 0)
    sd_finding_add_fix (report (self, "missing-not-nullable",
                                _("Rows that have not entered the state have no moment, but the "
                                  "column cannot be empty.")),
                        self->owner->id, "nullable", _sd_boolean_node (TRUE),
                        _("Let it be empty"));
}

void
_sd_validate_generator (SdValidation           *validation,
                        const SdParameterOwner *owner,
                        SdColumn               *column)
{
  static const struct
  {
    const char *generator;
    void (* check) (const Check *self);
  } checks[] = {
    { "category", check_category },     { "combination", check_combination },
    { "regression", check_regression }, { "series", check_series },
    { "running", check_running },       { "life_cycle", check_life_cycle },
    { "stage", check_stage },           { "date", check_moments },
    { "timestamp", check_moments },
  };
  Check self = { validation, owner, owner->parameters, column, owner->table };

  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      if (g_str_equal (sd_column_get_generator (column), checks[i].generator))
        checks[i].check (&self);
    }
}
