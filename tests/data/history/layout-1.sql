-- A history as the first layout had it: two entries, one in the trash. Made by hand; never changes.
PRAGMA journal_mode = WAL;
BEGIN;
CREATE TABLE entries (
    id INTEGER PRIMARY KEY,
    created INTEGER NOT NULL,
    prompt TEXT NOT NULL,
    seed INTEGER NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    model TEXT NOT NULL,
    picture TEXT NOT NULL,
    pixel_hash TEXT NOT NULL,
    parent INTEGER,
    stars INTEGER NOT NULL DEFAULT 0 CHECK (stars BETWEEN 0 AND 5),
    note TEXT NOT NULL DEFAULT '',
    trashed INTEGER
);
CREATE INDEX entries_by_time ON entries (created, id);
CREATE INDEX entries_by_prompt ON entries (prompt, created);
CREATE INDEX entries_by_pixels ON entries (pixel_hash);
CREATE INDEX entries_by_picture ON entries (picture);
CREATE INDEX entries_by_parent ON entries (parent) WHERE parent IS NOT NULL;
CREATE TABLE entry_details (
    entry INTEGER PRIMARY KEY REFERENCES entries ON DELETE CASCADE,
    request TEXT NOT NULL,
    formatted_prompt TEXT NOT NULL,
    version TEXT NOT NULL,
    encoder TEXT NOT NULL,
    dtype TEXT NOT NULL,
    placement TEXT NOT NULL,
    seconds TEXT NOT NULL
);
CREATE TABLE entry_loras (
    name TEXT NOT NULL,
    entry INTEGER NOT NULL REFERENCES entries ON DELETE CASCADE,
    scale REAL NOT NULL,
    PRIMARY KEY (name, entry)
) WITHOUT ROWID;
CREATE INDEX entry_loras_by_entry ON entry_loras (entry);
CREATE TABLE entry_tags (
    tag TEXT NOT NULL,
    entry INTEGER NOT NULL REFERENCES entries ON DELETE CASCADE,
    PRIMARY KEY (tag, entry)
) WITHOUT ROWID;
CREATE INDEX entry_tags_by_entry ON entry_tags (entry);
CREATE VIRTUAL TABLE entry_texts USING fts5 (
    prompt, tags, note,
    prefix = '1 2 3',
    tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* S* P* Co Cn'"
);
INSERT INTO entries VALUES (1700000000000001, 1700000000000, 'A café in Köln', 42, 64, 48, 'Flatland', 'pictures/a.png',
    '00112233445566aa', NULL, 3, 'keep', NULL);
INSERT INTO entries VALUES (1700000000000002, 1700000001000, '一隻貓', 0, 64, 48, 'Flatland', 'pictures/a.png', '',
    1700000000000001, 0, '', 1700000002000);
INSERT INTO entry_details VALUES (1700000000000001, '{"prompt":"A café in Köln","seed":42,"width":64,"height":48,"steps":5}',
    '<|im_start|>user', '0.1.0', 'encoder', 'float32', '{"text_encoder":"cpu","transformer":"cuda:1","threads":3}',
    '{"load":1.5,"encode":0.25,"sample":2.0,"decode":0.5}');
INSERT INTO entry_details VALUES (1700000000000002, '{"prompt":"一隻貓","seed":0,"loras":[{"path":"/l/ink.safetensors","scale":0.5}]}',
    '', '0.1.0', 'encoder', 'float32', '', '');
INSERT INTO entry_loras VALUES ('ink', 1700000000000002, 0.5);
INSERT INTO entry_tags VALUES ('trip', 1700000000000001);
INSERT INTO entry_texts (rowid, prompt, tags, note) VALUES (1700000000000001, 'a cafe in koln', 'trip', 'keep');
INSERT INTO entry_texts (rowid, prompt, tags, note) VALUES (1700000000000002, '一 隻 貓', '', '');
PRAGMA application_id = 1148220488;
PRAGMA user_version = 1;
COMMIT;
