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
#define STAGE_MARKUP "</td><script>a=1</script><img src=x onerror=b>\"&"

#define STAGE_PLACES 40 /* of stage_fill */

struct stage {
    struct storage storage;
    struct central central;
    struct fake_clock clock;
    struct route_caller caller;
    struct reply reply;
    char place_names[STAGE_PLACES][96];
};

/* Signed in at STAGE_NOW, with nothing published. Free with stage_destroy. */
struct stage *stage_create(void);
void stage_destroy(struct stage *stage);

/* Publishes the two shipped programmes. */
void stage_publish(struct stage *stage);
/* A month of answers to them, at four places in four languages, with a group that is too small. */
void stage_answer(struct stage *stage);
/* The longest names, eight choices, forty places and a late promise. */
void stage_fill(struct stage *stage);
/* A programme, a place and a tenant with STAGE_MARKUP in every text. */
void stage_provoke(struct stage *stage);

/* Asks for a path with a query, as the server would; the page stays in stage->reply until the next. */
const char *stage_get(struct stage *stage, const char *address);
/* The same for a form. */
const char *stage_post(struct stage *stage, const char *path, const char *form);
/* The value of a header of the last reply, or NULL. */
const char *stage_header(const struct stage *stage, const char *name);

#endif
