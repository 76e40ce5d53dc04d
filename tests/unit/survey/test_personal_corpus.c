/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* How much of what points to a person is found in lines by somebody who had not seen the detector, and how much is found that
 * does not. A place counts as found if all of it would be masked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "personal_data.h"

#define KINDS       6
#define LINES_LEAST 200
#define SPANS_MAX   8
#define TEXT_MAX    2048
#define MARK_BEGIN  "\xE2\x9F\xA6"
#define MARK_END    "\xE2\x9F\xA7"

static const char *const NAMES[KINDS] = {
    [PERSONAL_EMAIL] = "email", [PERSONAL_PHONE] = "phone",       [PERSONAL_IBAN] = "iban",
    [PERSONAL_BSN] = "bsn",     [PERSONAL_POSTCODE] = "postcode", [PERSONAL_NAME] = "name"};

struct span {
    int kind;
    size_t from, to;
    bool is_covered, is_of_kind;
};

static struct {
    int lines, marked[KINDS], found[KINDS], covered[KINDS], proposed[KINDS], right[KINDS];
} sum;
static bool is_loud;

static int kind_of(const char *text, size_t len)
{
    for (int i = 0; i < KINDS; i++) {
        if (strlen(NAMES[i]) == len && memcmp(NAMES[i], text, len) == 0) {
            return i;
        }
    }
    fail_msg("no kind: %.*s", (int)len, text);
    return -1;
}

/* Takes the marks out. */
static size_t unmark(const char *line, char *text, struct span spans[SPANS_MAX])
{
    size_t count = 0, len = 0;
    while (*line != '\0') {
        if (strncmp(line, MARK_BEGIN, 3) == 0) {
            const char *bar = strchr(line, '|');
            assert_non_null(bar);
            assert_true(count < SPANS_MAX);
            spans[count] =
                (struct span){.kind = kind_of(line + 3, (size_t)(bar - line - 3)), .from = len};
            line = bar + 1;
        } else if (strncmp(line, MARK_END, 3) == 0) {
            spans[count++].to = len;
            line += 3;
        } else {
            assert_true(len < TEXT_MAX - 1);
            text[len++] = *line++;
        }
    }
    text[len] = '\0';
    return count;
}

/* A mask may take the word before it along: "mevrouw Jansen", "BSN 123456782". */
static void compare(const char *text, struct span *spans, size_t count)
{
    struct personal_data found[PERSONAL_DATA_MAX];
    const size_t places = personal_data_find(text, found);
    for (size_t i = 0; i < places; i++) {
        const size_t from = found[i].from, to = from + found[i].len;
        bool is_right = false;
        for (size_t s = 0; s < count; s++) {
            const bool touches = from < spans[s].to && to > spans[s].from;
            const bool covers = from <= spans[s].from && to >= spans[s].to;
            spans[s].is_covered = spans[s].is_covered || covers;
            spans[s].is_of_kind =
                spans[s].is_of_kind || (covers && spans[s].kind == (int)found[i].kind);
            is_right = is_right || touches;
        }
        sum.proposed[found[i].kind]++;
        sum.right[found[i].kind] += is_right ? 1 : 0;
        if (!is_right && is_loud) {
            printf("  too much, %s \"%.*s\": %s\n", NAMES[found[i].kind], (int)found[i].len,
                   text + from, text);
        }
    }
    for (size_t s = 0; s < count; s++) {
        sum.marked[spans[s].kind]++;
        sum.covered[spans[s].kind] += spans[s].is_covered ? 1 : 0;
        sum.found[spans[s].kind] += spans[s].is_of_kind ? 1 : 0;
        if (!spans[s].is_covered && is_loud) {
            printf("  missed, %s \"%.*s\": %s\n", NAMES[spans[s].kind],
                   (int)(spans[s].to - spans[s].from), text + spans[s].from, text);
        }
    }
}

static void read_file(const char *path)
{
    char line[TEXT_MAX + 8], text[TEXT_MAX];
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL) {
        struct span spans[SPANS_MAX] = {0};
        const char *tab = strchr(line, '\t');
        if (line[0] == '#') {
            continue;
        }
        assert_non_null(tab);
        line[strcspn(line, "\n")] = '\0';
        sum.lines++;
        const size_t count = unmark(tab + 1, text, spans);
        compare(text, spans, count);
    }
    (void)fclose(file);
}

/* Rules were mended by what the first one showed; nobody who made rules had seen the second. */
static int read_first(void **state)
{
    (void)state;
    memset(&sum, 0, sizeof sum);
    is_loud = getenv("BS_LOUD") != NULL;
    read_file(BS_SOURCE_DIR "/tests/data/personal_lines.tsv");
    return 0;
}

static int read_unseen(void **state)
{
    (void)state;
    memset(&sum, 0, sizeof sum);
    read_file(BS_SOURCE_DIR "/tests/data/personal_lines_unseen.tsv");
    return 0;
}

static double share(int part, int all)
{
    return all == 0 ? 1.0 : (double)part / all;
}

static void the_corpus_is_whole(void **state)
{
    (void)state;
    assert_true(sum.lines >= LINES_LEAST);
    for (int i = 0; i < KINDS; i++) {
        assert_true(sum.marked[i] >= 30);
        printf("%-8s %3d marked: recall %.3f (as that kind %.3f); %3d proposed: precision %.3f\n",
               NAMES[i], sum.marked[i], share(sum.covered[i], sum.marked[i]),
               share(sum.found[i], sum.marked[i]), sum.proposed[i],
               share(sum.right[i], sum.proposed[i]));
    }
}

static void numbers_and_addresses_are_found(void **state)
{
    (void)state;
    for (int i = 0; i < KINDS; i++) {
        if (i != PERSONAL_NAME && share(sum.covered[i], sum.marked[i]) < 0.95) {
            fail_msg("%s: recall %.3f", NAMES[i], share(sum.covered[i], sum.marked[i]));
        }
    }
}

static void little_else_is_proposed(void **state)
{
    (void)state;
    for (int i = 0; i < KINDS; i++) {
        if (i != PERSONAL_NAME && share(sum.right[i], sum.proposed[i]) < 0.9) {
            fail_msg("%s: precision %.3f", NAMES[i], share(sum.right[i], sum.proposed[i]));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_corpus_is_whole),
        cmocka_unit_test(numbers_and_addresses_are_found),
        cmocka_unit_test(little_else_is_proposed),
    };
    return cmocka_run_group_tests_name("the first corpus", tests, read_first, NULL) +
           cmocka_run_group_tests_name("the unseen one", tests, read_unseen, NULL);
}
