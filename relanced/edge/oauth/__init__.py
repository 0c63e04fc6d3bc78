"""Sign-in by tokens (OAuth 2, RFC 6749) with Microsoft and Google. Needs the extra `relanced[oauth]`."""
