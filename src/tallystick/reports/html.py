"""Pages as self-contained HTML: one stylesheet inside, no script, nothing fetched."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from importlib.resources import files
from typing import Any

from tallystick.reports.charts.bullet import share_bar
from tallystick.reports.charts.icons import status_icon, variation_icon
from tallystick.reports.charts.sparkline import sparkline
from tallystick.reports.pages import KpiPage, ScorecardPage, StatementPage
from tallystick.words import say


@lru_cache(maxsize=1)
def stylesheet() -> str:
    """The one stylesheet."""
    return files("tallystick.reports").joinpath("look.css").read_text("utf-8")


@lru_cache(maxsize=1)
def _environment() -> Any:
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("tallystick.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        say=say,
        sparkline=lambda row: Markup(  # noqa: S704 - our own drawing; it escapes what it is given
            sparkline(row.values, limits=row.limits, target=row.target_value, status=row.status.key)
        ),
        status_icon=lambda key: Markup(status_icon(key)),  # noqa: S704 - a constant of ours
        variation_icon=lambda key: Markup(variation_icon(key)),  # noqa: S704 - a constant of ours
        bar=lambda share: Markup(share_bar(share)),  # noqa: S704 - our own drawing of a number
        drawn=Markup,
    )
    return environment


def policy() -> str:
    """The content security policy of a page: its own stylesheet by hash, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(stylesheet().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _render(template: str, page: object) -> str:
    from markupsafe import Markup

    style = Markup(stylesheet())  # noqa: S704 - our own file
    rendered: str = _environment().get_template(template).render(page=page, style=style, policy=policy())
    return rendered


def scorecard_html(page: ScorecardPage) -> str:
    """The scorecard as a page."""
    return _render("scorecard.html", page)


def kpi_html(page: KpiPage) -> str:
    """A KPI as a page."""
    return _render("kpi.html", page)


def statement_html(page: StatementPage) -> str:
    """A statement as a page."""
    return _render("statement.html", page)
