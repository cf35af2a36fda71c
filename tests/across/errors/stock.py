def reserve():
    raise NotImplementedError
