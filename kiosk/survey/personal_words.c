/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The tables. Words stand as personal_word folds them: small, without accents, Arabic with one form of alif, ya and ha. */

#include "personal_words.h"

static const char *const WORDS[PERSONAL_ROLES] = {
    [PERSONAL_TITLE] =
        " mijnheer meneer menheer mevrouw dhr mevr mw mvr mvrw mevrw heer mr mrs mister missus ",
    [PERSONAL_CALLED] =
        " buurman buurvrouw buurjongen buurmeisje buuf overbuurman overbuurvrouw onderbuurman"
        " onderbuurvrouw bovenbuurman bovenbuurvrouw achterbuurman achterbuurvrouw juf"
        " juffrouw meester leraar lerares docent docente dokter huisarts tandarts dr drs prof"
        " professor zuster broeder verpleegster verpleger verpleegkundige tante ome oom opa"
        " oma collega wijkagent agent agente concierge beheerder beheerster huismeester"
        " begeleider begeleidster consulent consulente kapper kapster slager dominee pastoor"
        " pater wethouder burgemeester vrijwilliger vrijwilligster familie fam directeur"
        " directrice wijkverpleegkundige sister brother father mother miss ms mx doctor"
        " neighbour neighbor uncle aunt auntie aunty nurse teacher officer pastor reverend rev"
        " sir madam caretaker janitor coach trainer landlord landlady grandma grandpa granny"
        " imam bay bayan sayin sn komsu* ogretmen* doktor* hemsire* avukat* teyzem amcam ablam"
        " abim dayim yengem dedem eltim gorumcem oglum kizim esim kocam kardesim arkadasim"
        " ninem muhtar hoca hocam pan pana panu panem panie pani pania p panstwo panstwa"
        " panstwu sasiad* sasiadk* lekarz* lekark* pielegniark* pielegniarz* nauczyciel*"
        " nauczycielk* wychowawc* ciocia cioci ciocie ciotka wujek wujka wujkiem babcia babci"
        " babcie dziadek dziadka dziadkiem ksiadz ksiedza ksiedzem ks siostra siostry siostre"
        " brat brata bratem bratu kolega kolegi kolezank* przyjaciel* przyjaciolk* syn syna"
        " synem synowi synek corka corki corke corce maz meza mezem mezowi zona zony zone mama"
        " mamy mame mecenas inz mgr rodzina rodziny dozorca dozorczyni opiekunk* wolontariusz*"
        " wolontariuszk* пан пана пану паном панові пане пані панією панна панно панну сусід*"
        " сусідк* лікар* лікарк* доктор* докторк* вчитель* вчительк* учитель* учительк*"
        " медсестр* тьотя тьотю тьоті тітка тітку тітки тітці дядько дядька дядю дядя дядьку"
        " баба бабу баби бабуся бабусю бабусі дід діда діду дідусь дідуся дядечко подруг* друг"
        " друга другу друже син сина сину сином донька доньку доньки дочка дочку дочки чоловік"
        " чоловіка чоловіку чоловіком дружина дружину дружини мама маму мами брат брата брату"
        " братом сестра сестру сестри онук онука онучка онучку отець отця колега колегу колеги"
        " волонтер* волонтерк* родина родину куратор* кураторк* д-р вчителька соцпрацівник*"
        " соцпрацівниц* няня няню ",
    [PERSONAL_KIN] =
        " man vrouw zoon dochter zoontje dochtertje moeder vader zus zusje broer broertje"
        " vriend vriendin neef nicht neefje nichtje kleinzoon kleindochter schoonmoeder"
        " schoonvader mama papa partner kind kindje baby buur son daughter husband wife mother"
        " father mum mom dad sister brother friend grandson granddaughter girlfriend boyfriend"
        " nephew niece cousin mother-in-law ",
    [PERSONAL_SHORT] =
        " dhr mevr mw mvr mvrw mevrw mr mrs ms mx dr drs prof fam rev sn p ks inz mgr д-р pan"
        " bay ",
    [PERSONAL_OF_STREETS] =
        " dokter doctor dr prof professor burgemeester meester mr pastoor pater dominee pastor"
        " zuster wethouder directeur oom tante doktor* ",
    [PERSONAL_BEHIND] =
        " bey beyin beye beyi beyle beyden beyde hanim hanimin hanima hanimi hanimla hanimdan"
        " hanimda teyze teyzenin teyzeye teyzeyi teyzeyle teyzem teyzemiz teyzeden amca"
        " amcanin amcaya amcayi amcayla amcam amcamiz amcadan abla ablanin ablaya ablayi"
        " ablayla ablam ablamiz abi abinin abiye abiyi abiyle abim abimiz agabey agabeyin"
        " agabeye hoca hocanin hocaya hocayi hocayla hocam hocamiz dayi dayinin dayiya yenge"
        " yengenin yengeye dede dedenin dedeye usta ustanin ustaya efendi efendinin efendiye"
        " ogretmen ogretmenin ogretmene ogretmenimiz ",
    [PERSONAL_BEHIND_ANY] =
        " bey beyin beye beyi beyle beyden beyde hanim hanimin hanima hanimi hanimla hanimdan"
        " hanimda teyze teyzenin teyzeye teyzeyi teyzeyle amca amcanin amcaya amcayi amcayla ",
    [PERSONAL_INTRODUCES] =
        " heet heette adim ismim nazywam nazywa imie imieniem звати зовуть звуть ",
    [PERSONAL_IS_NAMED] = " naam voornaam name imie ім'я прізвище nazwisko adi ismi ",
    [PERSONAL_SIGNS_OFF] =
        " groet groeten groetjes gr mvg liefs regards saygilar* saygilarimla selamlar sevgiler"
        " pozdrawiam pozdrowienia повагою ",
    [PERSONAL_OWN] =
        " mijn mn m'n jouw zijn z'n zn haar onze ons hun uw my his her our their your moj moja"
        " moje mojego mojej nasz jego jej ich мій моя моє його її наш їх їхній моєї мого benim"
        " onun ",
    [PERSONAL_ARTICLE] =
        " de het een 'n die deze dat elke iedere andere dezelfde geen oude aardige the a an"
        " that this every some each any ten ta tego tej tamta tamten pewna pewien jakas jakis ",
    [PERSONAL_BETWEEN] =
        " van de der den ter ten te 't 'n het el al la le von vom zu du des di da dos das del"
        " della bin bint ben ibn abu umm oum v d vd vdr aan op in ван де дер ден ель аль фон"
        " in't van't v'd ",
    [PERSONAL_AND] = " en and ve i oraz і та й und ",
    [PERSONAL_EVERYDAY] =
        " gisteren eergisteren vanmorgen vanmiddag vanavond morgen agent chauffeur conducteur"
        " voorzitter directeur burgemeester wethouder dokter politie belde something someone"
        " anyone somebody nothing everyone aan achter af al alle allemaal alleen als altijd"
        " bang belt beneden bent bij bleef blijft boven buiten daar daarom dan dat de deed"
        " denkt deze die dit doet door dus een eens en er erg even gaat gaf geeft gelijk"
        " gelukkig ging goed graag had hangt heb hebben hebt heeft heel helaas helemaal helpt"
        " hem hen het hielp hier hiernaast hij hoe hoor hoort hun ik in is ja je jou jullie"
        " kan kende kijkt klaagt kocht komt kon krijgt kreeg kwam laat laatst lag langs lief"
        " liep liet ligt loopt maakt maar mag meer met mij mijn misschien moest moet mogen na"
        " naar naast nam nee neemt niet niemand nodig noemt nog nooit nou nu of om omdat onder"
        " ons ook op over praat praten riep roept samen schreeuwt schold sinds soms sprak"
        " staat steeds stond stopte stuurt te tegen toch toen tot u uit vaak vanaf vandaag"
        " vannacht veel vertelde vindt vond voor vraagt vroeg waar waren was wat we weer weet"
        " weg wel werd werkt werkte wie wij wijst wil wilde willen wist woont woonde wordt wou"
        " ze zegt zei zelf zet ziek zien zij zijn zit zo zoals zoekt zonder zorgt zou zouden"
        " zwaait zwanger oud aardig vriendelijk hard a about after again all also always and"
        " are as ask asked at be because been before but by came can could did do does down"
        " each ever for from gave get gets got has have he help helped her here him his how if"
        " it its just keeps knows left like likes lives living lost made might must my never"
        " next nice no not now off often on once only or our out please president said saw"
        " says she should so some still tells than thank thanks that the their then there they"
        " this to told too took very wants were what when where who whom why will wife with"
        " without works would you your bu cok da gibi icin ile ne o ve var yok ",
    [PERSONAL_PLACE] =
        " administratie apotheek balie begane bibliotheek bieb boven beneden bovenste onderste"
        " bus buurt buurthuis cafetaria corporatie derde deur eerste eten flat garage gemeente"
        " groep hele hiernaast hoek hond huis huur ingang kant kantine kassa keuken kerk"
        " kelder klant kleine koffie koor krant linker lift loket markt melding moskee naast"
        " nieuwe nummer nr onderwijs ontvangst opvang oude ouderen overkant overheid overlast"
        " parkeerplaats politie poort portier post receptie rechter schoonmaak school sociale"
        " soos sport stadsdeel stoep straat team telefoon thuiszorg trap tuin tweede"
        " verdieping vierde vuilnis vuilniswagen wasserette welzijn werk wijk winkel woning"
        " woningbouw woningcorporatie zaal zorg zijkant zwemles wmo uwv svb ggd ggz cak"
        " belastingdienst kvk burgemeester wethouder agent voorzitter directeur minister"
        " dokter conducteur ambtenaar chauffeur concierge beveiliging beveiliger baas rode"
        " blauwe groene zwarte witte grote lange dag nacht tijd weg hal bakker slager kapper"
        " pakketjes pakketdienst container containers pinautomaat ",
    [PERSONAL_NO_NAME] =
        " maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari februari maart"
        " april mei juni juli augustus september oktober november december monday tuesday"
        " wednesday thursday friday saturday sunday january february july october christmas"
        " easter pasen kerst pinksteren pazartesi sali carsamba persembe cuma cumartesi pazar"
        " ik wij we ze zij hij het een er dat die dit deze daar dus en maar ook toen waarom"
        " wat wie waar hoe als is mag moet heeft i the they he she it this these those what"
        " who why how when please thanks but and or if there o bu ve ama biz siz onlar cok her"
        " ja my ona oni to ten te nie czy jak ale gdy prosze ты я ми ви він вона воно вони це"
        " той та але чи як що дякую прошу коли де тут nederland* marokka* turk syrier* polak*"
        " polka ukrainiec ukrainka українка українець голландець boze boga nederlands"
        " nederlandse holland hollandse amsterdam rotterdam utrecht engels engelse turks"
        " turkse turkije marokko marokkaans marokkaanse pools poolse polen oekraine oekraiens"
        " oekraiense syrie syrisch syrische arabisch arabische europa europese duits duitse"
        " duitsland suriname surinaams surinaamse english dutch turkish polish arabic"
        " ukrainian syrian moroccan german canada england turkey poland ukraine syria morocco"
        " hollanda* hollandaca turkiye* turkce avrupa* almanya* belcika* polsk* holandi*"
        " holenders* niderland* niderlandzk* ukrain* україн* нідерланд* голланді* польщ* турц*"
        " president mayor chairman chairwoman chairperson minister alderman councillor"
        " councilor gemeente burgemeester wethouder voorzitter directeur ambtenaar officier"
        " baskan* belediye* yetkili* mudur* muhtar* vali* bakan* danisman* gorevli* memur*"
        " ilgili* prezydent* prezydenc* burmistrz* wojt* dyrektor* kierownik* kierowniczk*"
        " premier* minist* radny radna urzednik* urzedniczk* президент* мер мера мере"
        " директор* директорк* міністр* прем'єр* голова голово начальник* jesli jezeli gdzie"
        " moze dziekuje dlaczego zeby oraz otherwise якщо чому щоб треба buurthuis"
        " buurtcentrum wijkcentrum bibliotheek school kerk moskee station centrum buurt wijk"
        " ok oke dank bedankt hallo hoi helaas graag god allah jezus jesus ",
    [PERSONAL_NO_OWNER] =
        " bu su o bir her bazi iki uc dort birkac bizim benim senin onun sizin onlarin yasli"
        " genc guzel iyi kotu yeni eski buyuk kucuk kara sevgili sayin degerli tatli"
        " tesekkurler sagol merhaba selam evet hayir ama ve ile cok komsu komsum komsumuz"
        " doktor doktorum ogretmen mudur muduru memur hemsire sofor polis kapici baskan"
        " baskani sekreter gorevli avukat muhtar imam bakkal kasap manav berber guvenlik"
        " resepsiyon danisman temizlikci bakici yan alt ust karsi hasta dul sisman zayif"
        " tonton deli garip fakir zengin turk fasli arap kurt diger obur baska ayni hoca bey"
        " hanim teyze amca abi abla tamam yeter valla vallahi hadi olmaz lutfen ya be ne peki"
        " aman allah kim hangi butun tum hicbir sarhos emekli gecen dun bugun yarin sonra kel"
        " kor sagir nazik bayan bay ogretmenim dede hanimefendi daki deki ",
    [PERSONAL_LETTERED] =
        " blok gebouw plan hal ingang vleugel block building type deel optie klasse zaal etage"
        " portiek afdeling trap lijn gate flat unit blocks wing hall room option class section"
        " part floor bina kat kapi daire klatka budynek klasa блок корпус план клас секція"
        " hepatitis vitamine vitamin groep group team ",
    [PERSONAL_STREET] =
        " street road avenue lane square cadde* caddesi sokak sokagi sokag* mahallesi bulvari"
        " parki ulica вулиця вулиці ",
    [PERSONAL_VERB] =
        " i we you they he she to will would don't dont not never really 'll i'll we'll and"
        " always also still might may can sometimes often who ",
    [PERSONAL_SAYS_PHONE] =
        " tel telnr telno telefoon* telefoonnr telefoonnummer telefon* telefono phone* mobile"
        " mobiel mobieltje mobilephone mob gsm cel cell cep cepten whatsapp whatsap watsapp"
        " wapp whats app apps appen appje bel bellen belt call calls ring text sms viber"
        " signal telegram imo komork* kom dzwon* zadzwon* dzwonic ara arayin araniz arayiniz"
        " arasin ulasin fax faks هاتف* جوال* موبايل* تلفون* تليفون* واتس واتساب واتساپ اتصل*"
        " اتصلوا للاتصال للتواصل тел телеф телефон* моб мобільн* мобілк* вайбер* вотсап*"
        " ватсап* дзвон* подзвон* зателефон* набер* телефонуй* смс ",
    [PERSONAL_SAYS_NUMBER] =
        " nummer nr no num number numer numeru numara номер номеру رقم nummers ",
    [PERSONAL_SAYS_OWN_NUMBER] = " numaram numarasi numaramiz telefonum رقمي رقمه رقمها رقمنا ",
    [PERSONAL_SAYS_OTHER] =
        " bsn sofi sofinummer burgerservicenummer bsn-nummer бсн iban rekening rekeningnummer"
        " konto konta klantnummer klantnr klant meldingsnummer meldingnummer melding"
        " meldnummer zaaknummer zaak dossiernummer dossier referentie referentienummer kenmerk"
        " ordernummer order factuur factuurnummer contractnummer contract lidnummer pasnummer"
        " polisnummer container ticket ticketnummer case reference ref report customer client"
        " invoice complaint file account musteri sikayet basvuru dosya siparis fatura"
        " konteyner sozlesme abone hesap klienta klient sprawy sprawa zgloszenie zgloszenia"
        " faktury faktura kontener umowy zamowienia справа справи звернення клієнта рахунок"
        " рахунку договору контейнер заявка заявки замовлення البلاغ الملف العميل الزبون الطلب"
        " القضيه الحساب الفاتوره الشكوي حاويه المواطن الخدمه المعامله serial serienummer code"
        " kod ",
    [PERSONAL_JOINS] =
        " is op naar via onder me mij mich ons hem haar maar even dan gewoon graag terug aan"
        " met on at to under us my it na pod nr do za jest numer numerem номером на за по мені"
        " нам це على الرقم رقم علي الي بي su bu benim prive werk thuis mama home work был ",
    [PERSONAL_HOUSE] =
        " huisnummer huisnr nummer nr no num numb number numer numeru numara numarasi numarali"
        " hnr huis house flat apartment apt app appt appartement unit kapi daire ev dom domu"
        " mieszkania mieszkanie m lok kv buis номер буд будинок будинку кв квартира дім д н"
        " رقم بيت منزل شقه البيت المنزل الشقه بنايه woning portiek kamer door house-number nо ",
    [PERSONAL_HOUSE_JOINS] =
        " op met en bij aan at with on in te of van the huis house domu kapi ev pod z w na і у"
        " в на під الرقم في ب عند رقم kamer ",
    [PERSONAL_CODE] =
        " postcode postcodes pc zip postal post code posta kodu kod pocztowy поштовий індекс"
        " الرمز البريدي numara numarali no met with ",
    [PERSONAL_COUNTED] =
        " keer maal uur uren minuten min weken maanden times hours minutes weeks months years"
        " kez defa saat dakika hafta razy raz godzin minut tygodni разів рази годин хвилин"
        " тижнів مرات مره ساعات دقيقه اسابيع euro eur procent percent km meter m2 jaar jarige"
        " x ",
    [PERSONAL_TWO] =
        " af al er en ga ik in is ja je ju me mn na nu of oh om op so te uw va we wo ze zo zn"
        " za do di vr ah am an as at be by go he hi if it my no ok on or pm to up us vs ve ya"
        " ne bu su az ev il ki mi mu ta od po ty wy im ma ci bo co tu da sa km nr pp pc ha eu"
        " ho uz ",
    [PERSONAL_TWO_OF_YEARS] = " de la el et sa ",
    [PERSONAL_UNIT] = " km cm mm kg gr mg ml cl dl kw kb mb gb tb tl zl eu ct pl st dk sa lt ",
    [PERSONAL_AT] =
        " at et apenstaartje apestaartje apenstaart malpa malpka kuyruklu собака равлик песик"
        " ات ",
    [PERSONAL_DOT] = " punt dot kropka nokta point крапка точка نقطه دوت ",
    [PERSONAL_PROVIDER] =
        " gmail hotmail outlook live yahoo icloud ziggo kpnmail kpn planet home xs4all wp onet"
        " interia ukr proton protonmail msn mail example googlemail gmx web casema upcmail"
        " hetnet telfort mynet ",
    [PERSONAL_DOMAIN] =
        " com nl org net eu be de uk fr pl tr ua info biz nu me io example edu gov ru ma sy co"
        " coop amsterdam frl ",
    [PERSONAL_AR_CALLED] =
        " السيد السيده سيد سيده استاذ استاذه الاستاذ الاستاذه الانسه انسه الدكتور الدكتوره"
        " دكتور دكتوره د م الشيخ شيخ الحاج الحاجه الامام المهندس المهندسه الطبيب الطبيبه"
        " الخاله خاله العم العمه عمو الاخت الاخ اسمي مستر مسز مدام ابله الابله الاب القس"
        " البروفيسور ",
    [PERSONAL_AR_NEAR] =
        " جاري جارتي جارنا جارتنا جاره جارته الجار الجاره صديقي صديقتي زميلي زميلتي المشرفه"
        " المشرف المعلم المعلمه معلم معلمه المدرس المدرسه الممرضه الممرض المديره المدير ",
    [PERSONAL_AR_KIN] =
        " خالتي عمتي خالي عمي ابني ابنتي بنتي زوجي زوجتي اخي اختي والدي والدتي امي ابي صاحبي"
        " عائله اسمه اسمها ",
    [PERSONAL_AR_PARENT] = " ابو ام ابي ابا ",
    [PERSONAL_AR_LINK] = " بن بنت ابن ابو ام عبد ال ابي ابا نور سيف صلاح ضياء علاء شمس جمال عماد ",
    [PERSONAL_AR_WORD] =
        " في من علي الي مع عن عند عنده عندها عندهم عندنا حتي منذ كل بعض بعد قبل التي الذي اللي"
        " ان انه انها كان كانت قد سوف لا لم لن ما ليس ليست مش مو غير هو هي هم هنا هناك هذا هذه"
        " ذلك تلك فوق تحت جنب بجانب بجنب امام قدام خلف ورا وراء قرب قريب حول بين خارج داخل دون"
        " بدون مثل كما كيف لماذا متي اين ثم او ام اذا لو لان لكن بل حيث قال قالت قالوا طلب"
        " طلبت كتب كتبت جاء جاءت ذهب ذهبت صار صارت سقط سقطت وقع وقعت مات ماتت راح راحت عمل"
        " عملت وعد وعدت رفض رفضت اخذ اخذت ترك تركت شتم ضرب سرق رجع رجعت حكي حكت باع سكن سكنت"
        " اعطي ساعد ساعدت دائما جدا كثيرا ايضا ابدا اليوم امس غدا الان كلهم كلها له لها لهم"
        " لنا لي بها به فيه فيها معه معها منه منها عليه عليها نفسه نفسها وحده وحدها الوحيد"
        " قادم مريض مريضه طيب طيبه لطيف لطيفه ممتاز ممتازه رقم رقمه رقمها عمره عمرها لديه"
        " لديها يا اي فقط مره مرتين اصلاح انتظار العمل واحد واحده ثاني اول اخر نفس كبير كبيره"
        " صغير صغيره عجوز مسن مسنه رئيس رئيسه مدير مديره عمده العمده وزير وزيره الوزير محافظ"
        " المحافظ موظف موظفه مسؤول مسؤوله طبيب طبيبه مشرف مشرفه صاحب صاحبه مندوب ممثل قاضي"
        " القاضي نائب عضو الرئيس المسؤول المسؤوله الموظف الموظفه العائله وسيده الفاضل الفاضله"
        " زوجها زوجته ابنها ابنه وصل وصلت خرج خرجت دخل دخلت نزل نزلت طلع صلح رد شاف حط قعد نام"
        " كسر منع سمح زار اتصل اشتكي استقبل حضر شرح نسي سافر انتقل اغلق اشتري جيد جيده غاضب"
        " غاضبه حزين حزينه مشغول مشغوله رائع رائعه محترم محترمه متعب متعبه متعاون متعاونه"
        " هولندي هولنديه تركي تركيه مغربي مغربيه سوري سوريه عربي عربيه جديد جديده قديم قديمه"
        " ارمل ارمله مطلقه الليل النهار الصبح ساكن ساكنه مقيم حامل وحيد وحيده لطفا شكرا غائب"
        " غايب موجود موجوده مسافر مسافره كويس كويسه ممكن لازم رجاء ",
    [PERSONAL_AR_ADJECTIVE] =
        " الجديد القديم العجوز المسن الطيب الكبير الصغير المحترم الوحيد المناوب الهولندي"
        " التركي المغربي السوري العربي البولندي الاوكراني المدير الاخصائي العام الاول الثاني"
        " الثالث السفلي المريض الساكن الذين اللي الاخر المختص المعالج الجديده القديمه المسنه"
        " الطيبه الكبيره الصغيره المحترمه الوحيده المناوبه ",
    [PERSONAL_AR_NAME] =
        " محمد احمد محمود علي حسن حسين عمر عثمان خالد ابراهيم اسماعيل مصطفي كريم سمير سامي"
        " رامي فادي وليد طارق زياد عماد فواد جمال كمال نبيل ماهر مازن ايمن انس بلال حمزه رشيد"
        " سعيد سليم صالح عادل عصام فارس فيصل ماجد مروان منير نادر ناصر نزار هاني هشام وائل عبد"
        " فاطمه خديجه عائشه زينب مريم ليلي سلمي سميره سعاد نور نوره هدي هند هبه هناء امينه امل"
        " ايمان اسماء الاء بشري جميله حنان دعاء رانيا رنا ريم رحمه زهره ساره سلوي سميه سناء"
        " سهام شيماء صفاء عبير غاده فريده كوثر لينا لبني مني مها ناديه نجلاء نسرين نوال وفاء"
        " وداد يوسف ياسر يحيي ياسمين يزن يونس يعقوب يسري ياسين يمني يزيد ياقوت يامن يسرا تامر"
        " تمام تغريد توفيق تهاني تسنيم تقي تيسير تحسين تماضر تالا تيم تركي توليب رافت نشات"
        " جودت مدحت طلعت صفوت عزت بهجت شوكت حكمت الفت عفت بنت ",
};

const char *personal_words(enum personal_role role)
{
    return WORDS[role];
}
