/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

/* From nodes to sentences: what is left out, in which order, and by which voice each run of letters is said. */

#include "spoken.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define NAMES_LANG "nl" /* of names that stand in other letters than the text around them */

#define SOFT_HYPHEN    0xAD
#define NO_BREAK_SPACE 0xA0
#define MIDDLE_DOT     0xB7
#define ISOLATE_FIRST  0x2066
#define ISOLATE_END    0x2069

static void wipe(void *memory, size_t size)
{
    volatile char *bytes = memory; /* the compiler keeps it: private words may stand here */
    for (size_t i = 0; i < size; i++) {
        bytes[i] = 0;
    }
}

void spoken_wipe(struct spoken *spoken)
{
    const size_t parts = spoken->count < SPOKEN_PARTS_MAX ? spoken->count + 1 : SPOKEN_PARTS_MAX;
    wipe(spoken->parts, parts * sizeof spoken->parts[0]);
    wipe(spoken->text, spoken->len < SPOKEN_TEXT ? spoken->len + 1 : SPOKEN_TEXT);
    spoken->count = 0;
    spoken->len = 0;
}

const char *spoken_text(const struct spoken *spoken, size_t part)
{
    return spoken->text + spoken->parts[part].at;
}

/* ---- characters ---- */

/* Bytes of the character at `text`: one for what is no UTF-8. */
static size_t character_at(const char *text, uint32_t *out)
{
    const unsigned char *bytes = (const unsigned char *)text;
    const size_t len = bytes[0] < 0xC0 ? 1 : bytes[0] < 0xE0 ? 2 : bytes[0] < 0xF0 ? 3 : 4;
    static const unsigned char MASK[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    uint32_t value = bytes[0] & MASK[len];
    for (size_t i = 1; i < len; i++) {
        if ((bytes[i] & 0xC0U) != 0x80U) {
            *out = ' ';
            return 1;
        }
        value = value << 6 | (bytes[i] & 0x3FU);
    }
    *out = value;
    return len;
}

static bool is_between(uint32_t value, uint32_t from, uint32_t to)
{
    return value >= from && value <= to;
}

static bool is_latin(uint32_t value)
{
    return is_between(value | 0x20U, 'a', 'z') ||
           (is_between(value, 0xC0, 0x24F) && value != 0xD7 && value != 0xF7) ||
           is_between(value, 0x1E00, 0x1EFF);
}

/* A letter of another script; what is not listed is punctuation, a figure or a sign. */
static bool is_foreign(uint32_t value)
{
    return is_between(value, 0x370, 0x1DFF) || is_between(value, 0x1F00, 0x1FFF) ||
           is_between(value, 0x2D00, 0x2DFF) || is_between(value, 0x3040, 0x1FFFF);
}

static bool is_isolate(uint32_t value)
{
    return is_between(value, ISOLATE_FIRST, ISOLATE_END);
}

static bool is_silent(uint32_t value)
{
    return value == SOFT_HYPHEN || is_isolate(value) || is_between(value, 0x200B, 0x200F) ||
           is_between(value, 0x202A, 0x202E) || value == 0xFEFF || value < ' ';
}

static bool is_one_of(const char *list, const char *lang)
{
    const size_t len = strcspn(lang, "-_");
    const char *at = list;
    while (at != NULL) {
        at += *at == ' ' ? 1 : 0;
        if (strcspn(at, " ") == len && strncmp(at, lang, len) == 0) {
            return true;
        }
        at = strchr(at, ' ');
    }
    return false;
}

/* Languages that are not written in Latin letters, unless the tag says that here they are. */
static bool has_own_letters(const char *lang)
{
    return strstr(lang, "-Latn") == NULL &&
           is_one_of(
               "ar fa ur he ckb ps sd ug yi uk ru be bg mk sr el hy ka am ti hi bn ne pa ta te "
               "ml th zh ja ko zgh",
               lang);
}

/* ---- runs ---- */

/* A text on its way into parts. */
struct speaker {
    struct spoken *spoken;
    const char *id, *lang;
    bool is_private;
    bool has_names;     /* Latin letters are another language's */
    bool is_name;       /* the part that is being written is one */
    bool is_open;       /* a part is being written */
    bool has_sound;     /* it has a letter or a figure */
    bool is_name_until; /* an isolate that is a name as a whole is not over yet */
};

static void put_byte(struct speaker *speaker, char byte)
{
    struct spoken *spoken = speaker->spoken;
    if (spoken->len + 1 < SPOKEN_TEXT) {
        spoken->text[spoken->len++] = byte;
        spoken->text[spoken->len] = '\0';
    }
}

static void drop_blanks(struct spoken *spoken)
{
    const size_t begin = spoken->parts[spoken->count].at;
    while (spoken->len > begin && spoken->text[spoken->len - 1] == ' ') {
        spoken->text[--spoken->len] = '\0';
    }
}

/* What is longer then than a text may be is cut, not lost. */
static void say_figures(struct spoken *spoken, const struct spoken_part *part)
{
    char *text = spoken->text + part->at;
    char said[UI_SPEECH_TEXT];
    const size_t room = SPOKEN_TEXT - 1 - part->at;
    if (spoken->figures == NULL || strpbrk(text, "0123456789") == NULL) {
        return;
    }
    figures_say(spoken->figures, part->lang, text, said, room < sizeof said ? room : sizeof said);
    wipe(text, strlen(text)); /* it may have been longer */
    spoken->len = part->at + strlen(said);
    memcpy(text, said, strlen(said) + 1);
    wipe(said, sizeof said);
}

static void close_part(struct speaker *speaker)
{
    struct spoken *spoken = speaker->spoken;
    if (!speaker->is_open) {
        return;
    }
    struct spoken_part *part = &spoken->parts[spoken->count];
    speaker->is_open = false;
    drop_blanks(spoken);
    if (!speaker->has_sound) {
        spoken->len = part->at;
        spoken->text[spoken->len] = '\0';
        return;
    }
    say_figures(spoken, part);
    spoken->len++; /* keeps its zero */
    spoken->count++;
}

static void open_part(struct speaker *speaker, bool is_name)
{
    struct spoken *spoken = speaker->spoken;
    close_part(speaker);
    if (spoken->count == SPOKEN_PARTS_MAX || spoken->len + 8 >= SPOKEN_TEXT) {
        return;
    }
    struct spoken_part *part = &spoken->parts[spoken->count];
    memset(part, 0, sizeof *part);
    strncat(part->lang, is_name ? NAMES_LANG : speaker->lang, sizeof part->lang - 1);
    strncat(part->id, speaker->id, sizeof part->id - 1);
    part->is_private = speaker->is_private;
    part->at = spoken->len;
    spoken->text[spoken->len] = '\0';
    speaker->is_open = true;
    speaker->is_name = is_name;
    speaker->has_sound = false;
}

/* Whether an isolate holds Latin letters and no others: then the figures in it belong to them. */
static bool is_name_in_isolate(const char *text)
{
    bool has_latin = false;
    uint32_t value = 0;
    for (size_t at = 0; text[at] != '\0';) {
        at += character_at(text + at, &value);
        if (value == ISOLATE_END || is_foreign(value)) {
            break;
        }
        has_latin = has_latin || is_latin(value);
    }
    return has_latin && !is_foreign(value);
}

static void put_character(struct speaker *speaker, const char *bytes, size_t len, uint32_t value)
{
    const bool is_name = speaker->has_names && (speaker->is_name_until || is_latin(value));
    const bool is_letter = is_latin(value) || is_foreign(value) || speaker->is_name_until;
    if (!speaker->is_open || (is_letter && is_name != speaker->is_name)) {
        open_part(speaker, is_name);
    }
    if (!speaker->is_open) {
        return; /* there is no room for more */
    }
    speaker->has_sound = speaker->has_sound || is_letter || is_between(value, '0', '9');
    if (value == MIDDLE_DOT) {
        drop_blanks(speaker->spoken);
        put_byte(speaker, ',');
    } else if (value == NO_BREAK_SPACE) {
        put_byte(speaker, ' ');
    } else if (speaker->spoken->len + len + 2 < SPOKEN_TEXT) {
        for (size_t i = 0; i < len; i++) {
            put_byte(speaker, bytes[i]);
        }
    }
}

void spoken_add(struct spoken *spoken, const char *id, const char *lang, const char *text,
                bool is_private)
{
    struct speaker speaker = {.spoken = spoken,
                              .id = id,
                              .lang = lang,
                              .is_private = is_private,
                              .has_names = has_own_letters(lang)};
    uint32_t value = 0;
    size_t len = 0;
    for (size_t at = 0; text != NULL && text[at] != '\0'; at += len) {
        len = character_at(text + at, &value);
        if (is_isolate(value)) {
            speaker.is_name_until = value != ISOLATE_END && is_name_in_isolate(text + at + len);
        }
        if (value == '\n' || value == '\t') {
            put_character(&speaker, " ", 1, ' ');
        } else if (!is_silent(value)) {
            put_character(&speaker, text + at, len, value);
        }
    }
    close_part(&speaker);
}

/* ---- nodes ---- */

static bool starts_with(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* Of a keyboard, of a PIN; and the words of a comment, which is said as a whole. */
static bool is_key(const struct ui_node *node)
{
    return starts_with(node->id, "sign.") || starts_with(node->id, "key.") ||
           starts_with(node->id, "pin.") || starts_with(node->id, "word.");
}

static bool is_said(const struct ui_node *node)
{
    return node->role != UI_ROLE_DECORATION && node->speech[0] != '\0';
}

/* A word for each sign: how many there are is no secret. */
static void add_stars(struct spoken *spoken, const struct ui_node *node,
                      const struct spoken_words *words)
{
    char stars[256] = "";
    size_t len = 0;
    uint32_t value = 0;
    for (size_t at = 0; words->star != NULL && node->label[at] != '\0';) {
        at += character_at(node->label + at, &value);
        if (value > ' ' && len + strlen(words->star) + 3 < sizeof stars) {
            len += (size_t)snprintf(stars + len, sizeof stars - len, "%s%s", len > 0 ? ", " : "",
                                    words->star);
        }
    }
    spoken_add(spoken, node->id, words->lang, stars, false);
}

void spoken_node(struct spoken *spoken, const struct ui_node *node,
                 const struct spoken_words *words)
{
    if (!is_said(node)) {
        return;
    }
    if (node->is_secret) {
        add_stars(spoken, node, words);
        return;
    }
    if (node->is_private && !words->may_tell) {
        spoken_add(spoken, node->id, words->lang, words->hidden, false);
        return;
    }
    spoken_add(spoken, node->id, node->lang, node->speech, node->is_private);
    /* A tool says itself whether it is on. */
    if ((node->states & UI_STATE_CHOSEN) != 0 && !starts_with(node->id, "tool.")) {
        spoken_add(spoken, node->id, words->lang, words->chosen, false);
    }
}

/* The nodes from one index to another: those that are controls, or those that are not, or both. */
enum which { CONTROLS, OTHERS, BOTH };

static void add_nodes(struct spoken *spoken, const struct ui_scene *scene, size_t from, size_t to,
                      enum which which, const struct spoken_words *words)
{
    for (size_t i = from; i < to; i++) {
        const struct ui_node *node = &scene->nodes[i];
        const bool is_control = node->role == UI_ROLE_BUTTON;
        if ((which == BOTH || is_control == (which == CONTROLS)) && !is_key(node)) {
            spoken_node(spoken, node, words);
        }
    }
}

void spoken_arrival(struct spoken *spoken, const struct ui_scene *scene,
                    const struct spoken_words *words)
{
    add_nodes(spoken, scene, scene_first_reachable(scene), scene->count, OTHERS, words);
    spoken_add(spoken, "", words->lang, words->controls, false);
}

void spoken_whole(struct spoken *spoken, const struct ui_scene *scene,
                  const struct spoken_words *words)
{
    const size_t first = scene_first_reachable(scene);
    const size_t main = scene_main(scene);
    add_nodes(spoken, scene, first, main, OTHERS, words);
    add_nodes(spoken, scene, main, scene->count, BOTH, words);
    add_nodes(spoken, scene, first, main, CONTROLS, words);
}

size_t spoken_choices(const struct ui_scene *scene)
{
    size_t count = 0;
    for (size_t i = scene_first_reachable(scene); i < scene->count; i++) {
        const struct ui_node *node = &scene->nodes[i];
        count += node->role == UI_ROLE_BUTTON && !starts_with(node->id, "tool.") &&
                         !starts_with(node->id, "lang.") && !is_key(node)
                     ? 1
                     : 0;
    }
    return count;
}
