/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What is said of correlations that cannot be as declared. */

#define G_LOG_DOMAIN "sd-copula-report"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "sd-compiler-private.h"
#include "sd-copula-private.h"

/* Smaller moves are nobody's business. */
#define WORTH_TELLING 0.005

static const char *
get_name (const SdCopula *self,
          guint           member)
{
  return ((const SdMember *) g_ptr_array_index (self->members, member))->name;
}

static const char *
get_place (SdCompiler *compiler,
           guint       table)
{
  return sd_table_get_name (compiler->tables[table].table);
}

void
sd_copula_report_range (SdCompiler          *compiler,
                        const SdCopula      *self,
                        const SdCorrelation *correlation)
{
  const double least = sd_mehler_get (&correlation->mehler, -1);
  const double most = sd_mehler_get (&correlation->mehler, 1);

  sd_compiler_add_finding (compiler,
                           sd_finding_new (SD_SEVERITY_WARNING, "correlation-out-of-reach",
                                           correlation->element_id,
                                           get_place (compiler, self->table),
                                           _("The correlation of %s and %s is %.2f, not %.2f: with "
                                             "their distributions it can lie between %.2f and "
                                             "%.2f only. Distributions of the same shape, or "
                                             "Spearman’s correlation, leave more room."),
                                           get_name (self, correlation->members[0]),
                                           get_name (self, correlation->members[1]),
                                           correlation->target, correlation->declared,
                                           least, most));
}

void
sd_copula_report_many (SdCompiler     *compiler,
                       const SdCopula *self,
                       guint           n_columns)
{
  SdTable *table = compiler->tables[self->table].table;

  sd_compiler_add_finding (compiler,
                           sd_finding_new (SD_SEVERITY_ERROR, "correlations-too-many",
                                           sd_table_get_id (table), sd_table_get_name (table),
                                           _("%u columns are correlated with each other; at most "
                                             "%u can be. Remove some of the correlations."),
                                           n_columns, (guint) SD_COMPLETION_MAX));
}

void
sd_copula_report_within (SdCompiler          *compiler,
                         const SdCopula      *self,
                         const SdCorrelation *correlation)
{
  sd_compiler_add_finding (compiler,
                           sd_finding_new (SD_SEVERITY_NOTE, "correlation-within",
                                           correlation->element_id,
                                           get_place (compiler, self->table),
                                           _("The correlation of %s and %s is %.2f within the "
                                             "branches; over all rows it is what comes of that."),
                                           get_name (self, correlation->members[0]),
                                           get_name (self, correlation->members[1]),
                                           correlation->target));
}

void
sd_copula_report_no_draw (SdCompiler *compiler,
                          guint       element_id,
                          guint       table,
                          const char *a,
                          const char *b,
                          const char *not_drawn)
{
  sd_compiler_add_finding (compiler,
                           sd_finding_new (SD_SEVERITY_WARNING, "correlation-not-drawn",
                                           element_id, get_place (compiler, table),
                                           _("The correlation of %s and %s is not used: the values "
                                             "of %s are not drawn one by one from a distribution "
                                             "(they are computed, constant, unique, in row "
                                             "order, or follow another column)."),
                                           a, b, not_drawn));
}

void
sd_copula_report_branches (SdCompiler *compiler,
                           guint       table,
                           const char *a,
                           const char *b)
{
  SdTable *home = compiler->tables[table].table;

  sd_compiler_add_finding (compiler,
                           sd_finding_new (SD_SEVERITY_WARNING, "correlation-by-branches",
                                           sd_table_get_id (home), sd_table_get_name (home),
                                           _("The correlation of %s and %s is not used: how they "
                                             "go together is already said by the branches."),
                                           a, b));
}

/* Which declared values moved, and to what. */
static char *
list_moved (const SdCopula    *self,
            const SdComponent *component)
{
  const SdCompletion *completion = &component->completion;
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < self->correlations->len; i++)
    {
      const SdCorrelation *correlation = &g_array_index (self->correlations, SdCorrelation, i);
      const SdMember *a = g_ptr_array_index (self->members, correlation->members[0]);
      const SdMember *b = g_ptr_array_index (self->members, correlation->members[1]);
      double used;

      if (g_ptr_array_index (self->components, a->component) != component)
        continue;
      used = sd_mehler_get (&correlation->mehler,
                            completion->r[a->place * completion->n + b->place]);
      if (fabs (used - correlation->target) > WORTH_TELLING)
        /* Translators: two columns, and two correlations */
        g_string_append_printf (list, _("%s%s and %s %.2f instead of %.2f"),
                                list->len > 0 ? ", " : "", a->name, b->name, used,
                                correlation->target);
    }
  return g_string_free (list, FALSE);
}

/* Which undeclared pairs must be correlated. */
static char *
list_followed (const SdCopula    *self,
               const SdComponent *component)
{
  const SdCompletion *completion = &component->completion;
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < component->n; i++)
    for (guint j = 0; j < i; j++)
      {
        const double r = completion->r[i * completion->n + j];

        if (completion->pairs[i * completion->n + j] == SD_PAIR_FREE && fabs (r) >= 0.05)
          /* Translators: two columns, and a correlation */
          g_string_append_printf (list, _("%s%s and %s by about %.2f"), list->len > 0 ? ", " : "",
                                  get_name (self, component->members[j]),
                                  get_name (self, component->members[i]), r);
      }
  return g_string_free (list, FALSE);
}

void
sd_copula_report (SdCompiler         *compiler,
                  const SdCopula     *self,
                  const SdComponent  *component,
                  SdCompletionStatus  status)
{
  SdTable *table = compiler->tables[self->table].table;
  g_autofree char *list = status == SD_COMPLETION_NEAREST ? list_moved (self, component)
                                                          : list_followed (self, component);
  SdFinding *finding;

  if (list[0] == '\0')
    return;
  finding = status == SD_COMPLETION_NEAREST
          ? sd_finding_new (SD_SEVERITY_WARNING, "correlations-contradict",
                            sd_table_get_id (table), sd_table_get_name (table),
                            _("The declared correlations contradict each other; the nearest that "
                              "can be are used: %s."), list)
          : sd_finding_new (SD_SEVERITY_NOTE, "correlations-follow",
                            sd_table_get_id (table), sd_table_get_name (table),
                            _("So that the declared correlations can hold, these columns are "
                              "correlated too: %s."), list);
  sd_compiler_add_finding (compiler, finding);
}
