"""What a verification calls the parts of a review, in bokmål."""

from __future__ import annotations

import re

# The rows of a table, for a change that shows nowhere in the content.
TABLES = {
    "review": "opplysninger om gjennomgangen",
    "review_check": "kontrollpunktene",
    "frame_case": "rammen for trekningen",
    "allocation": "fordelingen på kontaktpersoner",
    "review_case": "de trukne sakene",
    "replacement": "erstatningene",
    "case_fact": "fakta om sakene",
    "answer": "svarene",
    "finding_occurrence": "tallene for funn",
}
_PARTS = {
    "actions": "forbedringstiltak",
    "answers": "svar",
    "areas": "områder",
    "ask": "spør kontaktpersonen",
    "by_fact": "avgjort av fakta",
    "cases": "sak",
    "checks": "kontrollpunkter",
    "commitment": "forpliktelse",
    "committed_at": "tidspunkt for forpliktelsen",
    "created_at": "tidspunkt for trekning",
    "cut_off": "skjæringsdato",
    "decision_reason": "begrunnelse",
    "demo": "demo",
    "district": "bydel",
    "draw": "trekningen",
    "edition": "standard",
    "excluded_own": "egne saker utenfor",
    "facts": "fakta",
    "findings": "funn",
    "frame_sha256": "fingeravtrykk av rammen",
    "frame_size": "antall i rammen",
    "in": "ny sak",
    "kind": "type",
    "legal_regime": "regelverk",
    "method": "metode",
    "missing_areas": "områder som mangler",
    "next_commitment": "forpliktelse for neste måned",
    "next_period": "neste måned",
    "no": "løpenummer",
    "no_action_reason": "begrunnelse for ingen tiltak",
    "note": "kommentar",
    "number": "nummer",
    "on": "dato",
    "out": "sak som gikk ut",
    "outcome": "utfall",
    "performed_on": "dato",
    "period": "måned",
    "places": "plasser",
    "position": "plass",
    "previous": "funn fra før",
    "previous_findings": "funn fra før",
    "public_value": "offentlig tall",
    "reason": "grunn",
    "redraw_reason": "begrunnelse for ny trekning",
    "reference": "saksreferanse",
    "reference_in": "ny sak",
    "reference_out": "sak som gikk ut",
    "replacements": "erstatning",
    "reported_size": "antall i fagsystemet",
    "role": "rolle",
    "rows": "fingeravtrykk av radene",
    "schema": "skjema",
    "seed": "trekningsnøkkel",
    "sequence": "trekning nummer",
    "signed_at": "tidspunkt for låsing",
    "signed_role": "rolle ved låsing",
    "size": "antall saker",
    "source": "kilde",
    "strength": "styrke",
    "taken_up": "tatt opp nå",
    "taken_up_role": "rolle det ble tatt opp med",
    "taken_up_what": "hva som ble tatt opp",
    "text": "tekst",
    "theme": "tema",
    "title": "tittel",
    "unanswered_reason": "begrunnelse for ubesvarte",
    "unavailable": "utilgjengelige saker",
    "unit": "enhet",
    "unit_code": "enhetskode",
    "unit_name": "enhet",
    "verdict": "svar",
    "weak_reason": "begrunnelse for svake tiltak",
    "what": "hva",
}
# Named by what stands around them.
_UNSAID = {"commitment", "answers"}


def in_words(path: str) -> str:
    """A path of a content as words: «sak 3, T07-19, kommentar»."""
    parts = [part for part in path.split("/") if part]
    if "commitment" not in parts[:2]:
        parts = [part for part in parts if part not in _UNSAID]
    words = ", ".join(_PARTS.get(part, TABLES.get(part, part)) for part in parts)
    return re.sub(r"(sak|funn|erstatning|kontrollpunkter|plasser), (?=\S)", r"\1 ", words)
