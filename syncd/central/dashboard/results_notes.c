/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Storage gives the newest first; numbers run with time. */

#include "results_notes.h"

#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "dutch.h"
#include "place_names.h"
#include "storage_comments.h"
#include "wording.h"

/* So near to each other, in hundredths of a percent of the width, marks would touch on a phone. */
enum { WHOLE = 10000, TOUCHING = 1200 };

struct gathering {
    struct results_notes notes;
    const struct place_names *names;
    bool trials;
};

static bool take_note(void *self, const struct storage_note *row)
{
    struct gathering *gathering = self;
    struct results_notes *notes = &gathering->notes;
    if (row->note.is_trial != gathering->trials) {
        return true;
    }
    if (notes->count == RESULTS_NOTES_MAX) {
        notes->is_cut = true;
        return false;
    }
    struct results_note *note = &notes->in[notes->count++];
    note->note = row->note;
    bs_utf8_copy(note->place, sizeof note->place,
                 place_names_of(gathering->names, row->note.place));
    return true;
}

static void turn_round(struct results_notes *notes)
{
    for (size_t i = 0; i < notes->count / 2; i++) {
        struct results_note one = notes->in[i];
        notes->in[i] = notes->in[notes->count - 1 - i];
        notes->in[notes->count - 1 - i] = one;
    }
}

enum bs_err results_notes_gather(struct storage *storage, const char *tenant, const char *programme,
                                 const struct results_request *request, struct bs_date from,
                                 struct bs_date to, struct results_notes *out, struct bs_error *err)
{
    const struct storage_note_filter filter = {.tenant = tenant,
                                               .place = request->place[0] == '\0' ? NULL
                                                                                  : request->place,
                                               .programme = programme,
                                               .has_kind = true,
                                               .kind = BS_NOTE_CONTEXT,
                                               .from = from,
                                               .to = to};
    struct place_names names = {.count = 0};
    struct gathering gathering = {.names = &names, .trials = request->trials};
    enum bs_err rc = place_names_read(storage, tenant, &names, err);
    if (rc == BS_OK) {
        gathering.notes.in = bs_xcalloc(RESULTS_NOTES_MAX, sizeof gathering.notes.in[0]);
        rc = storage_notes(storage, &filter, NULL, take_note, &gathering, err);
    }
    place_names_finish(&names);
    if (rc != BS_OK) {
        results_notes_finish(&gathering.notes);
        return rc;
    }
    turn_round(&gathering.notes);
    *out = gathering.notes;
    return BS_OK;
}

void results_notes_finish(struct results_notes *notes)
{
    free(notes->in);
    *notes = (struct results_notes){.count = 0};
}

/* --- beside a chart --- */

enum bs_err results_notes_beside(struct storage *storage, const char *tenant,
                                 const struct results *results,
                                 const struct results_request *request, struct results_notes *out,
                                 struct bs_error *err)
{
    const struct results_groups *parts = &results->times.parts;
    const enum timeline_step step = results->times.step;
    struct bs_date first = {0, 0, 0};
    struct bs_date last = {0, 0, 0};
    if (parts->count == 0 || !bs_date_parse(parts->in[0].key, &first) ||
        !bs_date_parse(parts->in[parts->count - 1].key, &last)) {
        return BS_OK;
    }
    last = bs_date_add_days(timeline_next(last, step), -1);
    enum bs_err rc = results_notes_gather(storage, tenant, results->programme->id, request, first,
                                          last, out, err);
    for (size_t i = 0; i < out->count && rc == BS_OK; i++) {
        out->in[i].part = timeline_parts(first, out->in[i].note.day, step) - 1;
    }
    return rc;
}

static size_t middle_of(size_t part, size_t parts)
{
    return (part * 2 + 1) * WHOLE / (parts * 2);
}

size_t results_notes_marks(const struct results_notes *notes, size_t parts,
                           struct chart_mark marks[RESULTS_NOTES_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < notes->count; i++) {
        const size_t part = notes->in[i].part;
        if (count > 0 &&
            middle_of(part, parts) - middle_of(marks[count - 1].part, parts) < TOUCHING) {
            marks[count - 1].last = i + 1;
        } else {
            marks[count++] = (struct chart_mark){.part = part, .first = i + 1, .last = i + 1};
        }
    }
    return count;
}

bool results_notes_in(const struct results_notes *notes, size_t part, size_t *first, size_t *last)
{
    bool is_any = false;
    for (size_t i = 0; i < notes->count; i++) {
        if (notes->in[i].part == part) {
            *first = is_any ? *first : i + 1;
            *last = i + 1;
            is_any = true;
        }
    }
    return is_any;
}

/* --- the list --- */

void results_notes_write(const struct html *html, const struct results_notes *notes,
                         const struct results_request *request)
{
    char text[DUTCH_TEXT];
    if (notes->count == 0) {
        return;
    }
    html_markup(html, "<h3>Goed om te weten</h3>\n<ol class=\"noted\">\n");
    for (size_t i = 0; i < notes->count; i++) {
        const struct bs_note *note = &notes->in[i].note;
        html_markup(html, "<li><b>");
        html_text(html, dutch_date(note->day, text));
        html_markup(html, "</b> <span");
        wording_attrs(html, note->lang, "nl");
        html_markup(html, ">");
        html_text(html, note->text);
        html_markup(html, "</span>");
        if (request->place[0] == '\0') {
            html_markup(html, " <span class=\"soft\">");
            html_text(html, notes->in[i].place);
            html_markup(html, "</span>");
        }
        html_markup(html, "</li>\n");
    }
    html_markup(html, "</ol>\n");
    if (notes->is_cut) {
        html_markup(html, "<p class=\"soft\">Er zijn oudere: zie <a "
                          "href=\"/notities?soort=context\">alle notities</a>.</p>\n");
    }
}
