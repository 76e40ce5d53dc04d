/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What central makes of a house style is what the kiosk can show. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "house_style.h"
#include "theme.h"

#define ROUNDS 2000

static const struct ui_display reference = {1920, 1080, 476, 268, 920, 600};

static struct ui_theme shipped(void)
{
    struct ui_theme theme;
    struct ui_theme_error error;
    struct bs_buf file;
    bs_buf_init(&file, 65536);
    assert_int_equal(bs_file_read(BS_SOURCE_DIR "/assets/themes/default.theme", &file, NULL),
                     BS_OK);
    assert_true(theme_parse(bs_buf_string(&file), file.len, &reference, &theme, &error));
    bs_buf_finish(&file);
    return theme;
}

static struct ui_colour colour_of(uint32_t rgb)
{
    return (struct ui_colour){(uint8_t)(rgb >> 16), (uint8_t)(rgb >> 8), (uint8_t)rgb, 255};
}

static void wear(struct ui_theme *theme, const char *variables)
{
    struct house_style style;
    struct bs_complaints report = {0};
    assert_int_equal(
        house_style_read((struct bs_bytes){(const uint8_t *)variables, strlen(variables)}, &style,
                         &report, NULL),
        BS_OK);
    for (size_t i = 0; i < style.count; i++) {
        assert_true(theme_recolour(theme, style.colour[i].token, colour_of(style.colour[i].rgb)));
    }
}

/* K22 K23 */
static void whatever_a_house_style_says_can_be_read_on_the_kiosk(void **state)
{
    (void)state;
    const struct ui_theme plain = shipped();
    uint32_t dice = 4711;
    for (int round = 0; round < ROUNDS; round++) {
        char text[400];
        uint32_t rgb[5];
        for (int i = 0; i < 5; i++) {
            dice = dice * 1664525 + 1013904223;
            rgb[i] = dice >> 8;
        }
        snprintf(text, sizeof text,
                 "{\"utrechtButtonPrimaryActionBackgroundColor\": \"#%06x\","
                 "\"utrechtDocumentColor\": \"#%06x\", \"utrechtAlertErrorColor\": \"#%06x\","
                 "\"utrechtTextboxBorderColor\": \"#%06x\","
                 "\"utrechtDocumentBackgroundColor\": \"#%06x\"}",
                 rgb[0], rgb[1], rgb[2], rgb[3], rgb[4]);
        struct ui_theme theme = plain;
        wear(&theme, text);
        if (!theme_is_readable(&theme)) {
            fail_msg("not readable: %s", text);
        }
    }
}

static void letters_in_the_colour_of_the_paper_are_not_readable(void **state)
{
    (void)state;
    struct ui_theme theme = shipped();
    assert_true(theme_is_readable(&theme));
    assert_true(theme_recolour(&theme, "ink", theme.colour[UI_PAPER]));
    assert_false(theme_is_readable(&theme));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whatever_a_house_style_says_can_be_read_on_the_kiosk),
        cmocka_unit_test(letters_in_the_colour_of_the_paper_are_not_readable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
