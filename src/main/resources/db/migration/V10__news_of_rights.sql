-- For H2 and PostgreSQL alike. Times are milliseconds since 1970 (UTC).

-- What was told last. Whoever tells something takes the next number and holds this row to the end of his transaction, so
-- that numbers can be read in the order in which they were given: none comes late.
CREATE TABLE corral_news_count (
    id   INTEGER NOT NULL PRIMARY KEY,
    told BIGINT  NOT NULL
);
INSERT INTO corral_news_count (id, told) VALUES (1, 0);

-- Who has lost or got rights, for the other nodes: one row an account, however often they change.
CREATE TABLE corral_rights_change (
    -- Or * for everybody.
    account_id VARCHAR(36) NOT NULL PRIMARY KEY,
    told       BIGINT      NOT NULL,
    changed_at BIGINT      NOT NULL
);
CREATE INDEX corral_rights_change_told ON corral_rights_change (told);

-- From now on here are tokens alone. Ids of rows that were about accounts are UUIDs.
DELETE FROM corral_revocation WHERE CHAR_LENGTH(id) = 36;
ALTER TABLE corral_revocation ADD COLUMN told BIGINT DEFAULT 0 NOT NULL;
CREATE INDEX corral_revocation_told ON corral_revocation (told);
CREATE INDEX corral_revocation_account ON corral_revocation (account_id);
DROP INDEX corral_revocation_revoked_at;

-- How often the account has got another password. A device that is known is known by the present one.
ALTER TABLE corral_account ADD COLUMN password_number BIGINT DEFAULT 0 NOT NULL;
