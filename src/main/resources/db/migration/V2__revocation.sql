-- For H2 and PostgreSQL alike. Times are milliseconds since 1970 (UTC).

-- Whatever ends all sessions of an account begins its next era; a token of an earlier one is void.
ALTER TABLE corral_account ADD COLUMN era BIGINT DEFAULT 0 NOT NULL;

-- Who has lost or got rights, for the other nodes, and which tokens were signed out.
CREATE TABLE corral_revocation (
    -- The token's own where a token was revoked, else made by us.
    id           VARCHAR(64) NOT NULL PRIMARY KEY,
    account_id   VARCHAR(36) NOT NULL,
    revoked_at   BIGINT      NOT NULL,
    -- By then the token has expired anyway, or every node has heard of it. Null: never.
    forgotten_at BIGINT
);

CREATE INDEX corral_revocation_revoked_at ON corral_revocation (revoked_at);
