"""Mistakes in an option or argument, in French, by the English text."""

MISTAKES = {
    "--template, --from, --to, --due and --title: all of them, or --duty, or --like": (
        "--template, --from, --to, --due et --title : tous, ou --duty, ou --like"
    ),
    "--columns takes NAME=VALUE": "--columns attend NOM=VALEUR",
    "--set takes NAME=VALUE": "--set attend NOM=VALEUR",
    "--to: which dataset?": "--to : quel jeu de données ?",
    "the name of a dataset follows versions or undo": (
        "le nom d'un jeu de données suit versions ou undo"
    ),
    "there is no such file": "ce fichier n'existe pas",
    "a cost in euros is typed as 1200.50": "un coût en euros s'écrit 1200.50",
    "a moment is typed as 2026-11-26T08:00": "un instant s'écrit 2026-11-26T08:00",
    "give the folder of an export, or --from-store": (
        "donnez le dossier d'un export, ou --from-store"
    ),
    "--output FILE, or a pipe, takes what is no text": (
        "ce format n'est pas du texte : donnez --output FICHIER, ou un tube"
    ),
    "--variables must be a JSON object": "--variables attend un objet JSON",
    "--parameters must be a JSON list": "--parameters attend une liste JSON",
    "--format json needs --hash: nobody would read the preview": (
        "--format json demande --hash : personne ne lirait l'aperçu"
    ),
    "--since must be a number of days or hours: 30d, 12h": (
        "--since attend un nombre de jours ou d'heures : 30d, 12h"
    ),
    "--database + --keys": "--database et --keys vont ensemble",
    "ORGANISATION.DATASET, or --all": "donnez ORGANISATION.JEU, ou --all",
    "give a file, or --request ID": "donnez un fichier, ou --request RÉFÉRENCE",
    "give either a file or --template": "donnez un fichier ou --template, l'un des deux",
    "--template needs --dataset, --start and --end": (
        "--template demande --dataset, --start et --end"
    ),
    "--start says when the new version takes the old one's place": (
        "donnez --start : quand la nouvelle version prend la place de l'ancienne"
    ),
    "a contact is written 'Name <address@example.fr>'": (
        "un contact s'écrit 'Nom <adresse@exemple.fr>'"
    ),
    "a statement or --file, not both": "donnez une requête ou --file, pas les deux",
    "--bom goes with --format article-30": "--bom va avec --format article-30",
    "that is no text: say where to put it with --output FILE": (
        "ce n'est pas un texte : dites où le mettre, avec --output FICHIER"
    ),
    "--indicator: what is it called?": "--indicator : comment s'appelle-t-il ?",
    "--format: pdf, html, xlsx or json": "--format : pdf, html, xlsx ou json",
    "--output: a name in .pdf or .html": "--output : un nom en .pdf ou .html",
}
