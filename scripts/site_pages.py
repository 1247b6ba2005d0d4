"""A hook of MkDocs: the first page is the README, and files outside docs/ that pages name go along.

Pages are written for a forge, where a link may lead anywhere in the repository; on the site, such a
file is there as plain text.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File

ROOT = Path(__file__).resolve().parents[1]
_LINK = re.compile(r"\]\(([^)\s#]+)(#[^)\s]*)?\)")
_TABS = (
    *("index.md", "tutorial.md", "contents.md", "fr"),
    *("how-to", "reference", "explanation", "decisions"),
)


def on_config(config: Any) -> Any:
    config.mdx_configs.setdefault("toc", {})["slugify"] = anchor
    return config


def anchor(title: str, _separator: str) -> str:
    """As a forge makes it of a heading."""
    kept = "".join(sign for sign in title.lower() if sign.isalnum() or sign in " -_")
    return kept.replace(" ", "-")


def on_files(files: Any, config: Any) -> Any:
    readme = (ROOT / "README.md").read_text("utf-8")
    files.append(File.generated(config, "index.md", content=readme))
    for page in files.documentation_pages():
        source = "README.md" if page.src_uri == "index.md" else f"docs/{page.src_uri}"
        for path in _outside(page.content_string, source):
            uri = _site_uri(path)
            if files.get_file_from_path(uri) is None:
                text = (ROOT / path).read_text("utf-8", "replace")
                files.append(File.generated(config, uri, content=text))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:  # noqa: ARG001
    own = page.file.src_uri
    source = "README.md" if own == "index.md" else f"docs/{own}"

    def led(link: re.Match[str]) -> str:
        target, anchor = link[1], link[2] or ""
        path = _path(target, source)
        if path is None:
            return link[0]
        inside = path.removeprefix("docs/") if path.startswith("docs/") else _site_uri(path)
        if path.startswith("docs/") and (ROOT / path).is_dir():
            return link[0].replace(f"({target}", f"({_first_page(path)}")
        return f"]({posixpath.relpath(inside, posixpath.dirname(own) or '.')}{anchor})"

    return _LINK.sub(led, markdown)


def on_nav(nav: Any, config: Any, files: Any) -> Any:  # noqa: ARG001
    nav.items.sort(key=_place)
    return nav


def _outside(markdown: str, source: str) -> set[str]:
    paths = {_path(link[1], source) for link in _LINK.finditer(markdown)}
    return {
        path
        for path in paths
        if path is not None and not path.startswith("docs/") and (ROOT / path).is_file()
    }


def _path(target: str, source: str) -> str | None:
    """From the root of the repository; None for an address of the web."""
    if ":" in target or target.startswith("/"):
        return None
    return posixpath.normpath(posixpath.join(posixpath.dirname(source), target))


def _site_uri(path: str) -> str:
    return f"source/{path}.txt"


def _first_page(folder: str) -> str:
    """A folder has no page: its first one stands for it."""
    first = min((ROOT / folder).glob("*.md"))
    return f"{folder.removeprefix('docs/')}/{first.name}"


def _place(item: Any) -> int:
    name = item.file.src_uri if getattr(item, "file", None) else _folder(item)
    return _TABS.index(name) if name in _TABS else len(_TABS)


def _folder(section: Any) -> str:
    for child in section.children or ():
        if getattr(child, "file", None):
            return str(child.file.src_uri).partition("/")[0]
    return ""
