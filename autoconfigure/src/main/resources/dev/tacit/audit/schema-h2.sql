-- One row a record, chained. No personal text, not even a plain hash of it.
CREATE TABLE IF NOT EXISTS tacit_audit_record (
    chain_id VARCHAR(64) NOT NULL,
    seq BIGINT NOT NULL,
    record_id VARCHAR(36) NOT NULL,
    format INT NOT NULL,
    phase VARCHAR(16) NOT NULL,
    request_id VARCHAR(64) NOT NULL,
    parent_id VARCHAR(64),
    time_ms BIGINT NOT NULL,
    boot_id VARCHAR(36) NOT NULL,
    actor_ref VARCHAR(64) NOT NULL,
    conversation_ref VARCHAR(64),
    facts VARCHAR(8000) NOT NULL,
    payload_hash VARCHAR(64) NOT NULL,
    prev_hash VARCHAR(64) NOT NULL,
    hash VARCHAR(64) NOT NULL,
    PRIMARY KEY (chain_id, seq),
    UNIQUE (record_id),
    UNIQUE (chain_id, prev_hash)
);
CREATE INDEX IF NOT EXISTS tacit_audit_record_request ON tacit_audit_record (request_id);
-- What was asked and said, as ciphertext; may be deleted without breaking the chain.
CREATE TABLE IF NOT EXISTS tacit_audit_payload (
    record_id VARCHAR(36) NOT NULL PRIMARY KEY,
    key_id VARCHAR(16) NOT NULL,
    nonce VARBINARY(12) NOT NULL,
    ciphertext BLOB NOT NULL
);
