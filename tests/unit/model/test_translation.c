/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Translations: what is merged, what keeps one from being merged, and the form to fill in. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include <buurtstem/bundle.h>
#include <buurtstem/mem.h>
#include <buurtstem/outcome.h>

#include "model_sample.h"
#include "translation.h"

#define DOCUMENT                                                                                   \
    "{\"id\":\"brug\",\"tenant\":\"GM1916\",\"languages\":[\"nl\",\"en\"],"                        \
    "\"title\":{\"nl\":\"De brug\",\"en\":\"The bridge\"},"                                        \
    "\"facts\":[{\"text\":{\"nl\":{\"text\":\"In 2027.\",\"speech\":\"In tweeduizend.\"}}}],"      \
    "\"questions\":[{\"id\":\"hoe\",\"text\":{\"nl\":\"Hoe?\"},\"choices\":[{\"value\":\"ja\","    \
    "\"label\":{\"nl\":\"Ja\"}}]}]}"
#define TEXTS                                                                                      \
    "\"title\":{\"nl\":\"De brug\",\"en\":\"The bridge\",\"text\":\"Köprü\"},"                   \
    "\"facts.0.text\":{\"nl\":\"In 2027.\",\"text\":\"2027'de.\",\"speech\":\"İki bin.\"},"       \
    "\"questions.hoe.text\":{\"nl\":\"Hoe?\",\"text\":\"Nasıl?\"},"                               \
    "\"questions.hoe.choices.ja.label\":{\"nl\":\"Ja\",\"text\":\"Evet\"}"
#define TRANSLATION                                                                                \
    "{\"format\":\"buurtstem-translation/1\",\"language\":\"tr\",\"tenant\":\"GM1916\","           \
    "\"programme\":\"brug\",\"texts\":{" TEXTS "}}"

/* A document and a translation of it. */
struct pair {
    struct bs_json *document, *translation;
    struct bs_complaints complaints;
    struct bs_buf text; /* of the document afterwards */
    bool is_read, is_merged;
};

static struct bs_json *parse(const char *text)
{
    struct bs_json *json = NULL;
    struct bs_error err = {0};

    if (bs_json_parse(bs_bytes_of(text), &json, &err) != BS_OK) {
        fail_msg("%s", err.text);
    }
    return json;
}

/* Merges; frees the translation's text. */
static struct pair *merge_into(const char *document, char *translation)
{
    struct pair *pair = bs_xcalloc(1, sizeof *pair);
    struct translation read;
    struct bs_json_at at;

    pair->document = parse(document);
    pair->translation = parse(translation);
    free(translation);
    at = bs_json_root(pair->translation, &pair->complaints);
    pair->is_read = translation_read(&at, &read);
    pair->is_merged = pair->is_read && translation_merge(&read, pair->document);
    bs_buf_init(&pair->text, BS_BUNDLE_BYTES_MAX);
    bs_json_write(pair->document, false, &pair->text);
    return pair;
}

static struct pair *merge(char *translation)
{
    return merge_into(DOCUMENT, translation);
}

static void done(struct pair *pair)
{
    bs_json_destroy(pair->document);
    bs_json_destroy(pair->translation);
    bs_buf_finish(&pair->text);
    free(pair);
}

static char *changed(const char *from, const char *to)
{
    return sample_replace(bs_xstrdup(TRANSLATION), from, to);
}

/* Nothing was merged, and the only complaint is this. */
static void assert_kept_out(struct pair *pair, const char *sentence)
{
    assert_false(pair->is_merged);
    assert_string_equal(bs_buf_string(&pair->text), DOCUMENT);
    assert_int_equal(pair->complaints.count, 1);
    assert_string_equal(pair->complaints.text[0], sentence);
    done(pair);
}

static void every_text_and_the_list_of_languages_get_the_language(void **state)
{
    struct pair *pair = merge(bs_xstrdup(TRANSLATION));

    (void)state;
    assert_true(pair->is_merged);
    assert_int_equal(pair->complaints.count, 0);
    assert_string_equal(
        bs_buf_string(&pair->text),
        "{\"id\":\"brug\",\"tenant\":\"GM1916\",\"languages\":[\"nl\",\"en\",\"tr\"],"
        "\"title\":{\"nl\":\"De brug\",\"en\":\"The bridge\",\"tr\":\"Köprü\"},"
        "\"facts\":[{\"text\":{\"nl\":{\"text\":\"In 2027.\",\"speech\":\"In tweeduizend.\"},"
        "\"tr\":{\"text\":\"2027'de.\",\"speech\":\"İki bin.\"}}}],"
        "\"questions\":[{\"id\":\"hoe\",\"text\":{\"nl\":\"Hoe?\",\"tr\":\"Nasıl?\"},\"choices\":"
        "[{\"value\":\"ja\",\"label\":{\"nl\":\"Ja\",\"tr\":\"Evet\"}}]}]}");
    done(pair);
}

static void dutch_that_was_changed_keeps_the_language_out(void **state)
{
    (void)state;
    assert_kept_out(merge(changed("\"nl\":\"Hoe?\"", "\"nl\":\"Hoe dan?\"")),
                    "$.texts.questions.hoe.text.nl: the Dutch was changed since this was "
                    "translated; now it is: Hoe?");
}

static void a_missing_text_keeps_the_language_out(void **state)
{
    (void)state;
    assert_kept_out(
        merge(changed("\"questions.hoe.text\":{\"nl\":\"Hoe?\",\"text\":\"Nasıl?\"},", "")),
        "$.texts.questions.hoe.text: is missing");
}

static void a_text_that_is_not_filled_in_keeps_the_language_out(void **state)
{
    (void)state;
    assert_kept_out(merge(changed("\"Nasıl?\"", "\"\"")),
                    "$.texts.questions.hoe.text.text: is not translated yet");
}

static void an_unknown_path_keeps_the_language_out(void **state)
{
    (void)state;
    assert_kept_out(merge(changed("\"texts\":{", "\"texts\":{\"facts.1.text\":{\"nl\":\"Ook.\","
                                                 "\"text\":\"Bu da.\"},")),
                    "$.texts.facts.1.text: is not a text of this programme");
}

static void a_language_that_is_there_already_is_said_once(void **state)
{
    (void)state;
    assert_kept_out(merge(changed("\"language\":\"tr\"", "\"language\":\"en\"")),
                    "$.language: the programme has this language already");
}

static void the_translation_of_another_tenant_or_programme_is_kept_out(void **state)
{
    (void)state;
    assert_kept_out(merge(changed("GM1916", "GM0546")),
                    "$.tenant: is another tenant than that of the programme");
    assert_kept_out(merge(changed("\"programme\":\"brug\"", "\"programme\":\"weg\"")),
                    "$.programme: is another programme");
    assert_kept_out(merge(changed("\"programme\":\"brug\"", "\"outcome\":\"brug\"")),
                    "$.outcome: is another outcome");
}

static void assert_not_read(char *translation, const char *sentence)
{
    struct pair *pair = merge(translation);

    assert_false(pair->is_read);
    assert_true(pair->complaints.count > 0);
    assert_string_equal(pair->complaints.text[0], sentence);
    done(pair);
}

static void a_file_that_is_no_translation_is_refused_with_its_path(void **state)
{
    (void)state;
    assert_not_read(changed("translation/1", "translation/2"),
                    "$.format: expected \"buurtstem-translation/1\"");
    assert_not_read(changed("\"tr\"", "\"nl\""),
                    "$.language: expected a language tag other than nl, like en or ar");
    assert_not_read(changed("GM1916", "GM19"),
                    "$.tenant: expected a CBS municipality code like GM1916");
    assert_not_read(changed("\"programme\":\"brug\",", ""),
                    "$: expected one of programme, outcome and place: what this translates");
    assert_not_read(
        changed("\"programme\":\"brug\",", "\"programme\":\"brug\",\"place\":\"brug\","),
        "$: expected one of programme, outcome and place: what this translates");
    assert_not_read(changed("\"texts\":{" TEXTS "}", "\"texts\":[]"),
                    "$.texts: expected an object in { }");
    assert_not_read(changed("\"text\":\"Evet\"", "\"texte\":\"Evet\""),
                    "$.texts.questions.hoe.choices.ja.label.texte: is not a known name");
    assert_not_read(changed("\"nl\":\"Ja\",", ""),
                    "$.texts.questions.hoe.choices.ja.label.nl: expected a string, found nothing");
}

static char *of_texts(size_t count)
{
    struct bs_buf text;
    char *out;

    bs_buf_init(&text, BS_BUNDLE_BYTES_MAX);
    bs_buf_text(&text, "{\"format\":\"buurtstem-translation/1\",\"language\":\"tr\",\"tenant\":"
                       "\"GM1916\",\"programme\":\"brug\",\"texts\":{");
    for (size_t i = 0; i < count; i++) {
        bs_buf_printf(&text, "%s\"t%zu\":{\"nl\":\"Ja\",\"text\":\"\"}", i > 0 ? "," : "", i);
    }
    bs_buf_text(&text, "}}");
    out = bs_xstrdup(bs_buf_string(&text));
    bs_buf_finish(&text);
    return out;
}

static void so_many_texts_are_read_and_no_more(void **state)
{
    struct pair *pair = merge(of_texts(TRANSLATION_TEXTS_MAX));

    (void)state;
    assert_true(pair->is_read);
    done(pair);
    assert_not_read(of_texts(TRANSLATION_TEXTS_MAX + 1),
                    "$.texts: expected at most 512 texts, found 513");
}

static void a_place_without_languages_of_its_own_is_merged(void **state)
{
    struct pair *pair = merge_into(
        "{\"tenant\":\"GM1916\",\"id\":\"brug\",\"contact\":{\"text\":{\"nl\":\"Wim.\"}}}",
        bs_xstrdup("{\"format\":\"buurtstem-translation/1\",\"language\":\"ar\",\"tenant\":"
                   "\"GM1916\",\"place\":\"brug\",\"texts\":{\"contact.text\":{\"nl\":\"Wim.\","
                   "\"text\":\"ويم.\"}}}"));

    (void)state;
    assert_true(pair->is_merged);
    assert_string_equal(bs_buf_string(&pair->text),
                        "{\"tenant\":\"GM1916\",\"id\":\"brug\",\"contact\":{\"text\":{\"nl\":"
                        "\"Wim.\",\"ar\":\"ويم.\"}}}");
    done(pair);
}

static void an_outcome_is_named_by_its_programme(void **state)
{
    struct pair *pair = merge_into(
        "{\"tenant\":\"GM1916\",\"programme\":\"brug\",\"languages\":[\"nl\"],\"heard\":{\"nl\":"
        "\"Veel.\"}}",
        bs_xstrdup("{\"format\":\"buurtstem-translation/1\",\"language\":\"pl\",\"tenant\":"
                   "\"GM1916\",\"outcome\":\"brug\",\"texts\":{\"heard\":{\"nl\":\"Veel.\","
                   "\"text\":\"Dużo.\"}}}"));

    (void)state;
    assert_true(pair->is_merged);
    assert_non_null(strstr(bs_buf_string(&pair->text), "\"languages\":[\"nl\",\"pl\"]"));
    done(pair);
}

/* ---- the form ---- */

static char *form_of(const char *document, const char *existing)
{
    struct bs_json *json = parse(document);
    struct bs_json *old = existing == NULL ? NULL : parse(existing);
    struct bs_json_at root = bs_json_root(json, NULL);
    struct translation read;
    struct bs_json *form;
    struct bs_buf text;
    char *out;

    if (old != NULL) {
        struct bs_json_at at = bs_json_root(old, NULL);

        assert_true(translation_read(&at, &read));
    }
    form = translation_form(&root, TRANSLATION_PROGRAMME, "tr", old == NULL ? NULL : &read);
    bs_buf_init(&text, BS_BUNDLE_BYTES_MAX);
    bs_json_write(form, false, &text);
    out = bs_xstrdup(bs_buf_string(&text));
    bs_buf_finish(&text);
    bs_json_destroy(form);
    bs_json_destroy(old);
    bs_json_destroy(json);
    return out;
}

static void the_form_has_every_text_to_fill_in(void **state)
{
    char *form = form_of(DOCUMENT, NULL);

    (void)state;
    assert_string_equal(
        form, "{\"format\":\"buurtstem-translation/1\",\"language\":\"tr\",\"tenant\":\"GM1916\","
              "\"programme\":\"brug\",\"texts\":{"
              "\"title\":{\"nl\":\"De brug\",\"en\":\"The bridge\",\"text\":\"\"},"
              "\"facts.0.text\":{\"nl\":\"In 2027.\",\"text\":\"\"},"
              "\"questions.hoe.text\":{\"nl\":\"Hoe?\",\"text\":\"\"},"
              "\"questions.hoe.choices.ja.label\":{\"nl\":\"Ja\",\"text\":\"\"}}}");
    free(form);
}

static void the_form_keeps_what_is_translated_unless_the_dutch_was_changed(void **state)
{
    char *old = changed("\"nl\":\"Hoe?\"", "\"nl\":\"Wat?\"");
    char *form = form_of(DOCUMENT, old);

    (void)state;
    assert_non_null(strstr(form, "\"facts.0.text\":{\"nl\":\"In 2027.\",\"text\":\"2027'de.\","
                                 "\"speech\":\"İki bin.\"}"));
    assert_non_null(strstr(form, "\"questions.hoe.text\":{\"nl\":\"Hoe?\",\"text\":\"\"}"));
    free(form);
    free(old);
}

static void a_form_that_is_not_filled_in_can_be_read_and_is_kept_out(void **state)
{
    char *form = form_of(DOCUMENT, NULL);
    struct pair *pair = merge(form);

    (void)state;
    assert_true(pair->is_read);
    assert_false(pair->is_merged);
    assert_int_equal(pair->complaints.count, 4);
    done(pair);
}

static void a_form_that_is_filled_in_from_the_old_one_is_merged(void **state)
{
    struct pair *pair = merge(form_of(DOCUMENT, TRANSLATION));

    (void)state;
    assert_true(pair->is_merged);
    done(pair);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_text_and_the_list_of_languages_get_the_language),
        cmocka_unit_test(dutch_that_was_changed_keeps_the_language_out),
        cmocka_unit_test(a_missing_text_keeps_the_language_out),
        cmocka_unit_test(a_text_that_is_not_filled_in_keeps_the_language_out),
        cmocka_unit_test(an_unknown_path_keeps_the_language_out),
        cmocka_unit_test(a_language_that_is_there_already_is_said_once),
        cmocka_unit_test(the_translation_of_another_tenant_or_programme_is_kept_out),
        cmocka_unit_test(a_file_that_is_no_translation_is_refused_with_its_path),
        cmocka_unit_test(so_many_texts_are_read_and_no_more),
        cmocka_unit_test(a_place_without_languages_of_its_own_is_merged),
        cmocka_unit_test(an_outcome_is_named_by_its_programme),
        cmocka_unit_test(the_form_has_every_text_to_fill_in),
        cmocka_unit_test(the_form_keeps_what_is_translated_unless_the_dutch_was_changed),
        cmocka_unit_test(a_form_that_is_not_filled_in_can_be_read_and_is_kept_out),
        cmocka_unit_test(a_form_that_is_filled_in_from_the_old_one_is_merged),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
