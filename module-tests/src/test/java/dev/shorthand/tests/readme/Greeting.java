package dev.shorthand.tests.readme;

import dev.shorthand.kernel.Endpoint;

final class Greeting {
    interface Greeter {
        String greet(String name);
    }

    public static void main(String... args) throws Exception {
        try (Endpoint server = Endpoint.builder()
                .codec("jrpc")
                .transport("tcpserv:127.0.0.1:0")
                .open()) {
            server.serve(Greeter.class, name -> "Hello, " + name);

            String address = server.transports().get(0).replace("tcpserv:", "tcp:");
            try (Endpoint client =
                    Endpoint.builder().codec("jrpc").transport(address).open()) {
                System.out.println(client.remote(Greeter.class).greet("world"));
            }
        }
    }
}
