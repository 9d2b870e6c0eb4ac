package dev.shorthand.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.ExpressionException;
import dev.shorthand.kernel.spi.Security;
import dev.shorthand.kernel.spi.SecurityProvider;
import dev.shorthand.kernel.spi.SecurityRefusedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every security provider keeps to; the numbers are those of {@code module-info-docs/security-contract.md}. The rules from 11 on are
 * for those that protect.
 *
 * <pre>{@code
 * final class HmacContractTest extends SecurityContract {
 *     @Override protected SecurityProvider provider() {
 *         return new HmacProvider();
 *     }
 *
 *     @Override protected Sides sides() {
 *         return new Sides(security("alice"), security("bob"));
 *     }
 *
 *     @Override protected boolean protects() {
 *         return true;
 *     }
 * }
 * }</pre>
 */
public abstract class SecurityContract {
    private static final byte[] PAYLOAD =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"pay\",\"params\":[100]}".getBytes(StandardCharsets.UTF_8);

    private static final int THREADS = 8;
    private static final int EACH = 250;
    private static final int LONGEST_REFUSAL = 500;

    /** For those who extend it. */
    protected SecurityContract() {}

    /**
     * Two sides that talk to one another: what one seals, the other opens.
     *
     * @param here  one side
     * @param there the other; the same object only where a provider that does not protect needs no other
     */
    public record Sides(Security here, Security there) {}

    /** A payload as it is sent, and what goes before it. */
    private static final class Sent {
        private final Map<String, @Nullable Object> headers;
        private final byte[] payload;

        Sent(Map<String, @Nullable Object> headers, byte[] payload) {
            this.headers = headers;
            this.payload = payload;
        }

        Sent with(String name, @Nullable Object value) {
            Map<String, @Nullable Object> changed = new LinkedHashMap<>(headers);
            changed.put(name, value);
            return new Sent(changed, payload);
        }

        Sent without(String name) {
            Map<String, @Nullable Object> changed = new LinkedHashMap<>(headers);
            changed.remove(name);
            return new Sent(changed, payload);
        }

        Sent with(byte[] other) {
            return new Sent(headers, other);
        }
    }

    /**
     * Returns the provider.
     *
     * @return what the plugin has as its service
     */
    protected abstract SecurityProvider provider();

    /**
     * Returns a fresh pair of sides.
     *
     * @return new objects on each call, which remember nothing
     */
    protected abstract Sides sides();

    /**
     * Returns whether it protects from forgery.
     *
     * @return false where anybody can seal what the other side opens
     */
    protected abstract boolean protects();

    /**
     * Returns what must not be seen in any message: keys and passwords, as text, in the forms that someone might print.
     *
     * @return empty where there is no secret
     */
    protected List<String> secrets() {
        return List.of();
    }

    /** The provider has a word that can stand in an expression, and describes itself in one line. */
    @Test
    public void s1_saysWhatItIs() {
        SecurityProvider provider = provider();
        assertTrue(provider.shorthand().matches("[a-z][a-z0-9_]*"), provider.shorthand());
        assertEquals(provider.shorthand(), provider.shorthand());
        assertFalse(provider.shorthand().equals("null"), "null is the kernel's word for no security");
        assertTrue(provider.syntax().startsWith(provider.shorthand()), provider.syntax());
        assertFalse(provider.summary().isBlank() || provider.summary().contains("\n"), provider.summary());
        assertFalse(provider.summary().endsWith("."), provider.summary());
    }

    /** An option that it does not know is refused, and named. */
    @Test
    public void s2_refusesOptionsThatItDoesNotKnow() {
        Expression expression = Expression.parse(provider().shorthand() + ":user?noSuchOption=1");
        ExpressionException error =
                assertThrows(ExpressionException.class, () -> provider().create(expression), "an option was ignored");
        assertTrue(String.valueOf(error.getMessage()).contains("noSuchOption"), error.getMessage());
    }

    /**
     * What one side seals the other opens, in both directions, and gets the payload.
     *
     * @throws SecurityRefusedException if something fails that the rule is not about
     */
    @Test
    public void s3_opensWhatTheOtherSideSealed() throws SecurityRefusedException {
        Sides sides = sides();
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(PAYLOAD, open(sides.there(), seal(sides.here(), PAYLOAD)));
            assertArrayEquals(PAYLOAD, open(sides.here(), seal(sides.there(), PAYLOAD)));
        }
    }

    /**
     * A payload is the bytes from the offset on, whatever stands around them.
     *
     * @throws SecurityRefusedException if something fails that the rule is not about
     */
    @Test
    public void s4_looksAtThePayloadAlone() throws SecurityRefusedException {
        Sides sides = sides();
        byte[] around = new byte[PAYLOAD.length + 20];
        Arrays.fill(around, (byte) 'x');
        System.arraycopy(PAYLOAD, 0, around, 7, PAYLOAD.length);
        Security.Sealed sealed = sides.here().seal(around, 7, PAYLOAD.length);
        byte[] sent = Objects.requireNonNullElse(sealed.payload(), PAYLOAD);
        byte[] received = new byte[sent.length + 9];
        Arrays.fill(received, (byte) 'y');
        System.arraycopy(sent, 0, received, 4, sent.length);
        byte[] opened = sides.there().open(received, 4, sent.length, sealed.headers());
        assertArrayEquals(PAYLOAD, opened == null ? sent : opened);
    }

    /**
     * Payloads of any bytes and lengths come back, the empty one and one of 1 MiB among them.
     *
     * @throws SecurityRefusedException if something fails that the rule is not about
     */
    @Test
    public void s5_takesPayloadsOfAnyLength() throws SecurityRefusedException {
        Sides sides = sides();
        Random random = new Random(5);
        for (int length : new int[] {0, 1, 15, 16, 17, 63, 64, 65, 4_096, 1 << 20}) {
            byte[] payload = new byte[length];
            random.nextBytes(payload);
            assertArrayEquals(payload, open(sides.there(), seal(sides.here(), payload)), length + " bytes");
        }
    }

    /** Headers are what every codec carries: names that are not empty, and texts, flags or 64-bit integers. */
    @Test
    public void s6_headersAreWhatEveryCodecCarries() {
        seal(sides().here(), PAYLOAD).headers.forEach((name, value) -> {
            assertFalse(name.isBlank(), "a header has no name");
            assertTrue(
                    value instanceof String || value instanceof Long || value instanceof Boolean,
                    "the header " + name + " is of " + (value == null ? "null" : value.getClass()));
        });
    }

    /**
     * Neither sealing nor opening writes to what it is given.
     *
     * @throws SecurityRefusedException if something fails that the rule is not about
     */
    @Test
    public void s7_changesNothingThatItIsGiven() throws SecurityRefusedException {
        Sides sides = sides();
        byte[] payload = PAYLOAD.clone();
        Sent sent = seal(sides.here(), payload);
        assertArrayEquals(PAYLOAD, payload, "sealing wrote to the payload");
        byte[] before = sent.payload.clone();
        Map<String, @Nullable Object> headers = new LinkedHashMap<>(sent.headers);
        open(sides.there(), new Sent(headers, sent.payload));
        assertArrayEquals(before, sent.payload, "opening wrote to the payload");
        assertEquals(sent.headers, headers, "opening changed the headers");
    }

    /**
     * Arrays are not kept: the caller uses them again at once. What is returned is the caller's, too.
     *
     * @throws SecurityRefusedException if something fails that the rule is not about
     */
    @Test
    public void s8_keepsNothingThatItIsGiven() throws SecurityRefusedException {
        Sides sides = sides();
        byte[] payload = PAYLOAD.clone();
        Security.Sealed sealed = sides.here().seal(payload, 0, payload.length);
        byte[] sent = sealed.payload() == null ? PAYLOAD.clone() : sealed.payload();
        assertNotSame(
                payload, sent, "the payload given was returned as the new one; return null where it is unchanged");
        Arrays.fill(payload, (byte) 0);
        seal(sides.here(), new byte[PAYLOAD.length]);
        byte[] opened = Objects.requireNonNullElse(sides.there().open(sent, 0, sent.length, sealed.headers()), sent);
        assertArrayEquals(PAYLOAD, opened, "what was sealed changed with the array that it was sealed from");
        byte[] result = opened.clone();
        open(sides.there(), seal(sides.here(), new byte[PAYLOAD.length]));
        assertArrayEquals(result, opened, "what was opened changed with the next message");
    }

    /**
     * Many threads seal and open at once, with one object a side.
     *
     * @throws Exception if something fails that the rule is not about
     */
    @Test
    public void s9_isSafeForAnyThread() throws Exception {
        Sides sides = sides();
        inParallel(thread -> {
            for (int i = 0; i < EACH; i++) {
                byte[] payload = (thread + ":" + i).repeat(20).getBytes(StandardCharsets.UTF_8);
                assertArrayEquals(payload, open(sides.there(), seal(sides.here(), payload)));
            }
            return true;
        });
    }

    /** Whatever the headers are, opening opens or refuses: nothing but {@link SecurityRefusedException} is thrown. */
    @Test
    public void s10_refusesOrOpensWhateverComes() {
        Sides sides = sides();
        Sent sent = seal(sides.here(), PAYLOAD);
        List<Sent> odd = new ArrayList<>(wrongHeaders(sent));
        odd.add(new Sent(Map.of(), PAYLOAD));
        odd.add(new Sent(Map.of("", List.of(Map.of())), PAYLOAD));
        odd.add(sent.with(new byte[0]));
        odd.add(sent.with(new byte[] {'!', '!', '!'}));
        for (Sent message : odd) {
            try {
                open(sides.there(), message);
            } catch (SecurityRefusedException e) {
                assertNotNull(e.getMessage(), "a refusal says why");
            } catch (RuntimeException e) {
                throw new AssertionError(
                        "opening threw another exception than a refusal, for headers " + message.headers, e);
            }
        }
    }

    /** Who protects demands a header, on both sides, and sends one. */
    @Test
    public void s11_demandsAHeader() {
        assumeTrue(protects());
        Sides sides = sides();
        assertTrue(sides.here().demandsHeader() && sides.there().demandsHeader(), "what is not secured would pass");
        assertFalse(seal(sides.here(), PAYLOAD).headers.isEmpty(), "no header is sent");
    }

    /**
     * A payload that was changed, cut or made longer is refused.
     *
     * @throws SecurityRefusedException if something fails that the rule is not about
     */
    @Test
    public void s12_refusesAChangedPayload() throws SecurityRefusedException {
        assumeTrue(protects());
        Sides sides = sides();
        Sent sent = seal(sides.here(), PAYLOAD);
        byte[] bytes = sent.payload;
        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            assertRefused(sides.there(), sent.with(changed), "byte " + i + " was changed");
        }
        assertRefused(sides.there(), sent.with(Arrays.copyOf(bytes, bytes.length - 1)), "the last byte was cut off");
        assertRefused(sides.there(), sent.with(Arrays.copyOf(bytes, bytes.length + 1)), "a byte was added");
        assertRefused(sides.there(), sent.with(new byte[0]), "the payload was taken away");
        assertArrayEquals(PAYLOAD, open(sides.there(), sent), "a forgery kept the true message from being opened");
    }

    /** A header whose value was changed, in the slightest, is refused. */
    @Test
    public void s13_refusesAChangedHeader() {
        assumeTrue(protects());
        Sides sides = sides();
        Sent sent = seal(sides.here(), PAYLOAD);
        sent.headers.forEach((name, value) -> changes(value)
                .forEach(other ->
                        assertRefused(sides.there(), sent.with(name, other), name + " was changed to " + other)));
    }

    /** A header that lacks a field, or has one of another type, is refused. */
    @Test
    public void s14_refusesAHeaderThatIsNotWhole() {
        assumeTrue(protects());
        Sides sides = sides();
        for (Sent message : wrongHeaders(seal(sides.here(), PAYLOAD))) {
            assertRefused(sides.there(), message, "the header was " + message.headers);
        }
        assertRefused(sides.there(), new Sent(Map.of(), PAYLOAD), "the header was empty");
    }

    /** A field that the sender did not send is refused: handlers read the headers, and take them for proved. */
    @Test
    public void s15_refusesFieldsThatWereAdded() {
        assumeTrue(protects());
        Sides sides = sides();
        Sent sent = seal(sides.here(), PAYLOAD);
        assertRefused(sides.there(), sent.with("admin", true), "a field was added");
        assertRefused(sides.there(), sent.with("", ""), "a field without name was added");
    }

    /** The header of one message does not fit another. */
    @Test
    public void s16_refusesTheHeaderOfAnotherMessage() {
        assumeTrue(protects());
        Sides sides = sides();
        Sent sent = seal(sides.here(), PAYLOAD);
        Sent other = seal(
                sides.here(),
                new String(PAYLOAD, StandardCharsets.UTF_8)
                        .replace("100", "900")
                        .getBytes(StandardCharsets.UTF_8));
        assertRefused(sides.there(), sent.with(other.payload), "the payload is of another message");
        assertRefused(sides.there(), other.with(sent.payload), "the payload is of another message");
    }

    /**
     * A message is opened once, however many threads try.
     *
     * @throws Exception if something fails that the rule is not about
     */
    @Test
    public void s17_refusesAReplay() throws Exception {
        assumeTrue(protects());
        Sides sides = sides();
        Sent sent = seal(sides.here(), PAYLOAD);
        open(sides.there(), sent);
        assertRefused(sides.there(), sent, "it came before");
        for (int round = 0; round < 20; round++) {
            Sent again = seal(sides.here(), PAYLOAD);
            long opened = inParallel(thread -> opens(sides.there(), again)).stream()
                    .filter(yes -> yes)
                    .count();
            assertEquals(1, opened, "times that one message was opened");
        }
    }

    /** What comes back to its sender is refused. */
    @Test
    public void s18_refusesItsOwnMessages() {
        assumeTrue(protects());
        Sides sides = sides();
        assertRefused(sides.here(), seal(sides.here(), PAYLOAD), "it is the receiver's own");
        assertRefused(sides.there(), seal(sides.there(), PAYLOAD), "it is the receiver's own");
    }

    /** Two messages never have the same seal, even where the payload is the same. */
    @Test
    public void s19_sealsEachMessageAnew() {
        assumeTrue(protects());
        Security here = sides().here();
        List<Map<String, @Nullable Object>> headers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            headers.add(seal(here, PAYLOAD).headers);
        }
        assertEquals(100, headers.stream().distinct().count(), "distinct headers of 100 messages");
    }

    /** Refusals are one short line, and neither they nor the text form of an object shows a secret. */
    @Test
    public void s20_tellsNoSecrets() {
        Sides sides = sides();
        Sent sent = seal(sides.here(), PAYLOAD);
        List<Sent> bad = new ArrayList<>(wrongHeaders(sent));
        bad.add(sent.with("sig\nx", "x".repeat(10_000)));
        bad.add(sent.with(new byte[] {1}));
        sent.headers.keySet().forEach(name -> bad.add(sent.with(name, "x\n".repeat(10_000))));
        List<String> said = new ArrayList<>(List.of(
                sides.here().toString(),
                sides.there().toString(),
                provider().toString(),
                String.valueOf(sent.headers)));
        for (Sent message : bad) {
            try {
                open(sides.there(), message);
            } catch (SecurityRefusedException e) {
                String text = String.valueOf(e.getMessage());
                assertTrue(text.length() <= LONGEST_REFUSAL && !text.contains("\n"), "not one short line: " + text);
                said.add(e.toString());
            }
        }
        for (String text : said) {
            secrets().forEach(secret -> assertFalse(text.contains(secret), "it tells a secret: " + text));
        }
    }

    private static Sent seal(Security side, byte[] payload) {
        Security.Sealed sealed = side.seal(payload, 0, payload.length);
        byte[] sent = sealed.payload();
        return new Sent(sealed.headers(), sent == null ? payload.clone() : sent);
    }

    private static byte[] open(Security side, Sent sent) throws SecurityRefusedException {
        byte[] opened = side.open(sent.payload, 0, sent.payload.length, sent.headers);
        return opened == null ? sent.payload : opened;
    }

    private static boolean opens(Security side, Sent sent) {
        try {
            open(side, sent);
            return true;
        } catch (SecurityRefusedException e) {
            return false;
        }
    }

    private static void assertRefused(Security side, Sent sent, String why) {
        assertFalse(opens(side, sent), "it was opened, although " + why);
    }

    /** The header without each of its fields, and with each of another type. */
    private static List<Sent> wrongHeaders(Sent sent) {
        List<Sent> wrong = new ArrayList<>();
        for (Map.Entry<String, @Nullable Object> field : sent.headers.entrySet()) {
            wrong.add(sent.without(field.getKey()));
            for (Object other : Arrays.asList(
                    null, 1.5, List.of(), Map.of(), new byte[1], field.getValue() instanceof String ? 7L : "7")) {
                wrong.add(sent.with(field.getKey(), other));
            }
        }
        return wrong;
    }

    /** Values of the same type that differ a little. */
    private static List<Object> changes(@Nullable Object value) {
        List<Object> changes = new ArrayList<>();
        if (value instanceof Long number) {
            changes.addAll(List.of(number + 1, number - 1, -number - 1, Long.MIN_VALUE, Long.MAX_VALUE));
        } else if (value instanceof Boolean flag) {
            changes.add(!flag);
        } else if (value instanceof String text) {
            changes.addAll(List.of(text + "A", "A" + text, text + "=", text + " ", text + "\0"));
            for (int i = 0; i < text.length(); i++) {
                char other = text.charAt(i) == 'A' ? 'B' : 'A';
                changes.add(text.substring(0, i) + other + text.substring(i + 1));
                changes.add(text.substring(0, i) + text.substring(i + 1));
            }
        }
        return changes;
    }

    private interface Work {
        boolean run(int thread) throws Exception;
    }

    private static List<Boolean> inParallel(Work work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Boolean>> tasks = IntStream.range(0, THREADS)
                    .mapToObj(thread -> (Callable<Boolean>) () -> work.run(thread))
                    .toList();
            List<Boolean> results = new ArrayList<>();
            for (Future<Boolean> result : pool.invokeAll(tasks, 50, TimeUnit.SECONDS)) {
                results.add(result.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }
}
