-- What only a cache for --reveal has.
ALTER TABLE decisions ADD COLUMN text VARCHAR;
COMMENT ON COLUMN decisions.text IS 'What is written; with --reveal alone.';
ALTER TABLE conversations ADD COLUMN text VARCHAR;
COMMENT ON COLUMN conversations.text IS 'What the recipient wrote; with --reveal alone.';
