/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef VISIT_BUNDLE_H
#define VISIT_BUNDLE_H

/* A bundle with two programmes for tests of a visit: faces, why after bad faces, list of three; and faces, tiles. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <buurtstem/bundle.h>

/* JSON in pieces, one a line. */
/* clang-format off */
#define VISIT_FACE(value, nl) "\"" value "\":{\"nl\":\"" nl "\",\"en\":\"" nl "\"}"
#define VISIT_CHOICE(value)                                                                        \
    "{\"value\":\"" value "\",\"icon\":\"house\",\"label\":{\"nl\":\"" value "\",\"en\":\"" value  \
    "\"}}"
#define VISIT_HEAD(id, code)                                                                       \
    "{\"format\":\"buurtstem-programme/1\",\"id\":\"" id                                           \
    "\",\"tenant\":\"GM1916\",\"version\":2,\"code\":\"" code                                      \
    "\",\"stage\":\"now\",\"icon\":\"house\",\"starts\":\"2026-01-01\",\"ends\":\"2026-12-31\","   \
    "\"owner\":\"x\","                                                                             \
    "\"languages\":[\"nl\",\"en\"],\"title\":{\"nl\":\"T\",\"en\":\"T\"},\"tile\":{\"nl\":\"T\","  \
    "\"en\":\"T\"},"                                                                               \
    "\"promise\":{\"open\":{\"nl\":\"O\",\"en\":\"O\"},\"decider\":\"council\",\"decides\":{"      \
    "\"nl\":\"D\",\"en\":\"D\"},"                                                                  \
    "\"answer_due\":{\"days_after_publication\":60,\"example\":true},"                             \
    "\"contact\":{\"text\":{\"nl\":\"C\",\"en\":\"C\"},\"example\":true}},"                        \
    "\"sources\":[{\"title\":\"S\",\"publisher\":\"P\",\"date\":\"2020-09-22\"}],"                 \
    "\"facts\":[{\"text\":{\"nl\":\"F\",\"en\":\"F\"},\"source\":0}],\"questions\":["
#define VISIT_FACES(id)                                                                            \
    "{\"id\":\"" id                                                                                \
    "\",\"kind\":\"faces\",\"text\":{\"nl\":\"Q\",\"en\":\"Q\"},\"faces\":5,\"labels\":"           \
    "{" VISIT_FACE("very_bad", "a") "," VISIT_FACE("bad", "b") "," VISIT_FACE(                     \
        "neutral", "c") "," VISIT_FACE("good", "d") "," VISIT_FACE("very_good", "e") "}}"

static const char
    VISIT_JSON[] = "{\"v\":1,\"tenant\":\"GM1916\",\"tenant_name\":\"L-V\",\"kiosk\":\"k-1\","
                   "\"serial\":1,"
                   "\"issued\":\"2026-11-22T00:00:00Z\",\"in_use\":true,"
                   "\"place\":{\"id\":\"prinsenhof\",\"name\":\"Buurthuis\",\"neighbourhood\":"
                   "\"Noord\","
                   "\"area\":{\"code\":\"WK191600\",\"year\":2025},\"hours\":[null,null,null,null,"
                   "null,null,null],\"example\":true},"
                   "\"languages\":[\"nl\",\"en\"],\"idle\":{\"warn_s\":45,\"wipe_s\":30},"
                   "\"programmes\":[{\"published\":\"2026-11-01\",\"programme\":" VISIT_HEAD(
                       "een", "W3R8T")
                       VISIT_FACES(
                           "mood") ",{\"id\":\"why\",\"kind\":\"why\",\"follows\":\"mood\","
                                   "\"after\":[\"bad\",\"very_bad\"],\"most\":2,"
                                   "\"text\":{\"nl\":\"W\",\"en\":\"W\"},\"choices\":"
                                   "[" VISIT_CHOICE("a1") "," VISIT_CHOICE("a2") "," VISIT_CHOICE(
                                       "a3") "]},"
                                             "{\"id\":\"list\",\"kind\":\"list\",\"most\":2,"
                                             "\"text\":{\"nl\":\"L\",\"en\":\"L\"},\"choices\":"
                                             "[" VISIT_CHOICE("l1") "," VISIT_CHOICE("l2") "," VISIT_CHOICE(
                                                 "l3") "]}]}},"
                                                       "{\"published\":\"2026-11-01\","
                                                       "\"programme\":" VISIT_HEAD("twee", "K7M4P")
                                                           VISIT_FACES("mood2") ",{\"id\":\"pick\","
                                                                                "\"kind\":"
                                                                                "\"tiles\","
                                                                                "\"text\":{\"nl\":"
                                                                                "\"P\",\"en\":"
                                                                                "\"P\"},"
                                                                                "\"choices\":"
                                                                                "[" VISIT_CHOICE("p"
                                                                                                 "1") "," VISIT_CHOICE(
                                                                                    "p2") "]}]}}],"
                                                                                          "\"outcom"
                                                                                          "es\":[],"
                                                                                          "\"connec"
                                                                                          "tors\":["
                                                                                          "],"
                                                                                          "\"notice"
                                                                                          "s\":[]}";

/* clang-format on */

static inline struct bs_bundle *visit_bundle(void)
{
    struct bs_bundle *bundle = NULL;
    struct bs_error err = {0};
    enum bs_err rc = bs_bundle_parse(bs_bytes_of(VISIT_JSON), &bundle, &err);
    if (rc != BS_OK) {
        print_message("%s\n", err.text);
    }
    assert_int_equal(rc, BS_OK);
    return bundle;
}

#endif
