package dev.shorthand.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.shorthand.binding.Default;
import dev.shorthand.binding.Named;
import dev.shorthand.binding.Public;
import dev.shorthand.kernel.Caller;
import dev.shorthand.kernel.Dispatcher;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.RemoteException;
import dev.shorthand.kernel.spi.Converter;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Parameters that may be left out, by peers that are not ours as by ours. */
class DefaultTest {
    interface Finder {
        String find(
                Caller caller,
                String author,
                @Default("10") int most,
                @Default("title") String order,
                @Named("from") Optional<String> start);
    }

    interface All {
        List<String> all(
                @Default("-7") long integer,
                @Default("0.25") Double number,
                @Default("12345678901234567890") BigInteger big,
                @Default("true") boolean bool,
                @Default("x") char letter,
                @Default("") String empty,
                @Default("SECONDS") TimeUnit unit,
                @Default("PT1M") Duration time,
                @Default("en-GB") Locale language);
    }

    private static Endpoint server;
    private static Endpoint client;

    @BeforeAll
    static void open() throws Exception {
        server = Endpoint.builder()
                .codec("jrpc")
                .transport("tcpserv:127.0.0.1:0")
                .converter(Converter.of(Locale.class, String.class, Locale::toLanguageTag, Locale::forLanguageTag))
                .serve(
                        Finder.class,
                        (caller, author, most, order, start) ->
                                author + " " + most + " " + order + " " + start.orElse("(none)"))
                .serve(
                        All.class,
                        (integer, number, big, bool, letter, empty, unit, time, language) -> List.of(
                                integer + "",
                                number + "",
                                big + "",
                                bool + "",
                                letter + "",
                                empty,
                                unit + "",
                                time + "",
                                language + ""))
                .open();
        client = Endpoint.builder()
                .codec("jrpc")
                .transport(Pair.clientOf(server))
                .open();
    }

    @AfterAll
    static void close() {
        client.close();
        server.close();
    }

    @Test
    void whatIsLeftOutHasItsDefault() {
        assertEquals("Homer 10 title (none)", client.call("find", "Homer"));
        assertEquals("Homer 3 title (none)", client.call("find", "Homer", 3));
        assertEquals("Homer 10 year (none)", client.call("find", Map.of("author", "Homer", "order", "year")));
        assertEquals("Homer 10 title I", client.call("find", Map.of("from", "I", "author", "Homer")));
    }

    @Test
    void everyTypeOfOneValueHasOne() {
        assertEquals(
                List.of("-7", "0.25", "12345678901234567890", "true", "x", "", "SECONDS", "PT1M", "en_GB"),
                client.call("all"));
    }

    @Test
    void whatHasNoDefaultIsStillDue() {
        RemoteException refused = assertThrows(RemoteException.class, () -> client.call("find", Map.of("most", 3)));
        assertEquals(-32602, refused.code());
        assertEquals("find: parameter author is missing", refused.data());
    }

    @Test
    void nullIsNotLeftOut() {
        RemoteException refused = assertThrows(RemoteException.class, () -> client.call("find", "Homer", null));
        assertEquals("find: parameter most: expected an integer, got null", refused.data());
    }

    @Test
    void aTypedProxySendsWhatItIsGiven() {
        Finder finder = client.remote(Finder.class);
        assertEquals("Homer 2 year (none)", finder.find(Caller.local(), "Homer", 2, "year", Optional.empty()));
    }

    /** Not an interface; its methods are marked. */
    public static final class Marked {
        /** Returns how often, as text. */
        @Public
        public String often(@Default("twice") String times) {
            return times;
        }
    }

    @Test
    void markedMethodsOfAnObjectHaveThemToo() {
        server.dispatcher().addPublic("marked.", new Marked());
        assertEquals("twice", client.call("marked.often"));
    }

    interface Words {
        void find(@Default("ten") int most);
    }

    interface TooMany {
        void find(@Default("99999999999") int most);
    }

    interface Lists {
        void find(@Default("a,b") List<String> authors);
    }

    interface Twice {
        void find(@Default("a") Optional<String> author);
    }

    interface Who {
        void find(@Default("a") Caller caller);
    }

    private static <T> String refusal(Class<T> contract) {
        return String.valueOf(assertThrows(
                        IllegalArgumentException.class, () -> new Dispatcher().serve(contract, client.remote(contract)))
                .getMessage());
    }

    @Test
    void aDefaultThatDoesNotFitIsRefusedAtOnce() {
        String mend = "; give a text that does, or declare an Optional";
        assertEquals(
                "the @Default(\"ten\") of parameter most of Words.find does not fit: expected an integer, got a string \"ten\""
                        + mend,
                refusal(Words.class));
        assertEquals(
                "the @Default(\"99999999999\") of parameter most of TooMany.find does not fit: expected an integer from"
                        + " -2147483648 to 2147483647, got 99999999999"
                        + mend,
                refusal(TooMany.class));
        assertEquals(
                "the @Default(\"a,b\") of parameter authors of Lists.find does not fit: expected a list of a string, got a string \"a,b\""
                        + mend,
                refusal(Lists.class));
        assertEquals(
                "parameter author of Twice.find is Optional and has a @Default; keep one of the two",
                refusal(Twice.class));
        assertEquals("the Caller of Who.find has a @Default, but does not travel; remove it", refusal(Who.class));
    }
}
