/**
 * The built modules from outside, as an application has them: nothing here sees what is not exported. The same tests run once more on the
 * class path.
 */
open module dev.shorthand.tests {
    requires dev.shorthand.binding;
    requires dev.shorthand.directory; // found as a service, and only what is required is on the module path here
    requires dev.shorthand.kernel;
    requires dev.shorthand.tck;

    // Providers that are given as objects; all others find them as services.
    requires dev.shorthand.codec.json;
    requires dev.shorthand.codec.msgpack; // and its Extension
    requires dev.shorthand.codec.terse;
    requires dev.shorthand.security;
    requires dev.shorthand.transport.net;
    requires java.desktop; // an event thread to have handlers run on
    requires dev.shorthand.transport.zmq;
    requires org.junit.jupiter.api;
    requires org.junit.platform.launcher; // a contract within a test
    requires org.slf4j;
    requires static org.jspecify;

    // For all endpoints of these tests; on the class path META-INF/services says the same.
    provides dev.shorthand.kernel.spi.Converter with
            dev.shorthand.tests.kernel.TemperatureConverter;
}
