/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUNDLE_STAGE_H
#define BUNDLE_STAGE_H

/* The bundle of kiosk-1 of a storage_stage. Include after cmocka.h. */

#include <buurtstem/bundle.h>

#include "storage_stage.h"

/* Makes it where it is not there yet, and reads it as the kiosk would; fails the test if that does not work. Destroyed by the caller. */
struct bs_bundle *bundle_stage_fetch(struct storage_stage *stage, int64_t now_ms);
/* Its serial alone. */
int64_t bundle_stage_serial(struct storage_stage *stage, int64_t now_ms);

#endif
