/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A few words: the programme's text question, and the warning before what points to a person is kept. */

#include <stdio.h>

#include "column.h"
#include "personal_data.h"
#include "write_page.h"

#define N_(text)    text
#define NEAR_END    40 /* characters left, from which on they are counted */
#define KINDS       6
#define SURELY_TOLD 2 /* the heading, and the first that was found */

static const char *hint_words(const struct screen_view *view, char *out)
{
    const struct session *session = view->session;
    const size_t left = BS_WORDS_MAX - session->words.characters;
    char count[24];
    if (session->hint) {
        return tr(view, "Schrijf eerst iets.");
    }
    if (left > NEAR_END) {
        return tr(view, "Schrijf geen namen. Iemand van het buurthuis leest het eerst.");
    }
    snprintf(count, sizeof count, "%zu", left);
    fill(view, out, UI_LABEL_TEXT,
         tr_plural(view, "Nog {left} teken", "Nog {left} tekens", (long)left), "left", count, NULL);
    return out;
}

void words_build(const struct screen_view *view, struct ui_scene *scene)
{
    const struct bs_question *question = session_words_question(view->session);
    char hint[UI_LABEL_TEXT];
    const struct write_page page = {.screen = "words",
                                    .title = words(tr(view, "Een paar woorden")),
                                    .asked = question != NULL ? content_words(view, &question->text)
                                                              : words(tr(view, "Een paar woorden")),
                                    .hint = hint_words(view, hint),
                                    .is_wrong = view->session->hint,
                                    .entry = &view->session->words,
                                    .ready = tr(view, "Bewaren")};
    write_page_build(view, scene, &page);
}

/* ---- personal data ---- */

static const char *found_words(const struct screen_view *view, enum personal_kind kind)
{
    switch (kind) {
    case PERSONAL_EMAIL:
        return tr(view, "Er staat een e-mailadres in uw tekst.");
    case PERSONAL_PHONE:
        return tr(view, "Er staat een telefoonnummer in uw tekst.");
    case PERSONAL_IBAN:
        return tr(view, "Er staat een rekeningnummer in uw tekst.");
    case PERSONAL_BSN:
        return tr(view, "Er staat misschien een burgerservicenummer in uw tekst.");
    case PERSONAL_POSTCODE:
        return tr(view, "Er staat een adres in uw tekst.");
    case PERSONAL_NAME:
        break;
    }
    return tr(view, "Er staat misschien een naam in uw tekst.");
}

/* Each kind once, whatever how often it is there. */
static void add_found(const struct screen_view *view, struct column *column)
{
    static const char *const IDS[KINDS] = {"found.email", "found.phone",    "found.iban",
                                           "found.bsn",   "found.postcode", "found.name"};
    struct personal_data found[PERSONAL_DATA_MAX];
    const size_t count = personal_data_find(view->session->words.text, found);
    for (unsigned kind = 0; kind < KINDS; kind++) {
        for (size_t i = 0; i < count; i++) {
            if (found[i].kind == (enum personal_kind)kind) {
                column_add(column, IDS[kind], UI_ROLE_TEXT, UI_STYLE_TITLE, UI_INK,
                           words(found_words(view, found[i].kind)))
                    ->is_spare = column->count > SURELY_TOLD;
                break;
            }
        }
    }
}

void personal_build(const struct screen_view *view, struct ui_scene *scene)
{
    struct frame frame;
    struct column column = {0};
    frame_begin(&frame, view, scene, "personal");
    const struct ui_theme *theme = view->theme;
    frame_top_visit(&frame, "title", words(tr(view, "Een paar woorden")), NULL);
    struct ui_rect row = frame_actions(&frame);
    column_add(&column, "personal", UI_ROLE_HEADING, UI_STYLE_QUESTION, UI_INK,
               words(tr(view, "Wilt u nog even kijken?")));
    add_found(view, &column);
    column_add(&column, "personal.why", UI_ROLE_TEXT, UI_STYLE_BODY, UI_INK,
               words(tr(view, "Dit hoeft er niet in. Haal het liever weg.")))
        ->is_spare = true;
    column_fit(&frame, &column, frame.content);
    column_draw(&frame, &column, frame.content, true);
    struct ui_rect anyway = take_end(&row, (row.w - theme->gap) / 2, theme->gap);
    frame_tool(&frame, row, UI_SURFACE_PRIMARY, "tool.back", NULL, N_("Aanpassen"));
    frame_tool(&frame, anyway, UI_SURFACE_SECONDARY, "tool.anyway", NULL, N_("Toch bewaren"));
    frame_tools(&frame, false);
    if (view->session->is_warning) {
        idle_overlay(&frame);
    }
    frame_end(&frame);
}
