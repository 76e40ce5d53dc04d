/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Which tokens stand for which colour of ours, and what is done to one that would be hard to read. */
#include "house_style.h"

#include <stdbool.h>
#include <stdio.h>

#include <buurtstem/json.h>

#include "colour.h"

/* Colours of assets/themes/default.theme that a house style does not change, and its own where it has none. */
#define CARD UINT32_C(0xFFFFFF)
#define SUN  UINT32_C(0xFFC94D)

#define TEXT_LEAST  7.0 /* kiosk-ux K22 */
#define OTHER_LEAST 3.0 /* kiosk-ux K23 */
#define PAPER_LEAST                                                                                \
    0.75 /* of white's contrast on black: what is darker is no paper for dark letters */
#define TINT_PART 0.08
#define STEPS     50 /* from a colour to black */
#define CHAIN_MAX 5
#define VALUE_MAX 256
#define HEX_TEXT  8

enum token { INK, SOFT, PAPER, BAR, CANAL, ON_CANAL, TINT, EDGE, HAIR, BRICK, TOKENS };

_Static_assert(TOKENS == BS_HOUSE_COLOURS, "a bundle holds them all");

static const struct {
    const char *name;
    uint32_t own;
    const char *chain[CHAIN_MAX]; /* the first that is there and is a colour */
} KNOWN[TOKENS] = {
    [INK] = {"ink",
             0x16262E,
             {"utrechtDocumentColor", "basisColorDefaultColorDocument", "utrechtParagraphColor",
              "nlParagraphColor"}},
    [SOFT] = {"soft",
              0x3E515A,
              {"basisColorDefaultColorSubtle", "utrechtFormFieldDescriptionColor"}},
    [PAPER] = {"paper",
               0xFBF7F0,
               {"utrechtDocumentBackgroundColor", "basisColorDefaultBgDocument",
                "utrechtPageBackgroundColor"}},
    [BAR] = {"bar", 0xEFE8DB, {NULL}},
    [CANAL] = {"canal",
               0x0A4F5A,
               {"utrechtButtonPrimaryActionBackgroundColor", "basisColorAction1BgDefault",
                "utrechtLinkColor", "utrechtHeadingColor"}},
    [ON_CANAL] = {"on_canal",
                  0xFFFFFF,
                  {"utrechtButtonPrimaryActionColor", "basisColorAction1ColorDefault"}},
    [TINT] = {"tint", 0xE1EFEF, {NULL}},
    [EDGE] = {"edge", 0x74868F, {"utrechtTextboxBorderColor", "utrechtFormControlBorderColor"}},
    [HAIR] = {"hair", 0xD9D2C5, {NULL}},
    [BRICK] = {"brick",
               0x96330F,
               {"utrechtAlertErrorBackgroundColor", "utrechtFormFieldErrorMessageColor",
                "utrechtAlertErrorColor"}},
};

struct reading {
    struct bs_json_at root;
    uint32_t rgb[TOKENS];
    bool is_theirs[TOKENS];
    struct bs_complaints *report;
};

static void hex_of(uint32_t rgb, char out[HEX_TEXT])
{
    (void)snprintf(out, HEX_TEXT, "#%06X", (unsigned)(rgb & 0xFFFFFF));
}

/* The token that is meant, if none of the chain is a colour that we read: a name, a variable, a calculation. */
static const char *find_unread(const struct reading *reading, enum token token)
{
    for (size_t i = 0; i < CHAIN_MAX && KNOWN[token].chain[i] != NULL; i++) {
        struct bs_json_at at = bs_json_member(&reading->root, KNOWN[token].chain[i]);
        if (bs_json_exists(&at)) {
            return KNOWN[token].chain[i];
        }
    }
    return NULL;
}

static void tell_own(struct reading *reading, enum token token)
{
    const char *unread = find_unread(reading, token);
    if (unread != NULL) {
        bs_complain(reading->report, KNOWN[token].name,
                    "%s is not written as #, rgb or hsl; the kiosk's own", unread);
    } else if (KNOWN[token].chain[0] != NULL) {
        bs_complain(reading->report, KNOWN[token].name, "not in the file; the kiosk's own");
    }
}

static bool find(const struct reading *reading, enum token token, const char **name)
{
    for (size_t i = 0; i < CHAIN_MAX && KNOWN[token].chain[i] != NULL; i++) {
        struct bs_json_at at = bs_json_member(&reading->root, KNOWN[token].chain[i]);
        const char *text = NULL;
        uint32_t rgb = 0;
        at.complaints = NULL;
        if (bs_json_is_string(&at) && bs_json_string_here(&at, VALUE_MAX, &text) &&
            colour_parse(text, &rgb)) {
            *name = KNOWN[token].chain[i];
            return true;
        }
    }
    return false;
}

static void take(struct reading *reading, enum token token)
{
    const char *name = NULL;
    reading->rgb[token] = KNOWN[token].own;
    reading->is_theirs[token] = find(reading, token, &name);
    if (!reading->is_theirs[token]) {
        tell_own(reading, token);
        return;
    }
    const char *text = NULL;
    struct bs_json_at at = bs_json_member(&reading->root, name);
    char shown[HEX_TEXT];
    (void)bs_json_string_here(&at, VALUE_MAX, &text);
    (void)colour_parse(text, &reading->rgb[token]);
    hex_of(reading->rgb[token], shown);
    bs_complain(reading->report, KNOWN[token].name, "%s, from %s", shown, name);
}

/* The background must be light: the theme's letters are dark. */
static void mend_paper(struct reading *reading)
{
    double most = colour_contrast(CARD, 0);
    if (colour_contrast(reading->rgb[PAPER], 0) < PAPER_LEAST * most) {
        bs_complain(reading->report, "paper", "too dark for dark letters; the kiosk's own");
        reading->rgb[PAPER] = KNOWN[PAPER].own;
        reading->is_theirs[PAPER] = false;
    }
}

struct need {
    uint32_t back;
    double least;
};

static bool is_seen(uint32_t rgb, const struct need *needs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (colour_contrast(rgb, needs[i].back) < needs[i].least) {
            return false;
        }
    }
    return true;
}

static uint32_t tint_of(uint32_t canal)
{
    return colour_mix(CARD, canal, TINT_PART);
}

/* Makes a colour as much darker as it needs: on backgrounds that are light, black always suffices. The tint follows from the
 * colour of what can be done, which has to be read on it too. */
static void mend(struct reading *reading, enum token token, const struct need *needs, size_t count)
{
    uint32_t before = reading->rgb[token], rgb = before;
    for (int step = 1; step <= STEPS; step++) {
        const struct need on_tint = {tint_of(rgb), TEXT_LEAST};
        if (is_seen(rgb, needs, count) && (token != CANAL || is_seen(rgb, &on_tint, 1))) {
            break;
        }
        rgb = colour_mix(before, 0, (double)step / STEPS);
    }
    if (rgb != before) {
        char was[HEX_TEXT], is[HEX_TEXT];
        hex_of(before, was);
        hex_of(rgb, is);
        bs_complain(reading->report, KNOWN[token].name,
                    "%s is too light to be read or seen; made %s", was, is);
        reading->rgb[token] = rgb;
    }
}

/* What stands on the colour of what can be done: theirs if it is read there, else white. */
static void mend_on_canal(struct reading *reading)
{
    if (colour_contrast(reading->rgb[ON_CANAL], reading->rgb[CANAL]) < TEXT_LEAST) {
        char was[HEX_TEXT];
        hex_of(reading->rgb[ON_CANAL], was);
        bs_complain(reading->report, "on_canal", "%s is not read on the buttons; made #FFFFFF",
                    was);
        reading->rgb[ON_CANAL] = CARD;
    }
}

/* Colours that a house style does not have follow from those that it has. */
static void derive(struct reading *reading)
{
    reading->rgb[TINT] = tint_of(reading->rgb[CANAL]);
    if (reading->is_theirs[PAPER]) {
        reading->rgb[BAR] = colour_mix(reading->rgb[PAPER], reading->rgb[INK], 0.06);
        reading->rgb[HAIR] = colour_mix(reading->rgb[PAPER], reading->rgb[INK], 0.16);
    }
}

static void mend_all(struct reading *reading)
{
    mend_paper(reading);
    const uint32_t paper = reading->rgb[PAPER];
    const struct need text[] = {{paper, TEXT_LEAST}, {CARD, TEXT_LEAST}};
    const struct need ink[] = {{paper, TEXT_LEAST}, {CARD, TEXT_LEAST}, {SUN, TEXT_LEAST}};
    const struct need edge[] = {{paper, OTHER_LEAST}, {CARD, OTHER_LEAST}};
    mend(reading, INK, ink, sizeof ink / sizeof ink[0]);
    mend(reading, SOFT, text, sizeof text / sizeof text[0]);
    mend(reading, BRICK, text, sizeof text / sizeof text[0]);
    mend(reading, EDGE, edge, sizeof edge / sizeof edge[0]);
    mend(reading, CANAL, text, sizeof text / sizeof text[0]);
    mend_on_canal(reading);
    derive(reading);
    const struct need on_tint[] = {{reading->rgb[TINT], TEXT_LEAST}};
    mend(reading, INK, on_tint, 1);
    mend(reading, SOFT, on_tint, 1);
}

enum bs_err house_style_read(struct bs_bytes variables, struct house_style *out,
                             struct bs_complaints *report, struct bs_error *err)
{
    struct bs_json *json = NULL;
    if (variables.len > HOUSE_STYLE_FILE_MAX) {
        return bs_fail(err, BS_LIMIT, "a house style has at most %d bytes", HOUSE_STYLE_FILE_MAX);
    }
    enum bs_err rc = bs_json_parse(variables, &json, err);
    if (rc != BS_OK) {
        return rc;
    }
    struct reading reading = {.root = bs_json_root(json, NULL), .report = report};
    bool any = false;
    if (!bs_json_is_object(&reading.root)) {
        rc = bs_fail(err, BS_BAD, "expected one object of names and values, as variables.json has");
    } else if (bs_json_count(&reading.root) > HOUSE_STYLE_TOKENS_MAX) {
        rc = bs_fail(err, BS_LIMIT, "a house style has at most %d tokens", HOUSE_STYLE_TOKENS_MAX);
    }
    for (int i = 0; rc == BS_OK && i < TOKENS; i++) {
        take(&reading, (enum token)i);
        any = any || reading.is_theirs[i];
    }
    if (rc == BS_OK && !any) {
        rc = bs_fail(err, BS_BAD, "no colour in it that the kiosk knows, such as %s",
                     KNOWN[CANAL].chain[0]);
    }
    bs_json_destroy(json);
    if (rc != BS_OK) {
        return rc;
    }
    mend_all(&reading);
    out->count = TOKENS;
    for (int i = 0; i < TOKENS; i++) {
        out->colour[i].token = KNOWN[i].name;
        out->colour[i].rgb = reading.rgb[i];
    }
    return BS_OK;
}
