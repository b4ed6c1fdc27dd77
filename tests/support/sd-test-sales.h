/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The document most tests of the engine share: customers, products and sales in
 * time order.
 */

#pragma once

#define SD_TEST_SALES_TABLES \
  "{ 'id': 1, 'name': 'customers', 'rows': 300, 'primary_key': ['customer_id'], 'columns': [" \
  "  { 'id': 11, 'name': 'customer_id', 'type': 'integer', 'generator': 'sequence' }," \
  "  { 'id': 12, 'name': 'segment', 'type': 'text', 'generator': 'category'," \
  "    'parameters': { 'values': ['gold', 'silver', 'basic'], 'weights': [1, 3, 6] } }," \
  "  { 'id': 13, 'name': 'email', 'type': 'text', 'generator': 'semantic', 'missing': 0.1," \
  "    'unique': true, 'parameters': { 'semantic': 'email' } }," \
  "  { 'id': 14, 'name': 'signup', 'type': 'date', 'generator': 'date'," \
  "    'parameters': { 'min': 'today-3y', 'max': 'today-1m', 'order': 'row' } } ] }," \
  "{ 'id': 2, 'name': 'products', 'rows': 40, 'primary_key': ['product_id'], 'columns': [" \
  "  { 'id': 21, 'name': 'product_id', 'type': 'integer', 'generator': 'sequence'," \
  "    'parameters': { 'start': 100, 'step': 10 } }," \
  "  { 'id': 22, 'name': 'price', 'type': 'decimal', 'precision': 8, 'scale': 2," \
  "    'generator': 'number', 'parameters': { 'distribution': 'lognormal', 'median': 20," \
  "    'sigma': 0.7, 'min': 1, 'max': 500, 'step': 1, 'ending': 0.99 } } ] }," \
  "{ 'id': 3, 'name': 'sales', 'rows': 5000, 'primary_key': ['sale_id'], 'columns': [" \
  "  { 'id': 31, 'name': 'sale_id', 'type': 'integer', 'generator': 'sequence' }," \
  "  { 'id': 32, 'name': 'customer_id', 'type': 'integer', 'generator': 'reference' }," \
  "  { 'id': 33, 'name': 'product_id', 'type': 'integer', 'generator': 'reference' }," \
  "  { 'id': 34, 'name': 'sold_on', 'type': 'date', 'generator': 'date'," \
  "    'parameters': { 'min': 'today-2y', 'max': 'today', 'order': 'row'," \
  "                    'after': 'customers.signup' } }," \
  "  { 'id': 35, 'name': 'quantity', 'type': 'integer', 'generator': 'number'," \
  "    'parameters': { 'distribution': 'geometric', 'p': 0.6, 'max': 8 } }," \
  "  { 'id': 36, 'name': 'total', 'type': 'decimal', 'precision': 10, 'scale': 2," \
  "    'generator': 'formula', 'parameters': { 'formula': 'round(quantity * products.price, 2)' } }," \
  "  { 'id': 37, 'name': 'note', 'type': 'text', 'generator': 'template', 'nullable': true," \
  "    'parameters': { 'template': 'sale {sale_id} of {sold_on}' } } ] }"

#define SD_TEST_SALES_RELATIONSHIPS \
  "{ 'id': 41, 'parent_table_name': 'customers', 'child_table_name': 'sales'," \
  "  'child_foreign_key': 'customer_id', 'law': 'negative_binomial'," \
  "  'law_parameters': { 'dispersion': 1.5 } }," \
  "{ 'id': 42, 'parent_table_name': 'products', 'child_table_name': 'sales'," \
  "  'child_foreign_key': 'product_id', 'law': 'zipf', 'law_parameters': { 'exponent': 0.8 } }"
