/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Each rule for what points to a person, with what it finds and what it leaves alone. All of it is made up. */

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "personal_data.h"

static struct personal_data found[PERSONAL_DATA_MAX];

/* The words in which exactly one thing is found, and what it is; NULL: nothing is. */
struct example {
    const char *text, *part;
};

static void assert_examples(enum personal_kind kind, const struct example *examples, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *text = examples[i].text, *part = examples[i].part;
        size_t places = personal_data_find(text, found);
        bool is_one = places == 1 && part != NULL && found[0].kind == kind &&
                      found[0].len == strlen(part) &&
                      memcmp(text + found[0].from, part, found[0].len) == 0;
        if (part != NULL ? !is_one : places != 0) {
            fail_msg("\"%s\": %zu found, the first of kind %d: \"%.*s\"", text, places,
                     places > 0 ? (int)found[0].kind : -1, places > 0 ? (int)found[0].len : 0,
                     places > 0 ? text + found[0].from : "");
        }
    }
}

#define EXAMPLES(kind, ...)                                                                        \
    do {                                                                                           \
        static const struct example examples[] = {__VA_ARGS__};                                    \
        assert_examples(kind, examples, sizeof examples / sizeof examples[0]);                     \
    } while (0)

/* ---- e-mail ---- */

static void an_address_is_found_that_was_torn_apart(void **state)
{
    (void)state;
    EXAMPLES(PERSONAL_EMAIL, {"mail riet@gmail,com aub", "riet@gmail,com"},
             {"riet @ kpnmail . nl", "riet @ kpnmail . nl"}, {"riet@gmail com", "riet@gmail com"},
             {"riet@plein, com op tijd", "riet@plein"});
}

static void an_address_is_found_that_was_spelt_out(void **state)
{
    (void)state;
    EXAMPLES(PERSONAL_EMAIL, {"riet apenstaartje ziggo punt nl", "riet apenstaartje ziggo punt nl"},
             {"joe at hotmail dot com", "joe at hotmail dot com"},
             {"ewa małpa wp.pl", "ewa małpa wp.pl"}, {"ivan собака ukr.net", "ivan собака ukr.net"},
             {"joe at outlook.com", "joe at outlook.com"}, {"look at outlook com", NULL},
             {"meet at example dot", NULL}, {"jestem at plein.nl", NULL});
}

static void the_name_of_somebody_on_a_network_is_no_address(void **state)
{
    (void)state;
    EXAMPLES(PERSONAL_EMAIL, {"volg @buurt.feest", NULL}, {"volg @feest", NULL},
             {"riet @ziggo.nl", "riet @ziggo.nl"});
}

/* ---- telephone ---- */

static void a_number_behind_two_zeros_and_a_country_is_found(void **state)
{
    (void)state;
    EXAMPLES(PERSONAL_PHONE, {"0044 7700 900 123", "0044 7700 900 123"},
             {"0090 (532) 111-22-33", "0090 (532) 111-22-33"}, {"00361234567", "00361234567"},
             {"0036123456", NULL}, {"000123456789", NULL});
}

static void a_national_number_of_eleven_digits_is_found(void **state)
{
    (void)state;
    EXAMPLES(PERSONAL_PHONE, {"0(555) 123 45 67", "0(555) 123 45 67"},
             {"07700 900456", "07700 900456"}, {"01512345678", "01512345678"},
             {"06123456781", NULL}, {"123456789012", NULL});
}

static void a_number_is_found_behind_a_word_that_announces_it(void **state)
{
    (void)state;
    EXAMPLES(PERSONAL_PHONE, {"tel. 512-111-222", "512-111-222"}, {"gsm 512111222", "512111222"},
             {"bel mij op 6 12121212", "6 12121212"}, {"app naar 6 1212 1212", "6 1212 1212"},
             {"numaram 555 123 45 67", "555 123 45 67"}, {"dzwońcie 512111222", "512111222"},
             {"telefon do mamy: 22 111 22 33", "22 111 22 33"},
             {"мій номер 67 111 22 33", "67 111 22 33"}, {"هاتف 944 111 222", "944 111 222"},
             {"رقمي 944 111 222", "944 111 222"}, {"my number is 555 123 4567", "555 123 4567"},
             {"tel 1234567", "1234567"}, {"tel 123456", NULL}, {"512111222", NULL},
             {"tel werkt niet 1234567", NULL});
}

static void the_number_of_something_else_is_no_telephone(void **state)
{
    (void)state;
    EXAMPLES(PERSONAL_PHONE, {"bel over melding 10045871", NULL}, {"klantnummer 907405620", NULL},
             {"zaaknummer 0123456781", NULL}, {"numer sprawy 984288832", NULL},
             {"my case number is 188590451", NULL}, {"şikayet no 6620418", NULL},
             {"رقم الملف 245848921", NULL}, {"звернення 99204172", NULL});
}

static void what_everybody_may_call_is_no_persons(void **state)
{
    (void)state;
    EXAMPLES(PERSONAL_PHONE, {"bel 0900-1234 20 minuten", NULL}, {"tel 0800 1351 12", NULL},
             {"bel 14 0182 40 keer", NULL}, {"bel 09.00-17.00 12", NULL}, {"tel 12-01-2026", NULL},
             {"bel 0182 111222 nu", "0182 111222"});
}

/* ---- citizen service number ---- */

static void the_second_part_of_a_reference_is_no_service_number(void **state)
{
    (void)state;
    EXAMPLES(PERSONAL_BSN, {"zaak 2024-111222333", NULL}, {"zaak 7/111222333", NULL},
             {"zaak 7 111222333", "111222333"}, {"bsn-111222333", "111222333"});
}

/* ---- bank account ---- */

static void an_account_has_the_length_of_its_country(void **state)
{
    (void)state;
    EXAMPLES(PERSONAL_IBAN, {"NL 91 ABNA 0417 1643 00", "NL 91 ABNA 0417 1643 00"},
             {"NL91.ABNA.0417.1643.00tnv", "NL91.ABNA.0417.1643.00"},
             {"BE68539007547034", "BE68539007547034"}, {"ZZ68539007547034", NULL});
}

static void digits_of_a_wrong_account_are_no_telephone(void **state)
{
    (void)state;
    EXAMPLES(PERSONAL_IBAN, {"NL11 FAKE 0612 3456 78", NULL}, {"NL11 FAKE", NULL});
}

/* ---- postcode ---- */

static void a_house_number_is_found_with_its_addition(void **state)
{
    (void)state;
    EXAMPLES(PERSONAL_POSTCODE, {"3572 XB 12a", "3572 XB 12a"}, {"3572xb12a", "3572xb12a"},
             {"3572 XB 12-c is stil", "3572 XB 12-c"}, {"3572 XB 9-2 is stil", "3572 XB 9-2"},
             {"3572 XB 5 hs", "3572 XB 5 hs"}, {"3572 XB 77bis", "3572 XB 77bis"},
             {"3572 XB 4 III graag", "3572 XB 4 III"}, {"3572 XB 4 is stil", "3572 XB 4"},
             {"3572 XB 4, flat 3", "3572 XB 4, flat 3"}, {"3572 XB 4 m. 3", "3572 XB 4 m. 3"},
             {"3572 XB 4 en flat 3", "3572 XB 4"});
}

static void words_may_join_a_postcode_and_its_number(void **state)
{
    (void)state;
    EXAMPLES(PERSONAL_POSTCODE, {"3572 XB no. 8", "3572 XB no. 8"},
             {"3572 XB, number 8", "3572 XB, number 8"}, {"3572 XB numara 8", "3572 XB numara 8"},
             {"3572 XB буд. 8", "3572 XB буд. 8"}, {"3572 XB رقم ٨", "3572 XB رقم ٨"},
             {"3572 XB، 8", "3572 XB، 8"}, {"3572 XB op nr 8", "3572 XB op nr 8"},
             {"3572 XB'de no 8", "3572 XB'de no 8"},
             {"3572 XB Kastanjelaan 8", "3572 XB Kastanjelaan 8"},
             {"number 8, 3572 XB", "number 8, 3572 XB"},
             {"nummer 8 in 3572 XB", "nummer 8 in 3572 XB"}, {"3572 XB heeft 8 lampen", NULL},
             {"3572 XB. 8 lampen", NULL});
}

static void the_letters_of_a_postcode_may_look_like_them(void **state)
{
    (void)state;
    EXAMPLES(PERSONAL_POSTCODE, {"3572 ХВ 8", "3572 ХВ 8"}, {"３５７２ ＸＢ 8", "３５７２ ＸＢ 8"},
             {"3572 та 8", NULL}, {"1500 км 8", NULL}, {"3572 XБ", NULL});
}

static void a_small_word_is_no_part_of_a_postcode(void **state)
{
    (void)state;
    EXAMPLES(PERSONAL_POSTCODE, {"1500 km 2 keer", NULL}, {"3500 na 2 jaar", NULL},
             {"2031 ma 300", NULL}, {"1850 da 5", NULL}, {"4711 we 3", NULL}, {"3620 is 2", NULL},
             {"2500 TL 3 oda", NULL}, {"SINDS 2019 OP 3 PLEKKEN", NULL}, {"3572 km", NULL},
             {"3572 KM 2", "3572 KM 2"}, {"3572 rt 2", "3572 rt 2"});
}

static void what_is_counted_behind_a_postcode_is_no_house(void **state)
{
    (void)state;
    EXAMPLES(PERSONAL_POSTCODE, {"in 3572 XB 3 keer", NULL}, {"in 3572 XB 15% meer", NULL},
             {"in 3572 XB 14.30 uur", NULL}, {"in 3572 XB 12-01-2026", NULL},
             {"3572 XB 3 keert om", "3572 XB 3"});
}

/* ---- names ---- */

static void a_name_is_found_behind_a_form_of_address_of_six_languages(void **state)
{
    (void)state;
    EXAMPLES(PERSONAL_NAME, {"bovenbuurvrouw Ans zingt", "Ans"}, {"Ms Clarke helped", "Clarke"},
             {"neighbour Tom is loud", "Tom"}, {"Dr. Malik is kind", "Malik"},
             {"z panem Zielińskim mówiłem", "Zielińskim"}, {"sąsiadkę Ewę znam", "Ewę"},
             {"lekarz Mazur odszedł", "Mazur"}, {"панові Ткачуку дякую", "Ткачуку"},
             {"із сусідкою Ларисою", "Ларисою"}, {"Bayan Aksoy geldi", "Aksoy"},
             {"komşumuz Selma hasta", "Selma"}, {"doktor nie przyjmuje", NULL},
             {"sąsiadka nie śpi", NULL}, {"пані з третього поверху", NULL},
             {"Bayan doktor yok", NULL}, {"пані де Вріс", "де Вріс"},
             {"Meester Bas van de basisschool", "Bas"}, {"juf Bo zingt", "Bo"},
             {"opa Ben zingt", "Ben"});
}

static void a_name_is_found_before_a_turkish_title(void **state)
{
    (void)state;
    EXAMPLES(PERSONAL_NAME, {"Orhan Bey geldi", "Orhan"}, {"Selin Hanım'ın evi", "Selin"},
             {"Cemal Kurt Bey'e sorun", "Cemal Kurt"}, {"nuran teyze hasta", "nuran"},
             {"İsmail amca düştü", "İsmail"}, {"Derya abla gelir", "Derya"},
             {"Karşıdaki hanım geldi", NULL}, {"yaşlı amca düştü", NULL},
             {"Doktor Bey geldi", NULL}, {"Bizim teyze geldi", NULL}, {"Tamam abi", NULL},
             {"Her hanım gelsin", NULL}, {"Hanımlar ve beyler", NULL});
}

static void an_arabic_name_is_told_from_an_ordinary_word(void **state)
{
    (void)state;
    EXAMPLES(PERSONAL_NAME, {"السيدة زهرة في البيت", "زهرة"}, {"للسيد عادل على المساعدة", "عادل"},
             {"جارنا أبو سمير يصرخ", "أبو سمير"}, {"مع الأستاذ نبيل الحداد في", "نبيل الحداد"},
             {"وجارتي هدى من سوريا", "هدى"}, {"السيد عبد الله هنا", "عبد الله"},
             {"السيدة van Vliet من", "van Vliet"}, {"السيدة في المكتب", NULL},
             {"جاري يصرخ ليلا", NULL}, {"الدكتورة قالت لي", NULL}, {"السيد رئيس البلدية", NULL},
             {"جارتي الجديدة لطيفة", NULL}, {"السيدة التي تعمل هنا", NULL}, {"ابني صغير", NULL},
             {"هل المصعد أم الدرج", NULL});
}

static void a_street_and_a_day_are_no_name(void **state)
{
    (void)state;
    EXAMPLES(PERSONAL_NAME, {"Dokter Schaepmanlaan", NULL}, {"Burgemeester Visserhof", NULL},
             {"Dr Barnes Street", NULL}, {"I miss Sunday soup", NULL}, {"We miss Rosa", NULL},
             {"een pan Chinese soep", NULL}, {"Mr President", NULL}, {"Pani Dyrektor", NULL},
             {"meneer Verlaan", "Verlaan"}, {"miss Rosa sings", "Rosa"}, {"Pan Chmiel", "Chmiel"},
             {"mevrouw Slager", "Slager"});
}

static void a_person_with_an_article_is_not_addressed(void **state)
{
    (void)state;
    EXAMPLES(PERSONAL_NAME, {"de mevrouw van de balie", NULL}, {"die meneer van Ymere", NULL},
             {"mevrouw van de thuiszorg", NULL}, {"the mrs was kind", NULL},
             {"Een mevrouw. Ze zei niets", NULL}, {"de heer van Dam", "van Dam"},
             {"mevrouw van dam", "van dam"}, {"die mevrouw Smit", "Smit"},
             {"mevrouw 't Sas", "'t Sas"}, {"meneer verhuisde naar Zwolle", NULL},
             {"mevrouw schreeuwt", NULL}, {"meneer te laat", NULL});
}

static void somebody_is_found_who_tells_a_name(void **state)
{
    (void)state;
    EXAMPLES(PERSONAL_NAME, {"ik heet Joris", "Joris"}, {"mijn naam is Joris Vos", "Joris Vos"},
             {"nazywam się Iga Lis", "Iga Lis"}, {"мене звати Роман", "Роман"}, {"adım Cem", "Cem"},
             {"اسمي نادية", "نادية"}, {"groetjes, Joris", "Joris"}, {"mijn dochter Fleur", "Fleur"},
             {"het plein heet Rozenplein", NULL}, {"de naam is Rozenhof", NULL},
             {"groetjes van iedereen", NULL}, {"mijn dochter MBO", NULL},
             {"groeten Joris komt morgen", NULL});
}

static void a_name_is_found_by_its_own_shape(void **state)
{
    (void)state;
    EXAMPLES(PERSONAL_NAME, {"Ганна Іванівна хвора", "Ганна Іванівна"},
             {"tnv J. de Wit", "J. de Wit"}, {"P. Lis z parteru", "Lis"},
             {"Abu Salim is lief", "Abu Salim"}, {"أبو سليم هنا", "أبو سليم"},
             {"blok C. Daar is het koud", NULL}, {"vitamine C. Helpt dat", NULL},
             {"Іванівна", NULL});
}

static void two_names_joined_by_and_are_found_together(void **state)
{
    (void)state;
    EXAMPLES(PERSONAL_NAME, {"buren: oom Wim en Greet", "Wim en Greet"},
             {"oom Wim en Nederland", "Wim"}, {"oom Wim en de rest", "Wim"});
}

#define TEST(name) cmocka_unit_test(name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_address_is_found_that_was_torn_apart),
        TEST(an_address_is_found_that_was_spelt_out),
        TEST(the_name_of_somebody_on_a_network_is_no_address),
        TEST(a_number_behind_two_zeros_and_a_country_is_found),
        TEST(a_national_number_of_eleven_digits_is_found),
        TEST(a_number_is_found_behind_a_word_that_announces_it),
        TEST(the_number_of_something_else_is_no_telephone),
        TEST(what_everybody_may_call_is_no_persons),
        TEST(the_second_part_of_a_reference_is_no_service_number),
        TEST(an_account_has_the_length_of_its_country),
        TEST(digits_of_a_wrong_account_are_no_telephone),
        TEST(a_house_number_is_found_with_its_addition),
        TEST(words_may_join_a_postcode_and_its_number),
        TEST(the_letters_of_a_postcode_may_look_like_them),
        TEST(a_small_word_is_no_part_of_a_postcode),
        TEST(what_is_counted_behind_a_postcode_is_no_house),
        TEST(a_name_is_found_behind_a_form_of_address_of_six_languages),
        TEST(a_name_is_found_before_a_turkish_title),
        TEST(an_arabic_name_is_told_from_an_ordinary_word),
        TEST(a_street_and_a_day_are_no_name),
        TEST(a_person_with_an_article_is_not_addressed),
        TEST(somebody_is_found_who_tells_a_name),
        TEST(a_name_is_found_by_its_own_shape),
        TEST(two_names_joined_by_and_are_found_together),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
