/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Each part has to end with the closing tag of its root element, and a sheet to
 * be longer than its rows; the archive's own checksums do the rest.
 */

#include "sd-xlsx-verify-private.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdio.h>
#include <string.h>

#define CHUNK (256 * 1024)
#define MAX_TAG 64

/* "</worksheet>" for a part that begins with an XML declaration and
 * "<worksheet …". */
static gboolean
find_closing_tag (const char *head,
                  gsize       length,
                  char        tag[MAX_TAG + 4])
{
  g_autofree char *text = g_strndup (head, length);
  const char *start = strstr (text, "?>");
  gsize n;

  start = start != NULL ? strchr (start, '<') : NULL;
  if (start == NULL)
    return FALSE;

  n = strcspn (start + 1, " />\n");
  if (n == 0 || n > MAX_TAG)
    return FALSE;

  g_snprintf (tag, MAX_TAG + 4, "</%.*s>", (int) n, start + 1);
  return TRUE;
}

static void
keep_tail (char        tail[MAX_TAG],
           const char *chunk,
           gsize       n)
{
  gsize keep = MIN (n, MAX_TAG);

  memmove (tail, tail + keep, MAX_TAG - keep);
  memcpy (tail + MAX_TAG - keep, chunk + n - keep, keep);
}

/* Reads the part at hand; its length, 0 when it is not whole. */
static guint64
read_part (struct archive *archive,
           char           *chunk)
{
  char tag[MAX_TAG + 4];
  char tail[MAX_TAG] = { 0 };
  guint64 length = 0;
  gsize end = MAX_TAG;
  gssize n;

  while ((n = archive_read_data (archive, chunk, CHUNK)) > 0)
    {
      if (length == 0 && !find_closing_tag (chunk, MIN (n, 1024), tag))
        return 0;
      keep_tail (tail, chunk, n);
      length += n;
    }
  if (n < 0 || length == 0)
    return 0;

  while (end > 0 && g_ascii_isspace (tail[end - 1]))
    end--;
  if (end < strlen (tag) || memcmp (tail + end - strlen (tag), tag, strlen (tag)) != 0)
    return 0;

  return length;
}

/* Whether all parts of the workbook @path are whole. @row_bytes: of each sheet,
 * in order, what its rows alone take; further sheets may follow. */
gboolean
sd_xlsx_verify (const char    *path,
                const guint64 *row_bytes,
                guint          n_sheets)
{
  g_autofree char *chunk = g_malloc (CHUNK);
  struct archive *archive = archive_read_new ();
  struct archive_entry *entry;
  guint n_found = 0;
  int status = ARCHIVE_EOF;
  gboolean whole;

  archive_read_support_format_zip (archive);
  whole = archive_read_open_filename (archive, path, CHUNK) == ARCHIVE_OK;
  while (whole && (status = archive_read_next_header (archive, &entry)) == ARCHIVE_OK)
    {
      const char *name = archive_entry_pathname (entry);
      guint64 length = read_part (archive, chunk);
      guint sheet;

      whole = length > 0;
      if (sscanf (name, "xl/worksheets/sheet%u.xml", &sheet) != 1
          || sheet < 1 || sheet > n_sheets)
        continue;

      n_found++;
      whole &= length > row_bytes[sheet - 1];
    }
  archive_read_free (archive);

  return whole && status == ARCHIVE_EOF && n_found == n_sheets;
}
