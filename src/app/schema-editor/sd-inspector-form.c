/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The form of the inspector, built from tables: those of sd-generator-info.h for
 * parameters, and the ones here for what every column, table and relationship
 * has.
 */

#define G_LOG_DOMAIN "sd-inspector"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "sd-catalog.h"
#include "sd-inspector-private.h"
#include "sd-season.h"

#define TEXT(name, title) { name, title, SD_PARAMETER_TEXT, 0, 0, NAN, FALSE, NULL }
#define NAME(name, title) { name, title, SD_PARAMETER_TEXT, 0, 0, NAN, TRUE, NULL }
#define SHARE(name, title) { name, title, SD_PARAMETER_NUMBER, 0, 1, 0, TRUE, NULL }
#define WHOLE(name, title, max) { name, title, SD_PARAMETER_INTEGER, 0, max, 0, TRUE, NULL }
#define FLAG(name, title) { name, title, SD_PARAMETER_BOOLEAN, 0, 0, 0, FALSE, NULL }
#define END { NULL }

static const SdParameterInfo column_texts[] = {
  NAME ("name", N_("Name")),
  TEXT ("title", N_("Title")),
  TEXT ("description", N_("Description")),
  TEXT ("unit", N_("Unit")),
  END
};

static const SdParameterInfo decimal_digits[] = {
  WHOLE ("precision", N_("Digits"), 18),
  WHOLE ("scale", N_("Digits After the Point"), 18),
  END
};

static const SdParameterInfo column_rules[] = {
  SHARE ("missing", N_("Missing Values")),
  FLAG ("unique", N_("Unique")),
  FLAG ("primary_key", N_("Primary Key")),
  END
};

static const SdParameterInfo relationship_bounds[] = {
  WHOLE ("min_cardinality", N_("At Least"), 1e11),
  WHOLE ("max_cardinality", N_("At Most (0: No Bound)"), 1e11),
  SHARE ("optional", N_("Rows Without a Parent")),
  END
};

static const SdParameterInfo table_texts[] = {
  NAME ("name", N_("Name")),
  TEXT ("title", N_("Title")),
  TEXT ("description", N_("Description")),
  WHOLE ("rows", N_("Rows"), 1e11),
  END
};

static const SdParameterInfo dataset_texts[] = {
  TEXT ("title", N_("Title")),
  NAME ("name", N_("Name of Files")),
  TEXT ("description", N_("Description")),
  { "as_of", N_("Today Is"), SD_PARAMETER_DATE, 0, 0, NAN, TRUE, NULL },
  END
};

static GtkWidget *
add_group (SdInspector *self,
           const char  *title)
{
  GtkWidget *group = adw_preferences_group_new ();
  g_autofree char *safe = g_markup_escape_text (title, -1);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), safe);
  gtk_box_append (self->form, group);
  return group;
}

static void
applied_cb (SdInspector *self,
            SdField     *field)
{
  _sd_inspector_apply (self, field);
}

static SdField *
add_field (SdInspector *self,
           GtkWidget   *group,
           SdField     *field)
{
  g_signal_connect_object (field, "applied", G_CALLBACK (applied_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), sd_field_get_row (field));
  if (sd_field_get_message_row (field) != NULL)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), sd_field_get_message_row (field));
  g_ptr_array_add (self->fields, field);
  return field;
}

static void
add_fields (SdInspector           *self,
            GtkWidget             *group,
            const SdParameterInfo *infos,
            guint                  element_id)
{
  for (; infos->name != NULL; infos++)
    add_field (self, group, sd_field_new (infos, element_id, infos->name, SD_TYPE_TEXT));
}

static SdField *
add_nicks (SdInspector        *self,
           GtkWidget          *group,
           const char         *title,
           guint               element_id,
           const char         *path,
           GPtrArray          *nicks,
           GPtrArray          *titles)
{
  g_ptr_array_add (nicks, NULL);
  g_ptr_array_add (titles, NULL);
  return add_field (self, group,
                    sd_field_new_choice (title, element_id, path,
                                         (const char *const *) nicks->pdata,
                                         (const char *const *) titles->pdata));
}

/* One of a table of sd-generator-info.h, those that make @type (SD_N_TYPES: all). */
static SdField *
add_info_choice (SdInspector           *self,
                 GtkWidget             *group,
                 const char            *title,
                 guint                  element_id,
                 const char            *path,
                 const SdGeneratorInfo *infos,
                 guint                  n,
                 SdType                 type,
                 const SdGeneratorInfo *chosen)
{
  g_autoptr (GPtrArray) nicks = g_ptr_array_new (), titles = g_ptr_array_new ();
  SdField *field;
  guint i;

  for (i = 0; i < n; i++)
    if (type == SD_N_TYPES || (infos[i].types & (1u << type)) != 0)
      {
        g_ptr_array_add (nicks, (char *) infos[i].nick);
        g_ptr_array_add (titles, (char *) _(infos[i].title));
      }
  field = add_nicks (self, group, title, element_id, path, nicks, titles);
  /* The words for what is chosen stand above the form, where they have room. */
  if (chosen != NULL)
    {
      g_autofree char *text = g_markup_escape_text (_(chosen->description), -1);

      adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), text);
    }
  return field;
}

static void
add_type (SdInspector *self,
          GtkWidget   *group,
          SdColumn    *column)
{
  g_autoptr (GPtrArray) nicks = g_ptr_array_new (), titles = g_ptr_array_new ();
  guint i;

  for (i = 0; i < SD_N_TYPES; i++)
    {
      g_ptr_array_add (nicks, (char *) sd_type_to_nick ((SdType) i));
      g_ptr_array_add (titles, (char *) sd_type_get_title ((SdType) i));
    }
  add_nicks (self, group, _("Type"), sd_column_get_id (column), "type", nicks, titles);
}

static int
compare_semantics (gconstpointer a,
                   gconstpointer b)
{
  const SdSemanticType *x = *(const SdSemanticType **) a, *y = *(const SdSemanticType **) b;

  return g_utf8_collate (x->title, y->title);
}

static void
add_semantics (SdInspector           *self,
               GtkWidget             *group,
               const SdParameterInfo *info,
               guint                  element_id,
               const char            *path)
{
  const char *locale = sd_schema_get_locale (sd_workspace_get_schema (self->workspace));
  const char * const *all = sd_catalog_list_semantics ();
  g_autoptr (GPtrArray) nicks = g_ptr_array_new (), titles = g_ptr_array_new ();
  g_autoptr (GPtrArray) semantics = g_ptr_array_new ();
  guint i;

  for (; *all != NULL; all++)
    if (sd_catalog_get_semantic (locale, *all) != NULL)
      g_ptr_array_add (semantics, (gpointer) sd_catalog_get_semantic (locale, *all));
  g_ptr_array_sort (semantics, compare_semantics);
  for (i = 0; i < semantics->len; i++)
    {
      const SdSemanticType *semantic = g_ptr_array_index (semantics, i);

      g_ptr_array_add (nicks, (char *) semantic->nick);
      g_ptr_array_add (titles, (char *) semantic->title);
    }
  add_nicks (self, group, _(info->title), element_id, path, nicks, titles);
}

/* The first entry takes the parameter away. */
static void
begin_optional (GPtrArray  *nicks,
                GPtrArray  *titles,
                const char *title)
{
  g_ptr_array_add (nicks, (char *) "");
  g_ptr_array_add (titles, (char *) title);
}

static void
add_seasons (SdInspector           *self,
             GtkWidget             *group,
             const SdParameterInfo *info,
             guint                  element_id,
             const char            *path)
{
  const char * const *all = sd_catalog_list_seasons ();
  g_autoptr (GPtrArray) nicks = g_ptr_array_new (), titles = g_ptr_array_new ();

  begin_optional (nicks, titles, _("None"));
  for (; *all != NULL; all++)
    {
      g_ptr_array_add (nicks, (char *) *all);
      g_ptr_array_add (titles, (char *) sd_catalog_get_season (*all)->title);
    }
  add_nicks (self, group, _(info->title), element_id, path, nicks, titles);
}

static void
add_locales (SdInspector           *self,
             GtkWidget             *group,
             const SdParameterInfo *info,
             guint                  element_id,
             const char            *path)
{
  const char * const *all = sd_catalog_list_locales ();
  g_autoptr (GPtrArray) nicks = g_ptr_array_new (), titles = g_ptr_array_new ();

  begin_optional (nicks, titles, _("That of the Dataset"));
  for (; all != NULL && *all != NULL; all++)
    {
      g_ptr_array_add (nicks, (char *) *all);
      g_ptr_array_add (titles, (char *) *all);
    }
  add_nicks (self, group, _(info->title), element_id, path, nicks, titles);
}

static void
add_tables (SdInspector           *self,
            GtkWidget             *group,
            const SdParameterInfo *info,
            guint                  element_id,
            const char            *path)
{
  SdSchema *schema = sd_workspace_get_schema (self->workspace);
  g_autoptr (GPtrArray) nicks = g_ptr_array_new (), titles = g_ptr_array_new ();
  guint i;

  for (i = 0; i < sd_schema_get_n_tables (schema); i++)
    {
      g_ptr_array_add (nicks, (char *) sd_table_get_name (sd_schema_get_table (schema, i)));
      g_ptr_array_add (titles, (char *) sd_table_get_name (sd_schema_get_table (schema, i)));
    }
  add_nicks (self, group, _(info->title), element_id, path, nicks, titles);
}

static gboolean
has_parameter (const SdGeneratorInfo *info,
               const char            *name)
{
  const SdParameterInfo *parameter;

  for (parameter = info->parameters; parameter->name != NULL; parameter++)
    if (g_str_equal (parameter->name, name))
      return TRUE;
  return FALSE;
}

static void
add_parameter (SdInspector           *self,
               GtkWidget             *group,
               const SdParameterInfo *info,
               const char            *object,
               guint                  element_id,
               SdType                 type)
{
  g_autofree char *path = g_strconcat (object, ".", info->name, NULL);

  if (info->kind == SD_PARAMETER_SEMANTIC)
    add_semantics (self, group, info, element_id, path);
  else if (info->kind == SD_PARAMETER_SEASON)
    add_seasons (self, group, info, element_id, path);
  else if (info->kind == SD_PARAMETER_LOCALE)
    add_locales (self, group, info, element_id, path);
  else if (info->kind == SD_PARAMETER_TABLE)
    add_tables (self, group, info, element_id, path);
  else
    add_field (self, group, sd_field_new (info, element_id, path, type));
}

/* The distribution, its parameters, and those of "number" that it has not itself. */
static void
add_distribution (SdInspector           *self,
                  GtkWidget             *group,
                  SdColumn              *column,
                  const SdGeneratorInfo *number)
{
  JsonObject *parameters = sd_column_get_parameters (column);
  const char *nick = sd_parameter_get_text (parameters, "distribution", "uniform");
  const SdGeneratorInfo *chosen = sd_distribution_info_get (nick), *infos;
  SdType type = sd_column_get_column_type (column);
  guint id = sd_column_get_id (column);
  const SdParameterInfo *info;
  guint n;

  infos = sd_distribution_info_list (&n);
  sd_field_set_absent (add_info_choice (self, group, _("Distribution"), id,
                                        "parameters.distribution", infos, n, type, chosen),
                       "uniform");
  for (info = chosen != NULL ? chosen->parameters : NULL; info != NULL && info->name != NULL; info++)
    add_parameter (self, group, info, "parameters", id, type);
  for (info = number->parameters; info->name != NULL; info++)
    if (info->kind != SD_PARAMETER_DISTRIBUTION
        && (chosen == NULL || !has_parameter (chosen, info->name)))
      add_parameter (self, group, info, "parameters", id, type);
}

static void
add_generator (SdInspector *self,
               SdColumn    *column)
{
  const SdGeneratorInfo *chosen = sd_generator_info_get (sd_column_get_generator (column)), *infos;
  SdType type = sd_column_get_column_type (column);
  guint id = sd_column_get_id (column), n;
  const SdParameterInfo *info;
  GtkWidget *group;

  infos = sd_generator_info_list (&n);
  group = add_group (self, _("Values"));
  add_info_choice (self, group, _("Generator"), id, "generator", infos, n, type, chosen);
  if (chosen == NULL)
    return;
  if (g_str_equal (chosen->nick, "number"))
    {
      add_distribution (self, group, column, chosen);
      return;
    }
  for (info = chosen->parameters; info->name != NULL; info++)
    add_parameter (self, group, info, "parameters", id, type);
}

static void
add_relationship (SdInspector    *self,
                  SdRelationship *relationship)
{
  const SdGeneratorInfo *chosen = sd_law_info_get (sd_relationship_get_law (relationship)), *infos;
  guint id = sd_relationship_get_id (relationship), n;
  static const SdParameterInfo placement = {
    "placement", N_("Order of Rows"), SD_PARAMETER_CHOICE, 0, 0, NAN, FALSE,
    "auto|clustered|shuffled|timeline|drawn"
  };
  const SdParameterInfo *info;
  g_autofree char *title = NULL;
  GtkWidget *group;

  /* Translators: heading of what is said about a relationship: "Rows per customers" */
  title = g_strdup_printf (_("Rows per Row of “%s”"),
                           sd_relationship_get_parent_table (relationship));
  group = add_group (self, title);
  infos = sd_law_info_list (&n);
  add_info_choice (self, group, _("Law"), id, "law", infos, n, SD_N_TYPES, chosen);
  for (info = chosen != NULL ? chosen->parameters : NULL; info != NULL && info->name != NULL; info++)
    add_parameter (self, group, info, "law_parameters", id, SD_TYPE_INTEGER);
  add_fields (self, group, relationship_bounds, id);
  add_field (self, group, sd_field_new (&placement, id, "placement", SD_TYPE_TEXT));
}

static void
build_column (SdInspector *self,
              SdTable     *table,
              SdColumn    *column)
{
  guint id = sd_column_get_id (column);
  SdRelationship *relationship;
  GtkWidget *group;

  group = add_group (self, _("Column"));
  add_fields (self, group, column_texts, id);
  add_type (self, group, column);
  if (sd_column_get_column_type (column) == SD_TYPE_DECIMAL)
    add_fields (self, group, decimal_digits, id);

  add_generator (self, column);
  relationship = sd_schema_find_relationship (sd_workspace_get_schema (self->workspace), table,
                                              sd_column_get_name (column));
  if (relationship != NULL)
    add_relationship (self, relationship);

  group = add_group (self, _("Rules"));
  add_fields (self, group, column_rules, id);
}

static void
relationship_activated_cb (AdwActionRow *row,
                           SdInspector  *self)
{
  sd_workspace_show_element (self->workspace,
                             GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "element")));
}

static void
add_relationship_rows (SdInspector *self,
                       SdTable     *table)
{
  SdSchema *schema = sd_workspace_get_schema (self->workspace);
  const char *name = sd_table_get_name (table);
  GtkWidget *group = NULL;
  guint i;

  for (i = 0; i < sd_schema_get_n_relationships (schema); i++)
    {
      SdRelationship *relationship = sd_schema_get_relationship (schema, i);
      const char *child = sd_relationship_get_child_table (relationship);
      const char *parent = sd_relationship_get_parent_table (relationship);
      g_autofree char *text = NULL;
      GtkWidget *row;

      if (g_strcmp0 (child, name) != 0 && g_strcmp0 (parent, name) != 0)
        continue;
      if (group == NULL)
        group = add_group (self, _("Relationships"));
      text = g_strdup_printf ("%s.%s → %s", child,
                              sd_relationship_get_foreign_key (relationship)[0], parent);
      row = adw_action_row_new ();
      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), text);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                                 gtk_image_new_from_icon_name ("go-next-symbolic"));
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      g_object_set_data (G_OBJECT (row), "element",
                         GUINT_TO_POINTER (sd_relationship_get_id (relationship)));
      g_signal_connect_object (row, "activated", G_CALLBACK (relationship_activated_cb), self, 0);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }
}

static void
build_table (SdInspector *self,
             SdTable     *table)
{
  static const char *margins[] = { "balanced", "sampled", "exact", NULL };
  const char *titles[] = { _("Balanced"), _("Sampled"), _("Exact"), NULL };
  guint id = sd_table_get_id (table);
  GtkWidget *group;

  group = add_group (self, _("Table"));
  add_fields (self, group, table_texts, id);
  group = add_group (self, _("Sampling"));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group),
                                         _("Balanced shares hold to the nearest row; sampled "
                                           "ones are as noisy as a real sample."));
  add_field (self, group, sd_field_new_choice (_("Shares"), id, "margins", margins, titles));
  add_relationship_rows (self, table);
}

static void
build_dataset (SdInspector *self)
{
  const char * const *locales = sd_catalog_list_locales ();
  GtkWidget *group = add_group (self, _("Dataset"));

  add_fields (self, group, dataset_texts, 0);
  if (locales != NULL && g_strv_length ((char **) locales) > 1)
    add_field (self, group, sd_field_new_choice (_("Names and Places"), 0, "locale", locales, NULL));
}

/* What decides which fields there are; while it stays, only values change. */
char *
_sd_inspector_dup_shape (SdInspector *self)
{
  SdTable *table = sd_workspace_get_table (self->workspace);
  SdColumn *column = sd_workspace_get_column (self->workspace);
  SdSchema *schema = sd_workspace_get_schema (self->workspace);
  SdRelationship *relationship;
  guint i;
  GString *shape = g_string_new (NULL);

  if (table == NULL)
    return g_string_free (shape, FALSE);
  g_string_append_printf (shape, "table %u", sd_table_get_id (table));
  if (column != NULL)
    {
      relationship = sd_schema_find_relationship (schema, table, sd_column_get_name (column));
      g_string_append_printf (shape, " column %u %s %d %s", sd_column_get_id (column),
                              sd_column_get_generator (column), sd_column_get_column_type (column),
                              sd_parameter_get_text (sd_column_get_parameters (column),
                                                     "distribution", ""));
      if (relationship != NULL)
        g_string_append_printf (shape, " %u %s %s", sd_relationship_get_id (relationship),
                                sd_relationship_get_law (relationship),
                                sd_relationship_get_parent_table (relationship));
      return g_string_free (shape, FALSE);
    }
  for (i = 0; i < sd_schema_get_n_relationships (schema); i++)
    {
      relationship = sd_schema_get_relationship (schema, i);
      g_string_append_printf (shape, " %s.%s>%s", sd_relationship_get_child_table (relationship),
                              sd_relationship_get_foreign_key (relationship)[0],
                              sd_relationship_get_parent_table (relationship));
    }
  return g_string_free (shape, FALSE);
}

void
_sd_inspector_build_form (SdInspector *self)
{
  SdTable *table = sd_workspace_get_table (self->workspace);
  SdColumn *column = sd_workspace_get_column (self->workspace);
  GtkWidget *child;

  g_ptr_array_set_size (self->fields, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->form))) != NULL)
    gtk_box_remove (self->form, child);
  if (table == NULL)
    return;
  if (column != NULL)
    {
      build_column (self, table, column);
      return;
    }
  build_table (self, table);
  build_dataset (self);
}
