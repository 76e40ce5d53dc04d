/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Every folder of tests/data/programmes, outcomes and places is a test: valid/CASE is read and checked without a
 * complaint, invalid/CASE gives exactly the complaints of its file `error`, one a line. A new case needs no code. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/buf.h>
#include <buurtstem/bundle.h>
#include <buurtstem/mem.h>

#include "model_sample.h"

#define CASES_MAX 300
#define DATA      BS_SOURCE_DIR "/tests/data"

static void read_expected(const char *name, struct bs_buf *out)
{
    struct bs_error err = {0};
    char path[512];

    (void)snprintf(path, sizeof path, DATA "/%s/error", name);
    if (bs_file_read(path, out, &err) != BS_OK) {
        fail_msg("%s", err.text);
    }
}

static void compare(const struct bs_complaints *complaints, const struct bs_buf *expected)
{
    struct bs_buf found;

    bs_buf_init(&found, BS_COMPLAINTS_MAX * BS_COMPLAINT_TEXT);
    for (size_t i = 0; i < complaints->count; i++) {
        bs_buf_printf(&found, "%s\n", complaints->text[i]);
    }
    assert_string_equal(bs_buf_string(&found), bs_buf_string(expected));
    assert_int_equal(complaints->dropped, 0);
    bs_buf_finish(&found);
}

static enum bs_err examine_programme(struct bs_bytes text, struct bs_complaints *complaints)
{
    struct bs_programme *programme = NULL;
    enum bs_err rc = bs_programme_examine(text, &programme, complaints, NULL);

    assert_true((programme != NULL) == (rc == BS_OK));
    bs_programme_destroy(programme);
    return rc;
}

static enum bs_err examine_outcome_at(const struct bs_json_at *at)
{
    struct bs_outcome *outcome = NULL;
    enum bs_err rc = bs_outcome_examine_at(at, &outcome, NULL);

    assert_true((outcome != NULL) == (rc == BS_OK));
    bs_outcome_destroy(outcome);
    return rc;
}

static enum bs_err examine_place_at(const struct bs_json_at *at)
{
    struct bs_place place;

    return bs_place_read(at, &place) ? BS_OK : BS_BAD;
}

static enum bs_err examine(struct bs_bytes text, struct bs_complaints *complaints,
                           enum bs_err (*examine_at)(const struct bs_json_at *at))
{
    struct bs_json *json = NULL;
    struct bs_error err = {0};
    struct bs_json_at root;
    enum bs_err rc = bs_json_parse(text, &json, &err);

    if (rc != BS_OK) {
        bs_complain(complaints, NULL, "%s", err.text);
        return rc;
    }
    root = bs_json_root(json, complaints);
    rc = examine_at(&root);
    bs_json_destroy(json);
    return rc;
}

static enum bs_err examine_outcome(struct bs_bytes text, struct bs_complaints *complaints)
{
    return examine(text, complaints, examine_outcome_at);
}

static enum bs_err examine_place(struct bs_bytes text, struct bs_complaints *complaints)
{
    return examine(text, complaints, examine_place_at);
}

static const struct {
    const char *folder;
    enum bs_err (*examine)(struct bs_bytes text, struct bs_complaints *complaints);
} kinds[] = {
    {"programmes", examine_programme},
    {"outcomes", examine_outcome},
    {"places", examine_place},
};

#define KINDS (sizeof kinds / sizeof kinds[0])

static void run_case(void **state)
{
    const char *name = *state;
    size_t kind = 0;
    struct bs_complaints complaints = {0};
    struct bs_buf expected;
    char *text = sample_input(name);
    enum bs_err rc;

    while (strncmp(kinds[kind].folder, name, strlen(kinds[kind].folder)) != 0) {
        kind++;
    }
    bs_buf_init(&expected, BS_COMPLAINTS_MAX * BS_COMPLAINT_TEXT);
    if (strstr(name, "/invalid/") != NULL) {
        read_expected(name, &expected);
        assert_true(expected.len > 0);
    }
    rc = kinds[kind].examine(bs_bytes_of(text), &complaints);
    compare(&complaints, &expected);
    assert_int_equal(rc, expected.len > 0 ? BS_BAD : BS_OK);
    bs_buf_finish(&expected);
    free(text);
}

/* Adds a test for each folder; returns how many tests there are now. */
static size_t add_cases(const char *kind, const char *validity, struct CMUnitTest *tests,
                        size_t count)
{
    char path[512];
    struct dirent *entry;
    DIR *dir;

    (void)snprintf(path, sizeof path, DATA "/%s/%s", kind, validity);
    dir = opendir(path);
    if (dir == NULL) {
        (void)fprintf(stderr, "cannot open %s\n", path);
        exit(1);
    }
    while ((entry = readdir(dir)) != NULL && count < CASES_MAX) {
        if (entry->d_name[0] != '.') {
            (void)snprintf(path, sizeof path, "%s/%s/%s", kind, validity, entry->d_name);
            tests[count].initial_state = bs_xstrdup(path);
            tests[count].name = tests[count].initial_state;
            tests[count].test_func = run_case;
            count++;
        }
    }
    (void)closedir(dir);
    return count;
}

int main(void)
{
    struct CMUnitTest tests[CASES_MAX] = {0};
    size_t count = 0;
    int failed;

    for (size_t i = 0; i < KINDS; i++) {
        size_t valid = add_cases(kinds[i].folder, "valid", tests, count);
        size_t invalid = add_cases(kinds[i].folder, "invalid", tests, valid);

        if (valid == count || invalid == valid || invalid == CASES_MAX) {
            (void)fprintf(stderr, "too few or too many cases in " DATA "/%s\n", kinds[i].folder);
            return 1;
        }
        count = invalid;
    }
    failed = _cmocka_run_group_tests("content_cases", tests, count, NULL, NULL);
    for (size_t i = 0; i < count; i++) {
        free(tests[i].initial_state);
    }
    return failed;
}
