/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Running a script: rows are encoded by all threads in units of about a quarter
 * of a mebibyte, which stay in the second-level cache, and written in order. Unless
 * rows are long, units are whole blocks of draws: a column whose equal texts are
 * numbered counts from the beginning of its block, and would have to do so anew.
 */

#include "sd-text-script-private.h"

#include "sd-draw.h"
#include "sd-parallel-private.h"

#define UNIT_BYTES (256 * 1024)
#define MAX_UNIT_BYTES (2 * 1024 * 1024)
#define MAX_UNIT_ROWS (64 * SD_BATCH_ROWS)

typedef struct
{
  guint         file;
  char         *text;         /* NULL for rows */
  SdRowEncoder *encoder;
  guint64       first, last;
  guint64       unit_rows;
  guint64       first_unit;
} Segment;

typedef struct
{
  gpointer       data;
  GDestroyNotify destroy;
} Owned;

struct _SdTextScript
{
  GPtrArray *files;
  GArray    *segments;
  GArray    *owned;
};

typedef struct
{
  SdTextScript *script;
  SdPlan       *plan;
  SdTarget     *target;
  SdProgress   *progress;      /* nullable */
  GCancellable *cancellable;
  int           open_file;     /* −1 */
} Run;

typedef struct
{
  SdEvaluator *evaluator;
  SdTextBuffer text;
  guint64      n_rows;
} Slot;

static void
segment_clear (gpointer data)
{
  Segment *self = data;

  g_free (self->text);
  sd_row_encoder_free (self->encoder);
}

static void
owned_clear (gpointer data)
{
  Owned *self = data;

  self->destroy (self->data);
}

/* (transfer full) */
SdTextScript *
sd_text_script_new (void)
{
  SdTextScript *self = g_new0 (SdTextScript, 1);

  self->files = g_ptr_array_new_with_free_func (g_free);
  self->segments = g_array_new (FALSE, TRUE, sizeof (Segment));
  g_array_set_clear_func (self->segments, segment_clear);
  self->owned = g_array_new (FALSE, TRUE, sizeof (Owned));
  g_array_set_clear_func (self->owned, owned_clear);

  return self;
}

void
sd_text_script_free (SdTextScript *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->segments);
  g_ptr_array_unref (self->files);
  g_array_unref (self->owned);
  g_free (self);
}

/* Keeps @data (transfer full), such as rules the encoders use, as long as the
 * script, and returns it. */
gpointer
sd_text_script_own (SdTextScript  *self,
                    gpointer       data,
                    GDestroyNotify destroy)
{
  Owned owned = { data, destroy };

  g_array_append_val (self->owned, owned);
  return data;
}

/* What is added from now on goes into the file @name. */
void
sd_text_script_begin_file (SdTextScript *self,
                           const char   *name)
{
  g_ptr_array_add (self->files, g_strdup (name));
}

static void
add_segment (SdTextScript *self,
             Segment      *segment)
{
  g_assert (self->files->len > 0);

  segment->file = self->files->len - 1;
  g_array_append_vals (self->segments, segment, 1);
}

/* @text (transfer full). Also the empty text makes the file. */
void
sd_text_script_add_text (SdTextScript *self,
                         char         *text)
{
  Segment segment = { .text = text };

  add_segment (self, &segment);
}

/* Rows @first to @last − 1 as @encoder (transfer full) writes them. */
void
sd_text_script_add_rows (SdTextScript *self,
                         SdRowEncoder *encoder,
                         guint64       first,
                         guint64       last)
{
  const gsize length = sd_row_encoder_get_typical_length (encoder);
  const guint64 step = length <= MAX_UNIT_BYTES / SD_DRAW_BLOCK ? SD_DRAW_BLOCK : SD_BATCH_ROWS;
  guint64 rows = UNIT_BYTES / length;
  Segment segment = { .encoder = encoder, .first = first, .last = last };

  rows -= rows % step;
  segment.unit_rows = CLAMP (rows, step, MAX_UNIT_ROWS);
  add_segment (self, &segment);
}

guint64
sd_text_script_get_n_rows (SdTextScript *self)
{
  guint64 n = 0;

  for (guint i = 0; i < self->segments->len; i++)
    {
      const Segment *segment = &g_array_index (self->segments, Segment, i);

      n += segment->last - segment->first;
    }

  return n;
}

/* Units begin at multiples of their size, so that batches do not depend on
 * where a shard begins. */
static guint64
get_n_units (const Segment *segment)
{
  if (segment->encoder == NULL || segment->first >= segment->last)
    return 1;

  return (segment->last - 1) / segment->unit_rows - segment->first / segment->unit_rows + 1;
}

static guint64
number_units (SdTextScript *self)
{
  guint64 n = 0;

  for (guint i = 0; i < self->segments->len; i++)
    {
      Segment *segment = &g_array_index (self->segments, Segment, i);

      segment->first_unit = n;
      n += get_n_units (segment);
    }

  return n;
}

static const Segment *
find_segment (SdTextScript *self,
              guint64       unit)
{
  guint low = 0;
  guint high = self->segments->len - 1;

  while (low < high)
    {
      guint middle = (low + high + 1) / 2;

      if (g_array_index (self->segments, Segment, middle).first_unit <= unit)
        low = middle;
      else
        high = middle - 1;
    }

  return &g_array_index (self->segments, Segment, low);
}

static gpointer
slot_new (gpointer user_data)
{
  Slot *self = g_new0 (Slot, 1);

  sd_text_buffer_init (&self->text, UNIT_BYTES + UNIT_BYTES / 4);
  return self;
}

static void
slot_free (gpointer data)
{
  Slot *self = data;

  g_clear_pointer (&self->evaluator, sd_evaluator_free);
  sd_text_buffer_clear (&self->text);
  g_free (self);
}

static gboolean
produce_unit (guint64   unit,
              gpointer  data,
              gpointer  user_data,
              GError  **error)
{
  Run *run = user_data;
  Slot *slot = data;
  const Segment *segment = find_segment (run->script, unit);
  guint64 start, end;

  slot->text.length = 0;
  slot->n_rows = 0;
  if (segment->encoder == NULL || segment->first >= segment->last)
    return TRUE;

  start = (segment->first / segment->unit_rows + unit - segment->first_unit) * segment->unit_rows;
  end = MIN (start + segment->unit_rows, segment->last);
  start = MAX (start, segment->first);
  slot->n_rows = end - start;
  if (slot->evaluator == NULL)
    slot->evaluator = sd_evaluator_new (run->plan);

  while (start < end)
    {
      guint n = MIN (SD_BATCH_ROWS - start % SD_BATCH_ROWS, end - start);
      const SdBatch *batch;

      if (g_cancellable_set_error_if_cancelled (run->cancellable, error))
        return FALSE;

      batch = sd_evaluator_get_rows (slot->evaluator,
                                     sd_row_encoder_get_table (segment->encoder),
                                     start, n, NULL);
      sd_row_encoder_encode (segment->encoder, batch, &slot->text);
      start += n;
    }

  return TRUE;
}

static gboolean
end_file (Run     *run,
          GError **error)
{
  if (run->open_file < 0)
    return TRUE;

  run->open_file = -1;
  return run->target->end_file == NULL || run->target->end_file (run->target, error);
}

static gboolean
begin_file (Run     *run,
            guint    file,
            GError **error)
{
  if (run->open_file == (int) file)
    return TRUE;
  if (!end_file (run, error))
    return FALSE;
  if (run->target->begin_file != NULL
      && !run->target->begin_file (run->target,
                                   g_ptr_array_index (run->script->files, file), error))
    return FALSE;

  run->open_file = file;
  return TRUE;
}

static gboolean
commit_unit (guint64   unit,
             gpointer  data,
             gpointer  user_data,
             GError  **error)
{
  Run *run = user_data;
  Slot *slot = data;
  const Segment *segment = find_segment (run->script, unit);
  const char *text = slot->text.data;
  gsize length = slot->text.length;

  if (segment->text != NULL)
    {
      text = segment->text;
      length = strlen (text);
    }

  if (!begin_file (run, segment->file, error)
      || (length > 0 && !run->target->write (run->target, text, length, error)))
    return FALSE;

  if (run->progress != NULL)
    sd_progress_add (run->progress, slot->n_rows);

  return TRUE;
}

/* Writes the script to @target on @threads threads (0: one per processor); the
 * bytes do not depend on their number. @progress (nullable). */
gboolean
sd_text_script_run (SdTextScript  *self,
                    SdPlan        *plan,
                    guint          threads,
                    SdTarget      *target,
                    SdProgress    *progress,
                    GCancellable  *cancellable,
                    GError       **error)
{
  Run run = { self, plan, target, progress, cancellable, -1 };
  SdParallelWork work = {
    .n_units = number_units (self),
    .n_threads = sd_parallel_get_n_threads (threads),
    .slot_new = slot_new,
    .slot_free = slot_free,
    .produce = produce_unit,
    .commit = commit_unit,
    .user_data = &run,
  };

  return sd_parallel_run (&work, cancellable, error) && end_file (&run, error);
}

guint64
sd_shard_boundary (guint64 n,
                   guint   k,
                   guint   of)
{
  return n / of * k + n % of * k / of;
}

char *
sd_shard_file_name (const char *stem,
                    const char *suffix,
                    guint       shard,
                    guint       n_shards)
{
  if (n_shards <= 1)
    return g_strconcat (stem, suffix, NULL);

  return g_strdup_printf ("%s.%u-of-%u%s", stem, shard, n_shards, suffix);
}
