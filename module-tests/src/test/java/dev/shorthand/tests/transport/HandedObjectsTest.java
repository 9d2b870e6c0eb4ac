package dev.shorthand.tests.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.shorthand.binding.Request;
import dev.shorthand.kernel.BadReplyException;
import dev.shorthand.kernel.Dispatcher;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.EndpointBuilder;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.RemoteException;
import dev.shorthand.kernel.RpcException;
import dev.shorthand.kernel.spi.Converter;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code internal} with {@code objects=true} makes of arguments and results: themselves where they are as declared, and otherwise what a codec makes of them. */
@Timeout(60)
class HandedObjectsTest {
    enum Colour {
        RED,
        GREEN
    }

    record Point(int x, int y) {}

    /** A point to somebody else. */
    record Position(long x, long y) {}

    record Boxed<T>(T value) {}

    record Line(Point from, List<Point> via, Optional<Colour> colour) {}

    record OtherLine(Position from, List<Position> via, String colour) {}

    /** It does not travel by itself. */
    static final class Money {
        final long cents;

        Money(long cents) {
            this.cents = cents;
        }

        static Money parse(String text) {
            return new Money(Long.parseLong(text));
        }

        @Override
        public String toString() {
            return Long.toString(cents);
        }
    }

    static final Converter<Money, String> MONEY =
            Converter.of(Money.class, String.class, Money::toString, Money::parse);

    /** What both sides declare alike. */
    interface Same {
        Line line(Line line);

        List<Point> points(List<Point> points);

        Set<String> words(Set<String> words);

        Map<Colour, List<Point>> map(Map<Colour, List<Point>> map);

        Point[] array(Point[] points);

        int[] numbers(int[] numbers);

        byte[] bytes(byte[] bytes);

        Colour colour(Colour colour);

        Optional<Point> optional(Optional<Point> point);

        Boxed<Point> boxed(Boxed<Point> point);

        UUID uuid(UUID uuid);

        Integer integer(Integer number);

        Object any(Object any);
    }

    /** Returns an implementation whose methods return what they got. */
    private static Same echoing() {
        return (Same) Proxy.newProxyInstance(
                Same.class.getClassLoader(), new Class<?>[] {Same.class}, (proxy, method, args) -> args[0]);
    }

    private static Consumer<EndpointBuilder> echo() {
        return builder -> builder.serve(Same.class, echoing());
    }

    private static Consumer<EndpointBuilder> serving() {
        return builder -> builder.converter(MONEY).serve(Server.class, new Serving());
    }

    private static Consumer<EndpointBuilder> nothing() {
        return builder -> {};
    }

    @Test
    void whatIsAsDeclaredIsTheVeryObjectThereAndBack() throws Exception {
        try (Bus bus = Bus.handing(echo(), nothing())) {
            Same remote = bus.client.remote(Same.class);
            Line line = new Line(new Point(1, 2), List.of(new Point(3, 4)), Optional.of(Colour.RED));
            assertSame(line, remote.line(line));
            List<Point> points = new ArrayList<>(Arrays.asList(new Point(1, 2), null));
            assertSame(points, remote.points(points));
            Set<String> words = Set.of("one", "two");
            assertSame(words, remote.words(words));
            Map<Colour, List<Point>> map = Map.of(Colour.GREEN, points);
            assertSame(map, remote.map(map));
            Point[] array = {new Point(5, 6)};
            assertSame(array, remote.array(array));
            int[] numbers = {1, 2};
            assertSame(numbers, remote.numbers(numbers));
            byte[] bytes = {3};
            assertSame(bytes, remote.bytes(bytes));
            Optional<Point> optional = Optional.of(new Point(7, 8));
            assertSame(optional, remote.optional(optional));
            Boxed<Point> boxed = new Boxed<>(new Point(9, 0));
            assertSame(boxed, remote.boxed(boxed));
            UUID uuid = UUID.randomUUID();
            assertSame(uuid, remote.uuid(uuid));
            Integer number = 123_456;
            assertSame(number, remote.integer(number));
            Thread stranger = Thread.currentThread();
            assertSame(stranger, remote.any(stranger));
            assertSame(Colour.RED, remote.colour(Colour.RED));
            assertNull(remote.line(null));
        }
    }

    @Test
    void whoChangesAListThatItGotChangesTheSenders() throws Exception {
        try (Bus bus = Bus.handing(
                server -> server.dispatcher(new Dispatcher().add("sort", (params, caller) -> {
                    @SuppressWarnings("unchecked") // it is the list below
                    List<Integer> list = (List<Integer>) params.value(0);
                    list.sort(null);
                    return null;
                })),
                nothing())) {
            List<Integer> list = new ArrayList<>(List.of(3, 1, 2));
            bus.client.call("sort", Params.positional(list));
            assertEquals(List.of(1, 2, 3), list);
        }
    }

    @Test
    void itIsACopyUnlessBothAskForIt() throws Exception {
        for (String[] options : new String[][] {{"objects=false", "objects=true"}, {"objects=true", "objects=false"}}) {
            try (Bus bus = Bus.open(options[0], options[1], echo(), nothing())) {
                Line line = new Line(new Point(1, 2), List.of(), Optional.empty());
                Line other = bus.client.remote(Same.class).line(line);
                assertNotSame(line, other);
                assertEquals(line, other);
            }
        }
    }

    @Test
    void handlersThatAreCalledByNameGetWhatWasSent() throws Exception {
        AtomicReference<Params> got = new AtomicReference<>();
        try (Bus bus = Bus.handing(
                server -> server.dispatcher(new Dispatcher().add("take", (params, caller) -> {
                    got.set(params);
                    return params.size() == 0 ? "nothing" : params.value(0);
                })),
                nothing())) {
            Object stranger = new Object();
            assertSame(stranger, bus.client.call("take", stranger, 5));
            assertEquals(List.of(stranger, 5), got.get().asList());
            Map<String, Object> named = Map.of("a", List.of(1));
            assertSame(named.get("a"), bus.client.call("take", named));
            assertEquals(named, got.get().asMap());
            assertEquals("nothing", bus.client.call("take", Params.absent()));
            assertEquals(true, got.get().isAbsent());
            assertNull(bus.client.call("take", Params.positional((Object) null)));
        }
    }

    /** What the server declares. */
    interface Server {
        String line(OtherLine line, Object mark);

        long sum(List<Long> numbers);

        String texts(String colour, String uuid, CharSequence price);

        OptionalInt most(OptionalInt first, int second);

        Boxed<Position> boxed(Boxed<Position> boxed);

        double half(double number);

        String price(Money price);
    }

    private static final class Serving implements Server {
        @Override
        public String line(OtherLine line, Object mark) {
            return line + " " + mark.getClass().getSimpleName();
        }

        @Override
        public long sum(List<Long> numbers) {
            return numbers.stream().mapToLong(Long::longValue).sum();
        }

        @Override
        public String texts(String colour, String uuid, CharSequence price) {
            return colour + " " + uuid.length() + " " + price;
        }

        @Override
        public OptionalInt most(OptionalInt first, int second) {
            return OptionalInt.of(Math.max(first.orElse(0), second));
        }

        @Override
        public Boxed<Position> boxed(Boxed<Position> boxed) {
            return new Boxed<>(new Position(boxed.value().x() + 1, boxed.value().y()));
        }

        @Override
        public double half(double number) {
            return number / 2;
        }

        @Override
        public String price(Money price) {
            return price.cents + " cents";
        }
    }

    /** How the client declares the same methods. */
    interface Client {
        String line(Line line, Object mark);

        int sum(int[] numbers);

        Optional<String> texts(Colour colour, UUID uuid, Money price);

        long most(Optional<Integer> first, long second);

        Boxed<Point> boxed(Boxed<Point> boxed);

        float half(int number);

        String price(String price);
    }

    @Test
    void whatIsOfAnotherTypeIsConvertedAsIfACodecHadCarriedIt() throws Exception {
        for (String options : List.of("objects=true", "objects=false")) {
            try (Bus bus = Bus.open(options, options, serving(), client -> client.converter(MONEY))) {
                Client remote = bus.client.remote(Client.class);
                Line line = new Line(new Point(1, 2), List.of(new Point(3, 4)), Optional.of(Colour.RED));
                assertEquals(
                        "OtherLine[from=Position[x=1, y=2], via=[Position[x=3, y=4]], colour=RED] String",
                        remote.line(line, "mark"));
                assertEquals(6, remote.sum(new int[] {1, 2, 3}));
                assertEquals(
                        Optional.of("GREEN 36 250"), remote.texts(Colour.GREEN, UUID.randomUUID(), new Money(250)));
                assertEquals(7, remote.most(Optional.of(7), 5));
                assertEquals(5, remote.most(Optional.empty(), 5));
                assertEquals(new Boxed<>(new Point(2, 1)), remote.boxed(new Boxed<>(new Point(1, 1))));
                assertEquals(1.5f, remote.half(3));
                assertEquals("99 cents", remote.price("99"));
            }
        }
    }

    @Test
    void theSendersConverterServesAReceiverThatHasNone() throws Exception {
        try (Bus bus = Bus.handing(
                server -> server.serve(Taking.class, text -> text + " taken"), client -> client.converter(MONEY))) {
            assertEquals("42 taken", bus.client.remote(Giving.class).take(new Money(42)));
        }
    }

    interface Taking {
        String take(String text);
    }

    interface Giving {
        String take(Money text);
    }

    @Test
    void oneArgumentThatIsConvertedLeavesTheOthersAsTheyAre() throws Exception {
        AtomicReference<Object> got = new AtomicReference<>();
        try (Bus bus = Bus.handing(
                server -> server.serve(Two.class, (position, any) -> {
                    got.set(any);
                    return position;
                }),
                nothing())) {
            Thread stranger = Thread.currentThread();
            assertEquals(new Point(1, 2), bus.client.remote(TwoOfMine.class).two(new Point(1, 2), stranger));
            assertSame(stranger, got.get());
        }
    }

    interface Two {
        Position two(Position position, Object any);
    }

    interface TwoOfMine {
        Point two(Point position, Object any);
    }

    @Test
    void whatAParameterCannotBeIsTheSameErrorAsWithACodec() throws Exception {
        List<List<Object>> wrong = new ArrayList<>();
        for (String options : List.of("objects=true", "objects=false")) {
            try (Bus bus = Bus.open(options, options, serving(), nothing())) {
                wrong.add(List.of(
                        refused(bus, "sum", "five"),
                        refused(bus, "sum", List.of(1, "two")),
                        refused(bus, "sum", List.of(new Point(1, 2))),
                        refused(bus, "half", List.of()),
                        refused(bus, "half", new Point(1, 2)),
                        refused(bus, "half", 1, 2),
                        refused(bus, "half"),
                        refused(bus, "most", 1, 1L << 40),
                        refused(bus, "boxed", new Boxed<>("text"))));
                assertEquals(2.0, bus.client.call("half", 4), "the connection lives on");
            }
        }
        assertEquals(wrong.get(1), wrong.get(0));
    }

    private static Object refused(Bus bus, String method, Object... arguments) {
        RemoteException refused =
                assertThrows(RemoteException.class, () -> bus.client.call(method, Params.positional(arguments)));
        assertEquals(-32602, refused.code(), refused.getMessage());
        return String.valueOf(refused.data());
    }

    @Test
    void whatNobodyCanWriteIsNamedInTheError() throws Exception {
        try (Bus bus = Bus.handing(serving(), nothing())) {
            assertEquals(
                    "sum: parameter numbers: expected a list of an integer, got a java.lang.Object",
                    refused(bus, "sum", new Object()));
            assertEquals(2.0, bus.client.call("half", 4));
        }
    }

    interface Asking {
        Point point();

        @Request
        void nothing();
    }

    @Test
    void whatAResultCannotBeFailsThatCallAlone() throws Exception {
        AtomicReference<Object> result = new AtomicReference<>("text");
        try (Bus bus = Bus.handing(
                server -> server.dispatcher(new Dispatcher()
                        .add("point", (params, caller) -> result.get())
                        .add("nothing", (params, caller) -> result.get())),
                nothing())) {
            Asking remote = bus.client.remote(Asking.class);
            assertEquals(
                    "the reply to point from server does not fit: expected a map with x, y, got a string \"text\"",
                    assertThrows(BadReplyException.class, remote::point).getMessage());
            result.set(new Object());
            assertEquals(
                    "the reply to point from server is malformed: the result does not fit, and a java.lang.Object cannot be sent;"
                            + " use a record, an enum, a List, a Map, or a text such as String or Instant, or give a Converter for it",
                    assertThrows(BadReplyException.class, remote::point).getMessage());
            remote.nothing();
            result.set(Map.of("x", 1, "y", 2));
            assertEquals(new Point(1, 2), remote.point());
            result.set(new Position(3, 4));
            assertEquals(new Point(3, 4), remote.point());
        }
    }

    @Test
    void aListThatChangesWhileItIsTakenCostsItsCallAlone() throws Exception {
        List<Object> changing = new ArrayList<>() {
            @Override
            public Iterator<Object> iterator() {
                throw new ConcurrentModificationException();
            }

            @Override
            public Object[] toArray() {
                throw new ConcurrentModificationException();
            }

            @Override
            public Object get(int index) {
                throw new IndexOutOfBoundsException();
            }
        };
        changing.add(1);
        AtomicReference<Object> result = new AtomicReference<>(changing);
        try (Bus bus = Bus.handing(
                server -> server.converter(MONEY)
                        .serve(Server.class, new Serving())
                        .serve(Source.class, result::get),
                nothing())) {
            assertThrows(RpcException.class, () -> bus.client.call("sum", Params.positional(changing)));
            assertThrows(
                    RpcException.class, () -> bus.client.remote(Lists.class).list());
            result.set(List.of(1));
            assertEquals(List.of(1), bus.client.remote(Lists.class).list());
        }
    }

    interface Source {
        Object list();
    }

    interface Lists {
        List<Integer> list();
    }

    @Test
    void anErrorsDataIsTheVeryObject() throws Exception {
        Point data = new Point(1, 2);
        try (Bus bus = Bus.handing(
                server -> server.dispatcher(new Dispatcher().add("fail", (params, caller) -> {
                    throw new RpcException(7, "it failed", data);
                })),
                nothing())) {
            RemoteException failure =
                    assertThrows(RemoteException.class, () -> bus.client.call("fail", Params.absent()));
            assertEquals(7, failure.code());
            assertEquals("it failed", failure.getMessage());
            assertSame(data, failure.data());
        }
    }

    interface Notes {
        void note(int[] numbers);
    }

    @Test
    void whatIsSentToAllIsOneObjectToAll() throws Exception {
        BlockingQueue<Object> notes = new LinkedBlockingQueue<>();
        Consumer<EndpointBuilder> noting = builder -> builder.serve(Notes.class, notes::add);
        try (Bus bus = Bus.handing(nothing(), noting);
                Endpoint third = Endpoint.builder()
                        .codec("jrpc")
                        .transport(bus.server.transports().get(0).replace(":server?", "?to=server&"))
                        .serve(Notes.class, notes::add)
                        .open()) {
            assertEquals(2, bus.server.peers().size(), third.toString());
            int[] numbers = {1, 2, 3};
            bus.server.remote(Notes.class).note(numbers);
            assertSame(numbers, next(notes));
            assertSame(numbers, next(notes));
            assertArrayEquals(new int[] {1, 2, 3}, numbers);
        }
    }

    private static Object next(BlockingQueue<Object> queue) throws Exception {
        Object next = queue.poll(20, TimeUnit.SECONDS);
        if (next == null) {
            throw new TimeoutException("nothing came");
        }
        return next;
    }

    @Test
    void aCyclicValueIsNotWalkedForever() throws Exception {
        Map<String, Object> cycle = new HashMap<>();
        cycle.put("self", cycle);
        try (Bus bus = Bus.handing(serving(), nothing())) {
            RemoteException refused =
                    assertThrows(RemoteException.class, () -> bus.client.call("boxed", Params.positional(cycle)));
            assertInstanceOf(String.class, refused.data());
            assertEquals(2.0, bus.client.call("half", 4));
        }
    }
}
