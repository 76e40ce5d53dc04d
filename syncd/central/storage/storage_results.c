/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Results, read from the tallies alone: their number grows with days, places, languages and channels, not with submissions. */

#include "storage_p.h"

#include <string.h>

#include <buurtstem/utf8.h>

#include "leaving.h"
#include "storage_left.h"

static void bind_filter(sqlite3_stmt *statement, const struct storage_filter *filter, char from[11],
                        char to[11])
{
    memcpy(from, "0000-00-00", 11);
    memcpy(to, "9999-99-99", 11);
    if (filter->from.year != 0) {
        bs_date_format(filter->from, from);
    }
    if (filter->to.year != 0) {
        bs_date_format(filter->to, to);
    }
    storage_bind_text(statement, 1, filter->tenant);
    storage_bind_text(statement, 2, filter->programme);
    storage_bind_text(statement, 3, filter->place == NULL ? "" : filter->place);
    storage_bind_text(statement, 4, filter->lang == NULL ? "" : filter->lang);
    storage_bind_int(statement, 5, filter->trials ? 1 : 0);
    storage_bind_text(statement, 6, from);
    storage_bind_text(statement, 7, to);
    storage_bind_text(statement, 8, filter->channel == NULL ? "" : filter->channel);
    storage_bind_int(statement, 9, filter->without_bursts ? 0 : 1);
}

static void read_day(sqlite3_stmt *statement, int column, struct bs_date *out)
{
    char day[11];

    if (storage_copy_text(statement, column, day, sizeof(day))) {
        (void)bs_date_parse(day, out);
    }
}

static struct storage_totals read_totals(sqlite3_stmt *statement)
{
    struct storage_totals totals = {.submissions = sqlite3_column_int64(statement, 0),
                                    .partial = sqlite3_column_int64(statement, 1),
                                    .bursts = sqlite3_column_int64(statement, 4)};

    read_day(statement, 2, &totals.first);
    read_day(statement, 3, &totals.last);
    return totals;
}

enum bs_err storage_totals(struct storage *storage, const struct storage_filter *filter,
                           struct storage_totals *out, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    char from[11], to[11];
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_ask(&storage->db, SQL_TOTALS, &statement, err);
    if (rc == BS_OK) {
        bind_filter(statement, filter, from, to);
        rc = storage_row(&storage->db, statement, err);
        if (rc == BS_OK) {
            *out = read_totals(statement);
        }
        sqlite3_reset(statement);
    }
    storage_leave(storage);
    return rc;
}

enum bs_err storage_sums(struct storage *storage, const char *tenant, bool trials,
                         storage_sum_visit *visit, void *self, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    bool more = true;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_ask(&storage->db, SQL_SUMS, &statement, err);
    if (rc == BS_OK) {
        storage_bind_text(statement, 1, tenant);
        storage_bind_int(statement, 2, trials ? 1 : 0);
        while (more && (rc = storage_row(&storage->db, statement, err)) == BS_OK) {
            struct storage_totals totals = read_totals(statement);
            char programme[BS_SLUG_TEXT] = ""; /* no programme's, if it is damaged */

            (void)storage_copy_text(statement, 5, programme, sizeof(programme));
            more = visit(self, programme, &totals);
        }
        sqlite3_reset(statement);
    }
    storage_leave(storage);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

/* What TALLY_ALL said of the question that is being read; it comes before the question's values. */
struct group {
    char question[BS_SLUG_TEXT], place[BS_SLUG_TEXT], lang[BS_LANG_TEXT], channel[10], day[11];
    int64_t answered;
};

/* True if the row is one for the visitor. */
static bool read_count(sqlite3_stmt *statement, struct group *group, char value[TALLY_VALUE_TEXT],
                       struct storage_count *out)
{
    if (!storage_copy_text(statement, 0, group->question, sizeof(group->question)) ||
        !storage_copy_text(statement, 1, value, TALLY_VALUE_TEXT) ||
        !storage_copy_text(statement, 2, group->place, sizeof(group->place)) ||
        !storage_copy_text(statement, 3, group->lang, sizeof(group->lang)) ||
        !storage_copy_text(statement, 4, group->channel, sizeof(group->channel)) ||
        !storage_copy_text(statement, 5, group->day, sizeof(group->day))) {
        return false;
    }
    if (strcmp(value, TALLY_ALL) == 0) {
        group->answered = sqlite3_column_int64(statement, 6);
        return false;
    }
    out->dont_know = strcmp(value, TALLY_DONT_KNOW) == 0;
    out->rank = value[0] != '\0' && value[1] == TALLY_RANK ? value[0] - '0' : 0;
    out->question = group->question;
    out->value = out->dont_know ? "" : out->rank > 0 ? value + 2 : value;
    out->place = group->place;
    out->lang = group->lang;
    out->channel = group->channel;
    out->day = group->day;
    out->count = sqlite3_column_int64(statement, 6);
    out->answered = group->answered;
    return true;
}

enum bs_err storage_counts(struct storage *storage, const struct storage_filter *filter,
                           enum storage_by by, storage_count_visit *visit, void *self,
                           struct bs_error *err)
{
    static const enum storage_sql statements[] = {
        [STORAGE_BY_NOTHING] = SQL_COUNTS,
        [STORAGE_BY_PLACE] = SQL_COUNTS_BY_PLACE,
        [STORAGE_BY_LANGUAGE] = SQL_COUNTS_BY_LANGUAGE,
        [STORAGE_BY_CHANNEL] = SQL_COUNTS_BY_CHANNEL,
        [STORAGE_BY_DAY] = SQL_COUNTS_BY_DAY,
    };
    sqlite3_stmt *statement = NULL;
    char from[11], to[11], value[TALLY_VALUE_TEXT];
    struct group group = {.answered = 0};
    bool more = true;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_ask(&storage->db, statements[by], &statement, err);
    if (rc == BS_OK) {
        bind_filter(statement, filter, from, to);
        while (more && (rc = storage_row(&storage->db, statement, err)) == BS_OK) {
            struct storage_count count;

            if (read_count(statement, &group, value, &count)) {
                more = visit(self, &count);
            }
        }
        sqlite3_reset(statement);
    }
    storage_leave(storage);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

/* --- what was left after the thanks --- */

static bool visit_left(const struct storage_count *count, storage_left_visit *visit, void *self)
{
    static const char *const names[STORAGE_LEFT_KINDS] = {
        [STORAGE_LEFT_AGE] = LEAVING_AGE,
        [STORAGE_LEFT_AREA] = LEAVING_AREA,
        [STORAGE_LEFT_UNDERSTOOD] = LEAVING_UNDERSTOOD,
        [STORAGE_LEFT_RIGHT] = LEAVING_RIGHT,
        [STORAGE_LEFT_WISH] = LEAVING_WISH,
    };

    for (int what = 0; what < STORAGE_LEFT_KINDS; what++) {
        if (strcmp(names[what], count->question) == 0) {
            return visit(self, (enum storage_left)what, count->value, count->count,
                         count->answered);
        }
    }
    return true;
}

enum bs_err storage_left(struct storage *storage, const struct storage_filter *filter,
                         storage_left_visit *visit, void *self, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    char from[11], to[11], value[TALLY_VALUE_TEXT];
    struct group group = {.answered = 0};
    bool more = true;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_ask(&storage->db, SQL_LEFT, &statement, err);
    if (rc == BS_OK) {
        bind_filter(statement, filter, from, to);
        while (more && (rc = storage_row(&storage->db, statement, err)) == BS_OK) {
            struct storage_count count;

            if (read_count(statement, &group, value, &count)) {
                more = visit_left(&count, visit, self);
            }
        }
        sqlite3_reset(statement);
    }
    storage_leave(storage);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}
