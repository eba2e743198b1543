-- Which models somebody may use: patterns, one a line.

-- Null: those of the role.
ALTER TABLE corral_account ADD COLUMN models VARCHAR(600000);

-- A role without a row may use all.
CREATE TABLE corral_role_models (
    role    VARCHAR(16)     NOT NULL PRIMARY KEY,
    models  VARCHAR(600000) NOT NULL,
    version BIGINT          NOT NULL
);
