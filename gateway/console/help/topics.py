"""The pages of help: a task, its steps in the console, and the page where it begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gateway.console.shared.words import Gettext


@dataclass(frozen=True, slots=True)
class Topic:
    """`address` is the page where the task begins, and `action` the words of its button."""

    title: str
    lead: str
    steps: tuple[str, ...]
    address: str
    action: str
    note: str = ""


def topics_in(_: Gettext) -> Mapping[str, Topic]:
    """The tasks by the last part of their address, in the order of the navigation."""
    return {
        "find": Topic(
            title=_("Trouver et lire des données"),
            lead=_("La recherche trouve un thème, une commune, un organisme ou une colonne."),
            steps=(
                _("Écrivez vos mots dans le champ de recherche, en haut de chaque page."),
                _("Ouvrez un résultat : sa page dit qui le publie et si vous y avez accès."),
                _("Choisissez l'usage que vous en faites, si la page le demande."),
                _("Filtrez les lignes, puis téléchargez-les dans Excel ou en CSV."),
            ),
            address="/data",
            action=_("Chercher des données"),
            note=_("Certains organismes ne montrent leurs données qu'à leurs partenaires."),
        ),
        "ask": Topic(
            title=_("Demander des données à un organisme"),
            lead=_("Votre demande devient une convention quand les deux organismes l'ont signée."),
            steps=(
                _("Ouvrez « Partage », puis « Demander des données »."),
                _("Choisissez les données, l'usage et la période, puis cochez les colonnes."),
                _("Relisez l'aperçu : il montre les lignes et les colonnes demandées."),
                _("Envoyez la demande : le référent de l'autre organisme la reçoit aussitôt."),
            ),
            address="/agreements/new",
            action=_("Demander des données"),
        ),
        "sign": Topic(
            title=_("Lire, signer ou terminer une convention"),
            lead=_(
                "Une convention dit qui donne quelles données, à qui, pour quoi et jusqu'à quand."
            ),
            steps=(
                _("Ouvrez l'accueil : les conventions à signer y sont en premier."),
                _("Lisez le texte jusqu'au bout, avec sa carte et ses colonnes."),
                _("Indiquez la délibération ou la délégation qui vous permet de signer."),
                _("Signez, demandez une modification ou refusez avec un motif."),
            ),
            address="/agreements",
            action=_("Voir les conventions"),
            note=_("La page d'une convention permet aussi de la suspendre ou d'y mettre fin."),
        ),
        "add": Topic(
            title=_("Ajouter des données"),
            lead=_(
                "Un fichier suffit. Personne ne lit vos données tant que vous n'avez rien signé."
            ),
            steps=(
                _("Ouvrez « Ajouter », puis choisissez un fichier, une base ou un prestataire."),
                _("Comparez ce que la page a lu avec votre logiciel, puis confirmez ou corrigez."),
                _("Donnez un titre, une phrase et un contact, puis décrivez les colonnes."),
                _("Vérifiez les remarques et enregistrez."),
            ),
            address="/add",
            action=_("Ajouter des données"),
            note=_("Le mois suivant, la page des données propose « Mettre à jour »."),
        ),
        "campaigns": Topic(
            title=_("Mener une campagne"),
            lead=_("Une campagne demande les mêmes données à plusieurs organismes."),
            steps=(
                _("Ouvrez « Chiffres », puis « Calendrier des échéances »."),
                _("Choisissez un rapport dû : la campagne se remplit d'après ses données."),
                _("Suivez les réponses organisme par organisme, puis relancez les retardataires."),
            ),
            address="/campaigns",
            action=_("Voir les campagnes"),
        ),
        "uses": Topic(
            title=_("Savoir qui lit vos données"),
            lead=_(
                "Chaque lecture laisse une trace : qui, pour quel usage, sous quelle convention."
            ),
            steps=(
                _("Ouvrez « Partage », puis « Utilisations »."),
                _("Choisissez des données ou une période."),
                _("Téléchargez la liste si vous devez la montrer."),
            ),
            address="/uses",
            action=_("Voir les utilisations"),
        ),
        "figures": Topic(
            title=_("Calculer et figer des chiffres"),
            lead=_(
                "Un service calcule vos chiffres ; un chiffre figé ne change plus et se vérifie."
            ),
            steps=(
                _("Ouvrez « Chiffres », puis « Services », et choisissez un service."),
                _("Contrôlez les données proposées, puis activez le service."),
                _("Lisez ce que le résultat couvre : communes, mois et lignes manquantes."),
                _("Figez le chiffre, puis joignez son document au rapport."),
            ),
            address="/services",
            action=_("Voir les services"),
        ),
        "settings": Topic(
            title=_("Donner un rôle et régler votre organisme"),
            lead=_("Les réglages se trouvent sous votre nom, en haut à droite."),
            steps=(
                _("Ouvrez le menu à votre nom, puis « Réglages »."),
                _("Ouvrez « Personnes et rôles » pour donner ou retirer un rôle."),
                _("Réglez les notifications, les mandats et l'identité visuelle."),
            ),
            address="/settings",
            action=_("Ouvrir les réglages"),
        ),
    }
