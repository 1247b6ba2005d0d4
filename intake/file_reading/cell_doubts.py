"""Questions and notes about cells: units, dates, figures that say nothing, codes against names."""

from __future__ import annotations

CELL_QUESTIONS: dict[str, tuple[str, str]] = {
    "code_or_name": (
        (
            "Dans « {column} », le code n'est pas celui du nom écrit sur la ligne ({examples}) : "
            "lequel des deux est juste ?"
        ),
        (
            'In "{column}", the code is not that of the name on its row ({examples}): which of '
            "the two is right?"
        ),
    ),
    "two_readings": (
        (
            "Deux lectures de « {column} » ne la prennent pas pour la même chose ({examples}) : "
            "laquelle est juste ?"
        ),
        'Two readings of "{column}" take it for different things ({examples}): which is right?',
    ),
    "number_as_date": (
        (
            "Dans « {column} », un tableur semble avoir changé des tranches ou des nombres en "
            "dates ({examples}) : faut-il les remettre ?"
        ),
        (
            'In "{column}", a spreadsheet seems to have turned ranges or numbers into days '
            "({examples}): are they to be put back?"
        ),
    ),
    "turned_dates": (
        (
            "Dans « {column} », un tableur semble avoir échangé le jour et le mois de certaines "
            "dates ({examples}) : faut-il les remettre à l'endroit ?"
        ),
        (
            'In "{column}", a spreadsheet seems to have swapped day and month of some dates '
            "({examples}): are they to be put right?"
        ),
    ),
    "cell_unit": (
        (
            "Dans « {column} », des cases disent une autre unité que le titre ({examples}) : "
            "faut-il suivre la case ou le titre ?"
        ),
        (
            'In "{column}", some cells say another unit than the header ({examples}): is the cell '
            "or the header to be followed?"
        ),
    ),
    "unit_between_sheets": (
        (
            "« {column} » : une feuille annonce une autre unité dans son titre ({examples}) : "
            "faut-il convertir ses valeurs ?"
        ),
        (
            '"{column}": the header of one sheet says another unit ({examples}): are its figures '
            "to be converted?"
        ),
    ),
    "bare_unit": (
        (
            "Dans « {column} », le titre dit {first} et la plupart des cases disent {rest} : "
            "en quelle unité sont les cases qui n'en disent pas ?"
        ),
        (
            'In "{column}", the header says {first} and most cells say {rest}: in which unit '
            "are the cells that say none?"
        ),
    ),
    "few_units": (
        (
            "Dans « {column} », peu de cases disent leur unité ({examples}) : vaut-elle pour "
            "toute la colonne ?"
        ),
        'In "{column}", few cells say their unit ({examples}): does it hold for the whole column?',
    ),
    "sign_column": (
        (
            "Les montants de « {column} » s'écrivent sans signe, et « {first} » dit dans quel sens "
            "ils comptent : faut-il compter en moins ceux qui portent « {rest} » ?"
        ),
        (
            'The amounts of "{column}" have no sign, and "{first}" says which way they count: are '
            'those marked "{rest}" to be taken off?'
        ),
    ),
    "percent_scale": (
        (
            "« {column} » mélange des fractions et des pourcentages : faut-il lire {examples} "
            "comme une fraction de un ?"
        ),
        '"{column}" mixes fractions and percentages: is {examples} to be read as a fraction of 1?',
    ),
    "sentinel": (
        (
            "Dans « {column} », {examples} semble dire « pas de valeur » : faut-il laisser ces "
            "cases vides ?"
        ),
        'In "{column}", {examples} seems to mean "no value": are these cells to stay empty?',
    ),
    "magnitude": (
        (
            "Dans « {column} », des valeurs sont mille fois plus grandes ou plus petites que les "
            "autres ({examples}) : est-ce une erreur d'unité ?"
        ),
        (
            'In "{column}", some figures are a thousand times larger or smaller than the others '
            "({examples}): is it a slip of unit?"
        ),
    ),
}  # fmt: skip
"""By code, in French and in English, in the order in which they matter."""

CELL_NOTES: dict[str, tuple[str, str]] = {
    "unix_time": (
        (
            "« {column} » : des secondes comptées depuis 1970 sont lues comme des moments en "
            "temps universel ({examples})."
        ),
        '"{column}": seconds since 1970 are read as moments of universal time ({examples}).',
    ),
    "padded_figures": (
        (
            "« {column} » : des nombres complétés par des zéros ({examples}) ; une colonne à côté "
            "en est la différence."
        ),
        (
            '"{column}": figures with noughts in front ({examples}); a column beside is their '
            "difference."
        ),
    ),
    "names_repeated": (
        (
            "Des colonnes n'ont pas d'en-tête ; elles reprennent dans l'ordre le nom des "
            "précédentes ({examples})."
        ),
        (
            "Some columns have no header; they bear the names of those before them, in turn "
            "({examples})."
        ),
    ),
    "utc_days": (
        (
            "« {column} » : des moments en temps universel sont le minuit de Paris ({examples}) : "
            "ils sont lus comme des jours."
        ),
        (
            '"{column}": moments of universal time are midnight in Paris ({examples}): they are '
            "read as days."
        ),
    ),
    "correction": (
        "« {column} » : une remarque de la ligne corrige la valeur (lignes {examples}).",
        '"{column}": a remark on the row corrects the figure (rows {examples}).',
    ),
    "shown_in_thousands": (
        "« {column} » : lu en milliers, comme le format des cases l'affiche.",
        '"{column}": read in thousands, as the format of the cells shows it.',
    ),
    "repeated_number": (
        (
            "« {column} » : {examples} lignes reprennent un numéro déjà vu, avec presque les mêmes "
            "valeurs : leurs chiffres seraient comptés deux fois."
        ),
        (
            '"{column}": {examples} rows bear a number seen before, with nearly the same values: '
            "their figures would be counted twice."
        ),
    ),
    "unit_by_row": (
        (
            "« {column} » : la colonne « {first} » dit l'unité de chaque ligne, et les valeurs "
            "sont converties dans une seule ({rest})."
        ),
        (
            '"{column}": the column "{first}" says the unit of each row, and the figures are '
            "converted to one ({rest})."
        ),
    ),
    "units_of_several_things": (
        (
            "« {column} » compte plusieurs choses ({rest}), ligne par ligne, comme le dit "
            "« {first} » : sa somme n'a pas de sens."
        ),
        (
            '"{column}" counts several things ({rest}), row by row, as "{first}" says: its sum '
            "makes no sense."
        ),
    ),
    "empty_marks": (
        "« {column} » : « {examples} » parmi des nombres y tient lieu de case vide.",
        '"{column}": "{examples}" among figures is an empty cell there.',
    ),
    "words_among_figures": (
        (
            "« {column} » est lue comme du texte, car « {examples} » s'y trouve parmi des nombres. "
            "Si ce sont des nombres, choisissez ce type."
        ),
        (
            '"{column}" is read as text, since "{examples}" stands among figures there. If they '
            "are figures, choose that type."
        ),
    ),
    "years_as_days": (
        "« {column} » : des dates de 1905 y sont lues comme des années ({examples}).",
        '"{column}": days of 1905 are read as years there ({examples}).',
    ),
    "product_figures": (
        "« {column} » : des multiplications y sont lues comme leur résultat ({examples}).",
        '"{column}": some cells write a product, read as its result ({examples}).',
    ),
    "scaled_figures": (
        "« {column} » : k, M et Md y comptent des milliers, millions, milliards ({examples}).",
        '"{column}": k, M and Md count thousands, millions, milliards there ({examples}).',
    ),
    "unit_by_cell": (
        "« {column} » : des cases qui disent une autre unité sont converties ({examples}).",
        '"{column}": cells that say another unit are converted ({examples}).',
    ),
    "unit_in_title": (
        "« {column} » : l'unité ({first}) vient du titre du tableau (« {rest} »).",
        '"{column}": the unit ({first}) comes from the title of the table ("{rest}").',
    ),
    "unit_beside": (
        "« {column} » : l'unité ({first}) est celle de « {rest} », que ces relevés mesurent.",
        '"{column}": the unit ({first}) is that of "{rest}", which these readings measure.',
    ),
    "units_in_title": (
        "Plusieurs colonnes ont l'unité ({first}) du titre du tableau ({rest}).",
        "Several columns have the unit ({first}) of the title of the table ({rest}).",
    ),
    "durations": (
        "« {column} » : des durées, lues en heures ({examples}).",
        '"{column}": durations, read in hours ({examples}).',
    ),
    "date_order_beside": (
        "« {column} » : lu mois puis jour, comme « {first} » à côté ({rest}).",
        '"{column}": read month first, then day, like "{first}" beside it ({rest}).',
    ),
    "end_before_begin": (
        "« {column} » vient avant « {first} » ({rest} fois) : vérifiez ces dates.",
        '"{column}" comes before "{first}" ({rest} times): check these dates.',
    ),
    "projection": (
        (
            "« {column} » : des mètres ({first}), pas des degrés. La colonne est lue comme un "
            "nombre, et ne place rien sur une carte."
        ),
        (
            '"{column}": metres ({first}), no degrees. The column is read as a number, and places '
            "nothing on a map."
        ),
    ),
    "no_coordinates": (
        (
            "« {column} » ({examples}) : ni des degrés, ni les mètres d'une projection connue, "
            "ou les deux mêlés. La colonne ne place rien sur une carte : corrigez le fichier."
        ),
        (
            '"{column}" ({examples}): neither degrees nor the metres of a known projection, or '
            "both mixed. The column places nothing on a map: mend the file."
        ),
    ),
    "year_days": (
        (
            "« {column} » ({examples}) : ces nombres peuvent être une année et un numéro de jour. "
            "La colonne reste un texte : pour des dates, nommez-la « (AAQQQ) »."
        ),
        (
            '"{column}" ({examples}): these numbers may be a year and the number of a day. The '
            'column stays a text: for days, name it "(AAQQQ)".'
        ),
    ),
    "grouped_coordinates": (
        (
            "« {column} » ({examples}) : un tableur a groupé les chiffres de ces degrés par "
            "milliers. La colonne reste un texte et ne place rien sur une carte : corrigez le "
            "fichier."
        ),
        (
            '"{column}" ({examples}): a spreadsheet has grouped the figures of these degrees by '
            "thousands. The column stays a text and places nothing on a map: mend the file."
        ),
    ),
    "swapped_coordinates": (
        "« {column} » tient les valeurs de l'autre coordonnée : longitude et latitude inversées ?",
        '"{column}" holds values of the other coordinate: are longitude and latitude swapped?',
    ),
}  # fmt: skip
