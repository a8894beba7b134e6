"""Revisions: a case carried over to a new draft of its article, as one step."""

from dataclasses import replace

from workbench.adapters.files import bytes_hash
from workbench.domain.article import Article
from workbench.domain.case import Changes
from workbench.domain.errors import PlanOutdated, SameDraft
from workbench.domain.revision import RevisionPlan, align
from workbench.i18n import N_, _
from workbench.services.casework import Casework
from workbench.services.reading import sentences_of


def plan_revision(casework: Casework, article: Article) -> RevisionPlan:
    """What the new draft would do to each claim; nothing is written. Raises SameDraft."""
    old = casework.article
    if article.sha256 == old.sha256 or article.text == old.text:
        raise SameDraft(
            _("“{name}” has the same text as draft {number}, which the case has already.").format(
                name=article.name, number=old.revision
            ),
            _("Choose the file of the new draft."),
        )
    number = old.revision + 1
    draft = replace(article, id=f"r{number}", revision=number)
    claims = casework.case.ordered_claims()
    return align(old, draft, claims, casework.sentences, sentences_of(draft))


def revise(casework: Casework, plan: RevisionPlan, article: Article, original: bytes) -> Changes:
    """Takes the new draft: the article and every claim as planned, in one step.

    Raises PlanOutdated where the case is no longer the one the plan was made for.
    """
    if bytes_hash(original) != article.sha256 or article.sha256 != plan.article.sha256:
        raise ValueError("the original is not that of the article")
    planned = {item.before.id: item.before for item in plan.claims}
    claims = casework.case.claims.values()
    current = {c.id: c for c in claims if c.id in planned or not c.vanished}
    if plan.old != casework.article or planned != current:
        raise PlanOutdated(
            _("The case has changed since the new draft was compared with it."),
            _("Compare the new draft again."),
        )
    with casework.step(N_("New draft")) as step:
        step.keep(original)
        step.put(plan.article)
        for item in plan.claims:
            step.put(item.after)
    if step.changes is None:
        raise ValueError("the step has not ended")
    return step.changes
