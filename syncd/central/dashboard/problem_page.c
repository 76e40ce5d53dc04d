/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A problem in words for a person: what happened, and what she can do now. */

#include <stdio.h>

#include "page_frame.h"
#include "pages.h"
#include "staff_auth.h"

struct words {
    int status;
    const char *heading, *advice;
};

static const struct words problems[] = {
    {400, "Dit klopt niet",
     "In de vraag aan deze server staat iets dat niet kan. Begin opnieuw bij de programma’s."},
    {403, "Dit mag niet",
     "Het formulier was te oud, of het kwam van een andere site. Ga terug, ververs de pagina en "
     "probeer het nog eens."},
    {404, "Deze pagina is er niet",
     "Het adres klopt niet, of het programma is van een andere gemeente."},
    {405, "Zo werkt deze pagina niet", "Ga naar de programma’s en kies daar wat u wilt zien."},
    {413, "Dat is te veel", "Er is meer verstuurd dan deze pagina aankan. Er is niets bewaard."},
    {429, "Te vaak geprobeerd", "Wacht een paar minuten en probeer het dan opnieuw."},
    {500, "Er ging iets mis",
     "Dit ligt aan ons, niet aan u. De antwoorden van bewoners zijn veilig bewaard. Probeer het "
     "later opnieuw en meld het bij uw beheerder als het blijft."},
    {503, "Even te druk",
     "De gegevens zijn nu niet te lezen. Wacht een minuut en ververs de pagina."},
};

static const struct words *words_for(int status)
{
    static const struct words other = {0, "Dit lukt niet",
                                       "Ga naar de programma’s en probeer het opnieuw."};
    for (size_t i = 0; i < sizeof problems / sizeof problems[0]; i++) {
        if (problems[i].status == status) {
            return &problems[i];
        }
    }
    return &other;
}

void dashboard_problem(struct central *central, const struct route_caller *caller, int status,
                       struct reply *reply)
{
    const struct words *words = words_for(status);
    struct page_frame frame = {.central = central,
                               .caller = caller,
                               .title = words->heading,
                               .heading = words->heading,
                               .section = PAGE_NOWHERE,
                               .trail = "Probleem",
                               .reply = reply};
    struct html html = page_begin(&frame);
    html_markup(&html, "<p class=\"lead\">");
    html_text(&html, words->advice);
    html_markup(&html, "</p>\n");
    if (caller != NULL && caller->staff[0] != '\0') {
        html_markup(&html,
                    "<p><a class=\"button\" href=\"/programmas\">Naar de programma’s</a></p>\n");
    } else {
        html_markup(&html, "<p><a class=\"button\" href=\"" STAFF_SIGN_IN_PATH
                           "\">Naar het aanmelden</a></p>\n"
                           "<p>Gaf u antwoord op een kiosk? <a href=\"/c\">Zoek het antwoord op uw "
                           "code</a>.</p>\n");
    }
    html_markup(&html, "<p class=\"soft\">");
    html_textf(&html, "Melding %d", status);
    html_markup(&html, "</p>\n");
    page_end(&frame, &html, status);
}
