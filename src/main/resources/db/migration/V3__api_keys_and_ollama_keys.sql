-- For H2 and PostgreSQL alike. Times are milliseconds since 1970 (UTC); ids are made by us.

CREATE TABLE corral_api_key (
    id           VARCHAR(36)   NOT NULL PRIMARY KEY,
    account_id   VARCHAR(36)   NOT NULL REFERENCES corral_account (id) ON DELETE CASCADE,
    -- SHA-256 of the key, in hexadecimal. The key itself is nowhere.
    hash         VARCHAR(64)   NOT NULL UNIQUE,
    -- How the key begins: by this its owner tells it from others.
    hint         VARCHAR(16)   NOT NULL,
    name         VARCHAR(200)  NOT NULL,
    scope        VARCHAR(2000) NOT NULL,
    -- The account, in the one key that the one-key routes mean, else null.
    default_of   VARCHAR(36)   UNIQUE,
    created_at   BIGINT        NOT NULL,
    -- Null if it does not expire.
    expires_at   BIGINT,
    -- Null before the first use.
    last_used_at BIGINT,
    version      BIGINT        NOT NULL
);

CREATE INDEX corral_api_key_account ON corral_api_key (account_id);

CREATE TABLE corral_ollama_key (
    id           VARCHAR(36)   NOT NULL PRIMARY KEY,
    account_id   VARCHAR(36)   NOT NULL REFERENCES corral_account (id) ON DELETE CASCADE,
    -- The public key as SSH writes it, in base64. It may belong to one account only.
    public_key   VARCHAR(100)  NOT NULL UNIQUE,
    name         VARCHAR(200)  NOT NULL,
    created_at   BIGINT        NOT NULL,
    -- Null before the first use.
    last_used_at BIGINT,
    version      BIGINT        NOT NULL
);

CREATE INDEX corral_ollama_key_account ON corral_ollama_key (account_id);

-- What was signed by an ollama and must not come again.
CREATE TABLE corral_taken_signature (
    -- SHA-256 of the key and what it signed, in hexadecimal.
    id         VARCHAR(64) NOT NULL PRIMARY KEY,
    -- From then on nobody would accept it anyway.
    kept_until BIGINT      NOT NULL,
    version    BIGINT      NOT NULL
);

CREATE INDEX corral_taken_signature_end ON corral_taken_signature (kept_until);
