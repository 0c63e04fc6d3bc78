"""The handbook's Markdown in, pages out: settings of Sphinx. `make docs` builds them, without network."""

project = "relanced"
author = "the relanced authors"
html_title = "relanced"
language = "en"
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["schema.sql"]
myst_heading_anchors = 4  # «#where-profiles-live» is a link in every reader of Markdown
myst_enable_extensions = ["colon_fence"]
suppress_warnings = ["myst.xref_missing"]  # links to files of the repository, beside the handbook
html_theme = "furo"
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
html_static_path: list[str] = []
