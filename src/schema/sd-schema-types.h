/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Forward declarations of the document's types. */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct _SdColumn SdColumn;
typedef struct _SdTable SdTable;
typedef struct _SdRelationship SdRelationship;
typedef struct _SdSchema SdSchema;
typedef struct _SdHistory SdHistory;
typedef struct _SdFinding SdFinding;

/* The logical SQL type of a column. */
typedef enum
{
  SD_TYPE_INTEGER,
  SD_TYPE_DECIMAL,
  SD_TYPE_REAL,
  SD_TYPE_TEXT,
  SD_TYPE_BOOLEAN,
  SD_TYPE_DATE,
  SD_TYPE_TIME,
  SD_TYPE_TIMESTAMP,
  SD_TYPE_UUID,
  SD_N_TYPES
} SdType;

/* "integer", "decimal" … as in the file; FALSE when @nick is none. */
const char *sd_type_to_nick   (SdType       type);
gboolean    sd_type_from_nick (const char  *nick,
                               SdType      *type);
/* For people: "Whole number", "Decimal number" …, translated. */
const char *sd_type_get_title (SdType       type);

G_END_DECLS
