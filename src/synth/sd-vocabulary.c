/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Of the columns of a group that name locales for its rows, the first decides for
 * all of the group; a column with a locale of its own stands apart. Words that are
 * no locale count for nothing here and are findings of the column that has them.
 */

#define G_LOG_DOMAIN "sd-vocabulary"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sd-compiler-private.h"
#include "sd-generator-info.h"
#include "sd-nearest.h"
#include "sd-vocabulary-private.h"

/* More are not worth telling apart, and known ones are fewer. */
#define LOCALES_MAX 64

typedef struct
{
  guint       n;
  const char *locales[LOCALES_MAX];   /* borrowed */
  double      weights[LOCALES_MAX];
} Wanted;

static gboolean
is_locale (const char *nick)
{
  return g_strv_contains (sd_catalog_list_locales (), nick);
}

static gboolean
is_semantic (SdColumn *column)
{
  return g_str_equal (sd_column_get_generator (column), "semantic");
}

static gint64
get_group (SdColumn *column)
{
  return sd_parameter_get_integer (sd_column_get_parameters (column), "group", 1);
}

static void
add_wanted (Wanted     *wanted,
            const char *nick,
            double      weight)
{
  for (guint i = 0; i < wanted->n; i++)
    if (g_str_equal (wanted->locales[i], nick))
      {
        wanted->weights[i] += weight;
        return;
      }
  if (wanted->n == LOCALES_MAX)
    return;
  wanted->locales[wanted->n] = nick;
  wanted->weights[wanted->n++] = weight;
}

static const char *
get_text (JsonArray *list,
          guint      index)
{
  JsonNode *node = json_array_get_element (list, index);

  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
         ? json_node_get_string (node) : "";
}

/* 1 where there are no weights. */
static double
get_weight (JsonArray *weights,
            guint      index)
{
  JsonNode *node;

  if (weights == NULL)
    return 1;
  if (index >= json_array_get_length (weights))
    return 0;
  node = json_array_get_element (weights, index);
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) != G_TYPE_STRING
         ? json_node_get_double (node) : 0;
}

/* The locales that @column names for the rows of its group, those with a weight. */
static void
read_wanted (SdColumn *column,
             Wanted   *wanted)
{
  JsonObject *parameters = sd_column_get_parameters (column);
  JsonArray *list = sd_parameter_get_list (parameters, "locales");
  JsonArray *weights = sd_parameter_get_list (parameters, "locale_weights");

  wanted->n = 0;
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      const char *nick = get_text (list, i);
      const double weight = get_weight (weights, i);

      if (is_locale (nick) && weight > 0 && weight <= 1e15)
        add_wanted (wanted, nick, weight);
    }
}

/* FALSE when no column of the group names any. */
static gboolean
find_wanted (const SdColumnContext *context,
             gint64                 group,
             Wanted                *wanted)
{
  for (guint i = 0; i < sd_table_get_n_columns (context->table); i++)
    {
      SdColumn *column = sd_table_get_column (context->table, i);

      if (!is_semantic (column) || get_group (column) != group)
        continue;
      read_wanted (column, wanted);
      if (wanted->n > 0)
        return TRUE;
    }
  return FALSE;
}

/* The plan's own, so that it lives as long as the nodes that point into it. */
static SdLocaleMix *
get_mix (const SdColumnContext *context,
         const Wanted          *wanted)
{
  SdPlan *plan = context->compiler->plan;
  SdLocaleMix *mix;

  if (plan->mixes == NULL)
    plan->mixes = g_ptr_array_new_with_free_func ((GDestroyNotify) sd_locale_mix_free);
  for (guint i = 0; i < plan->mixes->len; i++)
    {
      mix = g_ptr_array_index (plan->mixes, i);
      if (sd_locale_mix_equals (mix, wanted->locales, wanted->weights, wanted->n))
        return mix;
    }
  mix = sd_locale_mix_new (wanted->locales, wanted->weights, wanted->n);
  g_ptr_array_add (plan->mixes, mix);
  return mix;
}

/**
 * sd_vocabulary_get:
 * @context: of any column of the table
 * @column: a column of the table whose generator is "semantic"
 *
 * Returns: the locale or locales that the column speaks
 */
SdVocabulary
sd_vocabulary_get (const SdColumnContext *context,
                   SdColumn              *column)
{
  const char *own = sd_parameter_get_text (sd_column_get_parameters (column), "locale", "");
  SdVocabulary self = { .locale = sd_schema_get_locale (context->schema) };
  Wanted wanted;

  self.own = is_locale (own);
  if (self.own)
    self.locale = own;
  else if (find_wanted (context, get_group (column), &wanted))
    {
      self.own = TRUE;
      self.locale = wanted.locales[0];
      self.mix = wanted.n > 1 ? get_mix (context, &wanted) : NULL;
    }
  return self;
}

const SdAtom *
sd_vocabulary_get_atom (const SdVocabulary *self,
                        const char         *name)
{
  return self->mix != NULL ? sd_locale_mix_get_atom (self->mix, name)
                           : sd_catalog_get_atom (self->locale, name);
}

const SdSemanticType *
sd_vocabulary_get_semantic (const SdVocabulary *self,
                            const char         *nick)
{
  return sd_catalog_get_semantic (self->locale, nick);
}

static const char *
get_nick (SdColumn *column)
{
  return sd_parameter_get_text (sd_column_get_parameters (column), "semantic", "");
}

const SdSemanticType *
sd_vocabulary_get_type_of (const SdColumnContext *context,
                           SdColumn              *column)
{
  SdVocabulary self;

  if (!is_semantic (column))
    return NULL;
  self = sd_vocabulary_get (context, column);
  return sd_vocabulary_get_semantic (&self, get_nick (column));
}

/* Whether the group of @column is about somebody or something at a place. */
static gboolean
has_place (const SdColumnContext *context,
           SdColumn              *column)
{
  for (guint i = 0; i < sd_table_get_n_columns (context->table); i++)
    {
      SdColumn *other = sd_table_get_column (context->table, i);
      const SdSemanticType *type;

      if (!is_semantic (other) || get_group (other) != get_group (column))
        continue;
      type = sd_catalog_get_semantic (sd_schema_get_locale (context->schema), get_nick (other));
      if (type != NULL && strstr (type->value, "{place.") != NULL)
        return TRUE;
    }
  return FALSE;
}

/* A country is one of the world, unless the row has one of its own; money is that
 * of the country. */
static gboolean
is_home (const SdColumnContext *context,
         SdColumn              *column,
         const SdVocabulary    *self,
         const SdSemanticType  *type)
{
  if (type->home == NULL)
    return FALSE;
  return self->own
         || (!g_str_equal (self->locale, "en_US")
             && (g_str_equal (type->group, "finance") || has_place (context, column)));
}

static const char *
get_value (const SdColumnContext *context,
           SdColumn              *column,
           const SdVocabulary    *self,
           const SdSemanticType  *type)
{
  return is_home (context, column, self, type) ? type->home : type->value;
}

const char **
sd_vocabulary_list_values (const SdColumnContext *context,
                           SdColumn              *column)
{
  const SdVocabulary self = sd_vocabulary_get (context, column);
  const SdSemanticType *type = sd_vocabulary_get_semantic (&self, get_nick (column));
  const guint n = self.mix != NULL ? sd_locale_mix_get_n (self.mix) : 1;
  const char **values = g_new0 (const char *, n + 1);
  gboolean differ = FALSE;

  if (type == NULL)
    return values;

  values[0] = get_value (context, column, &self, type);
  for (guint i = 1; i < n; i++)
    {
      const SdSemanticType *other =
        sd_catalog_get_semantic (sd_locale_mix_get_locale (self.mix, i), get_nick (column));

      values[i] = get_value (context, column, &self, other);
      differ |= !g_str_equal (values[i], values[0]);
    }
  if (!differ)
    values[1] = NULL;
  return values;
}

/* The locale that @nick may have been meant to be: "de", "de-DE". */
static const char *
suggest (const char *nick)
{
  const char * const *locales = sd_catalog_list_locales ();
  g_autofree char *word = g_strdelimit (g_strdup (nick), "-. ", '_');
  SdNearest nearest = { .word = word };

  for (guint i = 0; locales[i] != NULL; i++)
    {
      if (g_ascii_strcasecmp (locales[i], word) == 0)
        return locales[i];
      sd_nearest_consider (&nearest, locales[i]);
    }
  /* A language, or a country. */
  for (guint i = 0; nearest.name == NULL && strlen (word) == 2 && locales[i] != NULL; i++)
    if (g_ascii_strncasecmp (locales[i], word, 2) == 0
        || g_ascii_strcasecmp (locales[i] + 3, word) == 0)
      return locales[i];
  return nearest.name;
}

/* @list (nullable): the list in which @nick stands, whose member @index it is. */
static void
add_unknown (const SdColumnContext *context,
             const char            *nick,
             JsonArray             *list,
             guint                  index)
{
  const guint id = sd_column_get_id (context->column);
  const char *suggestion = suggest (nick);
  g_autofree char *known = g_strjoinv (", ", (char **) sd_catalog_list_locales ());
  SdFinding *finding = sd_context_report (context, SD_SEVERITY_ERROR, "locale-unknown",
                                          _("There is no locale “%s”; there are %s."), nick, known);

  if (suggestion != NULL && list == NULL)
    sd_finding_add_fix (finding, id, "parameters.locale",
                        json_node_init_string (json_node_alloc (), suggestion),
                        _("Use “%s”"), suggestion);
  else if (suggestion != NULL)
    {
      JsonArray *fixed = json_array_new ();

      for (guint i = 0; i < json_array_get_length (list); i++)
        if (i == index)
          json_array_add_string_element (fixed, suggestion);
        else
          json_array_add_element (fixed, json_node_copy (json_array_get_element (list, i)));
      sd_finding_add_fix (finding, id, "parameters.locales",
                          json_node_init_array (json_node_alloc (), fixed),
                          _("Use “%s”"), suggestion);
      json_array_unref (fixed);
    }
}

/* Two columns of one group cannot say two things about its rows. */
static void
check_agreement (const SdColumnContext *context)
{
  Wanted own, first;

  read_wanted (context->column, &own);
  if (own.n == 0 || !find_wanted (context, get_group (context->column), &first))
    return;
  if (own.n == first.n
      && memcmp (own.weights, first.weights, own.n * sizeof (double)) == 0)
    {
      guint n_equal = 0;

      for (guint i = 0; i < own.n; i++)
        n_equal += g_str_equal (own.locales[i], first.locales[i]);
      if (n_equal == own.n)
        return;
    }
  sd_context_report (context, SD_SEVERITY_WARNING, "locales-differ",
                     _("Another column of the group %d names other locales or other weights, and "
                       "decides for all of the group; give this column a group of its own, or the "
                       "same locales."), (int) get_group (context->column));
}

/* Whether @column is the first of the document that speaks its locale. */
static gboolean
is_first (const SdColumnContext *context)
{
  for (guint i = 0; i < sd_schema_get_n_tables (context->schema); i++)
    {
      SdTable *table = sd_schema_get_table (context->schema, i);

      for (guint k = 0; k < sd_table_get_n_columns (table); k++)
        if (is_semantic (sd_table_get_column (table, k)))
          return sd_table_get_column (table, k) == context->column;
    }
  return FALSE;
}

/* Said once, whatever number of columns there are. */
static void
check_document (const SdColumnContext *context)
{
  const char *locale = sd_schema_get_locale (context->schema);
  const char *suggestion;
  g_autofree char *known = NULL;
  SdFinding *finding;

  if (is_locale (locale) || !is_first (context))
    return;

  suggestion = suggest (locale);
  known = g_strjoinv (", ", (char **) sd_catalog_list_locales ());
  finding = sd_finding_new (SD_SEVERITY_WARNING, "document-locale-unknown", 0, "",
                            _("The document’s locale “%s” is not known, so names and places are "
                              "those of en_US. There are %s."), locale, known);
  if (suggestion != NULL)
    sd_finding_add_fix (finding, 0, "locale",
                        json_node_init_string (json_node_alloc (), suggestion),
                        _("Use “%s”"), suggestion);
  sd_compiler_add_finding (context->compiler, finding);
}

void
sd_vocabulary_check (const SdColumnContext *context)
{
  JsonObject *parameters = sd_column_get_parameters (context->column);
  const char *own = sd_parameter_get_text (parameters, "locale", "");
  JsonArray *list = sd_parameter_get_list (parameters, "locales");

  check_document (context);
  if (own[0] != '\0' && !is_locale (own))
    add_unknown (context, own, NULL, 0);
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    if (!is_locale (get_text (list, i)))
      add_unknown (context, get_text (list, i), list, i);
  check_agreement (context);
}
