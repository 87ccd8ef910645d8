-- What customers buy, and what that earns.

-- A sale or a return. returned: of a sale, the worth of what came back so far.
CREATE TABLE purchase (
    store text NOT NULL REFERENCES store (code),
    id uuid NOT NULL,
    number text NOT NULL,
    is_return boolean NOT NULL,
    revised_number text,
    purchased_at bigint NOT NULL,
    place text,
    pos_id uuid,
    customer_id uuid,
    name text NOT NULL,
    name_key text NOT NULL,
    email text,
    email_key text,
    phone text,
    phone_key text,
    loyalty_card text,
    loyalty_card_key text,
    nip text,
    address text,
    items text NOT NULL,
    labels text NOT NULL,
    exclusions text NOT NULL,
    gross bigint NOT NULL,
    without_delivery bigint NOT NULL,
    excluded_for_level bigint NOT NULL,
    returned bigint NOT NULL DEFAULT 0 CHECK (returned >= 0),
    registered_at bigint NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (store, id),
    FOREIGN KEY (store, pos_id) REFERENCES pos (store, id),
    FOREIGN KEY (store, customer_id) REFERENCES customer (store, id)
);
CREATE UNIQUE INDEX purchase_number ON purchase (store, number);
CREATE INDEX purchase_by_time ON purchase (store, purchased_at, id);
CREATE INDEX purchase_by_gross ON purchase (store, gross, id);
CREATE INDEX purchase_by_customer ON purchase (store, customer_id, purchased_at, id);
CREATE INDEX purchase_by_pos ON purchase (store, pos_id, purchased_at, id);
CREATE INDEX purchase_by_revised ON purchase (store, revised_number) WHERE revised_number IS NOT NULL;

CREATE TABLE purchase_label (
    store text NOT NULL,
    purchase_id uuid NOT NULL,
    position bigint NOT NULL,
    key text NOT NULL,
    value text NOT NULL,
    PRIMARY KEY (store, purchase_id, position),
    FOREIGN KEY (store, purchase_id) REFERENCES purchase (store, id)
){clustered};
CREATE INDEX purchase_label_by_key ON purchase_label (store, key, value, purchase_id);

-- A rule that gives points. what: the JSON of its kind's own members.
CREATE TABLE earning_rule (
    store text NOT NULL REFERENCES store (code),
    id uuid NOT NULL,
    name text NOT NULL,
    description text NOT NULL,
    active boolean NOT NULL,
    starts_at bigint,
    ends_at bigint,
    levels text NOT NULL,
    segments text NOT NULL,
    pos text NOT NULL,
    limit_times bigint,
    limit_period text,
    is_last boolean NOT NULL,
    kind text NOT NULL,
    what text NOT NULL,
    created_at bigint NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (store, id)
);

-- When a rule with a limit gave a customer something.
CREATE TABLE rule_use (
    store text NOT NULL,
    rule_id uuid NOT NULL,
    customer_id uuid NOT NULL,
    transfer_id uuid NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (store, customer_id, rule_id, transfer_id),
    FOREIGN KEY (store, transfer_id) REFERENCES transfer (store, id)
){clustered};
CREATE INDEX rule_use_by_transfer ON rule_use (store, transfer_id);
