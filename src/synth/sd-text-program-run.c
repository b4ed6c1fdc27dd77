/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Running text programs: row by row, step by step, into memory of the frame that
 * is large enough for the longest outcome. A row's own choices (lists) come from
 * a small generator that starts from one draw of the row, because how many there
 * are is not known beforehand (SplitMix64; Steele, Lea and Flood 2014).
 */

#define G_LOG_DOMAIN "sd-text-program"

#include <string.h>

#include "sd-format.h"
#include "sd-text-program-private.h"

typedef struct
{
  SdFrame              *frame;
  const SdTextProgram  *program;
  const SdVector      **vectors;   /* by node index */
  const SdText        **texts;     /* by step; of nodes' texts, transformed */
  const char           *symbols;
  const guint64        *numbers;   /* nullable */
  guint                 row;       /* in the frame */
  guint64               state;     /* of the row's own choices */
  char                 *begin;     /* of the row's text */
} Run;

static char *write_program (Run                 *run,
                            const SdTextProgram *program,
                            char                *out);

static inline guint64
next_choice (Run *run)
{
  guint64 z = run->state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

static inline char *
write_entry (const SdText *entry,
             char         *out)
{
  memcpy (out, entry->data, SD_TEXT_SLACK);
  if (entry->length > SD_TEXT_SLACK)
    memcpy (out + SD_TEXT_SLACK, entry->data + SD_TEXT_SLACK, entry->length - SD_TEXT_SLACK);
  return out + entry->length;
}

/* Templates of templates could grow without end; what goes too far is left out. */
static char *
write_text (const Run    *run,
            const SdText *text,
            char         *out)
{
  if ((gsize) (out - run->begin) + text->length > SD_TEXT_MAX)
    return out;
  memcpy (out, text->data, text->length);
  return out + text->length;
}

static char *
write_boolean (gint64  value,
               char   *out)
{
  const char *text = value != 0 ? "true" : "false";
  const gsize length = strlen (text);

  memcpy (out, text, length);
  return out + length;
}

static char *
write_scalar (const SdTextStep *step,
              const SdVector   *vector,
              guint             row,
              char             *out)
{
  if (vector->kind == SD_VECTOR_DOUBLE)
    return sd_format_double (out, vector->f64[row], '.');
  if (vector->kind == SD_VECTOR_UUID)
    return sd_format_uuid (out, vector->uuid[row].high, vector->uuid[row].low);

  switch (step->type)
    {
    case SD_TYPE_BOOLEAN:
      return write_boolean (vector->i64[row], out);
    case SD_TYPE_DATE:
      return sd_format_date (out, vector->i64[row]);
    case SD_TYPE_TIME:
      return sd_format_time (out, vector->i64[row]);
    case SD_TYPE_TIMESTAMP:
      return sd_format_timestamp (out, vector->i64[row], ' ');
    case SD_TYPE_DECIMAL:
      return sd_format_decimal (out, vector->i64[row], step->scale, '.');
    case SD_TYPE_INTEGER:
    case SD_TYPE_REAL:
    case SD_TYPE_TEXT:
    case SD_TYPE_UUID:
    case SD_N_TYPES:
    default:
      return sd_format_int64 (out, vector->i64[row]);
    }
}

static SdText
transform_text (SdFrame            *frame,
                const SdText       *text,
                const char * const *transforms)
{
  g_autofree char *result = sd_text_transform_apply (transforms, text->data, text->length);
  const gsize length = strlen (result);
  char *copy = sd_frame_alloc (frame, length + 1);

  memcpy (copy, result, length);
  return (SdText) { copy, (guint32) length };
}

/* What transforms do to a number is of no use but harmless: it has no letters,
 * or few. */
static char *
write_transformed_scalar (const SdTextStep *step,
                          const SdVector   *vector,
                          Run              *run,
                          char             *out)
{
  char plain[SD_FORMAT_MAX];
  SdText text = { plain, 0 };

  if (step->transforms == NULL)
    return write_scalar (step, vector, run->row, out);

  text.length = (guint32) (write_scalar (step, vector, run->row, plain) - plain);
  text = transform_text (run->frame, &text, (const char * const *) step->transforms);
  text.length = MIN (text.length, SD_FORMAT_MAX);
  return write_text (run, &text, out);
}

static char *
write_number (const SdTextStep *step,
              guint64           number,
              char             *out)
{
  if (number == 0)
    return out;
  out = g_stpcpy (out, step->prefix);
  out = sd_format_int64 (out, (gint64) number + 1);
  return g_stpcpy (out, step->suffix);
}

/* The first letter of what stands at @begin; ASCII only, as the catalog's
 * sentences are. */
static void
make_capital (char *begin,
              char *end)
{
  if (begin < end && g_ascii_islower (*begin))
    *begin = g_ascii_toupper (*begin);
}

static guint
choose (const SdTextList *list,
        Run              *run)
{
  const guint64 u = next_choice (run);
  guint low = 0, high = list->n - 1;

  if (list->first_rows != NULL)
    {
      const guint code = run->vectors[list->parent]->code[run->row];

      low = list->first_rows[code];
      high = list->first_rows[code + 1] - 1;
    }
  if (list->uniform)
    return low + (guint) sd_scale (u, high - low + 1);
  while (low < high)
    {
      const guint middle = (low + high) / 2;

      if (u <= list->thresholds[middle])
        high = middle;
      else
        low = middle + 1;
    }
  return low;
}

static inline char *
write_any (const SdTextList *list,
           Run              *run,
           char             *out)
{
  return write_entry (&list->entries->entries[sd_scale (next_choice (run), list->n)], out);
}

static char *
write_list (const SdTextStep *step,
            Run              *run,
            char             *out)
{
  const SdTextList *list = step->list;
  const guint choice = choose (list, run);
  char *end;

  if (list->entries != NULL)
    return write_entry (&list->entries->entries[choice], out);

  end = write_program (run, list->forms[choice], out);
  if (step->capital)
    make_capital (out, end);
  return end;
}

/* Nodes' texts stand only right in the outermost program. */
static const SdText *
get_text (const Run        *run,
          const SdTextStep *step)
{
  const SdTextStep *steps = (const SdTextStep *) run->program->steps->data;

  return &run->texts[step - steps][run->row];
}

static char *
write_step (Run              *run,
            const SdTextStep *step,
            char             *out)
{
  switch (step->kind)
    {
    case SD_STEP_ENTRY:
      return write_entry (&step->entries->entries[0], out);
    case SD_STEP_CODE:
      return write_entry (&step->entries->entries[run->vectors[step->node]->code[run->row]], out);
    case SD_STEP_SYMBOLS:
      memcpy (out, run->symbols + (gsize) run->row * run->program->drawn.n + step->first, step->n);
      return out + step->n;
    case SD_STEP_CHECK:
      return step->check (run->begin, out);
    case SD_STEP_NUMBER:
      return run->numbers != NULL ? write_number (step, run->numbers[run->row], out) : out;
    case SD_STEP_FORM:
      return write_program (run, step->forms[run->vectors[step->node]->code[run->row]], out);
    case SD_STEP_ANY:
      return write_any (step->list, run, out);
    case SD_STEP_LIST:
      return write_list (step, run, out);
    case SD_STEP_TEXT:
      return write_text (run, get_text (run, step), out);
    case SD_STEP_SCALAR:
    default:
      return write_transformed_scalar (step, run->vectors[step->node], run, out);
    }
}

static char *
write_program (Run                 *run,
               const SdTextProgram *program,
               char                *out)
{
  const SdTextStep *steps = (const SdTextStep *) program->steps->data;

  for (guint i = 0; i < program->steps->len; i++)
    out = write_step (run, &steps[i], out);
  return out;
}

static const SdText *
transform_texts (SdFrame          *frame,
                 const SdTextStep *step,
                 const SdVector   *vector)
{
  SdText *texts;

  if (step->transforms == NULL)
    return vector->text;

  texts = sd_frame_alloc (frame, frame->n_rows * sizeof *texts);
  for (guint i = 0; i < frame->n_rows; i++)
    {
      const gboolean null = vector->null != NULL && vector->null[i];

      texts[i] = null ? (SdText) { "", 0 }
                      : transform_text (frame, &vector->text[i],
                                        (const char * const *) step->transforms);
    }
  return texts;
}

static void
get_texts (Run *run)
{
  const GArray *steps = run->program->steps;

  run->texts = sd_frame_alloc (run->frame, steps->len * sizeof *run->texts);
  for (guint i = 0; i < steps->len; i++)
    {
      const SdTextStep *step = &g_array_index (steps, SdTextStep, i);

      run->texts[i] = step->kind == SD_STEP_TEXT
                      ? transform_texts (run->frame, step, run->vectors[step->node]) : NULL;
    }
}

static void
begin_run (const SdTextProgram *program,
           SdFrame             *frame,
           Run                 *run)
{
  guint n_nodes = 0;

  run->frame = frame;
  run->program = program;
  for (guint i = 0; i < program->nodes->len; i++)
    n_nodes = MAX (n_nodes, GPOINTER_TO_UINT (g_ptr_array_index (program->nodes, i)) + 1);
  run->vectors = sd_frame_alloc (frame, n_nodes * sizeof *run->vectors);
  for (guint i = 0; i < program->nodes->len; i++)
    {
      const guint node = GPOINTER_TO_UINT (g_ptr_array_index (program->nodes, i));

      run->vectors[node] = sd_frame_get (frame, node);
    }
  if (program->has_texts)
    get_texts (run);
  if (program->drawn.n > 0)
    {
      char *symbols = sd_frame_alloc (frame, (gsize) frame->n_rows * program->drawn.n);

      sd_symbols_fill (&program->drawn, frame->rows, frame->n_rows, symbols);
      run->symbols = symbols;
    }
}

static gsize
measure_texts (const Run    *run,
               const guint8 *null)
{
  gsize total = 0;

  for (guint i = 0; i < run->frame->n_rows; i++)
    {
      gsize length = 0;

      for (guint k = 0; k < run->program->steps->len && (null == NULL || !null[i]); k++)
        length += run->texts[k] != NULL ? run->texts[k][i].length : 0;
      total += MIN (length, SD_TEXT_MAX);
    }
  return total;
}

/* Fills @mask, which is 0, with the rows that have no text; FALSE when all have. */
static gboolean
collect_nulls (const Run *run,
               guint8    *mask)
{
  const GPtrArray *nodes = run->program->nodes;
  gboolean any = FALSE;

  for (guint i = 0; i < nodes->len; i++)
    {
      const guint8 *null = run->vectors[GPOINTER_TO_UINT (g_ptr_array_index (nodes, i))]->null;

      for (guint row = 0; null != NULL && row < run->frame->n_rows; row++)
        mask[row] |= null[row];
      any |= null != NULL;
    }
  return any;
}

static void
write_rows (Run          *run,
            const guint8 *null,
            SdText       *texts)
{
  const SdTextProgram *program = run->program;
  const guint n = run->frame->n_rows;
  guint64 states[SD_BATCH_ROWS];
  gsize size = (gsize) n * program->max_length + SD_TEXT_SLACK + SD_FORMAT_MAX;
  char *p;

  if (program->has_texts)
    size += measure_texts (run, null);

  if (program->lists->len > 0)
    sd_random_fill (program->list_key, run->frame->rows, n, states);

  p = sd_frame_alloc (run->frame, size);
  for (guint i = 0; i < n; i++)
    {
      run->row = i;
      run->begin = p;
      if (program->lists->len > 0)
        run->state = states[i];
      if (null == NULL || !null[i])
        p = write_program (run, program, p);
      texts[i].data = run->begin;
      texts[i].length = (guint32) (p - run->begin);
    }
}

void
sd_text_program_run (const SdTextProgram *self,
                     SdFrame             *frame,
                     const guint64       *numbers,
                     SdVector            *out)
{
  Run run = { .numbers = numbers };
  guint8 mask[SD_BATCH_ROWS] = { 0 };

  begin_run (self, frame, &run);
  if (collect_nulls (&run, mask))
    memcpy (sd_frame_need_null (frame, out), mask, frame->n_rows);
  write_rows (&run, out->null, out->text);
}

static void
hash_simple (const SdTextProgram *self,
             SdFrame             *frame,
             guint64             *hashes)
{
  const SdTextStep *steps = (const SdTextStep *) self->steps->data;

  memset (hashes, 0, frame->n_rows * sizeof *hashes);
  for (guint k = 0; k < self->steps->len; k++)
    {
      const SdTextHash *entries;
      const guint32 *codes;

      if (steps[k].kind == SD_STEP_NUMBER)
        continue;
      entries = steps[k].entries->hashes;
      codes = steps[k].kind == SD_STEP_CODE ? sd_frame_get (frame, steps[k].node)->code : NULL;
      for (guint i = 0; i < frame->n_rows; i++)
        {
          const SdTextHash *entry = &entries[codes != NULL ? codes[i] : 0];

          hashes[i] = hashes[i] * entry->power + entry->hash;
        }
    }
}

static guint64
hash_text (const SdText *text)
{
  guint64 hash = text->length;

  for (guint i = 0; i < text->length; i++)
    hash = (hash ^ (guchar) text->data[i]) * G_GUINT64_CONSTANT (0x100000001b3);
  return hash;
}

void
sd_text_program_hash (const SdTextProgram *self,
                      SdFrame             *frame,
                      guint64             *hashes)
{
  SdText texts[SD_BATCH_ROWS];
  guint8 mask[SD_BATCH_ROWS] = { 0 };
  Run run = { 0 };

  if (self->simple)
    {
      hash_simple (self, frame, hashes);
      return;
    }

  begin_run (self, frame, &run);
  collect_nulls (&run, mask);
  write_rows (&run, mask, texts);
  for (guint i = 0; i < frame->n_rows; i++)
    hashes[i] = hash_text (&texts[i]);
}
