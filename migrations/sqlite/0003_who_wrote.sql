-- Rights belong to a token's own column, not to a prefix of its label; a batch says whether it was
-- written without naming a version, and of which request its idempotency key was.

ALTER TABLE token ADD COLUMN unconditional INTEGER NOT NULL DEFAULT 0;
UPDATE token SET unconditional = 1, label = substr(label, 8) WHERE substr(label, 1, 7) = 'editor:';

ALTER TABLE batch ADD COLUMN unconditional INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batch ADD COLUMN request BLOB;
