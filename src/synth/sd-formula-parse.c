/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* The grammar of formulas: a subset of SQL's expressions, read by operator
 * precedence (V. R. Pratt, "Top Down Operator Precedence", 1973). From loose to
 * tight: OR, AND, NOT, comparisons with IS, BETWEEN, IN and LIKE, ||, + and -,
 * * / %, signs.
 */

#define G_LOG_DOMAIN "sd-formula"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sd-calendar.h"
#include "sd-formula-parse-private.h"
#include "sd-formula-token-private.h"

enum
{
  BIND_NOTHING,
  BIND_OR,
  BIND_AND,
  BIND_NOT,
  BIND_COMPARISON,
  BIND_CONCAT,
  BIND_SUM,
  BIND_PRODUCT,
  BIND_SIGN,
};

typedef struct
{
  SdLexer    lexer;
  SdFormula *formula;
  guint      depth;
} Parser;

typedef struct
{
  SdTokenKind       token;
  SdFormulaOperator operator;
  guint             binding;
} Infix;

static const Infix infixes[] = {
  { SD_TOKEN_PLUS, SD_FORMULA_ADD, BIND_SUM },
  { SD_TOKEN_MINUS, SD_FORMULA_SUBTRACT, BIND_SUM },
  { SD_TOKEN_STAR, SD_FORMULA_MULTIPLY, BIND_PRODUCT },
  { SD_TOKEN_SLASH, SD_FORMULA_DIVIDE, BIND_PRODUCT },
  { SD_TOKEN_PERCENT, SD_FORMULA_REMAINDER, BIND_PRODUCT },
  { SD_TOKEN_CONCAT, SD_FORMULA_CONCAT, BIND_CONCAT },
  { SD_TOKEN_EQUAL, SD_FORMULA_EQUAL, BIND_COMPARISON },
  { SD_TOKEN_UNEQUAL, SD_FORMULA_UNEQUAL, BIND_COMPARISON },
  { SD_TOKEN_LESS, SD_FORMULA_LESS, BIND_COMPARISON },
  { SD_TOKEN_LESS_EQUAL, SD_FORMULA_LESS_EQUAL, BIND_COMPARISON },
  { SD_TOKEN_GREATER, SD_FORMULA_GREATER, BIND_COMPARISON },
  { SD_TOKEN_GREATER_EQUAL, SD_FORMULA_GREATER_EQUAL, BIND_COMPARISON },
};

/* Words that cannot be names unless they are quoted. */
static const char * const reserved[] = {
  "AND", "AS", "BETWEEN", "CASE", "ELSE", "END", "IN", "IS", "LIKE", "NOT", "OR", "THEN", "WHEN",
};

typedef struct
{
  const char *word;
  SdValueKind kind;
} TypeWord;

static const TypeWord type_words[] = {
  { "INTEGER", SD_VALUE_INTEGER }, { "INT", SD_VALUE_INTEGER }, { "BIGINT", SD_VALUE_INTEGER },
  { "SMALLINT", SD_VALUE_INTEGER }, { "SIGNED", SD_VALUE_INTEGER },
  { "DECIMAL", SD_VALUE_DECIMAL }, { "NUMERIC", SD_VALUE_DECIMAL }, { "DEC", SD_VALUE_DECIMAL },
  { "REAL", SD_VALUE_REAL }, { "FLOAT", SD_VALUE_REAL }, { "DOUBLE", SD_VALUE_REAL },
  { "TEXT", SD_VALUE_TEXT }, { "VARCHAR", SD_VALUE_TEXT }, { "CHAR", SD_VALUE_TEXT },
  { "BOOLEAN", SD_VALUE_BOOLEAN }, { "BOOL", SD_VALUE_BOOLEAN },
  { "DATE", SD_VALUE_DATE }, { "TIME", SD_VALUE_TIME },
  { "TIMESTAMP", SD_VALUE_TIMESTAMP }, { "DATETIME", SD_VALUE_TIMESTAMP },
};

static SdFormulaNode *parse_expression (Parser  *self,
                                        guint    binding,
                                        GError **error);

G_DEFINE_QUARK (sd-formula-error-quark, sd_formula_error)

static void
node_free (gpointer data)
{
  SdFormulaNode *node = data;

  g_free (node->args);
  g_free (node->text);
  g_free (node->qualifier);
  g_free (node->name);
  g_free (node);
}

void
sd_formula_free (SdFormula *self)
{
  g_free (self->text);
  g_ptr_array_unref (self->nodes);
  g_free (self);
}

static SdFormulaNode *
fail_here (Parser     *self,
           GError    **error,
           const char *message)
{
  sd_lexer_fail (&self->lexer, self->lexer.token.start, error, "%s", message);
  return NULL;
}

/* A node of the formula; NULL with @error when there are too many. */
static SdFormulaNode *
node_new (Parser            *self,
          SdFormulaOperator  operator,
          guint              start,
          GError           **error)
{
  SdFormulaNode *node;

  if (self->formula->nodes->len == SD_FORMULA_MAX_NODES)
    {
      g_set_error (error, SD_FORMULA_ERROR, SD_FORMULA_ERROR_TOO_LARGE,
                   _("The formula has more than %d parts; split it over several columns."),
                   SD_FORMULA_MAX_NODES);
      return NULL;
    }
  node = g_new0 (SdFormulaNode, 1);
  node->operator = operator;
  node->start = start;
  node->end = self->lexer.token.end;
  g_ptr_array_add (self->formula->nodes, node);
  return node;
}

static void
node_add (SdFormulaNode *self,
          SdFormulaNode *arg)
{
  self->args = g_renew (SdFormulaNode *, self->args, self->n_args + 1);
  self->args[self->n_args++] = arg;
  self->end = MAX (self->end, arg->end);
}

static gboolean
accept (Parser      *self,
        SdTokenKind  kind,
        gboolean    *found,
        GError     **error)
{
  *found = self->lexer.token.kind == kind;
  return !*found || sd_lexer_advance (&self->lexer, error);
}

static gboolean
accept_word (Parser      *self,
             const char  *word,
             gboolean    *found,
             GError     **error)
{
  *found = sd_lexer_is_word (&self->lexer, word);
  return !*found || sd_lexer_advance (&self->lexer, error);
}

static gboolean
expect_word (Parser      *self,
             const char  *word,
             GError     **error)
{
  gboolean found;

  if (!accept_word (self, word, &found, error))
    return FALSE;
  if (!found)
    return sd_lexer_fail (&self->lexer, self->lexer.token.start, error,
                          _("%s is missing here."), word);
  return TRUE;
}

/* The closing bracket, at which @node ends. */
static SdFormulaNode *
close_bracket (Parser         *self,
               SdFormulaNode  *node,
               GError        **error)
{
  if (self->lexer.token.kind != SD_TOKEN_RIGHT)
    return fail_here (self, error, _("A closing bracket is missing here."));
  node->end = self->lexer.token.end;
  return sd_lexer_advance (&self->lexer, error) ? node : NULL;
}

/* Parses an expression and makes it the next argument of @node. */
static gboolean
parse_into (Parser         *self,
            SdFormulaNode  *node,
            guint           binding,
            GError        **error)
{
  SdFormulaNode *arg = parse_expression (self, binding, error);

  if (arg == NULL)
    return FALSE;
  node_add (node, arg);
  return TRUE;
}

/* Digits with at most nine after the point are exact, all other numbers reals. */
static SdFormulaNode *
parse_number (Parser  *self,
              GError **error)
{
  const SdToken *token = &self->lexer.token;
  g_autofree char *text = sd_lexer_dup_value (&self->lexer);
  const char *point = strchr (text, '.');
  gboolean exact = strpbrk (text, "eE") == NULL;
  guint scale = point != NULL ? strlen (point + 1) : 0;
  SdFormulaNode *node = node_new (self, SD_FORMULA_LITERAL, token->start, error);

  if (node == NULL)
    return NULL;
  for (const char *c = text; *c != '\0' && exact && scale <= 9; c++)
    if (*c != '.')
      exact = !__builtin_mul_overflow (node->number, (gint64) 10, &node->number)
              && !__builtin_add_overflow (node->number, (gint64) (*c - '0'), &node->number);
  exact = exact && scale <= 9;
  if (!exact && point == NULL && strpbrk (text, "eE") == NULL)
    return fail_here (self, error,
                      _("This number is too large; whole numbers have up to 18 digits."));
  node->kind = !exact ? SD_VALUE_REAL : point != NULL ? SD_VALUE_DECIMAL : SD_VALUE_INTEGER;
  node->scale = exact ? scale : 0;
  node->real = g_ascii_strtod (text, NULL);
  if (!(node->real <= G_MAXDOUBLE))
    return fail_here (self, error, _("This number is too large."));
  return sd_lexer_advance (&self->lexer, error) ? node : NULL;
}

/* The quoted text under the eye, as @kind: DATE '2024-01-01' and the like. */
static SdFormulaNode *
parse_text (Parser       *self,
            SdValueKind   kind,
            guint         start,
            GError      **error)
{
  SdFormulaNode *node = node_new (self, SD_FORMULA_LITERAL, start, error);

  if (node == NULL)
    return NULL;
  node->kind = kind;
  node->text = sd_lexer_dup_value (&self->lexer);
  if (kind == SD_VALUE_DATE && !sd_date_parse (node->text, &node->number))
    return fail_here (self, error, _("This is no date; write a day like '2024-12-31'."));
  if (kind == SD_VALUE_TIME && !sd_time_parse (node->text, &node->number))
    return fail_here (self, error, _("This is no time; write it like '18:30' or '18:30:00'."));
  if (kind == SD_VALUE_TIMESTAMP && !sd_timestamp_parse (node->text, &node->number)
      && !sd_date_parse (node->text, &node->number))
    return fail_here (self, error,
                      _("This is no date with time; write it like '2024-12-31 18:30:00'."));
  if (kind == SD_VALUE_TIMESTAMP && strlen (node->text) <= strlen ("9999-12-31"))
    node->number *= SD_USEC_PER_DAY;
  return sd_lexer_advance (&self->lexer, error) ? node : NULL;
}

/* (10, 2) after a type. */
static gboolean
parse_size (Parser         *self,
            SdFormulaNode  *node,
            GError        **error)
{
  guint sizes[2] = { 0, 0 };
  guint n = 0;
  gboolean more;

  if (!accept (self, SD_TOKEN_LEFT, &more, error))
    return FALSE;
  while (more && n < G_N_ELEMENTS (sizes))
    {
      SdFormulaNode *size;

      if (self->lexer.token.kind != SD_TOKEN_NUMBER)
        return sd_lexer_fail (&self->lexer, self->lexer.token.start, error,
                              _("A whole number is missing here."));
      size = parse_number (self, error);
      if (size == NULL)
        return FALSE;
      if (size->kind != SD_VALUE_INTEGER || size->number > G_MAXINT16)
        return sd_lexer_fail (&self->lexer, size->start, error, _("This is no size of a type."));
      sizes[n++] = size->number;
      if (!accept (self, SD_TOKEN_COMMA, &more, error))
        return FALSE;
    }
  if (n > 0 && close_bracket (self, node, error) == NULL)
    return FALSE;
  if (node->kind == SD_VALUE_DECIMAL
      && (sizes[0] > 18 || sizes[1] > 9 || (n > 0 && sizes[1] > sizes[0])))
    {
      fail_here (self, error,
                 _("A decimal number has up to 18 digits, 9 of them after the point."));
      return FALSE;
    }
  node->number = n > 0 ? sizes[0] : 0;
  node->scale = node->kind == SD_VALUE_DECIMAL ? sizes[1] : 0;
  return TRUE;
}

static gboolean
parse_type (Parser         *self,
            SdFormulaNode  *node,
            GError        **error)
{
  gboolean found = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (type_words) && !found; i++)
    if (sd_lexer_is_word (&self->lexer, type_words[i].word))
      {
        node->kind = type_words[i].kind;
        found = TRUE;
      }
  if (!found)
    return sd_lexer_fail (&self->lexer, self->lexer.token.start, error,
                          _("A type is missing here: INTEGER, DECIMAL (10, 2), REAL, TEXT, "
                            "BOOLEAN, DATE, TIME or TIMESTAMP."));
  return sd_lexer_advance (&self->lexer, error)
         && accept_word (self, "PRECISION", &found, error)
         && parse_size (self, node, error);
}

/* CAST (x AS type), the bracket already open. */
static SdFormulaNode *
parse_cast (Parser         *self,
            SdFormulaNode  *node,
            GError        **error)
{
  node->operator = SD_FORMULA_CAST;
  if (!parse_into (self, node, BIND_NOTHING, error)
      || !expect_word (self, "AS", error)
      || !parse_type (self, node, error))
    return NULL;
  return close_bracket (self, node, error);
}

/* EXTRACT (YEAR FROM x) is YEAR (x). */
static SdFormulaNode *
parse_extract (Parser         *self,
               SdFormulaNode  *node,
               GError        **error)
{
  g_autofree char *field = NULL;

  if (self->lexer.token.kind != SD_TOKEN_WORD)
    return fail_here (self, error,
                      _("The part wanted is missing here, as in EXTRACT (YEAR FROM day)."));
  field = sd_lexer_dup_value (&self->lexer);
  g_free (node->name);
  node->name = g_ascii_strup (strcmp (field, "isodow") == 0 ? "weekday" : field, -1);
  if (!sd_lexer_advance (&self->lexer, error)
      || !expect_word (self, "FROM", error)
      || !parse_into (self, node, BIND_NOTHING, error))
    return NULL;
  return close_bracket (self, node, error);
}

/* One argument; "*" alone stands for all columns of a table. */
static gboolean
parse_argument (Parser         *self,
                SdFormulaNode  *node,
                GError        **error)
{
  SdFormulaNode *all;

  if (self->lexer.token.kind != SD_TOKEN_STAR)
    return parse_into (self, node, BIND_NOTHING, error);
  all = node_new (self, SD_FORMULA_NAME, self->lexer.token.start, error);
  if (all == NULL)
    return FALSE;
  all->name = g_strdup ("*");
  node_add (node, all);
  return sd_lexer_advance (&self->lexer, error);
}

/* The arguments after an opening bracket; SUBSTRING takes FROM and FOR too. */
static SdFormulaNode *
parse_call (Parser         *self,
            SdFormulaNode  *node,
            GError        **error)
{
  gboolean substring = strcmp (node->name, "SUBSTRING") == 0;
  gboolean more;

  if (!sd_lexer_advance (&self->lexer, error))
    return NULL;
  if (strcmp (node->name, "CAST") == 0)
    return parse_cast (self, node, error);
  if (strcmp (node->name, "EXTRACT") == 0)
    return parse_extract (self, node, error);
  if (self->lexer.token.kind == SD_TOKEN_RIGHT)
    return close_bracket (self, node, error);
  do
    {
      if (!parse_argument (self, node, error) || !accept (self, SD_TOKEN_COMMA, &more, error))
        return NULL;
      if (substring && !more && !accept_word (self, "FROM", &more, error))
        return NULL;
      if (substring && !more && !accept_word (self, "FOR", &more, error))
        return NULL;
    }
  while (more);
  return close_bracket (self, node, error);
}

/* The part after the point of qualifier.name. */
static SdFormulaNode *
parse_member (Parser         *self,
              SdFormulaNode  *node,
              GError        **error)
{
  SdTokenKind kind;

  if (!sd_lexer_advance (&self->lexer, error))
    return NULL;
  kind = self->lexer.token.kind;
  if (kind != SD_TOKEN_WORD && kind != SD_TOKEN_QUOTED && kind != SD_TOKEN_STAR)
    return fail_here (self, error, _("The name of a column is missing after the point."));
  node->qualifier = g_steal_pointer (&node->name);
  node->name = sd_lexer_dup_value (&self->lexer);
  node->end = self->lexer.token.end;
  if (!sd_lexer_advance (&self->lexer, error))
    return NULL;
  if (self->lexer.token.kind == SD_TOKEN_DOT)
    return fail_here (self, error,
                      _("A name has two parts at most: table.column, or key_column.column."));
  return node;
}

static SdFormulaNode *
parse_case (Parser  *self,
            GError **error)
{
  SdFormulaNode *node = node_new (self, SD_FORMULA_CASE, self->lexer.token.start, error);
  gboolean more;

  if (node == NULL || !sd_lexer_advance (&self->lexer, error))
    return NULL;
  node->has_operand = !sd_lexer_is_word (&self->lexer, "WHEN");
  if (node->has_operand && !parse_into (self, node, BIND_NOTHING, error))
    return NULL;
  if (!expect_word (self, "WHEN", error))
    return NULL;
  do
    {
      if (!parse_into (self, node, BIND_NOTHING, error)
          || !expect_word (self, "THEN", error)
          || !parse_into (self, node, BIND_NOTHING, error)
          || !accept_word (self, "WHEN", &more, error))
        return NULL;
    }
  while (more);
  if (!accept_word (self, "ELSE", &more, error)
      || (more && !parse_into (self, node, BIND_NOTHING, error)))
    return NULL;
  node->end = self->lexer.token.end;
  return expect_word (self, "END", error) ? node : NULL;
}

static gboolean
is_reserved (const Parser *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (reserved); i++)
    if (sd_lexer_is_word (&self->lexer, reserved[i]))
      return TRUE;
  return FALSE;
}

/* TRUE, FALSE and NULL. */
static SdFormulaNode *
parse_constant (Parser       *self,
                SdValueKind   kind,
                gint64        number,
                GError      **error)
{
  SdFormulaNode *node = node_new (self, SD_FORMULA_LITERAL, self->lexer.token.start, error);

  if (node == NULL)
    return NULL;
  node->kind = kind;
  node->number = number;
  return sd_lexer_advance (&self->lexer, error) ? node : NULL;
}

/* What a quoted text after the word is: DATE '…', TIME '…', TIMESTAMP '…'. */
static SdValueKind
literal_kind (const char *word)
{
  if (strcmp (word, "date") == 0)
    return SD_VALUE_DATE;
  if (strcmp (word, "time") == 0)
    return SD_VALUE_TIME;
  return strcmp (word, "timestamp") == 0 ? SD_VALUE_TIMESTAMP : SD_VALUE_ERROR;
}

static SdFormulaNode *
parse_name (Parser  *self,
            GError **error)
{
  gboolean quoted = self->lexer.token.kind == SD_TOKEN_QUOTED;
  guint start = self->lexer.token.start;
  SdFormulaNode *node;

  if (!quoted && is_reserved (self))
    {
      sd_lexer_fail (&self->lexer, start, error,
                     _("A value is missing before %.*s; a column of that name needs double "
                       "quotes."),
                     (int) (self->lexer.token.end - start), self->lexer.text + start);
      return NULL;
    }
  node = node_new (self, SD_FORMULA_NAME, start, error);
  if (node == NULL)
    return NULL;
  node->name = sd_lexer_dup_value (&self->lexer);
  if (!sd_lexer_advance (&self->lexer, error))
    return NULL;
  if (self->lexer.token.kind == SD_TOKEN_DOT)
    return parse_member (self, node, error);
  if (!quoted && self->lexer.token.kind == SD_TOKEN_TEXT
      && literal_kind (node->name) != SD_VALUE_ERROR)
    return parse_text (self, literal_kind (node->name), start, error);
  if (!quoted && self->lexer.token.kind == SD_TOKEN_LEFT)
    {
      char *name = g_ascii_strup (node->name, -1);

      g_free (node->name);
      node->name = name;
      node->operator = SD_FORMULA_CALL;
      return parse_call (self, node, error);
    }
  return node;
}

static SdFormulaNode *
parse_prefix (Parser             *self,
              SdFormulaOperator   operator,
              guint               binding,
              GError            **error)
{
  SdFormulaNode *node = node_new (self, operator, self->lexer.token.start, error);

  if (node == NULL
      || !sd_lexer_advance (&self->lexer, error)
      || !parse_into (self, node, binding, error))
    return NULL;
  return node;
}

static SdFormulaNode *
parse_bracket (Parser  *self,
               GError **error)
{
  guint start = self->lexer.token.start;
  SdFormulaNode *node;

  if (!sd_lexer_advance (&self->lexer, error))
    return NULL;
  node = parse_expression (self, BIND_NOTHING, error);
  if (node == NULL)
    return NULL;
  if (self->lexer.token.kind == SD_TOKEN_COMMA)
    return fail_here (self, error, _("A list stands only after IN or a function."));
  node->bracketed = TRUE;
  node->start = start;
  return close_bracket (self, node, error);
}

/* What an expression begins with. */
static SdFormulaNode *
parse_operand (Parser  *self,
               GError **error)
{
  const SdLexer *lexer = &self->lexer;

  if (lexer->token.kind == SD_TOKEN_NUMBER)
    return parse_number (self, error);
  if (lexer->token.kind == SD_TOKEN_TEXT)
    return parse_text (self, SD_VALUE_TEXT, lexer->token.start, error);
  if (lexer->token.kind == SD_TOKEN_LEFT)
    return parse_bracket (self, error);
  if (lexer->token.kind == SD_TOKEN_MINUS)
    return parse_prefix (self, SD_FORMULA_NEGATE, BIND_SIGN, error);
  if (lexer->token.kind == SD_TOKEN_PLUS)
    return sd_lexer_advance (&self->lexer, error)
           ? parse_expression (self, BIND_SIGN, error) : NULL;
  if (sd_lexer_is_word (lexer, "NOT"))
    return parse_prefix (self, SD_FORMULA_NOT, BIND_NOT, error);
  if (sd_lexer_is_word (lexer, "CASE"))
    return parse_case (self, error);
  if (sd_lexer_is_word (lexer, "NULL"))
    return parse_constant (self, SD_VALUE_NULL, 0, error);
  if (sd_lexer_is_word (lexer, "TRUE") || sd_lexer_is_word (lexer, "FALSE"))
    return parse_constant (self, SD_VALUE_BOOLEAN, sd_lexer_is_word (lexer, "TRUE"), error);
  if (lexer->token.kind == SD_TOKEN_WORD || lexer->token.kind == SD_TOKEN_QUOTED)
    return parse_name (self, error);
  if (lexer->token.kind == SD_TOKEN_END)
    return fail_here (self, error, _("The formula ends where a value is missing."));
  return fail_here (self, error, _("A value is missing here."));
}

/* IN (a, b, …), the word already read. */
static SdFormulaNode *
parse_list (Parser         *self,
            SdFormulaNode  *node,
            GError        **error)
{
  gboolean more;

  if (self->lexer.token.kind != SD_TOKEN_LEFT)
    return fail_here (self, error, _("After IN comes a list in brackets, as in IN ('a', 'b')."));
  do
    {
      if (!sd_lexer_advance (&self->lexer, error) || !parse_into (self, node, BIND_NOTHING, error))
        return NULL;
      more = self->lexer.token.kind == SD_TOKEN_COMMA;
    }
  while (more);
  return close_bracket (self, node, error);
}

static SdFormulaNode *
wrap_not (Parser         *self,
          SdFormulaNode  *node,
          GError        **error)
{
  SdFormulaNode *wrapper = node_new (self, SD_FORMULA_NOT, node->start, error);

  if (wrapper != NULL)
    {
      wrapper->end = node->end;
      node_add (wrapper, node);
    }
  return wrapper;
}

/* x [NOT] BETWEEN, IN and LIKE, and x IS [NOT] NULL. */
static SdFormulaNode *
parse_predicate (Parser         *self,
                 SdFormulaNode  *left,
                 GError        **error)
{
  SdFormulaNode *node = node_new (self, SD_FORMULA_IS_NULL, left->start, error);
  gboolean negated, is, between, in = FALSE;
  gboolean success;

  if (node == NULL
      || !accept_word (self, "IS", &is, error)
      || !accept_word (self, "NOT", &negated, error))
    return NULL;
  node_add (node, left);
  if (is)
    success = expect_word (self, "NULL", error);
  else if (!accept_word (self, "BETWEEN", &between, error)
           || (!between && !accept_word (self, "IN", &in, error)))
    return NULL;
  else if (between)
    {
      node->operator = SD_FORMULA_BETWEEN;
      success = parse_into (self, node, BIND_CONCAT, error)
                && expect_word (self, "AND", error)
                && parse_into (self, node, BIND_CONCAT, error);
    }
  else if (in)
    {
      node->operator = SD_FORMULA_IN;
      success = parse_list (self, node, error) != NULL;
    }
  else
    {
      node->operator = SD_FORMULA_LIKE;
      success = expect_word (self, "LIKE", error) && parse_into (self, node, BIND_CONCAT, error);
    }
  if (!success)
    return NULL;
  return negated ? wrap_not (self, node, error) : node;
}

static gboolean
is_comparison (const SdFormulaNode *node)
{
  return node->operator >= SD_FORMULA_EQUAL && node->operator <= SD_FORMULA_GREATER_EQUAL
         && !node->bracketed;
}

/* Which infix stands under the eye, and how tightly it binds; FALSE for none.
 * Predicates come as SD_FORMULA_IS_NULL. */
static gboolean
find_infix (const Parser      *self,
            SdFormulaOperator *operator,
            guint             *binding)
{
  const SdLexer *lexer = &self->lexer;

  for (guint i = 0; i < G_N_ELEMENTS (infixes); i++)
    if (lexer->token.kind == infixes[i].token)
      {
        *operator = infixes[i].operator;
        *binding = infixes[i].binding;
        return TRUE;
      }
  if (sd_lexer_is_word (lexer, "AND") || sd_lexer_is_word (lexer, "OR"))
    {
      *operator = sd_lexer_is_word (lexer, "AND") ? SD_FORMULA_AND : SD_FORMULA_OR;
      *binding = *operator == SD_FORMULA_AND ? BIND_AND : BIND_OR;
      return TRUE;
    }
  *operator = SD_FORMULA_IS_NULL;
  *binding = BIND_COMPARISON;
  return sd_lexer_is_word (lexer, "IS") || sd_lexer_is_word (lexer, "NOT")
         || sd_lexer_is_word (lexer, "BETWEEN") || sd_lexer_is_word (lexer, "IN")
         || sd_lexer_is_word (lexer, "LIKE");
}

static SdFormulaNode *
parse_infix (Parser             *self,
             SdFormulaNode      *left,
             SdFormulaOperator   operator,
             guint               binding,
             GError            **error)
{
  SdFormulaNode *node;

  if (operator == SD_FORMULA_IS_NULL)
    return parse_predicate (self, left, error);
  if (binding == BIND_COMPARISON && is_comparison (left))
    return fail_here (self, error,
                      _("Comparisons do not chain; join two of them with AND, or use BETWEEN."));
  node = node_new (self, operator, left->start, error);
  if (node == NULL)
    return NULL;
  node_add (node, left);
  if (!sd_lexer_advance (&self->lexer, error) || !parse_into (self, node, binding + 1, error))
    return NULL;
  return node;
}

/* An expression whose operators bind at least as tightly as @binding. */
static SdFormulaNode *
parse_expression (Parser  *self,
                  guint    binding,
                  GError **error)
{
  SdFormulaOperator operator;
  SdFormulaNode *node;
  guint found;

  if (++self->depth > SD_FORMULA_MAX_DEPTH)
    {
      g_set_error (error, SD_FORMULA_ERROR, SD_FORMULA_ERROR_TOO_LARGE,
                   _("The formula is nested more than %d levels deep."), SD_FORMULA_MAX_DEPTH);
      return NULL;
    }
  node = parse_operand (self, error);
  while (node != NULL && find_infix (self, &operator, &found) && found >= binding)
    node = parse_infix (self, node, operator, found, error);
  self->depth--;
  return node;
}

static gboolean
check_text (const char *text,
            gsize       length,
            GError    **error)
{
  if (length > SD_FORMULA_MAX_BYTES)
    g_set_error (error, SD_FORMULA_ERROR, SD_FORMULA_ERROR_TOO_LARGE,
                 _("The formula is longer than %d characters."), SD_FORMULA_MAX_BYTES);
  else if (!g_utf8_validate (text, length, NULL))
    g_set_error (error, SD_FORMULA_ERROR, SD_FORMULA_ERROR_SYNTAX,
                 _("The formula is no valid UTF-8 text."));
  else if (text[strspn (text, " \t\r\n")] == '\0')
    g_set_error (error, SD_FORMULA_ERROR, SD_FORMULA_ERROR_SYNTAX, _("The formula is empty."));
  else
    return TRUE;
  return FALSE;
}

/**
 * sd_formula_parse:
 * @text: one expression
 * @error: (out): a sentence that begins with the column ("Column 12: …") where
 *   there is one
 *
 * Returns: (transfer full) (nullable): the formula
 */
SdFormula *
sd_formula_parse (const char *text,
                  GError    **error)
{
  const gsize length = strlen (text);
  g_autoptr (SdFormula) formula = NULL;
  Parser self = { 0 };

  if (!check_text (text, length, error))
    return NULL;

  formula = g_new0 (SdFormula, 1);
  formula->text = g_strdup (text);
  formula->nodes = g_ptr_array_new_with_free_func (node_free);
  self.formula = formula;
  if (!sd_lexer_init (&self.lexer, formula->text, length, error))
    return NULL;
  formula->root = parse_expression (&self, BIND_NOTHING, error);
  if (formula->root == NULL)
    return NULL;
  if (self.lexer.token.kind != SD_TOKEN_END)
    {
      fail_here (&self, error, self.lexer.token.kind == SD_TOKEN_RIGHT
                               ? _("This bracket was never opened.")
                               : _("An operator such as + or AND is missing here."));
      return NULL;
    }
  return g_steal_pointer (&formula);
}
