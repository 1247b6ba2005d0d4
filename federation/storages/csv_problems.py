"""Problems of a file that was declared; told to its owner's steward, never to a reader."""

from __future__ import annotations

from catalog.model.problem import SourceProblem


class CsvUnreadable(SourceProblem):
    code = "csv_unreadable"
    fr = "Le fichier « {file} » ne se lit pas : {why_fr}."
    en = 'The file "{file}" cannot be read: {why_en}.'
    next_fr = "Enregistrez-le en CSV UTF-8, ou dites où est son en-tête (csv: header_row)."
    next_en = "Save it as CSV in UTF-8, or say on which line its header is (csv: header_row)."


class CsvColumnMissing(SourceProblem):
    code = "csv_column_missing"
    fr = "L'en-tête de « {file} » (ligne {line}) n'a pas de colonne « {column} » : {header}."
    en = 'The header of "{file}" (line {line}) has no column "{column}": {header}.'
    next_fr = (
        "Écrivez dans « source: » le nom exact de l'en-tête, ou corrigez le fichier. Si ce sont là "
        "des titres, dites à quelle ligne est l'en-tête (csv: header_row)."
    )
    next_en = (
        'Write the header\'s exact name in "source:", or correct the file. If these are titles, '
        "say on which line the header is (csv: header_row)."
    )


class CsvColumnRepeated(SourceProblem):
    code = "csv_column_repeated"
    fr = "L'en-tête de « {file} » (ligne {line}) a plusieurs colonnes « {column} »."
    en = 'The header of "{file}" (line {line}) has several columns "{column}".'
    next_fr = "Donnez à chacune un nom différent."
    next_en = "Give each a name of its own."


class CsvDelimiterWrong(SourceProblem):
    code = "csv_delimiter_wrong"
    fr = "« {file} » est lu avec le séparateur « {declared} », et semble séparé par « {found} »."
    en = '"{file}" is read with the delimiter "{declared}", and seems to be delimited by "{found}".'
    next_fr = 'Écrivez « csv: {{delimiter: "{found}"}} » dans « object: ».'
    next_en = 'Write "csv: {{delimiter: "{found}"}}" in "object:".'


class ParquetUnreadable(SourceProblem):
    code = "parquet_unreadable"
    fr = "Le fichier « {file} » n'est pas du Parquet."
    en = 'The file "{file}" is not Parquet.'
    next_fr = "Remplacez-le par un fichier Parquet entier."
    next_en = "Replace it with a whole Parquet file."


class StorageColumnMissing(SourceProblem):
    code = "storage_column_missing"
    fr = "La source n'a pas de colonne « {column} »."
    en = 'The source has no column "{column}".'
    next_fr = "Écrivez dans « source: » le nom exact de la colonne, ou ajoutez-la à la source."
    next_en = 'Write the exact name of the column in "source:", or add it to the source.'
