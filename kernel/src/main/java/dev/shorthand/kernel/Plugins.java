package dev.shorthand.kernel;

import dev.shorthand.kernel.spi.Binder;
import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.kernel.spi.CodecProvider;
import dev.shorthand.kernel.spi.Converter;
import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.ExpressionException;
import dev.shorthand.kernel.spi.Nearest;
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
import java.util.function.Supplier;
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

    // What stands in modules of ours, to name the module that is missing.
    private static final Map<String, String> MODULES = Map.ofEntries(
            Map.entry("jrpc", "dev.shorthand.codec.json"),
            Map.entry("terse", "dev.shorthand.codec.terse"),
            Map.entry("msgpack", "dev.shorthand.codec.msgpack"),
            Map.entry("tcp", "dev.shorthand.transport.net"),
            Map.entry("tcpserv", "dev.shorthand.transport.net"),
            Map.entry("tls", "dev.shorthand.transport.net"),
            Map.entry("tlsserv", "dev.shorthand.transport.net"),
            Map.entry("udp", "dev.shorthand.transport.net"),
            Map.entry("unix", "dev.shorthand.transport.net"),
            Map.entry("unixserv", "dev.shorthand.transport.net"),
            Map.entry("stdio", "dev.shorthand.transport.net"),
            Map.entry("process", "dev.shorthand.transport.net"),
            Map.entry("cgi", "dev.shorthand.transport.net"),
            Map.entry("zmq", "dev.shorthand.transport.zmq"),
            Map.entry("zmqserv", "dev.shorthand.transport.zmq"),
            Map.entry("http", "dev.shorthand.transport.http"),
            Map.entry("https", "dev.shorthand.transport.http"),
            Map.entry("httpserv", "dev.shorthand.transport.http"),
            Map.entry("ws", "dev.shorthand.transport.http"),
            Map.entry("wss", "dev.shorthand.transport.http"),
            Map.entry("wsserv", "dev.shorthand.transport.http"),
            Map.entry("amqp", "dev.shorthand.transport.amqp"),
            Map.entry("amqpserv", "dev.shorthand.transport.amqp"),
            Map.entry("blindly_believe_everything", "dev.shorthand.security"),
            Map.entry("hmac", "dev.shorthand.security"));

    private final List<Loaded<CodecProvider>> codecs;
    private final List<Loaded<TransportProvider>> transports;
    private final List<Loaded<SecurityProvider>> securities;

    // Those of a directory; the installed ones serve everybody.
    private final List<Converter<?, ?>> converters;

    // Whether nothing was looked for: then a module is not enough.
    private final boolean given;

    private Plugins(
            boolean given,
            List<Loaded<CodecProvider>> codecs,
            List<Loaded<TransportProvider>> transports,
            List<Loaded<SecurityProvider>> securities,
            List<Converter<?, ?>> converters) {
        this.given = given;
        this.codecs = codecs;
        this.transports = transports;
        this.securities = securities;
        this.converters = converters;
    }

    /**
     * Returns what is on the module path and the class path.
     *
     * @return the same one always
     */
    public static Plugins installed() {
        return Installed.PLUGINS;
    }

    /**
     * Returns what is on the module path and the class path, and in the jars of a directory: a module layer where the kernel is a module, else a
     * class loader of its own. A jar or a provider that cannot be used is logged at warn, with its module and jar, and the others go on.
     *
     * <p>The directory is read once, on this thread; its jars stay open as long as these plugins are reachable.
     *
     * @param directory holds plugins, and the libraries they need, as files that end in {@code .jar}; folders within it are passed over
     * @return all of them; where the application has a module, or a provider's class, of the same name itself, that one
     * @throws IOException if the directory is missing, cannot be read, or holds no jar
     */
    public static Plugins fromDirectory(Path directory) throws IOException {
        PluginSource found = PluginDirectory.open(directory);
        Plugins installed = installed();
        return new Plugins(
                false,
                both(installed.codecs, found.load(Kind.CODEC, CodecProvider.class)),
                both(installed.transports, found.load(Kind.TRANSPORT, TransportProvider.class)),
                both(installed.securities, found.load(Kind.SECURITY, SecurityProvider.class)),
                found.converters());
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
        return new Plugins(true, List.of(), List.of(), List.of(), List.of()).with(providers);
    }

    /**
     * Returns these and the given providers. Where two have one shorthand, the expression that uses it fails and names both.
     *
     * @param providers each a {@link CodecProvider}, {@link TransportProvider} or {@link SecurityProvider}, or several of these
     * @return new plugins; these do not change
     * @throws IllegalArgumentException if one is none of the three, or fails when it is asked what it is; the message names it with its module and jar
     */
    public Plugins with(Provider... providers) {
        for (Provider provider : providers) {
            if (!(provider instanceof CodecProvider
                    || provider instanceof TransportProvider
                    || provider instanceof SecurityProvider)) {
                throw new IllegalArgumentException(Declarations.describe(provider.getClass())
                        + " provides nothing; let it implement CodecProvider, TransportProvider or SecurityProvider");
            }
        }
        return new Plugins(
                given,
                both(codecs, given(Kind.CODEC, CodecProvider.class, providers)),
                both(transports, given(Kind.TRANSPORT, TransportProvider.class, providers)),
                both(securities, given(Kind.SECURITY, SecurityProvider.class, providers)),
                converters);
    }

    private static <P extends Provider> List<Loaded<P>> given(Kind kind, Class<P> service, Provider... providers) {
        List<Loaded<P>> loaded = new ArrayList<>();
        for (Provider provider : providers) {
            if (service.isInstance(provider)) {
                try {
                    loaded.add(PluginSource.loaded(kind, service.cast(provider), provider.getClass()));
                } catch (RuntimeException | LinkageError e) {
                    throw new IllegalArgumentException(
                            "the " + kind + " provider " + Declarations.describe(provider.getClass())
                                    + " cannot be used: " + PluginSource.reason(e),
                            e);
                }
            }
        }
        return loaded;
    }

    /** Returns the binder of the module path or the class path with the converters there, or null if there is none. */
    static @Nullable Binder installedBinder() {
        return InstalledBinder.BINDER;
    }

    /** Returns those that are not installed, but were found beside what is. */
    List<Converter<?, ?>> converters() {
        return converters;
    }

    private static <T> List<T> both(List<T> installed, List<T> found) {
        List<T> all = new ArrayList<>(installed);
        all.addAll(found);
        return List.copyOf(all);
    }

    // Looked for when first asked, so that a program that gives objects pays nothing.
    private static final class Installed {
        static final Plugins PLUGINS = load(PluginSource.installed());

        private static Plugins load(PluginSource source) {
            return new Plugins(
                    false,
                    source.load(Kind.CODEC, CodecProvider.class),
                    source.load(Kind.TRANSPORT, TransportProvider.class),
                    source.load(Kind.SECURITY, SecurityProvider.class),
                    List.of());
        }
    }

    // Apart from the others, as a dispatcher by itself needs no codec.
    private static final class InstalledBinder {
        static final @Nullable Binder BINDER = find(PluginSource.installed());

        private static @Nullable Binder find(PluginSource source) {
            Binder found = source.binders().stream().findFirst().orElse(null);
            if (found != null) {
                for (Converter<?, ?> converter : source.converters()) {
                    found = found.with(converter);
                }
            }
            return found;
        }
    }

    /** What kind of thing a provider makes. */
    public enum Kind {
        /** {@link CodecProvider}. */
        CODEC("codec"),
        /** {@link TransportProvider}. */
        TRANSPORT("transport"),
        /** {@link SecurityProvider}. */
        SECURITY("security");

        private final String word;

        Kind(String word) {
            this.word = word;
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
        codecs.forEach(loaded -> all.add(loaded.plugin()));
        transports.forEach(loaded -> all.add(loaded.plugin()));
        securities.forEach(loaded -> all.add(loaded.plugin()));
        all.add(new Plugin(
                Kind.SECURITY,
                NO_SECURITY,
                NO_SECURITY,
                "no security",
                Declarations.moduleOf(Plugins.class),
                Declarations.locationOf(Plugins.class)));
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
        Loaded<CodecProvider> found = find(Kind.CODEC, parsed, codecs);
        try {
            return found.provider().create(parsed, parsed.limits(limits));
        } catch (LinkageError e) {
            throw found.broken(parsed, e);
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
        Loaded<TransportProvider> found = find(Kind.TRANSPORT, parsed, transports);
        try {
            return found.provider().open(parsed, parsed.limits(limits), this);
        } catch (LinkageError e) {
            throw found.broken(parsed, e);
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
        Loaded<SecurityProvider> found = find(Kind.SECURITY, parsed, securities);
        try {
            return found.provider().create(parsed);
        } catch (LinkageError e) {
            throw found.broken(parsed, e);
        }
    }

    private <P extends Provider> Loaded<P> find(Kind kind, Expression expression, List<Loaded<P>> providers) {
        List<Loaded<P>> matching = providers.stream()
                .filter(loaded -> loaded.plugin().shorthand().equals(expression.shorthand()))
                .toList();
        if (matching.size() > 1) {
            throw new ExpressionException("two " + plural(kind) + " are named \"" + expression.shorthand() + "\": "
                    + matching.get(0).place() + " and " + matching.get(1).place() + "; keep one");
        }
        if (matching.isEmpty()) {
            throw unknown(kind, expression, () -> {
                List<String> names = new ArrayList<>(providers.stream()
                        .map(loaded -> loaded.plugin().shorthand())
                        .toList());
                if (kind == Kind.SECURITY) {
                    names.add(NO_SECURITY);
                }
                return names;
            });
        }
        return matching.get(0);
    }

    private static String plural(Kind kind) {
        return kind == Kind.SECURITY ? "security providers" : kind + "s";
    }

    private ExpressionException unknown(Kind kind, Expression expression, Supplier<List<String>> names) {
        String shorthand = expression.shorthand();
        String what = "no " + kind + " \"" + shorthand + "\" in \"" + Quoted.shorten(expression.text()) + "\"; ";
        String module = MODULES.get(shorthand);
        if (module != null) {
            return new ExpressionException(what
                    + (given
                            ? "only given providers are here: give that of the module " + module + ", too"
                            : "put the module " + module + " on the module path"));
        }
        List<String> there = names.get();
        if (there.isEmpty()) {
            return new ExpressionException(
                    what + "there is no " + kind + " at all: put a plugin's jar on the module path or the class path");
        }
        String nearest = Nearest.to(shorthand, there).orElse("");
        List<String> others =
                there.stream().filter(name -> !name.equals(nearest)).sorted().toList();
        String mend = nearest.isEmpty() ? "there are: " : "did you mean " + nearest + "? Others here: ";
        return new ExpressionException(
                what + (others.isEmpty() ? "did you mean " + nearest + "?" : mend + String.join(", ", others)));
    }
}
