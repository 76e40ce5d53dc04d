/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef MODEL_SAMPLE_H
#define MODEL_SAMPLE_H

/* Programmes and outcomes from tests/data as text to be changed. What is returned is freed with free(). */

#include <buurtstem/bundle.h>
#include <buurtstem/programme.h>

#define SAMPLE_PLACE                                                                               \
    "{\"id\":\"prinsenhof\",\"name\":\"Buurthuis Prinsenhof\",\"neighbourhood\":"                  \
    "\"Leidschendam-Noord\",\"area\":{\"code\":\"WK191601\",\"year\":2025},\"hours\":[[\"09:00\"," \
    "\"21:30\"],[\"09:00\",\"21:30\"],[\"00:00\",\"24:00\"],[\"09:00\",\"21:30\"],[\"09:00\","     \
    "\"17:00\"],[\"10:00\",\"16:00\"],null],\"example\":true}"
#define SAMPLE_BUNDLE_HEAD                                                                         \
    "{\"v\":1,\"tenant\":\"GM1916\",\"tenant_name\":\"Leidschendam-Voorburg\",\"kiosk\":"          \
    "\"prinsenhof-1\",\"serial\":7,\"issued\":\"2026-11-22T04:28:06Z\",\"in_use\":true,"           \
    "\"place\":" SAMPLE_PLACE                                                                      \
    ",\"languages\":[\"nl\",\"en\"],\"idle\":{\"warn_s\":40,\"wipe_s\":20},"
#define SAMPLE_BUNDLE_TAIL "\"outcomes\":[],\"connectors\":[],\"notices\":[]}"

/* A bundle with the programme of valid/three-questions, published on 2026-11-22. */
char *sample_bundle(void);

/* A bundle's text, read; frees the text. Fails the test on a complaint. */
struct bs_bundle *sample_parse(char *text);
/* Frees the text too. Fails the test unless it is refused as BS_BAD with this sentence. */
void sample_assert_refused(char *text, const char *sentence);

/* "valid/three-questions". Aborts the test if it is not there. */
char *sample_read(const char *name);

/* The same from tests/data: "outcomes/valid/full". */
char *sample_input(const char *name);

/* `text` with its first `from` replaced; frees `text`. Aborts the test if `from` is not in it. */
char *sample_replace(char *text, const char *from, const char *to);

/* Parsed; fails the test on a complaint. */
struct bs_programme *sample_programme(const char *name);

#endif
