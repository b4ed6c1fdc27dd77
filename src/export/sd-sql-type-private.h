/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The type of a column in one dialect. */

#pragma once

#include "sd-plan.h"
#include "sd-sql-dialect-private.h"

G_BEGIN_DECLS

/* Characters of the longest text of a column, 0 when unknown. */
guint sd_sql_get_max_length (const SdPlanColumn *column);
/* Whether other rows or tables find a row by this column. */
gboolean sd_sql_is_key_column (SdPlan *plan, guint table, guint column);
void  sd_sql_append_type    (GString            *out,
                             const SdSqlDialect *dialect,
                             SdPlan             *plan,
                             guint               table,
                             guint               column,
                             gboolean            fractions);

G_END_DECLS
