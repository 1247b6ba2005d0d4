"""The GraphQL documents of the pages that add a database."""

from __future__ import annotations

from typing import Final

TRY: Final = """
mutation Try($input: StorageInput!, $password: String) {
  testStorage(input: $input, password: $password) {
    lights { light status code fr en nextFr nextEn }
  }
}
"""
REQUEST_HOST: Final = """
mutation AskHost($host: String!, $why: String!) {
  requestHost(host: $host, why: $why) { sentences { fr en } }
}
"""
SEAL: Final = """
mutation KeepPassword($name: String!, $value: String!) {
  setSecret(name: $name, value: $value) { applied }
}
"""
REGISTER_STORAGE: Final = """
mutation RegisterStorage($input: StorageInput!) {
  registerStorage(input: $input) { id applied sentences { fr en } }
}
"""
INSTRUCTIONS: Final = """
query Instructions($input: StorageInput!) {
  storageInstructions(input: $input) { fr en typed }
}
"""
OBJECTS: Final = """
query Objects($name: String!) {
  storage(name: $name) {
    id kind
    options { name value }
    datasets
    objects {
      name kind proposedName schema comment rowEstimate primaryKey
      reason { fr en }
      columns { name proposedName isPersonal sourceType type concept comment reason { fr en } }
    }
    instructions { fr en typed }
  }
}
"""
REGISTER_DATASET: Final = """
mutation RegisterDataset($input: DatasetInput!) {
  registerDataset(input: $input) { id applied sentences { fr en } }
}
"""
