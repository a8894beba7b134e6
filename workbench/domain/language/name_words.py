"""Words that tell names from other capitalised words: titles, particles, ordinary words."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Lower-case words inside a name, where a capitalised word follows.
PARTICLES = _words(
    "de da do dos das del della di du des la le van von der den ter ten zu zum zur vom bin bint"
    " ibn abu al el ez as ash an ar y"
)
# "of" joins what names an institution; "Obama of Illinois" is two names.
OF = _words("of for")
# An article that belongs to the word after it: al-Assad, ez-Zor, O'Brien is one word anyway.
ARTICLES = _words("al el ez az as ash an ar at ad en es et")

# A title ends what stands before it; the words that may stand before or within one come next.
TITLES = _words(
    "president presidents chancellor minister ministers secretary senator senators congressman"
    " congresswoman representative governor mayor ambassador envoy king queen prince princess"
    " emperor sultan sheikh sheik emir ayatollah imam pope cardinal bishop archbishop rabbi"
    " reverend father sister general gen colonel col major maj captain capt lieutenant lt"
    " sergeant sgt corporal commander admiral marshal brigadier commodore judge justice"
    " professor prof doctor dr mr mrs ms miss mx sir dame lord lady baron baroness count"
    " countess duke duchess spokesman spokeswoman spokesperson chairman chairwoman chairperson"
    " chair director chief ceo deputy premier speaker leader sen rep gov hon rev st officer"
    " inspector constable sheriff engineer architect journalist reporter author writer actor"
    " actress singer lawyer attorney activist historian economist analyst researcher scientist"
    " councillor coach herr frau kanzler kanzlerin bundeskanzler bundeskanzlerin präsident"
    " präsidentin monsieur madame mme señor señora signor signora"
)
BEFORE_TITLES = _words(
    "vice prime foreign defense defence interior finance former acting senior junior first"
    " second lieutenant major army staff attorney deputy assistant under associate executive"
    " managing chief national press party opposition human rights field rear air wing crown"
)
PORTFOLIOS = _words(
    "defense defence state finance interior justice health education energy trade commerce"
    " labour labor transport transportation agriculture information culture foreign affairs"
    " staff police the exchequer security"
)
# Where one of these follows, "General" and its like are part of a name.
NO_TITLE_BEFORE = _words(
    "assembly electric motors mills dynamics secretariat council court house party office bench"
    " league union club palace street road square school college hospital bay island"
)

ORGANISATIONS = _words(
    "ministry council party front army navy force forces university college school institute"
    " bank committee commission agency association group court house union police company corp"
    " corporation inc ltd llc plc gmbh ag television tv radio news times post journal herald"
    " tribune press guard guards department office bureau board federation foundation trust fund"
    " league society club service services authority parliament senate congress assembly"
    " government administration coalition alliance movement brigade brigades state nations"
    " organisation organization center centre observatory cabinet pentagon kremlin museum"
    " library hospital church airlines airways railways network"
)
PLACES = _words(
    "city county province island islands river lake mountain mountains valley bay sea ocean"
    " street road avenue square bridge airport harbour harbor port desert coast peninsula strait"
    " north south east west republic kingdom states emirates"
)
# "Talks with", "Planes of": what goes on so at the beginning of a sentence is seldom a name.
AFTER_NOUNS = _words("of with for from about between against that who which are were have")
# What stands behind the name of a place.
AREAS = _words("area areas city town village province region district suburb valley border coast")
PLACED = _words("in at near from to into around outside inside across throughout towards toward")

CALENDAR = _words(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may"
    " june july august september october november december mon tue tues wed thu thurs fri sat"
    " sun jan feb mar apr jun jul aug sep sept oct nov dec christmas easter ramadan"
)
DEMONYMS = _words(
    "afghan african albanian algerian american anglo arab arabic argentine argentinian armenian"
    " asian australian austrian azerbaijani bangladeshi belarusian belgian bolivian bosnian"
    " brazilian british bulgarian burmese cambodian canadian catholic chechen chilean chinese"
    " christian colombian croatian cuban cypriot czech danish dutch egyptian english estonian"
    " ethiopian european finnish flemish french georgian german ghanaian greek haitian hindu"
    " hungarian icelandic indian indonesian iranian iraqi irish islamic islamist islamists"
    " israeli italian jamaican japanese jewish jordanian kazakh kenyan korean kosovan kurdish"
    " kuwaiti latin latvian lebanese liberian libyan lithuanian malaysian maltese mexican"
    " moldovan mongolian moroccan muslim nepalese nigerian nordic norwegian orthodox ottoman"
    " pakistani palestinian persian peruvian polish portuguese protestant qatari roman romanian"
    " russian rwandan saudi scandinavian scottish senegalese serbian shia shiite slovak"
    " slovenian somali soviet spanish sudanese sunni swedish swiss syrian taiwanese tanzanian"
    " thai tibetan tunisian turkish ugandan ukrainian uruguayan venezuelan vietnamese welsh"
    " western yemeni zimbabwean americans arabs australians britons canadians christians"
    " egyptians europeans germans greeks indians iranians iraqis israelis italians jews kurds"
    " mexicans muslims palestinians poles romans russians saudis serbs syrians turks ukrainians"
)
ORDINARY = _words(
    "a about above according accordingly across actually add after afterwards again against ago"
    " all almost alone along already also although altogether always amid among an and another"
    " any anybody anyone anything anyway apart apparently are around as aside ask at away back"
    " because before behind being below beside besides best better between beyond big both brief"
    " bring but by call can cannot certain certainly chief children clearly close come comment"
    " compare consider could critics currently dear despite did do does done down due during"
    " each early earlier editor either else elsewhere end enough especially even eventually ever"
    " every everybody everyone everything everywhere evidence exactly example experts fact facts"
    " far few figures finally find first five follow for former four from further general get"
    " give given go good government great had half has have having he hence her here hers"
    " herself high him himself his history hour hours how however hundreds i if immediately in"
    " indeed inside instead into is it its itself journalists just keep last late later latest"
    " leave less let life like likewise listen little live long look looking low made main make"
    " many may maybe me meanwhile men might military million millions mine more moreover most"
    " mostly much must my myself national near nearly neither never nevertheless new news next"
    " nine no nobody none nonetheless nor not note nothing now nowhere obviously of off"
    " officials often oh okay old on once one only onto opinion or other others otherwise our"
    " ours out outside over overall own part people perhaps photo picture please police possibly"
    " previously probably put quite rather read really recently regarding related remember reply"
    " report reported reports residents right said same say second see seen seven several share"
    " shall she short should show similarly simply since six so some somebody someone something"
    " sometimes somewhere soon sources speaking still such suddenly take tell ten than thank"
    " thanks that the their theirs them themselves then there therefore these they thing things"
    " think third this those though thousands three through throughout thus time times to today"
    " together told tomorrow tonight too toward towards truly try twelve twenty two under"
    " unfortunately unless unlike until up update updated upon us use used usually very via"
    " video wait war was watch water way we week weeks well were what whatever when whenever"
    " where whereas wherever whether which while who whoever whole whose why will with within"
    " without women words work world would yes yesterday yet you young your yours yourself year"
    " years fact checked scroll click subscribe sign advertisement caption image credit"
)
