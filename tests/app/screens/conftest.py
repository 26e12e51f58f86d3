"""Every test of this folder runs Qt."""


