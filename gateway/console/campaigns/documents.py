"""The GraphQL documents of the pages of campaigns."""

from __future__ import annotations

from typing import Final

_SHOWN: Final = (
    "id title template templateTitle { fr en } model firstMonth lastMonth due until state "
    "openedAt closedAt duty previous counts { members toSign inForce refused withoutData }"
)
CAMPAIGNS: Final = f"query Campaigns {{ campaigns {{ {_SHOWN} }} }}"
CAMPAIGN: Final = f"""
query Campaign($id: ID!) {{
  templates {{ name purposes competence }}
  campaign(id: $id) {{
    {_SHOWN}
    reminders {{ at step members }}
    board {{
      months summary {{ fr en }}
      members {{
        siren name registered agreement code kind wantsModel
        words {{ fr en }} note {{ fr en }} dataTitle {{ fr en }}
        cells {{ month code kind rows words {{ fr en }} }}
      }}
    }}
  }}
}}
"""
LANDS: Final = """
query Lands($siren: String!, $competence: String!) {
  territory(siren: $siren, competence: $competence) {
    communes { code nom } memberships { through communes }
  }
}
"""
PROPOSAL: Final = """
query Proposal($duty: String, $year: Int, $like: String) {
  campaignProposal(duty: $duty, year: $year, like: $like) {
    title template firstMonth lastMonth due members dataset standard duty previous legalBasis
  }
}
"""
CHOICES: Final = """
query Choices {
  templates { name titleFr titleEn descriptionFr descriptionEn competence }
  organisations { siren slug name }
}
"""
MEMBERS: Final = """
query Members($siren: String!, $competence: String!) {
  territory(siren: $siren, competence: $competence) { memberships { through } }
}
"""
OPEN: Final = """
mutation Open($input: CampaignInput!, $dryRun: Boolean!) {
  openCampaign(input: $input, dryRun: $dryRun) { sentences { fr en } campaign { id } }
}
"""
REMIND: Final = """
mutation Remind($campaign: ID!) {
  remindCampaign(campaign: $campaign) { sentences { fr en } }
}
"""
CLOSE: Final = """
mutation Close($campaign: ID!) { closeCampaign(campaign: $campaign) { applied } }
"""
