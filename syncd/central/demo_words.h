/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DEMO_WORDS_H
#define DEMO_WORDS_H

/* Made-up words of residents in three languages, as a made-up connector released them, and what she noted: of each kiosk
 * something that explains the numbers of a day, too. */

#include <buurtstem/programme.h>

#include "demo_kiosk.h"

/* Appends some about that programme to the kiosk's log, spread over the days before `until_ms`. `nth`: which of the texts come first,
 * so that not every kiosk has the same. */
enum bs_err demo_words(struct demo_kiosk *kiosk, struct central *central, int64_t now_ms,
                       int64_t until_ms, const struct bs_programme *programme, size_t nth,
                       struct bs_random *random, struct bs_error *err);

#endif
