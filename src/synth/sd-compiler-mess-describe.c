/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What exporters read of messy data: rows with their copies, ranges and lengths
 * as they are shown, and of the constraints those that still hold. Each that
 * does not is named with its reason, in the language of SQL, because it is data.
 */

#define G_LOG_DOMAIN "sd-compiler-mess-describe"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sd-compiler-mess-private.h"
#include "sd-format.h"
#include "sd-math.h"

#define LARGEST G_GINT64_CONSTANT (999999999999999999)

/* Characters that a mistake may add. */
#define ADDED 3
/* The longest form of a number, a day or a moment. */
#define FORM_LENGTH 40

typedef struct
{
  SdMessCompiler *mess;
  guint           table;
  SdPlanTable    *info;
  SdPlanColumn   *columns;
  GPtrArray      *dropped;
} Description;

static const SdMessColumnState *
get_state (const SdMessCompiler *self,
           guint                 table,
           guint                 column)
{
  return &self->tables[table].columns[column];
}

/* Whether any cell shows something else than the clean one, copies aside. */
static gboolean
is_messed_up (const SdMessCompiler *self,
              guint                 table,
              guint                 column)
{
  const SdMessColumnState *state = get_state (self, table, column);

  return state->n_own > 0 || state->swapped;
}

/* Whether all that is shown instead is nothing. */
static gboolean
is_only_emptied (const SdMessCompiler *self,
                 guint                 table,
                 guint                 column)
{
  const SdMessColumnState *state = get_state (self, table, column);

  if (state->swapped)
    return FALSE;
  for (guint i = 0; i < state->n_own; i++)
    if (state->entries[i].kind != SD_MESS_BLANK
        || self->clean->tables[table].info.columns[column].type == SD_TYPE_TEXT)
      return FALSE;
  return TRUE;
}

/* Whether values of these columns together, different before, may now repeat;
 * the reason, or NULL. */
static const char *
why_repeated (const SdMessCompiler *self,
              guint                 table,
              const guint          *columns,
              guint                 n)
{
  gboolean fresh = FALSE;

  for (guint i = 0; i < n; i++)
    {
      if (is_messed_up (self, table, columns[i]))
        return "cells of it are messed up";
      fresh |= get_state (self, table, columns[i])->fresh;
    }
  return self->clean->tables[table].info.n_rows < self->messy->tables[table].info.n_rows && !fresh
         ? "duplicate rows repeat it" : NULL;
}

static void
drop (Description *self,
      const char  *constraint,
      const guint *columns,
      guint        n,
      const char  *reason)
{
  g_autoptr (GString) text = g_string_new (constraint);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s", i == 0 ? " (" : ", ", self->columns[columns[i]].name);
  g_string_append_printf (text, "): %s", reason);
  g_ptr_array_add (self->dropped,
                   g_string_chunk_insert_const (self->mess->messy->strings, text->str));
}

static void
describe_keys (Description *self)
{
  SdPlanTable *info = self->info;
  const char *reason = why_repeated (self->mess, self->table, info->primary_key,
                                     info->n_primary_key);

  if (info->n_primary_key > 0 && reason != NULL)
    {
      drop (self, "PRIMARY KEY", info->primary_key, info->n_primary_key, reason);
      if (info->n_primary_key == 1)
        self->columns[info->primary_key[0]].unique = FALSE;
      info->n_primary_key = 0;
    }
  for (guint c = 0; c < info->n_columns; c++)
    {
      reason = self->columns[c].unique ? why_repeated (self->mess, self->table, &c, 1) : NULL;
      if (reason == NULL)
        continue;
      drop (self, "UNIQUE", &c, 1, reason);
      self->columns[c].unique = FALSE;
    }
}

static const char *
why_broken (const SdMessCompiler   *self,
            guint                   table,
            const SdPlanForeignKey *key)
{
  for (guint i = 0; i < key->n_columns; i++)
    {
      const SdMessColumnState *state = get_state (self, table, key->columns[i]);

      for (guint j = 0; j < state->n_own; j++)
        if (state->entries[j].kind == SD_MESS_ORPHAN)
          return "some rows refer to none";
      if (is_messed_up (self, table, key->columns[i])
          && !is_only_emptied (self, table, key->columns[i]))
        return "cells of it are messed up";
    }
  return why_repeated (self, key->parent_table, key->parent_columns, key->n_columns) != NULL
         ? "the key referred to is messed up" : NULL;
}

/* Of the same number, exactly one key is set only if none is messed up. */
static void
drop_groups (Description *self)
{
  SdPlanForeignKey *keys = (SdPlanForeignKey *) self->info->foreign_keys;

  for (guint i = 0; i < self->info->n_foreign_keys; i++)
    for (guint c = 0; keys[i].one_of != 0 && c < keys[i].n_columns; c++)
      if (is_messed_up (self->mess, self->table, keys[i].columns[c]))
        {
          const guint group = keys[i].one_of;

          drop (self, "CHECK", keys[i].columns, keys[i].n_columns, "cells of it are messed up");
          for (guint j = 0; j < self->info->n_foreign_keys; j++)
            if (keys[j].one_of == group)
              keys[j].one_of = 0;
        }
}

static void
describe_references (Description *self)
{
  const SdPlanTable *clean = &self->mess->clean->tables[self->table].info;
  SdPlanForeignKey *keys = g_new0 (SdPlanForeignKey, MAX (clean->n_foreign_keys, 1));

  self->info->foreign_keys = keys;
  for (guint i = 0; i < clean->n_foreign_keys; i++)
    {
      const SdPlanForeignKey *key = &clean->foreign_keys[i];
      const char *reason = why_broken (self->mess, self->table, key);

      keys[i] = *key;
      keys[i].columns = g_memdup2 (key->columns, key->n_columns * sizeof (guint));
      keys[i].parent_columns = g_memdup2 (key->parent_columns, key->n_columns * sizeof (guint));
      keys[i].broken = reason != NULL;
      if (reason != NULL)
        drop (self, "FOREIGN KEY", key->columns, key->n_columns, reason);
    }
  drop_groups (self);
}

static guint
get_longest (const SdPlanColumn *column)
{
  guint length = column->max_length;

  if (column->dictionary == NULL || length != 0)
    return length;
  for (guint i = 0; i < column->dictionary->n; i++)
    {
      const SdText *entry = &column->dictionary->entries[i];

      length = MAX (length, (guint) g_utf8_strlen (entry->data, entry->length));
    }
  return length;
}

static void
widen_length (SdPlanColumn *column,
              guint         length)
{
  if (column->max_length != 0)
    column->max_length = MAX (column->max_length, length);
}

static void
widen_range (SdPlanColumn *column,
             gint64        value)
{
  column->minimum = MIN (column->minimum, value);
  column->maximum = MAX (column->maximum, value);
}

static gint64
multiply (gint64 value,
          double factor)
{
  return CLAMP (sd_round_to_scaled ((double) value * factor, 0), -LARGEST, LARGEST);
}

static void
widen_by_factor (SdPlanColumn *column,
                 double        factor)
{
  const gint64 low = multiply (column->minimum, factor);
  const gint64 high = multiply (column->maximum, factor);
  char text[SD_FORMAT_MAX];

  if (column->has_range)
    {
      widen_range (column, low);
      widen_range (column, high);
    }
  column->precision = MIN (column->precision + (guint) (sd_format_int64 (text, multiply (1, factor))
                                                        - text), 30);
}

static void
widen_by_codes (SdPlanColumn      *column,
                const SdMessEntry *entry)
{
  for (guint i = 0; i < entry->n_codes; i++)
    {
      const SdMessCode *code = &entry->codes[i];

      column->nullable |= code->is_null;
      if (code->is_value && column->has_range)
        widen_range (column, code->i64);
      column->as_text |= !code->is_value && !code->is_null && column->type != SD_TYPE_TEXT;
      widen_length (column, (guint) g_utf8_strlen (code->text.data, code->text.length));
    }
}

/* Orphans and keys of copies count on behind the last. */
static void
forget_range (SdPlanColumn *column)
{
  column->has_range = FALSE;
}

static void
describe_entry (SdPlanColumn      *column,
                const SdMessEntry *entry)
{
  switch (entry->kind)
    {
    case SD_MESS_MISSING_CODE:
      widen_by_codes (column, entry);
      break;
    case SD_MESS_BLANK:
      column->nullable |= column->type != SD_TYPE_TEXT;
      break;
    case SD_MESS_UNIT:
    case SD_MESS_OUTLIER:
      widen_by_factor (column, entry->factor);
      break;
    case SD_MESS_DATE_FORMAT:
    case SD_MESS_NUMBER_FORMAT:
      column->as_text = TRUE;
      break;
    case SD_MESS_ORPHAN:
      forget_range (column);
      break;
    case SD_MESS_TYPO:
    case SD_MESS_CASE:
    case SD_MESS_SPACES:
    case SD_MESS_SWAP:
    case SD_MESS_NONE:
    default:
      break;
    }
}

static void
describe_swaps (Description *self,
                guint        column)
{
  const SdMessTableState *state = &self->mess->tables[self->table];
  const SdPlanTable *clean = &self->mess->clean->tables[self->table].info;
  SdPlanColumn *out = &self->columns[column];

  for (guint i = 0; i < state->n_swaps; i++)
    {
      const guint *pair = state->swap_columns[i];
      const SdPlanColumn *other = &clean->columns[pair[0] == column ? pair[1] : pair[0]];
      const guint length = get_longest (other);

      if (pair[0] != column && pair[1] != column)
        continue;
      out->nullable |= other->nullable;
      out->as_text |= out->type != SD_TYPE_TEXT
                      && (out->type != other->type || out->scale != other->scale
                          || out->kind != other->kind);
      out->has_range &= other->has_range;
      widen_range (out, other->minimum);
      widen_range (out, other->maximum);
      out->precision = MAX (out->precision, other->precision);
      if (other->type == SD_TYPE_TEXT && length == 0)
        out->max_length = 0;
      widen_length (out, MAX (length, FORM_LENGTH));
    }
}

static void
describe_column (Description *self,
                 guint        column)
{
  const SdMessColumnState *state = get_state (self->mess, self->table, column);
  SdPlanColumn *out = &self->columns[column];
  const gboolean was_nullable = out->nullable;

  if (is_messed_up (self->mess, self->table, column) || state->alterable)
    {
      if (out->type == SD_TYPE_TEXT && get_longest (out) != 0)
        out->max_length = get_longest (out) + ADDED;
      if (state->alterable && out->has_range)
        {
          widen_range (out, out->minimum - 9);
          widen_range (out, out->maximum + 9);
        }
    }
  if (state->fresh)
    forget_range (out);
  for (guint i = 0; i < state->n_own; i++)
    describe_entry (out, &state->entries[i]);
  if (state->swapped)
    describe_swaps (self, column);
  if (out->as_text)
    {
      out->max_length = MAX (out->max_length, FORM_LENGTH);
      drop (self, sd_type_to_nick (out->type), &column, 1,
            "cells of it are texts that are no such value");
    }
  if (out->nullable && !was_nullable)
    drop (self, "NOT NULL", &column, 1, "cells of it are empty");
}

static void
describe_table (SdMessCompiler *self,
                guint           table)
{
  const SdPlanTable *clean = &self->clean->tables[table].info;
  SdPlanTable *info = &self->messy->tables[table].info;
  Description description = {
    .mess = self,
    .table = table,
    .info = info,
    .columns = g_memdup2 (clean->columns, MAX (clean->n_columns, 1) * sizeof *clean->columns),
    .dropped = g_ptr_array_new (),
  };

  info->columns = description.columns;
  info->primary_key = g_memdup2 (clean->primary_key,
                                 MAX (clean->n_primary_key, 1) * sizeof (guint));
  for (guint c = 0; c < info->n_columns; c++)
    describe_column (&description, c);
  describe_keys (&description);
  describe_references (&description);
  info->n_dropped = description.dropped->len;
  g_ptr_array_add (description.dropped, NULL);
  info->dropped = (const char * const *) g_ptr_array_free (description.dropped, FALSE);
}

/* References keep to the clean key, which those who join should know. */
static void
report_keys (SdMessCompiler *self)
{
  for (guint t = 0; t < self->clean->n_tables; t++)
    for (guint k = 0; k < self->clean->tables[t].info.n_foreign_keys; k++)
      {
        const SdPlanForeignKey *key = &self->clean->tables[t].info.foreign_keys[k];
        const SdPlanTable *parent = &self->clean->tables[key->parent_table].info;

        for (guint i = 0; i < key->n_columns; i++)
          if (is_messed_up (self, key->parent_table, key->parent_columns[i]))
            {
              g_autofree char *place =
                g_strdup_printf ("%s.%s", parent->name,
                                 parent->columns[key->parent_columns[i]].name);

              sd_compiler_add_finding (
                self->compiler,
                sd_finding_new (SD_SEVERITY_WARNING, "mess-key",
                                parent->columns[key->parent_columns[i]].id, place,
                                _("“%s” refers to this key, whose cells are messed up: its rows "
                                  "keep the clean key, so some of them will find no row."),
                                self->clean->tables[t].info.name));
            }
      }
}

/* Keys referred to are as wide as their references, so a wider range goes down. */
void
sd_mess_describe (SdMessCompiler *self)
{
  for (guint t = 0; t < self->clean->n_tables; t++)
    {
      SdPlanTable *info = &self->messy->tables[t].info;
      const SdMessTable *mess = self->messy->tables[t].mess;

      *info = self->clean->tables[t].info;
      info->n_copies = mess != NULL ? mess->rows.n_copies : 0;
      info->n_rows += info->n_copies;
    }
  for (guint t = 0; t < self->clean->n_tables; t++)
    describe_table (self, t);
  report_keys (self);
}
