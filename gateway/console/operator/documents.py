"""The GraphQL documents of the operator's pages."""

from __future__ import annotations

from typing import Final

PLATFORM: Final = """
query Platform {
  platform {
    bodies {
      organisation { siren slug name }
      people stewards datasets storages agreements
      arrivals { agent issuer name email firstAt }
    }
    agentsWithoutBody { agent kind roles }
    catalogVersion policyRevision
  }
  quotas {
    organisation { slug name }
    limits { kind percent sentence { fr en } }
    opens
  }
  storages {
    id kind organisation hostCountry secnumcloud health { isUp since causeFr causeEn }
  }
  inbox { id kind at about titleFr titleEn sentenceFr sentenceEn nextFr nextEn }
}
"""
APPOINT: Final = """
mutation Appoint($agent: String!, $issuer: String!) {
  grantRoles(agent: $agent, issuer: $issuer, roles: ["steward"]) { sentences { fr en } }
}
"""
QUOTAS: Final = """
query Quotas {
  platform { bodies { organisation { slug name } } }
  quotas { organisation { slug name } limits { kind limit } }
}
"""
SET_QUOTA: Final = """
mutation SetQuota($body: String!, $requests: Int, $seconds: Int, $megabytes: Int) {
  setQuota(organisation: $body, requests: $requests, seconds: $seconds, megabytes: $megabytes) {
    act
  }
}
"""
BODY_USAGE: Final = """
query BodyUsage($since: Date, $until: Date, $monthlyCents: Int) {
  bodyUsage(since: $since, until: $until, monthlyCents: $monthlyCents) {
    month organisation { name } requests failed rows milliseconds share cents
  }
}
"""
