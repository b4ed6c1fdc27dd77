/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The tables of a plan in one dialect: names that the server takes, types, keys
 * and comments. Shared by the SQL script and the SQLite file.
 */

#pragma once

#include "sd-plan.h"
#include "sd-sql-dialect-private.h"
#include "sd-text-rules-private.h"

G_BEGIN_DECLS

typedef struct _SdSqlSchema SdSqlSchema;

SdSqlSchema *sd_sql_schema_new                 (SdPlan             *plan,
                                                const SdSqlDialect *dialect);
void         sd_sql_schema_free                (SdSqlSchema        *self);
const char  *sd_sql_schema_get_table           (const SdSqlSchema  *self,
                                                guint               table);
char        *sd_sql_schema_list_columns        (const SdSqlSchema  *self,
                                                guint               table);
void         sd_sql_schema_append_create       (const SdSqlSchema  *self,
                                                GString            *out,
                                                guint               table,
                                                const SdTextRules  *comments);
void         sd_sql_schema_append_drops        (const SdSqlSchema  *self,
                                                GString            *out);
void         sd_sql_schema_append_constraints  (const SdSqlSchema  *self,
                                                GString            *out);
void         sd_sql_schema_append_comments     (const SdSqlSchema  *self,
                                                GString            *out,
                                                const SdTextRules  *rules);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SdSqlSchema, sd_sql_schema_free)

G_END_DECLS
