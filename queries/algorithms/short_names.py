# SPDX-License-Identifier: GPL-3.0-or-later
"""Short forms of first names in English, French, Arabic, Spanish, Portuguese and German.

A line is a full name and what it is shortened to; one short form may belong
to several names. Words are as `name_words` writes them: Latin letters, folded.
"""

_LINES = """
abdullah abdou abdo
abdelkader kader
abderrahmane abdou
abigail abby gail
alejandro alex ale jandro
alejandra ale sandra
alexander alex alec sandy sasha xander
alexandra alex sandra sasha
andrew andy drew
antonio toni tony tono
anthony tony
antonia toni tonia
benjamin ben benji benny
bernadette berna
caroline caro carol
catherine cathy kate katie cat
christian chris
christine chris christie tina
christopher chris kit
claudia claudi
daniel dan danny dani
david dave davy
dominique domi
edward ed eddie ted ned
elizabeth liz lizzie beth betty eliza lisa
elisabeth lisa elise sissi lisbeth
emmanuel manu emma manny
fatima fatou fatma fati
ferdinand ferdi
florence flo
francisco paco pancho fran
francesca fran
francois fanfan
frederick fred freddy
frederic fred
gabriel gabi gabe
gabriele gabi
gregory greg
guillermo memo guille
gustavo gus tavo
heinrich heinz
hippolyte poly
ignacio nacho
isabel isa bel
jacqueline jackie
james jim jimmy jamie
jennifer jen jenny
jeremy jerry
johannes hannes hans
jonathan jon jonny
joseph joe joey
jose pepe ze
josephine josie fifi
joshua josh
juan juanito
katharina kathi katja kati
khadija khadi dija
leonard leo len lenny
lourdes lulu
manuel manu manolo
margaret maggie meg peggy greta
margarete grete greta
maria mia mari
mathias matze
matthew matt
maximilian max
michael mike mick mickey micha
mohamed med mo momo moh
muhammad med mo moh
mustapha mus tapha
nathaniel nate nat
nicholas nick nicky
nicolas nico
oliver olli ollie
olivier oli
oumar oumi
pascal pasco
patricia pat patty trish
patrick pat paddy
peter pete
philip phil pip
rafael rafa
rebecca becky becca
ricardo rick
richard rick dick rich ricky
robert rob robbie bob bobby bert
roberto beto
ronald ron ronnie
samantha sam
samuel sam sammy
sebastian seb basti
sebastien seb
soledad sole
stephanie steph steffi
stephen steve
steven steve
susan sue susie
susanne susi
theodore ted theo
theresa terry tess
therese tete
thomas tom tommy
timothy tim timmy
ursula uschi
valentina vale
victoria vicky tori
vincent vince vinny
walter walt
william will bill billy liam willy
wolfgang wolf
youssef yous sef
yusuf joe
zachary zach zack
zeinab zineb zizi
"""
FULL_NAMES: dict[str, frozenset[str]] = {}
"""The full names that a word may stand for, itself among them if it is one."""
for _full, *_short in map(str.split, _LINES.strip().splitlines()):
    for _word in (_full, *_short):
        FULL_NAMES[_word] = FULL_NAMES.get(_word, frozenset()) | {_full}


def is_short_for(one: str, other: str) -> bool:
    """Say whether one of two words may be short for the other.

    >>> is_short_for("rob", "robert"), is_short_for("rob", "roberta"), is_short_for("bob", "rob")
    (True, False, False)
    """
    return one in FULL_NAMES.get(other, frozenset()) or other in FULL_NAMES.get(one, frozenset())
