/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The offline planner as a whole: the order in which the parts read the prompt,
 * and the reply.
 */

#define G_LOG_DOMAIN "sd-assistant"

#include "config.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "sd-calendar.h"
#include "sd-format.h"
#include "sd-planner-private.h"

struct _SdPlanner
{
  GObject parent_instance;
};

static void sd_planner_assistant_init (SdAssistantInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SdPlanner, sd_planner, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SD_TYPE_ASSISTANT, sd_planner_assistant_init))

static const SdLesson *
find_lesson (SdPlanning *self)
{
  const SdLesson *best = NULL;
  guint longest = 0;

  for (guint i = 0; i < self->words->n; i++)
    {
      guint end;
      const SdLesson *lesson = sd_lexicon_match_lesson (self->words, i, &end);

      if (lesson == NULL)
        continue;
      sd_words_use (self->words, i, end);
      if (end - i > longest)
        {
          longest = end - i;
          best = lesson;
        }
    }

  return best;
}

static gboolean
wants_one_table (SdPlanning *self)
{
  for (guint i = 0; i < self->words->n; i++)
    if ((sd_words_is_any (self->words, i, "one|single|flat") || sd_words_is (self->words, i, "1"))
        && sd_words_is (self->words, i + 1, "table"))
      return TRUE;

  return FALSE;
}

/* Whether the theme alone was named ("data for product sales"), and no table
 * with a number, columns, or another beside it. */
static gboolean
lesson_fits (SdPlanning *self)
{
  JsonArray *tables = sd_json_get_array (self->lesson->json, "tables");
  SdSketchTable *only;

  if (self->sketch->tables->len == 0)
    return TRUE;
  if (self->sketch->tables->len > 1 || wants_one_table (self))
    return FALSE;
  only = sd_sketch_table_at (self->sketch, 0);
  if (only->rows_from_user || only->asked->len > 0 || only->entity == NULL)
    return FALSE;
  for (guint i = 0; i < self->nouns->len; i++)
    {
      const SdNoun *noun = &g_array_index (self->nouns, SdNoun, i);

      /* "a table of employees" */
      if (noun->opener == 't' && noun->start > 1
          && sd_words_is (self->words, noun->start - 2, "table"))
        return FALSE;
      if ((noun->meta && noun->table != NULL) || sd_planner_has_columns (self, noun)
          || (noun->column && noun->attach >= 0))
        return FALSE;
    }
  for (guint i = 0; i < sd_json_length (tables); i++)
    if (strcmp (json_array_get_string_element (tables, i), only->entity->name) == 0)
      return TRUE;

  return FALSE;
}

/* What an entity's own columns fulfil already: "correlated as in reality". */
static void
use_covered (SdPlanning *self,
             JsonObject *json)
{
  JsonArray *covers = sd_json_get_array (json, "covers");

  for (guint i = 0; i < sd_json_length (covers); i++)
    {
      g_autofree char *key = sd_words_phrase_key (json_array_get_string_element (covers, i));
      guint n = 1;

      for (const char *p = key; *p != '\0'; p++)
        n += *p == ' ';
      for (guint w = 0; w + n <= self->words->n; w++)
        {
          g_autofree char *here = sd_words_key (self->words, w, w + n);

          if (strcmp (here, key) == 0)
            sd_words_use (self->words, w, w + n);
        }
    }
}

/* "Sales, customers and products" */
static char *
join_names (SdPlanning *self)
{
  GString *title = g_string_new (NULL);
  guint n = MIN (self->sketch->tables->len, 3);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdelimit (g_strdup (sd_sketch_table_at (self->sketch, i)->name),
                                            "_", ' ');

      g_string_append_printf (title, "%s%s", i == 0 ? "" : i + 1 == n ? " and " : ", ", name);
    }
  if (title->len > 0)
    title->str[0] = g_ascii_toupper (title->str[0]);

  return g_string_free (title, FALSE);
}

/* "A chess club: …" names the lesson. (nullable) */
static char *
read_heading (SdPlanning *self)
{
  for (guint i = 0; i < self->nouns->len; i++)
    {
      const SdNoun *noun = &g_array_index (self->nouns, SdNoun, i);
      g_autofree char *name = NULL;

      if (!sd_words_is_mark (self->words, noun->to, ':') || noun->count > 0 || i > 0
          || noun->from > 2 || noun->opener == 't' || noun->meta
          || sd_words_has_class (self->words, noun->to - 1, SD_WORD_CONTEXT))
        continue;
      sd_words_use (self->words, noun->from, noun->to);
      name = sd_words_name (self->words, noun->from, noun->to);
      return sd_title_from_name (name);
    }

  return NULL;
}

static char *
make_title (SdPlanning *self)
{
  char *heading = read_heading (self);

  if (heading != NULL)
    return heading;
  if (self->lesson != NULL)
    return g_strdup (self->lesson->title);

  return join_names (self);
}

static char *
make_reply (SdPlanning *self)
{
  GString *list = g_string_new (NULL);
  guint n = self->sketch->tables->len;
  guint links = self->sketch->links->len;
  char *reply;

  for (guint i = 0; i < n; i++)
    {
      const SdSketchTable *table = sd_sketch_table_at (self->sketch, i);

      g_string_append_printf (list, "%s%s (%" G_GUINT64_FORMAT ")", i == 0 ? "" : ", ", table->name,
                              table->rows);
    }
  if (n == 1)
    reply = g_strdup_printf (_("Made one table with its rows: %s."), list->str);
  else
    reply = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                          "Made %u tables with their rows, linked by %u "
                                          "relationship: %s.",
                                          "Made %u tables with their rows, linked by %u "
                                          "relationships: %s.",
                                          links),
                             n, links, list->str);
  g_string_free (list, TRUE);

  return reply;
}

static char **
strv_from_array (GPtrArray *array)
{
  char **strv = g_new0 (char *, array->len + 1);

  for (guint i = 0; i < array->len; i++)
    strv[i] = g_strdup (array->pdata[i]);

  return strv;
}

/* The day and the locale that the data are for. */
static void
set_context (SdPlanning *self,
             JsonObject *document)
{
  char buffer[SD_FORMAT_MAX];
  gint64 day = CLAMP (self->request->as_of, SD_DATE_MIN, SD_DATE_MAX);
  g_autofree char *text = g_strndup (buffer, sd_format_date (buffer, day) - buffer);

  json_object_set_string_member (document, "as_of", text);
  json_object_set_string_member (document, "locale",
                                 self->request->locale != NULL ? self->request->locale : "en_US");
}

/* A new document: the parts in order, each using what those before found. */
static void
plan_new (SdPlanning *self,
          SdDraft    *draft)
{
  g_autofree gboolean *domains = g_new0 (gboolean, sd_lexicon_get_n_domains () + 1);

  self->lesson = find_lesson (self);
  sd_planner_find_tables (self);
  sd_planner_find_flat_table (self);
  if (self->lesson != NULL && lesson_fits (self))
    sd_planner_add_lesson (self, self->lesson);
  else if (self->lesson != NULL)
    sd_planner_take_themes (self);
  if (self->sketch->tables->len == 0)
    {
      draft->reply = (g_free (draft->reply),
                      g_strdup (_("The text does not say yet what the data should be about.")));
      sd_planner_ask (draft);
      return;
    }

  sd_planner_apply_answers (self);
  sd_planner_find_relations (self);
  sd_planner_find_columns (self);
  sd_planner_add_links (self);
  sd_sketch_sort_tables (self->sketch);
  sd_planner_fill_columns (self);
  sd_planner_find_row_hints (self);
  sd_planner_apply_periods (self);
  sd_planner_apply_hints (self);
  sd_planner_apply_shares (self);
  sd_planner_apply_effects (self);
  sd_planner_settle_rows (self);
  sd_planner_apply_answers (self);

  for (guint i = 0; i < self->sketch->tables->len; i++)
    {
      const SdEntity *entity = sd_sketch_table_at (self->sketch, i)->entity;

      if (entity == NULL)
        continue;
      use_covered (self, entity->json);
      domains[entity->domain] = TRUE;
    }
  if (self->lesson != NULL)
    use_covered (self, self->lesson->json);
  sd_lexicon_use_themes (self->words, domains);
  self->sketch->title = make_title (self);
  draft->schema = sd_sketch_to_json (self->sketch);
  set_context (self, json_node_get_object (draft->schema));
  g_free (draft->reply);
  draft->reply = make_reply (self);
}

static void
planning_clear (SdPlanning *self)
{
  sd_words_free (self->words);
  g_array_unref (self->nouns);
  g_free (self->scores);
  sd_sketch_free (self->sketch);
}

/**
 * sd_planner_plan:
 * @request: what is asked; the schema in it is not changed
 *
 * Plans without a main loop and without waiting for anything. The same request
 * gives the same draft.
 *
 * Returns: (transfer full): the draft, without a schema when there is nothing to
 *   go on: then it asks
 */
SdDraft *
sd_planner_plan (const SdRequest *request)
{
  SdDraft *draft = sd_draft_new ();
  SdPlanning self = { .request = request };
  g_autofree char *prompt = NULL;

  g_return_val_if_fail (request != NULL, NULL);

  if (request->prompt != NULL && !g_utf8_validate (request->prompt, -1, NULL))
    {
      g_free (draft->reply);
      draft->reply = g_strdup (_("The text is not valid UTF-8 and cannot be read."));
      return draft;
    }

  prompt = sd_planner_join_answers (request);
  self.words = sd_words_new (prompt);
  self.scores = sd_lexicon_score_domains (self.words);
  self.nouns = g_array_new (FALSE, FALSE, sizeof (SdNoun));
  self.sketch = sd_sketch_new ();
  sd_planner_find_mess (&self);
  sd_planner_find_nouns (&self);

  if (request->schema == NULL)
    plan_new (&self, draft);
  else if (!sd_planner_edit (&self, draft))
    {
      g_free (draft->reply);
      draft->reply = g_strdup (_("The change was not understood, so nothing was changed."));
    }
  if (self.words->cut)
    sd_sketch_assume (self.sketch, _("Only the first %d words of the text were read."),
                      SD_WORDS_MAX);
  g_strfreev (draft->assumptions);
  draft->assumptions = strv_from_array (self.sketch->assumptions);
  g_strfreev (draft->not_used);
  draft->not_used = sd_words_list_unused (self.words);
  planning_clear (&self);

  return draft;
}

static const char *
sd_planner_get_title (SdAssistant *assistant)
{
  return _("Offline planner");
}

static void
sd_planner_ask_async (SdAssistant         *assistant,
                      const SdRequest     *request,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  GTask *task = g_task_new (assistant, cancellable, callback, user_data);

  g_task_set_source_tag (task, sd_planner_ask_async);
  /* Planning takes a few milliseconds and reads the schema, which belongs to
   * this thread; the answer comes from the main loop all the same. */
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, sd_planner_plan (request), (GDestroyNotify) sd_draft_free);
  g_object_unref (task);
}

static SdDraft *
sd_planner_ask_finish (SdAssistant   *assistant,
                       GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, assistant), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
sd_planner_assistant_init (SdAssistantInterface *iface)
{
  iface->get_title = sd_planner_get_title;
  iface->ask_async = sd_planner_ask_async;
  iface->ask_finish = sd_planner_ask_finish;
}

static void
sd_planner_class_init (SdPlannerClass *klass)
{
}

static void
sd_planner_init (SdPlanner *self)
{
}

/**
 * sd_planner_new:
 *
 * Returns: (transfer full): the offline planner
 */
SdAssistant *
sd_planner_new (void)
{
  return g_object_new (SD_TYPE_PLANNER, NULL);
}
