-- Groups of customers. parts: JSON, a list of lists of criteria.
CREATE TABLE segment (
    store text NOT NULL REFERENCES store (code),
    id uuid NOT NULL,
    name text NOT NULL,
    description text,
    active boolean NOT NULL,
    parts text NOT NULL,
    created_at bigint NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (store, id)
);

-- Who is in them: what follows from their parts, recomputed now and then.
CREATE TABLE segment_member (
    store text NOT NULL,
    segment_id uuid NOT NULL,
    customer_id uuid NOT NULL,
    PRIMARY KEY (store, segment_id, customer_id),
    FOREIGN KEY (store, segment_id) REFERENCES segment (store, id),
    FOREIGN KEY (store, customer_id) REFERENCES customer (store, id)
){clustered};
CREATE INDEX segment_member_by_customer ON segment_member (store, customer_id, segment_id);
