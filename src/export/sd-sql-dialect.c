/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The table of dialects. Sources: the manuals of SQLite 3.40, PostgreSQL 15,
 * MariaDB 10.11 and MySQL 8, SQL Server 2019, Oracle 19c. Words that one of a
 * family reserves (MySQL or MariaDB) are in its list.
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sd-sql-dialect-private.h"

#define SQLITE_RESERVED \
  " abort action add after all alter always analyze and as asc attach autoincrement before begin" \
  " between by cascade case cast check collate column commit conflict constraint create cross" \
  " current current_date current_time current_timestamp database default deferrable deferred" \
  " delete desc detach distinct do drop each else end escape except exclude exclusive exists" \
  " explain fail filter first following for foreign from full generated glob group groups having" \
  " if ignore immediate in index indexed initially inner insert instead intersect into is isnull" \
  " join key last left like limit match materialized natural no not nothing notnull null nulls of" \
  " offset on or order others outer over partition plan pragma preceding primary query raise" \
  " range recursive references regexp reindex release rename replace restrict returning right" \
  " rollback row rows savepoint select set table temp temporary then ties to transaction trigger" \
  " unbounded union unique update using vacuum values view virtual when where window with without "

#define POSTGRESQL_RESERVED \
  " all analyse analyze and any array as asc asymmetric authorization between bigint binary bit" \
  " boolean both case cast char character check coalesce collate collation column concurrently" \
  " constraint create cross current_catalog current_date current_role current_schema" \
  " current_time current_timestamp current_user dec decimal default deferrable desc distinct do" \
  " else end except exists extract false fetch float for foreign freeze from full grant greatest" \
  " group grouping having ilike in initially inner inout int integer intersect interval into is" \
  " isnull join lateral leading least left like limit localtime localtimestamp national natural" \
  " nchar none normalize not notnull null nullif numeric offset on only or order out outer" \
  " overlaps overlay placing position precision primary real references returning right row" \
  " select session_user setof similar smallint some substring symmetric table tablesample then" \
  " time timestamp to trailing treat trim true union unique user using values varchar variadic" \
  " verbose when where window with xmlattributes xmlconcat xmlelement xmlexists xmlforest" \
  " xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable "

#define MYSQL_RESERVED \
  " accessible add all alter analyze and as asc asensitive before between bigint binary blob both" \
  " by call cascade case change char character check collate column condition constraint continue" \
  " convert create cross cube cume_dist current_date current_role current_time" \
  " current_timestamp current_user cursor database databases day_hour day_microsecond day_minute" \
  " day_second dec decimal declare default delayed delete delete_domain_id dense_rank desc" \
  " describe deterministic distinct distinctrow div do_domain_ids double drop dual each else" \
  " elseif empty enclosed escaped except exists exit explain false fetch first_value float float4" \
  " float8 for force foreign from fulltext function general generated get grant group grouping" \
  " groups having high_priority hour_microsecond hour_minute hour_second if ignore" \
  " ignore_domain_ids ignore_server_ids in index infile inner inout insensitive insert int int1" \
  " int2 int3 int4 int8 integer intersect interval into io_after_gtids io_before_gtids is iterate" \
  " join json_table key keys kill lag last_value lateral lead leading leave left like limit linear" \
  " lines load localtime localtimestamp lock long longblob longtext loop low_priority manual" \
  " master_bind master_heartbeat_period master_ssl_verify_server_cert match maxvalue mediumblob" \
  " mediumint mediumtext middleint minute_microsecond minute_second mod modifies natural not" \
  " no_write_to_binlog nth_value ntile null numeric of offset on optimize optimizer_costs option" \
  " optionally or order out outer outfile over page_checksum parallel parse_vcol_expr partition" \
  " percent_rank precision primary procedure purge qualify range rank read reads read_write real" \
  " recursive references ref_system_id regexp release rename repeat replace require resignal" \
  " restrict return returning revoke right rlike row row_number rows schema schemas" \
  " second_microsecond select sensitive separator set show signal slow smallint spatial specific" \
  " sql sqlexception sqlstate sqlwarning sql_big_result sql_calc_found_rows sql_small_result ssl" \
  " starting stats_auto_recalc stats_persistent stats_sample_pages stored straight_join system" \
  " table tablesample terminated then tinyblob tinyint tinytext to trailing trigger true undo" \
  " union unique unlock unsigned update usage use using utc_date utc_time utc_timestamp values" \
  " varbinary varchar varcharacter varying virtual when where while window with write xor" \
  " year_month zerofill "

#define SQLSERVER_RESERVED \
  " add all alter and any as asc authorization backup begin between break browse bulk by cascade" \
  " case check checkpoint close clustered coalesce collate column commit compute constraint" \
  " contains containstable continue convert create cross current current_date current_time" \
  " current_timestamp current_user cursor database dbcc deallocate declare default delete deny" \
  " desc disk distinct distributed double drop dump else end errlvl escape except exec execute" \
  " exists exit external fetch file fillfactor for foreign freetext freetexttable from full" \
  " function goto grant group having holdlock identity identity_insert identitycol if in index" \
  " inner insert intersect into is join key kill left like lineno load merge national nocheck" \
  " nonclustered not null nullif of off offsets on open opendatasource openquery openrowset" \
  " openxml option or order outer over percent pivot plan precision primary print proc procedure" \
  " public raiserror read readtext reconfigure references replication restore restrict return" \
  " revert revoke right rollback rowcount rowguidcol rule save schema securityaudit select" \
  " semantickeyphrasetable semanticsimilaritydetailstable semanticsimilaritytable session_user" \
  " set setuser shutdown some statistics system_user table tablesample textsize then to top tran" \
  " transaction trigger truncate try_convert tsequal union unique unpivot update updatetext use" \
  " user values varying view waitfor when where while with within writetext "

#define ORACLE_RESERVED \
  " access add all alter and any as asc audit between by char check cluster column column_value" \
  " comment compress connect create current date decimal default delete desc distinct drop else" \
  " exclusive exists file float for from grant group having identified immediate in increment" \
  " index initial insert integer intersect into is level like lock long maxextents minus" \
  " mlslabel mode modify nested_table_id noaudit nocompress not nowait null number of offline on" \
  " online option or order pctfree prior public raw rename resource revoke row rowid rownum rows" \
  " select session set share size smallint start successful synonym sysdate table then to trigger" \
  " uid union unique update user validate values varchar varchar2 view whenever where with "

static const SdSqlDialect dialects[SD_N_DIALECTS] = {
  [SD_DIALECT_SQLITE] = {
    .nick = "sqlite",
    .title = N_("SQLite"),
    .quote_open = '"', .quote_close = '"',
    .max_identifier = 128,
    .reserved = SQLITE_RESERVED,
    .small_integer = "INTEGER", .integer = "INTEGER", .decimal = "DECIMAL", .real = "REAL",
    .boolean = "BOOLEAN", .date = "DATE", .time = "TIME", .timestamp = "TIMESTAMP",
    .uuid = "CHAR(36)",
    .varchar = "VARCHAR", .varchar_unit = "", .max_varchar = 4000, .text = "TEXT",
    .key_collation = "", .whole_seconds = "", .microseconds = "",
    .true_text = "1", .false_text = "0",
    .text_open = "'", .date_open = "'", .time_open = "'", .timestamp_open = "'",
    .real_suffix = "", .timestamp_separator = ' ',
    /* The shell reads a carriage return before a line feed away. */
    .breaks = "\r", .concatenate = "||", .character = "char",
    .max_statement = 900000,
    .max_columns = 2000,
    .separator = ";\n",
    .head = "PRAGMA foreign_keys = OFF;\n",
    .begin = "BEGIN TRANSACTION;\n", .commit = "COMMIT;\n",
    .tail = "PRAGMA foreign_keys = ON;\n",
    .drop_before = "DROP TABLE IF EXISTS ", .drop_after = ";\n",
    .keys_inside = TRUE,
    .circular = " DEFERRABLE INITIALLY DEFERRED",
    .table_options = "",
    .comments = SD_SQL_COMMENTS_BLOCK,
  },
  [SD_DIALECT_POSTGRESQL] = {
    .nick = "postgresql", .alias = "postgres",
    .title = N_("PostgreSQL"),
    .quote_open = '"', .quote_close = '"',
    .max_identifier = 63,
    .reserved = POSTGRESQL_RESERVED,
    .small_integer = "INTEGER", .integer = "BIGINT", .decimal = "NUMERIC",
    .real = "DOUBLE PRECISION",
    .boolean = "BOOLEAN", .date = "DATE", .time = "TIME", .timestamp = "TIMESTAMP",
    .uuid = "UUID",
    .varchar = "VARCHAR", .varchar_unit = "", .max_varchar = 4000, .text = "TEXT",
    .key_collation = "", .whole_seconds = "", .microseconds = "",
    .true_text = "TRUE", .false_text = "FALSE",
    .text_open = "'", .date_open = "'", .time_open = "'", .timestamp_open = "'",
    .real_suffix = "", .timestamp_separator = ' ',
    .max_statement = 16 << 20,
    .max_columns = 1600,
    .separator = ";\n",
    .head = "SET client_encoding = 'UTF8';\nSET standard_conforming_strings = on;\n"
            "SET datestyle = 'ISO';\n",
    .begin = "BEGIN;\n", .commit = "COMMIT;\n", .tail = "",
    .drop_before = "DROP TABLE IF EXISTS ", .drop_after = " CASCADE;\n",
    .circular = " DEFERRABLE INITIALLY DEFERRED",
    .table_options = "",
    .comments = SD_SQL_COMMENTS_ON,
  },
  [SD_DIALECT_MYSQL] = {
    .nick = "mysql", .alias = "mariadb",
    .title = N_("MySQL and MariaDB"),
    .quote_open = '`', .quote_close = '`',
    .max_identifier = 64,
    .reserved = MYSQL_RESERVED,
    .small_integer = "INT", .integer = "BIGINT", .decimal = "DECIMAL", .real = "DOUBLE",
    .boolean = "BOOLEAN", .date = "DATE", .time = "TIME", .timestamp = "DATETIME",
    .uuid = "CHAR(36)",
    .varchar = "VARCHAR", .varchar_unit = "", .max_varchar = 255, .text = "MEDIUMTEXT",
    .key_length = 255,
    .key_collation = " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
    .whole_seconds = "", .microseconds = "(6)",
    .true_text = "TRUE", .false_text = "FALSE",
    .text_open = "'", .date_open = "'", .time_open = "'", .timestamp_open = "'",
    .real_suffix = "", .timestamp_separator = ' ',
    .backslash = TRUE,
    .max_statement = 8 << 20,
    .max_columns = 1017,
    .separator = ";\n",
    .head = "SET NAMES utf8mb4;\n"
            "SET @old_sql_mode = @@SESSION.sql_mode;\n"
            "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO';\n"
            "SET @old_foreign_key_checks = @@SESSION.foreign_key_checks;\n"
            "SET SESSION foreign_key_checks = 0;\n",
    .begin = "START TRANSACTION;\n", .commit = "COMMIT;\nSET SESSION foreign_key_checks = 1;\n",
    .tail = "SET SESSION foreign_key_checks = @old_foreign_key_checks;\n"
            "SET SESSION sql_mode = @old_sql_mode;\n",
    .definitions_commit = TRUE,
    .drop_before = "DROP TABLE IF EXISTS ", .drop_after = ";\n",
    .circular = "",
    .table_options = " ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4",
    .comments = SD_SQL_COMMENTS_INLINE,
  },
  [SD_DIALECT_SQLSERVER] = {
    .nick = "sqlserver", .alias = "mssql",
    .title = N_("SQL Server"),
    .quote_open = '[', .quote_close = ']',
    .max_identifier = 128,
    .reserved = SQLSERVER_RESERVED,
    .small_integer = "INT", .integer = "BIGINT", .decimal = "DECIMAL", .real = "FLOAT",
    .boolean = "BIT", .date = "DATE", .time = "TIME", .timestamp = "DATETIME2",
    .uuid = "UNIQUEIDENTIFIER",
    .varchar = "NVARCHAR", .varchar_unit = "", .max_varchar = 1000, .text = "NVARCHAR(MAX)",
    .key_length = 400,
    .key_collation = " COLLATE Latin1_General_100_BIN2",
    .whole_seconds = "(0)", .microseconds = "(6)",
    .true_text = "1", .false_text = "0",
    .text_open = "N'", .date_open = "'", .time_open = "'", .timestamp_open = "'",
    .real_suffix = "", .timestamp_separator = 'T',
    .breaks = "\r\n", .concatenate = "+", .character = "NCHAR",
    .max_literal = 4000, .long_open = "CAST(N'", .long_close = "' AS NVARCHAR(MAX))",
    .splits_variables = TRUE,
    .max_rows = 1000, .max_statement = 16 << 20,
    .max_columns = 1024,
    .separator = ";\nGO\n",
    .head = "SET NOCOUNT ON;\nSET XACT_ABORT ON;\nSET QUOTED_IDENTIFIER ON;\nGO\n",
    .begin = "BEGIN TRANSACTION;\nGO\n", .commit = "COMMIT TRANSACTION;\nGO\n", .tail = "",
    .drop_before = "DROP TABLE IF EXISTS ", .drop_after = ";\nGO\n",
    .drops_keys = TRUE,
    .circular = "",
    .unique_one_null = TRUE,
    .table_options = "",
    .comments = SD_SQL_COMMENTS_BLOCK,
  },
  [SD_DIALECT_ORACLE] = {
    .nick = "oracle",
    .title = N_("Oracle"),
    .quote_open = '"', .quote_close = '"',
    .max_identifier = 128,
    .reserved = ORACLE_RESERVED,
    .small_integer = "NUMBER(10)", .integer = "NUMBER(19)", .decimal = "NUMBER",
    .real = "BINARY_DOUBLE",
    .boolean = "NUMBER(1)", .date = "DATE", .time = "VARCHAR2(15)", .timestamp = "TIMESTAMP",
    .uuid = "CHAR(36)",
    .varchar = "VARCHAR2", .varchar_unit = " CHAR", .max_varchar = 1000, .text = "CLOB",
    .key_length = 400,
    .key_collation = "", .whole_seconds = "(0)", .microseconds = "(6)",
    .true_text = "1", .false_text = "0",
    .text_open = "'", .date_open = "DATE '", .time_open = "'", .timestamp_open = "TIMESTAMP '",
    .real_suffix = "d", .timestamp_separator = ' ',
    .breaks = "\r\n", .concatenate = "||", .character = "CHR",
    .max_literal = 1000, .long_open = "TO_CLOB('", .long_close = "')",
    .empty_is_null = TRUE,
    .max_rows = 1, .max_statement = 1 << 20,
    .short_lines = TRUE,
    .max_columns = 1000,
    .separator = ";\n",
    .head = "SET DEFINE OFF\nSET SQLBLANKLINES ON\n",
    .begin = "", .commit = "COMMIT;\n", .tail = "",
    .definitions_commit = TRUE,
    .drop_before = "BEGIN\n  EXECUTE IMMEDIATE 'DROP TABLE ",
    .drop_after = " CASCADE CONSTRAINTS';\nEXCEPTION\n  WHEN OTHERS THEN\n"
                  "    IF SQLCODE != -942 THEN RAISE; END IF;\nEND;\n/\n",
    .circular = " DEFERRABLE INITIALLY DEFERRED",
    .table_options = "",
    .comments = SD_SQL_COMMENTS_ON,
  },
};

const SdSqlDialect *
sd_sql_dialect_get (SdDialect dialect)
{
  g_assert (dialect < SD_N_DIALECTS);

  return &dialects[dialect];
}

/* Whether @word, in lower case, needs quotes to be a name. */
gboolean
sd_sql_dialect_is_reserved (const SdSqlDialect *self,
                            const char         *word)
{
  g_autofree char *between_blanks = g_strconcat (" ", word, " ", NULL);

  return strstr (self->reserved, between_blanks) != NULL;
}

/* "postgresql", as on the command line. */
const char *
sd_dialect_to_nick (SdDialect dialect)
{
  g_return_val_if_fail (dialect < SD_N_DIALECTS, NULL);

  return dialects[dialect].nick;
}

/* FALSE when @nick names no dialect; further names such as "mariadb" count. */
gboolean
sd_dialect_from_nick (const char *nick,
                      SdDialect  *dialect)
{
  for (SdDialect i = 0; i < SD_N_DIALECTS; i++)
    if (g_strcmp0 (nick, dialects[i].nick) == 0
        || (nick != NULL && g_strcmp0 (nick, dialects[i].alias) == 0))
      {
        *dialect = i;
        return TRUE;
      }

  return FALSE;
}

/* For people, translated where it is more than a name. */
const char *
sd_dialect_get_title (SdDialect dialect)
{
  g_return_val_if_fail (dialect < SD_N_DIALECTS, NULL);

  return _(dialects[dialect].title);
}
