/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* One visit's answers <-> the body of a record. Written without a document in between, so that no copy of the answers
 * stays behind in freed memory. No error here repeats what the body holds. */

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/crypto.h>
#include <buurtstem/json.h>
#include <buurtstem/mem.h>
#include <buurtstem/random.h>
#include <buurtstem/submission.h>
#include <buurtstem/utf8.h>
#include <buurtstem/uuid.h>

#include "field.h"
#include "programme_p.h"

#define BODY_VERSION 1
#define SALT_SIZE    16
#define VERSION_MOST 999999
#define SECONDS_MOST 86400

static const char *const channel_names[] = {"kiosk", "assisted", "paper", NULL};

const char *bs_channel_name(enum bs_channel channel)
{
    return channel_names[channel];
}

/* ---- form: what must hold whatever the programme ---- */

static bool is_face(const char *value)
{
    for (size_t i = 0; i < PROGRAMME_FACES; i++) {
        if (strcmp(programme_faces[i], value) == 0) {
            return true;
        }
    }
    return false;
}

static enum bs_err check_values(const struct bs_answer *answer, size_t index, struct bs_error *err)
{
    size_t most =
        answer->kind == BS_KIND_FACES || answer->kind == BS_KIND_TILES ? 1 : BS_CHOICES_MAX;

    if (answer->dont_know ? answer->value_count != 0
                          : answer->value_count < 1 || answer->value_count > most) {
        return bs_fail(err, BS_BAD, "$.answers[%zu].values: expected %s, found %zu", index,
                       answer->dont_know ? "none"
                       : most == 1       ? "one"
                                         : "one to eight",
                       answer->value_count);
    }
    for (size_t i = 0; i < answer->value_count; i++) {
        const char *value = answer->values[i];

        if (answer->kind == BS_KIND_FACES ? !is_face(value) : !bs_slug_valid(value)) {
            return bs_fail(err, BS_BAD, "$.answers[%zu].values[%zu]: is not a value", index, i);
        }
        for (size_t j = 0; j < i; j++) {
            if (strcmp(answer->values[j], value) == 0) {
                return bs_fail(err, BS_BAD, "$.answers[%zu].values[%zu]: is there twice", index, i);
            }
        }
    }
    return BS_OK;
}

static enum bs_err check_answers(const struct bs_submission *submission, struct bs_error *err)
{
    enum bs_err rc = BS_OK;

    if (submission->answer_count < 1 || submission->answer_count > BS_ASKED_MAX) {
        return bs_fail(err, BS_BAD, "$.answers: expected 1 to %d, found %zu", BS_ASKED_MAX,
                       submission->answer_count);
    }
    for (size_t i = 0; rc == BS_OK && i < submission->answer_count; i++) {
        const struct bs_answer *answer = &submission->answers[i];

        if (!bs_slug_valid(answer->question)) {
            return bs_fail(err, BS_BAD, "$.answers[%zu].q: is not a question's id", i);
        }
        if ((unsigned)answer->kind > BS_KIND_LIST) {
            return bs_fail(err, BS_BAD, "$.answers[%zu].kind: is not a kind", i);
        }
        for (size_t j = 0; j < i; j++) {
            if (strcmp(submission->answers[j].question, answer->question) == 0) {
                return bs_fail(err, BS_BAD, "$.answers[%zu].q: is answered twice", i);
            }
        }
        rc = check_values(answer, i, err);
    }
    return rc;
}

static enum bs_err check_correction(const struct bs_submission *submission, struct bs_error *err)
{
    struct bs_uuid first;

    if (submission->corrects[0] == '\0') {
        return BS_OK;
    }
    if (!bs_uuid_parse(submission->corrects, &first)) {
        return bs_fail(err, BS_BAD, "$.corrects: is not a record's id");
    }
    if (submission->is_partial) {
        return bs_fail(err, BS_BAD, "$.partial: a correction is complete");
    }
    return BS_OK;
}

static enum bs_err check_form(const struct bs_submission *submission, struct bs_error *err)
{
    if (!bs_slug_valid(submission->programme)) {
        return bs_fail(err, BS_BAD, "$.programme: is not a programme's id");
    }
    if (submission->version < 1 || submission->version > VERSION_MOST) {
        return bs_fail(err, BS_BAD, "$.version: expected 1 to %d", VERSION_MOST);
    }
    if (!bs_slug_valid(submission->place)) {
        return bs_fail(err, BS_BAD, "$.place: is not a place's id");
    }
    if (!bs_language_valid(submission->lang)) {
        return bs_fail(err, BS_BAD, "$.lang: is not a language tag");
    }
    if ((unsigned)submission->channel > BS_CHANNEL_PAPER) {
        return bs_fail(err, BS_BAD, "$.channel: is not a channel");
    }
    if (submission->seconds < 0 || submission->seconds > SECONDS_MOST) {
        return bs_fail(err, BS_BAD, "$.seconds: expected 0 to %d", SECONDS_MOST);
    }
    if (check_correction(submission, err) != BS_OK) {
        return BS_BAD;
    }
    return check_answers(submission, err);
}

/* ---- writing ---- */

static const char *bool_name(bool value)
{
    return value ? "true" : "false";
}

/* Every name was checked to need no escaping. */
static void write_answer(const struct bs_answer *answer, struct bs_buf *out)
{
    bs_buf_printf(out, "{\"q\":\"%s\",\"kind\":\"%s\"", answer->question,
                  bs_kind_name(answer->kind));
    if (answer->dont_know) {
        bs_buf_text(out, ",\"dont_know\":true}");
        return;
    }
    for (size_t i = 0; i < answer->value_count; i++) {
        bs_buf_printf(out, "%s\"%s\"", i == 0 ? ",\"values\":[" : ",", answer->values[i]);
    }
    bs_buf_text(out, "]}");
}

static void write_body(const struct bs_submission *submission, const char *salt, struct bs_buf *out)
{
    bs_buf_printf(out, "{\"salt\":\"%s\",\"v\":%d,", salt, BODY_VERSION);
    if (submission->corrects[0] != '\0') {
        bs_buf_printf(out, "\"corrects\":\"%s\",", submission->corrects);
    }
    bs_buf_printf(out,
                  "\"programme\":\"%s\",\"version\":%d,"
                  "\"place\":\"%s\",\"channel\":\"%s\",\"lang\":\"%s\",\"trial\":%s,"
                  "\"partial\":%s,%s\"seconds\":%d,\"answers\":[",
                  submission->programme, submission->version, submission->place,
                  bs_channel_name(submission->channel), submission->lang,
                  bool_name(submission->is_trial), bool_name(submission->is_partial),
                  submission->is_burst ? "\"burst\":true," : "", submission->seconds);
    for (size_t i = 0; i < submission->answer_count; i++) {
        bs_buf_text(out, i > 0 ? "," : "");
        write_answer(&submission->answers[i], out);
    }
    bs_buf_text(out, "]}");
}

enum bs_err bs_submission_encode(const struct bs_submission *submission, struct bs_random *random,
                                 struct bs_buf *out, struct bs_error *err)
{
    uint8_t salt[SALT_SIZE];
    char salt_text[2 * SALT_SIZE + 1];
    struct bs_buf body;
    enum bs_err rc = check_form(submission, err);

    bs_buf_init(&body, BS_SUBMISSION_MAX);
    if (rc != BS_OK) {
        goto out;
    }
    random->fill(random, salt, sizeof salt);
    bs_hex_format(salt, sizeof salt, salt_text);
    write_body(submission, salt_text, &body);
    rc = bs_buf_check(&body, "a submission", err);
    if (rc == BS_OK && (out->over || body.len > out->limit - out->len)) {
        rc = bs_fail(err, BS_LIMIT, "a submission of %zu bytes does not fit", body.len);
    }
    if (rc == BS_OK) {
        bs_buf_add(out, body.data, body.len);
    }
out:
    bs_buf_finish(&body);
    return rc;
}

/* ---- reading ---- */

static bool read_slug(const struct bs_json_at *at, const char *key, char out[BS_SLUG_TEXT])
{
    const char *text;

    return field_slug(at, key, &text) && bs_utf8_copy(out, BS_SLUG_TEXT, text);
}

static bool read_values(const struct bs_json_at *at, struct bs_answer *out)
{
    struct bs_json_at list = *at;
    size_t count = 0;

    if (!field_array(at, "values", 1, BS_CHOICES_MAX, &list, &count)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        struct bs_json_at item = bs_json_item(&list, i);
        const char *value;

        if (!bs_json_string_here(&item, BS_SLUG_TEXT - 1, &value)) {
            return false;
        }
        (void)bs_utf8_copy(out->values[i], BS_SLUG_TEXT, value);
    }
    out->value_count = count;
    return true;
}

static bool read_answer(const struct bs_json_at *at, struct bs_answer *out)
{
    static const char *const names[] = {"q", "kind", "values", "dont_know", NULL};
    struct bs_json_at values = bs_json_member(at, "values");
    int kind = BS_KIND_FACES;

    if (!field_is_object(at) || !bs_json_only(at, names) || !read_slug(at, "q", out->question) ||
        !field_name(at, "kind", programme_kinds, &kind) ||
        !bs_json_bool_or(at, "dont_know", false, &out->dont_know)) {
        return false;
    }
    out->kind = (enum bs_kind)kind;
    if (!out->dont_know) {
        return read_values(at, out);
    }
    if (bs_json_exists(&values)) {
        bs_json_complain(&values, "expected none beside dont_know");
        return false;
    }
    return true;
}

static bool read_answers(const struct bs_json_at *at, struct bs_submission *out)
{
    struct bs_json_at list = *at;
    size_t count = 0;
    bool good = field_array(at, "answers", 1, BS_ASKED_MAX, &list, &count);

    for (size_t i = 0; good && i < count; i++) {
        struct bs_json_at item = bs_json_item(&list, i);

        good = read_answer(&item, &out->answers[i]);
    }
    out->answer_count = count;
    return good;
}

static bool read_salt(const struct bs_json_at *at)
{
    struct bs_json_at member = bs_json_member(at, "salt");
    const char *text;

    if (!bs_json_string_here(&member, 2 * SALT_SIZE, &text)) {
        return false;
    }
    if (strspn(text, "0123456789abcdef") != 2 * SALT_SIZE) {
        bs_json_complain(&member, "expected %d small hex digits", 2 * SALT_SIZE);
        return false;
    }
    return true;
}

static bool read_corrects(const struct bs_json_at *at, char out[BS_UUID_TEXT])
{
    struct bs_json_at member = bs_json_member(at, "corrects");
    const char *text;

    return !bs_json_exists(&member) || (bs_json_string_here(&member, BS_UUID_TEXT - 1, &text) &&
                                        bs_utf8_copy(out, BS_UUID_TEXT, text));
}

static bool read_body(const struct bs_json_at *at, struct bs_submission *out)
{
    static const char *const names[] = {"salt",  "v",       "corrects", "programme", "version",
                                        "place", "channel", "lang",     "trial",     "partial",
                                        "burst", "seconds", "answers",  NULL};
    int64_t body_version = 0;
    int64_t version = 0;
    int64_t seconds = 0;
    int channel = BS_CHANNEL_KIOSK;
    const char *lang;

    if (!field_is_object(at) || !bs_json_only(at, names) || !read_salt(at) ||
        !bs_json_int(at, "v", BODY_VERSION, BODY_VERSION, &body_version) ||
        !read_corrects(at, out->corrects) || !read_slug(at, "programme", out->programme) ||
        !bs_json_int(at, "version", 1, VERSION_MOST, &version) ||
        !read_slug(at, "place", out->place) ||
        !field_name(at, "channel", channel_names, &channel) ||
        !bs_json_string(at, "lang", BS_LANG_TEXT - 1, &lang) ||
        !field_bool(at, "trial", &out->is_trial) || !field_bool(at, "partial", &out->is_partial) ||
        !bs_json_bool_or(at, "burst", false, &out->is_burst) ||
        !bs_json_int(at, "seconds", 0, SECONDS_MOST, &seconds)) {
        return false;
    }
    out->version = (int)version;
    out->channel = (enum bs_channel)channel;
    out->seconds = (int)seconds;
    (void)bs_utf8_copy(out->lang, BS_LANG_TEXT, lang);
    return read_answers(at, out);
}

/* Reads again to say what is wrong: room for complaints costs more than a body that is right. */
static enum bs_err explain(const struct bs_json *json, struct bs_error *err)
{
    struct bs_complaints *complaints = bs_xcalloc(1, sizeof *complaints);
    struct bs_json_at root = bs_json_root(json, complaints);
    struct bs_submission submission = {0};
    enum bs_err rc;

    (void)read_body(&root, &submission);
    rc = bs_fail(err, BS_BAD, "%s", complaints->text[0]);
    bs_wipe(&submission, sizeof submission);
    free(complaints);
    return rc;
}

enum bs_err bs_submission_decode(struct bs_bytes body, struct bs_submission *out,
                                 struct bs_error *err)
{
    struct bs_submission submission = {0};
    struct bs_json *json = NULL;
    struct bs_json_at root;
    enum bs_err rc;

    if (body.len > BS_SUBMISSION_MAX) {
        return bs_fail(err, BS_LIMIT, "a submission of %zu bytes, at most %d", body.len,
                       BS_SUBMISSION_MAX);
    }
    rc = bs_json_parse(body, &json, err);
    if (rc != BS_OK) {
        goto out;
    }
    root = bs_json_root(json, NULL);
    rc = read_body(&root, &submission) ? check_form(&submission, err) : explain(json, err);
    if (rc == BS_OK) {
        *out = submission;
    }
out:
    bs_json_destroy(json);
    bs_wipe(&submission, sizeof submission);
    return rc;
}

/* ---- fitting ---- */

static enum bs_err check_answer_fits(const struct bs_answer *answer, size_t index,
                                     const struct bs_programme *programme, struct bs_error *err)
{
    const struct bs_question *question = bs_programme_question(programme, answer->question);

    if (question == NULL) {
        return bs_fail(err, BS_BAD, "$.answers[%zu].q: the programme does not ask this", index);
    }
    if (question->kind != answer->kind) {
        return bs_fail(err, BS_BAD, "$.answers[%zu].kind: the programme asks for %s", index,
                       bs_kind_name(question->kind));
    }
    if (answer->value_count > question->most) {
        return bs_fail(err, BS_BAD, "$.answers[%zu].values: expected at most %zu, found %zu", index,
                       question->most, answer->value_count);
    }
    for (size_t i = 0; i < answer->value_count; i++) {
        if (bs_question_choice(question, answer->values[i]) == NULL) {
            return bs_fail(err, BS_BAD,
                           "$.answers[%zu].values[%zu]: the question does not offer this", index,
                           i);
        }
    }
    return BS_OK;
}

enum bs_err bs_submission_fits(const struct bs_submission *submission,
                               const struct bs_programme *programme, struct bs_error *err)
{
    enum bs_err rc = check_form(submission, err);

    if (rc != BS_OK) {
        return rc;
    }
    if (strcmp(submission->programme, programme->id) != 0) {
        return bs_fail(err, BS_BAD, "$.programme: is another programme");
    }
    if (submission->version != programme->version) {
        return bs_fail(err, BS_BAD, "$.version: expected %d, found %d", programme->version,
                       submission->version);
    }
    for (size_t i = 0; rc == BS_OK && i < submission->answer_count; i++) {
        rc = check_answer_fits(&submission->answers[i], i, programme, err);
    }
    return rc;
}
