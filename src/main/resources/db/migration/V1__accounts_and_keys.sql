-- For H2 and PostgreSQL alike. Times are milliseconds since 1970 (UTC); ids are made by us.

CREATE TABLE corral_account (
    id                VARCHAR(36)     NOT NULL PRIMARY KEY,
    email             VARCHAR(320)    NOT NULL,
    -- The address in the form in which addresses are compared.
    email_key         VARCHAR(320)    NOT NULL UNIQUE,
    name              VARCHAR(200)    NOT NULL,
    role              VARCHAR(16)     NOT NULL,
    profile_image_url VARCHAR(100000) NOT NULL,
    -- Null where another identity store knows the password.
    password_hash     VARCHAR(512),
    -- 'primary' in the one account that was made first, else null: of two that come at once, one fails.
    slot              VARCHAR(16)     UNIQUE,
    created_at        BIGINT          NOT NULL,
    updated_at        BIGINT          NOT NULL,
    -- Null before the first sign-in.
    last_active_at    BIGINT,
    version           BIGINT          NOT NULL
);

CREATE TABLE corral_signing_key (
    id               VARCHAR(64)   NOT NULL PRIMARY KEY,
    algorithm        VARCHAR(16)   NOT NULL,
    -- 'active' in the one key that signs, else null: of two nodes that make one at once, one fails.
    slot             VARCHAR(16)   UNIQUE,
    -- A JSON Web Key with its private part, or that wrapped under corral.secret.
    material         VARCHAR(8000) NOT NULL,
    created_at       BIGINT        NOT NULL,
    -- Of all tokens that it signed, in milliseconds.
    longest_lifetime BIGINT        NOT NULL,
    -- Null while it signs; after that its last token has expired.
    not_after        BIGINT,
    version          BIGINT        NOT NULL
);
