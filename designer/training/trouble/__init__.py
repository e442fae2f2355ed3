"""Trouble told early: rules over what a run measures, each with its evidence and a remedy.

The rules are pure and fed with plain values; `watch.Troubles` feeds them from a model. Their thresholds and
where these come from are in `docs/trouble.md`.
"""
