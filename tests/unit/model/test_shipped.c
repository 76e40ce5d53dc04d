/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What ships can be published as it is, and its questions were written with care. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/bundle.h>
#include <buurtstem/mem.h>

#define SHIPPED BS_SOURCE_DIR "/assets/programmes"

struct counts {
    size_t programmes, outcomes, places;
};

static void assert_none(const char *name, const struct bs_complaints *complaints)
{
    if (complaints->count > 0) {
        fail_msg("%s: %s (and %zu more)", name, complaints->text[0], complaints->count - 1);
    }
}

/* Advice on questions alone: a long word in a fact may be the name of what it is about. */
static void assert_careful(const char *name, const struct bs_programme *programme)
{
    struct bs_complaints advice = {0};

    bs_programme_advise(programme, &advice);
    for (size_t i = 0; i < advice.count; i++) {
        if (strncmp(advice.text[i], "$.questions", strlen("$.questions")) == 0 &&
            strstr(advice.text[i], "].text.") != NULL) {
            fail_msg("%s: %s", name, advice.text[i]);
        }
    }
}

static void look_at_programme(const char *name, const struct bs_json_at *at, struct counts *counts)
{
    struct bs_programme *programme = NULL;

    (void)bs_programme_examine_at(at, &programme, NULL);
    assert_none(name, at->complaints);
    assert_careful(name, programme);
    bs_programme_destroy(programme);
    counts->programmes++;
}

static void look_at_outcome(const char *name, const struct bs_json_at *at, struct counts *counts)
{
    struct bs_outcome *outcome = NULL;

    (void)bs_outcome_examine_at(at, &outcome, NULL);
    assert_none(name, at->complaints);
    bs_outcome_destroy(outcome);
    counts->outcomes++;
}

static void look_at_places(const char *name, const struct bs_json_at *at, struct counts *counts)
{
    struct bs_json_at list = bs_json_member(at, "places");

    for (size_t i = 0; i < bs_json_count(&list); i++) {
        struct bs_json_at item = bs_json_item(&list, i);
        struct bs_place place;

        (void)bs_place_read(&item, &place);
        assert_none(name, at->complaints);
        counts->places++;
    }
}

static void look_at(const char *name, struct counts *counts)
{
    struct bs_complaints complaints = {0};
    struct bs_json *json = NULL;
    struct bs_error err = {0};
    struct bs_json_at root;
    struct bs_buf text;
    const char *format = "";
    char path[512];

    (void)snprintf(path, sizeof path, SHIPPED "/%s", name);
    bs_buf_init(&text, BS_BUNDLE_BYTES_MAX);
    if (bs_file_read(path, &text, &err) != BS_OK ||
        bs_json_parse(bs_buf_bytes(&text), &json, &err) != BS_OK) {
        fail_msg("%s: %s", name, err.text);
    }
    root = bs_json_root(json, &complaints);
    assert_true(bs_json_string(&root, "format", BS_LINE_MAX, &format));
    if (strcmp(format, "buurtstem-programme/1") == 0) {
        look_at_programme(name, &root, counts);
    } else if (strcmp(format, "buurtstem-outcome/1") == 0) {
        look_at_outcome(name, &root, counts);
    } else {
        assert_string_equal(format, "buurtstem-publish/1");
        look_at_places(name, &root, counts);
    }
    bs_json_destroy(json);
    bs_buf_finish(&text);
}

static void every_shipped_file_can_be_published(void **state)
{
    DIR *folder = opendir(SHIPPED);
    struct counts counts = {0};
    struct dirent *entry;

    (void)state;
    assert_non_null(folder);
    while ((entry = readdir(folder)) != NULL) {
        const char *end = strrchr(entry->d_name, '.');

        if (end != NULL && strcmp(end, ".json") == 0) {
            look_at(entry->d_name, &counts);
        }
    }
    (void)closedir(folder);
    assert_true(counts.programmes >= 8 && counts.outcomes >= 2 && counts.places >= 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_shipped_file_can_be_published),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
