/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The dirty view of a column; see the header. A copy of a row shows what that
 * row shows, so all is decided by the clean row; only keys of its own and the
 * altered cell go by the number of the copy.
 */

#define G_LOG_DOMAIN "sd-node-mess"

#include <string.h>

#include "sd-calendar.h"
#include "sd-format.h"
#include "sd-math.h"
#include "sd-mess-text-private.h"
#include "sd-node-gather-private.h"
#include "sd-node-mess-private.h"

#define LARGEST G_GINT64_CONSTANT (999999999999999999)

typedef struct
{
  SdNode             node;
  guint              source;
  const SdNode      *key;
  const SdMessTable *table;
  guint              column;
  SdMessCells        cells;
  guint              n_entries;
  SdMessEntry        entries[SD_MESS_KINDS * 2];
  SdKey              detail_key;
} MessNode;

/* The kinds of the cells of the block last met. */
typedef struct
{
  gboolean    filled;
  SdMessBlock block;
  gint8       kinds[SD_MESS_BLOCK];
} Known;

/* A batch at work. */
typedef struct
{
  const MessNode *node;
  SdFrame        *frame;
  SdVector       *out;
  SdText         *shown;   /* made when first needed */
} Work;

static const char * const nicks[] = {
  [SD_MESS_NONE] = NULL,
  [SD_MESS_SWAP] = "swap",
  [SD_MESS_MISSING_CODE] = "missing_code",
  [SD_MESS_BLANK] = "blank",
  [SD_MESS_TYPO] = "typo",
  [SD_MESS_CASE] = "case",
  [SD_MESS_SPACES] = "spaces",
  [SD_MESS_DATE_FORMAT] = "date_format",
  [SD_MESS_NUMBER_FORMAT] = "number_format",
  [SD_MESS_UNIT] = "unit",
  [SD_MESS_OUTLIER] = "outlier",
  [SD_MESS_ORPHAN] = "orphan",
};

static void
fill_known (const MessNode *self,
            guint64         number,
            Known          *known)
{
  guint16 rows[SD_MESS_BLOCK];
  gint8 kinds[SD_MESS_BLOCK];
  guint n;

  sd_mess_cells_get_block (&self->cells, number, &known->block);
  memset (known->kinds, -1, sizeof known->kinds);
  n = sd_mess_block_list (&self->cells, &known->block, rows, kinds);
  for (guint i = 0; i < n; i++)
    known->kinds[rows[i]] = kinds[i];
  known->filled = TRUE;
}

/* Copies come from anywhere and are looked up one by one. */
static int
find_kind (const MessNode *self,
           Known          *known,
           guint64         row,
           gboolean        is_copy)
{
  SdMessBlock block;
  guint64 number;

  if (known->filled && row - known->block.first < known->block.n)
    return known->kinds[row - known->block.first];
  number = sd_mess_cells_find_block (&self->cells, row);
  if (!is_copy)
    {
      fill_known (self, number, known);
      return known->kinds[row - known->block.first];
    }
  sd_mess_cells_get_block (&self->cells, number, &block);
  return sd_mess_block_get_kind (&self->cells, &block, (guint) (row - block.first));
}

static gboolean
is_copy (const SdFrame *frame,
         guint          i)
{
  return frame->copies != NULL && frame->copies[i] != SD_NO_ROW;
}

/* Returns whether there is any. */
static gboolean
find_kinds (const MessNode *self,
            SdFrame        *frame,
            gint8          *kinds)
{
  Known *known;
  gboolean any = FALSE;

  memset (kinds, -1, frame->n_rows);
  if (self->n_entries == 0)
    return FALSE;
  known = sd_frame_get_scratch (frame, &self->node, sizeof *known, NULL);
  for (guint i = 0; i < frame->n_rows; i++)
    {
      const int kind = find_kind (self, known, frame->rows[i], is_copy (frame, i));

      if (kind >= 0 && self->entries[kind].kind != SD_MESS_NONE)
        {
          kinds[i] = (gint8) kind;
          any = TRUE;
        }
    }
  return any;
}

static gsize
write_int64 (char   *out,
             gint64  value,
             SdType  type,
             guint   scale)
{
  switch (type)
    {
    case SD_TYPE_DECIMAL:
      return sd_format_decimal (out, value, scale, '.') - out;
    case SD_TYPE_BOOLEAN:
      return g_strlcpy (out, value != 0 ? "true" : "false", SD_FORMAT_MAX);
    case SD_TYPE_DATE:
      return sd_format_date (out, value) - out;
    case SD_TYPE_TIME:
      return sd_format_time (out, value) - out;
    case SD_TYPE_TIMESTAMP:
      return sd_format_timestamp (out, value, ' ') - out;
    case SD_TYPE_INTEGER:
    case SD_TYPE_REAL:
    case SD_TYPE_TEXT:
    case SD_TYPE_UUID:
    case SD_N_TYPES:
    default:
      return sd_format_int64 (out, value) - out;
    }
}

/* The value as it is read everywhere. */
static SdText
get_text (SdFrame        *frame,
          const SdVector *vector,
          guint           i,
          SdType          type,
          guint           scale)
{
  char *out;
  gsize n;

  if (vector->kind == SD_VECTOR_TEXT)
    return vector->text[i];
  if (vector->kind == SD_VECTOR_CODE)
    return vector->dictionary->entries[vector->code[i]];
  out = sd_frame_alloc (frame, SD_FORMAT_MAX);
  if (vector->kind == SD_VECTOR_DOUBLE)
    n = sd_format_double (out, vector->f64[i], '.') - out;
  else if (vector->kind == SD_VECTOR_UUID)
    n = sd_format_uuid (out, vector->uuid[i].high, vector->uuid[i].low) - out;
  else
    n = write_int64 (out, vector->i64[i], type, scale);
  return (SdText) { out, (guint32) n };
}

static void
show (Work   *work,
      guint   i,
      SdText  text)
{
  const guint n = work->frame->n_rows;

  if (work->shown == NULL)
    {
      work->shown = sd_frame_alloc (work->frame, n * sizeof *work->shown);
      memset (work->shown, 0, n * sizeof *work->shown);
      work->out->shown = work->shown;
    }
  work->shown[i] = text.data != NULL ? text : (SdText) { "", 0 };
}

/* What the cell shows so far. */
static SdText
get_shown (const Work *work,
           guint       i)
{
  if (work->shown != NULL && work->shown[i].data != NULL)
    return work->shown[i];
  return get_text (work->frame, work->out, i, work->node->node.type, work->node->node.scale);
}

static void
rewrite (Work   *work,
         guint   i,
         guint64 u,
         gsize (*change) (const char *text,
                          gsize       n,
                          guint64     u,
                          char       *out))
{
  const SdText text = get_shown (work, i);
  char *out = sd_frame_alloc (work->frame, SD_MESS_TEXT_ROOM (text.length));

  show (work, i, (SdText) { out, (guint32) change (text.data, text.length, u, out) });
}

static void
rewrite_number (Work   *work,
                guint   i,
                guint64 u)
{
  const SdText text = get_shown (work, i);
  char *out = sd_frame_alloc (work->frame, SD_MESS_TEXT_ROOM (text.length));
  const gsize n = sd_mess_text_number (text.data, text.length, u, work->node->node.scale == 2, out);

  show (work, i, (SdText) { out, (guint32) n });
}

static void
rewrite_date (Work   *work,
              guint   i,
              guint64 u)
{
  const gboolean moment = work->node->node.type == SD_TYPE_TIMESTAMP;
  const gint64 value = work->out->i64[i];
  char *out = sd_frame_alloc (work->frame, 64 + SD_FORMAT_MAX);
  gint64 day = value;
  gsize n;

  if (moment)
    day = value / SD_USEC_PER_DAY - (value % SD_USEC_PER_DAY < 0);
  n = sd_mess_text_date (day, u, out);
  if (moment)
    {
      out[n++] = ' ';
      n = sd_format_time (out + n, value - day * SD_USEC_PER_DAY) - out;
    }
  show (work, i, (SdText) { out, (guint32) n });
}

static gint64
multiply (gint64 value,
          double factor)
{
  gint64 product;

  if (factor > -1e15 && factor < 1e15 && factor == (double) (gint64) factor
      && !__builtin_mul_overflow (value, (gint64) factor, &product))
    return CLAMP (product, -LARGEST, LARGEST);
  return CLAMP (sd_round_to_scaled ((double) value * factor, 0), -LARGEST, LARGEST);
}

static void
scale (Work   *work,
       guint   i,
       double  factor)
{
  if (work->out->kind == SD_VECTOR_DOUBLE)
    work->out->f64[i] *= factor;
  else if (work->out->kind == SD_VECTOR_INT64)
    work->out->i64[i] = multiply (work->out->i64[i], factor);
}

static void
put_code (Work              *work,
          guint              i,
          const SdMessEntry *entry,
          guint64            u)
{
  const SdMessCode *code = &entry->codes[sd_scale (u, entry->n_codes)];

  work->out->null[i] = code->is_null;
  if (code->is_null)
    return;
  if (!code->is_value)
    show (work, i, code->text);
  else if (work->out->kind == SD_VECTOR_DOUBLE)
    work->out->f64[i] = code->f64;
  else
    work->out->i64[i] = code->i64;
}

static void
put_partner (Work              *work,
             guint              i,
             const SdMessEntry *entry)
{
  const SdVector *partner = sd_frame_get (work->frame, entry->partner);
  const SdNode *node = &work->node->node;

  work->out->null[i] = partner->null != NULL && partner->null[i];
  if (work->out->null[i])
    return;
  if (entry->as_text || node->kind == SD_VECTOR_CODE || node->kind == SD_VECTOR_TEXT)
    show (work, i, get_text (work->frame, partner, i, entry->partner_type, entry->partner_scale));
  else if (node->kind == SD_VECTOR_UUID)
    work->out->uuid[i] = partner->uuid[i];
  else
    work->out->i64[i] = partner->i64[i];   /* or as many bits of a double */
}

/* Row @i becomes key number @number beyond those of the rows. */
static void
put_key (Work         *work,
         guint         i,
         const SdNode *key,
         guint64       number)
{
  SdVector cell = *work->out;

  cell.i64 = (gint64 *) ((char *) cell.i64 + i * sd_vector_kind_get_size (cell.kind));
  key->klass->extend (key, work->frame, &number, 1, &cell);
  if (work->shown != NULL)
    work->shown[i] = (SdText) { NULL, 0 };
  work->out->null[i] = 0;
}

static void
put_blank (Work *work,
           guint i)
{
  if (work->node->node.type == SD_TYPE_TEXT)
    show (work, i, (SdText) { "", 0 });
  else
    work->out->null[i] = 1;
}

static void
mess_up (Work              *work,
         guint              i,
         const SdMessEntry *entry)
{
  const guint64 u = sd_random (work->node->detail_key, work->frame->rows[i]);

  /* A missing cell stays so, but for what stands for it. */
  if (work->out->null[i] && entry->kind != SD_MESS_MISSING_CODE && entry->kind != SD_MESS_SWAP)
    return;
  switch (entry->kind)
    {
    case SD_MESS_SWAP:
      put_partner (work, i, entry);
      break;
    case SD_MESS_MISSING_CODE:
      put_code (work, i, entry, u);
      break;
    case SD_MESS_BLANK:
      put_blank (work, i);
      break;
    case SD_MESS_TYPO:
      rewrite (work, i, u, sd_mess_text_typo);
      break;
    case SD_MESS_CASE:
      rewrite (work, i, u, sd_mess_text_case);
      break;
    case SD_MESS_SPACES:
      rewrite (work, i, u, sd_mess_text_spaces);
      break;
    case SD_MESS_DATE_FORMAT:
      rewrite_date (work, i, u);
      break;
    case SD_MESS_NUMBER_FORMAT:
      rewrite_number (work, i, u);
      break;
    case SD_MESS_UNIT:
    case SD_MESS_OUTLIER:
      scale (work, i, entry->factor);
      break;
    case SD_MESS_ORPHAN:
      put_key (work, i, entry->parent_key, entry->first_key + sd_scale (u, entry->n_keys));
      break;
    case SD_MESS_NONE:
    default:
      break;
    }
}

/* The one cell in which a near duplicate differs: a slip of the pen. */
static void
alter (Work    *work,
       guint    i,
       guint64  copy)
{
  const guint64 u = sd_random (sd_key_derive (work->node->table->near_key, 1), copy);
  const gint64 difference = 1 + (gint64) sd_scale (u, 9);

  if (work->out->null[i])
    return;
  if ((work->shown != NULL && work->shown[i].data != NULL)
      || work->node->node.type == SD_TYPE_TEXT)
    rewrite (work, i, u, sd_mess_text_typo);
  else if (work->out->kind == SD_VECTOR_DOUBLE)
    work->out->f64[i] = work->out->f64[i] * 1.01 + (work->out->f64[i] == 0);
  else
    work->out->i64[i] += u & 1 ? difference : -difference;
}

static void
apply_copies (Work *work)
{
  const MessNode *self = work->node;

  for (guint i = 0; i < work->frame->n_rows; i++)
    {
      if (!is_copy (work->frame, i))
        continue;
      if (self->key != NULL)
        put_key (work, i, self->key, work->frame->copies[i]);
      else if (sd_mess_table_get_altered (self->table, work->frame->copies[i])
               == (int) self->column)
        alter (work, i, work->frame->copies[i]);
    }
}

static void
evaluate_mess (const SdNode *node,
               SdFrame      *frame,
               SdVector     *out)
{
  const MessNode *self = (const MessNode *) node;
  const SdVector *source = sd_frame_get (frame, self->source);
  Work work = { self, frame, out, NULL };
  gint8 kinds[SD_BATCH_ROWS];
  guint8 *null;

  out->shown = NULL;
  if (!find_kinds (self, frame, kinds) && frame->copies == NULL)
    {
      out->i64 = source->i64;
      out->null = source->null;
      return;
    }

  memcpy (out->i64, source->i64, frame->n_rows * sd_vector_kind_get_size (node->kind));
  null = sd_frame_need_null (frame, out);
  if (source->null != NULL)
    memcpy (null, source->null, frame->n_rows);
  for (guint i = 0; i < frame->n_rows; i++)
    if (kinds[i] >= 0)
      mess_up (&work, i, &self->entries[kinds[i]]);
  if (frame->copies != NULL)
    apply_copies (&work);
}

static void
mess_node_free (SdNode *node)
{
  MessNode *self = (MessNode *) node;

  for (guint i = 0; i < self->n_entries; i++)
    {
      for (guint c = 0; c < self->entries[i].n_codes; c++)
        g_free ((char *) self->entries[i].codes[c].text.data);
      g_free ((gpointer) self->entries[i].codes);
    }
  g_free (self);
}

static const SdNodeClass mess_class = { "mess", evaluate_mess, mess_node_free };

SdNode *
sd_mess_node_new (const SdNode      *source,
                  const SdNode      *key,
                  const SdMessTable *table,
                  guint              column,
                  const SdMessCells *cells,
                  const SdMessEntry *entries,
                  SdKey              detail_key)
{
  MessNode *self = sd_node_alloc (sizeof *self, &mess_class, source->type, source->kind);

  sd_node_copy_facts (&self->node, source);
  self->source = source->index;
  self->key = key;
  self->table = table;
  self->column = column;
  self->cells = *cells;
  self->n_entries = cells->n_swaps + cells->n_own;
  memcpy (self->entries, entries, self->n_entries * sizeof *entries);
  self->detail_key = detail_key;
  return &self->node;
}

const SdMessCells *
sd_mess_node_get_cells (const SdNode *node)
{
  return &((const MessNode *) node)->cells;
}

const char *
sd_mess_node_get_kind (const SdNode *node,
                       guint         kind)
{
  return nicks[((const MessNode *) node)->entries[kind].kind];
}

const char *
sd_mess_kind_to_nick (SdMessKind kind)
{
  return nicks[kind];
}
