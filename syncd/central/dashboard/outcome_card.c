/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The two halves of the promise side by side, then the reasons, then the actions. What is not said has no heading. */

#include "outcome_card.h"

#include "public_words.h"
#include "wording.h"

struct view {
    const struct html *html;
    const struct owed_answer *answer;
    const char *lang, *page_lang;
};

static void write_half(const struct view *view, enum public_word name, const struct bs_text *text)
{
    html_markup(view->html, "<div><dt>");
    html_text(view->html, public_word(view->page_lang, name));
    html_markup(view->html, "</dt><dd");
    wording_block(view->html, text, view->lang, view->page_lang);
    html_markup(view->html, "</dd></div>\n");
}

static void write_reason(const struct view *view, enum public_word name, const struct bs_text *text)
{
    if (text->count > 0) {
        write_half(view, name, text);
    }
}

static void write_action(const struct view *view, const struct bs_action *action)
{
    static const char *const marks[] = {
        [BS_ACTION_PLANNED] = "mark",
        [BS_ACTION_BUSY] = "mark busy",
        [BS_ACTION_DONE] = "done",
        [BS_ACTION_DROPPED] = "mark dropped",
    };
    char month[PUBLIC_TEXT];
    html_markup(view->html, "<li><span class=\"what\"");
    wording_block(view->html, &action->what, view->lang, view->page_lang);
    html_markup(view->html, "</span><span class=\"under\"><span");
    html_attr(view->html, "class", marks[action->state]);
    html_markup(view->html, ">");
    html_text(view->html, public_action_state(view->page_lang, action->state));
    html_markup(view->html, "</span> ");
    html_text(view->html, public_date(view->page_lang,
                                      bs_action_month(action, view->answer->published), month));
    html_markup(view->html, " · ");
    html_text(view->html, action->owner);
    html_markup(view->html, "</span></li>\n");
}

static void write_actions(const struct view *view)
{
    const struct bs_outcome *outcome = view->answer->outcome;
    if (outcome->action_count == 0) {
        return;
    }
    html_markup(view->html, "<h3>");
    html_text(view->html, public_word(view->page_lang, PUBLIC_ACTIONS));
    html_markup(view->html, "</h3>\n<ul class=\"actions\">\n");
    for (size_t i = 0; i < outcome->action_count; i++) {
        write_action(view, &outcome->actions[i]);
    }
    html_markup(view->html, "</ul>\n");
}

void outcome_card_write(const struct html *html, const struct owed_answer *answer, const char *lang,
                        const char *page_lang)
{
    const struct bs_outcome *outcome = answer->outcome;
    const struct view view = {html, answer, lang, page_lang};
    html_markup(html, "<dl class=\"halves\">\n");
    write_half(&view, PUBLIC_HEARD, &outcome->heard);
    write_half(&view, PUBLIC_WILL, &outcome->will);
    html_markup(html, "</dl>\n");
    if (outcome->most.count + outcome->fewer.count + outcome->weighed.count + outcome->wont.count >
        0) {
        html_markup(html, "<dl class=\"reasons\">\n");
        write_reason(&view, PUBLIC_MOST, &outcome->most);
        write_reason(&view, PUBLIC_FEWER, &outcome->fewer);
        write_reason(&view, PUBLIC_WEIGHED, &outcome->weighed);
        write_reason(&view, PUBLIC_WONT, &outcome->wont);
        html_markup(html, "</dl>\n");
    }
    write_actions(&view);
}
