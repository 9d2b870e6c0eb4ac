package dev.shorthand.codec.json;

import com.fasterxml.jackson.core.io.NumberOutput;
import dev.shorthand.kernel.Batch;
import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.ErrorReply;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Reply;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What comes back with {@code decimal=exact}: a double as the decimal of its shortest digits. */
final class Exact {
    private Exact() {}

    static @Nullable Object value(@Nullable Object value) {
        if (value instanceof Double number && Double.isFinite(number)) {
            return new BigDecimal(NumberOutput.toString(number, true));
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> exact = new ArrayList<>();
            list.forEach(item -> exact.add(value(item)));
            return exact;
        }
        return value instanceof Map<?, ?> map ? map(map) : value;
    }

    private static Map<String, @Nullable Object> map(Map<?, ?> map) {
        Map<String, @Nullable Object> exact = new LinkedHashMap<>();
        map.forEach((key, item) -> exact.put((String) key, value(item)));
        return exact;
    }

    static Message message(Message message) {
        if (message instanceof Call call) {
            return new Call(call.id(), call.method(), params(call.params()));
        }
        if (message instanceof Reply reply) {
            return new Reply(reply.id(), value(reply.result()));
        }
        if (message instanceof ErrorReply error) {
            return new ErrorReply(error.id(), error.code(), error.message(), value(error.data()));
        }
        return message instanceof Batch batch
                ? new Batch(batch.messages().stream().map(Exact::message).toList())
                : message;
    }

    private static Params params(Params params) {
        if (params.isAbsent()) {
            return params;
        }
        return params.isNamed()
                ? Params.named(map(params.asMap()))
                : Params.positional(params.asList().stream().map(Exact::value).toArray());
    }
}
