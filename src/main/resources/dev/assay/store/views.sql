-- What users may rely on; docs/store.md describes every column. Each statement ends in a semicolon and a line feed.
CREATE OR REPLACE VIEW main.names AS
SELECT n.name, p.name AS snapshot
FROM stored.names n JOIN stored.names p ON p.snapshot = n.snapshot AND p.number = 0;

CREATE OR REPLACE VIEW main.snapshots AS
SELECT n.name AS snapshot, s.key, s.release, make_timestamp(s.saved * 1000000) AS saved, s.tool, s.asked,
    s.reached AS with_callers, s.sourced AS with_source, s.images, s.sites, s.functions, s.calls, s.without_rust,
    s.others AS other_files
FROM stored.snapshots s JOIN stored.names n ON n.snapshot = s.snapshot AND n.number = 0;

CREATE OR REPLACE VIEW main.images AS
SELECT n.name AS snapshot, i.image, i.path, i.kind, i.machine, i.release, i.build_id, i.sha256,
    (SELECT string_agg(f.what, ' ' ORDER BY f.number) FROM stored.facts f
        WHERE f.snapshot = i.snapshot AND f.image = i.image AND f.kind = 'rustc') AS rustc,
    i.names, i.dwarf, i.debug_file, i.rust_functions, i.rust_functions_scanned, i.rust_bytes, i.panic_entries,
    i.transfers, i.machinery_sites, i.pass_throughs
FROM stored.images i JOIN stored.names n ON n.snapshot = i.snapshot AND n.number = 0;

CREATE OR REPLACE VIEW main.gaps AS
SELECT n.name AS snapshot, nullif(f.image, -1) AS image, f.kind, f.what, f.why, f.place AS "offset"
FROM stored.facts f JOIN stored.names n ON n.snapshot = f.snapshot AND n.number = 0
WHERE f.kind <> 'rustc';

CREATE OR REPLACE VIEW main.sites AS
SELECT n.name AS snapshot, s.image, i.path, s.site, role.text AS role,
    '0x' || lower(to_hex(s.address)) AS address, section.text AS section, s.place AS "offset",
    symbol.text AS symbol, function.text AS function, nullif(s.holder, -1) AS holder, crate.text AS crate, kind.text AS kind,
    kind.text NOT IN ('assert', 'explicit', 'build-error') AS implicit, entry.text AS entry, message.text AS message,
    file.text AS file, nullif(s.line, 0) AS line, nullif(s."column", 0) AS "column", unknown.text AS location_unknown, origin_function.text AS origin_function,
    origin_file.text AS origin_file, origin.line AS origin_line, origin."column" AS origin_column,
    phase.text AS phase, s.fingerprint, reach.text AS reach, r.root_count, r.unknown_edges,
    justified.text AS justification_kind, justification.text AS justification, committed.text AS "commit",
    author.text AS author, make_timestamp(c.seconds * 1000000) AS committed, subject.text AS subject
FROM stored.sites s
JOIN stored.names n ON n.snapshot = s.snapshot AND n.number = 0
JOIN stored.images i ON i.snapshot = s.snapshot AND i.image = s.image
LEFT JOIN stored.texts role ON role.snapshot = s.snapshot AND role.number = s.role
LEFT JOIN stored.texts section ON section.snapshot = s.snapshot AND section.number = s.section
LEFT JOIN stored.texts symbol ON symbol.snapshot = s.snapshot AND symbol.number = s.symbol
LEFT JOIN stored.texts function ON function.snapshot = s.snapshot AND function.number = s.function
LEFT JOIN stored.texts crate ON crate.snapshot = s.snapshot AND crate.number = s.crate
LEFT JOIN stored.texts kind ON kind.snapshot = s.snapshot AND kind.number = s.kind
LEFT JOIN stored.texts entry ON entry.snapshot = s.snapshot AND entry.number = s.entry
LEFT JOIN stored.texts message ON message.snapshot = s.snapshot AND message.number = s.message
LEFT JOIN stored.texts file ON file.snapshot = s.snapshot AND file.number = s.file
LEFT JOIN stored.texts unknown ON unknown.snapshot = s.snapshot AND unknown.number = s.location_unknown
LEFT JOIN stored.places origin ON origin.snapshot = s.snapshot AND origin.number = s.origin
LEFT JOIN stored.texts origin_function
    ON origin_function.snapshot = s.snapshot AND origin_function.number = origin.function
LEFT JOIN stored.texts origin_file ON origin_file.snapshot = s.snapshot AND origin_file.number = origin.file
LEFT JOIN stored.texts phase ON phase.snapshot = s.snapshot AND phase.number = s.phase
LEFT JOIN stored.reaches r ON r.snapshot = s.snapshot AND r.site = s.site
LEFT JOIN stored.texts reach ON reach.snapshot = s.snapshot AND reach.number = r.reach
LEFT JOIN stored.passages p ON p.snapshot = s.snapshot AND p.site = s.site
LEFT JOIN stored.justifications j ON j.snapshot = s.snapshot AND j.number = p.justification
LEFT JOIN stored.texts justified ON justified.snapshot = s.snapshot AND justified.number = j.kind
LEFT JOIN stored.texts justification ON justification.snapshot = s.snapshot AND justification.number = j.text
LEFT JOIN stored.commits c ON c.snapshot = s.snapshot AND c.number = p.introduced
LEFT JOIN stored.texts committed ON committed.snapshot = s.snapshot AND committed.number = c.id
LEFT JOIN stored.texts author ON author.snapshot = s.snapshot AND author.number = c.author
LEFT JOIN stored.texts subject ON subject.snapshot = s.snapshot AND subject.number = c.subject;

CREATE OR REPLACE VIEW main.aliases AS
SELECT n.name AS snapshot, a.site, t.text AS symbol
FROM stored.aliases a
JOIN stored.names n ON n.snapshot = a.snapshot AND n.number = 0
JOIN stored.texts t ON t.snapshot = a.snapshot AND t.number = a.name;

CREATE OR REPLACE VIEW main.frames AS
SELECT n.name AS snapshot, f.site, f.depth, function.text AS function, file.text AS file, p.line, p."column"
FROM stored.frames f
JOIN stored.names n ON n.snapshot = f.snapshot AND n.number = 0
JOIN stored.places p ON p.snapshot = f.snapshot AND p.number = f.frame
JOIN stored.texts function ON function.snapshot = f.snapshot AND function.number = p.function
LEFT JOIN stored.texts file ON file.snapshot = f.snapshot AND file.number = p.file
WHERE f.step = -1;

CREATE OR REPLACE VIEW main.entrances AS
SELECT n.name AS snapshot, e.site, e.number, kind.text AS kind, name.text AS name, function.text AS function,
    image.text AS path
FROM stored.entrances e
JOIN stored.names n ON n.snapshot = e.snapshot AND n.number = 0
JOIN stored.texts kind ON kind.snapshot = e.snapshot AND kind.number = e.kind
JOIN stored.texts name ON name.snapshot = e.snapshot AND name.number = e.name
JOIN stored.texts function ON function.snapshot = e.snapshot AND function.number = e.function
LEFT JOIN stored.texts image ON image.snapshot = e.snapshot AND image.number = e.image
WHERE e.number >= 0;

CREATE OR REPLACE VIEW main.source_lines AS
SELECT n.name AS snapshot, p.site, file.text AS file, p.line, p."column", p.first_line, lines.text AS lines, p.unsafe,
    p.const_fn, p.test
FROM stored.passages p
JOIN stored.names n ON n.snapshot = p.snapshot AND n.number = 0
JOIN stored.texts file ON file.snapshot = p.snapshot AND file.number = p.file
JOIN stored.texts lines ON lines.snapshot = p.snapshot AND lines.number = p.lines;

CREATE OR REPLACE VIEW main.stale AS
SELECT n.name AS snapshot, kind.text AS kind, text.text AS text, file.text AS file, j.line
FROM stored.justifications j
JOIN stored.names n ON n.snapshot = j.snapshot AND n.number = 0
JOIN stored.texts kind ON kind.snapshot = j.snapshot AND kind.number = j.kind
JOIN stored.texts text ON text.snapshot = j.snapshot AND text.number = j.text
JOIN stored.texts file ON file.snapshot = j.snapshot AND file.number = j.file
WHERE j.stale >= 0;

CREATE OR REPLACE VIEW main.functions AS
SELECT n.name AS snapshot, f.image, f.function, f.symbol, coalesce(f.path, f.symbol) AS path, f.crate,
    section.text AS section, f.place AS "offset", '0x' || lower(to_hex(f.address)) AS address, f.size,
    section.text IS NOT NULL AS has_code, f.held_image, f.held_function
FROM stored.functions f
JOIN stored.names n ON n.snapshot = f.snapshot AND n.number = 0
LEFT JOIN stored.texts section ON section.snapshot = f.snapshot AND section.number = f.section;

CREATE OR REPLACE VIEW main.calls AS
SELECT n.name AS snapshot, e.image, e.caller, coalesce(callee.held_image, e.image) AS callee_image,
    coalesce(callee.held_function, callee.function) AS callee,
    ['call', 'jump', 'branch', 'fall-through', 'resolved', 'static-call', 'alternative', 'jump-table', 'address-taken',
        'indirect-call', 'indirect-jump', 'undecodable'][e.kind + 1] AS kind,
    e."offset", caller.symbol AS caller_symbol, callee.symbol AS callee_symbol
FROM (SELECT snapshot, image, unnest(callers) AS caller, unnest(callees) AS callee, unnest(kinds) AS kind,
        unnest(offsets) AS "offset" FROM stored.edges) e
JOIN stored.names n ON n.snapshot = e.snapshot AND n.number = 0
JOIN stored.functions caller
    ON caller.snapshot = e.snapshot AND caller.image = e.image AND caller.function = e.caller
LEFT JOIN stored.functions callee
    ON callee.snapshot = e.snapshot AND callee.image = e.image AND callee.function = e.callee;

CREATE OR REPLACE VIEW main.roots AS
SELECT n.name AS snapshot, r.image, r.function, f.symbol, r.kind, r.name,
    CASE WHEN r.slot <> 0 THEN '0x' || lower(to_hex(r.slot)) END AS slot
FROM stored.roots r
JOIN stored.names n ON n.snapshot = r.snapshot AND n.number = 0
JOIN stored.functions f ON f.snapshot = r.snapshot AND f.image = r.image AND f.function = r.function;

CREATE OR REPLACE VIEW main.configuration AS
SELECT n.name AS snapshot, c.option, c.value
FROM stored.configuration c JOIN stored.names n ON n.snapshot = c.snapshot AND n.number = 0;
