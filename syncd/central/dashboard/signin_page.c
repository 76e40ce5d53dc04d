/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Signing in and out. Wrong name and wrong password read the same; how long to wait is told in words. */

#include "signin_page.h"

#include <stdio.h>

#include <buurtstem/mem.h>

#include "page_frame.h"
#include "staff_auth.h"

static void write_alert(const struct html *html, const char *sentence)
{
    html_markup(html, "<div class=\"alert\" role=\"alert\" id=\"fout\"><p>");
    html_text(html, sentence);
    html_markup(html, "</p></div>\n");
}

/* `sentence` NULL: nothing went wrong yet. The name comes back as typed, the password never. */
static void write_page(struct central *central, const char *name, const char *sentence, int status,
                       struct reply *reply)
{
    struct page_frame frame = {.central = central,
                               .title = sentence == NULL ? "Aanmelden" : "Niet gelukt: aanmelden",
                               .heading = "Aanmelden",
                               .reply = reply};
    struct html html = page_begin(&frame);
    html_markup(&html, "<p class=\"lead\">Voor medewerkers van de gemeente.</p>\n");
    if (sentence != NULL) {
        write_alert(&html, sentence);
    }
    html_markup(&html,
                "<form class=\"signin\" method=\"post\" action=\"" STAFF_SIGN_IN_PATH "\">\n"
                "<label for=\"naam\">Naam</label>\n"
                "<input id=\"naam\" name=\"naam\" type=\"text\" required autocomplete=\"username\" "
                "autocapitalize=\"none\" spellcheck=\"false\" maxlength=\"64\"");
    if (sentence != NULL) {
        html_markup(&html, " aria-describedby=\"fout\"");
    }
    html_attr(&html, "value", name);
    html_markup(&html,
                ">\n<label for=\"wachtwoord\">Wachtwoord</label>\n"
                "<input id=\"wachtwoord\" name=\"wachtwoord\" type=\"password\" required "
                "autocomplete=\"current-password\" maxlength=\"256\">\n"
                "<button type=\"submit\" class=\"button\">Aanmelden</button>\n</form>\n"
                "<p class=\"soft\">Wachtwoord kwijt? Vraag uw beheerder om een nieuw.</p>\n");
    page_end(&frame, &html, status);
}

void signin_get(struct central *central, const struct route_caller *caller,
                const struct request *request, struct reply *reply)
{
    struct route_caller someone = {.staff = ""};
    (void)caller;
    if (staff_session(central, request, &someone, NULL) == BS_OK) {
        reply_see_other(reply, "/programmas");
        return;
    }
    write_page(central, "", NULL, 200, reply);
}

static void say_wait(int seconds, char *out, size_t size)
{
    if (seconds <= 90) {
        snprintf(out, size, "Te vaak geprobeerd. Wacht %d seconden en probeer het dan opnieuw.",
                 seconds);
    } else {
        snprintf(out, size, "Te vaak geprobeerd. Wacht %d minuten en probeer het dan opnieuw.",
                 (seconds + 59) / 60);
    }
}

static void refuse(struct central *central, const char *name, enum bs_err rc, int wait_s,
                   const struct bs_error *err, struct reply *reply)
{
    char sentence[128];
    if (rc == BS_REFUSED) {
        write_page(central, name,
                   "Deze naam en dit wachtwoord horen niet bij elkaar. Probeer het opnieuw.", 403,
                   reply);
    } else if (rc == BS_LATER && wait_s > 0) {
        say_wait(wait_s, sentence, sizeof sentence);
        write_page(central, name, sentence, 429, reply);
        reply_header(reply, "Retry-After", "%d", wait_s);
    } else {
        page_fail(central, NULL, err, reply);
    }
}

void signin_post(struct central *central, const struct route_caller *caller,
                 const struct request *request, struct reply *reply)
{
    char name[STAFF_NAME_MAX + 1] = "";
    char password[STAFF_PASSWORD_MAX + 1] = "";
    struct bs_error err = {.code = BS_OK};
    int wait_s = 0;
    (void)caller;
    /* What is missing or too long cannot be right: it is checked like any other, so that it reads and lasts the same. */
    if (!request_form(request, "naam", name, sizeof name) ||
        !request_form(request, "wachtwoord", password, sizeof password)) {
        password[0] = '\0';
    }
    enum bs_err rc = staff_sign_in(central, request, name, password, reply, &wait_s, &err);
    bs_wipe(password, sizeof password);
    if (rc == BS_OK) {
        reply_see_other(reply, "/programmas");
    } else {
        refuse(central, name, rc, wait_s, &err, reply);
    }
}

void signout_post(struct central *central, const struct route_caller *caller,
                  const struct request *request, struct reply *reply)
{
    (void)caller;
    staff_sign_out(central, request, reply);
    reply_see_other(reply, STAFF_SIGN_IN_PATH);
}
