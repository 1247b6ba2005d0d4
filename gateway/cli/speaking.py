"""The command line in the language of the terminal: its help, and what was typed wrong.

The code says everything in English; French stands in one table by what it translates. What
Typer says of itself (a missing option, no such command) is known by its form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from typer import Context

from catalog.model.problem import Language
from gateway.cli.french_commands import COMMANDS
from gateway.cli.french_mistakes import MISTAKES
from gateway.cli.french_options import OPTIONS

_EXAMPLE = re.compile(r"\s*Example: ")
_FORMS = [
    (r"Missing option '(.+?)'\. ?(.*)", "Il manque l'option {0}. {1}"),
    (r"Missing argument '(.+?)'\. ?(.*)", "Il manque l'argument « {0} ». {1}"),
    (r"Missing command\.", "Il manque la commande."),
    (r"Invalid value for '?(.+?)'?: (.*)", "{0} ne convient pas : {1}."),
    (r"Invalid value: (.*)", "Cela ne va pas : {0}."),
    (r"No such command '(.+?)'\. Did you mean (.+)\?", (
        "Il n'y a pas de commande « {0} ». Vouliez-vous dire {1} ?"
    )),
    (r"No such command '(.+?)'\.", "Il n'y a pas de commande « {0} »."),
    (r"No such option: (\S+) \(Possible options: (.+)\)", (
        "Il n'y a pas d'option {0}. Vouliez-vous dire {1} ?"
    )),
    (r"No such option: (\S+)(?: Did you mean (.+)\?)?", "Il n'y a pas d'option {0}."),
    (r"Option '(.+?)' requires an argument\.", "L'option {0} attend une valeur."),
    (r"Option '(.+?)' does not take a value\.", "L'option {0} n'attend pas de valeur."),
    (r"Got unexpected extra argument(?:s|\(s\))? \((.+)\)", "C'est de trop : {0}."),
    (r"(?:Value error, )?'(.*?)' is not one of (.+)\.", "« {0} » n'est pas l'un de {1}."),
    (r"Choose from:\s*(.+)", "Choisissez parmi {0}."),
    (r"Input should be a valid integer.*", "il faut ici un nombre entier."),
    (r"Input should be (?:greater than or equal to|in the range x>=) ?(\d+)", (
        "il faut ici {0} au moins."
    )),
    (r"Input should be less than or equal to (\d+)", "il faut ici {0} au plus."),
    (r"Input should be (.+)", "il faut ici {0}."),
    (r"(?:File|Path|Directory) '(.+)' does not exist\.", "« {0} » n'existe pas."),
]  # fmt: skip


def told(mistake: str, language: Language) -> str:
    """A mistake of usage, as Typer or a command says it in English."""
    text = " ".join(mistake.split())
    if language == "en":
        return text
    if text in MISTAKES:
        return MISTAKES[text]
    for form, french in _FORMS:
        if found := re.fullmatch(form, text, re.IGNORECASE):
            parts = (told(part, language).rstrip(".") if part else "" for part in found.groups(""))
            said = french.format(*parts).strip()
            return said if said.endswith((".", "?")) else f"{said}."
    return text


def speak(command: Any, language: Language, path: str = "") -> None:
    """Puts the help of a tree of commands into the language, addresses in `<…>` and all."""
    if command.help:
        command.help = _shown(_command_help(command.help, path, language))
    if command.epilog:
        command.epilog = _shown(_epilog(command.epilog, language))
    # The same object may stand under several commands.
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = _shown(_option_help(parameter.help, language))
    if asked := command.get_help_option(Context(command)):
        asked.help = _option_help(asked.help, language)
    for name, each in getattr(command, "commands", {}).items():
        speak(each, language, f"{path} {name}".strip())


def _command_help(english: str, path: str, language: Language) -> str:
    if language == "en" or path not in COMMANDS:
        return english
    said = _EXAMPLE.split(english, maxsplit=1)
    french = COMMANDS[path]
    # Some give theirs in French.
    is_given = len(said) == 1 or "Exemple" in french
    return french if is_given else f"{french}\n\nExemple : {said[1]}"


def _epilog(english: str, language: Language) -> str:
    if language == "en":
        return english
    french = (
        "Codes de sortie : 0 fait, 1 problèmes, 2 mal utilisé, 3 quelque chose manque, 4 refusé."
    )
    return french if english.startswith("Exit codes") else english.replace("Example:", "Exemple :")


def _option_help(english: str, language: Language) -> str:
    return english if language == "en" else OPTIONS.get(english, english)


def _shown(text: str) -> str:
    """For the renderer, which takes `<anne@mairie.fr>` for a tag and drops it."""
    quoted = text.split("`")
    quoted[::2] = [part.replace("\\<", "<").replace("<", "\\<") for part in quoted[::2]]
    return "`".join(quoted)


def speak_of_help(language: Language) -> None:
    """The titles and marks of a page of help."""
    from typer import rich_utils

    if language == "fr":
        rich_utils.DEFAULT_STRING = "[par défaut : {}]"
        rich_utils.ENVVAR_STRING = "[variable : {}]"
        rich_utils.REQUIRED_LONG_STRING = "[obligatoire]"
        rich_utils.COMMANDS_PANEL_TITLE = "Commandes"


def texts_of(command: Any, path: str = "") -> Iterator[tuple[str, str, str]]:
    """(kind, path, English text) of all that a tree of commands says of itself."""
    if command.help:
        yield "command", path, command.help
    for parameter in command.params:
        if getattr(parameter, "help", None):
            yield "option", f"{path} {parameter.opts[0]}", parameter.help
    for name, each in getattr(command, "commands", {}).items():
        yield from texts_of(each, f"{path} {name}".strip())
