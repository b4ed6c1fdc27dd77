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

#define INTEGER   (1u << SD_TYPE_INTEGER)
#define DECIMAL   (1u << SD_TYPE_DECIMAL)
#define REAL      (1u << SD_TYPE_REAL)
#define TEXT      (1u << SD_TYPE_TEXT)
#define BOOLEAN   (1u << SD_TYPE_BOOLEAN)
#define DATE      (1u << SD_TYPE_DATE)
#define TIME      (1u << SD_TYPE_TIME)
#define TIMESTAMP (1u << SD_TYPE_TIMESTAMP)
#define UUID      (1u << SD_TYPE_UUID)
#define NUMERIC   (INTEGER | DECIMAL | REAL)
#define ANY       ((1u << SD_N_TYPES) - 1)

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
  END
};

static const SdParameterInfo boolean[] = {
  NUMBER ("share", N_("Share of true"), 0, 1, 0.5),
  END
};

static const SdParameterInfo number[] = {
  OPTION ("distribution", N_("Distribution"), SD_PARAMETER_DISTRIBUTION),
  NUMBER ("min", N_("Smallest value"), -LARGE, LARGE, NAN),
  NUMBER ("max", N_("Largest value"), -LARGE, LARGE, NAN),
  NUMBER ("step", N_("Multiples of"), SMALL, LARGE, NAN),
  NUMBER ("ending", N_("Ending"), 0, LARGE, NAN),
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
  CHOICE ("order", N_("Order"), "random|row"),
  END
};

static const SdParameterInfo time_of_day[] = {
  OPTION ("min", N_("Earliest"), SD_PARAMETER_TIME),
  OPTION ("max", N_("Latest"), SD_PARAMETER_TIME),
  WHOLE ("step_seconds", N_("Multiples of seconds"), 1, 86400, 1),
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
  CHOICE ("order", N_("Order"), "random|row"),
  OPTION ("opening", N_("Opens at"), SD_PARAMETER_TIME),
  OPTION ("closing", N_("Closes at"), SD_PARAMETER_TIME),
  WHOLE ("step_seconds", N_("Multiples of seconds"), 1, 86400, 1),
  END
};

static const SdParameterInfo semantic[] = {
  NEEDED ("semantic", N_("Meaning"), SD_PARAMETER_SEMANTIC),
  WHOLE ("group", N_("Which person or place of the row"), 1, 64, 1),
  OPTION ("given", N_("Agrees with"), SD_PARAMETER_COLUMN),
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
