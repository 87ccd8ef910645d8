-- Lists of transfers and documents, by everything that they are filtered by.
CREATE INDEX transfer_by_kind ON transfer (store, kind, created_at, id);
CREATE INDEX transfer_by_state ON transfer (store, state, created_at, id);
CREATE INDEX purchase_by_kind ON purchase (store, is_return, purchased_at, id);

-- assigned_seq: the customer's version when the document became its own, which orders its
-- documents. Of older ones only the order of registration is known: before all others.
ALTER TABLE purchase ADD COLUMN assigned_seq bigint;
UPDATE purchase SET assigned_seq = registered_at - 4611686018427387904
    WHERE customer_id IS NOT NULL;
-- Returns that nobody was assigned were taken off their sales, and would be once more.
UPDATE purchase SET returned = coalesce((SELECT sum(r.gross) FROM purchase r
    WHERE r.store = purchase.store AND r.revised_number = purchase.number AND r.is_return
    AND r.customer_id = purchase.customer_id AND r.assigned_seq > purchase.assigned_seq), 0)
    WHERE returned > 0;
