/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A list and three forms. What was typed comes back when it was wrong, but for a PIN and a badge. */

#include "connectors_page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/bundle.h>
#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "connector_id.h"
#include "dutch.h"
#include "page_frame.h"
#include "pin_rules.h"
#include "place_names.h"
#include "rows.h"
#include "staff_auth.h"

#define FIELD_TEXT (BS_SLUG_TEXT + 8)

static const char separators[] = " ,";

struct view {
    struct central *central;
    const struct route_caller *caller;
    const struct html *html;
    struct place_names names;
    size_t count, room;
    struct storage_connector *in;   /* owned */
    struct storage_connector typed; /* what the form said, without its PIN */
    const char *problem;            /* NULL: none */
    const char *done;               /* what was just done; NULL: nothing */
};

static struct view *view_create(struct central *central, const struct route_caller *caller)
{
    struct view *view = bs_xcalloc(1, sizeof *view);
    view->central = central;
    view->caller = caller;
    return view;
}

static void view_destroy(struct view *view)
{
    place_names_finish(&view->names);
    free(view->in);
    bs_wipe(view, sizeof *view);
    free(view);
}

/* --- the list --- */

static bool take_connector(void *self, const struct storage_connector *connector)
{
    struct view *view = self;
    view->in = rows_room(view->in, view->count, &view->room, sizeof view->in[0]);
    view->in[view->count++] = *connector;
    return true;
}

/* Calls `write` for each part of "a b c". */
static void for_each(const struct view *view, const char *list,
                     void (*write)(const struct view *view, const char *part, bool is_first))
{
    bool is_first = true;
    while (*list != '\0') {
        char part[BS_SLUG_TEXT] = "";
        size_t len = strcspn(list, " ");
        memcpy(part, list, len < sizeof part ? len : 0);
        write(view, part, is_first);
        is_first = false;
        list += len + strspn(list + len, " ");
    }
}

static void write_place(const struct view *view, const char *place, bool is_first)
{
    html_text(view->html, is_first ? "" : ", ");
    html_text(view->html, place_names_of(&view->names, place));
}

static void write_language(const struct view *view, const char *lang, bool is_first)
{
    char text[DUTCH_TEXT];
    html_text(view->html, is_first ? "" : ", ");
    html_text(view->html, dutch_language(lang, text));
}

static void write_token(const struct view *view)
{
    html_markup(view->html, "<input type=\"hidden\" name=\"" STAFF_FORM_FIELD "\"");
    html_attr(view->html, "value", view->caller->form_token);
    html_markup(view->html, ">\n");
}

static void open_form(const struct view *view, const char *id, const char *what)
{
    html_markup(view->html, "<form class=\"entry\" method=\"post\" action=\"" CONNECTORS_PATH "/");
    html_url_part(view->html, id);
    html_markup(view->html, "/");
    html_url_part(view->html, what);
    html_markup(view->html, "\">\n");
    write_token(view);
}

static void write_forms(const struct view *view, const struct storage_connector *connector)
{
    html_markup(view->html, "<details>\n<summary>Pas of intrekken<span class=\"unseen\"> van ");
    html_text(view->html, connector->name);
    html_markup(view->html, "</span></summary>\n");
    open_form(view, connector->id, "pas");
    html_markup(view->html, "<label");
    html_attrf(view->html, "for", "pas-%s", connector->id);
    html_markup(view->html, ">Houd de pas voor de lezer</label>\n<input type=\"password\" "
                            "name=\"pas\" required autocomplete=\"off\" maxlength=\"64\"");
    html_attrf(view->html, "id", "pas-%s", connector->id);
    html_markup(view->html, ">\n<button type=\"submit\" class=\"button\">Pas bewaren</button>\n"
                            "</form>\n");
    open_form(view, connector->id, "intrekken");
    html_markup(view->html, "<button type=\"submit\" class=\"button\">Intrekken</button>\n"
                            "<p class=\"soft\">Dan kan zij zich niet meer aanmelden. Wat zij "
                            "besloot, blijft staan.</p>\n</form>\n</details>\n");
}

static void write_connector(const struct view *view, const struct storage_connector *connector)
{
    char text[DUTCH_TEXT];
    html_markup(view->html, "<tr><th scope=\"row\"><b>");
    html_text(view->html, connector->name);
    html_markup(view->html, "</b><span class=\"under\">");
    html_text(view->html, connector->id);
    html_markup(view->html, "</span></th><td>");
    for_each(view, connector->places, write_place);
    html_text(view->html, connector->places[0] == '\0' ? "–" : "");
    html_markup(view->html, "</td><td>");
    for_each(view, connector->languages, write_language);
    html_text(view->html, connector->languages[0] == '\0' ? "de taal van de plek" : "");
    html_markup(view->html, "</td><td>");
    html_text(view->html, dutch_date(bs_date_in_amsterdam(connector->made_ms), text));
    html_markup(view->html, "</td><td>");
    if (connector->is_revoked) {
        html_markup(view->html, "<span class=\"mark\">Ingetrokken</span><span class=\"under\">");
        html_text(view->html, dutch_date(bs_date_in_amsterdam(connector->changed_ms), text));
        html_markup(view->html, "</span>");
    } else {
        html_text(view->html, connector->badge[0] == '\0' ? "Pincode" : "Pincode en pas");
        write_forms(view, connector);
    }
    html_markup(view->html, "</td></tr>\n");
}

static void write_list(const struct view *view)
{
    if (view->count == 0) {
        html_markup(view->html, "<section class=\"card\" aria-labelledby=\"leeg\">\n<h2 "
                                "id=\"leeg\">Nog geen buurtverbinders</h2>\n<p>Zolang er niemand "
                                "is, blijft wat mensen schrijven op de kiosk staan.</p>\n"
                                "</section>\n");
        return;
    }
    html_markup(view->html, "<section class=\"scroll\" tabindex=\"0\" aria-label=\"Lijst van "
                            "buurtverbinders\">\n<table class=\"kiosks\">\n<caption "
                            "class=\"unseen\">Elke buurtverbinder</caption>\n<thead>\n<tr><th "
                            "scope=\"col\">Naam</th><th scope=\"col\">Plekken</th><th "
                            "scope=\"col\">Leest</th><th scope=\"col\">Sinds</th><th "
                            "scope=\"col\">Meldt zich aan met</th></tr>\n</thead>\n<tbody>\n");
    for (size_t i = 0; i < view->count; i++) {
        write_connector(view, &view->in[i]);
    }
    html_markup(view->html, "</tbody>\n</table>\n</section>\n");
}

/* --- the form for one more --- */

/* Whether "a b c" has that part. */
static bool has_part(const char *list, const char *part)
{
    const size_t len = strlen(part);
    while (*list != '\0') {
        size_t here = strcspn(list, " ");
        if (here == len && strncmp(list, part, len) == 0) {
            return true;
        }
        list += here + strspn(list + here, " ");
    }
    return false;
}

static void write_places(const struct view *view)
{
    html_markup(view->html, "<fieldset>\n<legend>Op welke plekken?</legend>\n<ul "
                            "class=\"picks\">\n");
    for (size_t i = 0; i < view->names.count; i++) {
        html_markup(view->html, "<li><label><input type=\"checkbox\" value=\"1\"");
        html_attrf(view->html, "name", "plek-%s", view->names.in[i].id);
        if (has_part(view->typed.places, view->names.in[i].id)) {
            html_markup(view->html, " checked");
        }
        html_markup(view->html, "> <span>");
        html_text(view->html, view->names.in[i].name);
        html_markup(view->html, "</span></label></li>\n");
    }
    html_markup(view->html, "</ul>\n");
    if (view->names.count == 0) {
        html_markup(view->html, "<p class=\"soft\">Er zijn nog geen plekken.</p>\n");
    }
    html_markup(view->html, "</fieldset>\n");
}

static void write_add_form(const struct view *view)
{
    html_markup(view->html, "<section class=\"question\" aria-labelledby=\"erbij\">\n<h2 "
                            "id=\"erbij\">Iemand toevoegen</h2>\n<form class=\"entry\" "
                            "method=\"post\" action=\"" CONNECTORS_PATH "\">\n");
    write_token(view);
    html_markup(view->html, "<label for=\"naam\">Naam, zoals de kiosk haar groet</label>\n<input "
                            "id=\"naam\" name=\"naam\" type=\"text\" required maxlength=\"40\" "
                            "autocomplete=\"off\"");
    html_attr(view->html, "value", view->typed.name);
    html_markup(view->html, ">\n");
    write_places(view);
    html_markup(view->html, "<label for=\"talen\">Talen die zij leest, zoals nl, ar. Leeg: de taal "
                            "van de plek</label>\n<input id=\"talen\" name=\"talen\" type=\"text\" "
                            "autocapitalize=\"none\" spellcheck=\"false\" autocomplete=\"off\" "
                            "maxlength=\"63\"");
    html_attr(view->html, "value", view->typed.languages);
    html_markup(view->html,
                ">\n<label for=\"pincode\">Pincode van 6 tot 12 cijfers</label>\n"
                "<input id=\"pincode\" name=\"pincode\" type=\"password\" required "
                "autocomplete=\"new-password\" maxlength=\"12\">\n"
                "<p class=\"soft\">Laat haar de code zelf typen. Hij is hierna door niemand meer "
                "te lezen.</p>\n<button type=\"submit\" class=\"button\">Toevoegen</button>\n"
                "</form>\n</section>\n");
}

/* --- the page --- */

static void write_page(struct view *view, int status, struct reply *reply)
{
    struct storage *storage = view->central->storage;
    struct bs_error err = {.code = BS_OK};
    enum bs_err rc = place_names_read(storage, view->caller->tenant, &view->names, &err);
    if (rc == BS_OK) {
        rc = storage_connectors(storage, view->caller->tenant, NULL, take_connector, view, &err);
    }
    if (rc != BS_OK) {
        page_fail(view->central, view->caller, &err, reply);
        return;
    }
    struct page_frame frame = {.central = view->central,
                               .caller = view->caller,
                               .title = view->problem == NULL ? "Buurtverbinders"
                                                              : "Niet gelukt: buurtverbinders",
                               .heading = "Buurtverbinders",
                               .section = PAGE_CONNECTORS,
                               .reply = reply};
    struct html html = page_begin(&frame);
    struct view page = *view;
    page.html = &html;
    html_markup(&html, "<p class=\"lead\">Zij lezen wat mensen op de kiosk schrijven, dekken af "
                       "wat over iemand gaat, en geven het vrij.</p>\n");
    if (view->problem != NULL) {
        html_markup(&html, "<div class=\"alert\" role=\"alert\"><p>");
        html_text(&html, view->problem);
        html_markup(&html, "</p></div>\n");
    } else if (view->done != NULL) {
        html_markup(&html, "<p class=\"notice\" role=\"status\">");
        html_text(&html, view->done);
        html_markup(&html, "</p>\n");
    }
    write_list(&page);
    write_add_form(&page);
    page_end(&frame, &html, status);
}

static const struct {
    const char *name, *words;
} done[] = {{"toegevoegd", "Zij is toegevoegd. Elke kiosk op die plekken weet het bij zijn "
                           "volgende verbinding."},
            {"pas", "De pas is bewaard. Elke kiosk weet het bij zijn volgende verbinding."},
            {"ingetrokken", "Zij kan zich niet meer aanmelden, zodra een kiosk weer verbinding "
                            "heeft."}};

void connectors_page_get(struct central *central, const struct route_caller *caller,
                         const struct request *request, struct reply *reply)
{
    struct view *view = view_create(central, caller);
    const char *what = request_query(request, "klaar");
    for (size_t i = 0; i < sizeof done / sizeof done[0] && what != NULL; i++) {
        if (strcmp(done[i].name, what) == 0) {
            view->done = done[i].words;
        }
    }
    write_page(view, 200, reply);
    view_destroy(view);
}

/* --- what is sent --- */

static int64_t now_of(const struct central *central)
{
    return central->clock.wall_ms(central->clock.self);
}

/* Back to the list, or the page again with what was in the way. */
static void answer(struct view *view, enum bs_err rc, const struct bs_error *err, const char *what,
                   const char *refused, struct reply *reply)
{
    char path[64];
    if (rc == BS_OK) {
        (void)snprintf(path, sizeof path, CONNECTORS_PATH "?klaar=%s", what);
        reply_see_other(reply, path);
    } else if (rc == BS_REFUSED || rc == BS_LIMIT) {
        view->problem = rc == BS_REFUSED
                            ? refused
                            : "Op een van die plekken zijn al 16 buurtverbinders. Trek er eerst "
                              "een in.";
        write_page(view, rc == BS_REFUSED ? 409 : 400, reply);
    } else {
        page_fail(view->central, view->caller, err, reply);
    }
}

/* "nl, ar" to "nl ar". */
static bool read_languages(const char *text, char out[STORAGE_LANGUAGES_TEXT])
{
    char list[STORAGE_LANGUAGES_TEXT] = "";
    size_t used = 0, count = 0;
    text += strspn(text, separators);
    while (*text != '\0') {
        char lang[BS_LANG_TEXT] = "";
        size_t len = strcspn(text, separators);
        if (len >= sizeof lang || used + len + 2 > sizeof list || count++ == BS_LANGUAGES_MAX) {
            return false;
        }
        memcpy(lang, text, len);
        if (!bs_language_valid(lang) || has_part(list, lang)) {
            return false;
        }
        if (used > 0) {
            list[used++] = ' ';
        }
        memcpy(list + used, lang, len + 1);
        used += len;
        text += len + strspn(text + len, separators);
    }
    memcpy(out, list, sizeof list);
    return true;
}

/* The places that are ticked, as "a b". False: too many. */
static bool read_places(const struct view *view, const struct request *request,
                        char out[STORAGE_PLACES_TEXT])
{
    size_t used = 0, count = 0;
    out[0] = '\0';
    for (size_t i = 0; i < view->names.count; i++) {
        const char *id = view->names.in[i].id;
        char field[FIELD_TEXT], value[2];
        (void)snprintf(field, sizeof field, "plek-%s", id);
        if (!request_form(request, field, value, sizeof value)) {
            continue;
        }
        if (count++ == STORAGE_CONNECTOR_PLACES_MAX) {
            return false;
        }
        used += (size_t)snprintf(out + used, STORAGE_PLACES_TEXT - used, "%s%s",
                                 used == 0 ? "" : " ", id);
    }
    return true;
}

/* What is wrong with the form apart from its PIN, as a sentence; NULL: nothing. */
static const char *read_form(struct view *view, const struct request *request)
{
    struct storage_connector *typed = &view->typed;
    char languages[STORAGE_LANGUAGES_TEXT] = "";
    const bool has_name = request_form(request, "naam", typed->name, sizeof typed->name);
    const bool few_places = read_places(view, request, typed->places);
    const bool has_languages = !request_form(request, "talen", languages, sizeof languages) ||
                               languages[0] == '\0' || read_languages(languages, typed->languages);
    bs_utf8_copy(typed->tenant, sizeof typed->tenant, view->caller->tenant);
    if (!has_name || !bs_connector_name_valid(typed->name)) {
        typed->name[0] = '\0';
        return "Schrijf een naam van 1 tot 40 tekens.";
    }
    if (!few_places || typed->places[0] == '\0') {
        return "Kies ten minste één plek, en niet meer dan 32.";
    }
    return has_languages ? NULL : "Schrijf talen als nl, ar. Elke taal één keer.";
}

/* The secret of a form as the tenant's hash of it; it is wiped whatever happens. */
static enum bs_err read_secret(const struct view *view, const struct request *request,
                               const char *field, const char *(*fault)(const char *),
                               char out[BS_HASH_TEXT], struct bs_error *err)
{
    char secret[BADGE_MOST + 2] = "";
    uint8_t salt[BS_PIN_SALT_SIZE];
    enum bs_err rc = BS_OK;
    if (!request_form(request, field, secret, sizeof secret) || fault(secret) != NULL) {
        rc = bs_fail(err, BS_BAD, "not what it has to be");
    }
    if (rc == BS_OK) {
        rc = storage_connector_salt(view->central->storage, view->caller->tenant, salt, err);
    }
    if (rc == BS_OK) {
        rc = bs_pin_hash(secret, salt, out, err);
    }
    bs_wipe(secret, sizeof secret);
    return rc;
}

static void add(struct view *view, const struct request *request, struct reply *reply)
{
    struct storage *storage = view->central->storage;
    struct bs_error err = {.code = BS_OK};
    enum bs_err rc = read_secret(view, request, "pincode", pin_fault, view->typed.pin, &err);
    if (rc == BS_BAD) {
        view->problem = "Kies een pincode van 6 tot 12 cijfers. Niet steeds hetzelfde cijfer, en "
                        "geen rij zoals 123456.";
        write_page(view, 400, reply);
        return;
    }
    if (rc == BS_OK) {
        rc = connector_id_make(storage, view->caller->tenant, view->typed.id, &err);
    }
    if (rc == BS_OK) {
        rc = storage_put_connector(storage, &view->typed, now_of(view->central), &err);
    }
    answer(view, rc, &err, "toegevoegd", "Die pincode heeft iemand al. Kies een andere.", reply);
}

void connectors_page_add(struct central *central, const struct route_caller *caller,
                         const struct request *request, struct reply *reply)
{
    struct view *view = view_create(central, caller);
    struct bs_error err = {.code = BS_OK};
    if (place_names_read(central->storage, caller->tenant, &view->names, &err) != BS_OK) {
        page_fail(central, caller, &err, reply);
        view_destroy(view);
        return;
    }
    view->problem = read_form(view, request);
    place_names_finish(&view->names); /* the page reads them again */
    if (view->problem != NULL) {
        write_page(view, 400, reply);
    } else {
        add(view, request, reply);
    }
    view_destroy(view);
}

void connectors_page_badge(struct central *central, const struct route_caller *caller,
                           const struct request *request, struct reply *reply)
{
    struct view *view = view_create(central, caller);
    struct bs_error err = {.code = BS_OK};
    char badge[BS_HASH_TEXT];
    enum bs_err rc = read_secret(view, request, "pas", badge_fault, badge, &err);
    if (rc == BS_BAD) {
        view->problem = "Dat is geen pas: een pas typt 4 tot 64 tekens.";
        write_page(view, 400, reply);
    } else {
        if (rc == BS_OK) {
            rc = storage_put_badge(central->storage, caller->tenant, request->params[0], badge,
                                   now_of(central), &err);
        }
        answer(view, rc, &err, "pas", "Die pas heeft iemand al, of zij is ingetrokken.", reply);
    }
    view_destroy(view);
}

void connectors_page_revoke(struct central *central, const struct route_caller *caller,
                            const struct request *request, struct reply *reply)
{
    struct view *view = view_create(central, caller);
    struct bs_error err = {.code = BS_OK};
    enum bs_err rc = storage_revoke_connector(central->storage, caller->tenant, request->params[0],
                                              now_of(central), &err);
    answer(view, rc, &err, "ingetrokken", "", reply);
    view_destroy(view);
}
