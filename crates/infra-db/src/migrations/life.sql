-- What a customer's life needs: pictures, devices, codes, invitations, and what is told outside.

ALTER TABLE customer ADD COLUMN avatar_path text;
ALTER TABLE customer ADD COLUMN avatar_name text;
ALTER TABLE customer ADD COLUMN avatar_mime text;
ALTER TABLE customer ADD COLUMN push_tokens text NOT NULL DEFAULT '[]';
ALTER TABLE customer ADD COLUMN anonymized boolean NOT NULL DEFAULT FALSE;
CREATE INDEX customer_avatar ON customer (avatar_path) WHERE avatar_path IS NOT NULL;

-- Events for webhooks. Ids are time-ordered: they are the order of what happened.
DROP TABLE outbox;
CREATE TABLE outbox (
    store text NOT NULL,
    id uuid NOT NULL,
    at bigint NOT NULL,
    topic text NOT NULL,
    customer_id uuid NOT NULL,
    data text NOT NULL,
    PRIMARY KEY (store, id)
){clustered};
CREATE INDEX outbox_by_customer ON outbox (store, customer_id);
CREATE INDEX outbox_by_time ON outbox (store, at, id);

-- due_at: not before; while somebody works on it, not before he is given up.
CREATE TABLE job (
    id uuid NOT NULL PRIMARY KEY,
    store text NOT NULL,
    kind text NOT NULL,
    data text NOT NULL,
    customer_id uuid,
    created_at bigint NOT NULL,
    due_at bigint NOT NULL,
    attempts bigint NOT NULL,
    last_error text,
    dead_at bigint
);
CREATE INDEX job_due ON job (due_at, id) WHERE dead_at IS NULL;
CREATE INDEX job_waiting ON job (store, due_at, id) WHERE dead_at IS NULL;
CREATE INDEX job_dead ON job (store, dead_at, id) WHERE dead_at IS NOT NULL;
CREATE INDEX job_by_customer ON job (store, customer_id) WHERE customer_id IS NOT NULL;

CREATE TABLE webhook_endpoint (
    store text NOT NULL REFERENCES store (code),
    id uuid NOT NULL,
    url text NOT NULL,
    topics text NOT NULL,
    secret text NOT NULL,
    previous_secret text,
    previous_until bigint,
    header_name text,
    header_value text,
    active boolean NOT NULL,
    disabled_reason text,
    from_settings boolean NOT NULL,
    created_at bigint NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (store, id)
);

-- store is '' for administrators. digest is NULL while nothing can be redeemed.
CREATE TABLE one_time_code (
    store text NOT NULL,
    kind text NOT NULL,
    user_id uuid NOT NULL,
    purpose text NOT NULL,
    requested_at bigint NOT NULL,
    number bigint NOT NULL,
    digest text,
    channel text,
    expires_at bigint,
    tries bigint NOT NULL,
    phone text,
    PRIMARY KEY (store, kind, user_id, purpose)
);
CREATE UNIQUE INDEX one_time_code_digest ON one_time_code (store, purpose, digest) WHERE digest IS NOT NULL;

-- recipient_email and recipient_phone are both NULL when the person was erased.
CREATE TABLE invitation (
    store text NOT NULL REFERENCES store (code),
    id uuid NOT NULL,
    referrer_id uuid NOT NULL,
    recipient_email text,
    recipient_phone text,
    recipient_phone_key text,
    recipient_id uuid,
    status text NOT NULL,
    token text NOT NULL,
    created_at bigint NOT NULL,
    PRIMARY KEY (store, id),
    FOREIGN KEY (store, referrer_id) REFERENCES customer (store, id),
    FOREIGN KEY (store, recipient_id) REFERENCES customer (store, id)
);
CREATE UNIQUE INDEX invitation_token ON invitation (store, token);
CREATE INDEX invitation_by_referrer ON invitation (store, referrer_id, id);
CREATE INDEX invitation_by_recipient ON invitation (store, recipient_id);
CREATE INDEX invitation_by_email ON invitation (store, recipient_email);
CREATE INDEX invitation_by_phone ON invitation (store, recipient_phone_key);

-- Looks at customers are most of the log: whoever asks for them finds them without an index.
CREATE INDEX audit_log_by_type ON audit_log (store, event_type, id) WHERE event_type <> 'ViewCustomer';
-- Lines about customers are most of the log, too.
CREATE INDEX audit_log_by_entity_type ON audit_log (store, entity_type, id) WHERE entity_type <> 'customer';
CREATE INDEX audit_log_by_username ON audit_log (store, username, id);
