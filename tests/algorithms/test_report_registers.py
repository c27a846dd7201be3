"""What the registers behind a run hold that no public text may tell, read from real files."""

from __future__ import annotations

from family_hub_planner.processing.report.registers import unnamed_of_steps

REGISTER = (
    "Ref No,Site name,Address,UPRN,owner,Confidential\n"
    'K-9,Rowan Refuge,"The Old Vicarage, Church Lane, Town",999902375700,Blackwater Ltd,refuge\n'
    'K-8,Library,"1 High Street, Town",999902375701,The Council,no\n'
)


def found(folder, *steps):
    def file_of(given):
        path = folder / str(given).split("|")[0]
        return path if path.is_file() else None

    return unnamed_of_steps(steps, file_of)


def test_every_register_that_a_step_reads_is_searched(tmp_path):
    (tmp_path / "estate.csv").write_text(REGISTER, "utf-8")
    step = {
        "algorithm": "native:extractbyexpression", "outputs": {"OUTPUT": "made.gpkg"},
        "parameters": {"INPUT": "estate.csv", "SITE_ID": "Ref No", "OUTPUT": "made.gpkg"},
    }  # fmt: skip
    words = found(tmp_path, step, step)
    assert {"999902375700", "K-9"} <= words.ids
    assert {
        "Rowan Refuge",
        "The Old Vicarage",
        "The Old Vicarage, Church Lane, Town",
    } <= words.names
    assert words.owners == {"Blackwater Ltd", "The Council"}
    assert words.count == 1 and not list(words.not_read)
    assert "Library" not in words.names and "K-8" not in words.ids


def test_a_register_that_is_gone_is_named_and_tables_of_statistics_are_not(tmp_path):
    estate = {"algorithm": "familyhub:rationalise", "parameters": {"BUILDINGS": ["x/gone.csv"]}}
    need = {"algorithm": "familyhub:needlayer", "parameters": {"POPULATION": "ages.csv"}}
    reach = {"algorithm": "familyhub:coverage", "parameters": {"NETWORK": "network.gpkg"}}
    assert list(found(tmp_path, estate, need, reach).not_read) == ["gone.csv"]
