/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "noto.h"

#define WIDTH  600
#define HEIGHT 120

static const struct ui_colour ink = {0, 0, 0, 255};

struct sheet {
    uint32_t pixels[WIDTH * HEIGHT];
    struct canvas canvas;
};

static void clear(struct sheet *sheet)
{
    for (size_t i = 0; i < WIDTH * HEIGHT; i++) {
        sheet->pixels[i] = 0xFFFFFFFFU;
    }
    sheet->canvas = (struct canvas){sheet->pixels, WIDTH, HEIGHT, WIDTH};
}

static void draw(struct text *text, struct sheet *sheet, const char *lang, const char *label, int x,
                 int baseline)
{
    const struct text_line line = noto_line(lang, label);
    text_draw(text, &sheet->canvas, &line, x, baseline, ink);
}

/* The box around everything that is not white. */
static struct ui_rect inked(const struct sheet *sheet)
{
    int left = WIDTH;
    int right = -1;
    int top = HEIGHT;
    int bottom = -1;
    for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++) {
            if (sheet->pixels[y * WIDTH + x] != 0xFFFFFFFFU) {
                left = x < left ? x : left;
                right = x > right ? x : right;
                top = y < top ? y : top;
                bottom = y;
            }
        }
    }
    return (struct ui_rect){left, top, right - left + 1, bottom - top + 1};
}

static void capital_stands_on_the_baseline(void **state)
{
    static struct sheet sheet;
    clear(&sheet);
    draw(*state, &sheet, "nl", "H", 50, 80);
    const struct ui_rect box = inked(&sheet);
    assert_in_range(box.y + box.h, 80, 81);
    /* 0.714 of 40 px. */
    assert_in_range(box.h, 28, 30);
}

static void arabic_and_latin_share_the_baseline(void **state)
{
    static struct sheet sheet;
    clear(&sheet);
    draw(*state, &sheet, "ar", "ا", 50, 80);
    const struct ui_rect box = inked(&sheet);
    assert_in_range(box.y + box.h, 80, 81);
}

static void ink_is_inside_the_measured_width(void **state)
{
    const char *const labels[] = {"Hoe schoon is uw straat?", "jjj", "ما مدى نظافة؟",
                                  "وقت (60 ثانية)"};
    static struct sheet sheet;
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++) {
        const char *lang = i < 2 ? "nl" : "ar";
        clear(&sheet);
        draw(*state, &sheet, lang, labels[i], 20, 80);
        const struct ui_rect box = inked(&sheet);
        assert_true(box.x >= 20);
        assert_true(box.x + box.w <= 20 + noto_width(*state, lang, labels[i]));
    }
}

static void ink_is_inside_the_extent(void **state)
{
    const struct ui_text_ops ops = text_ops(*state);
    const char *const labels[] = {"ÅÉŻĞİg", "سيّئ جدًّا أعرف رجوع"};
    const char *const langs[] = {"nl", "ar"};
    static struct sheet sheet;
    for (size_t i = 0; i < 2; i++) {
        int ascent = 0;
        int descent = 0;
        clear(&sheet);
        draw(*state, &sheet, langs[i], labels[i], 20, 70);
        ops.extent(ops.self, noto_regular, langs[i], &ascent, &descent);
        const struct ui_rect box = inked(&sheet);
        assert_true(box.y >= 70 - ascent);
        assert_true(box.y + box.h <= 70 + descent + 1);
    }
}

static void brackets_are_mirrored_in_arabic(void **state)
{
    static struct sheet left;
    static struct sheet right;
    clear(&left);
    clear(&right);
    draw(*state, &left, "nl", "(", 20, 80);
    draw(*state, &right, "ar", ")", 20, 80);
    assert_memory_equal(left.pixels, right.pixels, sizeof left.pixels);
}

static void hyphen_is_drawn_behind_a_broken_word(void **state)
{
    static struct sheet broken;
    static struct sheet whole;
    const char *label = "vuilnis\u00ADzakken";
    const struct text_line line = {.font = noto_regular,
                                   .lang = "nl",
                                   .paragraph = label,
                                   .from = 0,
                                   .len = strlen("vuilnis\u00AD"),
                                   .hyphen = true};
    clear(&broken);
    clear(&whole);
    text_draw(*state, &broken.canvas, &line, 20, 80, ink);
    draw(*state, &whole, "nl", "vuilnis-", 20, 80);
    assert_memory_equal(broken.pixels, whole.pixels, sizeof whole.pixels);
}

static void controls_are_not_drawn(void **state)
{
    static struct sheet with;
    static struct sheet without;
    clear(&with);
    clear(&without);
    draw(*state, &with, "nl",
         "\u2068"
         "Goed\u2069\u200E\u00AD",
         20, 80);
    draw(*state, &without, "nl", "Goed", 20, 80);
    assert_memory_equal(with.pixels, without.pixels, sizeof with.pixels);
}

static void drawing_over_the_edge_is_left_out(void **state)
{
    static struct sheet sheet;
    clear(&sheet);
    draw(*state, &sheet, "nl", "Hoe schoon is uw straat?", -100, 10);
    draw(*state, &sheet, "nl", "Hoe schoon is uw straat?", WIDTH - 30, HEIGHT + 10);
    draw(*state, &sheet, "nl", "Hoe schoon", 5000, -5000);
    assert_true(inked(&sheet).w > 0);
}

static void colour_is_laid_over_by_cover(void **state)
{
    (void)state;
    const uint32_t red = canvas_pixel((struct ui_colour){255, 0, 0, 255});
    assert_int_equal(canvas_blend(0xFF123456U, red, 0), 0xFF123456U);
    assert_int_equal(canvas_blend(0xFF123456U, red, 255), 0xFFFF0000U);
    assert_int_equal(canvas_blend(0xFF000000U, 0xFFFFFFFFU, 128), 0xFF808080U);
    for (uint32_t cover = 0; cover < 256; cover++) {
        const uint32_t expected = (200 * (255 - cover) + 40 * cover + 127) / 255;
        const uint32_t found = canvas_blend(0xFFC8C8C8U, 0xFF282828U, cover);
        assert_int_equal(found, 0xFF000000U | expected << 16 | expected << 8 | expected);
    }
}

static void many_sizes_do_not_pile_up_open_fonts(void **state)
{
    static struct sheet sheet;
    clear(&sheet);
    for (int px = 10; px < 200; px++) {
        struct text_line line = noto_line("nl", "Goed");
        line.font.px = px;
        text_draw(*state, &sheet.canvas, &line, 10, 80, ink);
    }
    const int width = noto_width(*state, "nl", "Goed");
    assert_in_range(width, 80, 120);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(capital_stands_on_the_baseline),
        cmocka_unit_test(arabic_and_latin_share_the_baseline),
        cmocka_unit_test(ink_is_inside_the_measured_width),
        cmocka_unit_test(ink_is_inside_the_extent),
        cmocka_unit_test(brackets_are_mirrored_in_arabic),
        cmocka_unit_test(hyphen_is_drawn_behind_a_broken_word),
        cmocka_unit_test(controls_are_not_drawn),
        cmocka_unit_test(drawing_over_the_edge_is_left_out),
        cmocka_unit_test(colour_is_laid_over_by_cover),
        cmocka_unit_test(many_sizes_do_not_pile_up_open_fonts),
    };
    return cmocka_run_group_tests(tests, noto_open, noto_close);
}
