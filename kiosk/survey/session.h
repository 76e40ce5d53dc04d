/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef SESSION_H
#define SESSION_H

/*
 * One resident's visit as a state machine: an intent goes in, at most one effect comes out. It cannot read a clock, open
 * a file or draw; the time and what became of an effect come in as intents. Pure.
 *
 * A visit begins with the first tap on the attract screen and ends with the wipe. Its submission is saved when the last
 * question is answered, or as partial when time runs out, if its programme keeps those; Stop keeps nothing. The thanks appear
 * only after the save was reported durable; a disk that stays silent is a save that failed, until it answers.
 *
 * From the thanks the answers can be changed, any number of times. A correction that is finished is saved as a record of
 * its own; one that is left, that runs out of time or cannot be saved leaves the answers as they were saved before.
 *
 * From the thanks people may leave more behind: words; age and neighbourhood; a wish to be called. Back on the first page of
 * each is "nee, dank u"; on a later one it is the page before; Stop ends the visit from anywhere. What was typed and not sent
 * is never kept: it waits on its page until the visit ends. None of it names the submission.
 *
 * Under an outcome people may say whether they understand it and whether it is right. The first tap alone is kept too, when
 * the page is left. Once in a visit for each outcome.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <buurtstem/bundle.h>

#include "answers.h"
#include "branch.h"
#include "burst.h"
#include "intent.h"
#include "session_screen.h"
#include "text_entry.h"

struct session {
    /* Borrowed; NULL: none yet; changed only by session_set_bundle. */
    const struct bs_bundle *bundle;
    enum session_screen screen;
    enum session_screen behind_help;      /* where help was opened */
    enum session_screen behind_answer;    /* where an answer was opened */
    enum session_screen behind_languages; /* where the languages were opened */
    enum session_screen behind_here;      /* where the directory of the place was opened */
    bool is_store_ready;
    bool is_active;   /* a visit is going on */
    bool is_warning;  /* "Bent u er nog?" is shown */
    size_t programme; /* index in the bundle */
    size_t question;  /* index in the programme */
    char lang[BS_LANG_TEXT];
    struct answers answers;
    int64_t started_ms;
    int64_t last_tap_ms;      /* idle is counted from here */
    int64_t screen_ms;        /* when this screen was entered, or its card turned */
    int64_t confirm_until_ms; /* 0: no answer is being shown as chosen */
    bool is_saved;            /* a save came back good while the chosen answer was still in sight */
    bool is_save_pending;
    /* Why nothing happened: "Verder" without a choice, or a tap where session_left() is 0; a page of what may be left behind
     * that was sent empty, a phone number that is none. */
    bool hint;
    bool is_correcting;    /* from "Veranderen" until the thanks are back */
    struct answers before; /* the answers as they were saved last, while they are being changed */
    enum session_kept kept;
    size_t card; /* on attract: 0 the promise, then the others in their order (session_card) */
    size_t page; /* of the programmes, an answer, the thanks, the results so far, the directory */
    size_t about_page; /* of help, of what is known: they may be opened over another page */
    size_t answer;     /* whose answer is shown: a programme of the bundle, or SESSION_NONE: */
    size_t registered; /* an entry of the bundle's register */
    enum session_code code;
    char typed[SESSION_CODE_SIGNS + 1];
    struct bs_date today;
    int weekday, minute; /* of SESSION_TIME; minute -1: not told yet, then nothing is closed */
    unsigned modes;      /* enum session_mode */
    int volume;          /* 0 … SESSION_VOLUME_STEPS - 1 */
    bool is_slow;
    bool is_speaking;   /* time does not run while it is true; see session_set_speaking */
    int64_t spoken_ms;  /* until when the time that was spoken is accounted for */
    int64_t touched_ms; /* last touch of anybody, for the light */
    /*
     * The order in which choices are shown, by question: a choice's index for each place; BS_VALUE_OTHER last, and as it is
     * where the order is the meaning. Of a pair question the order of its rounds, and in BS_PAIR_ROUNDS + round whether its
     * sides change places. Another one for each visit, drawn when the one before it ends: attract shows the live question as
     * its visit will.
     */
    size_t order[BS_QUESTIONS_MAX][BS_CHOICES_MAX];
    uint64_t shuffle; /* the generator's state: from the seed on, never from the clock */
    size_t round;     /* of a pair question, as they follow each other, 0 … BS_PAIR_ROUNDS - 1 */
    /* What may be left behind. */
    enum session_extra_state extras[SESSION_EXTRAS];
    enum session_extra extra; /* the one on the screen */
    bool is_extra_pending;
    enum session_extra pending; /* the one that is being kept */
    struct text_entry words, name, phone;
    bool is_personal_told; /* SESSION_PERSONAL was shown */
    size_t layer;          /* of the keyboard */
    bool has_age;
    enum bs_age age;
    size_t area;         /* what was picked of SESSION_AREA, or SESSION_NONE */
    size_t verdict_step; /* under an outcome: 0 understood?, 1 right?, 2 thanks */
    bool verdict_understood;
    uint32_t judged; /* a bit for each programme whose outcome this visit has judged */
    struct burst burst;
    bool is_burst; /* what this visit saved is one of a row of quick ones */
    /* How it is made; BS_CHANNEL_KIOSK but in a visit that session_help began, and while the same person goes on. */
    enum bs_channel channel;
    char batch[BS_BATCH_TEXT];   /* BS_CHANNEL_PAPER: of which forms; "": they have no name */
    bool was_left;               /* see session_was_left */
    char now[BS_SLUG_TEXT];      /* the programme of now; "": none */
    char next_now[BS_SLUG_TEXT]; /* the same from the end of this visit on */
};

/* `seed` fixes every random choice. */
void session_start(struct session *session, uint64_t seed);

/* Takes another bundle, only between visits. False while one is going on or a save is pending: try again after it. */
bool session_set_bundle(struct session *session, const struct bs_bundle *bundle,
                        struct bs_date today, int64_t now_ms);

/*
 * Begins a visit for which a connector stands beside the resident (BS_CHANNEL_ASSISTED) or types in a form
 * (BS_CHANNEL_PAPER, with the name of its batch, "" without one), at the first question of that programme (its slug), or on
 * attract ("", or one that is not open). What was going on is wiped, and nothing of it kept that was not being kept already; how
 * it is shown and heard stays. Every time-out is SESSION_HELP_FACTOR times as long, what is saved says the channel (nothing says
 * who helped), and it counts in no row of quick visits. No visit begins where nothing can be asked: is_active tells. A batch
 * that is no bs_utf8_is_line of BS_BATCH_MAX is left out.
 */
void session_help(struct session *session, enum bs_channel channel, const char *batch,
                  const char *programme, int64_t now_ms);
/* The last visit ended because nobody did anything any more: not by Stop, and not as the thanks end by themselves. False again
 * once a visit begins or is set aside. */
bool session_was_left(const struct session *session);
/* Somebody opened the connectors' door: the visit ends, and nothing of it is kept that was not being kept already. With a
 * mode on, the screen stays as it is shown and heard, as if somebody had set that on attract; else nobody is there. */
void session_set_aside(struct session *session, int64_t now_ms);

/* Applies one intent at a time (monotonic milliseconds). Intents that make no sense on the current screen change
 * nothing. True if the screen has to be drawn again. */
bool session_apply(struct session *session, const struct session_intent *intent, int64_t now_ms,
                   struct session_effect *effect);

/* When the next SESSION_TICK is due at the latest: an absolute time, or -1 for never. During the warning once a second, and
 * while something is spoken. */
int64_t session_deadline(const struct session *session, int64_t now_ms);

/* Told by who plays the sound, when it begins and when it ends: between the two the time of warning, wipe and thanks stands
 * still. */
void session_set_speaking(struct session *session, bool is_speaking, int64_t now_ms);
/* How long somebody may do nothing before the warning, and then before the wipe: the bundle's, longer in some modes. */
int session_warn_seconds(const struct session *session);
int session_wipe_seconds(const struct session *session);

/* What is left of the warning, in whole seconds, 0 if none is shown. */
int session_seconds_left(const struct session *session, int64_t now_ms);

/* The programme asked about: on attract the first that is open. NULL without one. */
const struct bs_programme *session_programme(const struct session *session);
const struct bs_question *session_question(const struct session *session);

/* The choice that is shown at a place of the current question: of a pair, at 0 and 1, the two that are against each other now.
 * SESSION_NONE beyond the last place. */
size_t session_shown(const struct session *session, size_t place);
void session_pair(const struct session *session, size_t *first, size_t *second);
/* Of the current question: whether a choice is chosen (of a pair, in this round), its place in a top from 1 on (0: none), its
 * points, how many may still be chosen or given, and whether several taps and "Verder" are its way. */
bool session_is_chosen(const struct session *session, size_t choice);
size_t session_rank(const struct session *session, size_t choice);
size_t session_points(const struct session *session, size_t choice);
size_t session_left(const struct session *session);
bool session_takes_many(const struct session *session);
/* Whether there is a page, round or question to go back to; of a question screen. */
bool session_has_back(const struct session *session);
/* The text question of the programme, which is asked after the thanks; NULL if it has none, or if it follows an answer that
 * was not given. */
const struct bs_question *session_words_question(const struct session *session);
/* Whether an extra is offered here: the words if the programme asks for them and the bundle's policy lets it, about you if the place has neighbourhoods, the
 * wish if the bundle offers it. One that is done is not offered again. */
bool session_offers(const struct session *session, enum session_extra extra);
/* Whether results so far may be shown: after one's own answer, from BS_SO_FAR_LEAST on, if the programme allows it. */
bool session_has_so_far(const struct session *session);
/* The urgent notice that takes over the attract screen now, or NULL; `wall_ms` is the wall clock. A visit goes on under it. */
const struct bs_notice *session_notice(const struct session *session, int64_t wall_ms);
/* Attract, nobody there, and no touch for SESSION_DIM_MS. The first touch lights it and does what it does. */
bool session_is_dimmed(const struct session *session, int64_t now_ms);
/* Whether the place is open at a minute of a weekday, and when it opens next, in so many days: false if it never does. Hours
 * that end before they begin are none. A place that never opens has not told its hours: its screen is never black. */
bool session_is_open(const struct bs_place *place, int weekday, int minute);
bool session_opens(const struct bs_place *place, int weekday, int minute, int *days,
                   int *at_minute);

/* The programme of now, by its slug ("": none): while it is open here it comes before all others, so it is the live question. At
 * rest it is so at once, else when the visit is over. Kept over visits and bundles; one that is not here, or not open, changes
 * nothing until it is. */
void session_set_now(struct session *session, const char *programme, int64_t now_ms);

/* The programmes that ask today, the one of now and then in the place's order: how many, and the index in the bundle of one of
 * them. */
size_t session_open_count(const struct session *session);
size_t session_open_at(const struct session *session, size_t number);
/* On how many pages they are, and which of them are on one: from *first on, as many as is returned. About equally many
 * on each page. */
size_t session_programme_pages(const struct session *session);
size_t session_programme_page(const struct session *session, size_t page, size_t *first);

/* What is on the card of the attract screen, and of which programme of the bundle: the promise of the live question, then
 * answers, the oldest promise first, then what is late, longest first. */
enum session_card session_card(const struct session *session, size_t *programme);
/* The programme whose answer has been owed longest, with the days that it is late; SESSION_NONE if none is late. */
size_t session_latest(const struct session *session, int *days);

#endif
