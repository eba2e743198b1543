-- For H2 and PostgreSQL alike. Times are milliseconds since 1970 (UTC); ids are made by us.

-- Under which name another identity store knows the owner of an account. Only this lets somebody from there in.
CREATE TABLE corral_identity (
    id         VARCHAR(36)  NOT NULL PRIMARY KEY,
    account_id VARCHAR(36)  NOT NULL REFERENCES corral_account (id) ON DELETE CASCADE,
    -- The store, or '*' for the first one from which somebody comes under the subject.
    issuer     VARCHAR(200) NOT NULL,
    subject    VARCHAR(400) NOT NULL,
    -- Which role its groups gave at the last sign-in. Null: none.
    role       VARCHAR(16),
    created_at BIGINT       NOT NULL,
    version    BIGINT       NOT NULL,
    CONSTRAINT corral_identity_once UNIQUE (issuer, subject)
);

CREATE INDEX corral_identity_account ON corral_identity (account_id);

-- Without a password, nobody but another store can have let them in.
INSERT INTO corral_identity (id, account_id, issuer, subject, role, created_at, version)
SELECT id, id, '*', CONCAT('name:', email_key), NULL, created_at, 1
FROM corral_account
WHERE password_hash IS NULL AND last_active_at IS NOT NULL AND (slot IS NULL OR slot <> 'local');
