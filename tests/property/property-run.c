/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The process of one document: its limits, and what is left of it. */

#include "property-run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __SANITIZE_ADDRESS__
#define CPU_SECONDS 120
int __lsan_do_recoverable_leak_check (void);
#else
#define CPU_SECONDS 20
/* No document of this size needs more memory. */
#define MEMORY_BYTES (G_GUINT64_CONSTANT (3) << 30)
#endif
/* Processor time is what counts; this is for one that sleeps. */
#define WALL_SECONDS 600
#define EXIT_FAILED  3

/* Where the process writes to. */
static FILE *report;

void
property_fail (const char *check,
               const char *format,
               ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  fprintf (report, "%s\n%s", check, message);
  fflush (report);
  _exit (EXIT_FAILED);
}

static void
set_limits (void)
{
  const struct rlimit cpu = { CPU_SECONDS, CPU_SECONDS };
  const struct rlimit core = { 0, 0 };

  setrlimit (RLIMIT_CPU, &cpu);
  setrlimit (RLIMIT_CORE, &core);
#ifdef MEMORY_BYTES
  setrlimit (RLIMIT_AS, &(struct rlimit) { MEMORY_BYTES, MEMORY_BYTES });
#endif
  alarm (WALL_SECONDS);
}

static void G_GNUC_NORETURN
run_child (const char *text,
           guint64     seed,
           FILE       *output)
{
  GString *codes = g_string_new (NULL);
  PropertyOutcome outcome;

  set_limits ();
  dup2 (fileno (output), STDOUT_FILENO);
  dup2 (fileno (output), STDERR_FILENO);
  outcome = property_check_document (text, seed, codes);
  fprintf (report, "%d\n%s", outcome, codes->str);
  fflush (report);
  g_string_free (codes, TRUE);
#ifdef __SANITIZE_ADDRESS__
  if (__lsan_do_recoverable_leak_check ())
    _exit (EXIT_FAILED + 1);
#endif
  _exit (EXIT_SUCCESS);
}

/* (transfer full) */
static char *
read_all (FILE *file)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char buffer[4096];
  gsize n;

  rewind (file);
  while ((n = fread (buffer, 1, sizeof buffer, file)) > 0)
    g_string_append_len (text, buffer, (gssize) n);
  fclose (file);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Without numbers, which change as the document does. */
static void
append_words (GString    *name,
              const char *text)
{
  g_string_append (name, ": ");
  for (const char *p = text; *p != '\0' && name->len < 200; p++)
    if (!g_ascii_isdigit (*p))
      g_string_append_c (name, *p);
}

/* The line that says why a process died, and the first function of ours that a
 * sanitizer names. (transfer full) */
static char *
name_crash (const char *output,
            int         status)
{
  static const char * const signs[] = { "CRITICAL", "ERROR", "WARNING", "runtime error",
                                        "SUMMARY", "failed to allocate" };
  g_auto (GStrv) lines = g_strsplit (output, "\n", -1);
  g_autoptr (GString) name = g_string_new (NULL);
  gboolean said = FALSE;

  if (WIFSIGNALED (status))
    g_string_append_printf (name, "signal %d", WTERMSIG (status));
  else
    g_string_append_printf (name, "exit %d", WEXITSTATUS (status));
  for (guint i = 0; lines[i] != NULL && !said; i++)
    for (guint k = 0; k < G_N_ELEMENTS (signs) && !said; k++)
      {
        said = strstr (lines[i], signs[k]) != NULL;
        if (said)
          append_words (name, strstr (lines[i], signs[k]));
      }
  for (guint i = 0; lines[i] != NULL; i++)
    if (strstr (lines[i], " in sd_") != NULL)
      {
        g_auto (GStrv) words = g_strsplit (strstr (lines[i], "sd_"), " ", 2);

        append_words (name, words[0]);
        break;
      }
  return g_string_free (g_steal_pointer (&name), FALSE);
}

PropertyResult *
property_run (const char *text,
              guint64     seed)
{
  PropertyResult *self;
  FILE *output = tmpfile ();
  g_autofree char *said = NULL;
  g_autofree char *told = NULL;
  char *line;
  int status;
  pid_t child;

  report = tmpfile ();
  g_assert_nonnull (report);
  g_assert_nonnull (output);
  fflush (stdout);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    run_child (text, seed, output);
  self = g_new0 (PropertyResult, 1);
  while (waitpid (child, &status, 0) != child)
    ;
  told = read_all (report);
  said = read_all (output);
  line = strchr (told, '\n');
  self->failed = !WIFEXITED (status) || WEXITSTATUS (status) != EXIT_SUCCESS;
  if (WIFEXITED (status) && WEXITSTATUS (status) == EXIT_FAILED && line != NULL)
    {
      self->check = g_strndup (told, (gsize) (line - told));
      self->message = g_strdup (line + 1);
    }
  else if (self->failed)
    {
      self->check = name_crash (said, status);
      self->message = g_strdup (said);
    }
  else
    {
      self->outcome = (PropertyOutcome) atoi (told);
      self->codes = g_strdup (line != NULL ? line + 1 : "");
    }
  return self;
}

void
property_result_free (PropertyResult *self)
{
  g_free (self->check);
  g_free (self->message);
  g_free (self->codes);
  g_free (self);
}
