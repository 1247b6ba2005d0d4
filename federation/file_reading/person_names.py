"""Whether texts are names of persons or of bodies: by given names, civilities and legal forms."""

from __future__ import annotations

import re
from collections.abc import Sequence

from catalog.fold import fold
from federation.file_reading.vocabulary import vocabulary

_CIVILITY = re.compile(
    r"\b(m|mr|mme|mlle|monsieur|madame|mademoiselle|dr|me|maitre)\b\.?\s+[a-z]", re.IGNORECASE
)
_BODIES = vocabulary(
    "sarl sas sasu sa sci eurl earl gaec snc scop scea scic gie ets etablissement etablissements "
    "societe ste entreprise association associations asso amicale comite club union federation "
    "groupe groupement mairie commune communes ville communaute syndicat sivom sivu smictom sictom "
    "siaep cc ca cu metropole departement region ccas cias ehpad ecole ecoles college lycee "
    "groupe gymnase salle stade mediatheque bibliotheque piscine creche maison foyer residence "
    "restaurant garage boulangerie boucherie pharmacie supermarche hotel camping ferme office "
    "centre hopital clinique eglise agence atelier ateliers transports transport recyclage "
    "environnement services service travaux publics batiment menuiserie plomberie electricite "
    "football sports sportive sportif parents theatre musique comite jumelage acca aappma cuma "
    "cooperative banque assurance assurances poste sncf edf enedis grdf veolia suez saur paprec "
    "regie conseil prefecture tribunal opac hlm habitat fondation institut chambre"
)
_STREETS = vocabulary(
    "rue avenue boulevard bd chemin place impasse allee route lotissement square quai cours "
    "hameau lieu-dit za zone parc rond-point"
)
_GIVEN = vocabulary(
    "adam adele adrien agathe agnes alain albert alexandra alexandre alexis alice aline amandine "
    "amelie anais andre andree anne annick annie antoine antonin arnaud arthur audrey aurelie "
    "aurelien axel aymeric baptiste beatrice benjamin benoit bernadette bernard bertrand brigitte "
    "bruno camille carole caroline catherine cecile celine chantal charles charlotte chloe "
    "christelle christian christiane christine christophe claire clara claude claudine clement "
    "colette corinne cyril damien daniel daniele david delphine denis denise didier dominique "
    "edouard elisabeth elise elodie eloise emilie emma emmanuel emmanuelle enzo eric erwan estelle "
    "ethan etienne eva evelyne fabien fabrice fanny florence florent florian francis franck "
    "francois francoise frederic gabriel gael gaelle genevieve georges gerard ghislaine gilbert "
    "gilles gregory guillaume guy gwenael gwenaelle gwendal helene henri herve hugo ines irene "
    "isabelle jacqueline jacques jean jeanne jeannine jerome joel jocelyne joseph josette julie "
    "julien juliette justine karine katell kevin laetitia laura laure laurence laurent lea leo "
    "leon lionel loic louis louise luc lucas lucie ludovic lydie madeleine mael maelys manon marc "
    "marcel margaux marguerite marie marine marion marthe martine mathieu mathilde matthieu "
    "maurice maxime melanie michel michele mickael mireille monique morgane muriel nadia nadine "
    "nathalie nathan nicolas nicole noemie nolwenn odile olivier pascal pascale patrice patricia "
    "patrick paul paulette pauline philippe pierre quentin rachel raphael raymond regine regis "
    "remi remy rene renee richard robert robin roger roland romain ronan rozenn samuel sandra "
    "sandrine sarah sebastien serge severine simon simone solene sophie soizic stephane stephanie "
    "sylvain sylvie tanguy theo therese thibault thierry thomas tristan valentin valerie veronique "
    "victor vincent virginie xavier yann yannick yves yvette yvonne zoe mohamed mehdi fatima karim "
    "said ali ahmed yanis ines nour youssef samir leila sofia"
)
_SPLIT = re.compile(r"[\s,/&]+")
_SAMPLED, _MOST_WORDS = 400, 6


def _words(text: str) -> list[str]:
    return [word for word in _SPLIT.split(fold(text).strip()) if word]


def is_body(text: str) -> bool:
    """`SARL Le Goff`, `École Jean Jaurès`, `Commune de Dingé`: no person, whatever is in it."""
    words = _words(text.replace("'", " ").replace("-", " ").replace(".", ""))
    return bool(set(words) & (_BODIES | _STREETS))


def is_person(text: str) -> bool:
    """With a civility, or two or three words of which one is a given name."""
    if is_body(text):
        return False
    words = _words(text)
    if _CIVILITY.match(fold(text).strip()) and len(words) <= _MOST_WORDS:
        return True
    if not 2 <= len(words) <= 4 or any(any(sign.isdigit() for sign in word) for word in words):
        return False
    return any(set(word.split("-")) <= _GIVEN for word in words)


def share_of_persons(values: Sequence[str]) -> float:
    sample = [text for text in values[:_SAMPLED] if text.strip()]
    return sum(map(is_person, sample)) / len(sample) if sample else 0.0


def share_of_bodies(values: Sequence[str]) -> float:
    sample = [text for text in values[:_SAMPLED] if text.strip()]
    return sum(map(is_body, sample)) / len(sample) if sample else 0.0
