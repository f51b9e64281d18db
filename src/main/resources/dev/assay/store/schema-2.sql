-- What the history of a source tree said before: blaming a file again costs seconds. No snapshot depends on it.
CREATE TABLE stored.blamed(key VARCHAR, line INTEGER, id VARCHAR, author VARCHAR, email VARCHAR, seconds BIGINT,
    nanos INTEGER, subject VARCHAR);
