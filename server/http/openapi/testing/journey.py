"""A Python program's way through the vault, with nothing but what the document says. Prints what it found."""

import json
import sys
from importlib import import_module
from pkgutil import walk_packages

import kagi_client
from kagi_client import AuthenticatedClient
from kagi_client.api.categories import categories_create
from kagi_client.api.entries import entries_create, entries_list, entries_reveal
from kagi_client.api.export import exports_read
from kagi_client.models import (
    CategoriesCreateBody,
    Category,
    EntriesCreateBody,
    EntriesCreateBodyValueType1,
    Entry,
    Environment,
    Error,
    KeyType,
    RevealedEntry,
)

# Python finds what is wrong in a module when it is loaded.
modules = [import_module(found.name) for found in walk_packages(kagi_client.__path__, "kagi_client.")]

base_url, key = sys.argv[1:]
client = AuthenticatedClient(base_url=base_url, token=key, raise_on_unexpected_status=True)


def make(name, key_type, value, env_var_name=None):
    body = CategoriesCreateBody(name=f"{name} of Python", key_type=key_type, env_var_name=env_var_name)
    category = categories_create.sync(client=client, body=body)
    assert isinstance(category, Category), category
    entry = entries_create.sync(
        client=client, body=EntriesCreateBody(category_id=category.id, name="Python", value=value)
    )
    assert isinstance(entry, Entry), entry
    return entry


def reveal(entry):
    revealed = entries_reveal.sync(client=client, id=entry.id)
    assert isinstance(revealed, RevealedEntry), revealed
    return revealed.to_dict()["value"]


entries = [
    make("Stripe", KeyType.SIMPLE, "sk_python", "STRIPE_OF_PYTHON"),
    make("Database", KeyType.GROUP, EntriesCreateBodyValueType1.from_dict({"HOST": "h"})),
]
listed = entries_list.sync(client=client, name="Python", environment=Environment.PRODUCTION, limit=10)
assert isinstance(listed, list), listed
refused = exports_read.sync(client=client)
assert isinstance(refused, Error), refused

print(
    json.dumps(
        {
            "modules": len(modules),
            "listed": [one.category.name for one in listed],
            "values": [reveal(entry) for entry in entries],
            "refused": refused.code.value,
        }
    )
)
