/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Reading the catalog's own files. They are part of the program, so whatever is
 * wrong with them is a mistake in the program and ends it, with a sentence that
 * names the file; the tests read every one of them.
 */

#pragma once

#include "sd-catalog.h"

G_BEGIN_DECLS

/* (transfer full) (nullable): NULL when there is no such file. */
JsonNode     *sd_catalog_load_json    (const char *name);

/* @text as one text of all that are equal, kept for good. */
const char   *sd_catalog_intern       (const char *text);

/* The member, which must be there unless @fallback is not NULL. */
const char   *sd_catalog_read_text    (const char *file,
                                       JsonObject *object,
                                       const char *member,
                                       const char *fallback);
gint64        sd_catalog_read_integer (const char *file,
                                       JsonObject *object,
                                       const char *member,
                                       gint64      fallback);
double        sd_catalog_read_number  (const char *file,
                                       JsonObject *object,
                                       const char *member,
                                       double      fallback);
gboolean      sd_catalog_read_boolean (const char *file,
                                       JsonObject *object,
                                       const char *member);

/* Makes the atom of file @file, whose parents come from @locale. */
const SdAtom *sd_atom_new_from_json   (const char *file,
                                       const char *locale,
                                       const char *name,
                                       JsonNode   *json);
SdSemanticType *sd_semantic_type_new_from_json (const char *file,
                                       const char *nick,
                                       JsonNode   *json);

/* What the files of data/catalog/domains hold; NULL when none has it. @file is
 * the file's name. To be called with the catalog's lock held. */
JsonNode     *sd_domain_find_atom      (const char  *name,
                                        const char **file);
JsonNode     *sd_domain_find_semantic  (const char  *nick,
                                        const char **file);
/* Adds their nicks, borrowed, in no order. */
void          sd_domain_list_semantics (GPtrArray   *nicks);

G_END_DECLS
