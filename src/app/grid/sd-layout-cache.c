/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Two generations of layouts: what is asked for again moves into the young
 * one; when that is full, the old one goes and the young one becomes the old.
 */

#define G_LOG_DOMAIN "sd-grid"

#include "sd-layout-cache.h"

/* A screen of small cells is below 2,000. */
#define GENERATION_SIZE 4096

/* Longer texts are cut before they are laid out: nobody sees the rest. */
#define TEXT_MAX 512

struct _SdLayoutCache
{
  GtkWidget  *widget;  /* borrowed: it owns the cache */
  GHashTable *young;
  GHashTable *old;
};

typedef struct
{
  SdLayoutStyle style;
  int           width;
  char         *text;
} Key;

static guint
key_hash (gconstpointer data)
{
  const Key *key = data;

  return g_str_hash (key->text) ^ ((guint) key->width << 4) ^ (guint) key->style;
}

static gboolean
key_equal (gconstpointer a,
           gconstpointer b)
{
  const Key *key = a, *other = b;

  return key->style == other->style && key->width == other->width
         && strcmp (key->text, other->text) == 0;
}

static void
key_free (gpointer data)
{
  Key *key = data;

  g_free (key->text);
  g_free (key);
}

static GHashTable *
generation_new (void)
{
  return g_hash_table_new_full (key_hash, key_equal, key_free, g_object_unref);
}

static PangoAttrList *
style_attributes (SdLayoutStyle style)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  switch (style)
    {
    case SD_LAYOUT_NUMBER:
      pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
      break;

    case SD_LAYOUT_NULL:
      pango_attr_list_insert (attributes, pango_attr_style_new (PANGO_STYLE_ITALIC));
      pango_attr_list_insert (attributes, pango_attr_scale_new (PANGO_SCALE_SMALL));
      break;

    case SD_LAYOUT_TITLE:
      pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
      break;

    case SD_LAYOUT_SUBTITLE:
      pango_attr_list_insert (attributes, pango_attr_scale_new (PANGO_SCALE_SMALL));
      break;

    case SD_LAYOUT_CELL:
    default:
      break;
    }
  return attributes;
}

static PangoLayout *
layout_new (SdLayoutCache *self,
            const Key     *key)
{
  g_autoptr (PangoAttrList) attributes = style_attributes (key->style);
  PangoLayout *layout = gtk_widget_create_pango_layout (self->widget, NULL);
  gsize length = strlen (key->text);

  if (length > TEXT_MAX)
    length = g_utf8_find_prev_char (key->text, key->text + TEXT_MAX) - key->text;
  pango_layout_set_text (layout, key->text, (int) length);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_attributes (layout, attributes);
  if (key->width >= 0)
    {
      pango_layout_set_width (layout, key->width * PANGO_SCALE);
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
    }
  return layout;
}

static void
insert (SdLayoutCache *self,
        Key           *key,
        PangoLayout   *layout)
{
  if (g_hash_table_size (self->young) >= GENERATION_SIZE)
    {
      g_hash_table_unref (self->old);
      self->old = self->young;
      self->young = generation_new ();
    }
  g_hash_table_insert (self->young, key, layout);
}

/**
 * sd_layout_cache_new:
 * @widget: the widget whose font is used; must live longer
 *
 * Returns: (transfer full): a new cache
 */
SdLayoutCache *
sd_layout_cache_new (GtkWidget *widget)
{
  SdLayoutCache *self = g_new0 (SdLayoutCache, 1);

  self->widget = widget;
  self->young = generation_new ();
  self->old = generation_new ();
  return self;
}

/**
 * sd_layout_cache_free:
 * @self: (transfer full): a cache
 */
void
sd_layout_cache_free (SdLayoutCache *self)
{
  g_hash_table_unref (self->young);
  g_hash_table_unref (self->old);
  g_free (self);
}

/**
 * sd_layout_cache_clear:
 * @self: a cache
 *
 * Forgets all layouts, because the font or its scale changed.
 */
void
sd_layout_cache_clear (SdLayoutCache *self)
{
  g_hash_table_remove_all (self->young);
  g_hash_table_remove_all (self->old);
}

/**
 * sd_layout_cache_get:
 * @self: a cache
 * @text: a text
 * @style: how it looks
 * @width: pixels after which it is ellipsized, or −1
 *
 * Returns: (transfer none): its layout, valid until the next call
 */
PangoLayout *
sd_layout_cache_get (SdLayoutCache *self,
                     const char    *text,
                     SdLayoutStyle  style,
                     int            width)
{
  Key wanted = { style, width, (char *) text };
  gpointer key, layout;

  layout = g_hash_table_lookup (self->young, &wanted);
  if (layout != NULL)
    return layout;

  if (g_hash_table_steal_extended (self->old, &wanted, &key, &layout))
    {
      insert (self, key, layout);
      return layout;
    }

  key = g_new (Key, 1);
  *(Key *) key = (Key) { style, width, g_strdup (text) };
  layout = layout_new (self, key);
  insert (self, key, layout);
  return layout;
}
