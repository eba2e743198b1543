-- How often somebody tried to sign in. Ids are hashes, so that nobody's address stands here.
CREATE TABLE corral_sign_in_count (
    id      VARCHAR(64) NOT NULL PRIMARY KEY,
    tries   INTEGER     NOT NULL,
    ends_at BIGINT      NOT NULL
);
CREATE INDEX corral_sign_in_count_ends ON corral_sign_in_count (ends_at);

-- What accounts keep beside the people themselves.
CREATE TABLE corral_kept_value (
    name VARCHAR(64)   NOT NULL PRIMARY KEY,
    text VARCHAR(1000) NOT NULL
);
