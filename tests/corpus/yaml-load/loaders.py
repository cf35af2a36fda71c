"""Which loader reads the file."""

import json

import yaml
import yaml as y
from ruamel.yaml import YAML
from yaml import load, load_all

try:
    from yaml import CSafeLoader as FastLoader
except ImportError:
    from yaml import SafeLoader as FastLoader


class ShopLoader(yaml.SafeLoader):
    """Safe, with constructors of the shop's own."""


def with_loader(stream):
    # ruleid: yaml-load
    return yaml.load(stream, Loader=yaml.Loader)


def with_safe_loader(stream):
    # ok: yaml-load
    return yaml.load(stream, Loader=yaml.SafeLoader)


def with_safe_load(stream):
    # ok: yaml-load
    return yaml.safe_load(stream)


def with_unsafe_loader(stream):
    # ruleid: yaml-load
    return yaml.load(stream, yaml.UnsafeLoader)


def with_positional_safe_loader(stream):
    # ok: yaml-load
    return yaml.load(stream, yaml.CSafeLoader)


def with_c_loader(stream):
    # ruleid: yaml-load
    return y.load(stream, Loader=y.CLoader)


def with_unsafe_load(stream):
    # ruleid: yaml-load
    return yaml.unsafe_load(stream)


def imported_function(stream):
    # ruleid: yaml-load
    return load(stream, Loader=yaml.Loader)


def many_documents(stream):
    # ruleid: yaml-load
    return list(load_all(stream, Loader=yaml.UnsafeLoader))


def many_documents_safely(stream):
    # ok: yaml-load
    return list(yaml.safe_load_all(stream))


def with_the_fast_safe_loader(stream):
    # ok: yaml-load
    return load(stream, Loader=FastLoader)


def with_a_loader_of_our_own(stream):
    # ok: yaml-load
    return yaml.load(stream, Loader=ShopLoader)


def with_ruamel(stream):
    # ok: yaml-load
    return YAML(typ="safe").load(stream)


def with_another_module(stream):
    # ok: yaml-load
    return json.load(stream)


# ruleid: yaml-load
class OpenLoader(yaml.Loader):
    """Builds whatever the document says."""


def with_unsafe_ruamel(stream):
    # ruleid: yaml-load
    return YAML(typ="unsafe").load(stream)
