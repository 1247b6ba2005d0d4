"""Files that Excel, Power BI and QGIS open hold an address and names, never a secret.

Covers papers.connection_files.
"""

import json
import re
from html import unescape
from xml.etree import ElementTree as ET

import pytest

from papers.connection_files import write_odc, write_pbids, write_psql, write_qlr

ADDRESS = "https://interco.example/odata/valcobreizh"
NASTY = 'Tonnage "kg" ]]> <b> #(lf) & ; [x]'


def islands(content):
    """The two data islands of an `.odc`, parsed, and the document within the second."""
    text = content.decode()
    found = re.findall(r"<xml id=\w+>(.*?)</xml>", text, re.DOTALL)
    properties, connection = (ET.fromstring(each) for each in found)
    mashup = next(each for each in connection.iter() if each.tag.endswith("PowerQueryMashupData"))
    return properties, connection, ET.fromstring(mashup.text)


def test_a_connection_of_power_bi_is_one_address():
    assert json.loads(write_pbids(ADDRESS)) == {
        "version": "0.1",
        "connections": [
            {
                "details": {"protocol": "odata", "address": {"url": ADDRESS}},
                "mode": "Import",
            }
        ],
    }


def test_a_query_of_excel_renames_columns_and_names_itself_alike_three_times():
    labels = {"tonnage_kg": "Tonnage (kg)", "date": "Date", "jour": "Date", "vide": ""}
    content = write_odc(ADDRESS, "collectes", "Collectes, Valcobreizh", labels)
    _, connection, mashup = islands(content)
    (query,) = (each for each in mashup.iter() if each.tag.endswith("}Query"))
    name = query.get("Name")
    texts = {each.tag.rpartition("}")[2]: each.text for each in connection.iter()}
    assert f"Location={name};" in texts["ConnectionString"]
    assert texts["CommandText"] == f"SELECT * FROM [{name}]"
    (formula,) = (each.text for each in mashup.iter() if each.tag.endswith("Formula"))
    assert f'OData.Feed("{ADDRESS}", null, [Implementation="2.0"])' in formula
    assert 'Source{[Name="collectes",Signature="table"]}[Data]' in formula
    assert '{"tonnage_kg", "Tonnage (kg)"}' in formula
    assert formula.count('"Date"}') == 1, "no two columns of one name"


def test_a_label_is_a_text_and_no_code():
    content = write_odc(ADDRESS, "collectes", NASTY, {"a": NASTY})
    _, _, mashup = islands(content)
    (query,) = (each for each in mashup.iter() if each.tag.endswith("}Query"))
    assert not set("];\"'[") & set(query.get("Name"))
    (formula,) = (each.text for each in mashup.iter() if each.tag.endswith("Formula"))
    assert '"Tonnage ""kg"" ]]> <b> #(#)(lf) & ; [x]"' in formula


def test_a_layer_of_qgis_reads_every_page():
    address = "https://interco.example/ogc/sde35"
    content = write_qlr(address, "sde35__bornes_recharge", 'Bornes "rapides" & <autres>')
    tree = ET.fromstring(content)
    layer, shown = tree.find(".//layer-tree-layer"), tree.find(".//maplayer")
    assert layer.get("id") == shown.findtext("id")
    source = shown.findtext("datasource")
    assert layer.get("source") == source
    assert "pagingEnabled='true'" in source
    assert f"url='{address}'" in source
    assert shown.findtext("provider") == "OAPIF"
    assert layer.get("name") == shown.findtext("layername") == 'Bornes "rapides" & <autres>'


@pytest.mark.parametrize("word", ["password", "authcfg", "username", "interco_1", "Bearer"])
def test_no_file_holds_a_secret(word):
    files = (
        write_pbids(ADDRESS),
        write_odc(ADDRESS, "collectes", "Collectes", {"a": "A"}),
        write_qlr("https://interco.example/ogc/x", "x__y", "Y"),
    )
    for content in files:
        assert word.lower() not in unescape(content.decode()).lower()


def test_a_client_of_postgresql_keeps_to_tls():
    command = write_psql("interco.example", 5432, "valcobreizh")
    assert 'psql "host=interco.example port=5432 dbname=valcobreizh' in command
    assert "sslmode=require" in command
