/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef PLACE_NAMES_H
#define PLACE_NAMES_H

/* What the places of a tenant are called, read in one question. */

#include <stddef.h>

#include "storage.h"

#define PLACE_NAME_TEXT 128

struct place_name {
    char id[BS_SLUG_TEXT], name[PLACE_NAME_TEXT];
    char neighbourhood[PLACE_NAME_TEXT]; /* that the place is in; "" of an area */
};
struct place_names {
    size_t count, capacity;
    struct place_name *in; /* owned; by id */
    size_t area_count, area_capacity;
    struct place_name *areas; /* owned; the neighbourhoods that the places offer, by code */
};

enum bs_err place_names_read(struct storage *storage, const char *tenant, struct place_names *out,
                             struct bs_error *err);
/* Its name, or the id itself for a place that is not there any more. Borrowed. */
const char *place_names_of(const struct place_names *names, const char *id);
/* The name of the neighbourhood that it is in, or "". Borrowed. */
const char *place_names_neighbourhood(const struct place_names *names, const char *id);
/* The name of a neighbourhood by its CBS code, or the code itself. Borrowed. */
const char *place_names_area(const struct place_names *names, const char *code);
void place_names_finish(struct place_names *names); /* a zeroed one is fine */

#endif
