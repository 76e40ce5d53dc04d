/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef PAGE_FRAME_H
#define PAGE_FRAME_H

/*
 * What surrounds every page: head, skip link, sidebar with tenant and sign-out, trail, heading. A page writes its own
 * part between page_begin and page_end. Someone who is not signed in sees a door instead of the sidebar.
 */

#include <stdbool.h>
#include <stddef.h>

#include <buurtstem/err.h>
#include <buurtstem/programme.h>

#include "central.h"
#include "html.h"
#include "reply.h"
#include "route.h"

enum page_section {
    PAGE_PROGRAMMES,
    PAGE_KIOSKS,
    PAGE_COMMENTS,
    PAGE_NOTES,
    PAGE_CONNECTORS,
    PAGE_NOWHERE
};

struct page_frame {
    struct central *central;           /* borrowed, as all of these */
    const struct route_caller *caller; /* NULL or without a staff name: nobody is signed in */
    const char *title;                 /* of the browser's tab */
    const char *heading;               /* h1 */
    const char *heading_lang;          /* NULL: Dutch */
    enum page_section section;         /* of the menu */
    const char *trail; /* where the page stands below its section; NULL: it is that page */
    bool is_paper;     /* it is meant to be printed, with a style sheet of its own as well */
    struct reply *reply;
};

/* Empties the reply's body and writes everything up to and including the h1. Asks storage for the tenant's name and, for the
 * mark in the menu, for its programmes and outcomes: three questions. */
struct html page_begin(const struct page_frame *frame);

/* Closes the page and fills status, type and caching. A page that went over REPLY_BODY_MAX becomes a problem page. */
void page_end(const struct page_frame *frame, const struct html *html, int status);

/* Answers a failure of storage with a problem page: 404 for BS_NOTFOUND, 503 for BS_LATER, else 500. Logs all but 404. */
void page_fail(struct central *central, const struct route_caller *caller,
               const struct bs_error *err, struct reply *reply);

/* Words of a programme in Dutch, or marked with the language in which they are. */
void page_words(const struct html *html, const struct bs_text *text);

/* Marks what the sources do not give and nobody has promised. */
void page_example_mark(const struct html *html);

#endif
