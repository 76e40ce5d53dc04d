/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef PUBLISH_ADVICE_H
#define PUBLISH_ADVICE_H

/*
 * What a programme or a place names and what is not there, and what nobody is asked. Only advice, since it may come later: a
 * pictogram that is put on the kiosks by hand, a programme that is published tomorrow. One line "advice: FILE: …" each to
 * standard error.
 */

#include "parcel.h"
#include "verb.h"

/* ---- what the files show ---- */

/* Pictograms and pictures that are none of those in assets: a kiosk leaves their place empty unless it has them. */
void publish_advise_icons(const struct verb_call *call, const struct parcel_programme *item);

/* CBS codes of wijken and buurten that are another municipality's. */
void publish_advise_areas(const struct verb_call *call, const struct parcel_place *place);

/* ---- what storage shows: only when everything of the call is stored. What it cannot tell is not advised on ---- */

/* Programmes that the place is to ask and that nobody published yet: the kiosk there passes over them; and whether nothing is
 * left to ask. */
void publish_advise_place(const struct verb_call *call, const struct parcel_place *place);

/* A programme that no place of its municipality asks, or that kiosks there offer in more languages than it has. */
void publish_advise_programme(const struct verb_call *call, const struct parcel_programme *item);

#endif
