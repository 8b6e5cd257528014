"""How Sphinx builds the site: ``python -m sphinx -W docs build/site``."""

import sys
from pathlib import Path

import smsplan

sys.path.insert(0, str(Path(__file__).parent))

project = "smsplan"
author = "The smsplan developers"
release = smsplan.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "reference_pages"]
exclude_patterns = ["reference_pages.py"]
source_suffix = {".md": "markdown"}
nitpicky = True  # a name that a docstring refers to is there
nitpick_ignore_regex = [
    ("py:.*", r"(?!smsplan\.).*"),  # others' names are not looked up
    # What no caller makes or names, though a signature does.
    ("py:class", r"smsplan\.catalogs\.(source\.Source|spelling\.Spelling|keys\.Key)"),
    ("py:class", r"smsplan\.sandbox\.(clock\.(Wall|Hand)Clock|store\.Store|delivery\.Courier)"),
    ("py:class", r"smsplan\.http\.limits\.Room"),
    ("py:class", r"smsplan\.linting\.rule\.Hit"),
    ("py:class", r"smsplan\.([\w.]+\.)?\w*Shaped?"),
    ("py:func", r"smsplan\.shapes\.utf16"),
    ("py:mod", r"smsplan\.linting\.replacements"),
    ("py:.*", r"smsplan\.templates\.bounds\.T"),
]

myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_preserve_defaults = True
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 80
add_module_names = False

html_theme = "furo"
html_title = "smsplan"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_show_sphinx = False
html_show_copyright = False
html_copy_source = False
html_theme_options = {"navigation_with_keys": False}
highlight_language = "text"  # where a block does not say what it is
pygments_style = "friendly"
pygments_dark_style = "monokai"
smartquotes = False  # what is typed is what counts
