/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A municipality's tokens as colours that everybody can read. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "colour.h"
#include "house_style.h"

static uint32_t colour(const char *text)
{
    uint32_t rgb = 0xABCDEF;
    assert_true(colour_parse(text, &rgb));
    return rgb;
}

static void colours_are_read_as_css_writes_them(void **state)
{
    (void)state;
    assert_int_equal(colour("#0a4f5a"), 0x0A4F5A);
    assert_int_equal(colour("#FA0"), 0xFFAA00);
    assert_int_equal(colour("#FA0F"), 0xFFAA00);
    assert_int_equal(colour("#0a4f5aff"), 0x0A4F5A);
    assert_int_equal(colour("rgb(10, 79, 90)"), 0x0A4F5A);
    assert_int_equal(colour("RGB(10 79 90 / 100%)"), 0x0A4F5A);
    assert_int_equal(colour("rgba(100%,0%,0%,1)"), 0xFF0000);
    assert_int_equal(colour(" hsl(120, 100%, 50%) "), 0x00FF00);
    assert_int_equal(colour("hsla(240deg 100% 25% / 1)"), 0x000080);
    assert_int_equal(colour("hsl(-240,100%,50%)"), 0x00FF00);
}

static void what_is_transparent_is_laid_on_white(void **state)
{
    (void)state;
    assert_int_equal(colour("rgba(0,0,0,0.5)"), 0x808080);
    assert_int_equal(colour("#00000000"), 0xFFFFFF);
}

static void what_is_no_colour_is_refused(void **state)
{
    static const char *const WRONG[] = {
        "",         "#",           "#12",       "#12345",         "#1234567",       "#gggggg",
        "red",      "rgb(1,2)",    "rgb(1,2,3", "rgb(1,2,3)x",    "rgb(a,b,c)",     "calc(1px)",
        "var(--x)", "rgbx(1,2,3)", "hsl()",     "rgb(1,2,3,4,5)", "#123456 #123456"};
    (void)state;
    for (size_t i = 0; i < sizeof WRONG / sizeof WRONG[0]; i++) {
        uint32_t rgb = 7;
        assert_false(colour_parse(WRONG[i], &rgb));
        assert_int_equal(rgb, 7);
    }
}

static void contrast_is_that_of_wcag(void **state)
{
    (void)state;
    assert_true(colour_contrast(0, 0xFFFFFF) > 20.99 && colour_contrast(0, 0xFFFFFF) < 21.01);
    assert_true(colour_contrast(0x777777, 0xFFFFFF) > 4.47 &&
                colour_contrast(0x777777, 0xFFFFFF) < 4.49);
    assert_true(colour_contrast(0x123456, 0x123456) == 1);
}

struct read {
    struct house_style style;
    struct bs_complaints report;
    struct bs_error err;
    enum bs_err rc;
};

static struct read *read_style(const char *text)
{
    struct read *read = calloc(1, sizeof *read);
    assert_non_null(read);
    read->rc = house_style_read((struct bs_bytes){(const uint8_t *)text, strlen(text)},
                                &read->style, &read->report, &read->err);
    return read;
}

static uint32_t of(const struct read *read, const char *token)
{
    for (size_t i = 0; i < read->style.count; i++) {
        if (strcmp(read->style.colour[i].token, token) == 0) {
            return read->style.colour[i].rgb;
        }
    }
    fail_msg("no %s", token);
    return 0;
}

static bool is_told(const struct read *read, const char *what)
{
    for (size_t i = 0; i < read->report.count; i++) {
        if (strstr(read->report.text[i], what) != NULL) {
            return true;
        }
    }
    return false;
}

/* K22 K23 */
static void assert_everything_is_readable(const struct read *read)
{
    static const struct {
        const char *front, *back;
        double least;
    } PAIRS[] = {{"ink", "paper", 7},   {"ink", "tint", 7},    {"soft", "paper", 7},
                 {"canal", "paper", 7}, {"canal", "tint", 7},  {"on_canal", "canal", 7},
                 {"soft", "tint", 7},   {"brick", "paper", 7}, {"edge", "paper", 3},
                 {"canal", "bar", 3}};
    for (size_t i = 0; i < sizeof PAIRS / sizeof PAIRS[0]; i++) {
        assert_true(colour_contrast(of(read, PAIRS[i].front), of(read, PAIRS[i].back)) >=
                    PAIRS[i].least);
    }
    assert_true(colour_contrast(of(read, "ink"), 0xFFFFFF) >= 7);
    assert_true(colour_contrast(of(read, "ink"), 0xFFC94D) >= 7);
    assert_true(colour_contrast(of(read, "canal"), 0xFFFFFF) >= 7);
}

static void good_colours_are_taken_as_they_are(void **state)
{
    (void)state;
    struct read *read = read_style("{\"utrechtButtonPrimaryActionBackgroundColor\": \"#003C78\","
                                   "\"utrechtButtonPrimaryActionColor\": \"#FFF\","
                                   "\"utrechtDocumentColor\": \"#111827\","
                                   "\"utrechtDocumentBackgroundColor\": \"#FFFFFF\"}");
    assert_int_equal(read->rc, BS_OK);
    assert_int_equal(of(read, "canal"), 0x003C78);
    assert_int_equal(of(read, "ink"), 0x111827);
    assert_int_equal(of(read, "paper"), 0xFFFFFF);
    assert_false(is_told(read, "made"));
    assert_everything_is_readable(read);
    free(read);
}

/* K22 */
static void a_colour_that_is_too_light_is_made_darker_and_that_is_told(void **state)
{
    (void)state;
    struct read *read = read_style("{\"utrechtButtonPrimaryActionBackgroundColor\": \"#FFD200\","
                                   "\"utrechtButtonPrimaryActionColor\": \"#000000\"}");
    assert_int_equal(read->rc, BS_OK);
    assert_int_not_equal(of(read, "canal"), 0xFFD200);
    assert_int_equal(of(read, "on_canal"), 0xFFFFFF);
    assert_true(is_told(read, "canal: #FFD200 is too light"));
    assert_true(is_told(read, "on_canal: #000000 is not read on the buttons"));
    assert_everything_is_readable(read);
    free(read);
}

static void a_dark_background_is_left_out(void **state)
{
    (void)state;
    struct read *read = read_style(
        "{\"utrechtDocumentBackgroundColor\": \"#101010\", \"utrechtDocumentColor\": \"#FFFFFF\"}");
    assert_int_equal(read->rc, BS_OK);
    assert_int_equal(of(read, "paper"), 0xFBF7F0);
    assert_true(is_told(read, "paper: too dark"));
    assert_everything_is_readable(read);
    free(read);
}

static void the_first_token_of_a_chain_that_is_a_colour_counts(void **state)
{
    (void)state;
    struct read *read =
        read_style("{\"utrechtButtonPrimaryActionBackgroundColor\": \"var(--brand)\","
                   "\"basisColorAction1BgDefault\": 12, \"utrechtLinkColor\": \"#00497A\"}");
    assert_int_equal(read->rc, BS_OK);
    assert_int_equal(of(read, "canal"), 0x00497A);
    assert_true(is_told(read, "from utrechtLinkColor"));
    assert_true(is_told(read, "ink: not in the file"));
    free(read);
}

static void a_colour_that_cannot_be_read_is_named(void **state)
{
    (void)state;
    struct read *read = read_style("{\"utrechtLinkColor\": \"#00497A\","
                                   "\"utrechtDocumentColor\": \"var(--ink)\"}");
    assert_int_equal(read->rc, BS_OK);
    assert_true(is_told(read, "ink: utrechtDocumentColor is not written as #, rgb or hsl"));
    assert_true(is_told(read, "soft: not in the file"));
    free(read);
}

/* K22 K23 */
static void any_colours_end_readable(void **state)
{
    (void)state;
    uint32_t dice = 12345;
    for (int round = 0; round < 2000; round++) {
        char text[400];
        uint32_t rgb[5];
        for (int i = 0; i < 5; i++) {
            dice = dice * 1664525 + 1013904223;
            rgb[i] = dice >> 8;
        }
        (void)snprintf(text, sizeof text,
                       "{\"utrechtButtonPrimaryActionBackgroundColor\": \"#%06x\","
                       "\"utrechtDocumentColor\": \"#%06x\", \"utrechtAlertErrorColor\": \"#%06x\","
                       "\"utrechtTextboxBorderColor\": \"#%06x\","
                       "\"utrechtDocumentBackgroundColor\": \"#%06x\"}",
                       rgb[0], rgb[1], rgb[2], rgb[3], rgb[4]);
        struct read *read = read_style(text);
        assert_int_equal(read->rc, BS_OK);
        assert_everything_is_readable(read);
        free(read);
    }
}

static void files_that_are_no_house_style_are_refused(void **state)
{
    static const struct {
        const char *text;
        enum bs_err rc;
    } WRONG[] = {
        {"[]", BS_BAD}, {"{}", BS_BAD}, {"{\"a\": \"#fff\"}", BS_BAD}, {"{", BS_BAD}, {"", BS_BAD}};
    (void)state;
    for (size_t i = 0; i < sizeof WRONG / sizeof WRONG[0]; i++) {
        struct read *read = read_style(WRONG[i].text);
        assert_int_equal(read->rc, WRONG[i].rc);
        assert_int_equal(read->style.count, 0);
        assert_true(read->err.text[0] != '\0');
        free(read);
    }
}

static char *with_tokens(size_t count)
{
    char *text = malloc(count * 16 + 64);
    assert_non_null(text);
    size_t len = (size_t)sprintf(text, "{\"utrechtLinkColor\":\"#003C78\"");
    for (size_t i = 1; i < count; i++) {
        len += (size_t)sprintf(text + len, ",\"t%zu\":1", i);
    }
    text[len] = '}';
    text[len + 1] = '\0';
    return text;
}

static void a_file_has_so_many_tokens_and_no_more(void **state)
{
    (void)state;
    for (int more = 0; more < 2; more++) {
        char *text = with_tokens(HOUSE_STYLE_TOKENS_MAX + (size_t)more);
        struct read *read = read_style(text);
        assert_int_equal(read->rc, more ? BS_LIMIT : BS_OK);
        free(read);
        free(text);
    }
}

static void a_file_has_so_many_bytes_and_no_more(void **state)
{
    (void)state;
    static const char BEGIN[] = "{\"utrechtLinkColor\":\"#003C78\"}";
    for (int more = 0; more < 2; more++) {
        size_t size = HOUSE_STYLE_FILE_MAX + (size_t)more;
        char *text = malloc(size + 1);
        assert_non_null(text);
        memset(text, ' ', size);
        memcpy(text, BEGIN, sizeof BEGIN - 1);
        text[size] = '\0';
        struct read *read = read_style(text);
        assert_int_equal(read->rc, more ? BS_LIMIT : BS_OK);
        free(read);
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(colours_are_read_as_css_writes_them),
        cmocka_unit_test(what_is_transparent_is_laid_on_white),
        cmocka_unit_test(what_is_no_colour_is_refused),
        cmocka_unit_test(contrast_is_that_of_wcag),
        cmocka_unit_test(good_colours_are_taken_as_they_are),
        cmocka_unit_test(a_colour_that_is_too_light_is_made_darker_and_that_is_told),
        cmocka_unit_test(a_dark_background_is_left_out),
        cmocka_unit_test(the_first_token_of_a_chain_that_is_a_colour_counts),
        cmocka_unit_test(a_colour_that_cannot_be_read_is_named),
        cmocka_unit_test(any_colours_end_readable),
        cmocka_unit_test(files_that_are_no_house_style_are_refused),
        cmocka_unit_test(a_file_has_so_many_tokens_and_no_more),
        cmocka_unit_test(a_file_has_so_many_bytes_and_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
