/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* One list for all places, narrowed by place and kind. */

#include "notes_page.h"

#include <stdlib.h>
#include <string.h>

#include <buurtstem/utf8.h>

#include "browse.h"
#include "dutch.h"
#include "page_frame.h"
#include "place_names.h"
#include "rows.h"
#include "wording.h"

static const char *const kinds[BS_NOTES] = {[BS_NOTE_CONTEXT] = "Goed om te weten",
                                            [BS_NOTE_TREASURE] = "Schat van de buurt",
                                            [BS_NOTE_URGENT] = "Dringend"};

struct view {
    const struct html *html;
    char place[BS_SLUG_TEXT];
    int kind; /* -1: all */
    bool goes_on, has_more;
    struct storage_row_at behind;
    struct place_names names;
    size_t count, room;
    struct storage_note *in; /* owned */
};

/* What is no name is passed over: then all are shown. */
static void read_asked(const struct request *request, struct view *view)
{
    const char *place = request_query(request, "plek");
    const char *kind = request_query(request, "soort");
    const char *behind = request_query(request, "na");
    view->kind = -1;
    if (place != NULL && bs_slug_valid(place)) {
        bs_utf8_copy(view->place, sizeof view->place, place);
    }
    for (int i = 0; i < BS_NOTES && kind != NULL; i++) {
        if (strcmp(kind, bs_note_kind_name((enum bs_note_kind)i)) == 0) {
            view->kind = i;
        }
    }
    view->goes_on = behind != NULL && browse_read_cursor(behind, &view->behind);
}

static bool take_note(void *self, const struct storage_note *note)
{
    struct view *view = self;
    if (view->count == NOTES_PAGE_ROWS) {
        view->has_more = true;
        return false;
    }
    view->in = rows_room(view->in, view->count, &view->room, sizeof view->in[0]);
    view->in[view->count++] = *note;
    return true;
}

static enum bs_err gather(struct storage *storage, const char *tenant, struct view *view,
                          struct bs_error *err)
{
    const struct storage_note_filter filter = {
        .tenant = tenant,
        .place = view->place[0] == '\0' ? NULL : view->place,
        .has_kind = view->kind >= 0,
        .kind = view->kind >= 0 ? (enum bs_note_kind)view->kind : BS_NOTE_CONTEXT};
    enum bs_err rc = place_names_read(storage, tenant, &view->names, err);
    return rc == BS_OK ? storage_notes(storage, &filter, view->goes_on ? &view->behind : NULL,
                                       take_note, view, err)
                       : rc;
}

static void write_filter(const struct view *view)
{
    const char *chosen = view->kind < 0 ? "" : bs_note_kind_name((enum bs_note_kind)view->kind);
    html_markup(view->html,
                "<form class=\"filter\" method=\"get\" role=\"search\" aria-label=\"Notities "
                "kiezen\" action=\"/notities\">\n<div class=\"field wide\">\n<label "
                "for=\"plek\">Plek</label>\n<select id=\"plek\" name=\"plek\">\n<option "
                "value=\"\">Alle plekken</option>\n");
    for (size_t i = 0; i < view->names.count; i++) {
        browse_option(view->html, view->names.in[i].id, view->names.in[i].name, view->place);
    }
    html_markup(view->html, "</select>\n</div>\n<div class=\"field\">\n<label "
                            "for=\"soort\">Soort</label>\n<select id=\"soort\" "
                            "name=\"soort\">\n<option value=\"\">Alle soorten</option>\n");
    for (int i = 0; i < BS_NOTES; i++) {
        browse_option(view->html, bs_note_kind_name((enum bs_note_kind)i), kinds[i], chosen);
    }
    html_markup(view->html, "</select>\n</div>\n<div class=\"act\">\n<button type=\"submit\" "
                            "class=\"button\">Toon</button>\n</div>\n</form>\n");
}

static void write_note(const struct view *view, const struct bs_note *note)
{
    char text[DUTCH_TEXT];
    html_markup(view->html, "<li>\n<p>");
    if (note->kind == BS_NOTE_URGENT) {
        html_markup(view->html, "<span class=\"late\">");
    } else {
        html_markup(view->html, "<span class=\"mark busy\">");
    }
    html_text(view->html, kinds[note->kind]);
    html_markup(view->html, "</span></p>\n<p class=\"words\"");
    html_attr(view->html, "lang", note->lang);
    html_attr(view->html, "dir", wording_is_rtl(note->lang) ? "rtl" : "ltr");
    html_markup(view->html, ">");
    html_text(view->html, note->text);
    html_markup(view->html, "</p>\n<p class=\"soft\">");
    html_text(view->html, dutch_date(note->day, text));
    html_textf(view->html, " · %s", place_names_of(&view->names, note->place));
    html_textf(view->html, " · %s", note->by);
    html_text(view->html, note->is_trial ? " · op proef" : "");
    if (note->programme[0] != '\0') {
        html_markup(view->html, " · <a href=\"/programmas/");
        html_url_part(view->html, note->programme);
        html_markup(view->html, "\">");
        html_text(view->html, note->programme);
        html_markup(view->html, "</a>");
    }
    html_markup(view->html, "</p>\n</li>\n");
}

static void write_pages(const struct view *view)
{
    if (!view->has_more && !view->goes_on) {
        return;
    }
    html_markup(view->html, "<nav class=\"pages\" aria-label=\"Bladeren\">\n<ul>\n");
    for (int next = 0; next < 2; next++) {
        if (next == 0 ? !view->goes_on : !view->has_more) {
            continue;
        }
        html_markup(view->html, "<li><a href=\"/notities?lijst=ja");
        browse_query(view->html, "plek", view->place);
        browse_query(view->html, "soort",
                     view->kind < 0 ? "" : bs_note_kind_name((enum bs_note_kind)view->kind));
        if (next == 1) {
            const struct storage_note *last = &view->in[view->count - 1];
            browse_cursor(view->html, &(struct storage_row_at){last->note.day, last->row});
        }
        html_markup(view->html, "\">");
        html_text(view->html, next == 0 ? "Naar de nieuwste" : "Oudere notities");
        html_markup(view->html, "</a></li>\n");
    }
    html_markup(view->html, "</ul>\n</nav>\n");
}

static void write_list(const struct view *view)
{
    const bool is_narrowed = view->place[0] != '\0' || view->kind >= 0;
    html_markup(view->html, "<p class=\"lead\">Wat buurtverbinders weten en willen laten "
                            "weten.</p>\n");
    if (view->count > 0 || is_narrowed) {
        write_filter(view);
    }
    if (view->count == 0) {
        html_markup(view->html, "<section class=\"card\" aria-labelledby=\"leeg\">\n<h2 "
                                "id=\"leeg\">");
        html_text(view->html, is_narrowed ? "Geen notities in dit deel" : "Nog geen notities");
        html_markup(view->html, "</h2>\n<p>");
        html_text(view->html, is_narrowed
                                  ? "Kies een andere plek of soort."
                                  : "Een buurtverbinder schrijft ze op de kiosk. Bijvoorbeeld dat "
                                    "er een markt was, of wie er fietsen repareert.");
        html_markup(view->html, "</p>\n</section>\n");
    } else {
        html_markup(view->html, "<ul class=\"said\">\n");
        for (size_t i = 0; i < view->count; i++) {
            write_note(view, &view->in[i].note);
        }
        html_markup(view->html, "</ul>\n");
    }
    write_pages(view);
}

void notes_page_get(struct central *central, const struct route_caller *caller,
                    const struct request *request, struct reply *reply)
{
    struct view view = {.count = 0};
    struct bs_error err = {.code = BS_OK};
    read_asked(request, &view);
    if (gather(central->storage, caller->tenant, &view, &err) != BS_OK) {
        page_fail(central, caller, &err, reply);
    } else {
        struct page_frame frame = {.central = central,
                                   .caller = caller,
                                   .title = "Notities",
                                   .heading = "Notities",
                                   .section = PAGE_NOTES,
                                   .reply = reply};
        struct html html = page_begin(&frame);
        view.html = &html;
        write_list(&view);
        page_end(&frame, &html, 200);
    }
    place_names_finish(&view.names);
    free(view.in);
}
