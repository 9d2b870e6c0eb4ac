package dev.shorthand.transport.net;

import static java.util.Objects.requireNonNull;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Quoted;
import dev.shorthand.kernel.spi.Transport;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Connections within this process, over no socket: those who join a bus are connected with one another, each under its name.
 *
 * <pre>{@code
 * Transport kitchen = Internal.bus("house").name("kitchen").open();
 * Transport cellar = Internal.bus("house").name("cellar").open();
 * Transport guest = Internal.bus("house").to("kitchen").open();
 * }</pre>
 *
 * <p>Bytes go from one side to the other as over a socket, encoded by the codec, and whoever sends more than the other reads waits. With
 * {@link Builder#objects} on both sides it is the objects themselves.
 */
public final class Internal {
    /** The bus of an expression that names none. */
    static final String DEFAULT_BUS = "bus";

    private Internal() {}

    /**
     * Returns what joins a bus, which comes into being with the first who does; {@code internal:bus} in an expression.
     *
     * @param bus its name: letters, digits, {@code .}, {@code _} and {@code -}
     * @return a builder
     * @throws IllegalArgumentException if the name has other characters, or none
     */
    public static Builder bus(String bus) {
        return new Builder(checked("bus", bus));
    }

    private static String checked(String what, String name) {
        if (!name.matches("[\\w.-]{1,200}")) {
            throw new IllegalArgumentException(what + " is \"" + Quoted.shorten(name)
                    + "\"; give a name of letters, digits, \".\", \"_\" and \"-\"");
        }
        return name;
    }

    /** Collects the settings of one who joins. Confined to one thread. */
    public static final class Builder {
        private final String bus;

        @Nullable
        String name;

        @Nullable
        String to;

        boolean objects;
        Limits limits = Limits.defaults();

        private Builder(String bus) {
            this.bus = bus;
        }

        /**
         * Sets the name under which the others know it; {@code internal:bus:name} in an expression.
         *
         * @param own letters, digits, {@code .}, {@code _} and {@code -}; the default is that of the bus with a number, as in {@code house.0}
         * @return this builder
         * @throws IllegalArgumentException if it has other characters, or none
         */
        public Builder name(String own) {
            name = checked("name", own);
            return this;
        }

        /**
         * Has it connect with one alone, who has joined before; {@code to=name} in an expression. It is a client then: its end is that of this connection.
         *
         * @param other the name of the other
         * @return this builder
         * @throws IllegalArgumentException if no such name can be
         */
        public Builder to(String other) {
            to = checked("to", other);
            return this;
        }

        /**
         * Sets whether messages are handed over as they are, with no codec between, where the other side says so, too; {@code objects=true} in an expression.
         *
         * <p>An argument or result that is of the type which its receiver declares is the very object that was sent, and belongs to the receiver from
         * then on: who changes a list it got changes the sender's, and what is sent to several peers is one object to all of them. One of another
         * type is converted, as if a codec had carried it: a record with the same components, an integer of another size, a type that has a
         * converter. What is not declared, as with handlers that are called by name alone, is what was sent: an {@code Integer} stays one, where a
         * codec makes a {@code Long} of it.
         *
         * <p>Limits of bytes, depth and digits have nothing to measure then: each message counts as 64 bytes of {@code maxQueued}, so that 262,144
         * may wait by default before the sender does, and {@code maxFrame} refuses none. {@code maxPending}, {@code maxBatch} and
         * {@code maxConnections} hold. Where one of the endpoints has security or a trace, which look at bytes, both use their codec, as without this.
         *
         * @param on the default is false: what goes to another is a copy, checked and bounded as if it came over a network
         * @return this builder
         */
        public Builder objects(boolean on) {
            objects = on;
            return this;
        }

        /**
         * Sets the bounds of this side, of which {@link Limits#maxBatch} counts where objects are handed over; in an expression they are set by their names.
         *
         * @param bounds the default is {@link Limits#defaults()}
         * @return this builder
         */
        public Builder limits(Limits bounds) {
            limits = requireNonNull(bounds, "bounds");
            return this;
        }

        /**
         * Takes the name. Once it is started it is connected with those who are there, and with those who come.
         *
         * @return a transport whose expression has the bus and the name
         * @throws IOException if the name is taken, or the one to connect with is not there; the message says who is
         */
        public Transport open() throws IOException {
            return Bus.join(bus, this);
        }
    }
}
