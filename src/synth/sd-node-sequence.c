/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Sequences and uuids: values that need no draw but their row. */

#define G_LOG_DOMAIN "sd-node-sequence"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-generator-info.h"
#include "sd-math.h"
#include "sd-node-private.h"
#include "sd-permutation.h"

/* More keys beyond those of the rows are never asked for. */
#define ROOM_MAX (G_GUINT64_CONSTANT (1) << 40)

typedef struct
{
  SdNode        node;
  gint64        start;
  gint64        step;
  SdPermutation permutation;
} SequenceNode;

typedef struct
{
  SdNode node;
  SdKey  high_key;
  SdKey  low_key;
} UuidNode;

static void
evaluate_sequence (const SdNode *node,
                   SdFrame      *frame,
                   SdVector     *out)
{
  const SequenceNode *self = (const SequenceNode *) node;

  for (guint i = 0; i < frame->n_rows; i++)
    out->i64[i] = self->start + self->step * (gint64) frame->rows[i];
}

static void
evaluate_shuffled (const SdNode *node,
                   SdFrame      *frame,
                   SdVector     *out)
{
  const SequenceNode *self = (const SequenceNode *) node;
  guint64 images[SD_BATCH_ROWS];

  sd_permutation_apply_many (&self->permutation, frame->rows, frame->n_rows, images);
  for (guint i = 0; i < frame->n_rows; i++)
    out->i64[i] = self->start + self->step * (gint64) images[i];
}

/* Version 4, variant 1 of RFC 9562. */
static inline SdUuid
make_uuid (const UuidNode *self,
           guint64         row)
{
  const guint64 high = sd_random (self->high_key, row);
  const guint64 low = sd_random (self->low_key, row);

  return (SdUuid) {
    .high = (high & ~G_GUINT64_CONSTANT (0xf000)) | 0x4000,
    .low = (low & (G_MAXUINT64 >> 2)) | G_GUINT64_CONSTANT (1) << 63,
  };
}

static void
evaluate_uuid (const SdNode *node,
               SdFrame      *frame,
               SdVector     *out)
{
  const UuidNode *self = (const UuidNode *) node;

  for (guint i = 0; i < frame->n_rows; i++)
    out->uuid[i] = make_uuid (self, frame->rows[i]);
}

/* Further keys count on behind the last, also behind shuffled ones. */
static guint64
get_sequence_room (const SdNode *node)
{
  const SequenceNode *self = (const SequenceNode *) node;
  guint64 room = ROOM_MAX;
  gint64 last;

  while (room > 0
         && (self->permutation.n > G_MAXINT64 - room
             || __builtin_mul_overflow (self->step, (gint64) (self->permutation.n + room), &last)
             || __builtin_add_overflow (self->start, last, &last)))
    room /= 2;
  return room;
}

static void
extend_sequence (const SdNode  *node,
                 SdFrame       *frame,
                 const guint64 *numbers,
                 guint          n,
                 SdVector      *out)
{
  const SequenceNode *self = (const SequenceNode *) node;

  for (guint i = 0; i < n; i++)
    out->i64[i] = self->start + self->step * (gint64) (self->permutation.n + numbers[i]);
}

static guint64
get_uuid_room (const SdNode *node)
{
  return ROOM_MAX;
}

/* Rows of a table are fewer than 2^63. */
static void
extend_uuid (const SdNode  *node,
             SdFrame       *frame,
             const guint64 *numbers,
             guint          n,
             SdVector      *out)
{
  for (guint i = 0; i < n; i++)
    out->uuid[i] = make_uuid ((const UuidNode *) node, G_MAXUINT64 - numbers[i]);
}

static const SdNodeClass sequence_class = {
  "sequence", evaluate_sequence, sd_node_free_plain, NULL, get_sequence_room, extend_sequence,
};
static const SdNodeClass shuffled_class = {
  "shuffled", evaluate_shuffled, sd_node_free_plain, NULL, get_sequence_room, extend_sequence,
};
static const SdNodeClass uuid_class = {
  "uuid", evaluate_uuid, sd_node_free_plain, NULL, get_uuid_room, extend_uuid,
};

/**
 * sd_sequence_compile:
 *
 * Parameters: "start", "step", "order" ("row" or "shuffled").
 *
 * Returns: (transfer full) (nullable): the node; %NULL with findings
 */
SdNode *
sd_sequence_compile (const SdColumnContext *context)
{
  JsonObject *parameters = sd_column_get_parameters (context->column);
  const SdType type = sd_column_get_column_type (context->column);
  const gboolean shuffled =
    g_str_equal (sd_parameter_get_text (parameters, "order", "row"), "shuffled");
  const guint scale = type == SD_TYPE_DECIMAL ? sd_column_get_scale (context->column) : 0;
  SequenceNode *self = sd_node_alloc (sizeof *self, shuffled ? &shuffled_class : &sequence_class,
                                      type, SD_VECTOR_INT64);
  gint64 last;

  self->node.scale = scale;
  self->start = sd_round_to_scaled (sd_parameter_get_number (parameters, "start", 1), scale);
  self->step = sd_round_to_scaled (sd_parameter_get_number (parameters, "step", 1), scale);
  if (__builtin_mul_overflow (self->step, (gint64) MAX (context->n_rows, 1) - 1, &last)
      || __builtin_add_overflow (self->start, last, &last))
    {
      sd_context_fail (context, "number-too-large", _("The sequence runs beyond 18 digits."));
      g_free (self);
      return NULL;
    }
  self->node.has_range = TRUE;
  self->node.minimum = MIN (self->start, last);
  self->node.maximum = MAX (self->start, last);
  sd_permutation_init (&self->permutation, MAX (context->n_rows, 1),
                       sd_key (context->seed, sd_table_get_id (context->table),
                               sd_column_get_id (context->column), SD_LANE_KEY, 0));
  return &self->node;
}

/**
 * sd_uuid_compile:
 *
 * Returns: (transfer full): the node
 */
SdNode *
sd_uuid_compile (const SdColumnContext *context)
{
  UuidNode *self = sd_node_alloc (sizeof *self, &uuid_class, SD_TYPE_UUID, SD_VECTOR_UUID);
  const guint table_id = sd_table_get_id (context->table);
  const guint column_id = sd_column_get_id (context->column);

  self->high_key = sd_key (context->seed, table_id, column_id, SD_LANE_VALUE, 0);
  self->low_key = sd_key (context->seed, table_id, column_id, SD_LANE_VALUE, 1);
  return &self->node;
}
