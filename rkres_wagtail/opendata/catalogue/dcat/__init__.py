"""The description of the data for portals: DCAT-AP (https://semiceu.github.io/DCAT-AP/)."""
