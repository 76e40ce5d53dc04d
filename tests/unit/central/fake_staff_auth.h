/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef FAKE_STAFF_AUTH_H
#define FAKE_STAFF_AUTH_H

/* Signing in as a test wants it: "samira" with "open sesam" fits, everything else is refused, "snel" has to wait. */

#define FAKE_STAFF_NAME     "samira"
#define FAKE_STAFF_PASSWORD "open sesam"
#define FAKE_STAFF_HASTY    "snel"
#define FAKE_STAFF_WAIT_S   300

/* A request that carries this cookie is samira's. */
#define FAKE_STAFF_COOKIE "__Host-session=samira"

#endif
