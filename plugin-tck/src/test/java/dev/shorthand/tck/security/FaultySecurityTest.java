package dev.shorthand.tck.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.Security;
import dev.shorthand.kernel.spi.SecurityProvider;
import dev.shorthand.kernel.spi.SecurityRefusedException;
import dev.shorthand.tck.SecurityContract;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** For each rule of the contract, a provider that breaks it and is found out by that rule. */
class FaultySecurityTest {
    private final Map<String, SecurityContract> faults = new LinkedHashMap<>();

    FaultySecurityTest() {
        provider("s1_saysWhatItIs", new TestedProvider() {
            @Override
            public String shorthand() {
                return "Sealed With a Key";
            }
        });
        provider("s2_refusesOptionsThatItDoesNotKnow", new TestedProvider() {
            @Override
            public Security create(Expression expression) {
                return new SealedWithAKey("anyone");
            }
        });
        sides("s3_opensWhatTheOtherSideSealed", user -> new SealedWithAKey(user) {
            @Override
            public Sealed seal(byte[] payload, int offset, int length) {
                return user.equals("bob") ? new Sealed(Map.of(), null) : super.seal(payload, offset, length);
            }
        });
        sides("s4_looksAtThePayloadAlone", user -> new SealedWithAKey(user) {
            @Override
            public Sealed seal(byte[] payload, int offset, int length) {
                return super.seal(payload, 0, length);
            }
        });
        sides("s5_takesPayloadsOfAnyLength", user -> new SealedWithAKey(user) {
            @Override
            public Sealed seal(byte[] payload, int offset, int length) {
                return super.seal(payload, offset, Math.min(length, 1 << 16));
            }
        });
        sides("s6_headersAreWhatEveryCodecCarries", user -> new SealedWithAKey(user) {
            @Override
            public Sealed seal(byte[] payload, int offset, int length) {
                Sealed sealed = super.seal(payload, offset, length);
                sealed.headers().put("number", (int) number.get());
                return sealed;
            }
        });
        sides("s7_changesNothingThatItIsGiven", user -> new SealedWithAKey(user) {
            @Override
            public byte @Nullable [] open(byte[] payload, int offset, int length, Map<String, @Nullable Object> headers)
                    throws SecurityRefusedException {
                super.open(payload, offset, length, headers);
                headers.remove("sig");
                return null;
            }
        });
        sides("s8_keepsNothingThatItIsGiven", user -> new SealedWithAKey(user) {
            @Override
            public Sealed seal(byte[] payload, int offset, int length) {
                return new Sealed(super.seal(payload, offset, length).headers(), payload);
            }
        });
        sides("s9_isSafeForAnyThread", user -> new SealedWithAKey(user) {
            private byte[] kept = {};

            @Override
            public Sealed seal(byte[] payload, int offset, int length) {
                kept = Arrays.copyOfRange(payload, offset, offset + length);
                Thread.yield();
                return super.seal(kept, 0, kept.length);
            }
        });
        sides("s10_refusesOrOpensWhateverComes", user -> new SealedWithAKey(user) {
            @Override
            public byte @Nullable [] open(byte[] payload, int offset, int length, Map<String, @Nullable Object> headers)
                    throws SecurityRefusedException {
                String.valueOf((String) headers.get("sig"));
                return super.open(payload, offset, length, headers);
            }
        });
        sides("s11_demandsAHeader", user -> new SealedWithAKey(user) {
            @Override
            public boolean demandsHeader() {
                return false;
            }
        });
        // Signs, and never looks at the payload again.
        sides("s12_refusesAChangedPayload", user -> new SignedPart(user, 0, true));
        // The user is not part of what is signed.
        sides("s13_refusesAChangedHeader", user -> new SignedPart(user, Integer.MAX_VALUE, false));
        sides("s14_refusesAHeaderThatIsNotWhole", user -> new SealedWithAKey(user) {
            @Override
            public byte @Nullable [] open(byte[] payload, int offset, int length, Map<String, @Nullable Object> headers)
                    throws SecurityRefusedException {
                return headers.containsKey("sig") ? super.open(payload, offset, length, headers) : null;
            }
        });
        sides("s15_refusesFieldsThatWereAdded", user -> new SealedWithAKey(user) {
            @Override
            public byte @Nullable [] open(byte[] payload, int offset, int length, Map<String, @Nullable Object> headers)
                    throws SecurityRefusedException {
                Map<String, @Nullable Object> known = new LinkedHashMap<>(headers);
                known.keySet().retainAll(List.of("user", "number", "sig"));
                return super.open(payload, offset, length, known);
            }
        });
        // The last bytes are not part of what is signed.
        sides("s16_refusesTheHeaderOfAnotherMessage", user -> new SignedPart(user, 40, true));
        sides("s17_refusesAReplay", user -> new SealedWithAKey(user) {
            @Override
            public byte @Nullable [] open(byte[] payload, int offset, int length, Map<String, @Nullable Object> headers)
                    throws SecurityRefusedException {
                seen.clear();
                return super.open(payload, offset, length, headers);
            }
        });
        sides("s18_refusesItsOwnMessages", user -> new SealedWithAKey(user) {
            private final SealedWithAKey other = new SealedWithAKey("somebody else");

            @Override
            public byte @Nullable [] open(byte[] payload, int offset, int length, Map<String, @Nullable Object> headers)
                    throws SecurityRefusedException {
                return other.open(payload, offset, length, headers);
            }
        });
        sides("s19_sealsEachMessageAnew", user -> new SealedWithAKey(user) {
            @Override
            public Sealed seal(byte[] payload, int offset, int length) {
                number.set(0);
                return super.seal(payload, offset, length);
            }
        });
        sides("s20_tellsNoSecrets", user -> new SealedWithAKey(user) {
            @Override
            public String toString() {
                return user + " with " + SECRET;
            }
        });
    }

    /** Signs a part of the payload, with or without the user. */
    private static final class SignedPart extends SealedWithAKey {
        private final int most;
        private final boolean withUser;

        SignedPart(String user, int most, boolean withUser) {
            super(user);
            this.most = most;
            this.withUser = withUser;
        }

        @Override
        public Sealed seal(byte[] payload, int offset, int length) {
            Sealed sealed = super.seal(payload, offset, length);
            sealed.headers().put("sig", part(user, number.get(), payload, offset, length));
            return sealed;
        }

        @Override
        public byte @Nullable [] open(byte[] payload, int offset, int length, Map<String, @Nullable Object> headers)
                throws SecurityRefusedException {
            Map<String, @Nullable Object> whole = new LinkedHashMap<>(headers);
            if (headers.get("user") instanceof String from
                    && headers.get("number") instanceof Long n
                    && part(from, n, payload, offset, length).equals(headers.get("sig"))) {
                whole.put("sig", sign(from, n, Arrays.copyOfRange(payload, offset, offset + length)));
            } else {
                whole.put("sig", "");
            }
            return super.open(payload, offset, length, whole);
        }

        private String part(String from, long n, byte[] payload, int offset, int length) {
            byte[] body = Arrays.copyOfRange(payload, offset, offset + Math.min(length, most));
            return sign(withUser ? from : "", n, body);
        }
    }

    private void provider(String rule, SecurityProvider provider) {
        faults.put(rule, new SoundSecurityTest() {
            @Override
            protected SecurityProvider provider() {
                return provider;
            }
        });
    }

    private void sides(String rule, Function<String, Security> side) {
        faults.put(rule, new SoundSecurityTest() {
            @Override
            protected Sides sides() {
                return new Sides(side.apply("alice"), side.apply("bob"));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> findsOut() {
        return faults.entrySet().stream()
                .map(fault -> DynamicTest.dynamicTest(fault.getKey(), () -> {
                    Method rule = SecurityContract.class.getMethod(fault.getKey());
                    Throwable found = assertThrows(InvocationTargetException.class, () -> rule.invoke(fault.getValue()))
                            .getCause();
                    assertTrue(
                            found instanceof AssertionError
                                    || found instanceof SecurityRefusedException
                                    || found.getCause() instanceof AssertionError
                                    || found.getCause() instanceof SecurityRefusedException,
                            () -> "found for another reason: " + found);
                }));
    }

    @Test
    void hasAFaultForEachRule() {
        Set<String> rules = new TreeSet<>();
        for (Method method : SecurityContract.class.getMethods()) {
            if (method.isAnnotationPresent(Test.class)) {
                rules.add(method.getName());
            }
        }
        assertEquals(rules, new HashSet<>(faults.keySet()));
    }
}
