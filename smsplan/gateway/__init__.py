"""The SMS gateway: requests, pre-flight and replies, all pure.

Sending itself is :class:`smsplan.gateway.client.Client`.
"""

from smsplan.gateway.preflight import Preflight, preflight
from smsplan.gateway.reply import SmsSent, parse_reply
from smsplan.gateway.request import SmsRequest

__all__ = ["Preflight", "SmsRequest", "SmsSent", "parse_reply", "preflight"]
