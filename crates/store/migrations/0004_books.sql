-- The secretariat's other books: each record is one JSON text in `body`; the program reads them whole.

CREATE TABLE lead (
    id         TEXT NOT NULL PRIMARY KEY,
    body       TEXT NOT NULL,
    version    BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    deleted_at BIGINT
);
CREATE TABLE visit (
    id         TEXT NOT NULL PRIMARY KEY,
    body       TEXT NOT NULL,
    version    BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    deleted_at BIGINT
);
CREATE TABLE problem (
    id         TEXT NOT NULL PRIMARY KEY,
    body       TEXT NOT NULL,
    version    BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    deleted_at BIGINT
);
CREATE TABLE work_item (
    id         TEXT NOT NULL PRIMARY KEY,
    body       TEXT NOT NULL,
    version    BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    deleted_at BIGINT
);
CREATE TABLE due (
    id         TEXT NOT NULL PRIMARY KEY,
    body       TEXT NOT NULL,
    version    BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    deleted_at BIGINT
);
CREATE TABLE consent (
    id         TEXT NOT NULL PRIMARY KEY,
    body       TEXT NOT NULL,
    version    BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    deleted_at BIGINT
);
CREATE TABLE bank_product (
    id         TEXT NOT NULL PRIMARY KEY,
    body       TEXT NOT NULL,
    version    BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    deleted_at BIGINT
);
CREATE TABLE expertise (
    id         TEXT NOT NULL PRIMARY KEY,
    body       TEXT NOT NULL,
    version    BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    deleted_at BIGINT
);
CREATE TABLE draft (
    id         TEXT NOT NULL PRIMARY KEY,
    body       TEXT NOT NULL,
    version    BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    deleted_at BIGINT
);
CREATE TABLE match_list (
    id         TEXT NOT NULL PRIMARY KEY,
    body       TEXT NOT NULL,
    version    BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    deleted_at BIGINT
);
CREATE TABLE account (
    id         TEXT NOT NULL PRIMARY KEY,
    body       TEXT NOT NULL,
    version    BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    deleted_at BIGINT
);
CREATE TABLE api_token (
    id         TEXT NOT NULL PRIMARY KEY,
    body       TEXT NOT NULL,
    version    BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    deleted_at BIGINT
);

-- Which companies a record concerns.
CREATE TABLE book_company (
    kind       TEXT NOT NULL,
    book_id    TEXT NOT NULL,
    company_id TEXT NOT NULL REFERENCES company (id),
    PRIMARY KEY (kind, book_id, company_id)
);
CREATE INDEX book_company_by_company ON book_company (company_id);

-- A verdict may hold for one way to cooperate only, or until a day.
ALTER TABLE pair_mark ADD COLUMN way TEXT;
ALTER TABLE pair_mark ADD COLUMN until TEXT;

-- Things without a history that are looked up by a key and often run out (microseconds since 1970).
CREATE TABLE shelf (
    space      TEXT NOT NULL,
    key        TEXT NOT NULL,
    value      TEXT NOT NULL,
    expires_at BIGINT,
    PRIMARY KEY (space, key)
);
CREATE INDEX shelf_by_expiry ON shelf (expires_at) WHERE expires_at IS NOT NULL;
