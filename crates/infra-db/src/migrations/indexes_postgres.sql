-- Numbers sort by their characters' numbers, as they do on SQLite.
ALTER TABLE purchase ALTER COLUMN number TYPE text COLLATE "C";

-- Substring search in what tills wrote down of buyers.
CREATE INDEX purchase_search ON purchase USING gin (
    name_key gin_trgm_ops,
    email_key gin_trgm_ops,
    phone_key gin_trgm_ops,
    loyalty_card_key gin_trgm_ops
);
