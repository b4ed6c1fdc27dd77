/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The life of a document: modified, saved, changed by others, kept as a draft. */

#include <adwaita.h>
#include <glib/gstdio.h>

#include "sd-conversation.h"
#include "sd-document.h"
#include "sd-drafts.h"
#include "sd-export-choices.h"
#include "sd-plan-watch.h"
#include "sd-recent.h"
#include "sd-test-window.h"
#include "sd-workspace.h"

typedef struct
{
  SdDocument *document;
  GError     *error;
  gboolean    done;
} Outcome;

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  Outcome *outcome = user_data;

  outcome->document = sd_document_load_finish (result, &outcome->error);
  outcome->done = TRUE;
}

static void
restored_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  Outcome *outcome = user_data;

  outcome->document = sd_document_restore_finish (result, &outcome->error);
  outcome->done = TRUE;
}

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  Outcome *outcome = user_data;

  sd_document_save_finish (SD_DOCUMENT (object), result, &outcome->error);
  outcome->done = TRUE;
}

static GFile *
temporary_file (const char *name)
{
  g_autofree char *path = g_dir_make_tmp ("synthdata-document-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (path, name, NULL);

  return g_file_new_for_path (file);
}

static void
remove_file (GFile *file)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);

  g_file_delete (file, NULL, NULL);
  g_file_delete (folder, NULL, NULL);
}

static void
add_table (SdDocument *document,
           const char *name)
{
  g_autoptr (SdTable) table = sd_table_new (name);
  SdSchema *schema = sd_document_get_schema (document);

  sd_history_begin (sd_document_get_history (document), "Add Table", NULL);
  sd_schema_add_table (schema, table, sd_schema_get_n_tables (schema));
  sd_history_end (sd_document_get_history (document));
}

static void
save (SdDocument *document,
      GFile      *file,
      gboolean    overwrite,
      Outcome    *outcome)
{
  *outcome = (Outcome) { 0 };
  sd_document_save_async (document, file, overwrite, NULL, saved_cb, outcome);
  sd_test_wait_for (outcome->done);
}

static void
test_new_destroy (void)
{
  SdDocument *document = sd_document_new ();
  SdWorkspace *workspace = sd_workspace_new ();
  SdPlanWatch *watch = sd_plan_watch_new (document);

  g_assert_true (sd_document_is_pristine (document));
  sd_workspace_set_document (workspace, document);
  sd_test_wait_for (sd_plan_watch_is_current (watch)
                    && sd_plan_watch_is_current (sd_workspace_get_watch (workspace)));
  g_assert_finalize_object (G_OBJECT (watch));
  g_assert_finalize_object (G_OBJECT (workspace));
  g_assert_finalize_object (G_OBJECT (document));
}

static void
test_modified (void)
{
  SdDocument *document = sd_document_new ();
  g_autoptr (GFile) file = temporary_file ("a.synthdata");
  g_autofree char *title = NULL;
  Outcome outcome;

  g_assert_false (sd_document_get_modified (document));
  add_table (document, "things");
  g_assert_true (sd_document_get_modified (document));
  sd_history_undo (sd_document_get_history (document));
  g_assert_false (sd_document_get_modified (document));
  sd_history_redo (sd_document_get_history (document));
  g_assert_true (sd_document_get_modified (document));

  save (document, file, FALSE, &outcome);
  g_assert_no_error (outcome.error);
  g_assert_false (sd_document_get_modified (document));
  title = sd_document_dup_title (document);
  g_assert_cmpstr (title, ==, "a.synthdata");
  sd_history_undo (sd_document_get_history (document));
  g_assert_true (sd_document_get_modified (document));
  sd_document_discard_draft (document);
  g_assert_finalize_object (G_OBJECT (document));
  remove_file (file);
}

static void
test_busy (void)
{
  SdDocument *document = sd_document_new ();
  g_autoptr (GFile) file = temporary_file ("b.synthdata");
  Outcome first = { 0 }, second = { 0 };

  add_table (document, "things");
  sd_document_save_async (document, file, FALSE, NULL, saved_cb, &first);
  sd_document_save_async (document, file, FALSE, NULL, saved_cb, &second);
  sd_test_wait_for (first.done && second.done);
  g_assert_no_error (first.error);
  g_assert_error (second.error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_clear_error (&second.error);
  sd_document_discard_draft (document);
  g_assert_finalize_object (G_OBJECT (document));
  remove_file (file);
}

/* What another program wrote is not lost without a word. */
static void
test_conflict (void)
{
  SdDocument *document = sd_document_new ();
  g_autoptr (GFile) file = temporary_file ("c.synthdata");
  g_autofree char *contents = NULL;
  Outcome outcome;

  add_table (document, "things");
  save (document, file, FALSE, &outcome);
  g_assert_no_error (outcome.error);
  g_usleep (20000);
  g_assert_true (g_file_set_contents (g_file_peek_path (file), "other", -1, NULL));
  add_table (document, "more");
  save (document, file, FALSE, &outcome);
  g_assert_error (outcome.error, G_IO_ERROR, G_IO_ERROR_WRONG_ETAG);
  g_clear_error (&outcome.error);
  g_assert_true (sd_document_get_modified (document));
  g_assert_true (g_file_get_contents (g_file_peek_path (file), &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "other");

  save (document, NULL, TRUE, &outcome);
  g_assert_no_error (outcome.error);
  g_assert_false (sd_document_get_modified (document));
  sd_document_discard_draft (document);
  g_assert_finalize_object (G_OBJECT (document));
  remove_file (file);
}

static void
test_hostile_files (void)
{
  static const char *texts[] = { "", "{", "null", "[]", "{\"format\": \"other\"}", "\xff\xfe",
                                 "{\"format\": \"synthdata\", \"version\": \"x\"}" };
  g_autoptr (GFile) file = temporary_file ("d.synthdata");
  guint i;

  for (i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      Outcome outcome = { 0 };

      g_assert_true (g_file_set_contents (g_file_peek_path (file), texts[i], -1, NULL));
      sd_document_load_async (file, NULL, loaded_cb, &outcome);
      sd_test_wait_for (outcome.done);
      g_assert_null (outcome.document);
      g_assert_nonnull (outcome.error);
      g_clear_error (&outcome.error);
    }
  remove_file (file);
}

static guint
count_drafts (void)
{
  g_autoptr (GPtrArray) drafts = sd_drafts_list_all ();

  return drafts->len;
}

static guint
count_recents (void)
{
  g_autoptr (GPtrArray) recents = sd_recent_list (5);

  return recents->len;
}

static void
test_draft (void)
{
  SdDocument *document = sd_document_new ();
  g_autoptr (GPtrArray) before = NULL, drafts = NULL, after = NULL;
  Outcome outcome = { 0 };
  SdDraftInfo *info;
  g_autofree char *id = NULL;

  before = sd_drafts_list ();
  g_assert_cmpuint (before->len, ==, 0);
  add_table (document, "things");
  sd_schema_set_title (sd_document_get_schema (document), "Unsaved things");
  sd_document_keep_draft (document);
  /* The program ends here, for all that the folder knows. */
  sd_test_wait_for (count_drafts () == 1);
  drafts = sd_drafts_list_all ();
  info = g_ptr_array_index (drafts, 0);
  g_assert_cmpstr (info->title, ==, "Unsaved things");
  id = g_strdup (info->id);
  sd_document_restore_async (id, NULL, restored_cb, &outcome);
  sd_test_wait_for (outcome.done);
  g_assert_no_error (outcome.error);
  g_assert_true (sd_document_get_modified (outcome.document));
  g_assert_nonnull (sd_schema_find_table (sd_document_get_schema (outcome.document), "things"));

  sd_document_discard_draft (outcome.document);
  after = sd_drafts_list_all ();
  g_assert_cmpuint (after->len, ==, 0);
  g_assert_finalize_object (G_OBJECT (outcome.document));
  g_assert_finalize_object (G_OBJECT (document));
}

/* What the user said is in the file, and no edit of the schema. */
static void
test_conversation (void)
{
  SdDocument *document = sd_document_new ();
  SdConversation *conversation = sd_document_get_conversation (document);
  g_autoptr (GFile) file = temporary_file ("e.synthdata");
  g_autoptr (SdMessage) message = NULL;
  Outcome outcome = { 0 };

  sd_conversation_ask (conversation, "customers and orders");
  g_assert_true (sd_conversation_get_working (conversation));
  sd_test_wait_for (!sd_conversation_get_working (conversation));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (conversation)), ==, 2);
  g_assert_cmpuint (sd_schema_get_n_tables (sd_document_get_schema (document)), >=, 2);
  save (document, file, FALSE, &outcome);
  g_assert_no_error (outcome.error);
  g_assert_false (sd_document_get_modified (document));
  /* The plan is one step, and there is nothing else to undo. */
  sd_history_undo (sd_document_get_history (document));
  g_assert_cmpuint (sd_schema_get_n_tables (sd_document_get_schema (document)), ==, 0);
  g_assert_false (sd_history_get_can_undo (sd_document_get_history (document)));
  sd_document_discard_draft (document);
  g_assert_finalize_object (G_OBJECT (document));

  outcome = (Outcome) { 0 };
  sd_document_load_async (file, NULL, loaded_cb, &outcome);
  sd_test_wait_for (outcome.done);
  g_assert_no_error (outcome.error);
  conversation = sd_document_get_conversation (outcome.document);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (conversation)), ==, 2);
  message = g_list_model_get_item (G_LIST_MODEL (conversation), 0);
  g_assert_cmpint (sd_message_get_kind (message), ==, SD_MESSAGE_USER);
  g_assert_cmpstr (sd_message_get_text (message), ==, "customers and orders");
  g_assert_finalize_object (G_OBJECT (outcome.document));
  remove_file (file);
}

static void
test_stop (void)
{
  SdDocument *document = sd_document_new ();
  SdConversation *conversation = sd_document_get_conversation (document);
  g_autoptr (SdMessage) message = NULL;

  sd_conversation_ask (conversation, "customers and orders");
  sd_conversation_stop (conversation);
  sd_test_wait_for (!sd_conversation_get_working (conversation));
  message = g_list_model_get_item (G_LIST_MODEL (conversation), 1);
  g_assert_cmpint (sd_message_get_kind (message), ==, SD_MESSAGE_ERROR);
  g_assert_cmpuint (sd_schema_get_n_tables (sd_document_get_schema (document)), ==, 0);
  sd_document_discard_draft (document);
  g_assert_finalize_object (G_OBJECT (document));
}

/* The newest state wins, however fast the changes come. */
static void
test_plan_watch (void)
{
  SdDocument *document = sd_document_new ();
  SdPlanWatch *watch = sd_plan_watch_new (document);
  SdTable *table;
  guint i;

  sd_conversation_ask (sd_document_get_conversation (document), "customers and orders");
  sd_test_wait_for (sd_plan_watch_get_plan (watch) != NULL
                    && sd_plan_get_n_tables (sd_plan_watch_get_plan (watch)) > 0);
  table = sd_schema_get_table (sd_document_get_schema (document), 0);
  for (i = 1; i <= 50; i++)
    {
      sd_table_set_rows (table, 1000 + i, TRUE);
      g_main_context_iteration (NULL, FALSE);
    }
  g_assert_false (sd_plan_watch_is_current (watch));
  sd_test_wait_for (sd_plan_watch_is_current (watch));
  g_assert_cmpuint (sd_plan_get_table (sd_plan_watch_get_plan (watch), 0)->n_rows, ==, 1050);
  g_assert_finalize_object (G_OBJECT (watch));
  sd_document_discard_draft (document);
  g_assert_finalize_object (G_OBJECT (document));
}

static void
test_recent (void)
{
  g_autoptr (GFile) file = temporary_file ("recent.synthdata");
  g_autoptr (GPtrArray) recents = NULL;
  SdRecent *recent;

  g_assert_true (g_file_set_contents (g_file_peek_path (file), "{}", -1, NULL));
  sd_recent_add (file);
  sd_test_wait_for (count_recents () == 1);
  recents = sd_recent_list (5);
  recent = g_ptr_array_index (recents, 0);
  g_assert_cmpstr (recent->name, ==, "recent.synthdata");
  g_assert_true (g_file_equal (recent->file, file));
  remove_file (file);
}

static void
choose (SdDocument            *document,
        const SdExportOptions *options)
{
  sd_document_set_export (document,
                          sd_export_choices_to_json (sd_document_get_export (document), options));
}

/* What was chosen for exports comes back with the file, and is no edit. */
static void
test_export_choices (void)
{
  SdDocument *document = sd_document_new ();
  g_autoptr (GFile) file = temporary_file ("export.synthdata");
  SdExportOptions options;
  Outcome outcome;

  sd_export_options_init (&options, SD_FORMAT_CSV);
  options.dictionary = TRUE;
  options.csv = (SdCsvOptions) { SD_CSV_CUSTOM, '\t', SD_QUOTE_ALL, FALSE, TRUE, "NULL", TRUE,
                                 ',', "dmy.", TRUE, TRUE, TRUE };
  choose (document, &options);
  sd_export_options_init (&options, SD_FORMAT_SQL);
  options.sql = (SdSqlOptions) { SD_DIALECT_ORACLE, FALSE, TRUE, FALSE, 7 };
  choose (document, &options);
  g_assert_false (sd_document_get_modified (document));
  g_assert_false (sd_history_get_can_undo (sd_document_get_history (document)));
  save (document, file, FALSE, &outcome);
  g_assert_no_error (outcome.error);
  g_assert_finalize_object (G_OBJECT (document));

  outcome = (Outcome) { 0 };
  sd_document_load_async (file, NULL, loaded_cb, &outcome);
  sd_test_wait_for (outcome.done);
  g_assert_no_error (outcome.error);
  sd_export_options_init (&options, SD_FORMAT_CSV);
  sd_export_choices_from_json (sd_document_get_export (outcome.document), &options);
  g_assert_true (options.dictionary);
  g_assert_cmpint (options.csv.preset, ==, SD_CSV_CUSTOM);
  g_assert_cmpint (options.csv.separator, ==, '\t');
  g_assert_cmpint (options.csv.decimal_mark, ==, ',');
  g_assert_cmpint (options.csv.quoting, ==, SD_QUOTE_ALL);
  g_assert_cmpstr (options.csv.null_text, ==, "NULL");
  g_assert_cmpstr (options.csv.date_format, ==, "dmy.");
  g_assert_false (options.csv.header);
  g_assert_true (options.csv.zip);
  sd_export_options_init (&options, SD_FORMAT_SQL);
  sd_export_choices_from_json (sd_document_get_export (outcome.document), &options);
  g_assert_false (options.dictionary);
  g_assert_cmpint (options.sql.dialect, ==, SD_DIALECT_ORACLE);
  g_assert_cmpuint (options.sql.rows_per_insert, ==, 7);
  g_assert_false (options.sql.create);
  g_assert_finalize_object (G_OBJECT (outcome.document));
  remove_file (file);
}

/* A document may say anything; what makes no sense changes nothing. */
static void
test_hostile_choices (void)
{
  static const char * const texts[] = {
    "[]", "7", "null", "{\"csv\": []}", "{\"csv\": null}",
    "{\"csv\": {\"separator\": \",\", \"decimal_mark\": \",\", \"preset\": \"r\"}}",
    "{\"csv\": {\"separator\": [], \"quoting\": {}, \"bom\": 1, \"header\": null}}",
    "{\"csv\": {\"preset\": \"x\", \"null_text\": \"0123456789abcdef\"}}",
    "{\"csv\": {\"null_text\": \"a\\nb\", \"date_format\": \"%n\"}}",
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (JsonNode) node = json_from_string (texts[i], NULL);
      g_autoptr (JsonNode) before = NULL, after = NULL;
      SdExportOptions options;

      sd_export_options_init (&options, SD_FORMAT_CSV);
      before = sd_export_choices_to_json (NULL, &options);
      sd_export_choices_from_json (node, &options);
      after = sd_export_choices_to_json (node, &options);
      g_assert_true (json_node_equal (before, after));
    }
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/document/new-destroy", test_new_destroy);
  g_test_add_func ("/document/modified", test_modified);
  g_test_add_func ("/document/busy", test_busy);
  g_test_add_func ("/document/conflict", test_conflict);
  g_test_add_func ("/document/hostile-files", test_hostile_files);
  g_test_add_func ("/document/draft", test_draft);
  g_test_add_func ("/document/conversation", test_conversation);
  g_test_add_func ("/document/export-choices", test_export_choices);
  g_test_add_func ("/document/hostile-choices", test_hostile_choices);
  g_test_add_func ("/document/stop", test_stop);
  g_test_add_func ("/document/plan-watch", test_plan_watch);
  g_test_add_func ("/document/recent", test_recent);
  return g_test_run ();
}
