"""What the description of the HTTP addresses says of each, in French beside English.

Covers gateway.http.rest.french.
"""

from gateway.http.rest.application import rest_application
from gateway.http.rest.description import describe
from gateway.http.rest.french import FRENCH, in_french


def test_each_operation_is_told_in_french_and_only_its_sentences_differ():
    english = describe(rest_application())
    french = in_french(english)
    assert french["paths"].keys() == english["paths"].keys()
    for path, item in english["paths"].items():
        for method, operation in item.items():
            told = french["paths"][path][method]
            for name in ("summary", "description"):
                if name in operation:
                    assert told[name] == FRENCH[operation[name]], (path, method)
            assert told["responses"] == operation["responses"]
    assert french["info"]["summary"] != english["info"]["summary"]
    assert french["components"] == english["components"]


def test_no_sentence_stands_there_that_no_address_says():
    english = describe(rest_application())
    parts = [operation for item in english["paths"].values() for operation in item.values()]
    parts += [parameter for part in parts for parameter in part.get("parameters", ())]
    parts.append(english["info"])
    spoken = {part.get(name) for part in parts for name in ("summary", "description")}
    assert FRENCH.keys() <= spoken
