package dev.shorthand.tests.readme;

import dev.shorthand.binding.Default;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.spi.Converter;
import java.util.Locale;

final class Languages {
    interface Greeter {
        String greet(@Default("en") Locale language);
    }

    public static void main(String... args) throws Exception {
        Converter<Locale, String> byTag =
                Converter.of(Locale.class, String.class, Locale::toLanguageTag, Locale::forLanguageTag);
        try (Endpoint server = Endpoint.builder()
                .codec("jrpc")
                .transport("tcpserv:127.0.0.1:0")
                .converter(byTag)
                .serve(Greeter.class, language -> language.getLanguage().equals("fr") ? "Bonjour" : "Hello")
                .open()) {
            String address = server.transports().get(0).replace("tcpserv:", "tcp:");
            try (Endpoint client = Endpoint.builder()
                    .codec("jrpc")
                    .transport(address)
                    .converter(byTag)
                    .open()) {
                System.out.println(client.remote(Greeter.class).greet(Locale.FRENCH));
                System.out.println(client.call("greet"));
            }
        }
    }
}
