-- Content lies beside its row up to this size; H2 copies larger values twice.
SET MAX_LENGTH_INPLACE_LOB 131072;
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
    actor_ref VARCHAR(32) NOT NULL,
    subject_ref VARCHAR(32) NOT NULL,
    conversation_ref VARCHAR(32),
    retention VARCHAR(32) NOT NULL,
    facts VARCHAR(40000) NOT NULL,
    commitment VARCHAR(64) NOT NULL,
    payload_hash VARCHAR(64) NOT NULL,
    prev_hash VARCHAR(64) NOT NULL,
    hash VARCHAR(64) NOT NULL,
    seal VARCHAR(64) NOT NULL,
    PRIMARY KEY (chain_id, seq),
    UNIQUE (record_id)
);
CREATE INDEX IF NOT EXISTS tacit_audit_record_request ON tacit_audit_record (request_id);
CREATE INDEX IF NOT EXISTS tacit_audit_record_time ON tacit_audit_record (chain_id, time_ms);
-- What was asked and said, as ciphertext; may be deleted without breaking the chain.
CREATE TABLE IF NOT EXISTS tacit_audit_payload (
    record_id VARCHAR(36) NOT NULL PRIMARY KEY,
    key_id VARCHAR(32) NOT NULL,
    nonce VARBINARY(12) NOT NULL,
    ciphertext BLOB NOT NULL
);
-- Who a reference stands for, wrapped, and the data key of a subject. Erasure deletes here.
CREATE TABLE IF NOT EXISTS tacit_audit_key (
    alias VARCHAR(32) NOT NULL PRIMARY KEY,
    chain_id VARCHAR(64) NOT NULL,
    kind VARCHAR(16) NOT NULL,
    lookup VARCHAR(64) NOT NULL,
    owner VARCHAR(32) NOT NULL,
    kek_id VARCHAR(64) NOT NULL,
    wrapped VARBINARY(4000) NOT NULL,
    UNIQUE (chain_id, lookup)
);
CREATE INDEX IF NOT EXISTS tacit_audit_key_owner ON tacit_audit_key (owner);
CREATE INDEX IF NOT EXISTS tacit_audit_key_page ON tacit_audit_key (chain_id, alias);
-- Signed checkpoints, in the form of C2SP notes.
CREATE TABLE IF NOT EXISTS tacit_audit_checkpoint (
    chain_id VARCHAR(64) NOT NULL,
    number BIGINT NOT NULL,
    size BIGINT NOT NULL,
    note VARCHAR(4000) NOT NULL,
    PRIMARY KEY (chain_id, number)
);
-- Perfect subtrees of 256, 65536, ... records, so that a proof reads little. Derived: a wrong one gives no valid proof.
CREATE TABLE IF NOT EXISTS tacit_audit_node (
    chain_id VARCHAR(64) NOT NULL,
    level INT NOT NULL,
    idx BIGINT NOT NULL,
    hash VARBINARY(32) NOT NULL,
    PRIMARY KEY (chain_id, level, idx)
);
-- Signed statements of what was pruned.
CREATE TABLE IF NOT EXISTS tacit_audit_manifest (
    chain_id VARCHAR(64) NOT NULL,
    number BIGINT NOT NULL,
    note VARCHAR(16000) NOT NULL,
    PRIMARY KEY (chain_id, number)
);
-- Subjects whose data must neither be erased nor pruned.
CREATE TABLE IF NOT EXISTS tacit_audit_hold (
    subject_ref VARCHAR(32) NOT NULL PRIMARY KEY
);
-- Who may append to a chain: the holder of the highest token.
CREATE TABLE IF NOT EXISTS tacit_audit_lease (
    chain_id VARCHAR(64) NOT NULL PRIMARY KEY,
    token BIGINT NOT NULL,
    owner VARCHAR(36) NOT NULL,
    renewed TIMESTAMP WITH TIME ZONE NOT NULL
);
