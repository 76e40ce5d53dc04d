/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* From the record of what somebody left to the counts that it adds to. */

#include "leaving.h"

#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

static void mark(struct leaving *out, const char *question, const char *value)
{
    out->marks[out->mark_count].question = question;
    (void)bs_utf8_copy(out->marks[out->mark_count].value, BS_AREA_TEXT, value);
    out->mark_count++;
}

static bool read_about_you(struct bs_bytes body, struct leaving *out)
{
    struct bs_about_you about;

    if (bs_about_you_decode(body, &about, NULL) != BS_OK) {
        return false;
    }
    out->at = about.at;
    mark(out, LEAVING_AGE, bs_age_name(about.age));
    mark(out, LEAVING_AREA, about.area);
    return true;
}

static bool read_verdict(struct bs_bytes body, struct leaving *out)
{
    struct bs_verdict verdict;

    if (bs_verdict_decode(body, &verdict, NULL) != BS_OK) {
        return false;
    }
    out->at = verdict.at;
    mark(out, LEAVING_UNDERSTOOD, verdict.understood ? "yes" : "no");
    if (verdict.has_right) {
        mark(out, LEAVING_RIGHT, verdict.is_right ? "yes" : "no");
    }
    return true;
}

static bool read_contact_wish(struct bs_bytes body, struct leaving *out)
{
    struct bs_contact_wish wish;

    if (bs_contact_wish_decode(body, &wish, NULL) != BS_OK) {
        return false;
    }
    out->at = wish.at;
    mark(out, LEAVING_WISH, "yes");
    bs_wipe(&wish, sizeof wish);
    return true;
}

bool leaving_read(const struct bs_record *record, struct leaving *out)
{
    static const struct {
        const char *kind;
        bool (*read)(struct bs_bytes body, struct leaving *out);
    } kinds[] = {{BS_KIND_ABOUT_YOU, read_about_you},
                 {BS_KIND_VERDICT, read_verdict},
                 {BS_KIND_CONTACT_WISH, read_contact_wish}};

    out->mark_count = 0;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0] && record->body.len > 0; i++) {
        if (strcmp(record->kind, kinds[i].kind) == 0) {
            return kinds[i].read(record->body, out);
        }
    }
    return false;
}

bool leaving_fits(struct shelf *shelf, const char *tenant, const struct bs_left_at *at,
                  enum bs_err *rc, struct bs_error *err)
{
    const struct bs_programme *programme = NULL;

    *rc = shelf_find(shelf, tenant, at->programme, at->version, &programme, err);
    if (*rc == BS_NOTFOUND) {
        *rc = BS_OK;
        return false;
    }
    return *rc == BS_OK;
}

void leaving_count(struct tally *tally, const char *tenant, const char *day,
                   const struct leaving *leaving)
{
    struct tally_key key;

    tally_key_at(&key, tenant, day, leaving->at.programme, leaving->at.place, leaving->at.lang,
                 leaving->at.channel, leaving->at.is_trial);
    for (size_t i = 0; i < leaving->mark_count; i++) {
        tally_value(tally, &key, leaving->marks[i].question, TALLY_ALL, 1);
        tally_value(tally, &key, leaving->marks[i].question, leaving->marks[i].value, 1);
    }
}
