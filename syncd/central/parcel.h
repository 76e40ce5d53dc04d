/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef PARCEL_H
#define PARCEL_H

/*
 * The content of publish files, read and checked as a whole before anything is stored: municipalities with their house
 * styles and wish offers, places, programmes, outcomes and notices, with the translations that come along already in them.
 * The schemas in assets/schema say what a file may hold.
 */

#include <buurtstem/bundle.h>
#include <buurtstem/json.h>
#include <buurtstem/outcome.h>
#include <buurtstem/programme.h>

#include "house_style.h"
#include "storage.h"
#include "translation.h"
#include "verb.h"

#define PARCEL_WAYS_MAX  32
#define PARCEL_ITEMS_MAX 256 /* of each sort, in all files together */

/* All strings are borrowed from the documents and the call; what is said to be owned is the parcel's. */
struct parcel_tenant {
    const char *id, *name;
    bool has_wish; /* whether it says anything about wishes; then `wish` NULL takes them back */
    struct bs_json *wish; /* owned; as a bundle holds it */
};

struct parcel_place {
    const char *file, *tenant, *id;
    struct bs_json *text; /* owned; its members as they stood in the file */
};

struct parcel_programme {
    const char *file;
    struct bs_programme *programme; /* owned */
    struct bs_json *text;           /* owned; as of a place */
};

struct parcel_outcome {
    const char *file;
    struct bs_outcome *outcome; /* owned */
    struct bs_json *text;       /* owned; as of a place */
};

struct parcel_notice {
    const char *file, *tenant, *id;
    int64_t until_ms; /* 0: until it is taken back */
    bool is_ended;
    struct bs_json *text; /* owned; NULL: it is taken back */
};

struct parcel_house {
    const char *file, *tenant;
    const char *variables; /* the token file; NULL: the kiosk's own colours again */
    struct house_style style;
    struct bs_complaints report;
};

struct parcel_way {
    const char *file, *tenant;
    bool is_ended;
    struct bs_way way;
    struct bs_json *text; /* owned; as a bundle holds it; NULL: nothing more is said about it */
};

struct parcel_translation {
    const char *file;
    bool is_named; /* on the command line, not by way of a folder */
    struct translation translation;
};

struct parcel {
    /* Whether a language that has to be left out is a complaint; else it is advice. */
    bool is_strict;
    size_t tenant_count, place_count, programme_count, outcome_count, notice_count, house_count,
        translation_count;
    struct bs_json *documents[VERB_INPUTS_MAX]; /* owned; by input, NULL for what is no JSON */
    bool is_token_file[VERB_INPUTS_MAX];
    struct parcel_tenant tenants[PARCEL_ITEMS_MAX];
    struct parcel_place places[PARCEL_ITEMS_MAX];
    struct parcel_programme programmes[PARCEL_ITEMS_MAX];
    struct parcel_outcome outcomes[PARCEL_ITEMS_MAX];
    struct parcel_notice notices[PARCEL_ITEMS_MAX];
    struct parcel_house *houses; /* owned; room for PARCEL_HOUSES_MAX */
    size_t way_count;
    struct parcel_way ways[PARCEL_WAYS_MAX];
    struct parcel_translation translations[VERB_INPUTS_MAX];
    size_t complaints;
};

#define PARCEL_HOUSES_MAX 32

/* Large: on the heap. */
struct parcel *parcel_create(bool is_strict);
void parcel_destroy(struct parcel *parcel);

/* Reads every input of the call and says all complaints to its standard error, "FILE: $.path: …"; languages that had to be
 * left out as "advice: FILE: …" or as complaints. */
void parcel_read(struct parcel *parcel, const struct verb_call *call);

/* ---- what the files of the parcel share ---- */

/* Says them as complaints of that file. */
void parcel_tell(struct parcel *parcel, const struct verb_call *call, const char *file,
                 const struct bs_complaints *complaints);

/* The member `tenant`, which has to be there. */
bool parcel_read_tenant_code(const struct bs_json_at *at, const char **out);

/* parcel_extras.c: a municipality, a notice and a house style of a publish file. */
void parcel_read_tenant(struct parcel *parcel, const struct verb_call *call, const char *file,
                        const struct bs_json_at *at);
void parcel_read_notice(struct parcel *parcel, const struct verb_call *call, const char *file,
                        const struct bs_json_at *at);
void parcel_read_house(struct parcel *parcel, const struct verb_call *call, const char *file,
                       const struct bs_json_at *at);

/* parcel_way.c: how the kiosks of a municipality are to reach central from now on. */
void parcel_read_way(struct parcel *parcel, const struct verb_call *call, const char *file,
                     const struct bs_json_at *at);
/* What whoever publishes it should know before kiosks go by it. */
void parcel_advise_way(const struct verb_call *call, const struct parcel_way *way);

/* parcel_translate.c: puts the translations into what they are of. */
void parcel_translate(struct parcel *parcel, const struct verb_call *call);

#endif
