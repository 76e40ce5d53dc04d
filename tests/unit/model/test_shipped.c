/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What ships can be published as it is, and its questions were written with care. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/bundle.h>
#include <buurtstem/mem.h>

#include "translation.h"

#define SHIPPED   BS_SOURCE_DIR "/assets/programmes"
#define LANGUAGES BS_SOURCE_DIR "/assets/languages"

struct counts {
    size_t programmes, outcomes, places;
};

static void assert_none(const char *name, const struct bs_complaints *complaints)
{
    if (complaints->count > 0) {
        fail_msg("%s: %s (and %zu more)", name, complaints->text[0], complaints->count - 1);
    }
}

/* Advice on questions alone: a long word in a fact may be the name of what it is about. */
static void assert_careful(const char *name, const struct bs_programme *programme)
{
    struct bs_complaints advice = {0};

    bs_programme_advise(programme, &advice);
    for (size_t i = 0; i < advice.count; i++) {
        if (strncmp(advice.text[i], "$.questions", strlen("$.questions")) == 0 &&
            strstr(advice.text[i], "].text.") != NULL) {
            fail_msg("%s: %s", name, advice.text[i]);
        }
    }
}

static void look_at_programme(const char *name, const struct bs_json_at *at, struct counts *counts)
{
    struct bs_programme *programme = NULL;

    (void)bs_programme_examine_at(at, &programme, NULL);
    assert_none(name, at->complaints);
    assert_careful(name, programme);
    bs_programme_destroy(programme);
    counts->programmes++;
}

static void look_at_outcome(const char *name, const struct bs_json_at *at, struct counts *counts)
{
    struct bs_outcome *outcome = NULL;

    (void)bs_outcome_examine_at(at, &outcome, NULL);
    assert_none(name, at->complaints);
    bs_outcome_destroy(outcome);
    counts->outcomes++;
}

static void look_at_places(const char *name, const struct bs_json_at *at, struct counts *counts)
{
    struct bs_json_at list = bs_json_member(at, "places");

    for (size_t i = 0; i < bs_json_count(&list); i++) {
        struct bs_json_at item = bs_json_item(&list, i);
        struct bs_place place;

        (void)bs_place_read(&item, &place);
        assert_none(name, at->complaints);
        counts->places++;
    }
}

static void look_at(const char *name, struct counts *counts)
{
    struct bs_complaints complaints = {0};
    struct bs_json *json = NULL;
    struct bs_error err = {0};
    struct bs_json_at root;
    struct bs_buf text;
    const char *format = "";
    char path[512];

    (void)snprintf(path, sizeof path, SHIPPED "/%s", name);
    bs_buf_init(&text, BS_BUNDLE_BYTES_MAX);
    if (bs_file_read(path, &text, &err) != BS_OK ||
        bs_json_parse(bs_buf_bytes(&text), &json, &err) != BS_OK) {
        fail_msg("%s: %s", name, err.text);
    }
    root = bs_json_root(json, &complaints);
    assert_true(bs_json_string(&root, "format", BS_LINE_MAX, &format));
    if (strcmp(format, "buurtstem-programme/1") == 0) {
        look_at_programme(name, &root, counts);
    } else if (strcmp(format, "buurtstem-outcome/1") == 0) {
        look_at_outcome(name, &root, counts);
    } else {
        assert_string_equal(format, "buurtstem-publish/1");
        look_at_places(name, &root, counts);
    }
    bs_json_destroy(json);
    bs_buf_finish(&text);
}

static void every_shipped_file_can_be_published(void **state)
{
    DIR *folder = opendir(SHIPPED);
    struct counts counts = {0};
    struct dirent *entry;

    (void)state;
    assert_non_null(folder);
    while ((entry = readdir(folder)) != NULL) {
        const char *end = strrchr(entry->d_name, '.');

        if (end != NULL && strcmp(end, ".json") == 0) {
            look_at(entry->d_name, &counts);
        }
    }
    (void)closedir(folder);
    assert_true(counts.programmes >= 8 && counts.outcomes >= 2 && counts.places >= 3);
}

/* ---- translations ---- */

enum { DOCUMENTS_MAX = 64 };

/* What ships, each programme, outcome and place for itself, and what is to be said about it in the end. */
struct shipped {
    size_t document_count, finding_count, translation_count;
    struct bs_json *documents[DOCUMENTS_MAX];
};

static struct bs_json *read_json(const char *path)
{
    struct bs_json *json = NULL;
    struct bs_error err = {0};
    struct bs_buf text;

    bs_buf_init(&text, BS_BUNDLE_BYTES_MAX);
    if (bs_file_read(path, &text, &err) != BS_OK ||
        bs_json_parse(bs_buf_bytes(&text), &json, &err) != BS_OK) {
        fail_msg("%s: %s", path, err.text);
    }
    bs_buf_finish(&text);
    return json;
}

static void take_document(struct shipped *shipped, const char *path)
{
    struct bs_json *json = read_json(path);
    struct bs_json_at root = bs_json_root(json, NULL);
    struct bs_json_at places = bs_json_member(&root, "places");
    const char *format = "";

    assert_true(bs_json_string(&root, "format", BS_LINE_MAX, &format));
    assert_true(shipped->document_count + bs_json_count(&places) + 1 < DOCUMENTS_MAX);
    for (size_t i = 0; i < bs_json_count(&places); i++) {
        struct bs_json_at place = bs_json_item(&places, i);

        shipped->documents[shipped->document_count++] = bs_json_copy(&place);
    }
    if (strcmp(format, "buurtstem-publish/1") == 0) {
        bs_json_destroy(json);
    } else {
        shipped->documents[shipped->document_count++] = json;
    }
}

static void note(struct shipped *shipped, const char *file, const struct bs_complaints *complaints)
{
    for (size_t i = 0; i < complaints->count; i++) {
        print_error("%s: %s\n", file, complaints->text[i]);
    }
    shipped->finding_count += complaints->count;
}

/* Every check that publish makes. */
static void examine(const struct bs_json *document, enum translation_of of,
                    struct bs_complaints *complaints)
{
    struct bs_json_at root = bs_json_root(document, complaints);
    struct bs_programme *programme = NULL;
    struct bs_outcome *outcome = NULL;
    struct bs_place place;

    if (of == TRANSLATION_PROGRAMME) {
        (void)bs_programme_examine_at(&root, &programme, NULL);
    } else if (of == TRANSLATION_OUTCOME) {
        (void)bs_outcome_examine_at(&root, &outcome, NULL);
    } else {
        (void)bs_place_read(&root, &place);
    }
    bs_programme_destroy(programme);
    bs_outcome_destroy(outcome);
}

static bool is_of(const struct translation *translation, const struct bs_json *document)
{
    static const char *const keys[] = {"id", "programme", "id"};
    struct bs_json_at root = bs_json_root(document, NULL);
    struct bs_json_at hours = bs_json_member(&root, "hours");
    struct bs_json_at format = bs_json_member(&root, "format");
    const char *name = "buurtstem-place/", *id = "", *tenant = "";

    if (bs_json_exists(&format)) {
        (void)bs_json_string_here(&format, BS_LINE_MAX, &name);
    }
    return bs_json_string_or(&root, keys[translation->of], BS_LINE_MAX, "", &id) &&
           bs_json_string(&root, "tenant", BS_LINE_MAX, &tenant) &&
           strcmp(id, translation->id) == 0 && strcmp(tenant, translation->tenant) == 0 &&
           (translation->of == TRANSLATION_PLACE) == bs_json_exists(&hours) &&
           (translation->of == TRANSLATION_OUTCOME) ==
               (strncmp(name, "buurtstem-outcome/", 18) == 0);
}

static void look_at_translation(struct shipped *shipped, const char *path)
{
    struct bs_complaints *complaints = bs_xcalloc(1, sizeof *complaints);
    struct bs_json *json = read_json(path);
    struct bs_json_at root = bs_json_root(json, complaints);
    struct bs_json *document = NULL;
    struct translation translation;

    assert_true(translation_read(&root, &translation));
    for (size_t i = 0; i < shipped->document_count; i++) {
        if (is_of(&translation, shipped->documents[i])) {
            document = shipped->documents[i];
        }
    }
    if (document == NULL) {
        fail_msg("%s: %s is not shipped", path, translation.id);
    }
    if (translation_merge(&translation, document)) {
        examine(document, translation.of, complaints);
    }
    note(shipped, strstr(path, "languages"), complaints);
    shipped->translation_count++;
    bs_json_destroy(json);
    free(complaints);
}

static void for_each(struct shipped *shipped, const char *folder,
                     void (*visit)(struct shipped *, const char *))
{
    DIR *dir = opendir(folder);
    struct dirent *entry;

    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        const char *end = strrchr(entry->d_name, '.');
        char path[1024];

        (void)snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (end != NULL && strcmp(end, ".json") == 0) {
            visit(shipped, path);
        }
    }
    if (dir != NULL) {
        (void)closedir(dir);
    }
}

static void look_at_language(struct shipped *shipped, const char *lang)
{
    char folder[512];

    shipped->translation_count = 0;
    (void)snprintf(folder, sizeof folder, LANGUAGES "/%s/programmes", lang);
    for_each(shipped, folder, look_at_translation);
    if (shipped->translation_count != shipped->document_count) {
        print_error("languages/%s: %zu translations of %zu\n", lang, shipped->translation_count,
                    shipped->document_count);
        shipped->finding_count++;
    }
}

/* A folder of a language, but for the two that the documents have themselves. */
static int is_translated(const struct dirent *entry)
{
    return bs_language_valid(entry->d_name) && strcmp(entry->d_name, "nl") != 0 &&
           strcmp(entry->d_name, "en") != 0;
}

/* Of each language, all that ships; merged one after the other, so that all can be offered at once. */
/* K78 */
static void every_shipped_text_can_be_published_in_every_language(void **state)
{
    struct shipped *shipped = bs_xcalloc(1, sizeof *shipped);
    struct dirent **languages = NULL;
    size_t findings;
    int count;

    (void)state;
    for_each(shipped, SHIPPED, take_document);
    count = scandir(LANGUAGES, &languages, is_translated, alphasort);
    assert_true(count >= 4);
    for (int i = 0; i < count; i++) {
        look_at_language(shipped, languages[i]->d_name);
        free(languages[i]);
    }
    free(languages);
    for (size_t i = 0; i < shipped->document_count; i++) {
        bs_json_destroy(shipped->documents[i]);
    }
    findings = shipped->finding_count;
    free(shipped);
    assert_int_equal(findings, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_shipped_file_can_be_published),
        cmocka_unit_test(every_shipped_text_can_be_published_in_every_language),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
