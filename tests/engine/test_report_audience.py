"""The public's evidence: what is withheld is nowhere in it, and what stays is not touched."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass

import pytest
from report_evidence import evidence, replace, table, with_column

from family_hub_planner.engine.errors import InputError
from family_hub_planner.engine.report.audience import for_public
from family_hub_planner.engine.report.audience_columns import is_money
from family_hub_planner.engine.report.audience_words import Words
from family_hub_planner.engine.report.evidence import Colocation, MapShapes, Unnamed
from family_hub_planner.engine.report.sections import document_of
from family_hub_planner.engine.tables import Table


def texts_in(value):
    """Give all that a value holds as texts, however deep."""
    if isinstance(value, Table):
        return [*value.columns, *texts_in(list(value.columns.values())), value.name]
    if is_dataclass(value):
        return [text for one in fields(value) for text in texts_in(getattr(value, one.name))]
    if isinstance(value, dict):
        return [text for pair in value.items() for text in texts_in(list(pair))]
    if isinstance(value, (list, tuple, set, frozenset)):
        return [text for one in value for text in texts_in(one)]
    return [str(value)]


def secret_evidence():
    """Plant a word in each column of costs, comments and of a confidential site, and beside it."""
    given = evidence()
    hubs = given.hubs
    refuge = {name: f"SECRET {name}" for name in hubs.columns}
    refuge |= {"site_id": "X77", "site_name": "SECRET House", "confidential": "refuge"}
    columns = {name: [*values, refuge[name]] for name, values in hubs.columns.items()}
    columns["running_cost_gbp"] = ["SECRET cost", "SECRET cost", "SECRET cost"]
    columns["caretaker"] = ["SECRET telephone"] * 3
    places = table("hubs", **columns)
    outreach = with_column(
        given.outreach.sites,
        next_best=["SECRET House (X77)", "Mill Hub"],
        reason=["Stays. Near secret house it is quiet.", "Reaches 40 more. SECRET is £9,876 once."],
        clawback_gbp=["SECRET", None],
    )
    step = replace(
        given.steps[0], parameters={"BUDGET": "SECRET", "GIVE_UP_SITES": "V1,X77"},
        command="run BUDGET=SECRET GIVE_UP_SITES=X77", numbers={"COST": "SECRET", "CHILDREN": 221},
    )  # fmt: skip
    comments = table("comments", comment=["SECRET words"], area_code=["A1"])
    shapes = [MapShapes("hubs", ["H1", "X77"], [{"type": "Point", "coordinates": [0, 52]}] * 2)]
    made = replace(given.today.made, hubs=("H1", "X77"), kinds={"outreach": ("X77",)})
    return replace(
        given, hubs=places, venues=places, register=places, steps=[step], shapes=shapes,
        today=replace(given.today, made=made), outreach=replace(given.outreach, sites=outreach),
        notes=["All is well. SECRET House is left out."],
        consultation=replace(given.consultation, comments=comments),
    )  # fmt: skip


def test_nothing_planted_survives_in_the_publics_evidence():
    left = texts_in(for_public(secret_evidence(), 10))
    assert not [text for text in left if "secret" in text.lower() or "X77" in text]
    assert not [text for text in left if "£" in text or "9,876" in text or "44321" in text]


def test_nothing_planted_survives_in_the_publics_document():
    document = document_of(for_public(secret_evidence(), 10))
    left = [text for text in texts_in(document) if "sum" not in text]
    assert not [text for text in left if "secret" in text.lower() or "X77" in text]


def test_the_public_is_told_no_lease_no_condition_and_no_owners_stance():
    given = evidence()
    moves = with_column(
        given.estate.moves, earliest_date=["2031-05-09"], date_is=["the end of its lease"],
        reason=["Made alone, 60 more. From 9 May 2031 (the end of its lease). The owner there has "
                "not agreed. From when it can be left is not known (no date stated)."],
    )  # fmt: skip
    pairs = with_column(given.colocation.pairs, conflicts=["to settle: owner has not agreed"])
    outreach = with_column(given.outreach.sites, reason=["Stays. Its owner has not agreed.", "D"])
    full = replace(
        given, estate=replace(given.estate, moves=moves), colocation=Colocation(pairs),
        outreach=replace(given.outreach, sites=outreach), notes=["It is in condition D."],
    )  # fmt: skip
    assert "9 May 2031" in str(texts_in(document_of(full))), "the council's own pack tells it"
    for public in (for_public(full, 10), document_of(for_public(full, 10))):
        left = "\n".join(text for text in texts_in(public) if "Money and terms" not in text)
        assert "Made alone, 60 more." in left
        for word in ("2031", "lease", "agreed", "can be left", "condition D"):
            assert word not in left, word
    assert "By owner: withheld from the public." in str(texts_in(document_of(for_public(full, 10))))


def test_money_is_said_to_be_withheld_only_where_there_was_some():
    given = evidence()
    plain = table("hubs", site_id=["H1", "H2"], site_name=["Castle Hub", "Mill Hub"],
                  pupils=[30, 40])  # fmt: skip
    bare = replace(given, hubs=plain, register=None, venues=None, estate=None, colocation=None,
                   outreach=None, steps=[], notes=[])  # fmt: skip
    said = "\n".join(for_public(bare, 10).withheld)
    assert "Money" not in said and "Registers: columns of the council's own" in said


def test_a_point_added_by_hand_makes_no_pack_for_the_public():
    given = evidence()
    areas = with_column(given.today.areas, added=["", "", "by hand", ""])
    with pytest.raises(InputError, match="count 1 point added by hand"):
        for_public(replace(given, today=replace(given.today, areas=areas)), 10)
    areas = with_column(given.today.areas, added=["", None, "", ""])
    for_public(replace(given, today=replace(given.today, areas=areas)), 10)


def test_which_kinds_of_things_were_withheld_is_told():
    said = "\n".join(for_public(secret_evidence(), 10).withheld)
    assert "Confidential places: 1, with" in said
    assert "Comments: 1," in said
    assert "Money and terms: costs and savings, leases" in said
    assert "under 10 are held back" in said
    assert "SECRET" not in said


def test_what_is_not_withheld_stays_as_it_was():
    given, public = evidence(), for_public(evidence(), 10)
    assert public.audience == "public"
    assert public.need == given.need
    assert public.today.tables == given.today.tables
    assert public.hubs.column("site_name") == ["Castle Hub", "Mill Hub"]
    assert public.outreach.sites.column("reason") == ["Stays.", "Reaches 40 more."]
    assert public.estate.moves.column("reason") == ["From May."]
    assert public.steps[0].numbers == {"CHILDREN": 221.0}
    assert public.estate.tables["FRONTIER"].column("children_worse") == [0.0, 60.0]
    assert "saving_net" not in public.estate.moves.columns
    assert public.outreach.frontier.column("need_outreach") == [0.0, None]  # 3 is held back
    assert public.outreach.frontier.column("need_hub") == [100.0, 100.0]


def test_the_councils_question_may_name_a_sum_but_no_confidential_place():
    given = replace(secret_evidence(), question="How could £2m be saved? And SECRET House?")
    assert for_public(given, 10).question == "How could £2m be saved?"


def addressed(said: str):
    """Set today's areas on points of addresses, whose sources end with `said`."""
    given = evidence()
    points = table(
        "points", area_code=["A1", "A1"], part_id=["P1", "P2"], placed_by=["weight", "whole_area"],
        children=[60.0, 60.0], sources=[f"ONS; OGL v3. Placed on {said}"] * 2,
    )  # fmt: skip
    areas = table("areas", area_code=["P1", "P2"], minutes=[3.0, 4.0], children=[60.0, 60.0])
    return replace(given, need=points, today=replace(given.today, areas=areas))


@pytest.mark.parametrize(
    "said", ["AddressBase Core, by their dwellings", "delivery points; licence not stated"]
)
def test_rows_on_addresses_of_unknown_or_closed_licence_are_withheld(said):
    public = for_public(addressed(said), 10)
    assert "P1" not in public.today.areas.column("area_code")
    assert "P1" not in public.need.column("part_id")
    assert "Licensed address data" in "\n".join(public.withheld)
    assert public.today.tables  # the totals stay


def test_rows_on_open_postcodes_stay():
    public = for_public(addressed("ONS Postcode Directory; OGL v3"), 10)
    assert public.today.areas.column("area_code") == ["P1", "P2"]


def test_names_of_money_are_told_from_names_like_them():
    money = ["running_cost_gbp", "SAVING_GROSS", "one_off_so_far", "payback_years", "BUDGET"]
    assert all(map(is_money, money))
    others = ["children_current", "parent_room", "different", "area_m2", "minutes", "one_hub"]
    assert not any(map(is_money, others))


def test_a_short_id_is_withheld_as_a_cell_but_not_out_of_sentences():
    words = Words(frozenset({"1"}))
    assert words.cleaned("1") == ""
    assert words.cleaned("decile 1 of 10") == "decile 1 of 10"


def test_a_sentence_is_withheld_as_a_whole_and_a_list_by_its_phrases():
    words = Words(names=("St. Mary's Refuge", "The Grove. Flat 2"), owners=("Blackwater Ltd",))
    for text, left in (
        ("Whether the owner has agreed: not stated (first: V02); it is to be settled.", ""),
        ("What it pays is not known; it would pay £1,935 a year there. It fits.", "It fits."),
        ("60 more; 40 fewer. The lease ends in 2031.", "60 more; 40 fewer."),
        ("too small; to settle: its owner has not agreed; no lift", "too small; no lift"),
        ("no lift; to settle: its owner has not agreed", "no lift"),
        ("Near St. Mary's Refuge is quiet. Near it is loud.", "Near it is loud."),
        ("It is at The Grove. Flat 2 is small. So it is.", ""),
        ("It is No. 5. It costs £5.", "It is No. 5."),
    ):
        assert words.cleaned(text) == left, text


def test_json_of_the_document_holds_no_figure_of_an_area_exactly():
    given = for_public(evidence(), 10)
    printed = json.dumps(texts_in(document_of(given).summary))
    assert "221" not in printed


def test_no_text_of_the_public_names_a_place_or_an_owner_of_a_register_that_a_step_read():
    unnamed = Unnamed(
        frozenset({"V27"}), frozenset({"Rowan Refuge", "The Old Vicarage"}), 1,
        frozenset({"Blackwater Estates Ltd", "Testshire Council"}),
    )  # fmt: skip
    given = replace(
        evidence(), unnamed=unnamed, title="Testshire. Rowan Refuge.",
        notes=["All is well. It stands at the old vicarage.", "Testshire Council asked.",
               "Blackwater Estates Ltd would take 123,456."],
    )  # fmt: skip
    public = for_public(given, 10)
    left = "\n".join(texts_in(public) + texts_in(document_of(public)))
    for word in ("Rowan", "icarage", "Blackwater", "V27", "123,456"):
        assert word not in left, word
    assert public.title == "Testshire." and public.unnamed == Unnamed()
    assert list(public.notes)[:2] == ["All is well.", "Testshire Council asked."]
    assert "Confidential places: 1, with" in "\n".join(public.withheld)


def test_no_table_of_the_public_names_owners():
    given = evidence()
    owned = with_column(given.hubs, owner=["Blackwater Estates Ltd", "The Council"])
    public = for_public(replace(given, hubs=owned, register=owned, venues=owned), 10)
    for one in (public.hubs, public.register, public.venues, public.estate.moves):
        assert "owner" not in one.columns
    assert "Blackwater" not in "\n".join(texts_in(public) + texts_in(document_of(public)))


def test_a_register_that_could_not_be_looked_up_is_named():
    unread = replace(evidence(), unnamed=Unnamed(not_read=["estate.csv"]))
    public = for_public(unread, 10)
    assert "Not looked up: estate.csv." in "\n".join(public.withheld)
    said = [block for block in document_of(public).summary.blocks if "estate.csv" in str(block)]
    assert [block.kind for block in said] == ["warning"]


@pytest.mark.parametrize("where", ["today", "need", "step"])
def test_a_run_with_points_added_by_hand_gives_no_public_pack(where):
    given = evidence()
    marks = ["", "", "added by hand", None]
    runs = {
        "today": {"today": replace(given.today, areas=with_column(given.today.areas, added=marks))},
        "need": {"need": with_column(given.need, added=marks)},
        "step": {"steps": [replace(given.steps[0], parameters={"ADDED": "hotel.csv"})]},
    }
    with pytest.raises(InputError, match=r"added by hand.*no public pack"):
        for_public(replace(given, **runs[where]), 10)
    assert for_public(replace(given, need=with_column(given.need, added=[None] * 4)), 10)
