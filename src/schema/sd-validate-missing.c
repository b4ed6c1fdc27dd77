/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What missing values depend on, and the mess of columns and tables.
 */

#define G_LOG_DOMAIN "sd-validate-missing"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-branches.h"
#include "sd-validate-private.h"

static void
offer_nearest_kind (SdFinding             *finding,
                    guint                  id,
                    const char            *path,
                    const char            *kind,
                    const SdGeneratorInfo *infos,
                    guint                  n)
{
  g_autoptr (GPtrArray) nicks = _sd_validation_list_nicks (infos, n);

  _sd_validation_offer_nearest (finding, id, path, kind, nicks);
}

/* Whether following "together" from @column leads back to it. */
static gboolean
leads_back (SdTable  *table,
            SdColumn *column)
{
  SdColumn *other = column;

  for (guint i = 0; other != NULL && i <= sd_table_get_n_columns (table); i++)
    {
      JsonObject *law = sd_column_get_missing_by (other);

      if (g_strcmp0 (sd_parameter_get_text (law, "kind", NULL), "together") != 0)
        return FALSE;
      other = sd_table_find_column (table, sd_parameter_get_text (law, "column", ""));
      if (other == column)
        return TRUE;
    }

  return FALSE;
}

static void
check_together (const SdParameterOwner *owner,
                SdValidation           *self,
                SdTable                *table,
                SdColumn               *column)
{
  const char *name = sd_parameter_get_text (owner->parameters, "column", "");
  SdColumn *other = sd_table_find_column (table, name);

  if (leads_back (table, column))
    _sd_validation_add (self, SD_SEVERITY_ERROR, "missing-circle", owner->id, owner->place,
                        _("The column is to be empty together with “%s”, which follows it in "
                          "turn."), name);
  else if (other != NULL && !sd_column_get_nullable (other))
    _sd_validation_add (self, SD_SEVERITY_WARNING, "missing-nothing", owner->id, owner->place,
                        _("The column is to be empty together with “%s”, which is never empty."),
                        name);
}

/* "column" and "value" say where, not how many. */
static void
check_share (const SdParameterOwner *owner,
             SdValidation           *self,
             SdTable                *table,
             SdColumn               *column)
{
  SdFinding *finding;

  if (sd_column_get_missing (column) > 0)
    return;

  finding = _sd_validation_add (self, SD_SEVERITY_WARNING, "missing-nothing", owner->id,
                                owner->place,
                                _("It is said where values are missing, but their share is 0."));
  sd_finding_add_fix (finding, owner->id, "missing", _sd_double_node (0.1),
                      _("Let %d %% be missing"), 10);
}

static void
check_readable (const SdParameterOwner *owner,
                SdValidation           *self,
                SdTable                *table,
                SdColumn               *column)
{
  g_autoptr (GArray) branches = NULL;
  const char *by[SD_MAX_BY];
  guint n_by;

  if (!sd_branches_read (owner->parameters, &n_by, by, &branches))
    return;

  for (guint i = 0; i < branches->len; i++)
    {
      SdBranch *branch = &g_array_index (branches, SdBranch, i);

      /* Written so that NaN is found too. */
      if (branch->missing >= 0)
        continue;
      _sd_validation_add (self, SD_SEVERITY_ERROR, "parameter-missing", owner->id, owner->place,
                          _("Branch %u: its share of missing values is not given."), i + 1);
      return;
    }
}

void
_sd_validate_missing (SdValidation *self,
                      SdTable      *table,
                      SdColumn     *column)
{
  static const struct
  {
    const char *kind;
    void (* check) (const SdParameterOwner *owner,
                    SdValidation           *self,
                    SdTable                *table,
                    SdColumn               *column);
  } checks[] = {
    { "together", check_together }, { "column", check_share }, { "value", check_share },
    { "branches", check_readable },
  };
  JsonObject *law = sd_column_get_missing_by (column);
  const char *kind = sd_parameter_get_text (law, "kind", "");
  const SdGeneratorInfo *info = sd_missing_info_get (kind);
  g_autofree char *place = NULL;
  guint first = self->findings->len;
  guint id = sd_column_get_id (column);
  SdParameterOwner owner = {
    .id = id, .member = "missing_by", .parameters = law, .table = table, .skip = "kind",
    .plain = g_str_equal (kind, "together"),
  };

  if (law == NULL)
    return;

  place = _sd_validation_get_place (table, column);
  owner.place = place;
  if (info == NULL)
    {
      const SdGeneratorInfo *infos;
      SdFinding *finding;
      guint n;

      infos = sd_missing_info_list (&n);
      finding = _sd_validation_add (self, SD_SEVERITY_ERROR, "missing-unknown", id, place,
                                    _("Missing values cannot depend on “%s”."), kind);
      offer_nearest_kind (finding, id, "missing_by.kind", kind, infos, n);
    }
  else
    {
      _sd_validate_parameters (self, &owner, info->parameters, NULL);
      for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
        {
          if (g_str_equal (checks[i].kind, kind))
            checks[i].check (&owner, self, table, column);
        }
    }

  _sd_validation_offer_removal (self, first, id, "missing_by",
                                _("Let values be missing by chance"));
}

static void
check_mess_kind (SdValidation           *self,
                 const SdParameterOwner *owner,
                 const SdGeneratorInfo  *info,
                 SdColumn               *column)
{
  const char *title = _(info->title);

  if ((info->types == 0) != (column == NULL))
    _sd_validation_add (self, SD_SEVERITY_ERROR, "mess-place", owner->id, owner->place,
                        column == NULL ? _("“%s” is mess of a column, not of a table.")
                                       : _("“%s” is mess of a table, not of a column."), title);
  else if (column != NULL && !(info->types & (1u << sd_column_get_column_type (column))))
    _sd_validation_add (self, SD_SEVERITY_ERROR, "mess-type", owner->id, owner->place,
                        _("“%s” is no mess for values of the type “%s”."), title,
                        sd_type_get_title (sd_column_get_column_type (column)));
  else if (g_str_equal (info->nick, "orphan")
           && !g_str_equal (sd_column_get_generator (column), "reference"))
    _sd_validation_add (self, SD_SEVERITY_ERROR, "mess-type", owner->id, owner->place,
                        _("Only references can be orphans; this column refers to nothing."));
}

static void
check_swap (SdValidation           *self,
            const SdParameterOwner *owner)
{
  const char *names[2];
  SdColumn *columns[2];

  if (sd_parameter_get_names (owner->parameters, "columns", names, 2) != 2)
    return;

  for (guint i = 0; i < 2; i++)
    {
      columns[i] = sd_table_find_column (owner->table, names[i]);
      if (columns[i] == NULL)
        return;
    }
  if (sd_column_get_column_type (columns[0]) != sd_column_get_column_type (columns[1]))
    _sd_validation_add (self, SD_SEVERITY_ERROR, "mess-type", owner->id, owner->place,
                        _("“%s” and “%s” are of different types and cannot be exchanged."),
                        names[0], names[1]);
}

static void
validate_mess (SdValidation *self,
               SdTable      *table,
               SdColumn     *column,
               JsonObject   *mess,
               guint         position)
{
  const char *kind = sd_parameter_get_text (mess, "kind", "");
  const SdGeneratorInfo *info = sd_mess_info_get (kind);
  guint id = column != NULL ? sd_column_get_id (column) : sd_table_get_id (table);
  g_autofree char *member = g_strdup_printf ("mess[%u]", position);
  g_autofree char *path = g_strconcat (member, ".kind", NULL);
  g_autofree char *place = column != NULL ? _sd_validation_get_place (table, column)
                                          : g_strdup (sd_table_get_name (table));
  SdParameterOwner owner = {
    .id = id, .place = place, .member = member, .parameters = mess, .table = table,
    .skip = "kind", .plain = TRUE,
  };
  guint first = self->findings->len;

  if (info == NULL)
    {
      const SdGeneratorInfo *infos;
      SdFinding *finding;
      guint n;

      infos = sd_mess_info_list (&n);
      finding = _sd_validation_add (self, SD_SEVERITY_ERROR, "mess-unknown", id, place,
                                    _("There is no kind of mess “%s”."), kind);
      offer_nearest_kind (finding, id, path, kind, infos, n);
    }
  else
    {
      _sd_validate_parameters (self, &owner, info->parameters, NULL);
      check_mess_kind (self, &owner, info, column);
      if (g_str_equal (kind, "swap") && column == NULL)
        check_swap (self, &owner);
    }

  _sd_validation_offer_removal (self, first, id, member, _("Remove this mess"));
}

void
_sd_validate_mess (SdValidation *self,
                   SdTable      *table,
                   SdColumn     *column,
                   JsonArray    *list)
{
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    validate_mess (self, table, column, json_array_get_object_element (list, i), i);
}
