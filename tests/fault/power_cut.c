/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A disk in memory that knows which of its bytes would survive. */

#include "power_cut.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <buurtstem/mem.h>

#include "disk_calls.h"

enum { FILES_MAX = 12, FILE_SIZE = 4 * 1024 * 1024, PENDING_MAX = 4096, SECTOR = 512 };

struct file {
    char name[32];
    uint8_t *content; /* owned; what is synced */
    size_t len;
    size_t pending_count;
    size_t pending[PENDING_MAX]; /* offsets of entries in the trace that are not synced */
    bool has_name,
        name_is_safe; /* the name after the last change, and whether a cut may undo that */
};

struct disk {
    struct bs_bytes trace;
    enum power_cut how;
    struct bs_random *random;
    struct file *files; /* owned; FILES_MAX */
    size_t file_count;
};

static void must(bool done, const char *what)
{
    if (!done) {
        perror(what);
        abort();
    }
}

static struct disk_entry entry_at(struct bs_bytes trace, size_t offset, const uint8_t **data)
{
    struct disk_entry entry;

    must(offset + sizeof entry <= trace.len, "trace");
    memcpy(&entry, trace.data + offset, sizeof entry);
    *data = trace.data + offset + sizeof entry;
    return entry;
}

size_t power_cut_entries(struct bs_bytes trace)
{
    size_t count = 0, offset = 0;
    const uint8_t *data;

    while (offset < trace.len) {
        offset += sizeof(struct disk_entry) + entry_at(trace, offset, &data).len;
        count++;
    }
    return count;
}

static struct file *file_named(struct disk *disk, const char *name)
{
    for (size_t i = 0; i < disk->file_count; i++) {
        if (strcmp(disk->files[i].name, name) == 0) {
            return &disk->files[i];
        }
    }
    must(disk->file_count < FILES_MAX, "files in the trace");
    (void)snprintf(disk->files[disk->file_count].name, sizeof disk->files[0].name, "%s", name);
    disk->files[disk->file_count].content = bs_xcalloc(FILE_SIZE, 1);
    return &disk->files[disk->file_count++];
}

/* ---- one change ---- */

static void write_part(struct file *file, const struct disk_entry *entry, const uint8_t *data,
                       size_t from, size_t to)
{
    size_t end = (size_t)entry->offset + to;

    must(end <= FILE_SIZE, "size of a traced file");
    if (from < to) {
        memcpy(file->content + entry->offset + from, data + from, to - from);
        file->len = end > file->len ? end : file->len;
    }
}

static void cut_file(struct file *file, size_t len)
{
    must(len <= FILE_SIZE, "size of a traced file");
    if (len < file->len) {
        memset(file->content + len, 0, file->len - len);
    }
    file->len = len;
}

static void apply(struct disk *disk, struct file *file, size_t offset)
{
    const uint8_t *data;
    struct disk_entry entry = entry_at(disk->trace, offset, &data);

    if (entry.deed == DISK_CUT) {
        cut_file(file, (size_t)entry.offset);
    } else {
        write_part(file, &entry, data, 0, entry.len);
    }
}

/* Whole, not at all, or of a write only some sectors at its start or end. */
static void apply_perhaps(struct disk *disk, struct file *file, size_t offset)
{
    const uint8_t *data;
    struct disk_entry entry = entry_at(disk->trace, offset, &data);
    uint32_t chance = bs_random_below(disk->random, 4);
    size_t border = 0;

    if (entry.deed == DISK_CUT || chance < 2) {
        if (chance % 2 == 0) {
            apply(disk, file, offset);
        }
        return;
    }
    if (entry.len >= SECTOR) {
        border = SECTOR * bs_random_below(disk->random, (uint32_t)(entry.len / SECTOR) + 1);
    }
    if (chance == 2) {
        write_part(file, &entry, data, 0, border);
    } else {
        write_part(file, &entry, data, border, entry.len);
    }
}

static void sync_file(struct disk *disk, const char *name)
{
    struct file *file;

    if (strcmp(name, ".") == 0) {
        for (size_t i = 0; i < disk->file_count; i++) {
            disk->files[i].name_is_safe = true;
        }
        return;
    }
    file = file_named(disk, name);
    for (size_t i = 0; i < file->pending_count; i++) {
        apply(disk, file, file->pending[i]);
    }
    file->pending_count = 0;
}

static void change_name(struct file *file, bool has_name)
{
    if (has_name && !file->has_name) {
        file->len = 0;
        file->pending_count = 0;
    }
    file->has_name = has_name;
    file->name_is_safe = false;
}

static void play_entry(struct disk *disk, const struct disk_entry *entry, size_t offset)
{
    struct file *file;

    if (entry->deed == DISK_SYNCED) {
        sync_file(disk, entry->name);
        return;
    }
    file = file_named(disk, entry->name);
    if (entry->deed == DISK_MADE || entry->deed == DISK_UNLINKED) {
        change_name(file, entry->deed == DISK_MADE);
    } else {
        must(file->pending_count < PENDING_MAX, "writes without a sync");
        file->pending[file->pending_count++] = offset;
    }
}

/* ---- the cut ---- */

static bool chance_of(const struct disk *disk)
{
    switch (disk->how) {
    case POWER_CUT_LOSES_ALL:
        return false;
    case POWER_CUT_LOSES_NOTHING:
        return true;
    case POWER_CUT_LOSES_SOME:
        break;
    }
    return bs_random_below(disk->random, 2) == 1;
}

static void lose(struct disk *disk, struct file *file)
{
    for (size_t i = 0; i < file->pending_count; i++) {
        if (disk->how == POWER_CUT_LOSES_NOTHING) {
            apply(disk, file, file->pending[i]);
        } else if (disk->how == POWER_CUT_LOSES_SOME) {
            apply_perhaps(disk, file, file->pending[i]);
        }
    }
    if (!file->name_is_safe && !chance_of(disk)) {
        file->has_name = !file->has_name;
    }
}

static bool ends_with(const char *text, const char *end)
{
    size_t len = strlen(text), end_len = strlen(end);

    return len >= end_len && strcmp(text + len - end_len, end) == 0;
}

static void put_file(struct disk *disk, struct file *file, const char *dir)
{
    char path[512];
    int fd;

    (void)snprintf(path, sizeof path, "%s/%s", dir, file->name);
    (void)unlink(path);
    if (!file->has_name) {
        return;
    }
    if (ends_with(file->name, "-shm")) {
        if (!chance_of(disk)) {
            return;
        }
        file->len = 32768;
        disk->random->fill(disk->random, file->content, file->len);
    }
    fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
    must(fd >= 0 && write(fd, file->content, file->len) == (ssize_t)file->len, path);
    close(fd);
}

uint64_t power_cut_play(struct bs_bytes trace, size_t entries, enum power_cut how,
                        struct bs_random *random, const char *dir)
{
    struct disk disk = {.trace = trace, .how = how, .random = random};
    uint64_t acknowledged = 0;
    size_t offset = 0;

    disk.files = bs_xcalloc(FILES_MAX, sizeof *disk.files);
    for (size_t i = 0; i < entries; i++) {
        const uint8_t *data;
        struct disk_entry entry = entry_at(trace, offset, &data);

        if (entry.deed == DISK_ACKNOWLEDGED) {
            acknowledged = (uint64_t)entry.offset;
        } else {
            play_entry(&disk, &entry, offset);
        }
        offset += sizeof entry + entry.len;
    }
    for (size_t i = 0; i < disk.file_count; i++) {
        lose(&disk, &disk.files[i]);
        put_file(&disk, &disk.files[i], dir);
        free(disk.files[i].content);
    }
    free(disk.files);
    return acknowledged;
}
