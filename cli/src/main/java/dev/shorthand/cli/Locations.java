package dev.shorthand.cli;

import java.net.URI;
import java.nio.file.Path;

/** Shortens the places that plugins were found in. Holds nothing. */
final class Locations {
    private Locations() {}

    /** Returns a file as seen from the working folder or from home, whichever it is under; what is no file stays as it is. */
    static String shorten(String location) {
        return location.startsWith("file:") ? shorten(Path.of(URI.create(location))) : location;
    }

    private static String shorten(Path file) {
        Path here = Path.of("").toAbsolutePath();
        if (file.startsWith(here)) {
            return here.relativize(file).toString();
        }
        Path home = Path.of(System.getProperty("user.home", "/"));
        return home.getNameCount() > 0 && file.startsWith(home)
                ? Path.of("~").resolve(home.relativize(file)).toString()
                : file.toString();
    }
}
