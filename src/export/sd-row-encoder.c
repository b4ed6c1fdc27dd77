/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The loop that writes every text format. A few dozen rows at a time, columns of
 * short cells are written ahead; then, row by row, those cells are copied, and a
 * switch over the compiled columns makes the others. The same sequence repeats in
 * every row, so the processor predicts it. Short texts are copied as whole words
 * past their end; the buffer has room for that.
 */

#include "sd-row-encoder-private.h"

#include "sd-calendar.h"
#include "sd-format.h"
#include "sd-short-column-private.h"

typedef enum
{
  OP_INTEGER,
  OP_DECIMAL,
  OP_REAL,
  OP_BOOLEAN,
  OP_DATE,
  OP_TIME,
  OP_TIMESTAMP,
  OP_UUID,
  OP_CODE,
  OP_TEXT,
} OpCode;

/* Readable up to the next multiple of 16. */
typedef SdCell Fixed;

typedef struct
{
  OpCode            code;
  guint             column;
  Fixed             lead;
  Fixed             trail;
  Fixed             null_cell;
  Fixed             text_lead;
  Fixed             booleans[2];
  guint             scale;
  char              mark;
  char              separator;
  const SdCells    *cells;
  const SdDayCells *days;
  SdShortColumn     shorts;
  Fixed             front;      /* before a short cell: a lead that is not part of it */

  /* Of the batch at hand. */
  const char       *values;
  gsize             size;       /* of a value */
  const guint8     *null;
  const SdText     *shown;      /* nullable: texts instead of values */
  gboolean          is_short;   /* the rows at hand are in the block */
  SdFormatBlock    *block;
} Op;

struct _SdRowEncoder
{
  guint              table_index;
  const SdPlanTable *table;
  guint64            n_rows;
  guint64            group;
  Fixed              first_open, group_open, row_open;
  Fixed              row_close, group_close, last_close;
  SdCellCache       *cache;
  const SdTextRules *rules;
  SdDateStyle        date_style;
  GArray            *ops;
  GPtrArray         *texts;      /* owns what Fixed points to */
  gsize              row_bound;  /* bytes of a row at most, its texts aside */
  gsize              typical;
};

static void
op_clear (gpointer data)
{
  Op *op = data;

  sd_short_column_clear (&op->shorts);
}

static Fixed
fixed_new (SdRowEncoder *self,
           const char   *text)
{
  gsize length = text != NULL ? strlen (text) : 0;
  char *copy = g_malloc0 (length + 16);
  Fixed fixed = { copy, length };

  memcpy (copy, text != NULL ? text : "", length);
  g_ptr_array_add (self->texts, copy);

  return fixed;
}

static inline char *
put (char         *out,
     const SdCell *text)
{
  memcpy (out, text->data, 16);
  if (G_UNLIKELY (text->length > 16))
    memcpy (out + 16, text->data + 16, text->length - 16);

  return out + text->length;
}

/* @n_rows: rows of the whole table as far as this output goes; the last of them
 * closes it. @cache has to outlive the encoder. (transfer full) */
SdRowEncoder *
sd_row_encoder_new (const SdPlanTable *table,
                    guint              table_index,
                    guint64            n_rows,
                    const SdRowFrame  *frame,
                    SdCellCache       *cache)
{
  SdRowEncoder *self = g_new0 (SdRowEncoder, 1);

  g_assert (frame->group > 0);

  self->table = table;
  self->table_index = table_index;
  self->n_rows = n_rows;
  self->group = frame->group;
  self->cache = cache;
  self->rules = sd_cell_cache_get_rules (cache);
  self->date_style = sd_cell_cache_get_date_style (cache);
  self->ops = g_array_new (FALSE, TRUE, sizeof (Op));
  g_array_set_clear_func (self->ops, op_clear);
  self->texts = g_ptr_array_new_with_free_func (g_free);
  self->first_open = fixed_new (self, frame->first_open);
  self->group_open = fixed_new (self, frame->group_open);
  self->row_open = fixed_new (self, frame->row_open);
  self->row_close = fixed_new (self, frame->row_close);
  self->group_close = fixed_new (self, frame->group_close);
  self->last_close = fixed_new (self, frame->last_close);
  self->typical = self->row_open.length + self->row_close.length;
  self->row_bound = MAX (MAX (self->first_open.length, self->group_open.length),
                         self->row_open.length)
                    + MAX (MAX (self->last_close.length, self->group_close.length),
                           self->row_close.length);

  return self;
}

void
sd_row_encoder_free (SdRowEncoder *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->ops);
  g_ptr_array_unref (self->texts);
  g_free (self);
}

guint
sd_row_encoder_get_table (const SdRowEncoder *self)
{
  return self->table_index;
}

/* Bytes of a row, roughly: what a buffer is cut to. */
gsize
sd_row_encoder_get_typical_length (const SdRowEncoder *self)
{
  return MAX (self->typical, 1);
}

static OpCode
get_op_code (const SdPlanColumn *column)
{
  static const OpCode codes[SD_N_TYPES] = {
    [SD_TYPE_INTEGER] = OP_INTEGER,
    [SD_TYPE_DECIMAL] = OP_DECIMAL,
    [SD_TYPE_REAL] = OP_INTEGER,
    [SD_TYPE_TEXT] = OP_INTEGER,
    [SD_TYPE_BOOLEAN] = OP_BOOLEAN,
    [SD_TYPE_DATE] = OP_DATE,
    [SD_TYPE_TIME] = OP_TIME,
    [SD_TYPE_TIMESTAMP] = OP_TIMESTAMP,
    [SD_TYPE_UUID] = OP_INTEGER,
  };

  switch (column->kind)
    {
    case SD_VECTOR_DOUBLE:
      return OP_REAL;
    case SD_VECTOR_CODE:
      return OP_CODE;
    case SD_VECTOR_TEXT:
      return OP_TEXT;
    case SD_VECTOR_UUID:
      return OP_UUID;
    case SD_VECTOR_INT64:
    default:
      return codes[column->type];
    }
}

/* Floor of @timestamp ÷ a day. */
static inline gint64
get_day (gint64 timestamp)
{
  gint64 day = timestamp / SD_USEC_PER_DAY;

  return day - (timestamp % SD_USEC_PER_DAY < 0);
}

static gsize
get_typical_value_length (const SdPlanColumn *column,
                          const Op           *op)
{
  if (op->cells != NULL)
    return op->cells->max_length / 2 + 1;
  if (op->code == OP_TEXT)
    return column->max_length != 0 ? MIN (column->max_length, 200) : 24;
  if (op->code == OP_UUID)
    return 36;

  return 8;
}

static void
set_day_cells (SdRowEncoder       *self,
               Op                 *op,
               const SdPlanColumn *column)
{
  if (!column->has_range)
    return;

  if (op->code == OP_DATE)
    op->days = sd_cell_cache_get_days (self->cache, column->minimum, column->maximum);
  else if (op->code == OP_TIMESTAMP)
    op->days = sd_cell_cache_get_days (self->cache,
                                       get_day (column->minimum), get_day (column->maximum));
}

/* A long lead is written before the cell, which is then short all the same unless
 * it is NULL. */
static void
init_short_column (SdRowEncoder *self,
                   Op           *op)
{
  const gboolean is_long = op->lead.length > SD_FORMAT_LEAD_MAX;
  const Fixed nothing = fixed_new (self, NULL);
  const Fixed *lead = is_long ? &nothing : &op->lead;
  const Fixed *null_cell = is_long ? NULL : &op->null_cell;

  op->front = is_long ? op->lead : nothing;
  if (op->code == OP_CODE)
    sd_short_column_init_cells (&op->shorts, SD_SHORT_CODE, lead, &op->trail, null_cell,
                                op->cells->cells, op->cells->n);
  else if (op->code == OP_BOOLEAN)
    sd_short_column_init_cells (&op->shorts, SD_SHORT_BOOLEAN, lead, &op->trail, null_cell,
                                op->booleans, 2);
  else if (op->code == OP_DATE && op->days != NULL)
    sd_short_column_init_days (&op->shorts, lead, &op->trail, null_cell, op->days);
  else if (op->code == OP_INTEGER && op->trail.length == 0)
    sd_short_column_init_number (&op->shorts, SD_SHORT_INTEGER, lead, null_cell, 0, 0);
  else if (op->code == OP_DECIMAL && op->trail.length == 0)
    sd_short_column_init_number (&op->shorts, SD_SHORT_DECIMAL, lead, null_cell,
                                 op->scale, op->mark);
}

/* Appends column @column of the table to the row. The texts are copied. */
void
sd_row_encoder_add_column (SdRowEncoder      *self,
                           guint              column,
                           const SdCellFrame *frame)
{
  const SdPlanColumn *plan_column = &self->table->columns[column];
  Op op = { .code = get_op_code (plan_column), .column = column };

  op.lead = fixed_new (self, frame->lead);
  op.trail = fixed_new (self, frame->trail);
  op.null_cell = fixed_new (self, frame->null_cell);
  op.text_lead = fixed_new (self, frame->text_lead);
  op.booleans[0] = fixed_new (self, frame->false_text);
  op.booleans[1] = fixed_new (self, frame->true_text);
  op.scale = plan_column->scale;
  op.mark = frame->mark;
  op.separator = frame->separator;
  set_day_cells (self, &op, plan_column);

  self->row_bound += MAX (op.lead.length + op.trail.length,
                          MAX (op.null_cell.length, op.text_lead.length));
  self->row_bound += MAX (SD_FORMAT_MAX * 2,
                          MAX (op.booleans[0].length, op.booleans[1].length));
  if (op.code == OP_CODE)
    {
      op.cells = sd_cell_cache_get_cells (self->cache, plan_column->dictionary);
      self->row_bound += op.cells->max_length;
    }
  self->typical += op.lead.length + op.trail.length
                   + get_typical_value_length (plan_column, &op);
  init_short_column (self, &op);

  g_array_append_val (self->ops, op);
}

static Op *
bind_batch (const SdRowEncoder *self,
            const SdBatch      *batch,
            SdFormatBlock      *blocks)
{
  Op *ops = g_memdup2 (self->ops->data, self->ops->len * sizeof (Op));

  for (guint i = 0; i < self->ops->len; i++)
    {
      const SdVector *vector = batch->columns[ops[i].column];

      ops[i].values = (const char *) vector->i64;
      ops[i].size = sd_vector_kind_get_size (vector->kind);
      ops[i].null = vector->null;
      ops[i].shown = vector->shown;
      ops[i].block = &blocks[i];
    }

  return ops;
}

/* Writes the short cells of @n rows from row @first of the batch ahead. */
static void
fill_blocks (Op    *ops,
             guint  n_ops,
             guint  first,
             guint  n)
{
  for (Op *op = ops; op < ops + n_ops; op++)
    op->is_short = op->shown == NULL
                   && sd_short_column_fill (&op->shorts, op->values + first * op->size,
                                            op->null != NULL ? op->null + first : NULL,
                                            n, op->block);
}

static inline char *
put_date (const SdRowEncoder *self,
          const Op           *op,
          char               *out,
          gint64              date)
{
  const SdDayCells *days = op->days;

  if (days != NULL && (guint64) date - (guint64) days->first < days->n)
    {
      memcpy (out, days->days[date - days->first], 16);
      return out + SD_DAY_LENGTH;
    }

  return sd_date_style_format (self->date_style, out, date);
}

static inline char *
put_timestamp (const SdRowEncoder *self,
               const Op           *op,
               char               *out,
               gint64              timestamp)
{
  gint64 day = get_day (timestamp);

  out = put_date (self, op, out, day);
  *out++ = op->separator;

  return sd_format_time (out, timestamp - day * SD_USEC_PER_DAY);
}

/* Writes a text, and leaves room for the rest of the row again. */
static inline char *
put_text (const SdRowEncoder *self,
          SdTextBuffer       *buffer,
          char               *out,
          const SdText       *text)
{
  const SdTextRules *rules = self->rules;
  char *start;

  buffer->length = out - buffer->data;
  out = sd_text_buffer_reserve (buffer, text->length + self->row_bound + 16);
  memcpy (out, rules->open, sizeof rules->open);
  start = out + rules->open_length;
  if (G_LIKELY (sd_text_rules_copy_plain (rules, start, text->data, text->length)))
    {
      start += text->length;
      memcpy (start, rules->close, sizeof rules->close);
      return start + rules->close_length;
    }

  rules->write (rules, buffer, text->data, text->length);
  return sd_text_buffer_reserve (buffer, self->row_bound);
}

static inline char *
put_cell (const SdRowEncoder *self,
          const Op           *op,
          guint               row,
          SdTextBuffer       *buffer,
          char               *out)
{
  const void *values = op->values;

  if (op->null != NULL && op->null[row])
    return put (out, &op->null_cell);
  if (op->shown != NULL && op->shown[row].data != NULL)
    return put_text (self, buffer, put (out, &op->text_lead), &op->shown[row]);
  if (op->code == OP_REAL && !__builtin_isfinite (((const double *) values)[row]))
    return put (out, &op->null_cell);

  out = put (out, &op->lead);
  switch (op->code)
    {
    case OP_INTEGER:
      out = sd_format_int64 (out, ((const gint64 *) values)[row]);
      break;

    case OP_DECIMAL:
      out = sd_format_decimal (out, ((const gint64 *) values)[row], op->scale, op->mark);
      break;

    case OP_REAL:
      out = sd_format_double (out, ((const double *) values)[row], op->mark);
      break;

    case OP_BOOLEAN:
      out = put (out, &op->booleans[((const gint64 *) values)[row] != 0]);
      break;

    case OP_DATE:
      out = put_date (self, op, out, ((const gint64 *) values)[row]);
      break;

    case OP_TIME:
      out = sd_format_time (out, ((const gint64 *) values)[row]);
      break;

    case OP_TIMESTAMP:
      out = put_timestamp (self, op, out, ((const gint64 *) values)[row]);
      break;

    case OP_UUID:
      out = sd_format_uuid (out, ((const SdUuid *) values)[row].high,
                            ((const SdUuid *) values)[row].low);
      break;

    case OP_CODE:
      out = put (out, &op->cells->cells[((const guint32 *) values)[row]]);
      break;

    case OP_TEXT:
      out = put_text (self, buffer, out, &((const SdText *) values)[row]);
      break;
    }

  return op->trail.length != 0 ? put (out, &op->trail) : out;
}

/* @row of the batch is the @in_block-th of the blocks. */
static inline char *
put_row (const SdRowEncoder *self,
         const Op           *ops,
         guint               n_ops,
         guint               row,
         guint               in_block,
         SdTextBuffer       *buffer,
         char               *out)
{
  for (const Op *op = ops; op < ops + n_ops; op++)
    {
      if (!op->is_short)
        {
          out = put_cell (self, op, row, buffer, out);
          continue;
        }

      if (op->front.length != 0)
        out = put (out, &op->front);
      memcpy (out, op->block->cells[in_block], 16);
      out += op->block->lengths[in_block];
    }

  return out;
}

/* Appends the rows of @batch to @out. Thread-safe. */
void
sd_row_encoder_encode (const SdRowEncoder *self,
                       const SdBatch      *batch,
                       SdTextBuffer       *out)
{
  const guint n_ops = self->ops->len;
  g_autofree SdFormatBlock *blocks = g_new (SdFormatBlock, n_ops);
  g_autofree Op *ops = bind_batch (self, batch, blocks);
  guint64 in_group = batch->first_row % self->group;

  for (guint i = 0; i < batch->n_rows; i++)
    {
      guint64 row = batch->first_row + i;
      char *end = sd_text_buffer_reserve (out, self->row_bound);
      const Fixed *frame = &self->row_open;

      if (i % SD_FORMAT_BLOCK == 0)
        fill_blocks (ops, n_ops, i, MIN (batch->n_rows - i, SD_FORMAT_BLOCK));

      if (in_group == 0)
        frame = row == 0 ? &self->first_open : &self->group_open;
      if (frame->length != 0)
        end = put (end, frame);

      end = put_row (self, ops, n_ops, i, i % SD_FORMAT_BLOCK, out, end);

      in_group = in_group + 1 == self->group ? 0 : in_group + 1;
      frame = &self->row_close;
      if (row + 1 == self->n_rows)
        frame = &self->last_close;
      else if (in_group == 0)
        frame = &self->group_close;
      end = put (end, frame);

      out->length = end - out->data;
    }
}
