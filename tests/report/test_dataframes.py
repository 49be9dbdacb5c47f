import pytest

from advisor.report import dataframes as frames


def test_facts_and_values_side_by_side(tiny):
    facts, values = frames.performances(tiny), frames.values(tiny)
    assert facts.loc["Price", "Bee"] == "30 k€"
    assert facts.loc["Comfort", "Ant"] == "rattles on any road"
    assert values.loc["Price"].tolist() == pytest.approx([1, 0.5, 0.2])
    assert frames.criteria(tiny).loc["Price", "group"] == "Cost"


def test_evidence_has_a_row_for_every_performance(tiny):
    table = frames.evidence(tiny)
    assert len(table) == 15
    bee = table[(table["criterion"] == "Price") & (table["van"] == "Bee")].iloc[0]
    assert (bee["low"], bee["high"], bee["source"]) == (28, 34, "Price list")


def test_scenarios(tiny):
    assert frames.scenarios(tiny).loc["Load"].to_dict() == {"even": 50, "haul": 100}
