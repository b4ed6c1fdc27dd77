/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Counts, sums, averages and extremes over a row's children. The children's row
 * numbers come from the link, by arithmetic; a count without a condition reads
 * nothing else. Sums are exact in 128 bits, and add what the children show:
 * rounded parts. Reals are added in the order of the children.
 */

#define G_LOG_DOMAIN "sd-node-aggregate"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "sd-compiler-private.h"
#include "sd-formula-node-private.h"
#include "sd-link-private.h"
#include "sd-math.h"

/* A row with more children than this takes too long. */
#define MAX_CHILDREN G_GUINT64_CONSTANT (1000000)

/* Slots of the table that finds rows asked for twice: a power of two well above
 * a batch. */
#define MAP_SLOTS (4 * SD_BATCH_ROWS)

typedef __int128 Wide;

typedef struct
{
  SdNode          node;
  SdAggregateSpec spec;
  guint64         n_parents;
  guint           column_id;   /* of the column it was first made for */
  char           *place;
} AggregateNode;

/* A total taken before: many children may ask for that of the same parent. */
typedef struct
{
  guint64  parent;   /* + 1; 0: none */
  gint64   value;    /* or the bits of a real */
  gboolean is_null;
} Known;

/* What has been seen of one parent's children. */
typedef struct
{
  guint64 n;        /* that are not NULL */
  Wide    sum;
  double  real;     /* sum or extreme */
  gint64  extreme;
  SdText  text;     /* extreme; memory of its own */
} Total;

typedef struct
{
  const AggregateNode *self;
  SdFrame             *frame;
  Total               *totals;
  guint                n;                        /* children waiting */
  guint64              rows[SD_BATCH_ROWS];
  guint16              owners[SD_BATCH_ROWS];
} Pass;

/* The distinct rows of @frame in order of appearance; @map leads to them. */
static guint
find_distinct (const SdFrame *frame,
               guint64       *distinct,
               guint16       *map)
{
  guint16 slots[MAP_SLOTS];
  guint n = 0;

  memset (slots, 0xff, sizeof slots);
  for (guint i = 0; i < frame->n_rows; i++)
    {
      guint slot = (guint) ((frame->rows[i] * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)) >> 52);

      while (slots[slot] != G_MAXUINT16 && distinct[slots[slot]] != frame->rows[i])
        slot = (slot + 1) % MAP_SLOTS;
      if (slots[slot] == G_MAXUINT16)
        {
          distinct[n] = frame->rows[i];
          slots[slot] = n++;
        }
      map[i] = slots[slot];
    }
  return n;
}

static SdText
get_text (const SdVector *value,
          guint           i)
{
  return value->kind == SD_VECTOR_CODE ? value->dictionary->entries[value->code[i]]
                                       : value->text[i];
}

static int
compare_texts (SdText a,
               SdText b)
{
  const guint32 length = MIN (a.length, b.length);
  const int order = length > 0 ? memcmp (a.data, b.data, length) : 0;

  return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

static void
take_text (Total    *total,
           SdText    text,
           gboolean  largest)
{
  const int order = total->n > 0 ? compare_texts (text, total->text) : 0;

  if (total->n > 0 && (largest ? order <= 0 : order >= 0))
    return;
  g_free ((char *) total->text.data);
  total->text.data = g_memdup2 (text.data, text.length);
  total->text.length = text.length;
}

static void
take_value (Total          *total,
            SdAggregate     function,
            const SdVector *value,
            guint           i)
{
  const gboolean largest = function == SD_AGGREGATE_MAX;
  const gboolean first = total->n == 0;

  if (function == SD_AGGREGATE_COUNT)
    return;
  if (value->kind == SD_VECTOR_TEXT || value->kind == SD_VECTOR_CODE)
    take_text (total, get_text (value, i), largest);
  else if (value->kind == SD_VECTOR_DOUBLE)
    {
      const double x = value->f64[i];

      if (function == SD_AGGREGATE_SUM || function == SD_AGGREGATE_AVG)
        total->real += x;
      else if (first || (largest ? x > total->real : x < total->real))
        total->real = x;
    }
  else
    {
      const gint64 x = value->i64[i];

      total->sum += x;
      if (first || (largest ? x > total->extreme : x < total->extreme))
        total->extreme = x;
    }
}

/* Evaluates the children that wait, and adds them to their parents' totals. */
static void
flush (Pass *pass)
{
  const SdAggregateSpec *spec = &pass->self->spec;
  SdFrame *child;
  const SdVector *filter, *value;

  if (pass->n == 0)
    return;
  child = sd_frame_open_child (pass->frame, spec->child_table, pass->rows, pass->n);
  filter = spec->filter >= 0 ? sd_frame_get (child, spec->filter) : NULL;
  value = spec->value >= 0 ? sd_frame_get (child, spec->value) : NULL;
  for (guint i = 0; i < pass->n; i++)
    {
      Total *total = &pass->totals[pass->owners[i]];

      if (filter != NULL && ((filter->null != NULL && filter->null[i]) || !filter->i64[i]))
        continue;
      if (value != NULL && value->null != NULL && value->null[i])
        continue;
      if (value != NULL)
        take_value (total, spec->function, value, i);
      total->n++;
    }
  sd_frame_close_child (child);
  pass->n = 0;
}

static void
add_children (Pass          *pass,
              const SdLink  *link,
              guint64        parent,
              guint16        owner,
              guint64        count)
{
  for (guint64 done = 0; done < count;)
    {
      const guint n = MIN (count - done, SD_BATCH_ROWS - pass->n);

      sd_link_get_children (link, parent, done, n, pass->rows + pass->n);
      for (guint i = 0; i < n; i++)
        pass->owners[pass->n + i] = owner;
      pass->n += n;
      done += n;
      if (pass->n == SD_BATCH_ROWS)
        flush (pass);
    }
}

static double
get_average (const AggregateNode *self,
             const Total         *total)
{
  const double n = (double) total->n;

  if (self->spec.type.kind == SD_VALUE_REAL)
    return total->real / n;
  return (double) total->sum / (n * (double) sd_pow10[self->spec.type.scale]);
}

/* The average at the scale wanted, rounded once, half away from zero. FALSE
 * when it does not fit. */
static gboolean
get_exact_average (const AggregateNode *self,
                   const Total         *total,
                   gint64              *out)
{
  const int shift = self->spec.scale - (int) self->spec.type.scale;
  Wide sum = total->sum;
  Wide n = (Wide) total->n;
  Wide quotient, rest;

  if (shift > 0 && __builtin_mul_overflow (sum, (Wide) sd_pow10[shift], &sum))
    return FALSE;
  if (shift < 0)
    n *= sd_pow10[-shift];
  quotient = sum / n;
  rest = sum % n;
  if (rest < 0)
    quotient -= -rest >= n + rest;
  else
    quotient += rest >= n - rest;
  *out = (gint64) quotient;
  return *out == quotient;
}

/* FALSE for NULL. */
static gboolean
store (const AggregateNode *self,
       const Total         *total,
       SdFrame             *frame,
       SdVector            *out,
       guint                i)
{
  const SdAggregate function = self->spec.function;

  if (function == SD_AGGREGATE_COUNT)
    {
      out->i64[i] = (gint64) total->n;
      return TRUE;
    }
  if (function == SD_AGGREGATE_SUM && out->kind == SD_VECTOR_DOUBLE)
    out->f64[i] = total->real;
  else if (function == SD_AGGREGATE_SUM)
    {
      out->i64[i] = (gint64) total->sum;
      return out->i64[i] == total->sum;
    }
  else if (total->n == 0)
    return FALSE;
  else if (function == SD_AGGREGATE_AVG && self->spec.scale >= 0)
    return get_exact_average (self, total, &out->i64[i]);
  else if (function == SD_AGGREGATE_AVG)
    out->f64[i] = get_average (self, total);
  else if (out->kind == SD_VECTOR_DOUBLE)
    out->f64[i] = total->real;
  else if (out->kind == SD_VECTOR_TEXT)
    {
      char *copy = sd_frame_alloc (frame, MAX (total->text.length, 1));

      memcpy (copy, total->text.data != NULL ? total->text.data : "", total->text.length);
      out->text[i] = (SdText) { copy, total->text.length };
    }
  else
    out->i64[i] = total->extreme;
  return out->kind != SD_VECTOR_DOUBLE || fabs (out->f64[i]) <= G_MAXDOUBLE;
}

/* @known (nullable): of each total, where what comes out is kept, if it is not
 * there already. */
static void
store_all (const AggregateNode *self,
           const Total         *totals,
           const guint16       *map,
           Known              **known,
           SdFrame             *frame,
           SdVector            *out)
{
  guint8 *null = NULL;

  for (guint i = 0; i < frame->n_rows; i++)
    {
      Known *place = known != NULL ? known[map[i]] : NULL;
      gboolean is_null;

      if (place != NULL && place->parent == frame->rows[i] + 1)
        {
          out->i64[i] = place->value;
          is_null = place->is_null;
        }
      else
        {
          if (place != NULL)
            out->i64[i] = 0;   /* also what NULL shows is always the same */
          is_null = !store (self, &totals[map[i]], frame, out, i);
          if (place != NULL)
            *place = (Known) { frame->rows[i] + 1, out->i64[i], is_null };
        }
      if (is_null && null == NULL)
        null = sd_frame_need_null (frame, out);
      if (is_null)
        null[i] = 1;
    }
}

/* Where the totals of @n parents are or will be kept; NULL when there are too many
 * parents, or the totals are texts, or they take no children to evaluate. */
static Known **
find_known (const AggregateNode *self,
            SdFrame             *frame,
            const guint64       *parents,
            guint                n)
{
  Known *table;
  Known **known;

  if (self->node.kind == SD_VECTOR_TEXT || (self->spec.value < 0 && self->spec.filter < 0)
      || self->n_parents > SD_AGGREGATE_REMEMBERED || frame->pilot != NULL)
    return NULL;
  table = sd_frame_get_scratch (frame, &self->node, (self->n_parents + 1) * sizeof *table, NULL);
  known = sd_frame_alloc (frame, SD_BATCH_ROWS * sizeof *known);
  for (guint i = 0; i < n; i++)
    known[i] = &table[MIN (parents[i], self->n_parents)];
  return known;
}

static void
evaluate_aggregate (const SdNode *node,
                    SdFrame      *frame,
                    SdVector     *out)
{
  const AggregateNode *self = (const AggregateNode *) node;
  const SdLink *link = sd_frame_get_link (frame, self->spec.child_table, self->spec.link);
  guint64 *parents = sd_frame_alloc (frame, SD_BATCH_ROWS * sizeof *parents);
  guint64 *counts = sd_frame_alloc (frame, SD_BATCH_ROWS * sizeof *counts);
  guint16 *map = sd_frame_alloc (frame, SD_BATCH_ROWS * sizeof *map);
  const guint n = find_distinct (frame, parents, map);
  Total *totals = sd_frame_alloc (frame, SD_BATCH_ROWS * sizeof *totals);
  Known **known = link != NULL ? find_known (self, frame, parents, n) : NULL;
  Pass *pass = sd_frame_alloc (frame, sizeof *pass);

  /* A link that is still being planned has no children yet. */
  memset (counts, 0, n * sizeof *counts);
  if (link != NULL)
    sd_link_get_counts (link, parents, n, counts);
  memset (totals, 0, n * sizeof *totals);
  pass->self = self;
  pass->frame = frame;
  pass->totals = totals;
  pass->n = 0;
  if (self->spec.value < 0 && self->spec.filter < 0)
    for (guint i = 0; i < n; i++)
      totals[i].n = counts[i];
  else
    for (guint i = 0; i < n; i++)
      if (known == NULL || known[i]->parent != parents[i] + 1)
        add_children (pass, link, parents[i], i, counts[i]);
  flush (pass);
  store_all (self, totals, map, known, frame, out);
  for (guint i = 0; i < n; i++)
    g_free ((char *) totals[i].text.data);
}

static void
free_aggregate (SdNode *node)
{
  g_free (((AggregateNode *) node)->place);
  g_free (node);
}

static const SdNodeClass aggregate_class = { "aggregate", evaluate_aggregate, free_aggregate };

/* What is known of the result before anything is evaluated. */
static void
note_range (SdNode                *self,
            const SdAggregateSpec *spec,
            const SdNode          *value,
            guint64                n_children)
{
  const Wide n = MIN (n_children, G_MAXINT64);

  if (spec->function == SD_AGGREGATE_COUNT)
    {
      self->has_range = TRUE;
      self->maximum = n;
    }
  else if (value->has_range && self->kind == SD_VECTOR_INT64 && spec->function == SD_AGGREGATE_SUM)
    {
      const Wide least = n * MIN (value->minimum, 0);
      const Wide most = n * MAX (value->maximum, 0);

      self->has_range = least >= G_MININT64 && most <= G_MAXINT64;
      self->minimum = self->has_range ? least : 0;
      self->maximum = self->has_range ? most : 0;
    }
  else if (value->has_range && self->kind == SD_VECTOR_INT64 && spec->function != SD_AGGREGATE_AVG)
    {
      self->has_range = TRUE;
      self->minimum = value->minimum;
      self->maximum = value->maximum;
    }
}

static SdType
get_column_type (SdFormulaType  type,
                 const SdNode  *value)
{
  if (type.kind == SD_VALUE_INTEGER)
    return SD_TYPE_INTEGER;
  if (type.kind == SD_VALUE_DECIMAL)
    return SD_TYPE_DECIMAL;
  return type.kind == SD_VALUE_REAL ? SD_TYPE_REAL : value->type;
}

/**
 * sd_aggregate_node_new:
 * @spec: what to do
 * @type: of the result
 * @value: (nullable): the node of the child table that is read; NULL to count
 * @n_children: rows of the child table
 * @childless: whether a row may have no children that count
 * @place: whose column asks for it
 *
 * Returns: (transfer full): the node, to be added to @place's table
 */
SdNode *
sd_aggregate_node_new (const SdAggregateSpec *spec,
                       SdFormulaType          type,
                       const SdNode          *value,
                       guint64                n_children,
                       gboolean               childless,
                       const SdFormulaPlace  *place)
{
  AggregateNode *self = sd_node_alloc (sizeof *self, &aggregate_class,
                                       get_column_type (type, value),
                                       sd_value_kind_get_vector_kind (type.kind));

  self->spec = *spec;
  self->n_parents = sd_table_get_rows (place->table);
  self->column_id = sd_column_get_id (place->column->column);
  self->place = g_strdup (place->column->place);
  self->node.scale = type.scale;
  note_range (&self->node, spec, value, n_children);
  self->node.has_null = spec->function != SD_AGGREGATE_COUNT
                        && (spec->function == SD_AGGREGATE_SUM ? !self->node.has_range : childless);
  if (self->node.kind == SD_VECTOR_TEXT)
    self->node.max_length = value->max_length;
  return &self->node;
}

static void
check_aggregate (SdCompiler          *compiler,
                 guint                table,
                 const AggregateNode *self)
{
  const SdPlanLink *plan_link = sd_plan_get_link (compiler->plan, self->spec.child_table,
                                                  self->spec.link);
  const SdLink *link = plan_link->link;
  const char *child = sd_table_get_name (compiler->tables[self->spec.child_table].table);
  const char *home = sd_table_get_name (compiler->tables[table].table);
  const gboolean counts_only = self->spec.value < 0 && self->spec.filter < 0;

  if (link == NULL)
    return;
  if (!sd_link_is_invertible (link))
    sd_compiler_add_finding (compiler,
                             sd_finding_new (SD_SEVERITY_ERROR, "aggregate-not-invertible",
                                             self->column_id, self->place,
                                             _("The rows of “%s” choose theirs of “%s” freely, and "
                                               "there are too many of them to take totals over."),
                                             child, home));
  else if (!counts_only && sd_link_get_max_count (link) > MAX_CHILDREN)
    sd_compiler_add_finding (compiler,
                             sd_finding_new (SD_SEVERITY_ERROR, "aggregate-too-costly",
                                             self->column_id, self->place,
                                             _("One row of “%s” has up to %" G_GUINT64_FORMAT
                                               " rows in “%s”; totals are taken over at most %"
                                               G_GUINT64_FORMAT "."),
                                             home, sd_link_get_max_count (link), child,
                                             MAX_CHILDREN));
}

/**
 * sd_aggregate_check_links:
 *
 * Adds findings about aggregates that cannot be evaluated, or only at too high
 * a price; the links have been built.
 */
void
sd_aggregate_check_links (SdCompiler *compiler)
{
  for (guint t = 0; t < compiler->plan->n_tables; t++)
    {
      const GPtrArray *nodes = compiler->plan->tables[t].nodes;

      for (guint i = 0; i < nodes->len; i++)
        {
          const SdNode *node = g_ptr_array_index (nodes, i);

          if (node->klass == &aggregate_class)
            check_aggregate (compiler, t, (const AggregateNode *) node);
        }
    }
}
