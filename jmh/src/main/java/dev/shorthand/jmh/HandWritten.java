package dev.shorthand.jmh;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.shorthand.kernel.Batch;
import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Reply;
import dev.shorthand.kernel.spi.OutputBuffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The limit: JSON-RPC as one would write it by hand on jackson-core, with a parser or generator for each message, as its manual has it,
 * and without a check that could be left out. Confined to one thread.
 */
final class HandWritten {
    private final JsonFactory factory = new JsonFactory();

    /** What a message says; the parts that it does not have are null. */
    record Read(long id, @Nullable String method, @Nullable Object value) {}

    /** The arguments of {@link Echo#echo}. */
    record EchoArguments(@Nullable String text, int n, boolean flag) {}

    void encode(Message message, OutputBuffer out) throws IOException {
        try (JsonGenerator json = factory.createGenerator(out)) {
            if (message instanceof Batch batch) {
                json.writeStartArray();
                for (Message each : batch.messages()) {
                    write(each, json);
                }
                json.writeEndArray();
            } else {
                write(message, json);
            }
        }
    }

    private static void write(Message message, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("jsonrpc", "2.0");
        if (message instanceof Call call) {
            json.writeNumberField("id", call.id().number());
            json.writeStringField("method", call.method());
            json.writeFieldName("params");
            Params params = call.params();
            json.writeStartObject();
            for (int i = 0; i < params.size(); i++) {
                json.writeFieldName(params.name(i));
                write(params.value(i), json);
            }
            json.writeEndObject();
        } else if (message instanceof Reply reply) {
            json.writeNumberField("id", reply.id().number());
            json.writeFieldName("result");
            write(reply.result(), json);
        } else {
            throw new AssertionError("not a message of the benchmark: " + message);
        }
        json.writeEndObject();
    }

    private static void write(@Nullable Object value, JsonGenerator json) throws IOException {
        if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof Boolean bool) {
            json.writeBoolean(bool);
        } else if (value == null) {
            json.writeNull();
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeFieldName((String) entry.getKey());
                write(entry.getValue(), json);
            }
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (int i = 0; i < list.size(); i++) {
                write(list.get(i), json);
            }
            json.writeEndArray();
        } else {
            throw new AssertionError("not a value of the benchmark: " + value);
        }
    }

    /** Reads a message into plain values, or a batch into a list of such. */
    Object decode(byte[] payload, int length) throws IOException {
        return decode(payload, length, false);
    }

    /** Reads a call of {@link Echo#echo} into its arguments, or a reply to it or to {@link Items#items}. */
    Object decodeTyped(byte[] payload, int length) throws IOException {
        return decode(payload, length, true);
    }

    private Object decode(byte[] payload, int length, boolean typed) throws IOException {
        try (JsonParser json = factory.createParser(payload, 0, length)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                return message(json, typed);
            }
            List<Read> batch = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                batch.add(message(json, typed));
            }
            return batch;
        }
    }

    private static Read message(JsonParser json, boolean typed) throws IOException {
        long id = 0;
        String method = null;
        Object value = null;
        for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
            JsonToken token = json.nextToken();
            switch (key) {
                case "id" -> id = json.getLongValue();
                case "method" -> method = json.getText();
                case "params" -> value = typed ? arguments(json) : read(token, json);
                case "result" -> value = typed && token == JsonToken.START_ARRAY ? items(json) : read(token, json);
                default -> json.skipChildren();
            }
        }
        return new Read(id, method, value);
    }

    private static List<Items.Item> items(JsonParser json) throws IOException {
        List<Items.Item> items = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            items.add(item(json));
        }
        return items;
    }

    private static Items.Item item(JsonParser json) throws IOException {
        long id = 0;
        String name = "";
        double price = 0;
        List<String> tags = new ArrayList<>();
        Items.Place place = new Items.Place(0, 0);
        boolean active = false;
        String note = null;
        for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
            JsonToken token = json.nextToken();
            switch (key) {
                case "id" -> id = json.getLongValue();
                case "name" -> name = json.getText();
                case "price" -> price = json.getDoubleValue();
                case "tags" -> {
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        tags.add(json.getText());
                    }
                }
                case "place" -> place = place(json);
                case "active" -> active = json.getBooleanValue();
                case "note" -> note = token == JsonToken.VALUE_NULL ? null : json.getText();
                default -> json.skipChildren();
            }
        }
        return new Items.Item(id, name, price, tags, place, active, note);
    }

    private static Items.Place place(JsonParser json) throws IOException {
        double x = 0;
        long y = 0;
        for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
            json.nextToken();
            switch (key) {
                case "x" -> x = json.getDoubleValue();
                case "y" -> y = json.getLongValue();
                default -> json.skipChildren();
            }
        }
        return new Items.Place(x, y);
    }

    private static EchoArguments arguments(JsonParser json) throws IOException {
        String text = null;
        int n = 0;
        boolean flag = false;
        for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
            json.nextToken();
            switch (key) {
                case "text" -> text = json.getText();
                case "n" -> n = json.getIntValue();
                case "flag" -> flag = json.getBooleanValue();
                default -> json.skipChildren();
            }
        }
        return new EchoArguments(text, n, flag);
    }

    private static @Nullable Object read(JsonToken token, JsonParser json) throws IOException {
        return switch (token) {
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT -> json.getLongValue();
            case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
                    list.add(read(next, json));
                }
                yield list;
            }
            case START_OBJECT -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
                    map.put(key, read(json.nextToken(), json));
                }
                yield map;
            }
            default -> throw new AssertionError("no value begins with " + token);
        };
    }
}
