# SPDX-License-Identifier: GPL-3.0-or-later
"""The words that people write above columns, in English, French and Arabic.

Everything is compared folded: without case, accents, spaces and `_`. The
first word of each language is the one that templates and pages show. What a
word means in which table is said in `loaders/headings.py`.
"""

from typing import NamedTuple


class Words(NamedTuple):
    """Ways to write one heading, separated by `|`."""

    en: str
    fr: str
    ar: str

    def all(self) -> list[str]:
        """Return every way to write it."""
        return [word for words in self for word in words.split("|") if word]


FIELDS: dict[str, Words] = {
    "id": Words("id|identifier|key|code|no|number|#", "identifiant|clé|numéro", "المعرف|معرف|رقم|الرقم"),
    "name": Words("name|full name|display name|title", "nom|nom complet|titre|intitulé", "الاسم|الاسم الكامل|اسم|العنوان"),
    "aliases": Words("aliases|alias|other names|also known as|aka|acronym|short name|nickname", "autres noms|alias|sigle|acronyme|surnom", "أسماء أخرى|اسم آخر|اختصار"),
    "description": Words("description|about them|notes|note|remarks|comments|comment|bio|details", "description|remarques|remarque|commentaires|commentaire|notes|détails", "الوصف|وصف|ملاحظات|ملاحظة|تفاصيل"),
    "url": Words("url|website|web site|web page|page|link|address of page", "site web|site|adresse web|lien|page web", "الموقع|الرابط|رابط|موقع إلكتروني"),
    "wikidata": Words("wikidata|wikidata item|wikidata id|qid|item", "élément wikidata|identifiant wikidata", "ويكي بيانات|ويكيداتا"),
    "username": Words("username|user name|wikimedia username|wikipedia username|user|account|wiki account|user account", "nom d'utilisateur|compte|compte wikimedia|pseudo|identifiant wikimedia|utilisateur|utilisatrice", "اسم المستخدم|المستخدم|حساب|اسم الحساب"),
    "affiliation": Words("affiliation|organisation|organization|institution|employer|company|workplace", "organisation|employeur|institution|structure|rattachement", "الانتماء|الجهة|المؤسسة|جهة العمل"),
    "country": Words("country|country of residence|nation|location", "pays|pays de résidence", "البلد|الدولة|بلد|دولة"),
    "languages": Words("languages|language|spoken languages|languages spoken", "langues|langue|langues parlées", "اللغات|اللغة|لغات|لغة"),
    "involved_since": Words("involved since|in the movement since|active since|member since|joined|year joined|volunteer since", "depuis|membre depuis|actif depuis|dans le mouvement depuis|année d'arrivée", "منذ|عضو منذ|مشارك منذ|سنة الانضمام"),
    "open_to_partners": Words("open to partners|open to partnerships|looking for partners|wants partners", "ouvert aux partenariats|ouvert à des partenaires|cherche des partenaires", "منفتح على الشراكة|يبحث عن شركاء"),
    "opted_out": Words("opted out|do not show|hide|no suggestions", "ne pas afficher|refus|retrait", "لا يرغب في الظهور|إخفاء"),
    "kind": Words("kind|type|category|sort|sector", "type|genre|catégorie|secteur", "النوع|نوع|الفئة|القطاع"),
    "region": Words("region|area|continent|region of the world", "région|zone|continent", "المنطقة|الإقليم|القارة"),
    "founded": Words("founded|founded in|established|recognised|recognition date|since", "fondé|fondation|créé en|date de création|reconnu le", "تأسس|تاريخ التأسيس|سنة التأسيس"),
    "status": Words("status|state|stage", "statut|état|étape", "الحالة|الوضع"),
    "start": Words("start|start date|date|begins|from|first day|year|when", "début|date de début|date|commence|année|quand", "البداية|تاريخ البداية|التاريخ|تاريخ|السنة"),
    "end": Words("end|end date|ends|to|last day|until", "fin|date de fin|jusqu'à|se termine", "النهاية|تاريخ النهاية"),
    "place": Words("place|venue|city|town|location|where", "lieu|ville|endroit|où", "المكان|المدينة|الموقع"),
    "language": Words("language|lang", "langue", "اللغة|لغة"),
    "original": Words("original|original text|text in original language", "original|texte original|version originale", "الأصل|النص الأصلي"),
    "original_language": Words("original language|language of the original", "langue originale|langue de l'original", "لغة الأصل|اللغة الأصلية"),
    "labels": Words("labels|translations|names in other languages", "traductions|noms dans d'autres langues", "الترجمات|تسميات"),
    "source": Words("source|from", "source|de", "المصدر|من"),
    "target": Words("target|to", "cible|vers|à", "الهدف|إلى"),
    "since": Words("since|start|start date|from date|begins", "depuis|début|date de début", "منذ|البداية|تاريخ البداية"),
    "until": Words("until|end|end date|to date|ends", "jusqu'à|fin|date de fin", "حتى|النهاية|تاريخ النهاية"),
    "note": Words("note|notes|remark|remarks|comment|comments", "note|notes|remarque|remarques|commentaire", "ملاحظة|ملاحظات"),
    "role": Words("role|roles|function|position|job title|responsibility", "rôle|fonction|poste|responsabilité", "الدور|الوظيفة|المنصب|المسؤولية"),
    "last_contact": Words("last contact|last contacted|date of last contact|last in touch", "dernier contact|date du dernier contact|contacté le", "آخر اتصال|آخر تواصل|تاريخ آخر تواصل"),
    "amount": Words("amount|sum|grant amount|budget|funding amount", "montant|somme|budget", "المبلغ|الميزانية"),
    "currency": Words("currency", "devise|monnaie", "العملة"),
    "outcome": Words("outcome|result|funding outcome", "résultat|issue", "النتيجة"),
    "on": Words("on|worked on", "sur", "على|حول"),
    "confirmed": Words("confirmed|checked", "confirmé|vérifié", "مؤكد|تم التحقق"),
    "stance": Words("stance|interest or offer", "position|posture", "الموقف"),
    "decision": Words("decision", "décision", "القرار"),
    "by": Words("by|decided by", "par|décidé par", "بواسطة|من قبل"),
    "date": Words("date|decided on|day", "date|décidé le", "التاريخ|تاريخ"),
}  # fmt: skip

# Parts of a person's name in columns of their own.
FIRST_NAME = Words("first name|first|given name|forename|first names", "prénom|prénoms", "الاسم الأول|الاسم الشخصي")
LAST_NAME = Words("last name|last|surname|family name", "nom de famille", "اسم العائلة|اللقب|الاسم العائلي|النسب")

TIES: dict[str, Words] = {
    "affiliate": Words("affiliate|affiliates|chapter|chapters|user group|user groups|wikimedia affiliate|community", "affilié|affiliés|chapitre|association locale|groupe d'utilisateurs|groupes d'utilisateurs|communauté", "الفرع|الفروع|الجهة التابعة|مجموعة المستخدمين|المجتمع"),
    "groups": Words("groups|group|team|teams|table|committee|committees|working group|working groups", "groupes|groupe|équipe|équipes|table|comité|comités|groupe de travail", "المجموعات|المجموعة|مجموعة|فريق|الفريق|لجنة|اللجنة|طاولة"),
    "member of": Words("member of|membership|memberships|belongs to", "membre de|adhésion|appartient à", "عضو في|عضوية|ينتمي إلى"),
    "works on": Words("works on|worked on|projects|project|works on projects|involved in|work", "travaille sur|a travaillé sur|projets|projet|participe à", "يعمل على|تعمل على|عمل على|المشاريع|المشروع|مشاريع|مشروع"),
    "contact for": Words("contact for|contact of|contacts at|knows|knows people at|in touch with|partner contact|our contact for", "contact pour|contact de|contact chez|connaît|en contact avec|contact auprès de", "جهة اتصال|جهة الاتصال ل|على اتصال مع|يعرف|تعرف|حلقة وصل مع"),
    "contacts": Words("contacts|contact|contact person|contact persons|contact people|our contact|known by|held by|who knows them|focal point", "contacts|contact|personne de contact|personnes de contact|personne contact|interlocuteur|interlocutrice|point focal|référent", "شخص الاتصال|جهة الاتصال|جهات الاتصال|نقطة الاتصال|المسؤول عن الاتصال"),
    "attended": Words("attended|events|event|took part in|was at|events attended|conferences", "a participé à|événements|évènements|événement|évènement|participation|conférences", "حضر|حضرت|الفعاليات|الفعالية|شارك في|فعالية|المؤتمرات"),
    "asked": Words("asked|questions|question|asks", "a demandé|questions|question|a posé|demande", "سأل|سألت|الأسئلة|السؤال|أسئلة|سؤال"),
    "interested in": Words("interested in|interests|interest|topics of interest|themes of interest", "intéressé par|intéressée par|s'intéresse à|intérêts|centres d'intérêt", "مهتم ب|مهتمة ب|الاهتمامات|اهتمامات|مهتم بـ|يهتم ب"),
    "offers": Words("offers|offer|can offer|skills|expertise|can help with|can teach|strengths", "propose|offre|offres|compétences|expertise|peut aider avec|savoir-faire", "يعرض|تعرض|يقدم|تقدم|المهارات|مهارات|الخبرات|خبرة"),
    "wants": Words("wants|want|needs|need|looking for|wants to learn|seeks|would like to learn", "cherche|besoins|besoin|recherche|souhaite apprendre|voudrait apprendre|veut", "يريد|تريد|يحتاج|تحتاج|الاحتياجات|احتياجات|يبحث عن|تبحث عن"),
    "themes": Words("themes|theme|topics|topic|about|keywords|keyword|tags|subjects|focus areas|focus", "thèmes|thème|sujets|sujet|mots-clés|mots clés|thématiques|thématique|domaines", "المواضيع|الموضوع|موضوع|مواضيع|المحاور|المحور|كلمات مفتاحية|الكلمات المفتاحية|حول"),
    "worked with": Words("worked with|works with|collaborators|collaborator|collaborates with|colleagues", "a travaillé avec|travaille avec|collaborateurs|collabore avec|collègues", "عمل مع|عملت مع|يعمل مع|تعمل مع|يتعاون مع|تتعاون مع|الزملاء"),
    "sought funding with": Words("sought funding with|applied for funding with|funding sought with|asked for funding", "a cherché un financement avec|financement demandé avec|demande de financement avec", "طلب تمويلا مع|طلب التمويل مع|سعى للتمويل مع"),
    "partners": Words("partners|partner|partner of|partner organisations|partner organizations|partner institutions|external partners|partnerships", "partenaires|partenaire|partenaire de|organisations partenaires|institutions partenaires|partenariats", "الشركاء|شركاء|شريك|الشريك|شريك ل|الشراكات|المؤسسات الشريكة"),
    "funded by": Words("funded by|funder|funders|funding|donor|donors|sponsor|sponsors|grant from", "financé par|financeur|financeurs|bailleur|bailleurs|financement|sponsor", "ممول من|الممول|الممولون|الجهة الممولة|التمويل|بتمويل من"),
    "funds": Words("funds|funded|finances|funded projects|funds projects", "finance|a financé|projets financés", "يمول|تمول|مول|المشاريع الممولة"),
    "part of": Words("part of|parent|belongs to|within|programme|program|broader|broader theme|parent theme|series", "fait partie de|partie de|parent|au sein de|programme|thème parent|plus large|série", "جزء من|ضمن|تابع ل|البرنامج|الموضوع الأعم|الأصل"),
    "members": Words("members|member|people|participants|staff|volunteers|who", "membres|membre|personnes|participants|participantes|personnel|bénévoles|qui", "الأعضاء|أعضاء|الأشخاص|المشاركون|المشاركين|المتطوعون|الموظفون"),
    "people": Words("people|who|team members|participants|volunteers|members|contributors|worked on by|attendees|attended by", "personnes|qui|membres de l'équipe|participants|participantes|bénévoles|membres|contributeurs", "الأشخاص|المشاركون|المشاركين|المتطوعون|الأعضاء|الفريق|الحضور|المساهمون"),
    "lead": Words("lead|leads|leader|project lead|coordinator|coordinators|coordinated by|manager", "responsable|responsables|chef de projet|coordinateur|coordinatrice|coordinateurs|coordonné par", "المنسق|المنسقة|المنسقون|المسؤول|قائد المشروع|مدير المشروع"),
    "mentors": Words("mentors|mentor", "mentors|mentor|mentore", "المرشد|المرشدون|الموجهون"),
    "speakers": Words("speakers|speaker|presenters|facilitators|facilitator", "intervenants|intervenante|intervenant|animateurs|conférenciers", "المتحدثون|المتحدث|المقدمون|الميسرون"),
    "organised by": Words("organised by|organized by|organisers|organizers|organiser|host|hosts|hosted by", "organisé par|organisateurs|organisateur|hôte|accueilli par", "المنظم|المنظمون|من تنظيم|الجهة المنظمة|المستضيف"),
    "asked by": Words("asked by|who asked|author|people|person", "demandé par|posée par|auteur|autrice|personne|personnes", "سأله|سألها|صاحب السؤال|السائل|طرحه"),
}  # fmt: skip

# What a file or sheet of such rows is called.
TABLES: dict[str, Words] = {
    "Person": Words("people|persons|person|members|contacts|participants|volunteers|attendees|staff|respondents|contributors", "personnes|personne|membres|contacts|participants|bénévoles|contributeurs", "أشخاص|الأشخاص|شخص|أعضاء|الأعضاء|المشاركون|المتطوعون|جهات الاتصال"),
    "Group": Words("groups|group|teams|team|committees|working groups|tables", "groupes|groupe|équipes|équipe|comités|groupes de travail", "مجموعات|المجموعات|مجموعة|فرق|الفرق|لجان|اللجان"),
    "Affiliate": Words("affiliates|affiliate|chapters|user groups|usergroups|communities", "affiliés|affilié|chapitres|groupes d'utilisateurs|associations locales|communautés", "الفروع|فروع|الجهات التابعة|مجموعات المستخدمين|المجتمعات"),
    "Partner": Words("partners|partner|organisations|organizations|institutions|glam|glams|museums|libraries|archives", "partenaires|partenaire|organisations|institutions|musées|bibliothèques", "شركاء|الشركاء|شريك|المؤسسات|مؤسسات|المتاحف|المكتبات"),
    "Project": Words("projects|project|programmes|programs|grants|campaigns|activities", "projets|projet|programmes|subventions|campagnes|activités", "مشاريع|المشاريع|مشروع|برامج|البرامج|منح|حملات"),
    "Event": Words("events|event|conferences|workshops|meetings|meet ups|meetups|editathons|edit a thons", "événements|évènements|événement|évènement|conférences|ateliers|rencontres|réunions", "فعاليات|الفعاليات|فعالية|مؤتمرات|المؤتمرات|ورش|لقاءات"),
    "Question": Words("questions|question", "questions|question", "أسئلة|الأسئلة|سؤال"),
    "Theme": Words("themes|theme|topics|keywords|capacities|subjects", "thèmes|thème|sujets|thématiques|mots clés|capacités", "مواضيع|المواضيع|موضوع|محاور|المحاور"),
}  # fmt: skip
