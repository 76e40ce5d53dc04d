/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Stick → receipts → position; log → sealed file → stick. */
#include "stick_carry.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <buurtstem/db.h>
#include <buurtstem/hand.h>
#include <buurtstem/log.h>
#include <buurtstem/mem.h>
#include <buurtstem/stop.h>
#include <buurtstem/syncstate.h>

#include "hand_export.h"
#include "hand_file.h"
#include "hand_import.h"

#define WAIT_MS      20000 /* for another that carries, and for the daemon to take receipts */
#define LOOK_MS      100
#define PREFIX       "buurtstem-"
#define PART         ".part"
#define NAME_TEXT    256
#define DATE_DIGITS  8
#define PREFIX_TEXT  (sizeof PREFIX + BS_KIOSK_ID_TEXT + 1)
#define STAMPED_TEXT (HAND_PATH_TEXT - sizeof BS_HAND_SUFFIX)

struct paper {
    char name[NAME_TEXT];
    bool is_ours; /* by its name */
    struct timespec written;
};

struct carry {
    const struct daemon_config *config;
    const struct bs_clock *clock;
    char kiosk[BS_KIOSK_ID_TEXT];
    size_t paper_count;
    struct paper papers[STICK_RECEIPTS_MAX]; /* others', then ours; of each the oldest first */
    struct bs_stick_outcome *out;
};

/* ---- is there a stick ---- */

static enum bs_err fail_none(const char *dir, struct bs_stick_outcome *out, struct bs_error *err)
{
    out->outcome = BS_STICK_NONE;
    return bs_fail(err, BS_REFUSED, "%s: there is no stick", dir);
}

/* A folder where nothing is mounted is on the disk of the kiosk: nobody carries that. */
static enum bs_err look_for_stick(const char *dir, struct bs_stick_outcome *out,
                                  struct bs_error *err)
{
    char above[DAEMON_PATH_TEXT + 4];
    struct stat here, there;
    snprintf(above, sizeof above, "%s/..", dir);
    if (stat(dir, &here) != 0 || stat(above, &there) != 0) {
        return errno == ENOENT || errno == ENOTDIR
                   ? fail_none(dir, out, err)
                   : bs_fail(err, BS_BROKEN, "%s: %s", dir, strerror(errno));
    }
    return here.st_dev == there.st_dev ? fail_none(dir, out, err) : BS_OK;
}

static enum bs_err read_kiosk(struct carry *carry, struct bs_error *err)
{
    struct bs_syncstate *state = NULL;
    struct bs_identity identity;
    struct bs_error why = {0};
    enum bs_err rc = bs_syncstate_open_reader(carry->config->state_dir, &state, &why);
    if (rc == BS_OK) {
        rc = bs_syncstate_identity(state, &identity, &why);
    }
    bs_syncstate_close(state);
    if (rc == BS_OK) {
        memcpy(carry->kiosk, identity.kiosk, sizeof carry->kiosk);
    }
    return rc == BS_OK ? BS_OK : bs_fail(err, rc == BS_NOTFOUND ? BS_REFUSED : rc, "%s", why.text);
}

/* ---- what is on it ---- */

static bool ends_with(const char *name, const char *end)
{
    size_t length = strlen(name), wanted = strlen(end);
    return length > wanted && strcmp(name + length - wanted, end) == 0;
}

static int compare_papers(const void *a, const void *b)
{
    const struct paper *one = a, *other = b;
    if (one->is_ours != other->is_ours) {
        return other->is_ours ? -1 : 1;
    }
    if (one->written.tv_sec != other->written.tv_sec) {
        return one->written.tv_sec < other->written.tv_sec ? -1 : 1;
    }
    if (one->written.tv_nsec != other->written.tv_nsec) {
        return one->written.tv_nsec < other->written.tv_nsec ? -1 : 1;
    }
    return strcmp(one->name, other->name);
}

/* As central calls the receipts of an export of ours: a date follows. The id of another kiosk may begin like this one's. */
static bool is_our_name(const char *name, const char *prefix)
{
    const size_t length = strlen(prefix);
    return strncmp(name, prefix, length) == 0 && strspn(name + length, "0123456789") == DATE_DIGITS;
}

/* Kept in order. A stick goes round many kiosks, so where there are too many those of others go first, the oldest of them. */
static void add_paper(struct carry *carry, const char *prefix, const char *name,
                      const struct stat *info)
{
    struct paper paper = {.is_ours = is_our_name(name, prefix), .written = info->st_mtim};
    memcpy(paper.name, name, strlen(name) + 1);
    if (carry->paper_count < STICK_RECEIPTS_MAX) {
        carry->papers[carry->paper_count++] = paper;
    } else if (compare_papers(&carry->papers[0], &paper) < 0) {
        carry->papers[0] = paper;
    }
    qsort(carry->papers, carry->paper_count, sizeof carry->papers[0], compare_papers);
}

/* What begins with a dot is some computer's note about a file, not the file. */
static void look_at_entry(struct carry *carry, int folder, const char *prefix, const char *name)
{
    struct stat info;
    if (name[0] == '.' || strlen(name) >= NAME_TEXT) {
        return;
    }
    if (strncmp(name, prefix, strlen(prefix)) == 0 && ends_with(name, PART)) {
        (void)unlinkat(folder, name, 0);
    } else if (ends_with(name, BS_HAND_SUFFIX) &&
               fstatat(folder, name, &info, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(info.st_mode)) {
        add_paper(carry, prefix, name, &info);
    }
}

static enum bs_err look_around(struct carry *carry, struct bs_error *err)
{
    const char *dir = carry->config->stick_dir;
    char prefix[PREFIX_TEXT];
    DIR *folder = opendir(dir);
    if (folder == NULL) {
        carry->out->outcome = errno == EACCES ? BS_STICK_LOCKED : BS_STICK_FAILED;
        return bs_fail(err, errno == EACCES ? BS_REFUSED : BS_BROKEN, "%s: cannot be read: %s", dir,
                       strerror(errno));
    }
    snprintf(prefix, sizeof prefix, PREFIX "%s-", carry->kiosk);
    errno = 0;
    const struct dirent *entry = readdir(folder);
    for (int i = 0; entry != NULL && i < STICK_ENTRIES_MAX; i++) {
        look_at_entry(carry, dirfd(folder), prefix, entry->d_name);
        errno = 0;
        entry = readdir(folder);
    }
    int number = entry == NULL ? errno : 0;
    closedir(folder);
    return number == 0 ? BS_OK
                       : bs_fail(err, BS_BROKEN, "%s: cannot be read: %s", dir, strerror(number));
}

/* ---- receipts ---- */

/* False if the others need not be tried now. */
static bool take_paper(struct carry *carry, const char *name)
{
    char path[DAEMON_PATH_TEXT + NAME_TEXT];
    struct hand_settled settled = {0};
    struct bs_error why = {0};
    snprintf(path, sizeof path, "%s/%s", carry->config->stick_dir, name);
    enum bs_err rc = hand_import(carry->config, path, carry->clock, WAIT_MS, &settled, &why);
    switch (rc) {
    case BS_OK:
        carry->out->confirmed += settled.records;
        if (settled.refused > 0) {
            bs_log(BS_LOG_WARNING, "receipts", "taken=%zu refused=%zu reason=\"%s\"",
                   settled.counted, settled.refused, settled.why);
        }
        carry->out->spoilt += settled.counted == 0 ? 1 : 0;
        return true;
    case BS_REFUSED: /* another kiosk's, or taken long ago: sticks go round */
        bs_log(BS_LOG_INFO, "receipts", "reason=\"%s\"", why.text);
        return true;
    case BS_LATER:
        bs_log(BS_LOG_WARNING, "receipts", "reason=\"%s\"", why.text);
        return false;
    default:
        bs_log(BS_LOG_WARNING, "receipts", "file=\"%s\" reason=\"%s\"", name, why.text);
        carry->out->spoilt++;
        return true;
    }
}

/* Ours first: what is wrong with those of others costs time. */
static void take_papers(struct carry *carry)
{
    bool goes_on = true;
    for (size_t i = 0; goes_on && i < 2 * carry->paper_count; i++) {
        const struct paper *paper = &carry->papers[i % carry->paper_count];
        if (paper->is_ours == (i < carry->paper_count)) {
            goes_on = take_paper(carry, paper->name);
        }
    }
}

/* ---- the export ---- */

static bool is_there(const char *path)
{
    struct stat info;
    return lstat(path, &info) == 0;
}

/* Receipts for a file are called like it, so that name has to be free too. */
static bool is_taken(const char *path)
{
    char receipts[HAND_PATH_TEXT];
    snprintf(receipts, sizeof receipts, "%s" BS_HAND_SUFFIX, path);
    return is_there(path) || is_there(receipts);
}

static enum bs_err find_name(const struct carry *carry, int64_t wall_ms, char path[STAMPED_TEXT],
                             struct bs_error *err)
{
    const struct bs_date date = bs_date_in_amsterdam(wall_ms);
    const int minute = bs_minute_in_amsterdam(wall_ms);
    for (int i = 1; i <= STICK_NAMES_MAX; i++) {
        char again[8] = "";
        if (i > 1) {
            snprintf(again, sizeof again, "-%d", i);
        }
        snprintf(path, STAMPED_TEXT, "%s/" PREFIX "%s-%04d%02d%02d-%02d%02d%s",
                 carry->config->stick_dir, carry->kiosk, date.year, date.month, date.day,
                 minute / 60, minute % 60, again);
        if (!is_taken(path)) {
            return BS_OK;
        }
    }
    return bs_fail(err, BS_REFUSED, "%s: is there already, and so are %d others of that minute",
                   path, STICK_NAMES_MAX);
}

static enum bs_err export_log(struct carry *carry, struct bs_error *err)
{
    const int64_t wall_ms = carry->clock->wall_ms(carry->clock->self);
    struct bs_stick_outcome *out = carry->out;
    struct hand_file *file = bs_xcalloc(1, sizeof *file);
    struct hand_exported made = {.records = 0};
    char path[STAMPED_TEXT];
    enum bs_err rc = find_name(carry, wall_ms, path, err);
    if (rc == BS_OK) {
        rc =
            hand_export_as(carry->config, file, path, false, BS_BOX_BYTES_MAX, wall_ms, &made, err);
    }
    if (rc == BS_OK) {
        out->outcome = made.records > 0 ? BS_STICK_DONE : BS_STICK_NOTHING;
        out->written = made.records;
        out->has_more = made.is_cut;
    } else if (hand_file_is_full(file)) {
        out->outcome = BS_STICK_FULL;
    } else if (hand_file_is_locked(file)) {
        out->outcome = BS_STICK_LOCKED;
    }
    if (rc == BS_OK && made.left_out[0] != '\0') {
        bs_log(BS_LOG_WARNING, "stick", "left_out=%s reason=\"records of another kiosk\"",
               made.left_out);
    }
    free(file);
    return rc;
}

/* What was written is on the stick, and not on its way there. */
static enum bs_err let_go(const char *dir, struct bs_error *err)
{
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int number = fd >= 0 && syncfs(fd) == 0 ? 0 : errno;
    if (fd >= 0) {
        close(fd);
    }
    return number == 0 ? BS_OK
                       : bs_fail(err, BS_BROKEN, "%s: cannot be put on the stick: %s", dir,
                                 strerror(number));
}

/* ---- all of it ---- */

static enum bs_err carry_all(struct carry *carry, struct bs_error *err)
{
    const char *dir = carry->config->stick_dir;
    enum bs_err rc = look_for_stick(dir, carry->out, err);
    if (rc == BS_OK) {
        rc = read_kiosk(carry, err);
    }
    if (rc == BS_OK) {
        rc = look_around(carry, err);
    }
    if (rc != BS_OK) {
        return rc;
    }
    take_papers(carry);
    BS_STOP_HERE("stick.receipts");
    rc = export_log(carry, err);
    BS_STOP_HERE("stick.exported");
    if (rc == BS_OK) {
        rc = let_go(dir, err);
        if (rc != BS_OK) {
            carry->out->outcome = BS_STICK_FAILED;
            carry->out->written = 0;
        }
    }
    BS_STOP_HERE("stick.synced");
    return rc;
}

static enum bs_err take_turn(const struct daemon_config *config, int *lock, struct bs_error *err)
{
    const struct timespec pause = {.tv_nsec = LOOK_MS * 1000000L};
    char path[DAEMON_PATH_TEXT];
    struct bs_error why = {0};
    if (!daemon_config_path(config, STICK_LOCK, path)) {
        return bs_fail(err, BS_BAD, "state_dir is too long");
    }
    enum bs_err rc = bs_lock_take(path, lock, &why);
    for (int waited = 0; rc == BS_REFUSED && waited < WAIT_MS; waited += LOOK_MS) {
        nanosleep(&pause, NULL);
        bs_error_clear(&why);
        rc = bs_lock_take(path, lock, &why);
    }
    return rc == BS_OK ? BS_OK : bs_fail(err, rc, "%s", why.text);
}

enum bs_err stick_carry(const struct daemon_config *config, const struct bs_clock *clock,
                        struct bs_stick_outcome *out, struct bs_error *err)
{
    struct carry *carry = bs_xcalloc(1, sizeof *carry);
    int lock = -1;
    *out = (struct bs_stick_outcome){.outcome = BS_STICK_FAILED};
    carry->config = config;
    carry->clock = clock;
    carry->out = out;
    enum bs_err rc = take_turn(config, &lock, err);
    if (rc == BS_OK) {
        rc = carry_all(carry, err);
    }
    out->at_ms = clock->wall_ms(clock->self);
    bs_lock_release(&lock);
    free(carry);
    return rc;
}
