-- Instants are microseconds since 1970 in UTC, amounts and shares ten-thousandths, both in bigint.
-- "*_key" columns hold the form in which a text is compared: lower case; phones without "+".
-- The text is the same on SQLite and PostgreSQL, and means the same.

CREATE TABLE store (
    code text NOT NULL PRIMARY KEY,
    name text NOT NULL,
    active boolean NOT NULL,
    currency text NOT NULL,
    time_zone text NOT NULL,
    default_locale text NOT NULL,
    settings text NOT NULL,
    version bigint NOT NULL
);

CREATE TABLE role (
    id uuid NOT NULL PRIMARY KEY,
    name text NOT NULL,
    master boolean NOT NULL,
    permissions text NOT NULL,
    version bigint NOT NULL
);

CREATE TABLE admin (
    id uuid NOT NULL PRIMARY KEY,
    username text NOT NULL,
    username_key text NOT NULL,
    email text NOT NULL,
    role_id uuid NOT NULL REFERENCES role (id),
    active boolean NOT NULL,
    version bigint NOT NULL
);
CREATE UNIQUE INDEX admin_username ON admin (username_key);
CREATE UNIQUE INDEX admin_email ON admin (email);
CREATE INDEX admin_role ON admin (role_id);

CREATE TABLE api_key (
    id uuid NOT NULL PRIMARY KEY,
    name text NOT NULL,
    digest text NOT NULL,
    master boolean NOT NULL,
    permissions text NOT NULL,
    store text REFERENCES store (code),
    created_at bigint NOT NULL,
    expires_at bigint,
    last_used_at bigint
);

-- store is '' for administrators, who belong to the whole installation.
CREATE TABLE login (
    store text NOT NULL,
    kind text NOT NULL,
    user_id uuid NOT NULL,
    password_hash text,
    temporary boolean NOT NULL,
    last_login_at bigint,
    failures bigint NOT NULL,
    locked_until bigint,
    PRIMARY KEY (store, kind, user_id)
);

CREATE TABLE session (
    id uuid NOT NULL PRIMARY KEY,
    store text NOT NULL,
    kind text NOT NULL,
    user_id uuid NOT NULL,
    created_at bigint NOT NULL
);
CREATE INDEX session_by_user ON session (store, kind, user_id);

CREATE TABLE refresh_token (
    digest text NOT NULL PRIMARY KEY,
    session_id uuid NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    expires_at bigint NOT NULL,
    replaced_at bigint
);
CREATE INDEX refresh_token_session ON refresh_token (session_id);

CREATE TABLE level (
    store text NOT NULL REFERENCES store (code),
    id uuid NOT NULL,
    active boolean NOT NULL,
    condition_value bigint NOT NULL CHECK (condition_value >= 0),
    min_order bigint,
    reward_name text NOT NULL,
    reward_value bigint NOT NULL,
    reward_code text NOT NULL,
    special_rewards text NOT NULL,
    translations text NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (store, id)
);

CREATE TABLE pos (
    store text NOT NULL REFERENCES store (code),
    id uuid NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL,
    identifier text NOT NULL,
    description text,
    street text NOT NULL,
    address1 text NOT NULL,
    address2 text,
    postal text NOT NULL,
    city text NOT NULL,
    province text NOT NULL,
    country text NOT NULL,
    lat text,
    long text,
    transactions_amount bigint NOT NULL DEFAULT 0,
    transactions_count bigint NOT NULL DEFAULT 0,
    version bigint NOT NULL,
    PRIMARY KEY (store, id)
);
CREATE UNIQUE INDEX pos_identifier ON pos (store, identifier);

CREATE TABLE seller (
    store text NOT NULL REFERENCES store (code),
    id uuid NOT NULL,
    first_name text NOT NULL,
    first_name_key text NOT NULL,
    last_name text NOT NULL,
    last_name_key text NOT NULL,
    email text NOT NULL,
    phone text,
    phone_key text,
    pos_id uuid NOT NULL,
    active boolean NOT NULL,
    deleted boolean NOT NULL,
    allow_point_transfer boolean NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (store, id),
    FOREIGN KEY (store, pos_id) REFERENCES pos (store, id)
);
CREATE UNIQUE INDEX seller_email ON seller (store, email);

-- phone and loyalty_card: NULL was never given, '' was erased. email: NULL is none.
-- has_address tells an address with nothing in it from none at all.
CREATE TABLE customer (
    {row_number}
    store text NOT NULL REFERENCES store (code),
    id uuid NOT NULL,
    status text NOT NULL CHECK (status IN ('new', 'active', 'blocked', 'deleted')),
    active boolean NOT NULL,
    first_name text NOT NULL,
    first_name_key text NOT NULL,
    last_name text NOT NULL,
    last_name_key text NOT NULL,
    gender text,
    email text,
    phone text,
    phone_key text,
    birth_date bigint,
    has_address boolean NOT NULL,
    street text,
    address1 text,
    address2 text,
    postal text,
    postal_key text,
    city text,
    city_key text,
    province text,
    country text,
    company_name text,
    company_nip text,
    loyalty_card text,
    loyalty_card_key text,
    labels text NOT NULL,
    agreement1 boolean NOT NULL,
    agreement2 boolean NOT NULL,
    agreement3 boolean NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    level_id uuid,
    level_manual boolean NOT NULL,
    pos_id uuid,
    seller_id uuid,
    transactions_count bigint NOT NULL,
    transactions_amount bigint NOT NULL,
    transactions_amount_without_delivery bigint NOT NULL,
    amount_excluded_for_level bigint NOT NULL,
    average_transaction_amount bigint NOT NULL,
    last_transaction_at bigint,
    last_level_recalculation_at bigint,
    version bigint NOT NULL,
    {customer_key} (store, id),
    FOREIGN KEY (store, level_id) REFERENCES level (store, id),
    FOREIGN KEY (store, pos_id) REFERENCES pos (store, id),
    FOREIGN KEY (store, seller_id) REFERENCES seller (store, id)
);
CREATE UNIQUE INDEX customer_email ON customer (store, email) WHERE email IS NOT NULL;
CREATE UNIQUE INDEX customer_phone ON customer (store, phone_key) WHERE phone_key IS NOT NULL;
CREATE UNIQUE INDEX customer_loyalty_card ON customer (store, loyalty_card) WHERE loyalty_card <> '';

-- One index a sort and its filters; each also serves the other direction and, where the column
-- may be missing, the missing ones by id.
CREATE INDEX customer_by_id ON customer (store, id) WHERE status <> 'deleted';
CREATE INDEX customer_by_first_name ON customer (store, first_name_key, id) WHERE status <> 'deleted';
CREATE INDEX customer_by_last_name ON customer (store, last_name_key, id) WHERE status <> 'deleted';
CREATE INDEX customer_by_email ON customer (store, email, id) WHERE status <> 'deleted';
CREATE INDEX customer_by_phone ON customer (store, phone_key, id) WHERE status <> 'deleted';
CREATE INDEX customer_by_loyalty_card ON customer (store, loyalty_card_key, id) WHERE status <> 'deleted';
CREATE INDEX customer_by_created ON customer (store, created_at, id) WHERE status <> 'deleted';
CREATE INDEX customer_by_updated ON customer (store, updated_at, id) WHERE status <> 'deleted';
CREATE INDEX customer_by_birth_date ON customer (store, birth_date, id) WHERE status <> 'deleted';
CREATE INDEX customer_by_active ON customer (store, active, id) WHERE status <> 'deleted';
CREATE INDEX customer_by_level ON customer (store, level_id, id) WHERE status <> 'deleted';
CREATE INDEX customer_by_count ON customer (store, transactions_count, id) WHERE status <> 'deleted';
CREATE INDEX customer_by_amount ON customer (store, transactions_amount, id) WHERE status <> 'deleted';
CREATE INDEX customer_by_net_amount ON customer (store, transactions_amount_without_delivery, id) WHERE status <> 'deleted';
CREATE INDEX customer_by_average ON customer (store, average_transaction_amount, id) WHERE status <> 'deleted';
CREATE INDEX customer_by_last_transaction ON customer (store, last_transaction_at, id) WHERE status <> 'deleted';

-- How many customers a store shows, in parts: registrations must not wait for one row.
CREATE TABLE customer_count (
    store text NOT NULL REFERENCES store (code),
    part bigint NOT NULL,
    customers bigint NOT NULL,
    PRIMARY KEY (store, part)
);

-- The labels of customer.labels again, for filters.
CREATE TABLE customer_label (
    store text NOT NULL,
    customer_id uuid NOT NULL,
    position bigint NOT NULL,
    key text NOT NULL,
    value text NOT NULL,
    PRIMARY KEY (store, customer_id, position),
    FOREIGN KEY (store, customer_id) REFERENCES customer (store, id)
);
CREATE INDEX customer_label_by_key ON customer_label (store, key, value, customer_id);
CREATE INDEX customer_label_by_value ON customer_label (store, value, customer_id);

-- Append-only. seq is the customer's version right after the event.
CREATE TABLE history (
    store text NOT NULL,
    customer_id uuid NOT NULL,
    seq bigint NOT NULL,
    type text NOT NULL,
    at bigint NOT NULL,
    variables text NOT NULL,
    PRIMARY KEY (store, customer_id, seq),
    FOREIGN KEY (store, customer_id) REFERENCES customer (store, id)
);

-- Ids are time-ordered, so the key is also the order of the log. Every look at a customer adds a
-- row: it must cost little.
CREATE TABLE audit_log (
    store text NOT NULL,
    id uuid NOT NULL,
    at bigint NOT NULL,
    event_type text NOT NULL,
    entity_type text NOT NULL,
    entity_id text NOT NULL,
    username text NOT NULL,
    data text NOT NULL,
    PRIMARY KEY (store, id)
){clustered};
CREATE INDEX audit_log_by_entity ON audit_log (store, entity_id, id);

CREATE TABLE outbox (
    id uuid NOT NULL PRIMARY KEY,
    store text NOT NULL,
    kind text NOT NULL,
    customer_id uuid NOT NULL,
    created_at bigint NOT NULL
);
CREATE INDEX outbox_by_customer ON outbox (store, customer_id);
