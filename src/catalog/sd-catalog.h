/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What the program knows: vocabularies by locale, semantic types, entities and
 * lessons, all JSON in data/catalog compiled into the program. Immutable and
 * shared by all threads once loaded.
 */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define SD_CATALOG_VERSION 1

typedef struct
{
  const char *data;
  guint32     length;
} SdCatalogText;

/* An atom: a weighted list of tuples with named fields. "first_name" has the
 * fields "value" and is conditional on "gender"; "place" has city, region,
 * postcode, area_code … of real places weighted by population. */
typedef struct
{
  const char     *name;
  guint           n_fields;
  const char    **fields;
  guint           n_rows;
  SdCatalogText **columns;       /* [field][row] */
  guint64        *thresholds;    /* n_rows; row r when u < thresholds[r]; ascending, last G_MAXUINT64 */
  const char     *by;            /* conditional on this atom (NULL: none) … */
  guint           n_parents;     /* … with one table of thresholds per row of it: */
  guint64       **parent_thresholds; /* [parent row][row]; NULL rows share `thresholds` */
} SdAtom;

typedef struct
{
  const char *nick;         /* "first_name" */
  const char *title;        /* "First name" */
  const char *group;        /* atoms with the same group agree within a row: "person", "place" … */
  const char *type;         /* nick of the SQL type */
  const char *value;        /* template over atoms: "{first_name} {last_name}" */
  gboolean    unique;       /* made distinct by a number where two would be equal */
  const char *description;
} SdSemanticType;

/* Never NULL; the built-in data. */
const SdAtom         *sd_catalog_get_atom         (const char *locale,
                                                   const char *name);   /* nullable */
/* The semantic type as the locale writes it, else as en_US does; nullable. */
const SdSemanticType *sd_catalog_get_semantic     (const char *locale,
                                                   const char *nick);
/* Nicks, sorted; ends with NULL. */
const char * const   *sd_catalog_list_semantics   (void);
const char * const   *sd_catalog_list_locales     (void);
/* For the planner: parsed JSON of data/catalog/<name>.json ("entities/retail",
 * "lessons/product-sales"); borrowed, immutable; NULL when there is none. */
JsonNode             *sd_catalog_get_json         (const char *name);
/* Names under a folder of data/catalog, sorted; (transfer full) */
char                **sd_catalog_list_json        (const char *folder);

G_END_DECLS
