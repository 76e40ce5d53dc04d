/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Geometry of the bars. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "chart.h"
#include "dashboard_stage.h"

static struct bs_buf buf;
static const struct html page = {.out = &buf};

static const char *stacked(const int64_t *counts, size_t count, int label_from)
{
    static const char *const values[] = {"very_bad", "bad", "neutral", "good", "very_good"};
    struct chart_part parts[5];
    for (size_t i = 0; i < count; i++) {
        parts[i] = (struct chart_part){values[i], values[i], counts[i]};
    }
    bs_buf_reset(&buf);
    chart_stacked(&page, parts, count, label_from);
    return bs_buf_string(&buf);
}

static void parts_follow_each_other_without_gap(void **state)
{
    const int64_t counts[] = {1, 1, 1};
    const char *svg = stacked(counts, 3, 5);
    (void)state;
    assert_non_null(strstr(svg, "<rect class=\"f1\" x=\"0.00%\" width=\"33.33%\""));
    assert_non_null(strstr(svg, "<rect class=\"f2\" x=\"33.33%\" width=\"33.33%\""));
    assert_non_null(strstr(svg, "<rect class=\"f3\" x=\"66.66%\" width=\"33.34%\""));
}

static void borders_stand_between_parts_only(void **state)
{
    const int64_t counts[] = {2, 0, 1, 1, 0};
    const char *svg = stacked(counts, 5, 5);
    (void)state;
    assert_int_equal(times_said(svg, "<line"), 2);
    assert_non_null(strstr(svg, "x1=\"50.00%\" x2=\"50.00%\""));
    assert_non_null(strstr(svg, "x1=\"75.00%\" x2=\"75.00%\""));
}

static void part_below_the_limit_has_no_label(void **state)
{
    const int64_t counts[] = {9, 91};
    (void)state;
    assert_int_equal(times_said(stacked(counts, 2, 10), "<text"), 1);
    assert_int_equal(times_said(stacked(counts, 2, 9), "<text"), 2);
}

static void description_tells_every_share(void **state)
{
    const int64_t counts[] = {1, 3};
    (void)state;
    assert_non_null(
        strstr(stacked(counts, 2, 5), "<title>very_bad 25\u00A0%, bad 75\u00A0%</title>"));
}

static void bar_of_nothing_says_so(void **state)
{
    const int64_t counts[] = {0, 0};
    const char *svg = stacked(counts, 2, 5);
    (void)state;
    assert_non_null(strstr(svg, "<title>Geen antwoorden</title>"));
    assert_null(strstr(svg, "<rect"));
}

static void label_of_a_choice_is_escaped(void **state)
{
    const struct chart_part parts[] = {{"x", "</title><script>", 1}};
    (void)state;
    bs_buf_reset(&buf);
    chart_stacked(&page, parts, 1, 5);
    assert_null(strstr(bs_buf_string(&buf), "<script"));
    assert_non_null(strstr(bs_buf_string(&buf), "&lt;/title&gt;"));
}

static void billions_of_answers_do_not_overflow(void **state)
{
    const int64_t counts[] = {INT64_C(4000000000000), INT64_C(4000000000000)};
    (void)state;
    assert_non_null(strstr(stacked(counts, 2, 5), "x=\"50.00%\" width=\"50.00%\""));
}

static void share_never_leaves_its_track(void **state)
{
    (void)state;
    bs_buf_reset(&buf);
    chart_share(&page, 5, 4);
    assert_non_null(strstr(bs_buf_string(&buf), "width=\"100.00%\""));
    bs_buf_reset(&buf);
    chart_share(&page, 0, 0);
    assert_non_null(strstr(bs_buf_string(&buf), "width=\"0.00%\""));
}

static void share_is_hidden_from_screen_readers(void **state)
{
    (void)state;
    bs_buf_reset(&buf);
    chart_share(&page, 1, 4);
    assert_non_null(strstr(bs_buf_string(&buf), "aria-hidden=\"true\""));
}

static void no_chart_carries_inline_style(void **state)
{
    const int64_t counts[] = {1, 2, 3, 4, 5};
    (void)state;
    assert_null(strstr(stacked(counts, 5, 5), "style="));
    assert_null(strstr(bs_buf_string(&buf), "fill="));
    chart_face(&page, "good");
    assert_null(strstr(bs_buf_string(&buf), "style="));
}

static void face_of_an_unknown_value_is_not_drawn(void **state)
{
    (void)state;
    bs_buf_reset(&buf);
    chart_face(&page, "keuze-1");
    assert_int_equal(buf.len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_follow_each_other_without_gap),
        cmocka_unit_test(borders_stand_between_parts_only),
        cmocka_unit_test(part_below_the_limit_has_no_label),
        cmocka_unit_test(description_tells_every_share),
        cmocka_unit_test(bar_of_nothing_says_so),
        cmocka_unit_test(label_of_a_choice_is_escaped),
        cmocka_unit_test(billions_of_answers_do_not_overflow),
        cmocka_unit_test(share_never_leaves_its_track),
        cmocka_unit_test(share_is_hidden_from_screen_readers),
        cmocka_unit_test(no_chart_carries_inline_style),
        cmocka_unit_test(face_of_an_unknown_value_is_not_drawn),
    };
    bs_buf_init(&buf, 64 * 1024);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    bs_buf_finish(&buf);
    return failed;
}
