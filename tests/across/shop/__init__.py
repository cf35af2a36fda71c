from .store import find_by_name as by_name
