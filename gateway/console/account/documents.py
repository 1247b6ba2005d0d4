"""The GraphQL documents of the account's page and of following data."""

from __future__ import annotations

from typing import Final

CHOICES: Final = """
query MailChoices { mailChoices { rhythm followed { id titleFr titleEn owner { name } }
  followedServices { activation title { fr en } } } }
"""
CHOOSE: Final = """
mutation ChooseMails($rhythm: MailRhythm!) { chooseMails(rhythm: $rhythm) { applied } }
"""
FOLLOW: Final = "mutation Follow($dataset: String!) { follow(dataset: $dataset) { applied } }"
UNFOLLOW: Final = "mutation Unfollow($dataset: String!) { unfollow(dataset: $dataset) { applied } }"
FOLLOWING: Final = """
query Following($dataset: String!) { following(dataset: $dataset) { follows possible } }
"""
