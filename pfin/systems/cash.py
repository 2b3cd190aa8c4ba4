"""Which accounts are cash by their names, in the languages that people keep journals in.

Problem. A newcomer's journal does not say which accounts hold money to spend, yet a report of cash flows is the first
thing to look at. The names mostly tell: Assets:Bank:Checking, Assets:Girokonto, Assets:A:支付宝. They can mislead as
well: Assets:Bank:Savings lies at a bank and is not spent from.

Solution. Two tables by language: words that say cash, and words that say that something is none although it lies
below such a word. A component of a name is cut into words at hyphens, where small letters meet capitals, and before
digits, and searched from left to right for the longest phrases of the tables; scripts that put no spaces between words
are searched the same way, letter by letter. A component with phrases of both tables is no cash. Of the components of
an account the last one that says anything decides, so that Assets:Broker:Cash is cash and Assets:Bank:Savings is none.
Accents and capitals do not count.
"""

# ruff: noqa: RUF001 - letters of some alphabets look like those of others

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from pfin.model.account import SEPARATOR

# Phrases are separated by commas.
_CASH = {
    "wallets of many countries": "paypal, venmo, cash app, alipay, wechat, wechat pay, revolut, m pesa, twint, vipps",
    "English": "cash, petty cash, checking, checkings, chequing, cheque account, checking account, current account, "
    "wallet, wallets, purse, pocket, pocket money, bank, banks, banking, credit union, debit card, debit, "
    "till, e wallet",
    "German": "bar, bargeld, kasse, bank, bankkonto, girokonto, giro, konto, sparkasse, volksbank, kreissparkasse, "
    "gehaltskonto, kontokorrent, portemonnaie, portmonee, geldbeutel, geldbörse, brieftasche, haushaltskasse, "
    "privatkonto, gemeinschaftskonto, postkonto",
    "French": "espèces, liquide, liquidités, caisse, banque, banques, compte courant, courant, compte chèque, "
    "compte chèques, portefeuille, porte monnaie, monnaie",
    "Spanish": "efectivo, caja, banco, bancos, cuenta corriente, cuenta nómina, cuenta vista, monedero, cartera, "
    "billetera, bolsillo",
    "Italian": "contanti, contante, cassa, banca, banche, conto corrente, portafoglio, portamonete, bancoposta",
    "Portuguese": "dinheiro, numerário, caixa, banco, conta corrente, conta à ordem, conta ordem, carteira, porquinho",
    "Catalan": "efectiu, caixa, banc, compte corrent, moneder, cartera",
    "Dutch": "contant, contanten, contant geld, kas, kasgeld, bank, bankrekening, betaalrekening, lopende rekening, "
    "portemonnee",
    "Swedish": "kontanter, kontant, kassa, bank, bankkonto, lönekonto, checkkonto, plånbok",
    "Norwegian": "kontanter, kontant, kasse, bank, bankkonto, brukskonto, lønnskonto, lommebok",
    "Danish": "kontanter, kontant, kasse, bank, bankkonto, lønkonto, budgetkonto, pung, tegnebog",
    "Finnish": "käteinen, käteisvarat, kassa, pankki, pankkitili, käyttötili, lompakko",
    "Icelandic": "reiðufé, banki, veltureikningur, veski",
    "Polish": "gotówka, kasa, bank, konto, konto osobiste, rachunek bieżący, ror, portfel",
    "Czech": "hotovost, pokladna, banka, běžný účet, peněženka",
    "Slovak": "hotovosť, pokladňa, banka, bežný účet, peňaženka",
    "Hungarian": "készpénz, pénztár, bank, bankszámla, folyószámla, pénztárca",
    "Romanian": "numerar, casierie, bancă, banca, cont curent, portofel",
    "Croatian and Serbian": "gotovina, blagajna, banka, tekući račun, žiro račun, novčanik",
    "Slovene": "gotovina, blagajna, banka, osebni račun, transakcijski račun, denarnica",
    "Bulgarian": "кеш, каса, банка, разплащателна сметка, портфейл, пари в брой",
    "Greek": "μετρητά, ταμείο, τράπεζα, τρεχούμενος, λογαριασμός όψεως, πορτοφόλι",
    "Turkish": "nakit, kasa, banka, vadesiz, vadesiz hesap, cüzdan",
    "Estonian, Latvian, Lithuanian": "sularaha, pank, arvelduskonto, rahakott, skaidra nauda, kase, banka, "
    "norēķinu konts, grynieji, kasa, bankas, atsiskaitomoji sąskaita, piniginė",
    "Russian": "наличные, наличка, нал, касса, банк, текущий счёт, расчётный счёт, кошелёк, дебетовая карта",
    "Ukrainian": "готівка, каса, банк, поточний рахунок, гаманець, дебетова картка",
    "Indonesian and Malay": "tunai, uang tunai, kas, bank, rekening giro, dompet, akaun semasa, gopay, ovo",
    "Vietnamese": "tiền mặt, ngân hàng, tài khoản thanh toán, ví tiền, ví điện tử, momo",
    "Filipino": "salapi, bangko, pitaka, gcash",
    "Swahili": "taslimu, fedha taslimu, benki, mpesa",
    "Hindi": "नकद, नकदी, बैंक, चालू खाता, बटुआ",
    "Bengali": "নগদ, ব্যাংক, চলতি হিসাব",
    "Persian": "نقد, بانک, حساب جاری, کیف پول",
    "Arabic": "نقد, نقدي, نقدية, صندوق, بنك, مصرف, حساب جاري, محفظة",
    "Hebrew": "מזומן, קופה, בנק, עובר ושב, ארנק",
    "Thai": "เงินสด, ธนาคาร, กระแสรายวัน, กระเป๋าเงิน",
    "Chinese": "现金, 現金, 银行, 銀行, 银行存款, 銀行存款, 活期, 活期存款, 储蓄卡, 借记卡, 钱包, 錢包, 零钱, 零錢, "
    "支付宝, 微信, 余额宝",
    "Japanese": "現金, 銀行, 普通預金, 当座預金, 財布, 小口現金, ゆうちょ",
    "Korean": "현금, 은행, 보통예금, 당좌예금, 입출금, 지갑",
}
_NO_CASH = {
    "English": "saving, savings, saver, deposit, deposits, term deposit, fixed deposit, time deposit, cd, cds, "
    "certificate, money market, broker, brokerage, invest, investing, investment, investments, investor, portfolio, "
    "trading, securities, stock, stocks, share, shares, bond, bonds, fund, funds, etf, etfs, treasury, treasuries, "
    "option, options, rsu, espp, pension, pensions, retirement, annuity, superannuation, provident, 401k, 403b, 457b, "
    "ira, roth, hsa, fsa, 529 plan, rrsp, tfsa, resp, sipp, isa, insurance, escrow, loan, loans, mortgage, lending, "
    "credit, credit card, receivable, receivables, reimbursement, reimbursements, due, owed, prepaid, advance, "
    "house, apartment, property, real estate, land, car, vehicle, furniture, equipment, inventory, gold, silver, "
    "metal, metals, crypto, bitcoin, btc, eth, ethereum, coinbase, kraken, points, miles, vacation, emergency fund",
    "German": "sparen, sparbuch, sparkonto, ersparnisse, spareinlagen, sparplan, tagesgeld, tagesgeldkonto, festgeld, "
    "festgeldkonto, termingeld, bausparen, bausparvertrag, depot, wertpapier, wertpapiere, wertpapierdepot, aktien, "
    "anleihen, fonds, anlagen, geldanlage, investition, investitionen, rente, rentenversicherung, altersvorsorge, "
    "vorsorge, pensionskasse, säule 3a, 3a, versicherung, lebensversicherung, kaution, mietkaution, darlehen, kredit, "
    "forderung, forderungen, haus, wohnung, immobilie, immobilien, auto, fahrzeug, krypto",
    "French": "épargne, livret, livret a, ldd, ldds, lep, pel, cel, dépôt, dépôts, dépôt à terme, placement, "
    "placements, investissement, investissements, bourse, courtier, courtage, titres, compte titres, actions, "
    "obligations, pea, assurance vie, retraite, per, prêt, prêts, crédit, caution, créance, créances, maison, "
    "immobilier, voiture",
    "Spanish": "ahorro, ahorros, depósito, depósitos, plazo fijo, inversión, inversiones, corredor, acciones, bonos, "
    "fondo, fondos, pensión, pensiones, jubilación, préstamo, préstamos, crédito, por cobrar, fianza, casa, vivienda, "
    "inmueble, inmuebles, coche, carro, cripto",
    "Italian": "risparmio, risparmi, libretto, deposito, conto deposito, depositi, investimento, investimenti, "
    "azioni, obbligazioni, fondo, fondi, titoli, pensione, tfr, prestito, prestiti, credito, crediti, cauzione, casa, "
    "immobili, auto",
    "Portuguese": "poupança, depósito, depósitos, depósito a prazo, investimento, investimentos, corretora, ações, "
    "fundo, fundos, aposentadoria, pensão, reforma, previdência, fgts, empréstimo, empréstimos, crédito, caução, casa, "
    "imóvel, imóveis, carro, cripto",
    "Catalan": "estalvi, estalvis, dipòsit, inversió, inversions, accions, fons, jubilació, préstec, casa, cotxe",
    "Dutch": "sparen, spaar, spaarrekening, spaargeld, deposito, belegging, beleggingen, beleggen, aandelen, "
    "obligaties, fonds, fondsen, pensioen, lening, krediet, borg, vordering, vorderingen, huis, woning, auto",
    "Swedish": "spar, sparkonto, sparande, investering, investeringar, aktier, fond, fonder, isk, depå, pension, lån, "
    "kredit, fordran, fordringar, hus, bostad, bil",
    "Norwegian": "sparing, sparekonto, bsu, investering, investeringer, aksjer, aksjesparekonto, fond, ips, pensjon, "
    "lån, kreditt, depositum, fordring, fordringer, hus, bolig, bil",
    "Danish": "opsparing, opsparingskonto, investering, investeringer, aktier, obligationer, aktiesparekonto, depot, "
    "pension, lån, kredit, tilgodehavende, depositum, hus, bolig, bil",
    "Finnish": "säästö, säästöt, säästötili, talletus, määräaikaistalletus, sijoitus, sijoitukset, osakkeet, rahasto, "
    "rahastot, arvo osuustili, eläke, laina, lainat, luotto, saatava, saatavat, talo, asunto, auto",
    "Icelandic": "sparnaður, fjárfesting, hlutabréf, lífeyrir, lán, hús, bíll",
    "Polish": "oszczędności, oszczędnościowe, konto oszczędnościowe, lokata, lokaty, inwestycje, akcje, obligacje, "
    "fundusz, fundusze, emerytura, ike, ikze, ppk, pożyczka, kredyt, kaucja, należności, dom, mieszkanie, samochód",
    "Czech": "spoření, spořicí, spořicí účet, vklad, termínovaný vklad, investice, akcie, dluhopisy, fond, fondy, "
    "penze, důchod, půjčka, úvěr, kauce, pohledávky, dům, byt, auto",
    "Slovak": "sporenie, sporiaci, vklad, investície, akcie, dlhopisy, fond, fondy, dôchodok, pôžička, úver, "
    "pohľadávky, dom, byt, auto",
    "Hungarian": "megtakarítás, megtakarítások, betét, lekötött, lekötött betét, befektetés, befektetések, részvény, "
    "részvények, állampapír, értékpapír, nyugdíj, kölcsön, hitel, kaució, követelés, ház, lakás, autó",
    "Romanian": "economii, depozit, depozite, investiții, acțiuni, obligațiuni, fond, fonduri, pensie, împrumut, "
    "credit, creanțe, casă, apartament, mașină",
    "Croatian and Serbian": "štednja, oročeno, depozit, ulaganja, investicije, dionice, akcije, obveznice, fond, "
    "fondovi, mirovina, penzija, zajam, kredit, potraživanja, kuća, stan, auto",
    "Slovene": "varčevanje, prihranki, vloga, depozit, naložbe, delnice, obveznice, sklad, skladi, pokojnina, "
    "posojilo, kredit, terjatve, hiša, stanovanje, avto",
    "Bulgarian": "спестявания, депозит, инвестиции, акции, облигации, фонд, пенсия, заем, кредит, вземания, къща",
    "Greek": "αποταμίευση, αποταμιεύσεις, ταμιευτήριο, προθεσμιακή, κατάθεση, επένδυση, επενδύσεις, μετοχές, ομόλογα, "
    "αμοιβαία, σύνταξη, δάνειο, πίστωση, εγγύηση, απαιτήσεις, σπίτι, ακίνητα, αυτοκίνητο",
    "Turkish": "tasarruf, birikim, vadeli, vadeli hesap, mevduat, yatırım, yatırımlar, hisse, hisseler, tahvil, fon, "
    "fonlar, emeklilik, bes, kredi, borç, depozito, alacak, alacaklar, ev, konut, araba, altın, kripto",
    "Estonian, Latvian, Lithuanian": "säästud, hoius, investeeringud, aktsiad, pension, laen, maja, uzkrājums, "
    "noguldījums, ieguldījumi, akcijas, pensija, aizdevums, māja, santaupos, indėlis, investicijos, paskola, namas",
    "Russian": "сбережения, накопления, накопительный, накопительный счёт, вклад, вклады, депозит, депозиты, "
    "инвестиции, брокер, брокерский, брокерский счёт, иис, акции, облигации, фонд, фонды, пенсия, пенсионный, займ, "
    "заём, кредит, кредитная, залог, дебиторка, долги, дом, квартира, машина, автомобиль, крипта, криптовалюта",
    "Ukrainian": "заощадження, накопичення, вклад, депозит, депозити, інвестиції, брокер, акції, облігації, овдп, "
    "фонд, пенсія, позика, кредит, застава, борги, дім, будинок, квартира, авто, крипта",
    "Indonesian and Malay": "tabungan berjangka, deposito, simpanan, investasi, pelaburan, saham, obligasi, reksadana, "
    "reksa dana, pensiun, persaraan, kwsp, pinjaman, kredit, piutang, rumah, mobil, kereta, emas",
    "Vietnamese": "tiết kiệm, tiền gửi, đầu tư, cổ phiếu, trái phiếu, quỹ, hưu trí, cho vay, tín dụng, phải thu, nhà, "
    "xe, vàng",
    "Filipino": "ipon, impok, pamumuhunan, pautang, bahay",
    "Swahili": "akiba, uwekezaji, hisa, mkopo, pensheni, nyumba",
    "Hindi": "बचत, जमा, सावधि, निवेश, शेयर, पेंशन, ऋण, मकान, सोना",
    "Bengali": "সঞ্চয়, বিনিয়োগ, শেয়ার, পেনশন, ঋণ",
    "Persian": "پس انداز, سپرده, سرمایه, سهام, بازنشستگی, وام, خانه, طلا",
    "Arabic": "ادخار, توفير, وديعة, ودائع, استثمار, استثمارات, أسهم, صندوق استثمار, تقاعد, قرض, ذمم, منزل, بيت, ذهب",
    "Hebrew": "חיסכון, חסכון, פיקדון, השקעה, השקעות, מניות, קרן, פנסיה, הלוואה, בית, דירה, רכב",
    "Thai": "ออมทรัพย์, เงินออม, ฝากประจำ, ลงทุน, หุ้น, กองทุน, บำนาญ, เงินกู้, บ้าน, ทอง",
    "Chinese": "储蓄, 儲蓄, 定期, 定存, 定期存款, 投资, 投資, 证券, 證券, 券商, 股票, 基金, 债券, 債券, 理财, 理財, "
    "养老, 养老金, 退休, 公积金, 社保, 保险, 保險, 贷款, 貸款, 借出, 应收, 應收, 押金, 房产, 房產, 房子, 汽车, "
    "黄金, 黃金, 比特币, 加密",
    "Japanese": "定期, 定期預金, 貯蓄, 貯金, 積立, 証券, 投資, 投信, 投資信託, 株式, 債券, 年金, 退職, 保険, 貸付, "
    "売掛金, 未収, 敷金, 住宅, 自動車, 暗号資産",
    "Korean": "저축, 적금, 예금, 정기예금, 증권, 투자, 주식, 채권, 펀드, 연금, 퇴직, 보험, 대출, 미수금, 보증금, "
    "부동산, 주택, 자동차, 암호화폐",
}

_LONGEST_PHRASE = 4
# Thai, the kana, Han characters and Hangul: the scripts whose words are looked for anywhere.
_UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
_ANY_UNSPACED = f"[{_UNSPACED}]"


def recognised_cash(accounts: Iterable[str]) -> dict[str, str]:
    """The accounts whose names say that they are cash, each with the word that says so, as it is written there."""
    verdict = cache(_verdict)
    found = {}
    for account in accounts:
        said = next(filter(None, map(verdict, reversed(account.split(SEPARATOR)[1:]))), None)
        if said is not None and said[0]:
            found[account] = said[1]
    return found


def _verdict(component: str) -> tuple[bool, str] | None:
    """Whether a component says cash or no cash, and the word that says it; None where it says neither."""
    cash = None
    for folded, written in _phrases(component):
        if folded in _table(is_cash=False):
            return False, written
        cash = cash or written
    return None if cash is None else (True, cash)


def _phrases(component: str) -> Iterator[tuple[str, str]]:
    """The phrases of both tables in a component, folded and as written: the longest at each place, left to right."""
    if not component.isascii() and re.search(_ANY_UNSPACED, component):
        yield from ((_folded(word), word) for word in _unspaced().findall(component))
    spans = [*_word_spans(component)]
    first = 0
    while first < len(spans):
        for after in range(min(first + _LONGEST_PHRASE, len(spans)), first, -1):
            written = component[spans[first][0] : spans[after - 1][1]]
            folded = _folded(written)
            if folded in _table(is_cash=False) or folded in _table(is_cash=True):
                yield folded, written
                first = after
                break
        else:
            first += 1


def _word_spans(component: str) -> Iterator[tuple[int, int]]:
    """Where the words of a component are: cut at hyphens, before capitals that follow small letters, before digits."""
    start = 0
    for index, character in enumerate(component):
        if character == "-":
            if start < index:
                yield start, index
            start = index + 1
        elif start < index and _begins_word(component, index):
            yield start, index
            start = index
    if start < len(component):
        yield start, len(component)


def _begins_word(component: str, index: int) -> bool:
    before, character, after = component[index - 1], component[index], component[index + 1 : index + 2]
    if character.isdigit():
        return not before.isdigit()
    # The last capital of several begins a word with the small letters after it: USBank.
    return character.isupper() and (not before.isupper() or after.islower())


def _folded(text: str) -> str:
    """A text without hyphens, spaces, capitals and accents."""
    if text.isascii():
        return text.casefold().replace("-", "").replace(" ", "")
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in decomposed if each not in "- " and unicodedata.category(each) != "Mn")


@cache
def _table(*, is_cash: bool) -> frozenset[str]:
    table = _CASH if is_cash else _NO_CASH
    return frozenset(_folded(phrase) for row in table.values() for phrase in row.split(", "))


@cache
def _unspaced() -> re.Pattern[str]:
    """Finds words of the scripts without spaces, the longest of several that begin at one place."""
    rows = (*_CASH.values(), *_NO_CASH.values())
    words = {phrase for row in rows for phrase in row.split(", ") if re.search(_ANY_UNSPACED, phrase)}
    return re.compile("|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))))
