/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef HOUSE_BUNDLE_H
#define HOUSE_BUNDLE_H

/*
 * A house with many programmes, for tests of looking around: "p0", "p1", … each with faces and two tiles; published on 1
 * November 2026, their answers owed 60 days later unless told otherwise. Includes what visit_bundle.h has.
 */

#include <string.h>

#include <buurtstem/buf.h>

#include "visit_bundle.h"

struct house {
    int programmes; /* at most 24 */
    unsigned ended; /* bits: those that ended on 2 January */
    unsigned early; /* bits: published on 1 January, so that their answers are late in November */
    unsigned answered; /* bits: those with an outcome */
    const char *tail;  /* more members of the bundle, beginning with a comma; NULL for none */
};

/* The receipt code of a programme without its check character. */
static inline void house_code(int index, char out[6])
{
    static const char SIGNS[] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    memcpy(out, "W3R8?", 6);
    out[4] = SIGNS[index];
}

static inline void house_programme(struct bs_buf *out, const struct house *house, int i)
{
    static const char *const FACES[] = {"very_bad", "bad", "neutral", "good", "very_good"};
    char code[6];
    house_code(i, code);
    bs_buf_printf(out,
                  "%s{\"published\":\"2026-%s-01\",\"programme\":{\"format\":\"buurtstem-programme/"
                  "1\",\"id\":\"p%d\",\"tenant\":\"GM1916\",\"version\":1,\"code\":\"%s\","
                  "\"stage\":\"now\",\"icon\":\"house\",\"starts\":\"2026-01-01\",\"ends\":\"%s\","
                  "\"owner\":\"x\",\"languages\":[\"nl\"],\"title\":{\"nl\":\"T%d\"},\"tile\":{"
                  "\"nl\":\"T%d\"},\"promise\":{\"open\":{\"nl\":\"O\"},\"decider\":\"council\","
                  "\"decides\":{\"nl\":\"D\"},\"answer_due\":{\"days_after_publication\":%d,"
                  "\"example\":true},\"contact\":{\"text\":{\"nl\":\"C\"},\"example\":true}},"
                  "\"sources\":[{\"title\":\"S\",\"publisher\":\"P\",\"date\":\"2020-09-22\"}],"
                  "\"facts\":[],\"questions\":[{\"id\":\"mood\",\"kind\":\"faces\",\"text\":{"
                  "\"nl\":\"Q\"},\"faces\":5,\"labels\":{",
                  i > 0 ? "," : "", house->early >> i & 1 ? "01" : "11", i, code,
                  house->ended >> i & 1 ? "2026-01-02" : "2026-12-31", i, i, 60 + i);
    for (int face = 0; face < 5; face++) {
        bs_buf_printf(out, "%s\"%s\":{\"nl\":\"F\"}", face > 0 ? "," : "", FACES[face]);
    }
    bs_buf_text(
        out,
        "}},{\"id\":\"pick\",\"kind\":\"tiles\",\"text\":{\"nl\":\"P\"},\"choices\":[" VISIT_CHOICE(
            "a1") "," VISIT_CHOICE("a2") "]}]}}");
}

static inline void house_outcome(struct bs_buf *out, int i, bool is_first)
{
    bs_buf_printf(
        out,
        "%s{\"programme\":\"p%d\",\"published\":\"2026-11-02\",\"outcome\":{\"format\":"
        "\"buurtstem-outcome/1\",\"tenant\":\"GM1916\",\"programme\":\"p%d\","
        "\"version\":1,\"example\":true,\"languages\":[\"nl\"],\"heard\":{\"nl\":\"H%d\"},"
        "\"will\":{\"nl\":\"W\"},\"most\":{\"nl\":\"M\"},\"fewer\":{\"nl\":\"F\"},"
        "\"weighed\":{\"nl\":\"G\"},\"wont\":{\"nl\":\"N\"},\"actions\":[]}}",
        is_first ? "" : ",", i, i, i);
}

static inline struct bs_bundle *house_bundle(const struct house *house)
{
    struct bs_bundle *bundle = NULL;
    struct bs_error err = {0};
    struct bs_buf json;
    bool is_first = true;
    bs_buf_init(&json, BS_BUNDLE_BYTES_MAX);
    bs_buf_text(&json, "{\"v\":1,\"tenant\":\"GM1916\",\"tenant_name\":\"L-V\",\"kiosk\":\"k-1\","
                       "\"serial\":1,\"issued\":\"2026-11-22T00:00:00Z\",\"in_use\":true,\"place\":"
                       "{\"id\":\"prinsenhof\",\"name\":\"Buurthuis\",\"neighbourhood\":\"Noord\","
                       "\"area\":{\"code\":\"WK191600\",\"year\":2025},\"hours\":[null,null,null,"
                       "null,null,null,null],\"example\":true},\"languages\":[\"nl\",\"en\"],"
                       "\"idle\":{\"warn_s\":45,\"wipe_s\":30},\"connectors\":[],\"notices\":[],"
                       "\"programmes\":[");
    for (int i = 0; i < house->programmes; i++) {
        house_programme(&json, house, i);
    }
    bs_buf_text(&json, "],\"outcomes\":[");
    for (int i = 0; i < house->programmes; i++) {
        if (house->answered >> i & 1) {
            house_outcome(&json, i, is_first);
            is_first = false;
        }
    }
    bs_buf_printf(&json, "]%s}", house->tail ? house->tail : "");
    if (bs_bundle_parse(bs_buf_bytes(&json), &bundle, &err) != BS_OK) {
        fail_msg("%s", err.text);
    }
    bs_buf_finish(&json);
    return bundle;
}

#endif
