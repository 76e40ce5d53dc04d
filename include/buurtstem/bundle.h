/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUURTSTEM_BUNDLE_H
#define BUURTSTEM_BUNDLE_H

/*
 * What central sends down to one kiosk: its place, its programmes and how it is to behave; signed with Ed25519 over the
 * exact bytes. `serial` never goes down, so an old bundle cannot be played back. Pure.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <buurtstem/crypto.h>
#include <buurtstem/outcome.h>
#include <buurtstem/programme.h>

#define BS_BUNDLE_BYTES_MAX      (2 * 1024 * 1024)
#define BS_BUNDLE_PROGRAMMES_MAX 24
#define BS_REGISTER_MAX          256
#define BS_PUBLIC_URL_MAX        200
#define BS_AREAS_MAX             8
#define BS_HERE_MAX              6    /* lines of a place's directory */
#define BS_SO_FAR_LEAST          10   /* results are shown from so many answers on */
#define BS_WISH_KEY_MAX          1024 /* bytes of a public key as a JWK */
#define BS_HOUSE_COLOURS         10
#define BS_WAY_CA_MAX            16384 /* bytes of further authorities, in PEM */
#define BS_WAY_PINS_MAX          4
#define BS_PLACE_BYTES_MAX       (32 * 1024) /* of a place as compact JSON, with all its languages */
#define BS_CONNECTORS_MAX        16          /* of one place */
#define BS_CONNECTOR_NAME_MAX    40          /* characters */
#define BS_WORDS_DAYS_MAX        90

struct bs_hours {
    int opens, closes; /* minutes after midnight; equal: closed */
};

struct bs_place {
    const char *id;            /* slug */
    const char *name;          /* "Buurthuis Prinsenhof" */
    const char *neighbourhood; /* "Leidschendam-Noord" */
    const char *area_code;     /* CBS wijk or buurt code, WK… or BU… */
    int area_year;
    bool is_example;
    struct bs_hours hours[7]; /* Monday first */
    struct bs_text contact;   /* a person to go to here; count 0: none given */
    bool contact_is_example;
    /* The neighbourhoods that "waar woont u?" offers. 0: it is not asked. */
    size_t area_count;
    struct {
        const char *code; /* CBS WK… or BU… */
        const char *name;
    } areas[BS_AREAS_MAX];
    /* What is on here, who can help, where people meet nearby: a heading and a line each. */
    size_t here_count;
    struct {
        struct bs_text title, text;
    } here[BS_HERE_MAX];
    bool here_is_example;
    /* What is asked here, in this order: the first that is open is the live question. 0: all of the tenant. */
    size_t programme_count;
    const char *programmes[BS_BUNDLE_PROGRAMMES_MAX];
};

/* A CBS wijk or buurt code: WK or BU, the municipality's four digits, and two or four digits or capitals. */
bool bs_area_code_valid(const char *text);

/* Reads one place, as in a publish file (there with a member `tenant`, which the caller reads) or a bundle. Strings are
 * borrowed. False after a complaint. */
bool bs_place_read(const struct bs_json_at *at, struct bs_place *out);

/* How often each choice of one question was given so far, counted at central; `total` answered it. */
struct bs_so_far {
    char question[BS_SLUG_TEXT];
    int64_t total;
    struct bs_date counted; /* the day of the count */
    size_t count;
    struct {
        const char *value;
        int64_t times;
    } choice[BS_CHOICES_MAX];
};

/* An urgent message of the municipality. Takes over the attract screen until `until_ms` (wall clock; 0: until it is taken
 * back). */
struct bs_notice {
    const char *id; /* slug */
    struct bs_text title, text;
    int64_t until_ms;
    bool is_example;
};

/* "Mogen we u bellen?": who asks, why, how long it is kept, and the municipality's public key. */
struct bs_wish_offer {
    struct bs_text who, why; /* count 0: wishes are not asked for here */
    int keep_days;           /* 1–365 */
    const char *key;         /* an RSA public key as a JWK, JSON text, at least 2048 bits */
};

/* Reads a notice, as in a publish file or a bundle; members of a publish file that are not a notice's own are the caller's.
 * Strings are borrowed. False after a complaint. */
bool bs_notice_read(const struct bs_json_at *at, struct bs_notice *out);
/* Reads who, why and keep_days; the key is left alone: in a publish file it is an object, in a bundle its text. */
bool bs_wish_read(const struct bs_json_at *at, struct bs_wish_offer *out);
/* Whether an object has the form of a public RSA key of 2048 to 4096 bits as a JWK, without any private member. That it can be
 * used is for bs_seal_check_key to say. False after a complaint. */
bool bs_wish_key_check(const struct bs_json_at *at);

/* How central is to be reached from now on. What is absent ("" or 0) is as at enrolment. */
struct bs_way {
    bool is_told;       /* whether the bundle says anything about it */
    const char *server; /* "https://HOST[:PORT]", at most BS_PUBLIC_URL_MAX bytes */
    const char *
        ca; /* certificates in PEM, beside those that the kiosk has; whether they can be read is not checked */
    size_t pin_count;
    const char *pins[BS_WAY_PINS_MAX]; /* base64 of SHA-256 over a SubjectPublicKeyInfo */
};

/* Reads server, ca and pins, as in a publish file or a bundle. Strings are borrowed. False after a complaint. */
bool bs_way_read(const struct bs_json_at *at, struct bs_way *out);

/* Somebody who reads residents' words at the kiosk (buurtverbinder). At least one of pin and badge is there. */
struct bs_connector {
    const char *id;    /* slug: a pseudonym, which her decisions are signed with */
    const char *name;  /* bs_connector_name_valid: as she is greeted */
    const char *pin;   /* bs_pin_hash with the bundle's salt, of nobody else in it; NULL: none */
    const char *badge; /* the same of the line that her badge types; NULL: none */
    size_t language_count;                          /* 0: the place's first alone */
    char languages[BS_LANGUAGES_MAX][BS_LANG_TEXT]; /* that she reads */
};

/* bs_utf8_is_line of BS_CONNECTOR_NAME_MAX characters, without a blank at either end. */
bool bs_connector_name_valid(const char *text);

/* What becomes of residents' words that no connector has read. */
enum bs_words_policy {
    BS_WORDS_HOLD,       /* they wait */
    BS_WORDS_AFTER_DAYS, /* after so many days they are released, what points to a person masked */
    BS_WORDS_NONE        /* nobody is asked for any */
};
#define BS_WORDS_POLICIES 3
const char *bs_words_policy_name(enum bs_words_policy policy); /* "hold", "after_days", "none" */

struct bs_bundle_programme {
    struct bs_programme *programme; /* owned by the bundle */
    struct bs_date published;       /* in its first version: the promise counts from that day */
    struct bs_outcome *outcome;     /* owned by the bundle; NULL: the answer is still owed */
    struct bs_date answered;        /* when the outcome was published, in its first version too */
    /* Of its first question where one is chosen; total 0: not to be shown (too few, or the programme does not want it). */
    struct bs_so_far so_far;
};

/* What a receipt code leads to on any kiosk, also one of another municipality: the short answer. Borrowed. */
struct bs_registered {
    char code[6]; /* without the check character */
    const char *tenant_name;
    struct bs_text title;
    struct bs_date due; /* the day on which the answer is owed */
    bool due_is_example;
    struct bs_date answered;    /* zero year: not yet */
    struct bs_text heard, will; /* of its outcome; count 0: none yet */
    bool outcome_is_example;
};

struct bs_bundle {
    char tenant[8];
    const char *tenant_name;
    char kiosk[BS_KIOSK_ID_TEXT];
    int64_t serial;
    bool is_in_use; /* false: on trial, answers are stored but not counted */
    struct bs_place place;
    size_t language_count;
    char languages[BS_LANGUAGES_MAX]
                  [BS_LANG_TEXT]; /* offered here, in order; the first is the place's own */
    int idle_warn_s, idle_wipe_s; /* 20–600 each; defaults 45 and 30 */
    size_t programme_count;
    /* The first open one is the live question. */
    struct bs_bundle_programme programmes[BS_BUNDLE_PROGRAMMES_MAX];
    struct bs_notice notice; /* id NULL: none */
    struct bs_wish_offer wish;
    size_t connector_count;
    struct bs_connector connectors[BS_CONNECTORS_MAX];
    uint8_t connector_salt[BS_PIN_SALT_SIZE]; /* zeros if there is no connector */
    enum bs_words_policy words_policy;
    int words_days; /* 1–BS_WORDS_DAYS_MAX; 0 but for BS_WORDS_AFTER_DAYS */
    /* The municipality's colours for the theme, "canal" "#0a4f58", from its house style; 0: the kiosk's own theme. */
    size_t house_count;
    struct {
        const char *token;
        uint32_t rgb;
    } house[BS_HOUSE_COLOURS];
    size_t register_count;
    struct bs_registered *registered; /* owned array; every programme of this central, ours too */
    /* "https://host[:port]": a receipt code's page is at PUBLIC_URL/c/CODE with the six signs. NULL: there is none. */
    const char *public_url;
    struct bs_way way; /* to central: what syncd goes by */
    int64_t
        credential_generation; /* of the token that the kiosk is asked to use; 0: that of its enrolment */
    struct bs_json *document; /* owned */
};

/* BS_LIMIT: larger than BS_BUNDLE_BYTES_MAX. BS_BAD names the path. *out is the caller's. Does not check a signature. */
enum bs_err bs_bundle_parse(struct bs_bytes bytes, struct bs_bundle **out, struct bs_error *err);
void bs_bundle_destroy(struct bs_bundle *bundle);

/* Whether an answer was owed before that day and is not there; *days (may be NULL) is how many days it is late. */
bool bs_bundle_is_late(const struct bs_bundle_programme *item, struct bs_date today, int *days);
/* "https://HOST" or "https://HOST:PORT" and nothing behind it, at most BS_PUBLIC_URL_MAX bytes: it is shown and made into a
 * QR code. */
bool bs_public_url_valid(const char *text);
/* The connector with that id, or NULL: she is not at this place, or not any more. */
const struct bs_connector *bs_bundle_connector(const struct bs_bundle *bundle, const char *id);
/* The register's entry of a programme code (five characters), or NULL. */
const struct bs_registered *bs_bundle_registered(const struct bs_bundle *bundle, const char *code);

#endif
