/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef PERSONAL_WORDS_H
#define PERSONAL_WORDS_H

/* The words that tell what stands beside them, in Dutch, English, Turkish, Arabic, Polish and Ukrainian. */

#include "personal_data_p.h"

#define PERSONAL_WORD 48 /* bytes of a word that is compared */

struct personal_word {
    size_t from, end; /* bytes in the text */
    size_t letters;
    uint32_t first;
    bool has_capital; /* at its beginning; Latin, Greek or Cyrillic */
    bool is_shouted;  /* two letters or more, all of them capitals */
    bool is_arabic;
    /* In small letters without accents: "Hanım" is "hanim"; of Arabic the forms of alif, ya and ha are one. Cut. */
    char folded[PERSONAL_WORD + 1];
};

enum personal_role {
    PERSONAL_TITLE,      /* before a name, in small letters too: mevrouw */
    PERSONAL_CALLED,     /* before a name with a capital: buurvrouw, pani, пан */
    PERSONAL_KIN,        /* that too if it is somebody's: mijn zoon */
    PERSONAL_SHORT,      /* of those, what may have a point: dhr. */
    PERSONAL_OF_STREETS, /* of those, what streets are named after: dokter */
    PERSONAL_BEHIND,     /* a capital and then this: Bey, Hanım, teyze */
    PERSONAL_BEHIND_ANY, /* of those, what stands behind hardly anything but names */
    PERSONAL_INTRODUCES, /* ik heet, adım, nazywam, звати */
    PERSONAL_IS_NAMED,   /* mijn naam is */
    PERSONAL_SIGNS_OFF,  /* groetjes */
    PERSONAL_OWN,        /* mijn, my, мій */
    PERSONAL_ARTICLE,    /* de, een, that: what follows is a person, not a form of address */
    PERSONAL_BETWEEN,    /* van, de, el: part of a name, with a name behind it */
    PERSONAL_AND,
    PERSONAL_EVERYDAY,        /* what often stands behind a title without a name */
    PERSONAL_PLACE,           /* behind "mevrouw van de" */
    PERSONAL_NO_NAME,         /* has a capital, and is no name: Friday, Ik, President */
    PERSONAL_NO_OWNER,        /* before Bey or teyze without being a name: her, yaşlı, komşu */
    PERSONAL_LETTERED,        /* before one letter: blok A. */
    PERSONAL_STREET,          /* behind a name, if that is a street: Road, caddesi */
    PERSONAL_VERB,            /* before "miss", if that is the verb */
    PERSONAL_SAYS_PHONE,      /* tel, bel, whatsapp, هاتف */
    PERSONAL_SAYS_NUMBER,     /* number, of whatever */
    PERSONAL_SAYS_OWN_NUMBER, /* numaram, رقمي */
    PERSONAL_SAYS_OTHER,      /* of a file, a report, a customer */
    PERSONAL_JOINS,           /* between "call" and the number: op, na, under */
    PERSONAL_HOUSE,           /* before a house number: nr, numara, буд */
    PERSONAL_HOUSE_JOINS,     /* between a postcode and those */
    PERSONAL_CODE,            /* before a postcode */
    PERSONAL_COUNTED,         /* behind a number that counts: keer, times */
    PERSONAL_TWO,             /* two letters that are a word, in small letters */
    PERSONAL_TWO_OF_YEARS,    /* that too behind a year */
    PERSONAL_UNIT,            /* two letters behind a round number */
    PERSONAL_AT,              /* spelt out for the sign of an e-mail address */
    PERSONAL_DOT,
    PERSONAL_PROVIDER,  /* of e-mail, behind "at" */
    PERSONAL_DOMAIN,    /* the end of an address: com, nl */
    PERSONAL_AR_CALLED, /* السيدة */
    PERSONAL_AR_NEAR,   /* what a verb or an adjective follows as often: جاري */
    PERSONAL_AR_KIN,    /* only before a name that is known: ابني */
    PERSONAL_AR_PARENT, /* أبو, أم */
    PERSONAL_AR_LINK,   /* within a name, with a name behind it: بن, عبد */
    PERSONAL_AR_WORD,   /* no name: في, قال */
    PERSONAL_AR_ADJECTIVE,
    PERSONAL_AR_NAME, /* usual ones, and those that look like verbs */
    PERSONAL_ROLES
};

/* The word that begins at a place, and the one that ends there; false: none does. */
bool personal_read_word(const struct personal_text *text, size_t at, struct personal_word *out);
bool personal_read_back(const struct personal_text *text, size_t at, struct personal_word *out);
/* The word before a place, with at most blanks, a point, a colon, a bracket or a hyphen between them. */
bool personal_word_before(const struct personal_text *text, size_t at, struct personal_word *out);
bool personal_is(const struct personal_word *word, enum personal_role role);
bool personal_ends_with(const struct personal_word *word, const char *end);
bool personal_begins_with(const struct personal_word *word, const char *begin);
/* Behind the letters of a word, "Bey" of "Bey'in". */
void personal_cut_apostrophe(struct personal_word *word);
/* The words of a role: each between blanks; a star stands for up to three letters more. */
const char *personal_words(enum personal_role role);

/* The end of a name in Arabic letters behind a word of one of the roles PERSONAL_AR_CALLED, _NEAR and _KIN; 0: none. */
size_t personal_end_of_arabic(const struct personal_text *text, size_t at,
                              enum personal_role called);
/* "أبو علي" begins with its own form of address. */
size_t personal_end_of_parent(const struct personal_text *text, const struct personal_word *word);
/* Names by what stands behind them or by their own shape; 0: none begins here. */
size_t personal_shaped_name(const struct personal_text *text, const struct personal_word *word);
/* The end of the name that begins at a word; 0: none. */
struct personal_name_rules {
    bool may_be_small;  /* without a capital */
    bool is_shouted;    /* the form of address is in capitals, so they tell nothing */
    bool is_of_streets; /* the form of address is one that streets are named after */
    bool is_title;      /* what is a form of address may be a name as well: mevrouw Slager */
    bool is_kin;        /* behind it capitals alone are an abbreviation */
    bool is_somebody;   /* with an article before it */
    bool is_initial;    /* a letter alone is no name yet */
};
size_t personal_end_of_name(const struct personal_text *text, size_t at,
                            struct personal_name_rules rules);

#endif
