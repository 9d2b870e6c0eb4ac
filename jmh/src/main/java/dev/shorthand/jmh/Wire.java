package dev.shorthand.jmh;

import static java.util.Objects.requireNonNull;

import dev.shorthand.kernel.Batch;
import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Reply;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The messages as a program declares them that uses a JSON library by itself: classes with public fields, which all of them can fill. */
public final class Wire {
    private Wire() {}

    /** A call of {@link Echo#echo}. */
    public static final class EchoRequest {
        public @Nullable String jsonrpc = "2.0";
        public long id;
        public @Nullable String method;
        public @Nullable EchoParams params;
    }

    /** Its arguments. */
    public static final class EchoParams {
        public @Nullable String text;
        public int n;
        public boolean flag;
    }

    /** Its reply. */
    public static final class EchoReply {
        public @Nullable String jsonrpc = "2.0";
        public long id;
        public @Nullable String result;
    }

    /** The reply of 64 KiB. */
    public static final class ItemsReply {
        public @Nullable String jsonrpc = "2.0";
        public long id;
        public @Nullable List<ItemBean> result;
    }

    /** The same, with lists and maps. */
    public static final class PlainReply {
        public @Nullable String jsonrpc = "2.0";
        public long id;
        public @Nullable Object result;
    }

    /** One of its items. */
    public static final class ItemBean {
        public long id;
        public @Nullable String name;
        public double price;
        public @Nullable List<String> tags;
        public @Nullable PlaceBean place;
        public boolean active;
        public @Nullable String note;
    }

    /** Where it is. */
    public static final class PlaceBean {
        public double x;
        public long y;
    }

    /** Returns what a library is to write. */
    static Object beanOf(Message message) {
        if (message instanceof Batch batch) {
            return batch.messages().stream().map(Wire::beanOf).toList();
        }
        if (message instanceof Call call) {
            EchoRequest bean = new EchoRequest();
            bean.id = call.id().number();
            bean.method = call.method();
            EchoParams params = new EchoParams();
            params.text = (String) call.params().value(0);
            params.n = ((Number) requireNonNull(call.params().value(1))).intValue();
            params.flag = (boolean) requireNonNull(call.params().value(2));
            bean.params = params;
            return bean;
        }
        Reply reply = (Reply) message;
        if (reply.result() instanceof String text) {
            EchoReply bean = new EchoReply();
            bean.id = reply.id().number();
            bean.result = text;
            return bean;
        }
        PlainReply bean = new PlainReply();
        bean.id = reply.id().number();
        bean.result = reply.result();
        return bean;
    }

    /** Returns what a library is to read it as; for a batch, as an array. */
    static Class<?> typeOf(Message message) {
        if (message instanceof Batch) {
            return EchoRequest[].class;
        }
        if (message instanceof Call) {
            return EchoRequest.class;
        }
        return ((Reply) message).result() instanceof String ? EchoReply.class : ItemsReply.class;
    }
}
