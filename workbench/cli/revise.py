"""The command that carries a case over to a new draft."""

import argparse
from typing import Any

from workbench.cli.case import opened, verdict_words
from workbench.cli.output import Output
from workbench.domain.diff_parts import marked_diff
from workbench.domain.locator import AnchorState
from workbench.domain.revision import CarriedClaim, RevisionPlan
from workbench.i18n import _, ngettext
from workbench.services.casework import Casework
from workbench.services.reading import read_article
from workbench.services.revisions import plan_revision
from workbench.services.revisions import revise as take_draft


def revise(parsed: argparse.Namespace, output: Output) -> int:
    """case revise"""
    article, original = read_article(parsed.article)
    with opened(parsed) as casework:
        plan = plan_revision(casework, article)
        take_draft(casework, plan, article, original)
        lines = _lines(plan, casework)
    text = plan.article.text
    output.result(
        {
            "revision": plan.article.revision,
            "unchanged": len(plan.unchanged),
            "moved": len(plan.moved),
            "changed": len(plan.changed),
            "lost": len(plan.lost),
            "new": len(plan.new),
            "claims": [_row(item) for item in plan.claims],
            "new_units": [
                {"start": s.start, "end": s.end, "text": text[s.start : s.end]} for s in plan.new
            ],
        },
        lines,
    )
    return 0


def _lines(plan: RevisionPlan, casework: Casework) -> list[str]:
    said = _("Draft {number}: {unchanged} unchanged, {moved} moved, {changed} changed, {lost} lost")
    lines = [
        said.format(
            number=plan.article.revision,
            unchanged=len(plan.unchanged),
            moved=len(plan.moved),
            changed=len(plan.changed),
            lost=len(plan.lost),
        )
    ]
    old, new = plan.old.text, plan.article.text
    for item in (*plan.moved, *plan.changed, *plan.lost):
        state = {
            AnchorState.MOVED: _("moved"),
            AnchorState.CHANGED: verdict_words(item.after, casework),
        }.get(item.state, _("no longer in the article"))
        lines.append(f"{item.before.number:3}  {state}. {item.reason}".rstrip())
        lines.append(f"     {marked_diff(old[slice(*item.old)], new[slice(*item.new)])}")
    count = len(plan.new)
    if count:
        lines.append(
            ngettext("{count} new sentence", "{count} new sentences", count).format(count=count)
        )
    lines += [f"  +  {' '.join(new[unit.start : unit.end].split())}" for unit in plan.new]
    return lines


def _row(item: CarriedClaim) -> dict[str, Any]:
    lost = item.state is AnchorState.LOST
    return {
        "id": item.before.id,
        "number": item.before.number,
        "state": "unchanged" if item.state is AnchorState.EXACT else item.state.value,
        "reason": item.reason,
        "was": item.before.locator.exact,
        "now": "" if lost else item.after.locator.exact,
        "start": 0 if lost else item.after.locator.start,
        "end": 0 if lost else item.after.locator.end,
    }
