/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

#include "config.h"

#include "example-document.h"
#include "sd-history.h"

static void
test_new_destroy (void)
{
  SdSchema *schema = load_example ();
  SdHistory *history = sd_history_new (schema);

  g_assert_false (sd_history_get_can_undo (history));
  g_assert_false (sd_history_get_can_redo (history));
  g_assert_null (sd_history_get_undo_label (history));
  g_assert_null (sd_history_get_redo_label (history));
  g_assert_false (sd_history_get_modified (history));

  g_assert_finalize_object (history);
  g_assert_finalize_object (schema);
}

static void
test_steps (void)
{
  g_autoptr (SdSchema) schema = load_example ();
  g_autoptr (SdHistory) history = sd_history_new (schema);
  g_autofree char *before = sd_schema_to_text (schema);
  g_autofree char *after = NULL;
  g_autofree char *now = NULL;

  sd_history_begin (history, "Rename table", NULL);
  sd_schema_rename_table (schema, sd_schema_find_table (schema, "sales"), "orders");
  sd_history_end (history);
  after = sd_schema_to_text (schema);

  g_assert_cmpstr (sd_history_get_undo_label (history), ==, "Rename table");
  g_assert_null (sd_history_get_redo_label (history));
  g_assert_true (sd_history_get_modified (history));

  sd_history_undo (history);
  now = sd_schema_to_text (schema);
  g_assert_cmpstr (now, ==, before);
  g_assert_cmpstr (sd_history_get_redo_label (history), ==, "Rename table");
  g_assert_false (sd_history_get_can_undo (history));
  g_assert_false (sd_history_get_modified (history));

  sd_history_redo (history);
  g_free (now);
  now = sd_schema_to_text (schema);
  g_assert_cmpstr (now, ==, after);
  g_assert_false (sd_history_get_can_redo (history));

  /* Neither does anything at the end of the list. */
  sd_history_redo (history);
  sd_history_undo (history);
  sd_history_undo (history);
  g_free (now);
  now = sd_schema_to_text (schema);
  g_assert_cmpstr (now, ==, before);
}

static void
test_no_change_no_step (void)
{
  g_autoptr (SdSchema) schema = load_example ();
  g_autoptr (SdHistory) history = sd_history_new (schema);

  sd_history_begin (history, "Nothing", NULL);
  sd_history_end (history);
  g_assert_false (sd_history_get_can_undo (history));

  sd_history_begin (history, "There and back", NULL);
  sd_schema_set_seed (schema, 1);
  sd_schema_set_seed (schema, 42);
  sd_history_end (history);
  g_assert_false (sd_history_get_can_undo (history));
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
test_nesting (void)
{
  g_autoptr (SdSchema) schema = load_example ();
  g_autoptr (SdHistory) history = sd_history_new (schema);
  guint n_changed = 0;

  g_signal_connect_swapped (schema, "changed", G_CALLBACK (count_cb), &n_changed);
  sd_history_begin (history, "Outer", NULL);
  sd_schema_set_seed (schema, 1);
  sd_history_begin (history, "Inner", NULL);
  sd_schema_set_title (schema, "Inner");
  sd_history_end (history);
  g_assert_cmpuint (n_changed, ==, 0);
  sd_history_undo (history);
  g_assert_cmpuint (sd_schema_get_seed (schema), ==, 1);
  sd_history_end (history);

  g_assert_cmpuint (n_changed, ==, 1);
  g_assert_cmpstr (sd_history_get_undo_label (history), ==, "Outer");
  sd_history_undo (history);
  g_assert_cmpuint (n_changed, ==, 2);
  g_assert_cmpuint (sd_schema_get_seed (schema), ==, 42);
  g_assert_false (sd_history_get_can_undo (history));
}

/* What is changed outside a group can be undone as well. */
static void
test_outside (void)
{
  g_autoptr (SdSchema) schema = load_example ();
  g_autoptr (SdHistory) history = sd_history_new (schema);
  SdColumn *column = find_example_column (schema, "sales.quantity");

  sd_column_set_missing (column, 0.5);
  g_assert_true (sd_column_get_nullable (column));
  g_assert_true (sd_history_get_can_undo (history));
  g_assert_nonnull (sd_history_get_undo_label (history));

  sd_history_undo (history);
  g_assert_false (sd_column_get_nullable (column));
  g_assert_cmpfloat (sd_column_get_missing (column), ==, 0);
  g_assert_false (sd_history_get_can_undo (history));
}

static void
type_title (SdHistory  *history,
            SdSchema   *schema,
            const char *title)
{
  sd_history_begin (history, "Change title", "title");
  sd_schema_set_title (schema, title);
  sd_history_end (history);
}

static guint
count_steps (SdHistory *history)
{
  guint n = 0;

  for (; sd_history_get_can_undo (history); n++)
    sd_history_undo (history);
  for (guint i = 0; i < n; i++)
    sd_history_redo (history);
  g_assert_false (sd_history_get_can_redo (history));

  return n;
}

static void
test_merging (void)
{
  g_autoptr (SdSchema) schema = load_example ();
  g_autoptr (SdHistory) history = sd_history_new (schema);

  type_title (history, schema, "P");
  type_title (history, schema, "Pr");
  type_title (history, schema, "Pri");
  g_assert_cmpuint (count_steps (history), ==, 1);
  sd_history_undo (history);
  g_assert_cmpstr (sd_schema_get_title (schema), ==, "Product sales");
  sd_history_redo (history);
  g_assert_cmpstr (sd_schema_get_title (schema), ==, "Pri");

  /* Undo and redo end merging. */
  type_title (history, schema, "Pric");
  g_assert_cmpuint (count_steps (history), ==, 2);
  sd_history_barrier (history);
  type_title (history, schema, "Price");
  g_assert_cmpuint (count_steps (history), ==, 3);

  sd_history_barrier (history);
  type_title (history, schema, "A");
  sd_history_begin (history, "Other", "other");
  sd_schema_set_seed (schema, 7);
  sd_history_end (history);
  type_title (history, schema, "B");
  g_assert_cmpuint (count_steps (history), ==, 6);
}

static void
test_merging_back (void)
{
  g_autoptr (SdSchema) schema = load_example ();
  g_autoptr (SdHistory) history = sd_history_new (schema);

  type_title (history, schema, "P");
  g_assert_true (sd_history_get_modified (history));
  type_title (history, schema, "Product sales");
  g_assert_false (sd_history_get_can_undo (history));
  g_assert_false (sd_history_get_modified (history));
}

static void
test_modified (void)
{
  g_autoptr (SdSchema) schema = load_example ();
  g_autoptr (SdHistory) history = sd_history_new (schema);

  type_title (history, schema, "One");
  sd_history_mark_saved (history);
  g_assert_false (sd_history_get_modified (history));

  /* Typing does not join what was saved. */
  type_title (history, schema, "Two");
  g_assert_true (sd_history_get_modified (history));
  sd_history_undo (history);
  g_assert_cmpstr (sd_schema_get_title (schema), ==, "One");
  g_assert_false (sd_history_get_modified (history));
  sd_history_undo (history);
  g_assert_true (sd_history_get_modified (history));
  sd_history_redo (history);
  g_assert_false (sd_history_get_modified (history));

  /* The saved state lies on a branch that is gone. */
  sd_history_undo (history);
  type_title (history, schema, "Three");
  g_assert_true (sd_history_get_modified (history));
  sd_history_undo (history);
  g_assert_true (sd_history_get_modified (history));
}

static void
test_notify (void)
{
  g_autoptr (SdSchema) schema = load_example ();
  g_autoptr (SdHistory) history = sd_history_new (schema);
  guint n_undo = 0;
  guint n_redo = 0;
  guint n_label = 0;
  guint n_modified = 0;

  g_signal_connect_swapped (history, "notify::can-undo", G_CALLBACK (count_cb), &n_undo);
  g_signal_connect_swapped (history, "notify::can-redo", G_CALLBACK (count_cb), &n_redo);
  g_signal_connect_swapped (history, "notify::undo-label", G_CALLBACK (count_cb), &n_label);
  g_signal_connect_swapped (history, "notify::modified", G_CALLBACK (count_cb), &n_modified);

  type_title (history, schema, "One");
  g_assert_cmpuint (n_undo, ==, 1);
  g_assert_cmpuint (n_redo, ==, 0);
  g_assert_cmpuint (n_label, ==, 1);
  g_assert_cmpuint (n_modified, ==, 1);

  type_title (history, schema, "Two");
  g_assert_cmpuint (n_undo, ==, 1);
  g_assert_cmpuint (n_label, ==, 1);

  sd_history_undo (history);
  g_assert_cmpuint (n_undo, ==, 2);
  g_assert_cmpuint (n_redo, ==, 1);
  g_assert_cmpuint (n_label, ==, 2);
  g_assert_cmpuint (n_modified, ==, 2);
}

/* An element of the document, at random; tables and columns may be missing. */
typedef struct
{
  SdSchema *schema;
  GRand *random;
  SdTable *table;
  SdColumn *column;
  SdRelationship *relationship;
  char *word;
} Pick;

static guint
draw (const Pick *self,
      guint       n)
{
  return (guint) g_rand_int_range (self->random, 0, (gint32) n);
}

static void
add_something (const Pick *self)
{
  g_autoptr (SdTable) table = sd_table_new (self->word);
  g_autoptr (SdColumn) column = sd_column_new (self->word, draw (self, SD_N_TYPES));
  g_autoptr (SdRelationship) relationship = NULL;

  if (self->table == NULL || draw (self, 6) == 0)
    sd_schema_add_table (self->schema, table, draw (self, 5));
  else if (self->column == NULL || draw (self, 3) > 0)
    sd_schema_add_column (self->schema, self->table, column, draw (self, 5));
  else
    {
      relationship = sd_relationship_new ("customers", sd_table_get_name (self->table),
                                          sd_column_get_name (self->column));
      sd_schema_add_relationship (self->schema, relationship);
    }
}

static void
change_structure (const Pick *self)
{
  switch (draw (self, 9))
    {
    case 0:
      if (draw (self, 4) == 0)
        sd_schema_remove_table (self->schema, self->table);
      break;

    case 1:
      sd_schema_remove_column (self->schema, self->table, self->column);
      break;

    case 2:
      if (self->relationship != NULL)
        sd_schema_remove_relationship (self->schema, self->relationship);
      break;

    case 3:
      sd_schema_rename_table (self->schema, self->table, self->word);
      break;

    case 4:
      sd_schema_rename_column (self->schema, self->table, self->column, self->word);
      break;

    case 5:
      sd_schema_move_table (self->schema, self->table, draw (self, 6));
      break;

    case 6:
      sd_schema_move_column (self->schema, self->table, self->column, draw (self, 6));
      break;

    default:
      add_something (self);
      break;
    }
}

static void
change_values (const Pick *self)
{
  JsonNode *number = json_node_init_double (json_node_alloc (), g_rand_double (self->random));

  switch (draw (self, 7))
    {
    case 0:
      if (self->relationship != NULL)
        sd_relationship_set_bounds (self->relationship, draw (self, 5), 10);
      break;

    case 1:
      sd_column_set_missing (self->column, g_rand_double (self->random));
      break;

    case 2:
      sd_column_set_parameter (self->column, self->word, g_steal_pointer (&number));
      break;

    case 3:
      sd_table_set_rows (self->table, draw (self, 1000), draw (self, 2));
      break;

    case 4:
      sd_schema_set_seed (self->schema, g_rand_int (self->random));
      break;

    case 5:
      sd_schema_set_member (self->schema, "diagram", g_steal_pointer (&number));
      break;

    default:
      sd_column_set_description (self->column, self->word);
      break;
    }
  g_clear_pointer (&number, json_node_unref);
}

/* One of the operations of the document, anywhere. */
static void
change_something (SdSchema *schema,
                  GRand    *random)
{
  Pick pick = { schema, random };
  guint n_tables = sd_schema_get_n_tables (schema);
  guint n_relationships = sd_schema_get_n_relationships (schema);
  g_autofree char *word = g_strdup_printf ("name_%u", draw (&pick, 20));

  pick.word = word;
  if (n_tables > 0)
    pick.table = sd_schema_get_table (schema, draw (&pick, n_tables));
  if (pick.table != NULL && sd_table_get_n_columns (pick.table) > 0)
    pick.column = sd_table_get_column (pick.table,
                                       draw (&pick, sd_table_get_n_columns (pick.table)));
  if (n_relationships > 0)
    pick.relationship = sd_schema_get_relationship (schema, draw (&pick, n_relationships));

  if (pick.column == NULL)
    add_something (&pick);
  else if (draw (&pick, 2) == 0)
    change_structure (&pick);
  else
    change_values (&pick);
}

/* Drops what lies behind @position and adds the state of @schema, if it is
 * another one. */
static void
note_state (GPtrArray *states,
            guint     *position,
            SdSchema  *schema)
{
  char *now = sd_schema_to_text (schema);

  if (g_str_equal (now, g_ptr_array_index (states, *position)))
    {
      g_free (now);
      return;
    }

  g_ptr_array_set_size (states, *position + 1);
  g_ptr_array_add (states, now);
  (*position)++;
}

static void
assert_state (GPtrArray *states,
              guint      position,
              SdSchema  *schema)
{
  g_autofree char *now = sd_schema_to_text (schema);

  /* Not g_assert_cmpstr(), which would print both documents. */
  g_assert_true (g_str_equal (now, g_ptr_array_index (states, position)));
}

/* 500 operations, in groups and alone, with an undo or a redo now and then; in
 * the end all the way back and all the way forward, with the same bytes in every
 * state. */
static void
test_random_walk (void)
{
  g_autoptr (SdSchema) schema = load_example ();
  g_autoptr (SdHistory) history = sd_history_new (schema);
  g_autoptr (GRand) random = g_rand_new_with_seed (20260301);
  g_autoptr (GPtrArray) states = g_ptr_array_new_with_free_func (g_free);
  guint position = 0;

  g_ptr_array_add (states, sd_schema_to_text (schema));
  for (guint i = 0; i < 500; i++)
    {
      guint kind = g_rand_int_range (random, 0, 10);

      if (kind == 0 && position > 0)
        {
          sd_history_undo (history);
          assert_state (states, --position, schema);
        }
      else if (kind == 1 && position + 1 < states->len)
        {
          sd_history_redo (history);
          assert_state (states, ++position, schema);
        }
      else if (kind < 6)
        {
          sd_history_begin (history, "Step", NULL);
          change_something (schema, random);
          change_something (schema, random);
          sd_history_end (history);
          note_state (states, &position, schema);
        }
      else
        {
          change_something (schema, random);
          note_state (states, &position, schema);
        }
    }

  g_assert_cmpuint (states->len, >, 200);
  while (position > 0)
    {
      sd_history_undo (history);
      assert_state (states, --position, schema);
    }
  g_assert_false (sd_history_get_can_undo (history));
  while (position + 1 < states->len)
    {
      sd_history_redo (history);
      assert_state (states, ++position, schema);
    }
  g_assert_false (sd_history_get_can_redo (history));
}

/* What is too long for the file is found by validation, and not cut by undo. */
static void
test_too_long (void)
{
  g_autoptr (SdSchema) schema = load_example ();
  g_autoptr (SdHistory) history = sd_history_new (schema);
  g_autofree char *formula = g_strnfill (5000, '1');
  g_autoptr (GPtrArray) findings = NULL;
  SdColumn *column = find_example_column (schema, "sales.amount");

  sd_column_set_parameter (column, "formula",
                           json_node_init_string (json_node_alloc (), formula));
  sd_schema_set_seed (schema, 1);
  sd_history_undo (history);
  sd_history_undo (history);
  sd_history_redo (history);
  g_assert_cmpstr (json_object_get_string_member (sd_column_get_parameters (column), "formula"),
                   ==, formula);

  findings = sd_schema_validate (schema);
  g_assert_cmpuint (findings->len, ==, 1);
  g_assert_cmpstr (((SdFinding *) g_ptr_array_index (findings, 0))->code, ==,
                   "parameter-too-long");
}

/* A long list that every step keeps is not counted again with each of them; one
 * that every step replaces makes the oldest steps go. */
static void
test_memory (void)
{
  g_autoptr (SdSchema) schema = load_example ();
  g_autoptr (SdHistory) history = sd_history_new (schema);
  SdColumn *column = find_example_column (schema, "customers.tier");

  for (guint step = 0; step < 30; step++)
    {
      JsonArray *values = json_array_new ();
      JsonNode *node = json_node_new (JSON_NODE_ARRAY);

      for (guint i = 0; i < 50000; i++)
        json_array_add_int_element (values, step * i);
      json_node_take_array (node, values);
      sd_column_set_parameter (column, "values", node);
    }
  /* 50,000 values are 6 MB, of which 64 MiB hold ten or eleven. */
  g_assert_cmpuint (count_steps (history), >=, 9);
  g_assert_cmpuint (count_steps (history), <=, 12);

  for (guint step = 0; step < 200; step++)
    sd_schema_set_seed (schema, step);
  g_assert_cmpuint (count_steps (history), >=, 200);
}

/* A step keeps its number however often it is undone, and nobody inherits it. */
static void
test_step_numbers (void)
{
  g_autoptr (SdSchema) schema = sd_schema_new ();
  g_autoptr (SdHistory) history = sd_history_new (schema);
  guint first, second;

  g_assert_cmpuint (sd_history_get_undo_step (history), ==, 0);
  sd_schema_set_title (schema, "A");
  first = sd_history_get_undo_step (history);
  g_assert_cmpuint (first, !=, 0);
  sd_schema_set_title (schema, "B");
  second = sd_history_get_undo_step (history);
  g_assert_cmpuint (second, !=, first);

  sd_history_undo (history);
  g_assert_cmpuint (sd_history_get_undo_step (history), ==, first);
  sd_history_redo (history);
  g_assert_cmpuint (sd_history_get_undo_step (history), ==, second);
  sd_history_undo (history);
  sd_schema_set_title (schema, "C");
  g_assert_cmpuint (sd_history_get_undo_step (history), !=, first);
  g_assert_cmpuint (sd_history_get_undo_step (history), !=, second);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/history/new-destroy", test_new_destroy);
  g_test_add_func ("/history/steps", test_steps);
  g_test_add_func ("/history/no-change-no-step", test_no_change_no_step);
  g_test_add_func ("/history/nesting", test_nesting);
  g_test_add_func ("/history/outside", test_outside);
  g_test_add_func ("/history/merging", test_merging);
  g_test_add_func ("/history/merging-back", test_merging_back);
  g_test_add_func ("/history/modified", test_modified);
  g_test_add_func ("/history/notify", test_notify);
  g_test_add_func ("/history/random-walk", test_random_walk);
  g_test_add_func ("/history/step-numbers", test_step_numbers);
  g_test_add_func ("/history/too-long", test_too_long);
  g_test_add_func ("/history/memory", test_memory);

  return g_test_run ();
}
