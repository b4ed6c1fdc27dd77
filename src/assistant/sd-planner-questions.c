/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What to ask when the prompt says too little, and what the answers change. The
 * slots are checked here, one after the other, so that the same prompt always
 * leads to the same questions.
 */

#define G_LOG_DOMAIN "sd-assistant"

#include "config.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "sd-planner-private.h"

#define N_SUBJECTS 5

static SdQuestion *
question_new (const char *id,
              const char *text,
              char      **choices,
              const char *fallback)
{
  SdQuestion *question = g_new0 (SdQuestion, 1);

  question->id = g_strdup (id);
  question->text = g_strdup (text);
  question->choices = choices;
  question->fallback = g_strdup (fallback);

  return question;
}

static char **
subjects (void)
{
  static const char * const names[N_SUBJECTS] = {
    "product_sales", "school", "library", "clinic", "employees",
  };
  GPtrArray *choices = g_ptr_array_new ();

  for (gsize i = 0; i < N_SUBJECTS; i++)
    {
      const SdLesson *lesson = sd_lexicon_find_lesson (names[i]);

      if (lesson != NULL)
        g_ptr_array_add (choices, g_strdup (lesson->title));
    }
  g_ptr_array_add (choices, NULL);

  return (char **) g_ptr_array_free (choices, FALSE);
}

static char **
choices_of (const char *first,
            const char *second,
            const char *third)
{
  const char *choices[] = { first, second, third, NULL };

  return g_strdupv ((char **) choices);
}

void
sd_planner_ask (SdDraft *draft)
{
  char **about = subjects ();

  g_ptr_array_add (draft->questions,
                   question_new ("subject", _("What should the data be about?"), about,
                                 about[0] != NULL ? about[0] : ""));
  g_ptr_array_add (draft->questions,
                   question_new ("tables", _("One table or several that are linked?"),
                                 choices_of (_("Several tables"), _("One table"), NULL),
                                 _("Several tables")));
  g_ptr_array_add (draft->questions,
                   question_new ("size", _("How much data?"),
                                 choices_of (_("Small: up to 100 rows a table"),
                                             _("Medium: some hundred rows"),
                                             _("Large: some thousand rows")),
                                 _("Medium: some hundred rows")));
}

/* The answer to a question; NULL when there is none. (transfer none) */
static const char *
find_answer (const SdRequest *request,
             const char      *id)
{
  gsize n = strlen (id);

  for (guint i = 0; request->answers != NULL && request->answers[i] != NULL; i++)
    if (strncmp (request->answers[i], id, n) == 0 && request->answers[i][n] == '=')
      return request->answers[i] + n + 1;

  return NULL;
}

char *
sd_planner_join_answers (const SdRequest *request)
{
  const char *prompt = request->prompt != NULL ? request->prompt : "";
  const char *subject = find_answer (request, "subject");

  if (subject == NULL || !g_utf8_validate (subject, -1, NULL))
    return g_strdup (prompt);

  return g_strconcat (prompt, prompt[0] != '\0' ? ". " : "", subject, NULL);
}

/* The table that refers to the others, alone, with its flat columns. */
static void
keep_one_table (SdPlanning *self)
{
  guint keep = 0;

  for (guint i = 0; i < self->sketch->tables->len; i++)
    if (sd_sketch_table_at (self->sketch, i)->kind == SD_KIND_EVENT)
      keep = i;
  for (guint i = self->sketch->tables->len; i > 0; i--)
    if (i - 1 != keep)
      g_ptr_array_remove_index (self->sketch->tables, i - 1);
}

void
sd_planner_apply_answers (SdPlanning *self)
{
  const char *tables = find_answer (self->request, "tables");
  const char *size = find_answer (self->request, "size");
  double factor = 1;

  if (g_strcmp0 (tables, _("One table")) == 0 && self->sketch->links->len == 0
      && self->sketch->tables->len > 1)
    keep_one_table (self);
  if (g_strcmp0 (size, _("Small: up to 100 rows a table")) == 0)
    factor = 0.2;
  if (g_strcmp0 (size, _("Large: some thousand rows")) == 0)
    factor = 10;
  for (guint i = 0; factor != 1 && i < self->sketch->tables->len; i++)
    {
      SdSketchTable *table = sd_sketch_table_at (self->sketch, i);

      if (!table->rows_from_user && table->rows > 0)
        table->rows = MAX ((guint64) ((double) table->rows * factor), 3);
    }
}
