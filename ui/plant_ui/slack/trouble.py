"""What Slack refuses, by what can be done about it."""

from __future__ import annotations

from slack_sdk.errors import SlackApiError

OUT_OF_REACH = frozenset(
    "channel_not_found not_in_channel is_archived channel_is_archived restricted_action "
    "restricted_action_read_only_channel "
    "restricted_action_thread_only_channel restricted_action_non_threadable_channel thread_not_found "
    "cannot_reply_to_message user_not_in_channel ekm_access_denied".split()
)
"""The bot may not write there, or not any more."""

REVOKED = frozenset(
    "token_revoked token_expired invalid_auth account_inactive not_authed team_access_not_granted "
    "org_login_required".split()
)
"""The bot may not write anywhere: somebody has to give it a new token."""

GONE = frozenset("message_not_found cant_update_message edit_window_closed".split())
"""The message that was to be changed is not there any more."""

UNFIT = frozenset("invalid_blocks invalid_blocks_format msg_too_long msg_blocks_too_long too_many_attachments".split())
"""Slack does not take the message as it is drawn."""


def reason(error: SlackApiError) -> str:
    """Return the short name of what Slack refuses for."""
    return str(error.response.get("error") or f"http_{getattr(error.response, 'status_code', '')}")
