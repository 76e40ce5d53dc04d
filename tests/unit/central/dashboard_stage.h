/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DASHBOARD_STAGE_H
#define DASHBOARD_STAGE_H

/* The pages in the states that people meet: nothing yet, an ordinary month, everything full, hostile words. */

#include "central.h"
#include "fake_clock.h"
#include "fake_storage.h"
#include "reply.h"
#include "request.h"
#include "route.h"

#define STAGE_TENANT "GM1916"
#define STAGE_NOW    "2026-11-21T10:00:00Z"
#define STAGE_LIVING "versterking-leidschendam-noord" /* shipped programmes */
#define STAGE_WASTE  "afval-kiezen"
#define STAGE_FULL   "vol"   /* three questions, eight choices, the longest words */
#define STAGE_EVIL   "kwaad" /* markup wherever a text is free */
/* Their receipt codes. */
#define STAGE_LIVING_CODE "K7M4PX"
#define STAGE_WASTE_CODE  "W3R8TR"
#define STAGE_FULL_CODE   "V7M4PC"
#define STAGE_EVIL_CODE   "X7M4P8"
#define STAGE_MARKUP      "</td><script>a=1</script><img src=x onerror=b>\"&"

#define STAGE_PLACES 40 /* of stage_fill */

struct stage {
    struct storage storage;
    struct central central;
    struct fake_clock clock;
    struct route_caller caller;
    struct reply reply;
    char place_names[STAGE_PLACES][96];
    const char *accept_language; /* NULL: the browser says nothing */
};

/* A file of assets/programmes as text; free with free(). */
char *stage_shipped(const char *name);
/* Publishes a programme, and an outcome for the last one that was published. */
void stage_put(struct stage *stage, const char *json, struct bs_date published);
void stage_put_outcome(struct stage *stage, const char *json, struct bs_date published);

/* Signed in at STAGE_NOW, with nothing published. Free with stage_destroy. */
struct stage *stage_create(void);
void stage_destroy(struct stage *stage);

/* Publishes the two shipped programmes. */
void stage_publish(struct stage *stage);
/* A month of answers to them, at four places in four languages, with a group that is too small. */
void stage_answer(struct stage *stage);
/* A new stage with both; and with what stage_review adds, too. */
struct stage *stage_create_answered(void);
struct stage *stage_create_reviewed(void);
/* So many people at De Zijde show a face (NULL: they do not know) to STAGE_LIVING on a day; or on 20 November in a way. */
void stage_face(struct stage *stage, const char *day, const char *face, int64_t times);
void stage_face_by(struct stage *stage, const char *channel, const char *face, int64_t times);
/* The longest names, eight choices, forty places and a late promise. */
void stage_fill(struct stage *stage);
/* A programme, a place and a tenant with STAGE_MARKUP in every text. */
void stage_provoke(struct stage *stage);

/* The answer to STAGE_WASTE, published on 2 November 2026. */
void stage_decide(struct stage *stage);
/* One to STAGE_FULL, with the longest texts and as many actions as there may be. */
void stage_decide_full(struct stage *stage);
/* A programme of which the whole content stands in Arabic too, answered in Arabic; its code is STAGE_ARABIC_CODE. */
void stage_translate(struct stage *stage);
#define STAGE_ARABIC_CODE       "QRSTU"
#define STAGE_ARABIC_CODE_SHOWN "QRSTUV"

/* Four kiosks at three places, one of them on trial, all in order. */
void stage_install(struct stage *stage);
/* One more that is well, with so many records here; for a test to break. */
struct fake_kiosk *stage_kiosk(struct stage *stage, const char *id, const char *place,
                               uint64_t complete_to);
/* On top of that: a few answers still wait; or every trouble that there is. */
void stage_delay(struct stage *stage);
void stage_break(struct stage *stage);
/* One whose file was damaged: 61 to 100 and 104 of its first epoch go on in the second, 101 to 103 are lost. */
void stage_carry_over(struct stage *stage);
/* FAKE_KIOSKS_MAX kiosks at the places of stage_fill. */
void stage_install_all(struct stage *stage);

/* Five comments about STAGE_LIVING in three languages, a note of each kind, and three connectors, one of them revoked; then as many
 * comments more as make a thousand, as long as they may be. */
void stage_review(struct stage *stage);
void stage_review_all(struct stage *stage);
/* One more thing to know about the numbers of a day; the newest is added first. */
void stage_note(struct stage *stage, const char *day, const char *place, const char *text);
/* One more comment about STAGE_LIVING, the oldest; a sign in it stands for a name. Returns it, for a test to change. */
struct bs_comment *stage_say(struct stage *stage, const char *place, const char *lang,
                             const char *text);
/* The id of the nth comment; of one of the first ten as a literal. */
#define STAGE_COMMENT_FORMAT  "019cadda-7a10-7c31-9f02-%012zu"
#define STAGE_COMMENT_ID(nth) "019cadda-7a10-7c31-9f02-00000000000" #nth

/* Asks for a path with a query, as the server would; the page stays in stage->reply until the next. Its languages are those
 * of stage->accept_language. */
const char *stage_get(struct stage *stage, const char *address);
/* The same for a form. */
const char *stage_post(struct stage *stage, const char *path, const char *form);
/* The value of a header of the last reply, or NULL. */
const char *stage_header(const struct stage *stage, const char *name);

/* Fails the test if these bytes do not stand in the page, or do. */
void assert_says(const char *page, const char *words);
void assert_silent(const char *page, const char *words);
/* How often they do. */
size_t times_said(const char *page, const char *words);

#endif
