/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUURTSTEM_PROGRAMME_H
#define BUURTSTEM_PROGRAMME_H

/*
 * A programme: what people are asked about, as an immutable version. Content is data with a text per language; the
 * JSON Schema is assets/schema/programme.schema.json. Parsing is pure: no file, no clock.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <buurtstem/buf.h>
#include <buurtstem/clock.h>
#include <buurtstem/err.h>
#include <buurtstem/ids.h>
#include <buurtstem/json.h>

#define BS_LANGUAGES_MAX      12
#define BS_PROGRAMME_FILE_MAX (128 * 1024)
#define BS_QUESTIONS_MAX      8 /* in a programme, with cards, branches and the words */
#define BS_ASKED_MAX          3 /* on any path: a fourth does not fit in a minute (kiosk-ux K78) */
#define BS_CHOICES_MAX        8
#define BS_TILES_MAX          6
#define BS_FACTS_MAX          6
#define BS_SOURCES_MAX        6
/* Characters of a text; what is spoken may be BS_SPEECH_FACTOR times as long: vowel signs, numbers in words. */
#define BS_SPEECH_FACTOR     3
#define BS_LABEL_MAX         48 /* programme tile, faces, tiles */
#define BS_TITLE_MAX         60
#define BS_QUESTION_TEXT_MAX 120
#define BS_PARAGRAPH_MAX     240 /* promise, contact, facts */
#define BS_LINE_MAX          160 /* owner, source, place: names that have one language */

/*
 * Visible characters (no soft hyphens) that the smallest tested display holds: 1280 by 800 on 331 by 207 mm, read from
 * 500 mm. bs_programme_check refuses more. A word that is longer than its line needs a soft hyphen where it may break.
 */
#define BS_FIT_TITLE 50
#define BS_FIT_OPEN  100
#define BS_FIT_OPEN_AND_DECIDES                                                                    \
    70 /* of the promise, so that who decides stands beside it; above it there is advice */
#define BS_FIT_DECIDES        40
#define BS_FIT_CONTACT        160
#define BS_FIT_QUESTION       80
#define BS_FIT_LINE           16 /* of the two on a tile; a face label as a whole */
#define BS_FIT_FACE_WORD      6  /* under one of five faces */
#define BS_FIT_FACE_WORD_OF_4 8  /* under one of four */
#define BS_FIT_CARD_HEADING   50
#define BS_FIT_CARD_BODY      160
#define BS_FIT_MANY_WORD      11 /* in a list of more than BS_TILES_MAX */

/* Words in several languages. Everything is borrowed from the programme (or bundle) that holds it. */
struct bs_text {
    size_t count;
    struct {
        char lang[BS_LANG_TEXT];
        const char *text;
        const char *speech; /* NULL: speak `text` */
    } in[BS_LANGUAGES_MAX];
};

/* In `lang`, else in Dutch, else in the first language; *used_lang (may be NULL) tells which. "" if there is none. */
const char *bs_text_in(const struct bs_text *text, const char *lang, const char **used_lang);
/* What to speak in that language, by the same fallback. */
const char *bs_text_speech(const struct bs_text *text, const char *lang, const char **used_lang);
bool bs_text_has(const struct bs_text *text, const char *lang);

/*
 * Reads a member {"nl": "…", "en": "…"}; a language's value may also be {"text": "…", "speech": "…"}. Each one line of
 * at most `max` characters (speech: three times). Strings are borrowed from the document. False after a complaint.
 */
bool bs_text_read(const struct bs_json_at *at, const char *key, size_t max, struct bs_text *out);

bool bs_slug_valid(const char *text);     /* [a-z0-9]([a-z0-9-]*[a-z0-9])?, at most 40 */
bool bs_language_valid(const char *text); /* [a-z]{2,3}(-[A-Z][a-z]{3})? */
bool bs_tenant_valid(const char *text);   /* CBS municipality code: GM and four digits */

enum bs_kind {
    BS_KIND_FACES,   /* 4 or 5 faces; stored by value, never by position */
    BS_KIND_WHY,     /* up to `most` tiles that follow a face */
    BS_KIND_TILES,   /* one of 2–6 */
    BS_KIND_LIST,    /* up to `most` of 2–8 */
    BS_KIND_YES_NO,  /* yes, no */
    BS_KIND_PICTURE, /* one of 2–4 large pictures of assets/pictures */
    BS_KIND_AGREE,   /* one of five steps in words, strongly_disagree … strongly_agree */
    BS_KIND_POINTS,  /* `most` (2–5) points over 2–5 goals; locked ones can have none */
    BS_KIND_PAIR, /* what weighs more: three rounds, each choice of exactly three against each other one */
    BS_KIND_TOP, /* the `most` (2 or 3) most important of 3–6, the first tapped first */
    BS_KIND_TEXT, /* a few words. Always the last; asked after the thanks; a record of its own, never an answer */
    BS_KIND_CARD /* information: a heading, a paragraph, a picture or none. Asks nothing and is never an answer */
};
#define BS_KINDS 12

/* Of whatever is chosen, this value is what fits nowhere else: always shown last, however tiles are shuffled. */
#define BS_VALUE_OTHER "anders"
#define BS_WORDS_MAX   280 /* characters of a few words */
#define BS_PAIR_ROUNDS 3

enum bs_decider { BS_DECIDER_BOARD, BS_DECIDER_COUNCIL, BS_DECIDER_HOUSING, BS_DECIDER_RESIDENTS };
enum bs_stage { BS_STAGE_BEFORE, BS_STAGE_NOW, BS_STAGE_OUTCOME };

struct bs_choice {
    /* Stored: a slug, or of faces very_bad bad neutral good very_good, of yes_no yes no, of agree strongly_disagree disagree
     * neutral agree strongly_agree: these in this order, and never shuffled. */
    const char *value;
    const char *icon; /* name in assets/icons, of a picture question in assets/pictures; "": none */
    struct bs_text label;
    bool is_locked; /* points: shown, but what it has cannot change */
};

struct bs_question {
    const char *id; /* slug; the same across versions and tenants when results are to be compared */
    enum bs_kind kind;
    struct bs_text text;
    size_t choice_count;
    struct bs_choice choices[BS_CHOICES_MAX];
    size_t most; /* how many may be chosen, or points; BS_PAIR_ROUNDS of a pair; 0: text, card */
    /*
     * Branching: an earlier question of which one of the values in `after` (none: any value) was answered, or it is not
     * asked. NULL: it is always asked. BS_KIND_WHY: always a face question. Naming itself or a later question, which would go
     * round in circles, is refused when it is read.
     */
    const char *follows;
    size_t after_count;
    const char *after[BS_CHOICES_MAX];
    struct bs_text body; /* BS_KIND_CARD: its paragraph; else count 0 */
    const char *icon;    /* BS_KIND_CARD: in assets/icons, "" for none */
};

struct bs_source {
    const char *title, *publisher;
    struct bs_date date; /* as far as the source says: day 0, or month and day 0, are unknown */
};

struct bs_fact {
    struct bs_text text;
    size_t source;        /* index in sources */
    struct bs_date until; /* the last day for which it was said; zero year: it still holds */
};

/* A date that is fixed, or so many days after the first publication (then `days` > 0 and `date` is empty). */
struct bs_due {
    struct bs_date date;
    int days;
    bool is_example; /* "voorbeeld": the sources do not give it; nobody has promised it */
};

struct bs_programme {
    const char *id; /* slug */
    const char *tenant;
    int version;
    char code[6]; /* five signs of the receipt code's alphabet; the receipt adds a check */
    enum bs_stage stage;
    const char *icon;
    struct bs_date starts, ends; /* inclusive */
    const char *owner;
    size_t language_count;
    char languages[BS_LANGUAGES_MAX][BS_LANG_TEXT]; /* each complete; the first: its own */
    struct bs_text title;                           /* for staff and the thanks screen */
    struct bs_text tile; /* on the programme tile: two lines of at most 16 characters */
    struct bs_text open; /* the promise: what is still open */
    enum bs_decider decider;
    struct bs_text decides;   /* "De gemeenteraad beslist." */
    struct bs_due answer_due; /* when people hear */
    struct bs_text contact;   /* a person to go to: name, when, where */
    bool contact_is_example;
    size_t source_count;
    struct bs_source sources[BS_SOURCES_MAX];
    size_t fact_count;
    struct bs_fact facts[BS_FACTS_MAX];
    size_t question_count;
    struct bs_question questions[BS_QUESTIONS_MAX];
    bool keeps_partial;       /* "partial": "keep" (as without it) or "drop" when time runs out */
    bool shows_results;       /* "results_on_kiosk": after one's own answer; true without it */
    struct bs_json *document; /* owned; the strings are its; NULL if part of a bundle */
};

/*
 * Reads what a running kiosk or central needs; structure and limits are checked, style is not. All complaints go to
 * the list with their path. BS_BAD: at least one; BS_LIMIT: larger than BS_PROGRAMME_FILE_MAX. *out is the caller's.
 */
enum bs_err bs_programme_parse(struct bs_bytes text, struct bs_programme **out,
                               struct bs_complaints *complaints, struct bs_error *err);
/* The same from a place in a document that the caller keeps alive for as long as the programme. */
enum bs_err bs_programme_read(const struct bs_json_at *at, struct bs_programme **out,
                              struct bs_error *err);
/*
 * Parsing and bs_programme_check in one: every complaint of both at once, also when parsing alone fails. For
 * `programme check` and `publish`. BS_BAD: at least one complaint; *out is then untouched.
 */
enum bs_err bs_programme_examine(struct bs_bytes text, struct bs_programme **out,
                                 struct bs_complaints *complaints, struct bs_error *err);
enum bs_err bs_programme_examine_at(const struct bs_json_at *at, struct bs_programme **out,
                                    struct bs_error *err);
void bs_programme_destroy(struct bs_programme *programme); /* NULL is fine */

const struct bs_question *bs_programme_question(const struct bs_programme *programme,
                                                const char *id); /* or NULL */
/* Whether the value of one tap is the answer: faces, tiles, yes_no, picture, agree. */
bool bs_kind_is_single(enum bs_kind kind);
/* Whether it asks something that a submission can hold: neither text nor card. */
bool bs_kind_is_asked(enum bs_kind kind);
/* Whether its choices are shown in another order each visit: not where the order is the meaning. */
bool bs_kind_is_shuffled(enum bs_kind kind);
const struct bs_choice *bs_question_choice(const struct bs_question *question,
                                           const char *value); /* or NULL */

/*
 * Whether two versions can be counted together, since results add up all versions by question and value. BS_REFUSED: a
 * question has the id of one in `stored` and is of another kind, or is a pair whose choices are others or stand in another
 * order: a round is stored by its number. Words, branches and the choices of other kinds may change. Pure.
 */
enum bs_err bs_programme_keeps(const struct bs_programme *stored, const struct bs_programme *added,
                               struct bs_error *err);

/* The day on which the answer is owed, for a programme whose first version was published on `published`. */
struct bs_date bs_programme_answer_date(const struct bs_programme *programme,
                                        struct bs_date published);
/* Whether that fact was only said for a time that is over: it is then shown with its date. */
bool bs_fact_is_past(const struct bs_fact *fact, struct bs_date today);
/* Whether it asks on that day: from `starts` to `ends`, and not yet in the stage of its outcome. */
bool bs_programme_is_open(const struct bs_programme *programme, struct bs_date today);

/*
 * What `programme check` refuses on top of parsing: a language without a text, a promise, answer date, source or
 * contact that is missing, a sentence of more than 12 words, a text that does not fit (BS_FIT_…), and a visit longer than
 * 60 s in any language by seconds = words / 1.67 + taps × 1.2 + screens × 0.5 (kiosk-ux §3.4 rule 3; words of promise,
 * questions and labels).
 */
void bs_programme_check(const struct bs_programme *programme, struct bs_complaints *complaints);

/*
 * Advice, which does not keep a programme from being published: a question that asks two things at once, that leads
 * ("vindt u ook …"), that denies ("niet", "geen"), or holds a word of more than BS_LONG_WORD letters (kiosk-ux §1e,
 * features §1 row 10); and a promise that leaves no room for who decides. Dutch and English; the other languages only
 * for long words. One sentence each, with the path.
 */
#define BS_LONG_WORD 14
void bs_programme_advise(const struct bs_programme *programme, struct bs_complaints *advice);
double bs_programme_seconds(const struct bs_programme *programme, const char *lang);
size_t bs_count_words(const char *text);

/* "faces", "why", "tiles", "list", "yes_no", "picture", "agree", "points", "pair", "top", "text", "card" */
const char *bs_kind_name(enum bs_kind kind);

/*
 * Receipt codes: five characters that central gave the programme and one check character, from the 31 signs
 * 23456789ABCDEFGHJKMNPQRSTUVWXYZ (no 0, 1, I, L, O); shown as "K7M 4PX". Any single wrong sign and any swap of two
 * signs is found.
 */
#define BS_RECEIPT_CODE_TEXT 8 /* "K7M 4PX" and the zero */
bool bs_receipt_code_make(const char programme_code[6], char out[BS_RECEIPT_CODE_TEXT]);
/* Accepts lower case and any blanks or hyphens. False if it is not a code; `out` then untouched. */
bool bs_receipt_code_parse(const char *typed, char programme_code[6]);
bool bs_programme_code_valid(const char *code);

#endif
