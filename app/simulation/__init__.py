"""Runs of the models for engineers: tables, fields and pictures in a folder."""
