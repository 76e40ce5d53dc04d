/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What a connector releases, rules and notes <-> the bodies of its records. No error here repeats what a body holds. */

#include <string.h>

#include <buurtstem/crypto.h>
#include <buurtstem/mem.h>
#include <buurtstem/review.h>
#include <buurtstem/utf8.h>

#include "body.h"
#include "field.h"

static const char *const mask_names[] = {"email",    "phone", "iban",  "bsn",
                                         "postcode", "name",  "other", NULL};
static const char *const ruling_names[] = {"take_back", "release", "pass_on", "hide", NULL};
static const char *const reason_names[] = {"person",  "insult", "threat", "advert",
                                           "nothing", "other",  NULL};
static const char *const pass_names[] = {"contact", "reader", NULL};
static const char *const note_names[] = {"context", "treasure", "urgent", NULL};

#define NAMES(list) (sizeof(list) / sizeof(list)[0] - 1)

_Static_assert(NAMES(mask_names) == BS_MASKS, "each mask has a name");
_Static_assert(NAMES(ruling_names) == BS_RULINGS, "each ruling has a name");
_Static_assert(NAMES(reason_names) == BS_HIDE_REASONS, "each reason has a name");
_Static_assert(NAMES(pass_names) == BS_PASSES, "each whom it is passed on to has a name");
_Static_assert(NAMES(note_names) == BS_NOTES, "each kind of note has a name");

const char *bs_mask_name(enum bs_mask mask)
{
    return mask_names[mask];
}

const char *bs_ruling_name(enum bs_ruling ruling)
{
    return ruling_names[ruling];
}

const char *bs_hide_reason_name(enum bs_hide_reason reason)
{
    return reason_names[reason];
}

const char *bs_pass_to_name(enum bs_pass_to to)
{
    return pass_names[to];
}

const char *bs_note_kind_name(enum bs_note_kind kind)
{
    return note_names[kind];
}

/* ---- which of two decisions counts ---- */

const struct bs_decision *bs_decision_later(const struct bs_decision *now,
                                            const struct bs_decision *next)
{
    (void)now; /* who made the next one knew of it */
    return next->ruling == BS_RULING_TAKE_BACK ? NULL : next;
}

const struct bs_decision *bs_decision_stricter(const struct bs_decision *one,
                                               const struct bs_decision *other)
{
    if (one == NULL || other == NULL) {
        return one == NULL ? other : one;
    }
    if (other->ruling != one->ruling) {
        return other->ruling > one->ruling ? other : one;
    }
    return other->ruling == BS_RULING_RELEASE && other->mask_count > one->mask_count ? other : one;
}

/* ---- form ---- */

static enum bs_err check_id(const char *id, const char *key, struct bs_error *err)
{
    struct bs_uuid uuid;

    return bs_uuid_parse(id, &uuid) ? BS_OK : bs_fail(err, BS_BAD, "$.%s: is not an id", key);
}

static enum bs_err check_by(const char *by, bool may_be_nobody, struct bs_error *err)
{
    if ((may_be_nobody && by[0] == '\0') || bs_slug_valid(by)) {
        return BS_OK;
    }
    return bs_fail(err, BS_BAD, "$.by: is not a pseudonym");
}

static enum bs_err check_date(struct bs_date date, const char *key, struct bs_error *err)
{
    struct bs_date same;
    char text[11];

    bs_date_format(date, text);
    if (!bs_date_parse(text, &same) || bs_date_compare(date, same) != 0) {
        return bs_fail(err, BS_BAD, "$.%s: is not an existing date", key);
    }
    return BS_OK;
}

static enum bs_err check_text(const char *text, int most, struct bs_error *err)
{
    if (!bs_utf8_is_line(text, (size_t)most)) {
        return bs_fail(err, BS_BAD, "$.text: expected one line of 1 to %d characters", most);
    }
    return BS_OK;
}

static size_t count_signs(const char *text)
{
    size_t count = 0;

    for (const char *at = strstr(text, BS_MASK_SIGN); at != NULL; at = strstr(at, BS_MASK_SIGN)) {
        at += strlen(BS_MASK_SIGN);
        count++;
    }
    return count;
}

static enum bs_err check_masks(const struct bs_comment *comment, struct bs_error *err)
{
    if (comment->mask_count > BS_MASKS_MAX) {
        return bs_fail(err, BS_BAD, "$.masks: expected at most %d, found %zu", BS_MASKS_MAX,
                       comment->mask_count);
    }
    for (size_t i = 0; i < comment->mask_count; i++) {
        if ((unsigned)comment->masks[i] >= BS_MASKS) {
            return bs_fail(err, BS_BAD, "$.masks[%zu]: is not a mask", i);
        }
    }
    if (count_signs(comment->text) != comment->mask_count) {
        return bs_fail(err, BS_BAD, "$.masks: expected %zu, as many as signs in the text",
                       count_signs(comment->text));
    }
    return BS_OK;
}

static enum bs_err check_comment(const struct bs_comment *comment, struct bs_error *err)
{
    enum bs_err rc = body_check_at(&comment->at, err);

    rc = rc == BS_OK ? check_id(comment->id, "comment", err) : rc;
    rc = rc == BS_OK ? check_id(comment->submission, "submission", err) : rc;
    rc = rc == BS_OK ? check_date(comment->written, "written", err) : rc;
    rc = rc == BS_OK ? check_by(comment->by, true, err) : rc;
    rc = rc == BS_OK ? check_text(comment->text, BS_WORDS_MAX, err) : rc;
    return rc == BS_OK ? check_masks(comment, err) : rc;
}

static enum bs_err check_ruling(const struct bs_decision *decision, struct bs_error *err)
{
    switch (decision->ruling) {
    case BS_RULING_TAKE_BACK:
        return BS_OK;
    case BS_RULING_RELEASE:
        return decision->mask_count <= BS_MASKS_MAX
                   ? BS_OK
                   : bs_fail(err, BS_BAD, "$.masks: expected 0 to %d", BS_MASKS_MAX);
    case BS_RULING_PASS_ON:
        return (unsigned)decision->to < BS_PASSES
                   ? BS_OK
                   : bs_fail(err, BS_BAD, "$.to: is nobody to pass it on to");
    case BS_RULING_HIDE:
        return (unsigned)decision->reason < BS_HIDE_REASONS
                   ? BS_OK
                   : bs_fail(err, BS_BAD, "$.reason: is not a reason");
    }
    return bs_fail(err, BS_BAD, "$.ruling: is not a ruling");
}

static enum bs_err check_decision(const struct bs_decision *decision, struct bs_error *err)
{
    enum bs_err rc = body_check_at(&decision->at, err);

    rc = rc == BS_OK ? check_id(decision->id, "comment", err) : rc;
    rc = rc == BS_OK ? check_ruling(decision, err) : rc;
    return rc == BS_OK ? check_by(decision->by, decision->ruling == BS_RULING_RELEASE, err) : rc;
}

static enum bs_err check_note(const struct bs_note *note, struct bs_error *err)
{
    enum bs_err rc;

    if ((unsigned)note->kind >= BS_NOTES) {
        return bs_fail(err, BS_BAD, "$.note: is not a kind of note");
    }
    if (!bs_slug_valid(note->place)) {
        return bs_fail(err, BS_BAD, "$.place: is not a place's id");
    }
    if (note->programme[0] != '\0' && !bs_slug_valid(note->programme)) {
        return bs_fail(err, BS_BAD, "$.programme: is not a programme's id");
    }
    if (!bs_language_valid(note->lang)) {
        return bs_fail(err, BS_BAD, "$.lang: is not a language tag");
    }
    rc = check_by(note->by, false, err);
    rc = rc == BS_OK ? check_date(note->day, "day", err) : rc;
    if (rc == BS_OK && note->kind == BS_NOTE_TREASURE && !note->has_consent) {
        rc = bs_fail(err, BS_BAD, "$.consent: a treasure needs it");
    }
    return rc == BS_OK ? check_text(note->text, BS_NOTE_MAX, err) : rc;
}

/* ---- writing ---- */

/* Nothing where the name is "". */
static void write_name(struct bs_buf *out, const char *key, const char *name)
{
    if (name[0] != '\0') {
        bs_buf_printf(out, ",\"%s\":\"%s\"", key, name);
    }
}

static void write_date(struct bs_buf *out, const char *key, struct bs_date date)
{
    char text[11];

    bs_date_format(date, text);
    write_name(out, key, text);
}

enum bs_err bs_comment_encode(const struct bs_comment *comment, struct bs_random *random,
                              struct bs_buf *out, struct bs_error *err)
{
    struct bs_buf body;
    enum bs_err rc = check_comment(comment, err);

    if (rc != BS_OK) {
        return rc;
    }
    bs_buf_init(&body, BS_SUBMISSION_MAX);
    body_write_at(&comment->at, random, &body);
    write_name(&body, "comment", comment->id);
    write_name(&body, "submission", comment->submission);
    write_date(&body, "written", comment->written);
    write_name(&body, "by", comment->by);
    for (size_t i = 0; i < comment->mask_count; i++) {
        bs_buf_printf(&body, "%s\"%s\"", i == 0 ? ",\"masks\":[" : ",",
                      bs_mask_name(comment->masks[i]));
    }
    bs_buf_text(&body, comment->mask_count > 0 ? "]" : "");
    body_write_string(&body, "text", comment->text);
    bs_buf_text(&body, "}");
    rc = body_close(&body, "a comment", out, err);
    bs_buf_finish(&body);
    return rc;
}

enum bs_err bs_decision_encode(const struct bs_decision *decision, struct bs_random *random,
                               struct bs_buf *out, struct bs_error *err)
{
    struct bs_buf body;
    enum bs_err rc = check_decision(decision, err);

    if (rc != BS_OK) {
        return rc;
    }
    bs_buf_init(&body, BS_SUBMISSION_MAX);
    body_write_at(&decision->at, random, &body);
    write_name(&body, "comment", decision->id);
    write_name(&body, "by", decision->by);
    write_name(&body, "ruling", bs_ruling_name(decision->ruling));
    if (decision->ruling == BS_RULING_RELEASE) {
        bs_buf_printf(&body, ",\"masks\":%zu", decision->mask_count);
    } else if (decision->ruling == BS_RULING_HIDE) {
        write_name(&body, "reason", bs_hide_reason_name(decision->reason));
    } else if (decision->ruling == BS_RULING_PASS_ON) {
        write_name(&body, "to", bs_pass_to_name(decision->to));
    }
    bs_buf_text(&body, "}");
    rc = body_close(&body, "a decision", out, err);
    bs_buf_finish(&body);
    return rc;
}

enum bs_err bs_note_encode(const struct bs_note *note, struct bs_random *random, struct bs_buf *out,
                           struct bs_error *err)
{
    struct bs_buf body;
    enum bs_err rc = check_note(note, err);

    if (rc != BS_OK) {
        return rc;
    }
    bs_buf_init(&body, BS_SUBMISSION_MAX);
    body_open(random, &body);
    write_name(&body, "note", bs_note_kind_name(note->kind));
    write_name(&body, "place", note->place);
    write_name(&body, "programme", note->programme);
    write_name(&body, "lang", note->lang);
    bs_buf_printf(&body, ",\"trial\":%s", body_bool(note->is_trial));
    write_name(&body, "by", note->by);
    write_date(&body, "day", note->day);
    bs_buf_text(&body, note->kind == BS_NOTE_TREASURE ? ",\"consent\":true" : "");
    body_write_string(&body, "text", note->text);
    bs_buf_text(&body, "}");
    rc = body_close(&body, "a note", out, err);
    bs_buf_finish(&body);
    return rc;
}

/* ---- reading ---- */

static bool read_string(const struct bs_json_at *at, const char *key, size_t size, char *out)
{
    const char *text;

    return bs_json_string(at, key, size - 1, &text) && bs_utf8_copy(out, size, text);
}

static bool read_slug_or_none(const struct bs_json_at *at, const char *key, char out[BS_SLUG_TEXT])
{
    struct bs_json_at member = bs_json_member(at, key);

    return !bs_json_exists(&member) || body_read_slug(at, key, out);
}

static bool read_mask(const struct bs_json_at *at, enum bs_mask *out)
{
    const char *text;

    if (!bs_json_string_here(at, BS_SLUG_TEXT - 1, &text)) {
        return false;
    }
    for (int mask = 0; mask < BS_MASKS; mask++) {
        if (strcmp(mask_names[mask], text) == 0) {
            *out = (enum bs_mask)mask;
            return true;
        }
    }
    bs_json_complain(at, "is not a mask");
    return false;
}

static bool read_masks(const struct bs_json_at *at, struct bs_comment *out)
{
    struct bs_json_at list = bs_json_member(at, "masks");
    size_t count = 0;

    if (!bs_json_exists(&list)) {
        return true;
    }
    if (!field_array(at, "masks", 1, BS_MASKS_MAX, &list, &count)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        struct bs_json_at item = bs_json_item(&list, i);

        if (!read_mask(&item, &out->masks[i])) {
            return false;
        }
    }
    out->mask_count = count;
    return true;
}

static bool read_comment(const struct bs_json_at *at, void *out)
{
    static const char *const names[] = {BODY_LEFT_AT, "comment", "submission", "written",
                                        "by",         "masks",   "text",       NULL};
    struct bs_comment *comment = out;

    return body_read_at(at, names, &comment->at) &&
           read_string(at, "comment", sizeof comment->id, comment->id) &&
           read_string(at, "submission", sizeof comment->submission, comment->submission) &&
           field_date(at, "written", &comment->written) &&
           read_slug_or_none(at, "by", comment->by) && read_masks(at, comment) &&
           read_string(at, "text", sizeof comment->text, comment->text);
}

/* What a ruling has beside its name. */
static bool read_ruling(const struct bs_json_at *at, struct bs_decision *out)
{
    int64_t count = 0;
    int name = 0;
    bool good = true;

    if (out->ruling == BS_RULING_RELEASE) {
        good = bs_json_int(at, "masks", 0, BS_MASKS_MAX, &count);
        out->mask_count = (size_t)count;
    } else if (out->ruling == BS_RULING_HIDE) {
        good = field_name(at, "reason", reason_names, &name);
        out->reason = (enum bs_hide_reason)name;
    } else if (out->ruling == BS_RULING_PASS_ON) {
        good = field_name(at, "to", pass_names, &name);
        out->to = (enum bs_pass_to)name;
    }
    return good;
}

#define DECISION BODY_LEFT_AT, "comment", "by", "ruling"

static bool read_decision(const struct bs_json_at *at, void *out)
{
    static const char *const take_back[] = {DECISION, NULL};
    static const char *const release[] = {DECISION, "masks", NULL};
    static const char *const pass_on[] = {DECISION, "to", NULL};
    static const char *const hide[] = {DECISION, "reason", NULL};
    static const char *const *const names[BS_RULINGS] = {take_back, release, pass_on, hide};
    struct bs_decision *decision = out;
    int ruling = BS_RULING_TAKE_BACK;

    if (!field_is_object(at) || !field_name(at, "ruling", ruling_names, &ruling)) {
        return false;
    }
    decision->ruling = (enum bs_ruling)ruling;
    return body_read_at(at, names[ruling], &decision->at) &&
           read_string(at, "comment", sizeof decision->id, decision->id) &&
           read_slug_or_none(at, "by", decision->by) && read_ruling(at, decision);
}

#define NOTE "salt", "v", "note", "place", "programme", "lang", "trial", "by", "day", "text"

static bool read_note(const struct bs_json_at *at, void *out)
{
    static const char *const plain[] = {NOTE, NULL};
    static const char *const treasure[] = {NOTE, "consent", NULL};
    struct bs_note *note = out;
    int kind = BS_NOTE_CONTEXT;

    if (!field_is_object(at) || !field_name(at, "note", note_names, &kind)) {
        return false;
    }
    note->kind = (enum bs_note_kind)kind;
    return bs_json_only(at, kind == BS_NOTE_TREASURE ? treasure : plain) && body_read_head(at) &&
           body_read_slug(at, "place", note->place) &&
           read_slug_or_none(at, "programme", note->programme) && body_read_lang(at, note->lang) &&
           field_bool(at, "trial", &note->is_trial) && body_read_slug(at, "by", note->by) &&
           field_date(at, "day", &note->day) &&
           (kind != BS_NOTE_TREASURE || field_bool(at, "consent", &note->has_consent)) &&
           read_string(at, "text", sizeof note->text, note->text);
}

enum bs_err bs_comment_decode(struct bs_bytes body, struct bs_comment *out, struct bs_error *err)
{
    struct bs_comment comment = {0};
    enum bs_err rc = body_decode(body, "a comment", read_comment, &comment, sizeof comment, err);

    rc = rc == BS_OK ? check_comment(&comment, err) : rc;
    if (rc == BS_OK) {
        *out = comment;
    }
    bs_wipe(&comment, sizeof comment);
    return rc;
}

enum bs_err bs_decision_decode(struct bs_bytes body, struct bs_decision *out, struct bs_error *err)
{
    struct bs_decision decision = {0};
    enum bs_err rc =
        body_decode(body, "a decision", read_decision, &decision, sizeof decision, err);

    rc = rc == BS_OK ? check_decision(&decision, err) : rc;
    if (rc == BS_OK) {
        *out = decision;
    }
    bs_wipe(&decision, sizeof decision);
    return rc;
}

enum bs_err bs_note_decode(struct bs_bytes body, struct bs_note *out, struct bs_error *err)
{
    struct bs_note note = {0};
    enum bs_err rc = body_decode(body, "a note", read_note, &note, sizeof note, err);

    rc = rc == BS_OK ? check_note(&note, err) : rc;
    if (rc == BS_OK) {
        *out = note;
    }
    bs_wipe(&note, sizeof note);
    return rc;
}
