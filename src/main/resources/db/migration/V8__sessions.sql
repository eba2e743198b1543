-- For H2 and PostgreSQL alike. Times are milliseconds since 1970 (UTC).

-- Which tokens people hold. Only told: a token is good without a row here.
CREATE TABLE corral_session (
    -- The token's own.
    id             VARCHAR(64)  NOT NULL PRIMARY KEY,
    account_id     VARCHAR(36)  NOT NULL REFERENCES corral_account (id) ON DELETE CASCADE,
    -- Of the account; in a later one the token is void.
    era            BIGINT       NOT NULL,
    created_at     BIGINT       NOT NULL,
    -- Null before the first use after sign-in.
    last_active_at BIGINT,
    -- Null if the token does not expire.
    expires_at     BIGINT,
    user_agent     VARCHAR(300) NOT NULL,
    address        VARCHAR(64)  NOT NULL
);

CREATE INDEX corral_session_account ON corral_session (account_id);
CREATE INDEX corral_session_end ON corral_session (expires_at);
