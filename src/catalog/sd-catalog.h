/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* What the program knows: vocabularies by locale, semantic types, entities and
 * lessons, all JSON in data/catalog compiled into the program. Loaded when first
 * asked for; immutable and shared by all threads from then on.
 */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define SD_CATALOG_VERSION 1

/* Decades of birth for which names have weights. */
#define SD_CATALOG_FIRST_DECADE 1900
#define SD_CATALOG_N_DECADES    14

typedef struct
{
  const char *data;      /* ends with a NUL beyond its length */
  guint32     length;
} SdCatalogText;

/* An atom: a weighted list of tuples with named fields. "first_name" has the
 * field "value" and is conditional on "gender"; "place" has city, region,
 * postcode, area_code … of real places weighted by population. */
typedef struct _SdAtom SdAtom;
struct _SdAtom
{
  const char     *name;
  guint           id;            /* stable; part of the key of its draws */
  gboolean        local;         /* every mention is drawn anew and agrees with nothing */
  guint           n_fields;
  const char    **fields;        /* a field "form" is a template over atoms in its turn */
  guint           n_rows;
  SdCatalogText **columns;       /* [field][row] */
  guint64        *thresholds;    /* n_rows, ascending, the last G_MAXUINT64: row r is the first
                                  * with u ≤ thresholds[r] */
  const SdAtom   *by;            /* conditional on this atom (NULL: none) … */
  guint          *first_rows;    /* … then the rows for row p of it are first_rows[p] to
                                  * first_rows[p + 1] − 1, with thresholds of their own */
  guint64        *decades;       /* nullable: thresholds as above for those born in a decade,
                                  * [decade × n_rows + row] */
};

typedef struct
{
  const char *nick;         /* "first_name" */
  const char *title;        /* "First name" */
  const char *group;        /* what it tells of, for people: "person", "place" … */
  const char *type;         /* nick of the SQL type */
  guint       scale;        /* of decimals */
  const char *value;        /* template over atoms: "{first_name} {last_name}"; or a number
                             * between two fields: "{job.low}..{job.high}" */
  const char *home;         /* nullable: the same of rows that have a country of their own */
  double      step, less;   /* such a number is a multiple of step, less less: 1, 0.01 give .99 */
  guint       digits;       /* instead of step: so many digits count, 2 of 1234 are 1200; or 0 */
  gboolean    bell;         /* most in the middle of the two, by ratio; else most are small */
  guint       role;         /* equal atoms agree within a row only in equal roles */
  double      capacity;     /* of long texts: n rows have about n² ÷ 2 capacity repeats; else 0 */
  gboolean    unique;       /* made distinct by a number where two would be equal */
  const char *description;
} SdSemanticType;

/* The atom of the locale, else of en_US; nullable. */
const SdAtom         *sd_catalog_get_atom         (const char *locale,
                                                   const char *name);
/* The position of a field of an atom, −1 when it has none of that name. */
int                   sd_atom_find_field          (const SdAtom *self,
                                                   const char   *field);
/* The names of the atoms that the locale has of its own. (transfer full) */
char                **sd_catalog_list_local_atoms (const char *locale);
/* The semantic type as the locale writes it, else as en_US does; nullable. */
const SdSemanticType *sd_catalog_get_semantic     (const char *locale,
                                                   const char *nick);
/* The nick most like a word that is none; nullable. */
const char           *sd_catalog_suggest_semantic (const char *word);
/* Nicks, sorted; ends with NULL. */
const char * const   *sd_catalog_list_semantics   (void);
const char * const   *sd_catalog_list_locales     (void);
/* For the planner: parsed JSON of data/catalog/<name>.json ("entities/retail",
 * "lessons/product-sales"); borrowed, immutable; NULL when there is none. */
JsonNode             *sd_catalog_get_json         (const char *name);
/* Names of the files right in a folder of data/catalog as sd_catalog_get_json()
 * takes them ("entities/retail"), sorted; (transfer full) */
char                **sd_catalog_list_json        (const char *folder);

G_END_DECLS
