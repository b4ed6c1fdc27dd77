/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Putting text programs together; sd-text-program-run.c runs them. */

#define G_LOG_DOMAIN "sd-text-program"

#include <string.h>

#include "sd-format.h"
#include "sd-text-program-private.h"

/* Odd, so that it has an inverse; 2^64 ÷ the golden ratio. */
#define HASH_BASE G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)

#define NUMBER_MAX 20

static SdTextHash
hash_entry (const SdText *entry)
{
  SdTextHash hash = { 0, 1 };

  for (guint i = 0; i < entry->length; i++)
    {
      hash.hash = hash.hash * HASH_BASE + (guchar) entry->data[i] + 1;
      hash.power *= HASH_BASE;
    }
  return hash;
}

/**
 * sd_text_entries_new:
 * @texts: (array length=n): the texts of a list
 * @n: how many
 * @transforms: (nullable): names of transforms that each goes through
 * @suffix: what stands behind each after that
 *
 * Returns: (transfer full): the texts ready for being copied and hashed
 */
SdTextEntries *
sd_text_entries_new (const SdText       *texts,
                     guint               n,
                     const char * const *transforms,
                     const char         *suffix)
{
  static const char * const none[] = { NULL };
  SdTextEntries *self = g_new0 (SdTextEntries, 1);
  GString *bytes = g_string_new (NULL);

  self->n = n;
  self->entries = g_new0 (SdText, n);
  self->hashes = g_new0 (SdTextHash, n);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *alone = sd_text_transform_apply (transforms != NULL ? transforms : none,
                                                        texts[i].data, texts[i].length);
      g_autofree char *text = g_strconcat (alone, suffix, NULL);
      const gsize length = strlen (text);

      self->entries[i].length = (guint32) length;
      self->max_length = MAX (self->max_length, length);
      self->max_characters = MAX (self->max_characters, g_utf8_strlen (text, length));
      g_string_append_len (bytes, text, length);
    }
  g_string_append_printf (bytes, "%*s", SD_TEXT_SLACK, "");
  self->bytes = g_string_free (bytes, FALSE);

  for (guint i = 0; i < n; i++)
    {
      self->entries[i].data = i == 0 ? self->bytes
                                     : self->entries[i - 1].data + self->entries[i - 1].length;
      self->hashes[i] = hash_entry (&self->entries[i]);
    }

  return self;
}

void
sd_text_entries_free (SdTextEntries *self)
{
  if (self == NULL)
    return;
  g_free (self->entries);
  g_free (self->hashes);
  g_free (self->bytes);
  g_free (self);
}

static void
free_forms (SdTextProgram **forms,
            guint           n)
{
  for (guint i = 0; forms != NULL && i < n; i++)
    sd_text_program_free (forms[i]);
  g_free (forms);
}

static void
clear_step (gpointer data)
{
  SdTextStep *step = data;

  sd_text_entries_free (step->entries);
  if (step->kind == SD_STEP_FORM)
    free_forms (step->forms, step->n);
  g_strfreev (step->transforms);
}

static void
free_list (gpointer data)
{
  SdTextList *list = data;

  sd_text_entries_free (list->entries);
  free_forms (list->forms, list->n);
  g_free (list);
}

/**
 * sd_text_program_new:
 *
 * Returns: (transfer full): a program that makes the empty text
 */
SdTextProgram *
sd_text_program_new (void)
{
  SdTextProgram *self = g_new0 (SdTextProgram, 1);

  self->steps = g_array_new (FALSE, TRUE, sizeof (SdTextStep));
  g_array_set_clear_func (self->steps, clear_step);
  self->nodes = g_ptr_array_new ();
  self->lists = g_ptr_array_new_with_free_func (free_list);
  self->symbols = g_string_new (NULL);
  self->simple = TRUE;
  return self;
}

void
sd_text_program_free (SdTextProgram *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->steps);
  g_ptr_array_unref (self->nodes);
  g_ptr_array_unref (self->lists);
  g_string_free (self->symbols, TRUE);
  g_free (self);
}

static SdTextStep *
add_step (SdTextProgram  *self,
          SdTextStepKind  kind)
{
  g_array_set_size (self->steps, self->steps->len + 1);
  g_array_index (self->steps, SdTextStep, self->steps->len - 1).kind = kind;
  return &g_array_index (self->steps, SdTextStep, self->steps->len - 1);
}

static void
add_length (SdTextProgram *self,
            guint          bytes,
            guint          characters)
{
  self->max_length = MIN ((gsize) self->max_length + bytes, G_MAXINT);
  self->max_characters = MIN ((gsize) self->max_characters + characters, SD_TEXT_MAX);
}

static void
note_node (SdTextProgram *self,
           guint          node)
{
  if (!g_ptr_array_find (self->nodes, GUINT_TO_POINTER (node), NULL))
    g_ptr_array_add (self->nodes, GUINT_TO_POINTER (node));
}

static void
note_nodes (SdTextProgram       *self,
            const SdTextProgram *part)
{
  for (guint i = 0; i < part->nodes->len; i++)
    note_node (self, GPOINTER_TO_UINT (g_ptr_array_index (part->nodes, i)));
  self->has_texts |= part->has_texts;
}

void
sd_text_program_add_literal (SdTextProgram *self,
                             const char    *text)
{
  const SdText entry = { text, (guint32) strlen (text) };
  SdTextStep *step = add_step (self, SD_STEP_ENTRY);

  step->entries = sd_text_entries_new (&entry, 1, NULL, "");
  add_length (self, step->entries->max_length, step->entries->max_characters);
}

void
sd_text_program_add_symbols (SdTextProgram *self,
                             const char    *symbols)
{
  const guint n = MIN (strlen (symbols), SD_SYMBOLS_MAX - self->symbols->len);
  SdTextStep *step = add_step (self, SD_STEP_SYMBOLS);

  step->first = self->symbols->len;
  step->n = n;
  g_string_append_len (self->symbols, symbols, n);
  self->numbered_symbols = self->symbols->len;
  self->simple = FALSE;
  add_length (self, n, n);
}

void
sd_text_program_add_check (SdTextProgram *self,
                           SdCheckDigits  check)
{
  add_step (self, SD_STEP_CHECK)->check = check;
  self->simple = FALSE;
  add_length (self, SD_CHECK_DIGITS_MAX, SD_CHECK_DIGITS_MAX);
}

void
sd_text_program_add_number (SdTextProgram *self,
                            const char    *prefix,
                            const char    *suffix)
{
  const guint length = strlen (prefix) + NUMBER_MAX + strlen (suffix);
  SdTextStep *step = add_step (self, SD_STEP_NUMBER);

  step->prefix = prefix;
  step->suffix = suffix;
  self->has_number = TRUE;
  add_length (self, length, length);
}

void
sd_text_program_add_code (SdTextProgram      *self,
                          guint               node,
                          const SdText       *texts,
                          guint               n,
                          const char * const *transforms,
                          const char         *suffix)
{
  SdTextStep *step = add_step (self, SD_STEP_CODE);

  step->node = node;
  step->entries = sd_text_entries_new (texts, n, transforms, suffix);
  note_node (self, node);
  add_length (self, step->entries->max_length, step->entries->max_characters);
}

/* Moves the symbols of @self and its forms from place i to place @map[i]; symbols
 * that stood side by side need not any more. */
static void
move_symbols (SdTextProgram *self,
              const guint   *map)
{
  GArray *steps = g_array_new (FALSE, TRUE, sizeof (SdTextStep));

  for (guint i = 0; i < self->steps->len; i++)
    {
      SdTextStep step = g_array_index (self->steps, SdTextStep, i);

      for (guint k = 0; step.kind == SD_STEP_FORM && k < step.n; k++)
        move_symbols (step.forms[k], map);
      for (guint begin = 0, end; step.kind == SD_STEP_SYMBOLS && begin < step.n; begin = end)
        {
          SdTextStep part = step;

          part.first = map[step.first + begin];
          for (end = begin + 1; end < step.n && map[step.first + end] == part.first + end - begin;
               end++)
            ;
          part.n = end - begin;
          g_array_append_val (steps, part);
        }
      if (step.kind != SD_STEP_SYMBOLS)
        g_array_append_val (steps, step);
    }
  g_array_set_clear_func (self->steps, NULL);
  g_array_unref (self->steps);
  g_array_set_clear_func (steps, clear_step);
  self->steps = steps;
}

static guint
count_symbols (const SdTextProgram *self,
               char                 symbol)
{
  guint n = 0;

  for (gsize i = 0; i < self->symbols->len; i++)
    n += self->symbols->str[i] == symbol;
  return n;
}

/* How many symbols of a kind forms have, and how many of them all show. */
typedef struct
{
  guint most;
  guint shown;
} SymbolCount;

static SymbolCount
count_in_forms (SdTextProgram **forms,
                guint           n,
                char            symbol)
{
  SymbolCount count = { 0, G_MAXUINT };

  for (guint i = 0; i < n; i++)
    {
      const guint own = count_symbols (forms[i], symbol);

      count.most = MAX (count.most, own);
      count.shown = MIN (count.shown, own);
    }
  return count;
}

/* Gives forms whose symbols are of different kinds in a different order the same
 * ones: first those that all of them show, which can tell rows apart, digits before
 * letters, then the others in the same way. Returns how many of the first. */
static guint
regroup_symbols (SdTextProgram **forms,
                 guint           n)
{
  const SymbolCount digits = count_in_forms (forms, n, '#');
  const SymbolCount letters = count_in_forms (forms, n, '@');
  const guint shown = digits.shown + letters.shown;
  g_autofree char *first_digits = g_strnfill (digits.shown, '#');
  g_autofree char *first_letters = g_strnfill (letters.shown, '@');
  g_autofree char *more_digits = g_strnfill (digits.most - digits.shown, '#');
  g_autofree char *more_letters = g_strnfill (letters.most - letters.shown, '@');
  g_autofree char *all = g_strconcat (first_digits, first_letters, more_digits, more_letters, NULL);

  for (guint i = 0; i < n; i++)
    {
      GString *symbols = forms[i]->symbols;
      g_autofree guint *map = g_new (guint, symbols->len + 1);
      guint digit = 0, letter = 0;

      for (gsize k = 0; k < symbols->len; k++)
        if (symbols->str[k] == '#')
          {
            map[k] = digit < digits.shown ? digit : letters.shown + digit;
            digit++;
          }
        else
          {
            map[k] = letter < letters.shown ? digits.shown + letter : digits.most + letter;
            letter++;
          }
      move_symbols (forms[i], map);
      g_string_assign (symbols, all);
    }
  return shown;
}

static gboolean
have_equal_symbols (SdTextProgram **forms,
                    guint           n,
                    const GString  *longest)
{
  for (guint i = 0; i < n; i++)
    if (!g_str_has_prefix (longest->str, forms[i]->symbols->str))
      return FALSE;
  return TRUE;
}

/* The symbols of forms are the same for all: those of the one that has most. */
static void
merge_symbols (SdTextProgram  *self,
               SdTextProgram **forms,
               guint           n)
{
  guint shortest = G_MAXUINT;
  GString *longest = forms[0]->symbols;

  for (guint i = 0; i < n; i++)
    {
      shortest = MIN (shortest, forms[i]->symbols->len);
      if (forms[i]->symbols->len > longest->len)
        longest = forms[i]->symbols;
    }
  if (!have_equal_symbols (forms, n, longest))
    {
      shortest = regroup_symbols (forms, n);
      longest = forms[0]->symbols;
    }
  for (guint i = 0; i < n; i++)
    for (guint k = 0; k < forms[i]->steps->len; k++)
      g_array_index (forms[i]->steps, SdTextStep, k).first += self->symbols->len;
  self->numbered_symbols = self->symbols->len + shortest;
  g_string_append (self->symbols, longest->str);
}

void
sd_text_program_add_form (SdTextProgram  *self,
                          guint           node,
                          SdTextProgram **forms,
                          guint           n)
{
  SdTextStep *step = add_step (self, SD_STEP_FORM);
  guint bytes = 0, characters = 0;

  step->node = node;
  step->forms = forms;
  step->n = n;
  note_node (self, node);
  for (guint i = 0; i < n; i++)
    {
      bytes = MAX (bytes, forms[i]->max_length);
      characters = MAX (characters, forms[i]->max_characters);
      note_nodes (self, forms[i]);
    }
  merge_symbols (self, forms, n);
  self->simple = FALSE;
  add_length (self, bytes, characters);
}

void
sd_text_program_add_list (SdTextProgram *self,
                          SdTextList    *list,
                          gboolean       capital)
{
  const gboolean any = list->uniform && list->first_rows == NULL && list->entries != NULL;
  SdTextStep *step = add_step (self, any ? SD_STEP_ANY : SD_STEP_LIST);
  guint bytes = 0, characters = 0;

  step->list = list;
  step->capital = capital;
  if (list->first_rows != NULL)
    note_node (self, list->parent);
  if (list->entries != NULL)
    {
      bytes = list->entries->max_length;
      characters = list->entries->max_characters;
    }
  for (guint i = 0; list->forms != NULL && i < list->n; i++)
    {
      bytes = MAX (bytes, list->forms[i]->max_length);
      characters = MAX (characters, list->forms[i]->max_characters);
      note_nodes (self, list->forms[i]);
    }
  self->simple = FALSE;
  add_length (self, bytes, characters);
}

/* Codes are texts known beforehand, whatever else a node gives is not. */
void
sd_text_program_add_node (SdTextProgram      *self,
                          const SdNode       *node,
                          const char * const *transforms)
{
  SdTextStep *step;

  if (node->kind == SD_VECTOR_CODE)
    {
      sd_text_program_add_code (self, node->index, node->dictionary->entries,
                                node->dictionary->n, transforms, "");
      return;
    }

  step = add_step (self, node->kind == SD_VECTOR_TEXT ? SD_STEP_TEXT : SD_STEP_SCALAR);
  step->node = node->index;
  step->type = node->type;
  step->scale = node->scale;
  if (transforms != NULL && transforms[0] != NULL)
    step->transforms = g_strdupv ((char **) transforms);
  note_node (self, node->index);
  self->has_texts |= step->kind == SD_STEP_TEXT;
  self->unbounded |= step->kind == SD_STEP_TEXT
                     && (step->transforms != NULL || node->max_length == 0);
  self->simple = FALSE;
  add_length (self, step->kind == SD_STEP_SCALAR ? SD_FORMAT_MAX : 0,
              step->kind == SD_STEP_SCALAR ? SD_FORMAT_MAX : node->max_length);
}

/**
 * sd_text_program_seal:
 * @self: a program
 * @order: how its symbols go from row to row
 * @key: of what is drawn
 *
 * Ends the making of @self.
 */
void
sd_text_program_seal (SdTextProgram  *self,
                      SdSymbolsOrder  order,
                      SdKey           key)
{
  sd_symbols_init (&self->drawn, self->symbols->str, self->symbols->len,
                   self->numbered_symbols, order, key);
  self->list_key = sd_key_derive (key, 0);
}
