/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Keyboards as data: what a file may say, where it ends, and what the shipped ones hold. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include <buurtstem/buf.h>

#include "keyboard.h"

#define SAMPLE                                                                                     \
    "# a comment\n\nlayer small ab\nto capitals\nrow a b c\nrow d e\nfoot , .\n"                   \
    "layer capitals AB once\nrow A B C\nrow D E\n"
#define ELEVEN 11 /* keys of 20 mm with 5 mm between them on a display of 299 mm with its margins */

static bool parse(const char *text, struct keyboard *out, struct keyboard_error *error)
{
    return keyboard_parse(text, strlen(text), out, error);
}

static void assert_refused(const char *text, int line, const char *why)
{
    struct keyboard keyboard = {.name = "kept"}, before = keyboard;
    struct keyboard_error error = {0};
    if (parse(text, &keyboard, &error)) {
        fail_msg("taken: %s", text);
    }
    if (error.line != line || strstr(error.text, why) == NULL) {
        fail_msg("line %d: %s, for: %s", error.line, error.text, text);
    }
    assert_memory_equal(&keyboard, &before, sizeof before);
}

static void a_file_gives_layers_rows_and_keys_in_order(void **state)
{
    struct keyboard keyboard = {.name = "sample"};
    struct keyboard_error error = {0};
    (void)state;
    assert_true(parse(SAMPLE, &keyboard, &error));
    assert_string_equal(keyboard.name, "sample");
    assert_int_equal(keyboard.layer_count, 2);
    const struct keyboard_layer *small = keyboard_layer(&keyboard, 0);
    assert_int_equal(small->role, KEYBOARD_SMALL);
    assert_string_equal(small->label, "ab");
    assert_false(small->is_once);
    assert_int_equal(small->row_count, 2);
    assert_int_equal(small->row[0], 3);
    assert_int_equal(small->row[1], 2);
    assert_int_equal(small->foot_count, 2);
    assert_int_equal(small->key_count, 7);
    assert_string_equal(small->keys[0], "a");
    assert_string_equal(small->keys[4], "e");
    assert_string_equal(small->keys[6], ".");
    assert_int_equal(small->to_count, 1);
    assert_int_equal(small->to[0], 1);
    assert_true(keyboard_layer(&keyboard, 1)->is_once);
}

static void a_pad_has_no_foot_and_leads_nowhere(void **state)
{
    struct keyboard keyboard = {0};
    struct keyboard_error error = {0};
    (void)state;
    assert_true(parse("layer signs 12 pad\nrow 1 2\n", &keyboard, &error));
    assert_true(keyboard.layers[0].is_pad);
    assert_refused("layer signs 12 pad\nrow 1\nfoot ,\n", 3, "of a pad");
    assert_refused("layer signs 12 pad\nto small\nrow 1\n", 2, "a pad to none");
}

static void a_layer_that_is_not_there_is_the_first(void **state)
{
    struct keyboard keyboard = {0};
    struct keyboard_error error = {0};
    (void)state;
    assert_true(parse(SAMPLE, &keyboard, &error));
    assert_ptr_equal(keyboard_layer(&keyboard, 2), &keyboard.layers[0]);
    assert_ptr_equal(keyboard_layer(&keyboard, SIZE_MAX), &keyboard.layers[0]);
}

static void a_file_may_lack_its_last_line_end(void **state)
{
    struct keyboard keyboard = {0};
    struct keyboard_error error = {0};
    (void)state;
    assert_true(parse("layer small ab\nrow a", &keyboard, &error));
    assert_int_equal(keyboard.layers[0].key_count, 1);
}

static void what_is_wrong_is_named_with_its_line(void **state)
{
    (void)state;
    assert_refused("", 0, "at least one layer");
    assert_refused("row a\n", 1, "a layer first");
    assert_refused("layer small\nrow a\n", 1, "expected: layer");
    assert_refused("layer small ab twice\nrow a\n", 1, "expected: layer");
    assert_refused("layer huge ab\nrow a\n", 1, "no such role");
    assert_refused("layer small ab\nrow a\nlayer small cd\nrow b\n", 3, "a second layer");
    assert_refused("layer small ab\n", 1, "has no keys");
    assert_refused("layer small ab\nrow\n", 2, "expected layer, to, row or foot");
    assert_refused("layer small ab\nkeys a b\n", 2, "expected layer, to, row or foot");
    assert_refused("layer small ab\nrow a\nfoot ,\nrow b\n", 4, "before the foot");
    assert_refused("layer small ab\nrow a\nfoot ,\nfoot .\n", 4, "a second foot");
    assert_refused("layer small ab\nto signs\nrow a\n", 3, "which is not there");
    assert_refused("layer small ab\nto small\nrow a\n", 2, "each other one, once");
    assert_refused("layer small ab\nto signs signs\nrow a\n", 2, "each other one, once");
    assert_refused("layer small ab\nto signs\nto signs\nrow a\n", 3, "each other one, once");
    assert_refused("layer small ab\nto signs\nrow a\nlayer signs 12\nrow 1\n", 5, "leads nowhere");
}

static void a_key_is_one_character_or_two_and_nothing_hidden(void **state)
{
    struct keyboard keyboard = {0};
    struct keyboard_error error = {0};
    (void)state;
    assert_true(
        parse("layer small ab\nrow \u0644\u0627 \U00010348\U00010348\n", &keyboard, &error));
    assert_string_equal(keyboard.layers[0].keys[1], "\U00010348\U00010348");
    assert_refused("layer small ab\nrow abc\n", 2, "one character");
    assert_refused("layer small ab\nrow a\tb\n", 2, "one character");
    assert_refused("layer small ab\nrow \xff\n", 2, "one character");
    assert_refused("layer small ab\nrow \xc0\x80\n", 2, "one character");
    assert_refused("layer small ab\nrow \xe2\x82\n", 2, "one character");
    assert_refused("layer small ab\nrow \xed\xa0\x80\n", 2, "one character"); /* half a pair */
    assert_refused("layer small ab\nrow \xe2\x80\xae\n", 2, "one character"); /* turns the line */
    assert_refused("layer small ab\nrow \xee\x80\x80\n", 2, "one character"); /* private */
    assert_refused("layer small \xff\nrow a\n", 1, "a label");
}

static void limits_hold_and_one_more_is_refused(void **state)
{
    struct keyboard keyboard = {0};
    struct keyboard_error error = {0};
    char file[2000];
    (void)state;
    assert_true(parse("layer small ab\nrow a b c d e f g h i j k l m\n", &keyboard, &error));
    assert_refused("layer small ab\nrow a b c d e f g h i j k l m n\n", 2, "at most 13 keys");
    assert_refused("layer small ab\nrow a b c d e f g h i j k l m n o\n", 2, "words");
    assert_true(parse("layer small ab\nrow a\nrow b\nrow c\nrow d\nrow e\n", &keyboard, &error));
    assert_refused("layer small ab\nrow a\nrow b\nrow c\nrow d\nrow e\nrow f\n", 7, "5 rows");
    assert_true(parse("layer small ab\nrow a\nfoot 1 2 3 4\n", &keyboard, &error));
    assert_refused("layer small ab\nrow a\nfoot 1 2 3 4 5\n", 3, "at most 4 keys");
    snprintf(file, sizeof file, "layer small ab\n%s%s%s%s", "row a b c d e f g h i j k l m\n",
             "row a b c d e f g h i j k l m\n", "row a b c d e f g h i j k l m\n",
             "row a b c d e\n");
    assert_true(parse(file, &keyboard, &error));
    strcat(file, "foot ,\n");
    assert_refused(file, 6, "44 in a layer");
    assert_true(parse("layer small abcdefghijklmno\nrow a\n", &keyboard, &error));
    assert_refused("layer small abcdefghijklmnop\nrow a\n", 1, "a label");
}

static void a_file_as_long_as_may_be_is_read_and_one_byte_more_is_not(void **state)
{
    static char file[KEYBOARD_BYTES_MAX + 1];
    struct keyboard keyboard = {0};
    struct keyboard_error error = {0};
    (void)state;
    memset(file, '\n', sizeof file);
    memcpy(file, "layer small ab\nrow a\n", 21);
    assert_true(keyboard_parse(file, KEYBOARD_BYTES_MAX, &keyboard, &error));
    assert_false(keyboard_parse(file, KEYBOARD_BYTES_MAX + 1, &keyboard, &error));
    file[100] = '\0';
    assert_false(keyboard_parse(file, 200, &keyboard, &error));
}

/* ---- the shipped ones ---- */

static const char *const SHIPPED[] = {"latin", "cyrillic", "arabic", KEYBOARD_PHONE};
#define SHIPPED_COUNT (sizeof SHIPPED / sizeof SHIPPED[0])

static void load(const char *name, struct keyboard *out)
{
    struct keyboard_error error = {0};
    struct bs_buf file;
    char path[300];
    snprintf(path, sizeof path, "%s/assets/keyboards/%s.keyboard", BS_SOURCE_DIR, name);
    bs_buf_init(&file, KEYBOARD_BYTES_MAX);
    assert_int_equal(bs_file_read(path, &file, NULL), BS_OK);
    if (!keyboard_parse(bs_buf_string(&file), file.len, out, &error)) {
        fail_msg("%s:%d: %s", path, error.line, error.text);
    }
    bs_buf_finish(&file);
}

static bool has_key(const struct keyboard *keyboard, const char *key)
{
    for (size_t i = 0; i < keyboard->layer_count; i++) {
        for (size_t k = 0; k < keyboard->layers[i].key_count; k++) {
            if (strcmp(keyboard->layers[i].keys[k], key) == 0) {
                return true;
            }
        }
    }
    return false;
}

/* `letters` stand one behind the other with blanks between. */
static void assert_has(const char *name, const char *letters)
{
    struct keyboard keyboard = {0};
    char copy[600], *rest = copy;
    load(name, &keyboard);
    snprintf(copy, sizeof copy, "%s", letters);
    for (char *letter; (letter = strsep(&rest, " ")) != NULL;) {
        if (!has_key(&keyboard, letter)) {
            fail_msg("%s has no %s", name, letter);
        }
    }
}

static void every_shipped_keyboard_is_read_and_fits_the_narrowest_display(void **state)
{
    (void)state;
    for (size_t i = 0; i < SHIPPED_COUNT; i++) {
        struct keyboard keyboard = {0};
        load(SHIPPED[i], &keyboard);
        assert_in_range(keyboard_columns(&keyboard), 1, ELEVEN);
        assert_in_range(keyboard_rows(&keyboard), 1, 4);
    }
}

static void no_key_of_a_shipped_layer_stands_there_twice(void **state)
{
    (void)state;
    for (size_t i = 0; i < SHIPPED_COUNT; i++) {
        struct keyboard keyboard = {0};
        load(SHIPPED[i], &keyboard);
        for (size_t l = 0; l < keyboard.layer_count; l++) {
            const struct keyboard_layer *layer = &keyboard.layers[l];
            for (size_t a = 0; a < layer->key_count; a++) {
                for (size_t b = a + 1; b < layer->key_count; b++) {
                    if (strcmp(layer->keys[a], layer->keys[b]) == 0) {
                        fail_msg("%s: %s stands twice", SHIPPED[i], layer->keys[a]);
                    }
                }
            }
        }
    }
}

static void every_layer_of_a_shipped_keyboard_can_be_reached_and_left(void **state)
{
    (void)state;
    for (size_t i = 0; i < SHIPPED_COUNT; i++) {
        struct keyboard keyboard = {0};
        unsigned reached = 1;
        load(SHIPPED[i], &keyboard);
        for (size_t step = 0; step < keyboard.layer_count; step++) {
            for (size_t l = 0; l < keyboard.layer_count; l++) {
                for (size_t k = 0; (reached & 1U << l) != 0 && k < keyboard.layers[l].to_count;
                     k++) {
                    reached |= 1U << keyboard.layers[l].to[k];
                }
            }
        }
        assert_int_equal(reached, (1U << keyboard.layer_count) - 1);
        for (size_t l = 1; l < keyboard.layer_count; l++) {
            assert_int_equal(keyboard.layers[l].to[0], 0); /* the way back stands first */
        }
    }
}

static void latin_has_all_letters_of_dutch_turkish_and_polish(void **state)
{
    (void)state;
    assert_has("latin", "a b c d e f g h i j k l m n o p q r s t u v w x y z é è ë ê ï í ö ó ü ú á "
                        "à ä ç ğ ı İ ş ö ü ą ć ę ł ń ó ś ź ż Ç Ğ Ş Ö Ü Ą Ć Ę Ł Ń Ó Ś Ź Ż É Ë Ï");
    assert_has("latin", "A B C D E F G H I J K L M N O P Q R S T U V W X Y Z ' - , . ? ! € @");
}

static void cyrillic_has_all_letters_of_ukrainian(void **state)
{
    (void)state;
    assert_has("cyrillic", "а б в г ґ д е є ж з и і ї й к л м н о п р с т у ф х ц ч ш щ ь ю я ’");
    assert_has("cyrillic", "А Б В Г Ґ Д Е Є Ж З И І Ї Й К Л М Н О П Р С Т У Ф Х Ц Ч Ш Щ Ь Ю Я");
}

static void arabic_has_all_letters_of_arabic(void **state)
{
    (void)state;
    assert_has("arabic",
               "ا ب ت ث ج ح خ د ذ ر ز س ش ص ض ط ظ ع غ ف ق ك ل م ن ه و ي ى ة ء أ إ آ ؤ ئ لا "
               "، ؛ ؟");
}

static void every_keyboard_has_the_figures(void **state)
{
    (void)state;
    for (size_t i = 0; i < SHIPPED_COUNT; i++) {
        assert_has(SHIPPED[i], "0 1 2 3 4 5 6 7 8 9");
    }
}

static void a_keyboard_is_found_by_its_name(void **state)
{
    static struct keyboards keyboards = {.count = 2};
    (void)state;
    strcpy(keyboards.of[0].name, "latin");
    strcpy(keyboards.of[1].name, "arabic");
    assert_ptr_equal(keyboards_find(&keyboards, "arabic"), &keyboards.of[1]);
    assert_null(keyboards_find(&keyboards, "greek"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_gives_layers_rows_and_keys_in_order),
        cmocka_unit_test(a_pad_has_no_foot_and_leads_nowhere),
        cmocka_unit_test(a_layer_that_is_not_there_is_the_first),
        cmocka_unit_test(a_file_may_lack_its_last_line_end),
        cmocka_unit_test(what_is_wrong_is_named_with_its_line),
        cmocka_unit_test(a_key_is_one_character_or_two_and_nothing_hidden),
        cmocka_unit_test(limits_hold_and_one_more_is_refused),
        cmocka_unit_test(a_file_as_long_as_may_be_is_read_and_one_byte_more_is_not),
        cmocka_unit_test(every_shipped_keyboard_is_read_and_fits_the_narrowest_display),
        cmocka_unit_test(no_key_of_a_shipped_layer_stands_there_twice),
        cmocka_unit_test(every_layer_of_a_shipped_keyboard_can_be_reached_and_left),
        cmocka_unit_test(latin_has_all_letters_of_dutch_turkish_and_polish),
        cmocka_unit_test(cyrillic_has_all_letters_of_ukrainian),
        cmocka_unit_test(arabic_has_all_letters_of_arabic),
        cmocka_unit_test(every_keyboard_has_the_figures),
        cmocka_unit_test(a_keyboard_is_found_by_its_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
