/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The second layer: a plan of messy data over a clean one. It has all its nodes
 * and links, and over the columns that are messed up a node more each; what
 * exporters read of it is in sd-compiler-mess-describe.c.
 */

#define G_LOG_DOMAIN "sd-compiler-mess"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sd-compiler-mess-private.h"
#include "sd-generator-info.h"
#include "sd-literal-private.h"
#include "sd-math.h"

/* Orphans take one of so many keys that no row has. */
#define MIN_ORPHAN_KEYS 1000

/* What draws are for, as the attempt of a key. */
enum
{
  KEY_SWAPS,
  KEY_OWN,
  KEY_DETAIL,
  KEY_ROWS,
  KEY_NEAR,
};

static SdKey
get_key (SdCompiler *self,
         guint       table,
         guint       column_id,
         guint       attempt)
{
  return sd_key (sd_schema_get_seed (self->schema), sd_table_get_id (self->tables[table].table),
                 column_id, SD_LANE_MESS, attempt);
}

static JsonObject *
get_mess (JsonArray *list,
          guint      i)
{
  return json_array_get_object_element (list, i);
}

static guint
count_mess (JsonArray *list)
{
  return list != NULL ? json_array_get_length (list) : 0;
}

static gboolean
is_kind (JsonObject *mess,
         const char *kind)
{
  return g_str_equal (sd_parameter_get_text (mess, "kind", ""), kind);
}

static guint64
get_n_rows (JsonObject *mess,
            guint64     n_rows)
{
  const double share = CLAMP (sd_parameter_get_number (mess, "share", 0), 0, 1);

  return MIN ((guint64) (share * (double) n_rows + 0.5), n_rows);
}

static void
report (SdMessCompiler *self,
        SdSeverity      severity,
        const char     *code,
        guint           table,
        int             column,
        const char     *message)
{
  SdTable *home = self->compiler->tables[table].table;
  SdColumn *cells = column >= 0 ? sd_table_get_column (home, (guint) column) : NULL;
  g_autofree char *place =
    cells != NULL ? g_strdup_printf ("%s.%s", sd_table_get_name (home),
                                     sd_column_get_name (cells))
                  : g_strdup (sd_table_get_name (home));

  sd_compiler_add_finding (self->compiler,
                           sd_finding_new (severity, code,
                                           cells != NULL ? sd_column_get_id (cells)
                                                         : sd_table_get_id (home),
                                           place, "%s", message));
}

static void
report_none (SdMessCompiler *self,
             guint           table,
             int             column,
             JsonObject     *mess,
             guint64         n_rows)
{
  const double share = sd_parameter_get_number (mess, "share", 0);
  g_autofree char *message = NULL;

  if (share <= 0 || n_rows == 0)
    return;
  message = g_strdup_printf (_("%g %% of %" G_GUINT64_FORMAT " rows is less than half a row, so "
                               "“%s” changes nothing."), share * 100, n_rows,
                             sd_parameter_get_text (mess, "kind", ""));
  report (self, SD_SEVERITY_WARNING, "mess-none", table, column, message);
}

/* Copies of rows: exact ones and near ones, never more than there are rows. */
static void
count_copies (SdMessCompiler *self,
              guint           table)
{
  SdTable *home = self->compiler->tables[table].table;
  SdMessTable *mess = self->tables[table].mess;
  JsonArray *list = sd_table_get_mess (home);
  const guint64 n_rows = sd_table_get_rows (home);
  guint64 exact = 0;

  for (guint i = 0; i < count_mess (list); i++)
    {
      JsonObject *one = get_mess (list, i);
      const guint64 n = get_n_rows (one, n_rows);

      if (n == 0)
        report_none (self, table, -1, one, n_rows);
      if (is_kind (one, "duplicate"))
        exact += n;
      else if (is_kind (one, "near_duplicate"))
        mess->n_near += n;
    }
  if (exact + mess->n_near > n_rows)
    {
      report (self, SD_SEVERITY_WARNING, "mess-too-much", table, -1,
              _("The shares of duplicates come to more than all rows; there are as many copies as "
                "rows."));
      exact = MIN (exact, n_rows);
      mess->n_near = n_rows - exact;
    }
  sd_mess_rows_init (&mess->rows, n_rows, exact + mess->n_near,
                     get_key (self->compiler, table, 0, KEY_ROWS));
  mess->near_key = get_key (self->compiler, table, 0, KEY_NEAR);
  if (mess->n_near > 0)
    sd_permutation_init (&mess->near_order, mess->rows.n_copies,
                         sd_key_derive (mess->near_key, 0));
}

/* Copies get keys of their own where the primary key counts on. */
static void
choose_keys (SdMessCompiler *self,
             guint           table)
{
  const SdPlanTableData *data = &self->clean->tables[table];
  SdMessTableState *state = &self->tables[table];

  for (guint i = 0; state->mess->rows.n_copies > 0 && i < data->info.n_primary_key; i++)
    {
      const guint column = data->info.primary_key[i];
      const SdNode *node = sd_plan_get_node (self->clean, table, data->clean_nodes[column]);

      if (data->info.columns[column].foreign_key < 0 && node->klass->get_room != NULL
          && node->klass->get_room (node) >= state->mess->rows.n_copies)
        state->columns[column].fresh = TRUE;
    }
}

static gboolean
may_be_altered (SdMessCompiler *self,
                guint           table,
                guint           column)
{
  const SdPlanTableData *data = &self->clean->tables[table];
  const SdPlanColumn *info = &data->info.columns[column];
  const SdNode *node = sd_plan_get_node (self->clean, table, data->clean_nodes[column]);

  if (info->foreign_key >= 0 || info->unique || node->klass->get_room != NULL
      || (info->type != SD_TYPE_TEXT && info->type != SD_TYPE_INTEGER
          && info->type != SD_TYPE_DECIMAL && info->type != SD_TYPE_REAL))
    return FALSE;
  for (guint i = 0; i < data->info.n_primary_key; i++)
    if (data->info.primary_key[i] == column)
      return FALSE;
  return TRUE;
}

/* Columns without missing cells first: where nothing is, nothing is altered. */
static void
choose_alterable (SdMessCompiler *self,
                  guint           table)
{
  const SdPlanTable *info = &self->clean->tables[table].info;
  SdMessTable *mess = self->tables[table].mess;

  mess->alterable = g_new0 (guint, info->n_columns + 1);
  for (guint pass = 0; pass < 2 && mess->n_near > 0 && mess->n_alterable == 0; pass++)
    for (guint c = 0; c < info->n_columns; c++)
      if (may_be_altered (self, table, c) && (pass == 1 || !info->columns[c].nullable))
        mess->alterable[mess->n_alterable++] = c;
  for (guint i = 0; i < mess->n_alterable; i++)
    self->tables[table].columns[mess->alterable[i]].alterable = TRUE;
  if (mess->n_near > 0 && mess->n_alterable == 0)
    report (self, SD_SEVERITY_WARNING, "mess-no-cell", table, -1,
            _("No text or number in the table can be altered, so near duplicates are exact."));
}

static void
read_code (SdMessCode         *code,
           JsonNode           *value,
           const SdPlanColumn *column)
{
  g_autofree char *text = sd_literal_to_text (value);

  *code = (SdMessCode) { 0 };
  code->is_null = column->type != SD_TYPE_TEXT && (text == NULL || *text == '\0');
  if (text == NULL)
    text = g_strdup ("");
  if (column->type == SD_TYPE_REAL)
    {
      g_autoptr (JsonNode) number = json_node_init_double (json_node_alloc (), 0);
      char *end;
      const double parsed = g_ascii_strtod (text, &end);

      json_node_set_double (number, parsed);
      code->is_value = *text != '\0' && *end == '\0' && sd_literal_parse_double (number,
                                                                                &code->f64);
    }
  else if (column->kind == SD_VECTOR_INT64)
    {
      g_autoptr (JsonNode) literal = json_node_init_string (json_node_alloc (), text);

      code->is_value = sd_literal_parse_int64 (literal, column->type, column->scale, &code->i64);
    }
  code->text = (SdText) { text, (guint32) strlen (text) };
  text = NULL;
}

static void
read_codes (JsonObject         *mess,
            const SdPlanColumn *column,
            SdMessEntry        *entry)
{
  JsonArray *values = sd_parameter_get_list (mess, "values");
  const guint n = count_mess (values);
  SdMessCode *codes = g_new0 (SdMessCode, MAX (n, 1));
  g_autoptr (JsonNode) usual = json_node_init_string (json_node_alloc (), "NA");

  for (guint i = 0; i < n; i++)
    read_code (&codes[i], json_array_get_element (values, i), column);
  if (n == 0)
    read_code (&codes[0], usual, column);
  entry->codes = codes;
  entry->n_codes = MAX (n, 1);
}

/* FALSE with a finding when there is no key to take. */
static gboolean
find_orphan_keys (SdMessCompiler *self,
                  guint           table,
                  guint           column,
                  SdMessEntry    *entry)
{
  const SdPlanTable *info = &self->clean->tables[table].info;
  const SdPlanColumn *cells = &info->columns[column];
  const SdPlanForeignKey *key;
  const SdPlanTableData *parent;
  guint64 room, used;
  guint i = 0;

  g_assert (cells->foreign_key >= 0);   /* validated */
  key = &info->foreign_keys[cells->foreign_key];
  parent = &self->clean->tables[key->parent_table];
  while (key->columns[i] != column)
    i++;
  entry->parent_key = sd_plan_get_node (self->clean, key->parent_table,
                                        parent->clean_nodes[key->parent_columns[i]]);
  room = entry->parent_key->klass->get_room != NULL
         ? entry->parent_key->klass->get_room (entry->parent_key) : 0;
  used = self->tables[key->parent_table].mess->rows.n_copies;
  if (room <= used)
    {
      report (self, SD_SEVERITY_ERROR, "mess-no-orphan", table, (int) column,
              _("There is no key to spare for orphans: the key referred to has to be a sequence, "
                "a UUID, or a pattern with more codes than rows."));
      return FALSE;
    }
  entry->first_key = used;
  entry->n_keys = MIN (room - used, MAX (parent->info.n_rows / 10, MIN_ORPHAN_KEYS));
  return TRUE;
}

static SdMessKind
get_kind (JsonObject *mess)
{
  for (guint kind = SD_MESS_MISSING_CODE; kind <= SD_MESS_ORPHAN; kind++)
    if (is_kind (mess, sd_mess_kind_to_nick (kind)))
      return kind;
  return SD_MESS_NONE;
}

static void
check_factor (SdMessCompiler    *self,
              guint              table,
              guint              column,
              const SdMessEntry *entry)
{
  if ((entry->kind == SD_MESS_UNIT || entry->kind == SD_MESS_OUTLIER) && entry->factor == 1)
    report (self, SD_SEVERITY_WARNING, "mess-nothing", table, (int) column,
            _("A factor of 1 changes nothing."));
}

/* The column's own kinds of mess. FALSE with a finding. */
static gboolean
read_own (SdMessCompiler *self,
          guint           table,
          guint           column)
{
  SdMessColumnState *state = &self->tables[table].columns[column];
  const SdPlanColumn *info = &self->clean->tables[table].info.columns[column];
  SdColumn *cells = sd_table_get_column (self->compiler->tables[table].table, column);
  const guint64 n_rows = self->tables[table].mess->rows.n_clean;
  JsonArray *list = sd_column_get_mess (cells);

  for (guint i = 0; i < count_mess (list) && state->n_own < SD_MESS_KINDS; i++)
    {
      JsonObject *one = get_mess (list, i);
      SdMessEntry entry = { .kind = get_kind (one) };
      const guint64 n = get_n_rows (one, n_rows);

      if (n == 0)
        {
          report_none (self, table, (int) column, one, n_rows);
          continue;
        }
      entry.factor = sd_parameter_get_number (one, "factor",
                                              entry.kind == SD_MESS_UNIT ? 1000 : 10);
      check_factor (self, table, column, &entry);
      if (entry.kind == SD_MESS_ORPHAN && !find_orphan_keys (self, table, column, &entry))
        return FALSE;
      if (entry.kind == SD_MESS_MISSING_CODE)
        read_codes (one, info, &entry);
      state->own[state->n_own] = n;
      state->entries[state->n_own++] = entry;
    }
  return TRUE;
}

static int
find_column (const SdPlanTable *info,
             const char        *name)
{
  for (guint c = 0; c < info->n_columns; c++)
    if (g_str_equal (info->columns[c].name, name))
      return (int) c;
  return -1;
}

/* Exchanges of the table, which its columns share. */
static void
read_swaps (SdMessCompiler *self,
            guint           table)
{
  const SdPlanTable *info = &self->clean->tables[table].info;
  SdMessTableState *state = &self->tables[table];
  JsonArray *list = sd_table_get_mess (self->compiler->tables[table].table);

  for (guint i = 0; i < count_mess (list) && state->n_swaps < SD_MESS_KINDS; i++)
    {
      JsonObject *one = get_mess (list, i);
      const char *names[2] = { "", "" };
      int a, b;

      if (!is_kind (one, "swap"))
        continue;
      sd_parameter_get_names (one, "columns", names, 2);
      a = find_column (info, names[0]);
      b = find_column (info, names[1]);
      if (a < 0 || b < 0 || a == b)
        continue;
      state->swap_columns[state->n_swaps][0] = (guint) a;
      state->swap_columns[state->n_swaps][1] = (guint) b;
      state->swaps[state->n_swaps++] = get_n_rows (one, state->mess->rows.n_clean);
      state->columns[a].swapped = state->columns[b].swapped = TRUE;
    }
}

static void
set_swap (SdMessCompiler *self,
          guint           table,
          guint           column,
          guint           swap,
          SdMessEntry    *entry)
{
  const SdPlanTableData *data = &self->clean->tables[table];
  const guint *pair = self->tables[table].swap_columns[swap];
  const SdPlanColumn *own = &data->info.columns[column];
  const SdPlanColumn *other;
  guint partner;

  *entry = (SdMessEntry) { .kind = SD_MESS_NONE };
  if (pair[0] != column && pair[1] != column)
    return;
  partner = pair[0] == column ? pair[1] : pair[0];
  other = &data->info.columns[partner];
  entry->kind = SD_MESS_SWAP;
  entry->partner = data->output_nodes[partner];
  entry->partner_type = other->type;
  entry->partner_scale = other->scale;
  entry->as_text = own->type != other->type || own->scale != other->scale
                   || own->kind != other->kind;
}

static void
check_shares (SdMessCompiler *self,
              guint           table,
              guint           column)
{
  const SdMessTableState *state = &self->tables[table];
  const SdMessColumnState *cells = &state->columns[column];
  guint64 sum = 0;

  for (guint i = 0; cells->swapped && i < state->n_swaps; i++)
    sum += state->swaps[i];
  for (guint i = 0; i < cells->n_own; i++)
    sum += MIN (cells->own[i], G_MAXUINT64 / 64);
  if (sum > state->mess->rows.n_clean)
    report (self, SD_SEVERITY_WARNING, "mess-too-much", table, (int) column,
            _("The shares of the column’s kinds of mess come to more than all rows, and a cell has "
              "one at most; the last ones get fewer."));
}

static void
add_node (SdMessCompiler *self,
          guint           table,
          guint           column)
{
  SdMessTableState *state = &self->tables[table];
  SdMessColumnState *cells = &state->columns[column];
  SdPlanTableData *data = &self->messy->tables[table];
  const SdNode *clean = sd_plan_get_node (self->clean, table, data->clean_nodes[column]);
  const SdNode *source = sd_plan_get_node (self->clean, table, data->output_nodes[column]);
  const guint id = self->clean->tables[table].info.columns[column].id;
  const guint n_swaps = cells->swapped ? state->n_swaps : 0;
  SdMessEntry entries[SD_MESS_KINDS * 2];
  SdMessCells spec;
  SdNode *node;

  check_shares (self, table, column);
  for (guint i = 0; i < n_swaps; i++)
    set_swap (self, table, column, i, &entries[i]);
  memcpy (entries + n_swaps, cells->entries, cells->n_own * sizeof *entries);
  sd_mess_cells_init (&spec, state->mess->rows.n_clean,
                      get_key (self->compiler, table, 0, KEY_SWAPS),
                      get_key (self->compiler, table, id, KEY_OWN),
                      state->swaps, n_swaps, cells->own, cells->n_own);
  node = sd_mess_node_new (source, cells->fresh ? clean : NULL, state->mess, column, &spec,
                           entries, get_key (self->compiler, table, id, KEY_DETAIL));
  node->index = data->nodes->len;
  g_ptr_array_add (data->nodes, node);
  data->output_nodes[column] = node->index;
  state->mess->nodes[column] = node;
}

static gboolean
read_table (SdMessCompiler *self,
            guint           table)
{
  const SdPlanTable *info = &self->clean->tables[table].info;
  gboolean done = TRUE;

  choose_keys (self, table);
  choose_alterable (self, table);
  read_swaps (self, table);
  for (guint c = 0; c < info->n_columns; c++)
    done &= read_own (self, table, c);
  return done;
}

static void
add_nodes (SdMessCompiler *self,
           guint           table)
{
  SdMessTableState *state = &self->tables[table];
  gboolean any = state->mess->rows.n_copies > 0;

  for (guint c = 0; c < self->clean->tables[table].info.n_columns; c++)
    if (state->columns[c].n_own > 0 || state->columns[c].swapped || state->columns[c].fresh
        || state->columns[c].alterable)
      {
        add_node (self, table, c);
        any = TRUE;
      }
  if (any)
    self->messy->tables[table].mess = g_steal_pointer (&state->mess);
}

/* A plan like @clean, whose nodes and links it borrows. */
static SdPlan *
borrow_plan (SdPlan *clean)
{
  SdPlan *plan = g_new0 (SdPlan, 1);

  g_atomic_ref_count_init (&plan->ref_count);
  plan->clean = clean;
  plan->strings = g_string_chunk_new (256);
  plan->name = clean->name;
  plan->title = clean->title;
  plan->description = clean->description;
  plan->as_of = clean->as_of;
  plan->n_tables = clean->n_tables;
  plan->tables = g_new0 (SdPlanTableData, plan->n_tables);
  plan->load_order = g_memdup2 (clean->load_order, MAX (plan->n_tables, 1) * sizeof (guint));
  for (guint t = 0; t < plan->n_tables; t++)
    {
      const SdPlanTableData *from = &clean->tables[t];
      SdPlanTableData *to = &plan->tables[t];

      to->nodes = g_ptr_array_copy (from->nodes, NULL, NULL);
      to->n_borrowed = from->nodes->len;
      to->links = g_array_ref (from->links);
      to->clean_nodes = g_memdup2 (from->clean_nodes, from->info.n_columns * sizeof (guint));
      to->output_nodes = g_memdup2 (from->output_nodes, from->info.n_columns * sizeof (guint));
    }
  return plan;
}

static void
report_clean (SdMessCompiler *self)
{
  for (guint t = 0; t < self->messy->n_tables; t++)
    if (self->messy->tables[t].mess != NULL)
      return;
  sd_compiler_add_finding (self->compiler,
                           sd_finding_new (SD_SEVERITY_WARNING, "mess-not-declared", 0, "",
                                           _("The data is to be messy, but no table or column "
                                             "says how, so it is clean.")));
}

static void
free_codes (SdMessColumnState *column)
{
  for (guint i = 0; i < column->n_own; i++)
    {
      for (guint c = 0; c < column->entries[i].n_codes; c++)
        g_free ((char *) column->entries[i].codes[c].text.data);
      g_free ((gpointer) column->entries[i].codes);
    }
}

/* Without a plan, nobody has taken over the codes. */
static void
tear_down (SdMessCompiler *self,
           gboolean        failed)
{
  for (guint t = 0; t < self->clean->n_tables; t++)
    {
      for (guint c = 0; failed && c < self->clean->tables[t].info.n_columns; c++)
        free_codes (&self->tables[t].columns[c]);
      sd_mess_table_free (self->tables[t].mess);
      g_free (self->tables[t].columns);
    }
  g_free (self->tables);
}

/**
 * sd_compiler_add_mess:
 *
 * Puts the mess that the document declares over its plan, which is whole and
 * described: from then on it is the plan of the messy data.
 */
void
sd_compiler_add_mess (SdCompiler *self)
{
  SdMessCompiler mess = { .compiler = self, .clean = self->plan };
  gboolean done = TRUE;

  mess.tables = g_new0 (SdMessTableState, MAX (self->plan->n_tables, 1));
  for (guint t = 0; t < self->plan->n_tables; t++)
    {
      const guint n_columns = self->plan->tables[t].info.n_columns;

      mess.tables[t].columns = g_new0 (SdMessColumnState, MAX (n_columns, 1));
      mess.tables[t].mess = g_new0 (SdMessTable, 1);
      mess.tables[t].mess->n_columns = n_columns;
      mess.tables[t].mess->nodes = g_new0 (SdNode *, n_columns + 1);
      count_copies (&mess, t);
    }
  for (guint t = 0; t < self->plan->n_tables; t++)
    done &= read_table (&mess, t);
  if (done)
    {
      mess.messy = borrow_plan (self->plan);
      for (guint t = 0; t < self->plan->n_tables; t++)
        add_nodes (&mess, t);
      report_clean (&mess);
      sd_mess_describe (&mess);
      self->plan = mess.messy;
    }
  tear_down (&mess, !done);
}
