"""The GraphQL documents of the pages of services."""

from __future__ import annotations

from typing import Final

from gateway.console.mutualised.due_reports import DUE_REPORT, DUE_REPORTS

_TEXT = "{ fr en }"
_PARAMETERS = f"parameters {{ name type default label {_TEXT} }}"
GALLERY: Final = f"""
query Services($year: Int!) {{
  services {{ id version title {_TEXT} description {_TEXT} publisherName
    roles {{ name label {_TEXT} optional reference }} }}
  activations {{ id service version newest title {_TEXT} at }}
  {DUE_REPORTS}
}}
{DUE_REPORT}
"""
SERVICE: Final = f"""
query OneService($id: ID!) {{
  service(id: $id) {{ id version title {_TEXT} description {_TEXT} licence publisherName digest
    publishedAt changelog {{ version text {_TEXT} }} indicators {_TEXT}
    roles {{ name label {_TEXT} optional reference ofEachBody
      fields {{ name type unit optional }} }} }}
  activations {{ id service version newest title {_TEXT} at }}
}}
"""
REPORT: Final = f"""
query Report($id: ID!, $input: ServiceChoicesInput) {{
  service(id: $id) {{ id version title {_TEXT} {_PARAMETERS} }}
  serviceReport(service: $id, input: $input) {{
    ready purpose purposes consentedBy
    question {{ key field {_TEXT} dataset suggested text {_TEXT}
      options {{ value label {_TEXT} examples }} }}
    refusals {_TEXT}
    roles {{
      role {{ name label {_TEXT} optional standard fields {{ name label {_TEXT} }} }}
      matched missing sentence {_TEXT} reason {_TEXT}
      chosen {{ dataset name title {_TEXT} owner mode agreement synthetic missing
        isRelated coverage {_TEXT} years {{ year months communes isWhole }}
        columns {{ field column label {_TEXT} by unitFrom unitTo }} }}
      candidates {{ dataset name title {_TEXT} owner mode agreement isRelated
        coverage {_TEXT} years {{ year months communes isWhole }} }}
    }}
  }}
}}
"""
PREVIEW: Final = """
query Preview($id: ID!, $input: ServiceChoicesInput) {
  previewService(service: $id, input: $input) { document previewed }
}
"""
ACTIVATE: Final = """
mutation Activate($id: ID!, $input: ServiceChoicesInput, $previewed: String!) {
  activateService(service: $id, input: $input, previewed: $previewed) { activation }
}
"""
ACTIVATION: Final = f"""
query OneActivation($id: ID!) {{
  activation(id: $id) {{ id service version newest mended {_TEXT} title {_TEXT}
    shortTitle {_TEXT} purpose at by
    bindings {{ role mode dataset title {_TEXT} }}
    parameters {{ name value }}
    hasAlerts followed
    schedule {{ sentence {_TEXT} next last {{ due ended problem }} }} }}
}}
"""
RUN: Final = """
query Run($id: ID!, $parameters: [ParameterInput!]) {
  runService(activation: $id, parameters: $parameters) { document seen
    lastScheduled { due datasets empty communes communesExpected months monthsExpected latest
      same } }
}
"""
PARAMETERS: Final = f"""
query Parameters($id: ID!) {{ service(id: $id) {{ {_PARAMETERS} }} }}
"""
UPGRADE_PREVIEW: Final = f"""
query Upgrade($id: ID!) {{
  previewUpgrade(activation: $id) {{ version changes {{ version text {_TEXT} }}
    differences {{ label {_TEXT} before after }} after {{ previewed }} }}
}}
"""
UPGRADE: Final = """
mutation Upgrade($id: ID!, $previewed: String!) {
  upgradeService(activation: $id, previewed: $previewed) { activation }
}
"""
END: Final = """
mutation End($id: ID!) { endActivation(activation: $id) { applied } }
"""
CONSENTING: Final = f"""
query Consenting($id: ID!) {{
  service(id: $id) {{ id version title {_TEXT} digest publisherName queries {{ name text }}
    roles {{ name label {_TEXT} ofEachBody }} }}
  serviceReport(service: $id) {{
    roles {{ role {{ name }} candidates {{ dataset title {_TEXT} mode }} }}
  }}
  consents {{ id service datasetTitle {_TEXT} columns {_TEXT} purpose at end endedAt }}
  purposes {{ code labelFr labelEn }}
}}
"""
GIVE_CONSENT: Final = f"""
mutation GiveConsent($input: ConsentInput!, $dry: Boolean!) {{
  giveConsent(input: $input, dryRun: $dry) {{
    sentences {_TEXT} consent {{ id service columns {_TEXT} }} }}
}}
"""
END_CONSENT: Final = """
mutation EndConsent($consent: ID!) { endConsent(consent: $consent) { applied } }
"""
ANOMALY: Final = """
mutation Anomaly($dataset: ID!, $text: String!) {
  reportAnomaly(dataset: $dataset, text: $text) { applied }
}
"""

FREEZE = """mutation($id: ID!, $input: FigureOfServiceInput!) {
  freezeServiceResult(activation: $id, input: $input) { figure { digest } }
}"""
