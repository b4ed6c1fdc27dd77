/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* A sound document with something of everything, for the tests of this folder:
 * two parents, a child with formulas, templates and dates, a self-reference.
 */

#pragma once

#include <string.h>

#include "sd-schema-file.h"

static const char example_document[] =
  "{ \"format\": \"synthdata\", \"version\": 1, \"stream\": 1, \"catalog\": 1,\n"
  "  \"name\": \"product_sales\", \"title\": \"Product sales\", \"seed\": 42,\n"
  "  \"locale\": \"en_US\", \"as_of\": \"2026-03-01\", \"next_id\": 40,\n"
  "  \"tables\": [\n"
  "    { \"id\": 1, \"name\": \"customers\", \"title\": \"Customers\",\n"
  "      \"description\": \"People who buy.\", \"aliases\": [\"client\"],\n"
  "      \"rows\": 50, \"rows_from\": \"user\", \"margins\": \"balanced\",\n"
  "      \"primary_key\": \"customer_id\",\n"
  "      \"columns\": [\n"
  "        { \"id\": 2, \"name\": \"customer_id\", \"type\": \"integer\",\n"
  "          \"generator\": \"sequence\", \"unique\": true },\n"
  "        { \"id\": 3, \"name\": \"name\", \"title\": \"Name\", \"type\": \"text\",\n"
  "          \"generator\": \"semantic\", \"parameters\": { \"semantic\": \"full_name\" } },\n"
  "        { \"id\": 4, \"name\": \"joined\", \"type\": \"date\", \"generator\": \"date\",\n"
  "          \"parameters\": { \"min\": \"today-2y\", \"max\": \"today\" } },\n"
  "        { \"id\": 5, \"name\": \"tier\", \"type\": \"text\", \"generator\": \"category\",\n"
  "          \"parameters\": { \"values\": [\"gold\", \"basic\"], \"weights\": [0.2, 0.8] },\n"
  "          \"nullable\": true, \"missing\": 0.1 },\n"
  "        { \"id\": 6, \"name\": \"spent\", \"type\": \"decimal\", \"precision\": 12,\n"
  "          \"scale\": 2, \"generator\": \"aggregate\",\n"
  "          \"parameters\": { \"function\": \"sum\", \"child\": \"sales\",\n"
  "            \"column\": \"amount\", \"filter\": \"quantity > 1\" } } ] },\n"
  "    { \"id\": 10, \"name\": \"products\", \"title\": \"Products\", \"rows\": 20,\n"
  "      \"rows_from\": \"default\", \"margins\": \"exact\", \"primary_key\": [\"product_id\"],\n"
  "      \"columns\": [\n"
  "        { \"id\": 11, \"name\": \"product_id\", \"type\": \"integer\",\n"
  "          \"generator\": \"sequence\", \"parameters\": { \"start\": 100 }, \"unique\": true },\n"
  "        { \"id\": 12, \"name\": \"price\", \"type\": \"decimal\", \"precision\": 8,\n"
  "          \"scale\": 2, \"unit\": \"EUR\", \"generator\": \"number\",\n"
  "          \"parameters\": { \"distribution\": \"lognormal\", \"mean\": 20, \"stddev\": 9.5,\n"
  "            \"min\": 0.5 } } ] },\n"
  "    { \"id\": 20, \"name\": \"sales\", \"title\": \"Sales transactions\", \"rows\": 200,\n"
  "      \"rows_from\": \"user\", \"margins\": \"sampled\", \"primary_key\": [\"sale_id\"],\n"
  "      \"columns\": [\n"
  "        { \"id\": 21, \"name\": \"sale_id\", \"type\": \"integer\",\n"
  "          \"generator\": \"sequence\", \"unique\": true },\n"
  "        { \"id\": 22, \"name\": \"customer_id\", \"type\": \"integer\",\n"
  "          \"generator\": \"reference\" },\n"
  "        { \"id\": 23, \"name\": \"product\", \"type\": \"integer\",\n"
  "          \"generator\": \"reference\", \"nullable\": true },\n"
  "        { \"id\": 24, \"name\": \"quantity\", \"type\": \"integer\", \"generator\": \"number\",\n"
  "          \"parameters\": { \"distribution\": \"uniform\", \"min\": 1, \"max\": 5 } },\n"
  "        { \"id\": 25, \"name\": \"sold\", \"type\": \"date\", \"generator\": \"date\",\n"
  "          \"parameters\": { \"after\": \"customers.joined\" } },\n"
  "        { \"id\": 26, \"name\": \"amount\", \"type\": \"decimal\", \"precision\": 10,\n"
  "          \"scale\": 2, \"generator\": \"formula\",\n"
  "          \"parameters\": { \"formula\":\n"
  "            \"round(quantity * product.price, 2) + length('quantity')\" } },\n"
  "        { \"id\": 27, \"name\": \"note\", \"type\": \"text\", \"generator\": \"template\",\n"
  "          \"parameters\": { \"template\":\n"
  "            \"{customers.name|upper} took {quantity} \\\\{quantity}\" } },\n"
  "        { \"id\": 28, \"name\": \"earlier_id\", \"type\": \"integer\",\n"
  "          \"generator\": \"reference\", \"nullable\": true } ] } ],\n"
  "  \"relationships\": [\n"
  "    { \"id\": 30, \"parent_table_name\": \"customers\",\n"
  "      \"parent_primary_key\": \"customer_id\",\n"
  "      \"child_table_name\": \"sales\", \"child_foreign_key\": \"customer_id\",\n"
  "      \"law\": \"negative_binomial\", \"law_parameters\": { \"dispersion\": 2 },\n"
  "      \"law_from\": \"user\", \"min_cardinality\": 1, \"max_cardinality\": 30 },\n"
  "    { \"id\": 31, \"parent_table_name\": \"products\",\n"
  "      \"child_table_name\": \"sales\", \"child_foreign_key\": [\"product\"],\n"
  "      \"law\": \"zipf\", \"optional\": 0.25, \"placement\": \"shuffled\",\n"
  "      \"distinct_within\": 30 },\n"
  "    { \"id\": 32, \"parent_table_name\": \"sales\",\n"
  "      \"child_table_name\": \"sales\", \"child_foreign_key\": [\"earlier_id\"],\n"
  "      \"law\": \"poisson\", \"optional\": 0.5 } ],\n"
  "  \"assumptions\": [\"A customer buys one product at a time.\"],\n"
  "  \"conversation\": [ { \"role\": \"user\", \"text\": \"product sales\" } ] }\n";

static inline SdSchema *
load_example (void)
{
  g_autoptr (GError) error = NULL;
  SdSchema *schema = sd_schema_new_from_text (example_document, strlen (example_document), &error);

  g_assert_no_error (error);
  return schema;
}

/* "table.column" */
static inline SdColumn *
find_example_column (SdSchema   *schema,
                     const char *path)
{
  g_auto (GStrv) parts = g_strsplit (path, ".", 2);
  SdTable *table = sd_schema_find_table (schema, parts[0]);
  SdColumn *column;

  g_assert_nonnull (table);
  column = sd_table_find_column (table, parts[1]);
  g_assert_nonnull (column);

  return column;
}
