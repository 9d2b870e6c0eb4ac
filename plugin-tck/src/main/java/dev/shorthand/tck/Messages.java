package dev.shorthand.tck;

import dev.shorthand.kernel.Batch;
import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.ErrorReply;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Messages of every kind, to send and to compare. */
final class Messages {
    private Messages() {}

    /** One of each kind, small; {@code params} makes arguments that the codec carries, out of one value. */
    static List<Message> ofEachKind(Params params) {
        return List.of(
                new Call(Id.of(7), "echo.say", params),
                Call.notification("note", params),
                new Reply(Id.of(7), "hello"),
                new Reply(Id.of(8), Arrays.asList(1L, "two", List.of(0.5))),
                new ErrorReply(Id.of(9), -32601, "Method not found", null));
    }

    /** Those that a codec may have no form for. */
    static List<Message> lessUsual(Params params) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("hint", List.of(1L, 2L));
        return List.of(
                new Reply(Id.of(7), null),
                new ErrorReply(Id.of(9), 99, "custom \"failure\"\n", data),
                new ErrorReply(Id.of(9), 99, "", 0L),
                new ErrorReply(Id.of(9), 99, "", ""),
                new ErrorReply(Id.NULL, -32700, "Parse error", null),
                new Batch(List.of(
                        new Call(Id.of(1), "a", params),
                        Call.notification("b", params),
                        new Call(Id.of(2), "c", params))),
                new Batch(List.of(new Reply(Id.of(1), 1L), new ErrorReply(Id.of(2), -32000, "no", null))));
    }

    /** Compares two messages, with their values as {@link Samples#same} does. */
    static boolean same(Message expected, Message actual) {
        if (expected instanceof Call call) {
            return actual instanceof Call other
                    && call.id().equals(other.id())
                    && call.method().equals(other.method())
                    && same(call.params(), other.params());
        }
        if (expected instanceof Reply reply) {
            return actual instanceof Reply other
                    && reply.id().equals(other.id())
                    && Samples.same(reply.result(), other.result());
        }
        if (expected instanceof ErrorReply error) {
            return actual instanceof ErrorReply other
                    && error.id().equals(other.id())
                    && error.code() == other.code()
                    && error.message().equals(other.message())
                    && Samples.same(error.data(), other.data());
        }
        if (expected instanceof Batch batch) {
            return actual instanceof Batch other && same(batch.messages(), other.messages());
        }
        return expected.equals(actual);
    }

    private static boolean same(List<Message> expected, List<Message> actual) {
        boolean same = expected.size() == actual.size();
        for (int i = 0; same && i < expected.size(); i++) {
            same = same(expected.get(i), actual.get(i));
        }
        return same;
    }

    /** No arguments are the same however a codec says so. */
    private static boolean same(Params expected, Params actual) {
        if (expected.size() == 0) {
            return actual.size() == 0;
        }
        return expected.isNamed() == actual.isNamed()
                && (expected.isNamed()
                        ? Samples.same(new LinkedHashMap<>(expected.asMap()), new LinkedHashMap<>(actual.asMap()))
                        : Samples.same(new ArrayList<>(expected.asList()), new ArrayList<>(actual.asList())));
    }
}
