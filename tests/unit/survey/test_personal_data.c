/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What points to a person in a resident's words. All numbers and names are made up, or are those that standards give as
 * examples. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <buurtstem/random.h>
#include <buurtstem/utf8.h>

#include "personal_data.h"

static struct personal_data found[PERSONAL_DATA_MAX];

/* The words in which exactly one thing is found, and what it is. */
static void assert_found(const char *text, enum personal_kind kind, const char *part)
{
    size_t count = personal_data_find(text, found);
    if (count != 1 || found[0].kind != kind || found[0].len != strlen(part) ||
        memcmp(text + found[0].from, part, found[0].len) != 0) {
        fail_msg("\"%s\": %zu found, the first of kind %d: \"%.*s\"", text, count,
                 count > 0 ? (int)found[0].kind : -1, count > 0 ? (int)found[0].len : 0,
                 count > 0 ? text + found[0].from : "");
    }
}

static void assert_whole(const char *text, enum personal_kind kind)
{
    assert_found(text, kind, text);
}

static void assert_nothing(const char *text)
{
    size_t count = personal_data_find(text, found);
    if (count != 0) {
        fail_msg("\"%s\": kind %d found: \"%.*s\"", text, (int)found[0].kind, (int)found[0].len,
                 text + found[0].from);
    }
}

static void ordinary_words_hold_nothing(void **state)
{
    static const char *const TEXTS[] = {
        "",
        " ",
        "Meer bankjes bij het water, alstublieft.",
        "De bus komt om 10.30 uur en om 11.45 uur.",
        "In 2024 en 2025 was het te druk.",
        "Van 2024 tot 2030 50 bomen erbij?",
        "112 bellen duurde 10 minuten",
        "Bel 14 070 of 0800 1351",
        "Ik ben 82 en woon hier 40 jaar.",
        "Het kost 1.250.000 euro.",
        "3/4 van de 100 bewoners zegt 50% of meer",
        "op 12 maart 2025 en 13-04-2025",
        "De buurvrouw is ziek en de buurman ook.",
        "Er staat een meneer bij de deur.",
        "mijn @ is stuk",
        "a @ b",
        "NL is een land, DE ook",
        "Лавочок біля води більше, будь ласка",
        "المزيد من المقاعد من فضلكم في الحديقة",
        "Daha fazla bank lütfen, 2025 yılında",
        "Więcej ławek nad wodą",
    };
    (void)state;
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        assert_nothing(TEXTS[i]);
    }
}

/* Digits of what is said of opening hours, school years and meetings pass the 11-test as often as any. */
static void a_day_a_time_and_two_years_are_no_number_of_anybody(void **state)
{
    static const char *const TEXTS[] = {
        "Open van 09.00-17.00 uur",
        "van 13.30 - 15.00 en om 8.30",
        "schooljaar 2024-2025",
        "schooljaar 2024/2025",
        "op 12-01-2026 was het druk",
        "op 28/02/2026",
        "op 8.3.2026",
        "2026-03-09",
        "op 13-10-2026 2 keer",
        "op 06-05-2025 14.00 uur",
        "op 01-02-2024 10 uur",
        "09.00 - 17.00, 7 dagen",
    };
    (void)state;
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        assert_nothing(TEXTS[i]);
    }
    for (int year = 1990; year < 2040; year++) {
        for (int day = 0; day < 365; day++) {
            char text[48];
            snprintf(text, sizeof text, "%d-%d, %02d-%02d-%d", year, year + 1, 1 + day % 28,
                     1 + day / 31, year);
            assert_nothing(text);
        }
    }
}

static void a_number_written_in_pairs_is_still_one(void **state)
{
    (void)state;
    assert_whole("06 12 20 15 30", PERSONAL_PHONE);
    assert_whole("20242025", PERSONAL_BSN); /* in one piece it is not two years */
    assert_found("op 12-01-2026 06 12345678", PERSONAL_PHONE, "06 12345678");
}

/* ---- e-mail ---- */

static void addresses_are_found_however_they_are_written(void **state)
{
    static const char *const TEXTS[] = {
        "jan@example.org",    "Jan.de-Vries+buurt@mail.example.co.uk",
        "j_v%1@example.nl",   "jan@example",
        "jan @ example.org",  "jan (at) example.org",
        "jan[at]example.org", "jan＠example.org",
        "الاسم@example.org",  "ім'я@приклад.укр",
        "jan٣@example.org"};
    (void)state;
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        assert_whole(TEXTS[i], PERSONAL_EMAIL);
    }
}

static void an_address_ends_where_the_sentence_goes_on(void **state)
{
    (void)state;
    assert_found("Mail jan@example.org.", PERSONAL_EMAIL, "jan@example.org");
    assert_found("(jan@example.org)", PERSONAL_EMAIL, "jan@example.org");
    assert_found("Mail:jan@example.org, graag", PERSONAL_EMAIL, "jan@example.org");
    assert_found("اكتب إلى jan@example.org، شكرا", PERSONAL_EMAIL, "jan@example.org");
}

static void a_sign_alone_is_no_address(void **state)
{
    (void)state;
    assert_nothing("@");
    assert_nothing("jan@");
    assert_nothing("@.");
    assert_nothing("jan@-.");
    assert_nothing("2@3");
    assert_nothing("5 @ 3 euro");
}

/* ---- telephone ---- */

static void dutch_numbers_are_found_however_they_are_written(void **state)
{
    static const char *const TEXTS[] = {
        "0612345678",         "06-12345678",      "06 12 34 56 78",     "06 - 12 34 56 78",
        "06.12.34.56.78",     "070-3001234",      "(070) 300 12 34",    "0318 123456",
        "+31612345678",       "+31 6 12345678",   "+31 (0)6 12345678",  "+31-70-3001234",
        "0031612345678",      "0031 6 1234 5678", "0031 (0)70 3001234", "06/12345678",
        "+ 31 6 12 34 56 78", "06\u00A012345678", "06‑12345678"};
    (void)state;
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        assert_whole(TEXTS[i], PERSONAL_PHONE);
    }
}

static void numbers_of_other_countries_are_found_by_their_plus(void **state)
{
    (void)state;
    assert_whole("+48 601 234 567", PERSONAL_PHONE);
    assert_whole("+380671234567", PERSONAL_PHONE);
    assert_whole("+90 532 123 45 67", PERSONAL_PHONE);
    assert_whole("+123456789", PERSONAL_PHONE);
    assert_whole("+123456789012345", PERSONAL_PHONE);
    assert_nothing("+12345678");
}

static void numbers_in_arabic_and_persian_digits_are_found(void **state)
{
    (void)state;
    assert_whole("٠٦١٢٣٤٥٦٧٨", PERSONAL_PHONE);
    assert_whole("٠٦-١٢ ٣٤ ٥٦ ٧٨", PERSONAL_PHONE);
    assert_whole("+٣١٦١٢٣٤٥٦٧٨", PERSONAL_PHONE);
    assert_whole("۰۶۱۲۳۴۵۶۷۸", PERSONAL_PHONE);
    assert_found("هاتفي ٠٦١٢٣٤٥٦٧٨ شكرا", PERSONAL_PHONE, "٠٦١٢٣٤٥٦٧٨");
}

static void a_number_is_found_amid_words(void **state)
{
    (void)state;
    assert_found("Bel mij: 0612345678!", PERSONAL_PHONE, "0612345678");
    assert_found("tel0612345678", PERSONAL_PHONE, "0612345678");
    assert_found("2 keer gebeld, 06 12345678", PERSONAL_PHONE, "06 12345678");
    assert_found("0612345678 of anders", PERSONAL_PHONE, "0612345678");
}

static void one_digit_less_or_more_is_no_national_number(void **state)
{
    (void)state;
    assert_nothing("061234567");
    assert_nothing("06123456781");
    assert_nothing("0012345678");
    assert_nothing("1612345670");
}

/* ---- bank account ---- */

static void accounts_are_found_by_their_check_digits(void **state)
{
    static const char *const TEXTS[] = {"NL91ABNA0417164300",
                                        "NL91 ABNA 0417 1643 00",
                                        "nl91abna0417164300",
                                        "NL91-ABNA-0417-1643-00",
                                        "DE89370400440532013000",
                                        "GB29 NWBK 6016 1331 9268 19",
                                        "PL61109010140000071219812874",
                                        "TR330006100519786457841326",
                                        "NO9386011117947",
                                        "MT84MALT011000012345MTLCAST001S",
                                        "NL٩١ABNA٠٤١٧١٦٤٣٠٠"};
    (void)state;
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        assert_whole(TEXTS[i], PERSONAL_IBAN);
    }
}

static void one_wrong_sign_is_no_account(void **state)
{
    (void)state;
    assert_whole("NL20INGB0001234567", PERSONAL_IBAN);
    assert_nothing("NL21INGB0001234567");
    assert_nothing("NL20INGB0001234568");
    assert_nothing("NL20INGA0001234567");
    assert_nothing("NL20INGB0001234");
    assert_nothing("N120INGB0001234567");
    assert_nothing("DE88370400440532013000");
}

static void an_account_ends_where_the_sentence_goes_on(void **state)
{
    (void)state;
    assert_found("op NL91 ABNA 0417 1643 00 graag", PERSONAL_IBAN, "NL91 ABNA 0417 1643 00");
    assert_found("(NL91ABNA0417164300).", PERSONAL_IBAN, "NL91ABNA0417164300");
}

/* ---- citizen service number ---- */

static void service_numbers_are_found_by_the_eleven_test(void **state)
{
    (void)state;
    assert_whole("111222333", PERSONAL_BSN);
    assert_whole("123456782", PERSONAL_BSN);
    assert_whole("1234.56.782", PERSONAL_BSN);
    assert_whole("123 456 782", PERSONAL_BSN);
    assert_whole("١٢٣٤٥٦٧٨٢", PERSONAL_BSN);
    assert_whole("10000008", PERSONAL_BSN); /* eight digits: a zero before them */
    assert_found("mijn bsn is 111222333 en", PERSONAL_BSN, "111222333");
    assert_found("bsn111222333", PERSONAL_BSN, "111222333");
    assert_found("2024 111222333", PERSONAL_BSN, "111222333");
}

static void one_wrong_digit_is_no_service_number(void **state)
{
    (void)state;
    for (char digit = '0'; digit <= '9'; digit++) {
        char number[] = "12345678?";
        number[8] = digit;
        if (digit != '2') {
            assert_nothing(number);
        }
    }
    assert_nothing("000000000");
    assert_nothing("00000000");
    assert_nothing("1112223330");
    assert_nothing("1112223");
}

/* Written out again, differently: every number of a row is found exactly if it passes. */
static void the_eleven_test_is_the_eleven_test(void **state)
{
    (void)state;
    for (int number = 100000000; number < 100002000; number++) {
        char text[16];
        int sum = 0, rest = number;
        for (int weight = 1; weight <= 9; weight++, rest /= 10) {
            sum += (weight == 1 ? -1 : weight) * (rest % 10);
        }
        snprintf(text, sizeof text, "%d", number);
        assert_int_equal(personal_data_find(text, found) == 1, sum % 11 == 0);
    }
}

/* ---- postcode ---- */

static void a_postcode_with_a_house_number_is_found(void **state)
{
    (void)state;
    assert_whole("2262 AB 56", PERSONAL_POSTCODE);
    assert_whole("2262AB56", PERSONAL_POSTCODE);
    assert_whole("2262ab 56", PERSONAL_POSTCODE);
    assert_whole("2262 AB, 56", PERSONAL_POSTCODE);
    assert_whole("2262 AB nr 56", PERSONAL_POSTCODE);
    assert_whole("2262 AB huisnummer 12345", PERSONAL_POSTCODE);
    assert_whole("٢٢٦٢ AB ٥٦", PERSONAL_POSTCODE);
    assert_found("Ik woon op 2262 AB 56.", PERSONAL_POSTCODE, "2262 AB 56");
    assert_found("Dorpsstraat 12, 2262 AB Voorburg", PERSONAL_POSTCODE, "12, 2262 AB");
    assert_found("Dorpsstraat 12a 2262 AB", PERSONAL_POSTCODE, "12a 2262 AB");
}

static void a_postcode_alone_is_a_street_and_no_person(void **state)
{
    (void)state;
    assert_nothing("2262 AB");
    assert_nothing("in 2262 AB is het stil");
    assert_nothing("2262 ABC 56");
    assert_nothing("0262 AB 56");
    assert_nothing("22626 AB 56");
    assert_nothing("2262 AB 123456");
    assert_nothing("In 2024 en 30 anderen");
}

static void a_year_with_a_small_word_behind_it_is_no_postcode(void **state)
{
    (void)state;
    assert_nothing("sinds 2019 de 3 buurten");
    assert_nothing("in 2025 ga 2 keer");
    assert_nothing("from 2024 to 2025");
    assert_nothing("in 2024 at 10");
    assert_nothing("2024 ve 2025");
    assert_nothing("od 2024 do 2025");
    assert_whole("2019 DE 3", PERSONAL_POSTCODE);
    assert_whole("2262 de 3", PERSONAL_POSTCODE);
    assert_whole("2024de 3", PERSONAL_POSTCODE);
}

/* ---- names ---- */

static void a_name_behind_a_salutation_is_found(void **state)
{
    (void)state;
    assert_found("Mevrouw Jansen helpt goed", PERSONAL_NAME, "Jansen");
    assert_found("meneer de Vries was er niet", PERSONAL_NAME, "de Vries");
    assert_found("mijnheer Van den Berg", PERSONAL_NAME, "Van den Berg");
    assert_found("dhr. J. Pietersen", PERSONAL_NAME, "J. Pietersen");
    assert_found("mw Öztürk is lief", PERSONAL_NAME, "Öztürk");
    assert_found("MEVROUW JANSEN", PERSONAL_NAME, "JANSEN");
    assert_found("buurvrouw Fatima el Amrani", PERSONAL_NAME, "Fatima el Amrani");
    assert_found("mijn buurman Ali heeft", PERSONAL_NAME, "Ali");
    assert_found("mevrouw Шевченко komt", PERSONAL_NAME, "Шевченко");
    assert_found("mevrouw فاطمة", PERSONAL_NAME, "فاطمة");
    assert_found("mevrouw jansen", PERSONAL_NAME, "jansen");
    assert_found("mevrouw Smit-de Boer", PERSONAL_NAME, "Smit-de Boer");
    assert_found("Ask Mr. Smith", PERSONAL_NAME, "Smith");
    assert_found("Mrs Jones was kind", PERSONAL_NAME, "Jones");
    assert_found("Pani Kowalska pomogła", PERSONAL_NAME, "Kowalska");
    assert_found("buurman Łukasz helpt", PERSONAL_NAME, "Łukasz");
    assert_found("buurvrouw Żaneta Źrebiec", PERSONAL_NAME, "Żaneta Źrebiec");
    assert_found("buurman Şahin İnan", PERSONAL_NAME, "Şahin İnan");
}

static void a_salutation_without_a_name_is_none(void **state)
{
    (void)state;
    assert_nothing("mevrouw");
    assert_nothing("mevrouw.");
    assert_nothing("Die mevrouw is aardig.");
    assert_nothing("De buurvrouw helpt.");
    assert_nothing("mevrouw, ik wil meer groen");
    assert_nothing("buurvrouwen Ans en Riet");
    assert_nothing("De buurman ’s avonds");
    assert_nothing("De buurman łatwo");
    assert_nothing("Miss the old bus, ms office, een pan soep");
    assert_nothing("De buurvrouw ılık");
}

/* ---- all of it ---- */

static void several_things_are_found_in_their_order_and_do_not_overlap(void **state)
{
    const char *text =
        "Mevrouw Jansen, 0612345678, jan@example.org, NL91ABNA0417164300, 111222333 en "
        "2262 AB 56";
    static const enum personal_kind KINDS[] = {PERSONAL_NAME, PERSONAL_PHONE, PERSONAL_EMAIL,
                                               PERSONAL_IBAN, PERSONAL_BSN,   PERSONAL_POSTCODE};
    size_t end = 0;
    (void)state;
    assert_int_equal(personal_data_find(text, found), 6);
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(found[i].kind, KINDS[i]);
        assert_true(found[i].from >= end);
        end = found[i].from + found[i].len;
    }
}

static void no_more_is_told_than_there_is_room_for(void **state)
{
    char text[40 * 12] = "";
    (void)state;
    for (int i = 0; i < 40; i++) {
        strcat(text, "0612345678,");
    }
    assert_int_equal(personal_data_find(text, found), PERSONAL_DATA_MAX);
    text[(size_t)PERSONAL_DATA_MAX * 11 - 1] = '\0';
    assert_int_equal(personal_data_find(text, found), PERSONAL_DATA_MAX);
    text[(size_t)(PERSONAL_DATA_MAX - 1) * 11 - 1] = '\0';
    assert_int_equal(personal_data_find(text, found), PERSONAL_DATA_MAX - 1);
}

static void what_is_no_utf8_hides_nothing(void **state)
{
    (void)state;
    assert_found("\xFF\xFE 0612345678 \xC3", PERSONAL_PHONE, "0612345678");
    assert_found("\xC3jan@example.org\x80", PERSONAL_EMAIL, "jan@example.org");
    assert_nothing("\xF0\x9F\x98");
    assert_nothing("\xD9");
}

static void digits_are_worth_the_same_in_every_script(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 10; i++) {
        assert_int_equal(personal_data_digit('0' + i), i);
        assert_int_equal(personal_data_digit(0x660 + i), i);
        assert_int_equal(personal_data_digit(0x6F0 + i), i);
        assert_int_equal(personal_data_digit(0xFF10 + i), i);
    }
    assert_int_equal(personal_data_digit('0' - 1), -1);
    assert_int_equal(personal_data_digit('9' + 1), -1);
    assert_int_equal(personal_data_digit(0x65F), -1);
    assert_int_equal(personal_data_digit(0x66A), -1);
    assert_int_equal(personal_data_digit(0), -1);
}

/* Text that is long and all of one kind is looked through in time that grows with its length. */
static void long_text_is_looked_through_quickly(void **state)
{
    static const char *const PIECES[] = {"a",  "1",    "a@",       "+",  "mevrouw ",
                                         "1 ", "NL91", "2262 AB ", "a.", "(at)"};
    const size_t most = 200000;
    (void)state;
    for (size_t i = 0; i < sizeof PIECES / sizeof PIECES[0]; i++) {
        char *text = calloc(most + 16, 1);
        size_t len = strlen(PIECES[i]);
        assert_non_null(text);
        for (size_t at = 0; at + len < most; at += len) {
            memcpy(text + at, PIECES[i], len);
        }
        (void)personal_data_find(text, found);
        free(text);
    }
}

static void random_text_gives_places_in_order_within_it(void **state)
{
    static const char *const PIECES[] = {"06", "1234", "5678",     "@",        ".",  " ",
                                         "-",  "NL91", "ABNA",     "+31",      "AB", "(0)",
                                         "٦",  "\xFF", "mevrouw ", "Jansen",   "an", "nl",
                                         ",",  "\xC3", "é",        "111222333"};
    struct bs_random random = bs_random_seeded(5);
    (void)state;
    for (int i = 0; i < 50000; i++) {
        char text[160] = "";
        size_t end = 0, pieces = bs_random_below(&random, 12);
        for (size_t k = 0; k < pieces; k++) {
            strcat(text, PIECES[bs_random_below(&random, sizeof PIECES / sizeof PIECES[0])]);
        }
        size_t count = personal_data_find(text, found);
        assert_true(count <= PERSONAL_DATA_MAX);
        for (size_t k = 0; k < count; k++) {
            assert_true(found[k].len > 0 && found[k].from >= end);
            end = found[k].from + found[k].len;
        }
        assert_true(end <= strlen(text));
    }
}

#define TEST(name) cmocka_unit_test(name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(ordinary_words_hold_nothing),
        TEST(a_day_a_time_and_two_years_are_no_number_of_anybody),
        TEST(a_number_written_in_pairs_is_still_one),
        TEST(addresses_are_found_however_they_are_written),
        TEST(an_address_ends_where_the_sentence_goes_on),
        TEST(a_sign_alone_is_no_address),
        TEST(dutch_numbers_are_found_however_they_are_written),
        TEST(numbers_of_other_countries_are_found_by_their_plus),
        TEST(numbers_in_arabic_and_persian_digits_are_found),
        TEST(a_number_is_found_amid_words),
        TEST(one_digit_less_or_more_is_no_national_number),
        TEST(accounts_are_found_by_their_check_digits),
        TEST(one_wrong_sign_is_no_account),
        TEST(an_account_ends_where_the_sentence_goes_on),
        TEST(service_numbers_are_found_by_the_eleven_test),
        TEST(one_wrong_digit_is_no_service_number),
        TEST(the_eleven_test_is_the_eleven_test),
        TEST(a_postcode_with_a_house_number_is_found),
        TEST(a_postcode_alone_is_a_street_and_no_person),
        TEST(a_year_with_a_small_word_behind_it_is_no_postcode),
        TEST(a_name_behind_a_salutation_is_found),
        TEST(a_salutation_without_a_name_is_none),
        TEST(several_things_are_found_in_their_order_and_do_not_overlap),
        TEST(no_more_is_told_than_there_is_room_for),
        TEST(what_is_no_utf8_hides_nothing),
        TEST(digits_are_worth_the_same_in_every_script),
        TEST(long_text_is_looked_through_quickly),
        TEST(random_text_gives_places_in_order_within_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
