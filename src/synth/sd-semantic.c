/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The generator "semantic": turns the template of a semantic type into nodes
 * over atoms. A single field is a node that shows it; anything else is a text
 * program.
 */

#define G_LOG_DOMAIN "sd-semantic"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "sd-atom-birth-private.h"
#include "sd-atom-given-private.h"
#include "sd-generator-info.h"
#include "sd-template-private.h"
#include "sd-text-node-private.h"
#include "sd-vocabulary-private.h"

#define FORM_FIELD  "form"
#define ASCII_FIELD "ascii"
#define DEPTH_MAX   16

typedef struct
{
  const SdColumnContext *context;
  const SdSemanticType  *type;
  SdVocabulary           vocabulary;
  const char           **values;    /* templates, one or one for each locale of a mix */
  guint                  group;
  gboolean               unique;
  GPtrArray             *parts;     /* of SdPart, of the first template */
  SdTextProgram         *program;   /* the outermost */
  GHashTable            *lists;     /* "atom.field|transforms|suffix" → SdTextList */
} Semantic;

static SdTextProgram *build_program (Semantic   *self,
                                     const char *text,
                                     guint       depth);

/* Folding cannot make ASCII of every script, but the catalog can. */
static gboolean
needs_ascii (const SdPart *part)
{
  static const char * const folding[] = { "fold", "identifier", "slug", NULL };

  return part->transforms[0] != NULL && g_strv_contains (folding, part->transforms[0]);
}

/* The catalog is part of the program, and the tests build every type. */
static const SdAtom *
find_atom (Semantic     *self,
           const SdPart *part,
           guint        *field)
{
  g_auto (GStrv) names = g_strsplit (part->text, ".", 2);
  const SdAtom *atom = sd_vocabulary_get_atom (&self->vocabulary, names[0]);
  int position = atom == NULL ? -1
                 : names[1] == NULL ? 0 : sd_atom_find_field (atom, names[1]);

  if (position < 0)
    g_error ("The catalog’s “%s” refers to “%s”, which does not exist",
             self->type->nick, part->text);

  if (names[1] == NULL && needs_ascii (part))
    position = MAX (sd_atom_find_field (atom, ASCII_FIELD), 0);
  *field = (guint) position;
  return atom;
}

static SdNode *
get_atom_node (Semantic     *self,
               const SdAtom *atom)
{
  return sd_atom_node_get (self->context, atom, self->type->role, self->group);
}

static SdTextProgram **
build_forms (Semantic     *self,
             const SdAtom *atom,
             guint         field,
             guint         depth)
{
  SdTextProgram **forms = g_new (SdTextProgram *, atom->n_rows);

  for (guint row = 0; row < atom->n_rows; row++)
    forms[row] = build_program (self, atom->columns[field][row].data, depth + 1);
  return forms;
}

static SdText *
get_texts (const SdAtom *atom,
           guint         field)
{
  SdText *texts = g_new (SdText, atom->n_rows);

  for (guint row = 0; row < atom->n_rows; row++)
    texts[row] = (SdText) { atom->columns[field][row].data, atom->columns[field][row].length };
  return texts;
}

/* As the catalog works out the thresholds of rows without weights. */
static gboolean
is_uniform (const SdAtom *atom)
{
  const guint n_groups = atom->by != NULL ? atom->by->n_rows : 1;

  for (guint i = 0; i < n_groups; i++)
    {
      const guint first = atom->by != NULL ? atom->first_rows[i] : 0;
      const guint n = (atom->by != NULL ? atom->first_rows[i + 1] : atom->n_rows) - first;

      for (guint row = 0; row < n; row++)
        {
          const unsigned __int128 scaled = (unsigned __int128) (row + 1) << 64;

          if (atom->thresholds[first + row] != (guint64) (scaled / n - 1))
            return FALSE;
        }
    }
  return TRUE;
}

static SdTextList *
make_list (Semantic           *self,
           const SdAtom       *atom,
           guint               field,
           const char * const *transforms,
           const char         *suffix,
           guint               depth)
{
  SdTextList *list = g_new0 (SdTextList, 1);

  list->n = atom->n_rows;
  list->thresholds = atom->thresholds;
  list->uniform = is_uniform (atom);
  if (atom->by != NULL)
    {
      if (atom->by->local)
        g_error ("The catalog’s “%s” depends on “%s”, which is drawn anew at every mention",
                 atom->name, atom->by->name);
      list->first_rows = atom->first_rows;
      list->parent = get_atom_node (self, atom->by)->index;
    }
  if (g_str_equal (atom->fields[field], FORM_FIELD))
    list->forms = build_forms (self, atom, field, depth);
  else
    {
      g_autofree SdText *texts = get_texts (atom, field);

      list->entries = sd_text_entries_new (texts, atom->n_rows, transforms, suffix);
    }
  return list;
}

/* A list is made once for each @suffix, however many forms mention it. The first
 * letter of a form can be made a capital, and nothing else. */
static void
add_list (Semantic      *self,
          SdTextProgram *program,
          const SdPart  *part,
          const SdAtom  *atom,
          guint          field,
          const char    *suffix,
          guint          depth)
{
  const gboolean form = g_str_equal (atom->fields[field], FORM_FIELD);
  g_autofree char *transforms = form ? g_strdup ("") : g_strjoinv ("|", part->transforms);
  char *key = g_strconcat (part->text, "|", transforms, "|", suffix, NULL);
  SdTextList *list = g_hash_table_lookup (self->lists, key);

  if (list == NULL)
    {
      list = make_list (self, atom, field, (const char * const *) part->transforms, suffix, depth);
      g_ptr_array_add (self->program->lists, list);
      g_hash_table_insert (self->lists, g_strdup (key), list);
    }
  g_free (key);
  sd_text_program_add_list (program, list, form && part->transforms[0] != NULL);
}

/* FALSE when @suffix, the literal that follows, is still to be added. */
static gboolean
add_atom (Semantic      *self,
          SdTextProgram *program,
          const SdPart  *part,
          const char    *suffix,
          guint          depth)
{
  guint field;
  const SdAtom *atom = find_atom (self, part, &field);
  const gboolean form = g_str_equal (atom->fields[field], FORM_FIELD);
  g_autofree SdText *texts = NULL;
  SdNode *node;

  if (atom->local)
    {
      add_list (self, program, part, atom, field, form ? "" : suffix, depth);
      return !form;
    }

  node = get_atom_node (self, atom);
  if (form)
    {
      sd_text_program_add_form (program, node->index, build_forms (self, atom, field, depth),
                                atom->n_rows);
      return FALSE;
    }

  texts = get_texts (atom, field);
  sd_text_program_add_code (program, node->index, texts, atom->n_rows,
                            (const char * const *) part->transforms, suffix);
  return TRUE;
}

static gboolean
add_reference (Semantic      *self,
               SdTextProgram *program,
               const SdPart  *part,
               const char    *suffix,
               guint          depth)
{
  if (g_str_equal (part->text, "n"))
    sd_text_program_add_number (program, "", "");
  else if (sd_check_digits_get (part->text) != NULL)
    sd_text_program_add_check (program, sd_check_digits_get (part->text));
  else
    return add_atom (self, program, part, suffix, depth);

  return FALSE;
}

/* A literal behind a vocabulary becomes part of its texts: a step less in every
 * row. */
static void
add_parts (Semantic      *self,
           SdTextProgram *program,
           GPtrArray     *parts,
           guint          depth)
{
  for (guint i = 0; i < parts->len; i++)
    {
      const SdPart *part = g_ptr_array_index (parts, i);
      const SdPart *next = i + 1 < parts->len ? g_ptr_array_index (parts, i + 1) : NULL;
      const gboolean has_suffix = next != NULL && next->kind == SD_PART_LITERAL;

      switch (part->kind)
        {
        case SD_PART_LITERAL:
          sd_text_program_add_literal (program, part->text);
          break;
        case SD_PART_SYMBOLS:
          sd_text_program_add_symbols (program, part->text);
          break;
        case SD_PART_REFERENCE:
        default:
          if (add_reference (self, program, part, has_suffix ? next->text : "", depth)
              && has_suffix)
            i++;
          break;
        }
    }
}

static GPtrArray *
parse (Semantic   *self,
       const char *text)
{
  g_autofree char *problem = NULL;
  GPtrArray *parts = sd_template_parse (text, SD_TEMPLATE_CATALOG, &problem);

  if (parts == NULL)
    g_error ("The catalog’s “%s” has the template “%s”: %s", self->type->nick, text, problem);
  return parts;
}

static SdTextProgram *
build_program (Semantic   *self,
               const char *text,
               guint       depth)
{
  SdTextProgram *program = sd_text_program_new ();
  g_autoptr (GPtrArray) parts = parse (self, text);

  if (depth > DEPTH_MAX)
    g_error ("The catalog’s “%s” nests templates too deeply: “%s”", self->type->nick, text);
  add_parts (self, program, parts, depth);
  return program;
}

/* A number after a text that may end in one would be read as part of it. */
static void
add_default_number (SdTextProgram *program)
{
  const SdTextStep *last = &g_array_index (program->steps, SdTextStep, program->steps->len - 1);
  gboolean ends_in_digit = last->entries == NULL;

  for (guint i = 0; !ends_in_digit && i < last->entries->n; i++)
    {
      const SdText *entry = &last->entries->entries[i];

      ends_in_digit = entry->length == 0 || g_ascii_isdigit (entry->data[entry->length - 1]);
    }
  sd_text_program_add_number (program, ends_in_digit ? " (" : " ", ends_in_digit ? ")" : "");
}

static SdKey
make_key (const SdColumnContext *context,
          SdLane                 lane)
{
  return sd_key (context->seed, sd_table_get_id (context->table),
                 sd_column_get_id (context->column), lane, 0);
}

/* More than one text in a hundred equal to an earlier one shows (ENGINE.md §14). */
static void
warn_of_repeats (Semantic *self)
{
  const SdColumnContext *context = self->context;
  const double capacity = self->type->capacity;

  if (capacity <= 0 || (double) context->n_rows <= 0.02 * capacity)
    return;
  sd_context_report (context, SD_SEVERITY_WARNING, "semantic-repeats",
                     _("In so many rows more than one in a hundred texts will be equal to an "
                       "earlier one."));
}

/* Whether the locales of a mix write the type in different ways. */
static gboolean
is_written_apart (Semantic *self)
{
  return self->values[1] != NULL;
}

/* A form for each locale, chosen by the row's. */
static void
add_locales (Semantic      *self,
             SdTextProgram *program,
             gboolean       numbered)
{
  const SdAtom *locales = sd_locale_mix_get_locales (self->vocabulary.mix);
  SdTextProgram **forms = g_new (SdTextProgram *, locales->n_rows);

  for (guint i = 0; i < locales->n_rows; i++)
    {
      forms[i] = build_program (self, self->values[i], 1);
      if (numbered && !forms[i]->has_number)
        add_default_number (forms[i]);
    }
  sd_text_program_add_form (program, get_atom_node (self, locales)->index, forms,
                            locales->n_rows);
  program->has_number = numbered;
}

static SdNode *
make_text (Semantic *self)
{
  const SdColumnContext *context = self->context;
  const SdKey key = make_key (context, SD_LANE_DETAIL);
  SdTextProgram *program = sd_text_program_new ();
  gboolean numbered = self->unique || self->type->unique;

  self->program = program;
  self->lists = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (is_written_apart (self))
    add_locales (self, program, numbered);
  else
    add_parts (self, program, self->parts, 0);
  g_hash_table_unref (self->lists);

  /* Codes that can all differ do, without a number. */
  sd_text_program_seal (program, numbered ? SD_SYMBOLS_SHUFFLED : SD_SYMBOLS_DRAWN, key);
  if (program->symbols->len > 0 && program->drawn.capacity >= context->n_rows)
    numbered = FALSE;
  if (!numbered)
    {
      warn_of_repeats (self);
      return sd_text_node_new (program);
    }

  if (!program->has_number)
    add_default_number (program);
  return sd_text_node_new_numbered (program, context->n_rows, make_key (context, SD_LANE_KEY));
}

static SdNode *
fail_too_few (Semantic *self,
              guint     n_distinct)
{
  const SdColumnContext *context = self->context;
  const guint id = sd_column_get_id (context->column);
  SdFinding *finding = sd_context_report (context, SD_SEVERITY_ERROR, "semantic-too-few",
                                          _("%" G_GUINT64_FORMAT " different values are wanted, "
                                            "but there are only %u of “%s”."), context->n_rows,
                                          n_distinct, self->type->title);

  if (sd_column_get_unique (context->column))
    sd_finding_add_fix (finding, id, "unique", json_node_init_boolean (json_node_alloc (), FALSE),
                        _("Let values repeat"));
  sd_finding_add_fix (finding, sd_table_get_id (context->table), "rows",
                      json_node_init_int (json_node_alloc (), n_distinct),
                      _("Make %u rows"), n_distinct);
  return NULL;
}

/* A single field, which several columns may show in several ways. */
static SdNode *
make_field (Semantic     *self,
            const SdAtom *atom,
            guint         field)
{
  SdNode *atom_node = get_atom_node (self, atom);

  if (!self->unique || sd_atom_node_is_distinct (atom_node, field, self->context->n_rows))
    return sd_atom_field_node_new (atom_node, atom, field);
  if (self->context->n_rows > sd_atom_count_distinct (atom, field))
    return fail_too_few (self, sd_atom_count_distinct (atom, field));

  /* Another column has already decided how rows differ. */
  return make_text (self);
}

static const SdPart *
get_part (Semantic *self,
          guint     index)
{
  return g_ptr_array_index (self->parts, index);
}

/* Whether the value is one field as it is. */
static gboolean
is_field (Semantic      *self,
          const SdAtom **atom,
          guint         *field)
{
  const SdPart *part = get_part (self, 0);

  if (is_written_apart (self) || self->parts->len != 1 || part->kind != SD_PART_REFERENCE
      || part->transforms[0] != NULL)
    return FALSE;
  *atom = find_atom (self, part, field);
  return !(*atom)->local && !g_str_equal ((*atom)->fields[*field], FORM_FIELD);
}

static gboolean
is_range (Semantic *self)
{
  return !is_written_apart (self) && self->parts->len == 3
         && get_part (self, 0)->kind == SD_PART_REFERENCE
         && get_part (self, 1)->kind == SD_PART_LITERAL
         && g_str_equal (get_part (self, 1)->text, "..")
         && get_part (self, 2)->kind == SD_PART_REFERENCE;
}

static SdNode *
make_range (Semantic *self,
            SdType    type,
            guint     scale)
{
  const SdAtom *atom, *other;
  SdNode *node;
  guint low, high;

  atom = find_atom (self, get_part (self, 0), &low);
  other = find_atom (self, get_part (self, 2), &high);
  node = atom != other ? NULL
         : sd_atom_range_node_new (self->context, get_atom_node (self, atom), atom, low, high,
                                   type, scale, self->type);
  if (node == NULL)
    g_error ("The catalog’s “%s” is no range of numbers", self->type->nick);
  return node;
}

/* A number that is wanted as text: the number is a node of its own. */
static SdNode *
make_range_text (Semantic *self)
{
  SdTextProgram *program = sd_text_program_new ();
  SdType type = SD_TYPE_INTEGER;
  SdNode *number;

  sd_type_from_nick (self->type->type, &type);
  number = make_range (self, type, self->type->scale);
  sd_compiler_add_node (self->context->compiler, self->context->table_index, number);
  sd_text_program_add_node (program, number, NULL);
  sd_text_program_seal (program, SD_SYMBOLS_DRAWN, make_key (self->context, SD_LANE_DETAIL));
  return sd_text_node_new (program);
}

static SdNode *
fail_needs_text (Semantic *self)
{
  const SdColumnContext *context = self->context;
  const guint id = sd_column_get_id (context->column);
  const SdType type = sd_column_get_column_type (context->column);
  SdFinding *finding = sd_context_report (context, SD_SEVERITY_ERROR, "semantic-needs-text",
                                          _("“%s” is text and cannot be of the type “%s”."),
                                          self->type->title, sd_type_get_title (type));

  sd_finding_add_fix (finding, id, "type",
                      json_node_init_string (json_node_alloc (), sd_type_to_nick (SD_TYPE_TEXT)),
                      _("Make it text"));
  return NULL;
}

static SdNode *
make_number (Semantic *self)
{
  const SdType type = sd_column_get_column_type (self->context->column);
  const guint scale = type == SD_TYPE_DECIMAL ? sd_column_get_scale (self->context->column)
                      : type == SD_TYPE_REAL ? MAX (self->type->scale, 2) : 0;
  const SdAtom *atom;
  SdNode *node = NULL;
  guint field;

  if (is_range (self))
    return make_range (self, type, scale);
  if (is_field (self, &atom, &field))
    node = sd_atom_number_node_new (get_atom_node (self, atom), atom, field, type,
                                    type == SD_TYPE_REAL ? 0 : scale);
  return node != NULL ? node : fail_needs_text (self);
}

static SdNode *
make_node (Semantic *self)
{
  const SdAtom *atom;
  guint field;

  switch (sd_column_get_column_type (self->context->column))
    {
    case SD_TYPE_TEXT:
      if (is_range (self))
        return make_range_text (self);
      if (is_field (self, &atom, &field))
        return make_field (self, atom, field);
      return make_text (self);

    case SD_TYPE_INTEGER:
    case SD_TYPE_DECIMAL:
    case SD_TYPE_REAL:
      return make_number (self);

    case SD_TYPE_BOOLEAN:
    case SD_TYPE_DATE:
    case SD_TYPE_TIME:
    case SD_TYPE_TIMESTAMP:
    case SD_TYPE_UUID:
    case SD_N_TYPES:
    default:
      return fail_needs_text (self);
    }
}

static SdNode *
fail_unknown (const SdColumnContext *context,
              const char            *nick)
{
  const guint id = sd_column_get_id (context->column);
  const char *suggestion = sd_catalog_suggest_semantic (nick);
  SdFinding *finding = sd_context_report (context, SD_SEVERITY_ERROR, "semantic-unknown",
                                          _("There is no meaning “%s”."), nick);

  if (suggestion != NULL)
    sd_finding_add_fix (finding, id, "parameters.semantic",
                        json_node_init_string (json_node_alloc (), suggestion),
                        _("Use “%s”"), suggestion);
  return NULL;
}

/* Says when the column that is given tells nothing. */
static void
check_given (const SdColumnContext *context)
{
  const guint id = sd_column_get_id (context->column);
  const char *reference = sd_parameter_get_text (sd_column_get_parameters (context->column),
                                                 "given", "");
  SdColumn *given = sd_table_find_column (context->table, reference);
  const SdAtom *atom;
  SdFinding *finding;

  if (reference[0] == '\0'
      || (given != NULL && g_str_equal (sd_column_get_generator (given), "semantic"))
      || sd_atom_given_find (context, context->column).atom != NULL
      || sd_atom_birth_find (context, context->column, &atom) != NULL)
    return;

  finding = sd_context_report (context, SD_SEVERITY_WARNING, "given-no-match",
                               _("The values of “%s” say nothing about this column."), reference);
  sd_finding_add_fix (finding, id, "parameters.given", NULL, _("Let it be free"));
}

/**
 * sd_semantic_compile:
 *
 * Parameters: "semantic", a nick of the catalog; "group", from 1: which person,
 * place … of the row, where a table has several; "given", a column of the table
 * or of a parent whose values this one, and all of its group, agree with, or dates
 * of birth; "locale", of this column alone; "locales" and "locale_weights", of
 * which each row of the group has one.
 *
 * Returns: (transfer full) (nullable): the node; %NULL with findings
 */
SdNode *
sd_semantic_compile (const SdColumnContext *context)
{
  JsonObject *parameters = sd_column_get_parameters (context->column);
  const char *nick = sd_parameter_get_text (parameters, "semantic", "");
  Semantic self = {
    .context = context,
    .vocabulary = sd_vocabulary_get (context, context->column),
    .group = (guint) CLAMP (sd_parameter_get_integer (parameters, "group", 1), 1, G_MAXUINT16),
    .unique = sd_semantic_is_unique (context->table, context->column),
  };
  SdNode *node;

  sd_vocabulary_check (context);
  self.type = sd_vocabulary_get_semantic (&self.vocabulary, nick);
  if (self.type == NULL)
    return fail_unknown (context, nick);

  check_given (context);
  self.values = sd_vocabulary_list_values (context, context->column);
  self.parts = parse (&self, self.values[0]);
  node = make_node (&self);
  g_ptr_array_unref (self.parts);
  g_free (self.values);
  return node;
}
