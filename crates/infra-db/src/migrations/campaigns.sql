-- Rewards that points buy.
CREATE TABLE campaign (
    store text NOT NULL REFERENCES store (code),
    id uuid NOT NULL,
    name text NOT NULL,
    description text,
    instructions text,
    active boolean NOT NULL,
    cost bigint NOT NULL CHECK (cost >= 0),
    levels text NOT NULL,
    segments text NOT NULL,
    starts_at bigint,
    ends_at bigint,
    limit_total bigint,
    limit_per_customer bigint,
    single_coupon boolean NOT NULL,
    days_inactive bigint NOT NULL,
    days_valid bigint NOT NULL,
    created_at bigint NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (store, id)
);

-- taken: somebody has it, and nobody else gets it. The coupon of a campaign with a single one never is.
CREATE TABLE campaign_coupon (
    store text NOT NULL,
    id uuid NOT NULL,
    campaign_id uuid NOT NULL,
    code text NOT NULL,
    taken boolean NOT NULL DEFAULT FALSE,
    PRIMARY KEY (store, id),
    FOREIGN KEY (store, campaign_id) REFERENCES campaign (store, id)
);
CREATE UNIQUE INDEX campaign_coupon_code ON campaign_coupon (store, campaign_id, code);
CREATE INDEX campaign_coupon_free ON campaign_coupon (store, campaign_id, id) WHERE NOT taken;

-- What customers have of them. transfer_id: the spend that paid for it.
CREATE TABLE campaign_purchase (
    store text NOT NULL,
    id uuid NOT NULL,
    customer_id uuid NOT NULL,
    campaign_id uuid NOT NULL,
    coupon_id uuid NOT NULL,
    cost bigint NOT NULL CHECK (cost >= 0),
    bought_at bigint NOT NULL,
    active_since bigint,
    active_to bigint,
    used_at bigint,
    transfer_id uuid,
    PRIMARY KEY (store, id),
    FOREIGN KEY (store, customer_id) REFERENCES customer (store, id),
    FOREIGN KEY (store, campaign_id) REFERENCES campaign (store, id),
    FOREIGN KEY (store, coupon_id) REFERENCES campaign_coupon (store, id),
    FOREIGN KEY (store, transfer_id) REFERENCES transfer (store, id)
);
CREATE INDEX campaign_purchase_by_time ON campaign_purchase (store, bought_at, id);
CREATE INDEX campaign_purchase_by_customer ON campaign_purchase (store, customer_id, bought_at, id);
CREATE INDEX campaign_purchase_by_campaign ON campaign_purchase (store, campaign_id, bought_at, id);
CREATE INDEX campaign_purchase_by_coupon ON campaign_purchase (store, coupon_id);
CREATE INDEX campaign_purchase_by_transfer ON campaign_purchase (store, transfer_id) WHERE transfer_id IS NOT NULL;
CREATE INDEX campaign_purchase_by_owner ON campaign_purchase (store, campaign_id, customer_id);
