/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Finds every text of a document with its path, and compares that list with what a translation has. */

#include "translation.h"

#include <stdio.h>
#include <string.h>

#include <buurtstem/programme.h>

#include "field.h"

static const char own_language[] = "nl";
static const char second_language[] = "en";
static const char *const kind_names[] = {"programme", "outcome", "place"};

#define KINDS 3
#define WORDS_MAX                                                                                  \
    (16 * 1024) /* bytes of one text; how long it may be is for the programme to say */

/* ---- every text of a document ---- */

struct level {
    struct bs_json_at at;
    size_t next;     /* the member or item to look at */
    size_t path_len; /* of the path up to here */
};

struct walk {
    struct level levels[BS_JSON_DEPTH];
    size_t depth;
    char path[TRANSLATION_PATH_MAX];
};

static void begin(struct walk *walk, const struct bs_json_at *document)
{
    walk->depth = 1;
    walk->levels[0] = (struct level){.at = *document};
    walk->path[0] = '\0';
}

/* What an item of a list is called: its id, its value, or its number. */
static void name_item(const struct bs_json_at *item, size_t index, char out[TRANSLATION_PATH_MAX])
{
    static const char *const keys[] = {"id", "value", NULL};

    for (size_t i = 0; keys[i] != NULL; i++) {
        struct bs_json_at member = bs_json_member(item, keys[i]);
        const char *name;

        member.complaints = NULL;
        if (bs_json_string_here(&member, BS_SLUG_TEXT, &name)) {
            (void)snprintf(out, TRANSLATION_PATH_MAX, "%s", name);
            return;
        }
    }
    (void)snprintf(out, TRANSLATION_PATH_MAX, "%zu", index);
}

/* False: the path is too long, so nothing that is below can be named. */
static bool extend(struct walk *walk, size_t from, const char *name)
{
    const char *point = from == 0 ? "" : ".";
    size_t room = sizeof walk->path - from;
    int len = snprintf(walk->path + from, room, "%s%s", point, name);

    return len >= 0 && (size_t)len < room;
}

/* The next child of the innermost level; absent when there is none. */
static struct bs_json_at next_child(struct level *level, char name[TRANSLATION_PATH_MAX])
{
    struct bs_json_at child;

    if (bs_json_is_array(&level->at)) {
        child = bs_json_item(&level->at, level->next);
        name_item(&child, level->next, name);
    } else {
        const char *key = "";

        child = bs_json_nth_member(&level->at, level->next, &key);
        (void)snprintf(name, TRANSLATION_PATH_MAX, "%s", key);
    }
    level->next++;
    return child;
}

static bool is_text(const struct bs_json_at *at)
{
    struct bs_json_at own = bs_json_member(at, own_language);

    return bs_json_is_object(at) && bs_json_exists(&own);
}

/* The next text {"nl": …}; walk->path then is its path. False: there are no more. */
static bool next_text(struct walk *walk, struct bs_json_at *out)
{
    while (walk->depth > 0) {
        struct level *level = &walk->levels[walk->depth - 1];
        char name[TRANSLATION_PATH_MAX];
        struct bs_json_at child = next_child(level, name);

        if (!bs_json_exists(&child)) {
            walk->depth--;
        } else if (!extend(walk, level->path_len, name)) {
            continue;
        } else if (is_text(&child)) {
            *out = child;
            return true;
        } else if (walk->depth < BS_JSON_DEPTH &&
                   (bs_json_is_object(&child) || bs_json_is_array(&child))) {
            walk->levels[walk->depth++] =
                (struct level){.at = child, .path_len = strlen(walk->path)};
        }
    }
    return false;
}

/* What is shown in a language: "" if it cannot be read. */
static const char *shown_in(const struct bs_json_at *text, const char *lang)
{
    struct bs_json_at words = bs_json_member(text, lang);
    const char *shown = "";

    if (bs_json_is_object(&words)) {
        words = bs_json_member(&words, "text");
    }
    words.complaints = NULL;
    return bs_json_string_here(&words, WORDS_MAX, &shown) ? shown : "";
}

/* ---- reading ---- */

static bool read_language(const struct bs_json_at *at, struct translation *out)
{
    struct bs_json_at member = bs_json_member(at, "language");

    if (!bs_json_string_here(&member, BS_LINE_MAX, &out->language)) {
        return false;
    }
    if (!bs_language_valid(out->language) || strcmp(out->language, own_language) == 0) {
        bs_json_complain(&member, "expected a language tag other than nl, like en or ar");
        return false;
    }
    return true;
}

/* Exactly one of the three says what is translated. */
static bool read_subject(const struct bs_json_at *at, struct translation *out)
{
    size_t found = 0;

    for (int i = 0; i < KINDS; i++) {
        struct bs_json_at member = bs_json_member(at, kind_names[i]);

        if (bs_json_exists(&member)) {
            found++;
            out->of = (enum translation_of)i;
        }
    }
    if (found != 1) {
        bs_json_complain(at, "expected one of programme, outcome and place: what this translates");
        return false;
    }
    return field_slug(at, kind_names[out->of], &out->id);
}

static bool read_entry(const struct bs_json_at *at)
{
    static const char *const names[] = {"nl", "en", "text", "speech", NULL};
    struct bs_json_at text = bs_json_member(at, "text");
    struct bs_json_at speech = bs_json_member(at, "speech");
    const char *words;
    bool good;

    if (!field_is_object(at)) {
        return false;
    }
    good = bs_json_only(at, names);
    good = bs_json_string(at, own_language, WORDS_MAX, &words) && good;
    good = bs_json_string_or(at, second_language, WORDS_MAX, "", &words) && good;
    good = (bs_json_is_empty(&text) || bs_json_string_here(&text, WORDS_MAX, &words)) && good;
    good = (!bs_json_exists(&speech) || bs_json_is_empty(&speech) ||
            bs_json_string_here(&speech, WORDS_MAX, &words)) &&
           good;
    return good;
}

static bool read_texts(const struct bs_json_at *at)
{
    struct bs_json_at texts = bs_json_member(at, "texts");
    size_t count = bs_json_count(&texts);
    bool good = true;

    if (!field_is_object(&texts)) {
        return false;
    }
    if (count > TRANSLATION_TEXTS_MAX) {
        bs_json_complain(&texts, "expected at most %d texts, found %zu", TRANSLATION_TEXTS_MAX,
                         count);
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        const char *path = "";
        struct bs_json_at entry = bs_json_nth_member(&texts, i, &path);

        good = read_entry(&entry) && good;
    }
    return good;
}

bool translation_read(const struct bs_json_at *at, struct translation *out)
{
    static const char *const names[] = {"$schema", "format", "language", "tenant", "programme",
                                        "outcome", "place",  "texts",    NULL};
    struct translation read = {.at = *at};
    bool good;

    if (!field_is_object(at)) {
        return false;
    }
    good = bs_json_only(at, names);
    good = field_format(at, TRANSLATION_FORMAT) && good;
    good = read_language(at, &read) && good;
    good = field_tenant(at, "tenant", &read.tenant) && good;
    good = read_subject(at, &read) && good;
    good = read_texts(at) && good;
    if (good) {
        *out = read;
    }
    return good;
}

/* ---- merging ---- */

static bool is_same(const struct bs_json_at *document, const char *key, const char *expected)
{
    struct bs_json_at member = bs_json_member(document, key);
    const char *found;

    member.complaints = NULL;
    return bs_json_string_here(&member, BS_SLUG_TEXT, &found) && strcmp(found, expected) == 0;
}

static bool check_subject(const struct translation *translation, const struct bs_json_at *document)
{
    const char *kind = kind_names[translation->of];
    struct bs_json_at tenant = bs_json_member(&translation->at, "tenant");
    struct bs_json_at subject = bs_json_member(&translation->at, kind);
    bool good = true;

    if (!is_same(document, "tenant", translation->tenant)) {
        bs_json_complain(&tenant, "is another tenant than that of the %s", kind);
        good = false;
    }
    if (!is_same(document, translation->of == TRANSLATION_OUTCOME ? "programme" : "id",
                 translation->id)) {
        bs_json_complain(&subject, "is another %s", kind);
        good = false;
    }
    return good;
}

/* One text of the document against its entry. */
static bool check_text(const struct translation *translation, const struct bs_json_at *text,
                       const char *path)
{
    struct bs_json_at texts = bs_json_member(&translation->at, "texts");
    struct bs_json_at entry = bs_json_member(&texts, path);
    struct bs_json_at shown = bs_json_member(&entry, "text");
    struct bs_json_at own = bs_json_member(&entry, own_language);

    if (!bs_json_exists(&entry)) {
        bs_json_complain(&entry, "is missing");
    } else if (strcmp(shown_in(&entry, own_language), shown_in(text, own_language)) != 0) {
        bs_json_complain(&own, "the Dutch was changed since this was translated; now it is: %s",
                         shown_in(text, own_language));
    } else if (bs_json_is_empty(&shown)) {
        bs_json_complain(&shown, "is not translated yet");
    } else {
        return true;
    }
    return false;
}

/* Whether no text has the language yet: one that has it says enough. */
static bool check_new(const struct translation *translation, const struct bs_json_at *document)
{
    struct bs_json_at language = bs_json_member(&translation->at, "language");
    struct walk walk;
    struct bs_json_at text;

    begin(&walk, document);
    while (next_text(&walk, &text)) {
        struct bs_json_at words = bs_json_member(&text, translation->language);

        if (bs_json_exists(&words)) {
            bs_json_complain(&language, "the %s has this language already",
                             kind_names[translation->of]);
            return false;
        }
    }
    return true;
}

/* Those of the document, each once: what is in the translation beside them is unknown. */
static bool check_unknown(const struct translation *translation, const struct bs_json *known)
{
    struct bs_json_at texts = bs_json_member(&translation->at, "texts");
    struct bs_json_at paths = bs_json_root(known, NULL);
    bool good = true;

    for (size_t i = 0; i < bs_json_count(&texts); i++) {
        const char *path = "";
        struct bs_json_at entry = bs_json_nth_member(&texts, i, &path);
        struct bs_json_at found = bs_json_member(&paths, path);

        if (!bs_json_exists(&found)) {
            bs_json_complain(&entry, "is not a text of this %s", kind_names[translation->of]);
            good = false;
        }
    }
    return good;
}

static bool check_texts(const struct translation *translation, const struct bs_json_at *document)
{
    struct bs_json *known = bs_json_new_object();
    struct walk walk;
    struct bs_json_at text;
    bool good = true;

    begin(&walk, document);
    while (next_text(&walk, &text)) {
        bs_json_set_bool(known, walk.path, true);
        good = check_text(translation, &text, walk.path) && good;
    }
    good = check_unknown(translation, known) && good;
    bs_json_destroy(known);
    return good;
}

/* The words as a programme has them: the text alone, or with what is to be spoken. */
static struct bs_json *words_of(const struct bs_json_at *entry)
{
    struct bs_json_at speech = bs_json_member(entry, "speech");
    struct bs_json_at text = bs_json_member(entry, "text");
    struct bs_json *words;

    if (!bs_json_exists(&speech) || bs_json_is_empty(&speech)) {
        return bs_json_copy(&text);
    }
    words = bs_json_new_object();
    bs_json_set_copy(words, "text", &text);
    bs_json_set_copy(words, "speech", &speech);
    return words;
}

static void add_language(const struct bs_json_at *root, const char *language)
{
    struct bs_json_at list = bs_json_member(root, "languages");
    struct bs_json *languages;

    if (!bs_json_is_array(&list)) {
        return;
    }
    languages = bs_json_new_array();
    for (size_t i = 0; i < bs_json_count(&list); i++) {
        struct bs_json_at item = bs_json_item(&list, i);

        bs_json_add_take(languages, bs_json_copy(&item));
    }
    bs_json_add_string(languages, language);
    bs_json_put_take(root, "languages", languages);
}

bool translation_merge(const struct translation *translation, struct bs_json *document)
{
    struct bs_json_at root = bs_json_root(document, NULL);
    struct bs_json_at texts = bs_json_member(&translation->at, "texts");
    struct bs_json_at text;
    struct walk walk;

    if (!check_subject(translation, &root) || !check_new(translation, &root) ||
        !check_texts(translation, &root)) {
        return false;
    }
    begin(&walk, &root);
    while (next_text(&walk, &text)) {
        struct bs_json_at entry = bs_json_member(&texts, walk.path);

        bs_json_put_take(&text, translation->language, words_of(&entry));
    }
    add_language(&root, translation->language);
    return true;
}

/* ---- the form ---- */

/* The existing words, or "" where there are none or where they are of another Dutch. */
static void keep_words(const struct translation *existing, const char *path, const char *dutch,
                       struct bs_json *entry)
{
    struct bs_json_at texts = {.value = NULL};
    struct bs_json_at old, text, speech;

    if (existing != NULL) {
        texts = bs_json_member(&existing->at, "texts");
    }
    old = bs_json_member(&texts, path);
    text = bs_json_member(&old, "text");
    speech = bs_json_member(&old, "speech");
    if (bs_json_exists(&text) && strcmp(shown_in(&old, own_language), dutch) == 0) {
        bs_json_set_copy(entry, "text", &text);
        bs_json_set_copy(entry, "speech", &speech);
    } else {
        bs_json_set_string(entry, "text", "");
    }
}

static struct bs_json *form_texts(const struct bs_json_at *document,
                                  const struct translation *existing)
{
    struct bs_json *texts = bs_json_new_object();
    struct walk walk;
    struct bs_json_at text;

    begin(&walk, document);
    while (next_text(&walk, &text)) {
        struct bs_json *entry = bs_json_new_object();
        const char *dutch = shown_in(&text, own_language);
        const char *english = shown_in(&text, second_language);

        bs_json_set_string(entry, own_language, dutch);
        if (english[0] != '\0') {
            bs_json_set_string(entry, second_language, english);
        }
        keep_words(existing, walk.path, dutch, entry);
        bs_json_set_take(texts, walk.path, entry);
    }
    return texts;
}

struct bs_json *translation_form(const struct bs_json_at *document, enum translation_of of,
                                 const char *language, const struct translation *existing)
{
    struct bs_json *form = bs_json_new_object();
    struct bs_json_at tenant = bs_json_member(document, "tenant");
    struct bs_json_at id = bs_json_member(document, of == TRANSLATION_OUTCOME ? "programme" : "id");

    bs_json_set_string(form, "format", TRANSLATION_FORMAT);
    bs_json_set_string(form, "language", language);
    bs_json_set_copy(form, "tenant", &tenant);
    bs_json_set_copy(form, kind_names[of], &id);
    bs_json_set_take(form, "texts", form_texts(document, existing));
    return form;
}
