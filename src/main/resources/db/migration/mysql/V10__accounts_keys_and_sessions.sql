-- For MariaDB and MySQL: in one script all that V1 to V10 make on H2 and PostgreSQL. What the tables and columns mean stands
-- there. These databases keep each change of a table at once, so that a script that was cut off is run again from its
-- beginning: each statement does nothing where it has been done.
-- Texts are compared byte by byte, whatever the database's default is: these are ids, hashes and names of accounts.

CREATE TABLE IF NOT EXISTS corral_account (
    id                VARCHAR(36)   NOT NULL PRIMARY KEY,
    email             VARCHAR(320)  NOT NULL,
    email_key         VARCHAR(320)  NOT NULL UNIQUE,
    name              VARCHAR(200)  NOT NULL,
    role              VARCHAR(16)   NOT NULL,
    profile_image_url ${long-text}  NOT NULL,
    password_hash     VARCHAR(512),
    slot              VARCHAR(16)   UNIQUE,
    created_at        BIGINT        NOT NULL,
    updated_at        BIGINT        NOT NULL,
    last_active_at    BIGINT,
    era               BIGINT        DEFAULT 0 NOT NULL,
    models            ${long-text},
    password_number   BIGINT        DEFAULT 0 NOT NULL,
    version           BIGINT        NOT NULL
) ${table-options};

CREATE TABLE IF NOT EXISTS corral_signing_key (
    id               VARCHAR(64)   NOT NULL PRIMARY KEY,
    algorithm        VARCHAR(16)   NOT NULL,
    slot             VARCHAR(16)   UNIQUE,
    material         VARCHAR(8000) NOT NULL,
    created_at       BIGINT        NOT NULL,
    signs_from       BIGINT        NOT NULL,
    longest_lifetime BIGINT        NOT NULL,
    not_after        BIGINT,
    version          BIGINT        NOT NULL
) ${table-options};

CREATE TABLE IF NOT EXISTS corral_revocation (
    id           VARCHAR(64) NOT NULL PRIMARY KEY,
    account_id   VARCHAR(36) NOT NULL,
    revoked_at   BIGINT      NOT NULL,
    forgotten_at BIGINT,
    told         BIGINT      DEFAULT 0 NOT NULL,
    KEY corral_revocation_told (told),
    KEY corral_revocation_account (account_id)
) ${table-options};

CREATE TABLE IF NOT EXISTS corral_rights_change (
    account_id VARCHAR(36) NOT NULL PRIMARY KEY,
    told       BIGINT      NOT NULL,
    changed_at BIGINT      NOT NULL,
    KEY corral_rights_change_told (told)
) ${table-options};

CREATE TABLE IF NOT EXISTS corral_news_count (
    id   INTEGER NOT NULL PRIMARY KEY,
    told BIGINT  NOT NULL
) ${table-options};
INSERT IGNORE INTO corral_news_count (id, told) VALUES (1, 0);

CREATE TABLE IF NOT EXISTS corral_api_key (
    id           VARCHAR(36)   NOT NULL PRIMARY KEY,
    account_id   VARCHAR(36)   NOT NULL,
    hash         VARCHAR(64)   NOT NULL UNIQUE,
    hint         VARCHAR(16)   NOT NULL,
    name         VARCHAR(200)  NOT NULL,
    scope        VARCHAR(2000) NOT NULL,
    default_of   VARCHAR(36)   UNIQUE,
    created_at   BIGINT        NOT NULL,
    expires_at   BIGINT,
    last_used_at BIGINT,
    version      BIGINT        NOT NULL,
    KEY corral_api_key_account (account_id),
    FOREIGN KEY (account_id) REFERENCES corral_account (id) ON DELETE CASCADE
) ${table-options};

CREATE TABLE IF NOT EXISTS corral_ollama_key (
    id           VARCHAR(36)   NOT NULL PRIMARY KEY,
    account_id   VARCHAR(36)   NOT NULL,
    public_key   VARCHAR(100)  NOT NULL UNIQUE,
    name         VARCHAR(200)  NOT NULL,
    created_at   BIGINT        NOT NULL,
    last_used_at BIGINT,
    version      BIGINT        NOT NULL,
    KEY corral_ollama_key_account (account_id),
    FOREIGN KEY (account_id) REFERENCES corral_account (id) ON DELETE CASCADE
) ${table-options};

CREATE TABLE IF NOT EXISTS corral_taken_signature (
    id         VARCHAR(64) NOT NULL PRIMARY KEY,
    kept_until BIGINT      NOT NULL,
    version    BIGINT      NOT NULL,
    KEY corral_taken_signature_end (kept_until)
) ${table-options};

CREATE TABLE IF NOT EXISTS corral_sign_in_count (
    id      VARCHAR(64) NOT NULL PRIMARY KEY,
    tries   INTEGER     NOT NULL,
    ends_at BIGINT      NOT NULL,
    KEY corral_sign_in_count_ends (ends_at)
) ${table-options};

CREATE TABLE IF NOT EXISTS corral_kept_value (
    name VARCHAR(64)   NOT NULL PRIMARY KEY,
    text VARCHAR(1000) NOT NULL
) ${table-options};

CREATE TABLE IF NOT EXISTS corral_role_models (
    role    VARCHAR(16)  NOT NULL PRIMARY KEY,
    models  ${long-text} NOT NULL,
    version BIGINT       NOT NULL
) ${table-options};

CREATE TABLE IF NOT EXISTS corral_session (
    id             VARCHAR(64)  NOT NULL PRIMARY KEY,
    account_id     VARCHAR(36)  NOT NULL,
    era            BIGINT       NOT NULL,
    created_at     BIGINT       NOT NULL,
    last_active_at BIGINT,
    expires_at     BIGINT,
    user_agent     VARCHAR(300) NOT NULL,
    address        VARCHAR(64)  NOT NULL,
    KEY corral_session_account (account_id),
    KEY corral_session_end (expires_at),
    FOREIGN KEY (account_id) REFERENCES corral_account (id) ON DELETE CASCADE
) ${table-options};

CREATE TABLE IF NOT EXISTS corral_identity (
    id         VARCHAR(36)  NOT NULL PRIMARY KEY,
    account_id VARCHAR(36)  NOT NULL,
    issuer     VARCHAR(200) NOT NULL,
    subject    VARCHAR(400) NOT NULL,
    role       VARCHAR(16),
    created_at BIGINT       NOT NULL,
    version    BIGINT       NOT NULL,
    CONSTRAINT corral_identity_once UNIQUE (issuer, subject),
    KEY corral_identity_account (account_id),
    FOREIGN KEY (account_id) REFERENCES corral_account (id) ON DELETE CASCADE
) ${table-options};
