/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUURTSTEM_MODEL_SUBMISSION_QUICK_H
#define BUURTSTEM_MODEL_SUBMISSION_QUICK_H

/*
 * Two readings of the body of a submission into one that is all zeros. Neither looks at what goes together (how many values a
 * kind has, a question twice): bs_submission_decode does, after either. Pure but for memory.
 */

#include <buurtstem/submission.h>

/*
 * Reads what bs_submission_encode writes, byte by byte and without a document in between: some thirty times quicker. False
 * for everything else, right or wrong; then *out is of no use. Whatever it takes submission_read_json takes as well, to the
 * same effect: tests/fuzz/fuzz_submission.c.
 */
bool submission_read_quick(struct bs_bytes body, struct bs_submission *out);

/* Reads any JSON that says the same. Errors as bs_submission_decode. */
enum bs_err submission_read_json(struct bs_bytes body, struct bs_submission *out,
                                 struct bs_error *err);

#endif
