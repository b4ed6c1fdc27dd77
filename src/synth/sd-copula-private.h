/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The Gaussian copula of a table while its plan is compiled: which columns have
 * latents, and how each latent comes from earlier ones (ENGINE.md law 7).
 *
 * Members stand in order: first what comes from outside (the child counts of
 * relationships, the latents of parents' columns), then the table's own columns
 * by their ids, so that a later correlation changes only the later column.
 */

#pragma once

#include "sd-completion-private.h"
#include "sd-member-private.h"

G_BEGIN_DECLS

typedef struct _SdCopula SdCopula;

/* Members that correlations connect, and their matrix. */
typedef struct
{
  guint        n;
  guint       *members;     /* ascending */
  SdCompletion completion;
} SdComponent;

/* A declared correlation. */
typedef struct
{
  guint    members[2];   /* ascending */
  guint    element_id;   /* the table or relationship it is declared at */
  gboolean ranks;        /* Spearman's */
  gboolean within;       /* of the branches only, whose shares are not known */
  double   declared;
  double   target;       /* as declared, or as near as can be */
  double   rho;          /* of the latents */
  SdMehler mehler;
} SdCorrelation;

struct _SdCopula
{
  guint      table;
  GPtrArray *members;      /* of SdMember */
  GArray    *correlations; /* of SdCorrelation */
  GPtrArray *components;   /* of SdComponent */
};

/* The copula of table @table, made when first asked for; NULL while it is being
 * made. */
SdCopula *sd_copula_get              (SdCompiler            *compiler,
                                      guint                  table);
void      sd_copula_free             (SdCopula              *self);
/* The node that makes the uniforms of the column, −1 when its plain draw does. */
int       sd_copula_get_uniform_node (const SdColumnContext *context);
/* The latent of a member, as a node of its table. NULL with a finding. */
SdNode   *sd_copula_get_latent_node  (SdCompiler            *compiler,
                                      SdCopula              *self,
                                      SdMember              *member);
/* The column at @position of the table as a member, added when it is none yet;
 * NULL when it is not drawn from a distribution of its own. */
SdMember *sd_copula_get_column       (SdCompiler            *compiler,
                                      SdCopula              *self,
                                      guint                  position);

/* Declares a correlation of two members; of a pair declared twice the first
 * counts. */
void      sd_copula_declare          (SdCopula              *self,
                                      SdMember              *a,
                                      SdMember              *b,
                                      guint                  element_id,
                                      gboolean               ranks,
                                      double                 value);

/* The latent correlation of a declared one. */
void      sd_copula_solve            (SdCompiler            *compiler,
                                      SdCopula              *self,
                                      SdCorrelation         *correlation);

/* The declared correlations that contradict each other or had to be moved. */
void      sd_copula_report           (SdCompiler            *compiler,
                                      const SdCopula        *self,
                                      const SdComponent     *component,
                                      SdCompletionStatus     status);
void      sd_copula_report_range     (SdCompiler            *compiler,
                                      const SdCopula        *self,
                                      const SdCorrelation   *correlation);
void      sd_copula_report_many      (SdCompiler            *compiler,
                                      const SdCopula        *self,
                                      guint                  n_columns);
void      sd_copula_report_within    (SdCompiler            *compiler,
                                      const SdCopula        *self,
                                      const SdCorrelation   *correlation);
void      sd_copula_report_no_draw   (SdCompiler            *compiler,
                                      guint                  element_id,
                                      guint                  table,
                                      const char            *a,
                                      const char            *b,
                                      const char            *not_drawn);
void      sd_copula_report_branches  (SdCompiler            *compiler,
                                      guint                  table,
                                      const char            *a,
                                      const char            *b);

G_END_DECLS
