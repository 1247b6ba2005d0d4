"""Help of each option and argument, in French, by the English text."""

OPTIONS = {
    "How often it runs.": "À quel rythme.",
    "Of Paris, 0 to 23.": "L'heure de Paris, de 0 à 23.",
    "Of the week (1 is Monday) or of the month (1 to 28).": (
        "Jour de la semaine (1 : lundi) ou du mois (1 à 28)."
    ),
    "An optional ROLE that takes no data; may be repeated.": (
        "Un RÔLE facultatif qui ne prend aucune donnée ; peut se répéter."
    ),
    "Of a dry run: activate that, or refuse.": (
        "La marque d'un essai : active exactement cela, ou refuse."
    ),
    "Without those left as they are.": "Sans ceux qui sont laissés tels quels.",
    "The SIREN of the body; else everything.": "Le SIREN de l'organisme ; tout, sinon.",
    "A folder that `export` wrote.": "Un dossier écrit par `export`.",
    "Two processes on one port, against one.": "Deux processus sur un port, contre un.",
    "Processes on the one port.": "Processus sur le même port.",
    "A body, by its short name or SIREN.": "Un organisme, par son nom court ou son SIREN.",
    "As people will read it.": "Comme les gens le liront.",
    "Of who asks it without saying one.": "Celle de qui la pose sans en dire.",
    "A value to fill in: depuis:date=2026-01-01; may be repeated.": (
        "Une valeur à remplir : depuis:date=2026-01-01 ; peut se répéter."
    ),
    "As `link list` shows it: lien-3f9a2c01.": "Comme `link list` le montre : lien-3f9a2c01.",
    "The name of a saved question.": "Le nom d'une question enregistrée.",
    "xlsx, csv, csv-excel-fr, parquet, json or geojson.": (
        "xlsx, csv, csv-excel-fr, parquet, json ou geojson."
    ),
    "name=value, for a value to fill in; may be repeated.": (
        "nom=valeur, pour une valeur à remplir ; peut se répéter."
    ),
    "That of the question when not said.": "Celle de la question quand rien n'est dit.",
    "YYYY-MM-DD; 366 days at most, 90 by default.": (
        "AAAA-MM-JJ ; 366 jours au plus, 90 par défaut."
    ),
    "Requests a month.": "Requêtes par mois.",
    "Seconds of processing a month.": "Secondes de traitement par mois.",
    "Megabytes kept in deposits.": "Mo enregistrés en dépôt.",
    "Changes nothing.": "Ne change rien.",
    "A file; or `versions`, `undo`.": "Un fichier ; ou `versions`, `undo`.",
    "With `versions` and `undo`: which dataset.": "Avec `versions` et `undo` : quel jeu.",
    "The dataset that the file goes into.": "Le jeu de données qui reçoit le fichier.",
    "The deposit that a new dataset is made in.": "Le dépôt où un nouveau jeu est créé.",
    "In place of all rows, beside them, or key by key.": (
        "À la place de toutes les lignes, à leur suite, ou par la clé."
    ),
    "A JSON file: what you decide about the file.": (
        "Un fichier JSON : ce que vous décidez du fichier."
    ),
    "Kept with the version.": "Gardé avec la version.",
    "A GeoJSON of communes (also .gz): a file, or its https address.": (
        "Un GeoJSON des communes (aussi en .gz) : un fichier, ou son adresse https."
    ),
    "Whom maps name as the source of the contours.": (
        "Qui les cartes nomment comme source des contours."
    ),
    "The year of the contours, which maps name.": "L'année des contours, que les cartes nomment.",
    "A service's name, or the folder of one.": "Le nom d'un service, ou son dossier.",
    "The digest that `list` shows.": "L'empreinte que montre `list`.",
    "A published service: `rpqs-dechets`.": "Un service publié : `rpqs-dechets`.",
    "An activation: `valcobreizh-rpqs-dechets`.": ("Une activation : `valcobreizh-rpqs-dechets`."),
    "A published service: `comparaison`.": "Un service publié : `comparaison`.",
    "Data of your body: `valcobreizh.chiffres`.": (
        "Des données de votre organisme : `valcobreizh.chiffres`."
    ),
    "One of `service consents`.": "Un de ceux de `service consents`.",
    "The last day: 2027-12-31.": "Le dernier jour : 2027-12-31.",
    "What they may be read for.": "La finalité pour laquelle elles peuvent être lues.",
    "ROLE=ORGANISATION.DATASET; may be repeated.": "RÔLE=ORGANISME.JEU ; peut être répété.",
    "ROLE.FIELD=COLUMN; may be repeated.": "RÔLE.CHAMP=COLONNE ; peut être répété.",
    "What data of others are read for.": "Ce pour quoi les données d'autres sont lues.",
    "Its folder.": "Son dossier.",
    "A folder with the files to try it on.": "Un dossier avec les fichiers sur lesquels l'essayer.",
    "ROLE.FIELD=COLUMN or ROLE=FILE; may be repeated.": (
        "RÔLE.CHAMP=COLONNE ou RÔLE=FICHIER ; peut être répété."
    ),
    "PARAMETER=VALUE; may be repeated.": "PARAMÈTRE=VALEUR ; peut être répété.",
    "A file with the public key that is trusted: PEM or JWK.": (
        "Un fichier avec la clé publique de confiance : PEM ou JWK."
    ),
    "As a JWK set instead of PEM.": "En JWK au lieu de PEM.",
    "A folder that does not exist yet.": "Un dossier qui n'existe pas encore.",
    "The SIREN of the body whose chain it is; else all.": (
        "Le SIREN de l'organisme dont c'est la chaîne ; toutes sinon."
    ),
    "An export.": "Un export.",
    "To that day, 26/11/2026, included.": "Jusqu'à ce jour, 26/11/2026, compris.",
    "For the operator: what each body asked, by month.": "Pour l'exploitant : ce que chaque "
    "organisme a demandé, mois par mois.",
    "With --bodies: euros of a month to share out, 1200.50.": "Avec --bodies : les euros d'un mois "
    "à répartir, 1200.50.",
    "A line a day, or a month.": "Une ligne par jour, ou par mois.",
    "One of yours, as ORGANISATION.DATASET.": "L'un des vôtres : ORGANISME.JEU.",
    "A moment, in Paris: 2026-11-26T08:00.": "Un instant, à Paris : 2026-11-26T08:00.",
    "The reference of the request.": "La référence de la requête.",
    "The store itself, and the roots beside it.": (
        "La base elle-même, et les racines écrites à côté."
    ),
    "The receipt, a file that holds it, or - for standard input.": (
        "Le reçu, un fichier qui le contient, ou - pour l'entrée standard."
    ),
    "The ZIP of --format evidence.": "Le ZIP de --format evidence.",
    "The answer, byte for byte.": "La réponse, octet pour octet.",
    "Show this message and exit.": "Montre cette aide.",
    "As `key list` shows it: cle-3f9a2c01.": "Telle que `key list` la montre : cle-3f9a2c01.",
    "YYYY-MM-DD; the longest by default.": "AAAA-MM-JJ ; la plus longue durée sinon.",
    "What it is for, as people will read it.": "À quoi elle sert, comme on le lira.",
    "organisation.dataset; may be repeated.": "organisme.jeu ; peut être répété.",
    "What the key may read for; may be repeated.": (
        "Ce pour quoi elle lit : la finalité ; peut être répété."
    ),
    "Of answers; all by default.": "Des réponses ; tous sinon.",
    "graphql, sql, rest…; the first two by default.": (
        "graphql, sql, rest… ; les deux premières sinon."
    ),
    "Its name: lower-case letters, digits and dashes.": "Son nom : minuscules, chiffres et tirets.",
    "The document; SQL where it ends in .sql.": "Le document ; du SQL s'il finit par .sql.",
    "A saved document, the only ones that it may send; may be repeated.": (
        "Un document enregistré, les seuls qu'elle peut envoyer ; peut se répéter."
    ),
    "From where: 192.0.2.0/24; anywhere by default.": ("D'où : 192.0.2.0/24 ; de partout sinon."),
    "How long the earlier key serves beside it.": "Combien de jours la précédente sert encore.",
    "As their tokens name them, of your own body.": (
        "Tel que son jeton le nomme, de votre organisme."
    ),
    "agent, steward, approver, dpo.": "agent, steward (référent), approver (signataire), dpo.",
    "Who signed in and has no role yet.": "Qui s'est connecté et n'a pas encore de rôle.",
    "0 chooses a free one.": "0 : un port libre.",
    "Opens the PostgreSQL door; 0 chooses a free port.": (
        "Ouvre la porte PostgreSQL ; 0 : un port libre."
    ),
    "Where queries run.": "Où s'exécutent les requêtes.",
    "Times as many weighings.": "Autant de fois plus de pesées.",
    "The demo's folder.": "Le dossier de la démonstration.",
    "YAML files, or folders of them.": "Des fichiers YAML, ou des dossiers qui en contiennent.",
    "What INTERCO_HOSTING would be: JSON.": "Ce que serait INTERCO_HOSTING : du JSON.",
    "The SIREN of an EPCI.": "Le SIREN d'un EPCI.",
    "Asks nothing.": "Ne demande rien.",
    "Only show the difference.": "Montre seulement la différence.",
    "Who acts.": "Qui agit.",
    "Outside the demo.": "Hors de la démonstration.",
    "Where, with --token or after `login`.": "Où, avec --token ou après `login`.",
    "Its name; the first one when not said.": "Son nom ; le premier, sans précision.",
    "By a code that you type in another browser.": "Par un code tapé dans un autre navigateur.",
    "For example agent@valcobreizh.": "Par exemple agent@valcobreizh.",
    "Nine digits.": "Neuf chiffres.",
    "A BANATIC code: 1510 is waste, 1502 water.": "Un code BANATIC : 1510 déchets, 1502 eau.",
    "A day: 26/11/2026 or 2026-11-26.": "Un jour : 26/11/2026 ou 2026-11-26.",
    "YYYY-MM-DD.": "Un jour : 26/11/2026 ou 2026-11-26.",
    "Nobody: what anyone sees.": "Personne : ce que chacun voit.",
    "What for: what is given depends on it.": "Pour quoi : ce qui est donné en dépend.",
    "One of them: collectes/2025.csv.": "L'un d'eux : collectes/2025.csv.",
    "As a section datasets: to be completed and applied.": (
        "Comme une section datasets: à compléter et à appliquer."
    ),
    "One organisation's slug.": "Le nom court d'un organisme.",
    "A file with the document, - for standard input, or the document.": (
        "Un fichier qui contient le document, - pour l'entrée standard, ou le document."
    ),
    "An agent of the demo.": "Un agent de la démonstration.",
    "What the data is for.": "À quoi servent les données : la finalité.",
    "Rows that several bodies of a standard have: which ones to keep.": (
        "Les lignes que plusieurs organismes d'un standard ont : lesquelles garder."
    ),
    "The SIREN of who mandates you.": "Le SIREN de qui vous mandate.",
    "Of the file that the query treats.": "La référence du dossier que la requête traite.",
    "A JSON object.": "Un objet JSON.",
    "How the answer is shown.": "Comment la réponse est montrée.",
    "The statement, or - for standard input.": "La requête, ou - pour l'entrée standard.",
    "A file with the statement.": "Un fichier qui contient la requête.",
    "A JSON list, one value for each ?.": "Une liste JSON, une valeur pour chaque ?.",
    "An agent of the demo: approver@valcobreizh.": (
        "Un agent de la démonstration : approver@valcobreizh."
    ),
    "The SIREN of whoever gave your organisation a mandate.": (
        "Le SIREN de qui a donné un mandat à votre organisme."
    ),
    "Where the answer goes, whole or not at all.": "Où va la réponse, entière ou pas du tout.",
    "The id of a past request.": "La référence d'une requête passée.",
    "The SIREN of who gave a mandate.": "Le SIREN de qui a donné un mandat.",
    "organisation.dataset, or the dataset's id.": "organisation.jeu, ou l'identifiant du jeu.",
    "Another body's SIREN, for the owner's steward or DPO.": (
        "Le SIREN d'un autre organisme, pour le référent ou le DPO du propriétaire."
    ),
    "YYYY-MM-DD; now otherwise.": "Un jour : 26/11/2026 ou 2026-11-26 ; maintenant sinon.",
    "A day, 26/11/2026 or 2026-11-26; now otherwise.": (
        "Un jour : 26/11/2026 ou 2026-11-26 ; maintenant sinon."
    ),
    "The file to write; one that is there is replaced.": (
        "Le fichier à écrire ; s'il existe, il est remplacé."
    ),
    "A PEM file of a P-256 private key.": "Un fichier PEM d'une clé privée P-256.",
    "Warnings are faults.": "Les avertissements comptent comme des défauts.",
    "Only the tests without servers.": "Seulement les tests sans serveurs.",
    "Every place, question and planted bug too.": "Aussi chaque lieu, question et faute plantée.",
    "Fail on branches that decide and no test takes.": "Échouer si une branche qui décide n'est "
    "suivie par aucun test.",
    "Ask an OPA server too.": "Interroge aussi un serveur OPA.",
    "Read from a Trino too.": "Lit aussi par un Trino.",
    "One node of Trino, one worker and two.": "Un nœud de Trino, un exécutant, puis deux.",
    "Stream millions of rows in each format.": "Des millions de lignes dans chaque format.",
    "Nothing but what the other options name.": "Rien d'autre que ce que nomment les autres "
    "options.",
    "The same lists by us, by Strawberry and by hand.": "Les mêmes listes par nous, par Strawberry "
    "et à la main.",
    "One process over countries of several sizes.": "Un processus sur des pays de plusieurs "
    "tailles.",
    "Of such a country; may be repeated.": "D'un tel pays ; peut être répété.",
    "The growth of --scale as a picture (SVG).": "La croissance de --scale en image (SVG).",
    "A search of 10,000 datasets, with its facets.": (
        "Une recherche parmi 10 000 jeux de données, avec ses facettes."
    ),
    "Eight workloads: us, PostGraphile 5 bare and with duties, SQL by hand.": "Huit charges : "
    "nous, PostGraphile 5 nu et avec nos devoirs, du SQL à la main.",
    "ORGANISATION.DATASET": "ORGANISATION.JEU",
    "An agent of the owner.": "Un agent du propriétaire.",
    "A dataset's id, or ORGANISATION.DATASET.": "L'identifiant d'un jeu, ou ORGANISATION.JEU.",
    "One of yours, as ORGANISATION.DATASET; all when not said.": (
        "L'un des vôtres : ORGANISATION.JEU ; tous si rien n'est dit."
    ),
    "Only what is not read yet.": "Seulement ce qui n'est pas encore lu.",
    "From that day on, 26/11/2026; a year otherwise.": "Depuis ce jour, 26/11/2026 ; un an sinon.",
    "All that your organisation owns.": "Tous ceux de votre organisme.",
    "As last seen by the gateway: no source is asked.": (
        "Comme la passerelle les a vues en dernier : aucune source n'est interrogée."
    ),
    "As --format json.": "Comme --format json.",
    "As JSON.": "En JSON.",
    "As declared, or organisation.name, or its id (`storage list`).": (
        "Comme déclaré, ou organisation.nom, ou son identifiant (`storage list`)."
    ),
    (
        "One of yours, or a kind: files, sqlite, postgresql, s3, mariadb, iceberg, iceberg_rest,"
        " deposit."
    ): (
        "L'un des vôtres, ou une sorte : files, sqlite, postgresql, s3, mariadb, iceberg,"
        " iceberg_rest, deposit."
    ),
    "Its short name or SIREN; yours when not said.": (
        "Son nom court ou son SIREN ; le vôtre si rien n'est dit."
    ),
    "An xlsx, xls, ods, csv, parquet or geojson file.": (
        "Un fichier xlsx, xls, ods, csv, parquet ou geojson."
    ),
    "CSV or Parquet, recognised by their columns.": "CSV ou Parquet, reconnus à leurs colonnes.",
    "Year of a list of communes whose file name does not say it.": (
        "L'année d'une liste de communes dont le nom de fichier ne la dit pas."
    ),
    "Who acts: an operator.": "Qui agit : un exploitant.",
    "A gateway's store, instead of the demo's.": (
        "Le catalogue d'une passerelle, au lieu de celui de la démonstration."
    ),
    "Year of the map on which codes are read.": "L'année de la carte où les codes sont lus.",
    "YYYY-MM-DD; by default 1 January of the vintage.": (
        "Un jour : 26/11/2026 ou 2026-11-26 ; le 1er janvier du millésime sinon."
    ),
    "May be repeated.": "Peut être répété.",
    "Your side.": "Votre côté.",
    "A version: conv-2026-0017@2; without @2, the newest.": (
        "Une version : conv-2026-0017@2 ; sans @2, la plus récente."
    ),
    "Into a file; else standard output.": "Dans un fichier ; sinon la sortie standard.",
    "With article-30: so that Excel reads it as UTF-8.": (
        "Avec article-30 : pour qu'Excel le lise en UTF-8."
    ),
    "YAML: an agreement, or several.": "YAML : une convention, ou plusieurs.",
    "For lines of a CSV that name none.": "Pour les lignes d'un CSV qui n'en nomment pas.",
    "YAML or CSV: one line or text each.": "YAML ou CSV : une ligne ou un texte par convention.",
    "Instead of a file.": "Au lieu d'un fichier.",
    "Who receives: slug or SIREN.": "Qui reçoit : nom court ou SIREN.",
    "YYYY-MM-DD, the last day.": "Le dernier jour : 26/11/2026 ou 2026-11-26.",
    "'Anne Le Goff <anne@mairie.fr>'": "'Anne Le Goff <anne@mairie.fr>'",
    "'Name <address>'": "'Nom <adresse>'",
    "Reference of the DPIA.": "La référence de l'AIPD.",
    "Why the DPO needs none.": "Pourquoi le DPO n'en demande pas.",
    "Instead of the template's.": "Au lieu de celle du modèle.",
    "The next one when empty.": "La suivante si rien n'est dit.",
    "Say what it would do, and do nothing.": "Dit ce qui serait fait, et ne fait rien.",
    "conv-2026-0017, or a YAML file with that id.": (
        "conv-2026-0017, ou un fichier YAML qui a cet identifiant."
    ),
    "When it takes the old one's place.": "Quand elle prend la place de l'ancienne.",
    "All of them; repeated.": "Toutes ; à répéter.",
    "Told to the other party.": "Dit à l'autre partie.",
    "As what you sign: maire, présidente…": "À quel titre vous signez : maire, présidente…",
    "Deliberation or delegation: its reference.": "Délibération ou délégation : sa référence.",
    "Since when it is enforceable: YYYY-MM-DD.": (
        "Depuis quand elle est exécutoire : 26/11/2026 ou 2026-11-26."
    ),
    "The one that the preview showed.": "Celle que l'aperçu a montrée.",
    "Show the preview now, then sign it.": "Montre l'aperçu maintenant, puis signe.",
    "The signed PDF; its digest is kept.": "Le PDF signé ; son empreinte est gardée.",
    "Of the key that signed it.": "De la clé qui l'a signé.",
    "Take one that nobody signed.": "En prendre un que personne n'a signé.",
    "The digest of exactly what was found.": "L'empreinte de ce qui a été trouvé.",
    "Slug or SIREN of who will act.": "Nom court ou SIREN de qui agira.",
    "Deliberation: its reference.": "Délibération : sa référence.",
    "Since when it is enforceable.": "Depuis quand elle est exécutoire.",
    "The last day.": "Le dernier jour.",
    "All when it is not said.": "Toutes si rien n'est dit.",
    "Of yours, organisme.jeu.": "L'un des vôtres : organisation.jeu.",
    "Told to the other side.": "Dit à l'autre côté.",
    "From that day; at once when not said.": "À partir de ce jour ; aussitôt si rien n'est dit.",
    "Lower-case letters, digits and underscores.": "Minuscules, chiffres et tirets bas.",
    "In French.": "En français.",
    "In English.": "En anglais.",
    "Of your own organisation.": "De votre organisme.",
    "Codes; none takes all away.": "Des codes ; sans aucun, toutes sont retirées.",
    "Of their tokens; yours by default.": "De ses jetons ; le vôtre par défaut.",
    "Yours to choose: eau_lecture.": "À votre choix : eau_lecture.",
    "Drop the old keys: old backups cannot be read then.": (
        "Retire les anciennes clés : les anciennes sauvegardes ne se lisent plus."
    ),
    "The body that operates, and its agent.": "L'organisme qui exploite, et son agent.",
    "A gateway's store, instead of the one of its settings.": (
        "Le magasin d'une passerelle, au lieu de celui de ses réglages."
    ),
    "A file, not standard output.": "Un fichier, au lieu de la sortie standard.",
    "With --audit: exports of OSV (a ZIP, or a folder of ZIP or JSON files).": (
        "Avec --audit : des exports d'OSV (un ZIP, ou un dossier de ZIP ou de JSON)."
    ),
    "Compare the lock files with advisories that you have fetched.": (
        "Compare les fichiers de verrou aux avis de sécurité que vous avez téléchargés."
    ),
    "With --audit: older advisories prove nothing.": (
        "Avec --audit : des avis plus anciens ne prouvent rien."
    ),
    "Its key ring, instead of the demo's.": (
        "Son trousseau de clés, au lieu de celui de la démonstration."
    ),
    "Yours to choose; the same replaces it.": "À votre choix ; le même nom le remplace.",
    "https only, a host that was approved.": "https seulement, vers un hôte approuvé.",
    "env:… or file:…, never itself.": "env:… ou file:…, jamais lui-même.",
    "All when not said.": "Toutes si rien n'est dit.",
    "Its id, as `webhook list` shows it.": "Son identifiant, que `webhook list` montre.",
    "Its id, as `webhook deliveries` shows it.": (
        "Son identifiant, que `webhook deliveries` montre."
    ),
    "A folder of Rego, whole.": "Un dossier de Rego, entier.",
    "How far back: 30d, 12h.": "Jusqu'où remonter : 30d, 12h.",
    "What exits with 1: opens, any change, or never.": (
        "Ce qui sort avec 1 : une ouverture, tout changement, ou jamais."
    ),
    "Whose audit; the demo's otherwise.": "L'audit de qui ; celui de la démonstration sinon.",
    "A standard: collecte-dechets.": "Un standard : collecte-dechets.",
    "The contractor: its short name or its SIREN.": (
        "Le prestataire : son nom court ou son SIREN."
    ),
    "The contractor: short name, SIREN or name.": (
        "Le prestataire : son nom court, son SIREN ou son nom."
    ),
    "The SHA-256 of the figure.": "L'empreinte SHA-256 du chiffre.",
    "A file, or a statement in SQL.": "Un fichier, ou une requête SQL.",
    "A short name: tonnage_omr.": "Un nom court : tonnage_omr.",
    "In French, for those who vote it.": "En français, pour qui le vote.",
    "The year that it is of.": "L'année dont il s'agit.",
    "The vote's reference.": "La référence du vote.",
    "A text of your own, which the paper shows. In French.": (
        "Un texte de vous, que le papier montre. En français."
    ),
    "The same text in English.": "Le même texte en anglais.",
    "The digest of the figure that this one replaces.": (
        "L'empreinte du chiffre que celui-ci remplace."
    ),
    "With --corrects.": "Avec --corrects.",
    "Words of the title.": "Des mots du titre.",
    "Of that year alone.": "De cette année seulement.",
    "Of that indicator alone.": "De cet indicateur seulement.",
    "With what was corrected.": "Avec ce qui a été corrigé.",
    "The file to write.": "Le fichier à écrire.",
    "Else by its ending.": "Sinon d'après sa terminaison.",
    "The paper in English.": "Le document en anglais.",
    "Of a report: whole, without communes, or one block for each.": (
        "D'un rapport : tout, sans les communes, ou un bloc pour chacune."
    ),
    "The page of that commune alone, by its code.": "La page de cette commune seule, par son code.",
    "The canonical JSON of the figure.": "Le JSON canonique du chiffre.",
    "A campaign: camp-2026-0001.": "Une campagne : camp-2026-0001.",
    "Of the agreements: rpqs_dechets.": "Le modèle des conventions : rpqs_dechets.",
    "First month: 2026-01.": "Premier mois : 2026-01.",
    "Last month: 2026-12.": "Dernier mois : 2026-12.",
    "Expected by that day: 2027-04-30.": "Attendu pour ce jour : 2027-04-30.",
    "As the members will read it.": "Comme les membres le liront.",
    "May be repeated; none: all members.": "Peut être répété ; sans lui, tous les membres.",
    "Its name, at each member.": "Son nom, chez chaque membre.",
    "Instead of that of the template.": "Au lieu de celui du modèle.",
    "The last day to answer, else 30 days: YYYY-MM-DD.": (
        "Le dernier jour pour répondre, sinon 30 jours : AAAA-MM-JJ."
    ),
    "The agreements' last day.": "Le dernier jour des conventions.",
    "A line of the calendar.": "Une ligne du calendrier.",
    "With --duty: the year of the data.": "Avec --duty : l'année des données.",
    "A campaign to take up again, a year later.": "Une campagne à reprendre, un an après.",
    "This one when not said.": "Celle en cours si rien n'est dit.",
    "The one that the paper bears.": "Celle que porte le document.",
}
