package dev.shorthand.tests.readme;

import dev.shorthand.binding.CallBatch;
import dev.shorthand.binding.Outcome;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.RemoteOptions;
import java.time.Duration;

final class Sums {
    interface Calculator {
        int divide(int a, int b);
    }

    public static void main(String... args) throws Exception {
        try (Endpoint server = Endpoint.builder()
                .codec("jrpc")
                .transport("tcpserv:127.0.0.1:0")
                .open()) {
            server.dispatcher().serve("calc.", Calculator.class, (a, b) -> a / b);

            String address = server.transports().get(0).replace("tcpserv:", "tcp:");
            try (Endpoint client =
                    Endpoint.builder().codec("jrpc").transport(address).open()) {
                RemoteOptions options =
                        RemoteOptions.defaults().withPrefix("calc.").withTimeout(Duration.ofSeconds(10));
                System.out.println(client.remote(Calculator.class, options).divide(6, 3));

                CallBatch batch = CallBatch.to(client);
                batch.call("calc.divide", Params.positional(8, 2));
                batch.call("calc.divide", Params.positional(1, 0));
                for (Outcome<Object> outcome : Outcome.ofAll(batch.send())) {
                    System.out.println(outcome);
                }
            }
        }
    }
}
