package dev.shorthand.kernel;

import static java.util.Objects.requireNonNull;

import dev.shorthand.kernel.spi.Binder;
import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.kernel.spi.CodecProvider;
import dev.shorthand.kernel.spi.Converter;
import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.ExpressionException;
import dev.shorthand.kernel.spi.Nearest;
import dev.shorthand.kernel.spi.PluginDirectory;
import dev.shorthand.kernel.spi.Provider;
import dev.shorthand.kernel.spi.Security;
import dev.shorthand.kernel.spi.SecurityProvider;
import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.kernel.spi.TransportProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The codecs, transports, security providers and converters that there are, found as services on the module path, on the class path, or in a
 * directory, or given as objects.
 *
 * <p>Immutable and safe for any thread. One that cannot be loaded is logged once, with its module and jar, and the others go on.
 */
public final class Plugins {
    /** The security that the kernel knows by itself: none. */
    private static final String NO_SECURITY = "null";

    // The modules of ours, and what stands in each, to name the one that is missing.
    private static final String OURS = """
            codec.json jrpc
            codec.terse terse
            codec.msgpack msgpack
            transport.net tcp tcpserv tls tlsserv udp unix unixserv stdio process mux restart cgi
            transport.zmq zmq zmqserv
            transport.http http https httpserv ws wss wsserv
            transport.amqp amqp amqpserv
            security blindly_believe_everything hmac
            """;

    // Looked for when they are first asked for, so that a program that gives objects pays nothing, and apart from one
    // another, as a dispatcher by itself needs no codec. Guarded by the class.
    private static @Nullable Plugins installed;
    private static @Nullable Binder installedBinder;
    private static boolean binderSought;

    // Each with what it has said of itself.
    private final List<Map.Entry<Plugin, Provider>> providers;

    // Those of a directory; the installed ones serve everybody.
    private final List<Converter<?, ?>> converters;

    // Whether nothing was looked for: then a module is not enough.
    private final boolean given;

    private Plugins(boolean given, List<Map.Entry<Plugin, Provider>> providers, List<Converter<?, ?>> converters) {
        this.given = given;
        this.providers = List.copyOf(providers);
        this.converters = converters;
    }

    /**
     * Returns what is on the module path and the class path.
     *
     * @return the same one always
     */
    public static synchronized Plugins installed() {
        if (installed == null) {
            installed = new Plugins(false, in(PluginSource.INSTALLED), List.of());
        }
        return installed;
    }

    /**
     * Returns what is on the module path and the class path, and in the jars of a directory: a module layer where the kernel is a module, else a
     * class loader of its own. A jar or a provider that cannot be used is logged at warn, with its module and jar, and the others go on.
     *
     * <p>The directory is read once, on this thread; its jars stay open as long as these plugins are reachable.
     *
     * @param directory holds plugins, and the libraries they need, as files that end in {@code .jar}; folders within it are passed over
     * @return all of them; where the application has a module, or a provider's class, of the same name itself, that one
     * @throws IOException           if the directory is missing, cannot be read, or holds no jar
     * @throws IllegalStateException if the module {@code dev.shorthand.directory}, which opens it, is missing
     */
    public static Plugins fromDirectory(Path directory) throws IOException {
        PluginDirectory opener = PluginSource.INSTALLED.first("directory of plugins", PluginDirectory.class);
        if (opener == null) {
            throw new IllegalStateException(
                    "nothing here opens the directory " + directory
                            + "; put the module dev.shorthand.directory on the module path (shorthand-directory on the class path)");
        }
        PluginSource found = opener.open(directory);
        return new Plugins(false, both(installed().providers, in(found)), found.converters());
    }

    /**
     * Returns the given providers alone: an application that knows its plugins needs no lookup of them. Converters that are services are found all the
     * same, as those belong to every {@link Dispatcher}.
     *
     * @param providers each a {@link CodecProvider}, {@link TransportProvider} or {@link SecurityProvider}, or several of these
     * @return plugins with these, and the security {@code null}
     * @throws IllegalArgumentException if one is none of the three, or fails when it is asked what it is; the message names it with its module and jar
     */
    public static Plugins of(Provider... providers) {
        return new Plugins(true, List.of(), List.of()).with(providers);
    }

    /**
     * Returns these and the given providers. Where two have one shorthand, the expression that uses it fails and names both.
     *
     * @param more each a {@link CodecProvider}, {@link TransportProvider} or {@link SecurityProvider}, or several of these
     * @return new plugins; these do not change
     * @throws IllegalArgumentException if one is none of the three, or fails when it is asked what it is; the message names it with its module and jar
     */
    public Plugins with(Provider... more) {
        List<Map.Entry<Plugin, Provider>> found = new ArrayList<>();
        for (Provider provider : more) {
            int before = found.size();
            for (Kind kind : Kind.values()) {
                if (kind.service.isInstance(provider)) {
                    found.add(given(kind, provider));
                }
            }
            if (found.size() == before) {
                throw new IllegalArgumentException(PluginSource.describe(provider.getClass())
                        + " provides nothing; let it implement CodecProvider, TransportProvider or SecurityProvider");
            }
        }
        return new Plugins(given, both(providers, found), converters);
    }

    private static Map.Entry<Plugin, Provider> given(Kind kind, Provider provider) {
        try {
            return ask(kind, provider);
        } catch (RuntimeException | LinkageError e) {
            throw new IllegalArgumentException(
                    "the " + kind + " provider " + PluginSource.describe(provider.getClass()) + " cannot be used: "
                            + PluginSource.reason(e),
                    e);
        }
    }

    private static List<Map.Entry<Plugin, Provider>> in(PluginSource source) {
        List<Map.Entry<Plugin, Provider>> found = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            found.addAll(source.load(kind + " provider", kind.service, type -> ask(kind, type.get())));
        }
        return found;
    }

    // What a provider says of itself is asked here and once, so that one that throws troubles nobody later.
    private static Map.Entry<Plugin, Provider> ask(Kind kind, Provider provider) {
        return Map.entry(
                new Plugin(
                        kind,
                        requireNonNull(provider.shorthand(), "shorthand"),
                        requireNonNull(provider.syntax(), "syntax"),
                        requireNonNull(provider.summary(), "summary"),
                        PluginSource.moduleOf(provider.getClass()),
                        PluginSource.locationOf(provider.getClass())),
                provider);
    }

    private static <T> List<T> both(List<T> these, List<T> those) {
        List<T> all = new ArrayList<>(these);
        all.addAll(those);
        return all;
    }

    /** Returns the binder of the module path or the class path with the converters there, or null if there is none. */
    static synchronized @Nullable Binder installedBinder() {
        if (!binderSought) {
            Binder found = PluginSource.INSTALLED.first("binder", Binder.class);
            if (found != null) {
                for (Converter<?, ?> converter : PluginSource.INSTALLED.converters()) {
                    found = found.with(converter);
                }
            }
            installedBinder = found;
            binderSought = true;
        }
        return installedBinder;
    }

    /** Returns those that are not installed, but were found beside what is. */
    List<Converter<?, ?>> converters() {
        return converters;
    }

    /** What kind of thing a provider makes. */
    public enum Kind {
        /** {@link CodecProvider}. */
        CODEC(CodecProvider.class, "codec", "codecs"),
        /** {@link TransportProvider}. */
        TRANSPORT(TransportProvider.class, "transport", "transports"),
        /** {@link SecurityProvider}. */
        SECURITY(SecurityProvider.class, "security", "security providers");

        private final Class<? extends Provider> service;
        private final String word;
        private final String plural;

        Kind(Class<? extends Provider> service, String word, String plural) {
            this.service = service;
            this.word = word;
            this.plural = plural;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /**
     * One provider.
     *
     * @param kind      what it makes
     * @param shorthand the word it is found by
     * @param syntax    the form of its expressions
     * @param summary   what it is for
     * @param module    its module, or {@code (class path)}
     * @param location  where it was found: a jar, a folder, or {@code jrt:} within a linked image
     */
    public record Plugin(Kind kind, String shorthand, String syntax, String summary, String module, String location) {}

    /**
     * Lists all providers.
     *
     * @return codecs, then transports, then security, each in alphabetical order
     */
    public List<Plugin> list() {
        List<Plugin> all = new ArrayList<>();
        for (Map.Entry<Plugin, Provider> each : providers) {
            all.add(each.getKey());
        }
        all.add(new Plugin(
                Kind.SECURITY,
                NO_SECURITY,
                NO_SECURITY,
                "no security",
                PluginSource.moduleOf(Plugins.class),
                PluginSource.locationOf(Plugins.class)));
        all.sort(Comparator.comparing(Plugin::kind).thenComparing(Plugin::shorthand));
        return all;
    }

    /**
     * Makes a codec.
     *
     * @param expression for example {@code jrpc}
     * @param limits     the bounds where the expression does not set them
     * @return the codec
     * @throws ExpressionException if there is no such codec or there are two, it lacks a library, or the expression cannot be read
     */
    public Codec codec(String expression, Limits limits) {
        Expression parsed = Expression.parse(expression);
        Provider found = find(Kind.CODEC, parsed);
        try {
            return ((CodecProvider) found).create(parsed, parsed.limits(limits));
        } catch (LinkageError e) {
            throw broken(Kind.CODEC, found, e);
        }
    }

    /**
     * Opens a transport.
     *
     * @param expression for example {@code tcp:localhost:8888}
     * @param limits     the bounds where the expression does not set them
     * @return the open transport, not started
     * @throws ExpressionException if there is no such transport or there are two, it lacks a library, or the expression cannot be read
     * @throws IOException         if it cannot be opened
     */
    public Transport transport(String expression, Limits limits) throws IOException {
        Expression parsed = Expression.parse(expression);
        Provider found = find(Kind.TRANSPORT, parsed);
        try {
            return ((TransportProvider) found).open(parsed, parsed.limits(limits), this);
        } catch (LinkageError e) {
            throw broken(Kind.TRANSPORT, found, e);
        }
    }

    /**
     * Makes security.
     *
     * @param expression for example {@code null}
     * @return the security, or null for none
     * @throws ExpressionException if there is no such provider or there are two, it lacks a library, or the expression cannot be read
     */
    public @Nullable Security security(String expression) {
        Expression parsed = Expression.parse(expression);
        if (parsed.shorthand().equals(NO_SECURITY)) {
            parsed.allowOptions();
            return null;
        }
        Provider found = find(Kind.SECURITY, parsed);
        try {
            return ((SecurityProvider) found).create(parsed);
        } catch (LinkageError e) {
            throw broken(Kind.SECURITY, found, e);
        }
    }

    private Provider find(Kind kind, Expression expression) {
        List<Provider> matching = new ArrayList<>();
        for (Map.Entry<Plugin, Provider> each : providers) {
            if (each.getKey().kind() == kind && each.getKey().shorthand().equals(expression.shorthand())) {
                matching.add(each.getValue());
            }
        }
        if (matching.size() > 1) {
            throw new ExpressionException("two " + kind.plural + " are named \"" + expression.shorthand() + "\": "
                    + PluginSource.describe(matching.get(0).getClass()) + " and "
                    + PluginSource.describe(matching.get(1).getClass()) + "; keep one");
        }
        if (matching.isEmpty()) {
            throw new ExpressionException("no " + kind + " \"" + expression.shorthand() + "\" in \""
                    + Quoted.shorten(expression.text()) + "\"; " + mend(kind, expression.shorthand()));
        }
        return matching.get(0);
    }

    /** Makes the error for a provider that turns out, in use, to lack a class. */
    private static ExpressionException broken(Kind kind, Provider provider, LinkageError e) {
        ExpressionException broken = new ExpressionException("the " + kind + " \"" + provider.shorthand()
                + "\" cannot be used: " + PluginSource.describe(provider.getClass()) + ": " + PluginSource.reason(e));
        broken.initCause(e);
        return broken;
    }

    /** Returns what to do about a shorthand that is not here. */
    private String mend(Kind kind, String shorthand) {
        for (String line : OURS.lines().toList()) {
            List<String> words = List.of(line.split(" "));
            if (words.lastIndexOf(shorthand) > 0) {
                String module = "module dev.shorthand." + words.get(0);
                return given
                        ? "only given providers are here: give that of the " + module + ", too"
                        : "put the " + module + " on the module path";
            }
        }
        List<String> there = new ArrayList<>();
        for (Plugin each : list()) {
            if (each.kind() == kind) {
                there.add(each.shorthand());
            }
        }
        String nearest = Nearest.to(shorthand, there).orElse("");
        there.removeAll(List.of(nearest));
        String others = String.join(", ", there);
        if (nearest.isEmpty()) {
            return others.isEmpty()
                    ? "there is no " + kind + " at all: put a plugin's jar on the module path or the class path"
                    : "there are: " + others;
        }
        return "did you mean " + nearest + (others.isEmpty() ? "?" : "? Others here: " + others);
    }
}
