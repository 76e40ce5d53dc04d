/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef WHOLE_CENTRAL_H
#define WHOLE_CENTRAL_H

/*
 * A whole central for fuzz targets, with a database of its own: one kiosk that is enrolled, one that is revoked, a code that is
 * still to be used, somebody of the staff who is signed in, and programmes. Made at the first call and gone with the process.
 */

#include "central.h"

#define FUZZ_KIOSK         "prinsenhof-1" /* of the batches in the corpora */
#define FUZZ_TOKEN         "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNO_-" /* in use */
#define FUZZ_REVOKED       "kiosk-1"
#define FUZZ_TOKEN_REVOKED "rbcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNO_-"
#define FUZZ_NEW           "kiosk-nieuw" /* invited, with this code */
#define FUZZ_CODE          "ABCDEFGHJKMN"
#define FUZZ_COOKIE        "cbcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNO_-"
#define FUZZ_FORM          "form-token" /* of that session */

struct central *whole_central(void);
/* As it was at first. */
void whole_central_restore(void);
/* Aborts if a chain, a digest or a sum in the database is not right. */
void whole_central_verify(void);

#endif
