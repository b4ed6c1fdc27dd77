/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The table of generators, and how parameters are read. The distributions and
 * laws have theirs in sd-distribution-info.c.
 */

#define G_LOG_DOMAIN "sd-generator-info"

#include "config.h"

#include <math.h>
#include <glib/gi18n-lib.h>

#include "sd-generator-info.h"
#include "sd-parameter-table-private.h"

static const SdParameterInfo sequence[] = {
  NUMBER ("start", N_("First value"), -LARGE, LARGE, 1),
  NUMBER ("step", N_("Step"), -LARGE, LARGE, 1),
  CHOICE ("order", N_("Order"), "row|shuffled"),
  END
};

static const SdParameterInfo pattern[] = {
  NEEDED ("pattern", N_("Pattern"), SD_PARAMETER_TEXT),
  CHOICE ("order", N_("Order"), "row|shuffled|random"),
  END
};

static const SdParameterInfo none[] = { END };

static const SdParameterInfo values[] = {
  NEEDED ("values", N_("Values, one for each row"), SD_PARAMETER_LIST),
  END
};

static const SdParameterInfo category[] = {
  NEEDED ("values", N_("Values"), SD_PARAMETER_LIST),
  { "weights", N_("Weights"), SD_PARAMETER_WEIGHTS, 0, LARGE, NAN, FALSE, "values" },
  { "counts", N_("Exact numbers of rows"), SD_PARAMETER_WEIGHTS, 0, LARGE, NAN, FALSE, "values" },
  WITHIN,
  BY,
  BRANCHES,
  END
};

static const SdParameterInfo boolean[] = {
  NUMBER ("share", N_("Share of true"), 0, 1, 0.5),
  WITHIN,
  BY,
  BRANCHES,
  END
};

static const SdParameterInfo number[] = {
  OPTION ("distribution", N_("Distribution"), SD_PARAMETER_DISTRIBUTION),
  NUMBER ("min", N_("Smallest value"), -LARGE, LARGE, NAN),
  NUMBER ("max", N_("Largest value"), -LARGE, LARGE, NAN),
  NUMBER ("step", N_("Multiples of"), SMALL, LARGE, NAN),
  NUMBER ("ending", N_("Ending"), 0, LARGE, NAN),
  BY,
  BRANCHES,
  END
};

static const SdParameterInfo date[] = {
  OPTION ("min", N_("Earliest"), SD_PARAMETER_MOMENT),
  OPTION ("max", N_("Latest"), SD_PARAMETER_MOMENT),
  CHOICE ("distribution", N_("Distribution"), "uniform"),
  OPTION ("after", N_("Not before"), SD_PARAMETER_COLUMN),
  OPTION ("before", N_("Not after"), SD_PARAMETER_COLUMN),
  NUMBER ("min_days", N_("Days after it, at least"), 0, 4e6, 0),
  NUMBER ("max_days", N_("Days after it, at most"), 0, 4e6, NAN),
  CHOICE ("order", N_("Order"), "random|row|gaps|grid"),
  CHOICE ("growth", N_("Growth"), "none|linear|exponential|logistic"),
  NUMBER ("growth_factor", N_("Density at the end ÷ at the start"), SMALL, 1e6, 2),
  OPTION ("season", N_("Season"), SD_PARAMETER_SEASON),
  FIXED_WEIGHTS ("months", N_("Weights of the months"), "12"),
  FIXED_WEIGHTS ("weekdays", N_("Weights of the weekdays, Monday first"), "7"),
  NUMBER ("holidays", N_("Factor on public holidays"), 0, 1e3, 1),
  OPTION ("within", N_("Within the rows of one"), SD_PARAMETER_COLUMN),
  CHOICE ("gap", N_("Law of the gaps"), "exponential|lognormal|fixed|uniform"),
  NUMBER ("gap_days", N_("Days between two, on average"), SMALL, 4e6, NAN),
  NUMBER ("gap_stddev", N_("Standard deviation of the gaps in days"), 0, 4e6, NAN),
  OPTION ("every", N_("Every"), SD_PARAMETER_TEXT),
  BY,
  BRANCHES,
  END
};

static const SdParameterInfo time_of_day[] = {
  OPTION ("min", N_("Earliest"), SD_PARAMETER_TIME),
  OPTION ("max", N_("Latest"), SD_PARAMETER_TIME),
  WHOLE ("step_seconds", N_("Multiples of seconds"), 1, 86400, 1),
  BY,
  BRANCHES,
  END
};

static const SdParameterInfo timestamp[] = {
  OPTION ("min", N_("Earliest"), SD_PARAMETER_MOMENT),
  OPTION ("max", N_("Latest"), SD_PARAMETER_MOMENT),
  CHOICE ("distribution", N_("Distribution"), "uniform"),
  OPTION ("after", N_("Not before"), SD_PARAMETER_COLUMN),
  OPTION ("before", N_("Not after"), SD_PARAMETER_COLUMN),
  NUMBER ("min_days", N_("Days after it, at least"), 0, 4e6, 0),
  NUMBER ("max_days", N_("Days after it, at most"), 0, 4e6, NAN),
  CHOICE ("order", N_("Order"), "random|row|gaps|grid"),
  OPTION ("opening", N_("Opens at"), SD_PARAMETER_TIME),
  OPTION ("closing", N_("Closes at"), SD_PARAMETER_TIME),
  WHOLE ("step_seconds", N_("Multiples of seconds"), 1, 86400, 1),
  CHOICE ("growth", N_("Growth"), "none|linear|exponential|logistic"),
  NUMBER ("growth_factor", N_("Density at the end ÷ at the start"), SMALL, 1e6, 2),
  OPTION ("season", N_("Season"), SD_PARAMETER_SEASON),
  FIXED_WEIGHTS ("months", N_("Weights of the months"), "12"),
  FIXED_WEIGHTS ("weekdays", N_("Weights of the weekdays, Monday first"), "7"),
  FIXED_WEIGHTS ("hours", N_("Weights of the hours"), "24"),
  NUMBER ("holidays", N_("Factor on public holidays"), 0, 1e3, 1),
  OPTION ("within", N_("Within the rows of one"), SD_PARAMETER_COLUMN),
  CHOICE ("gap", N_("Law of the gaps"), "exponential|lognormal|fixed|uniform"),
  NUMBER ("gap_days", N_("Days between two, on average"), SMALL, 4e6, NAN),
  NUMBER ("gap_stddev", N_("Standard deviation of the gaps in days"), 0, 4e6, NAN),
  OPTION ("every", N_("Every"), SD_PARAMETER_TEXT),
  BY,
  BRANCHES,
  END
};

static const SdParameterInfo semantic[] = {
  NEEDED ("semantic", N_("Meaning"), SD_PARAMETER_SEMANTIC),
  WHOLE ("group", N_("Which person or place of the row"), 1, 64, 1),
  OPTION ("given", N_("Agrees with"), SD_PARAMETER_COLUMN),
  OPTION ("locale", N_("Locale of the column"), SD_PARAMETER_LOCALE),
  OPTION ("locales", N_("Locales of the rows"), SD_PARAMETER_LIST),
  { "locale_weights", N_("Weights of the locales"), SD_PARAMETER_WEIGHTS, 0, LARGE, NAN, FALSE,
    "locales" },
  END
};

static const SdParameterInfo template[] = {
  NEEDED ("template", N_("Template"), SD_PARAMETER_TEMPLATE),
  END
};

static const SdParameterInfo formula[] = {
  NEEDED ("formula", N_("Formula"), SD_PARAMETER_FORMULA),
  END
};

static const SdParameterInfo aggregate[] = {
  { "function", N_("Function"), SD_PARAMETER_CHOICE, 0, 0, NAN, TRUE, "sum|count|avg|min|max" },
  NEEDED ("child", N_("Table"), SD_PARAMETER_TABLE),
  { "column", N_("Column"), SD_PARAMETER_COLUMN, 0, 0, NAN, FALSE, "child" },
  WHOLE ("relationship", N_("Relationship"), 1, LARGE, NAN),
  { "filter", N_("Only rows where"), SD_PARAMETER_FORMULA, 0, 0, NAN, FALSE, "child" },
  END
};

static const SdParameterInfo ordinal[] = {
  NEEDED ("parent", N_("Within the rows of"), SD_PARAMETER_TABLE),
  END
};

static const SdParameterInfo combination[] = {
  { "columns", N_("Columns"), SD_PARAMETER_COLUMNS, 1, 64, NAN, FALSE, NULL },
  { "rows", N_("Combinations"), SD_PARAMETER_ROWS, 0, 0, NAN, FALSE, "columns" },
  { "weights", N_("Weights"), SD_PARAMETER_WEIGHTS, 0, LARGE, NAN, FALSE, "rows" },
  OPTION ("with", N_("Together with"), SD_PARAMETER_COLUMN),
  END
};

static const SdParameterInfo regression[] = {
  NEEDED ("formula", N_("Formula"), SD_PARAMETER_FORMULA),
  NUMBER ("noise", N_("Standard deviation around it"), 0, LARGE, NAN),
  NUMBER ("r2", N_("Share of the variance that it explains (R²)"), SMALL, 1, NAN),
  NUMBER ("min", N_("Smallest value"), -LARGE, LARGE, NAN),
  NUMBER ("max", N_("Largest value"), -LARGE, LARGE, NAN),
  END
};

static const SdParameterInfo logistic[] = {
  NEEDED ("formula", N_("Log-odds without intercept"), SD_PARAMETER_FORMULA),
  NUMBER ("share", N_("Share of true"), 0, 1, 0.5),
  END
};

static const SdParameterInfo series[] = {
  OPTION ("within", N_("Within the rows of one"), SD_PARAMETER_COLUMN),
  NEEDED ("time", N_("Time"), SD_PARAMETER_COLUMN),
  NUMBER ("level", N_("Level"), -LARGE, LARGE, 0),
  NUMBER ("level_stddev", N_("Standard deviation between series"), 0, LARGE, 0),
  NUMBER ("trend", N_("Change per day"), -LARGE, LARGE, 0),
  NUMBER ("yearly", N_("Yearly amplitude"), 0, LARGE, 0),
  NUMBER ("weekly", N_("Weekly amplitude"), 0, LARGE, 0),
  NUMBER ("daily", N_("Daily amplitude"), 0, LARGE, 0),
  OPTION ("daily_peak", N_("Time of the daily peak"), SD_PARAMETER_TIME),
  NUMBER ("autocorrelation", N_("Correlation with the value before"), -0.9999, 0.9999, 0),
  NUMBER ("noise", N_("Standard deviation of the noise"), 0, LARGE, 0),
  NUMBER ("drops", N_("Share of rows that are missing, in runs"), 0, 1, 0),
  NUMBER ("min", N_("Smallest value"), -LARGE, LARGE, NAN),
  NUMBER ("max", N_("Largest value"), -LARGE, LARGE, NAN),
  END
};

static const SdParameterInfo running[] = {
  { "function", N_("Function"), SD_PARAMETER_CHOICE, 0, 0, NAN, TRUE,
    "sum|count|average|min|max|previous|difference|elapsed_days|elapsed_seconds|carry" },
  OPTION ("within", N_("Within the rows of one"), SD_PARAMETER_COLUMN),
  OPTION ("column", N_("Column"), SD_PARAMETER_COLUMN),
  OPTION ("order_by", N_("In the order of"), SD_PARAMETER_COLUMN),
  { "start", N_("Begins with"), SD_PARAMETER_VALUE, 0, 0, NAN, FALSE, "column" },
  NUMBER ("floor", N_("Never below"), -LARGE, LARGE, NAN),
  END
};

static const SdParameterInfo life_cycle[] = {
  NEEDED ("states", N_("States"), SD_PARAMETER_LIST),
  { "transitions", N_("Transitions"), SD_PARAMETER_TRANSITIONS, 0, 0, NAN, TRUE, "states" },
  NEEDED ("start", N_("Begins at"), SD_PARAMETER_COLUMN),
  END
};

static const SdParameterInfo stage[] = {
  NEEDED ("cycle", N_("Life cycle"), SD_PARAMETER_COLUMN),
  NEEDED ("state", N_("State"), SD_PARAMETER_TEXT),
  END
};

static const SdGeneratorInfo generators[] = {
  { "sequence", N_("Sequence"),
    N_("Counts on from row to row: 1, 2, 3 …, or the same numbers shuffled."),
    INTEGER | DECIMAL, sequence },
  { "pattern", N_("Pattern"),
    N_("Codes such as ORD-00042: # is a digit, @ a letter, * either, and \\ takes the next "
       "character as it is. Codes differ as long as the pattern has enough of them."),
    TEXT, pattern },
  { "ordinal", N_("Number within parent"),
    N_("Counts the rows of one parent: line 1, 2, 3 of each order."),
    INTEGER, ordinal },
  { "uuid", N_("UUID"),
    N_("Random identifiers in the form of version 4, the same again for the same seed."),
    UUID, none },
  { "reference", N_("Reference"),
    N_("The key of a row of another table; the relationship says which."),
    ANY, none },
  { "values", N_("Own values"),
    N_("The values that you typed or pasted, one for each row."),
    ANY, values },
  { "category", N_("Category"),
    N_("One of a list of values, each with its weight."),
    ANY, category },
  { "boolean", N_("Yes or no"),
    N_("True for the given share of rows."),
    BOOLEAN, boolean },
  { "number", N_("Number"),
    N_("Numbers of a distribution, within optional bounds; integers and decimals are rounded half "
       "away from zero to the digits of the column."),
    NUMERIC, number },
  { "date", N_("Date"),
    N_("Days of a period: the year up to today unless said otherwise."),
    DATE, date },
  { "time", N_("Time of day"),
    N_("Times between two times of the day."),
    TIME, time_of_day },
  { "timestamp", N_("Date and time"),
    N_("Moments of a period (the year up to today unless said otherwise), within opening hours if "
       "there are any."),
    TIMESTAMP, timestamp },
  { "semantic", N_("Meaning"),
    N_("Names, addresses, products and the like; what belongs to one person or place of a row "
       "agrees."),
    ANY, semantic },
  { "template", N_("Template"),
    N_("Text with the values of other columns in braces."),
    TEXT, template },
  { "formula", N_("Formula"),
    N_("An SQL expression over the columns of the row and of the rows it refers to."),
    ANY, formula },
  { "aggregate", N_("Aggregate"),
    N_("A total, count, average or extreme of the rows of another table that refer to this row."),
    NUMERIC | DATE | TIME | TIMESTAMP, aggregate },
  { "combination", N_("Combination"),
    N_("Values that only occur together, such as make and model: one of them has the list, the "
       "others name it."),
    ANY, combination },
  { "regression", N_("Regression"),
    N_("A formula of other columns, with noise around it: as a standard deviation, or as the share "
       "of the variance that the formula explains."),
    NUMERIC, regression },
  { "logistic", N_("Logistic regression"),
    N_("True more often the larger the formula is; the overall share holds."),
    BOOLEAN, logistic },
  { "series", N_("Time series"),
    N_("Measurements over time: level, trend, seasons and noise that remembers the value before."),
    NUMERIC, series },
  { "running", N_("Running value"),
    N_("A running total, count, difference and the like over the rows of one group in their "
       "order."),
    ANY, running },
  { "life_cycle", N_("Life cycle"),
    N_("The state that a row has reached today, with a time for every step on the way."),
    TEXT, life_cycle },
  { "stage", N_("Stage of a life cycle"),
    N_("When the row entered a state of its life cycle; empty if it has not."),
    DATE | TIMESTAMP, stage },
};

/**
 * sd_generator_info_get:
 * @nick: (nullable): "sequence" …
 *
 * Returns: (transfer none) (nullable): what is known of the generator
 */
const SdGeneratorInfo *
sd_generator_info_get (const char *nick)
{
  return _sd_generator_info_find (generators, G_N_ELEMENTS (generators), nick);
}

/**
 * sd_generator_info_list:
 * @n: (out): how many there are
 */
const SdGeneratorInfo *
sd_generator_info_list (guint *n)
{
  *n = G_N_ELEMENTS (generators);
  return generators;
}

const SdGeneratorInfo *
_sd_generator_info_find (const SdGeneratorInfo *infos,
                         guint                  n,
                         const char            *nick)
{
  for (guint i = 0; i < n; i++)
    {
      if (g_strcmp0 (infos[i].nick, nick) == 0)
        return &infos[i];
    }

  return NULL;
}

/* The value of the parameter; NULL when it is missing, null or no scalar. */
static JsonNode *
get_value (JsonObject *parameters,
           const char *name)
{
  JsonNode *node;

  if (parameters == NULL)
    return NULL;

  node = json_object_get_member (parameters, name);
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? node : NULL;
}

/**
 * sd_parameter_get_number:
 * @parameters: (nullable): any JSON object
 * @fallback: returned when the parameter is missing or no number
 */
double
sd_parameter_get_number (JsonObject *parameters,
                         const char *name,
                         double      fallback)
{
  JsonNode *node = get_value (parameters, name);

  if (node == NULL)
    return fallback;

  switch (json_node_get_value_type (node))
    {
    case G_TYPE_INT64:
    case G_TYPE_DOUBLE:
      return json_node_get_double (node);

    default:
      return fallback;
    }
}

/**
 * sd_parameter_get_integer:
 * @parameters: (nullable): any JSON object
 * @fallback: returned when the parameter is missing or no whole number
 */
gint64
sd_parameter_get_integer (JsonObject *parameters,
                          const char *name,
                          gint64      fallback)
{
  JsonNode *node = get_value (parameters, name);

  if (node == NULL)
    return fallback;

  switch (json_node_get_value_type (node))
    {
    case G_TYPE_INT64:
      return json_node_get_int (node);

    case G_TYPE_DOUBLE:
      {
        double value = json_node_get_double (node);

        if (value >= -LARGE && value <= LARGE && value == (double) (gint64) value)
          return (gint64) value;
        return fallback;
      }

    default:
      return fallback;
    }
}

/**
 * sd_parameter_get_boolean:
 * @parameters: (nullable): any JSON object
 * @fallback: returned when the parameter is missing or neither true nor false
 */
gboolean
sd_parameter_get_boolean (JsonObject *parameters,
                          const char *name,
                          gboolean    fallback)
{
  JsonNode *node = get_value (parameters, name);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return fallback;

  return json_node_get_boolean (node);
}

/**
 * sd_parameter_get_text:
 * @parameters: (nullable): any JSON object
 * @fallback: (nullable): returned when the parameter is missing or no text
 *
 * Returns: (transfer none) (nullable): the text
 */
const char *
sd_parameter_get_text (JsonObject *parameters,
                       const char *name,
                       const char *fallback)
{
  JsonNode *node = get_value (parameters, name);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING)
    return fallback;

  return json_node_get_string (node);
}

/**
 * sd_parameter_get_list:
 * @parameters: (nullable): any JSON object
 *
 * Returns: (transfer none) (nullable): the list
 */
JsonArray *
sd_parameter_get_list (JsonObject *parameters,
                       const char *name)
{
  JsonNode *node = parameters != NULL ? json_object_get_member (parameters, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/**
 * sd_parameter_get_names:
 * @parameters: (nullable): any JSON object
 * @names: (out): room for @max texts, borrowed from @parameters
 *
 * Reads one name or a list of them, as columns are given.
 *
 * Returns: how many; 0 when there are none, or more than @max, or any is no text
 */
guint
sd_parameter_get_names (JsonObject  *parameters,
                        const char  *name,
                        const char **names,
                        guint        max)
{
  const char *text = sd_parameter_get_text (parameters, name, NULL);
  JsonArray *list = sd_parameter_get_list (parameters, name);
  guint n = list != NULL ? json_array_get_length (list) : 0;

  if (text != NULL && max > 0)
    {
      names[0] = text;
      return 1;
    }

  if (n > max)
    return 0;
  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (list, i);

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
        return 0;
      names[i] = json_node_get_string (node);
    }

  return n;
}
