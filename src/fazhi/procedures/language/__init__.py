"""The procedure language 程序语言: what a YAML file of catalog/procedures may say (docs/procedure-language.md)."""
