-- Substring search: an FTS5 trigram index over customer, kept by triggers.
CREATE VIRTUAL TABLE customer_search USING fts5 (
    first_name_key, last_name_key, email, phone_key, loyalty_card_key, city_key, postal_key,
    content = 'customer', content_rowid = 'row_number', tokenize = 'trigram case_sensitive 1'
);
INSERT INTO customer_search (customer_search, rank) VALUES ('secure-delete', 1);

CREATE TRIGGER customer_search_insert AFTER INSERT ON customer BEGIN
    INSERT INTO customer_search (rowid, first_name_key, last_name_key, email, phone_key, loyalty_card_key, city_key, postal_key)
    VALUES (new.row_number, new.first_name_key, new.last_name_key, new.email, new.phone_key, new.loyalty_card_key, new.city_key, new.postal_key);
END;

CREATE TRIGGER customer_search_delete AFTER DELETE ON customer BEGIN
    INSERT INTO customer_search (customer_search, rowid, first_name_key, last_name_key, email, phone_key, loyalty_card_key, city_key, postal_key)
    VALUES ('delete', old.row_number, old.first_name_key, old.last_name_key, old.email, old.phone_key, old.loyalty_card_key, old.city_key, old.postal_key);
END;

CREATE TRIGGER customer_search_update
AFTER UPDATE OF first_name_key, last_name_key, email, phone_key, loyalty_card_key, city_key, postal_key ON customer
WHEN old.first_name_key IS NOT new.first_name_key OR old.last_name_key IS NOT new.last_name_key
    OR old.email IS NOT new.email OR old.phone_key IS NOT new.phone_key
    OR old.loyalty_card_key IS NOT new.loyalty_card_key OR old.city_key IS NOT new.city_key
    OR old.postal_key IS NOT new.postal_key
BEGIN
    INSERT INTO customer_search (customer_search, rowid, first_name_key, last_name_key, email, phone_key, loyalty_card_key, city_key, postal_key)
    VALUES ('delete', old.row_number, old.first_name_key, old.last_name_key, old.email, old.phone_key, old.loyalty_card_key, old.city_key, old.postal_key);
    INSERT INTO customer_search (rowid, first_name_key, last_name_key, email, phone_key, loyalty_card_key, city_key, postal_key)
    VALUES (new.row_number, new.first_name_key, new.last_name_key, new.email, new.phone_key, new.loyalty_card_key, new.city_key, new.postal_key);
END;
