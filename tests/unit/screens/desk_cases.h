/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DESK_CASES_H
#define DESK_CASES_H

/* The connector's desk in each of its states, by name: what the matrix and the tests of its screens look at. */

#include "screens_stage.h"

extern const char *const desk_case_names[];
extern const size_t desk_case_count;

/* Whether a name is one of a desk's state: "desk-…". */
bool desk_case_is(const char *name);

/* Opens the desk on a stage in that state; fails the test if there is none such. It lasts until the next one is opened. */
struct desk *desk_case_open(struct stage *stage, const char *name);

#endif
