/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* JSON of a programme -> struct bs_programme. Reading goes on after a complaint, so that all of them are heard at once;
 * therefore every member of a programme that is being read is always safe to look at. */

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "field.h"
#include "programme_p.h"

#define FORMAT        "buurtstem-programme/1"
#define VERSION_MOST  999999
#define DUE_DAYS_MOST 730
static const char *const stage_names[] = {"before", "now", "outcome", NULL};
static const char *const decider_names[] = {"board", "council", "housing", "residents", NULL};

/* ---- promise ---- */

static bool read_due(const struct bs_json_at *at, struct bs_due *out)
{
    static const char *const names[] = {"date", "days_after_publication", "example", NULL};
    struct bs_json_at date = bs_json_member(at, "date");
    struct bs_json_at after = bs_json_member(at, "days_after_publication");
    int64_t days = 0;
    bool good;

    if (!field_is_object(at)) {
        return false;
    }
    good = bs_json_only(at, names);
    good = bs_json_bool_or(at, "example", false, &out->is_example) && good;
    if (bs_json_exists(&date) == bs_json_exists(&after)) {
        bs_json_complain(at, "expected either a date or days_after_publication");
        return false;
    }
    if (bs_json_exists(&date)) {
        return field_date(at, "date", &out->date) && good;
    }
    good = bs_json_int(at, "days_after_publication", 1, DUE_DAYS_MOST, &days) && good;
    out->days = (int)days;
    return good;
}

/* Everything but who decides may be absent here; the check asks for it. */
static bool read_promise(const struct bs_json_at *at, struct bs_programme *out)
{
    static const char *const names[] = {"open",       "decider", "decides",
                                        "answer_due", "contact", NULL};
    struct bs_json_at open = bs_json_member(at, "open");
    struct bs_json_at decides = bs_json_member(at, "decides");
    struct bs_json_at due = bs_json_member(at, "answer_due");
    struct bs_json_at contact = bs_json_member(at, "contact");
    int decider = BS_DECIDER_BOARD;
    bool good;

    if (!field_is_object(at)) {
        return false;
    }
    good = bs_json_only(at, names);
    good = field_name(at, "decider", decider_names, &decider) && good;
    out->decider = (enum bs_decider)decider;
    if (bs_json_exists(&open)) {
        good = field_text(at, "open", BS_PARAGRAPH_MAX, &out->open) && good;
    }
    if (bs_json_exists(&decides)) {
        good = field_text(at, "decides", BS_PARAGRAPH_MAX, &out->decides) && good;
    }
    if (bs_json_exists(&due)) {
        good = read_due(&due, &out->answer_due) && good;
    }
    if (bs_json_exists(&contact)) {
        good = field_contact(&contact, &out->contact, &out->contact_is_example) && good;
    }
    return good;
}

/* ---- sources and facts ---- */

/* A day, or a month or year alone: a source often says no more. */
static bool read_source_date(const struct bs_json_at *at, struct bs_date *out)
{
    struct bs_json_at member = bs_json_member(at, "date");
    const char *text;
    char whole[11] = "0000-01-01";
    size_t len;

    if (!bs_json_string_here(&member, BS_LINE_MAX, &text)) {
        return false;
    }
    len = strlen(text);
    if (len == 4 || len == 7 || len == 10) {
        memcpy(whole, text, len);
    }
    if (!bs_date_parse(whole, out)) {
        bs_json_complain(&member, "expected an existing date like 2026-11-30, 2026-11 or 2026");
        return false;
    }
    out->month = len < 7 ? 0 : out->month;
    out->day = len < 10 ? 0 : out->day;
    return true;
}

static bool read_source(const struct bs_json_at *at, struct bs_source *out)
{
    static const char *const names[] = {"title", "publisher", "date", NULL};
    bool good;

    if (!field_is_object(at)) {
        return false;
    }
    good = bs_json_only(at, names);
    good = field_line(at, "title", BS_LINE_MAX, &out->title) && good;
    good = field_line(at, "publisher", BS_LINE_MAX, &out->publisher) && good;
    return read_source_date(at, &out->date) && good;
}

static bool read_sources(const struct bs_json_at *at, struct bs_programme *out)
{
    struct bs_json_at list = bs_json_member(at, "sources");
    bool good;

    if (!bs_json_exists(&list)) {
        return true;
    }
    good = field_array(at, "sources", 0, BS_SOURCES_MAX, &list, &out->source_count);
    for (size_t i = 0; i < out->source_count; i++) {
        struct bs_json_at item = bs_json_item(&list, i);

        out->sources[i].title = out->sources[i].publisher = "";
        good = read_source(&item, &out->sources[i]) && good;
    }
    return good;
}

static bool read_fact(const struct bs_json_at *at, size_t source_count, struct bs_fact *out)
{
    static const char *const names[] = {"text", "source", "until", NULL};
    struct bs_json_at until = bs_json_member(at, "until");
    struct bs_json_at source = bs_json_member(at, "source");
    int64_t index = 0;
    bool good;

    if (!field_is_object(at)) {
        return false;
    }
    good = bs_json_only(at, names);
    good = field_text(at, "text", BS_PARAGRAPH_MAX, &out->text) && good;
    good = (!bs_json_exists(&until) || field_date(at, "until", &out->until)) && good;
    if (!bs_json_int(at, "source", 0, BS_SOURCES_MAX - 1, &index)) {
        return false;
    }
    if ((size_t)index >= source_count) {
        bs_json_complain(&source, "names $.sources[%d], which is not there (the first is 0)",
                         (int)index);
        return false;
    }
    out->source = (size_t)index;
    return good;
}

static bool read_facts(const struct bs_json_at *at, struct bs_programme *out)
{
    struct bs_json_at list = bs_json_member(at, "facts");
    bool good;

    if (!bs_json_exists(&list)) {
        return true;
    }
    good = field_array(at, "facts", 0, BS_FACTS_MAX, &list, &out->fact_count);
    for (size_t i = 0; i < out->fact_count; i++) {
        struct bs_json_at item = bs_json_item(&list, i);

        good = read_fact(&item, out->source_count, &out->facts[i]) && good;
    }
    return good;
}

/* ---- the whole ---- */

static bool read_code(const struct bs_json_at *at, char out[6])
{
    struct bs_json_at member = bs_json_member(at, "code");
    const char *code;

    if (!bs_json_string_here(&member, BS_LINE_MAX, &code)) {
        return false;
    }
    if (!bs_programme_code_valid(code)) {
        bs_json_complain(&member, "expected five of the signs 2-9 and A-Z without I, L and O");
        return false;
    }
    (void)bs_utf8_copy(out, 6, code);
    return true;
}

static bool read_period(const struct bs_json_at *at, struct bs_programme *out)
{
    struct bs_json_at ends = bs_json_member(at, "ends");
    bool has_start = field_date(at, "starts", &out->starts);

    if (!field_date(at, "ends", &out->ends) || !has_start) {
        return false;
    }
    if (bs_date_compare(out->ends, out->starts) < 0) {
        bs_json_complain(&ends, "is before the day on which it starts");
        return false;
    }
    return true;
}

static bool read_head(const struct bs_json_at *at, struct bs_programme *out)
{
    int64_t version = 0;
    int stage = BS_STAGE_NOW;
    bool good = field_format(at, FORMAT);

    good = field_slug(at, "id", &out->id) && good;
    good = field_tenant(at, "tenant", &out->tenant) && good;
    good = bs_json_int(at, "version", 1, VERSION_MOST, &version) && good;
    good = read_code(at, out->code) && good;
    good = field_name(at, "stage", stage_names, &stage) && good;
    good = field_slug(at, "icon", &out->icon) && good;
    good = read_period(at, out) && good;
    good = field_line(at, "owner", BS_LINE_MAX, &out->owner) && good;
    good = field_languages(at, "languages", out->languages, &out->language_count) && good;
    good = field_text(at, "title", BS_TITLE_MAX, &out->title) && good;
    out->version = (int)version;
    out->stage = (enum bs_stage)stage;
    return field_text(at, "tile", BS_LABEL_MAX, &out->tile) && good;
}

/* What a kiosk does with answers, where the programme says it. */
static bool read_rules(const struct bs_json_at *at, struct bs_programme *out)
{
    static const char *const names[] = {"keep", "drop", NULL};
    struct bs_json_at partial = bs_json_member(at, "partial");
    int index = 0;
    bool good = bs_json_bool_or(at, "results_on_kiosk", true, &out->shows_results);

    good = (!bs_json_exists(&partial) || field_name(at, "partial", names, &index)) && good;
    out->keeps_partial = index == 0;
    return good;
}

static bool read_programme(const struct bs_json_at *at, struct bs_programme *out)
{
    static const char *const names[] = {"$schema",   "format",    "id",      "tenant",
                                        "version",   "code",      "stage",   "icon",
                                        "starts",    "ends",      "owner",   "title",
                                        "tile",      "languages", "promise", "facts",
                                        "questions", "sources",   "partial", "results_on_kiosk",
                                        NULL};
    struct bs_json_at promise = bs_json_member(at, "promise");
    bool good;

    out->id = out->tenant = out->icon = out->owner = "";
    if (!field_is_object(at)) {
        return false;
    }
    good = bs_json_only(at, names);
    good = read_head(at, out) && good;
    if (bs_json_exists(&promise)) {
        good = read_promise(&promise, out) && good;
    }
    good = read_sources(at, out) && good;
    good = read_facts(at, out) && good;
    good = read_rules(at, out) && good;
    return programme_read_questions(at, out) && good;
}

/* A list of its own, since the caller's may be absent or may hold complaints about something else. */
static enum bs_err take(const struct bs_json_at *at, bool with_check, struct bs_programme **out,
                        struct bs_error *err)
{
    struct bs_complaints *own = bs_xcalloc(1, sizeof *own);
    struct bs_programme *programme = bs_xcalloc(1, sizeof *programme);
    struct bs_json_at inner = *at;
    bool is_good;
    enum bs_err rc;

    inner.complaints = own;
    is_good = read_programme(&inner, programme);
    assert(is_good == (own->count == 0));
    (void)is_good;
    if (with_check && bs_json_is_object(at)) {
        programme_check_at(programme, at->path, own);
    }
    field_hand_over(own, at->complaints);
    rc = bs_complaints_result(own, err);
    free(own);
    if (rc != BS_OK) {
        free(programme);
        return rc;
    }
    *out = programme;
    return BS_OK;
}

static enum bs_err parse(struct bs_bytes text, bool with_check, struct bs_programme **out,
                         struct bs_complaints *complaints, struct bs_error *err)
{
    struct bs_json *json = NULL;
    struct bs_json_at root;
    enum bs_err rc =
        field_document(text, BS_PROGRAMME_FILE_MAX, "a programme", complaints, &json, err);

    if (rc != BS_OK) {
        return rc;
    }
    root = bs_json_root(json, complaints);
    rc = take(&root, with_check, out, err);
    if (rc != BS_OK) {
        bs_json_destroy(json);
        return rc;
    }
    (*out)->document = json;
    return BS_OK;
}

enum bs_err bs_programme_parse(struct bs_bytes text, struct bs_programme **out,
                               struct bs_complaints *complaints, struct bs_error *err)
{
    return parse(text, false, out, complaints, err);
}

enum bs_err bs_programme_examine(struct bs_bytes text, struct bs_programme **out,
                                 struct bs_complaints *complaints, struct bs_error *err)
{
    return parse(text, true, out, complaints, err);
}

enum bs_err bs_programme_read(const struct bs_json_at *at, struct bs_programme **out,
                              struct bs_error *err)
{
    return take(at, false, out, err);
}

enum bs_err bs_programme_examine_at(const struct bs_json_at *at, struct bs_programme **out,
                                    struct bs_error *err)
{
    return take(at, true, out, err);
}

void bs_programme_destroy(struct bs_programme *programme)
{
    if (programme != NULL) {
        bs_json_destroy(programme->document);
        free(programme);
    }
}

struct bs_date bs_programme_answer_date(const struct bs_programme *programme,
                                        struct bs_date published)
{
    const struct bs_due *due = &programme->answer_due;

    return due->days > 0 ? bs_date_add_days(published, due->days) : due->date;
}

bool bs_fact_is_past(const struct bs_fact *fact, struct bs_date today)
{
    return fact->until.year > 0 && bs_date_compare(fact->until, today) < 0;
}

bool bs_programme_is_open(const struct bs_programme *programme, struct bs_date today)
{
    return programme->stage != BS_STAGE_OUTCOME && bs_date_compare(programme->starts, today) <= 0 &&
           bs_date_compare(today, programme->ends) <= 0;
}
