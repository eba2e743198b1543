-- For tests: in the form that migrations have from V11 on.

CREATE TABLE IF NOT EXISTS corral_next (
    id         VARCHAR(36)  NOT NULL PRIMARY KEY,
    account_id VARCHAR(36)  NOT NULL,
    text       ${long-text} NOT NULL,
    FOREIGN KEY (account_id) REFERENCES corral_account (id) ON DELETE CASCADE
) ${table-options};

CREATE INDEX ${if-not-exists} corral_next_account ON corral_next (account_id);

ALTER TABLE corral_signing_key ADD COLUMN ${if-not-exists} remark VARCHAR(200) DEFAULT 'none' NOT NULL;
