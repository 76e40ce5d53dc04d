/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Sound that was made before: in memory the one used longest ago goes first, on disk the oldest. */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <buurtstem/log.h>
#include <buurtstem/mem.h>

#include "voice_p.h"

#define ENTRIES_MAX 128
#define KEY_TEXT    65
#define PATH_TEXT   1024
#define ENDING      ".wav"

struct entry {
    char key[KEY_TEXT];
    uint8_t *samples; /* owned; NULL: free */
    size_t len;
    uint64_t used;
};

struct voice_cache {
    const char *folder;
    size_t memory_max, memory;
    int64_t disk_max, disk; /* -1: not counted yet */
    uint64_t uses;
    bool is_told;
    struct entry entries[ENTRIES_MAX];
};

struct voice_cache *voice_cache_create(const char *folder, size_t memory_max, int64_t disk_max)
{
    struct voice_cache *cache = bs_xcalloc(1, sizeof *cache);
    cache->folder = folder;
    cache->memory_max = memory_max;
    cache->disk_max = disk_max;
    cache->disk = -1;
    return cache;
}

static void drop(struct voice_cache *cache, struct entry *entry)
{
    cache->memory -= entry->len;
    free(entry->samples);
    *entry = (struct entry){0};
}

void voice_cache_destroy(struct voice_cache *cache)
{
    for (size_t i = 0; cache != NULL && i < ENTRIES_MAX; i++) {
        free(cache->entries[i].samples);
    }
    free(cache);
}

/* ---- memory ---- */

static struct entry *find(struct voice_cache *cache, const char *key)
{
    for (size_t i = 0; i < ENTRIES_MAX; i++) {
        struct entry *entry = &cache->entries[i];
        if (entry->samples != NULL && strcmp(entry->key, key) == 0) {
            entry->used = ++cache->uses;
            return entry;
        }
    }
    return NULL;
}

/* A free place, or that of the one that was used longest ago. */
static struct entry *oldest(struct voice_cache *cache)
{
    struct entry *out = &cache->entries[0];
    for (size_t i = 1; i < ENTRIES_MAX; i++) {
        out = cache->entries[i].used < out->used ? &cache->entries[i] : out;
    }
    return out;
}

/* The one used longest ago of those that are there. */
static struct entry *oldest_kept(struct voice_cache *cache)
{
    struct entry *out = NULL;
    for (size_t i = 0; i < ENTRIES_MAX; i++) {
        struct entry *entry = &cache->entries[i];
        if (entry->samples != NULL && (out == NULL || entry->used < out->used)) {
            out = entry;
        }
    }
    return out;
}

static void remember(struct voice_cache *cache, const char *key, struct bs_bytes samples)
{
    if (samples.len == 0 || samples.len > cache->memory_max || find(cache, key) != NULL) {
        return;
    }
    struct entry *old = oldest_kept(cache);
    while (old != NULL && cache->memory + samples.len > cache->memory_max) {
        drop(cache, old);
        old = oldest_kept(cache);
    }
    struct entry *entry = oldest(cache);
    if (entry->samples != NULL) {
        drop(cache, entry);
    }
    snprintf(entry->key, sizeof entry->key, "%s", key);
    entry->samples = bs_xcalloc(1, samples.len);
    memcpy(entry->samples, samples.data, samples.len);
    entry->len = samples.len;
    entry->used = ++cache->uses;
    cache->memory += samples.len;
}

/* ---- disk ---- */

static bool path_of(const struct voice_cache *cache, const char *name, const char *ending,
                    char out[PATH_TEXT])
{
    return cache->folder[0] != '\0' &&
           snprintf(out, PATH_TEXT, "%s/%s%s", cache->folder, name, ending) < PATH_TEXT;
}

static bool read_file(const struct voice_cache *cache, const char *key, struct bs_buf *out)
{
    char path[PATH_TEXT];
    struct bs_buf file;
    struct bs_bytes samples;
    bs_buf_init(&file, VOICE_BYTES_MAX);
    /* One that lost its end with the power is shorter than it was written. */
    const bool is_read = path_of(cache, key, ENDING, path) &&
                         bs_file_read(path, &file, NULL) == BS_OK &&
                         voice_wav_read(bs_buf_bytes(&file), &samples, NULL) == BS_OK &&
                         voice_wav_is_whole(bs_buf_bytes(&file));
    if (is_read) {
        bs_buf_add(out, samples.data, samples.len);
    }
    bs_buf_finish(&file);
    return is_read && samples.len > 0;
}

/* Ours are hex digits and the ending; nothing else in the folder is counted or removed. */
static int is_ours(const struct dirent *entry)
{
    const size_t len = strspn(entry->d_name, "0123456789abcdef");
    return len == KEY_TEXT - 1 && strcmp(entry->d_name + len, ENDING) == 0;
}

struct kept {
    char name[KEY_TEXT + sizeof ENDING];
    int64_t when, size;
};

static int by_age(const void *a, const void *b)
{
    const struct kept *one = a, *other = b;
    return one->when < other->when ? -1 : one->when > other->when ? 1 : 0;
}

/* What is in the folder, and how many: owned by the caller. */
static struct kept *list(const struct voice_cache *cache, size_t *count)
{
    struct dirent **found = NULL;
    const int there = scandir(cache->folder, &found, is_ours, NULL);
    struct kept *out = bs_xcalloc((size_t)(there > 0 ? there : 1), sizeof *out);
    *count = 0;
    for (int i = 0; i < there; i++) {
        char path[PATH_TEXT];
        struct stat about;
        struct kept *kept = &out[*count];
        if (path_of(cache, found[i]->d_name, "", path) && stat(path, &about) == 0) {
            snprintf(kept->name, sizeof kept->name, "%.*s", (int)sizeof kept->name - 1,
                     found[i]->d_name);
            kept->when = (int64_t)about.st_mtim.tv_sec * 1000000000 + about.st_mtim.tv_nsec;
            kept->size = about.st_size;
            *count += 1;
        }
        free(found[i]);
    }
    free(found);
    return out;
}

/* How much more the disk may hold without taking what is left to answers; below 0: less. */
static int64_t room_left(const struct voice_cache *cache)
{
    struct statvfs disk;
    if (statvfs(cache->folder, &disk) != 0) {
        return INT64_MAX; /* what is wrong with the folder is told by who writes into it */
    }
    return (int64_t)disk.f_bavail * (int64_t)disk.f_frsize - VOICE_DISK_LEFT;
}

/* Counts what is there, and removes the oldest until so much more fits. False if that is not enough. */
static bool make_room(struct voice_cache *cache, int64_t more)
{
    size_t count = 0;
    int64_t room = room_left(cache);
    if (cache->disk >= 0 && cache->disk + more <= cache->disk_max && more <= room) {
        return true;
    }
    struct kept *kept = list(cache, &count);
    cache->disk = 0;
    for (size_t i = 0; i < count; i++) {
        cache->disk += kept[i].size;
    }
    qsort(kept, count, sizeof *kept, by_age);
    for (size_t i = 0; i < count && (cache->disk + more > cache->disk_max || more > room); i++) {
        char path[PATH_TEXT];
        if (path_of(cache, kept[i].name, "", path) && unlink(path) == 0) {
            cache->disk -= kept[i].size;
            room = room_left(cache);
        }
    }
    free(kept);
    return cache->disk + more <= cache->disk_max && more <= room;
}

static bool write_all(int fd, struct bs_bytes bytes)
{
    for (size_t done = 0; done < bytes.len;) {
        const ssize_t got = write(fd, bytes.data + done, bytes.len - done);
        if (got < 0 && errno != EINTR) {
            return false;
        }
        done += got > 0 ? (size_t)got : 0;
    }
    return true;
}

/* Beside its name first: always the same one, so that what is left of it after a loss of power is overwritten. */
static bool replace(const struct voice_cache *cache, const char *path, struct bs_bytes bytes)
{
    char fresh[PATH_TEXT];
    const int fd = path_of(cache, "new", "", fresh)
                       ? open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600)
                       : -1;
    if (fd < 0) {
        return false;
    }
    bool is_good = write_all(fd, bytes);
    is_good = close(fd) == 0 && is_good && rename(fresh, path) == 0;
    if (!is_good) {
        const int why = errno;
        (void)unlink(fresh);
        errno = why;
    }
    return is_good;
}

static void write_file(struct voice_cache *cache, const char *key, struct bs_bytes samples)
{
    char path[PATH_TEXT];
    struct bs_buf file;
    if (!path_of(cache, key, ENDING, path)) {
        return;
    }
    bs_buf_init(&file, VOICE_BYTES_MAX);
    voice_wav_write(samples, &file);
    if (make_room(cache, (int64_t)file.len)) {
        if (replace(cache, path, bs_buf_bytes(&file))) {
            cache->disk += (int64_t)file.len;
        } else if (!cache->is_told) {
            bs_log(BS_LOG_WARNING, "speech.not-kept", "file=%s why=\"%s\"", path, strerror(errno));
            cache->is_told = true;
        }
    }
    bs_buf_finish(&file);
}

/* ---- both ---- */

bool voice_cache_get(struct voice_cache *cache, const char *key, struct bs_buf *out)
{
    const struct entry *entry = find(cache, key);
    if (entry != NULL) {
        bs_buf_add(out, entry->samples, entry->len);
        return true;
    }
    if (!read_file(cache, key, out)) {
        return false;
    }
    remember(cache, key, bs_buf_bytes(out));
    return true;
}

void voice_cache_put(struct voice_cache *cache, const char *key, struct bs_bytes samples)
{
    remember(cache, key, samples);
    write_file(cache, key, samples);
}
