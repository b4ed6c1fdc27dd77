/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What the files of the inspector share: sd-inspector.c (the widget),
 * -form.c (which fields there are), -apply.c (what they change).
 */

#pragma once

#include "sd-inspector.h"

G_BEGIN_DECLS

struct _SdInspector
{
  GtkWidget    parent_instance;

  /* Template Widgets */
  GtkWidget   *box;
  GtkWidget   *back;
  GtkLabel    *title;
  GtkBox      *form;
  GtkWidget   *move_up;
  GtkWidget   *move_down;
  GtkWidget   *remove;

  /* Owned References */
  SdWorkspace *workspace;
  GPtrArray   *fields;     /* SdField */
  char        *shape;      /* of the form now: what it was built for */

  guint        idle;
};

/* sd-inspector-form.c */
char     *_sd_inspector_dup_shape  (SdInspector *self);
void      _sd_inspector_build_form (SdInspector *self);

/* sd-inspector-apply.c */
void      _sd_inspector_apply      (SdInspector *self,
                                    SdField     *field);

G_END_DECLS
