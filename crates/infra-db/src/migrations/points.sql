-- Points: accounts, the transfers that the wire shows, and every movement between them.

-- The sums of an account's movements. version: how many movements there were.
CREATE TABLE account (
    store text NOT NULL,
    customer_id uuid NOT NULL,
    available bigint NOT NULL CHECK (available >= 0),
    from_peers bigint NOT NULL CHECK (from_peers >= 0 AND from_peers <= available),
    earned bigint NOT NULL CHECK (earned >= 0),
    used bigint NOT NULL CHECK (used >= 0),
    expired bigint NOT NULL CHECK (expired >= 0),
    locked bigint NOT NULL CHECK (locked >= 0),
    version bigint NOT NULL,
    PRIMARY KEY (store, customer_id),
    FOREIGN KEY (store, customer_id) REFERENCES customer (store, id)
);

-- remaining: of points that were added, what was not spent; of a spend, what could not be taken.
CREATE TABLE transfer (
    store text NOT NULL,
    id uuid NOT NULL,
    customer_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('adding', 'spending', 'p2p_adding', 'p2p_spending')),
    state text NOT NULL CHECK (state IN ('active', 'pending', 'expired', 'canceled')),
    value bigint NOT NULL CHECK (value > 0),
    remaining bigint NOT NULL CHECK (remaining >= 0 AND remaining <= value),
    created_at bigint NOT NULL,
    locked_until bigint,
    expires_at bigint,
    issuer text NOT NULL,
    comment text,
    transaction_id uuid,
    revised_id uuid,
    peer_id uuid,
    PRIMARY KEY (store, id),
    FOREIGN KEY (store, customer_id) REFERENCES account (store, customer_id)
);
CREATE INDEX transfer_by_time ON transfer (store, created_at, id);
CREATE INDEX transfer_by_customer ON transfer (store, customer_id, created_at, id);
CREATE INDEX transfer_by_transaction ON transfer (store, transaction_id) WHERE transaction_id IS NOT NULL;
CREATE INDEX transfer_by_revised ON transfer (store, revised_id) WHERE revised_id IS NOT NULL;
-- Points that can still be spent, unlocked or expire.
CREATE INDEX transfer_open ON transfer (store, customer_id, created_at, id)
    WHERE kind IN ('adding', 'p2p_adding') AND state IN ('active', 'pending') AND remaining > 0;
CREATE INDEX transfer_expiring ON transfer (store, expires_at, customer_id)
    WHERE kind IN ('adding', 'p2p_adding') AND state = 'active' AND remaining > 0;
CREATE INDEX transfer_locked ON transfer (store, locked_until, customer_id)
    WHERE kind IN ('adding', 'p2p_adding') AND state = 'pending' AND remaining > 0;

-- Append-only: one line for each amount of each lot that went from one bucket to another.
CREATE TABLE movement (
    store text NOT NULL,
    customer_id uuid NOT NULL,
    seq bigint NOT NULL,
    lot_id uuid NOT NULL,
    cause_id uuid NOT NULL,
    from_bucket text NOT NULL,
    to_bucket text NOT NULL,
    amount bigint NOT NULL CHECK (amount >= 0),
    at bigint NOT NULL,
    available bigint NOT NULL CHECK (available >= 0),
    PRIMARY KEY (store, customer_id, seq),
    FOREIGN KEY (store, lot_id) REFERENCES transfer (store, id)
){clustered};

-- Lines about points come after the customer's own line that they followed: n counts them, and is
-- zero for the customer's own.
CREATE TABLE history_of_all (
    store text NOT NULL,
    customer_id uuid NOT NULL,
    seq bigint NOT NULL,
    n bigint NOT NULL DEFAULT 0,
    type text NOT NULL,
    at bigint NOT NULL,
    variables text NOT NULL,
    balance bigint,
    PRIMARY KEY (store, customer_id, seq, n),
    FOREIGN KEY (store, customer_id) REFERENCES customer (store, id)
);
INSERT INTO history_of_all (store, customer_id, seq, n, type, at, variables)
    SELECT store, customer_id, seq, 0, type, at, variables FROM history;
DROP TABLE history;
ALTER TABLE history_of_all RENAME TO history;

-- Whose level is to be recalculated.
CREATE INDEX customer_by_recalculation ON customer
    (store, coalesce(last_level_recalculation_at, created_at), id) WHERE status <> 'deleted';

INSERT INTO account
    SELECT store, id, 0, 0, 0, 0, 0, 0, 0 FROM customer WHERE status <> 'deleted';
