-- Microseconds that a sandbox is ahead of the real time; null for every other store.
ALTER TABLE store ADD COLUMN sandbox_ahead bigint CHECK (sandbox_ahead >= 0);

-- How far the notices of a day have come, by the programme's days.
CREATE TABLE notice_run (
    store text NOT NULL REFERENCES store (code),
    notice text NOT NULL,
    day text NOT NULL,
    after uuid,
    done boolean NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (store, notice, day)
);

-- What is kept for a while only goes by its age, whatever store it is of.
CREATE INDEX outbox_by_age ON outbox (at);

-- How far the check of everything has come that goes on in the background: one row.
CREATE TABLE reconciliation (
    id bigint PRIMARY KEY CHECK (id = 1),
    is_running boolean NOT NULL,
    documents boolean NOT NULL,
    store text NOT NULL,
    after uuid NOT NULL,
    found bigint NOT NULL,
    finished_at bigint,
    differences bigint NOT NULL,
    version bigint NOT NULL
);

-- Came with totals from elsewhere, whose purchases are not here.
ALTER TABLE customer ADD COLUMN moved boolean NOT NULL DEFAULT false;
