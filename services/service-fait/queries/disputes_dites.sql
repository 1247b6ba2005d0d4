SELECT
  d.cause, d.collector, d.plant, d.invoice, d.product, d.kind, d.billed_eur, d.due_eur,
  d.at_stake_eur, d.kg_over, d.billed_product, d.due_product, d.tonnes, d.not_billed_eur, d.slips,
  d.vehicle, d.slip_at, d.slip_kg, d.ticket_at, d.ticket_kg, d.client, d.tolerance_kg,
  d.billed_price, d.due_price,
  CASE
    WHEN d.cause = 'invoice_rounding' THEN concat(d.cause, '_', d.kind)
    WHEN d.cause IN ('price_late', 'price_other') AND d.billed_price IS NULL THEN concat(d.cause, '_several')
    ELSE d.cause
  END AS phrase
FROM disputes d
ORDER BY d.cause, d.ordre, d.invoice, d.product, d.kind
