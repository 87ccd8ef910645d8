-- Whose subscription to the newsletter was rewarded, or could have been.

ALTER TABLE customer ADD COLUMN newsletter_used boolean NOT NULL DEFAULT false;
UPDATE customer SET newsletter_used = true WHERE agreement2 AND status <> 'new';

-- Rules in lists.

ALTER TABLE earning_rule ADD COLUMN name_key text NOT NULL DEFAULT '';
UPDATE earning_rule SET name_key = lower(name);
CREATE INDEX earning_rule_by_name ON earning_rule (store, name_key, id);
CREATE INDEX earning_rule_by_created ON earning_rule (store, created_at, id);
CREATE INDEX earning_rule_by_kind ON earning_rule (store, kind, name_key, id);
CREATE INDEX earning_rule_by_active ON earning_rule (store, active, name_key, id);
