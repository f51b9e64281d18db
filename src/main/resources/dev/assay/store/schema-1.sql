-- What a store keeps. Numbers of texts are those of stored.texts; -1 for none. Offsets, sizes and addresses are
-- in bytes. Nothing but this program reads these tables: what users may rely on are the views.
CREATE SCHEMA stored;
CREATE TABLE stored.assay(version INTEGER, tool VARCHAR);
CREATE TABLE stored.snapshots(snapshot INTEGER, key VARCHAR, form VARCHAR, asked VARCHAR, tool VARCHAR, saved BIGINT,
    release VARCHAR, without_rust INTEGER, others INTEGER, reached BOOLEAN, sourced BOOLEAN, images INTEGER,
    sites INTEGER, functions INTEGER, calls INTEGER);
CREATE TABLE stored.names(snapshot INTEGER, name VARCHAR, number INTEGER);
CREATE TABLE stored.texts(snapshot INTEGER, number INTEGER, text VARCHAR);
CREATE TABLE stored.images(snapshot INTEGER, image INTEGER, path VARCHAR, kind VARCHAR, machine VARCHAR,
    release VARCHAR, build_id VARCHAR, sha256 VARCHAR, names VARCHAR, debug_file VARCHAR, rust_functions INTEGER,
    rust_functions_scanned INTEGER, rust_bytes BIGINT, panic_entries INTEGER, transfers INTEGER,
    machinery_sites INTEGER, pass_throughs INTEGER, dwarf BOOLEAN);
CREATE TABLE stored.facts(snapshot INTEGER, image INTEGER, number INTEGER, kind VARCHAR, what VARCHAR, why VARCHAR,
    place BIGINT);
CREATE TABLE stored.sites(snapshot INTEGER, site INTEGER, image INTEGER, role INTEGER, address BIGINT,
    section INTEGER, place BIGINT, symbol INTEGER, function INTEGER, crate INTEGER, kind INTEGER, entry INTEGER,
    message INTEGER, file INTEGER, line BIGINT, "column" BIGINT, location_unknown INTEGER, origin INTEGER,
    phase INTEGER, fingerprint VARCHAR, holder INTEGER);
-- What a function and a place in it are together, each once.
CREATE TABLE stored.places(snapshot INTEGER, number INTEGER, function INTEGER, file INTEGER, line BIGINT,
    "column" BIGINT);
-- Of a site (step -1), or of a step on the way to it; innermost first.
CREATE TABLE stored.frames(snapshot INTEGER, site INTEGER, step INTEGER, depth INTEGER, frame INTEGER);
CREATE TABLE stored.aliases(snapshot INTEGER, site INTEGER, number INTEGER, name INTEGER);
CREATE TABLE stored.reaches(snapshot INTEGER, site INTEGER, reach INTEGER, root_count INTEGER,
    unknown_edges INTEGER, way BOOLEAN);
-- Number -1 is the one that the way starts at.
CREATE TABLE stored.entrances(snapshot INTEGER, site INTEGER, number INTEGER, kind INTEGER, name INTEGER,
    function INTEGER, image INTEGER);
CREATE TABLE stored.steps(snapshot INTEGER, site INTEGER, step INTEGER, function INTEGER, symbol INTEGER,
    image INTEGER, via INTEGER, address BIGINT, section INTEGER, place BIGINT);
CREATE TABLE stored.passages(snapshot INTEGER, site INTEGER, file INTEGER, line INTEGER, "column" INTEGER,
    lines INTEGER, count INTEGER, first_line INTEGER, unsafe BOOLEAN, const_fn BOOLEAN, test BOOLEAN,
    justification INTEGER, introduced INTEGER);
-- Those with a number behind `stale` are near no site.
CREATE TABLE stored.justifications(snapshot INTEGER, number INTEGER, kind INTEGER, text INTEGER, file INTEGER,
    line INTEGER, stale INTEGER);
CREATE TABLE stored.commits(snapshot INTEGER, number INTEGER, id INTEGER, author INTEGER, email INTEGER,
    seconds BIGINT, nanos INTEGER, subject INTEGER);
CREATE TABLE stored.functions(snapshot INTEGER, image INTEGER, function INTEGER, symbol VARCHAR, path VARCHAR,
    crate VARCHAR, section INTEGER, place BIGINT, address BIGINT, size BIGINT, held_image INTEGER,
    held_function INTEGER);
-- Many edges to a row: as lists they are written ten times as fast.
CREATE TABLE stored.edges(snapshot INTEGER, image INTEGER, callers INTEGER[], callees INTEGER[], kinds UTINYINT[],
    offsets INTEGER[]);
CREATE TABLE stored.roots(snapshot INTEGER, image INTEGER, function INTEGER, kind VARCHAR, name VARCHAR, slot BIGINT);
CREATE TABLE stored.configuration(snapshot INTEGER, option VARCHAR, value VARCHAR);
