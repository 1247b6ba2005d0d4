"""The GraphQL documents of the page of a schedule, and of following a service."""

from __future__ import annotations

from typing import Final

SCHEDULED: Final = """
query ScheduledActivation($id: ID!) {
  activation(id: $id) { id title { fr en }
    schedule { frequency hour day sentence { fr en } next last { due ended problem } } }
}
"""
SCHEDULE: Final = """
mutation Schedule($id: ID!, $frequency: RunFrequency!, $hour: Int!, $day: Int) {
  scheduleService(activation: $id, frequency: $frequency, hour: $hour, day: $day) { applied }
}
"""
END_SCHEDULE: Final = """
mutation EndSchedule($id: ID!) { endSchedule(activation: $id) { applied } }
"""
FOLLOW: Final = """
mutation FollowService($id: ID!) { followService(activation: $id) { applied } }
"""
UNFOLLOW: Final = """
mutation UnfollowService($id: ID!) { unfollowService(activation: $id) { applied } }
"""
