"""Messages between bodies: outbox, mails, webhooks."""
