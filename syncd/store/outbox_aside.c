/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A damaged kiosk.db gets another name, with its WAL; the mark says which, so that this can end anywhere. */

#include "outbox_salvage_p.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <buurtstem/stop.h>

#include "outbox_p.h"

#define ASIDE_START "kiosk.db-damaged-"
#define MOVING      "moving "
#define MOVED       "moved "

enum { MARK_MODE = 0640, NAMES_MAX = 100 };

/* The file itself is the last to move. */
static const char *const ends[] = {"-wal", "-open", ""};

void salvage_path(const struct salvage *salvage, const char *name, const char *end,
                  char out[DB_PATH_SIZE])
{
    (void)snprintf(out, DB_PATH_SIZE, "%s/%s%s", salvage->dir, name, end);
}

bool salvage_is_there(const struct salvage *salvage, const char *name, const char *end)
{
    char path[DB_PATH_SIZE];
    struct stat status;

    salvage_path(salvage, name, end, path);
    return lstat(path, &status) == 0 ||
           errno != ENOENT; /* a disk that does not tell: leave it be */
}

enum bs_err salvage_sync_folder(const struct salvage *salvage, struct bs_error *err)
{
    int fd = open(salvage->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int result = fd < 0 ? -1 : fsync(fd);
    enum bs_err rc = result == 0 ? BS_OK
                                 : bs_fail(err, BS_BROKEN, "%s: cannot be made durable: %s",
                                           salvage->dir, strerror(errno));

    if (fd >= 0) {
        close(fd);
    }
    return rc;
}

static bool aside_valid(const char *name)
{
    size_t start = strlen(ASIDE_START);

    return strlen(name) < sizeof((struct bs_outbox_salvaged *)NULL)->aside &&
           strncmp(name, ASIDE_START, start) == 0 &&
           name[start + strspn(name + start, "0123456789TZ-")] == '\0';
}

/* Reads how far a salvage got. BS_NOTFOUND: none is under way. */
static enum bs_err read_mark(struct salvage *salvage, struct bs_error *err)
{
    char path[DB_PATH_SIZE];
    const char *text, *name = NULL;
    struct bs_buf buf;
    enum bs_err rc;

    salvage_path(salvage, OUTBOX_SALVAGE_MARK, "", path);
    bs_buf_init(&buf, 256);
    rc = bs_file_read(path, &buf, err);
    if (rc == BS_OK) {
        text = bs_buf_string(&buf);
        salvage->is_moved = strncmp(text, MOVED, strlen(MOVED)) == 0;
        if (salvage->is_moved) {
            name = text + strlen(MOVED);
        } else if (strncmp(text, MOVING, strlen(MOVING)) == 0) {
            name = text + strlen(MOVING);
        }
        if (name == NULL || !aside_valid(name)) {
            rc = bs_fail(err, BS_BROKEN, "%s: is not ours: remove it if nothing was set aside",
                         path);
        } else {
            memcpy(salvage->out.aside, name, strlen(name) + 1);
        }
    }
    bs_buf_finish(&buf);
    return rc;
}

static enum bs_err write_mark(struct salvage *salvage, const char *state, struct bs_error *err)
{
    char path[DB_PATH_SIZE], text[128];

    salvage_path(salvage, OUTBOX_SALVAGE_MARK, "", path);
    (void)snprintf(text, sizeof text, "%s%s", state, salvage->out.aside);
    return bs_file_replace(path, bs_bytes_of(text), MARK_MODE, err);
}

/* A name with the time that nothing has yet. */
static enum bs_err choose_name(struct salvage *salvage, struct bs_error *err)
{
    char time[25], plain[25], name[64];
    size_t len = 0;

    bs_time_format_utc(salvage->clock->wall_ms(salvage->clock->self), time);
    for (const char *at = time; *at != '\0'; at++) {
        if (strchr("0123456789TZ", *at) != NULL) {
            plain[len++] = *at;
        }
    }
    plain[len] = '\0';
    for (int i = 1; i <= NAMES_MAX; i++) {
        (void)snprintf(name, sizeof name, i == 1 ? ASIDE_START "%s" : ASIDE_START "%s-%d", plain,
                       i);
        if (!salvage_is_there(salvage, name, "") && !salvage_is_there(salvage, name, "-wal")) {
            memcpy(salvage->out.aside, name, strlen(name) + 1);
            return BS_OK;
        }
    }
    return bs_fail(err, BS_BROKEN, "%s: too much was set aside here", salvage->dir);
}

static enum bs_err move_files(struct salvage *salvage, struct bs_error *err)
{
    char from[DB_PATH_SIZE], to[DB_PATH_SIZE];

    salvage_path(salvage, "kiosk.db", "-shm", from); /* an index of the WAL, which is made anew */
    (void)unlink(from);
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        salvage_path(salvage, "kiosk.db", ends[i], from);
        salvage_path(salvage, salvage->out.aside, ends[i], to);
        if (ends[i][0] != '\0' && salvage_is_there(salvage, salvage->out.aside, ends[i])) {
            continue; /* moved before; a reader that came between made an empty one anew */
        }
        if (rename(from, to) != 0 && errno != ENOENT) {
            return bs_fail(err, bs_err_of_write(errno), "%s: cannot be set aside: %s", from,
                           strerror(errno));
        }
        BS_STOP_HERE("outbox.salvage.moving");
    }
    return salvage_sync_folder(salvage, err);
}

enum bs_err salvage_set_aside(struct salvage *salvage, struct bs_error *err)
{
    struct bs_error why = {0};
    enum bs_err rc = read_mark(salvage, &why);

    if (rc == BS_NOTFOUND) {
        if (!salvage_is_there(salvage, "kiosk.db", "") &&
            !salvage_is_there(salvage, "kiosk.db", "-wal")) {
            return bs_fail(err, BS_NOTFOUND, "%s: there is no log", salvage->dir);
        }
        rc = choose_name(salvage, err);
        if (rc == BS_OK) {
            rc = write_mark(salvage, MOVING, err);
        }
        BS_STOP_HERE("outbox.salvage.marked");
    } else if (rc != BS_OK) {
        (void)bs_fail(err, rc, "%s", why.text);
    }
    if (rc == BS_OK && !salvage->is_moved) {
        rc = move_files(salvage, err);
        if (rc == BS_OK) {
            rc = write_mark(salvage, MOVED, err);
        }
        BS_STOP_HERE("outbox.salvage.moved");
    }
    return rc;
}
