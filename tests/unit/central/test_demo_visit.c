/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What made-up residents say fits what is asked, whatever it is. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/programme.h>

#include "demo_visit.h"

enum { VISITS = 400 };

static struct bs_programme *read_programme(const char *path)
{
    struct bs_programme *programme = NULL;
    struct bs_error err = {0};
    struct bs_buf text;

    bs_buf_init(&text, BS_PROGRAMME_FILE_MAX);
    if (bs_file_read(path, &text, &err) != BS_OK ||
        bs_programme_parse(bs_buf_bytes(&text), &programme, NULL, &err) != BS_OK) {
        fail_msg("%s", err.text);
    }
    bs_buf_finish(&text);
    return programme;
}

/* Every visit fits; returns the kinds that were answered, as bits. */
static unsigned visit_often(const char *path)
{
    struct bs_random random = bs_random_seeded(7);
    struct bs_programme *programme = read_programme(path);
    const struct demo_mood mood = {.at = 0.5};
    unsigned kinds = 0;

    for (int i = 0; i < VISITS; i++) {
        struct bs_submission visit = {.programme = ""};
        struct bs_error err = {0};

        demo_visit(&random, programme, "prinsenhof", &mood, &visit);
        if (bs_submission_fits(&visit, programme, &err) != BS_OK) {
            fail_msg("%s: %s", path, err.text);
        }
        for (size_t a = 0; a < visit.answer_count; a++) {
            kinds |= visit.answers[a].dont_know ? 0 : 1U << visit.answers[a].kind;
        }
    }
    bs_programme_destroy(programme);
    return kinds;
}

static void visits_fit_a_programme_with_branches_of_every_kind(void **state)
{
    static const enum bs_kind expected[] = {BS_KIND_TILES,  BS_KIND_PICTURE, BS_KIND_AGREE,
                                            BS_KIND_POINTS, BS_KIND_PAIR,    BS_KIND_TOP};
    unsigned kinds =
        visit_often(BS_SOURCE_DIR "/tests/data/programmes/valid/every-kind-by-branches/input.json");

    (void)state;
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        assert_true(kinds >> expected[i] & 1);
    }
    assert_int_equal(kinds & (1U << BS_KIND_TEXT | 1U << BS_KIND_CARD), 0);
}

static void visits_fit_what_ships(void **state)
{
    (void)state;
    (void)visit_often(BS_SOURCE_DIR "/assets/programmes/begroting-in-balans.json");
    (void)visit_often(BS_SOURCE_DIR "/assets/programmes/plek-voor-jongeren.json");
    (void)visit_often(BS_SOURCE_DIR "/assets/programmes/samen-in-de-regio.json");
    (void)visit_often(BS_SOURCE_DIR "/assets/programmes/afval-kiezen.json");
    (void)visit_often(BS_SOURCE_DIR "/tests/data/programmes/valid/yes-or-no-leads-on/input.json");
    (void)visit_often(BS_SOURCE_DIR "/tests/data/programmes/valid/after-one-of-a-list/input.json");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(visits_fit_a_programme_with_branches_of_every_kind),
        cmocka_unit_test(visits_fit_what_ships),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
