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
