package dev.shorthand.transport.net;

import dev.shorthand.kernel.Batch;
import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Malformed;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Reply;
import dev.shorthand.kernel.spi.Binding;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Has the receiver take arguments and results as they are. One that it cannot take, being of another type than it declares, it gets as what a codec
 * would have carried in its place.
 *
 * <p>Confined to whoever reads the connection.
 */
final class HandoverDecoder {
    private final Handover in;
    private final int maxBatch;

    HandoverDecoder(Handover in, int maxBatch) {
        this.in = in;
        this.maxBatch = maxBatch;
    }

    /** Returns the message of that number, or a {@link Malformed}. */
    Message decode(long number, Binding binding) {
        Message message = in.take(number);
        if (message == null) {
            return Malformed.unparsable("there is no message " + number
                    + "; what was in its place may have been sent by something other than the codec of the link");
        }
        return message instanceof Batch batch ? take(batch, binding) : take(message, binding);
    }

    private Message take(Batch batch, Binding binding) {
        int size = batch.messages().size();
        if (size > maxBatch) {
            return Malformed.invalidRequest(
                    Id.NULL,
                    "a batch of " + size + " messages is over the limit of " + maxBatch
                            + "; send fewer at once, or raise maxBatch");
        }
        List<Message> taken = new ArrayList<>(size);
        for (Message message : batch.messages()) {
            taken.add(take(message, binding));
        }
        return new Batch(taken);
    }

    private Message take(Message message, Binding binding) {
        if (message instanceof Call call) {
            return new Call(call.id(), call.method(), arguments(call, binding));
        }
        return message instanceof Reply reply ? result(reply, binding) : message;
    }

    // What fails in here is code of the application, or a value that it changes meanwhile. Where this leaves plain
    // values, the receiver's own conversion comes later, and answers with what was expected.

    private Params arguments(Call call, Binding binding) {
        Params params = call.params();
        int failed = -1;
        while (true) {
            HandedReader reader = HandedReader.of(params);
            try {
                return binding.readParams(call.method(), reader);
            } catch (RuntimeException | StackOverflowError e) {
                if (reader.index() <= failed) {
                    // It is plain already, or what is wrong is none of the arguments.
                    return plain(params);
                }
                failed = reader.index();
                Object[] values = params.asList().toArray();
                values[failed] = plainOrSame(values[failed]);
                params = with(params, values);
            }
        }
    }

    private Message result(Reply reply, Binding binding) {
        try {
            return new Reply(reply.id(), binding.readResult(reply.id(), HandedReader.of(reply.result())));
        } catch (RuntimeException | StackOverflowError e) {
            return plainResult(reply, binding);
        }
    }

    private Message plainResult(Reply reply, Binding binding) {
        Object plain;
        try {
            plain = plain(reply.result());
        } catch (RuntimeException | StackOverflowError e) {
            return Malformed.invalidReply(reply.id(), "the result does not fit, and " + e.getMessage());
        }
        try {
            return new Reply(reply.id(), binding.readResult(reply.id(), HandedReader.of(plain)));
        } catch (RuntimeException | StackOverflowError e) {
            return new Reply(reply.id(), plain);
        }
    }

    private Params plain(Params params) {
        if (params.isAbsent()) {
            return params;
        }
        Object[] values = params.asList().toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] = plainOrSame(values[i]);
        }
        return with(params, values);
    }

    private @Nullable Object plainOrSame(@Nullable Object value) {
        try {
            return plain(value);
        } catch (RuntimeException | StackOverflowError e) {
            return value;
        }
    }

    /** Returns what a codec would have carried. */
    private @Nullable Object plain(@Nullable Object value) {
        PlainWriter writer = new PlainWriter();
        in.conversions().write(value, writer);
        return writer.value();
    }

    private static Params with(Params params, @Nullable Object[] values) {
        if (!params.isNamed()) {
            return Params.positional(values);
        }
        String[] names = new String[values.length];
        for (int i = 0; i < names.length; i++) {
            names[i] = params.name(i);
        }
        return Params.named(names, values);
    }
}
