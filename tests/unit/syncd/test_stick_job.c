/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A question is handed to another process once, and whatever becomes of that process is noted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <buurtstem/crypto.h>

#include "fake_clock.h"
#include "stick_job.h"
#include "temp_dir.h"

#define GOOD "echo 'done written=4 confirmed=2 spoilt=1 more=no'"

#define GOOD_AND_MORE "echo 'done written=4 confirmed=2 spoilt=1 more=no'; echo more"

struct bed {
    struct temp_dir dir;
    struct daemon_config config;
    struct bs_syncstate *state;
    struct stick_job job;
    struct fake_clock fake;
    struct bs_clock clock;
    char program[TEMP_DIR_PATH];
    char id[BS_UUID_TEXT];
};

static int set_up(void **state)
{
    static struct bed bed;
    memset(&bed, 0, sizeof bed);
    signal(SIGCHLD, SIG_IGN);
    temp_dir_make(&bed.dir);
    bed.clock = fake_clock_make(&bed.fake);
    bed.config.file = "syncd.conf";
    snprintf(bed.config.kiosk_dir, sizeof bed.config.kiosk_dir, "%s", bed.dir.path);
    temp_dir_file(&bed.dir, "carrier", bed.program);
    stick_job_init(&bed.job, &bed.config);
    bed.job.program = bed.program;
    *state = &bed;
    return bs_crypto_start(NULL) == BS_OK &&
                   bs_syncstate_open(bed.dir.path, &bed.state, NULL) == BS_OK
               ? 0
               : -1;
}

static int tear_down(void **state)
{
    struct bed *bed = *state;
    stick_job_finish(&bed->job);
    bs_syncstate_close(bed->state);
    temp_dir_remove(&bed->dir);
    return 0;
}

/* What stands for the process; every start of it leaves a letter. */
static void make_program(struct bed *bed, const char *words)
{
    char text[512];
    snprintf(text, sizeof text, "#!/bin/sh\nprintf x >>%s/starts\n%s\n", bed->dir.path, words);
    temp_dir_write(&bed->dir, "carrier.new", text);
    char made[TEMP_DIR_PATH];
    assert_int_equal(chmod(temp_dir_file(&bed->dir, "carrier.new", made), 0700), 0);
    assert_int_equal(rename(made, bed->program), 0);
}

static long starts(struct bed *bed)
{
    char path[TEMP_DIR_PATH];
    struct stat info;
    return stat(temp_dir_file(&bed->dir, "starts", path), &info) == 0 ? (long)info.st_size : 0;
}

/* Asked now, as the clock of the test has it. */
static void ask(struct bed *bed)
{
    struct bs_random random = bs_random_system();
    char path[TEMP_DIR_PATH];
    struct timespec times[2] = {{.tv_sec = bed->fake.wall_ms / 1000}};
    times[1] = times[0];
    assert_int_equal(bs_stick_ask(bed->dir.path, &random, bed->id, NULL), BS_OK);
    assert_int_equal(utimensat(AT_FDCWD, temp_dir_file(&bed->dir, BS_STICK_FILE, path), times, 0),
                     0);
    stick_job_look(&bed->job);
}

static void turn(struct bed *bed)
{
    stick_job_turn(&bed->job, bed->state, &bed->clock);
}

/* Turns until the process is over. */
static void work(struct bed *bed)
{
    struct pollfd fd;
    turn(bed);
    while (stick_job_fds(&bed->job, &fd) == 1) {
        assert_int_equal(poll(&fd, 1, 20000), 1);
        turn(bed);
    }
}

static struct bs_stick_outcome noted(struct bed *bed)
{
    struct bs_stick_outcome out = {.id = "never"};
    (void)bs_syncstate_stick(bed->state, &out, NULL);
    return out;
}

static void assert_noted(struct bed *bed, enum bs_stick outcome)
{
    struct bs_stick_outcome out = noted(bed);
    assert_string_equal(out.id, bed->id);
    assert_string_equal(bs_stick_name(out.outcome), bs_stick_name(outcome));
    assert_true(out.at_ms == bed->fake.wall_ms);
}

static void what_the_process_tells_is_noted(void **state)
{
    struct bed *bed = *state;
    make_program(bed, GOOD);
    ask(bed);
    work(bed);
    assert_noted(bed, BS_STICK_DONE);
    struct bs_stick_outcome out = noted(bed);
    assert_true(out.written == 4 && out.confirmed == 2 && out.spoilt == 1 && !out.has_more);
    assert_int_equal(starts(bed), 1);
}

static void it_is_called_as_ourselves_with_our_configuration(void **state)
{
    struct bed *bed = *state;
    make_program(bed, "[ \"$*\" = '--config syncd.conf stick' ] && " GOOD);
    ask(bed);
    work(bed);
    assert_noted(bed, BS_STICK_DONE);
}

static void without_a_question_nothing_is_started(void **state)
{
    struct bed *bed = *state;
    make_program(bed, GOOD);
    work(bed);
    assert_int_equal(starts(bed), 0);
    assert_true(stick_job_due_ms(&bed->job) == INT64_MAX);
    assert_string_equal(noted(bed).id, "never");
}

static void a_question_is_carried_out_once(void **state)
{
    struct bed *bed = *state;
    make_program(bed, GOOD);
    ask(bed);
    work(bed);
    stick_job_look(&bed->job);
    work(bed);
    /* Also by the next one, after a restart. */
    stick_job_init(&bed->job, &bed->config);
    bed->job.program = bed->program;
    work(bed);
    assert_int_equal(starts(bed), 1);
    ask(bed);
    work(bed);
    assert_int_equal(starts(bed), 2);
    assert_noted(bed, BS_STICK_DONE);
}

static void one_that_comes_meanwhile_is_carried_out_afterwards(void **state)
{
    struct bed *bed = *state;
    make_program(bed, GOOD);
    ask(bed);
    turn(bed);
    ask(bed);
    work(bed);
    assert_string_not_equal(noted(bed).id, bed->id);
    assert_true(stick_job_due_ms(&bed->job) == 0);
    work(bed);
    assert_noted(bed, BS_STICK_DONE);
    assert_int_equal(starts(bed), 2);
}

static void what_it_tells_in_another_form_is_a_failure(void **state)
{
    static const char *const words[] = {":",          "exit 3",
                                        "echo done",  GOOD_AND_MORE,
                                        "kill -9 $$", "head -c 100000 /dev/zero | tr '\\0' x"};
    struct bed *bed = *state;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        make_program(bed, words[i]);
        ask(bed);
        work(bed);
        assert_noted(bed, BS_STICK_FAILED);
        assert_true(noted(bed).written == 0);
    }
}

static void a_program_that_is_not_there_is_a_failure(void **state)
{
    struct bed *bed = *state;
    ask(bed);
    work(bed);
    assert_noted(bed, BS_STICK_FAILED);
}

static void without_a_configuration_it_is_a_failure(void **state)
{
    struct bed *bed = *state;
    make_program(bed, GOOD);
    bed->config.file = NULL;
    ask(bed);
    work(bed);
    assert_noted(bed, BS_STICK_FAILED);
    assert_int_equal(starts(bed), 0);
}

static void a_stale_question_is_answered_and_not_carried_out(void **state)
{
    struct bed *bed = *state;
    make_program(bed, GOOD);
    ask(bed);
    bed->fake.wall_ms += BS_STICK_LASTS_MS + 1000;
    work(bed);
    assert_noted(bed, BS_STICK_STALE);
    assert_int_equal(starts(bed), 0);
    /* The clock goes back, and it stays answered. */
    bed->fake.wall_ms -= BS_STICK_LASTS_MS;
    stick_job_look(&bed->job);
    work(bed);
    assert_int_equal(starts(bed), 0);
}

static void one_that_is_not_yet_stale_or_from_the_future_is_carried_out(void **state)
{
    struct bed *bed = *state;
    make_program(bed, GOOD);
    ask(bed);
    bed->fake.wall_ms += BS_STICK_LASTS_MS;
    work(bed);
    assert_noted(bed, BS_STICK_DONE);
    ask(bed);
    bed->fake.wall_ms -= 86400000;
    work(bed);
    assert_noted(bed, BS_STICK_DONE);
}

static void what_is_no_question_is_passed_over(void **state)
{
    struct bed *bed = *state;
    make_program(bed, GOOD);
    temp_dir_write(&bed->dir, BS_STICK_FILE, "0123abcd");
    work(bed);
    assert_int_equal(starts(bed), 0);
    assert_string_equal(noted(bed).id, "never");
    ask(bed);
    work(bed);
    assert_noted(bed, BS_STICK_DONE);
}

static void while_sync_db_is_closed_nothing_begins_and_nothing_is_lost(void **state)
{
    struct bed *bed = *state;
    make_program(bed, GOOD);
    ask(bed);
    stick_job_turn(&bed->job, NULL, &bed->clock);
    assert_int_equal(starts(bed), 0);
    turn(bed);
    struct pollfd fd;
    while (stick_job_fds(&bed->job, &fd) == 1) {
        assert_int_equal(poll(&fd, 1, 20000), 1);
        stick_job_turn(&bed->job, NULL, &bed->clock);
    }
    assert_string_equal(noted(bed).id, "never");
    turn(bed);
    assert_noted(bed, BS_STICK_DONE);
}

/* A reader has no right to note anything. */
static void an_outcome_that_cannot_be_noted_is_noted_later(void **state)
{
    struct bed *bed = *state;
    struct bs_syncstate *reader;
    struct pollfd fd;
    make_program(bed, GOOD);
    assert_int_equal(bs_syncstate_open_reader(bed->dir.path, &reader, NULL), BS_OK);
    ask(bed);
    turn(bed);
    while (stick_job_fds(&bed->job, &fd) == 1) {
        assert_int_equal(poll(&fd, 1, 20000), 1);
        stick_job_turn(&bed->job, reader, &bed->clock);
    }
    bs_syncstate_close(reader);
    assert_true(stick_job_due_ms(&bed->job) == bed->fake.mono_ms + STICK_JOB_AGAIN_MS);
    turn(bed);
    assert_string_equal(noted(bed).id, "never");
    bed->fake.mono_ms += STICK_JOB_AGAIN_MS;
    turn(bed);
    assert_noted(bed, BS_STICK_DONE);
    assert_int_equal(starts(bed), 1);
}

static void a_process_that_never_ends_is_ended(void **state)
{
    struct bed *bed = *state;
    struct pollfd fd;
    make_program(bed, "exec sleep 600");
    ask(bed);
    turn(bed);
    pid_t pid = bed->job.pid;
    assert_true(stick_job_due_ms(&bed->job) == bed->fake.mono_ms + STICK_JOB_LASTS_MS);
    bed->fake.mono_ms += STICK_JOB_LASTS_MS - 1;
    turn(bed);
    assert_int_equal(stick_job_fds(&bed->job, &fd), 1);
    bed->fake.mono_ms++;
    turn(bed);
    assert_noted(bed, BS_STICK_FAILED);
    for (int i = 0; i < 1000 && kill(pid, 0) == 0; i++) {
        usleep(10000);
    }
    assert_int_not_equal(kill(pid, 0), 0);
}

static void the_end_of_the_daemon_ends_it(void **state)
{
    struct bed *bed = *state;
    sigset_t term, before;
    sigemptyset(&term);
    sigaddset(&term, SIGTERM);
    make_program(bed, "exec sleep 600");
    ask(bed);
    /* The daemon reads its signals when it wants to; the process does not. */
    assert_int_equal(sigprocmask(SIG_BLOCK, &term, &before), 0);
    turn(bed);
    assert_int_equal(sigprocmask(SIG_SETMASK, &before, NULL), 0);
    pid_t pid = bed->job.pid;
    assert_int_equal(kill(pid, 0), 0);
    stick_job_finish(&bed->job);
    for (int i = 0; i < 1000 && kill(pid, 0) == 0; i++) {
        usleep(10000);
    }
    assert_int_not_equal(kill(pid, 0), 0);
    assert_string_equal(noted(bed).id, "never");
}

#define IN_BED(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_BED(what_the_process_tells_is_noted),
        IN_BED(it_is_called_as_ourselves_with_our_configuration),
        IN_BED(without_a_question_nothing_is_started),
        IN_BED(a_question_is_carried_out_once),
        IN_BED(one_that_comes_meanwhile_is_carried_out_afterwards),
        IN_BED(what_it_tells_in_another_form_is_a_failure),
        IN_BED(a_program_that_is_not_there_is_a_failure),
        IN_BED(without_a_configuration_it_is_a_failure),
        IN_BED(a_stale_question_is_answered_and_not_carried_out),
        IN_BED(one_that_is_not_yet_stale_or_from_the_future_is_carried_out),
        IN_BED(what_is_no_question_is_passed_over),
        IN_BED(while_sync_db_is_closed_nothing_begins_and_nothing_is_lost),
        IN_BED(an_outcome_that_cannot_be_noted_is_noted_later),
        IN_BED(a_process_that_never_ends_is_ended),
        IN_BED(the_end_of_the_daemon_ends_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
