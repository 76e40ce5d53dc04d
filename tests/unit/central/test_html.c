/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The escaping writer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "html.h"

static struct bs_buf buf;

static const char *text_of(const char *text)
{
    struct html html = {.out = &buf};
    bs_buf_reset(&buf);
    html_text(&html, text);
    return bs_buf_string(&buf);
}

static void text_escapes_what_could_be_markup(void **state)
{
    (void)state;
    assert_string_equal(text_of("<b a='1' c=\"2\">&amp;"),
                        "&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;amp;");
}

static void text_keeps_letters_of_every_script(void **state)
{
    (void)state;
    assert_string_equal(text_of("café العربية ⴰⵎⴰⵣⵉⵖ 😀"), "café العربية ⴰⵎⴰⵣⵉⵖ 😀");
}

static void text_keeps_tab_and_newline(void **state)
{
    (void)state;
    assert_string_equal(text_of("a\tb\nc"), "a\tb\nc");
}

static void text_replaces_control_characters(void **state)
{
    (void)state;
    assert_string_equal(text_of("a\x01"
                                "b\x7f"
                                "c\xc2\x85"),
                        "a\uFFFDb\uFFFDc\uFFFD");
}

static void text_replaces_what_turns_the_direction(void **state)
{
    (void)state;
    assert_string_equal(text_of("a\u202Eb\u2066c"), "a\uFFFDb\uFFFDc");
}

static void text_replaces_broken_utf8(void **state)
{
    (void)state;
    assert_string_equal(text_of("a\xff"
                                "b"),
                        "a\uFFFDb");
    assert_string_equal(text_of("\xc0\xbcscript"), "\uFFFD\uFFFDscript");
}

static void attribute_cannot_be_left(void **state)
{
    struct html html = {.out = &buf};
    (void)state;
    bs_buf_reset(&buf);
    html_attr(&html, "value", "\"><script>");
    assert_string_equal(bs_buf_string(&buf), " value=\"&quot;&gt;&lt;script&gt;\"");
}

static void formatted_text_is_escaped_after_formatting(void **state)
{
    struct html html = {.out = &buf};
    (void)state;
    bs_buf_reset(&buf);
    html_textf(&html, "%s: %d", "<i>", 3);
    assert_string_equal(bs_buf_string(&buf), "&lt;i&gt;: 3");
}

static void formatted_text_is_cut_between_characters(void **state)
{
    char long_text[1502];
    struct html html = {.out = &buf};
    (void)state;
    for (size_t i = 0; i < 1500; i += 3) {
        memcpy(long_text + i, "€", 3);
    }
    long_text[1500] = '\0';
    bs_buf_reset(&buf);
    html_textf(&html, "%s", long_text);
    assert_int_equal(buf.len, 999);
    assert_null(strstr(bs_buf_string(&buf), "\uFFFD"));
}

static void url_part_keeps_only_what_is_plain(void **state)
{
    struct html html = {.out = &buf};
    (void)state;
    bs_buf_reset(&buf);
    html_url_part(&html, "a-b_1.~/?&\" é");
    assert_string_equal(bs_buf_string(&buf), "a-b_1.~%2F%3F%26%22%20%C3%A9");
}

static void writing_beyond_the_limit_is_noticed(void **state)
{
    struct bs_buf small;
    struct html html = {.out = &small};
    (void)state;
    bs_buf_init(&small, 8);
    html_text(&html, "12345678");
    assert_false(small.over);
    html_text(&html, "9");
    assert_true(small.over);
    bs_buf_finish(&small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_escapes_what_could_be_markup),
        cmocka_unit_test(text_keeps_letters_of_every_script),
        cmocka_unit_test(text_keeps_tab_and_newline),
        cmocka_unit_test(text_replaces_control_characters),
        cmocka_unit_test(text_replaces_what_turns_the_direction),
        cmocka_unit_test(text_replaces_broken_utf8),
        cmocka_unit_test(attribute_cannot_be_left),
        cmocka_unit_test(formatted_text_is_escaped_after_formatting),
        cmocka_unit_test(formatted_text_is_cut_between_characters),
        cmocka_unit_test(url_part_keeps_only_what_is_plain),
        cmocka_unit_test(writing_beyond_the_limit_is_noticed),
    };
    bs_buf_init(&buf, 64 * 1024);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    bs_buf_finish(&buf);
    return failed;
}
