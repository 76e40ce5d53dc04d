/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef PUBLISH_ADVICE_H
#define PUBLISH_ADVICE_H

/*
 * What a programme or a place names and what is not there. Only advice, since it may come later: a pictogram that is put
 * on the kiosks by hand, a programme that is published tomorrow. One line "advice: …" each to standard error.
 */

#include "parcel.h"
#include "verb.h"

/* Pictograms and pictures that are none of those in assets: a kiosk leaves their place empty unless it has them. */
void publish_advise_icons(const struct verb_call *call, const struct parcel_programme *item);

/* Programmes that the place is to ask and that nobody published yet: the kiosk there passes over them. Asks storage, so
 * only when everything of the call is stored; what storage cannot tell is not advised on. */
void publish_advise_place(const struct verb_call *call, const struct parcel_place *place);

#endif
