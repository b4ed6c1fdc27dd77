/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Chains of states; see the header.
 *
 * One uniform number decides the whole way: each choice takes its part of it,
 * and what is left decides the next. With balanced draws the share of every way
 * through the chain is therefore met to the nearest row.
 */

#define G_LOG_DOMAIN "sd-life-cycle"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-calendar.h"
#include "sd-compiler-private.h"
#include "sd-generator-info.h"
#include "sd-life-cycle-private.h"
#include "sd-literal-private.h"
#include "sd-math.h"
#include "sd-moment-private.h"

#define USEC_PER_SECOND G_GINT64_CONSTANT (1000000)
#define MAX_STATES      1000

/* Shares may miss 1 by as much as one writes them. */
#define SLACK 1e-6

/* The transition that *@u chooses; NULL to stay for good. What is left of *@u is
 * spread over all numbers again, new digits behind the old. */
static const SdTransition *
choose (const SdLifeCycle *self,
        const SdLifeState *state,
        guint64            random,
        guint64           *u)
{
  guint64 before = 0;

  for (guint i = 0; i < state->n; i++)
    {
      const SdTransition *transition = &state->transitions[i];
      const gboolean last = i + 1 == state->n && state->goes_on;
      const unsigned __int128 end = last ? (unsigned __int128) 1 << 64 : transition->threshold;

      if (*u < end)
        {
          *u = (guint64) ((((unsigned __int128) (*u - before) << 64) + random) / (end - before));
          return transition;
        }
      before = transition->threshold;
    }
  return NULL;
}

void
sd_life_cycle_unroll (const SdLifeCycle *self,
                      guint64            row,
                      guint64            u,
                      gint64             start,
                      SdLife            *life)
{
  gint64 moment = start;
  guint state = 0;

  life->states[0] = state;
  life->moments[0] = moment;
  for (life->n = 1; life->n < SD_LIFE_STEPS; life->n++)
    {
      const SdTransition *transition =
        choose (self, &self->states[state], sd_random (sd_key_derive (self->way_key, life->n), row),
                &u);
      double days;

      if (transition == NULL)
        return;
      days = sd_dwell_draw (&transition->dwell,
                            sd_random (sd_key_derive (self->dwell_key, life->n), row));
      moment += (gint64) sd_floor (MIN (days, 4e6) * 86400 + 0.5) * USEC_PER_SECOND;
      if (moment > self->end)
        return;
      state = transition->to;
      life->states[life->n] = state;
      life->moments[life->n] = moment;
    }
}

int
sd_life_cycle_find (const SdLifeCycle *self,
                    const char        *state)
{
  for (guint i = 0; i < self->n_states; i++)
    if (g_str_equal (self->states[i].name, state))
      return (int) i;
  return -1;
}

static gboolean
read_states (SdLifeCycle           *self,
             const SdColumnContext *context)
{
  JsonArray *list = sd_parameter_get_list (sd_column_get_parameters (context->column), "states");
  const guint n = list != NULL ? json_array_get_length (list) : 0;

  if (n == 0 || n > MAX_STATES)
    return sd_context_fail (context, "life-states",
                            _("A life cycle has from 1 to %d states."), MAX_STATES);
  self->states = g_new0 (SdLifeState, n);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = sd_literal_to_text (json_array_get_element (list, i));

      if (name == NULL || *name == '\0')
        return sd_context_fail (context, "life-states", _("Each state needs a name."));
      if (sd_life_cycle_find (self, name) >= 0)
        return sd_context_fail (context, "life-states", _("There are two states “%s”."), name);
      self->states[i].name = g_string_chunk_insert_const (context->compiler->plan->strings, name);
      self->n_states++;
    }
  return TRUE;
}

static int
read_state (const SdLifeCycle     *self,
            const SdColumnContext *context,
            JsonObject            *json,
            const char            *member)
{
  const char *name = sd_parameter_get_text (json, member, "");
  const int state = sd_life_cycle_find (self, name);

  if (state < 0)
    sd_context_fail (context, "life-transition",
                     _("“%s” in a transition is none of the states."), name);
  return state;
}

/* Adds one transition, and its share to those of the state that it leaves. */
static gboolean
read_transition (SdLifeCycle           *self,
                 const SdColumnContext *context,
                 JsonNode              *node,
                 GArray               **shares)
{
  JsonObject *json = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const int from = json != NULL ? read_state (self, context, json, "from") : -1;
  const int to = from >= 0 ? read_state (self, context, json, "to") : -1;
  double share;
  SdTransition transition = { .to = (guint) to };
  SdLifeState *state;

  if (json == NULL)
    return sd_context_fail (context, "life-transition",
                            _("A transition is an object with “from”, “to”, “share” and “days”."));
  if (to < 0
      || !sd_dwell_init (&transition.dwell, context,
                         sd_parameter_get_text (json, "distribution", "exponential"),
                         sd_parameter_get_number (json, "days", 1),
                         sd_parameter_get_number (json, "stddev", -1)))
    return FALSE;
  share = sd_parameter_get_number (json, "share", 1);
  if (!(share >= 0 && share <= 1))
    return sd_context_fail (context, "life-transition",
                            _("The share of the transition from “%s” to “%s” must lie between 0 "
                              "and 1."), self->states[from].name, self->states[to].name);
  state = &self->states[from];
  state->transitions = g_renew (SdTransition, state->transitions, state->n + 1);
  state->transitions[state->n++] = transition;
  g_array_append_val (shares[from], share);
  return TRUE;
}

/* Shares → thresholds; what they leave of 1 stays for good. */
static gboolean
set_thresholds (SdLifeState           *state,
                const SdColumnContext *context,
                const GArray          *shares)
{
  double sum = 0;

  for (guint i = 0; i < state->n; i++)
    {
      sum += g_array_index (shares, double, i);
      state->transitions[i].threshold = sum >= 1 ? G_MAXUINT64 : (guint64) (sum * 0x1p64);
    }
  if (sum > 1 + SLACK)
    return sd_context_fail (context, "life-shares",
                            _("The shares of the ways out of “%s” add up to %g; more than 1 cannot "
                              "leave. Lower them to 1 or less: what is left stays."), state->name,
                            sum);
  state->goes_on = sum >= 1 - SLACK;
  return TRUE;
}

static void
warn_unreached (const SdLifeCycle     *self,
                const SdColumnContext *context)
{
  g_autofree gboolean *reached = g_new0 (gboolean, self->n_states);
  gboolean more = TRUE;

  reached[0] = TRUE;
  while (more)
    {
      more = FALSE;
      for (guint s = 0; s < self->n_states; s++)
        for (guint i = 0; reached[s] && i < self->states[s].n; i++)
          {
            gboolean *to = &reached[self->states[s].transitions[i].to];

            more |= !*to;
            *to = TRUE;
          }
    }
  for (guint s = 0; s < self->n_states; s++)
    if (!reached[s])
      sd_context_report (context, SD_SEVERITY_WARNING, "life-unreached",
                         _("No transition leads from “%s” to the state “%s”, so that no row is "
                           "ever in it."), self->states[0].name, self->states[s].name);
}

static gboolean
read_transitions (SdLifeCycle           *self,
                  const SdColumnContext *context)
{
  JsonArray *list = sd_parameter_get_list (sd_column_get_parameters (context->column),
                                           "transitions");
  g_autoptr (GPtrArray) owned = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  GArray **shares;

  for (guint s = 0; s < self->n_states; s++)
    g_ptr_array_add (owned, g_array_new (FALSE, FALSE, sizeof (double)));
  shares = (GArray **) owned->pdata;
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    if (!read_transition (self, context, json_array_get_element (list, i), shares))
      return FALSE;
  for (guint s = 0; s < self->n_states; s++)
    if (!set_thresholds (&self->states[s], context, shares[s]))
      return FALSE;
  warn_unreached (self, context);
  return TRUE;
}

static gboolean
read_start (SdLifeCycle           *self,
            const SdColumnContext *context)
{
  const char *start = sd_parameter_get_text (sd_column_get_parameters (context->column), "start",
                                             "");
  const SdNode *node;

  if (!sd_moment_reference_read (context, start, &self->start, &self->start_type))
    return FALSE;
  if (self->start < 0 || (self->start_type != SD_TYPE_DATE && self->start_type != SD_TYPE_TIMESTAMP))
    return sd_context_fail (context, "life-start",
                            _("A life cycle begins at a date or a timestamp of the row; name its "
                              "column as the start."));
  node = sd_compiler_get_node (context->compiler, context->table_index, (guint) self->start);
  if (node->has_range && sd_moment_from_value (node->type, node->maximum) > self->end)
    sd_context_report (context, SD_SEVERITY_NOTE, "life-future",
                       _("Rows whose “%s” lies after the document’s day stay in the state “%s”: "
                         "nothing is entered later than that day."), start, self->states[0].name);
  return TRUE;
}

gboolean
sd_life_cycle_read (SdLifeCycle           *self,
                    const SdColumnContext *context)
{
  const guint table_id = sd_table_get_id (context->table);
  const guint column_id = sd_column_get_id (context->column);

  self->end = (context->as_of + 1) * SD_USEC_PER_DAY - USEC_PER_SECOND;
  sd_draw_init (&self->draw, context->seed, table_id, column_id, SD_LANE_VALUE, 0,
                context->n_rows, context->margins);
  self->way_key = sd_key (context->seed, table_id, column_id, SD_LANE_NOISE, 0);
  self->dwell_key = sd_key (context->seed, table_id, column_id, SD_LANE_DETAIL, 0);
  return read_states (self, context) && read_transitions (self, context)
         && read_start (self, context);
}

void
sd_life_cycle_clear (SdLifeCycle *self)
{
  for (guint s = 0; s < self->n_states; s++)
    g_free (self->states[s].transitions);
  g_clear_pointer (&self->states, g_free);
  self->n_states = 0;
}
