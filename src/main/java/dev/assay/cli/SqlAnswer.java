package dev.assay.cli;

import dev.assay.report.SqlJson;
import dev.assay.report.SqlText;
import dev.assay.store.Query;
import java.io.IOException;

/// Answers `assay sql`.
final class SqlAnswer implements Command.Action<SqlCommand.Request> {
    @Override
    public ExitStatus answer(SqlCommand.Request request, Terminal terminal) throws IOException {
        try (Query query = Query.ask(request.store().file(), request.sql(), request.memory(),
                StoreOptions.patience(terminal), StoreOptions.tool())) {
            switch (request.format()) {
                case TEXT -> SqlText.table(query, terminal.out());
                case JSON -> SqlJson.write(query, terminal.out());
                case CSV -> SqlText.csv(query, terminal.out());
                case TSV -> SqlText.tsv(query, terminal.out());
                default -> throw new IllegalStateException(request.format() + " is no form of this answer");
            }
        }
        return ExitStatus.OK;
    }
}
