"""``oslo-ik stikkprove``: the verbs of the monthly spot check, in the order of the month."""

from __future__ import annotations

from oslo_ik.cli import spot_check_answers as answers
from oslo_ik.cli import spot_check_draw as draw
from oslo_ik.cli import spot_check_views as views
from oslo_ik.cli.noun import Noun

app = Noun("Månedens stikkprøve, fra trekning til låsing.")

app.verb(
    "trekk",
    "Trekk månedens saker. Det gjøres én gang for hver måned.",
    "oslo-ik stikkprove trekk --maned 2026-11 --antall-saker 140",
)(draw.draw_cases)
app.verb("list", "Vis alle stikkprøvene, den nyeste først.")(views.list_all)
app.verb(
    "vis",
    "Vis en stikkprøve med saker, fakta og svar.",
    "oslo-ik stikkprove vis SP-2026-11 --format json",
)(views.show_review)
app.verb(
    "protokoll",
    "Vis alt som trengs for å regne ut trekningen på nytt. Blir på maskinen.",
)(views.show_protocol)
app.verb("flere", "Trekk flere saker; det som er trukket, blir stående.")(draw.more)
app.verb(
    "erstatt",
    "Bytt ut en sak som ikke er aktuell, før den har svar.",
    "oslo-ik stikkprove erstatt SP-2026-11 --sak RT-1007 --begrunnelse -",
)(draw.replace)
app.verb(
    "utilgjengelig", "Merk at journalen mangler eller er låst. Saken blir stående i utvalget."
)(draw.unavailable)
app.verb(
    "fakta",
    "Svar på fakta om en sak; de avgjør hvilke kontrollpunkter som gjelder.",
    "oslo-ik stikkprove fakta SP-2026-11 --sak RT-1007 overgang=ja tolkebehov=nei",
)(answers.give_facts)
app.verb(
    "svar",
    "Svar på ett kontrollpunkt, eller på mange fra en fil. Filen har kolonnene "
    "sak;kontrollpunkt;svar;grunn;kommentar;utfort, og alle svar blir lagret eller ingen.",
    "oslo-ik stikkprove svar SP-2026-11 --sak RT-1007 --kontrollpunkt T07-01 --svar nei "
    "--grunn finnes_ikke",
)(answers.give_answer)
app.verb(
    "spor",
    "Merk at du vil spørre kontaktpersonen om et punkt. Gjenta kommandoen for å ta merket bort.",
    "oslo-ik stikkprove spor SP-2026-11 --sak RT-1007 --kontrollpunkt T07-01",
)(answers.ask)
app.verb(
    "tatt-opp",
    "Noter at et alvorlig punkt som ikke er ja, er tatt opp med en gang.",
    "oslo-ik stikkprove tatt-opp SP-2026-11 --sak RT-1007 --kontrollpunkt T11-24 --hva - "
    "--rolle Teamleder --nar 23.11.2026",
)(answers.take_up_now)
app.verb("angre", "Ta tilbake det siste svaret, faktumet eller kommentaren.")(answers.undo_last)
app.verb("oppsummer", "Tell opp svarene og foreslå funn.")(answers.sum_up)
app.verb(
    "ferdigstill",
    "Lås og ferdigstill. Deretter kan ingenting i stikkprøven endres.",
    "oslo-ik stikkprove ferdigstill SP-2026-11 --rolle Seksjonsleder",
)(answers.lock)
