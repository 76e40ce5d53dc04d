/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUNDLE_PICK_H
#define BUNDLE_PICK_H

/*
 * Which programmes go to a kiosk: those that its place names, in that order, else all of its municipality in order of
 * publication. Open ones and those to come; ended ones while their answer is owed, or was given less than a year ago. Where
 * there is no room for all, the last of the ended ones that were answered stay behind first, then of those whose answer is
 * owed, then of the rest.
 */

#include <buurtstem/bundle.h>

#include "storage.h"

/*
 * Appends `"programmes":[…],"outcomes":[…]` for a kiosk at that place, in at most `room` bytes and at most
 * BS_BUNDLE_PROGRAMMES_MAX programmes, each with its results so far where they may be shown. What cannot be read is left out. Errors are those of storage.
 */
enum bs_err bundle_pick_write(struct storage *storage, const char *kiosk, const char *tenant,
                              const struct bs_place *place, struct bs_date today, size_t room,
                              struct bs_buf *out, struct bs_error *err);

#endif
