package dev.assay.report;

import dev.assay.store.Query;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// The answer to a question in SQL as JSON: `docs/schema/sql-1.json`.
public final class SqlJson {
    /// Beyond this, readers that have only floating point would see another number.
    private static final BigInteger EXACT = BigInteger.ONE.shiftLeft(53);

    private SqlJson() {}

    public static void write(Query query, OutputStream out) throws IOException {
        try {
            PlainJson.write(out, json -> answer(query, json));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void answer(Query query, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("schema", "assay/sql/1");
        json.writeArrayPropertyStart("columns");
        for (Query.Column column : query.columns()) {
            json.writeStartObject();
            json.writeStringProperty("name", column.name());
            json.writeStringProperty("type", column.type());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("rows");
        try {
            while (query.next()) {
                json.writeStartArray();
                for (int i = 0; i < query.columns().size(); i++) {
                    value(json, query.value(i));
                }
                json.writeEndArray();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void value(JsonGenerator json, @Nullable Object value) {
        switch (value) {
            case null -> json.writeNull();
            case Boolean truth -> json.writeBoolean(truth);
            case BigInteger number -> whole(json, number);
            case BigDecimal number -> json.writeNumber(number);
            case Double number -> floating(json, number);
            case Float number -> floating(json, number.doubleValue());
            case Number number -> whole(json, BigInteger.valueOf(number.longValue()));
            case List<?> list -> {
                json.writeStartArray();
                list.forEach(each -> value(json, each));
                json.writeEndArray();
            }
            case Map<?, ?> map -> {
                json.writeStartObject();
                map.forEach((name, each) -> {
                    json.writeName(String.valueOf(name));
                    value(json, each);
                });
                json.writeEndObject();
            }
            default -> json.writeString(value.toString());
        }
    }

    private static void whole(JsonGenerator json, BigInteger number) {
        if (number.abs().compareTo(EXACT) <= 0) {
            json.writeNumber(number.longValueExact());
        } else {
            json.writeString(number.toString());
        }
    }

    /// JSON has no infinity and no NaN.
    private static void floating(JsonGenerator json, double number) {
        if (Double.isFinite(number)) {
            json.writeNumber(number);
        } else {
            json.writeString(Double.toString(number));
        }
    }
}
