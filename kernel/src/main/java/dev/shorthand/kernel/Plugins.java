package dev.shorthand.kernel;

import static java.util.Objects.requireNonNull;

import dev.shorthand.kernel.engine.Nullable;
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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The codecs, transports, security providers and converters that there are, found as services on the module path, on the class path, or in a
 * directory, or given as objects.
 *
 * <p>Immutable and safe for any thread. One that cannot be loaded is logged once, with its module and jar, and the others go on.
 */
public final class Plugins {
    private static final String CODEC = "codec";
    private static final String TRANSPORT = "transport";
    private static final String SECURITY = "security";

    // What there are, in the order in which they are listed, and the service of each.
    private static final List<String> KINDS = List.of(CODEC, TRANSPORT, SECURITY);
    private static final List<Class<? extends Provider>> SERVICES =
            List.of(CodecProvider.class, TransportProvider.class, SecurityProvider.class);

    /** The security that the kernel knows by itself: none. */
    private static final Plugin NOTHING = new Plugin(SECURITY, "null", "null", "no security", null);

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

    private final List<Plugin> providers;

    // Those of a directory; the installed ones serve everybody.
    private final List<Converter<?, ?>> converters;

    // Whether nothing was looked for: then a module is not enough.
    private final boolean given;

    private Plugins(boolean given, List<Plugin> providers, List<Converter<?, ?>> converters) {
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
        List<PluginDirectory> openers = PluginSource.INSTALLED.load("directory of plugins", PluginDirectory.class);
        if (openers.isEmpty()) {
            throw new IllegalStateException(
                    "nothing here opens the directory " + directory
                            + "; put the module dev.shorthand.directory on the module path (shorthand-directory on the class path)");
        }
        PluginSource found = openers.get(0).open(directory);
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
        List<Plugin> found = new ArrayList<>();
        for (Provider provider : more) {
            int before = found.size();
            for (String kind : KINDS) {
                if (service(kind).isInstance(provider)) {
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

    private static Plugin given(String kind, Provider provider) {
        try {
            return ask(kind, provider);
        } catch (RuntimeException | LinkageError e) {
            throw new IllegalArgumentException(
                    "the " + kind + " provider " + PluginSource.describe(provider.getClass()) + " cannot be used: "
                            + PluginSource.reason(e),
                    e);
        }
    }

    private static List<Plugin> in(PluginSource source) {
        List<Plugin> found = new ArrayList<>();
        for (String kind : KINDS) {
            for (Provider provider : source.load(kind + " provider", service(kind))) {
                try {
                    found.add(ask(kind, provider));
                } catch (RuntimeException | LinkageError e) {
                    PluginSource.leaveOut(kind + " provider", PluginSource.describe(provider.getClass()), e);
                }
            }
        }
        return found;
    }

    // What a provider says of itself is asked here and once, so that one that throws troubles nobody later.
    private static Plugin ask(String kind, Provider provider) {
        return new Plugin(kind, provider.shorthand(), provider.syntax(), provider.summary(), provider);
    }

    private static Class<? extends Provider> service(String kind) {
        return SERVICES.get(KINDS.indexOf(kind));
    }

    private static <T> List<T> both(List<T> these, List<T> those) {
        List<T> all = new ArrayList<>(these);
        all.addAll(those);
        return all;
    }

    /** Returns the binder of the module path or the class path with the converters there, or null if there is none. */
    static synchronized @Nullable Binder installedBinder() {
        if (!binderSought) {
            for (Binder found : PluginSource.INSTALLED.load("binder", Binder.class)) {
                installedBinder = installedBinder == null ? found : installedBinder;
            }
            if (installedBinder != null) {
                for (Converter<?, ?> converter : PluginSource.INSTALLED.converters()) {
                    installedBinder = installedBinder.with(converter);
                }
            }
            binderSought = true;
        }
        return installedBinder;
    }

    /** Returns those that are not installed, but were found beside what is. */
    List<Converter<?, ?>> converters() {
        return converters;
    }

    /** One provider, and what it said of itself when it was found. */
    public static final class Plugin {
        private final String kind;
        private final String shorthand;
        private final String syntax;
        private final String summary;
        private final @Nullable Provider provider;

        private Plugin(String kind, String shorthand, String syntax, String summary, @Nullable Provider provider) {
            this.kind = kind;
            this.shorthand = requireNonNull(shorthand, "shorthand");
            this.syntax = requireNonNull(syntax, "syntax");
            this.summary = requireNonNull(summary, "summary");
            this.provider = provider;
        }

        /**
         * Returns what it makes.
         *
         * @return {@code codec}, {@code transport} or {@code security}
         */
        public String kind() {
            return kind;
        }

        /**
         * Returns the word it is found by.
         *
         * @return for example {@code tcp}
         */
        public String shorthand() {
            return shorthand;
        }

        /**
         * Returns the form of its expressions.
         *
         * @return for example {@code tcp:host:port}
         */
        public String syntax() {
            return syntax;
        }

        /**
         * Returns what it is for.
         *
         * @return a few words
         */
        public String summary() {
            return summary;
        }

        /**
         * Returns its module.
         *
         * @return a name, or {@code (class path)}
         */
        public String module() {
            Module module = type().getModule();
            return module.isNamed() ? module.getName() : "(class path)";
        }

        /**
         * Returns where it was found.
         *
         * @return a jar, a folder, or {@code jrt:} within a linked image
         */
        public String location() {
            return PluginSource.locationOf(type());
        }

        private Class<?> type() {
            return provider == null ? Plugins.class : provider.getClass();
        }
    }

    /**
     * Lists all providers.
     *
     * @return codecs, then transports, then security, each in alphabetical order
     */
    public List<Plugin> list() {
        Map<String, Plugin> sorted = new TreeMap<>();
        for (Plugin each : both(providers, List.of(NOTHING))) {
            // The number at the end tells those apart that have one shorthand.
            sorted.put(KINDS.indexOf(each.kind) + each.shorthand + ' ' + sorted.size(), each);
        }
        return List.copyOf(sorted.values());
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
        Provider found = find(CODEC, parsed);
        try {
            return ((CodecProvider) found).create(parsed, parsed.limits(limits));
        } catch (LinkageError e) {
            throw broken(CODEC, found, e);
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
        Provider found = find(TRANSPORT, parsed);
        try {
            return ((TransportProvider) found).open(parsed, parsed.limits(limits), this);
        } catch (LinkageError e) {
            throw broken(TRANSPORT, found, e);
        }
    }

    /**
     * Makes security.
     *
     * @param expression for example {@code null}
     * @return the security, or null for none
     * @throws ExpressionException if there is no such provider or there are two, it lacks a library, or the expression cannot be read
     */
    public @org.jspecify.annotations.Nullable Security security(String expression) {
        Expression parsed = Expression.parse(expression);
        if (parsed.shorthand().equals(NOTHING.shorthand)) {
            parsed.allowOptions();
            return null;
        }
        Provider found = find(SECURITY, parsed);
        try {
            return ((SecurityProvider) found).create(parsed);
        } catch (LinkageError e) {
            throw broken(SECURITY, found, e);
        }
    }

    private Provider find(String kind, Expression expression) {
        List<Provider> matching = new ArrayList<>();
        for (Plugin each : providers) {
            if (each.kind.equals(kind) && each.shorthand.equals(expression.shorthand()) && each.provider != null) {
                matching.add(each.provider);
            }
        }
        if (matching.size() > 1) {
            throw new ExpressionException("two " + kind + (kind.equals(SECURITY) ? " provider" : "") + "s are named \""
                    + expression.shorthand() + "\": "
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
    private static ExpressionException broken(String kind, Provider provider, LinkageError e) {
        ExpressionException broken = new ExpressionException("the " + kind + " \"" + provider.shorthand()
                + "\" cannot be used: " + PluginSource.describe(provider.getClass()) + ": " + PluginSource.reason(e));
        broken.initCause(e);
        return broken;
    }

    /** Returns what to do about a shorthand that is not here. */
    private String mend(String kind, String shorthand) {
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
            if (each.kind().equals(kind)) {
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
