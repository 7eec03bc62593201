def drawing(definition):
    return ""
