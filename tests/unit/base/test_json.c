/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Strict parsing, and typed reads that name the path. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include <buurtstem/json.h>
#include <buurtstem/utf8.h>

/* A document, its root, and what reads complained about. */
struct document {
    struct bs_json *json;
    struct bs_complaints complaints;
    struct bs_json_at root;
};

static struct document document;

static const struct bs_json_at *open_document(const char *text)
{
    memset(&document.complaints, 0, sizeof document.complaints);
    assert_int_equal(bs_json_parse(bs_bytes_of(text), &document.json, NULL), BS_OK);
    document.root = bs_json_root(document.json, &document.complaints);
    return &document.root;
}

static int close_document(void **state)
{
    (void)state;
    bs_json_destroy(document.json);
    document.json = NULL;
    return 0;
}

#define NO_JSON                                                                                    \
    "expected JSON; is a comma, a quotation mark or a bracket missing here or just before?"

static void assert_complaints(size_t count, const char *first)
{
    assert_int_equal(document.complaints.count, count);
    if (count > 0) {
        assert_string_equal(document.complaints.text[0], first);
    }
}

static void assert_malformed(struct bs_bytes text, const char *sentence)
{
    struct bs_error err = {0};
    struct bs_json *json = NULL;
    enum bs_err rc = bs_json_parse(text, &json, &err);

    if (rc != BS_BAD) {
        bs_json_destroy(json);
        fail_msg("accepted: %.*s", (int)text.len, (const char *)text.data);
    }
    assert_null(json);
    assert_string_equal(err.text, sentence);
}

static void every_kind_of_value_parses(void **state)
{
    static const char *const good[] = {"{}",   "[]",    "\"a\"", "1",      "-1.5e3",
                                       "true", "false", "null",  " [1] \n"};

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        struct bs_json *json = NULL;

        assert_int_equal(bs_json_parse(bs_bytes_of(good[i]), &json, NULL), BS_OK);
        assert_non_null(json);
        bs_json_destroy(json);
    }
}

static void malformed_text_names_line_and_column(void **state)
{
    static const struct {
        const char *text;
        const char *sentence;
    } bad[] = {
        {"", "line 1, column 1: expected more, found the end"},
        {"{\"a\":1", "line 1, column 6: expected more, found the end"},
        {"{\"a\":1}\n\nx", "line 3, column 1: expected the end, found more"},
        {"1 2", "line 1, column 3: expected the end, found more"},
        {"{\"a\":1,\n \"a\":2}",
         "line 2, column 4: expected a new name, found one that this object has already"},
        {"[1,]", "line 1, column 4: " NO_JSON},
        {"{a:1}", "line 1, column 2: " NO_JSON},
        {"[NaN]", "line 1, column 4: " NO_JSON},
        {"['a']", "line 1, column 2: " NO_JSON},
        {"[01]", "line 1, column 2: " NO_JSON},
        {"// no\n1", "line 1, column 1: " NO_JSON},
        {"\xEF\xBB\xBF{}", "line 1, column 1: " NO_JSON},
        {"[99999999999999999999]", "line 1, column 21: expected a smaller number"},
        {"[1e999]", "line 1, column 6: expected a smaller number"},
        {"\"\\u0000\"", "line 1, column 8: expected text without a NUL character"},
        {"{\"a\\u0000b\":1}", "line 1, column 11: expected text without a NUL character"},
        {"\"\\ud800\"", "line 1, column 8: " NO_JSON},
        {"\"a\tb\"", "line 1, column 2: " NO_JSON},
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_malformed(bs_bytes_of(bad[i].text), bad[i].sentence);
    }
}

static void raw_zero_byte_is_malformed(void **state)
{
    static const struct {
        const char *text;
        size_t len;
    } bad[] = {{"\"a\0b\"", 5}, {"1\0", 2}, {"[1\0]", 4}, {"[1\0,2]", 6}, {"\0", 1}, {"[]\0", 3}};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char sentence[100];

        (void)snprintf(sentence, sizeof sentence,
                       "line 1, column %zu: expected text without a NUL character",
                       strlen(bad[i].text) + 1);
        assert_malformed((struct bs_bytes){(const uint8_t *)bad[i].text, bad[i].len}, sentence);
    }
}

static void no_text_is_malformed(void **state)
{
    (void)state;
    assert_malformed((struct bs_bytes){NULL, 0}, "line 1, column 1: expected more, found the end");
}

static void invalid_utf8_is_malformed(void **state)
{
    static const char *const bad[] = {"\"\xFF\"", "\"\xC0\xAF\"", "\"\xED\xA0\x80\"",
                                      "{\"\xE2\x82\":1}", "\xFF"};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct bs_error err = {0};
        struct bs_json *json = NULL;

        assert_int_equal(bs_json_parse(bs_bytes_of(bad[i]), &json, &err), BS_BAD);
        assert_non_null(strstr(err.text, "expected UTF-8"));
    }
}

static void error_never_quotes_the_text(void **state)
{
    static const char *const bad[] = {"{\"comment\":\"secret words\" \"x\"}", "[secret]",
                                      "\"secret", "{\"secret\":1,\"secret\":2}"};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct bs_error err = {0};
        struct bs_json *json = NULL;

        assert_int_equal(bs_json_parse(bs_bytes_of(bad[i]), &json, &err), BS_BAD);
        assert_null(strstr(err.text, "secret"));
    }
}

static void nest(struct bs_buf *out, int depth, const char *open, const char *close)
{
    bs_buf_reset(out);
    for (int i = 0; i < depth; i++) {
        bs_buf_text(out, open);
    }
    bs_buf_text(out, "1");
    for (int i = 0; i < depth; i++) {
        bs_buf_text(out, close);
    }
}

static void nesting_is_allowed_to_the_limit_and_not_one_deeper(void **state)
{
    struct bs_buf text;
    struct bs_json *json = NULL;

    (void)state;
    bs_buf_init(&text, 1 << 20);
    nest(&text, BS_JSON_DEPTH, "[", "]");
    assert_int_equal(bs_json_parse(bs_buf_bytes(&text), &json, NULL), BS_OK);
    bs_json_destroy(json);
    nest(&text, BS_JSON_DEPTH, "{\"[\\\"{\":", "}");
    assert_int_equal(bs_json_parse(bs_buf_bytes(&text), &json, NULL), BS_OK);
    bs_json_destroy(json);
    nest(&text, BS_JSON_DEPTH + 1, "[", "]");
    assert_malformed(bs_buf_bytes(&text), "line 1, column 33: expected at most 32 levels");
    nest(&text, 100000, "\n[", "]");
    assert_malformed(bs_buf_bytes(&text), "line 34, column 1: expected at most 32 levels");
    bs_buf_finish(&text);
}

static void brackets_one_after_the_other_are_not_deep(void **state)
{
    struct bs_buf text;
    struct bs_json *json = NULL;

    (void)state;
    bs_buf_init(&text, 1000);
    bs_buf_text(&text, "[");
    for (int i = 0; i < 100; i++) {
        bs_buf_text(&text, "{},");
    }
    bs_buf_text(&text, "[]]");
    assert_int_equal(bs_json_parse(bs_buf_bytes(&text), &json, NULL), BS_OK);
    bs_json_destroy(json);
    bs_buf_finish(&text);
}

static void path_names_members_and_items(void **state)
{
    const struct bs_json_at *root = open_document("{\"questions\":[0,1,2,{\"text\":\"x\"}]}");
    struct bs_json_at questions = bs_json_member(root, "questions");
    struct bs_json_at third = bs_json_item(&questions, 3);
    const char *out = "before";

    (void)state;
    assert_string_equal(root->path, "$");
    assert_string_equal(third.path, "$.questions[3]");
    assert_false(bs_json_string(&third, "id", 10, &out));
    assert_string_equal(out, "before");
    assert_complaints(1, "$.questions[3].id: expected a string, found nothing");
}

static void absent_places_lead_to_absent_places(void **state)
{
    const struct bs_json_at *root = open_document("{\"a\":[1],\"b\":2}");
    struct bs_json_at gone = bs_json_member(root, "none");
    struct bs_json_at deeper = bs_json_member(&gone, "deeper");
    struct bs_json_at item = bs_json_item(&deeper, 7);
    struct bs_json_at a = bs_json_member(root, "a");
    struct bs_json_at past = bs_json_item(&a, 1);
    struct bs_json_at b = bs_json_member(root, "b");
    struct bs_json_at within = bs_json_member(&b, "c");

    (void)state;
    assert_false(bs_json_exists(&gone));
    assert_false(bs_json_exists(&item));
    assert_false(bs_json_exists(&past));
    assert_false(bs_json_exists(&within));
    assert_string_equal(item.path, "$.none.deeper[7]");
    assert_int_equal(bs_json_count(&gone), 0);
    assert_complaints(0, NULL);
}

static void types_are_told_apart(void **state)
{
    const struct bs_json_at *root = open_document("{\"o\":{},\"a\":[],\"s\":\"\",\"n\":null}");
    struct bs_json_at o = bs_json_member(root, "o");
    struct bs_json_at a = bs_json_member(root, "a");
    struct bs_json_at s = bs_json_member(root, "s");
    struct bs_json_at n = bs_json_member(root, "n");

    (void)state;
    assert_true(bs_json_is_object(&o) && !bs_json_is_array(&o) && !bs_json_is_string(&o));
    assert_true(bs_json_is_array(&a) && !bs_json_is_object(&a));
    assert_true(bs_json_is_string(&s) && !bs_json_is_array(&s));
    assert_true(bs_json_is_null(&n) && bs_json_exists(&n) && !bs_json_is_string(&n));
    assert_false(bs_json_is_null(&s));
    assert_true(bs_json_is_empty(&s) && !bs_json_is_empty(&n) && !bs_json_is_empty(&a));
    n = bs_json_member(root, "none");
    assert_false(bs_json_is_null(&n));
}

static void members_are_counted_and_kept_in_the_order_of_the_text(void **state)
{
    const struct bs_json_at *root = open_document("{\"zebra\":1,\"aap\":2,\"m\":3,\"0\":4}");
    static const char *const expected[] = {"zebra", "aap", "m", "0"};
    const char *key = "untouched";

    (void)state;
    assert_int_equal(bs_json_count(root), 4);
    for (size_t i = 0; i < 4; i++) {
        struct bs_json_at member = bs_json_nth_member(root, i, &key);

        assert_string_equal(key, expected[i]);
        assert_true(bs_json_exists(&member));
    }
    key = "untouched";
    {
        struct bs_json_at past = bs_json_nth_member(root, 4, &key);

        assert_false(bs_json_exists(&past));
        assert_string_equal(key, "untouched");
    }
}

static void long_path_is_cut_with_a_mark_and_stays_cut(void **state)
{
    const struct bs_json_at *root = open_document("{}");
    struct bs_json_at at = *root;

    (void)state;
    for (int i = 0; i < 60; i++) {
        at = bs_json_member(&at, "straße");
    }
    assert_true(strlen(at.path) < BS_JSON_PATH);
    assert_true(strlen(at.path) > BS_JSON_PATH - 16);
    assert_true(bs_utf8_valid(at.path, strlen(at.path)));
    assert_string_equal(at.path + strlen(at.path) - strlen("…"), "…");
    {
        struct bs_json_at further = bs_json_item(&at, 1);

        assert_string_equal(further.path, at.path);
    }
}

static void key_longer_than_a_path_is_cut(void **state)
{
    const struct bs_json_at *root = open_document("{}");
    char key[4 * BS_JSON_PATH] = "";
    struct bs_json_at at;

    (void)state;
    while (strlen(key) < sizeof key - 4) {
        strcat(key, "€");
    }
    at = bs_json_member(root, key);
    assert_true(strlen(at.path) < BS_JSON_PATH);
    assert_true(bs_utf8_valid(at.path, strlen(at.path)));
}

static void string_of_exactly_its_limit_is_read(void **state)
{
    const struct bs_json_at *root = open_document("{\"s\":\"één\"}");
    const char *out = NULL;

    (void)state;
    assert_true(bs_json_string(root, "s", 5, &out));
    assert_string_equal(out, "één");
    assert_false(bs_json_string(root, "s", 4, &out));
    assert_complaints(1, "$.s: expected a string of at most 4 bytes, found 5");
}

static void empty_string_is_a_complaint(void **state)
{
    const struct bs_json_at *root = open_document("{\"s\":\"\"}");
    const char *out = "before";

    (void)state;
    assert_false(bs_json_string(root, "s", 5, &out));
    assert_false(bs_json_string_or(root, "s", 5, "fallback", &out));
    assert_string_equal(out, "before");
    assert_complaints(2, "$.s: expected a string, found an empty one");
}

static void other_types_are_named_in_the_complaint(void **state)
{
    const struct bs_json_at *root =
        open_document("{\"o\":{},\"a\":[],\"i\":1,\"r\":1.0,\"t\":true,\"f\":false,\"n\":null}");
    static const char *const keys[] = {"o", "a", "i", "r", "t", "f", "n"};
    static const char *const found[] = {"an object",  "an array",      "a whole number",
                                        "a fraction", "true or false", "true or false",
                                        "null"};
    const char *out = "before";

    (void)state;
    for (size_t i = 0; i < 7; i++) {
        char expected[100];

        assert_false(bs_json_string(root, keys[i], 5, &out));
        assert_false(bs_json_string_or(root, keys[i], 5, NULL, &out));
        (void)snprintf(expected, sizeof expected, "$.%s: expected a string, found %s", keys[i],
                       found[i]);
        assert_string_equal(document.complaints.text[2 * i], expected);
    }
    assert_string_equal(out, "before");
}

static void missing_member_takes_the_default_of_an_or_read(void **state)
{
    const struct bs_json_at *root = open_document("{}");
    const char *text = "before";
    int64_t number = 0;
    bool flag = false;

    (void)state;
    assert_true(bs_json_string_or(root, "s", 5, "fallback", &text));
    assert_string_equal(text, "fallback");
    assert_true(bs_json_string_or(root, "s", 5, NULL, &text));
    assert_null(text);
    assert_true(bs_json_int_or(root, "n", 1, 2, 77, &number));
    assert_int_equal(number, 77);
    assert_true(bs_json_bool_or(root, "b", true, &flag));
    assert_true(flag);
    assert_complaints(0, NULL);
}

static void numbers_at_the_limits_are_read(void **state)
{
    const struct bs_json_at *root = open_document(
        "{\"a\":-5,\"b\":5,\"least\":-9223372036854775808,\"most\":9223372036854775807}");
    int64_t out = 0;

    (void)state;
    assert_true(bs_json_int(root, "a", -5, 5, &out));
    assert_int_equal(out, -5);
    assert_true(bs_json_int(root, "b", -5, 5, &out));
    assert_int_equal(out, 5);
    assert_true(bs_json_int(root, "least", INT64_MIN, INT64_MAX, &out));
    assert_true(out == INT64_MIN);
    assert_true(bs_json_int_or(root, "most", INT64_MIN, INT64_MAX, 0, &out));
    assert_true(out == INT64_MAX);
}

static void numbers_past_the_limits_are_complaints(void **state)
{
    const struct bs_json_at *root = open_document("{\"n\":6,\"r\":5.0,\"s\":\"5\"}");
    int64_t out = 42;

    (void)state;
    assert_false(bs_json_int(root, "n", -5, 5, &out));
    assert_false(bs_json_int(root, "n", 7, 9, &out));
    assert_false(bs_json_int_or(root, "n", -5, 5, 1, &out));
    assert_false(bs_json_int(root, "r", -5, 5, &out));
    assert_false(bs_json_int(root, "s", -5, 5, &out));
    assert_false(bs_json_int(root, "none", -5, 5, &out));
    assert_int_equal(out, 42);
    assert_complaints(6, "$.n: expected a whole number from -5 to 5, found 6");
    assert_string_equal(document.complaints.text[3],
                        "$.r: expected a whole number, found a fraction");
    assert_string_equal(document.complaints.text[5],
                        "$.none: expected a whole number, found nothing");
}

static void truth_is_true_or_false_only(void **state)
{
    const struct bs_json_at *root = open_document("{\"t\":true,\"f\":false,\"one\":1,\"n\":null}");
    bool out = false;

    (void)state;
    assert_true(bs_json_bool_or(root, "t", false, &out));
    assert_true(out);
    assert_true(bs_json_bool_or(root, "f", true, &out));
    assert_false(out);
    assert_false(bs_json_bool_or(root, "one", true, &out));
    assert_false(bs_json_bool_or(root, "n", true, &out));
    assert_false(out);
    assert_complaints(2, "$.one: expected true or false, found a whole number");
}

static void string_here_reads_items_of_a_list(void **state)
{
    const struct bs_json_at *root = open_document("[\"nl\",\"\",5]");
    struct bs_json_at first = bs_json_item(root, 0);
    struct bs_json_at second = bs_json_item(root, 1);
    struct bs_json_at third = bs_json_item(root, 2);
    const char *out = NULL;

    (void)state;
    assert_true(bs_json_string_here(&first, 2, &out));
    assert_string_equal(out, "nl");
    assert_false(bs_json_string_here(&second, 2, &out));
    assert_false(bs_json_string_here(&third, 2, &out));
    assert_complaints(2, "$[1]: expected a string, found an empty one");
}

static void number_here_reads_items_of_a_list(void **state)
{
    const struct bs_json_at *root = open_document("[5,6,\"5\"]");
    struct bs_json_at first = bs_json_item(root, 0);
    struct bs_json_at second = bs_json_item(root, 1);
    struct bs_json_at third = bs_json_item(root, 2);
    int64_t out = 0;

    (void)state;
    assert_true(bs_json_int_here(&first, 1, 5, &out));
    assert_false(bs_json_int_here(&second, 1, 5, &out));
    assert_false(bs_json_int_here(&third, 1, 5, &out));
    assert_int_equal(out, 5);
    assert_complaints(2, "$[1]: expected a whole number from 1 to 5, found 6");
}

static void only_names_every_member_that_is_not_listed(void **state)
{
    static const char *const names[] = {"id", "text", NULL};
    const struct bs_json_at *root = open_document("{\"id\":1,\"colour\":2,\"ID\":3}");

    (void)state;
    assert_false(bs_json_only(root, names));
    assert_complaints(2, "$.colour: is not a known name");
    assert_string_equal(document.complaints.text[1], "$.ID: is not a known name");
}

static void only_is_content_with_listed_members_and_with_none(void **state)
{
    static const char *const names[] = {"id", "text", NULL};
    const struct bs_json_at *root = open_document("{\"text\":1}");
    struct bs_json_at number = bs_json_member(root, "text");

    (void)state;
    assert_true(bs_json_only(root, names));
    assert_true(bs_json_only(&number, names));
    assert_complaints(0, NULL);
}

static void reads_without_a_list_drop_their_complaints(void **state)
{
    struct bs_json_at root;
    const char *out = NULL;

    (void)state;
    open_document("{}");
    root = bs_json_root(document.json, NULL);
    assert_false(bs_json_string(&root, "s", 5, &out));
    bs_json_complain(&root, "%s", "nobody listens");
}

static void own_complaint_carries_the_path(void **state)
{
    const struct bs_json_at *root = open_document("{\"a\":1}");
    struct bs_json_at a = bs_json_member(root, "a");

    (void)state;
    bs_json_complain(&a, "expected at least %d", 2);
    assert_complaints(1, "$.a: expected at least 2");
}

static void destroying_nothing_is_fine(void **state)
{
    (void)state;
    bs_json_destroy(NULL);
}

#define JSON_TEST(name) cmocka_unit_test_teardown(name, close_document)

int main(void)
{
    const struct CMUnitTest tests[] = {
        JSON_TEST(every_kind_of_value_parses),
        JSON_TEST(malformed_text_names_line_and_column),
        JSON_TEST(raw_zero_byte_is_malformed),
        JSON_TEST(no_text_is_malformed),
        JSON_TEST(invalid_utf8_is_malformed),
        JSON_TEST(error_never_quotes_the_text),
        JSON_TEST(nesting_is_allowed_to_the_limit_and_not_one_deeper),
        JSON_TEST(brackets_one_after_the_other_are_not_deep),
        JSON_TEST(path_names_members_and_items),
        JSON_TEST(absent_places_lead_to_absent_places),
        JSON_TEST(types_are_told_apart),
        JSON_TEST(members_are_counted_and_kept_in_the_order_of_the_text),
        JSON_TEST(long_path_is_cut_with_a_mark_and_stays_cut),
        JSON_TEST(key_longer_than_a_path_is_cut),
        JSON_TEST(string_of_exactly_its_limit_is_read),
        JSON_TEST(empty_string_is_a_complaint),
        JSON_TEST(other_types_are_named_in_the_complaint),
        JSON_TEST(missing_member_takes_the_default_of_an_or_read),
        JSON_TEST(numbers_at_the_limits_are_read),
        JSON_TEST(numbers_past_the_limits_are_complaints),
        JSON_TEST(truth_is_true_or_false_only),
        JSON_TEST(string_here_reads_items_of_a_list),
        JSON_TEST(number_here_reads_items_of_a_list),
        JSON_TEST(only_names_every_member_that_is_not_listed),
        JSON_TEST(only_is_content_with_listed_members_and_with_none),
        JSON_TEST(reads_without_a_list_drop_their_complaints),
        JSON_TEST(own_complaint_carries_the_path),
        JSON_TEST(destroying_nothing_is_fine),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
