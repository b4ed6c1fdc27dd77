/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The export job. The worker has the plan, which is immutable, and the document
 * as text, of which it makes the plans of other variants.
 */

#define G_LOG_DOMAIN "sd-export-job"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-export-job.h"
#include "sd-random.h"
#include "sd-schema-file.h"

struct _SdExportJob
{
  GObject         parent_instance;

  SdPlan         *plan;
  char           *text;         /* the document */
  SdExportOptions options;
  GFile          *folder;
  guint           n_variants;
  guint           variant;      /* under way */

  /* Guarded by the mutex */
  GMutex          mutex;
  double          fraction;
  guint           notify_id;    /* one idle at a time */
};

enum
{
  PROP_0,
  PROP_FRACTION,
  PROP_LAST_PROP,
};

static GParamSpec *props[PROP_LAST_PROP];

G_DEFINE_FINAL_TYPE (SdExportJob, sd_export_job, G_TYPE_OBJECT)

static gboolean
notify_fraction_cb (gpointer user_data)
{
  SdExportJob *self = user_data;

  g_mutex_lock (&self->mutex);
  self->notify_id = 0;
  g_mutex_unlock (&self->mutex);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FRACTION]);
  return G_SOURCE_REMOVE;
}

/* Called in the worker. */
static void
progress_cb (guint64  rows,
             guint64  n_rows,
             gpointer user_data)
{
  SdExportJob *self = user_data;
  double share = n_rows > 0 ? (double) rows / (double) n_rows : 1;

  g_mutex_lock (&self->mutex);
  self->fraction = (self->variant + share) / self->n_variants;
  if (self->notify_id == 0)
    self->notify_id = g_idle_add_full (G_PRIORITY_DEFAULT, notify_fraction_cb,
                                       g_object_ref (self), g_object_unref);
  g_mutex_unlock (&self->mutex);
}

static void
append_files (GPtrArray *all,
              GPtrArray *files)
{
  guint i;

  for (i = 0; i < files->len; i++)
    g_ptr_array_add (all, g_object_ref (g_ptr_array_index (files, i)));
}

static SdPlan *
make_variant (SdExportJob  *self,
              GError      **error)
{
  g_autoptr (SdSchema) schema = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  SdPlan *plan;

  schema = sd_schema_new_from_text (self->text, strlen (self->text), error);
  if (schema == NULL)
    return NULL;
  sd_schema_set_seed (schema, sd_seed_derive (sd_schema_get_seed (schema), self->variant + 1));
  plan = sd_plan_new (schema, &findings);
  if (plan == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                 _("Variant %u cannot be generated."), self->variant + 1);
  return plan;
}

static gboolean
export_variant (SdExportJob   *self,
                GPtrArray     *all,
                GCancellable  *cancellable,
                GError       **error)
{
  g_autoptr (SdPlan) plan = make_variant (self, error);
  g_autoptr (GPtrArray) files = NULL;
  g_autoptr (GFile) folder = NULL;
  g_autofree char *name = NULL;

  if (plan == NULL)
    return FALSE;
  name = g_strdup_printf ("variant-%u", self->variant + 1);
  folder = g_file_get_child (self->folder, name);
  if (!sd_export_run (plan, &self->options, folder, progress_cb, self, cancellable, &files, error))
    return FALSE;
  append_files (all, files);
  return TRUE;
}

static void
run_thread (GTask        *task,
            gpointer      source_object,
            gpointer      task_data,
            GCancellable *cancellable)
{
  SdExportJob *self = source_object;
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) single = NULL;
  GError *error = NULL;
  gboolean done = TRUE;

  if (self->n_variants == 1)
    {
      done = sd_export_run (self->plan, &self->options, self->folder, progress_cb, self,
                            cancellable, &single, &error);
      if (done)
        append_files (files, single);
    }
  else
    for (self->variant = 0; done && self->variant < self->n_variants; self->variant++)
      done = export_variant (self, files, cancellable, &error);

  if (done)
    g_task_return_pointer (task, g_steal_pointer (&files), (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
sd_export_job_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_FRACTION:
      g_value_set_double (value, sd_export_job_get_fraction (SD_EXPORT_JOB (object)));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sd_export_job_finalize (GObject *object)
{
  SdExportJob *self = SD_EXPORT_JOB (object);

  g_clear_pointer (&self->plan, sd_plan_unref);
  g_clear_object (&self->folder);
  g_free (self->text);
  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (sd_export_job_parent_class)->finalize (object);
}

static void
sd_export_job_class_init (SdExportJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = sd_export_job_finalize;
  object_class->get_property = sd_export_job_get_property;

  props[PROP_FRACTION] =
    g_param_spec_double ("fraction", NULL, NULL, 0, 1, 0,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, PROP_LAST_PROP, props);
}

static void
sd_export_job_init (SdExportJob *self)
{
  g_mutex_init (&self->mutex);
}

SdExportJob *
sd_export_job_new (SdSchema              *schema,
                   SdPlan                *plan,
                   const SdExportOptions *options,
                   GFile                 *folder,
                   guint                  n_variants)
{
  SdExportJob *self = g_object_new (SD_TYPE_EXPORT_JOB, NULL);

  self->text = sd_schema_to_text (schema);
  self->plan = sd_plan_ref (plan);
  self->options = *options;
  self->folder = g_object_ref (folder);
  self->n_variants = MAX (n_variants, 1);
  return self;
}

void
sd_export_job_run_async (SdExportJob         *self,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (SD_IS_EXPORT_JOB (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sd_export_job_run_async);
  g_task_run_in_thread (task, run_thread);
}

GPtrArray *
sd_export_job_run_finish (SdExportJob   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

double
sd_export_job_get_fraction (SdExportJob *self)
{
  double fraction;

  g_return_val_if_fail (SD_IS_EXPORT_JOB (self), 0);

  g_mutex_lock (&self->mutex);
  fraction = self->fraction;
  g_mutex_unlock (&self->mutex);
  return CLAMP (fraction, 0, 1);
}
