"""The standard: the catalogue as data (TOML) and the pure rules that read it."""
