/**
 * The {@code shorthand} command: {@code serve}, {@code call}, {@code plugins} and {@code demo}.
 *
 * <p>It knows no plugin: whatever codecs, transports and security providers stand on the module path beside it can be named in
 * its options.
 */
module dev.shorthand.cli {
    requires dev.shorthand.binding; // its two-way APIs, and the interfaces it serves
    requires dev.shorthand.kernel;
    requires info.picocli;
    requires org.slf4j;

    // Annotations for the compiler alone.
    requires static org.jspecify;

    // The commands' options are set, and the demonstration's methods called, by reflection.
    opens dev.shorthand.cli to
            info.picocli,
            dev.shorthand.binding;
}
