/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The worker reads the document anew from its text, so that the one in the window
 * can change meanwhile.
 */

#define G_LOG_DOMAIN "sd-report-job"

#include "config.h"

#include <string.h>

#include "sd-report-job.h"
#include "sd-schema-file.h"

struct _SdReportJob
{
  GObject   parent_instance;

  char     *text;        /* the document */
  SdSchema *schema;      /* the worker's copy of it */

  /* Guarded by the mutex */
  GMutex    mutex;
  double    fraction;
  guint     notify_id;   /* one idle at a time */
};

enum
{
  PROP_0,
  PROP_FRACTION,
  PROP_LAST_PROP,
};

static GParamSpec *props[PROP_LAST_PROP];

G_DEFINE_FINAL_TYPE (SdReportJob, sd_report_job, G_TYPE_OBJECT)

static gboolean
notify_fraction_cb (gpointer user_data)
{
  SdReportJob *self = user_data;

  g_mutex_lock (&self->mutex);
  self->notify_id = 0;
  g_mutex_unlock (&self->mutex);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FRACTION]);
  return G_SOURCE_REMOVE;
}

/* Called in the worker. */
static void
progress_cb (guint    done,
             guint    total,
             gpointer user_data)
{
  SdReportJob *self = user_data;

  g_mutex_lock (&self->mutex);
  self->fraction = total > 0 ? (double) done / total : 1;
  if (self->notify_id == 0)
    self->notify_id = g_idle_add_full (G_PRIORITY_DEFAULT, notify_fraction_cb,
                                       g_object_ref (self), g_object_unref);
  g_mutex_unlock (&self->mutex);
}

static void
run_thread (GTask        *task,
            gpointer      source_object,
            gpointer      task_data,
            GCancellable *cancellable)
{
  SdReportJob *self = source_object;
  SdReport *report = NULL;
  GError *error = NULL;

  self->schema = sd_schema_new_from_text (self->text, strlen (self->text), &error);
  if (self->schema != NULL)
    report = sd_report_new (self->schema, NULL, progress_cb, self, cancellable, &error);
  if (report != NULL)
    g_task_return_pointer (task, report, (GDestroyNotify) sd_report_free);
  else
    g_task_return_error (task, error);
}

static void
sd_report_job_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_FRACTION:
      g_value_set_double (value, sd_report_job_get_fraction (SD_REPORT_JOB (object)));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sd_report_job_finalize (GObject *object)
{
  SdReportJob *self = SD_REPORT_JOB (object);

  g_clear_object (&self->schema);
  g_free (self->text);
  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (sd_report_job_parent_class)->finalize (object);
}

static void
sd_report_job_class_init (SdReportJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = sd_report_job_finalize;
  object_class->get_property = sd_report_job_get_property;

  props[PROP_FRACTION] =
    g_param_spec_double ("fraction", NULL, NULL, 0, 1, 0,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, PROP_LAST_PROP, props);
}

static void
sd_report_job_init (SdReportJob *self)
{
  g_mutex_init (&self->mutex);
}

SdReportJob *
sd_report_job_new (SdSchema *schema)
{
  SdReportJob *self = g_object_new (SD_TYPE_REPORT_JOB, NULL);

  self->text = sd_schema_to_text (schema);
  return self;
}

/**
 * sd_report_job_run_async:
 * @self: a job that was not run yet
 * @cancellable: (nullable): stops it
 * @callback: called with the card
 * @user_data: for @callback
 */
void
sd_report_job_run_async (SdReportJob         *self,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (SD_IS_REPORT_JOB (self));
  g_return_if_fail (self->schema == NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sd_report_job_run_async);
  g_task_run_in_thread (task, run_thread);
}

SdReport *
sd_report_job_run_finish (SdReportJob   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

double
sd_report_job_get_fraction (SdReportJob *self)
{
  double fraction;

  g_return_val_if_fail (SD_IS_REPORT_JOB (self), 0);

  g_mutex_lock (&self->mutex);
  fraction = self->fraction;
  g_mutex_unlock (&self->mutex);
  return CLAMP (fraction, 0, 1);
}

SdSchema *
sd_report_job_get_schema (SdReportJob *self)
{
  g_return_val_if_fail (SD_IS_REPORT_JOB (self), NULL);

  return self->schema;
}

const char *
sd_report_job_get_text (SdReportJob *self)
{
  g_return_val_if_fail (SD_IS_REPORT_JOB (self), NULL);

  return self->text;
}
