/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* JSON of an outcome -> struct bs_outcome. Like a programme: reading goes on after a complaint, and the check of style
 * looks at whatever was readable. */

#include <buurtstem/outcome.h>

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>

#include "field.h"
#include "style.h"
#include "words.h"

#define FORMAT       "buurtstem-outcome/1"
#define VERSION_MOST 999999
#define MONTH_TEXT   7 /* YYYY-MM */
#define YEAR_MONTHS  12

static const char *const state_names[] = {"planned", "busy", "done", "dropped", NULL};

/* ---- actions ---- */

static bool read_month(const struct bs_json_at *at, struct bs_date *out)
{
    struct bs_json_at member = bs_json_member(at, "month");
    const char *text;
    char whole[11] = "YYYY-MM-01";

    if (!bs_json_string_here(&member, BS_LINE_MAX, &text)) {
        return false;
    }
    if (strlen(text) == MONTH_TEXT) {
        memcpy(whole, text, MONTH_TEXT);
    }
    if (!bs_date_parse(whole, out)) {
        bs_json_complain(&member, "expected an existing month like 2027-03");
        return false;
    }
    out->day = 0;
    return true;
}

static bool read_time(const struct bs_json_at *at, struct bs_action *out)
{
    struct bs_json_at month = bs_json_member(at, "month");
    struct bs_json_at after = bs_json_member(at, "months_after_publication");
    int64_t months = 0;

    if (bs_json_exists(&month) == bs_json_exists(&after)) {
        bs_json_complain(at, "expected either a month or months_after_publication");
        return false;
    }
    if (bs_json_exists(&month)) {
        return read_month(at, &out->month);
    }
    if (!bs_json_int(at, "months_after_publication", 0, BS_ACTION_MONTHS_MOST, &months)) {
        return false;
    }
    out->months = (int)months;
    return true;
}

static bool read_action(const struct bs_json_at *at, struct bs_action *out)
{
    static const char *const names[] = {"what",  "owner", "month", "months_after_publication",
                                        "state", NULL};
    int state = BS_ACTION_PLANNED;
    bool good;

    if (!field_is_object(at)) {
        return false;
    }
    good = bs_json_only(at, names);
    good = field_text(at, "what", BS_ACTION_TEXT_MAX, &out->what) && good;
    good = field_line(at, "owner", BS_ACTION_OWNER_MAX, &out->owner) && good;
    good = read_time(at, out) && good;
    good = field_name(at, "state", state_names, &state) && good;
    out->state = (enum bs_action_state)state;
    return good;
}

static bool read_actions(const struct bs_json_at *at, struct bs_outcome *out)
{
    struct bs_json_at list = bs_json_member(at, "actions");
    bool good;

    if (!bs_json_exists(&list)) {
        return true;
    }
    good = field_array(at, "actions", 0, BS_ACTIONS_MAX, &list, &out->action_count);
    for (size_t i = 0; i < out->action_count; i++) {
        struct bs_json_at item = bs_json_item(&list, i);

        out->actions[i].owner = "";
        good = read_action(&item, &out->actions[i]) && good;
    }
    return good;
}

/* ---- the whole ---- */

/* A text that a kiosk can do without; the check asks for it. */
static bool read_optional(const struct bs_json_at *at, const char *key, struct bs_text *out)
{
    struct bs_json_at member = bs_json_member(at, key);

    return !bs_json_exists(&member) || field_text(at, key, BS_PARAGRAPH_MAX, out);
}

static bool read_outcome(const struct bs_json_at *at, struct bs_outcome *out)
{
    static const char *const names[] = {"$schema", "format",    "tenant", "programme", "version",
                                        "example", "languages", "heard",  "will",      "most",
                                        "fewer",   "weighed",   "wont",   "actions",   NULL};
    int64_t version = 0;
    bool good;

    out->programme = out->tenant = "";
    if (!field_is_object(at)) {
        return false;
    }
    good = bs_json_only(at, names);
    good = field_format(at, FORMAT) && good;
    good = field_tenant(at, "tenant", &out->tenant) && good;
    good = field_slug(at, "programme", &out->programme) && good;
    good = bs_json_int(at, "version", 1, VERSION_MOST, &version) && good;
    good = bs_json_bool_or(at, "example", false, &out->is_example) && good;
    good = field_languages(at, "languages", out->languages, &out->language_count) && good;
    good = field_text(at, "heard", BS_CARD_TEXT_MAX, &out->heard) && good;
    good = field_text(at, "will", BS_CARD_TEXT_MAX, &out->will) && good;
    good = read_optional(at, "most", &out->most) && good;
    good = read_optional(at, "fewer", &out->fewer) && good;
    good = read_optional(at, "weighed", &out->weighed) && good;
    good = read_optional(at, "wont", &out->wont) && good;
    out->version = (int)version;
    return read_actions(at, out) && good;
}

static void check(const struct bs_outcome *outcome, const char *where,
                  struct bs_complaints *complaints)
{
    static const struct style_fit sentences = {0, 0, 0};
    const struct style style =
        style_begin("the outcome", where, outcome->languages, outcome->language_count, complaints);
    const struct {
        const char *member;
        const struct bs_text *text;
        const char *need;
    } texts[] = {
        {"heard", &outcome->heard, "what was heard, in one sentence"},
        {"will", &outcome->will, "what is done with it, in one sentence"},
        {"most", &outcome->most, "what most people said"},
        {"fewer", &outcome->fewer, "what fewer people said; they were heard too"},
        {"weighed", &outcome->weighed, "what weighed in the decision: the reason"},
        {"wont", &outcome->wont, "what is not done, and why"},
    };
    char member[STYLE_PATH];

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        style_needed(&style, texts[i].member, texts[i].text, texts[i].need);
        style_text(&style, texts[i].member, texts[i].text, sentences);
    }
    for (size_t i = 0; i < outcome->action_count; i++) {
        (void)snprintf(member, sizeof member, "actions[%zu].what", i);
        style_text(&style, member, &outcome->actions[i].what, sentences);
    }
}

static void advise_card(const char *member, const struct bs_text *text,
                        struct bs_complaints *advice)
{
    char path[STYLE_PATH];

    for (size_t i = 0; i < text->count; i++) {
        size_t visible = words_visible(text->in[i].text);

        if (visible > BS_FIT_CARD) {
            (void)snprintf(path, sizeof path, "$.%s.%s", member, text->in[i].lang);
            bs_complain(
                advice, path,
                "has %zu characters, more than %d: a small screen then has no room for what "
                "is done beside what was heard; make it shorter",
                visible, BS_FIT_CARD);
        }
    }
}

void bs_outcome_advise(const struct bs_outcome *outcome, struct bs_complaints *advice)
{
    advise_card("heard", &outcome->heard, advice);
    advise_card("will", &outcome->will, advice);
}

/* A list of its own, since the caller's may be absent or may hold complaints about something else. */
static enum bs_err take(const struct bs_json_at *at, bool with_check, struct bs_outcome **out,
                        struct bs_error *err)
{
    struct bs_complaints *own = bs_xcalloc(1, sizeof *own);
    struct bs_outcome *outcome = bs_xcalloc(1, sizeof *outcome);
    struct bs_json_at inner = *at;
    bool is_good;
    enum bs_err rc;

    inner.complaints = own;
    is_good = read_outcome(&inner, outcome);
    assert(is_good == (own->count == 0));
    (void)is_good;
    if (with_check && bs_json_is_object(at)) {
        check(outcome, at->path, own);
    }
    field_hand_over(own, at->complaints);
    rc = bs_complaints_result(own, err);
    free(own);
    if (rc != BS_OK) {
        free(outcome);
        return rc;
    }
    *out = outcome;
    return BS_OK;
}

enum bs_err bs_outcome_parse(struct bs_bytes text, struct bs_outcome **out,
                             struct bs_complaints *complaints, struct bs_error *err)
{
    struct bs_json *json = NULL;
    struct bs_json_at root;
    enum bs_err rc =
        field_document(text, BS_OUTCOME_FILE_MAX, "an outcome", complaints, &json, err);

    if (rc != BS_OK) {
        return rc;
    }
    root = bs_json_root(json, complaints);
    rc = take(&root, false, out, err);
    if (rc != BS_OK) {
        bs_json_destroy(json);
        return rc;
    }
    (*out)->document = json;
    return BS_OK;
}

enum bs_err bs_outcome_read(const struct bs_json_at *at, struct bs_outcome **out,
                            struct bs_error *err)
{
    return take(at, false, out, err);
}

enum bs_err bs_outcome_examine_at(const struct bs_json_at *at, struct bs_outcome **out,
                                  struct bs_error *err)
{
    return take(at, true, out, err);
}

void bs_outcome_destroy(struct bs_outcome *outcome)
{
    if (outcome != NULL) {
        bs_json_destroy(outcome->document);
        free(outcome);
    }
}

struct bs_date bs_action_month(const struct bs_action *action, struct bs_date published)
{
    int months = published.month - 1 + action->months;

    if (action->month.year > 0) {
        return action->month;
    }
    return (struct bs_date){published.year + months / YEAR_MONTHS, months % YEAR_MONTHS + 1, 0};
}
