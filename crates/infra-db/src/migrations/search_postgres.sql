-- Texts sort by their characters' numbers, as they do on SQLite, whatever the database's language.
ALTER TABLE customer
    ALTER COLUMN first_name_key TYPE text COLLATE "C",
    ALTER COLUMN last_name_key TYPE text COLLATE "C",
    ALTER COLUMN email TYPE text COLLATE "C",
    ALTER COLUMN phone_key TYPE text COLLATE "C",
    ALTER COLUMN loyalty_card_key TYPE text COLLATE "C";
ALTER TABLE seller
    ALTER COLUMN first_name_key TYPE text COLLATE "C",
    ALTER COLUMN last_name_key TYPE text COLLATE "C",
    ALTER COLUMN email TYPE text COLLATE "C";
ALTER TABLE pos
    ALTER COLUMN name_key TYPE text COLLATE "C",
    ALTER COLUMN identifier TYPE text COLLATE "C";
ALTER TABLE role ALTER COLUMN name TYPE text COLLATE "C";

-- Substring search: trigrams of every searchable text in one index.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX customer_search ON customer USING gin (
    first_name_key gin_trgm_ops,
    last_name_key gin_trgm_ops,
    email gin_trgm_ops,
    phone_key gin_trgm_ops,
    loyalty_card_key gin_trgm_ops,
    city_key gin_trgm_ops,
    postal_key gin_trgm_ops
) WHERE status <> 'deleted';
