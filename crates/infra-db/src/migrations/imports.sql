-- How far the import of a file got, by its digest: written with the rows themselves, so that an
-- import goes on where it stopped, exactly.
CREATE TABLE import_run (
    store text NOT NULL REFERENCES store (code),
    file text NOT NULL,
    processed bigint NOT NULL,
    failed bigint NOT NULL,
    finished boolean NOT NULL,
    PRIMARY KEY (store, file)
);
