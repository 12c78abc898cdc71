# SPDX-License-Identifier: GPL-3.0-or-later
"""Words that do not tell what a question is about, in the languages that people ask in.

`GRAMMAR` holds what every sentence is built with; `GENERAL` what is to be done
or how it is (improve, need, better), which says little about the subject. They
are written by hand: no list was taken over from anywhere.
"""

GRAMMAR = frozenset(
    """
    a about after all also am among an and any are aren around as at be been before being between beyond both but by
    can cannot could did do does doesn doing don during each etc even ever every few for from get gets getting got
    had has have having he her here him his how however i if in instead into is isn it its itself just less lot lots
    may me might more most much must my neither no none nor not now of off often on once one only onto or other
    others our ours out over own per please rather same shall she should since so some somebody someone something
    sometimes still such than that the their them then there these they this those through to too toward towards
    under until up upon us use used very via vs was we were what whatever when where whether which while who whom
    whose why will with within without would yes yet you your yours ex eg ie ai au aux avec avons c ce ces cette
    comment d dans de des donc du elle elles en entre est et eu il ils j je l la le les leur leurs lors mais me meme
    mes mon n ne nos notre nous on ont ou par pas peut peuvent plus pour pourquoi pourrait pouvons qu quand que quel
    quelle quelles quels qui quoi s sa sans se ses si son sont sous sur ta te tes toi ton tous tout toute toutes tu
    un une vers vos votre vous y al algo como con cual cuales cuando de del donde el ella ellos en entre es esta
    estan este esto hay la las lo los mas mi muy nos nuestra nuestro o para pero podemos por porque puede que quien
    se ser si sin sobre su sus tiene un una unos y ao aos as com da das dos e ela eles em essa esse isso ja mais mas
    na nao nas nem nosso nossa no num numa os ou pela pelo podem pode qual quais sao seu sua tambem um uma aber als
    am auch auf aus bei das dass dem den der des die dies diese dieser durch ein eine einem einen einer er es fur
    haben hat ich ihr ihre im in ist kann konnen man mehr mit nach nicht noch nur oder ohne sich sie sind so uber um
    und uns unser unsere vom von vor war warum was welche welcher wenn wer werden wie wir wird wo zu zum zur في من
    على الى الي عن مع ان او هل ما ماذا لماذا كيف متي اين كم اي هذا هذه ذلك تلك التي الذي الذين هو هي هم نحن انا لا
    لم لن قد كان كانت يكون تكون يمكن يمكننا نا ثم بين كل بعض غير حتي اذا عند لدي بعد قبل
    """.split()
)
GENERAL = frozenset(
    """
    ask become begin believe best better big bring build call change come common consider continue create current
    develop different difficult easier easily easy encourage ensure enough establish example exist expand explain
    feel find focus follow give go good grow happen hard hear help high human implement improve include increase
    involve keep kind know lead least leave let level like live look low maintain make manage many mean move need
    new number offer old order part people person play possible prevent problem promote provide put ready real run
    say see seem set show similar simple small solve start stay stop successful support sure take talk tell term
    thing think time today try turn type understand want way work write aider ameliorer avoir besoin bon changer
    chose commencer comprendre creer devenir developper devoir dire donner encourager etre exemple exister faire
    facile falloir garder gens grand meilleur mettre mieux nouveau nouvelle part passer personne petit possible
    pouvoir prendre probleme promouvoir renforcer rendre savoir soutenir temps travailler trouver type utiliser
    venir voir vouloir ayudar cambiar cosa crear decir desarrollar hacer mejor mejorar necesitar nuevo persona poder
    problema querer saber tener tipo trabajar usar ajudar coisa criar dizer fazer melhor melhorar mudar novo pessoa
    precisar querer ter trabalhar andern besser brauchen fordern gut helfen machen mochten neu problem schaffen
    sollen tun unterstutzen verbessern wollen نحتاج يجب نجعل نعمل العمل افضل تحسين نحسن المزيد اكثر دعم ندعم جديد
    جديده مشكله اشخاص الناس طريقه نريد نستطيع
    """.split()
)
