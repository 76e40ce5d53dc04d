/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Every folder of tests/data/programmes is a test: valid/CASE is read and checked without a complaint, invalid/CASE
 * gives exactly the complaints of its file `error`, one a line. A new case needs no code. */

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
#include <buurtstem/mem.h>

#include "model_sample.h"

#define CASES_MAX 200
#define CASES     BS_SOURCE_DIR "/tests/data/programmes"

static void read_expected(const char *name, struct bs_buf *out)
{
    struct bs_error err = {0};
    char path[512];

    (void)snprintf(path, sizeof path, CASES "/%s/error", name);
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

static void run_case(void **state)
{
    const char *name = *state;
    struct bs_complaints complaints = {0};
    struct bs_programme *programme = NULL;
    struct bs_buf expected;
    char *text = sample_read(name);
    enum bs_err rc;

    bs_buf_init(&expected, BS_COMPLAINTS_MAX * BS_COMPLAINT_TEXT);
    if (strncmp(name, "invalid/", strlen("invalid/")) == 0) {
        read_expected(name, &expected);
        assert_true(expected.len > 0);
    }
    rc = bs_programme_examine(bs_bytes_of(text), &programme, &complaints, NULL);
    compare(&complaints, &expected);
    assert_int_equal(rc, expected.len > 0 ? BS_BAD : BS_OK);
    assert_true((programme != NULL) == (rc == BS_OK));
    bs_programme_destroy(programme);
    bs_buf_finish(&expected);
    free(text);
}

/* Adds a test for each folder; returns how many tests there are now. */
static size_t add_cases(const char *folder, struct CMUnitTest *tests, size_t count)
{
    char path[512];
    struct dirent *entry;
    DIR *dir;

    (void)snprintf(path, sizeof path, CASES "/%s", folder);
    dir = opendir(path);
    if (dir == NULL) {
        (void)fprintf(stderr, "cannot open %s\n", path);
        exit(1);
    }
    while ((entry = readdir(dir)) != NULL && count < CASES_MAX) {
        if (entry->d_name[0] != '.') {
            (void)snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
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
    size_t valid = add_cases("valid", tests, 0);
    size_t count = add_cases("invalid", tests, valid);
    int failed;

    if (valid == 0 || count == valid || count == CASES_MAX) {
        (void)fprintf(stderr, "too few or too many cases in " CASES "\n");
        return 1;
    }
    failed = _cmocka_run_group_tests("programme_cases", tests, count, NULL, NULL);
    for (size_t i = 0; i < count; i++) {
        free(tests[i].initial_state);
    }
    return failed;
}
