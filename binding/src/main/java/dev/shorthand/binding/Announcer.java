package dev.shorthand.binding;

import static java.util.Objects.requireNonNull;

import dev.shorthand.kernel.Caller;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.EndpointBuilder;
import dev.shorthand.kernel.spi.Transport;
import java.util.Optional;

/**
 * Finds services among the peers of an endpoint, and lets one be found: over broadcast UDP, or any other transport.
 *
 * <pre>{@code
 * new Announcer(endpoint).advertise("printer, colour");
 * new Announcer(other).seek("printer", (description, caller) -> System.out.println(description + " at " + caller));
 * }</pre>
 *
 * <p>Safe for any thread.
 */
public final class Announcer {
    private final Api<Announcing> found;
    private final Api<Announcing> seekers;

    /** What travels, as one sees it who is sought. */
    public interface Announcing {
        /**
         * Asks who is there.
         *
         * @param filter what the description should contain; empty or absent for any
         * @param caller who asks
         */
        @Incoming
        void seek(Optional<String> filter, Caller caller);

        /**
         * Says who is there.
         *
         * @param description says what the service is, and perhaps where
         * @param caller      who is there
         */
        @Outgoing
        void advertise(String description, Caller caller);
    }

    /**
     * Makes one that can be both sought and seeking.
     *
     * @param endpoint reaches those concerned; only one announcer can be made on it
     */
    public Announcer(Endpoint endpoint) {
        seekers = Api.of(endpoint, Announcing.class);
        found = seekers.invert();
    }

    /**
     * Has a server be found for as long as its transport is open: both start together, and stop together.
     *
     * <pre>{@code
     * Transport server = Plugins.installed().transport("tcpserv::8888", Limits.defaults());
     * EndpointBuilder network = Endpoint.builder().codec("jrpc").transport("udp:8889");
     * Endpoint.builder().codec("jrpc").transport(Announcer.announced(server, network, "printer, {}")).open();
     * }</pre>
     *
     * @param server      what is announced
     * @param network     opens the endpoint by which it is announced, when the server has started
     * @param description says what the service is; the braces stand for the server's expression, with the port that was free where it asks for any
     * @return a transport to be given to one endpoint; if the network cannot be opened, neither is the server
     */
    public static Transport announced(Transport server, EndpointBuilder network, String description) {
        return new AnnouncedTransport(
                requireNonNull(server, "server"),
                requireNonNull(network, "network"),
                requireNonNull(description, "description"));
    }

    /**
     * Answers those who seek what the description contains.
     *
     * @param description says what the service is
     * @return ends it
     */
    public Subscription advertise(String description) {
        return seekers.on(Announcing::seek, (filter, caller) -> {
            if (description.contains(filter.orElse(""))) {
                seekers.to(caller.peer().orElseThrow()).advertise(description, caller);
            }
        });
    }

    /**
     * Answers as {@link #advertise}, but so that all peers hear it. Those who seek with quickrpc over broadcast UDP need that.
     *
     * @param description says what the service is
     * @return ends it
     */
    public Subscription advertiseToAll(String description) {
        return seekers.on(Announcing::seek, (filter, caller) -> {
            if (description.contains(filter.orElse(""))) {
                seekers.toAll().advertise(description, caller);
            }
        });
    }

    /**
     * Asks all peers for services.
     *
     * @param filter what their description must contain; empty for any
     * @param onFound gets the description and who has sent it, for each answer, from now until this is ended; another may have asked
     * @return ends it
     */
    public Subscription seek(String filter, Slot.Void2<String, Caller> onFound) {
        Subscription subscription = found.on(Announcing::advertise, (description, caller) -> {
            if (description.contains(filter)) {
                onFound.call(description, caller);
            }
        });
        found.toAll().seek(Optional.of(filter), Caller.local());
        return subscription;
    }
}
