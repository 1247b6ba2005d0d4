"""Problems of a document, with their place in it; shown before anything runs."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.model.problem import CallerProblem, Problem

_READ_THE_SCHEMA_FR = (
    "Consultez le schéma : la console le montre, et « interco schema » aussi, puis corrigez."
)
_READ_THE_SCHEMA_EN = 'Look at the schema, in the console or with "interco schema", then correct.'


class DocumentProblems(Exception):  # noqa: N818 - a bundle of Problems, told to a person
    """Everything that is wrong with one document, in its order; never empty."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(", ".join(problem.code for problem in self.problems))


class DocumentProblem(CallerProblem):
    """The document itself must be corrected."""

    next_fr = _READ_THE_SCHEMA_FR
    next_en = _READ_THE_SCHEMA_EN


class SyntaxProblem(DocumentProblem):
    code = "graphql_syntax"
    fr = "Le document n'est pas du GraphQL bien formé : {found} inattendu ici."
    en = "The document is not well-formed GraphQL: unexpected {found_en} here."
    next_fr = "Vérifiez les accolades, les parenthèses et les guillemets à cet endroit."
    next_en = "Check the braces, the parentheses and the quotes at that place."


class DocumentLimit(DocumentProblem):
    code = "document_limit"
    fr = "Le document dépasse une limite : au plus {limit} {what_fr}."
    en = "The document passes a limit: at most {limit} {what_en}."
    next_fr = "Partagez la demande en plusieurs documents, ou simplifiez-la."
    next_en = "Split the request into several documents, or make it simpler."


class UnknownOperation(DocumentProblem):
    code = "unknown_operation"
    fr = "Le document ne contient pas d'opération nommée « {operation} »."
    en = 'The document has no operation named "{operation}".'


class OperationNameNeeded(DocumentProblem):
    code = "operation_name_needed"
    fr = "Le document contient plusieurs opérations : indiquez celle à exécuter (operationName)."
    en = "The document has several operations: say which one to run (operationName)."


class NoOperation(DocumentProblem):
    code = "no_operation"
    fr = "Le document ne contient aucune opération."
    en = "The document has no operation."
    next_fr = "Écrivez au moins une requête, par exemple « {{ organisations {{ slug }} }} »."
    next_en = 'Write at least one query, such as "{{ organisations {{ slug }} }}".'


class UnknownField(DocumentProblem):
    code = "unknown_field"
    fr = "Le champ « {field} » n'existe pas dans {type}."
    en = 'The field "{field}" does not exist in {type}.'


class UnknownArgument(DocumentProblem):
    code = "unknown_argument"
    fr = "L'argument « {argument} » n'existe pas pour « {of} »."
    en = 'The argument "{argument}" does not exist for "{of}".'


class UnknownType(DocumentProblem):
    code = "unknown_type"
    fr = "Le type « {type} » n'existe pas."
    en = 'The type "{type}" does not exist.'


class SelectionNeeded(DocumentProblem):
    code = "selection_needed"
    fr = "« {field} » est un objet : choisissez ce que vous en voulez, « {field} {{ … }} »."
    en = '"{field}" is an object: choose what you want of it, "{field} {{ … }}".'


class SelectionRefused(DocumentProblem):
    code = "selection_refused"
    fr = "« {field} » est une simple valeur : il ne se détaille pas entre accolades."
    en = '"{field}" is a plain value: nothing can be selected inside it.'


class MissingArgument(DocumentProblem):
    code = "missing_argument"
    fr = "« {of} » demande l'argument « {argument} »."
    en = '"{of}" needs the argument "{argument}".'


class UnexpectedValue(DocumentProblem):
    code = "unexpected_value"
    fr = "Cette valeur ne convient pas ; il faut ici {expected}."
    en = "This value does not fit: {expected_en} is expected here."
    next_fr = "Corrigez la valeur à l'endroit indiqué."
    next_en = "Correct the value at that place."


class UnknownInputField(DocumentProblem):
    code = "unknown_input_field"
    fr = "« {field} » n'existe pas dans {type}."
    en = '"{field}" does not exist in {type}.'


class MissingInputField(DocumentProblem):
    code = "missing_input_field"
    fr = "Il manque « {field} » dans {type}."
    en = '"{field}" is missing in {type}.'


class ExactlyOneField(DocumentProblem):
    code = "exactly_one_field"
    fr = "{type} demande exactement un champ, dont la valeur n'est pas nulle."
    en = "{type} takes exactly one field, whose value is not null."
    next_fr = "Écrivez un élément de liste par champ : [{{ a: ASC }}, {{ b: DESC }}]."
    next_en = "Write one list item a field: [{{ a: ASC }}, {{ b: DESC }}]."


class MissingVariable(DocumentProblem):
    code = "missing_variable"
    fr = "La variable « ${variable} » ({type}) est obligatoire et n'est pas fournie."
    en = 'The variable "${variable}" ({type}) is required and was not given.'
    next_fr = "Ajoutez-la dans « variables », à côté du document."
    next_en = 'Add it to "variables", beside the document.'


class InvalidVariable(DocumentProblem):
    code = "invalid_variable"
    fr = "La variable « ${variable} » ne convient pas{where} ; il faut {expected}."
    en = 'The variable "${variable}" does not fit{where}: {expected_en} is expected.'
    next_fr = "Corrigez la valeur envoyée dans « variables »."
    next_en = 'Correct the value sent in "variables".'


class UndefinedVariable(DocumentProblem):
    code = "undefined_variable"
    fr = "La variable « ${variable} » est utilisée sans être déclarée."
    en = 'The variable "${variable}" is used but not declared.'
    next_fr = "Déclarez-la en tête de l'opération : query (${variable}: Type) {{ … }}."
    next_en = "Declare it at the head of the operation: query (${variable}: Type) {{ … }}."


class UnusedVariable(DocumentProblem):
    code = "unused_variable"
    fr = "La variable « ${variable} » est déclarée et ne sert pas."
    en = 'The variable "${variable}" is declared and never used.'
    next_fr = "Retirez-la, ou utilisez-la."
    next_en = "Remove it, or use it."


class VariableMismatch(DocumentProblem):
    code = "variable_mismatch"
    fr = "La variable « ${variable} » est du type « {declared} » ; il faut ici {expected}."
    en = 'The variable "${variable}" is of the type "{declared}"; {expected_en} is needed here.'
    next_fr = "Corrigez sa déclaration, en tête du document."
    next_en = "Correct its declaration, at the head of the document."


class UnknownFragment(DocumentProblem):
    code = "unknown_fragment"
    fr = "Le fragment « {fragment} » n'est pas défini."
    en = 'The fragment "{fragment}" is not defined.'


class UnusedFragment(DocumentProblem):
    code = "unused_fragment"
    fr = "Le fragment « {fragment} » est défini et ne sert pas."
    en = 'The fragment "{fragment}" is defined and never used.'
    next_fr = "Retirez-le, ou utilisez-le."
    next_en = "Remove it, or use it."


class FragmentCycle(DocumentProblem):
    code = "fragment_cycle"
    fr = "Le fragment « {fragment} » se contient lui-même."
    en = 'The fragment "{fragment}" contains itself.'


class FragmentMismatch(DocumentProblem):
    code = "fragment_mismatch"
    fr = "Ce fragment ne peut pas s'appliquer à cet endroit : il porte sur un autre type."
    en = "This fragment cannot apply at that place: it is about another type."


class DirectiveProblem(DocumentProblem):
    code = "directive_refused"
    fr = "La directive « @{directive} » n'existe pas ou ne s'emploie pas ici."
    en = 'The directive "@{directive}" does not exist or cannot be used here.'
    next_fr = "Les directives des requêtes sont @skip et @include."
    next_en = "The directives of queries are @skip and @include."


class DuplicateName(DocumentProblem):
    code = "duplicate_name"
    fr = "« {name} » figure deux fois."
    en = '"{name}" appears twice.'
    next_fr = "Gardez-en un seul, ou donnez-leur deux noms."
    next_en = "Keep one of them, or give them two names."


class FieldsConflict(DocumentProblem):
    code = "fields_conflict"
    fr = "« {key} » est demandé deux fois de façons différentes sous le même nom de réponse."
    en = '"{key}" is asked twice, in different ways, under the same response name.'
    next_fr = "Donnez un alias à l'un des deux : « autre: {key} »."
    next_en = 'Give one of them an alias: "other: {key}".'


class InvalidDocument(DocumentProblem):
    code = "invalid_document"
    fr = "Le document ne respecte pas les règles de GraphQL à cet endroit ({rule})."
    en = "The document breaks a rule of GraphQL at that place ({rule})."


class NullCondition(DocumentProblem):
    code = "null_condition"
    fr = "« {field} » vaut null : une condition ne se vide pas ainsi."
    en = '"{field}" is null: a condition is not emptied like that.'
    next_fr = "Omettez la variable pour lever la condition, ou écrivez {{ isNull: true }}."
    next_en = "Leave the variable out to drop the condition, or write {{ isNull: true }}."


class EmptyCondition(DocumentProblem):
    code = "empty_condition"
    fr = "« {field} » est une condition vide."
    en = '"{field}" is an empty condition.'
    next_fr = "Retirez-la, ou écrivez ce qu'elle doit exiger."
    next_en = "Remove it, or write what it must require."


class NotInCodeList(DocumentProblem):
    code = "not_in_code_list"
    fr = "« {value} » n'est pas un code possible pour « {field} »."
    en = '"{value}" is not a possible code for "{field}".'
    next_fr = "Choisissez parmi les codes que la description de la colonne énumère."
    next_en = "Choose among the codes that the column's description lists."


class UnknownPlaceName(DocumentProblem):
    code = "unknown_place_name"
    fr = "{what_fr} ne porte le nom « {value} », ni ne l'a porté."
    en = '{what_en} is called "{value}", or ever was.'
    next_fr = "Écrivez le nom entier, avec ses accents et ses traits d'union, ou cherchez avec contains et fold: CASE_ACCENT."
    next_en = "Write the whole name, with its accents and hyphens, or search with contains and fold: CASE_ACCENT."


class ListTooLong(DocumentProblem):
    code = "list_too_long"
    fr = "« {field} » énumère {count} valeurs (au plus {limit})."
    en = '"{field}" lists {count} values (at most {limit}).'
    next_fr = "Partagez la demande, ou remplacez la liste par un intervalle ou un préfixe."
    next_en = "Split the request, or replace the list by a range or a prefix."


class CommuneFilterTooWide(DocumentProblem):
    code = "commune_filter_too_wide"
    fr = "Cette condition retient {count} codes de communes (au plus {limit})."
    en = "This condition keeps {count} commune codes (at most {limit})."
    next_fr = "Précisez le nom, ou filtrez par EPCI."
    next_en = "Make the name more precise, or filter by EPCI."


class PageTooLarge(DocumentProblem):
    code = "page_too_large"
    fr = "« first » vaut {first} : il va de 0 à {limit}."
    en = '"first" is {first}: it goes from 0 to {limit}.'
    next_fr = "Lisez page après page, avec « after: » et le endCursor de la page d'avant."
    next_en = 'Read page after page, with "after:" and the endCursor of the page before.'


class TooManyRowsAsked(DocumentProblem):
    code = "too_many_rows_asked"
    fr = "Les listes de ce document demandent ensemble {rows} lignes (au plus {limit})."
    en = "The lists of this document ask for {rows} rows together (at most {limit})."
    next_fr = (
        "Demandez moins de lignes par liste (« first »), ou posez les listes en plusieurs documents ;"
        " /v1/sql donne une longue réponse au fil de sa lecture."
    )
    next_en = (
        'Ask for fewer rows in each list ("first"), or ask for the lists in several documents;'
        " /v1/sql gives a long answer as it is read."
    )


class OffsetTooLarge(DocumentProblem):
    code = "offset_too_large"
    fr = "« offset » vaut {offset} : il va de 0 à {limit}."
    en = '"offset" is {offset}: it goes from 0 to {limit}.'
    next_fr = "Filtrez davantage, ou avancez avec « after: » si le jeu de données a une clé."
    next_en = 'Filter more, or go on with "after:" if the dataset has a key.'


class AfterAndOffset(DocumentProblem):
    code = "after_and_offset"
    fr = "« after » et « offset » ne vont pas ensemble."
    en = '"after" and "offset" do not go together.'
    next_fr = "Gardez « after » : il reste juste quand des lignes s'ajoutent."
    next_en = 'Keep "after": it stays right when rows are added.'


class AfterNeedsKey(DocumentProblem):
    code = "after_needs_key"
    fr = "« {dataset} » n'a pas de clé primaire : « after » n'y est pas possible."
    en = '"{dataset}" has no primary key: "after" is not possible with it.'
    next_fr = "Avancez avec « offset », jusqu'à {limit}."
    next_en = 'Go on with "offset", up to {limit}.'


class AfterNeedsExactOrder(DocumentProblem):
    code = "after_needs_exact_order"
    fr = "« after » ne suit pas l'ordre de « {field} », un nombre à virgule flottante."
    en = '"after" cannot follow the order of "{field}", a floating-point number.'
    next_fr = "Choisissez un autre ordre, ou avancez avec « offset », jusqu'à {limit}."
    next_en = 'Choose another order, or go on with "offset", up to {limit}.'


class GroupKeyNeeded(DocumentProblem):
    code = "group_key_needed"
    fr = "« groupBy » demande au moins un champ sous « key »."
    en = '"groupBy" needs at least one field under "key".'
    next_fr = "Choisissez une clé, ou « aggregate » pour une seule ligne."
    next_en = 'Choose a key, or "aggregate" for a single row.'


class RowsOfGroup(DocumentProblem):
    code = "rows_of_group"
    fr = "« first » vaut {first} : un groupe montre de 1 à {limit} lignes."
    en = '"first" is {first}: a group shows 1 to {limit} rows.'
    next_fr = "Pour plus de lignes, lisez « nodes » avec un « where » sur la clé du groupe."
    next_en = 'For more rows, read "nodes" with a "where" on the key of the group.'


class OrderOutsideKeys(DocumentProblem):
    code = "order_outside_keys"
    fr = "« {field} » n'est pas choisi sous « key » : les groupes ne peuvent pas le suivre."
    en = '"{field}" is not selected under "key": groups cannot be ordered by it.'
    next_fr = "Ajoutez-le sous « key », ou retirez-le de « orderBy »."
    next_en = 'Add it under "key", or remove it from "orderBy".'


class IndicatorsAlone(DocumentProblem):
    code = "indicators_alone"
    fr = "Un groupe avec des indicateurs n'a pas d'agrégat « {what} » : il ne se refait pas à partir de ceux de chaque commune."
    en = 'A group with indicators has no aggregate "{what}": it is not made of those of each commune.'
    next_fr = "Demandez-le dans un second groupBy, sous un autre nom (autre: groupBy …)."
    next_en = "Ask for it in a second groupBy, under another name (other: groupBy …)."


class ScopeNeeded(DocumentProblem):
    code = "scope_needed"
    fr = "Le schéma entier compte {count} jeux de données : c'est trop pour une seule lecture."
    en = "The whole schema has {count} datasets: too many for one reading."
    next_fr = "Limitez-le à un organisme avec ?scope=, par exemple ?scope={example}."
    next_en = "Limit it to one organisation with ?scope=, such as ?scope={example}."


class UnknownScope(DocumentProblem):
    code = "unknown_scope"
    fr = "Aucun organisme « {scope} » ne publie de données que vous puissiez découvrir."
    en = 'No organisation "{scope}" has data that you may discover.'
    next_fr = "Indiquez le nom court d'un organisme, comme le donne « organisations »."
    next_en = 'Give an organisation\'s short name, as "organisations" lists them.'


class InvalidDate(CallerProblem):
    code = "invalid_date"
    fr = "Une date s'écrit AAAA-MM-JJ."
    en = "A date is written YYYY-MM-DD."
    next_fr = "Corrigez la date."
    next_en = "Correct the date."


class InvalidInstant(CallerProblem):
    code = "invalid_instant"
    fr = "Un instant s'écrit avec son décalage : 2025-01-31T08:00:00Z."
    en = "An instant is written with its offset: 2025-01-31T08:00:00Z."
    next_fr = "Corrigez l'instant."
    next_en = "Correct the instant."
