/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef PARCEL_H
#define PARCEL_H

/*
 * The content of publish files, read and checked as a whole before anything is stored: municipalities, places, programmes
 * and outcomes. publish.schema.json, programme.schema.json and outcome.schema.json in assets/schema say what a file may hold.
 */

#include <buurtstem/json.h>
#include <buurtstem/outcome.h>
#include <buurtstem/programme.h>

#include "storage.h"
#include "verb.h"

#define PARCEL_ITEMS_MAX 256 /* of each sort, in all files together */

struct parcel_tenant {
    const char *id, *name; /* borrowed from the documents */
};

struct parcel_programme {
    const char *file;               /* borrowed from the call */
    struct bs_programme *programme; /* owned */
    struct bs_json *text;           /* owned; its members as they stood in the file */
};

struct parcel_outcome {
    const char *file;           /* borrowed from the call */
    struct bs_outcome *outcome; /* owned */
    struct bs_json *text;       /* owned; as of a programme */
};

struct parcel {
    size_t document_count, tenant_count, place_count, programme_count, outcome_count;
    struct bs_json *documents[VERB_INPUTS_MAX]; /* owned */
    struct parcel_tenant tenants[PARCEL_ITEMS_MAX];
    struct storage_place places[PARCEL_ITEMS_MAX];
    struct parcel_programme programmes[PARCEL_ITEMS_MAX];
    struct parcel_outcome outcomes[PARCEL_ITEMS_MAX];
    size_t complaints;
};

/* Large: on the heap. */
struct parcel *parcel_create(void);
void parcel_destroy(struct parcel *parcel);

/* Reads every input of the call and says all complaints to its standard error, "FILE: $.path: …". */
void parcel_read(struct parcel *parcel, const struct verb_call *call);

#endif
