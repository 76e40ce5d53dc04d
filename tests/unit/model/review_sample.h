/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef REVIEW_SAMPLE_H
#define REVIEW_SAMPLE_H

/* A body of each kind and ruling that a connector makes, what they are made of, and how they are read to see what is wrong. */

#include <buurtstem/review.h>

#define SALT "{\"salt\":\"00112233445566778899aabbccddeeff\",\"v\":1,"
#define HEAD                                                                                       \
    SALT "\"programme\":\"schone-straat\",\"version\":2,\"place\":\"prinsenhof\","                 \
         "\"channel\":\"kiosk\",\"lang\":\"ar\",\"trial\":false,"
#define ID      "019cadda-7a10-7c31-9f02-1b2c3d4e5f60"
#define VISIT   "019cadda-541c-7f07-b2c8-6a5b4c3d2e1f"
#define COMMENT HEAD "\"comment\":\"" ID "\","
#define WRITTEN COMMENT "\"submission\":\"" VISIT "\",\"written\":\"2026-03-02\","
#define MASKED                                                                                     \
    WRITTEN "\"by\":\"v-7k2m\",\"masks\":[\"name\",\"phone\"],"                                    \
            "\"text\":\"Bel \u2588: \\\"\u2588\\\" \\\\\"}"
#define PLAIN   WRITTEN "\"text\":\"Meer licht.\"}"
#define RULED   COMMENT "\"by\":\"v-7k2m\",\"ruling\":"
#define RELEASE RULED "\"release\",\"masks\":2}"
#define HIDE    RULED "\"hide\",\"reason\":\"threat\"}"
#define PASS_ON RULED "\"pass_on\",\"to\":\"reader\"}"
#define BACK    RULED "\"take_back\"}"
#define TOLD    "\"lang\":\"nl\",\"trial\":true,\"by\":\"v-7k2m\",\"day\":\"2026-03-02\","
#define CONTEXT SALT "\"note\":\"context\",\"place\":\"prinsenhof\"," TOLD "\"text\":\"Feest.\"}"
#define TREASURE                                                                                   \
    SALT "\"note\":\"treasure\",\"place\":\"prinsenhof\",\"programme\":\"schone-straat\"," TOLD    \
         "\"consent\":true,\"text\":\"Feest.\"}"

struct bs_random review_plain(void); /* 00, 11, 22 ... */

struct bs_comment review_masked(void); /* MASKED */
struct bs_decision review_ruled(
    enum bs_ruling ruling); /* with 2 masks, for a threat, to a reader: RELEASE, HIDE ... */
struct bs_note
review_note(enum bs_note_kind kind); /* CONTEXT; of a treasure without the programme */

typedef enum bs_err review_decoder(struct bs_bytes body, struct bs_error *err);
review_decoder review_decode_comment, review_decode_decision, review_decode_note;

/* The body with the first `from` replaced is read; or refused as BS_BAD with this sentence. */
void review_assert_reads(review_decoder *decode, const char *body, const char *from,
                         const char *to);
void review_assert_says(review_decoder *decode, const char *body, const char *from, const char *to,
                        const char *sentence);

#endif
