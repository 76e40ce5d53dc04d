/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

/* Keeps the SVG of icons and pictures in memory, rasterises with SDL_image on demand, and forgets what was not used for
 * longest. */

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <SDL_image.h>

#include <buurtstem/buf.h>
#include <buurtstem/mem.h>

#include "pictures.h"

#define ICONS_MAX      256
#define ICON_BYTES_MAX 65536U
#define CACHE_MAX      96
#define CACHE_BYTES    (6U * 1024 * 1024)
#define TRIAL_SIZE     24
#define SIZE_MAX_PX    1024
#define COLOURED_MAX   8
#define COLOURED_BYTES (8U * 1024 * 1024)

enum kind { KIND_ICON, KIND_SKIN, KIND_INK };

struct icon {
    char *name; /* owned */
    struct bs_buf svg;
};

struct entry {
    struct mask mask; /* cover NULL: free place */
    enum kind kind;
    size_t index; /* icon or face */
    uint64_t last_used;
};

/* The drawings of a folder, by name. */
struct folder {
    size_t count;
    struct icon icons[ICONS_MAX];
};

/* A picture in its own colours. */
struct coloured {
    struct picture picture; /* pixels NULL: free place */
    size_t index;
    int for_width, for_height; /* asked for; the picture may be smaller in one direction */
    uint64_t last_used;
};

struct pictures {
    struct folder icons, drawings;
    struct coloured coloured[COLOURED_MAX];
    size_t coloured_bytes;
    struct entry cache[CACHE_MAX];
    size_t cache_bytes;
    uint64_t uses;
};

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct icon *)a)->name, ((const struct icon *)b)->name);
}

static const struct icon *find(const struct folder *folder, const char *name)
{
    size_t low = 0;
    size_t high = folder->count;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        const int order = strcmp(name, folder->icons[middle].name);
        if (order == 0) {
            return &folder->icons[middle];
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return NULL;
}

bool pictures_has(const struct pictures *pictures, const char *name)
{
    return find(&pictures->icons, name) != NULL;
}

bool pictures_has_drawing(const struct pictures *pictures, const char *name)
{
    return find(&pictures->drawings, name) != NULL;
}

/* ARGB; the caller frees it. NULL if it is no drawing. The larger side of the drawing fills its side of the box. */
static SDL_Surface *draw(const struct icon *icon, int width, int height)
{
    SDL_RWops *memory = SDL_RWFromConstMem(icon->svg.data, (int)icon->svg.len);
    SDL_Surface *drawn = memory != NULL ? IMG_LoadSizedSVG_RW(memory, width, height) : NULL;
    SDL_Surface *pixels =
        drawn != NULL ? SDL_ConvertSurfaceFormat(drawn, SDL_PIXELFORMAT_ARGB8888, 0) : NULL;
    SDL_FreeSurface(drawn);
    if (memory != NULL) {
        SDL_RWclose(memory);
    }
    if (pixels != NULL && (pixels->w > width || pixels->h > height)) {
        SDL_FreeSurface(pixels);
        pixels = NULL;
    }
    return pixels;
}

static const uint32_t *row_of(const SDL_Surface *surface, int y)
{
    return (const uint32_t *)(const void *)((const uint8_t *)surface->pixels + y * surface->pitch);
}

/* Only the alpha of the drawing counts: the theme gives the colour. */
static bool rasterise(const struct icon *icon, int size, struct mask *out)
{
    SDL_Surface *pixels = draw(icon, size, size);
    if (pixels == NULL) {
        return false;
    }
    out->size = size;
    out->cover = bs_xcalloc((size_t)size * (size_t)size, 1);
    for (int y = 0; y < pixels->h; y++) {
        const uint32_t *row = row_of(pixels, y);
        for (int x = 0; x < pixels->w; x++) {
            out->cover[(size_t)y * (size_t)size + (size_t)x] = (uint8_t)(row[x] >> 24);
        }
    }
    SDL_FreeSurface(pixels);
    return true;
}

static bool colour_in(const struct icon *icon, int width, int height, struct picture *out)
{
    SDL_Surface *pixels = draw(icon, width, height);
    if (pixels == NULL) {
        return false;
    }
    out->width = pixels->w;
    out->height = pixels->h;
    out->pixels = bs_xcalloc((size_t)pixels->w * (size_t)pixels->h, sizeof *out->pixels);
    for (int y = 0; y < pixels->h; y++) {
        memcpy(out->pixels + (size_t)y * (size_t)pixels->w, row_of(pixels, y),
               (size_t)pixels->w * sizeof *out->pixels);
    }
    SDL_FreeSurface(pixels);
    return true;
}

static bool has_ink(const struct mask *mask)
{
    const size_t count = (size_t)mask->size * (size_t)mask->size;
    for (size_t i = 0; i < count; i++) {
        if (mask->cover[i] != 0) {
            return true;
        }
    }
    return false;
}

static enum bs_err read_icon(struct folder *folder, const char *icon_dir, const char *file,
                             struct bs_error *err)
{
    char path[1024];
    struct mask trial = {0};
    if (snprintf(path, sizeof path, "%s/%s", icon_dir, file) >= (int)sizeof path) {
        return bs_fail(err, BS_BAD, "%s: the path of the icon folder is too long", file);
    }
    if (folder->count == ICONS_MAX) {
        return bs_fail(err, BS_BAD, "%s: more than %d icons", icon_dir, ICONS_MAX);
    }
    struct icon *icon = &folder->icons[folder->count++];
    struct bs_error why = {0};
    icon->name = bs_xstrdup(file);
    icon->name[strlen(file) - strlen(".svg")] = '\0';
    bs_buf_init(&icon->svg, ICON_BYTES_MAX);
    if (bs_file_read(path, &icon->svg, &why) != BS_OK) {
        return bs_fail(err, BS_BAD, "icon cannot be read: %s", why.text);
    }
    const bool is_good = rasterise(icon, TRIAL_SIZE, &trial) && has_ink(&trial);
    free(trial.cover);
    return is_good ? BS_OK : bs_fail(err, BS_BAD, "%s is not a drawing in SVG", path);
}

static bool is_svg(const char *file)
{
    const size_t len = strlen(file);
    return len > 4 && file[0] != '.' && strcmp(file + len - 4, ".svg") == 0;
}

static enum bs_err read_all(struct folder *folder, const char *icon_dir, struct bs_error *err)
{
    enum bs_err result = BS_OK;
    DIR *dir = opendir(icon_dir);
    if (dir == NULL) {
        return bs_fail(err, BS_BAD, "icon folder %s: %s", icon_dir, strerror(errno));
    }
    for (const struct dirent *item = readdir(dir); item != NULL && result == BS_OK;
         item = readdir(dir)) {
        if (is_svg(item->d_name)) {
            result = read_icon(folder, icon_dir, item->d_name, err);
        }
    }
    (void)closedir(dir);
    if (result == BS_OK && folder->count == 0) {
        result = bs_fail(err, BS_BAD, "icon folder %s holds no icons", icon_dir);
    }
    qsort(folder->icons, folder->count, sizeof folder->icons[0], by_name);
    return result;
}

enum bs_err pictures_open(const char *icon_dir, struct pictures **out, struct bs_error *err)
{
    struct pictures *pictures = bs_xcalloc(1, sizeof *pictures);
    const enum bs_err result = read_all(&pictures->icons, icon_dir, err);
    if (result != BS_OK) {
        pictures_close(pictures);
        return result;
    }
    *out = pictures;
    return BS_OK;
}

enum bs_err pictures_add_drawings(struct pictures *pictures, const char *dir, struct bs_error *err)
{
    assert(pictures->drawings.count == 0);
    return read_all(&pictures->drawings, dir, err);
}

static void close_folder(struct folder *folder)
{
    for (size_t i = 0; i < folder->count; i++) {
        free(folder->icons[i].name);
        bs_buf_finish(&folder->icons[i].svg);
    }
}

void pictures_close(struct pictures *pictures)
{
    if (pictures == NULL) {
        return;
    }
    close_folder(&pictures->icons);
    close_folder(&pictures->drawings);
    for (size_t i = 0; i < CACHE_MAX; i++) {
        free(pictures->cache[i].mask.cover);
    }
    for (size_t i = 0; i < COLOURED_MAX; i++) {
        free(pictures->coloured[i].picture.pixels);
    }
    free(pictures);
}

static size_t bytes_of(const struct mask *mask)
{
    return (size_t)mask->size * (size_t)mask->size;
}

static const struct mask *look_up(struct pictures *pictures, enum kind kind, size_t index, int size)
{
    pictures->uses++;
    for (size_t i = 0; i < CACHE_MAX; i++) {
        struct entry *entry = &pictures->cache[i];
        if (entry->mask.cover != NULL && entry->kind == kind && entry->index == index &&
            entry->mask.size == size) {
            entry->last_used = pictures->uses;
            return &entry->mask;
        }
    }
    return NULL;
}

static void forget_oldest(struct pictures *pictures)
{
    struct entry *oldest = NULL;
    for (size_t i = 0; i < CACHE_MAX; i++) {
        struct entry *entry = &pictures->cache[i];
        if (entry->mask.cover != NULL && (oldest == NULL || entry->last_used < oldest->last_used)) {
            oldest = entry;
        }
    }
    if (oldest != NULL) {
        pictures->cache_bytes -= bytes_of(&oldest->mask);
        free(oldest->mask.cover);
        oldest->mask.cover = NULL;
    }
}

static struct entry *free_entry(struct pictures *pictures)
{
    for (size_t i = 0; i < CACHE_MAX; i++) {
        if (pictures->cache[i].mask.cover == NULL) {
            return &pictures->cache[i];
        }
    }
    return NULL;
}

/* Takes the mask over. */
static const struct mask *keep(struct pictures *pictures, enum kind kind, size_t index,
                               struct mask mask)
{
    struct entry *place = free_entry(pictures);
    while (place == NULL ||
           (pictures->cache_bytes > 0 && pictures->cache_bytes + bytes_of(&mask) > CACHE_BYTES)) {
        forget_oldest(pictures);
        place = free_entry(pictures);
    }
    *place = (struct entry){mask, kind, index, pictures->uses};
    pictures->cache_bytes += bytes_of(&mask);
    return &place->mask;
}

const struct mask *pictures_icon(struct pictures *pictures, const char *name, int size)
{
    const struct icon *icon = find(&pictures->icons, name);
    if (icon == NULL || size < 1 || size > SIZE_MAX_PX) {
        return NULL;
    }
    const size_t index = (size_t)(icon - pictures->icons.icons);
    const struct mask *known = look_up(pictures, KIND_ICON, index, size);
    struct mask made = {0};
    if (known != NULL) {
        return known;
    }
    return rasterise(icon, size, &made) ? keep(pictures, KIND_ICON, index, made) : NULL;
}

const struct mask *pictures_face(struct pictures *pictures, int face, int size, bool is_ink)
{
    const enum kind kind = is_ink ? KIND_INK : KIND_SKIN;
    struct mask skin;
    struct mask ink;
    if (face < 1 || face > 5 || size < 1 || size > SIZE_MAX_PX) {
        return NULL;
    }
    const struct mask *known = look_up(pictures, kind, (size_t)face, size);
    if (known != NULL) {
        return known;
    }
    face_masks(face, size, &skin, &ink);
    (void)keep(pictures, is_ink ? KIND_SKIN : KIND_INK, (size_t)face, is_ink ? skin : ink);
    return keep(pictures, kind, (size_t)face, is_ink ? ink : skin);
}

static size_t coloured_bytes(const struct picture *picture)
{
    return (size_t)picture->width * (size_t)picture->height * sizeof *picture->pixels;
}

/* A place that is empty; NULL if all are taken. */
static struct coloured *empty_place(struct pictures *pictures)
{
    for (size_t i = 0; i < COLOURED_MAX; i++) {
        if (pictures->coloured[i].picture.pixels == NULL) {
            return &pictures->coloured[i];
        }
    }
    return NULL;
}

static void forget_coloured(struct pictures *pictures)
{
    struct coloured *oldest = NULL;
    for (size_t i = 0; i < COLOURED_MAX; i++) {
        struct coloured *place = &pictures->coloured[i];
        if (place->picture.pixels != NULL &&
            (oldest == NULL || place->last_used < oldest->last_used)) {
            oldest = place;
        }
    }
    if (oldest != NULL) {
        pictures->coloured_bytes -= coloured_bytes(&oldest->picture);
        free(oldest->picture.pixels);
        oldest->picture.pixels = NULL;
    }
}

/* An empty place, with room for so many bytes more. */
static struct coloured *make_place(struct pictures *pictures, size_t bytes)
{
    struct coloured *place = empty_place(pictures);
    while (place == NULL ||
           (pictures->coloured_bytes > 0 && pictures->coloured_bytes + bytes > COLOURED_BYTES)) {
        forget_coloured(pictures);
        place = empty_place(pictures);
    }
    return place;
}

static struct coloured *find_coloured(struct pictures *pictures, size_t index, int width,
                                      int height)
{
    for (size_t i = 0; i < COLOURED_MAX; i++) {
        struct coloured *place = &pictures->coloured[i];
        if (place->picture.pixels != NULL && place->index == index && place->for_width == width &&
            place->for_height == height) {
            return place;
        }
    }
    return NULL;
}

const struct picture *pictures_drawing(struct pictures *pictures, const char *name, int width,
                                       int height)
{
    const struct icon *icon = find(&pictures->drawings, name);
    struct picture made = {0};
    if (icon == NULL || width < 1 || height < 1 || width > SIZE_MAX_PX || height > SIZE_MAX_PX) {
        return NULL;
    }
    const size_t index = (size_t)(icon - pictures->drawings.icons);
    struct coloured *place = find_coloured(pictures, index, width, height);
    if (place == NULL) {
        if (!colour_in(icon, width, height, &made)) {
            return NULL;
        }
        place = make_place(pictures, coloured_bytes(&made));
        *place = (struct coloured){
            .picture = made, .index = index, .for_width = width, .for_height = height};
        pictures->coloured_bytes += coloured_bytes(&made);
    }
    place->last_used = ++pictures->uses;
    return &place->picture;
}
