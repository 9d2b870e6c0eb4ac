package dev.shorthand.transport.net;

import dev.shorthand.kernel.spi.StreamLink;
import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.kernel.spi.TransportListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Those who have joined one bus, by name. Safe for any thread; all state is guarded by one lock, under which nothing of others is called. */
final class Bus {
    private static final Object LOCK = new Object();
    private static final Map<String, Bus> BUSES = new HashMap<>();

    private final String name;
    private final Map<String, Member> members = new TreeMap<>();
    private long numbers;

    private Bus(String name) {
        this.name = name;
    }

    static Transport join(String bus, Internal.Builder options) throws IOException {
        String name = options.name;
        String to = options.to;
        synchronized (LOCK) {
            Bus joined = BUSES.getOrDefault(bus, new Bus(bus));
            if (to != null && joined.servers().stream().noneMatch(member -> member.name.equals(to))) {
                throw joined.isAbsent(to);
            }
            String own = name == null ? joined.freeName() : name;
            if (joined.members.containsKey(own)) {
                throw new IOException("the name " + own + " is taken on the bus " + bus
                        + "; close whoever has it, or choose another name");
            }
            Member member = joined.new Member(own, options);
            joined.members.put(own, member);
            BUSES.put(bus, joined);
            return member;
        }
    }

    private String freeName() {
        String free = name + "." + numbers++;
        while (members.containsKey(free)) {
            free = name + "." + numbers++;
        }
        return free;
    }

    private List<Member> servers() {
        List<Member> servers = new ArrayList<>(members.values());
        servers.removeIf(member -> member.to != null);
        return servers;
    }

    private IOException isAbsent(String absent) {
        List<String> names = servers().stream().map(member -> member.name).toList();
        String there = names.isEmpty() ? "nobody is there" : "there are " + String.join(", ", names);
        return new IOException("nobody named " + absent + " is on the bus " + name + " of this process (" + there
                + "); open internal:" + name + ":" + absent + " first");
    }

    /** One who has joined, or who has connected with one of them alone. */
    private final class Member implements Transport {
        private final String name;
        private final @Nullable String to;
        private final boolean objects;
        private final int maxBatch;
        private final Lifecycle lifecycle = new Lifecycle();
        private @Nullable TransportListener listener;

        Member(String name, Internal.Builder options) {
            this.name = name;
            this.to = options.to;
            this.objects = options.objects;
            this.maxBatch = options.limits.maxBatch();
        }

        @Override
        public void start(TransportListener telling) throws IOException {
            lifecycle.start(expression());
            for (Member other : appear(telling)) {
                connect(other, telling);
            }
        }

        /** Returns those to connect with: of two, the one that appears later does it for both. */
        private List<Member> appear(TransportListener telling) throws IOException {
            synchronized (LOCK) {
                List<Member> others = servers();
                others.removeIf(member -> member.equals(this) || member.listener == null);
                if (to == null) {
                    listener = telling;
                    return others;
                }
                others.removeIf(member -> !member.name.equals(to));
                if (others.isEmpty()) {
                    throw isAbsent(to);
                }
                return others;
            }
        }

        private void connect(Member other, TransportListener telling) {
            TransportListener atOther;
            synchronized (LOCK) {
                atOther = other.listener;
            }
            if (atOther != null) {
                Pipe there = new Pipe();
                Pipe back = new Pipe();
                HandoverCodec own = null;
                HandoverCodec others = null;
                if (objects && other.objects && telling.mayChooseCodec() && atOther.mayChooseCodec()) {
                    Handover handedThere = new Handover();
                    Handover handedBack = new Handover();
                    own = new HandoverCodec(handedBack, handedThere, maxBatch);
                    others = new HandoverCodec(handedThere, handedBack, other.maxBatch);
                }
                atOther.connected((StreamLink) new PipeLink(name, there, back, others));
                telling.connected((StreamLink) new PipeLink(other.name, back, there, own));
            }
        }

        @Override
        public String expression() {
            String options = (to == null ? "" : "&to=" + to) + (objects ? "&objects=true" : "");
            return "internal:" + Bus.this.name + ":" + name + options.replaceFirst("&", "?");
        }

        @Override
        public boolean isServer() {
            return to == null;
        }

        @Override
        public void close() {
            lifecycle.close();
            synchronized (LOCK) {
                listener = null;
                members.remove(name, this);
                if (members.isEmpty()) {
                    BUSES.remove(Bus.this.name, Bus.this);
                }
            }
        }

        @Override
        public String toString() {
            return expression();
        }
    }
}
