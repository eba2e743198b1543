-- When a key begins to sign: a later time than its creation where it was published beforehand. The slot of such a key is
-- 'next' until then.
ALTER TABLE corral_signing_key ADD COLUMN signs_from BIGINT;
UPDATE corral_signing_key SET signs_from = created_at;
ALTER TABLE corral_signing_key ALTER COLUMN signs_from SET NOT NULL;
