-- Rights belong to a token's own column, not to a prefix of its label; a batch says whether it was
-- written without naming a version, and of which request its idempotency key was.

ALTER TABLE token ADD COLUMN unconditional boolean NOT NULL DEFAULT false;
UPDATE token SET unconditional = true, label = substr(label, 8) WHERE substr(label, 1, 7) = 'editor:';

ALTER TABLE batch ADD COLUMN unconditional boolean NOT NULL DEFAULT false;
ALTER TABLE batch ADD COLUMN request bytea;
