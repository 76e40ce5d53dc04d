/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A scripted resident. */

#include "script.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "scene_file.h"

#define WORDS_MAX       6
#define SETTLE_STEPS    20000
#define SETTLE_PAUSE_MS 1
#define AWAIT_MS        60000
#define AWAIT_PAUSE_MS  5

struct words_of_line {
    size_t count;
    const char *word[WORDS_MAX];
    bool is_quoted[WORDS_MAX];
};

/* Splits a line in place at blanks; "…" is one word. False if there are too many or a quote is open. */
static bool split(char *line, struct words_of_line *out)
{
    out->count = 0;
    while (*line != '\0') {
        while (*line == ' ' || *line == '\t') {
            line++;
        }
        if (*line == '\0') {
            break;
        }
        if (out->count == WORDS_MAX) {
            return false;
        }
        bool quoted = *line == '"';
        line += quoted ? 1 : 0;
        out->is_quoted[out->count] = quoted;
        out->word[out->count++] = line;
        line += strcspn(line, quoted ? "\"" : " \t");
        if (*line == '\0') {
            return !quoted;
        }
        *line++ = '\0';
    }
    return true;
}

static void pause_ms(long ms)
{
    nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000}, NULL);
}

/* A clock that stands still stands still for the voice too: what it makes is there before time goes on. */
static enum bs_err step(struct app *app, struct bs_error *err)
{
    enum bs_err rc = app_step(app, err);
    for (int i = 0; rc == BS_OK && app->arguments.is_virtual && i < SETTLE_STEPS &&
                    !app_speech_is_settled(app);
         i++) {
        pause_ms(SETTLE_PAUSE_MS);
        rc = app_step(app, err);
    }
    return rc;
}

/* Lets time pass, in steps that stop at each deadline. */
static enum bs_err pass(struct app *app, int64_t ms, struct bs_error *err)
{
    int64_t end = app_now(app) + ms;
    enum bs_err rc = step(app, err);
    while (rc == BS_OK && app_now(app) < end && !app->quit) {
        int64_t now = app_now(app);
        int64_t deadline = app_deadline(app);
        int64_t ahead = deadline > now && deadline < end ? deadline - now : end - now;
        if (app->arguments.is_virtual) {
            virtual_clock_advance(&app->virtual_clock, ahead);
        } else {
            app_wait(app, (int)ahead);
        }
        rc = step(app, err);
    }
    return rc;
}

static enum bs_err settle(struct app *app, struct bs_error *err)
{
    enum bs_err rc = app_step(app, err);
    for (int i = 0; rc == BS_OK && i < SETTLE_STEPS; i++) {
        int64_t left = app_unsettled_ms(app);
        if (left > 0) {
            rc = pass(app, left, err);
        } else if (!app_is_idle(app)) {
            pause_ms(SETTLE_PAUSE_MS);
            rc = app_step(app, err);
        } else {
            return app_step(app, err);
        }
    }
    return rc;
}

/* One sign of a finger, and what it changes on the screen. */
static enum bs_err finger(struct app *app, enum ui_event_kind kind, struct ui_point at, long id,
                          struct bs_error *err)
{
    struct ui_event event = {.kind = kind, .finger = id, .at = at, .time_ms = app_now(app)};
    app_input(app, &event);
    return app_step(app, err);
}

static enum bs_err touch_at(struct app *app, struct ui_point at, struct bs_error *err)
{
    enum bs_err rc = finger(app, UI_FINGER_DOWN, at, 1, err);
    return rc == BS_OK ? finger(app, UI_FINGER_UP, at, 1, err) : rc;
}

static struct ui_point middle_of(const struct ui_node *node)
{
    return (struct ui_point){node->rect.x + node->rect.w / 2, node->rect.y + node->rect.h / 2};
}

static const struct ui_node *by_label(const struct ui_scene *scene, const char *label)
{
    for (size_t i = scene->count; i > 0; i--) {
        const struct ui_node *node = &scene->nodes[i - 1];
        if (node->role == UI_ROLE_BUTTON && strcmp(node->label, label) == 0) {
            return node;
        }
    }
    return NULL;
}

/* How long a control does not hear another tap. */
static int64_t deaf_ms(const struct app *app, const char *id)
{
    int64_t left = app->ui.activated_ms + UI_DEAD_MS - app_now(app);
    return strcmp(app->ui.activated, id) == 0 && left > 0 ? left : 0;
}

static enum bs_err do_tap(struct app *app, const struct words_of_line *line, struct bs_error *err)
{
    if (line->count != 2) {
        return bs_fail(err, BS_BAD, "expected: tap ID or tap \"label\"");
    }
    enum bs_err rc = settle(app, err);
    if (rc != BS_OK) {
        return rc;
    }
    const struct ui_node *node = line->is_quoted[1] ? by_label(&app->shown, line->word[1])
                                                    : scene_find(&app->shown, line->word[1]);
    if (node == NULL) {
        return bs_fail(err, BS_BAD, "nothing to tap: %s on screen %s", line->word[1],
                       app->shown.screen);
    }
    struct ui_point at = middle_of(node);
    rc = pass(app, deaf_ms(app, node->id), err); /* a key that is tapped twice is heard twice */
    return rc == BS_OK ? touch_at(app, at, err) : rc;
}

static bool read_number(const char *word, long *out)
{
    char *end = NULL;
    *out = strtol(word, &end, 10);
    return *word != '\0' && *end == '\0';
}

static enum bs_err do_touch(struct app *app, const struct words_of_line *line, struct bs_error *err)
{
    long x = 0, y = 0;
    if (line->count != 3 || !read_number(line->word[1], &x) || !read_number(line->word[2], &y)) {
        return bs_fail(err, BS_BAD, "expected: touch X Y");
    }
    return touch_at(app, (struct ui_point){(int)x, (int)y}, err);
}

/* "ID [FINGER]" or "X Y [FINGER]": what is raw waits for nothing, so that a test can be faster than the screen. */
static enum bs_err do_raw(struct app *app, const struct words_of_line *line,
                          enum ui_event_kind kind, struct bs_error *err)
{
    long x = 0, y = 0, id = 1;
    const struct ui_node *node = line->count >= 2 ? scene_find(&app->shown, line->word[1]) : NULL;
    size_t used = node != NULL ? 2 : 3;
    bool is_good =
        line->count == used || (line->count == used + 1 && read_number(line->word[used], &id));
    is_good = is_good &&
              (node != NULL || (read_number(line->word[1], &x) && read_number(line->word[2], &y)));
    if (!is_good) {
        return bs_fail(err, BS_BAD, "expected: %s ID [FINGER] or %s X Y [FINGER], screen %s",
                       line->word[0], line->word[0], app->shown.screen);
    }
    return finger(app, kind, node != NULL ? middle_of(node) : (struct ui_point){(int)x, (int)y}, id,
                  err);
}

static enum bs_err do_press(struct app *app, const struct words_of_line *line, struct bs_error *err)
{
    return do_raw(app, line, UI_FINGER_DOWN, err);
}

static enum bs_err do_move(struct app *app, const struct words_of_line *line, struct bs_error *err)
{
    return do_raw(app, line, UI_FINGER_MOVE, err);
}

static enum bs_err do_release(struct app *app, const struct words_of_line *line,
                              struct bs_error *err)
{
    return do_raw(app, line, UI_FINGER_UP, err);
}

static enum bs_err do_key(struct app *app, const struct words_of_line *line, struct bs_error *err)
{
    static const struct {
        const char *name;
        enum ui_key key;
    } KEYS[] = {{"next", UI_KEY_NEXT}, {"previous", UI_KEY_PREVIOUS}, {"choose", UI_KEY_CHOOSE},
                {"stop", UI_KEY_STOP}, {"help", UI_KEY_HELP},         {"repeat", UI_KEY_REPEAT}};
    for (size_t i = 0; line->count == 2 && i < sizeof KEYS / sizeof KEYS[0]; i++) {
        if (strcmp(KEYS[i].name, line->word[1]) == 0) {
            struct ui_event event = {
                .kind = UI_KEY_DOWN, .key = KEYS[i].key, .time_ms = app_now(app)};
            app_input(app, &event);
            return app_step(app, err);
        }
    }
    return bs_fail(err, BS_BAD, "expected: key next|previous|choose|stop|help|repeat");
}

static enum bs_err do_keypad(struct app *app, const struct words_of_line *line,
                             struct bs_error *err)
{
    static const struct {
        const char *name;
        enum ui_key key;
    } KEYS[] = {{"0", UI_KEY_REPEAT}, {"2", UI_KEY_NEXT},      {"4", UI_KEY_LEFT},
                {"5", UI_KEY_CHOOSE}, {"6", UI_KEY_RIGHT},     {"8", UI_KEY_PREVIOUS},
                {"+", UI_KEY_LOUDER}, {"-", UI_KEY_SOFTER},    {".", UI_KEY_HELP},
                {"/", UI_KEY_STOP},   {"enter", UI_KEY_CHOOSE}};
    for (size_t i = 0; line->count == 2 && i < sizeof KEYS / sizeof KEYS[0]; i++) {
        if (strcmp(KEYS[i].name, line->word[1]) == 0) {
            struct ui_event event = {.kind = UI_KEY_DOWN,
                                     .key = KEYS[i].key,
                                     .is_keypad = true,
                                     .time_ms = app_now(app)};
            app_input(app, &event);
            return step(app, err);
        }
    }
    return bs_fail(err, BS_BAD, "expected: keypad 0|2|4|5|6|8|+|-|.|/|enter");
}

static void type_sign(struct app *app, char sign)
{
    const struct ui_event events[] = {
        {.kind = UI_KEY_DOWN, .key = UI_KEY_OTHER, .is_typing = true, .time_ms = app_now(app)},
        {.kind = UI_TYPED, .sign = sign, .time_ms = app_now(app)}};
    for (size_t i = 0; i < sizeof events / sizeof events[0]; i++) {
        app_input(app, &events[i]);
    }
}

/* A badge's reader types its line faster than a hand, and ends it with Enter. */
static enum bs_err do_badge(struct app *app, const struct words_of_line *line, struct bs_error *err)
{
    if (line->count != 2) {
        return bs_fail(err, BS_BAD, "expected: badge LINE");
    }
    enum bs_err rc = settle(app, err);
    for (const char *at = line->word[1]; rc == BS_OK && *at != '\0'; at++) {
        type_sign(app, *at);
        rc = app_step(app, err);
    }
    const struct ui_event enter = {
        .kind = UI_KEY_DOWN, .key = UI_KEY_CHOOSE, .is_keypad = true, .time_ms = app_now(app)};
    app_input(app, &enter);
    return rc == BS_OK ? step(app, err) : rc;
}

/* Lets everything be said. */
static enum bs_err do_listen(struct app *app, const struct words_of_line *line,
                             struct bs_error *err)
{
    if (line->count != 1) {
        return bs_fail(err, BS_BAD, "expected: listen");
    }
    enum bs_err rc = settle(app, err);
    for (int i = 0; rc == BS_OK && app->speech.talk.is_active && i < SETTLE_STEPS; i++) {
        int64_t left = app_speech_deadline(app) - app_now(app);
        rc = pass(app, left > 0 ? left : SETTLE_PAUSE_MS, err);
    }
    return rc;
}

static enum bs_err do_transcript(struct app *app, const struct words_of_line *line,
                                 struct bs_error *err)
{
    FILE *file = line->count == 2 ? fopen(line->word[1], "w") : NULL;
    if (file == NULL) {
        return bs_fail(err, BS_BAD, "expected: transcript FILE");
    }
    if (app->speech.talk.transcript != NULL) {
        (void)fclose(app->speech.talk.transcript);
    }
    app->speech.talk.transcript = file;
    return BS_OK;
}

static enum bs_err do_wait(struct app *app, const struct words_of_line *line, struct bs_error *err)
{
    char *unit = NULL;
    long amount = line->count == 2 ? strtol(line->word[1], &unit, 10) : -1;
    if (amount < 0 || amount > 1000000 || (strcmp(unit, "s") != 0 && strcmp(unit, "ms") != 0)) {
        return bs_fail(err, BS_BAD, "expected: wait 45s or wait 300ms");
    }
    return pass(app, strcmp(unit, "s") == 0 ? amount * 1000 : amount, err);
}

static enum bs_err expect_node(struct app *app, const struct words_of_line *line,
                               struct bs_error *err)
{
    const struct ui_node *node = scene_find(&app->shown, line->word[2]);
    if (node == NULL) {
        return bs_fail(err, BS_BAD, "no node %s on screen %s", line->word[2], app->shown.screen);
    }
    if (line->count == 5 && strcmp(line->word[3], "label") == 0 &&
        strcmp(node->label, line->word[4]) != 0) {
        return bs_fail(err, BS_BAD, "node %s has label \"%.200s\", expected \"%.200s\"",
                       line->word[2], node->label, line->word[4]);
    }
    return BS_OK;
}

static enum bs_err do_expect(struct app *app, const struct words_of_line *line,
                             struct bs_error *err)
{
    enum bs_err rc = settle(app, err);
    if (rc != BS_OK) {
        return rc;
    }
    if (line->count == 3 && strcmp(line->word[1], "screen") == 0) {
        return strcmp(app->shown.screen, line->word[2]) == 0
                   ? BS_OK
                   : bs_fail(err, BS_BAD, "screen is %s, expected %s", app->shown.screen,
                             line->word[2]);
    }
    if (line->count == 3 && strcmp(line->word[1], "no-node") == 0) {
        return scene_find(&app->shown, line->word[2]) == NULL
                   ? BS_OK
                   : bs_fail(err, BS_BAD, "node %s is on screen %s", line->word[2],
                             app->shown.screen);
    }
    if ((line->count == 3 || line->count == 5) && strcmp(line->word[1], "node") == 0) {
        return expect_node(app, line, err);
    }
    if (line->count == 3 && strcmp(line->word[1], "spoken") == 0) {
        return talk_has_said(&app->speech.talk, line->word[2])
                   ? BS_OK
                   : bs_fail(err, BS_BAD, "\"%.200s\" was not said last", line->word[2]);
    }
    if (line->count == 2 && strcmp(line->word[1], "silence") == 0) {
        return app->speech.talk.is_active
                   ? bs_fail(err, BS_BAD, "something is being said on screen %s", app->shown.screen)
                   : BS_OK;
    }
    return bs_fail(err, BS_BAD,
                   "expected: expect screen NAME, expect node ID [label \"…\"], expect no-node ID, "
                   "expect spoken \"…\" or expect silence");
}

/* For the commands that look: "COMMAND NAME" lets things settle first, "COMMAND NAME now" does not. */
static enum bs_err before_look(struct app *app, const struct words_of_line *line,
                               struct bs_error *err)
{
    bool is_now = line->count == 3 && strcmp(line->word[2], "now") == 0;
    if (line->count != 2 && !is_now) {
        return bs_fail(err, BS_BAD, "expected: %s NAME [now]", line->word[0]);
    }
    return is_now ? app_step(app, err) : settle(app, err);
}

static enum bs_err do_scene(struct app *app, const struct words_of_line *line, struct bs_error *err)
{
    enum bs_err rc = before_look(app, line, err);
    return rc == BS_OK ? scene_file_write(line->word[1], &app->shown, &app->theme, app->frame, err)
                       : rc;
}

static enum bs_err do_screenshot(struct app *app, const struct words_of_line *line,
                                 struct bs_error *err)
{
    enum bs_err rc = before_look(app, line, err);
    return rc == BS_OK ? platform_save_png(app->platform, line->word[1], err) : rc;
}

/* The frame's hash, for tests that hold a picture: "hash" prints "HASH NAME". */
static enum bs_err do_hash(struct app *app, const struct words_of_line *line, struct bs_error *err)
{
    enum bs_err rc = before_look(app, line, err);
    if (rc == BS_OK) {
        char hash[65];
        platform_frame_hash(app->platform, hash);
        printf("%s %s\n", hash, line->word[1]);
        (void)fflush(stdout);
    }
    return rc;
}

/* Waits in real time until another program has made a file. */
static enum bs_err do_await(struct app *app, const struct words_of_line *line, struct bs_error *err)
{
    if (line->count != 2) {
        return bs_fail(err, BS_BAD, "expected: await FILE");
    }
    enum bs_err rc = BS_OK;
    for (long waited = 0; rc == BS_OK && access(line->word[1], F_OK) != 0;
         waited += AWAIT_PAUSE_MS) {
        if (waited >= AWAIT_MS) {
            return bs_fail(err, BS_BAD, "%s did not come", line->word[1]);
        }
        pause_ms(AWAIT_PAUSE_MS);
        rc = app_step(app, err);
    }
    return rc;
}

static enum bs_err run_line(struct app *app, char *text, struct bs_error *err)
{
    static const struct {
        const char *name;
        enum bs_err (*run)(struct app *app, const struct words_of_line *line, struct bs_error *err);
    } COMMANDS[] = {{"tap", do_tap},         {"touch", do_touch},
                    {"press", do_press},     {"move", do_move},
                    {"release", do_release}, {"key", do_key},
                    {"wait", do_wait},       {"await", do_await},
                    {"scene", do_scene},     {"screenshot", do_screenshot},
                    {"expect", do_expect},   {"hash", do_hash},
                    {"keypad", do_keypad},   {"badge", do_badge},
                    {"listen", do_listen},   {"transcript", do_transcript}};
    struct words_of_line line;
    if (text[0] == '#') {
        return BS_OK;
    }
    if (!split(text, &line)) {
        return bs_fail(err, BS_BAD, "too many words or an open quote");
    }
    if (line.count == 0) {
        return BS_OK;
    }
    for (size_t i = 0; i < sizeof COMMANDS / sizeof COMMANDS[0]; i++) {
        if (strcmp(COMMANDS[i].name, line.word[0]) == 0) {
            return COMMANDS[i].run(app, &line, err);
        }
    }
    return bs_fail(err, BS_BAD, "unknown command %s", line.word[0]);
}

enum bs_err script_run(struct app *app, const char *path, struct bs_error *err)
{
    struct bs_buf text;
    bs_buf_init(&text, SCRIPT_FILE_MAX);
    enum bs_err rc = bs_file_read(path, &text, err);
    bs_buf_text(&text, "");
    char *rest = rc == BS_OK ? (char *)text.data : NULL;
    for (int number = 1; rc == BS_OK && rest != NULL && !app->quit; number++) {
        char *line = strsep(&rest, "\n");
        struct bs_error why = {0};
        rc = run_line(app, line, &why);
        if (rc != BS_OK) {
            bs_fail(err, rc, "%s:%d: %s", path, number, why.text);
        }
    }
    bs_buf_finish(&text);
    if (app->speech.talk.transcript != NULL) {
        (void)fclose(app->speech.talk.transcript);
        app->speech.talk.transcript = NULL;
    }
    return rc;
}
