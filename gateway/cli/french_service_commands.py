"""Help of each command on services, in French."""

SERVICE_COMMANDS = {
    "service": (
        "Services mutualisés : des dossiers de données qui calculent sur les fichiers de chacun."
    ),
    "service list": "Les services fournis avec cet Interco.",
    "service show": "Ce qu'il faut à un service, ses paramètres, ce qu'il donne.",
    "service check": (
        "Vérifie un dossier : sa description, ses requêtes, et que ses entrées de référence"
        " donnent ses sorties de référence.\n\nCode de sortie 1 si elles ne les donnent pas, 2 si"
        " le dossier a des défauts."
    ),
    "service try": (
        "Essaie un service sur les fichiers d'un dossier ; rien n'est inscrit, envoyé ni gardé."
        "\n\nQuelle colonne est laquelle se trouve par le concept, le nom et le contenu ; si rien"
        " ne le dit, la question est posée, ou dite sous `questions` avec `--format json` et le"
        " code de sortie 2."
    ),
    "service gallery": (
        "Les services publiés d'une passerelle. Exemple : `./interco service gallery --as"
        " agent@sde35`."
    ),
    "service report": (
        "Ce qui, de vos données et de celles partagées avec vous, convient à un service ; rien"
        " n'est gardé."
    ),
    "service activate": "Active un service sur vos données : ce qui convient, ou votre choix.",
    "service activations": (
        "Ce que votre organisme a activé. Exemple : `./interco service activations --as"
        " agent@sde35`."
    ),
    "service run": "Lance un service activé, avec vos propres droits de ce moment.",
    "service upgrade": (
        "Passe une activation à la dernière version ; dit d'abord ce que deviennent vos chiffres."
    ),
    "service schedule": (
        "Laisse un service activé calculer tout seul, avec vos droits de ce jour-là."
    ),
    "service end-schedule": "Il ne calcule plus que si une personne l'ouvre.",
    "service follow": (
        "Être prévenu de ce qui commence et de ce qui finit dans la liste d'alertes d'un service"
        " programmé."
    ),
    "service unfollow": "N'être plus prévenu des alertes d'un service.",
    "service end": "Retire une activation : il n'en reste rien.",
    "service consents": (
        "Ce que votre organisme laisse lire à des services. Exemple : `./interco service consents"
        " --as dpo@sde35`."
    ),
    "service consent": (
        "Laisse une version d'un service lire les propres lignes de votre organisme ; par un"
        " signataire."
    ),
    "service end-consent": (
        "Retire un consentement : plus aucun service ne lit par lui dès cet instant."
    ),
    "service publish": (
        "Publie une version d'un service, signée et définitive : par son éditeur, ou l'exploitant."
    ),
}
