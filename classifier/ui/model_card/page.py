"""The page *Model card*: what the model is for, how it was made and measured, as shipped in `assets/`."""

import streamlit as st

from classifier import artifacts
from classifier.ui import resources
from classifier.ui.shared.artifact_errors import artifact_errors_shown

with artifact_errors_shown():
    manifest = artifacts.read_manifest(resources.ASSETS)
    card = artifacts.read(resources.ASSETS, artifacts.CARD, manifest).decode()
title, _, rest = card.partition("\n")
st.title(title.removeprefix("# "), anchor=False)
st.markdown(rest.partition("-->\n")[2] or rest)  # the comment is for those who edit the file
