-- What happened: the sequence, the change log that the engine follows, and the audit.

-- One row. A unit of work takes the next number when it begins and so holds this row until it ends: numbers become
-- visible in their order, also on a database with many writers.
CREATE TABLE log_head (
    id       BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    sequence BIGINT NOT NULL
);
INSERT INTO log_head (id, sequence) VALUES (1, 0);

-- Which companies a unit of work touched, by kind of entity; company_id is '' where no company is concerned.
CREATE TABLE change_log (
    sequence   BIGINT NOT NULL,
    kind       TEXT NOT NULL,
    company_id TEXT NOT NULL,
    PRIMARY KEY (sequence, kind, company_id)
);

-- Who changed what, when, from what to what. No foreign keys: the audit outlives what it tells of.
CREATE TABLE audit (
    sequence  BIGINT NOT NULL,
    ordinal   BIGINT NOT NULL,
    who       TEXT NOT NULL,
    at        BIGINT NOT NULL,
    kind      TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    before    TEXT,
    after     TEXT NOT NULL,
    import_id TEXT,
    PRIMARY KEY (sequence, ordinal)
);
CREATE INDEX audit_by_entity ON audit (kind, entity_id);
CREATE INDEX audit_by_import ON audit (import_id) WHERE import_id IS NOT NULL;
