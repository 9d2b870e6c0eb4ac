package dev.shorthand.jmh;

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
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePacker;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.core.buffer.ArrayBufferInput;

/**
 * The limit: MessagePack-RPC as one would write it by hand on msgpack-core, with one packer and one unpacker for all messages, and without a
 * check that a server could leave out: it must see which method is asked for, and with how many arguments. Confined to one thread.
 */
final class MsgpackByHand {
    private final OutputBuffer out;
    private final MessagePacker packer;
    private final ArrayBufferInput input = new ArrayBufferInput(new byte[0]);
    private final MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(input);

    /** Makes one that writes there. */
    MsgpackByHand(OutputBuffer out) {
        this.out = out;
        this.packer = MessagePack.newDefaultPacker(out);
    }

    void encode(Message message) throws IOException {
        packer.packArrayHeader(4);
        if (message instanceof Call call) {
            packer.packInt(0);
            packer.packLong(call.id().number());
            packer.packString(call.method());
            Params params = call.params();
            packer.packArrayHeader(params.size());
            for (int i = 0; i < params.size(); i++) {
                write(params.value(i));
            }
        } else if (message instanceof Reply reply) {
            packer.packInt(1);
            packer.packLong(reply.id().number());
            packer.packNil();
            write(reply.result());
        } else {
            throw new AssertionError("not a message of the benchmark: " + message);
        }
        packer.flush();
    }

    int size() {
        return out.size();
    }

    private void write(@Nullable Object value) throws IOException {
        if (value instanceof String text) {
            packer.packString(text);
        } else if (value instanceof Long number) {
            packer.packLong(number);
        } else if (value instanceof Double number) {
            packer.packDouble(number);
        } else if (value instanceof Boolean bool) {
            packer.packBoolean(bool);
        } else if (value == null) {
            packer.packNil();
        } else if (value instanceof Map<?, ?> map) {
            packer.packMapHeader(map.size());
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                packer.packString((String) entry.getKey());
                write(entry.getValue());
            }
        } else if (value instanceof List<?> list) {
            packer.packArrayHeader(list.size());
            for (int i = 0; i < list.size(); i++) {
                write(list.get(i));
            }
        } else {
            throw new AssertionError("not a value of the benchmark: " + value);
        }
    }

    /** Reads a message into plain values. */
    HandWritten.Read decode(byte[] payload) throws IOException {
        begin(payload);
        boolean reply = unpacker.unpackInt() == 1;
        long id = unpacker.unpackLong();
        if (reply) {
            unpacker.unpackNil();
        }
        String method = reply ? null : unpacker.unpackString();
        return new HandWritten.Read(id, method, read());
    }

    /** Reads a call of {@link Echo#echo} into its arguments, or a reply to it. */
    HandWritten.Read decodeEcho(byte[] payload) throws IOException {
        begin(payload);
        boolean reply = unpacker.unpackInt() == 1;
        long id = unpacker.unpackLong();
        if (reply) {
            unpacker.unpackNil();
            return new HandWritten.Read(id, null, unpacker.unpackString());
        }
        String method = unpacker.unpackString();
        int arguments = unpacker.unpackArrayHeader();
        if (!method.equals("echo") || arguments != 3) {
            throw new IllegalArgumentException("not served here: " + method + " with " + arguments + " arguments");
        }
        String text = unpacker.unpackString();
        int n = unpacker.unpackInt();
        return new HandWritten.Read(id, method, new HandWritten.EchoArguments(text, n, unpacker.unpackBoolean()));
    }

    /** Reads a reply to {@link Items#items}, whose members may come in any order. */
    HandWritten.Read decodeItems(byte[] payload) throws IOException {
        begin(payload);
        int kind = unpacker.unpackInt();
        long id = unpacker.unpackLong();
        if (kind != 1 || !unpacker.tryUnpackNil()) {
            throw new IllegalArgumentException("not a result");
        }
        int size = unpacker.unpackArrayHeader();
        List<Items.Item> items = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            items.add(item());
        }
        return new HandWritten.Read(id, null, items);
    }

    private Items.Item item() throws IOException {
        long id = 0;
        String name = "";
        double price = 0;
        List<String> tags = List.of();
        Items.Place place = new Items.Place(0, 0);
        boolean active = false;
        String note = null;
        for (int members = unpacker.unpackMapHeader(); members > 0; members--) {
            switch (unpacker.unpackString()) {
                case "id" -> id = unpacker.unpackLong();
                case "name" -> name = unpacker.unpackString();
                case "price" -> price = unpacker.unpackDouble();
                case "tags" -> tags = tags();
                case "place" -> place = place();
                case "active" -> active = unpacker.unpackBoolean();
                case "note" -> note = unpacker.tryUnpackNil() ? null : unpacker.unpackString();
                default -> unpacker.skipValue();
            }
        }
        return new Items.Item(id, name, price, tags, place, active, note);
    }

    private List<String> tags() throws IOException {
        int size = unpacker.unpackArrayHeader();
        List<String> tags = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            tags.add(unpacker.unpackString());
        }
        return tags;
    }

    private Items.Place place() throws IOException {
        double x = 0;
        long y = 0;
        for (int members = unpacker.unpackMapHeader(); members > 0; members--) {
            switch (unpacker.unpackString()) {
                case "x" -> x = unpacker.unpackDouble();
                case "y" -> y = unpacker.unpackLong();
                default -> unpacker.skipValue();
            }
        }
        return new Items.Place(x, y);
    }

    /** Finds the end of a message. */
    long skip(byte[] payload) throws IOException {
        input.reset(payload);
        unpacker.reset(input);
        unpacker.skipValue();
        return unpacker.getTotalReadBytes();
    }

    private void begin(byte[] payload) throws IOException {
        input.reset(payload);
        unpacker.reset(input);
        int elements = unpacker.unpackArrayHeader();
        if (elements != 4) {
            throw new IllegalArgumentException("a message of " + elements + " elements");
        }
    }

    private @Nullable Object read() throws IOException {
        return switch (unpacker.getNextFormat().getValueType()) {
            case STRING -> unpacker.unpackString();
            case INTEGER -> unpacker.unpackLong();
            case FLOAT -> unpacker.unpackDouble();
            case BOOLEAN -> unpacker.unpackBoolean();
            case NIL -> {
                unpacker.unpackNil();
                yield null;
            }
            case ARRAY -> {
                int size = unpacker.unpackArrayHeader();
                List<@Nullable Object> list = new ArrayList<>(size);
                for (int i = 0; i < size; i++) {
                    list.add(read());
                }
                yield list;
            }
            case MAP -> {
                int size = unpacker.unpackMapHeader();
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                for (int i = 0; i < size; i++) {
                    map.put(unpacker.unpackString(), read());
                }
                yield map;
            }
            default -> throw new AssertionError("not a value of the benchmark");
        };
    }
}
