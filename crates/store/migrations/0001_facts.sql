-- The facts: what people said about companies. Portable SQL: TEXT, BIGINT (times in microseconds since 1970),
-- DOUBLE PRECISION, BOOLEAN; ids are UUID texts; lists are JSON texts; dates are ISO texts.
-- Every table of this file starts with its id and ends with the same four columns; a row is never destroyed,
-- `deleted_at` hides it.

CREATE TABLE company (
    id           TEXT NOT NULL PRIMARY KEY,
    name         TEXT NOT NULL,
    kind         TEXT NOT NULL,
    credit_code  TEXT,
    province     TEXT,
    city         TEXT,
    district     TEXT,
    industry     TEXT,
    website      TEXT,
    status       TEXT NOT NULL,
    external_ids TEXT NOT NULL,
    aliases      TEXT NOT NULL,
    former_names TEXT NOT NULL,
    other        TEXT NOT NULL,
    version      BIGINT NOT NULL,
    created_at   BIGINT NOT NULL,
    changed_at   BIGINT NOT NULL,
    deleted_at   BIGINT
);
CREATE INDEX company_by_name ON company (name);
CREATE INDEX company_by_credit_code ON company (credit_code);
CREATE INDEX company_gone ON company (id) WHERE deleted_at IS NOT NULL;

CREATE TABLE profile_line (
    id           TEXT NOT NULL PRIMARY KEY,
    company_id   TEXT NOT NULL REFERENCES company (id),
    side         TEXT NOT NULL,
    text         TEXT NOT NULL,
    role         TEXT NOT NULL,
    evidence     TEXT NOT NULL,
    confidence   DOUBLE PRECISION NOT NULL CHECK (confidence >= 0 AND confidence <= 1),
    source_kind  TEXT NOT NULL,
    source_ref   TEXT NOT NULL,
    source_date  TEXT,
    source_quote TEXT,
    seen         TEXT,
    expires      TEXT,
    visibility   TEXT NOT NULL,
    confirmed    TEXT NOT NULL,
    rejected     TEXT NOT NULL,
    version      BIGINT NOT NULL,
    created_at   BIGINT NOT NULL,
    changed_at   BIGINT NOT NULL,
    deleted_at   BIGINT
);
CREATE INDEX profile_line_by_company ON profile_line (company_id);

CREATE TABLE need (
    id           TEXT NOT NULL PRIMARY KEY,
    company_id   TEXT NOT NULL REFERENCES company (id),
    text         TEXT NOT NULL,
    kind         TEXT NOT NULL,
    deadline     TEXT,
    visibility   TEXT NOT NULL,
    source_kind  TEXT NOT NULL,
    source_ref   TEXT NOT NULL,
    source_date  TEXT,
    source_quote TEXT,
    is_open      BOOLEAN NOT NULL,
    version      BIGINT NOT NULL,
    created_at   BIGINT NOT NULL,
    changed_at   BIGINT NOT NULL,
    deleted_at   BIGINT
);
CREATE INDEX need_by_company ON need (company_id);

CREATE TABLE deal (
    id           TEXT NOT NULL PRIMARY KEY,
    product      TEXT,
    date         TEXT,
    source_kind  TEXT NOT NULL,
    source_ref   TEXT NOT NULL,
    source_date  TEXT,
    source_quote TEXT,
    excludes     BOOLEAN NOT NULL,
    version      BIGINT NOT NULL,
    created_at   BIGINT NOT NULL,
    changed_at   BIGINT NOT NULL,
    deleted_at   BIGINT
);

-- The participants of a deal, in the order in which they were named; a partner outside the roster has no company_id.
CREATE TABLE deal_party (
    deal_id    TEXT NOT NULL REFERENCES deal (id),
    position   BIGINT NOT NULL,
    company_id TEXT REFERENCES company (id),
    name       TEXT NOT NULL,
    role       TEXT NOT NULL,
    PRIMARY KEY (deal_id, position)
);
CREATE INDEX deal_party_by_company ON deal_party (company_id);

CREATE TABLE affiliation (
    id           TEXT NOT NULL PRIMARY KEY,
    a            TEXT NOT NULL REFERENCES company (id),
    b            TEXT NOT NULL REFERENCES company (id),
    kind         TEXT NOT NULL,
    certainty    TEXT NOT NULL,
    source_kind  TEXT NOT NULL,
    source_ref   TEXT NOT NULL,
    source_date  TEXT,
    source_quote TEXT,
    version      BIGINT NOT NULL,
    created_at   BIGINT NOT NULL,
    changed_at   BIGINT NOT NULL,
    deleted_at   BIGINT
);
CREATE INDEX affiliation_by_a ON affiliation (a);
CREATE INDEX affiliation_by_b ON affiliation (b);

CREATE TABLE pair_mark (
    id         TEXT NOT NULL PRIMARY KEY,
    a          TEXT NOT NULL REFERENCES company (id),
    b          TEXT NOT NULL REFERENCES company (id),
    verdict    TEXT NOT NULL,
    reason     TEXT NOT NULL,
    date       TEXT,
    version    BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    deleted_at BIGINT
);
CREATE INDEX pair_mark_by_a ON pair_mark (a);
CREATE INDEX pair_mark_by_b ON pair_mark (b);

-- A setting: its key is its id.
CREATE TABLE setting (
    id         TEXT NOT NULL PRIMARY KEY,
    value      TEXT NOT NULL,
    version    BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    deleted_at BIGINT
);

-- An import of one file: one unit of work. `written` counts by kind of entity what it did.
CREATE TABLE import_batch (
    id         TEXT NOT NULL PRIMARY KEY,
    file_name  TEXT NOT NULL,
    who        TEXT NOT NULL,
    at         BIGINT NOT NULL,
    row_count  BIGINT NOT NULL,
    problems   BIGINT NOT NULL,
    written    TEXT NOT NULL,
    undone_by  TEXT,
    undone_at  BIGINT,
    version    BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    deleted_at BIGINT
);
