/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Puts the desk into a state as its state machine would. */

#include "desk_cases.h"

#include <stdio.h>
#include <string.h>

#define WALL    INT64_C(1795345200000)
#define HOUR_MS INT64_C(3600000)

static struct {
    struct desk desk;
    struct desk_status status;
} open;

static const char LONG_WORDS[] =
    "De speeltoestellenonderhoudscommissie vergat de kinderdagverblijfmedewerkers en de "
    "verkeersveiligheidsmaatregelen bij de woningcorporatievergadering. De "
    "gemeenteraadsverkiezingscampagne hielp de buurtpreventiemedewerkers niet. De "
    "arbeidsongeschiktheidsverzekering ook niet, helaas.";
static const char ARABIC[] = "الشارع مظلم في المساء. اسأل السيد أحمد في البيت رقم 14 أو اتصل على "
                             "0612345678. الأطفال لا يجرؤون على العودة وحدهم.";
static const char DUTCH[] = "Bij mevrouw De Wit op nummer 14 staan de zakken al een week. Bel mij "
                            "maar: 06 23456789. De kinderen durven er niet langs.";

/* More than two lines on any display. */
static const char ANSWERS[] =
    "Hoe schoon vindt u uw straat de laatste tijd? Niet zo schoon\u00a0· Waar ligt dat volgens u "
    "vooral aan? Losse vuilniszakken naast de container, Zwerfafval bij de speeltuin, "
    "Ratten\u00a0· Wat zou in uw straat het meeste helpen? Vaker vegen, Meer prullenbakken bij de "
    "speeltuin, Buren die samen opruimen\u00a0· Hoe belangrijk is een schone straat voor u? "
    "Heel belangrijk";

static void put_words(const char *words, const char *lang)
{
    struct bs_held_comment *comment = &open.desk.comment;
    *comment = (struct bs_held_comment){.wall_ms = WALL - 77 * HOUR_MS, .version = 1};
    snprintf(comment->programme, sizeof comment->programme, "%s",
             open.desk.bundle->programmes[0].programme->id);
    snprintf(comment->lang, sizeof comment->lang, "%s", lang);
    snprintf(comment->text, sizeof comment->text, "%s", words);
    masks_start(&open.desk.masks, comment->text);
}

static void mask_all(void)
{
    struct masks *masks = &open.desk.masks;
    for (size_t i = 0; i < masks->count; i++) {
        if (!masks->words[i].is_masked) {
            (void)masks_toggle(masks, i);
        }
    }
}

/* Thirty-two characters each, as often as a comment has room for. */
static void put_repeated(const char *piece)
{
    char text[BS_WORDS_MAX + 1];
    size_t len = 0;
    while (len + strlen(piece) <= BS_WORDS_MAX) {
        memcpy(text + len, piece, strlen(piece));
        len += strlen(piece);
    }
    text[len] = '\0';
    put_words(text, "nl");
}

static void fill_queue(const struct bs_bundle *bundle, size_t total, size_t skip)
{
    static const char *const LANGS[] = {"nl", "ar", "tr", "pl", "uk", "en"};
    static const enum bs_held_state STATES[] = {BS_HELD_WAITING, BS_HELD_WITH_READER,
                                                BS_HELD_DECIDED, BS_HELD_WITH_CONTACT,
                                                BS_HELD_WAITING, BS_HELD_DECIDED};
    struct desk_queue *queue = &open.desk.queue;
    queue->total = queue->waiting = total;
    queue->skip = skip;
    queue->count = total - skip < DESK_ROWS ? total - skip : DESK_ROWS;
    for (size_t i = 0; i < queue->count; i++) {
        struct bs_held_entry *entry = &queue->entries[i];
        entry->state = STATES[i];
        entry->wall_ms = WALL - (int64_t)(6 - i) * 19 * HOUR_MS;
        snprintf(entry->lang, sizeof entry->lang, "%s", LANGS[i]);
        snprintf(entry->programme, sizeof entry->programme, "%s",
                 bundle->programmes[i % bundle->programme_count].programme->id);
        queue->waiting -= entry->state == BS_HELD_DECIDED;
    }
}

static void write_words(const char *text)
{
    for (; *text != '\0'; text++) {
        const char character[2] = {*text, '\0'};
        assert_true(text_entry_put(&open.desk.words, character, BS_NOTE_MAX));
    }
}

static void type(size_t digits)
{
    open.desk.typed = digits;
    memcpy(open.desk.pin, "864208642086", digits);
}

static void door_wait(struct stage *stage, int64_t left_ms)
{
    open.desk.was_wrong = true;
    open.desk.signin.open_at_ms = stage->now + left_ms;
}

static void fail_status(void)
{
    struct desk_status *status = &open.status;
    status->oldest_waiting_ms = 60 * HOUR_MS;
    status->last_receipt_ms = DESK_UNKNOWN;
    status->complete_to = 0;
    status->is_clock_synced = status->has_sound = status->has_keypad = false;
    status->disk_free = INT64_C(310000000);
    status->disk_share = 3;
    status->language_count = 2;
    snprintf(status->languages[0], BS_LANG_TEXT, "ar");
    snprintf(status->languages[1], BS_LANG_TEXT, "uk");
    snprintf(status->trouble, sizeof status->trouble,
             "De gemeente neemt de antwoorden nu niet aan.");
}

/* What follows the screen's name tells one state from another. */
static const struct desk_case {
    const char *name;
    enum desk_screen screen;
} CASES[] = {
    {"desk-door", DESK_DOOR},
    {"desk-door-typed", DESK_DOOR},
    {"desk-door-ready", DESK_DOOR},
    {"desk-door-wrong", DESK_DOOR},
    {"desk-door-trouble", DESK_DOOR},
    {"desk-door-removed", DESK_DOOR},
    {"desk-door-wait", DESK_DOOR},
    {"desk-door-locked", DESK_DOOR},
    {"desk-home", DESK_HOME},
    {"desk-home-quiet", DESK_HOME},
    {"desk-queue", DESK_QUEUE},
    {"desk-queue-empty", DESK_QUEUE},
    {"desk-queue-thousand", DESK_QUEUE},
    {"desk-queue-trouble", DESK_QUEUE},
    {"desk-words", DESK_WORDS},
    {"desk-words-found", DESK_WORDS},
    {"desk-words-answers", DESK_WORDS},
    {"desk-words-long", DESK_WORDS},
    {"desk-words-long-last", DESK_WORDS},
    {"desk-words-ar", DESK_WORDS},
    {"desk-words-masked", DESK_WORDS},
    {"desk-words-wide", DESK_WORDS},
    {"desk-words-many", DESK_WORDS},
    {"desk-words-many-last", DESK_WORDS},
    {"desk-words-trouble", DESK_WORDS},
    {"desk-hide", DESK_HIDE},
    {"desk-hide-trouble", DESK_HIDE},
    {"desk-pass", DESK_PASS},
    {"desk-pass-nobody", DESK_PASS},
    {"desk-note", DESK_NOTE},
    {"desk-consent", DESK_CONSENT},
    {"desk-write", DESK_WRITE},
    {"desk-write-empty", DESK_WRITE},
    {"desk-write-batch", DESK_WRITE},
    {"desk-write-trouble", DESK_WRITE},
    {"desk-help", DESK_HELP},
    {"desk-subject", DESK_SUBJECT},
    {"desk-subject-last", DESK_SUBJECT},
    {"desk-subject-filter", DESK_SUBJECT},
    {"desk-until", DESK_UNTIL},
    {"desk-status", DESK_STATUS},
    {"desk-status-bad", DESK_STATUS},
    {"desk-status-bad-last", DESK_STATUS},
    {"desk-status-unknown", DESK_STATUS},
    {"desk-clean", DESK_CLEAN},
    {"desk-export", DESK_EXPORT},
    {"desk-export-waiting", DESK_EXPORT},
    {"desk-export-full", DESK_EXPORT},
    {"desk-done", DESK_DONE},
    {"desk-done-export", DESK_DONE},
    {"desk-between", DESK_BETWEEN},
    {"desk-between-paper", DESK_BETWEEN},
    {"desk-idle", DESK_QUEUE},
};

static bool is(const char *name, const char *part)
{
    return strstr(name, part) != NULL;
}

static void set_words(const char *name)
{
    if (is(name, "-long")) {
        put_words(LONG_WORDS, "nl");
    } else if (is(name, "-wide")) {
        put_repeated("speeltoestellenonderhoudscommissie");
    } else if (is(name, "-many")) {
        put_repeated("a b c 1 ");
    } else if (is(name, "-ar") || is(name, "desk-pass")) {
        put_words(ARABIC, is(name, "-nobody") ? "pl" : "ar");
    } else {
        put_words(DUTCH, "nl");
    }
    if (is(name, "-masked")) {
        mask_all();
    } else if (is(name, "-found")) {
        (void)masks_toggle(&open.desk.masks, 2);
    }
}

static void set_door(struct stage *stage, const char *name)
{
    open.desk.who[0] = '\0';
    open.desk.was_wrong = is(name, "-wrong");
    open.desk.trouble = is(name, "-trouble") ? DESK_TROUBLE_DISK : DESK_NO_TROUBLE;
    open.desk.was_removed = is(name, "-removed");
    type(is(name, "-typed") ? 4 : is(name, "-ready") ? DESK_PIN_MOST : 0);
    if (is(name, "-wait")) {
        door_wait(stage, 7500);
    } else if (is(name, "-locked")) {
        door_wait(stage, SIGNIN_LOCK_MS - 7500);
    }
}

static void set_rest(struct stage *stage, const char *name)
{
    struct desk *desk = &open.desk;
    if (is(name, "-trouble")) {
        desk->trouble = DESK_TROUBLE_DISK;
    }
    if (is(name, "-last")) {
        desk->page = 9;
    }
    if (is(name, "-bad")) {
        fail_status();
    }
    if (is(name, "-unknown")) {
        stage->view.desk_status = NULL;
    }
    if (is(name, "-answers")) {
        stage->view.desk_answers = ANSWERS;
    }
    if (is(name, "desk-write") && !is(name, "-empty")) {
        write_words("Vanavond is er een straatfeest in de Koningslaan");
    }
    desk->is_batch = is(name, "-batch");
    desk->is_filtering = is(name, "-filter");
    desk->is_waiting = is(name, "-waiting");
    desk->trouble = is(name, "-full") ? DESK_TROUBLE_STICK_FULL : desk->trouble;
    desk->done = is(name, "-export") ? DESK_EXPORT : DESK_WRITE;
    desk->helping = is(name, "-paper") ? DESK_HELPS_PAPER : DESK_HELPS_GROUP;
    desk->is_warning = is(name, "-idle");
    desk->last_tap_ms = stage->now - (is(name, "-idle") ? 70000 : 0);
}

static void set_bundle(struct bs_bundle *bundle)
{
    static const struct bs_connector WHO[] = {
        {.id = "c-samira", .name = "Samira", .language_count = 1, .languages = {"nl"}},
        {.id = "c-fatma", .name = "Fatma", .language_count = 2, .languages = {"ar", "tr"}},
        {.id = "c-hassan", .name = "Hassan", .language_count = 1, .languages = {"ar"}}};
    bundle->connector_count = sizeof WHO / sizeof WHO[0];
    memcpy(bundle->connectors, WHO, sizeof WHO);
}

const char *const desk_case_names[] = {
    "desk-door",         "desk-door-typed",   "desk-door-ready",     "desk-door-wrong",
    "desk-door-trouble", "desk-door-removed", "desk-door-wait",      "desk-door-locked",
    "desk-home",         "desk-queue",        "desk-queue-empty",    "desk-words",
    "desk-words-found",  "desk-words-ar",     "desk-words-masked",   "desk-hide",
    "desk-pass",         "desk-note",         "desk-consent",        "desk-write",
    "desk-help",         "desk-subject",      "desk-subject-filter", "desk-until",
    "desk-status",       "desk-clean",        "desk-export",         "desk-done",
    "desk-between",      "desk-idle",
};
const size_t desk_case_count = sizeof desk_case_names / sizeof desk_case_names[0];

bool desk_case_is(const char *name)
{
    return strncmp(name, "desk-", 5) == 0;
}

struct desk *desk_case_open(struct stage *stage, const char *name)
{
    const struct desk_case *found = NULL;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        if (strcmp(CASES[i].name, name) == 0) {
            found = &CASES[i];
        }
    }
    if (found == NULL) {
        fail_msg("no state %s", name);
        return NULL;
    }
    set_bundle(stage->bundle);
    memset(&open, 0, sizeof open);
    desk_start(&open.desk, 0, stage->now);
    open.desk.bundle = stage->bundle;
    open.desk.filter = stage->bundle->programme_count;
    open.desk.screen = found->screen;
    open.desk.screen_ms = stage->now;
    snprintf(open.desk.who, sizeof open.desk.who, "c-samira");
    open.status = (struct desk_status){.stored = 42,
                                       .acknowledged = 40,
                                       .oldest_waiting_ms = 3 * HOUR_MS,
                                       .last_receipt_ms = HOUR_MS / 6,
                                       .complete_to = 412,
                                       .is_clock_synced = true,
                                       .has_sound = true,
                                       .has_keypad = true,
                                       .disk_free = INT64_C(21400000000),
                                       .disk_share = 71};
    stage->view.desk = &open.desk;
    stage->view.desk_status = &open.status;
    stage->view.desk_answers = NULL;
    stage->view.wall_ms = WALL;
    fill_queue(stage->bundle, is(name, "-thousand") ? 1000 : 7, is(name, "-thousand") ? 996 : 0);
    if (is(name, "-empty") || is(name, "-quiet")) {
        open.desk.queue.total = open.desk.queue.waiting = open.desk.queue.count = 0;
    }
    set_words(name);
    if (found->screen == DESK_DOOR) {
        set_door(stage, name);
    }
    set_rest(stage, name);
    return &open.desk;
}
