/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Reading members of foreign JSON: each has a kind and a range, and whatever
 * does not fit is noted with its place while reading goes on.
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct
{
  GString   *path;      /* "tables[2].columns[0]" */
  GPtrArray *problems;  /* (element-type utf8) */
  guint      n_more;    /* problems beyond those kept */
  gboolean   lenient;   /* nothing is noted: what does not fit is left out */
  gboolean   unlimited; /* texts and lists may have any length */
} SdJsonReader;

void        _sd_json_reader_init    (SdJsonReader *self,
                                     gboolean      lenient);
void        _sd_json_reader_clear   (SdJsonReader *self);
/* A line each, NULL when all was well. (transfer full) */
char       *_sd_json_reader_report  (SdJsonReader *self);

/* Goes into the element of a list; what it returns goes to leave(). */
gsize       _sd_json_reader_enter   (SdJsonReader *self,
                                     const char   *member,
                                     guint         index);
void        _sd_json_reader_leave   (SdJsonReader *self,
                                     gsize         mark);
/* @member (nullable): the element itself */
void        _sd_json_reader_problem (SdJsonReader *self,
                                     const char   *member,
                                     const char   *format,
                                     ...) G_GNUC_PRINTF (3, 4);

/* Missing members and null give the fallback. */
const char *_sd_json_read_text      (SdJsonReader *self,
                                     JsonObject   *object,
                                     const char   *member,
                                     gsize         max_bytes,
                                     const char   *fallback);
gint64      _sd_json_read_integer   (SdJsonReader *self,
                                     JsonObject   *object,
                                     const char   *member,
                                     gint64        min,
                                     gint64        max,
                                     gint64        fallback);
double      _sd_json_read_share     (SdJsonReader *self,
                                     JsonObject   *object,
                                     const char   *member);
gboolean    _sd_json_read_boolean   (SdJsonReader *self,
                                     JsonObject   *object,
                                     const char   *member,
                                     gboolean      fallback);
/* The index of the text in @choices. */
guint       _sd_json_read_choice    (SdJsonReader       *self,
                                     JsonObject         *object,
                                     const char         *member,
                                     const char * const *choices,
                                     guint               n_choices,
                                     guint               fallback);
/* A text or a list of texts. (transfer full) */
char      **_sd_json_read_texts     (SdJsonReader *self,
                                     JsonObject   *object,
                                     const char   *member,
                                     gsize         max_bytes);
/* Borrowed, nullable. */
JsonObject *_sd_json_read_object    (SdJsonReader *self,
                                     JsonObject   *object,
                                     const char   *member);
JsonArray  *_sd_json_read_array     (SdJsonReader *self,
                                     JsonObject   *object,
                                     const char   *member,
                                     guint         max_length);
/* The members of @object that are not in @known; (transfer full) (nullable). */
JsonObject *_sd_json_read_others    (JsonObject         *object,
                                     const char * const *known);

G_END_DECLS
