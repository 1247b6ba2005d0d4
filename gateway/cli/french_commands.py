"""Help of each command in French, by the words typed; examples are the same in both languages."""

from gateway.cli.french_service_commands import SERVICE_COMMANDS

COMMANDS = {
    **SERVICE_COMMANDS,
    "": (
        "Des collectivités interrogent les données des autres là où elles sont, sous des"
        " conventions que les deux ont signées."
    ),
    "demo": (
        "Une passerelle avec onze organismes réels et des lignes synthétiques, sur cette"
        " machine seulement. `--engine trino` lance tout : PostgreSQL, S3, OPA, Trino."
    ),
    "serve": "La passerelle de production ; ses réglages viennent des variables INTERCO_…",
    "apply": (
        "Inscrit des organismes depuis des fichiers : montre la différence, puis l'applique"
        " en entier ou pas du tout."
    ),
    "declaration": (
        "Un organisme en YAML, sur la sortie standard : l'appliquer ne change rien. Les secrets "
        "par leur référence seule. Un référent a ce que les référents de son organisme déclarent, "
        "l'exploitant tout organisme en entier. "
        "Exemple : `./interco declaration --as steward@valcobreizh > organisation.yaml`."
    ),
    "token": "Un jeton pour un agent de la démonstration.",
    "login": "Vous connecte chez un fournisseur de la passerelle, pour les autres commandes.",
    "logout": "Oublie le jeton que `login` a gardé.",
    "whoami": "Pour qui la passerelle vous prend.",
    "territory": "Ce qu'un organisme couvre pour une compétence, à une date.",
    "schema": (
        "Le schéma GraphQL (SDL) qu'un agent peut découvrir ; les descriptions disent comment"
        " chaque colonne lui est donnée pour la finalité : en clair, pseudonymisée ou masquée."
    ),
    "query": "Pose une requête GraphQL.",
    "inbox": "Ce dont votre organisme a été prévenu, le plus récent d'abord.",
    "usage": (
        "Qui a lu vos jeux de données : finalité, convention, lignes, dernière fois ; les"
        " données ouvertes aussi. Exemple : `./interco usage sde35.bornes_recharge --by month --as"
        " steward@sde35`. Pour l'exploitant : `./interco usage --bodies --cost 1200 --as"
        " operator@interco`."
    ),
    "history": "Ce que vous avez demandé vous-même, le plus récent d'abord.",
    "could-read": (
        "Qui avait le droit de lire un de vos jeux entre deux instants, d'après les catalogues de"
        " ce temps et les règles d'aujourd'hui."
    ),
    "sql": "Pose une requête SQL (dialecte de Trino) ; sans requête, ouvre un interpréteur.",
    "explain": "Pourquoi un document, ou une requête passée, reçoit cette réponse.",
    "access": "Ce qui peut être lu d'un jeu de données, un jour donné.",
    "doctor": (
        "Passe en revue réglages, clés, catalogue, disque, horloge, règles, moteurs, secrets,"
        " tâches de fond et chaque stockage.\n\nDe la passerelle dont les réglages sont dans"
        " l'environnement (INTERCO_ISSUERS), sinon de la démonstration. Code de sortie 0 quand"
        " rien n'est en défaut, 1 sinon."
    ),
    "config": "Les réglages de la passerelle que cet environnement lancerait.",
    "config check": (
        "Si `serve` démarrerait : réglages, noms des variables, clés, disque. N'ouvre rien ;"
        " `doctor` regarde ce qui répond. Code de sortie 1 si quelque chose ne va pas."
        " Exemple : `./interco config check --json`."
    ),
    "config show": (
        "Chaque réglage, sa valeur et ce qui l'a donné ; les secrets sont cachés."
        " Exemple : `./interco config show --set`."
    ),
    "migrate": (
        "Met les tables de la base à cette version ; qui le fait au même moment attend."
        " `--plan` dit ce qui serait fait. Exemple : `./interco migrate --plan`."
    ),
    "export": (
        "Catalogue, conventions, preuves, journal et fichiers déposés en fichiers qu'un tableur"
        " ouvre, avec leurs schémas : de tout, ou d'un organisme."
        " Exemple : `./interco export /srv/export --body 243500667`."
    ),
    "import": (
        "Un tel dossier dans une installation vide : en entier, ou rien."
        " Exemple : `./interco import /srv/export --fingerprint KEY`."
    ),
    "store": (
        "Le magasin d'une passerelle, pour son exploitant : le premier exploitant, une"
        " sauvegarde remise en place."
    ),
    "store first-operator": (
        "Inscrit le premier exploitant dans un catalogue vide, depuis une déclaration ; refusé dès"
        " qu'il y a un agent. Exemple : `./interco store first-operator first.yaml --dry-run`."
    ),
    "store renew-epoch": (
        "Après une sauvegarde remise en place, avant de servir : les numéros de version du"
        " catalogue utilisés depuis la sauvegarde ne désigneront jamais deux catalogues."
    ),
    "check": "Format, style, types, dépendances, Rego, liens : ce que l'intégration lance d'abord.",
    "test": "Les tests, avec les vrais serveurs qu'il leur faut.",
    "bench": "La vitesse, en rapport à un pair ou à un plancher dans la même exécution.",
    "sbom": (
        "Les bibliothèques sur lesquelles Interco repose, avec leurs empreintes, en CycloneDX JSON"
        " pour un analyseur ; ou, avec --audit, celles qui ont une faiblesse connue. Exemples :"
        " `./interco sbom --out sbom.json`, `./interco sbom --audit pypi.zip npm.zip`.\n\nAucun"
        " accès au réseau. Avec --audit : 1 quand une faiblesse est connue, 3 quand rien ne permet"
        " de le dire."
    ),
    "version": "La version de cet Interco.",
    "dataset": "Ce qu'un propriétaire peut savoir de ses propres jeux de données.",
    "dataset check": (
        "Lit en entier la source d'un jeu de données : ce qui y est vide, illisible ou en double,"
        " à quelle ligne ; pour les référents.\n\nCode de sortie 1 quand quelque chose empêche de"
        " lire, 0 avec de simples avertissements."
    ),
    "dataset coverage": (
        "Les codes de commune par cause : actuels, anciens et suivis, postaux, inconnus, sans date."
    ),
    "dataset drift": (
        "Ce qui a changé à la source depuis la version inscrite : pour les référents.\n\n"
        "Code de sortie 1 quand une lecture en est cassée ou empêchée, ou qu'une source n'a pu"
        " être vue."
    ),
    "storage": "Les stockages : où votre organisme tient ses données, qui y restent.",
    "storage list": "Ceux de votre organisme.",
    "storage test": (
        "Se connecte une fois et dit ce qui empêche : le nom de la machine, le réseau, TLS, le"
        " compte, la base. Code de sortie 0 s'il répond, 1 sinon."
    ),
    "storage introspect": (
        "Les tables ou fichiers que son compte lit : colonnes, type à déclarer, clés,"
        " commentaires, et pourquoi une colonne ne peut être lue. D'un CSV, son séparateur, son"
        " encodage, son en-tête, et des types d'après un échantillon ; --yaml l'écrit comme une"
        " déclaration."
    ),
    "storage instructions": (
        "Ce que son administrateur tape, une fois, pour donner les moindres droits. D'une sorte"
        " (`./interco storage instructions mariadb`) ou de l'un des vôtres, avec ses noms."
    ),
    "file": "Les fichiers tels que les logiciels et les gens les exportent vraiment.",
    "file read": (
        "Lit un fichier et dit ce qui en est compris : titres, lignes laissées de côté et pourquoi,"
        " types, unités.\n\nRien n'est écrit, envoyé ni gardé. Code de sortie 2 quand le fichier ne"
        " se lit pas."
    ),
    "deposit": "Un fichier dans un jeu de données, ou `versions` ou `undo` et le nom du jeu.",
    "reference": "Données de référence, depuis les fichiers publiés : COG, groupements, contours.",
    "reference load-cog": (
        "Les mouvements de l'INSEE depuis 1943 : le jour de chacun, et d'où viennent les"
        " communes rétablies.\n\nAvec la liste des communes de l'année qui suit, la carte est"
        " continuée jusqu'à ce millésime."
    ),
    "reference load-memberships": (
        "Les groupements, leurs compétences et leurs membres, tels que BANATIC les publie."
    ),
    "reference members-of": (
        "Propose les communes membres d'un EPCI selon la carte embarquée, et dit qui lirait"
        " plus.\n\nRien n'est écrit avant que vous confirmiez."
    ),
    "reference load-contours": (
        "Les contours des communes, d'un département ou de toute la France, à la place de ceux"
        " d'Interco.\n\nIls sont simplifiés, leurs frontières restant communes, et écrits dans un"
        " petit fichier à côté des données de l'installation ; les passerelles en marche"
        " l'utilisent aussitôt."
    ),
    "agreement": "Les conventions : préparées, signées des deux côtés, terminées par l'un d'eux.",
    "agreement list": "Celles de votre organisme.",
    "agreement awaiting": "Ce qui vous attend.",
    "agreement show": "Une version, comme une page à lire.",
    "agreement history": "Qui a fait quoi, quand et pourquoi.",
    "agreement export": ("Le texte signé, ODRL, les lignes du registre, les preuves."),
    "agreement health": "Sa santé, et chacun de ses changements, le dernier d'abord.",
    "agreement verify-all": (
        "Pour l'exploitant : essaie maintenant toutes les conventions en vigueur, comme chaque"
        " nuit. Exemple : ./interco agreement verify-all --as operator@interco."
    ),
    "agreement verify": (
        "Si un dossier de preuve est authentique et entier, sans aucune passerelle. Exemple :"
        " ./interco agreement verify preuves.zip --public-key interco-proof.pem."
    ),
    "agreement templates": "Les modèles de conventions.",
    "agreement draft": "Un projet, depuis un fichier YAML ou un modèle.",
    "agreement apply": (
        "Dépose toutes les conventions d'un fichier YAML ou CSV. Exemple : ./interco agreement"
        " apply lignes.csv --template rpqs_dechets --start 2027-01-01 --end 2027-12-31 --dry-run"
        " --as steward@valcobreizh."
    ),
    "agreement amend": (
        "Une nouvelle version à côté de celle en vigueur, par des options ou un fichier YAML."
    ),
    "agreement submit": "Dépose le projet chez l'autre partie ; tout est vérifié.",
    "agreement remind": "Relance la partie dont la réponse est attendue, une fois par jour.",
    "agreement resume": "Lève votre suspension ; elle reprend quand il n'en reste aucune.",
    "agreement request-changes": "La renvoie à qui l'a proposée.",
    "agreement refuse": "Refuse ce que l'autre partie a proposé.",
    "agreement withdraw": "Reprend ce que vous avez proposé.",
    "agreement suspend": "L'arrête aussitôt ; elle peut reprendre.",
    "agreement revoke": "Y met fin aussitôt, définitivement.",
    "agreement preview": "Montre exactement ce qu'elle donne, et note que vous l'avez vu.",
    "agreement approve": "Signe exactement l'empreinte que l'aperçu a montrée.",
    "agreement override": "Le DPO de qui donne répond, motifs à l'appui, du contrôle d'anonymat.",
    "mandate": "Les mandats (délégations) : qui agit pour qui, pour quoi, de quand à quand.",
    "mandate list": "Ceux qui sont donnés ou reçus.",
    "mandate give": "En donne un.",
    "mandate end": "Y met fin, d'un côté ou de l'autre, avec ce qui en dépend.",
    "purpose": "Les finalités : la liste des codes, et quels agents peuvent indiquer lesquels.",
    "purpose list": "La liste des codes de la plateforme.",
    "purpose register": "En ajoute une, par l'exploitant ; ce qui existe ne change jamais.",
    "purpose assign": (
        "Toutes celles qu'un agent de votre organisme peut indiquer, à la place des précédentes."
    ),
    "agent": "Les personnes de votre organisme, et leurs rôles.",
    "agent list": "Qui a quel rôle ; `--arrivals` : qui s'est connecté et n'en a pas encore.",
    "agent grant": (
        "Donne des rôles, en plus de ceux qu'a la personne ; par un référent, à quelqu'un d'autre."
    ),
    "agent revoke": "Retire des rôles.",
    "opening": (
        "Les données qui attendent d'être ouvertes à plus de monde : un signataire confirme ou "
        "refuse."
    ),
    "opening list": (
        "Ce qui attend parmi ses propres données, avec l'empreinte à citer. Exemple : "
        "`./interco opening list --as approver@valcobreizh`."
    ),
    "opening confirm": (
        "Ouvre exactement ce qui a cette empreinte : par un signataire qui ne l'a pas proposé. "
        "Exemple : `./interco opening confirm valcobreizh.collectes --digest … --as "
        "approver@valcobreizh`."
    ),
    "opening refuse": (
        "Rien n'est ouvert, et la raison est dite : par un signataire, ou le DPO. Exemple : "
        '`./interco opening refuse valcobreizh.collectes --reason "…" --as dpo@valcobreizh`.'
    ),
    "opening withdraw": (
        "Ce n'est plus proposé : par un référent. Exemple : `./interco opening withdraw "
        "valcobreizh.collectes --as steward@valcobreizh`."
    ),
    "quota": (
        "Ce que chaque organisme peut utiliser : requêtes, secondes, Mo déposés. Pour l'exploitant."
    ),
    "quota list": (
        "Les organismes qui ont un quota, et ce qu'ils en ont utilisé ce mois-ci. Exemple : "
        "`./interco quota list --as operator@interco`."
    ),
    "quota set": (
        "Toutes les limites d'un organisme à la fois : ce qui n'est pas donné n'est pas limité. "
        "Exemple : `./interco quota set valcobreizh --requests 100000 --as operator@interco`."
    ),
    "quota clear": (
        "L'organisme n'a plus de quota. Exemple : `./interco quota clear valcobreizh --as "
        "operator@interco`."
    ),
    "key": "Les clés des machines de votre organisme.",
    "key make": "En fait une, et la montre une fois.",
    "key list": "Celles de votre organisme : jamais les clés elles-mêmes.",
    "key confirm": "Garde en service une clé dont l'auteur n'a plus de rôle ; vous en répondez.",
    "key rotate": "Une nouvelle clé ; la précédente sert encore quelques jours.",
    "key revoke": "N'ouvre plus rien, dès la requête suivante.",
    "link": "Des liens vers des questions enregistrées : qui a l'adresse lit les lignes.",
    "link make": "En fait un, et montre son adresse une fois.",
    "link list": "Ceux de votre organisme : jamais les adresses.",
    "link revoke": "N'ouvre plus rien, dès la requête suivante.",
    "link consent": "Laisse le lien d'un autre organisme donner vos données, comme signataire.",
    "link end-consent": "Ne le laisse plus, dès la requête suivante.",
    "operation": (
        "Les documents que votre organisme enregistre sous un nom, pour les demander par ce nom ou"
        " pour des clés."
    ),
    "operation list": (
        "Les documents enregistrés de votre organisme, avec l'empreinte de leur texte. Exemple : "
        "`./interco operation list --as agent@valcobreizh`."
    ),
    "operation save": (
        "Enregistre un document, à la place d'un autre du même nom. Pour les référents. Exemple : "
        "`./interco operation save tonnages tonnages.graphql --as steward@valcobreizh`."
    ),
    "operation remove": (
        "Retire un document enregistré ; les clés faites pour lui servent encore. Exemple : "
        "`./interco operation remove tonnages --as steward@valcobreizh`."
    ),
    "secret": "Les secrets tenus chiffrés, auxquels se réfèrent stockages et webhooks.",
    "secret set": (
        "En garde un, ou le remplace ; sa valeur est demandée sans être montrée, ou lue sur"
        " l'entrée standard."
    ),
    "secret list": "Ceux de votre organisme : leurs noms, jamais leurs valeurs.",
    "secret remove": "En retire un définitivement, si rien ne s'y réfère.",
    "secret rotate": (
        "Pour l'exploitant : une nouvelle clé, et chaque secret scellé par elle ; reprend où"
        " elle s'était arrêtée."
    ),
    "webhook": "Les webhooks : où vos logiciels sont prévenus, par envois signés.",
    "webhook list": "Ceux de votre organisme.",
    "webhook register": "En inscrit un, s'il répond 2xx à un essai signé.",
    "webhook remove": "En retire un : plus rien n'y est envoyé.",
    "webhook reactivate": "En rallume un, dès qu'il répond à un essai.",
    "webhook deliveries": "Les 100 derniers envois de l'un d'eux, le plus récent d'abord.",
    "webhook replay": "Refait un envoi, sous le même identifiant.",
    "hosting": (
        "Comment chaque partie de cette installation est hébergée (INTERCO_HOSTING), et qui en"
        " exige quoi."
    ),
    "hosting check": (
        "Les jeux de données et les conventions qui ne sont pas lus à cause de leur hébergement ;"
        " --with et un fichier d'autres faits : ceux qui s'arrêteraient. Rien n'est changé."
    ),
    "audit": "La preuve de ce qui a été lu et fait : chaînes, jours signés, vérification.",
    "audit key": (
        "La clé publique qui vérifie racines et reçus.\n\nDe la passerelle dont les réglages sont"
        " dans l'environnement (INTERCO_ISSUERS), sinon de la démonstration."
    ),
    "audit export": (
        "Les chaînes et les racines signées, en un dossier que chacun peut vérifier ; aucune"
        " personne n'y est nommée."
    ),
    "audit verify": (
        "Vérifie un export, ou la base avec `--from-store`, et nomme le premier enregistrement qui"
        " ne va pas. Hors ligne.\n\nCode de sortie 0 quand tout est intact, 1 sinon."
    ),
    "audit erase-identities": (
        "Efface qui a demandé, quand le délai en est passé ; la chaîne reste intacte. Une"
        " passerelle en marche le fait d'elle-même chaque heure."
    ),
    "audit replay": (
        "Refait une décision passée d'après la question notée. Code de sortie 0 quand les octets"
        " sont les mêmes, 1 sinon."
    ),
    "receipt": "Les reçus des réponses (en-tête Interco-Receipt) : ce qu'une passerelle a signé.",
    "receipt verify": (
        "Si un reçu est authentique, et de quelle réponse il est. Hors ligne ; un reçu n'ouvre"
        " aucun droit."
    ),
    "standard": "Les standards que des jeux de données partagent, et leur classeur vide.",
    "standard list": "Ceux qui sont connus ici. Exemple : `./interco standard list`.",
    "standard model": (
        "Le classeur vide d'un standard, à remplir et à renvoyer. Exemple : `./interco standard "
        "model collecte-dechets --output modele.xlsx`."
    ),
    "figure": (
        "Les chiffres figés : des réponses gardées avec leur preuve, en lecture seule, sous leur"
        " empreinte."
    ),
    "figure freeze": (
        "Exécute une requête et fige sa réponse. Exemple : `./interco figure freeze requete.sql "
        "--indicator tonnage_par_flux --year 2025 --title 'Tonnages par flux' "
        "--purpose rpqs_dechets --as steward@valcobreizh`."
    ),
    "figure list": (
        "Ceux de votre organisme. Exemple : `./interco figure list --year 2025 "
        "--as agent@valcobreizh`."
    ),
    "figure show": (
        "L'un d'eux, en entier. Exemple : `./interco figure show DIGEST --as agent@valcobreizh`."
    ),
    "figure paper": (
        "Son document : PDF, page web, tableur ou JSON ; d'un rapport, une partie ou une commune. "
        "Exemple : `./interco figure paper DIGEST --output rapport.pdf --as agent@valcobreizh`."
    ),
    "figure letter": (
        "Une lettre au prestataire sur ses contestations, en PDF ou en page web. Exemple : "
        "`./interco figure letter DIGEST --to 'Collecte Bleue' --output lettre.pdf "
        "--as steward@valcobreizh`."
    ),
    "figure disputes": (
        "Envoie ses contestations au prestataire dont ce sont les bons. Exemple : "
        "`./interco figure disputes DIGEST --to collecte-bleue --as steward@valcobreizh`."
    ),
    "figure verify": (
        "Si un chiffre est authentique, sans passerelle. Exemple : `./interco figure verify "
        "figure.json --digest DIGEST --public-key interco-proof.pem`."
    ),
    "campaign": "Les campagnes : la même demande à chaque membre, suivie mois par mois.",
    "campaign open": (
        "En ouvre une. Exemple : `./interco campaign open --template rpqs_dechets --from 2026-01 "
        "--to 2026-12 --due 2027-04-30 --title 'RPQS 2026' --as steward@valcobreizh`."
    ),
    "campaign list": (
        "Celles de votre organisme. Exemple : `./interco campaign list --as steward@valcobreizh`."
    ),
    "campaign show": (
        "Son tableau : membres et mois. Exemple : `./interco campaign show camp-2026-0001 --as "
        "steward@valcobreizh`."
    ),
    "campaign remind": (
        "Relance qui n'a ni répondu ni donné. Exemple : `./interco campaign remind "
        "camp-2026-0001 --as steward@valcobreizh`."
    ),
    "campaign close": (
        "Plus personne n'est relancé. Exemple : `./interco campaign close camp-2026-0001 --as "
        "steward@valcobreizh`."
    ),
    "campaign calendar": (
        "Ce qui est dû dans une année. Exemple : `./interco campaign calendar --year 2027 --as "
        "steward@valcobreizh`."
    ),
    "policy": "Les règles d'accès : ce qu'un changement changerait ; leur paquet pour OPA.",
    "policy bundle": (
        "Écrit les règles de cette version en un paquet signé pour OPA. Exemple :"
        " `./interco policy bundle --out interco.tar.gz --signing-key signing.pem`."
    ),
    "policy dry-run": (
        "Repose les questions enregistrées à des règles changées : ce qui s'ouvre, se ferme, se"
        " réduit."
    ),
}
