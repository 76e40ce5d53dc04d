/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Every page on one page. */

#include "comment_page.h"
#include "comments_page.h"
#include "connectors_page.h"
#include "kiosk_page.h"
#include "kiosks_page.h"
#include "meeting_page.h"
#include "notes_page.h"
#include "pages.h"
#include "programmes_page.h"
#include "public_page.h"
#include "results_page.h"
#include "signin_page.h"
#include "staff_auth.h"
#include "static_files.h"

enum { FORM_MAX = 4096 };

const struct route dashboard_routes[] = {
    {REQUEST_GET, "/", ROUTE_STAFF, 0, programmes_page_get},
    {REQUEST_GET, "/programmas", ROUTE_STAFF, 0, programmes_page_get},
    {REQUEST_GET, "/programmas/{programme}", ROUTE_STAFF, 0, results_page_get},
    {REQUEST_GET, "/programmas/{programme}/a4", ROUTE_STAFF, 0, meeting_page_get},
    {REQUEST_GET, "/programmas/{programme}/reacties", ROUTE_STAFF, 0, comments_page_get},
    {REQUEST_GET, "/programmas/{programme}/reacties/{comment}", ROUTE_STAFF, 0, comment_page_get},
    {REQUEST_POST, "/programmas/{programme}/reacties/{comment}/afdekken", ROUTE_STAFF, FORM_MAX,
     comment_page_mask},
    {REQUEST_POST, "/programmas/{programme}/reacties/{comment}/verbergen", ROUTE_STAFF, FORM_MAX,
     comment_page_hide},
    {REQUEST_GET, "/reacties", ROUTE_STAFF, 0, comments_overview_get},
    {REQUEST_GET, "/notities", ROUTE_STAFF, 0, notes_page_get},
    {REQUEST_GET, CONNECTORS_PATH, ROUTE_STAFF, 0, connectors_page_get},
    {REQUEST_POST, CONNECTORS_PATH, ROUTE_STAFF, FORM_MAX, connectors_page_add},
    {REQUEST_POST, CONNECTORS_PATH "/{connector}/pas", ROUTE_STAFF, FORM_MAX,
     connectors_page_badge},
    {REQUEST_POST, CONNECTORS_PATH "/{connector}/intrekken", ROUTE_STAFF, FORM_MAX,
     connectors_page_revoke},
    {REQUEST_GET, "/kiosken", ROUTE_STAFF, 0, kiosks_page_get},
    {REQUEST_GET, "/kiosken/{kiosk}", ROUTE_STAFF, 0, kiosk_page_get},
    {REQUEST_GET, "/c", ROUTE_ANYONE, 0, public_find_get},
    {REQUEST_GET, "/c/{code}", ROUTE_ANYONE, 0, public_page_get},
    {REQUEST_GET, STAFF_SIGN_IN_PATH, ROUTE_ANYONE, 0, signin_get},
    {REQUEST_POST, STAFF_SIGN_IN_PATH, ROUTE_ANYONE, FORM_MAX, signin_post},
    {REQUEST_POST, STAFF_SIGN_OUT_PATH, ROUTE_STAFF, FORM_MAX, signout_post},
    {REQUEST_GET, "/static/style.css", ROUTE_ANYONE, 0, static_style_get},
    {REQUEST_GET, "/static/paper.css", ROUTE_ANYONE, 0, static_paper_get},
    {REQUEST_GET, "/static/favicon.svg", ROUTE_ANYONE, 0, static_favicon_get},
};

const size_t dashboard_route_count = sizeof dashboard_routes / sizeof dashboard_routes[0];
