"""A check in words: no label says what the text beside it says already."""

from __future__ import annotations

import re

from oslo_ik.checks.catalogue import load_catalogue
from oslo_ik.checks.vocabulary import Verdict
from oslo_ik.reviews.views import AnswerView
from oslo_ik.screens.check_texts import details
from oslo_ik.screens.widgets.review_words import check_text

TWICE = re.compile(r"(Tiltak|Gjelder|Når): (Tiltak|Gjelder)")


def test_a_label_is_never_said_twice() -> None:
    checks = load_catalogue().checks
    assert any(check.applies_when for check in checks)
    for check in checks:
        answer = AnswerView(check.id, Verdict.NOT_ASSESSED)
        for text in (details(check, "", None, {}), check_text(check, answer, None, {})):
            assert not TWICE.search(str(text)), str(text)
            if check.applies_when:
                assert check.applies_when in str(text)
        if check.measure:
            assert f"\nTiltak {check.measure}\n" in str(details(check, "", None, {}))
