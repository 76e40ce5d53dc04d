/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A kiosk that writes, lives, closes or is killed in one process, and a reader in another, also one without any right to
 * write: what was acknowledged is always there to be read. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <buurtstem/outbox.h>

#include "child.h"
#include "store_samples.h"
#include "temp_dir.h"

static struct temp_dir dir;

static int make_dir(void **state)
{
    (void)state;
    temp_dir_make(&dir);
    return 0;
}

static int remove_dir(void **state)
{
    (void)state;
    temp_dir_remove(&dir);
    return 0;
}

/* ---- processes that are told what to do: SQLite's connections do not go through a fork ---- */

struct peer {
    pid_t pid;
    int to, from;
};

enum { CLOSE_AND_END = 0 };

/* Gives the first answer, then takes an order and answers it, until the order to end. */
static bool next_order(int in, int out, uint64_t answer, uint64_t *order)
{
    return write(out, &answer, sizeof answer) == (ssize_t)sizeof answer &&
           read(in, order, sizeof *order) == (ssize_t)sizeof *order;
}

/* An order is the number of the record to append; so is the answer. */
static int serve_as_writer(int in, int out)
{
    struct bs_outbox *outbox = NULL;
    struct bs_outbox_tip tip;
    uint64_t order = 0, answer = 0;

    if (bs_outbox_open(dir.path, &outbox, NULL) != BS_OK) {
        return 1;
    }
    if (bs_outbox_tip(outbox, &tip, NULL) == BS_NOTFOUND &&
        sample_epoch(outbox, 1, NULL) != BS_OK) {
        return 1;
    }
    while (next_order(in, out, answer, &order) && order != CLOSE_AND_END) {
        if (sample_append(outbox, order, &answer, NULL) != BS_OK) {
            return 1;
        }
    }
    bs_outbox_close(outbox);
    return 0;
}

/* An order is the number of records that should be there; the answer is the same if they are. */
static int serve_as_reader(int in, int out)
{
    struct bs_outbox *outbox = NULL;
    uint64_t order = 0, answer = 0;

    if (bs_outbox_open_reader(dir.path, &outbox, NULL) != BS_OK) {
        return 1;
    }
    while (next_order(in, out, answer, &order) && order != CLOSE_AND_END) {
        answer = sample_log_is(outbox, order) ? order : 0;
    }
    bs_outbox_close(outbox);
    return 0;
}

static void await(struct peer *peer, uint64_t expected)
{
    uint64_t answer = UINT64_MAX;

    assert_int_equal(read(peer->from, &answer, sizeof answer), sizeof answer);
    assert_int_equal(answer, expected);
}

static struct peer start(int (*serve)(int in, int out))
{
    struct peer peer;
    int to[2], from[2];

    assert_true(pipe(to) == 0 && pipe(from) == 0);
    (void)fflush(NULL);
    peer.pid = fork();
    if (peer.pid == 0) {
        close(to[1]);
        close(from[0]);
        _exit(serve(to[0], from[1]));
    }
    close(to[0]);
    close(from[1]);
    peer.to = to[1];
    peer.from = from[0];
    await(&peer, 0);
    return peer;
}

static struct peer start_writer(void)
{
    return start(serve_as_writer);
}

static void tell(struct peer *peer, uint64_t n)
{
    assert_int_equal(write(peer->to, &n, sizeof n), sizeof n);
    await(peer, n);
}

static int end(struct peer *peer)
{
    int status = 0;

    assert_int_equal(waitpid(peer->pid, &status, 0), peer->pid);
    close(peer->to);
    close(peer->from);
    return status;
}

static void tell_to_close(struct peer *peer)
{
    uint64_t order = CLOSE_AND_END;

    assert_int_equal(write(peer->to, &order, sizeof order), sizeof order);
    assert_int_equal(end(peer), 0);
}

static void kill_hard(struct peer *peer)
{
    assert_int_equal(kill(peer->pid, SIGKILL), 0);
    assert_true(WIFSIGNALED(end(peer)));
}

/* ---- readers ---- */

/* Opens, reads everything and closes; 0 if it is the sample log of `count` records. */
static int read_log(void *context)
{
    const uint64_t *count = context;
    struct bs_outbox *outbox = NULL;
    struct bs_error err = {0};
    bool good = bs_outbox_open_reader(dir.path, &outbox, &err) == BS_OK;

    if (!good) {
        (void)fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    good = sample_log_is(outbox, *count);
    bs_outbox_close(outbox);
    return good ? 0 : 2;
}

/* The same as somebody who is in the files' group and may write nothing. */
static int read_log_without_rights(void *context)
{
    char path[TEMP_DIR_PATH];

    if (setgroups(0, NULL) != 0 || setgid(getgid()) != 0 || setuid(65534) != 0) {
        return 3;
    }
    if (access(temp_dir_file(&dir, "kiosk.db", path), W_OK) == 0 ||
        access(temp_dir_file(&dir, "kiosk.db-shm", path), W_OK) == 0) {
        return 4;
    }
    return read_log(context);
}

static void assert_readable(uint64_t count)
{
    assert_int_equal(child_run(read_log, &count), 0);
    if (geteuid() == 0) {
        assert_int_equal(chmod(dir.path, 0750), 0);
        assert_int_equal(child_run(read_log_without_rights, &count), 0);
    }
}

static void the_very_first_record_is_readable_at_once(void **state)
{
    struct peer writer = start_writer();

    (void)state;
    assert_readable(0);
    tell(&writer, 1);
    assert_readable(1);
    tell_to_close(&writer);
}

static void a_reader_works_beside_a_living_writer(void **state)
{
    struct peer writer = start_writer();

    (void)state;
    for (uint64_t n = 1; n <= 5; n++) {
        tell(&writer, n);
        assert_readable(n);
    }
    tell_to_close(&writer);
}

static void a_reader_works_after_a_clean_close(void **state)
{
    struct peer writer = start_writer();

    (void)state;
    tell(&writer, 1);
    tell(&writer, 2);
    tell_to_close(&writer);
    assert_readable(2);
    assert_readable(2);
}

static void a_reader_works_after_the_writer_was_killed(void **state)
{
    struct peer writer = start_writer();

    (void)state;
    tell(&writer, 1);
    tell(&writer, 2);
    kill_hard(&writer);
    assert_readable(2);
    assert_readable(2);
}

static void every_restart_goes_on_where_the_log_ended(void **state)
{
    uint64_t n = 0;

    (void)state;
    for (int round = 0; round < 6; round++) {
        struct peer writer = start_writer();

        assert_readable(n);
        tell(&writer, ++n);
        assert_readable(n);
        tell(&writer, ++n);
        if (round % 2 == 0) {
            kill_hard(&writer);
        } else {
            tell_to_close(&writer);
        }
        assert_readable(n);
    }
}

static void a_reader_that_stays_open_follows_the_log_through_restarts(void **state)
{
    struct peer writer = start_writer(), reader;

    (void)state;
    tell(&writer, 1);
    reader = start(serve_as_reader);
    tell(&reader, 1);
    tell(&writer, 2);
    tell(&reader, 2);
    kill_hard(&writer);
    tell(&reader, 2);
    writer = start_writer();
    tell(&reader, 2);
    tell(&writer, 3);
    tell(&reader, 3);
    tell_to_close(&writer);
    tell(&reader, 3);
    writer = start_writer();
    tell(&writer, 4);
    tell(&reader, 4);
    tell_to_close(&writer);
    tell_to_close(&reader);
}

static void an_idle_reader_does_not_keep_the_wal_from_being_emptied(void **state)
{
    struct peer writer = start_writer(), reader;
    char path[TEMP_DIR_PATH];
    struct stat status;

    (void)state;
    tell(&writer, 1);
    reader = start(serve_as_reader);
    tell(&reader, 1);
    tell_to_close(&writer);
    assert_int_equal(stat(temp_dir_file(&dir, "kiosk.db-wal", path), &status), 0);
    assert_int_equal(status.st_size, 0);
    tell_to_close(&reader);
}

static void a_reader_that_ends_leaves_the_files_as_they_are(void **state)
{
    struct peer writer = start_writer();
    uint64_t count = 2;
    size_t files;

    (void)state;
    tell(&writer, 1);
    tell(&writer, 2);
    kill_hard(&writer);
    files = temp_dir_count(&dir);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(child_run(read_log, &count), 0);
    }
    assert_int_equal(temp_dir_count(&dir), files);
    writer = start_writer();
    tell(&writer, 3);
    assert_readable(3);
    tell_to_close(&writer);
}

static void a_reader_before_the_kiosk_ever_wrote_finds_nothing(void **state)
{
    struct bs_outbox *reader = NULL;

    (void)state;
    assert_int_equal(bs_outbox_open_reader(dir.path, &reader, NULL), BS_NOTFOUND);
    assert_null(reader);
}

/* Appends large records for ever, so that the WAL is emptied and begun anew again and again. */
static int append_until_killed(int in, int out)
{
    struct bs_outbox *outbox = NULL;
    struct bs_outbox_tip tip;
    uint64_t answer = 0;

    (void)in;
    if (bs_outbox_open(dir.path, &outbox, NULL) != BS_OK ||
        bs_outbox_tip(outbox, &tip, NULL) != BS_OK ||
        write(out, &answer, sizeof answer) != (ssize_t)sizeof answer) {
        return 1;
    }
    for (uint64_t n = tip.seq + 1;; n++) {
        if (sample_append_sized(outbox, n, BS_RECORD_BODY_MAX, NULL) != BS_OK) {
            return 1;
        }
    }
}

/*
 * Whether the last records hang together, and none that was seen is gone. How far it goes is *seen. Killed while it wrote the
 * index of the WAL, a writer leaves one that only the next writer mends: until then a reader has to wait.
 */
static bool look(struct bs_outbox *reader, uint64_t *seen)
{
    struct bs_outbox_slice slice;
    struct bs_outbox_tip tip = {.seq = *seen};
    struct bs_buf lines;
    bool good;
    enum bs_err rc = bs_outbox_tip(reader, &tip, NULL);

    bs_buf_init(&lines, 1024 * 1024);
    good = tip.seq >= *seen;
    if (rc == BS_OK) {
        rc = bs_outbox_read(reader, tip.epoch, tip.seq < 8 ? 1 : tip.seq - 7, 8, 1024 * 1024,
                            &lines, &slice, NULL);
    }
    bs_buf_finish(&lines);
    *seen = rc == BS_OK && good ? tip.seq : *seen;
    return good && (rc == BS_OK || rc == BS_LATER);
}

/* An order is how many records more to look for; the answer is the same if all that was seen was sound. */
static int serve_as_watcher(int in, int out)
{
    struct bs_outbox *outbox = NULL;
    uint64_t order = 0, answer = 0, seen = 0;

    if (bs_outbox_open_reader(dir.path, &outbox, NULL) != BS_OK) {
        return 1;
    }
    while (next_order(in, out, answer, &order) && order != CLOSE_AND_END) {
        const uint64_t goal = seen + order;

        while (seen < goal) {
            if (!look(outbox, &seen)) {
                return 1;
            }
        }
        answer = order;
    }
    bs_outbox_close(outbox);
    return 0;
}

static void a_reader_beside_a_busy_writer_that_is_killed_never_sees_a_broken_log(void **state)
{
    enum { MORE = 300 }; /* 4 MiB and more: one round of the WAL */
    struct peer watcher;
    struct bs_outbox *outbox;

    (void)state;
    bs_outbox_close(sample_log(dir.path, 1));
    watcher = start(serve_as_watcher);
    for (int round = 0; round < 3; round++) {
        struct peer writer = start(append_until_killed);

        tell(&watcher, MORE);
        kill_hard(&writer);
    }
    tell_to_close(&watcher);
    assert_int_equal(bs_outbox_open(dir.path, &outbox, NULL), BS_OK);
    assert_int_equal(bs_outbox_verify(outbox, NULL), BS_OK);
    bs_outbox_close(outbox);
}

#define IN_DIR(test) cmocka_unit_test_setup_teardown(test, make_dir, remove_dir)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_DIR(the_very_first_record_is_readable_at_once),
        IN_DIR(a_reader_works_beside_a_living_writer),
        IN_DIR(a_reader_works_after_a_clean_close),
        IN_DIR(a_reader_works_after_the_writer_was_killed),
        IN_DIR(every_restart_goes_on_where_the_log_ended),
        IN_DIR(a_reader_that_stays_open_follows_the_log_through_restarts),
        IN_DIR(an_idle_reader_does_not_keep_the_wal_from_being_emptied),
        IN_DIR(a_reader_that_ends_leaves_the_files_as_they_are),
        IN_DIR(a_reader_before_the_kiosk_ever_wrote_finds_nothing),
        IN_DIR(a_reader_beside_a_busy_writer_that_is_killed_never_sees_a_broken_log),
    };

    if (geteuid() != 0) {
        print_message("not run as root: readers without rights are not tried\n");
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
