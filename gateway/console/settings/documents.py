"""The GraphQL queries and acts of the settings, with `dryRun` where a page shows an act first."""

from __future__ import annotations

from typing import Final

OVERVIEW: Final = """
query Settings {
  people { kind }
  arrivals { agent }
  keys { revokedAt }
  mandates { inForce }
  webhooks { active }
  secrets { name }
}
"""
PEOPLE: Final = """
query People {
  people { agent issuer name email kind roles purposes }
  arrivals { agent issuer name email firstAt lastAt }
  purposes { code labelFr labelEn }
}
"""
CHANGE_ROLES: Final = """
mutation ChangeRoles(
  $agent: String!, $issuer: String, $given: [String!]!, $taken: [String!]!, $purposes: [String!]!
  $gives: Boolean!, $takes: Boolean!, $assigns: Boolean!, $dryRun: Boolean!
) {
  grantRoles(agent: $agent, issuer: $issuer, roles: $given, dryRun: $dryRun)
    @include(if: $gives) { sentences { fr en } }
  revokeRoles(agent: $agent, issuer: $issuer, roles: $taken, dryRun: $dryRun)
    @include(if: $takes) { sentences { fr en } }
  assignPurposes(agent: $agent, issuer: $issuer, purposes: $purposes, dryRun: $dryRun)
    @include(if: $assigns) { sentences { fr en } }
}
"""
PEOPLE_AND_KEYS: Final = """
query PeopleAndKeys {
  people { agent issuer name email kind roles purposes }
  keys { name madeBy revokedAt }
}
"""
REMOVE_PERSON: Final = """
mutation RemovePerson(
  $agent: String!, $issuer: String, $roles: [String!]!, $purposes: Boolean!, $dryRun: Boolean!
) {
  revokeRoles(agent: $agent, issuer: $issuer, roles: $roles, dryRun: $dryRun) {
    sentences { fr en }
  }
  assignPurposes(agent: $agent, issuer: $issuer, purposes: [], dryRun: $dryRun)
    @include(if: $purposes) { sentences { fr en } }
}
"""
KEYS: Final = """
query Keys {
  keys {
    id name datasets purposes formats doors networks madeBy madeAt endsAt revokedAt
    confirmBefore lastUsed operations
  }
  operations { name hash }
  datasets { id name titleFr titleEn owner { siren slug name } }
  purposes { code labelFr labelEn }
}
"""
MAKE_KEY: Final = """
mutation MakeKey($input: KeyInput!) {
  makeKey(input: $input) { id key sentences { fr en } }
}
"""
ROTATE_KEY: Final = """
mutation RotateKey($id: ID!, $lastDay: Date, $overlap: Int!) {
  rotateKey(id: $id, lastDay: $lastDay, overlapDays: $overlap) { id key sentences { fr en } }
}
"""
REVOKE_KEY: Final = "mutation RevokeKey($id: ID!) { revokeKey(id: $id) { id } }"
CONFIRM_KEY: Final = "mutation ConfirmKey($id: ID!) { confirmKey(id: $id) { id } }"
MANDATES: Final = """
query Mandates {
  mandates {
    id principal { siren name } mandatary { siren name } actions competences datasets start end
    act { reference enforceableSince } givenBy givenAt endedAt endedBy inForce
  }
  datasets { id name titleFr titleEn owner { siren slug name } }
  organisations { siren slug name }
}
"""
GIVE_MANDATE: Final = """
mutation GiveMandate($input: MandateInput!, $dryRun: Boolean!) {
  giveMandate(input: $input, dryRun: $dryRun) { sentences { fr en } }
}
"""
END_MANDATE: Final = """
mutation EndMandate($mandate: String!, $reason: String!, $on: Date, $dryRun: Boolean!) {
  endMandate(mandate: $mandate, reason: $reason, on: $on, dryRun: $dryRun) {
    sentences { fr en }
  }
}
"""
WEBHOOKS: Final = """
query Webhooks {
  webhooks { id url kinds active since secret }
  secrets { name reference }
}
"""
DELIVERIES: Final = """
query Deliveries($webhook: ID!) {
  webhooks { id url kinds active since secret }
  deliveries(webhook: $webhook) { id kind about at state attempts nextAt sentAt lastError }
}
"""
REGISTER_WEBHOOK: Final = """
mutation RegisterWebhook($input: WebhookInput!) {
  registerWebhook(input: $input) { webhook { id } sentences { fr en } }
}
"""
REMOVE_WEBHOOK: Final = "mutation RemoveWebhook($id: ID!) { removeWebhook(webhook: $id) { act } }"
REACTIVATE_WEBHOOK: Final = """
mutation ReactivateWebhook($id: ID!) { reactivateWebhook(webhook: $id) { act } }
"""
REPLAY: Final = "mutation Replay($id: ID!) { replayDelivery(delivery: $id) { act } }"
SECRETS: Final = """
query Secrets {
  secrets { name reference setAt keyVersion }
}
"""
SET_SECRET: Final = """
mutation SetSecret($name: String!, $value: String!) {
  setSecret(name: $name, value: $value) { act }
}
"""  # noqa: S105 - a document
REMOVE_SECRET: Final = "mutation RemoveSecret($name: String!) { removeSecret(name: $name) { act } }"  # noqa: S105 - a document
NOTIFIED: Final = """
query Notified {
  people { agent issuer name email kind roles }
  webhooks { id url active }
}
"""
MESSAGE_KINDS: Final = "query MessageKinds { messageKinds }"
MAIL: Final = """
query Mail {
  mailDeposits { domain senders { address by at } }
  deposits { dataset }
  datasets { id titleFr titleEn }
}
"""
ADD_SENDER: Final = """
mutation AddSender($address: String!) {
  addMailSender(address: $address) { sentences { fr en } }
}
"""
REMOVE_SENDER: Final = """
mutation RemoveSender($address: String!) {
  removeMailSender(address: $address) { sentences { fr en } }
}
"""
