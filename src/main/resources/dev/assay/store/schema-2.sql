-- What the history of a source tree said before: to walk it again costs seconds. No snapshot depends on it.
CREATE TABLE stored.blames(number INTEGER, path VARCHAR, "commit" VARCHAR, commits VARCHAR, runs VARCHAR);
