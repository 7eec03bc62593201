"""What reports are made of, as data and as text: templates 模板, tokens 数据标记, numbering. Pure: no Django."""
