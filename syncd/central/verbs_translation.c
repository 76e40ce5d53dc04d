/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* programme translation: the form that a translator fills in. */

#include <string.h>

#include <buurtstem/bundle.h>

#include "translation.h"
#include "verb.h"

static const char usage[] = "programme translation FILE LANGUAGE [TRANSLATION] [--place P]";

/* Parses an input; the caller destroys. NULL after the complaint. */
static struct bs_json *parse(const struct verb_call *call, size_t index)
{
    struct bs_json *json = NULL;
    struct bs_error err = {.code = BS_OK};

    if (bs_json_parse(bs_buf_bytes(&call->inputs[index].content), &json, &err) != BS_OK) {
        verb_complain(call, "%s: %s", call->inputs[index].name, err.text);
    }
    return json;
}

static struct bs_json_at find_place(const struct bs_json_at *root, const char *place)
{
    struct bs_json_at list = bs_json_member(root, "places");

    for (size_t i = 0; i < bs_json_count(&list); i++) {
        struct bs_json_at item = bs_json_item(&list, i);
        const char *id;

        if (bs_json_string(&item, "id", BS_SLUG_TEXT, &id) && strcmp(id, place) == 0) {
            return item;
        }
    }
    return (struct bs_json_at){.value = NULL};
}

/* What in the file is to be translated; absent after the complaint. */
static struct bs_json_at find_subject(const struct verb_call *call, const struct bs_json_at *root,
                                      const char *place, enum translation_of *of)
{
    const struct bs_json_at none = {.value = NULL};
    const char *format = "";
    struct bs_json_at found;

    (void)bs_json_string(root, "format", 64, &format);
    if (place == NULL && strcmp(format, "buurtstem-programme/1") == 0) {
        *of = TRANSLATION_PROGRAMME;
        return *root;
    }
    if (place == NULL && strcmp(format, "buurtstem-outcome/1") == 0) {
        *of = TRANSLATION_OUTCOME;
        return *root;
    }
    if (strcmp(format, "buurtstem-publish/1") != 0 || place == NULL) {
        verb_complain(call, "%s: expected a programme, an outcome, or with --place a publish file",
                      call->inputs[0].name);
        return none;
    }
    *of = TRANSLATION_PLACE;
    found = find_place(root, place);
    if (!bs_json_exists(&found)) {
        verb_complain(call, "%s: holds no place %s", call->inputs[0].name, place);
    }
    return found;
}

/* What was translated before. False after the complaints. */
static bool read_existing(const struct verb_call *call, const struct bs_json *json,
                          const char *language, struct translation *out)
{
    struct bs_complaints complaints = {.count = 0};
    struct bs_json_at at = bs_json_root(json, &complaints);

    if (translation_read(&at, out) && strcmp(out->language, language) != 0) {
        bs_json_complain(&at, "is a translation into %s", out->language);
    }
    for (size_t i = 0; i < complaints.count; i++) {
        verb_complain(call, "%s: %s", call->inputs[1].name, complaints.text[i]);
    }
    return complaints.count == 0;
}

/* The exit status: a form that was cut off is none. */
static int print(const struct verb_call *call, const struct bs_json_at *subject,
                 enum translation_of of, const char *language, const struct translation *existing)
{
    struct bs_json *form = translation_form(subject, of, language, existing);
    struct bs_error err = {.code = BS_OK};
    struct bs_buf text;

    bs_buf_init(&text, 8 * BS_PROGRAMME_FILE_MAX);
    bs_json_write(form, true, &text);
    bs_buf_text(&text, "\n");
    if (bs_buf_check(&text, "the form", &err) == BS_OK) {
        verb_write(call, bs_buf_bytes(&text));
    } else {
        verb_complain(call, "%s: %s", call->inputs[0].name, err.text);
    }
    bs_buf_finish(&text);
    bs_json_destroy(form);
    return err.code == BS_OK ? 0 : bs_err_exit_status(BS_BAD);
}

static int make_form(const struct verb_call *call, const char *language, const char *place)
{
    struct bs_json *json = parse(call, 0);
    struct bs_json *old = call->input_count > 1 ? parse(call, 1) : NULL;
    int status = bs_err_exit_status(BS_BAD);
    enum translation_of of = TRANSLATION_PROGRAMME;
    struct translation existing;
    struct bs_json_at root, subject;

    if (json == NULL || (call->input_count > 1 &&
                         (old == NULL || !read_existing(call, old, language, &existing)))) {
        goto out;
    }
    root = bs_json_root(json, NULL);
    subject = find_subject(call, &root, place, &of);
    if (bs_json_exists(&subject)) {
        status = print(call, &subject, of, language, old == NULL ? NULL : &existing);
    }
out:
    bs_json_destroy(old);
    bs_json_destroy(json);
    return status;
}

int verb_programme_translation(const struct verb_call *call)
{
    static const char *const names[] = {"place"};
    const char *place = NULL, *plain[VERB_ARGUMENTS_MAX];
    size_t count;

    if (!verb_options(call, names, &place, 1, plain, 3, &count) || count < 2 ||
        call->input_count != count - 1) {
        return verb_wrong_usage(call, usage);
    }
    if (!bs_language_valid(plain[1]) || strcmp(plain[1], "nl") == 0) {
        verb_complain(call, "%s: expected a language tag other than nl, like en or ar", plain[1]);
        return bs_err_exit_status(BS_BAD);
    }
    return make_form(call, plain[1], place);
}
