"""Reading of office documents and spreadsheets (文件读取). Pure Python: no Django, no database."""
