package dev.shorthand.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.binding.Api;
import dev.shorthand.binding.CallBatch;
import dev.shorthand.binding.Incoming;
import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Caller;
import dev.shorthand.kernel.Dispatcher;
import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.EndpointBuilder;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Promise;
import dev.shorthand.kernel.RemoteOptions;
import dev.shorthand.kernel.Reply;
import dev.shorthand.kernel.spi.Converter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Types of one's own, over real sockets: they go wherever others go, and what is no such value is a clear error. */
class ConverterTest {
    /** A class that is nothing but itself. */
    static final class Money {
        final long cents;

        Money(long cents) {
            this.cents = cents;
        }

        static Money parse(String text) {
            if (!text.endsWith(" cents")) {
                throw new IllegalArgumentException("no cents");
            }
            return new Money(Long.parseLong(text.substring(0, text.length() - 6)));
        }

        @Override
        public boolean equals(Object that) {
            return that instanceof Money money && money.cents == cents;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(cents);
        }

        @Override
        public String toString() {
            return cents + " cents";
        }
    }

    /** An interface whose implementations are records, which would travel by themselves, but not come back. */
    interface Figure {}

    record Circle(int radius) implements Figure {}

    record Square(int side) implements Figure {}

    record Drawn(String kind, int size) {}

    record Item(String name, Money price, List<Money> before) {}

    /** It is made of what contains it. */
    static final class Tree {
        final List<Tree> children;

        Tree(List<Tree> children) {
            this.children = children;
        }

        int size() {
            return 1 + children.stream().mapToInt(Tree::size).sum();
        }
    }

    record Branches(List<Tree> children) {}

    static final Converter<Money, String> MONEY =
            Converter.of(Money.class, String.class, Money::toString, Money::parse);

    static final Converter<Figure, Drawn> FIGURES = Converter.of(
            Figure.class,
            Drawn.class,
            figure -> figure instanceof Circle circle
                    ? new Drawn("circle", circle.radius())
                    : new Drawn("square", ((Square) figure).side()),
            drawn -> drawn.kind().equals("circle") ? new Circle(drawn.size()) : new Square(drawn.size()));

    static final Converter<Tree, Branches> TREES = Converter.of(
            Tree.class, Branches.class, tree -> new Branches(tree.children), branches -> new Tree(branches.children()));

    interface Shop {
        Money twice(Money price);

        Item cheaper(Item item);

        Map<String, Money> prices(Map<String, Money> prices);

        List<Optional<Money>> optional(Optional<Money> price);

        Money[] array(Money... prices);

        Figure figure(Figure figure);

        Circle circle(Circle circle);

        int size(Tree tree);
    }

    interface Doubler {
        Promise<Money> twice(Money price);
    }

    static final class Keeper implements Shop {
        @Override
        public Money twice(Money price) {
            return new Money(2 * price.cents);
        }

        @Override
        public Item cheaper(Item item) {
            return new Item(item.name(), new Money(item.price().cents - 1), List.of(item.price()));
        }

        @Override
        public Map<String, Money> prices(Map<String, Money> prices) {
            Map<String, Money> doubled = new LinkedHashMap<>(prices);
            doubled.replaceAll((name, price) -> twice(price));
            return doubled;
        }

        @Override
        public List<Optional<Money>> optional(Optional<Money> price) {
            return List.of(price, Optional.empty());
        }

        @Override
        public Money[] array(Money... prices) {
            return Arrays.stream(prices).map(this::twice).toArray(Money[]::new);
        }

        @Override
        public Figure figure(Figure figure) {
            return figure;
        }

        @Override
        public Circle circle(Circle circle) {
            return circle;
        }

        @Override
        public int size(Tree tree) {
            return tree.size();
        }
    }

    private static void convert(EndpointBuilder builder) {
        builder.converter(MONEY).converter(FIGURES).converter(TREES);
    }

    private static Pair open() throws Exception {
        return Pair.open(
                server -> {
                    convert(server);
                    server.serve(Shop.class, new Keeper());
                },
                ConverterTest::convert);
    }

    @Test
    void aTypeOfOnesOwnGoesWhereverOthersGo() throws Exception {
        try (Pair pair = open()) {
            Shop shop = pair.client.remote(Shop.class);
            Money five = new Money(5);
            assertEquals(new Money(10), shop.twice(five));
            assertEquals(
                    new Item("tea", new Money(4), List.of(five)), shop.cheaper(new Item("tea", five, List.of(five))));
            assertEquals(Map.of("tea", new Money(10)), shop.prices(Map.of("tea", five)));
            assertEquals(List.of(Optional.of(five), Optional.empty()), shop.optional(Optional.of(five)));
            assertEquals(List.of(Optional.empty(), Optional.empty()), shop.optional(Optional.empty()));
            assertArrayEquals(new Money[] {new Money(10), new Money(4)}, shop.array(five, new Money(2)));
        }
    }

    @Test
    void itsSubtypesTravelAsItDoes() throws Exception {
        try (Pair pair = open()) {
            Shop shop = pair.client.remote(Shop.class);
            assertEquals(new Circle(3), shop.figure(new Circle(3)));
            assertEquals(new Square(4), shop.figure(new Square(4)));
            assertEquals(new Circle(5), shop.circle(new Circle(5)));
            assertEquals(Map.of("kind", "circle", "size", 5L), pair.client.call("circle", new Circle(5)));
        }
    }

    @Test
    void whatTravelsMayContainTheTypeItself() throws Exception {
        try (Pair pair = open()) {
            Tree leaf = new Tree(List.of());
            Tree tree = new Tree(List.of(new Tree(List.of(leaf, leaf)), leaf));
            assertEquals(5, pair.client.remote(Shop.class).size(tree));
        }
    }

    @Test
    void itGoesInABatchAndUnderAPrefix() throws Exception {
        try (Pair pair = Pair.open(
                server -> server.dispatcher(new Dispatcher()
                        .converter(MONEY)
                        .serve("shop.", Doubler.class, price -> Promise.of(new Money(2 * price.cents)))),
                ConverterTest::convert)) {
            Money five = new Money(5);
            RemoteOptions options = RemoteOptions.defaults().withPrefix("shop.");
            assertEquals(
                    new Money(10),
                    pair.client.remote(Doubler.class, options).twice(five).join());
            CallBatch batch = CallBatch.to(pair.client);
            Promise<Money> twice = batch.remote(Doubler.class, "shop.").twice(five);
            Promise<Object> untyped = batch.call("shop.twice", Params.positional(five));
            batch.send();
            assertEquals(new Money(10), twice.join());
            assertEquals("10 cents", untyped.join());
        }
    }

    @Test
    void untypedCallsSendThemToo() throws Exception {
        try (Pair pair = open()) {
            assertEquals("8 cents", pair.client.call("twice", new Money(4)));
            assertEquals("8 cents", pair.client.call("twice", Map.of("price", "4 cents")));
        }
    }

    private static String refusal(String params) throws Exception {
        try (Pair pair = open();
                RawPeer peer = RawPeer.connect(pair.server.transports().get(0))) {
            String reply = peer.ask("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":" + params + "}");
            String head =
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32602,\"message\":\"Invalid params\",\"data\":\"";
            assertTrue(reply.startsWith(head), reply);
            assertEquals(
                    "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":\"2 cents\"}",
                    peer.ask("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"twice\",\"params\":[\"1 cents\"]}"));
            return reply.substring(head.length(), reply.length() - 3).replace("\\\"", "'");
        }
    }

    @Test
    void aValueOfTheWrongKindIsAnErrorThatNamesTheParameter() throws Exception {
        assertEquals("twice: parameter price: expected a string, got 5", refusal("\"twice\",\"params\":[5]"));
        assertEquals("twice: parameter price is missing", refusal("\"twice\",\"params\":{}"));
    }

    @Test
    void aValueThatTheConverterRefusesIsAnErrorThatNamesTheParameter() throws Exception {
        assertEquals(
                "twice: parameter price: expected Money, got a string '5': no cents",
                refusal("\"twice\",\"params\":[\"5\"]"));
        assertEquals(
                "cheaper: parameter item.before[1]: expected Money, got a string '6': no cents",
                refusal("\"cheaper\",\"params\":[{\"name\":\"tea\",\"price\":null,\"before\":[\"5 cents\",\"6\"]}]"));
        assertEquals(
                "circle: parameter circle: expected Circle, got one that is refused",
                refusal("\"circle\",\"params\":[{\"kind\":\"square\",\"size\":1}]"));
    }

    /** A two-way interface. */
    interface Till {
        @Incoming
        void paid(Money price);
    }

    @Test
    void twoWayApisConvertToo() throws Exception {
        try (Pair pair = Pair.open(ConverterTest::convert, ConverterTest::convert)) {
            BlockingQueue<Money> paid = new LinkedBlockingQueue<>();
            Api.of(pair.client, Till.class).on(Till::paid, paid::add);
            Api.inverted(pair.server, Till.class).toAll().paid(new Money(7));
            assertEquals(new Money(7), paid.poll(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void anEndpointHasNotTheConvertersOfAnother() throws Exception {
        try (Pair pair = open();
                Endpoint other = Endpoint.builder()
                        .codec("jrpc")
                        .transport(Pair.clientOf(pair.server))
                        .open()) {
            // Served and called with converters first, so that what was kept of that would show.
            assertEquals(new Money(2), pair.client.remote(Shop.class).twice(new Money(1)));
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> other.remote(Shop.class));
            assertTrue(refused.getMessage().contains("Money cannot be read from the wire"), () -> refused.getMessage());
            assertTrue(refused.getMessage().endsWith("or give a Converter for it"), () -> refused.getMessage());
            EncodeException unsent = assertThrows(EncodeException.class, () -> other.call("twice", new Money(1)));
            assertTrue(unsent.getMessage().endsWith("or give a Converter for it"), () -> unsent.getMessage());
        }
    }

    @Test
    void aDispatcherConvertsByItself() {
        Dispatcher dispatcher =
                new Dispatcher().converter(MONEY).converter(FIGURES).converter(TREES);
        dispatcher.serve(Shop.class, new Keeper());
        for (Object price : List.of("3 cents", new Money(3))) {
            Call call = new Call(Id.of(1), "twice", Params.positional(price));
            Reply reply =
                    (Reply) dispatcher.dispatch(call, Caller.local()).result().orElseThrow();
            assertEquals(new Money(6), reply.result());
        }
    }

    @Test
    void aConverterThatIsAServiceNeedsNothing() throws Exception {
        try (Pair pair = Pair.open(
                server -> server.serve(Weather.class, place -> new Temperature(place.length() / 2.0)), client -> {})) {
            assertEquals(2.5, pair.client.call("at", "Paris"));
            assertEquals(2.5, pair.client.remote(Weather.class).at("Paris").degrees());
        }
    }

    /** Served with a converter that nobody gives. */
    interface Weather {
        Temperature at(String place);
    }

    private static String refused(Converter<?, ?> second) {
        Dispatcher dispatcher = new Dispatcher().converter(MONEY);
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> dispatcher.converter(second))
                .getMessage());
    }

    @Test
    void twoConvertersForOneTypeAreAnErrorThatNamesBoth() {
        new Dispatcher().converter(MONEY).converter(MONEY);
        String where = Money.class.getModule().isNamed() ? " in module dev.shorthand.tests" : "";
        String kernel = Converter.class.getModule().isNamed() ? " in module dev.shorthand.kernel" : "";
        assertEquals(
                "two converters are for " + Temperature.class.getName() + ": " + TemperatureConverter.class.getName()
                        + where + " and " + MONEY.getClass().getName() + kernel + "; keep one",
                refused(Converter.of(Temperature.class, String.class, Object::toString, text -> new Temperature(0))));
        assertEquals(
                "two converters are for " + Money.class.getName() + ": "
                        + MONEY.getClass().getName() + kernel + " and " + Cents.class.getName() + where + "; keep one",
                refused(new Cents()));
    }

    /** Another way for money to travel. */
    static final class Cents extends Converter<Money, Long> {
        Cents() {
            super(Money.class, Long.class, money -> money.cents, Money::new);
        }
    }

    @Test
    void whatTravelsByItselfIsNotConverted() {
        String mend = ", but that travels by itself, or what does is one too; convert a type of your own";
        for (Class<?> type : List.of(String.class, Object.class, List.class, Comparable.class, int[].class)) {
            assertTrue(refused(to(type, String.class)).endsWith(" is for " + type.getName() + mend), type.getName());
        }
    }

    private static <T, W> Converter<T, W> to(Class<T> type, Class<W> wireType) {
        return Converter.of(
                type,
                wireType,
                value -> {
                    throw new AssertionError("never called");
                },
                wire -> {
                    throw new AssertionError("never called");
                });
    }

    @Test
    void aConverterDoesNotNeedAnother() {
        assertTrue(refused(to(Path.class, Money.class))
                .contains(" has java.nio.file.Path travel as " + Money.class.getName() + ", which does not travel"));
    }

    @Test
    void aConverterThatComesTooLateIsRefused() {
        Dispatcher dispatcher =
                new Dispatcher().converter(MONEY).converter(FIGURES).converter(TREES);
        dispatcher.serve(Shop.class, new Keeper());
        assertEquals(
                "the converter for java.util.Locale comes too late; give it before the first interface is served and before the"
                        + " endpoint opens",
                assertThrows(IllegalStateException.class, () -> dispatcher.converter(to(Locale.class, String.class)))
                        .getMessage());
        dispatcher.converter(MONEY);
    }

    @Test
    void aConverterThatNeverComesToAnEndIsFoundOut() throws Exception {
        Converter<Figure, Object> endless =
                Converter.of(Figure.class, Object.class, figure -> figure, wire -> (Figure) wire);
        try (Pair pair = Pair.open(server -> {}, client -> client.converter(endless))) {
            EncodeException refused =
                    assertThrows(EncodeException.class, () -> pair.client.call("draw", new Circle(1)));
            assertTrue(refused.getMessage().contains("nested over 1000 deep"), () -> refused.getMessage());
        }
    }
}
